// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "contract/eras.h"
#include "rules/judge.h"
#include "rules/page.h"
#include "rules/path.h"
#include "rules/slice.h"

RULE_PAGE(page_missing_set_seq, "missing-set-seq.md");

/* model/notifier.c stores the notifier of mmu_interval_set_seq() in this variable. */
#define SET_FOR_VARIABLE "sequence_set_for"
#define NOTIFIER_PARAM 0

struct looking {
	struct judgement *judgement;
	const struct value *set_for;
};

static bool look_at_region(uint32_t key, const void *contents, void *context)
{
	struct looking *looking = context;
	struct values *values = engine_domain(looking->judgement->engine)->values;
	const struct region *region = region_by_id(values, key);

	if (region->kind != REGION_GLOBAL ||
	    strcmp(ir_plain_name(region->name), SET_FOR_VARIABLE))
		return true;
	const struct place *place = place_get(values, region, 0, 64, NULL);
	looking->set_for = pmap_get(contents, place->id);
	return false;
}

/* Whether VALUE is the callback's own notifier, the parameter. */
static bool is_own_notifier(const struct judgement *judgement, const struct value *value)
{
	if (value->kind != VALUE_SYMBOL || value->symbol->kind != SYMBOL_ENTRY)
		return false;
	const struct region *region = value->symbol->place->region;

	return region->kind == REGION_LOCAL && region->index == NOTIFIER_PARAM &&
	       region->function == judgement->subject->function.function;
}

static bool sets_sequence(struct judgement *judgement, const struct outcome *outcome)
{
	struct looking looking = { judgement, NULL };

	pmap_each(outcome->state.memory, look_at_region, &looking);
	return looking.set_for && is_own_notifier(judgement, looking.set_for);
}

/* ---- what decides -------------------------------------------------------------------- */

#define CALLS_ENTERED_MAX 15

/* Where a path leaves that of an outcome that sets the sequence: calls, then the branch in the last of them. */
struct parting {
	const struct trace *steps[CALLS_ENTERED_MAX + 1];
	size_t count;		/* 0: nowhere that is known */
};

static bool part(const struct trace *mine, const struct trace *other, struct parting *parting)
{
	VEC(const struct trace *) a = { 0 }, b = { 0 };
	size_t calls = parting->count;
	bool found = false;

	for (; mine; mine = mine->previous)
		vec_push(&a, mine);
	for (; other; other = other->previous)
		vec_push(&b, other);
	while (a.count && b.count && !found) {
		const struct trace *left = vec_pop(&a), *right = vec_pop(&b);

		if (left == right)
			continue;
		if (left->kind != right->kind || left->site != right->site)
			break;
		parting->steps[calls] = left;
		parting->count = calls + 1;
		if (left->kind == TRACE_BRANCH || left->kind == TRACE_CASE)
			found = left->taken != right->taken;
		else if (left->kind == TRACE_CALL && left->inner != right->inner && calls < CALLS_ENTERED_MAX)
			found = part(left->inner, right->inner, parting);
	}
	if (!found)
		parting->count = calls;
	vec_free(&a);
	vec_free(&b);
	return found;
}

/* The last test before the return at the end of the activation of STEP, if there is one behind STEP; else STEP. */
static const struct trace *last_test(struct judgement *judgement, const struct trace *end, const struct trace *step)
{
	struct slice slice = slice_begin(judgement->arena, end);

	slice_keep(&slice, slice.count - 1);
	for (size_t i = slice.count - 1; i-- && slice.steps[i] != step;)
		if (slice.decides[i] && branch_note(judgement, slice.steps[i], false))
			return slice.steps[i];
	return step;
}

/* Whether OUTCOME sets the sequence, or calls what was not looked into and may do so. */
static bool may_set_sequence(struct judgement *judgement, const struct outcome *outcome)
{
	return sets_sequence(judgement, outcome) ||
	       causes_that_reach(judgement->engine, outcome->calls, JUDGED_SET_SEQUENCE);
}

/* The last parting from an outcome that sets the sequence. */
static struct parting find_parting(struct judgement *judgement, const struct objection *objection)
{
	const struct exploration *run = judgement->runs[objection->blockable];
	struct parting last = { .count = 0 };

	vec_each(outcome, &run->outcomes) {
		struct parting parting = { .count = 0 };

		if (may_set_sequence(judgement, outcome) &&
		    part(objection->outcome->state.trace, outcome->state.trace, &parting) &&
		    (!last.count || parting.steps[0]->length > last.steps[0]->length))
			last = parting;
	}
	if (last.count) {
		const struct trace *end = last.count > 1 ? last.steps[last.count - 2]->inner :
					  objection->outcome->state.trace;

		last.steps[last.count - 1] = last_test(judgement, end, last.steps[last.count - 1]);
	}
	return last;
}

/* ---- words ----------------------------------------------------------------------------- */

/* What branches on a path test. */
struct condition {
	const struct trace *last;	/* the last branch that could go both ways */
	bool event, owner;		/* some branch reads this member of the range */
	bool owner_before;		/* or the owner by its earlier name, of which fingerprints do not tell */
};

static bool note_member(const struct value *symbol, void *context)
{
	struct condition *condition = context;
	const struct ir_field *field = symbol->field;

	if (field && !strcmp(field->record, RANGE_RECORD)) {
		condition->event = condition->event || !strcmp(field->name, NONBLOCK_FIELD);
		condition->owner = condition->owner || !strcmp(field->name, RANGE_OWNER);
		condition->owner_before = condition->owner_before || !strcmp(field->name, RANGE_OWNER_BEFORE);
	}
	return false;
}

