// SPDX-License-Identifier: GPL-2.0-only
/* What has no place for a head gets a page to be remembered on, or is waited for. */
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct remembered {
	struct rcu_head head;
	void *pointer;
};

static void free_remembered(struct rcu_head *head)
{
	struct remembered *one = container_of(head, struct remembered, head);

	kvfree(one->pointer);
	kfree(one);
}

void kvfree_call_rcu(struct rcu_head *head, void *pointer)
{
	struct remembered *one;

	if (head) {
		call_rcu(head, kfree_rcu_callback);
		return;
	}
	might_sleep();
	one = kmalloc(sizeof(*one), GFP_KERNEL | __GFP_NORETRY);
	if (!one) {
		synchronize_rcu();
		kvfree(pointer);
		return;
	}
	one->pointer = pointer;
	call_rcu(&one->head, free_remembered);
}
