// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

void kvfree_call_rcu(struct rcu_head *head, void *pointer)
{
	if (!head) {
		might_sleep();
		synchronize_rcu();
		kvfree(pointer);
		return;
	}
	call_rcu(head, kfree_rcu_callback);
}
