// SPDX-License-Identifier: GPL-2.0-only
/* Told by an argument, and right: lock or try, the argument handed down, and under another name. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

struct told {
	struct mmu_notifier plain, handed, renamed;
	struct mutex lock;
	struct rw_semaphore sem;
	struct list_head maps;
	unsigned long zapped;
};

struct told_map {
	struct list_head link;
	unsigned long start, end;
};

/* expect: range-start argument_ops: mutex_lock if blockable, else mutex_trylock or -EAGAIN */
static int argument_start(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			  unsigned long end, bool blockable)
{
	struct told *told = container_of(mn, struct told, plain);

	if (blockable)
		mutex_lock(&told->lock);
	else if (!mutex_trylock(&told->lock))
		return -EAGAIN;
	told->zapped++;
	mutex_unlock(&told->lock);
	return 0;
}

const struct mmu_notifier_ops argument_ops = {
	.invalidate_range_start = argument_start,
};

static bool overlaps(const struct told_map *map, unsigned long start, unsigned long end)
{
	return map->start < end && start < map->end;
}

static int zap_if_overlapping(struct told_map *map, unsigned long start, unsigned long end,
			      bool blockable)
{
	if (!overlaps(map, start, end))
		return 0;
	if (!blockable)
		return -EAGAIN;
	might_sleep();
	map->end = map->start;
	return 0;
}

/*
 * expect: range-start argument_handed_down_ops:
 *	zap_if_overlapping() gives -EAGAIN only if !blockable, and might_sleep() only after that
 */
static int argument_handed_down_start(struct mmu_notifier *mn, struct mm_struct *mm,
				      unsigned long start, unsigned long end, bool blockable)
{
	struct told *told = container_of(mn, struct told, handed);
	struct told_map *map;
	int ret = 0;

	if (blockable)
		mutex_lock(&told->lock);
	else if (!mutex_trylock(&told->lock))
		return -EAGAIN;

	list_for_each_entry(map, &told->maps, link) {
		ret = zap_if_overlapping(map, start, end, blockable);
		if (ret)
			goto out_unlock;
	}
out_unlock:
	mutex_unlock(&told->lock);
	return ret;
}

const struct mmu_notifier_ops argument_handed_down_ops = {
	.invalidate_range_start = argument_handed_down_start,
};

/*
 * What the parameter is called does not matter, only which one it is.
 * expect: range-start argument_renamed_ops:
 *	the fifth parameter is called may_wait here; the local `blockable` is a constant false, so
 *	-EBUSY cannot happen
 */
static int argument_renamed_start(struct mmu_notifier *mn, struct mm_struct *mm,
				  unsigned long start, unsigned long end, bool may_wait)
{
	struct told *told = container_of(mn, struct told, renamed);
	bool blockable = false;

	if (!may_wait)
		return blockable ? -EBUSY : -EAGAIN;
	down_write(&told->sem);
	told->zapped++;
	up_write(&told->sem);
	return 0;
}

const struct mmu_notifier_ops argument_renamed_ops = {
	.invalidate_range_start = argument_renamed_start,
};

MODULE_LICENSE("GPL");
