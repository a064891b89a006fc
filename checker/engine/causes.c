// SPDX-License-Identifier: GPL-2.0-only
/* Causes: which calls are opaque, and which values and paths depend on them. */
#include <string.h>

#include "engine/reach.h"
#include "engine/strategy.h"

/* A cause that is told by what was not known, not by where. */
static bool is_about_value(enum cause_kind kind)
{
	return kind == CAUSE_CONTENT || kind == CAUSE_UNSET || kind == CAUSE_ELSEWHERE;
}

static uint64_t cause_hash(const struct cause *cause, bool tried_near)
{
	uint64_t hash = hash_mix(cause->kind + (tried_near ? 64 : 0), (uint64_t)(uintptr_t)cause->site);

	if (cause->callee)
		hash = hash_mix(hash, hash_bytes(cause->callee, strlen(cause->callee), 0));
	if (cause->detail && is_about_value(cause->kind))
		hash = hash_mix(hash, hash_bytes(cause->detail, strlen(cause->detail), 0));
	return hash_mix(hash, (uint64_t)(uintptr_t)cause->field);
}

static struct cause *the_one(struct engine *engine, const struct cause *wanted)
{
	bool tried_near = wanted->field && engine->strategy->takes_known_targets &&
		intmap_has(&engine->pair->near, (uint64_t)(uintptr_t)wanted->field);
	uint64_t hash = cause_hash(wanted, tried_near);
	struct cause *cause = intmap_get(&engine->cause_index, hash);

	if (cause)
		return cause;
	cause = arena_copy(engine->arena, wanted, sizeof(*wanted));
	cause->engine = engine;
	cause->tried_near = tried_near;
	cause->id = engine->options.first_cause + (uint32_t)engine->causes.count + 1;
	if (wanted->detail)
		cause->detail = arena_strdup(engine->arena, wanted->detail);
	vec_push(&engine->causes, cause);
	intmap_set(&engine->cause_index, hash, cause);
	return cause;
}

struct cause *cause_at(struct activation *activation, enum cause_kind kind,
		       const struct ir_inst *site, const char *callee,
		       const struct ir_field *field, const char *detail)
{
	return the_one(activation->engine, &(struct cause){
		.kind = kind, .callee = callee, .field = field, .detail = detail,
		.unit = activation->unit, .function = activation->function, .site = site,
		.from_model = activation->info->ref.is_model,
	});
}

struct cause *cause_of_recursion(struct activation *activation,
				 const struct function_info *info)
{
	return cause_at(activation, CAUSE_RECURSION, NULL, info->key, NULL, NULL);
}

struct cause *cause_of_joining(struct activation *activation)
{
	return cause_at(activation, CAUSE_JOINED, NULL, activation->info->key, NULL, NULL);
}

static struct cause *cause_about(struct engine *engine, enum cause_kind kind,
				 const struct place *place)
{
	const struct region *root = place ? region_root(place->region) : NULL;
	bool is_named = root && (root->kind == REGION_LOCAL || root->kind == REGION_GLOBAL);

	/* one for each object: sets of causes stay small */
	return the_one(engine, &(struct cause){
		.kind = kind, .detail = is_named && root->name ? ir_plain_name(root->name) : "" });
}

struct cause *cause_of_constant(struct engine *engine, enum cause_kind kind,
				const struct place *place)
{
	return cause_about(engine, kind, place);
}

struct cause *cause_of_alias(struct engine *engine)
{
	return the_one(engine, &(struct cause){ .kind = CAUSE_ALIAS });
}

struct cause *cause_of_input(struct engine *engine)
{
	return the_one(engine, &(struct cause){ .kind = CAUSE_INPUT });
}

struct cause *cause_at_gap(struct engine *engine, const struct reach_gap *gap)
{
	return the_one(engine, &(struct cause){
		.kind = CAUSE_FRONTIER, .callee = gap->key, .unit = gap->unit,
		.function = gap->function, .site = gap->site, .from_model = gap->from_model,
	});
}

/* ---- sets of causes: few, each stored once ---- */

