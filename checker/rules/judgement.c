// SPDX-License-Identifier: GPL-2.0-only
/* What rules read of a callback's runs, and how they say what they found. */
#include <inttypes.h>
#include <string.h>

#include "contract/eras.h"
#include "engine/balance.h"
#include "rules/judge_state.h"

/* What the parameters say about blockability, in every era that the function fits. */
size_t make_seeds(const struct subject *subject, bool blockable, struct seed *seeds)
{
	const struct ir_function *function = subject->function.function;
	const struct contract *contract = &contracts[subject->kind];
	size_t count = 0;

	if (contract->context)
		seeds[count++] = (struct seed){ .ghost = CONTEXT_GHOST, .bits = contract->context };
	for (size_t i = 0; kinds_with_blockability.has(contract) && i < neras; i++) {
		const struct era *era = &eras[i];

		if (era->nparams && era->nparams != function->nparams)
			continue;
		if (era->param >= function->nparams)
			continue;
		seeds[count++] = (struct seed){
			.param = era->param, .record = era->record, .field = era->field,
			.mask = era->mask, .bits = blockable ? era->mask & era->blockable : 0,
		};
	}
	return count;
}

uint32_t range_param(const struct subject *subject)
{
	return contracts[subject->kind].params ? RANGE_PARAM : UINT32_MAX;
}

const struct exploration *explore(struct judge *judge, struct engine *engine, bool blockable)
{
	struct seed seeds[ERAS_MAX];
	size_t count = make_seeds(&judge->subject, blockable, seeds);

	return engine_explore(engine, judge->subject.function, seeds, count,
			      range_param(&judge->subject));
}

void note_search(struct judgement *judgement, const struct engine *engine, bool blockable)
{
	judgement->asked[engine != judgement->prover][blockable] = true;
}

void note_run(struct judgement *judgement, struct engine *engine, bool blockable,
	      const struct exploration *run)
{
	note_search(judgement, engine, blockable);
	judgement->read[blockable] = true;
	judgement->runs[blockable] = run;
	judgement->explorers[blockable] = engine;
}

const struct exploration *read_run(struct judgement *judgement, bool blockable)
{
	struct judge *judge = judgement->judge;
	const struct exploration **run = &judge->runs[judgement->prover != judge->engine][blockable];

	if (!*run)
		*run = explore(judge, judgement->prover, blockable);
	note_run(judgement, judgement->prover, blockable, *run);
	return judgement->runs[blockable];
}

struct balance *lock_balance(struct judgement *judgement)
{
	struct judge *judge = judgement->judge;

	if (!judge->balance)
		judge->balance = balance_new(judgement->prover);
	return judge->balance;
}

/* Each name is listed once. */
void judgement_assumes(struct judgement *judgement, enum assumption assumption,
		       const char *about)
{
	const char **known = &judgement->assumes[assumption];

	if (!judgement->keep_dependencies)
		return;
	const char *quoted = arena_printf(judgement->arena, "'%s'", about);
	if (!*known)
		*known = quoted;
	else if (!strstr(*known, quoted))
		*known = arena_printf(judgement->arena, "%s, %s", *known, quoted);
}

void judgement_depends(struct judgement *judgement, const struct pmap *causes)
{
	cause_list list = { 0 };

	causes_list(causes, &list);
	vec_each(cause, &list)
		judgement->depends_on = pmap_set(engine_domain(judgement->engine)->arena,
						 judgement->depends_on, (*cause)->id, *cause);
	vec_free(&list);
}

void judgement_undecided(struct judgement *judgement, const char *why, const char *at)
{
	if (judgement->undecided_why)
		return;
	judgement->undecided_why = why;
	judgement->undecided_at = at;
}

static const char *fingerprint(struct judgement *judgement, const char *identity)
{
	char *key = arena_printf(judgement->arena, "%s|%s|%s", judgement->row->name,
				 judgement->callback,
				 judgement->row->any_way ? "" : identity);

	return arena_printf(judgement->arena, "%016" PRIx64, hash_bytes(key, strlen(key), 0));
}

void violate(struct judgement *judgement, const struct trace *last, const struct path_wish *wish,
	     const char *message, const char *identity)
{
	struct finding *finding = &judgement->finding;
	const struct ir_function *function = judgement->subject->function.function;
	const struct ir_unit *unit = judgement->subject->function.unit;
	struct ir_loc loc = last && last->site ? last->site->loc : function->loc;

	if (judgement->violated)
		return;
	judgement->violated = true;
	*finding = (struct finding){
		.rule = judgement->rule, .message = message, .line = loc.line,
		.column = loc.column, .fingerprint = fingerprint(judgement, identity),
		.file = arena_strdup(judgement->arena, loc.file ? unit->files.data[loc.file] : ""),
	};
	struct finding_path path = make_finding_path(judgement, last, wish);

	finding->trace = path.steps;
	finding->ntrace = path.nsteps;
	finding->whole = path.whole;
	finding->nwhole = path.nwhole;
}

void judgement_violates(struct judgement *judgement, const struct objection *objection,
			const char *message)
{
	struct path_wish wish = { .blockable = objection->blockable, .result = objection->outcome->result };

	violate(judgement, objection->outcome->state.trace, &wish, message, message);
}

bool may_happen(struct engine *engine, const struct exploration *run, const struct state *state,
		const struct value *value, const struct intset *set, const struct pmap **causes)
{
	/* what can be looked into will tell more */
	if (*causes && can_look(*causes))
		return true;
	enum feasibility feasibility = engine_feasibility(engine, run, state, value, set);

	if (feasibility == FEASIBILITY_UNKNOWN && !*causes)
		*causes = engine_doubts(engine);
	return feasibility != INFEASIBLE;
}

bool outcome_may_happen(struct engine *engine, const struct exploration *run,
			const struct outcome *outcome, const struct intset *bad,
			const struct pmap **causes)
{
	*causes = causes_but_faults(engine, outcome->causes);
	if (bad)
		*causes = causes_unite(engine, *causes, causes_but_faults(engine, outcome->value_causes));
	return may_happen(engine, run, &outcome->state, bad ? outcome->result : NULL, bad, causes);
}

void depends_on_rest_of_run(struct judgement *judgement, const struct exploration *run)
{
	struct arena *arena = engine_domain(judgement->prover)->arena;

	if (run->incomplete)
		judgement_depends(judgement, pmap_set(arena, NULL, run->incomplete->id, run->incomplete));
}
