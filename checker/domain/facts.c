// SPDX-License-Identifier: GPL-2.0-only
/*
 * Facts about values. Ranges are computed upwards from the symbols; assumptions are
 * pushed downwards to them (interval constraint propagation on one expression).
 */
#include "domain/state.h"

/* No object is at null, in the first page or at an error pointer. */
#define FIRST_ADDRESS 4096
#define ERROR_POINTERS 4095

static const struct intset *object_addresses(struct intset_pool *pool, uint32_t width)
{
	return intset_range(pool, width, FIRST_ADDRESS, (uint64_t)0 - ERROR_POINTERS - 1);
}

/* What the address VALUE can be. */
static const struct intset *address_range(struct intset_pool *pool, const struct value *value)
{
	const struct intset *range = object_addresses(pool, value->width);
	uint64_t low = value->region->alignment ? value->region->alignment - (uint64_t)1 : 0;

	return low ? intset_intersect(pool, range, intset_bits(pool, value->width, low,
							       (uint64_t)value->offset & low)) : range;
}

static bool is_in_variable(const struct value *value)
{
	return value->kind == VALUE_ADDRESS && region_root(value->region)->kind == REGION_LOCAL;
}

static bool is_element(const struct value *value)
{
	return value->kind == VALUE_ADDRESS && value->region->kind == REGION_ELEMENT;
}

/* Whether VALUE is an equality of which targets or indices may tell more than ranges. */
static bool is_pointer_test(struct domain *domain, const struct state *state, const struct value *value)
{
	return (value->opcode == IR_EQ || value->opcode == IR_NE) &&
	       value->a->width == values_pointer_bits(domain->values) &&
	       (state->targets || is_element(value->a) || is_element(value->b) ||
		is_in_variable(value->a) || is_in_variable(value->b));
}

/* ---- order: what is known of two values together ---- */

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

