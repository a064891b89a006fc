// SPDX-License-Identifier: GPL-2.0-only
#include "engine/engine.h"

#include <string.h>

#include "engine/reach.h"
#include "engine/static_call.h"
#include "engine/strategy.h"

static struct engine *search_new(struct program *program, const struct engine_options *options,
				 struct search_pair *pair, const struct strategy *strategy)
{
	struct engine *engine = xcalloc(1, sizeof(*engine));

	engine->program = program;
	engine->options = *options;
	engine->options.budgets.summaries *= strategy->context_shares;
	engine->values = values_new(64);
	engine->arena = values_arena(engine->values);
	engine->gathering = arena_new();
	engine->domain = (struct domain){ .values = engine->values, .arena = engine->arena };
	engine->strategy = strategy;
	engine->pair = pair;
	return engine;
}

struct engine *engine_new(struct program *program, const struct engine_options *options)
{
	struct search_pair *pair = xcalloc(1, sizeof(*pair));

	pair->prover = search_new(program, options, pair, options->in_detail ? &detailed_prover_strategy :
				  &prover_strategy);
	return pair->prover;
}

struct engine *engine_searcher(struct engine *engine)
{
	struct search_pair *pair = engine->pair;

	if (!pair->searcher) {
		struct engine_options options = pair->prover->options;

		options.first_cause += CAUSES_OF_SEARCHER;
		pair->searcher = search_new(engine->program, &options, pair, &searcher_strategy);
	}
	return pair->searcher;
}

struct engine *engine_for_locks(struct engine *engine)
{
	struct search_pair *pair = engine->pair;

	if (!pair->locks) {
		struct engine_options options = pair->prover->options;

		options.budgets = options.in_detail ? detailed_budgets : default_budgets;
		options.tracks_locks = true;
		options.first_cause += CAUSES_OF_LOCKS;
		memset(options.events, 0, sizeof(options.events));
		pair->locks = engine_new(engine->program, &options);
	}
	return pair->locks;
}

static void copy_keys(struct strmap *to, const struct strmap *from)
{
	for (size_t i = 0; i < from->count; i++)
		strmap_set(to, from->entries[i].key, from->entries[i].value);
}

struct engine *engine_in_detail(struct engine *engine)
{
	struct search_pair *pair = engine->pair;
	const struct engine *last = pair->detailed ? pair->detailed : pair->prover;
	struct engine_options options = pair->prover->options;
	struct engine *detailed;

	if (pair->detailed && pair->detailed->pair->copied == pair->opened.count + pair->given_up.count)
		return pair->detailed;
	options.budgets = detailed_budgets;
	options.in_detail = true;
	options.first_cause = last->options.first_cause + CAUSES_IN_DETAIL;
	detailed = engine_new(engine->program, &options);
	copy_keys(&detailed->pair->opened, &pair->opened);
	copy_keys(&detailed->pair->given_up, &pair->given_up);
	detailed->pair->copied = pair->opened.count + pair->given_up.count;
	/* what earlier ones found stays */
	detailed->pair->detailed = pair->detailed;
	pair->detailed = detailed;
	return detailed;
}

struct engine *engine_anew(struct engine *engine)
{
	struct search_pair *pair = engine->pair;

	if (!pair->anew) {
		struct engine_options options = pair->prover->options;

		options.budgets = default_budgets;
		options.first_cause += CAUSES_ANEW;
		pair->anew = engine_new(engine->program, &options);
	}
	return pair->anew;
}

static void search_free(struct engine *engine)
{
	if (!engine)
		return;
	vec_each(summary, &engine->summaries) {
		if (!*summary)
			continue;
		drop_summary(engine, *summary);
	}
	vec_each(exploration, &engine->explorations)
		drop_result(engine, *exploration);
	for (size_t i = 0; i < engine->functions.base.count; i++) {
		struct function_info *info = engine->functions.base.entries[i].value;

		vec_free(&info->summaries);
		vec_free(&info->unfinished);
	}
	vec_free(&engine->summaries);
	vec_free(&engine->explorations);
	vec_free(&engine->causes);
	vec_free(&engine->stack);
	intmap_free(&engine->functions);
	intmap_free(&engine->tables);
	vec_free(&engine->credited);
	intmap_free(&engine->cause_index);
	arena_free(engine->gathering);
	intmap_free(&engine->cause_sets);
	intmap_free(&engine->unions);
	intmap_free(&engine->open_sets);
	intmap_free(&engine->site_causes);
	intmap_free(&engine->feasibilities);
	intmap_free(&engine->value_causes);
	intmap_free(&engine->free_sites);
	intmap_free(&engine->address_fields);
	intmap_free(&engine->members_given);
	intmap_free(&engine->gifts);
	intmap_free(&engine->given_away);
	intmap_free(&engine->watched);
	values_free(engine->values);
	free(engine);
}

