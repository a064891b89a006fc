// SPDX-License-Identifier: GPL-2.0-only
/* Taking back work that is not running is not waiting for it; draining a queue is. */
#include <linux/bitops.h>
#include <linux/workqueue.h>

struct workqueue_struct *system_wq;

#define WORK_PENDING	0

bool cancel_work(struct work_struct *work)
{
	unsigned long *data = (unsigned long *)&work->data;

	if (!test_bit(WORK_PENDING, data))
		return false;
	clear_bit_unlock(WORK_PENDING, data);
	return true;
}

void drain_workqueue(struct workqueue_struct *wq)
{
	unsigned int turn;

	for (turn = 0; turn < 2; turn++)
		__flush_workqueue(wq);
}
