/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kinds of callbacks, one row each. All code and documentation that lists kinds is made from these rows.
 * To add a kind, add a row here, and fixtures. contract.h explains the columns.
 *
 * No include guard: each includer defines KIND, FIELDS, FINISH and NO_FINISH to make its own table. NAMED_KIND
 * is a kind that is only named, CALLER_KIND one of functions that are in no table, but call what is. Both are the
 * same as KIND where the includer does not define them.
 *
 *	KIND(name, record, FIELDS(field...), FINISH(field) or NO_FINISH, property...)
 */
#ifndef NAMED_KIND
#define NAMED_KIND KIND
#define NAMED_KIND_IS_KIND
#endif
#ifndef CALLER_KIND
#define CALLER_KIND KIND
#define CALLER_KIND_IS_KIND
#endif

KIND("range-start", "mmu_notifier_ops", FIELDS("invalidate_range_start"), NO_FINISH,
     .returns = RETURNS_ERRNO, .blockable = BLOCKABLE_BY_RANGE, .params = 2,
     .end_field = "invalidate_range_end")

KIND("interval", "mmu_interval_notifier_ops", FIELDS("invalidate"), NO_FINISH,
     .returns = RETURNS_BOOL, .blockable = BLOCKABLE_BY_RANGE, .params = 3, .has_sequence = true)

KIND("interval-start", "mmu_interval_notifier_ops", FIELDS("invalidate_start"),
     FINISH("invalidate_finish"),
     .returns = RETURNS_BOOL, .blockable = BLOCKABLE_BY_RANGE, .params = 4, .has_sequence = true)

KIND("hmm-sync", "hmm_mirror_ops", FIELDS("sync_cpu_device_pagetables"), NO_FINISH,
     .returns = RETURNS_ERRNO, .blockable = BLOCKABLE_BY_RANGE, .params = 2)

KIND("range-end", "mmu_notifier_ops", FIELDS("invalidate_range_end"), NO_FINISH,
     .returns = RETURNS_NOTHING, .blockable = BLOCKABLE_BY_RANGE, .params = 2)

KIND("secondary-tlb", "mmu_notifier_ops",
     FIELDS("arch_invalidate_secondary_tlbs", "invalidate_range"), NO_FINISH,
     .returns = RETURNS_NOTHING, .blockable = BLOCKABLE_NEVER, .context = CONTEXT_LOCKED,
     .called = "with the page-table lock held")

KIND("young", "mmu_notifier_ops",
     FIELDS("clear_flush_young", "clear_young", "test_young", "change_pte"), NO_FINISH,
     .returns = RETURNS_ANYTHING, .blockable = BLOCKABLE_NEVER, .context = CONTEXT_LOCKED,
     .called = "with the page-table lock held")

KIND("free", "mmu_notifier_ops", FIELDS("free_notifier"), NO_FINISH,
     .returns = RETURNS_NOTHING, .blockable = BLOCKABLE_NEVER, .context = CONTEXT_BH_OFF,
     .called = "from an SRCU callback, with bottom halves off")

NAMED_KIND("release", "mmu_notifier_ops", FIELDS("release"), NO_FINISH,
	   .returns = RETURNS_NOTHING, .blockable = BLOCKABLE_ALWAYS)

NAMED_KIND("alloc", "mmu_notifier_ops", FIELDS("alloc_notifier"), NO_FINISH,
	   .returns = RETURNS_ANYTHING, .blockable = BLOCKABLE_ALWAYS)

CALLER_KIND("caller", NULL, NO_FIELDS, NO_FINISH,
	    .returns = RETURNS_ANYTHING, .blockable = BLOCKABLE_CHOSEN, .role = "caller")

#ifdef CALLER_KIND_IS_KIND
#undef CALLER_KIND
#undef CALLER_KIND_IS_KIND
#endif
#ifdef NAMED_KIND_IS_KIND
#undef NAMED_KIND
#undef NAMED_KIND_IS_KIND
#endif
