/* SPDX-License-Identifier: GPL-2.0-only */
/* As in Linux 5.4: a mirror gets the notifier's own range. */
#ifndef _LINUX_HMM_H
#define _LINUX_HMM_H

#include <linux/list.h>
#include <linux/mmu_notifier.h>

struct hmm_mirror;

struct hmm_mirror_ops {
	void (*release)(struct hmm_mirror *mirror);
	int (*sync_cpu_device_pagetables)(struct hmm_mirror *mirror,
					  const struct mmu_notifier_range *update);
};

struct hmm_mirror {
	const struct hmm_mirror_ops *ops;
	struct list_head list;
};

int hmm_mirror_register(struct hmm_mirror *mirror, struct mm_struct *mm);
void hmm_mirror_unregister(struct hmm_mirror *mirror);

#endif
