// SPDX-License-Identifier: GPL-2.0-only
/* Every way into the driver goes through a macro that asks something first. What decides lies below it. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct guarded { struct mmu_interval_notifier notifier; struct mutex mutex; int known; };

bool way_in_traced(void);
bool way_in_add(void);
void way_in_remove(void);

#define WAY_IN(call) do {			\
	bool done_, added_;			\
	if (way_in_traced()) {			\
		added_ = way_in_add();		\
		done_ = (call);			\
		if (added_)			\
			way_in_remove();	\
	} else {				\
		done_ = (call);			\
	}					\
	return done_;				\
} while (0)

static bool drop_known(struct guarded *guarded, const struct mmu_notifier_range *range, unsigned long seq)
{
	if (range->event == MMU_NOTIFY_SOFT_DIRTY)
		return true;
	if (!mmu_notifier_range_blockable(range))
		return false;
	mutex_lock(&guarded->mutex);
	mmu_interval_set_seq(&guarded->notifier, seq);
	guarded->known = 0;
	mutex_unlock(&guarded->mutex);
	return true;
}

/*
 * expect: interval guarded_ops missing-set-seq=violates(event,drop_known,MMU_NOTIFY_SOFT_DIRTY,!state,!way_in_traced):
 *	drop_known returns on this event, before it records the sequence
 */
static bool guarded_invalidate(struct mmu_interval_notifier *mni,
			       const struct mmu_notifier_range *range, unsigned long seq)
{
	WAY_IN(drop_known(container_of(mni, struct guarded, notifier), range, seq));
}

static const struct mmu_interval_notifier_ops guarded_ops = {
	.invalidate = guarded_invalidate,
};

int guarded_fill(struct guarded *guarded, struct mm_struct *mm)
{
	unsigned long seq;
	int ret = mmu_interval_notifier_insert(&guarded->notifier, mm, 0, 4096, &guarded_ops);

	if (ret)
		return ret;
	seq = mmu_interval_read_begin(&guarded->notifier);
	mutex_lock(&guarded->mutex);
	ret = mmu_interval_read_retry(&guarded->notifier, seq);
	mutex_unlock(&guarded->mutex);
	return ret;
}
