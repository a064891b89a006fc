/* SPDX-License-Identifier: GPL-2.0-only */
/* As from Linux 4.20 to 5.3: the update says whether it may block. */
#ifndef _LINUX_HMM_H
#define _LINUX_HMM_H

#include <linux/list.h>
#include <linux/mm_types.h>

struct hmm_mirror;

enum hmm_update_event {
	HMM_UPDATE_INVALIDATE,
};

struct hmm_update {
	unsigned long start;
	unsigned long end;
	enum hmm_update_event event;
	bool blockable;
};

struct hmm_mirror_ops {
	void (*release)(struct hmm_mirror *mirror);
	int (*sync_cpu_device_pagetables)(struct hmm_mirror *mirror,
					  const struct hmm_update *update);
};

struct hmm_mirror {
	const struct hmm_mirror_ops *ops;
	struct list_head list;
};

int hmm_mirror_register(struct hmm_mirror *mirror, struct mm_struct *mm);
void hmm_mirror_unregister(struct hmm_mirror *mirror);

#endif