static const char *word_of(const struct condition *condition)
{
	return condition->owner ? "owner" : condition->event ? "event" : "state";
}

/* How findings were told apart before paths were cut: by the last branch. Fingerprints stay as they were. */
static const char *identify_return(struct judgement *judgement, const struct trace *trace)
{
	struct condition condition = { 0 };

	for (; trace; trace = trace->previous) {
		if (trace->kind != TRACE_BRANCH && trace->kind != TRACE_CASE)
			continue;
		value_any_symbol(trace->value, note_member, &condition);
		if (!condition.last && !trace->known && trace->site->text &&
		    trace->kind == TRACE_BRANCH)
			condition.last = trace;
	}
	if (!condition.last)
		return arena_printf(judgement->arena, " (an early return by %s)", word_of(&condition));
	return arena_printf(judgement->arena, " (an early return by %s: '%s' is %s)", word_of(&condition),
			    condition.last->site->text, condition.last->taken ? "true" : "false");
}

/* Names the early return by what it tests: the event, the owner, or the driver's own state. */
static const char *describe_return(struct judgement *judgement, const struct parting *parting)
{
	struct condition condition = { 0 };

	if (!parting->count)
		return "";
	struct slice slice = slice_begin(judgement->arena, parting->steps[parting->count - 1]);

	slice_keep(&slice, slice.count - 1);
	for (size_t i = 0; i < slice.count; i++)
		if (slice.decides[i])
			value_any_symbol(slice.steps[i]->value, note_member, &condition);
	condition.owner = condition.owner || condition.owner_before;
	const char *note = branch_note(judgement, slice.steps[slice.count - 1], false);

	return arena_printf(judgement->arena, " (an early return by %s%s%s)", word_of(&condition),
			    note ? ": " : "", note ? note : "");
}

static void report(struct judgement *judgement, const struct objection *objection)
{
	struct parting parting = find_parting(judgement, objection);
	const struct outcome *outcome = objection->outcome;
	struct path_wish wish = {
		.blockable = objection->blockable, .result = outcome->result,
		.deciding = parting.steps, .ndeciding = parting.count,
	};
	const char *what = arena_printf(judgement->arena, "'%s' returns true without mmu_interval_set_seq() "
					"on its notifier", judgement->callback);

	violate(judgement, outcome->state.trace, &wish,
		arena_printf(judgement->arena, "%s%s", what, describe_return(judgement, &parting)),
		arena_printf(judgement->arena, "%s%s", what, identify_return(judgement, outcome->state.trace)));
}

static void judge_outcome(struct judgement *judgement, const struct exploration *run,
			  const struct outcome *outcome, bool blockable)
{
	const uint64_t success = (uint64_t)contract_success(judgement->contract);
	struct engine *engine = judgement->engine;
	struct objection objection = { outcome, blockable, outcome->range };
	const struct intset *bad = intset_const(values_pool(engine_domain(engine)->values),
						outcome->range->width, success);
	const struct pmap *causes;

	if (!outcome_may_happen(engine, run, outcome, bad, &causes))
		return;
	causes = causes_unite(engine, causes,
			      causes_that_reach(engine, outcome->calls, JUDGED_SET_SEQUENCE));
	if (causes) {
		suspect_values(judgement, blockable);
		judgement_depends(judgement, causes);
		return;
	}
	report(judgement, &objection);
}

static bool lacks_sequence(struct judgement *judgement, const struct outcome *outcome,
			   const struct pmap **causes)
{
	if (sets_sequence(judgement, outcome))
		return false;
	*causes = causes_that_reach(judgement->engine, outcome->calls, JUDGED_SET_SEQUENCE);
	return true;
}

/* Lets the searcher look, if it is due. Returns whether the round ends with that. */
static bool look_ahead(struct judgement *judgement, bool blockable)
{
	const int failure = !contract_success(judgement->contract);
	objections found = { 0 };
	bool ends = find_suspected_values(judgement, blockable, values_except(judgement, &failure, 1),
					  lacks_sequence, &found);

	vec_each(objection, &found)
		report(judgement, objection);
	vec_free(&found);
	return ends;
}

static void judge(struct judgement *judgement)
{
	const struct subject *subject = judgement->subject;
	const uint64_t success = (uint64_t)contract_success(judgement->contract);

	if (subject->sequence_use == SEQUENCE_UNUSED) {
		judgement->not_applicable = true;
		return;
	}
	if (subject->sequence_use == SEQUENCE_UNKNOWN) {
		judgement_undecided(judgement, subject->sequence_why ? subject->sequence_why :
				    "which notifiers use its ops is not known", "");
		return;
	}
	if (look_ahead(judgement, true) || look_ahead(judgement, false))
		return;
	for (int blockable = 1; blockable >= 0; blockable--) {
		const struct exploration *run = read_run(judgement, blockable);

		depends_on_rest_of_run(judgement, run);
		vec_each(outcome, &run->outcomes)
			if (outcome->range && intset_contains(outcome->range, success) &&
			    !sets_sequence(judgement, outcome))
				judge_outcome(judgement, run, outcome, blockable);
	}
}

const struct rule rule_missing_set_seq = {
	.name = "missing-set-seq",
	.title = "returns true without mmu_interval_set_seq(), which the driver relies on",
	.rank = 2,
	.about = &kinds_with_sequence,
	.judge = judge,
	.page = page_missing_set_seq,
};
