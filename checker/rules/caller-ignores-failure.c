// SPDX-License-Identifier: GPL-2.0-only
/*
 * A path that goes on after a start was refused differs from one that goes on after it succeeded: it ends no range, and
 * hands the failure on where others have the range. model/caller.c tells the two apart.
 */
#include <string.h>

#include "contract/notifying.h"
#include "rules/compared_results.h"
#include "rules/given_ranges.h"
#include "rules/judge.h"
#include "rules/page.h"
#include "rules/slice.h"

RULE_PAGE(page_caller_ignores_failure, "caller-ignores-failure.md");

/* Variables of model/caller.c. */
#define ACCEPTED "start_accepted"
#define REFUSED "start_refused"
#define REFUSED_RANGE "refused_range"

/* What an outcome holds. */
struct holding {
	const struct judgement *judgement;
	bool accepted, refused;		/* some start was */
	const struct lock *begun;	/* a range that it began */
	const struct lock *ended;	/* one that it ended without a start that succeeded */
	bool several;			/* ranges of a loop, not told apart */
};

struct judging_caller {
	struct judgement *judgement;
	struct given_ranges *ranges;
	const struct exploration *run;
	const struct pmap *calls;	/* that get a range and were not looked into, of one outcome */
	bool open;			/* some of its ranges is its callers' */
};

/* ---- what an outcome holds ---- */

static bool is_variable(const struct value *address, const char *name)
{
	return address->kind == VALUE_ADDRESS && address->region->kind == REGION_GLOBAL &&
	       !strcmp(ir_plain_name(address->region->name), name);
}

static bool add_held(uint32_t key, const void *value, void *context)
{
	const struct lock *lock = value;
	struct holding *holding = context;

	(void)key;
	if (is_variable(lock->address, ACCEPTED))
		holding->accepted = true;
	else if (is_variable(lock->address, REFUSED))
		holding->refused = true;
	else if (lock->is_row)
		holding->several = true;
	else if (lock->count > 0)
		holding->begun = lock;
	else if (lock->count < 0)
		holding->ended = lock;
	return true;
}

static struct holding holding_of(const struct judgement *judgement, const struct outcome *outcome)
{
	struct holding holding = { .judgement = judgement };

	pmap_each(outcome->state.locks, add_held, &holding);
	return holding;
}

/* Whether the range at ADDRESS is a variable of the function: nobody else can end it. */
static bool is_own(struct judgement *judgement, const struct value *address)
{
	int64_t offset;
	const struct region *region = region_of_pointer(engine_domain(judgement->engine)->values, address, &offset);
	const struct region *root = region ? region_root(region) : NULL;

	return root && root->kind == REGION_LOCAL && root->function == judgement->subject->function.function;
}

struct variable_search {
	struct judgement *judgement;
	const char *name;
	const struct value *found;
};

static bool look_at_region(uint32_t key, const void *contents, void *context)
{
	struct variable_search *search = context;
	struct values *values = engine_domain(search->judgement->engine)->values;
	const struct region *region = region_by_id(values, key);

	if (region->kind != REGION_GLOBAL || strcmp(ir_plain_name(region->name), search->name))
		return true;
	const struct place *place = place_get(values, region, 0, search->judgement->subject->function.unit->pointer_bits,
					      NULL);
	search->found = pmap_get(contents, place->id);
	return false;
}

/* The range that was refused first is a variable of the function, so that the failure is its own matter. */
static bool refused_own(struct judgement *judgement, const struct outcome *outcome)
{
	struct variable_search search = { judgement, REFUSED_RANGE, NULL };

	pmap_each(outcome->state.memory, look_at_region, &search);
	return search.found && is_own(judgement, search.found);
}

/* ---- calls that may end a range ---- */

static bool keep_if_given(uint32_t key, const void *value, void *context)
{
	struct judging_caller *judging = context;
	const struct cause *cause = value;

	if (!cause->site || cause->site->opcode != IR_CALL ||
	    call_gets_range(judging->ranges, cause->unit, cause->function, cause->site))
		judging->calls = pmap_set(engine_domain(judging->judgement->engine)->arena, judging->calls, key, value);
	return true;
}

