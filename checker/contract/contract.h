/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract as data: which fields of which structs are callbacks, what each kind
 * may return, and how each era of the API tells a callback that it must not block.
 */
#ifndef MNCHECK_CONTRACT_CONTRACT_H
#define MNCHECK_CONTRACT_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum contract_kind {
	KIND_RANGE_START,
	KIND_INTERVAL,
	KIND_INTERVAL_START,
	KIND_HMM_SYNC,
	KIND_COUNT,
};

struct contract {
	const char *name;	/* "range-start": as in reports */
	const char *record;	/* "mmu_notifier_ops" */
	const char *field;	/* "invalidate_range_start" */
	bool returns_bool;	/* true/false instead of 0/-errno */
	const char *end_field;	/* sibling that a failing callback must not have, or NULL */
	const char *finish_field;	/* sibling that runs after acceptance, or NULL */
};

/* Indexed by enum contract_kind. */
extern const struct contract contracts[KIND_COUNT];

/* include/linux/mmu_notifier.h: what inserts notifiers of intervals and reads their sequences. */
#define INTERVAL_INSERT "mmu_interval_notifier_insert"
#define INTERVAL_INSERT_LOCKED "mmu_interval_notifier_insert_locked"
#define INTERVAL_READ_BEGIN "mmu_interval_read_begin"
#define INTERVAL_READ_RETRY "mmu_interval_read_retry"

/* These four. */
#define SEQUENCE_FUNCTIONS 4
extern const char *const sequence_functions[SEQUENCE_FUNCTIONS];

/* The kind whose record and field these are, or -1. */
int contract_find(const char *record, const char *field);

#endif
