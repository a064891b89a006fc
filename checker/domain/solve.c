// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether all facts of a state are possible together. Each of them is, and still there may be no input
 * that brings about all: ranges see one expression at a time.
 *
 * The question is one of fixed-width arithmetic without quantifiers, which Z3 decides (de Moura and
 * Bjørner, "Z3: an efficient SMT solver", 2008): symbols are its variables, expressions its terms, facts its
 * assertions. libclang brings the library along.
 *
 * Both answers must be safe. What C leaves undefined (a division by zero, a shift by too much) may have any
 * result where a proof of impossibility is sought, and is ruled out where an input is.
 */
#include <z3.h>

#include "base/map.h"
#include "domain/trial.h"

/* What Z3 may spend on one question, in its own units: the same on every machine, a second or two. */
#define RESOURCES 3000000

struct solving {
	struct domain *domain;
	const struct state *state;
	Z3_context z3;
	Z3_solver solver;
	struct intmap terms;		/* value id -> Z3_ast */
	struct intmap objects;		/* region id -> Z3_ast, the address */
	VEC(Z3_ast) apart;		/* addresses of which no two are equal */
	VEC(Z3_ast) defined;		/* what C demands of operands, and what an input is not to rest on */
	uint64_t question;		/* hash of all that is asserted */
};

static Z3_ast term_of(struct solving *s, const struct value *value);

/* ---- numbers and sets ---- */

static Z3_ast number(struct solving *s, uint64_t bits, uint32_t width)
{
	return Z3_mk_unsigned_int64(s->z3, bits & width_mask(width), Z3_mk_bv_sort(s->z3, width));
}

static Z3_ast any_number(struct solving *s, uint32_t width)
{
	return Z3_mk_fresh_const(s->z3, "any", Z3_mk_bv_sort(s->z3, width));
}

static Z3_ast both(struct solving *s, Z3_ast a, Z3_ast b)
{
	Z3_ast list[] = { a, b };

	return Z3_mk_and(s->z3, 2, list);
}

static Z3_ast in_range(struct solving *s, Z3_ast term, uint32_t width, const struct int_range *range)
{
	if (range->low == range->high)
		return Z3_mk_eq(s->z3, term, number(s, range->low, width));
	return both(s, Z3_mk_bvuge(s->z3, term, number(s, range->low, width)),
		    Z3_mk_bvule(s->z3, term, number(s, range->high, width)));
}

/* "TERM is a member of SET." */
static Z3_ast is_member(struct solving *s, Z3_ast term, const struct intset *set)
{
	Z3_ast ranges[INTSET_RANGES_MAX];
	Z3_ast bits = Z3_mk_bvand(s->z3, term, number(s, set->known_mask, set->width));

	for (uint32_t i = 0; i < set->count; i++)
		ranges[i] = in_range(s, term, set->width, &set->ranges[i]);
	return both(s, Z3_mk_or(s->z3, set->count, ranges),
		    Z3_mk_eq(s->z3, bits, number(s, set->known_bits, set->width)));
}

/* Asserts that TERM, which VALUE is, lies in SET. */
static void assert_member(struct solving *s, const struct value *value, Z3_ast term,
			  const struct intset *set)
{
	if (intset_is_full(set))
		return;
	s->question = hash_mix(hash_mix(s->question, value->id), set->hash);
	Z3_solver_assert(s->z3, s->solver, is_member(s, term, set));
}

/* ---- addresses ---- */

static Z3_ast resized(struct solving *s, Z3_ast term, uint32_t from, uint32_t to)
{
	if (to > from)
		return Z3_mk_sign_ext(s->z3, to - from, term);
	return to < from ? Z3_mk_extract(s->z3, to - 1, 0, term) : term;
}

static bool has_own_address(const struct region *region)
{
	return region->kind == REGION_LOCAL || region->kind == REGION_GLOBAL ||
	       region->kind == REGION_FUNCTION;
}

/* Few objects are not aligned: an input is not found by taking one for such. */
#define USUAL_ALIGNMENT 8

static Z3_ast is_aligned(struct solving *s, Z3_ast address, uint32_t width, uint32_t bytes)
{
	Z3_ast low = Z3_mk_bvand(s->z3, address, number(s, bytes - 1, width));

	return Z3_mk_eq(s->z3, low, number(s, 0, width));
}

