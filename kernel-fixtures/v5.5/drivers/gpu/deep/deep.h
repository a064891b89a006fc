/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEEP_H
#define DEEP_H

#include <linux/list.h>
#include <linux/mmu_notifier.h>
#include <linux/mutex.h>

struct deep_engine;

struct deep_engine_funcs {
	int (*stop)(struct deep_engine *engine);
	int (*reset)(struct deep_engine *engine);
};

struct deep_engine {
	const struct deep_engine_funcs *funcs;
	void *regs;
};

struct deep_object {
	struct list_head link;
	struct deep_engine *engine;
	unsigned long start, end;
};

struct deep_device {
	struct mmu_notifier notifier;
	struct mmu_notifier resetter;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	struct list_head objects;
	struct deep_engine engine;
};

int deep_object_evict(struct deep_device *device, struct deep_object *object);
int deep_object_count(struct deep_device *device);
int deep_engine_wait_idle(struct deep_engine *engine);
extern const struct deep_engine_funcs deep_copy_funcs;

#endif
