// SPDX-License-Identifier: GPL-2.0-only
/* Another processor, or the device, writes the answer: what was stored is not what is read back. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

#define MAILBOX_ASKED	1
#define MAILBOX_DONE	2

struct mailbox {
	struct mmu_notifier notifier;
	unsigned long start, end;
	u32 state;
};

/*
 * expect: range-start answered_by_others_ops fails-blockable=violates
 *	wrong-errno=violates(-EIO):
 *	-EIO when the answer is neither ASKED nor DONE, whatever the context; the wait spins
 */
static int answered_by_others_start(struct mmu_notifier *mn,
				    const struct mmu_notifier_range *range)
{
	struct mailbox *mailbox = container_of(mn, struct mailbox, notifier);

	mailbox->start = range->start;
	mailbox->end = range->end;
	WRITE_ONCE(mailbox->state, MAILBOX_ASKED);
	while (READ_ONCE(mailbox->state) == MAILBOX_ASKED)
		cpu_relax();
	return READ_ONCE(mailbox->state) == MAILBOX_DONE ? 0 : -EIO;
}

const struct mmu_notifier_ops answered_by_others_ops = {
	.invalidate_range_start = answered_by_others_start,
};

MODULE_LICENSE("GPL");
