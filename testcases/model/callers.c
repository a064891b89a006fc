// SPDX-License-Identifier: GPL-2.0-only
/* models: caller.c */
/* What callers of notifiers see. What is held on which way only the rule reads: testcases/callers/run. */
void __probe_value(long value);

struct mmu_notifier_range {
	unsigned long flags;
	_Bool blockable;
};

int __mn_caller_mmu_notifier_invalidate_range_start_nonblock(void *range);
void __mn_caller_mmu_notifier_invalidate_range_start(void *range);
int __mn_caller___mmu_notifier_invalidate_range_start(void *range);
int __mn_caller_mmu_notifier_ops__invalidate_range_start(void *notifier, const void *range);
int __mn_caller_hmm_mirror_ops__sync_cpu_device_pagetables(void *mirror, const void *range);
_Bool __mn_caller_mmu_interval_notifier_ops__invalidate(void *notifier, const void *range);
_Bool __mn_caller_mmu_interval_notifier_ops__invalidate_start(void *notifier, const void *range, unsigned long seq,
							      void **finish);

/* ---- "-EAGAIN if it would block"; the range says so from then on ---- */

int test_a_start_that_must_not_block_may_fail(struct mmu_notifier_range *range)	// events: none
{
	__probe_value(__mn_caller_mmu_notifier_invalidate_range_start_nonblock(range));	// {-11, 0}
	__probe_value(__mn_caller___mmu_notifier_invalidate_range_start(range));	// {-11, 0}
	return 0;
}

int test_a_start_that_may_block_does_not_fail(struct mmu_notifier_range *range)	// events: none
{
	__mn_caller_mmu_notifier_invalidate_range_start(range);
	__probe_value(__mn_caller___mmu_notifier_invalidate_range_start(range));	// {0}
	return 0;
}

/* ---- who is handed a range asks it ---- */

static void make_blockable(struct mmu_notifier_range *range)
{
	range->flags |= 1;
	range->blockable = 0;
}

static void make_unblockable(struct mmu_notifier_range *range)
{
	range->flags = 0;
	range->blockable = 0;
}

int test_a_blockable_range_begins(void *notifier, struct mmu_notifier_range *range)	// events: none
{
	void *finish = 0;

	make_blockable(range);
	__probe_value(__mn_caller___mmu_notifier_invalidate_range_start(range));	// {0}
	__probe_value(__mn_caller_mmu_notifier_ops__invalidate_range_start(notifier, range));	// {0}
	__probe_value(__mn_caller_hmm_mirror_ops__sync_cpu_device_pagetables(notifier, range));	// {0}
	__probe_value(__mn_caller_mmu_interval_notifier_ops__invalidate(notifier, range));	// {1}
	__probe_value(__mn_caller_mmu_interval_notifier_ops__invalidate_start(notifier, range, 1, &finish));	// {1}
	__probe_value(finish == 0);	// {0..1}
	return 0;
}

/* before 5.2 a member of its own says so */
int test_a_member_of_its_own_tells_it_too(struct mmu_notifier_range *range)	// events: none
{
	range->flags = 0;
	range->blockable = 1;
	__probe_value(__mn_caller___mmu_notifier_invalidate_range_start(range));	// {0}
	return 0;
}

int test_a_range_that_is_not_blockable_may_be_refused(void *notifier, struct mmu_notifier_range *range)	// events: none
{
	make_unblockable(range);
	__probe_value(__mn_caller___mmu_notifier_invalidate_range_start(range));	// {-11, 0}
	__probe_value(__mn_caller_mmu_notifier_ops__invalidate_range_start(notifier, range));	// {-11, 0}
	__probe_value(__mn_caller_hmm_mirror_ops__sync_cpu_device_pagetables(notifier, range));	// {-11, 0}
	__probe_value(__mn_caller_mmu_interval_notifier_ops__invalidate(notifier, range));	// {0..1}
	return 0;
}

int test_what_was_refused_finishes_nothing(void *notifier, struct mmu_notifier_range *range)	// events: none
{
	void *finish = 0;

	make_unblockable(range);
	if (!__mn_caller_mmu_interval_notifier_ops__invalidate_start(notifier, range, 1, &finish))
		__probe_value(finish == 0);	// {1}
	else
		__probe_value(finish == 0);	// {0..1}
	return 0;
}
