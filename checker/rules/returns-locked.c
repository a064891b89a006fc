// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "engine/balance.h"
#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_returns_locked, "returns-locked.md");

static bool find_taken(uint32_t key, const void *value, void *context)
{
	const struct lock **held = context, *lock = value;

	(void)key;
	if (lock->count > 0)
		*held = lock;
	return true;
}

/* Of a row it is not known which are held. */
static bool find_row(uint32_t key, const void *value, void *context)
{
	const struct lock *lock = value;

	(void)key, (void)context;
	return !(lock->is_row && lock->count > 0);
}

static bool holds_row(const struct outcome *outcome)
{
	return !pmap_each(outcome->state.locks, find_row, NULL);
}

static void describe_lock(const struct lock *lock, struct strbuf *out)
{
	if (lock->field)
		strbuf_printf(out, "%s.%s", lock->field->record, lock->field->name);
	else
		value_print(lock->address, out);
}

static void report(struct judgement *judgement, const struct objection *objection,
		   const struct lock *held)
{
	objections one = { 0 };
	struct strbuf text = { 0 };

	vec_push(&one, *objection);
	describe_lock(held, &text);
	judgement_violates(judgement, objection, arena_printf(judgement->arena,
		"'%s' returns %s%swith '%s' held, which it took", judgement->callback,
		objection->bad ? describe_values(judgement, &one) : "", objection->bad ? " " : "",
		strbuf_text(&text)));
	strbuf_free(&text);
	vec_free(&one);
}

/* Picks from unresolved calls those that may change locks. */
struct sifting {
	struct judgement *judgement;
	bool trusts_balance;		/* leaves out calls that keep the lock balance */
	const struct pmap *rest;	/* calls that may change locks */
	const struct pmap *lacking;	/* causes to resolve before other calls can be answered */
};

/* Depth of the common directory of a driver that has several: drivers/gpu/drm/amd. */
#define DRIVER_DEPTH 4

static size_t depth_of(const char *directory)
{
	size_t depth = *directory != '\0';

	for (; *directory; directory++)
		depth += *directory == '/';
	return depth;
}

/* Whether FILE belongs to the same driver as OWN, the callback's file. */
static bool is_neighbour(struct arena *arena, const char *own, const char *file)
{
	char *directory = path_dir(arena, own), *parent = path_dir(arena, directory);

	if (depth_of(parent) >= DRIVER_DEPTH)
		directory = parent;
	return path_below(file, directory) || !strcmp(directory, ".");
}

/* Whether the assumption "lock-neutral" covers the call at CAUSE: its callee is outside of the driver. */
static bool is_neutral(const struct cause *cause, void *context)
{
	struct judgement *judgement = context;
	const char *own = judgement->subject->function.unit->main_file;
	const char *file = engine_file_of(judgement->engine, cause);

	if (cause->kind == CAUSE_NO_BODY && cause->hopeless)
		return true;
	if (cause->kind != CAUSE_CLOSED && cause->kind != CAUSE_NO_BODY)
		return false;
	if (file && !is_neighbour(judgement->arena, own, file))
		return true;
	/* a callee of a function outside of the driver is outside too */
	return cause->unit && !is_neighbour(judgement->arena, own, cause->unit->main_file);
}

static bool is_exempt(const struct cause *cause, void *context)
{
	struct judgement *judgement = context;

	if (!is_neutral(cause, judgement))
		return false;
	judgement_assumes(judgement, ASSUMPTION_LOCK_NEUTRAL, ir_plain_name(cause->callee));
	return true;
}

/* Whether the lock balance proves that a call of the driver's own leaves locks as they were. */
static bool is_balanced(struct sifting *sifting, const struct cause *cause)
{
	struct judgement *judgement = sifting->judgement;

	return sifting->trusts_balance && cause->kind == CAUSE_CLOSED &&
	       balance_ask(lock_balance(judgement), cause, is_exempt, judgement,
			   engine_domain(judgement->engine)->arena,
			   &sifting->lacking) != BALANCE_CHANGED;
}

static bool keep_unless_neutral(uint32_t key, const void *value, void *context)
{
	struct sifting *sifting = context;
	const struct cause *cause = value;

	if (!is_exempt(cause, sifting->judgement) && !is_balanced(sifting, cause))
		sifting->rest = pmap_set(engine_domain(sifting->judgement->engine)->arena,
					 sifting->rest, key, value);
	return true;
}

static const struct pmap *calls_that_may_lock(struct judgement *judgement,
					      const struct outcome *outcome, bool trusts_balance)
{
	struct sifting sifting = { judgement, trusts_balance, NULL, NULL };

	pmap_each(unresolved_causes(judgement->engine, outcome->calls), keep_unless_neutral,
		  &sifting);
	/* calls that surely may change locks come first */
	return sifting.rest ? sifting.rest : sifting.lacking;
}

static bool find_dropped(uint32_t key, const void *value, void *context)
{
	(void)key, (void)context;
	return ((const struct lock *)value)->count > 0;
}

