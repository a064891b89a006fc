// SPDX-License-Identifier: GPL-2.0-only
/* Many ways lead to a loop with many rounds: the search for one way comes out behind it. */
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct crowd {
	struct mmu_notifier notifier;
	int weight;
	int members[5];
};

#define CROWD(mn) container_of(mn, struct crowd, notifier)

/*
 * expect: range-start many_ways_ops fails-blockable=violates wrong-errno=violates(-EIO):
 *	all members alike give 31, whatever the sums are
 */
static int many_ways_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int present = 0, sums[24] = { 0 };

	for (int i = 0; i < 5; i++)
		if (CROWD(mn)->members[i])
			present |= 1 << i;
	for (int *sum = sums; sum != sums + 24; sum++)
		*sum = CROWD(mn)->weight & 3;
	return present == 31 && sums[23] != 3 ? -EIO : 0;
}

const struct mmu_notifier_ops many_ways_ops = { .invalidate_range_start = many_ways_start };

struct counted_box {
	long error;
	int number;
};

struct counted_owner {
	struct mmu_notifier notifier;
	unsigned char kind;
};

static const char counted_words[] = "cbaa";

static int never_fails(struct counted_box *box, int number)
{
	return 0;
}

struct counted_run {
	int (*go)(struct counted_box *, int);
};

static struct counted_run counted_run = { never_fails };

/* expect: range-start counts_rounds_ops fails-blockable=violates wrong-errno=violates(-EIO): the kind may be 0 */
static int counts_rounds_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct counted_owner *owner = container_of(mn, struct counted_owner, notifier);
	int kind = owner->kind & 3;
	struct counted_box first = { .number = kind };
	struct counted_box second = { .error = never_fails(&first, counted_words[first.number & 3] == 'a') };
	int ret = counted_run.go(&second, 0), zero = 0;

	for (int i = 0; i < 40; i++)
		for (int j = 0; j < 40; j += 2)
			;
	if (zero == kind)
		return -EIO;
	return ret;
}

const struct mmu_notifier_ops counts_rounds_ops = { .invalidate_range_start = counts_rounds_start };

/* expect: range-start fills_rows_ops fails-blockable=violates: no lock is near, however many rounds there are */
static int fills_rows_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct counted_owner *owner = container_of(mn, struct counted_owner, notifier);
	int differs = counted_words[owner->kind & 3] != 'a';
	struct counted_box first = { .number = differs };
	struct counted_box second = { .error = (range->event & 3) ? 0 : -EIO };
	short row[4];

	for (int i = 0; i < 40; i++) {
		int cells[24] = { 0 };

		for (int *cell = cells; cell != cells + 24; cell++)
			*cell = second.number ? 0 : 0;
		differs = cells[23];
	}
	for (int i = 0; i < 40; i += 2)
		for (short *cell = row; cell != row + 4; cell++)
			*cell = 0;
	if (first.number == first.number)
		return -EAGAIN;
	return differs;
}

const struct mmu_notifier_ops fills_rows_ops = { .invalidate_range_start = fills_rows_start };
