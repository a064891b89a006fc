// SPDX-License-Identifier: GPL-2.0-only
/* The last reference is dropped in the callback, and its release function takes a mutex. */
#include <linux/kref.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct owner {
	struct mmu_notifier notifier;
	spinlock_t lock;
	struct mutex objects_lock;
	struct list_head objects;
};

struct owned {
	struct list_head link;
	struct kref refs;
	struct owner *owner;
};

static void release_owned(struct kref *kref)
{
	struct owned *object = container_of(kref, struct owned, refs);

	mutex_lock(&object->owner->objects_lock);
	list_del(&object->link);
	mutex_unlock(&object->owner->objects_lock);
	kfree(object);
}

/*
 * expect: range-start sleeping_release_ops sleeps-nonblockable=violates:
 *	kref_put -> release_owned -> mutex_lock
 */
static int sleeping_release_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct owner *owner = container_of(mn, struct owner, notifier);
	struct owned *object, *next;

	list_for_each_entry_safe(object, next, &owner->objects, link)
		kref_put(&object->refs, release_owned);
	return 0;
}

const struct mmu_notifier_ops sleeping_release_ops = {
	.invalidate_range_start = sleeping_release_start,
};

MODULE_LICENSE("GPL");
