// SPDX-License-Identifier: GPL-2.0-only
/* Of another architecture, and wrong: a page that is being exported is waited for. */
#include <linux/errno.h>
#include <linux/pagemap.h>
#include <linux/vm_host.h>

static int export_page(struct page *page)
{
	struct folio *folio = page_folio(page);

	if (!folio_trylock(folio))
		return -EBUSY;
	folio_wait_writeback(folio);
	folio_unlock(folio);
	return 0;
}

/*
 * expect: range-start s390_vm_ops fails-blockable=violates|undecided
 *	wrong-errno=violates|undecided sleeps-nonblockable=violates|undecided
 *	fails-with-end=holds|undecided returns-locked=holds|undecided may-reclaim=holds|undecided:
 *	-EBUSY of export_page, whatever the context, and folio_wait_writeback without a test; of
 *	another architecture than the one configured, so it may be listed without a judgement
 */
static int s390_vm_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct vm *vm = container_of(mn, struct vm, notifier);

	return export_page((struct page *)vm->present);
}

const struct mmu_notifier_ops s390_vm_ops = {
	.invalidate_range_start = s390_vm_start,
};

/* The generic code must not mix this one up with x86's. */
bool vm_arch_unmap_gfns(struct vm *vm, struct vm_gfn_range *range)
{
	might_sleep();
	return false;
}
