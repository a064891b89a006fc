/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The eras of the API: how a callback learns whether it may block. All rows that fit a callback's
 * signature apply at once. The callback reads only the member that its kernel has, so the others do no harm.
 */
#ifndef MNCHECK_CONTRACT_ERAS_H
#define MNCHECK_CONTRACT_ERAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct contract;

/* The range is the second parameter of each callback that has one. Since Linux 5.0 it is this struct. */
#define RANGE_PARAM 1
#define RANGE_RECORD "mmu_notifier_range"
/* The range's member that names who began it; the second is its name up to Linux 5.12. */
#define RANGE_OWNER "owner"
#define RANGE_OWNER_BEFORE "migrate_pgmap_owner"

struct era {
	const char *from;	/* first kernel of the era; for people */
	uint32_t param;		/* number of the parameter that tells, from 0 */
	uint32_t nparams;	/* a callback of that era has so many; 0: as its kind says */
	const char *record, *field;	/* member behind the parameter, a pointer; NULL: its value */
	uint64_t mask;		/* the bits that tell */
	uint64_t blockable;	/* their value if the callback may block; otherwise they are clear */
};

/* Room for the seeds that they make, and for the context's. */
#define ERAS_MAX 8
extern const struct era eras[];
extern const size_t neras;

/* Whether some era fits a callback of this kind with NPARAMS parameters. */
bool eras_tell_function(const struct contract *contract, uint32_t nparams);
/* Whether some era fits a callback declared with PARAMS, the C text between the parentheses. */
bool eras_tell_declaration(const char *params);

#endif
