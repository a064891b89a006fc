// SPDX-License-Identifier: GPL-2.0-only
/* models: wait.c */
void __probe_value(long value);
void __probe_reached(void);
long schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_idle(long timeout);
int wait_for_completion_interruptible(void *completion);
int wait_for_completion_killable(void *completion);
unsigned long wait_for_completion_timeout(void *completion, unsigned long timeout);
unsigned long wait_for_completion_io_timeout(void *completion, unsigned long timeout);
long wait_for_completion_interruptible_timeout(void *completion, unsigned long timeout);
long wait_for_completion_killable_timeout(void *completion, unsigned long timeout);
_Bool try_wait_for_completion(void *completion);
_Bool completion_done(void *completion);
long prepare_to_wait_event(void *head, void *entry, int state);
_Bool queue_work_on(int cpu, void *queue, void *work);
_Bool queue_delayed_work_on(int cpu, void *queue, void *work, unsigned long delay);
_Bool mod_delayed_work_on(int cpu, void *queue, void *work, unsigned long delay);
_Bool cancel_work(void *work);
_Bool cancel_delayed_work(void *work);
_Bool flush_work(void *work);
_Bool cancel_work_sync(void *work);
_Bool cancel_delayed_work_sync(void *work);
_Bool flush_delayed_work(void *work);
int __wake_up(void *head, unsigned int mode, int count, void *key);
unsigned long msleep_interruptible(unsigned int ms);
int __cond_resched(void);
int __cond_resched_lock(void *lock);

#define MAX_SCHEDULE_TIMEOUT ((long)(~0UL >> 1))
#define TASK_INTERRUPTIBLE 1
#define TASK_UNINTERRUPTIBLE 2
#define TASK_KILLABLE 0x102

/* ---- schedule_timeout(): "guaranteed to be non-negative" ---- */

int test_a_negative_timeout_is_a_mistake(void)	// events: sleep
{
	__probe_value(schedule_timeout(-5));	// {0}
	return 0;
}

int test_what_is_left_is_between_nothing_and_all(void)	// events: sleep
{
	__probe_value(schedule_timeout(10));	// {0..10}
	return 0;
}

int test_no_time_is_left_of_none(void)	// events: sleep
{
	__probe_value(schedule_timeout(0));	// {0}
	return 0;
}

int test_no_limit_is_returned_as_it_is(void)	// events: sleep
{
	__probe_value(schedule_timeout(MAX_SCHEDULE_TIMEOUT) == MAX_SCHEDULE_TIMEOUT);	// {1}
	return 0;
}

int test_any_timeout(long timeout)
{
	__probe_value(schedule_timeout(timeout) >= 0);	// {1}
	return 0;
}

int test_states_make_no_difference(void)
{
	__probe_value(schedule_timeout_interruptible(10));	// {0..10}
	__probe_value(schedule_timeout_killable(10));	// {0..10}
	__probe_value(schedule_timeout_uninterruptible(10));	// {0..10}
	__probe_value(schedule_timeout_idle(10));	// {0..10}
	return 0;
}

/* ---- completions: "0 if timed out, and positive (at least 1, or jiffies left till timeout) if completed" ---- */

int test_waiting_for_a_completion_that_a_signal_may_interrupt(void *completion)	// events: sleep
{
	__probe_value(wait_for_completion_interruptible(completion));	// {-512, 0}
	__probe_value(wait_for_completion_killable(completion));	// {-512, 0}
	return 0;
}

int test_a_completion_in_time(void *completion)	// events: sleep
{
	__probe_value(wait_for_completion_timeout(completion, 10));	// {0..10}
	__probe_value(wait_for_completion_io_timeout(completion, 10));	// {0..10}
	return 0;
}

int test_a_completion_with_no_time_is_one(void *completion)
{
	__probe_value(wait_for_completion_timeout(completion, 0));	// {0..1}
	__probe_value(wait_for_completion_io_timeout(completion, 0));	// {0..1}
	return 0;
}

int test_a_completion_in_time_or_a_signal(void *completion)	// events: sleep
{
	__probe_value(wait_for_completion_interruptible_timeout(completion, 10));	// {-512, 0..10}
	__probe_value(wait_for_completion_killable_timeout(completion, 10));	// {-512, 0..10}
	return 0;
}

int test_a_completion_with_no_time_is_one_or_a_signal(void *completion)
{
	__probe_value(wait_for_completion_interruptible_timeout(completion, 0));	// {-512, 0..1}
	__probe_value(wait_for_completion_killable_timeout(completion, 0));	// {-512, 0..1}
	return 0;
}

int test_what_was_completed_before_returns_a_negative_timeout(void *completion)
{
	__probe_value(wait_for_completion_interruptible_timeout(completion, -7ul));	// {-512, -7, 0..1}
	__probe_value(wait_for_completion_killable_timeout(completion, -7ul));	// {-512, -7, 0..1}
	return 0;
}

int test_trying_does_not_wait(void *completion)	// events: none
{
	__probe_value(try_wait_for_completion(completion));	// {0..1}
	__probe_value(completion_done(completion));	// {0..1}
	return 0;
}

/* ---- wait queues ---- */

int test_only_a_state_that_a_signal_ends_is_interrupted(void *head, void *entry)	// events: none
{
	__probe_value(prepare_to_wait_event(head, entry, TASK_UNINTERRUPTIBLE));	// {0}
	__probe_value(prepare_to_wait_event(head, entry, TASK_INTERRUPTIBLE));	// {-512, 0}
	__probe_value(prepare_to_wait_event(head, entry, TASK_KILLABLE));	// {-512, 0}
	return 0;
}

int test_waking_returns_any_number(void *head)	// events: none
{
	__probe_value(__wake_up(head, 1, 1, 0));	// {-2147483648..-1, 0..2147483647}
	return 0;
}

/* ---- work ---- */

int test_work_is_queued_or_was(void *work)	// events: none
{
	__probe_value(queue_work_on(1, 0, work));	// {0..1}
	__probe_value(queue_delayed_work_on(1, 0, work, 1));	// {0..1}
	__probe_value(mod_delayed_work_on(1, 0, work, 1));	// {0..1}
	__probe_value(cancel_work(work));	// {0..1}
	__probe_value(cancel_delayed_work(work));	// {0..1}
	return 0;
}

int test_work_is_waited_for_or_was_idle(void *work)	// events: sleep
{
	__probe_value(flush_work(work));	// {0..1}
	__probe_value(flush_delayed_work(work));	// {0..1}
	__probe_value(cancel_work_sync(work));	// {0..1}
	__probe_value(cancel_delayed_work_sync(work));	// {0..1}
	return 0;
}

int test_each_wait_for_work_sleeps(void *work)	// events: sleep
{
	flush_work(work);
	return 0;
}

/* ---- others ---- */

int test_a_sleep_that_a_signal_ends(void)	// events: sleep
{
	__probe_value(msleep_interruptible(10) < 1000);	// {0..1}
	return 0;
}

int test_voluntary_preemption_may_happen(void *lock)	// events: sleep
{
	__probe_value(__cond_resched() == 5);	// {0..1}
	__probe_value(__cond_resched_lock(lock) == 5);	// {0..1}
	return 0;
}
