/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside engine/ only: what is taken for granted at entry, beyond what the caller tells; see entry_cases.c. */
#ifndef MNCHECK_ENGINE_ENTRY_CASES_H
#define MNCHECK_ENGINE_ENTRY_CASES_H

#include "engine/internal.h"

/* Equalities that one function is taken apart by. */
#define EQUALITIES_MOST 3

struct entry_case {
	const struct value *equality[EQUALITIES_MOST];
	bool is_true[EQUALITIES_MOST];
	uint32_t count;
};

typedef VEC(struct entry_case) entry_cases;

/* The first state of KNOWN. False: there is no such input. */
bool begin_case(struct activation *activation, const struct entry_case *known, struct state *start);
/* Appends the two cases of KNOWN that have EQUALITY as well to CASES. */
void part_case(const struct entry_case *known, const struct value *equality, entry_cases *cases);
/* Whether the case that is explored tells the truth of CONDITION, which the input decides. */
bool is_decided_by_case(const struct activation *activation, const struct value *condition);

/* Hooks of struct domain. */
void equated(struct domain *domain, struct state *state, const struct equality *asked);
bool was_read(struct domain *domain, const struct state *state, const struct region *region, int64_t from,
	      int64_t to);

#endif
