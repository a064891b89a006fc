/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Graphviz, if it is there: its library is loaded when the first picture is drawn, so that nothing else waits for it or needs it.
 * It sees numbers alone, no text of a tree.
 */
#ifndef MNCHECK_REPORT_GRAPH_LAYOUT_H
#define MNCHECK_REPORT_GRAPH_LAYOUT_H

#include <stdbool.h>

#include "base/map.h"
#include "base/str.h"

struct graph_library;

/* A zeroed one with its arena set is ready. */
struct graph_layouter {
	struct arena *arena;		/* the caller's; owns what is returned */
	struct graph_library *library;
	bool tried;			/* to load it */
	struct strmap known;		/* text of a graph -> its layout, or NULL */
};

/*
 * The layout of a graph in the language of dot, as Graphviz prints it with -Tplain: lines "graph", "node", "edge" with places in
 * inches. NULL: there is no Graphviz, or it made none.
 */
const char *graph_layout(struct graph_layouter *layouter, const char *dot);
void graph_layouter_free(struct graph_layouter *layouter);

#endif
