// SPDX-License-Identifier: GPL-2.0-only
#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_fails_with_end, "fails-with-end.md");

static void judge(struct judgement *judgement)
{
	const int success = contract_success(judgement->contract);
	objections found = { 0 };

	if (!judgement->subject->sets_end)
		return;
	const struct intset *bad = values_except(judgement, &success, 1);
	find_bad_values(judgement, false, bad, &found);
	find_bad_values(judgement, true, bad, &found);
	if (found.count)
		judgement_violates(judgement, &found.data[0], arena_printf(judgement->arena,
			"'%s' can fail (returns %s), but its ops also set '%s', which then is "
			"called without it", judgement->callback,
			describe_values(judgement, &found), judgement->contract->end_field));
	vec_free(&found);
}

const struct rule rule_fails_with_end = {
	.name = "fails-with-end",
	.title = "can fail although its ops also set invalidate_range_end",
	.by_default = true,
	.about = &kinds_with_end,
	.judge = judge,
	.page = page_fails_with_end,
};
