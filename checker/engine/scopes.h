/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scopes: models count in a variable __mn_suspends_EVENT the open scopes in which EVENT does not count.
 * The call graph follows these counts through bodies, so it tells calls in a scope from other calls
 * and calls that keep the count from calls that change it. A call that it cannot follow keeps the count
 * (assumption "scope-neutral").
 */
#ifndef MNCHECK_ENGINE_SCOPES_H
#define MNCHECK_ENGINE_SCOPES_H

#include "engine/reach.h"

struct call_node;	/* engine/call_graph.h */

struct scope_effect {
	bool known;	/* else the rest is unset */
	int lowest;	/* the number of open scopes, at its lowest meanwhile: 0 or less */
	int net;	/* and at the end; both relative to the start */
};

/* What a call of REF does to the number of open scopes for EVENT. */
struct scope_effect scopes_of_call(struct reach *reach, struct function_ref ref, const char *event);

/*
 * Which links of NODE are taken in a scope that its function opened, so that EVENT does not count below them;
 * by index, NULL for none.
 */
const bool *scopes_of_links(struct reach *reach, struct call_node *node, const char *event);

#endif