/* Whether VALUE, a comparison, is true by what is known of other comparisons of its operands. */
static enum truth truth_by_order(struct domain *domain, const struct state *state,
				 const struct value *value)
{
	bool is_signed = value->opcode == IR_SLT || value->opcode == IR_SLE;
	const enum ir_opcode asked[] = { IR_EQ, IR_NE, is_signed ? IR_SLT : IR_ULT,
					 is_signed ? IR_SLE : IR_ULE };
	unsigned orders = LESS | SAME | MORE, wanted = orders_of(value->opcode);

	if (!state->facts || value->a->kind == VALUE_CONST || value->b->kind == VALUE_CONST)
		return TRUTH_UNKNOWN;
	for (unsigned i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
		orders = narrow_orders(domain, state, orders, asked[i], value, false);
		orders = narrow_orders(domain, state, orders, asked[i], value, true);
	}
	if (!orders || !(orders & ~wanted))
		return TRUTH_TRUE;
	return orders & wanted ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

/* Likewise of a test of pointers, by what they are known to be. */
static enum truth truth_by_known_names(struct domain *domain, const struct state *state, const struct value *value)
{
	const struct value *a = state_number(domain, state, value->a), *b = state_number(domain, state, value->b);

	if (!state->facts || (a == value->a && b == value->b))
		return TRUTH_UNKNOWN;
	value = value_operation(domain->values, value->opcode, a, b, 1, NULL);
	if (value->kind == VALUE_CONST)
		return (enum truth)value->bits;
	const struct intset *fact = pmap_get(state->facts, value->id);

	if (fact && intset_is_const(fact))
		return (enum truth)intset_min(fact);
	return value->kind == VALUE_OPERATION && ir_is_compare(value->opcode) ?
		truth_by_order(domain, state, value) : TRUTH_UNKNOWN;
}

/* ---- ranges ---- */

static const struct intset *operation_range(struct domain *domain, const struct state *state,
					    const struct value *value)
{
	struct intset_pool *pool = values_pool(domain->values);
	const struct intset *a = state_range(domain, state, value->a);

	if (!value->b)
		return intset_cast(pool, value->opcode, a, value->width);
	const struct intset *b = state_range(domain, state, value->b);
	if (!ir_is_compare(value->opcode))
		return intset_binary(pool, value->opcode, a, b);
	enum truth truth = intset_compare(value->opcode, a, b);
	if (truth == TRUTH_UNKNOWN && is_pointer_test(domain, state, value)) {
		truth = state_same_pointer(domain, state, value->a, value->b);
		if (truth != TRUTH_UNKNOWN && value->opcode == IR_NE)
			truth = (enum truth)!truth;
	}
	if (truth == TRUTH_UNKNOWN)
		truth = truth_by_order(domain, state, value);
	if (truth == TRUTH_UNKNOWN && is_pointer_test(domain, state, value))
		truth = truth_by_known_names(domain, state, value);
	return truth == TRUTH_UNKNOWN ? intset_full(pool, 1) :
		intset_const(pool, 1, (uint64_t)truth);
}

const struct intset *state_range(struct domain *domain, const struct state *state,
				 const struct value *value)
{
	struct intset_pool *pool = values_pool(domain->values);
	const struct intset *fact;

	switch (value->kind) {
	case VALUE_CONST:
		return value->set;
	case VALUE_ADDRESS:
		return address_range(pool, value);
	case VALUE_SYMBOL:
		fact = pmap_get(state->facts, value->id);
		if (!fact && domain->base_fact)
			fact = domain->base_fact(domain, value);
		return fact ? fact : intset_full(pool, value->width);
	case VALUE_OPERATION:
		fact = pmap_get(state->facts, value->id);
		if (!fact)
			return operation_range(domain, state, value);
		return intset_intersect(pool, fact, operation_range(domain, state, value));
	case VALUE_FILL:
		break;
	}
	return intset_full(pool, 64);
}

/* Pushes "A | B lies in SET" into A: it has no bit that A | B lacks, and those that B lacks. */
static bool push_bits(struct domain *domain, struct state *state, const struct value *a,
		      const struct value *b, const struct intset *set)
{
	const struct intset *other = state_range(domain, state, b);
	uint64_t zeros = set->known_mask & ~set->known_bits;
	uint64_t ones = set->known_bits & other->known_mask & ~other->known_bits;

	return state_assume(domain, state, a, intset_bits(values_pool(domain->values), a->width,
							  zeros | ones, ones));
}

/* Pushes "VALUE lies in SET" into its operands. */
static bool push_down(struct domain *domain, struct state *state, const struct value *value,
		      const struct intset *set)
{
	struct intset_pool *pool = values_pool(domain->values);
	const struct value *a = value->a, *b = value->b;
	uint64_t bits, mask;

	switch (value->opcode) {
	case IR_ZEXT:
	case IR_SEXT:
	case IR_TRUNC:
		return state_assume(domain, state, a,
				    intset_uncast(pool, value->opcode, set, a->width));
	case IR_ADD:
		if (!value_is_const(b, &bits))
			return true;
		return state_assume(domain, state, a, intset_binary(pool, IR_SUB, set,
					intset_const(pool, b->width, bits)));
	case IR_AND:
		if (value->width == 1 && !intset_contains(set, 0))
			return state_assume_truth(domain, state, a, true) &&
			       state_assume_truth(domain, state, b, true);
		if (!value_is_const(b, &mask))
			return true;
		if (!intset_contains(set, 0) && !(mask & (mask - 1)))
			return state_assume(domain, state, a,
				intset_bits(pool, a->width, mask, mask));
		return state_assume(domain, state, a, intset_bits(pool, a->width,
				    mask & set->known_mask, set->known_bits & mask));
	case IR_OR:
		return push_bits(domain, state, a, b, set) && push_bits(domain, state, b, a, set);
	case IR_XOR:
		if (!value_is_const(b, &bits) || !intset_is_const(set))
			return true;
		return state_assume(domain, state, a,
			intset_const(pool, a->width, intset_min(set) ^ bits));
	default:
		return true;
	}
}

/* Operands with few values keep those that VALUE can be made of in SET. */
static bool push_to_members(struct domain *domain, struct state *state, const struct value *value,
			    const struct intset *set)
{
	struct intset_pool *pool = values_pool(domain->values);
	const struct intset *a, *b;

	if (!value->b)
		return true;
	a = state_range(domain, state, value->a);
	b = state_range(domain, state, value->b);
	if (!intset_are_small(a, b))
		return true;
	return state_assume(domain, state, value->a,
			    intset_operand(pool, value->opcode, false, a, b, set)) &&
	       state_assume(domain, state, value->b,
			    intset_operand(pool, value->opcode, true, b, a, set));
}

static bool push_comparison(struct domain *domain, struct state *state,
			    const struct value *value, bool truth)
{
	struct intset_pool *pool = values_pool(domain->values);
	const struct intset *a = state_range(domain, state, value->a);
	const struct intset *b = state_range(domain, state, value->b);

	if ((value->opcode == IR_EQ || value->opcode == IR_NE) &&
	    value->a->width == values_pointer_bits(domain->values) &&
	    !state_equate(domain, state, value->a, value->b, (value->opcode == IR_EQ) == truth))
		return false;
	return state_assume(domain, state, value->a,
			    intset_narrow(pool, value->opcode, false, truth, a, b)) &&
	       state_assume(domain, state, value->b,
			    intset_narrow(pool, value->opcode, true, truth, b, a));
}

/* What the operands say need not be said of VALUE, an operation that lies in SET. */
static void drop_implied(struct domain *domain, struct state *state, const struct value *value,
			 const struct intset *set)
{
	if (intset_subset(operation_range(domain, state, value), set))
		state->facts = pmap_remove(domain->arena, state->facts, value->id);
}

/* ---- facts that a number decides ---- */

struct recheck {
	struct domain *domain;
	const struct state *state;
	const struct value *symbol;	/* it is one number now */
};

static bool is_that(const struct value *symbol, void *context)
{
	return symbol == ((struct recheck *)context)->symbol;
}

static bool still_holds(uint32_t key, const void *set, void *context)
{
	struct recheck *recheck = context;
	struct domain *domain = recheck->domain;
	const struct value *value = value_by_id(domain->values, key);

	if (value->kind != VALUE_OPERATION || !value_any_symbol(value, is_that, recheck))
		return true;
	return !intset_is_empty(intset_intersect(values_pool(domain->values), set,
				operation_range(domain, recheck->state, value)));
}

bool state_assume(struct domain *domain, struct state *state, const struct value *value,
		  const struct intset *set)
{
	struct intset_pool *pool = values_pool(domain->values);
	const struct intset *before = state_range(domain, state, value);
	const struct intset *after = intset_intersect(pool, before, set);

	if (intset_is_empty(after))
		return false;
	if (after == before || value->kind == VALUE_ADDRESS || value->kind == VALUE_FILL)
		return true;
	state->facts = pmap_set(domain->arena, state->facts, value->id, after);
	if (value->kind != VALUE_OPERATION) {
		struct recheck recheck = { domain, state, value };

		return !intset_is_const(after) || pmap_each(state->facts, still_holds, &recheck);
	}
	if (!(ir_is_compare(value->opcode) ?
	      push_comparison(domain, state, value, intset_min(after) != 0) :
	      push_down(domain, state, value, after) &&
	      push_to_members(domain, state, value, after)))
		return false;
	if (domain->drops_implied)
		drop_implied(domain, state, value, after);
	return true;
}

enum truth state_truth(struct domain *domain, const struct state *state,
		       const struct value *value)
{
	const struct intset *range = state_range(domain, state, value);

	if (!intset_contains(range, 0))
		return TRUTH_TRUE;
	return intset_is_const(range) ? TRUTH_FALSE : TRUTH_UNKNOWN;
}

bool state_assume_truth(struct domain *domain, struct state *state, const struct value *value,
			bool truth)
{
	struct intset_pool *pool = values_pool(domain->values);
	const struct intset *zero = intset_const(pool, value->width, 0);

	return state_assume(domain, state, value, truth ? intset_complement(pool, zero) : zero);
}