static const struct pmap *causes_with_range(struct judging_caller *judging, const struct pmap *causes)
{
	judging->calls = NULL;
	pmap_each(unresolved_causes(judging->judgement->engine, causes), keep_if_given, judging);
	return judging->calls;
}

static const struct pmap *calls_with_range(struct judging_caller *judging, const struct outcome *outcome)
{
	return causes_with_range(judging, outcome->calls);
}

/* ---- what is said ---- */

/* The call that took or dropped LOCK, by its name. */
static const char *callee_of(const struct judging_caller *judging, const struct lock *lock)
{
	const struct ir_inst *site = lock->site;
	const struct ir_unit *unit = judging->judgement->subject->function.unit;

	if (!site || site->opcode != IR_CALL || site->a.kind != IR_SYMBOL || site->a.index >= unit->symbols.count)
		return "a call";
	return arena_printf(judging->judgement->arena, "%s()", ir_plain_name(unit->symbols.data[site->a.index].name));
}

/* Whether INST ends a range, or hands one to a function that may. */
static bool may_end(const struct ir_function *function, const struct ir_inst *inst, void *context)
{
	const struct judging_caller *judging = context;
	const struct ir_unit *unit = judging->judgement->subject->function.unit;
	const struct notifying *named = inst->opcode == IR_CALL && inst->a.kind == IR_SYMBOL ?
		notifying_find(ir_plain_name(unit->symbols.data[inst->a.index].name)) : NULL;

	return named ? !named->begins : inst->opcode == IR_CALL && call_gets_range(judging->ranges, unit, function, inst);
}

/* The branch of the function itself by which the way to OUTCOME passed the end of a range by; NULL: there is none. */
static const struct trace *find_turn(struct judging_caller *judging, const struct outcome *outcome)
{
	for (const struct trace *step = outcome->state.trace; step; step = step->previous)
		if (turns_away(step, may_end, judging))
			return step;
	return NULL;
}

static void report(struct judging_caller *judging, const struct outcome *outcome, const struct ir_inst *site,
		   const char *message)
{
	struct judgement *judgement = judging->judgement;
	const struct trace *turn = find_turn(judging, outcome);
	struct path_wish wish = { .result = outcome->result, .deciding = &turn, .ndeciding = turn != NULL };
	bool before = judgement->violated;
	const struct ir_unit *unit = judgement->subject->function.unit;

	violate(judgement, outcome->state.trace, &wish, message, message);
	if (before || !site || !site->loc.file)
		return;
	judgement->finding.file = arena_strdup(judgement->arena, unit->files.data[site->loc.file]);
	judgement->finding.line = site->loc.line;
	judgement->finding.column = site->loc.column;
}

/* ---- the judgement of one outcome ---- */

static void object_to(struct judging_caller *judging, const struct outcome *outcome, const struct pmap *calls,
		      const struct ir_inst *site, const char *message)
{
	struct judgement *judgement = judging->judgement;
	const struct pmap *causes;

	if (!outcome_may_happen(judgement->engine, judging->run, outcome, NULL, &causes))
		return;
	causes = causes_unite(judgement->engine, calls, causes);
	if (!causes) {
		report(judging, outcome, site, message);
		return;
	}
	suspect_values(judgement, false);
	judgement_depends(judgement, causes);
}

/* Another outcome, in which nothing was refused, leaves the range at ADDRESS in the same state. */
static bool ends_anyway(const struct judging_caller *judging, const struct lock *ended)
{
	vec_each(outcome, &judging->run->outcomes) {
		const struct lock *other = pmap_get(outcome->state.locks, ended->address->id);

		if (!holding_of(judging->judgement, outcome).refused && other && other->count == ended->count)
			return true;
	}
	return false;
}

/* IGNORED: a start was refused, and without that the range would not be ended so. */
static const char *describe_end(struct judging_caller *judging, const struct holding *holding, bool ignored)
{
	struct judgement *judgement = judging->judgement;

	return arena_printf(judgement->arena, ignored ?
		"'%s' ends a range with %s although its start may have failed: the result is ignored" :
		"'%s' ends a range with %s that it did not begin, or ended before",
		judgement->callback, callee_of(judging, holding->ended));
}

static const char *describe_begin(struct judging_caller *judging, const struct holding *holding)
{
	struct judgement *judgement = judging->judgement;

	return arena_printf(judgement->arena, "'%s' begins a range with %s and returns without its end",
			    judgement->callback, callee_of(judging, holding->begun));
}

