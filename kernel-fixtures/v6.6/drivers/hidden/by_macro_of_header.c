// SPDX-License-Identifier: GPL-2.0-only
/* Nothing here names a struct or a member of the kernel's. */
#include <linux/module.h>

#include "compat.h"

/*
 * expect: range-start by_set_owner sleeps-nonblockable=violates:
 *	COMPAT_SET of compat.h stores it: mutex_lock without a test
 */
static int by_set(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

static struct compat_owner by_set_owner;

void by_set_init(void)
{
	COMPAT_SET(&by_set_owner.own, by_set);
}

/*
 * expect: range-start by_table_ops sleeps-nonblockable=violates:
 *	COMPAT_TABLE and COMPAT_CALLBACK of compat.h make its table: mutex_lock without a test
 */
static int by_table(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

COMPAT_TABLE(by_table_ops, { COMPAT_CALLBACK(start, by_table) });
