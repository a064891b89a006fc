// SPDX-License-Identifier: GPL-2.0-only
/* A macro that loops asks whether the end is reached: the path says that the loop runs. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct link { struct link *next; int known; };
struct chain { struct mmu_notifier notifier; struct link top; struct mutex mutex; };

#define is_top(pos, top) ((pos) == (top))
#define each_link(pos, top) for (pos = (top)->next; !is_top(pos, top); pos = pos->next)

/*
 * expect: range-start chain_ops sleeps-nonblockable=violates(runs,each_link,mutex_lock,!is_top,!false):
 *	every link takes the mutex
 */
static int chain_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct chain *chain = container_of(mn, struct chain, notifier);
	struct link *link;

	each_link(link, &chain->top) {
		mutex_lock(&chain->mutex);
		link->known = 0;
		mutex_unlock(&chain->mutex);
	}
	return 0;
}

const struct mmu_notifier_ops chain_ops = {
	.invalidate_range_start = chain_start,
};
