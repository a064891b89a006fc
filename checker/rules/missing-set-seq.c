// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "contract/eras.h"
#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_missing_set_seq, "missing-set-seq.md");

/* The variable of model/notifier.c that remembers mmu_interval_set_seq(). */
#define SEQUENCE_VARIABLE "sequence_set_for"
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
	    strcmp(ir_plain_name(region->name), SEQUENCE_VARIABLE))
		return true;
	const struct place *place = place_get(values, region, 0, 64, NULL);
	looking->set_for = pmap_get(contents, place->id);
	return false;
}

/* The callback's own notifier, as it was passed. */
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

/* What an early return goes by. */
struct condition {
	const struct trace *last;	/* the last one of the callback that could go both ways */
	bool event, owner;		/* one looked at this member of the range */
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

/* Which early return it was: by event, by owner, or by the driver's own state. */
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
	struct objection objection = { outcome, blockable, outcome->range };
	const struct pmap *open = causes_that_reach(judgement->engine, outcome->calls,
						    EVENT_SET_SEQUENCE);

	const struct pmap *why = causes_but_faults(judgement->engine, outcome->causes);
	const struct pmap *whence = causes_but_faults(judgement->engine, outcome->value_causes);

	if (why || whence || open) {
		suspect_values(judgement, blockable);
		judgement_depends(judgement, why);
		judgement_depends(judgement, whence);
		judgement_depends(judgement, open);
		return;
	}
	report(judgement, &objection);
}

static bool lacks_sequence(struct judgement *judgement, const struct outcome *outcome,
			   const struct pmap **causes)
{
	if (sets_sequence(judgement, outcome))
		return false;
	*causes = causes_that_reach(judgement->engine, outcome->calls, EVENT_SET_SEQUENCE);
	return true;
}

/* Returns whether the round ends with it. */
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

		if (run->incomplete)
			judgement_depends(judgement, pmap_set(
				engine_domain(judgement->engine)->arena, NULL,
				run->incomplete->id, run->incomplete));
		vec_each(outcome, &run->outcomes)
			if (outcome->range && intset_contains(outcome->range, success) &&
			    !sets_sequence(judgement, outcome))
				judge_outcome(judgement, outcome, blockable);
	}
}

extern const struct rule rule_missing_set_seq;
const struct rule rule_missing_set_seq = {
	.name = "missing-set-seq",
	.title = "returns true without mmu_interval_set_seq(), which the driver relies on",
	.rank = 2,
	.about = &kinds_with_sequence,
	.judge = judge,
	.page = page_missing_set_seq,
};
