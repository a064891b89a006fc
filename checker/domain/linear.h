/* SPDX-License-Identifier: GPL-2.0-only */
/* For domain/ alone: sums of values, term by term. All arithmetic is modulo the width, so it is exact. */
#ifndef MNCHECK_DOMAIN_LINEAR_H
#define MNCHECK_DOMAIN_LINEAR_H

#include "domain/value.h"

/* Longer sums stay as they are. */
#define TERMS_MAX 8

struct sum {
	uint64_t constant;
	uint32_t count;
	struct {
		const struct value *value;
		int times;	/* how often it is added; below 0: subtracted; 0: it cancelled itself */
	} terms[TERMS_MAX];
};

/* Whether terms of A and of B cancel each other in A + B, or in A - B with SUBTRACT; then *SUM is what is left. */
bool sum_cancels(const struct value *a, const struct value *b, bool subtract, struct sum *sum);

#endif
