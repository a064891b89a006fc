// SPDX-License-Identifier: GPL-2.0-only
#include <linux/sched.h>
#include <linux/vm_host.h>

static bool unmap_leaf(struct vm *vm, unsigned long gfn)
{
	bool was_present = gfn < vm->ngfns && vm->present[gfn];

	if (was_present)
		vm->present[gfn] = false;
	return was_present;
}

/* Drops the lock to let others run, if the caller may yield. */
static bool walk_gfns(struct vm *vm, unsigned long start, unsigned long end, bool can_yield)
{
	bool flush = false;
	unsigned long gfn;

	for (gfn = start; gfn < end; gfn++) {
		if (can_yield && need_resched()) {
			write_unlock(&vm->mmu_lock);
			cond_resched();
			write_lock(&vm->mmu_lock);
		}
		flush |= unmap_leaf(vm, gfn);
	}
	return flush;
}

bool vm_arch_unmap_gfns(struct vm *vm, struct vm_gfn_range *range)
{
	return walk_gfns(vm, range->start, range->end, range->may_block);
}

void vm_flush_remote(struct vm *vm)
{
	while (READ_ONCE(vm->in_progress) > 1)
		cpu_relax();
}
