// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_missing_set_seq, "missing-set-seq.md");

/* The variable of model/notifier.c that remembers mmu_interval_set_seq(). */
#define SEQUENCE_VARIABLE "sequence_set_for"
#define NOTIFIER_PARAM 0

static bool applies(const struct contract *contract)
{
	return contract->returns_bool;
}

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

static void judge_outcome(struct judgement *judgement, const struct outcome *outcome,
			  bool blockable)
{
	struct objection objection = { outcome, blockable, outcome->range };
	const struct pmap *open = unresolved_causes(judgement->engine, outcome->calls);

	if (outcome->causes || outcome->value_causes || open) {
		judgement_hangs(judgement, outcome->causes);
		judgement_hangs(judgement, outcome->value_causes);
		judgement_hangs(judgement, open);
		return;
	}
	judgement_violates(judgement, &objection, arena_printf(judgement->arena,
		"'%s' returns true without mmu_interval_set_seq() on its notifier",
		judgement->callback));
}

static void judge(struct judgement *judgement)
{
	const struct subject *subject = judgement->subject;

	if (subject->sequence_use == SEQUENCE_UNUSED) {
		judgement->not_applicable = true;
		return;
	}
	if (subject->sequence_use == SEQUENCE_UNKNOWN) {
		judgement_undecided(judgement, subject->sequence_why ? subject->sequence_why :
				    "which notifiers use its ops is not known", "");
		return;
	}
	for (int blockable = 1; blockable >= 0; blockable--) {
		const struct exploration *run = read_run(judgement, blockable);

		if (run->incomplete)
			judgement_hangs(judgement, pmap_set(
				engine_domain(judgement->engine)->arena, NULL,
				run->incomplete->id, run->incomplete));
		vec_each(outcome, &run->outcomes)
			if (outcome->range && intset_contains(outcome->range, 1) &&
			    !sets_sequence(judgement, outcome))
				judge_outcome(judgement, outcome, blockable);
	}
}

extern const struct rule rule_missing_set_seq;
const struct rule rule_missing_set_seq = {
	.name = "missing-set-seq",
	.title = "returns true without mmu_interval_set_seq(), which the driver relies on",
	.rank = 2,
	.applies = applies,
	.judge = judge,
	.page = page_missing_set_seq,
};
