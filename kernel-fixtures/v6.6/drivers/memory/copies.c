// SPDX-License-Identifier: GPL-2.0-only
/*
 * Structures that are copied on several ways, which meet again: what such a copy holds is one of them, and after the next
 * loop, or the next call, one of others.
 */
#include <linux/errno.h>
#include <linux/mmu_notifier.h>
#include <linux/sched.h>

struct sample {
	int values[64];
	int *places[4];
};

struct recorder {
	struct mmu_notifier notifier;
	struct sample kept, samples[100];
	int count, later;
	__int128 wide, other;
};

static struct recorder *to_recorder(struct mmu_notifier *notifier)
{
	return container_of(notifier, struct recorder, notifier);
}

/* expect: range-start copied_again_ops sleeps-nonblockable=violates|undecided: the second loop may have copied another */
static int copied_again_start(struct mmu_notifier *notifier, const struct mmu_notifier_range *range)
{
	struct recorder *recorder = to_recorder(notifier);
	struct sample sample;
	int before, i;

	if (recorder->count < 1000 || recorder->count > 100000)
		return 0;
	for (i = 0; i < recorder->count; i++)
		sample = recorder->samples[i % 100];
	before = sample.values[5];
	for (i = 0; i < recorder->later; i++)
		if (i >= 1000)
			sample = recorder->samples[i % 100];
	if (before != sample.values[5])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops copied_again_ops = {
	.invalidate_range_start = copied_again_start,
};

static void copy_last(struct sample *sample, const struct recorder *recorder, int count)
{
	int i;

	for (i = 0; i < count; i++)
		*sample = recorder->samples[i % 100];
}

/* expect: range-start called_again_ops sleeps-nonblockable=violates|undecided: each call may have copied another */
static int called_again_start(struct mmu_notifier *notifier, const struct mmu_notifier_range *range)
{
	struct recorder *recorder = to_recorder(notifier);
	struct sample sample;
	int before;

	if (recorder->count < 1000 || recorder->later < 1000)
		return 0;
	copy_last(&sample, recorder, recorder->count);
	before = sample.values[5];
	copy_last(&sample, recorder, recorder->later);
	if (before != sample.values[5])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops called_again_ops = {
	.invalidate_range_start = called_again_start,
};

/* expect: range-start copied_places_ops sleeps-nonblockable=violates|undecided: what is copied may lead to the flag */
static int copied_places_start(struct mmu_notifier *notifier, const struct mmu_notifier_range *range)
{
	struct recorder *recorder = to_recorder(notifier);
	int flag = 0, i;
	struct sample own = { .places = { &flag, &flag, &flag, &flag } };
	struct sample sample = { };

	for (i = 0; i < recorder->count; i++) {
		if (i < 1000)
			sample = recorder->kept;
		else
			sample = own;
	}
	if (recorder->count > 0)
		*sample.places[2] = 1;
	if (flag)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops copied_places_ops = {
	.invalidate_range_start = copied_places_start,
};

/* expect: range-start copied_once_ops: nothing was copied in between */
static int copied_once_start(struct mmu_notifier *notifier, const struct mmu_notifier_range *range)
{
	struct recorder *recorder = to_recorder(notifier);
	struct sample sample = recorder->kept;
	int before, i;

	for (i = 0; i < recorder->count; i++)
		sample = recorder->samples[i % 100];
	before = sample.values[5];
	if (before != sample.values[5])
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops copied_once_ops = {
	.invalidate_range_start = copied_once_start,
};

/* expect: range-start copied_wide_ops sleeps-nonblockable=violates|undecided: two numbers of 128 bits */
static int copied_wide_start(struct mmu_notifier *notifier, const struct mmu_notifier_range *range)
{
	struct recorder *recorder = to_recorder(notifier);
	__int128 wide = recorder->wide;
	long before = *(long *)&wide;

	wide = recorder->other;
	if (before != *(long *)&wide)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops copied_wide_ops = {
	.invalidate_range_start = copied_wide_start,
};
