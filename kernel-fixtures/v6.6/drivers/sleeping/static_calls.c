// SPDX-License-Identifier: GPL-2.0-only
/* Static calls: what another file defines them with, and what it puts into them later. */
#include <linux/kernel.h>
#include <linux/module.h>

#include "static_calls.h"

#define TANK(mn) container_of(mn, struct tank, notifier)

/*
 * Defined with a function that sleeps, and never updated.
 * expect: range-start once_asleep_ops sleeps-nonblockable=violates(plain_asleep): mutex_lock() below
 */
static int once_asleep_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static_call(tank_once_asleep)(TANK(mn));
	return 0;
}

const struct mmu_notifier_ops once_asleep_ops = {
	.invalidate_range_start = once_asleep_start,
};

/*
 * Likewise with one that spins.
 * expect: range-start once_awake_ops: nothing sleeps
 */
static int once_awake_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static_call(tank_once_awake)(TANK(mn));
	return 0;
}

const struct mmu_notifier_ops once_awake_ops = {
	.invalidate_range_start = once_awake_start,
};

/*
 * Defined with null, and updated from a table with a function that sleeps.
 * expect: range-start drain_ops sleeps-nonblockable=violates(plain_asleep): small_tank.drain
 */
static int drain_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static_call_cond(tank_drain)(TANK(mn));
	return 0;
}

const struct mmu_notifier_ops drain_ops = {
	.invalidate_range_start = drain_start,
};

/*
 * Likewise with functions that spin, in all tables.
 * expect: range-start skim_ops: nothing sleeps
 */
static int skim_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static_call_cond(tank_skim)(TANK(mn));
	return 0;
}

const struct mmu_notifier_ops skim_ops = {
	.invalidate_range_start = skim_start,
};

/*
 * An architecture without trampolines calls through the key.
 * expect: range-start keyed_ops sleeps-nonblockable=violates(plain_asleep): as for drain_ops
 */
static int keyed_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static_call_by_key(tank_drain)(TANK(mn));
	return 0;
}

const struct mmu_notifier_ops keyed_ops = {
	.invalidate_range_start = keyed_start,
};

/*
 * Likewise.
 * expect: range-start keyed_awake_ops: as for skim_ops
 */
static int keyed_awake_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static_call_by_key(tank_skim)(TANK(mn));
	return 0;
}

const struct mmu_notifier_ops keyed_awake_ops = {
	.invalidate_range_start = keyed_awake_start,
};

/*
 * Null is all that is ever put there: static_call_cond() does nothing, and goes on.
 * expect: range-start nothing_ops sleeps-nonblockable=violates(mutex_lock): after the call
 */
static int nothing_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct tank *tank = TANK(mn);

	static_call_cond(tank_nothing)(tank);
	mutex_lock(&tank->mutex);
	mutex_unlock(&tank->mutex);
	return 0;
}

const struct mmu_notifier_ops nothing_ops = {
	.invalidate_range_start = nothing_start,
};

/*
 * Likewise.
 * expect: range-start nothing_awake_ops: nothing is called
 */
static int nothing_awake_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static_call_cond(tank_nothing)(TANK(mn));
	return 0;
}

const struct mmu_notifier_ops nothing_awake_ops = {
	.invalidate_range_start = nothing_awake_start,
};

/*
 * What is put there is a parameter of a function that nobody calls here.
 * expect: range-start given_ops sleeps-nonblockable=undecided may-reclaim=undecided: tank_give()'s callers are not known
 */
static int given_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static_call_cond(tank_given)(TANK(mn));
	return 0;
}

const struct mmu_notifier_ops given_ops = {
	.invalidate_range_start = given_start,
};
