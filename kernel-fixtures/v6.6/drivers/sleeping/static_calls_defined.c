// SPDX-License-Identifier: GPL-2.0-only
/* Defines static calls, some once and for all, some to be updated from a table. */
#include <linux/module.h>

#include "static_calls.h"

static void plain_asleep(struct tank *tank)
{
	mutex_lock(&tank->mutex);
	tank->level = 0;
	mutex_unlock(&tank->mutex);
}

static void plain_awake(struct tank *tank)
{
	spin_lock(&tank->spin);
	tank->level = 0;
	spin_unlock(&tank->spin);
}

DEFINE_STATIC_CALL(tank_once_asleep, plain_asleep);
DEFINE_STATIC_CALL(tank_once_awake, plain_awake);
DEFINE_STATIC_CALL_NULL(tank_nothing, plain_awake);
DEFINE_STATIC_CALL_NULL(tank_given, plain_awake);
#define TANK_OP(name) DEFINE_STATIC_CALL_NULL(tank_##name, tank_plain);
#include "static_call_ops.h"

static const struct tank_ops small_tank = {
	.drain = plain_asleep,
	.skim = plain_awake,
};

static const struct tank_ops large_tank = {
	.drain = plain_awake,
	.skim = plain_awake,
};

static struct tank_ops tank_ops;

void tank_choose(bool small)
{
	tank_ops = small ? small_tank : large_tank;
#define TANK_OP(name) static_call_update(tank_##name, tank_ops.name);
#include "static_call_ops.h"
}

void tank_give(void (*function)(struct tank *tank))
{
	static_call_update(tank_given, function);
}
