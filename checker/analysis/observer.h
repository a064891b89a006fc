/* SPDX-License-Identifier: GPL-2.0-only */
/* The observer of a scan: it chooses the callbacks, and is told the dependencies of each row. */
#ifndef MNCHECK_ANALYSIS_OBSERVER_H
#define MNCHECK_ANALYSIS_OBSERVER_H

#include "analysis/candidates.h"
#include "analysis/dependencies.h"
#include "locate/locate.h"

/* A scan that has come to its end. */
struct observer_view {
	const struct locate_result *located;
	const struct candidates *candidates;	/* those that were wanted */
	const struct run *run;	/* its rows are the candidates', in their order */
};

/* Each function may be NULL. A candidate is the same object in all calls. */
struct observer {
	/* Whether it is to be judged; nothing is parsed for the others. */
	bool (*wants)(struct observer *observer, const struct candidate *candidate);
	/* Its verdicts stand, and depend on this. Units and strings are valid during the call only. */
	void (*judged)(struct observer *observer, const struct candidate *candidate,
		       const struct dependencies *dependencies);
	/* All verdicts stand, suppressions were applied. */
	void (*finished)(struct observer *observer, const struct observer_view *view);
};

#endif
