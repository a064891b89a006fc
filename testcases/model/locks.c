// SPDX-License-Identifier: GPL-2.0-only
/* models: mutex.c spinlock.c refcount.c */
void __probe_value(long value);
void __probe_reached(void);
int mutex_lock_interruptible(void *lock);
int mutex_lock_interruptible_nested(void *lock, unsigned int subclass);
int mutex_lock_killable(void *lock);
int mutex_lock_killable_nested(void *lock, unsigned int subclass);
int _mutex_lock_killable(void *lock, unsigned int subclass, void *nest);
int mutex_trylock(void *lock);
int _mutex_trylock_nest_lock(void *lock, void *nest);
int down_read_interruptible(void *lock);
int down_read_killable(void *lock);
int down_read_killable_nested(void *lock, int subclass);
int down_write_killable(void *lock);
int down_write_killable_nested(void *lock, int subclass);
int down_read_trylock(void *lock);
int down_write_trylock(void *lock);
int rt_mutex_lock_interruptible(void *lock);
int rt_mutex_lock_killable(void *lock);
int rt_mutex_trylock(void *lock);
int atomic_dec_and_mutex_lock(int *count, void *lock);
int down_interruptible(void *semaphore);
int down_killable(void *semaphore);
int down_trylock(void *semaphore);
int ww_mutex_lock(void *lock, void *context);
int ww_mutex_lock_interruptible(void *lock, void *context);
int ww_mutex_trylock(void *lock, void *context);
int _raw_spin_trylock(void *lock);
int _raw_spin_trylock_bh(void *lock);
int _raw_read_trylock(void *lock);
int _raw_write_trylock(void *lock);
int __raw_spin_trylock(void *lock);
int __raw_read_trylock(void *lock);
int __raw_write_trylock(void *lock);
int spin_trylock(void *lock);
unsigned long _raw_spin_lock_irqsave(void *lock);
int atomic_dec_and_lock(int *count, void *lock);
int _atomic_dec_and_lock(int *count, void *lock);
int _atomic_dec_and_lock_irqsave(int *count, void *lock, unsigned long *flags);
int atomic_dec_and_raw_lock(int *count, void *lock);
int _atomic_dec_and_raw_lock(int *count, void *lock);
int _atomic_dec_and_raw_lock_irqsave(int *count, void *lock, unsigned long *flags);
int __srcu_read_lock(void *srcu);
void refcount_inc(int *count);
_Bool refcount_inc_not_zero(int *count);
_Bool css_tryget(void *state);
_Bool css_tryget_online(void *state);
_Bool refcount_dec_and_test(int *count);
_Bool refcount_dec_and_lock(int *count, void *lock);
_Bool refcount_dec_and_lock_irqsave(int *count, void *lock, unsigned long *flags);
_Bool refcount_dec_and_mutex_lock(int *count, void *lock);

/* ---- "0 if the lock was successfully acquired or -EINTR if a signal arrived" ---- */

int test_a_signal_interrupts_a_lock(void *lock)	// events: sleep
{
	__probe_value(mutex_lock_interruptible(lock));	// {-4, 0}
	__probe_value(mutex_lock_interruptible_nested(lock, 1));	// {-4, 0}
	__probe_value(mutex_lock_killable(lock));	// {-4, 0}
	__probe_value(mutex_lock_killable_nested(lock, 1));	// {-4, 0}
	__probe_value(_mutex_lock_killable(lock, 1, 0));	// {-4, 0}
	__probe_value(down_read_interruptible(lock));	// {-4, 0}
	__probe_value(down_read_killable(lock));	// {-4, 0}
	__probe_value(down_read_killable_nested(lock, 1));	// {-4, 0}
	__probe_value(down_write_killable(lock));	// {-4, 0}
	__probe_value(down_write_killable_nested(lock, 1));	// {-4, 0}
	__probe_value(rt_mutex_lock_interruptible(lock));	// {-4, 0}
	__probe_value(rt_mutex_lock_killable(lock));	// {-4, 0}
	__probe_value(down_interruptible(lock));	// {-4, 0}
	__probe_value(down_killable(lock));	// {-4, 0}
	return 0;
}

int test_a_lock_is_tried_without_waiting(void *lock)	// events: none
{
	__probe_value(mutex_trylock(lock));	// {0..1}
	__probe_value(_mutex_trylock_nest_lock(lock, 0));	// {0..1}
	__probe_value(down_read_trylock(lock));	// {0..1}
	__probe_value(down_write_trylock(lock));	// {0..1}
	__probe_value(rt_mutex_trylock(lock));	// {0..1}
	__probe_value(down_trylock(lock));	// {0..1}
	__probe_value(_raw_spin_trylock(lock));	// {0..1}
	__probe_value(_raw_spin_trylock_bh(lock));	// {0..1}
	__probe_value(_raw_read_trylock(lock));	// {0..1}
	__probe_value(_raw_write_trylock(lock));	// {0..1}
	__probe_value(__raw_spin_trylock(lock));	// {0..1}
	__probe_value(__raw_read_trylock(lock));	// {0..1}
	__probe_value(__raw_write_trylock(lock));	// {0..1}
	__probe_value(spin_trylock(lock));	// {0..1}
	return 0;
}

