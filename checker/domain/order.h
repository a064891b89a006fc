/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What comparisons that are known say of others: a <= b and b < c say a < c. (Order is a closure of facts as in zones,
 * Miné, "A new numerical abstract domain based on difference-bound matrices", 2001, with the bound 0 alone.)
 */
#ifndef MNCHECK_DOMAIN_ORDER_H
#define MNCHECK_DOMAIN_ORDER_H

#include "domain/state.h"

/* Whether VALUE, a comparison, is true by what STATE knows of other comparisons. */
enum truth truth_by_order(struct domain *domain, const struct state *state, const struct value *value);

#endif
