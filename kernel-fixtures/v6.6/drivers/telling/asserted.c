// SPDX-License-Identifier: GPL-2.0-only
/* Assertions, arithmetic and messages on the way: none of them decides, and none is told. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct asserted { struct mmu_notifier notifier; struct mutex mutex; bool ready; unsigned long first; };

void asserted_warn(const char *what);
#define asserted_on(condition) ({				\
	bool failed_ = !!(condition);				\
	if (failed_)						\
		asserted_warn(#condition);			\
	failed_;						\
})
#define asserted_greater(a, b) ({ unsigned long a_ = (a), b_ = (b); a_ > b_ ? a_ : b_; })
#define asserted_say(text) do { if (asserted_verbose) asserted_warn(text); } while (0)
int asserted_verbose;

void asserted_warn(const char *what)
{
	asserted_verbose = !!what;
}

/*
 * expect: range-start asserted_ops
 *	sleeps-nonblockable=violates(mutex_lock,ready,!asserted_on,!asserted_greater,!asserted_say):
 *	a device that is ready takes the mutex
 */
static int asserted_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct asserted *asserted = container_of(mn, struct asserted, notifier);

	asserted->first = asserted_greater(asserted->first, range->start);
	asserted_say("invalidates");
	if (asserted_on(!asserted->ready))
		return 0;
	mutex_lock(&asserted->mutex);
	mutex_unlock(&asserted->mutex);
	return 0;
}

const struct mmu_notifier_ops asserted_ops = {
	.invalidate_range_start = asserted_start,
};