static const struct pmap *copy_set(struct arena *arena, const struct pmap *set)
{
	struct pmap *copy;

	if (!set)
		return NULL;
	copy = arena_copy(arena, set, sizeof(*set));
	copy->left = copy_set(arena, set->left);
	copy->right = copy_set(arena, set->right);
	return copy;
}

/* The one set equal to SET, which may be short-lived. */
static const struct pmap *intern_set(struct engine *engine, const struct pmap *set)
{
	const struct pmap *known;
	uint64_t hash;

	if (!set)
		return NULL;
	hash = set->hash;
	while ((known = intmap_get(&engine->cause_sets, hash)) && !pmap_equal(known, set))
		hash++;
	if (!known) {
		known = copy_set(engine->arena, set);
		intmap_set(&engine->cause_sets, hash, (void *)known);
	}
	return known;
}

const struct pmap *cause_add(struct engine *engine, const struct pmap *map,
			     const struct cause *cause)
{
	struct arena *arena = engine->gathering;
	const struct pmap *set = intern_set(engine, pmap_set(arena, map, cause->id, cause));

	arena_reset(arena);
	return set;
}

struct uniting {
	struct arena *arena;
	const struct pmap *result;
	bool a_lacks, b_lacks;
};

static bool compare_one(uint32_t key, const void *a, const void *b, void *context)
{
	struct uniting *uniting = context;

	(void)key;
	uniting->a_lacks = uniting->a_lacks || !a;
	uniting->b_lacks = uniting->b_lacks || !b;
	return !uniting->a_lacks || !uniting->b_lacks;
}

static bool add_one(uint32_t key, const void *a, const void *b, void *context)
{
	struct uniting *uniting = context;

	if (!a)
		uniting->result = pmap_set(uniting->arena, uniting->result, key, b);
	return true;
}

static const struct pmap *unite(struct engine *engine, const struct pmap *a, const struct pmap *b)
{
	struct uniting uniting = { .result = a };

	pmap_diff(a, b, compare_one, &uniting);
	if (!uniting.a_lacks)
		return a;
	if (!uniting.b_lacks)
		return b;
	uniting.arena = engine->gathering;
	pmap_diff(a, b, add_one, &uniting);
	const struct pmap *both = intern_set(engine, uniting.result);
	arena_reset(uniting.arena);
	return both;
}

/* The union of two sets. The same few are united again and again. */
struct known_union {
	const struct pmap *a, *b, *both;
};

const struct pmap *causes_unite(struct engine *engine, const struct pmap *a,
				const struct pmap *b)
{
	if (!a || !b || a == b)
		return a ? a : b;
	uint64_t key = hash_mix((uintptr_t)a, (uintptr_t)b);
	const struct known_union *known = intmap_get(&engine->unions, key);

	if (known && known->a == a && known->b == b)
		return known->both;
	struct known_union united = { intern_set(engine, a), intern_set(engine, b), NULL };

	united.both = unite(engine, united.a, united.b);
	/* a set that a summary owns goes with it */
	if (united.a == a && united.b == b)
		intmap_set(&engine->unions, key, arena_copy(engine->arena, &united, sizeof(united)));
	return united.both;
}

static uint64_t site_key(const struct ir_inst *site)
{
	return (uint64_t)(uintptr_t)site;
}

void free_site(struct engine *engine, const void *site)
{
	intmap_set(&engine->free_sites, site_key(site), engine);
}

static bool is_free(const struct engine *engine, const void *site)
{
	return intmap_has(&engine->free_sites, site_key(site));
}

void cause_of_site(struct engine *engine, const struct ir_inst *site, const struct pmap *causes)
{
	const struct pmap *known = intmap_get(&engine->site_causes, site_key(site));

	causes = intern_set(engine, causes);	/* a summary may own it */
	intmap_set(&engine->site_causes, site_key(site),
		   (void *)causes_unite(engine, known, causes));
}