/* ---- wound/wait mutexes ---- */

int test_without_a_context_a_wound_wait_mutex_is_plain(void *lock)	// events: sleep
{
	__probe_value(ww_mutex_lock(lock, 0));	// {0}
	__probe_value(ww_mutex_lock_interruptible(lock, 0));	// {-4, 0}
	__probe_value(ww_mutex_trylock(lock, 0));	// {0..1}
	return 0;
}

int test_with_a_context_it_makes_the_caller_back_off(void *lock, void *context)
{
	if (context) {
		__probe_value(ww_mutex_lock(lock, context));	// {-114, -35, 0}
		__probe_value(ww_mutex_lock_interruptible(lock, context));	// {-114, -35, -4, 0}
		__probe_value(ww_mutex_trylock(lock, context));	// {0..1}
	}
	return 0;
}

/* ---- counts that take a lock when they become zero ---- */

int test_the_last_one_takes_the_lock(int *count, void *lock, unsigned long *flags)	// events: none
{
	__probe_value(atomic_dec_and_lock(count, lock));	// {0..1}
	__probe_value(_atomic_dec_and_lock(count, lock));	// {0..1}
	__probe_value(_atomic_dec_and_lock_irqsave(count, lock, flags));	// {0..1}
	__probe_value(atomic_dec_and_raw_lock(count, lock));	// {0..1}
	__probe_value(_atomic_dec_and_raw_lock(count, lock));	// {0..1}
	__probe_value(_atomic_dec_and_raw_lock_irqsave(count, lock, flags));	// {0..1}
	__probe_value(refcount_dec_and_lock(count, lock));	// {0..1}
	__probe_value(refcount_dec_and_lock_irqsave(count, lock, flags));	// {0..1}
	return 0;
}

int test_the_last_one_takes_the_mutex(int *count, void *lock)	// events: sleep
{
	__probe_value(atomic_dec_and_mutex_lock(count, lock));	// {0..1}
	return 0;
}

int test_the_last_reference_takes_the_mutex(int *count, void *lock)	// events: sleep
{
	__probe_value(refcount_dec_and_mutex_lock(count, lock));	// {0..1}
	return 0;
}

int test_a_count_changes(int *count)
{
	*count = 7;
	refcount_inc(count);
	__probe_value(*count == 7);	// {0..1}
	return 0;
}

int test_a_count_that_takes_a_mutex_changes(int *count, void *lock)
{
	*count = 7;
	atomic_dec_and_mutex_lock(count, lock);
	__probe_value(*count == 7);	// {0..1}
	return 0;
}

int test_a_count_that_is_not_zero_changes(int *count)
{
	*count = 7;
	if (refcount_inc_not_zero(count))
		__probe_value(*count == 7);	// {0..1}
	else
		__probe_value(*count);	// {7}
	return 0;
}

/* ---- references ---- */

int test_searcher_the_last_reference_is_dropped(int *count)
{
	if (refcount_dec_and_test(count))
		__probe_reached();	// depends on 0
	return 0;
}

int test_searcher_another_reference_is_left(int *count)
{
	if (!refcount_dec_and_test(count))
		__probe_reached();	// depends on 0
	return 0;
}

int test_searcher_a_reference_of_ones_own_is_no_last_one(int *count)
{
	refcount_inc(count);
	if (refcount_dec_and_test(count))
		__probe_reached();	// depends on 1
	return 0;
}

int test_searcher_a_reference_that_was_had_is_no_last_one(int *count)
{
	if (refcount_inc_not_zero(count) && refcount_dec_and_test(count))
		__probe_reached();	// depends on 1
	return 0;
}

int test_searcher_the_second_drop_may_be_the_last(int *count)
{
	refcount_inc(count);
	refcount_dec_and_test(count);
	if (refcount_dec_and_test(count))
		__probe_reached();	// depends on 0
	return 0;
}

int test_searcher_another_drop_leaves_ones_own_reference(void)
{
	static int count, other;

	refcount_inc(&count);
	refcount_dec_and_test(&other);
	if (refcount_dec_and_test(&count))
		__probe_reached();	// depends on 1
	return 0;
}

int test_searcher_another_count_may_be_at_its_last(int *count, int *other)
{
	refcount_inc(count);
	if (refcount_dec_and_test(other))
		__probe_reached();	// depends on 0
	return 0;
}

/* ---- what locks return that is saved ---- */

int test_what_is_saved_is_any_value(void *lock)	// events: none
{
	unsigned long flags = 5;

	__probe_value(_raw_spin_lock_irqsave(lock) == 5);	// {0..1}
	__probe_value(__srcu_read_lock(lock) == 5);	// {0..1}
	_atomic_dec_and_lock_irqsave((int *)lock, lock, &flags);
	__probe_value(flags == 5);	// {0..1}
	flags = 5;
	refcount_dec_and_lock_irqsave((int *)lock, lock, &flags);
	__probe_value(flags == 5);	// {0..1}
	return 0;
}

/* ---- "obtain a reference on the specified css unless it already has reached zero" ---- */

int test_a_group_may_be_gone(void *state)	// events: none
{
	__probe_value(css_tryget(state));	// {0..1}
	__probe_value(css_tryget_online(state));	// {0..1}
	return 0;
}
