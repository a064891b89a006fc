// SPDX-License-Identifier: GPL-2.0-only
/*
 * The notifier is read by way of a pointer in a request; the other one of this file is only
 * begun.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct requesting {
	struct mmu_interval_notifier faulting, begun;
	void *device;
	struct mutex mutex;
	bool mapped;
};

struct fault_request {
	struct mmu_interval_notifier *notifier;
	unsigned long notifier_seq;
};

/*
 * expect: interval through_pointer_ops missing-set-seq=violates(event):
 *	its own migration returns true before it is recorded; requesting_fault begins and retries
 *	owner->faulting through request.notifier
 */
static bool through_pointer_invalidate(struct mmu_interval_notifier *mni,
				       const struct mmu_notifier_range *range,
				       unsigned long cur_seq)
{
	struct requesting *owner = container_of(mni, struct requesting, faulting);

	if (range->event == MMU_NOTIFY_MIGRATE && range->owner == owner->device)
		return true;
	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return false;
	mmu_interval_set_seq(mni, cur_seq);
	owner->mapped = false;
	mutex_unlock(&owner->mutex);
	return true;
}

const struct mmu_interval_notifier_ops through_pointer_ops = {
	.invalidate = through_pointer_invalidate,
};

int through_pointer_register(struct requesting *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->faulting, mm, 0, PAGE_SIZE,
					    &through_pointer_ops);
}

/*
 * expect: interval only_begun_ops missing-set-seq=n/a|undecided|violates:
 *	mmu_interval_read_begin waits for it once, what it returns is thrown away, and nobody
 *	retries: the sequence has no reader
 */
static bool only_begun_invalidate(struct mmu_interval_notifier *mni,
				  const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct requesting *owner = container_of(mni, struct requesting, begun);

	WRITE_ONCE(owner->mapped, false);
	return true;
}

const struct mmu_interval_notifier_ops only_begun_ops = {
	.invalidate = only_begun_invalidate,
};

int only_begun_register(struct requesting *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->begun, mm, 0, PAGE_SIZE, &only_begun_ops);
}

static bool fault_is_stale(struct fault_request *request)
{
	return mmu_interval_read_retry(request->notifier, request->notifier_seq);
}

int requesting_fault(struct requesting *owner)
{
	struct fault_request request = { .notifier = &owner->faulting };

	mmu_interval_read_begin(&owner->begun);
again:
	request.notifier_seq = mmu_interval_read_begin(request.notifier);
	mutex_lock(&owner->mutex);
	if (fault_is_stale(&request)) {
		mutex_unlock(&owner->mutex);
		goto again;
	}
	owner->mapped = true;
	mutex_unlock(&owner->mutex);
	return 0;
}

MODULE_LICENSE("GPL");
