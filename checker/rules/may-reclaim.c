// SPDX-License-Identifier: GPL-2.0-only
#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_may_reclaim, "may-reclaim.md");

static void judge(struct judgement *judgement)
{
	for (int blockable = is_told(judgement); blockable >= 0; blockable--) {
		const struct event *event = find_event(judgement, blockable, JUDGED_RECLAIM);

		if (!event)
			continue;
		judgement_violates_by(judgement, event, blockable, arena_printf(
			judgement->arena, "'%s' may enter direct reclaim in %s%s",
			judgement->callback, describe_event(judgement, event),
			describe_pointers(judgement, event)));
		break;
	}
}

const struct rule rule_may_reclaim = {
	.name = "may-reclaim",
	.title = "allocates with flags that allow direct reclaim",
	.rank = 3,
	.steps = 250000,
	.pays_for_sources = true,
	.any_way = true,
	.about = &judged_kinds,
	.judge = judge,
	.page = page_may_reclaim,
};
