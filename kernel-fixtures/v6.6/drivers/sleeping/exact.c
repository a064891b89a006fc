// SPDX-License-Identifier: GPL-2.0-only
/* What several values say together, and what loops, structs and labels carry exactly: each with a twin that is wrong. */
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct measured {
	struct mmu_notifier notifier;
	unsigned long base, length;
	unsigned int order;
	int slots[16];
	unsigned int is_cold : 1;
};

#define MEASURED(mn) container_of(mn, struct measured, notifier)

/* ---- arithmetic over several values ---- */

/* expect: range-start sums_ops: a sum of two halves is what was halved */
static int sums_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned long whole = MEASURED(mn)->length & 0xffff, half = whole / 2, rest = whole - half;

	return half + rest == whole ? 0 : -EIO;
}

const struct mmu_notifier_ops sums_ops = { .invalidate_range_start = sums_start };

/* expect: range-start sums_of_halves_ops fails-blockable=violates wrong-errno=violates(-EIO): 1 / 2 * 2 is 0 */
static int sums_of_halves_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned long whole = MEASURED(mn)->length & 0xffff, half = whole / 2;

	return half + half == whole ? 0 : -EIO;
}

const struct mmu_notifier_ops sums_of_halves_ops = { .invalidate_range_start = sums_of_halves_start };

/* expect: range-start rounds_up_ops: what is rounded up to pages is a number of pages */
static int rounds_up_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned long up = (range->end + 4095) & ~4095ul;

	return (up + 8192) & 4095 ? -EIO : 0;
}

const struct mmu_notifier_ops rounds_up_ops = { .invalidate_range_start = rounds_up_start };

/* expect: range-start rounds_by_less_ops fails-blockable=violates wrong-errno=violates(-EIO): 2048 is half a page */
static int rounds_by_less_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned long up = (range->end + 2047) & ~2047ul;

	return (up + 8192) & 4095 ? -EIO : 0;
}

const struct mmu_notifier_ops rounds_by_less_ops = { .invalidate_range_start = rounds_by_less_start };

/* expect: range-start shifts_ops: a bit that is shifted by less than the width is there */
static int shifts_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return 1u << (MEASURED(mn)->order & 31) ? 0 : -EIO;
}

const struct mmu_notifier_ops shifts_ops = { .invalidate_range_start = shifts_start };

/* expect: range-start shifts_out_ops fails-blockable=violates wrong-errno=violates(-EIO): 2 << 31 is 0 */
static int shifts_out_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return 2u << (MEASURED(mn)->order & 31) ? 0 : -EIO;
}

const struct mmu_notifier_ops shifts_out_ops = { .invalidate_range_start = shifts_out_start };

/* expect: range-start multiplies_ops: 15 pages fit */
static int multiplies_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned long bytes;

	return __builtin_mul_overflow((unsigned long)(MEASURED(mn)->order & 15), 4096ul, &bytes) ? -EIO : 0;
}

const struct mmu_notifier_ops multiplies_ops = { .invalidate_range_start = multiplies_start };

/* expect: range-start multiplies_any_ops fails-blockable=violates wrong-errno=violates(-EIO): 1 << 63 twice */
static int multiplies_any_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned long bytes;

	return __builtin_mul_overflow(MEASURED(mn)->length, 2ul, &bytes) ? -EIO : 0;
}

const struct mmu_notifier_ops multiplies_any_ops = { .invalidate_range_start = multiplies_any_start };

/* expect: range-start finds_bits_ops: the first bit of a multiple of 4 is the third or a later one */
static int finds_bits_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int order = MEASURED(mn)->order & ~3u;

	return order && __builtin_ffs((int)order) < 3 ? -EIO : 0;
}

const struct mmu_notifier_ops finds_bits_ops = { .invalidate_range_start = finds_bits_start };

