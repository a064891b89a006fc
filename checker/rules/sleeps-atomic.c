// SPDX-License-Identifier: GPL-2.0-only
#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_sleeps_atomic, "sleeps-atomic.md");

static void judge(struct judgement *judgement)
{
	const struct event *event = find_event(judgement, false, JUDGED_SLEEP);

	if (!event)
		return;
	judgement_violates_by(judgement, event, false, arena_printf(judgement->arena,
		"'%s' may sleep in %s%s although it is called %s",
		judgement->callback, describe_event(judgement, event),
		describe_pointers(judgement, event), judgement->contract->called));
}

const struct rule rule_sleeps_atomic = {
	.name = "sleeps-atomic",
	.title = "may sleep although it is called where nothing may",
	.by_default = true,
	.rank = 1,
	.steps = 250000,
	.any_way = true,
	.about = &kinds_that_never_block,
	.judge = judge,
	.page = page_sleeps_atomic,
};
