// SPDX-License-Identifier: GPL-2.0-only
/* Waits for the lock where it may, tries it where it must not wait: plain, and with a goto. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

struct patient {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	struct rw_semaphore sem;
	unsigned long hits, misses;
};

/* expect: interval lock_or_try_ops: mutex_lock if blockable, else mutex_trylock or false */
static bool lock_or_try_invalidate(struct mmu_interval_notifier *mni,
				   const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct patient *patient = container_of(mni, struct patient, interval);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&patient->lock);
	else if (!mutex_trylock(&patient->lock))
		return false;

	patient->hits++;
	mutex_unlock(&patient->lock);
	return true;
}

const struct mmu_interval_notifier_ops lock_or_try_ops = {
	.invalidate = lock_or_try_invalidate,
};

int lock_or_try_register(struct patient *patient, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&patient->interval, mm, 0, PAGE_SIZE, &lock_or_try_ops);
}

/* expect: range-start lock_or_try_start_ops: tried first, then tested, then waited for */
static int lock_or_try_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct patient *patient = container_of(mn, struct patient, notifier);
	int ret = 0;

	if (down_write_trylock(&patient->sem))
		goto locked;
	if (!mmu_notifier_range_blockable(range)) {
		ret = -EAGAIN;
		goto out;
	}
	down_write(&patient->sem);
locked:
	patient->hits++;
	up_write(&patient->sem);
out:
	return ret;
}

const struct mmu_notifier_ops lock_or_try_start_ops = {
	.invalidate_range_start = lock_or_try_start,
};

MODULE_LICENSE("GPL");
