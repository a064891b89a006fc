/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The eras of the API: how a callback learns whether it may block. All rows that fit a
 * callback's signature apply; which one is real shows in what the code reads.
 */
#ifndef MNCHECK_CONTRACT_ERAS_H
#define MNCHECK_CONTRACT_ERAS_H

#include <stddef.h>
#include <stdint.h>

/* The range is the second parameter of every callback that has one. */
#define RANGE_PARAM 1

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

#endif
