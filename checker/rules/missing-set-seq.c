// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "contract/eras.h"
#include "rules/judge.h"
#include "rules/page.h"

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

/* The branches on the path of an early return. */
struct condition {
	const struct trace *last;	/* the last branch that could go both ways */
	bool event, owner;		/* some branch reads this member of the range */
};

static bool note_member(const struct value *symbol, void *context)
{
	struct condition *condition = context;
	const struct ir_field *field = symbol->field;

	if (field && !strcmp(field->record, RANGE_RECORD)) {
		condition->event = condition->event || !strcmp(field->name, NONBLOCK_FIELD);
		condition->owner = condition->owner || !strcmp(field->name, "owner");
	}
	return false;
}

/* Names the early return: it depends on the event, the owner, or the driver's own state. */
static const char *describe_return(struct judgement *judgement, const struct trace *trace)
{
	struct condition condition = { NULL, false, false };

	for (; trace; trace = trace->previous) {
		if (trace->kind != TRACE_BRANCH && trace->kind != TRACE_CASE)
			continue;
		value_any_symbol(trace->value, note_member, &condition);
		if (!condition.last && !trace->known && trace->site->text &&
		    trace->kind == TRACE_BRANCH)
			condition.last = trace;
	}
	const char *by = condition.owner ? "owner" : condition.event ? "event" : "state";
	if (!condition.last)
		return arena_printf(judgement->arena, " (an early return by %s)", by);
	return arena_printf(judgement->arena, " (an early return by %s: '%s' is %s)", by,
			    condition.last->site->text, condition.last->taken ? "true" : "false");
}

static void report(struct judgement *judgement, const struct objection *objection)
{
	judgement_violates(judgement, objection, arena_printf(judgement->arena,
		"'%s' returns true without mmu_interval_set_seq() on its notifier%s",
		judgement->callback,
		describe_return(judgement, objection->outcome->state.trace)));
}

static void judge_outcome(struct judgement *judgement, const struct outcome *outcome,
			  bool blockable)
{
	struct engine *engine = judgement->engine;
	struct objection objection = { outcome, blockable, outcome->range };
	const struct pmap *causes = causes_unite(engine, causes_of_outcome(engine, outcome),
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
				judge_outcome(judgement, outcome, blockable);
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
