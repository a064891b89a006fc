/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_VM_HOST_H
#define _LINUX_VM_HOST_H

#include <linux/mmu_notifier.h>
#include <linux/spinlock.h>

struct vm {
	struct mmu_notifier notifier;
	rwlock_t mmu_lock;
	unsigned long in_progress;
	unsigned long ngfns;
	bool *present;
};

struct vm_gfn_range {
	unsigned long start, end;
	bool may_block;
};

typedef bool (*vm_gfn_handler_t)(struct vm *vm, struct vm_gfn_range *range);

struct vm_hva_range {
	unsigned long start, end;
	vm_gfn_handler_t handler;
	void (*on_lock)(struct vm *vm);
	bool may_block;
};

/* Each architecture has its own. */
bool vm_arch_unmap_gfns(struct vm *vm, struct vm_gfn_range *range);
void vm_flush_remote(struct vm *vm);

#endif
