// SPDX-License-Identifier: GPL-2.0-only
/* An error that some input leads to, if all conditions on the way fit together: with what does, and what does not. */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct piece {
	struct mmu_notifier notifier;
	unsigned long first, limit;
	unsigned long address;
	unsigned int size;
	unsigned long count;
};

/* What of PIECE the interval from START on covers. */
static unsigned long covered(struct piece *piece, unsigned long start, unsigned long limit)
{
	unsigned long rest = piece->size - (start - piece->address);

	return limit - start < rest ? limit - start : rest;
}

/* expect: range-start splits_piece_ops fails-blockable=violates wrong-errno=violates(-EIO): 1 < 2 < 4 < 1 + 10 */
static int splits_piece_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct piece *piece = container_of(mn, struct piece, notifier);
	unsigned long start = range->start, limit = piece->limit, size;

	if (start >= limit || start >= piece->first || piece->first >= range->end)
		return 0;
	if (start < piece->address || start >= piece->address + piece->size)
		return 0;
	size = covered(piece, start, limit);
	if (piece->address == start || piece->address + piece->size == start + size)
		return 0;
	return -EIO;
}

const struct mmu_notifier_ops splits_piece_ops = { .invalidate_range_start = splits_piece_start };

/* expect: range-start ends_piece_ops: the rest from start on ends where the piece ends */
static int ends_piece_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct piece *piece = container_of(mn, struct piece, notifier);
	unsigned long start = range->start, rest = piece->size - (start - piece->address);

	if (piece->address + piece->size != start + rest)
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops ends_piece_ops = { .invalidate_range_start = ends_piece_start };

static unsigned long bytes_of(unsigned long count)
{
	unsigned long bytes;

	return __builtin_mul_overflow(count, 24ul, &bytes) ? ~0ul : bytes;
}

/* expect: range-start is_large_ops fails-blockable=violates wrong-errno=violates(-EIO): 201 elements */
static int is_large_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct piece *piece = container_of(mn, struct piece, notifier);
	unsigned long bytes = bytes_of(piece->count);

	return bytes > 4800 && bytes < 10000 ? -EIO : 0;
}

const struct mmu_notifier_ops is_large_ops = { .invalidate_range_start = is_large_start };

/* expect: range-start is_small_ops: four elements take 96 bytes */
static int is_small_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct piece *piece = container_of(mn, struct piece, notifier);

	if (piece->count <= 4 && bytes_of(piece->count) > 96)
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops is_small_ops = { .invalidate_range_start = is_small_start };

struct request {
	struct completion done;
	int status;
};

static struct request *posted;

/* expect: range-start is_told_ops fails-blockable=violates wrong-errno=violates(-EIO): who completes it sets the status */
static int is_told_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct request request;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	request.done.done = 0;
	posted = &request;
	wait_for_completion(&request.done);
	return request.status ? -EIO : 0;
}

const struct mmu_notifier_ops is_told_ops = { .invalidate_range_start = is_told_start };

/* expect: range-start is_never_told_ops fails-blockable=undecided wrong-errno=undecided: nobody has the address of the status */
static int is_never_told_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct request request;
	struct request *own = &request;

	return own->status ? -EIO : 0;
}

const struct mmu_notifier_ops is_never_told_ops = { .invalidate_range_start = is_never_told_start };

static void doze(void)
{
	might_sleep();
}

/* expect: range-start dozes_for_seven_ops sleeps-nonblockable=violates: no square is 2, but a size may be 7 */
static int dozes_for_seven_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct piece *piece = container_of(mn, struct piece, notifier);

	if (piece->count * piece->count == 2)
		doze();
	if (piece->size == 7)
		doze();
	return 0;
}

const struct mmu_notifier_ops dozes_for_seven_ops = { .invalidate_range_start = dozes_for_seven_start };

/* expect: range-start dozes_for_a_square_ops sleeps-nonblockable=holds|undecided: no square is 2 */
static int dozes_for_a_square_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct piece *piece = container_of(mn, struct piece, notifier);

	if (piece->count * piece->count == 2)
		doze();
	return 0;
}

const struct mmu_notifier_ops dozes_for_a_square_ops = { .invalidate_range_start = dozes_for_a_square_start };
