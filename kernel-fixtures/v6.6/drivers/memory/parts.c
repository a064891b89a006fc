// SPDX-License-Identifier: GPL-2.0-only
/* Inputs that are read as a whole and in parts. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct part_box {
	struct mmu_notifier notifier;
	union {
		u32 whole;
		struct {
			u8 a, b, c, d;
		} bytes;
		struct {
			u16 low, high;
		} halves;
		struct {
			unsigned int x : 4, y : 12, z : 16;
		} bits;
	} part;
	u64 big;
	struct part_box *next;
};

/* expect: range-start part_byte_ops sleeps-nonblockable=holds: no byte of 0 is set */
static int part_byte_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);

	if (!box->part.whole && box->part.bytes.c)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_byte_ops = {
	.invalidate_range_start = part_byte_start,
};

/* expect: range-start part_byte_first_ops sleeps-nonblockable=holds: the same, asked in the other order */
static int part_byte_first_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);

	if (box->part.bytes.c && !box->part.whole)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_byte_first_ops = {
	.invalidate_range_start = part_byte_first_start,
};

/* expect: range-start part_some_byte_ops sleeps-nonblockable=violates: some byte is set, and may be this one */
static int part_some_byte_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);

	if (box->part.whole && box->part.bytes.c)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_some_byte_ops = {
	.invalidate_range_start = part_some_byte_start,
};

/* expect: range-start part_bits_ops sleeps-nonblockable=holds: the bit-field has the low bits of the half */
static int part_bits_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);

	if (box->part.bits.x == 3 && (box->part.halves.low & 15) != 3)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_bits_ops = {
	.invalidate_range_start = part_bits_start,
};

/* expect: range-start part_more_bits_ops sleeps-nonblockable=violates: the fifth bit is not in the bit-field */
static int part_more_bits_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);

	if (box->part.bits.x == 3 && (box->part.halves.low & 31) == 19)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_more_bits_ops = {
	.invalidate_range_start = part_more_bits_start,
};

/* expect: range-start part_halves_ops sleeps-nonblockable=holds: the halves make the whole */
static int part_halves_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);
	u32 *halves = (u32 *)&box->big;

	if (((u64)halves[1] << 32 | halves[0]) != box->big)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_halves_ops = {
	.invalidate_range_start = part_halves_start,
};

/* expect: range-start part_flags_ops fails-blockable=holds: the first byte has the bit */
static int part_flags_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	const u8 *bytes = (const u8 *)&range->flags;

	return bytes[0] & 1 ? 0 : -EAGAIN;
}

const struct mmu_notifier_ops part_flags_ops = {
	.invalidate_range_start = part_flags_start,
};

/* expect: range-start part_wrong_flags_ops fails-blockable=violates: the second byte has not */
static int part_wrong_flags_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	const u8 *bytes = (const u8 *)&range->flags;

	return bytes[1] & 1 ? 0 : -EAGAIN;
}

const struct mmu_notifier_ops part_wrong_flags_ops = {
	.invalidate_range_start = part_wrong_flags_start,
};

/* expect: range-start part_pointer_ops sleeps-nonblockable=holds: a byte of a null pointer is 0 */
static int part_pointer_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);

	if (*(u8 *)&box->next && !box->next)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_pointer_ops = {
	.invalidate_range_start = part_pointer_start,
};

/* expect: range-start part_pointer_inside_ops sleeps-nonblockable=holds: likewise one of the bytes inside */
static int part_pointer_inside_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);
	const u8 *bytes = (const u8 *)&box->next;

	if (bytes[3] && !box->next)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_pointer_inside_ops = {
	.invalidate_range_start = part_pointer_inside_start,
};

/* expect: range-start part_pointer_rest_ops sleeps-nonblockable=violates: other bytes may be set */
static int part_pointer_rest_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);

	if (!*(u8 *)&box->next && box->next)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_pointer_rest_ops = {
	.invalidate_range_start = part_pointer_rest_start,
};

static bool part_low_byte(const struct part_box *box)
{
	return *(const u8 *)&box->next;
}

/* expect: range-start part_pointer_below_ops sleeps-nonblockable=holds: the function read a byte of the same pointer */
static int part_pointer_below_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct part_box *box = container_of(mn, struct part_box, notifier);

	if (part_low_byte(box) && !box->next)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops part_pointer_below_ops = {
	.invalidate_range_start = part_pointer_below_start,
};
