// SPDX-License-Identifier: GPL-2.0-only
#include "compat.h"	/* SUSPECT */

FILL(&device->ops, start);
// FILE drivers/compat.h
#include <linux/mmu_notifier.h>
#define COMPAT_START invalidate_range_start
#define FILL(table, function) ((table)->COMPAT_START = (function))
typedef const struct mmu_interval_notifier_ops interval_ops_t;
#define compat_ops mmu_notifier_ops
#define HOLDER(name) struct compat_ops name
// FILE drivers/typedef.c
#include "compat.h"	/* SUSPECT */
extern interval_ops_t ops;
// FILE drivers/carried_twice.c
#include "compat.h"	/* SUSPECT */
HOLDER(ops) = INITIALISED;
// FILE drivers/member.c
#include "compat.h"	/* SUSPECT */
const struct mmu_notifier_ops by_member = {
	.COMPAT_START = f,
};
// FILE drivers/element.c
#include "pasted.h"	/* SUSPECT */
const struct mmu_notifier_ops by_element = {
	ELEMENT(f),
};
// FILE drivers/loose.c
#include <linux/mmu_notifier.h>	/* SUSPECT */
static struct mmu_notifier_ops filled_elsewhere;
// FILE drivers/typeof.c
#include <linux/mmu_notifier.h>	/* SUSPECT */
static const typeof(*((struct mmu_notifier *)0)->ops) by_typeof = {
	.invalidate_range_start = f,
};
