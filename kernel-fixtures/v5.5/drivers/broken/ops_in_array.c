// SPDX-License-Identifier: GPL-2.0-only
/* The ops stand in arrays of larger structs. Only the first engine is wrong, and only one table. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct engine {
	const char *name;
	unsigned int id;
	struct mmu_notifier_ops ops;
};

struct engine_mirror {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	unsigned long busy;
};

/*
 * expect: range-start engines[0].ops fails-blockable=violates wrong-errno=violates(-EINTR)
 *	sleeps-nonblockable=violates:
 *	mutex_lock_interruptible without a test: sleeps, and hands on -EINTR
 */
static int copy_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine_mirror *mirror = container_of(mn, struct engine_mirror, notifier);
	int ret;

	ret = mutex_lock_interruptible(&mirror->lock);
	if (ret)
		return ret;
	mirror->busy = 0;
	mutex_unlock(&mirror->lock);
	return 0;
}

/* expect: range-start engines[1].ops: returns 0 only, so the end beside it is legal */
static int render_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine_mirror *mirror = container_of(mn, struct engine_mirror, notifier);

	WRITE_ONCE(mirror->busy, 1);
	return 0;
}

/* expect: range-end engines[1].ops: one store */
static void render_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine_mirror *mirror = container_of(mn, struct engine_mirror, notifier);

	WRITE_ONCE(mirror->busy, 0);
}

const struct engine engines[] = {
	{
		.name = "copy",
		.id = 1,
		.ops = { .invalidate_range_start = copy_start },
	}, {
		.name = "render",
		.id = 2,
		.ops = {
			.invalidate_range_start = render_start,
			.invalidate_range_end = render_end,
		},
	},
};

/* expect: interval engine_interval_ops[0]: returns true only */
static bool read_only_invalidate(struct mmu_interval_notifier *mni,
				 const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	return true;
}

/*
 * expect: interval engine_interval_ops[1] fails-blockable=violates:
 *	false while busy, whatever the context
 */
static bool writable_invalidate(struct mmu_interval_notifier *mni,
				const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct engine_mirror *mirror = container_of(mni, struct engine_mirror, interval);

	return !READ_ONCE(mirror->busy);
}

const struct mmu_interval_notifier_ops engine_interval_ops[2] = {
	[0] = { .invalidate = read_only_invalidate },
	[1] = { .invalidate = writable_invalidate },
};

int engine_register(struct engine_mirror *mirror, struct mm_struct *mm, bool writable)
{
	return mmu_interval_notifier_insert(&mirror->interval, mm, 0, PAGE_SIZE, &engine_interval_ops[writable]);
}

MODULE_LICENSE("GPL");