void cause_of_epoch(struct engine *engine, const void *epoch, const void *other)
{
	const struct pmap *causes = intmap_get(&engine->site_causes, site_key(other));

	if (causes && epoch != other)
		cause_of_site(engine, epoch, causes);
	if (!other || is_free(engine, other))
		free_site(engine, epoch);
}

struct gathering {
	struct engine *engine;
	struct arena *arena;
	const struct pmap *causes;
};

static const struct pmap *end_gathering(struct gathering *gathering)
{
	const struct pmap *causes = intern_set(gathering->engine, gathering->causes);

	arena_reset(gathering->arena);
	return causes;
}

static bool add_unresolved(uint32_t key, const void *value, void *context);

/* Those of SET, which is kept for good, that are unresolved. */
static const struct pmap *open_part(struct engine *engine, const struct pmap *set)
{
	uint64_t key = (uintptr_t)set;
	struct gathering part = { .engine = engine };
	const struct pmap *open;

	if (intmap_has(&engine->open_sets, key))
		return intmap_get(&engine->open_sets, key);
	part.arena = arena_new();
	pmap_each(set, add_unresolved, &part);
	open = intern_set(engine, part.causes);
	arena_free(part.arena);
	intmap_set(&engine->open_sets, key, (void *)open);
	return open;
}

void causes_reopened(struct engine *engine)
{
	struct search_pair *pair = engine->pair;

	intmap_free(&pair->prover->open_sets);
	if (pair->searcher)
		intmap_free(&pair->searcher->open_sets);
}

/* Adds those of the set SET, which is kept for good, that are unresolved. */
static void add_set(struct gathering *gathering, const struct pmap *set)
{
	if (!set || set == gathering->causes)
		return;
	gathering->causes = causes_unite(gathering->engine,
					 intern_set(gathering->engine, gathering->causes),
					 open_part(gathering->engine, set));
}

static bool add_unresolved(uint32_t key, const void *value, void *context)
{
	struct gathering *gathering = context;
	const struct cause *cause = value;

	if (!cause->resolved)
		gathering->causes = pmap_set(gathering->arena, gathering->causes, key, value);
	return true;
}

static void gather_cause(struct gathering *gathering, const struct cause *cause)
{
	gathering->causes = pmap_set(gathering->arena, gathering->causes, cause->id, cause);
}

/* The cause of KIND for VALUE, a symbol that no other cause explains. */
static void gather_unexplained(struct gathering *gathering, const struct value *value,
			       enum cause_kind kind)
{
	gather_cause(gathering, cause_about(gathering->engine, kind, value->symbol->place));
}

/*
 * Whether REGION is an array, or a part of one, at an unknown index: indices are related in ways that are not known. Of
 * an array at a computed address it is others who choose what else leads there.
 */
static bool is_indexed(const struct region *region)
{
	const struct region *root = region_root(region);
	const struct symbol *pointer = root->kind == REGION_POINTEE && root->value->kind == VALUE_SYMBOL ?
		root->value->symbol : NULL;

	if (root->kind == REGION_POINTEE && !pointer)
		return false;
	return region->kind == REGION_ELEMENT || region_has_elements(region) ||
	       (pointer && pointer->place && pointer->place->region->kind == REGION_ELEMENT);
}

/*
 * Whether our code alone can reach REGION. What a store may have hit there follows from it, though the engine does
 * not know how. Elsewhere it is others who choose what pointers lead there.
 */
static bool is_ours_alone(const struct engine *engine, const struct region *region)
{
	const struct region *root = region_root(region);

	return root->kind == REGION_LOCAL && !intmap_has(&engine->given_away, root->id);
}

