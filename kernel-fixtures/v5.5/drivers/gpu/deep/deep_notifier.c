// SPDX-License-Identifier: GPL-2.0-only
/* Three callbacks; what they may return is decided in the other files. */
#include <linux/module.h>

#include "deep.h"

/*
 * Hands on an error from deep_engine.c, by way of deep_object.c.
 * expect: range-start deep_ops fails-blockable=violates
 *	wrong-errno=violates(-EIO,-ETIMEDOUT,!-EBUSY):
 *	-EIO or -ETIMEDOUT: deep_object.c deep_object_evict -> idle_engine -> deep_engine.c
 *	deep_engine_wait_idle (-EBUSY is retried and never comes out); msleep is after the test
 */
static int deep_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct deep_device *device = container_of(mn, struct deep_device, notifier);
	struct deep_object *object, *next;
	int ret = 0;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;

	mutex_lock(&device->lock);
	list_for_each_entry_safe(object, next, &device->objects, link) {
		if (object->start >= range->end || object->end <= range->start)
			continue;
		ret = deep_object_evict(device, object);
		if (ret)
			break;
	}
	mutex_unlock(&device->lock);
	return ret;
}

const struct mmu_notifier_ops deep_ops = {
	.invalidate_range_start = deep_start,
};

/*
 * By way of a function pointer in a table that is known: deep_copy.c has its functions.
 * expect: range-start deep_reset_ops fails-blockable=violates wrong-errno=violates(-ENXIO):
 *	-ENXIO of deep_copy.c copy_stop, through engine.funcs
 */
static int deep_reset_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct deep_device *device = container_of(mn, struct deep_device, resetter);
	struct deep_engine engine = {
		.funcs = &deep_copy_funcs,
		.regs = device->engine.regs,
	};
	int ret;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	ret = engine.funcs->stop(&engine);
	if (ret)
		return ret;
	return engine.funcs->reset(&engine);
}

const struct mmu_notifier_ops deep_reset_ops = {
	.invalidate_range_start = deep_reset_start,
};

/*
 * Harmless: what the other file returns is only counted.
 * expect: interval deep_interval_ops:
 *	deep_object_count() is between 0 and 1000 (its poll_once is deep_object.c's), so true while
 *	blockable
 */
static bool deep_invalidate(struct mmu_interval_notifier *mni,
			    const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct deep_device *device = container_of(mni, struct deep_device, interval);
	int count;

	if (!mmu_notifier_range_blockable(range))
		return false;
	mutex_lock(&device->lock);
	count = deep_object_count(device);
	mutex_unlock(&device->lock);
	return count >= 0;
}

const struct mmu_interval_notifier_ops deep_interval_ops = {
	.invalidate = deep_invalidate,
};

int deep_register(struct deep_device *device, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&device->interval, mm, 0, PAGE_SIZE, &deep_interval_ops);
}

MODULE_LICENSE("GPL");
