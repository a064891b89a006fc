// SPDX-License-Identifier: GPL-2.0-only
/* Any context may post work requests, whatever the device; other methods of it may do anything. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <rdma/ib_verbs.h>

struct posts {
	struct mmu_notifier notifier;
	struct ib_qp *qp;
	struct ib_send_wr *request;
};

/* expect: range-start posts_ops: posts a request that it has */
static int posts_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct posts *owner = container_of(mn, struct posts, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	(void)ib_post_send(owner->qp, owner->request, NULL);
	return 0;
}

const struct mmu_notifier_ops posts_ops = {
	.invalidate_range_start = posts_start,
};

/* expect: range-start posts_new_ops may-reclaim=violates: allocates the request with GFP_KERNEL */
static int posts_new_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct posts *owner = container_of(mn, struct posts, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->request = kmalloc(sizeof(*owner->request), GFP_KERNEL);
	(void)ib_post_send(owner->qp, owner->request, NULL);
	return 0;
}

const struct mmu_notifier_ops posts_new_ops = {
	.invalidate_range_start = posts_new_start,
};

/* expect: range-start posts_none_ops may-reclaim=undecided: no source says what modify_qp does */
static int posts_none_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct posts *owner = container_of(mn, struct posts, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	(void)ib_modify_state(owner->qp, 0);
	return 0;
}

const struct mmu_notifier_ops posts_none_ops = {
	.invalidate_range_start = posts_none_start,
};

MODULE_LICENSE("GPL");
