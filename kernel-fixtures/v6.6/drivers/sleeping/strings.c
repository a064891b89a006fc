// SPDX-License-Identifier: GPL-2.0-only
/* What functions of strings, of memory and of bits return follows from what is there. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

size_t strlen(const char *text);
size_t strnlen(const char *text, size_t most);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t most);
int memcmp(const void *a, const void *b, size_t bytes);
void *memcpy(void *to, const void *from, size_t bytes);
unsigned long _find_first_bit(const unsigned long *bits, unsigned long size);
unsigned long _find_next_bit(const unsigned long *bits, unsigned long size, unsigned long first);

struct string_owner {
	struct mmu_notifier notifier;
	char name[16], label[16];
	unsigned long bits[4];
};

#define DECLARE_OPS(name)						\
	const struct mmu_notifier_ops name##_ops = {			\
		.invalidate_range_start = name##_start,			\
	}

/* expect: range-start literal_length_ops: a literal has so many characters */
static int literal_length_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (strlen("abc") != 3 || strnlen("abc", 2) != 2)
		might_sleep();
	return 0;
}

DECLARE_OPS(literal_length);

/* expect: range-start literal_length_is_ops sleeps-nonblockable=violates: likewise */
static int literal_length_is_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (strlen("abc") == 3)
		might_sleep();
	return 0;
}

DECLARE_OPS(literal_length_is);

/* expect: range-start empty_name_ops: its first character ends it */
static int empty_name_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	owner->name[0] = 0;
	if (strlen(owner->name))
		might_sleep();
	return 0;
}

DECLARE_OPS(empty_name);

/* expect: range-start name_cut_short_ops sleeps-nonblockable=violates: before it may have been longer */
static int name_cut_short_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);
	size_t before = strlen(owner->name);

	owner->name[0] = 0;
	if (strlen(owner->name) != before)
		might_sleep();
	return 0;
}

DECLARE_OPS(name_cut_short);

/* expect: range-start measured_twice_ops sleeps-nonblockable=undecided: a name that is longer than what is looked at is as long as before */
static int measured_twice_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (strlen(owner->name) != strlen(owner->name))
		might_sleep();
	return 0;
}

DECLARE_OPS(measured_twice);

/* expect: range-start two_lengths_ops sleeps-nonblockable=violates: two names */
static int two_lengths_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (strlen(owner->name) != strlen(owner->label))
		might_sleep();
	return 0;
}

DECLARE_OPS(two_lengths);

/* expect: range-start same_memory_ops: it is itself */
static int same_memory_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (memcmp(owner->name, owner->name, 16) || strcmp(owner->name, owner->name) ||
	    strncmp(owner->name, owner->name, 5))
		might_sleep();
	return 0;
}

DECLARE_OPS(same_memory);

/* expect: range-start other_memory_ops sleeps-nonblockable=violates: two names */
static int other_memory_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (memcmp(owner->name, owner->label, 16))
		might_sleep();
	return 0;
}

DECLARE_OPS(other_memory);

/* expect: range-start equal_memory_ops sleeps-nonblockable=violates: and they may be equal */
static int equal_memory_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (!memcmp(owner->name, owner->label, 16))
		might_sleep();
	return 0;
}

DECLARE_OPS(equal_memory);

/* expect: range-start copied_memory_ops: 8 bytes are copies */
static int copied_memory_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	memcpy(owner->label, owner->name, 8);
	if (memcmp(owner->name, owner->label, 8))
		might_sleep();
	return 0;
}

DECLARE_OPS(copied_memory);

/* expect: range-start memory_behind_the_copy_ops sleeps-nonblockable=violates: the ninth is none */
static int memory_behind_the_copy_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	memcpy(owner->label, owner->name, 8);
	if (memcmp(owner->name, owner->label, 9))
		might_sleep();
	return 0;
}

DECLARE_OPS(memory_behind_the_copy);

/* expect: range-start no_memory_ops: nothing is compared */
static int no_memory_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (memcmp(owner->name, owner->label, 0))
		might_sleep();
	return 0;
}

DECLARE_OPS(no_memory);

/* expect: range-start found_twice_ops: the same bits, whose first is in them */
static int found_twice_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (_find_first_bit(owner->bits, 256) > 256 ||
	    _find_first_bit(owner->bits, 256) != _find_first_bit(owner->bits, 256))
		might_sleep();
	return 0;
}

DECLARE_OPS(found_twice);

/* expect: range-start found_none_ops sleeps-nonblockable=violates: they may all be zero */
static int found_none_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (_find_first_bit(owner->bits, 256) == 256)
		might_sleep();
	return 0;
}

DECLARE_OPS(found_none);

/* expect: range-start found_after_ops: it is looked for from 7 on */
static int found_after_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (_find_next_bit(owner->bits, 256, 7) < 7)
		might_sleep();
	return 0;
}

DECLARE_OPS(found_after);

/* expect: range-start found_there_ops sleeps-nonblockable=violates: and may be the seventh */
static int found_there_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	if (_find_next_bit(owner->bits, 256, 7) == 7)
		might_sleep();
	return 0;
}

DECLARE_OPS(found_there);

/* expect: range-start bit_set_before_ops: bit 3 is set */
static int bit_set_before_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct string_owner *owner = container_of(mn, struct string_owner, notifier);

	owner->bits[0] = 8;
	if (_find_first_bit(owner->bits, 256) != 3)
		might_sleep();
	return 0;
}

DECLARE_OPS(bit_set_before);
