/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kinds of callbacks, one row each. All code and documentation that lists kinds is made from these rows.
 * To add a kind, add a row here, and fixtures. contract.h explains the columns.
 *
 * No include guard: each includer defines KIND, FIELDS, FINISH and NO_FINISH to make its own table.
 *
 *	KIND(name, record, FIELDS(field...), FINISH(field) or NO_FINISH, property...)
 */
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
