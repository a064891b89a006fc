/* SPDX-License-Identifier: GPL-2.0-only */
/* Which functions a finding's path goes through, and which of them calls which. */
#ifndef MNCHECK_REPORT_CALL_CHAIN_H
#define MNCHECK_REPORT_CALL_CHAIN_H

#include "base/arena.h"
#include "rules/rules.h"

struct chain_call {
	const char *function;
	size_t caller;		/* index; that of the callback is its own */
	const char *file;	/* of the call; for the callback: of its definition */
	unsigned line;
	bool last;		/* the path ends in it */
};

struct call_chain {
	struct chain_call *calls;	/* the first is the callback; in the order in which they are entered */
	size_t count;
	size_t *function_of;	/* per step of the path: the call that it runs in */
};

/* The chain of FINDING, of the callback CALLBACK; in ARENA. A function called twice by one other is in it once. */
struct call_chain call_chain_of(struct arena *arena, const char *callback, const struct finding *finding);

#endif