/* expect: range-start finds_no_bit_ops fails-blockable=violates wrong-errno=violates(-EIO): of 0 there is none */
static int finds_no_bit_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return __builtin_ffs((int)(MEASURED(mn)->order & ~3u)) < 3 ? -EIO : 0;
}

const struct mmu_notifier_ops finds_no_bit_ops = { .invalidate_range_start = finds_no_bit_start };

/* ---- loops that count ---- */

/* expect: range-start counts_pairs_ops: 30 rounds, 2 each */
static int counts_pairs_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int i, pairs = 0;

	for (i = 0; i < 30; i++)
		pairs += 2;
	return pairs == 60 ? 0 : -EIO;
}

const struct mmu_notifier_ops counts_pairs_ops = { .invalidate_range_start = counts_pairs_start };

/* expect: range-start meets_odd_ops sleeps-nonblockable=violates: 3 * 17 is met */
static int meets_odd_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int i;

	for (i = 0; i < 99; i += 3)
		if (i == 51)
			might_sleep();
	return 0;
}

const struct mmu_notifier_ops meets_odd_ops = { .invalidate_range_start = meets_odd_start };

/* expect: range-start meets_even_ops: 2 * n is never 51 */
static int meets_even_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int i;

	for (i = 0; i < 98; i += 2)
		if (i == 51)
			might_sleep();
	return 0;
}

const struct mmu_notifier_ops meets_even_ops = { .invalidate_range_start = meets_even_start };

/* expect: range-start walks_all_ops sleeps-nonblockable=violates: the last slot is set, too */
static int walks_all_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int *at, *slots = MEASURED(mn)->slots;

	slots[15] = 0;
	for (at = slots; at < slots + 16; at++)
		*at = 1;
	if (slots[15])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops walks_all_ops = { .invalidate_range_start = walks_all_start };

/* expect: range-start walks_most_ops: the last slot is not */
static int walks_most_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int *at, *slots = MEASURED(mn)->slots;

	slots[15] = 0;
	for (at = slots; at < slots + 15; at++)
		*at = 1;
	if (slots[15])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops walks_most_ops = { .invalidate_range_start = walks_most_start };

/* ---- structs by value, labels ---- */

struct answer {
	bool is_refused;
	int code;
	long extra[3];
};

static struct answer ask(bool blockable, int code)
{
	struct answer answer = { .extra = { 0, code, 0 } };

	if (!blockable) {
		answer.is_refused = true;
		answer.code = code;
	}
	return answer;
}

/* expect: range-start asks_ops: refused with -EAGAIN, and only if it must not block */
static int asks_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct answer answer = ask(mmu_notifier_range_blockable(range), -EAGAIN);

	return answer.is_refused ? answer.code : 0;
}

const struct mmu_notifier_ops asks_ops = { .invalidate_range_start = asks_start };

/* expect: range-start asks_for_extra_ops fails-blockable=violates wrong-errno=violates(-EIO): whatever was asked */
static int asks_for_extra_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct answer answer = ask(mmu_notifier_range_blockable(range), -EIO);

	return (int)answer.extra[1];
}

const struct mmu_notifier_ops asks_for_extra_ops = { .invalidate_range_start = asks_for_extra_start };

/* expect: range-start jumps_ops: the label is that of the answer */
static int jumps_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	void *to = mmu_notifier_range_blockable(range) ? &&done : &&later;

	goto *to;
later:
	return -EAGAIN;
done:
	return 0;
}

const struct mmu_notifier_ops jumps_ops = { .invalidate_range_start = jumps_start };

/* expect: range-start jumps_by_table_ops fails-blockable=violates: the table has its rows in the wrong order */
static int jumps_by_table_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static void *const where[] = { &&done, &&later };

	goto *where[mmu_notifier_range_blockable(range)];
later:
	return -EAGAIN;
done:
	return 0;
}

const struct mmu_notifier_ops jumps_by_table_ops = { .invalidate_range_start = jumps_by_table_start };

