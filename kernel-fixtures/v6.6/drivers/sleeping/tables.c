// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is called is in a table that nobody here knows: every function that is put into that
 * field counts.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct engine;

struct engine_ops {
	void (*stop)(struct engine *engine);
	void (*drain)(struct engine *engine);
	void (*poke)(struct engine *engine);
};

/* The same names in another type: these are not meant. */
struct display_ops {
	void (*poke)(struct engine *engine);
	void (*stop)(struct engine *engine);
};

struct engine {
	struct mmu_notifier notifier;
	const struct engine_ops *ops;
	struct mutex mutex;
	spinlock_t spin;
	unsigned long zapped;
};

static void stop_asleep(struct engine *engine)
{
	mutex_lock(&engine->mutex);
	engine->zapped++;
	mutex_unlock(&engine->mutex);
}

static void stop_spinning(struct engine *engine)
{
	spin_lock(&engine->spin);
	engine->zapped++;
	spin_unlock(&engine->spin);
}

static void poke(struct engine *engine)
{
	WRITE_ONCE(engine->zapped, 0);
}

const struct engine_ops old_engine_ops = {
	.stop = stop_spinning,
	.drain = stop_spinning,
	.poke = poke,
};

const struct engine_ops new_engine_ops = {
	.stop = stop_asleep,
	.drain = stop_spinning,
	.poke = poke,
};

const struct display_ops display_ops = {
	.poke = stop_asleep,
	.stop = stop_asleep,
};

/*
 * expect: range-start table_stop_ops sleeps-nonblockable=violates:
 *	stop is stop_spinning or, in new_engine_ops, stop_asleep: mutex_lock
 */
static int table_stop_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine *owner = container_of(mn, struct engine, notifier);

	owner->ops->stop(owner);
	return 0;
}

const struct mmu_notifier_ops table_stop_ops = {
	.invalidate_range_start = table_stop_start,
};

/* expect: range-start table_drain_ops: drain is stop_spinning in both tables */
static int table_drain_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine *owner = container_of(mn, struct engine, notifier);

	owner->ops->drain(owner);
	return 0;
}

const struct mmu_notifier_ops table_drain_ops = {
	.invalidate_range_start = table_drain_start,
};

/* expect: range-start table_poke_ops: poke is poke in both; display_ops.poke is another type's */
static int table_poke_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine *owner = container_of(mn, struct engine, notifier);

	if (owner->ops->poke)
		owner->ops->poke(owner);
	return 0;
}

const struct mmu_notifier_ops table_poke_ops = {
	.invalidate_range_start = table_poke_start,
};

/* expect: range-start table_known_ops: old_engine_ops is known here: stop_spinning */
static int table_known_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine *owner = container_of(mn, struct engine, notifier);
	const struct engine_ops *ops = &old_engine_ops;

	ops->stop(owner);
	return 0;
}

const struct mmu_notifier_ops table_known_ops = {
	.invalidate_range_start = table_known_start,
};

/* expect: range-start table_stop_if_blockable_ops: tested before the table is asked */
static int table_stop_if_blockable_start(struct mmu_notifier *mn,
					 const struct mmu_notifier_range *range)
{
	struct engine *owner = container_of(mn, struct engine, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->ops->stop(owner);
	return 0;
}

const struct mmu_notifier_ops table_stop_if_blockable_ops = {
	.invalidate_range_start = table_stop_if_blockable_start,
};

MODULE_LICENSE("GPL");
