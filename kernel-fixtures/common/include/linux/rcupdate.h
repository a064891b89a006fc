/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <linux/types.h>

void __rcu_read_lock(void);
void __rcu_read_unlock(void);
void synchronize_rcu(void);
void synchronize_rcu_expedited(void);
void rcu_barrier(void);
void call_rcu(struct rcu_head *head, void (*function)(struct rcu_head *head));

/* Freed after a grace period, which somebody else waits for. */
#define kfree_rcu(_pointer, _member)	call_rcu(&(_pointer)->_member, kfree_rcu_callback)
void kfree_rcu_callback(struct rcu_head *head);

/* Without a place for the head somebody has to wait, and it may be the caller. */
#define kfree_rcu_mightsleep(_pointer)	kvfree_call_rcu(NULL, (void *)(_pointer))
void kvfree_call_rcu(struct rcu_head *head, void *pointer);

static inline void rcu_read_lock(void)
{
	__rcu_read_lock();
}

static inline void rcu_read_unlock(void)
{
	__rcu_read_unlock();
}

#endif
