// SPDX-License-Identifier: GPL-2.0-only
/* Whatever goes wrong while an object is unbound becomes the callback's result. */
#include <linux/io.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/wait.h>

#define STATUS_ERROR	BIT(3)

struct bound {
	struct list_head link;
	wait_queue_head_t idle;
	bool active;
	void *status;
};

struct binder {
	struct mmu_notifier notifier;
	struct mutex lock;
	struct list_head bound;
};

static int unbind(struct bound *object)
{
	int ret;

	ret = wait_event_interruptible(object->idle, !READ_ONCE(object->active));
	if (ret)
		return -ERESTARTSYS;
	if (readl(object->status) & STATUS_ERROR)
		return -EIO;
	list_del_init(&object->link);
	return 0;
}

/*
 * expect: range-start errno_of_unbind_ops fails-blockable=violates
 *	wrong-errno=violates(-ERESTARTSYS,-EIO):
 *	-ERESTARTSYS or -EIO from unbind() while blockable; the mutex is dropped
 */
static int errno_of_unbind_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct binder *binder = container_of(mn, struct binder, notifier);
	struct bound *object, *next;
	int ret = 0;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;

	mutex_lock(&binder->lock);
	list_for_each_entry_safe(object, next, &binder->bound, link) {
		ret = unbind(object);
		if (ret)
			break;
	}
	mutex_unlock(&binder->lock);
	return ret;
}

const struct mmu_notifier_ops errno_of_unbind_ops = {
	.invalidate_range_start = errno_of_unbind_start,
};

MODULE_LICENSE("GPL");
