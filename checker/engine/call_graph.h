/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to reach.c and scopes.c: the call graph, a node for each function with a body. Nodes are made
 * when a walk first comes to them.
 */
#ifndef MNCHECK_ENGINE_CALL_GRAPH_H
#define MNCHECK_ENGINE_CALL_GRAPH_H

#include "engine/scopes.h"

/* Calls between a function and the model that opens a scope: functions wrap it at most so deeply. */
#define WRAPPERS_MOST 3

/* A way on from a function. */
struct link {
	const struct ir_inst *site;
	uint32_t block;			/* of `site` */
	uint32_t symbol;		/* the function called, or 0 */
	const struct ir_field *field;	/* the member that a pointer was loaded from, or NULL */
	const char *event;		/* announced here, or NULL */
	struct call_node *node;		/* of `symbol`, once its body is there */
};

/* What a function does to the scopes in which an event does not count; see scopes.h. */
struct node_scopes {
	const char *event;
	size_t units;			/* of the program, when this was read */
	enum { SCOPES_UNKNOWN, SCOPES_UNDER_WAY, SCOPES_KNOWN } state;
	bool was_assumed;		/* another function read the effect while it was under way */
	struct scope_effect effect;
	uint8_t opens[WRAPPERS_MOST + 1];	/* by wrappers, see scopes.c; 0: not asked, 1: yes, 2: no */
	const bool *suspended;		/* per link: it is taken in a scope opened here; NULL: none is */
};

struct call_node {
	struct function_ref ref;
	bool unreadable;		/* damaged: its calls are unknown */
	VEC(struct link) links;		/* in the order of blocks and instructions */
	VEC(uint64_t) assigns;		/* hashes of the members that it assigns */
	VEC(const char *) never;	/* events that it does not lead to, for good */
	VEC(struct node_scopes) scopes;	/* for each event asked about */
	uint64_t visit;			/* number of the last walk that visited it */
};

struct reach {
	struct program *program;
	struct arena *arena;
	struct intmap nodes;	/* struct ir_function pointer -> struct call_node */
	VEC(struct call_node *) all;
	uint64_t walk;
	struct intmap assigning;	/* see reach_assigns(): question -> 1 + answer */
	size_t units;			/* of the program, at the time of these answers */
};

/* The hash of a member, as in call_node.assigns. */
uint64_t call_graph_field(const struct ir_field *field);

/* The node of REF, which has a body. */
struct call_node *call_graph_node(struct reach *reach, struct function_ref ref);

#endif