static void judge_pairs(struct judging_caller *judging, const struct outcome *outcome,
			const struct holding *holding, const struct pmap *calls)
{
	struct judgement *judgement = judging->judgement;
	const struct lock *begun = holding->begun, *ended = holding->ended;
	bool ignored = ended && holding->refused && !ends_anyway(judging, ended);

	if (ended && (ignored || is_own(judgement, ended->address)))
		object_to(judging, outcome, calls, ended->site, describe_end(judging, holding, ignored));
	if (begun && is_own(judgement, begun->address))
		object_to(judging, outcome, calls, begun->site, describe_begin(judging, holding));
	else if (begun)
		judging->open = true;
	if (holding->several) {
		suspect_values(judgement, false);
		judgement_undecided(judgement, "ranges were begun or ended in a loop, and which of them is left is "
				    "not known", "");
	}
}

static bool tells_apart(struct judgement *judgement, const struct outcome *a, const struct outcome *b)
{
	struct intset_pool *pool = values_pool(engine_domain(judgement->engine)->values);

	return a->range && b->range && a->range->width == b->range->width &&
	       intset_is_empty(intset_intersect(pool, a->range, b->range));
}

/* A function whose range is its callers' tells them that a start failed: no success looks like that. */
static void judge_handing_on(struct judging_caller *judging, const struct outcome *outcome, const struct pmap *calls)
{
	struct judgement *judgement = judging->judgement;

	vec_each(other, &judging->run->outcomes) {
		struct holding holding = holding_of(judgement, other);

		if (holding.refused || !(holding.accepted || holding.begun) || tells_apart(judgement, outcome, other))
			continue;
		calls = causes_unite(judgement->engine, calls,
				     causes_but_faults(judgement->engine, outcome->value_causes));
		object_to(judging, outcome, calls, NULL, arena_printf(judgement->arena,
			  "'%s' returns%s although a start failed, as it does when all succeed: the failure is ignored",
			  judgement->callback, outcome->result ? " success" : ""));
		return;
	}
}

/* With REFUSED those in which a start failed: what goes wrong there is told first. */
static void judge_outcome(struct judging_caller *judging, const struct outcome *outcome, bool refused)
{
	struct judgement *judgement = judging->judgement;
	struct holding holding = holding_of(judgement, outcome);

	if (holding.refused != refused)
		return;
	const struct pmap *calls = calls_with_range(judging, outcome);

	judgement_depends(judgement, calls);
	if (holding.accepted)
		judgement_assumes(judgement, ASSUMPTION_CALLBACKS_KEEP, judgement->callback);
	judge_pairs(judging, outcome, &holding, calls);
	if (holding.refused && !refused_own(judgement, outcome))
		judge_handing_on(judging, outcome, calls);
}

/* ---- the wrong variable ---- */

static const char *describe_comparison(struct judgement *judgement, const struct wrong_comparison *comparison)
{
	struct strbuf text = { 0 };

	strbuf_printf(&text, "'%s' compares '%s' with ", judgement->callback, comparison->other);
	print_errno(comparison->number, comparison->width, &text);
	strbuf_printf(&text, " where a start failed, but its result is in '%s'", comparison->holder);
	return strbuf_keep(&text, judgement->arena);
}

/* EVENT: the code comes to COMPARISON. */
static void judge_comparison(struct judgement *judgement, const struct wrong_comparison *comparison,
			     const struct event *event)
{
	struct outcome there = { .state = event->state };
	const struct pmap *causes = unresolved_causes(judgement->engine, event->causes);
	const char *message = describe_comparison(judgement, comparison);

	if (causes)
		judgement_depends(judgement, causes);
	else if (holding_of(judgement, &there).refused)
		judgement_violates_by(judgement, event, false, message);
	else
		judgement_undecided(judgement, arena_printf(judgement->arena, "%s: on which paths is not known",
							    message), "");
}

static void judge_comparisons(struct judging_caller *judging, const struct wrong_comparisons *comparisons)
{
	vec_each(event, &judging->run->events)
		vec_each(comparison, comparisons)
			if (event->site == comparison->comparison && event->name &&
			    !strcmp(event->name, EVENT_WATCHED))
				judge_comparison(judging->judgement, comparison, event);
}

