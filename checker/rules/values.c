// SPDX-License-Identifier: GPL-2.0-only
/* Judges by returned values: the prover looks for a bad one, and the searcher if that takes long. */
#include "rules/judge_state.h"

const struct intset *values_except(struct judgement *judgement, const int *allowed, size_t count)
{
	struct intset_pool *pool = values_pool(engine_domain(judgement->engine)->values);
	const struct ir_function *function = judgement->subject->function.function;
	uint32_t width = function->return_type.kind == IR_BOOL ? 1 :
			 function->return_type.bits && function->return_type.bits <= 64 ?
			 (uint32_t)function->return_type.bits : 32;
	const struct intset *set = intset_full(pool, width);

	for (size_t i = 0; i < count; i++)
		set = intset_intersect(pool, set, intset_complement(pool,
			intset_const(pool, width, (uint64_t)(int64_t)allowed[i])));
	return set;
}

static const char *place_of(struct judgement *judgement, const struct outcome *outcome)
{
	const struct trace *last = outcome->state.trace;

	if (!last || !last->site || !last->site->loc.file)
		return "";
	return arena_printf(judgement->arena, "%s:%u",
			    last->unit->files.data[last->site->loc.file], last->site->loc.line);
}

/* The callback returns some memory's content: it may or may not be a failure. */
static void not_known(struct judgement *judgement, const struct outcome *outcome)
{
	struct strbuf text = { 0 };

	strbuf_puts(&text, "returns '");
	value_print(outcome->result, &text);
	strbuf_puts(&text, "', whose value is not known");
	judgement_undecided(judgement, strbuf_keep(&text, judgement->arena), place_of(judgement, outcome));
}

static bool is_not_known(const struct outcome *outcome, const struct intset *bad,
			 const struct intset *both)
{
	return outcome->raw && bad->width > 1 && both != outcome->range;
}

static void find_by_prover(struct judgement *judgement, bool blockable, const struct intset *bad,
			   objections *found)
{
	const struct exploration *run = read_run(judgement, blockable);
	struct engine *engine = judgement->prover;
	struct domain *domain = engine_domain(engine);

	depends_on_rest_of_run(judgement, run);
	vec_each(outcome, &run->outcomes) {
		if (!outcome->range || outcome->range->width != bad->width)
			continue;
		const struct intset *both = intset_intersect(values_pool(domain->values),
							     outcome->range, bad);

		if (intset_is_empty(both))
			continue;
		const struct pmap *causes;

		if (!outcome_may_happen(engine, run, outcome, both, &causes))
			continue;
		if (causes)
			judgement_depends(judgement, causes);
		else if (is_not_known(outcome, bad, both))
			not_known(judgement, outcome);
		else
			vec_push(found, (struct objection){ outcome, blockable, both });
	}
}

/* Whether the value of OUTCOME can lie in BAD; *BOTH become these values. With BAD NULL every value counts. */
static bool returns_bad(struct judgement *judgement, const struct outcome *outcome, const struct intset *bad,
			const struct intset **both)
{
	*both = NULL;
	if (!bad)
		return true;
	if (!outcome->range || outcome->range->width != bad->width)
		return false;
	*both = intset_intersect(values_pool(engine_domain(judgement->engine)->values), outcome->range, bad);
	return !intset_is_empty(*both) && !is_not_known(outcome, bad, *both);
}

/* Whether the rule objects to OUTCOME, a searcher's. *BOTH become its BAD values, *CAUSES its causes. */
static bool is_objected_to(struct judgement *judgement, const struct exploration *run,
			   const struct outcome *outcome, const struct intset *bad, objects_to *objects,
			   const struct intset **both, const struct pmap **causes)
{
	struct engine *searcher = judgement->engine;

	const struct pmap *own;

	*causes = NULL;
	if (!returns_bad(judgement, outcome, bad, both) || (objects && !objects(judgement, outcome, causes)) ||
	    !outcome_may_happen(searcher, run, outcome, *both, &own))
		return false;
	*causes = causes_unite(searcher, *causes, own);
	return true;
}

/* The searcher begins after so many steps of both engines, and may add so many without coming nearer. */
#define STEPS_BEFORE_SEARCHER 8000
#define STEPS_OF_SEARCHER 60000

/* The lightest causes of a way to a bad value weigh WEIGHT now. As long as they get lighter the searcher goes on. */
static void note_nearest(struct judgement *judgement, bool blockable, size_t weight)
{
	struct value_search *search = &judgement->judge->progress.searches[judgement->rule][blockable];

	if (search->nearest && weight >= search->nearest)
		return;
	search->nearest = weight;
	search->left = STEPS_OF_SEARCHER;
}

/* The run of SEARCHER, within the steps that the search of this rule has left. What other searches take is theirs. */
static const struct exploration *explore_in_turn(struct judgement *judgement, struct engine *searcher, bool blockable)
{
	struct value_search *search = &judgement->judge->progress.searches[judgement->rule][blockable];
	uint32_t began_at = engine_steps(judgement->prover);

	if (!search->begun)
		search->left = STEPS_OF_SEARCHER;
	search->begun = true;
	engine_limit_steps(judgement->prover, began_at + search->left);
	const struct exploration *run = explore(judgement->judge, searcher, blockable);
	uint32_t taken = engine_steps(judgement->prover) - began_at;

	search->left -= taken < search->left ? taken : search->left;
	return run;
}