static Z3_ast object_address(struct solving *s, const struct region *region)
{
	Z3_ast address = intmap_get(&s->objects, region->id);

	if (address)
		return address;
	address = any_number(s, region->pointer_bits);
	intmap_set(&s->objects, region->id, address);
	if (region->alignment)
		Z3_solver_assert(s->z3, s->solver, is_aligned(s, address, region->pointer_bits,
							      region->alignment));
	if (has_own_address(region)) {
		vec_push(&s->apart, address);
		vec_push(&s->defined, is_aligned(s, address, region->pointer_bits, USUAL_ALIGNMENT));
	}
	return address;
}

static Z3_ast region_address(struct solving *s, const struct region *region)
{
	uint32_t width = region->pointer_bits;
	Z3_ast index;

	switch (region->kind) {
	case REGION_POINTEE:
		return resized(s, term_of(s, region->value), region->value->width, width);
	case REGION_ELEMENT:
		index = resized(s, term_of(s, region->value), region->value->width, width);
		index = Z3_mk_bvmul(s->z3, index, number(s, region->stride, width));
		index = Z3_mk_bvadd(s->z3, index, number(s, (uint64_t)region->offset, width));
		return Z3_mk_bvadd(s->z3, region_address(s, region->parent), index);
	default:
		return object_address(s, region);
	}
}

/* ---- operations ---- */

/* RESULT where CONDITION holds; elsewhere anything, and no input. */
static Z3_ast where_defined(struct solving *s, Z3_ast condition, Z3_ast result, uint32_t width)
{
	vec_push(&s->defined, condition);
	return Z3_mk_ite(s->z3, condition, result, any_number(s, width));
}

static Z3_ast divide(struct solving *s, const struct value *value, Z3_ast a, Z3_ast b)
{
	Z3_ast zero = number(s, 0, value->width), result;

	switch (value->opcode) {
	case IR_UDIV:
		result = Z3_mk_bvudiv(s->z3, a, b);
		break;
	case IR_UREM:
		result = Z3_mk_bvurem(s->z3, a, b);
		break;
	case IR_SDIV:
		result = Z3_mk_bvsdiv(s->z3, a, b);
		break;
	default:
		result = Z3_mk_bvsrem(s->z3, a, b);
		break;
	}
	return where_defined(s, Z3_mk_not(s->z3, Z3_mk_eq(s->z3, b, zero)), result, value->width);
}

static Z3_ast shift(struct solving *s, const struct value *value, Z3_ast a, Z3_ast b)
{
	/* one bit is shifted by 0 alone, and its width is no number of its own width */
	Z3_ast is_narrow = value->width == 1 ? Z3_mk_eq(s->z3, b, number(s, 0, 1)) :
		Z3_mk_bvult(s->z3, b, number(s, value->width, value->width));
	Z3_ast result = value->opcode == IR_SHL ? Z3_mk_bvshl(s->z3, a, b) :
			value->opcode == IR_LSHR ? Z3_mk_bvlshr(s->z3, a, b) :
			Z3_mk_bvashr(s->z3, a, b);

	return where_defined(s, is_narrow, result, value->width);
}

static Z3_ast bit(struct solving *s, Z3_ast term, uint32_t number)
{
	return Z3_mk_extract(s->z3, number, number, term);
}

/* The number of the first bit of A that is one, from the end that VALUE counts from; else B. */
static Z3_ast first_one(struct solving *s, const struct value *value, Z3_ast a, Z3_ast b)
{
	uint32_t width = value->width;
	Z3_ast one = number(s, 1, 1);

	for (uint32_t i = width; i-- > 0;) {
		uint32_t at = value->opcode == IR_CTZ ? i : width - 1 - i;

		b = Z3_mk_ite(s->z3, Z3_mk_eq(s->z3, bit(s, a, at), one), number(s, i, width), b);
	}
	return b;
}

static Z3_ast count_ones(struct solving *s, const struct value *value, Z3_ast a, Z3_ast b)
{
	for (uint32_t i = 0; i < value->width; i++) {
		Z3_ast one = bit(s, a, i);

		if (value->width > 1)
			one = Z3_mk_zero_ext(s->z3, value->width - 1, one);
		b = Z3_mk_bvadd(s->z3, b, one);
	}
	return b;
}

