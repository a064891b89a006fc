// SPDX-License-Identifier: GPL-2.0-only
/* The callback reaches its member through a variable, a member, an array or a result. */
#include <linux/module.h>

#include "compat.h"

/* expect: range-start owner->own sleeps-nonblockable=violates: through a local variable */
static int local_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

void local_init(struct compat_owner *owner)
{
	compat_start_t start = local_locks;

	owner->own.invalidate_range_start = start;
}

/*
 * expect: range-start owner->own sleeps-nonblockable=violates:
 *	through chosen_start, which global_choose sets
 */
static int global_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

static compat_start_t chosen_start;

void global_choose(void)
{
	chosen_start = global_locks;
}

void global_init(struct compat_owner *owner)
{
	owner->own.invalidate_range_start = chosen_start;
}

struct backend {
	const char *name;
	compat_start_t start;
};

/* expect: range-start owner->own sleeps-nonblockable=violates: through backends[0].start */
static int member_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

/* expect: range-start owner->own: through backends[1].start */
static int member_tries(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct compat_owner *owner = container_of(mn, struct compat_owner, notifier);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return -EAGAIN;
	mutex_unlock(&owner->mutex);
	return 0;
}

static const struct backend backends[] = {
	{ .name = "locks", .start = member_locks },
	{ .name = "tries", .start = member_tries },
};

void member_init(struct compat_owner *owner, unsigned int which)
{
	owner->own.invalidate_range_start = backends[which & 1].start;
}

/* expect: range-start owner->own sleeps-nonblockable=violates: pick_start returns it */
static int result_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

static compat_start_t pick_start(bool wanted)
{
	return wanted ? result_locks : NULL;
}

void result_init(struct compat_owner *owner)
{
	owner->own.invalidate_range_start = pick_start(true);
}
