// SPDX-License-Identifier: GPL-2.0-only
#include "compat.h"

/* FILL(ops) and COMPAT_START are words of a comment. */
static const char *text = "FILL(ops, f)";

static int start(struct mmu_notifier *mn, const struct mmu_notifier_range *range) /* DEFINED start */
{
	return 0;
}

const struct mmu_notifier_ops plain = {
	.invalidate_range_start = start,	/* LOCATED start of plain */
};
// FILE drivers/compat.h
#include <linux/mmu_notifier.h>
#define COMPAT_START invalidate_range_start
#define CALL(table) ((table)->invalidate_range_start(mn, range))
// FILE drivers/pointers.c
#include <linux/mmu_notifier.h>
extern const struct mmu_notifier_ops declared_elsewhere;
struct mmu_notifier_ops;
static const struct mmu_notifier_ops *pointer;
void use(const struct mmu_notifier_ops *ops, int size)
{
	CALL(ops);
	size = sizeof(struct mmu_notifier_ops);
}
// FILE drivers/release_alone.c
#include <linux/mmu_notifier.h>
const struct mmu_notifier_ops release_alone = {
	.release = f,	/* LOCATED f of release_alone */
};
// FILE drivers/dead.c
#include <linux/mmu_notifier.h>
#if 0
static struct mmu_notifier_ops nobody;
#endif
// FILE drivers/others.c
static const struct cache_ops other = {
	.invalidate = f,
};