/* The proposition that the comparison VALUE is; NULL: it is none. */
static Z3_ast comparison(struct solving *s, const struct value *value, Z3_ast a, Z3_ast b)
{
	switch (value->opcode) {
	case IR_EQ:
		return Z3_mk_eq(s->z3, a, b);
	case IR_NE:
		return Z3_mk_not(s->z3, Z3_mk_eq(s->z3, a, b));
	case IR_SLT:
		return Z3_mk_bvslt(s->z3, a, b);
	case IR_SLE:
		return Z3_mk_bvsle(s->z3, a, b);
	case IR_ULT:
		return Z3_mk_bvult(s->z3, a, b);
	case IR_ULE:
		return Z3_mk_bvule(s->z3, a, b);
	default:
		return NULL;
	}
}

static Z3_ast cast(struct solving *s, const struct value *value, Z3_ast a)
{
	uint32_t from = value->a->width, to = value->width;

	if (value->opcode == IR_ZEXT && to > from)
		return Z3_mk_zero_ext(s->z3, to - from, a);
	return resized(s, a, from, to);
}

static Z3_ast binary(struct solving *s, const struct value *value, Z3_ast a, Z3_ast b)
{
	Z3_ast proposition;

	switch (value->opcode) {
	case IR_ADD:
		return Z3_mk_bvadd(s->z3, a, b);
	case IR_SUB:
		return Z3_mk_bvsub(s->z3, a, b);
	case IR_MUL:
		return Z3_mk_bvmul(s->z3, a, b);
	case IR_AND:
		return Z3_mk_bvand(s->z3, a, b);
	case IR_OR:
		return Z3_mk_bvor(s->z3, a, b);
	case IR_XOR:
		return Z3_mk_bvxor(s->z3, a, b);
	case IR_UDIV:
	case IR_UREM:
	case IR_SDIV:
	case IR_SREM:
		return divide(s, value, a, b);
	case IR_SHL:
	case IR_LSHR:
	case IR_ASHR:
		return shift(s, value, a, b);
	case IR_CTZ:
	case IR_CLZ:
		return first_one(s, value, a, b);
	case IR_ONES:
		return count_ones(s, value, a, b);
	default:
		proposition = comparison(s, value, a, b);
		return !proposition ? any_number(s, value->width) :
			Z3_mk_ite(s->z3, proposition, number(s, 1, 1), number(s, 0, 1));
	}
}

static Z3_ast operation(struct solving *s, const struct value *value)
{
	Z3_ast a = term_of(s, value->a);

	if (!value->b)
		return cast(s, value, a);
	/* operands of two widths: no operation of the IR */
	if (value->a->width != value->b->width)
		return any_number(s, value->width);
	return binary(s, value, a, term_of(s, value->b));
}

static Z3_ast make_term(struct solving *s, const struct value *value)
{
	const struct value *equal = value->kind == VALUE_SYMBOL ? state_equal(s->state, value) : NULL;

	if (equal) {
		s->question = hash_mix(hash_mix(s->question, value->id), equal->id);
		return term_of(s, equal);
	}
	switch (value->kind) {
	case VALUE_CONST:
		return number(s, value->bits, value->width);
	case VALUE_OPERATION:
		return operation(s, value);
	case VALUE_ADDRESS:
		return Z3_mk_bvadd(s->z3, region_address(s, value->region),
				   number(s, (uint64_t)value->offset, value->region->pointer_bits));
	default:
		return any_number(s, value->width);
	}
}

/* The term that VALUE is. What the state knows of it is asserted with it. */
static Z3_ast term_of(struct solving *s, const struct value *value)
{
	Z3_ast term = intmap_get(&s->terms, value->id);

	if (term)
		return term;
	term = make_term(s, value);
	intmap_set(&s->terms, value->id, term);
	if (value->kind == VALUE_SYMBOL || value->kind == VALUE_ADDRESS)
		assert_member(s, value, term, state_range(s->domain, s->state, value));
	return term;
}

/* ---- the question ---- */

/* The number of an outcome was chosen with the outcome: its facts are here. */
static bool is_choice(const struct value *value)
{
	return value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_OUTCOME;
}

struct implied {
	struct domain *domain;
	struct state rest;	/* without the facts that follow from others */
	bool is_open;		/* a fact is left that needs to be looked at */
};

/*
 * A fact about an expression goes if ranges show that it follows from those left. One about a symbol stays,
 * and is possible by itself, unless the symbol is equal to another.
 */
