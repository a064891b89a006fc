// SPDX-License-Identifier: GPL-2.0-only
/* It may fail where it does, but with -EAGAIN only: the loop's last error wins instead. */
#include <linux/io.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/wait.h>

struct channel {
	struct list_head link;
	wait_queue_head_t idle;
	void *regs;
};

struct channels {
	struct mmu_notifier notifier;
	struct list_head list;
};

static int try_stop(struct channel *channel)
{
	writel(1, channel->regs);
	return readl(channel->regs) & 1 ? -EBUSY : 0;
}

static void stop(struct channel *channel)
{
	wait_event(channel->idle, !try_stop(channel));
}

/*
 * expect: range-start last_error_ops wrong-errno=violates(-EBUSY):
 *	not blockable: -EBUSY of try_stop() overwrites -EAGAIN; while blockable ret stays 0
 */
static int last_error_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct channels *channels = container_of(mn, struct channels, notifier);
	struct channel *channel;
	int ret = 0;

	list_for_each_entry(channel, &channels->list, link) {
		if (mmu_notifier_range_blockable(range)) {
			stop(channel);
			continue;
		}
		ret = -EAGAIN;
		ret = try_stop(channel);
	}
	return ret;
}

const struct mmu_notifier_ops last_error_ops = {
	.invalidate_range_start = last_error_start,
};

MODULE_LICENSE("GPL");