/* What the engine made up is unknown for some cause; what others choose is for none. */
static bool gather_symbol(const struct value *value, void *context)
{
	struct gathering *gathering = context;
	struct engine *engine = gathering->engine;
	const struct symbol *symbol = value->symbol;
	const struct pmap *known = intmap_get(&engine->value_causes, value->id);

	switch (symbol->kind) {
	case SYMBOL_MEMORY:
	case SYMBOL_RESULT:
	case SYMBOL_ANY:
		if (!known)
			known = intmap_get(&engine->site_causes, site_key(symbol->site));
		if (!known && !is_free(engine, symbol->site))
			gather_unexplained(gathering, value, CAUSE_CONTENT);
		break;
	case SYMBOL_INNER:
		if (symbol->inner->symbol->kind == SYMBOL_ENTRY)
			gather_unexplained(gathering, symbol->inner, CAUSE_CONTENT);
		return value_any_symbol(symbol->inner, gather_symbol, context);
	case SYMBOL_MIXED:
		if (is_ours_alone(engine, symbol->place->region) || is_indexed(symbol->place->region))
			gather_unexplained(gathering, value, CAUSE_CONTENT);
		if (symbol->mark)
			add_set(gathering, intmap_get(&engine->site_causes, symbol->mark));
		/* of fills that were joined, the block tells where they are from, or nothing does */
		if (symbol->mark && !(symbol->mark & 1) && !intmap_has(&engine->site_causes, symbol->mark) &&
		    !is_free(engine, symbol->site))
			gather_unexplained(gathering, value, CAUSE_CONTENT);
		break;
	case SYMBOL_COMPUTED:
		gather_unexplained(gathering, value, CAUSE_CONTENT);
		break;
	case SYMBOL_INDETERMINATE:
		if (!symbol->index)
			gather_unexplained(gathering, value, CAUSE_UNSET);
		break;
	case SYMBOL_JOIN:
	case SYMBOL_ENTRY:
	case SYMBOL_OUTCOME:
		break;
	}
	add_set(gathering, known);
	return false;
}

const struct pmap *causes_of_value(struct engine *engine, const struct value *value)
{
	struct gathering gathering = { engine, engine->gathering, NULL };

	value_any_symbol(value, gather_symbol, &gathering);
	return end_gathering(&gathering);
}

void cause_of_value(struct engine *engine, const struct value *value, const struct value *x,
		    const struct value *y)
{
	const struct pmap *causes = intmap_get(&engine->value_causes, value->id);

	causes = causes_unite(engine, causes, causes_of_value(engine, x));
	if (y)
		causes = causes_unite(engine, causes, causes_of_value(engine, y));
	if (causes)
		intmap_set(&engine->value_causes, value->id, (void *)causes);
}

void cause_for_value(struct engine *engine, const struct value *value, const struct cause *cause)
{
	const struct pmap *causes = intmap_get(&engine->value_causes, value->id);

	intmap_set(&engine->value_causes, value->id, (void *)cause_add(engine, causes, cause));
}

void cause_of_own(struct engine *engine, const struct value *value)
{
	const struct symbol *symbol = value->symbol;

	if (!open_part(engine, intmap_get(&engine->site_causes, site_key(symbol->site))))
		cause_for_value(engine, value, cause_about(engine, CAUSE_CONTENT, symbol->place));
}

/* A path that took some outcomes of a call depends on the causes of these outcomes. */
static void gather_choice(struct gathering *gathering, const struct symbol *symbol,
			  const struct intset *chosen)
{
	const struct summary *summary = gathering->engine->summaries.data[symbol->index - 1];

	if (!summary)		/* stale, and dropped */
		return;
	for (size_t k = 0; k < summary->result.outcomes.count; k++)
		if (intset_contains(chosen, k))
			pmap_each(summary->result.outcomes.data[k].causes, add_unresolved,
				  gathering);
}

static bool gather_fact(uint32_t key, const void *set, void *context)
{
	struct gathering *gathering = context;
	const struct value *value = value_by_id(gathering->engine->values, key);

	if (value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_OUTCOME)
		gather_choice(gathering, value->symbol, set);
	else
		value_any_symbol(value, gather_symbol, gathering);
	return true;
}

const struct pmap *causes_of_fact(struct engine *engine, const struct value *value)
{
	struct gathering gathering = { engine, engine->gathering, NULL };

	if (value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_OUTCOME)
		gather_choice(&gathering, value->symbol, intset_full(values_pool(engine->values),
								     value->width));
	else
		value_any_symbol(value, gather_symbol, &gathering);
	return end_gathering(&gathering);
}

