/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RTMUTEX_H
#define _LINUX_RTMUTEX_H

#include <linux/rbtree.h>
#include <linux/spinlock.h>

struct rt_mutex {
	raw_spinlock_t wait_lock;
	struct rb_root waiters;
	void *owner;
};

void rt_mutex_lock(struct rt_mutex *lock);
int rt_mutex_trylock(struct rt_mutex *lock);
void rt_mutex_unlock(struct rt_mutex *lock);

#endif
