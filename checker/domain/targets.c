// SPDX-License-Identifier: GPL-2.0-only
/* Sets of targets: how they are made, narrowed by tests, and joined. */
#include "base/map.h"
#include "domain/state.h"
#include "domain/value_make.h"

struct target_list {
	struct domain *domain;
	const struct state *state;	/* in which the next values hold */
	const struct value *symbol;	/* that all this is about */
	enum pointing pointing;
	bool overflow, some_variable;	/* others were left out; one is no pointee */
	VEC(const struct value *) values;
};

/* What was looked through on the way from a value to a symbol. */
struct leading {
	const struct state *state;
	const struct value *symbol;
	uint32_t depth;
};

/* Chains of targets are short; a longer one may be a circle. */
#define CHAIN_MAX 8

static bool is_it(const struct value *symbol, void *context)
{
	struct leading *leading = context;
	const struct pointees *targets = state_targets(leading->state, symbol);
	bool found = symbol == leading->symbol || leading->depth >= CHAIN_MAX;

	leading->depth++;
	for (uint32_t i = 0; targets && i < targets->count && !found; i++)
		found = value_any_symbol(targets->at[i], is_it, leading);
	leading->depth--;
	return found;
}

/* Whether VALUE is told by SYMBOL: then SYMBOL cannot be told by VALUE. */
static bool leads_to(const struct state *state, const struct value *value, const struct value *symbol)
{
	struct leading leading = { state, symbol, 0 };

	return value_any_symbol(value, is_it, &leading);
}

static void add_target(struct target_list *list, const struct value *value);

static void add_targets_of(struct target_list *list, const struct pointees *targets, int64_t offset)
{
	list->overflow = list->overflow || targets->more;
	for (uint32_t i = 0; i < targets->count; i++)
		add_target(list, value_offset(list->domain->values, targets->at[i], offset));
}

/* Where a pointer VALUE points that has no targets. */
static enum pointing pointing_of(const struct target_list *list, const struct value *value)
{
	int64_t offset;
	const struct region *region = region_of_pointer(list->domain->values, value, &offset);

	return region ? state_pointing(list->domain, list->state, region) : POINTS_APART;
}

static void add_target(struct target_list *list, const struct value *value)
{
	const struct pointees *targets = NULL;
	const struct region *region;
	int64_t offset = 0;

	value = state_pointer(list->domain, list->state, value);
	region = region_of_pointer(list->domain->values, value, &offset);
	if (region && region->kind == REGION_POINTEE && region->value->kind == VALUE_SYMBOL)
		targets = state_targets(list->state, region->value);
	if (targets) {
		list->pointing = worse_pointing(list->pointing, targets->pointing);
		add_targets_of(list, targets, offset);
		return;
	}
	enum pointing pointing = pointing_of(list, value);

	list->pointing = worse_pointing(list->pointing, pointing);
	list->some_variable = list->some_variable || (region && region_root(region)->kind != REGION_POINTEE);
	if (leads_to(list->state, value, list->symbol)) {
		list->overflow = true;
		return;
	}
	for (size_t i = 0; i < list->values.count; i++)
		if (list->values.data[i] == value)
			return;
	if (list->values.count >= POINTEES_MAX)
		list->overflow = true;
	else
		vec_push(&list->values, value);
}

/* Where a symbol points that can be any of LIST: one of the objects known apart is not apart from itself. */
static enum pointing pointing_at_worst(const struct target_list *list)
{
	return list->some_variable ? POINTS_ANYWHERE : worse_pointing(list->pointing, POINTS_MIXED);
}

static const struct pointees *end_list(struct target_list *list)
{
	const struct pointees *targets;

	targets = pointees_get(list->domain->values, list->values.data, (uint32_t)list->values.count,
			       list->overflow, pointing_at_worst(list));
	vec_free(&list->values);
	return targets;
}

static void set_targets(struct domain *domain, struct state *state, const struct value *symbol,
			const struct pointees *targets)
{
	state->targets = targets ?
		pmap_set(domain->arena, state->targets, symbol->id, targets) :
		pmap_remove(domain->arena, state->targets, symbol->id);
}

const struct pointees *state_point_joined(struct domain *domain, const struct state *a,
					  const struct state *b, struct state *result,
					  const struct value *x, const struct value *y,
					  const struct value *joined)
{
	struct target_list list = { .domain = domain, .state = a, .symbol = joined };
	const struct pointees *targets;

	add_target(&list, x);
	list.state = b;
	add_target(&list, y);
	targets = end_list(&list);
	set_targets(domain, result, joined, targets);
	return targets;
}

void state_settle(struct domain *domain, struct state *state, const struct value *symbol,
		  const struct value *value)
{
	state_move_contents(domain, state, symbol, value);
	set_targets(domain, state, symbol, pointees_get(domain->values, &value, 1, false, POINTS_APART));
}

