/* SPDX-License-Identifier: GPL-2.0-only */
/* An observer chooses the callbacks of a scan, and gets each row with its dependencies. */
#ifndef MNCHECK_ANALYSIS_OBSERVER_H
#define MNCHECK_ANALYSIS_OBSERVER_H

#include "analysis/candidates.h"
#include "analysis/dependencies.h"
#include "locate/locate.h"

/* The results of a finished scan. */
struct observer_view {
	const struct locate_result *located;
	const struct candidates *candidates;	/* those that the observer wanted */
	const struct run *run;	/* has a row for each of the candidates, in their order */
};

/* Each function may be NULL. All calls for one candidate pass the same object. */
struct observer {
	/* Whether to judge CANDIDATE. Nothing is parsed for the others. */
	bool (*wants)(struct observer *observer, const struct candidate *candidate);
	/* The verdicts of CANDIDATE are final. Units and strings are valid during the call only. */
	void (*judged)(struct observer *observer, const struct candidate *candidate,
		       const struct dependencies *dependencies);
	/* All verdicts are final, and suppressions are applied. */
	void (*finished)(struct observer *observer, const struct observer_view *view);
};

#endif