void engine_free(struct engine *engine)
{
	struct search_pair *pair = engine ? engine->pair : NULL;

	if (!pair)
		return;
	engine_free(pair->locks);
	engine_free(pair->detailed);
	engine_free(pair->anew);
	search_free(pair->searcher);
	search_free(pair->prover);
	strmap_free(&pair->opened);
	strmap_free(&pair->given_up);
	intmap_free(&pair->near);
	free(pair);
}

/* ---- functions ---- */

static void collect_explored(const struct engine *search, struct intmap *explored)
{
	for (size_t i = 0; search && i < search->functions.base.count; i++) {
		struct function_info *info = search->functions.base.entries[i].value;

		if (info->open && !info->ref.is_model)
			intmap_set(explored, (uint64_t)(uintptr_t)info->ref.function, info);
	}
	if (!search || search != search->pair->prover)
		return;
	if (search->pair->locks) {
		collect_explored(search->pair->locks, explored);
		collect_explored(search->pair->locks->pair->searcher, explored);
	}
	if (search->pair->detailed) {
		collect_explored(search->pair->detailed, explored);
		collect_explored(search->pair->detailed->pair->searcher, explored);
	}
	if (search->pair->anew) {
		collect_explored(search->pair->anew, explored);
		collect_explored(search->pair->anew->pair->searcher, explored);
	}
}

size_t engine_functions_explored(const struct engine *engine)
{
	struct intmap explored = { 0 };

	collect_explored(engine->pair->prover, &explored);
	collect_explored(engine->pair->searcher, &explored);
	size_t count = explored.base.count;
	intmap_free(&explored);
	return count;
}

static void collect_met(const struct engine *search, function_refs *found)
{
	for (size_t i = 0; search && i < search->functions.base.count; i++) {
		const struct function_info *info = search->functions.base.entries[i].value;

		vec_push(found, info->ref);
	}
}

/* Functions that a search of PAIR, or of its pair for locks, met, and those that helpers had met. */
static void collect_functions(const struct search_pair *pair, function_refs *found)
{
	collect_met(pair->prover, found);
	vec_each(ref, &pair->prover->credited)
		vec_push(found, *ref);
	collect_met(pair->searcher, found);
	if (pair->locks)
		collect_functions(pair->locks->pair, found);
	if (pair->detailed)
		collect_functions(pair->detailed->pair, found);
	if (pair->anew)
		collect_functions(pair->anew->pair, found);
}

void engine_credit(struct engine *engine, const struct engine *helper)
{
	collect_functions(helper->pair, &engine->credited);
	for (size_t i = 0; i < helper->tables.base.count; i++) {
		struct ir_unit *unit = helper->tables.base.entries[i].value;

		intmap_set(&engine->tables, (uint64_t)(uintptr_t)unit, unit);
	}
}

static void visit_tables(const struct engine *search, struct reach_visitor *visitor)
{
	for (size_t i = 0; search && i < search->tables.base.count; i++)
		visitor->unit(visitor, search->tables.base.entries[i].value);
}

static void visit_tables_of(const struct search_pair *pair, struct reach_visitor *visitor)
{
	visit_tables(pair->prover, visitor);
	visit_tables(pair->searcher, visitor);
	if (pair->locks)
		visit_tables_of(pair->locks->pair, visitor);
	if (pair->detailed)
		visit_tables_of(pair->detailed->pair, visitor);
	if (pair->anew)
		visit_tables_of(pair->anew->pair, visitor);
}

static void visit_causes(const struct engine *search, struct reach_visitor *visitor)
{
	for (size_t i = 0; search && i < search->causes.count; i++) {
		const struct cause *cause = search->causes.data[i];

		if (cause->kind == CAUSE_NO_BODY && cause->callee)
			visitor->missing(visitor, cause->callee);
		if (cause->kind == CAUSE_INDIRECT && cause->field)
			visitor->member(visitor, cause->field, true);
	}
}

/*
 * A search in a role asks the call graph nothing: what it did not look into may do anything to it. It depends on the
 * functions that it met, and on the names that it lacked.
 */
static void visit_met(const struct search_pair *pair, const function_refs *found, struct reach_visitor *visitor)
{
	vec_each(ref, found)
		if (!ref->is_model)
			visitor->unit(visitor, ref->unit);
	visit_causes(pair->prover, visitor);
	visit_causes(pair->searcher, visitor);
	if (pair->locks)
		visit_causes(pair->locks, visitor);
	if (pair->detailed)
		visit_met(pair->detailed->pair, &(function_refs){ 0 }, visitor);
	if (pair->anew)
		visit_met(pair->anew->pair, &(function_refs){ 0 }, visitor);
}

void engine_visit_closure(const struct engine *engine, struct reach_visitor *visitor)
{
	function_refs found = { 0 };

	collect_functions(engine->pair, &found);
	visit_tables_of(engine->pair, visitor);
	if (engine->options.role)
		visit_met(engine->pair, &found, visitor);
	else
		reach_closure(engine->options.reach, found.data, found.count, visitor);
	vec_free(&found);
}

/* ---- callbacks ---- */

