// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "rules/judge.h"
#include "rules/page.h"

RULE_PAGE(page_wrong_errno, "wrong-errno.md");

static void judge(struct judgement *judgement)
{
	static const int allowed[] = { 0, -EAGAIN };
	const struct intset *bad = values_except(judgement, allowed, 2);
	objections found = { 0 };

	find_bad_values(judgement, true, bad, &found);
	size_t blockable = found.count;
	find_bad_values(judgement, false, bad, &found);
	if (found.count) {
		const char *when = !blockable ? "the range is not blockable" :
			blockable == found.count ? "the range is blockable" :
			"the range is blockable, and when it is not";

		judgement_violates(judgement, &found.data[0], arena_printf(judgement->arena,
			"'%s' returns %s, which is neither 0 nor -EAGAIN, when %s",
			judgement->callback, describe_values(judgement, &found), when));
	}
	vec_free(&found);
}

const struct rule rule_wrong_errno = {
	.name = "wrong-errno",
	.title = "returns something other than 0 and -EAGAIN",
	.by_default = true,
	.has_details = true,
	.about = &kinds_with_errno,
	.judge = judge,
	.page = page_wrong_errno,
};