/*
 * Judges an outcome that fails, or may fail. If it holds a lock and is proved, it violates. If it holds none,
 * calls that were not explored may have taken one. If it dropped a lock that it never took, this may be the
 * lock that it holds: a call changed the memory by which the engine tells locks apart.
 */
static void judge_outcome(struct judgement *judgement, const struct exploration *run,
			  const struct objection *objection)
{
	const struct outcome *outcome = objection->outcome;
	const struct lock *held = NULL;

	pmap_each(outcome->state.locks, find_taken, &held);
	bool dropped = !pmap_each(outcome->state.locks, find_dropped, NULL);
	const struct pmap *calls = calls_that_may_lock(judgement, outcome, !held || !dropped);
	if (!held) {
		judgement_depends(judgement, calls);
		return;
	}
	const struct pmap *causes;

	if (!outcome_may_happen(judgement->engine, run, outcome, objection->bad, &causes))
		return;
	causes = causes_unite(judgement->engine, causes, calls);
	if (causes) {
		if (!dropped && objection->bad)
			suspect_values(judgement, objection->blockable);
		judgement_depends(judgement, causes);
		return;
	}
	if (holds_row(outcome))
		judgement_undecided(judgement, "locks of several objects were taken in a loop, and which of "
				    "them it holds when it returns is not known", "");
	else if (dropped)
		judgement_undecided(judgement, "drops a lock that may be the one it holds, under "
				    "another name", "");
	else
		report(judgement, objection, held);
}

/* BAD: the values that fail; NULL: the callback cannot fail, and must hold no lock whatever it returns. */
static void judge_run(struct judgement *judgement, bool blockable, const struct intset *bad)
{
	struct intset_pool *pool = values_pool(engine_domain(judgement->engine)->values);
	const struct exploration *run = read_run(judgement, blockable);

	depends_on_rest_of_run(judgement, run);
	vec_each(outcome, &run->outcomes) {
		struct objection objection = { outcome, blockable, NULL };

		if (bad && (!outcome->range || outcome->range->width != bad->width))
			continue;
		if (bad)
			objection.bad = intset_intersect(pool, outcome->range, bad);
		if (!bad || !intset_is_empty(objection.bad))
			judge_outcome(judgement, run, &objection);
	}
}

static bool leaves_locked(struct judgement *judgement, const struct outcome *outcome,
			  const struct pmap **causes)
{
	const struct lock *held = NULL;

	pmap_each(outcome->state.locks, find_taken, &held);
	if (!held || holds_row(outcome) || !pmap_each(outcome->state.locks, find_dropped, NULL))
		return false;
	*causes = calls_that_may_lock(judgement, outcome, true);
	return true;
}

/* Lets the searcher look, if it is due or nothing else is left. Returns whether the round ends with that. */
static bool look_ahead(struct judgement *judgement, bool blockable, const struct intset *bad)
{
	objections found = { 0 };
	bool ends = find_suspected_values(judgement, blockable, bad, leaves_locked, &found);

	if (found.count) {
		const struct lock *held = NULL;

		pmap_each(found.data[0].outcome->state.locks, find_taken, &held);
		report(judgement, &found.data[0], held);
	}
	vec_free(&found);
	return ends;
}

/* A callback that does not fail holds no lock when it fails, whatever its locks do. */
static bool never_fails(struct judgement *judgement)
{
	const int success = contract_success(judgement->contract);

	if (!kinds_that_can_fail.has(judgement->contract))
		return false;
	const struct intset *bad = values_except(judgement, &success, 1);
	struct intset_pool *pool = values_pool(engine_domain(judgement->prover)->values);

	for (int blockable = 0; blockable < 2; blockable++) {
		const struct exploration *run = read_run(judgement, blockable);

		if (run->incomplete)
			return false;
		vec_each(outcome, &run->outcomes)
			if (!outcome->range || outcome->range->width != bad->width ||
			    !intset_is_empty(intset_intersect(pool, outcome->range, bad)))
				return false;
	}
	return true;
}

/* A callback that never touches a lock needs no look at its ways, which may be many. */
static bool judge_early(struct judgement *judgement)
{
	return engine_never_locks(judgement->prover, judgement->subject->function) || never_fails(judgement);
}

static void judge(struct judgement *judgement)
{
	const int success = contract_success(judgement->contract);
	const struct intset *bad = NULL;

	if (!kinds_that_can_fail.has(judgement->contract)) {
		judge_run(judgement, false, NULL);
		if (is_told(judgement))
			judge_run(judgement, true, NULL);
		return;
	}
	bad = values_except(judgement, &success, 1);
	if (look_ahead(judgement, false, bad) || look_ahead(judgement, true, bad))
		return;
	judge_run(judgement, false, bad);
	judge_run(judgement, true, bad);
	if (!judgement->violated && !look_ahead(judgement, false, bad))
		(void)look_ahead(judgement, true, bad);
}

const struct rule rule_returns_locked = {
	.name = "returns-locked",
	.title = "fails, or ends, with a lock held that it took",
	.by_default = true,
	.rank = 2,
	.steps = 8000,
	.tracks_locks = true,
	.about = &judged_kinds,
	.judge = judge,
	.judge_early = judge_early,
	.page = page_returns_locked,
};
