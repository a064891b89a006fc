// SPDX-License-Identifier: GPL-2.0-only
/* See order.h. */
#include "domain/order.h"

/* ---- what is known of the two values themselves ---- */

#define LESS 1u
#define SAME 2u
#define MORE 4u

/* The orders of A and B of which "A OPCODE B" is true. */
static unsigned orders_of(enum ir_opcode opcode)
{
	switch (opcode) {
	case IR_EQ:
		return SAME;
	case IR_NE:
		return LESS | MORE;
	case IR_ULT:
	case IR_SLT:
		return LESS;
	default:
		return LESS | SAME;
	}
}

static unsigned swapped(unsigned orders)
{
	return (orders & SAME) | (orders & LESS ? MORE : 0) | (orders & MORE ? LESS : 0);
}

/* What the fact about "A OPCODE B" leaves of ORDERS; WANTED is the value that is asked for. */
static unsigned narrow_orders(struct domain *domain, const struct state *state, unsigned orders,
			      enum ir_opcode opcode, const struct value *wanted, bool swap)
{
	const struct value *a = swap ? wanted->b : wanted->a, *b = swap ? wanted->a : wanted->b;
	const struct value *known = value_operation(domain->values, opcode, a, b, 1, NULL);
	const struct intset *fact = known == wanted || known->kind != VALUE_OPERATION ||
		!ir_is_compare(known->opcode) ? NULL : pmap_get(state->facts, known->id);
	unsigned allowed = swap ? swapped(orders_of(opcode)) : orders_of(opcode);

	if (!fact || !intset_is_const(fact))
		return orders;
	return orders & (intset_min(fact) ? allowed : ~allowed);
}

/* ---- what others between them tell ---- */

/* So many comparisons are looked at, and so many values between the two. */
#define EDGES_MAX 48

/* "LOW is at most HIGH", or less. */
struct order_edge {
	const struct value *low, *high;
	bool strict;
};

struct order_edges {
	struct domain *domain;
	const struct value *wanted;	/* what is asked tells nothing of itself */
	bool is_signed;
	uint32_t count;
	struct order_edge at[EDGES_MAX];
};

/* Further edges are left out: they could only tell more. */
static void add_edge(struct order_edges *edges, const struct value *low, const struct value *high, bool strict)
{
	if (edges->count < EDGES_MAX)
		edges->at[edges->count++] = (struct order_edge){ low, high, strict };
}

static bool add_comparison(uint32_t key, const void *set, void *context)
{
	struct order_edges *edges = context;
	const struct value *value = value_by_id(edges->domain->values, key);

	if (value->kind != VALUE_OPERATION || !ir_is_compare(value->opcode) || value == edges->wanted ||
	    value->a->width != edges->wanted->a->width || !intset_is_const(set))
		return true;
	bool truth = intset_min(set);
	switch (value->opcode) {
	case IR_EQ:
	case IR_NE:
		if (truth != (value->opcode == IR_EQ))
			break;
		add_edge(edges, value->a, value->b, false);
		add_edge(edges, value->b, value->a, false);
		break;
	default:
		if ((value->opcode == IR_SLT || value->opcode == IR_SLE) != edges->is_signed)
			break;
		bool strict = truth == (value->opcode == IR_ULT || value->opcode == IR_SLT);

		add_edge(edges, truth ? value->a : value->b, truth ? value->b : value->a, strict);
		break;
	}
	return edges->count < EDGES_MAX;
}

/* The orders that A and B may have where the edges lead from A up to B. */
static unsigned orders_upwards(const struct order_edges *edges, const struct value *a, const struct value *b)
{
	const struct value *reached[EDGES_MAX + 1] = { a };
	bool strictly[EDGES_MAX + 1] = { false };
	uint32_t count = 1;
	bool grows = true;

	while (grows) {
		grows = false;
		for (uint32_t e = 0; e < edges->count; e++) {
			const struct order_edge *edge = &edges->at[e];
			uint32_t from = 0, to = 0;

			while (from < count && reached[from] != edge->low)
				from++;
			while (to < count && reached[to] != edge->high)
				to++;
			if (from == count || (to == count && count > EDGES_MAX))
				continue;
			bool strict = strictly[from] || edge->strict;
			if (to < count && (strictly[to] || !strict))
				continue;
			reached[to] = edge->high;
			strictly[to] = strict;
			count += to == count;
			grows = true;
		}
	}
	for (uint32_t i = 1; i < count; i++)
		if (reached[i] == b)
			return strictly[i] ? LESS : LESS | SAME;
	return LESS | SAME | MORE;
}

/* The orders that A and B of WANTED, "A OPCODE B", may have by all comparisons but WANTED. */
static unsigned orders_by_way(struct domain *domain, const struct state *state, const struct value *wanted,
			      bool is_signed)
{
	struct order_edges edges = { .domain = domain, .wanted = wanted, .is_signed = is_signed };

	pmap_each(state->facts, add_comparison, &edges);
	if (edges.count < 2)
		return LESS | SAME | MORE;
	return orders_upwards(&edges, wanted->a, wanted->b) &
	       swapped(orders_upwards(&edges, wanted->b, wanted->a));
}

enum truth truth_by_order(struct domain *domain, const struct state *state, const struct value *value)
{
	bool is_signed = value->opcode == IR_SLT || value->opcode == IR_SLE;
	const enum ir_opcode asked[] = { IR_EQ, IR_NE, is_signed ? IR_SLT : IR_ULT,
					 is_signed ? IR_SLE : IR_ULE };
	unsigned orders = LESS | SAME | MORE, wanted = orders_of(value->opcode);

	for (unsigned i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
		orders = narrow_orders(domain, state, orders, asked[i], value, false);
		orders = narrow_orders(domain, state, orders, asked[i], value, true);
	}
	if (orders & wanted && orders & ~wanted)
		orders &= orders_by_way(domain, state, value, is_signed);
	if (!orders || !(orders & ~wanted))
		return TRUTH_TRUE;
	return orders & wanted ? TRUTH_UNKNOWN : TRUTH_FALSE;
}
