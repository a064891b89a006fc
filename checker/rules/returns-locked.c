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
		"'%s' returns %s with '%s' held, which it took", judgement->callback,
		describe_values(judgement, &one), strbuf_text(&text)));
	strbuf_free(&text);
	vec_free(&one);
}

struct sifting {
	struct judgement *judgement;
	bool trusts_balance;		/* calls that keep the balance are left out */
	const struct pmap *rest;	/* calls that may change locks */
	const struct pmap *lacking;	/* what must be resolved to know of others */
};

/* A driver that is spread over directories has its own at least so deep: drivers/gpu/drm/amd. */
#define DRIVER_DEPTH 4

static size_t depth_of(const char *directory)
{
	size_t depth = *directory != '\0';

	for (; *directory; directory++)
		depth += *directory == '/';
	return depth;
}

/* Whether FILE belongs to the driver whose callback is in OWN. */
static bool is_neighbour(struct arena *arena, const char *own, const char *file)
{
	char *directory = path_dir(arena, own), *parent = path_dir(arena, directory);

	if (depth_of(parent) >= DRIVER_DEPTH)
		directory = parent;
	return path_below(file, directory) || !strcmp(directory, ".");
}

/* Assumption "lock-neutral". */
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
	/* what a function elsewhere calls is as far away as that one */
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

/* Whether a call of the driver's own can be left out: it was shown to keep the balance. */
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
	/* what is known to change locks is looked into first */
	return sifting.rest ? sifting.rest : sifting.lacking;
}

static bool find_dropped(uint32_t key, const void *value, void *context)
{
	(void)key, (void)context;
	return ((const struct lock *)value)->count > 0;
}

/*
 * An outcome that fails, or may: a lock that it holds is a violation if the outcome is proved;
 * without one, what it called and did not look into may have taken some. Where a lock was dropped
 * that was never taken, it may be the one that is held: a call changed the memory that tells.
 */
static void judge_outcome(struct judgement *judgement, const struct objection *objection)
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
	const struct pmap *why = causes_but_faults(judgement->engine, outcome->causes);
	const struct pmap *whence = causes_but_faults(judgement->engine, outcome->value_causes);

	if (why || whence || calls) {
		if (!dropped)
			suspect_values(judgement, objection->blockable);
		judgement_depends(judgement, why);
		judgement_depends(judgement, whence);
		judgement_depends(judgement, calls);
		return;
	}
	if (dropped)
		judgement_undecided(judgement, "drops a lock that may be the one it holds, under "
				    "another name", "");
	else
		report(judgement, objection, held);
}

static void judge_run(struct judgement *judgement, bool blockable, const struct intset *bad)
{
	struct intset_pool *pool = values_pool(engine_domain(judgement->engine)->values);
	const struct exploration *run = read_run(judgement, blockable);

	if (run->incomplete)
		judgement_depends(judgement, pmap_set(engine_domain(judgement->engine)->arena, NULL,
						    run->incomplete->id, run->incomplete));
	vec_each(outcome, &run->outcomes) {
		if (!outcome->range || outcome->range->width != bad->width)
			continue;
		struct objection objection = { outcome, blockable,
			intset_intersect(pool, outcome->range, bad) };

		if (!intset_is_empty(objection.bad))
			judge_outcome(judgement, &objection);
	}
}

static bool leaves_locked(struct judgement *judgement, const struct outcome *outcome,
			  const struct pmap **causes)
{
	const struct lock *held = NULL;

	pmap_each(outcome->state.locks, find_taken, &held);
	if (!held || !pmap_each(outcome->state.locks, find_dropped, NULL))
		return false;
	*causes = calls_that_may_lock(judgement, outcome, true);
	return true;
}

/* Returns whether the round ends with it. */
static bool look_ahead(struct judgement *judgement, bool blockable, const struct intset *bad)
{
	objections found = { 0 };
	bool ends = find_suspected_values(judgement, blockable, bad, leaves_locked, &found);

	vec_each(objection, &found) {
		const struct lock *held = NULL;

		pmap_each(objection->outcome->state.locks, find_taken, &held);
		report(judgement, objection, held);
	}
	vec_free(&found);
	return ends;
}

static void judge(struct judgement *judgement)
{
	const int success = contract_success(judgement->contract);
	const struct intset *bad = values_except(judgement, &success, 1);

	if (look_ahead(judgement, false, bad) || look_ahead(judgement, true, bad))
		return;
	judge_run(judgement, false, bad);
	judge_run(judgement, true, bad);
}

extern const struct rule rule_returns_locked;
const struct rule rule_returns_locked = {
	.name = "returns-locked",
	.title = "fails with a lock held that it took",
	.by_default = true,
	.rank = 2,
	.steps = 25000,
	.about = &kinds_that_can_fail,
	.judge = judge,
	.page = page_returns_locked,
};
