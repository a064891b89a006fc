/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The eras of the API: how a callback learns whether it may block. All rows that fit a
 * callback's signature apply; which one is real shows in what the code reads.
 */
#ifndef MNCHECK_CONTRACT_ERAS_H
#define MNCHECK_CONTRACT_ERAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct contract;

/* The range is the second parameter of every callback that has one, and since Linux 5.0 this struct. */
#define RANGE_PARAM 1
#define RANGE_RECORD "mmu_notifier_range"

struct era {
	const char *from;	/* first kernel that has it; for people */
	uint32_t param;		/* which parameter tells */
	uint32_t nparams;	/* of a callback of that era; 0: any number */
	const char *record, *field;	/* the member of what it points to; NULL: the value itself */
	uint64_t mask;		/* the bits that tell */
	uint64_t blockable;	/* these bits when it may block; all clear otherwise */
};

#define ERAS_MAX 8
extern const struct era eras[];
extern const size_t neras;

/* Whether some era tells a callback of this kind, by the number of its parameters. */
bool eras_tell_function(const struct contract *contract, uint32_t nparams);
/* Whether some era tells a callback that is declared with PARAMS, C text between parentheses. */
bool eras_tell_declaration(const char *params);

#endif