void state_point(struct domain *domain, struct state *state, const struct value *symbol,
		 const struct value **values, uint32_t count)
{
	struct target_list list = { .domain = domain, .state = state, .symbol = symbol };

	for (uint32_t i = 0; i < count; i++)
		add_target(&list, values[i]);
	if (list.values.count || list.overflow)
		set_targets(domain, state, symbol, end_list(&list));
}

void state_point_somewhere(struct domain *domain, const struct state *before, struct state *state,
			   const struct value *old, const struct value *symbol)
{
	int64_t offset;
	const struct region *region = old->width == values_pointer_bits(domain->values) ?
		region_of_pointer(domain->values, old, &offset) : NULL;

	if (region)
		set_targets(domain, state, symbol, pointees_get(domain->values, NULL, 0, true,
			    state_pointing(domain, before, region)));
}

/* ---- tests ---- */

static bool is_symbol(const struct value *value)
{
	return value->kind == VALUE_SYMBOL;
}

/* ---- variables of the function ---- */

struct own_search {
	const struct state *state;
	const struct region *own;	/* a variable */
};

/* Whether VALUE may lead to the variable. */
static bool mentions(const struct own_search *search, const struct value *value)
{
	const struct pointees *targets;

	switch (value->kind) {
	case VALUE_ADDRESS:
		return region_root(value->region) == search->own;
	case VALUE_OPERATION:
		return mentions(search, value->a) || (value->b && mentions(search, value->b));
	case VALUE_FILL:
		return value->region && region_root(value->region)->kind == REGION_LOCAL;
	case VALUE_SYMBOL:
		targets = state_targets(search->state, value);
		for (uint32_t i = 0; targets && i < targets->count; i++)
			if (mentions(search, targets->at[i]))
				return true;
		return (targets && targets->more && targets->pointing == POINTS_ANYWHERE) ||
		       value->symbol->kind == SYMBOL_MIXED || value->symbol->kind == SYMBOL_JOIN;
	case VALUE_CONST:
		break;
	}
	return false;
}

static bool keeps_quiet(uint32_t key, const void *value, void *context)
{
	(void)key;
	return !mentions(context, value);
}

struct outside_search {
	struct domain *domain;
	struct own_search own;
};

static bool is_quiet_region(uint32_t key, const void *contents, void *context)
{
	struct outside_search *search = context;

	return region_root(region_by_id(search->domain->values, key))->kind == REGION_LOCAL ||
	       pmap_each(contents, keeps_quiet, &search->own);
}

/* Whether memory outside of the function's variables may hold the address of OWN, one of these. */
static bool is_told_outside(struct domain *domain, const struct state *state, const struct region *own)
{
	struct outside_search search = { domain, { state, own } };

	return pmap_get(state->escaped, own->id) || !pmap_each(state->memory, is_quiet_region, &search);
}

/* The symbol that POINTER leads from; NULL: none. */
static const struct value *origin(const struct value *pointer)
{
	if (pointer->kind == VALUE_ADDRESS)
		pointer = region_root(pointer->region)->kind == REGION_POINTEE ?
			region_root(pointer->region)->value : NULL;
	return pointer && is_symbol(pointer) ? pointer : NULL;
}

/* Whether SYMBOL points to an object that was made just then. */
static bool is_new(const struct value *symbol)
{
	while (symbol->symbol->kind == SYMBOL_INNER && symbol->symbol->inner->kind == VALUE_SYMBOL)
		symbol = symbol->symbol->inner;
	return symbol->symbol->kind == SYMBOL_ANY && symbol->symbol->mark;
}

/*
 * Whether A is in a variable, and B in a new object; or A is in a variable of this function, and B cannot be: B was
 * there at entry, or was loaded from memory that does not know the variable.
 */
static bool is_apart(struct domain *domain, const struct state *state, const struct value *a,
		     const struct value *b)
{
	const struct region *own = a->kind == VALUE_ADDRESS ? region_root(a->region) : NULL;
	const struct value *symbol = origin(b);

	if (own && symbol && is_new(symbol) && (own->kind == REGION_LOCAL || own->kind == REGION_GLOBAL))
		return true;
	if (!own || own->kind != REGION_LOCAL || !symbol)
		return false;
	return symbol->symbol->kind == SYMBOL_ENTRY ||
	       (state_symbol_pointing(domain, state, symbol) != POINTS_ANYWHERE &&
		!is_told_outside(domain, state, own));
}

