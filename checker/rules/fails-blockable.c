// SPDX-License-Identifier: GPL-2.0-only
#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_fails_blockable, "fails-blockable.md");

static void judge(struct judgement *judgement)
{
	const int success = contract_success(judgement->contract);
	objections found = { 0 };

	find_bad_values(judgement, true, values_except(judgement, &success, 1), &found);
	if (found.count)
		judgement_violates(judgement, &found.data[0], arena_printf(judgement->arena,
			"'%s' returns %s although the range is blockable",
			judgement->callback, describe_values(judgement, &found)));
	vec_free(&found);
}

const struct rule rule_fails_blockable = {
	.name = "fails-blockable",
	.title = "fails although the range is blockable",
	.by_default = true,
	.has_details = true,
	.about = &kinds_that_can_fail,
	.judge = judge,
	.page = page_fails_blockable,
};
