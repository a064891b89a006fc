// SPDX-License-Identifier: GPL-2.0-only
/* The flags are an argument, two calls down; what it is, the callback says. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>

struct sender {
	struct mmu_notifier notifier;
	unsigned long sent;
};

struct packet {
	unsigned long start, end;
};

static int send(struct sender *owner, const struct mmu_notifier_range *range, gfp_t gfp)
{
	struct packet *packet = kzalloc(sizeof(*packet), gfp);

	if (!packet)
		return -ENOMEM;
	packet->start = range->start;
	WRITE_ONCE(packet->end, range->end);
	owner->sent++;
	kfree(packet);
	return 0;
}

static void send_twice(struct sender *owner, const struct mmu_notifier_range *range, gfp_t gfp)
{
	if (send(owner, range, gfp | __GFP_NOWARN))
		send(owner, range, gfp);
}

/*
 * expect: range-start send_kernel_ops may-reclaim=violates:
 *	send_twice -> send -> kzalloc with the argument, GFP_KERNEL, behind the test
 */
static int send_kernel_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct sender *owner = container_of(mn, struct sender, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	send_twice(owner, range, GFP_KERNEL);
	return 0;
}

const struct mmu_notifier_ops send_kernel_ops = {
	.invalidate_range_start = send_kernel_start,
};

/* expect: range-start send_nowait_ops: the argument is GFP_NOWAIT */
static int send_nowait_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct sender *owner = container_of(mn, struct sender, notifier);

	send_twice(owner, range, GFP_NOWAIT);
	return 0;
}

const struct mmu_notifier_ops send_nowait_ops = {
	.invalidate_range_start = send_nowait_start,
};

/*
 * expect: range-start send_nofs_ops may-reclaim=violates:
 *	GFP_NOFS reclaims directly, only not into file systems
 */
static int send_nofs_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct sender *owner = container_of(mn, struct sender, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	send_twice(owner, range, GFP_NOFS);
	return 0;
}

const struct mmu_notifier_ops send_nofs_ops = {
	.invalidate_range_start = send_nofs_start,
};

/*
 * expect: range-start send_atomic_first_ops may-reclaim=violates:
 *	once more with GFP_KERNEL where GFP_ATOMIC found nothing and it may block
 */
static int send_atomic_first_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct sender *owner = container_of(mn, struct sender, notifier);
	gfp_t gfp = GFP_ATOMIC;

	if (send(owner, range, gfp) && mmu_notifier_range_blockable(range)) {
		gfp = GFP_KERNEL;
		send(owner, range, gfp);
	}
	return 0;
}

const struct mmu_notifier_ops send_atomic_first_ops = {
	.invalidate_range_start = send_atomic_first_start,
};

/* expect: range-start send_atomic_only_ops: GFP_ATOMIC on both ways */
static int send_atomic_only_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct sender *owner = container_of(mn, struct sender, notifier);
	gfp_t gfp = GFP_ATOMIC;

	if (range->event == MMU_NOTIFY_UNMAP)
		gfp |= __GFP_NOWARN;
	send_twice(owner, range, gfp);
	return 0;
}

const struct mmu_notifier_ops send_atomic_only_ops = {
	.invalidate_range_start = send_atomic_only_start,
};

MODULE_LICENSE("GPL");
