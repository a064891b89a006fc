// SPDX-License-Identifier: GPL-2.0-only
/* Built from the architecture's directory. What may block travels down to the architecture's walk. */
#include <linux/vm_host.h>

static struct vm *vm_of(struct mmu_notifier *mn)
{
	return container_of(mn, struct vm, notifier);
}

static bool handle_range(struct vm *vm, const struct vm_hva_range *range)
{
	struct vm_gfn_range gfns;
	bool flush = false;

	write_lock(&vm->mmu_lock);
	range->on_lock(vm);
	if (range->start < range->end) {
		gfns.start = range->start >> PAGE_SHIFT;
		gfns.end = range->end >> PAGE_SHIFT;
		gfns.may_block = range->may_block;
		flush |= range->handler(vm, &gfns);
	}
	if (flush)
		vm_flush_remote(vm);
	write_unlock(&vm->mmu_lock);
	return flush;
}

static void begin(struct vm *vm)
{
	vm->in_progress++;
}

/*
 * expect: range-start vm_notifier_ops:
 *	returns 0 only, so the end is legal; arch/x86/vm/x86_unmap.c walk_gfns: cond_resched needs
 *	can_yield, which is blockable
 */
static int vm_invalidate_range_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	const struct vm_hva_range hvas = {
		.start = range->start,
		.end = range->end,
		.handler = vm_arch_unmap_gfns,
		.on_lock = begin,
		.may_block = mmu_notifier_range_blockable(range),
	};

	handle_range(vm_of(mn), &hvas);
	return 0;
}

/* expect: range-end vm_notifier_ops: write_lock spins */
static void vm_invalidate_range_end(struct mmu_notifier *mn,
				    const struct mmu_notifier_range *range)
{
	struct vm *vm = vm_of(mn);

	write_lock(&vm->mmu_lock);
	vm->in_progress--;
	write_unlock(&vm->mmu_lock);
}

const struct mmu_notifier_ops vm_notifier_ops = {
	.invalidate_range_start = vm_invalidate_range_start,
	.invalidate_range_end = vm_invalidate_range_end,
};
