// SPDX-License-Identifier: GPL-2.0-only
/* models: dma.c allocation.c */
void __probe_value(long value);
void __probe_reached(void);
_Bool gfpflags_allow_blocking(unsigned int flags);
unsigned int memalloc_noreclaim_save(void);
void memalloc_noreclaim_restore(unsigned int flags);
long dma_fence_wait_timeout(void *fence, _Bool interruptible, long timeout);
long dma_fence_wait_any_timeout(void **fences, unsigned int count, _Bool interruptible, long timeout,
				unsigned int *index);

/* ---- dma_fence_wait_timeout() ---- */

int test_a_negative_timeout_is_an_error(void *fence)	// events: sleep
{
	__probe_value(dma_fence_wait_timeout(fence, 0, -5));	// {-22}
	return 0;
}

int test_no_time_tells_whether_the_fence_has_signaled(void *fence)	// events: sleep
{
	long left = dma_fence_wait_timeout(fence, 0, 0);

	if (left >= 0)
		__probe_value(left);	// {0..1}
	return 0;
}

int test_what_is_left_is_no_more_than_what_was_given(void *fence)	// events: sleep
{
	long left = dma_fence_wait_timeout(fence, 0, 10);

	if (left >= 0)
		__probe_value(left);	// {0..10}
	return 0;
}

int test_a_driver_may_return_an_error_of_its_own(void *fence)
{
	long left = dma_fence_wait_timeout(fence, 0, 10);

	if (left < 0)
		__probe_value(left);	// {-4095..-1}
	return 0;
}

int test_searcher_an_error_of_a_driver_is_nothing_that_it_proves(void *fence)
{
	if (dma_fence_wait_timeout(fence, 0, 10) < 0)
		__probe_reached();	// depends on 1
	return 0;
}

int test_searcher_a_signal_interrupts_a_wait(void *fence)
{
	if (dma_fence_wait_timeout(fence, 1, 10) == -512)
		__probe_reached();	// depends on 0
	return 0;
}

int test_searcher_an_interruptible_wait_may_succeed(void *fence)
{
	if (dma_fence_wait_timeout(fence, 1, 10) > 0)
		__probe_reached();	// depends on 0
	return 0;
}

int test_searcher_a_signal_interrupts_no_uninterruptible_wait(void *fence)
{
	if (dma_fence_wait_timeout(fence, 0, 10) == -512)
		__probe_reached();	// depends on 1
	return 0;
}

/* ---- dma_fence_wait_any_timeout() ---- */

int test_nothing_to_wait_for_is_an_error(void *fence, unsigned int *index)	// events: sleep
{
	__probe_value(dma_fence_wait_any_timeout(&fence, 0, 1, 10, index));	// {-22}
	__probe_value(dma_fence_wait_any_timeout(0, 1, 1, 10, index));	// {-22}
	__probe_value(dma_fence_wait_any_timeout(&fence, 1, 1, -1, index));	// {-22}
	return 0;
}

int test_no_time_looks_at_the_fences_and_does_not_wait(void *fence, unsigned int *index)	// events: none
{
	__probe_value(dma_fence_wait_any_timeout(&fence, 1, 1, 0, index));	// {0..1}
	return 0;
}

int test_an_uninterruptible_wait_allocates(void *fence, unsigned int *index)	// events: reclaim sleep
{
	__probe_value(dma_fence_wait_any_timeout(&fence, 1, 0, 10, index));	// {-12, 0..10}
	return 0;
}

int test_an_interruptible_wait_has_one_more_result(void *fence, unsigned int *index)
{
	__probe_value(dma_fence_wait_any_timeout(&fence, 1, 1, 10, index));	// {-512, -12, 0..10}
	return 0;
}

int test_a_scope_keeps_the_wait_from_reclaiming(void *fence)	// events: scope sleep
{
	unsigned int flags = memalloc_noreclaim_save();

	dma_fence_wait_any_timeout(&fence, 1, 0, 10, 0);
	memalloc_noreclaim_restore(flags);
	return 0;
}

int test_the_index_may_be_missing(void *fence, unsigned int *index)
{
	dma_fence_wait_any_timeout(&fence, 1, 0, 10, index);
	__probe_value(index == 0);	// {0..1}
	return 0;
}

int test_the_index_is_written(void *fence)
{
	unsigned int index = 7;

	dma_fence_wait_any_timeout(&fence, 1, 0, 10, &index);
	__probe_value(index);	// {0..4294967295}
	return 0;
}