static bool drop_if_implied(uint32_t key, const void *set, void *context)
{
	struct implied *implied = context;
	const struct intset *fact = set;
	const struct value *value = value_by_id(implied->domain->values, key);
	struct state without = implied->rest;

	if (value->kind != VALUE_OPERATION) {
		implied->is_open |= (fact->known_mask && fact->count != 1) ||
			(value->kind == VALUE_SYMBOL && state_equal(&implied->rest, value));
		return true;
	}
	without.facts = pmap_remove(implied->domain->arena, without.facts, key);
	if (intset_subset(state_range(implied->domain, &without, value), fact))
		implied->rest = without;
	else
		implied->is_open = true;
	return true;
}

/* Whether "VALUE is in SET" needs to be looked at: SET has some of what VALUE can be in STATE. */
static bool is_open(struct domain *domain, const struct state *state, const struct value *value,
		    const struct intset *set)
{
	return value && value->kind != VALUE_SYMBOL &&
	       !intset_subset(state_range(domain, state, value), set);
}

static bool assert_fact(uint32_t key, const void *set, void *context)
{
	struct solving *s = context;
	const struct value *value = value_by_id(s->domain->values, key);

	if (!is_choice(value) && value->kind != VALUE_CONST)
		assert_member(s, value, term_of(s, value), set);
	return true;
}

static void assert_all(struct solving *s, const struct value *value, const struct intset *set)
{
	pmap_each(s->state->facts, assert_fact, s);
	if (value)
		assert_member(s, value, term_of(s, value), set);
	if (s->apart.count > 1)
		Z3_solver_assert(s->z3, s->solver,
				 Z3_mk_distinct(s->z3, (unsigned)s->apart.count, s->apart.data));
}

static enum feasibility check(struct solving *s)
{
	Z3_lbool anyhow = Z3_solver_check(s->z3, s->solver);

	if (anyhow == Z3_L_FALSE)
		return INFEASIBLE;
	if (anyhow != Z3_L_TRUE || !s->defined.count)
		return anyhow == Z3_L_TRUE ? FEASIBLE : FEASIBILITY_UNKNOWN;
	vec_each(condition, &s->defined)
		Z3_solver_assert(s->z3, s->solver, *condition);
	return Z3_solver_check(s->z3, s->solver) == Z3_L_TRUE ? FEASIBLE : FEASIBILITY_UNKNOWN;
}

/* Rounds of refinement ask much the same. */
static enum feasibility check_once(struct solving *s)
{
	struct intmap *known = s->domain->feasibilities;
	uintptr_t answer = known ? (uintptr_t)intmap_get(known, s->question) : 0;

	if (!answer) {
		answer = (uintptr_t)check(s) + 1;
		if (known)
			intmap_set(known, s->question, (void *)answer);
	}
	return (enum feasibility)(answer - 1);
}

/* Z3 drops an object that nobody refers to at the next call. */
static Z3_solver make_solver(Z3_context z3)
{
	Z3_symbol limit = Z3_mk_string_symbol(z3, "rlimit");
	Z3_solver solver = Z3_mk_solver_for_logic(z3, Z3_mk_string_symbol(z3, "QF_BV"));

	Z3_solver_inc_ref(z3, solver);
	Z3_params params = Z3_mk_params(z3);

	Z3_params_inc_ref(z3, params);
	Z3_params_set_uint(z3, params, limit, RESOURCES);
	Z3_solver_set_params(z3, solver, params);
	Z3_params_dec_ref(z3, params);
	return solver;
}

/* Z3 notes the error in its context, and the question has no answer. */
static void on_error(Z3_context z3, Z3_error_code code)
{
	(void)z3, (void)code;
}

enum feasibility state_feasibility(struct domain *domain, const struct state *state,
				   const struct value *value, const struct intset *set)
{
	struct implied implied = { domain, *state, is_open(domain, state, value, set) };

	pmap_each(state->facts, drop_if_implied, &implied);
	if (!implied.is_open || find_by_trial(domain, &implied.rest, value, set))
		return FEASIBLE;
	Z3_config config = Z3_mk_config();
	struct solving s = { .domain = domain, .state = &implied.rest, .z3 = Z3_mk_context(config) };

	Z3_del_config(config);
	Z3_set_error_handler(s.z3, on_error);
	s.solver = make_solver(s.z3);
	assert_all(&s, value, set);
	enum feasibility feasibility = check_once(&s);
	if (Z3_get_error_code(s.z3) != Z3_OK)
		feasibility = FEASIBILITY_UNKNOWN;
	Z3_solver_dec_ref(s.z3, s.solver);
	Z3_del_context(s.z3);
	vec_free(&s.apart);
	vec_free(&s.defined);
	intmap_free(&s.objects);
	intmap_free(&s.terms);
	return feasibility;
}
