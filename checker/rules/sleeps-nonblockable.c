// SPDX-License-Identifier: GPL-2.0-only
#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_sleeps_nonblockable, "sleeps-nonblockable.md");

static bool applies(const struct contract *contract)
{
	(void)contract;
	return true;
}

static void judge(struct judgement *judgement)
{
	const struct event *event = find_event(judgement, false, EVENT_SLEEP);

	if (event)
		judgement_violates_by(judgement, event, false, arena_printf(judgement->arena,
			"'%s' may sleep in %s although the range is not blockable",
			judgement->callback, event->text ? event->text : "?"));
}

extern const struct rule rule_sleeps_nonblockable;
const struct rule rule_sleeps_nonblockable = {
	.name = "sleeps-nonblockable",
	.title = "may sleep although the range is not blockable",
	.rank = 1,
	.any_way = true,
	.applies = applies,
	.judge = judge,
	.page = page_sleeps_nonblockable,
};