/* ---- by one way alone ---- */

/* What other ways do is not asked here: a range of the function's own is in its hands on each way. */
static bool leaves_unpaired(struct judgement *judgement, const struct outcome *outcome,
			    const struct pmap **causes)
{
	struct holding holding = holding_of(judgement, outcome);

	if (holding.several || !((holding.ended && is_own(judgement, holding.ended->address)) ||
				 (holding.begun && is_own(judgement, holding.begun->address))))
		return false;
	*causes = calls_with_range(judgement->context, outcome);
	return true;
}

/* What the searcher found is told. */
static void report_found(struct judging_caller *judging, const objections *found)
{
	struct judgement *judgement = judging->judgement;
	const struct outcome *outcome = found->data[0].outcome;
	struct holding holding = holding_of(judgement, outcome);

	judging->run = judgement->runs[false];
	judge_pairs(judging, outcome, &holding, NULL);
}

/*
 * Of the CAUSES of one way, those to look into first: calls that get the range, else the one that is looked into soonest.
 * What large callees do often does not matter once the small ones are known, and the way is lost in them.
 */
static const struct pmap *first_of_way(struct judging_caller *judging, const struct pmap *causes)
{
	struct engine *engine = judging->judgement->engine;
	const struct pmap *ranges = causes_with_range(judging, causes);
	const struct cause *lightest = NULL;
	cause_list list = { 0 };

	if (ranges)
		return ranges;
	causes_list(causes, &list);
	vec_each(cause, &list)
		if (!lightest || cause_weight(engine, *cause) < cause_weight(engine, lightest))
			lightest = *cause;
	vec_free(&list);
	return lightest ? pmap_set(engine_domain(engine)->arena, NULL, lightest->id, lightest) : NULL;
}

/*
 * Lets the searcher look for a way that begins or ends too much: where loops make the prover join what it knows of a
 * range, one way stays sharp. Returns whether the round ends with that.
 */
static bool look_ahead(struct judging_caller *judging)
{
	struct judgement *judgement = judging->judgement;
	const struct pmap *prover_depends = judgement->depends_on;
	objections found = { 0 };

	judgement->depends_on = NULL;
	bool ends = find_suspected_values(judgement, false, NULL, leaves_unpaired, &found);

	if (found.count)
		report_found(judging, &found);
	judgement->first = first_of_way(judging, judgement->depends_on);
	judgement_depends(judgement, prover_depends);
	vec_free(&found);
	return ends;
}

/* ---- the whole ---- */

static void judge_by_prover(struct judging_caller *judging)
{
	struct judgement *judgement = judging->judgement;
	const struct function_ref *subject = &judgement->subject->function;
	struct wrong_comparisons comparisons = { 0 };

	find_wrong_comparisons(subject->unit, subject->function, &comparisons);
	vec_each(comparison, &comparisons)
		engine_watch(judgement->prover, comparison->comparison);
	judging->run = read_run(judgement, false);
	depends_on_rest_of_run(judgement, judging->run);
	for (int refused = 1; refused >= 0; refused--)
		vec_each(outcome, &judging->run->outcomes)
			judge_outcome(judging, outcome, refused);
	judge_comparisons(judging, &comparisons);
	vec_free(&comparisons);
	if (judging->open)
		judgement_undecided(judgement, "hands a range on that it began: who ends it is not known", "");
}

static void judge(struct judgement *judgement)
{
	const struct function_ref *subject = &judgement->subject->function;
	struct judging_caller judging = { .judgement = judgement };

	judging.ranges = given_ranges_new(subject->unit, subject->function);
	judgement->context = &judging;
	if (!look_ahead(&judging)) {
		judge_by_prover(&judging);
		if (!judgement->violated)
			(void)look_ahead(&judging);
	}
	judgement->context = NULL;
	given_ranges_free(judging.ranges);
}

const struct rule rule_caller_ignores_failure = {
	.name = "caller-ignores-failure",
	.title = "calls notifiers and ignores, or misreads, that one failed",
	.by_default = true,
	.rank = 1,
	.steps = 20000,
	.pays_for_sources = true,
	.tracks_locks = true,
	.searches_at_once = true,
	.about = &kinds_that_call,
	.judge = judge,
	.page = page_caller_ignores_failure,
};