/*
 * Lets the searcher explore: it may prove a value on one path that stays open for the prover. Returns whether
 * it has causes left to look into, and notes these in JUDGEMENT. Else *LOOKS_AGAIN, false the first time, tells
 * whether it would find more if it was asked once more.
 */
static bool find_by_searcher(struct judgement *judgement, bool blockable, const struct intset *bad,
			     objects_to *objects, objections *found, bool *looks_again)
{
	struct judge *judge = judgement->judge;
	struct engine *searcher = engine_searcher(judgement->prover);
	const struct exploration *run = explore_in_turn(judgement, searcher, blockable);
	const struct pmap *next = NULL, *causes;
	const struct intset *both;
	size_t least = MUCH_TO_LOOK_INTO, before = found->count;

	judgement->engine = searcher;
	note_search(judgement, searcher, blockable);
	vec_each(outcome, &run->outcomes) {
		if (!is_objected_to(judgement, run, outcome, bad, objects, &both, &causes))
			continue;
		if (!causes) {
			vec_push(found, (struct objection){ outcome, blockable, both });
			continue;
		}
		size_t weight = weigh(searcher, causes);

		if (can_look(causes) && weight < least) {
			least = weight;
			next = causes;
		}
	}
	if (found->count > before) {
		judge->progress.searcher_proved[judgement->row->tracks_locks][blockable] = true;
		note_run(judgement, searcher, blockable, run);
		return false;
	}
	judgement->engine = judgement->prover;
	judgement_depends(judgement, next);
	note_nearest(judgement, blockable, least);
	*looks_again = !next && !*looks_again && !run->incomplete && engine_look_again(searcher, run);
	return next != NULL;
}

/* Returns whether the round ends with the searcher: it found a value, or has causes left to look into. */
static bool let_searcher_look(struct judgement *judgement, bool blockable, const struct intset *bad,
			      objects_to *objects, objections *found)
{
	struct judge *judge = judgement->judge;
	struct value_search *search = &judge->progress.searches[judgement->rule][blockable];
	uint32_t *limit = &judge->limits[judgement->rule], steps = engine_steps(judgement->prover);
	bool goes_on, looks_again = false;

	do
		goes_on = find_by_searcher(judgement, blockable, bad, objects, found, &looks_again) || found->count;
	while (!goes_on && looks_again);
	/* the rule's own budget is the prover's: the searcher's steps come on top */
	if (*limit < default_budgets.all_steps)
		*limit += engine_steps(judgement->prover) - steps;
	engine_limit_steps(judgement->prover, *limit);
	search->ended = !goes_on;
	return goes_on;
}

static bool is_due(const struct judgement *judgement, const struct value_search *search)
{
	return !search->ended && (search->begun || judgement->row->searches_at_once ||
				  engine_steps(judgement->prover) > STEPS_BEFORE_SEARCHER);
}

/* Nothing that the prover depends on can be looked into. */
static bool prover_ends_here(const struct judgement *judgement)
{
	return judgement->depends_on && !can_look(judgement->depends_on);
}

static bool says_more(const objections *found, const objections *known)
{
	vec_each(old, known) {
		bool is_there = false;

		vec_each(new, found)
			is_there = is_there || intset_subset(old->bad, new->bad);
		if (!is_there)
			return false;
	}
	return found->count > known->count;
}

/* The prover FOUND values, and others for which it has causes: the searcher may prove more of them. */
static void let_searcher_add(struct judgement *judgement, bool blockable, const struct intset *bad,
			     objections *found)
{
	objections more = { 0 };

	(void)let_searcher_look(judgement, blockable, bad, NULL, &more);
	if (says_more(&more, found)) {
		vec_clear(found);
		vec_each(objection, &more)
			vec_push(found, *objection);
	} else {
		judgement->engine = judgement->prover;
	}
	vec_free(&more);
}

void find_bad_values(struct judgement *judgement, bool blockable, const struct intset *bad,
		     objections *found)
{
	struct value_search *search = &judgement->judge->progress.searches[judgement->rule][blockable];

	judgement->values[blockable] = bad;
	/* a finding is one search's: the searcher adds nothing to what was found in the other run */
	if (!found->count && is_due(judgement, search) &&
	    let_searcher_look(judgement, blockable, bad, NULL, found))
		return;
	size_t before = found->count;

	find_by_prover(judgement, blockable, bad, found);
	if (search->ended || !prover_ends_here(judgement))
		return;
	if (!found->count)
		(void)let_searcher_look(judgement, blockable, bad, NULL, found);
	else if (!before)
		let_searcher_add(judgement, blockable, bad, found);
}

void suspect_values(struct judgement *judgement, bool blockable)
{
	judgement->judge->progress.searches[judgement->rule][blockable].suspected = true;
}

bool find_suspected_values(struct judgement *judgement, bool blockable, const struct intset *bad,
			   objects_to *objects, objections *found)
{
	struct judge *judge = judgement->judge;
	struct value_search *search = &judge->progress.searches[judgement->rule][blockable];

	bool is_suspected = search->suspected ||
		judge->progress.searcher_proved[judgement->row->tracks_locks][blockable];
	bool is_last = !search->ended && prover_ends_here(judgement);

	return is_suspected && (is_last || is_due(judgement, search)) &&
	       let_searcher_look(judgement, blockable, bad, objects, found);
}