const struct pmap *causes_of_facts(struct engine *engine, const struct state *state)
{
	struct gathering gathering = { engine, engine->gathering, NULL };

	pmap_each(state->facts, gather_fact, &gathering);
	pmap_each(state->lost, add_unresolved, &gathering);
	return end_gathering(&gathering);
}

const struct pmap *unresolved_causes(struct engine *engine, const struct pmap *map)
{
	struct gathering gathering = { engine, engine->gathering, NULL };

	pmap_each(map, add_unresolved, &gathering);
	return end_gathering(&gathering);
}

static bool add_but_fault(uint32_t key, const void *value, void *context)
{
	return ((const struct cause *)value)->kind == CAUSE_FAULT ||
	       add_unresolved(key, value, context);
}

const struct pmap *causes_but_faults(struct engine *engine, const struct pmap *map)
{
	struct gathering gathering = { engine, engine->gathering, NULL };

	pmap_each(map, add_but_fault, &gathering);
	return end_gathering(&gathering);
}

static bool is_open(uint32_t key, const void *value, void *context)
{
	(void)key, (void)context;
	return !((const struct cause *)value)->resolved;
}

bool causes_any_resolved(const struct pmap *map)
{
	return !pmap_each(map, is_open, NULL);
}

static bool push_cause(uint32_t key, const void *value, void *context)
{
	cause_list *list = context;

	(void)key;
	vec_push(list, (struct cause *)value);
	return true;
}

void causes_list(const struct pmap *map, cause_list *list)
{
	pmap_each(map, push_cause, list);
}

/* What a spent budget means for the source, by the budget's name: the words around the function. */
static const struct { const char *budget, *before, *behind; } spent_words[] = {
	{ "steps per function", "there are more ways through ", " than were followed" },
	{ "steps in all", "there are more ways through ", " and all that it calls than were followed" },
	{ "states per block", "a place in ", " is reached in more states than can be kept apart" },
	{ "call depth", "calls are nested too deep where ", " is called" },
	{ "equalities at entry", "", " compares too many pointers after both were used" },
	{ "memory", "the ways through ", " take more memory than is allowed" },
};

static void describe_spent(const struct cause *cause, const char *function, struct strbuf *out)
{
	const char *budget = cause->detail ? cause->detail : "?";
	const char *before = "what was allowed is spent in ", *behind = "";

	for (size_t i = 0; i < sizeof(spent_words) / sizeof(*spent_words); i++) {
		if (strcmp(spent_words[i].budget, budget))
			continue;
		before = spent_words[i].before;
		behind = spent_words[i].behind;
	}
	strbuf_printf(out, *function ? "%s'%s'%s (budget: %s)" : "%s%sthe callback%s (budget: %s)", before, function,
		      behind, budget);
}

bool cause_can_be_resolved(const struct cause *cause)
{
	return cause->kind == CAUSE_CLOSED || cause->kind == CAUSE_NO_BODY ||
	       cause->kind == CAUSE_FRONTIER || cause->kind == CAUSE_INDIRECT;
}

