/* SPDX-License-Identifier: GPL-2.0-only */
/* Static calls that static_calls_defined.c defines, and static_calls.c makes. */
#ifndef STATIC_CALLS_H
#define STATIC_CALLS_H

#include <linux/mmu_notifier.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/static_call.h>

struct tank {
	struct mmu_notifier notifier;
	struct mutex mutex;
	spinlock_t spin;
	unsigned long level;
};

struct tank_ops {
	void (*drain)(struct tank *tank);
	void (*skim)(struct tank *tank);
	void (*clean)(struct tank *tank);
};

void tank_plain(struct tank *tank);

DECLARE_STATIC_CALL(tank_once_asleep, tank_plain);
DECLARE_STATIC_CALL(tank_once_awake, tank_plain);
DECLARE_STATIC_CALL(tank_nothing, tank_plain);
DECLARE_STATIC_CALL(tank_given, tank_plain);
#define TANK_OP(name) DECLARE_STATIC_CALL(tank_##name, tank_plain);
#include "static_call_ops.h"

#endif
