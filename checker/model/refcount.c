// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reference counts: whether there are others, and whether the last one is dropped, is anybody's guess, with
 * one exception. Who takes a reference has one from somebody: dropping it again is dropping the last one only if
 * everybody else dropped theirs meanwhile, on other processors. include/linux/refcount.h
 */
#include "mncheck.h"

/* The count that was raised last, and not lowered since. */
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