enum truth state_same_pointer(struct domain *domain, const struct state *state,
			      const struct value *a, const struct value *b)
{
	const struct pointees *targets;
	const struct value *equal;
	bool some = false, all = true;

	a = state_number(domain, state, a);
	b = state_number(domain, state, b);
	if (is_symbol(b) && !is_symbol(a)) {
		const struct value *swap = a;

		a = b;
		b = swap;
	}
	targets = is_symbol(a) ? state_targets(state, a) : NULL;
	if (targets && targets->more)
		return a == b ? TRUTH_TRUE : TRUTH_UNKNOWN;
	if (!targets) {
		equal = value_operation(domain->values, IR_EQ, a, b, 1, NULL);
		if (equal->kind == VALUE_CONST)
			return (enum truth)equal->bits;
		return is_apart(domain, state, a, b) || is_apart(domain, state, b, a) ? TRUTH_FALSE :
			TRUTH_UNKNOWN;
	}
	for (uint32_t i = 0; i < targets->count; i++) {
		enum truth same = state_same_pointer(domain, state, targets->at[i], b);

		some = some || same;	/* unknown is no zero */
		all = all && same == TRUTH_TRUE;
	}
	return all ? TRUTH_TRUE : some ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

/* Keeps the targets of SYMBOL that are B (EQUAL) or are not. */
static bool filter_targets(struct domain *domain, struct state *state, const struct value *symbol,
			   const struct pointees *targets, const struct value *b, bool equal)
{
	struct target_list list = { .domain = domain, .state = state, .symbol = symbol };

	for (uint32_t i = 0; i < targets->count; i++)
		if (state_same_pointer(domain, state, targets->at[i], b) != (enum truth)!equal)
			add_target(&list, targets->at[i]);
	if (!list.values.count && !list.overflow) {
		vec_free(&list.values);
		return false;
	}
	targets = end_list(&list);
	if (targets->count == 1 && !targets->more)
		state_settle(domain, state, symbol, targets->at[0]);
	else
		set_targets(domain, state, symbol, targets);
	return true;
}

/* The symbol that POINTER is, with an offset in bytes; NULL: it is no such pointer. */
static const struct value *base_symbol(const struct value *pointer, int64_t *offset)
{
	*offset = 0;
	if (pointer->kind == VALUE_ADDRESS && pointer->region->kind == REGION_POINTEE) {
		*offset = pointer->offset;
		pointer = pointer->region->value;
	}
	return is_symbol(pointer) ? pointer : NULL;
}

static struct equality equality_of(struct domain *domain, const struct state *state, const struct value *a,
				   const struct value *b)
{
	struct equality equality = { .a = state_number(domain, state, a), .b = state_number(domain, state, b) };
	int64_t offset_a, offset_b;
	const struct value *x = base_symbol(equality.a, &offset_a), *y = base_symbol(equality.b, &offset_b);
	/* what one was loaded from is never told by it */
	bool swap = !x || (y && y->id > x->id);

	if (equality.a == equality.b)
		return equality;
	equality.symbol = swap ? y : x;
	equality.value = value_offset(domain->values, swap ? equality.a : equality.b, -(swap ? offset_b : offset_a));
	return equality;
}

static bool can_settle(const struct state *state, const struct equality *equality)
{
	return equality->value->kind != VALUE_CONST && !leads_to(state, equality->value, equality->symbol);
}

bool state_equate(struct domain *domain, struct state *state, const struct value *a,
		  const struct value *b, bool equal)
{
	struct equality equality = equality_of(domain, state, a, b);
	const struct pointees *targets = equality.symbol ? state_targets(state, equality.symbol) : NULL;

	if (!equality.symbol)
		return true;
	if (targets && !targets->more)
		return filter_targets(domain, state, equality.symbol, targets, equality.value, equal);
	if (equal && can_settle(state, &equality)) {
		if (domain->equated && !is_new(equality.symbol))
			domain->equated(domain, state, &equality);
		state_settle(domain, state, equality.symbol, equality.value);
	}
	return true;
}

void state_compare(struct domain *domain, struct state *state, const struct value *a, const struct value *b)
{
	struct equality equality = equality_of(domain, state, a, b);

	/* a new object is none that was known before */
	if (domain->equated && equality.symbol && !is_new(equality.symbol) && !state_targets(state, equality.symbol) &&
	    can_settle(state, &equality))
		domain->equated(domain, state, &equality);
}

/* ---- joins ---- */

struct target_join {
	struct domain *domain;
	struct state *a, *b, *result;
};

static bool join_targets_of(uint32_t key, const void *a, const void *b, void *context)
{
	struct target_join *join = context;
	const struct value *symbol = value_by_id(join->domain->values, key);
	const struct pointees *x = a, *y = b;
	struct target_list list = { .domain = join->domain, .state = join->a, .symbol = symbol };

	if (x && y) {
		add_targets_of(&list, x, 0);
		list.state = join->b;
		add_targets_of(&list, y, 0);
		set_targets(join->domain, join->result, symbol, end_list(&list));
		return true;
	}
	/* one side does not know where it points */
	set_targets(join->domain, join->result, symbol, NULL);
	if (x && x->count == 1 && !x->more)
		state_copy_contents(join->domain, join->a, x->at[0], symbol);
	if (y && y->count == 1 && !y->more)
		state_copy_contents(join->domain, join->b, y->at[0], symbol);
	return true;
}

void state_join_targets(struct domain *domain, struct state *a, struct state *b,
			struct state *result)
{
	struct target_join join = { domain, a, b, result };

	result->targets = a->targets;
	pmap_diff(a->targets, b->targets, join_targets_of, &join);
}