void engine_watch(struct engine *engine, const struct ir_inst *inst)
{
	intmap_set(&engine->watched, (uint64_t)(uintptr_t)inst, engine);
}

const struct exploration *engine_explore(struct engine *engine, struct function_ref function,
					 const struct seed *seeds, size_t nseeds,
					 uint32_t frozen_param)
{
	struct exploration *result = arena_alloc(engine->arena, sizeof(*result));
	struct function_info *info = engine_function(engine, function);

	if (engine->resolved)
		drop_stale(engine);
	struct activation activation = {
		.seeds = seeds, .nseeds = nseeds, .frozen_param = frozen_param,
		.result = result, .is_callback = true,
	};

	vec_push(&engine->explorations, result);
	activation_begin(&activation, engine, info);
	activation.frozen_param = frozen_param;
	if (function.function->damage || !info->cfg) {
		result->incomplete = cause_at(&activation, CAUSE_DAMAGED, NULL, info->key, NULL,
					      function.function->damage);
	} else {
		vec_push(&engine->stack, &activation);
		info->open = true;
		engine->first_step = engine->steps;
		engine->first_summary = (uint32_t)engine->summaries.count;
		explore_blocks(&activation);
		(void)vec_pop(&engine->stack);
	}
	result->entry_facts = activation.entry_facts;
	memset(&activation.entry_facts, 0, sizeof(activation.entry_facts));
	activation_end(&activation);
	return result;
}

static const struct intset *entry_fact(struct domain *domain, const struct value *symbol)
{
	const struct exploration *result = domain->context;

	return intmap_get(&result->entry_facts, symbol->id);
}

enum feasibility engine_feasibility(struct engine *engine, const struct exploration *result,
				    const struct state *state, const struct value *value,
				    const struct intset *set)
{
	struct domain domain = {
		.values = engine->values, .arena = arena_new(), .base_fact = entry_fact,
		.context = (void *)result, .feasibilities = &engine->feasibilities,
	};
	enum feasibility feasibility = state_feasibility(&domain, state, value, set);

	arena_free(domain.arena);
	return feasibility;
}

const struct pmap *engine_doubts(struct engine *engine)
{
	return cause_add(engine, NULL, cause_of_input(engine));
}

static bool is_there(struct engine *engine, const char *key)
{
	return program_find(engine->program, key).function ||
	       program_static_call(engine->program, key);
}

/* Calls of KEY are entered from now on, in any function. */
static void open_everywhere(struct engine *engine, const char *key)
{
	if (!engine)
		return;
	vec_each(cause, &engine->causes)
		if ((*cause)->kind == CAUSE_CLOSED && !strcmp((*cause)->callee, key))
			(*cause)->resolved = true;
	engine->resolved = true;
}

static void open_function(struct cause *cause)
{
	struct engine *engine = cause->engine;
	struct search_pair *pair = engine->pair;

	cause->resolved = true;
	if (engine->options.is_modular && cause->kind == CAUSE_NO_BODY) {
		engine->resolved = true;
		return;
	}
	strmap_set(&pair->opened, cause->callee, engine);
	open_everywhere(pair->prover, cause->callee);
	open_everywhere(pair->searcher, cause->callee);
}

bool engine_resolve(struct cause *cause)
{
	struct engine *engine = cause->engine;

	causes_reopened(engine);
	switch (cause->kind) {
	case CAUSE_CLOSED:
		open_function(cause);
		return true;
	case CAUSE_NO_BODY:
		if (!is_there(engine, cause->callee))
			return false;
		open_function(cause);
		return true;
	case CAUSE_FRONTIER:
		if (!is_there(engine, cause->callee) &&
		    !program_is_assembly(engine->program, cause->callee))
			return false;
		cause->resolved = true;
		return true;
	case CAUSE_INDIRECT:
		if (!cause->field)
			return false;
		if (!program_field_is_complete(engine->program, cause->field->record,
					       cause->field->name)) {
			if (!engine->strategy->takes_known_targets || cause->tried_near)
				return false;
			/* some targets may have come; another cause stands for the rest */
			intmap_set(&engine->pair->near, (uint64_t)(uintptr_t)cause->field, cause);
		}
		cause->resolved = engine->resolved = true;
		return true;
	default:
		return false;
	}
}

void engine_give_up(struct cause *cause)
{
	cause->hopeless = true;
	if (cause->kind == CAUSE_FRONTIER)
		strmap_set(&cause->engine->pair->given_up, cause->callee, cause->engine);
}

const char *engine_file_of(struct engine *engine, const struct cause *cause)
{
	struct function_ref ref = { 0 };

	if (cause->callee)
		ref = program_find(engine->program, cause->callee);
	return ref.function ? ref.unit->main_file : NULL;
}

bool engine_has_scopes(struct engine *engine, unsigned event)
{
	const char *name = engine->options.events[event];

	return name && program_suspender(engine->program, name);
}

struct domain *engine_domain(struct engine *engine)
{
	return &engine->domain;
}
