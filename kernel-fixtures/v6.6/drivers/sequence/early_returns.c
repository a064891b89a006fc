// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ways out before the sequence is recorded: by event, by owner, by state; and ways out that owe
 * nothing.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct early {
	struct mmu_interval_notifier by_event, by_owner, by_state, by_retry, by_failure, by_nothing;
	void *device;
	bool dying;
	struct mutex mutex;
	bool mapped;
};

/*
 * expect: interval early_by_event_ops missing-set-seq=violates(event):
 *	the default of the switch returns true before the sequence is recorded
 */
static bool early_by_event_invalidate(struct mmu_interval_notifier *mni,
				      const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct early *owner = container_of(mni, struct early, by_event);

	switch (range->event) {
	case MMU_NOTIFY_UNMAP:
	case MMU_NOTIFY_CLEAR:
		break;
	default:
		return true;
	}
	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return false;
	mmu_interval_set_seq(mni, cur_seq);
	owner->mapped = false;
	mutex_unlock(&owner->mutex);
	return true;
}

const struct mmu_interval_notifier_ops early_by_event_ops = {
	.invalidate = early_by_event_invalidate,
};

int early_by_event_register(struct early *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->by_event, mm, 0, PAGE_SIZE,
					    &early_by_event_ops);
}

/*
 * expect: interval early_by_owner_ops missing-set-seq=violates(owner):
 *	its own invalidations return true before the sequence is recorded
 */
static bool early_by_owner_invalidate(struct mmu_interval_notifier *mni,
				      const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct early *owner = container_of(mni, struct early, by_owner);

	if (range->owner == owner->device)
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

const struct mmu_interval_notifier_ops early_by_owner_ops = {
	.invalidate = early_by_owner_invalidate,
};

int early_by_owner_register(struct early *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->by_owner, mm, 0, PAGE_SIZE,
					    &early_by_owner_ops);
}

/*
 * expect: interval early_by_state_ops missing-set-seq=violates(state):
 *	a dying object returns true before the sequence is recorded
 */
static bool early_by_state_invalidate(struct mmu_interval_notifier *mni,
				      const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct early *owner = container_of(mni, struct early, by_state);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return false;

	if (owner->dying) {
		mutex_unlock(&owner->mutex);
		return true;
	}
	mmu_interval_set_seq(mni, cur_seq);
	owner->mapped = false;
	mutex_unlock(&owner->mutex);
	return true;
}

const struct mmu_interval_notifier_ops early_by_state_ops = {
	.invalidate = early_by_state_invalidate,
};

int early_by_state_register(struct early *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->by_state, mm, 0, PAGE_SIZE,
					    &early_by_state_ops);
}

/*
 * expect: interval early_after_recording_ops missing-set-seq=holds: recorded before anything else
 */
static bool early_after_recording_invalidate(struct mmu_interval_notifier *mni,
					     const struct mmu_notifier_range *range,
					     unsigned long cur_seq)
{
	struct early *owner = container_of(mni, struct early, by_retry);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return false;

	mmu_interval_set_seq(mni, cur_seq);
	if (owner->dying || range->owner == owner->device) {
		mutex_unlock(&owner->mutex);
		return true;
	}
	owner->mapped = false;
	mutex_unlock(&owner->mutex);
	return true;
}

const struct mmu_interval_notifier_ops early_after_recording_ops = {
	.invalidate = early_after_recording_invalidate,
};

int early_after_recording_register(struct early *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->by_retry, mm, 0, PAGE_SIZE,
					    &early_after_recording_ops);
}

/*
 * expect: interval early_by_failure_ops missing-set-seq=holds: who returns false owes no sequence
 */
static bool early_by_failure_invalidate(struct mmu_interval_notifier *mni,
					const struct mmu_notifier_range *range,
					unsigned long cur_seq)
{
	struct early *owner = container_of(mni, struct early, by_failure);

	if (!mmu_notifier_range_blockable(range) && READ_ONCE(owner->mapped))
		return false;
	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return false;
	mmu_interval_set_seq(mni, cur_seq);
	owner->mapped = false;
	mutex_unlock(&owner->mutex);
	return true;
}

const struct mmu_interval_notifier_ops early_by_failure_ops = {
	.invalidate = early_by_failure_invalidate,
};

int early_by_failure_register(struct early *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->by_failure, mm, 0, PAGE_SIZE,
					    &early_by_failure_ops);
}

/*
 * expect: interval early_by_nothing_ops missing-set-seq=holds: no event is both MIGRATE and UNMAP
 */
static bool early_by_nothing_invalidate(struct mmu_interval_notifier *mni,
					const struct mmu_notifier_range *range,
					unsigned long cur_seq)
{
	struct early *owner = container_of(mni, struct early, by_nothing);
	bool own = range->event == MMU_NOTIFY_MIGRATE;

	if (own && range->event == MMU_NOTIFY_UNMAP)
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

const struct mmu_interval_notifier_ops early_by_nothing_ops = {
	.invalidate = early_by_nothing_invalidate,
};

int early_by_nothing_register(struct early *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->by_nothing, mm, 0, PAGE_SIZE,
					    &early_by_nothing_ops);
}

int early_map(struct early *owner)
{
	struct mmu_interval_notifier *all[] = {
		&owner->by_event, &owner->by_owner, &owner->by_state,
		&owner->by_retry, &owner->by_failure, &owner->by_nothing,
	};
	unsigned long seq[] = {
		mmu_interval_read_begin(&owner->by_event),
		mmu_interval_read_begin(&owner->by_owner),
		mmu_interval_read_begin(&owner->by_state),
		mmu_interval_read_begin(&owner->by_retry),
		mmu_interval_read_begin(&owner->by_failure),
		mmu_interval_read_begin(&owner->by_nothing),
	};
	int ret = 0;

	mutex_lock(&owner->mutex);
	if (mmu_interval_read_retry(all[0], seq[0]) ||
	    mmu_interval_read_retry(&owner->by_owner, seq[1]) ||
	    mmu_interval_read_retry(&owner->by_state, seq[2]) ||
	    mmu_interval_read_retry(&owner->by_retry, seq[3]) ||
	    mmu_interval_read_retry(&owner->by_failure, seq[4]) ||
	    mmu_interval_read_retry(&owner->by_nothing, seq[5]) ||
	    mmu_interval_read_retry(&owner->by_event, seq[0]))
		ret = -EAGAIN;
	owner->mapped = !ret;
	mutex_unlock(&owner->mutex);
	return ret;
}

MODULE_LICENSE("GPL");
