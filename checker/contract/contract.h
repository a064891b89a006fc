/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract as data: which fields of which structs are callbacks, what each kind may return,
 * and how it learns that it must not block (eras.h). The rows stand in kinds.h.
 *
 * Single kinds have no names in C: what differs between kinds is a property of theirs, and code asks
 * for the property.
 */
#ifndef MNCHECK_CONTRACT_CONTRACT_H
#define MNCHECK_CONTRACT_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of a row of kinds.h. */
enum contract_kind {
#define KIND(...) + 1
	KIND_COUNT = 0
#include "contract/kinds.h"
#undef KIND
};

/* What a callback returns. */
enum contract_returns {
	RETURNS_NOTHING,
	RETURNS_BOOL,	/* true; false, which refuses the range, only if that is not blockable */
	RETURNS_ERRNO,	/* 0; -EAGAIN, which refuses the range, only if that is not blockable */
};

/* Whether a callback may sleep. */
enum contract_blockable {
	BLOCKABLE_BY_RANGE,	/* if the range is blockable, which each call tells (eras.h) */
	BLOCKABLE_NEVER,
	BLOCKABLE_UNKNOWN,	/* nothing says so */
};

/* The fields that are one kind; older kernels may lack some. */
#define CONTRACT_FIELDS_MAX 7

struct contract {
	const char *name;	/* "range-start": as in reports */
	const char *record;	/* "mmu_notifier_ops" */
	const char *fields[CONTRACT_FIELDS_MAX + 1];	/* "invalidate_range_start"; NULL at the end */
	enum contract_returns returns;
	enum contract_blockable blockable;
	uint32_t params;	/* how many a callback has whose second one is the range; 0: it has no range */
	const char *end_field;	/* sibling that a failing callback must not have, or NULL */
	const char *finish_field;	/* sibling that runs after acceptance, or NULL */
	bool has_sequence;	/* it must record the sequence that drivers read */
};

/* Indexed by enum contract_kind. */
extern const struct contract contracts[KIND_COUNT];

/*
 * What locate looks for: the structs, and their fields that are callbacks or run after one. NULL at
 * the end; a name may stand there more than once.
 */
extern const char *const locate_records[];
extern const char *const locate_fields[];

/* include/linux/mmu_notifier.h: what inserts notifiers of intervals and reads their sequences. */
#define INTERVAL_INSERT "mmu_interval_notifier_insert"
#define INTERVAL_INSERT_LOCKED "mmu_interval_notifier_insert_locked"
#define INTERVAL_READ_BEGIN "mmu_interval_read_begin"
#define INTERVAL_READ_RETRY "mmu_interval_read_retry"

/* These four. */
#define NSEQUENCE_FUNCTIONS 4
extern const char *const sequence_functions[NSEQUENCE_FUNCTIONS];

/* The kind whose record and field these are, or -1. */
int contract_find(const char *record, const char *field);

/* What a callback returns that does its work: 0 or true. Of kinds that can fail only. */
int contract_success(const struct contract *contract);

/*
 * Whether a callback with this signature is under the contract at all. Up to Linux 4.18 callbacks
 * returned nothing and were told nothing. A kind that can fail is under contract since it returns
 * something; one that cannot, but may block by the range, since it is told of blockability.
 */
bool contract_covers_function(const struct contract *contract, bool returns_nothing,
			      uint32_t nparams);
/* Likewise by the declaration in the tree's header: PARAMS is the C text between the parentheses. */
bool contract_covers_declaration(const struct contract *contract, bool returns_nothing,
				 const char *params);

#endif
