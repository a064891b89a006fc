/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract as data. A row per kind of callback says which fields of which struct it fills, what it may
 * return and whether it may sleep. kinds.h holds the rows; eras.h says how a callback learns that it must not
 * block.
 *
 * Single kinds have no names in C. Code asks for a property of the kind instead.
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

/* What a callback may return. */
enum contract_returns {
	RETURNS_NOTHING,
	RETURNS_BOOL,	/* true; or false (refuses the range), only if the range is not blockable */
	RETURNS_ERRNO,	/* 0; or -EAGAIN (refuses the range), only if the range is not blockable */
	RETURNS_ANYTHING,	/* an answer, or nothing: no value is wrong */
};

/* Whether a callback may sleep. */
enum contract_blockable {
	BLOCKABLE_BY_RANGE,	/* if the range is blockable: each call tells the callback (eras.h) */
	BLOCKABLE_NEVER,
	BLOCKABLE_ALWAYS,	/* the kind is only named: no rule is about it */
	BLOCKABLE_CHOSEN,	/* it is no callback: it chooses for those that it calls */
};

/* What the kernel's tests of its own context say in a callback; the values of the ghost CONTEXT_GHOST. */
enum contract_context {
	CONTEXT_PROCESS,	/* no interrupt; whether it is atomic is not known */
	CONTEXT_LOCKED,		/* a spinning lock is held: preemption is off */
	CONTEXT_BH_OFF,		/* bottom halves are off */
};
/* The variable of the models that holds the context. */
#define CONTEXT_GHOST "__mn_context"

/* How many fields one kind may have. A kernel may lack some of them. */
#define CONTRACT_FIELDS_MAX 7

struct contract {
	const char *name;	/* in reports: "range-start" */
	const char *record;	/* "mmu_notifier_ops"; NULL: it is no callback */
	const char *fields[CONTRACT_FIELDS_MAX + 1];	/* "invalidate_range_start"; ends with NULL */
	enum contract_returns returns;
	enum contract_blockable blockable;
	enum contract_context context;
	const char *called;	/* how it is called if it may never sleep: "with a lock held"; or NULL */
	uint32_t params;	/* number of parameters, if the second one is the range; 0: it has none */
	const char *end_field;	/* field that must be empty if the callback can fail; or NULL */
	const char *finish_field;	/* field that runs after the callback accepts; or NULL */
	const char *role;	/* whose models stand in for what it calls (model/MODELS.md); NULL: a callback */
	bool has_sequence;	/* the callback must set the sequence number that drivers read */
};

/* Indexed by enum contract_kind. */
extern const struct contract contracts[KIND_COUNT];

/*
 * What locate looks for: the structs, and their fields that are callbacks or run after one, but for those of
 * kinds that are only named. Both lists end with NULL and may repeat a name.
 */
extern const char *const locate_records[];
extern const char *const locate_fields[];

/*
 * Functions of include/linux/mmu_notifier.h that insert interval notifiers and read their sequence numbers.
 */
#define INTERVAL_INSERT "mmu_interval_notifier_insert"
#define INTERVAL_INSERT_LOCKED "mmu_interval_notifier_insert_locked"
#define INTERVAL_READ_BEGIN "mmu_interval_read_begin"
#define INTERVAL_READ_RETRY "mmu_interval_read_retry"

/* These four functions. */
#define NSEQUENCE_FUNCTIONS 4
extern const char *const sequence_functions[NSEQUENCE_FUNCTIONS];

/* The kind with that record and field, or -1. */
int contract_find(const char *record, const char *field);

/* Whether that kind is only named. It has no verdicts, so its functions are never parsed. */
bool contract_is_named_only(int kind);

/* The value for success, 0 or true. Only for kinds that can fail. */
int contract_success(const struct contract *contract);

/*
 * Whether the contract covers a callback with this signature. Up to Linux 4.18 no contract existed: callbacks
 * returned nothing and did not learn whether they may block. A kind that can fail is covered if it returns
 * something. A kind that cannot fail, but may block depending on the range, is covered if some era tells it
 * (eras.h).
 */
bool contract_covers_function(const struct contract *contract, bool returns_nothing,
			      uint32_t nparams);
/* The same for the declaration in the tree's header. PARAMS is the C text between the parentheses. */
bool contract_covers_declaration(const struct contract *contract, bool returns_nothing,
				 const char *params);

#endif
