// SPDX-License-Identifier: GPL-2.0-only
/* Mirrors of the whole address space: three right ones, three wrong ones. */
#include <linux/hmm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct mirror {
	struct hmm_mirror first, handed, spinning, inverted, unasked, odd;
	struct mutex lock;
	unsigned long zapped;
};

/* expect: hmm-sync hmm_lock_or_try_ops: mutex_lock if blockable, else mutex_trylock or -EAGAIN */
static int hmm_lock_or_try(struct hmm_mirror *hmm, const struct mmu_notifier_range *update)
{
	struct mirror *mirror = container_of(hmm, struct mirror, first);

	if (mmu_notifier_range_blockable(update))
		mutex_lock(&mirror->lock);
	else if (!mutex_trylock(&mirror->lock))
		return -EAGAIN;
	mirror->zapped += update->end - update->start;
	mutex_unlock(&mirror->lock);
	return 0;
}

const struct hmm_mirror_ops hmm_lock_or_try_ops = {
	.sync_cpu_device_pagetables = hmm_lock_or_try,
};

static int zap(struct mirror *mirror, unsigned long start, unsigned long end, bool atomic)
{
	if (atomic && end - start > PAGE_SIZE)
		return -EAGAIN;
	if (!atomic)
		might_sleep();
	mirror->zapped++;
	return 0;
}

/*
 * expect: hmm-sync hmm_handed_down_ops:
 *	zap() is told by `atomic`: -EAGAIN only then, might_sleep() only otherwise
 */
static int hmm_handed_down(struct hmm_mirror *hmm, const struct mmu_notifier_range *update)
{
	struct mirror *mirror = container_of(hmm, struct mirror, handed);

	return zap(mirror, update->start, update->end, !mmu_notifier_range_blockable(update));
}

const struct hmm_mirror_ops hmm_handed_down_ops = {
	.sync_cpu_device_pagetables = hmm_handed_down,
};

/* expect: hmm-sync hmm_never_fails_ops: returns 0 only, and writes one word */
static int hmm_never_fails(struct hmm_mirror *hmm, const struct mmu_notifier_range *update)
{
	struct mirror *mirror = container_of(hmm, struct mirror, spinning);

	WRITE_ONCE(mirror->zapped, 0);
	return 0;
}

const struct hmm_mirror_ops hmm_never_fails_ops = {
	.sync_cpu_device_pagetables = hmm_never_fails,
};

/*
 * expect: hmm-sync hmm_inverted_ops fails-blockable=violates sleeps-nonblockable=violates:
 *	blockable: always -EAGAIN; not blockable: mutex_lock
 */
static int hmm_inverted(struct hmm_mirror *hmm, const struct mmu_notifier_range *update)
{
	struct mirror *mirror = container_of(hmm, struct mirror, inverted);

	if (mmu_notifier_range_blockable(update))
		return -EAGAIN;
	mutex_lock(&mirror->lock);
	mirror->zapped++;
	mutex_unlock(&mirror->lock);
	return 0;
}

const struct hmm_mirror_ops hmm_inverted_ops = {
	.sync_cpu_device_pagetables = hmm_inverted,
};

/*
 * expect: hmm-sync hmm_unasked_ops fails-blockable=violates wrong-errno=violates(-ENOMEM)
 *	sleeps-nonblockable=violates may-reclaim=violates:
 *	-ENOMEM in either context; kcalloc(GFP_KERNEL) without a test
 */
static int hmm_unasked(struct hmm_mirror *hmm, const struct mmu_notifier_range *update)
{
	struct mirror *mirror = container_of(hmm, struct mirror, unasked);
	unsigned long *pages = kcalloc(update->end - update->start, sizeof(*pages), GFP_KERNEL);

	if (!pages)
		return -ENOMEM;
	mirror->zapped++;
	kfree(pages);
	return 0;
}

const struct hmm_mirror_ops hmm_unasked_ops = {
	.sync_cpu_device_pagetables = hmm_unasked,
};

/*
 * expect: hmm-sync hmm_wrong_error_ops wrong-errno=violates(-EBUSY):
 *	-EBUSY, though only when not blockable
 */
static int hmm_wrong_error(struct hmm_mirror *hmm, const struct mmu_notifier_range *update)
{
	struct mirror *mirror = container_of(hmm, struct mirror, odd);

	if (!mmu_notifier_range_blockable(update))
		return mutex_trylock(&mirror->lock) ? (mutex_unlock(&mirror->lock), 0) : -EBUSY;
	return 0;
}

const struct hmm_mirror_ops hmm_wrong_error_ops = {
	.sync_cpu_device_pagetables = hmm_wrong_error,
};

MODULE_LICENSE("GPL");