/* ---- an event that a callee has several ways to ---- */

static void wait_for(unsigned long why, unsigned long kind)
{
	if (why & 1) {
		if (kind == 3)
			goto sleep;
		return;
	}
	if (kind == 4)
		goto sleep;
	return;
sleep:
	might_sleep();
}

/* expect: range-start waits_by_second_way_ops sleeps-nonblockable=violates: an even number, and 4 */
static int waits_by_second_way_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct measured *measured = MEASURED(mn);

	if (!(measured->length & 1))
		wait_for(measured->length, measured->base);
	return 0;
}

const struct mmu_notifier_ops waits_by_second_way_ops = { .invalidate_range_start = waits_by_second_way_start };

/* expect: range-start waits_by_no_way_ops: an even number, and never 4 */
static int waits_by_no_way_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct measured *measured = MEASURED(mn);

	if (!(measured->length & 1) && measured->base != 4)
		wait_for(measured->length, measured->base);
	return 0;
}

const struct mmu_notifier_ops waits_by_no_way_ops = { .invalidate_range_start = waits_by_no_way_start };

#define SLEEP_AT(n) do { if (to == from + (n)) goto sleep; } while (0)
#define SLEEP_AT_EIGHT(n)							\
	do {									\
		SLEEP_AT((n) + 1); SLEEP_AT((n) + 2); SLEEP_AT((n) + 3);	\
		SLEEP_AT((n) + 4); SLEEP_AT((n) + 5); SLEEP_AT((n) + 6);	\
		SLEEP_AT((n) + 7); SLEEP_AT((n) + 8);				\
	} while (0)

/* More ways to sleep than a block keeps states, or an event ways. */
static void wait_for_distance(unsigned long from, unsigned long to)
{
	SLEEP_AT_EIGHT(0);
	SLEEP_AT_EIGHT(8);
	SLEEP_AT_EIGHT(16);
	SLEEP_AT_EIGHT(24);
	return;
sleep:
	might_sleep();
}

/* expect: range-start waits_by_last_way_ops sleeps-nonblockable=violates: the last of 32 ways */
static int waits_by_last_way_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct measured *measured = MEASURED(mn);

	if (measured->length == measured->base + 32)
		wait_for_distance(measured->base, measured->length);
	return 0;
}

const struct mmu_notifier_ops waits_by_last_way_ops = { .invalidate_range_start = waits_by_last_way_start };

/* expect: range-start waits_by_middle_way_ops sleeps-nonblockable=violates: the ninth */
static int waits_by_middle_way_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct measured *measured = MEASURED(mn);

	if (measured->length == measured->base + 9)
		wait_for_distance(measured->base, measured->length);
	return 0;
}

const struct mmu_notifier_ops waits_by_middle_way_ops = { .invalidate_range_start = waits_by_middle_way_start };

/* ---- variable arguments ---- */

static long last_of(int count, ...)
{
	__builtin_va_list arguments, copy;
	long last = 0;

	__builtin_va_start(arguments, count);
	__builtin_va_copy(copy, arguments);
	while (count--)
		last = __builtin_va_arg(copy, int);
	__builtin_va_end(copy);
	__builtin_va_end(arguments);
	return last;
}

/* expect: range-start passes_several_ops: the third is 0 */
static int passes_several_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (last_of(3, 1, 2, 0))
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops passes_several_ops = { .invalidate_range_start = passes_several_start };

/* expect: range-start passes_another_ops sleeps-nonblockable=violates: the second is 2 */
static int passes_another_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (last_of(2, 0, 2, 0))
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops passes_another_ops = { .invalidate_range_start = passes_another_start };

/* expect: range-start passes_too_few_ops sleeps-nonblockable=undecided: C does not say what the second is */
static int passes_too_few_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (last_of(2, 0))
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops passes_too_few_ops = { .invalidate_range_start = passes_too_few_start };
