/* SPDX-License-Identifier: GPL-2.0-only */
/* Somebody who watches a scan: which callbacks are worth judging, and what verdicts rest on. */
#ifndef MNCHECK_CMD_WITNESS_H
#define MNCHECK_CMD_WITNESS_H

#include "cmd/candidates.h"
#include "cmd/session.h"
#include "engine/engine.h"

/* What there is to see at the end. */
struct witness_view {
	const struct session *session;	/* build and units: NULL where there was nothing to judge */
	const struct locate_result *located;
	const struct candidates *candidates;	/* those that were wanted */
	const struct run *run;	/* its rows are the candidates', in their order */
};

/* Each function may be NULL. A candidate is the same object in all calls. */
struct witness {
	/* Whether it is to be judged; nothing is parsed for those that are not. */
	bool (*wants)(struct witness *witness, const struct candidate *candidate);
	/* A verdict hung on this. */
	void (*asked)(struct witness *witness, const struct candidate *candidate,
		      const struct cause *cause);
	/* Its verdicts stand. */
	void (*judged)(struct witness *witness, const struct candidate *candidate,
		       const struct engine *engine);
	void (*finished)(struct witness *witness, const struct witness_view *view);
};

#endif
