// SPDX-License-Identifier: GPL-2.0-only
#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_returns_locked, "returns-locked.md");

static bool applies(const struct contract *contract)
{
	(void)contract;
	return true;
}

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

/*
 * An outcome that fails, or may: a lock that it holds is a violation if the outcome is proved;
 * without one, what it called and did not look into may have taken some.
 */
static void judge_outcome(struct judgement *judgement, const struct objection *objection)
{
	const struct outcome *outcome = objection->outcome;
	const struct lock *held = NULL;

	pmap_each(outcome->state.locks, find_taken, &held);
	if (!held) {
		judgement_hangs(judgement, outcome->calls);
		return;
	}
	if (outcome->causes || outcome->value_causes || outcome->calls) {
		judgement_hangs(judgement, outcome->causes);
		judgement_hangs(judgement, outcome->value_causes);
		judgement_hangs(judgement, outcome->calls);
		if (judgement->hangs_on)
			return;
	}
	report(judgement, objection, held);
}

static void judge_run(struct judgement *judgement, bool blockable, const struct intset *bad)
{
	struct intset_pool *pool = values_pool(engine_domain(judgement->engine)->values);
	const struct exploration *run = judgement->runs[blockable];

	if (run->incomplete)
		judgement_hangs(judgement, pmap_set(engine_domain(judgement->engine)->arena, NULL,
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

static void judge(struct judgement *judgement)
{
	static const int success_of_int[] = { 0 }, success_of_bool[] = { 1 };
	const int *success = judgement->contract->returns_bool ? success_of_bool : success_of_int;
	const struct intset *bad = values_except(judgement, success, 1);

	judge_run(judgement, false, bad);
	judge_run(judgement, true, bad);
}

extern const struct rule rule_returns_locked;
const struct rule rule_returns_locked = {
	.name = "returns-locked",
	.title = "fails with a lock held that it took",
	.by_default = true,
	.rank = 2,
	.applies = applies,
	.judge = judge,
	.page = page_returns_locked,
};
