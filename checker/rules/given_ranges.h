/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which calls of a function get a range that it begins or ends, so that they may end or begin it. A call gets a range if
 * one of its arguments points to it, or to what leads to it. The address of a member of the range does not: no code goes
 * from there to the range.
 */
#ifndef MNCHECK_RULES_GIVEN_RANGES_H
#define MNCHECK_RULES_GIVEN_RANGES_H

#include "ir/ir.h"

struct given_ranges;

/* The ranges of FUNCTION, and of the functions of UNIT that it hands them to. Their bodies get loaded. */
struct given_ranges *given_ranges_new(struct ir_unit *unit, const struct ir_function *function);
void given_ranges_free(struct given_ranges *ranges);

/*
 * Whether the call SITE in FUNCTION of UNIT may change what was begun. A function of another unit was entered for some
 * call that got a range: there each argument counts that comes from a parameter.
 */
bool call_gets_range(const struct given_ranges *ranges, const struct ir_unit *unit,
		     const struct ir_function *function, const struct ir_inst *site);

#endif
