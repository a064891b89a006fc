/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LATE_H
#define LATE_H

#include <linux/mmu_notifier.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct late;

struct late_ops {
	void (*flush)(struct late *late);
	void (*drain)(struct late *late);
};

struct late {
	struct mmu_notifier notifier;
	struct late_ops ops;
	struct mutex mutex;
	spinlock_t spin;
	unsigned long flushed;
};

extern const struct late_ops late_defaults;
void late_flush_spinning(struct late *late);

#endif