void cause_describe(const struct cause *cause, struct strbuf *out)
{
	const char *callee = cause->callee ? ir_plain_name(cause->callee) : "";

	switch (cause->kind) {
	case CAUSE_CLOSED:
		strbuf_printf(out, "calls '%s', which was not looked into", callee);
		break;
	case CAUSE_NO_BODY:
	case CAUSE_FRONTIER:
		strbuf_printf(out, "calls '%s', whose source was not found", callee);
		break;
	case CAUSE_INDIRECT:
		if (cause->field)
			strbuf_printf(out, "calls through '%s.%s', whose targets are not all known%s%s",
				      cause->field->record, cause->field->name,
				      cause->detail ? ": " : "",
				      cause->detail ? cause->detail : "");
		else
			strbuf_puts(out, "calls through a function pointer whose target is not known");
		break;
	case CAUSE_DAMAGED:
		strbuf_printf(out, cause->site ? "calls '%s', which is not whole: %s" :
			      "'%s' is not whole: %s", callee, cause->detail ? cause->detail : "errors");
		break;
	case CAUSE_UNSUPPORTED:
		strbuf_printf(out, "uses what mncheck does not understand: %s",
			      cause->detail ? cause->detail : "?");
		break;
	case CAUSE_BUDGET:
		describe_spent(cause, callee, out);
		break;
	case CAUSE_RECURSION:
		strbuf_printf(out, "depends on what '%s' does when it calls itself", callee);
		break;
	case CAUSE_OTHERS:
		strbuf_puts(out, "depends on what other processors or drivers do meanwhile");
		break;
	case CAUSE_FAULT:
		strbuf_puts(out, "depends on whether an access to memory in assembly faults");
		break;
	case CAUSE_JOINED:
		strbuf_printf(out, "depends on values that are known less exactly where ways meet in '%s'",
			      callee);
		break;
	case CAUSE_CONTENT:
		if (*cause->detail)
			strbuf_printf(out, "depends on what '%s' holds, which mncheck does not know",
				      cause->detail);
		else
			strbuf_puts(out, "depends on a value that mncheck does not know");
		break;
	case CAUSE_ALIAS:
		strbuf_puts(out, "depends on whether two pointers lead to the same object");
		break;
	case CAUSE_UNSET:
		if (*cause->detail)
			strbuf_printf(out, "depends on '%s', which is read before it is set",
				      cause->detail);
		else
			strbuf_puts(out, "depends on a value that is read before it is set");
		break;
	case CAUSE_ELSEWHERE:
		strbuf_printf(out, "depends on the constant '%s', whose definition was not read",
			      cause->detail ? cause->detail : "?");
		break;
	case CAUSE_INPUT:
		strbuf_puts(out, "no input was found that takes the path to it");
		break;
	}
}

void cause_remedy(const struct cause *cause, struct strbuf *out)
{
	const char *callee = cause->callee ? ir_plain_name(cause->callee) : "";

	switch (cause->kind) {
	case CAUSE_CLOSED:
		strbuf_printf(out, "a look into '%s', for which more rounds were needed than are "
			      "tried; or a model of it (--model)", callee);
		break;
	case CAUSE_NO_BODY:
	case CAUSE_FRONTIER:
		strbuf_printf(out, "the source of '%s', or a model of it (--model)", callee);
		break;
	case CAUSE_INDIRECT:
		if (cause->field)
			strbuf_printf(out, "every function that is put into '%s.%s': some file that "
				      "does so did not parse, or too many do",
				      cause->field->record, cause->field->name);
		else
			strbuf_puts(out, "code that shows which function the pointer holds");
		break;
	case CAUSE_DAMAGED:
		strbuf_printf(out, "source of '%s' that parses, as it is configured", callee);
		break;
	case CAUSE_UNSUPPORTED:
		strbuf_puts(out, "a mncheck that understands this construct: please report it");
		break;
	case CAUSE_BUDGET:
		strbuf_puts(out, "less to explore: a model (--model) of a function that is called "
			    "there and does not matter");
		break;
	case CAUSE_RECURSION:
		strbuf_printf(out, "a model of '%s' (--model)", callee);
		break;
	case CAUSE_OTHERS:
		strbuf_puts(out, "somebody who knows who else holds on to it");
		break;
	case CAUSE_FAULT:
		strbuf_puts(out, "a model (--model) of the function with that assembly");
		break;
	case CAUSE_JOINED:
	case CAUSE_CONTENT:
	case CAUSE_INPUT:
		strbuf_puts(out, "somebody who reads the code: a proof or a path that mncheck does not find");
		break;
	case CAUSE_ALIAS:
		strbuf_puts(out, "a comparison of both pointers, or code that shows where they lead");
		break;
	case CAUSE_UNSET:
		strbuf_puts(out, "a value for it on every path");
		break;
	case CAUSE_ELSEWHERE:
		strbuf_puts(out, "the file that defines it");
		break;
	}
}
