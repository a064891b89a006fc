// SPDX-License-Identifier: GPL-2.0-only
/* Pointers that are computed, and numbers that are made of bytes. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

void *memset(void *to, int byte, size_t n);

struct computed_part {
	int state;
	int error;
};

struct computed_box {
	struct mmu_notifier notifier;
	struct computed_part one, two;
	unsigned char marks[3];
	unsigned long cookie;
};

struct computed_packet {
	u8 kind;
	u32 length;
	u16 sum;
} __attribute__((packed));

/*
 * expect: range-start computed_xored_bad_ops sleeps-nonblockable=violates:
 *	the same number twice cancels: it is one
 */
static int computed_xored_bad_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_box *box = container_of(mn, struct computed_box, notifier);
	unsigned long both = (unsigned long)&box->one ^ (unsigned long)&box->two;
	struct computed_part *part = (struct computed_part *)(both ^ (unsigned long)&box->two);

	box->one.state = 0;
	box->two.state = 0;
	part->state = 1;
	if (box->one.state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops computed_xored_bad_ops = {
	.invalidate_range_start = computed_xored_bad_start,
};


/* expect: range-start computed_xored_ops: it is one, and two stays 0 */
static int computed_xored_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_box *box = container_of(mn, struct computed_box, notifier);
	unsigned long both = (unsigned long)&box->one ^ (unsigned long)&box->two;
	struct computed_part *part = (struct computed_part *)(both ^ (unsigned long)&box->two);

	box->one.state = 0;
	box->two.state = 0;
	part->state = 1;
	if (box->two.state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops computed_xored_ops = {
	.invalidate_range_start = computed_xored_start,
};


/*
 * expect: range-start computed_halves_bad_ops fails-blockable=violates wrong-errno=violates:
 *	upper and lower half are put together again
 */
static int computed_halves_bad_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_box *box = container_of(mn, struct computed_box, notifier);
	u64 address = (unsigned long)&box->one;
	u32 low = (u32)address, high = address >> 32;

	box->one.error = 0;
	((struct computed_part *)(unsigned long)((u64)high << 32 | low))->error = -EIO;
	return box->one.error;
}

const struct mmu_notifier_ops computed_halves_bad_ops = {
	.invalidate_range_start = computed_halves_bad_start,
};


/* expect: range-start computed_halves_ops: likewise, of two */
static int computed_halves_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_box *box = container_of(mn, struct computed_box, notifier);
	u64 address = (unsigned long)&box->two;
	u32 low = (u32)address, high = address >> 32;

	box->one.error = 0;
	((struct computed_part *)(unsigned long)((u64)high << 32 | low))->error = -EIO;
	return box->one.error;
}

const struct mmu_notifier_ops computed_halves_ops = {
	.invalidate_range_start = computed_halves_start,
};


/* The product is the address of one, since 3 * 0xaaaa...ab is 1: nobody else chose it. */
/*
 * expect: range-start computed_multiplied_ops sleeps-nonblockable=undecided:
 *	what is computed of an address is not followed
 */
static int computed_multiplied_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_box *box = container_of(mn, struct computed_box, notifier);
	unsigned long three = (unsigned long)&box->one * 3;
	struct computed_part *part = (struct computed_part *)(three * 0xaaaaaaaaaaaaaaabUL);

	box->two.state = 0;
	part->state = 1;
	if (box->two.state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops computed_multiplied_ops = {
	.invalidate_range_start = computed_multiplied_start,
};


/* expect: range-start computed_aligned_ops: a structure of pointers is aligned */
static int computed_aligned_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_box *box = container_of(mn, struct computed_box, notifier);

	if ((unsigned long)&box->cookie & (sizeof(long) - 1))
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops computed_aligned_ops = {
	.invalidate_range_start = computed_aligned_start,
};


/*
 * expect: range-start computed_aligned_bad_ops sleeps-nonblockable=violates:
 *	marks begins at a multiple of eight, and its second byte after one
 */
static int computed_aligned_bad_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_box *box = container_of(mn, struct computed_box, notifier);

	if ((unsigned long)&box->marks[1] & 1)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops computed_aligned_bad_ops = {
	.invalidate_range_start = computed_aligned_bad_start,
};


/*
 * expect: range-start computed_filled_bad_ops sleeps-nonblockable=violates:
 *	the two upper bytes of length, which is not aligned
 */
static int computed_filled_bad_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_packet packet = { 1, 0, 0 };

	memset((u8 *)&packet + 3, 1, 2);
	if (packet.length == 0x01010000)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops computed_filled_bad_ops = {
	.invalidate_range_start = computed_filled_bad_start,
};


/* expect: range-start computed_filled_ops: neither of its neighbours */
static int computed_filled_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_packet packet = { 1, 0, 0 };

	memset((u8 *)&packet + 3, 1, 2);
	if (packet.length != 0x01010000 || packet.sum || packet.kind != 1)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops computed_filled_ops = {
	.invalidate_range_start = computed_filled_start,
};


/* The size of what a pointer leads to, by its type. */
#define computed_size(_pointer) _Generic((_pointer), u8 *: 1, u16 *: 2, u32 *: 4, bool *: 16, default: 8)

/*
 * expect: range-start computed_chosen_bad_ops fails-blockable=violates wrong-errno=violates:
 *	the arm of u16 *
 */
static int computed_chosen_bad_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	u16 sum = 0;

	return computed_size(&sum) == 2 ? -EIO : 0;
}

const struct mmu_notifier_ops computed_chosen_bad_ops = {
	.invalidate_range_start = computed_chosen_bad_start,
};


/* expect: range-start computed_chosen_ops: the arms of u16 * and of bool * */
static int computed_chosen_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	u16 sum = 0;
	bool seen = false;

	return computed_size(&sum) == 2 && computed_size(&seen) == 16 ? 0 : -EIO;
}

const struct mmu_notifier_ops computed_chosen_ops = {
	.invalidate_range_start = computed_chosen_start,
};

#define computed_hide(_value) __asm__("" : "=r" (_value) : "0" (_value))

/* expect: range-start computed_hidden_bad_ops fails-blockable=violates: the compiler alone does not see -EAGAIN */
static int computed_hidden_bad_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int error = -EAGAIN;

	computed_hide(error);
	return error;
}

const struct mmu_notifier_ops computed_hidden_bad_ops = {
	.invalidate_range_start = computed_hidden_bad_start,
};

/* expect: range-start computed_hidden_ops: likewise 0 */
static int computed_hidden_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int error = mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;

	computed_hide(error);
	return error;
}

const struct mmu_notifier_ops computed_hidden_ops = {
	.invalidate_range_start = computed_hidden_start,
};

/*
 * The lowest bit of a word has a number below 64, which the instruction knows, and nobody chooses.
 * expect: range-start computed_scanned_ops fails-blockable=undecided wrong-errno=undecided: assembly is not understood
 */
static int computed_scanned_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct computed_box *box = container_of(mn, struct computed_box, notifier);
	unsigned long bit;

	__asm__("rep; bsf %1,%0" : "=r" (bit) : "r" (box->cookie | 1));
	return bit > 63 ? -EIO : 0;
}

const struct mmu_notifier_ops computed_scanned_ops = {
	.invalidate_range_start = computed_scanned_start,
};
