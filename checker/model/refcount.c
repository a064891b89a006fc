// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reference counts: the engine cannot tell whether a count is zero, or a drop the last one. One exception: a callback
 * takes a reference only to an object that has one. When it drops that reference again, its drop is the last one only
 * if other processors dropped all others meanwhile. include/linux/refcount.h
 */
#include "mncheck.h"

/* The count that the callback raised last and has not lowered since. */
static const void *raised;

static void change(void *count)
{
	__mn_fill(count, __mn_any(), sizeof(int));
}

void refcount_inc(void *count)
{
	change(count);
	raised = count;
}

bool refcount_inc_not_zero(void *count)
{
	if (EITHER)
		return false;
	change(count);
	raised = count;
	return true;
}

bool refcount_dec_and_test(void *count)
{
	bool is_ours = raised == count;

	change(count);
	if (is_ours)
		raised = NULL;
	if (EITHER)
		return false;
	return !is_ours || __mn_others();
}

bool refcount_dec_and_lock(void *count, void *lock)
{
	if (!refcount_dec_and_test(count))
		return false;
	__mn_lock(lock);
	return true;
}

bool refcount_dec_and_lock_irqsave(void *count, void *lock, unsigned long *flags)
{
	*flags = (unsigned long)__mn_any_long();
	return refcount_dec_and_lock(count, lock);
}

/* It waits for the mutex only to drop the last reference. */
bool refcount_dec_and_mutex_lock(void *count, void *lock)
{
	if (!refcount_dec_and_test(count))
		return false;
	__mn_event("sleep", "refcount_dec_and_mutex_lock");
	__mn_lock(lock);
	return true;
}

/*
 * References to control groups: the last drop queues work, so any context may do it. Their only source is a header,
 * which one file includes to define them. include/linux/cgroup_refcnt.h, css_release()
 */
void css_get(void *state)
{
	(void)state;
}

void css_get_many(void *state, unsigned int count)
{
	(void)state;
	(void)count;
}

bool css_tryget(void *state)
{
	(void)state;
	return EITHER;
}

bool css_tryget_online(void *state)
{
	(void)state;
	return EITHER;
}

void css_put(void *state)
{
	(void)state;
}

void css_put_many(void *state, unsigned int count)
{
	(void)state;
	(void)count;
}
