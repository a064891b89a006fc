// SPDX-License-Identifier: GPL-2.0-only
#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_fails_blockable, "fails-blockable.md");

static bool applies(const struct contract *contract)
{
	(void)contract;
	return true;
}

static void judge(struct judgement *judgement)
{
	static const int success_of_int[] = { 0 }, success_of_bool[] = { 1 };
	const int *success = judgement->contract->returns_bool ? success_of_bool : success_of_int;
	objections found = { 0 };

	find_bad_values(judgement, true, values_except(judgement, success, 1), &found);
	if (found.count)
		judgement_violates(judgement, &found.data[0], arena_printf(judgement->arena,
			"'%s' returns %s although the range is blockable",
			judgement->callback, describe_values(judgement, &found)));
	vec_free(&found);
}

extern const struct rule rule_fails_blockable;
const struct rule rule_fails_blockable = {
	.name = "fails-blockable",
	.title = "fails although the range is blockable",
	.by_default = true,
	.has_details = true,
	.applies = applies,
	.judge = judge,
	.page = page_fails_blockable,
};
