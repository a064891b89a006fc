/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _TORN_SPAN_H
#define _TORN_SPAN_H

#include <linux/mmu_notifier.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct bridge {
	struct mmu_notifier notifier;
	struct mutex mutex;
	spinlock_t spin;
	unsigned long crossed;
};

void bridge_cross(struct bridge *bridge);
int bridge_answer(struct bridge *bridge);
void bridge_look(struct bridge *bridge);
int pier_hold(struct bridge *bridge);
void pier_look(struct bridge *bridge);

#endif
