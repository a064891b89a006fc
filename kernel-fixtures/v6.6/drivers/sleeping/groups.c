// SPDX-License-Identifier: GPL-2.0-only
/* References to a control group: any context may take and drop them. */
#include <linux/cgroup_refcnt.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct charged {
	struct mmu_notifier notifier;
	struct cgroup_subsys_state *group;
	struct mutex lock;
	unsigned long flushed;
};

/* expect: secondary-tlb charges_ops: the last reference queues what is left to do */
static void charges_flush(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct charged *charged = container_of(mn, struct charged, notifier);

	if (!css_tryget(charged->group))
		return;
	charged->flushed += end - start;
	css_put(charged->group);
}

/* expect: young charges_ops: a reference beside one that is there */
static int charges_clear_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct charged *charged = container_of(mn, struct charged, notifier);

	css_get(charged->group);
	css_put(charged->group);
	return 0;
}

/* expect: secondary-tlb got_ops sleeps-atomic=violates: a mutex where the group is alive */
static void got_flush(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct charged *charged = container_of(mn, struct charged, notifier);

	if (!css_tryget(charged->group))
		return;
	mutex_lock(&charged->lock);
	mutex_unlock(&charged->lock);
	css_put(charged->group);
}

/* expect: secondary-tlb gone_ops sleeps-atomic=violates: a mutex where the group is gone */
static void gone_flush(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct charged *charged = container_of(mn, struct charged, notifier);

	if (css_tryget(charged->group)) {
		css_put(charged->group);
		return;
	}
	mutex_lock(&charged->lock);
	mutex_unlock(&charged->lock);
}

const struct mmu_notifier_ops charges_ops = {
	.arch_invalidate_secondary_tlbs = charges_flush,
	.clear_young = charges_clear_young,
};

const struct mmu_notifier_ops got_ops = {
	.arch_invalidate_secondary_tlbs = got_flush,
};

const struct mmu_notifier_ops gone_ops = {
	.arch_invalidate_secondary_tlbs = gone_flush,
};

MODULE_LICENSE("GPL");
