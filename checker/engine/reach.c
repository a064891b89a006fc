// SPDX-License-Identifier: GPL-2.0-only
#include "engine/reach.h"

#include <string.h>

#include "engine/call_graph.h"
#include "engine/program.h"
#include "engine/static_call.h"

struct reach *reach_new(struct program *program)
{
	struct reach *reach = xcalloc(1, sizeof(*reach));

	reach->program = program;
	reach->arena = arena_new();
	return reach;
}

void reach_free(struct reach *reach)
{
	if (!reach)
		return;
	vec_each(node, &reach->all) {
		vec_free(&(*node)->links);
		vec_free(&(*node)->assigns);
		vec_free(&(*node)->never);
		vec_free(&(*node)->scopes);
	}
	vec_free(&reach->all);
	intmap_free(&reach->nodes);
	intmap_free(&reach->assigning);
	arena_free(reach->arena);
	free(reach);
}

/* ---- the walk ---- */

/*
 * The cost of a look into a function grows with its size: a chain of five small helpers is nearer than
 * one function with loops and dozens of branches.
 */
#define BLOCKS_PER_STEP 4

uint32_t reach_weight(const struct ir_function *function)
{
	return 1 + function->nblocks / BLOCKS_PER_STEP;
}

struct step {
	struct call_node *node;
	uint32_t distance;
	uint32_t number;	/* in the order of finding: decides between equals */
};

struct reach_walk {
	struct reach *reach;
	const char *event;
	const struct strmap *given_up;
	struct reach_result *result;
	VEC(struct step) heap;		/* a binary heap, the nearest on top */
	VEC(struct call_node *) passed;	/* nodes that were visited */
	uint32_t found;			/* steps so far */
	struct strmap missing;		/* keys of gaps so far */
};

/* ---- the heap (Dijkstra, "A note on two problems in connexion with graphs", 1959) ---- */

static bool is_nearer(const struct step *a, const struct step *b)
{
	return a->distance != b->distance ? a->distance < b->distance : a->number < b->number;
}

static void swap_steps(struct step *a, struct step *b)
{
	struct step kept = *a;

	*a = *b;
	*b = kept;
}

static void push_step(struct reach_walk *walk, struct step step)
{
	size_t at = walk->heap.count;

	vec_push(&walk->heap, step);
	for (struct step *heap = walk->heap.data; at && is_nearer(&heap[at], &heap[(at - 1) / 2]);
	     at = (at - 1) / 2)
		swap_steps(&heap[at], &heap[(at - 1) / 2]);
}

static struct step pop_step(struct reach_walk *walk)
{
	struct step *heap = walk->heap.data, top = heap[0];
	size_t count = --walk->heap.count, at = 0;

	heap[0] = heap[count];
	for (;;) {
		size_t nearest = at;

		for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++)
			if (is_nearer(&heap[child], &heap[nearest]))
				nearest = child;
		if (nearest == at)
			return top;
		swap_steps(&heap[at], &heap[nearest]);
		at = nearest;
	}
}

/* ---- one step ---- */

static bool is_never(const struct call_node *node, const char *event)
{
	vec_each(name, &node->never)
		if (!strcmp(*name, event))
			return true;
	return false;
}

static void find(struct reach_walk *walk, uint32_t distance)
{
	if (walk->result->answer == REACH_PERHAPS && walk->result->distance <= distance)
		return;
	walk->result->answer = REACH_PERHAPS;
	walk->result->distance = distance;
}

static void visit(struct reach_walk *walk, struct call_node *node, uint32_t distance)
{
	if (node->visit == walk->reach->walk || is_never(node, walk->event))
		return;
	if (node->unreadable) {
		find(walk, distance + REACH_POINTER_DISTANCE);
		return;
	}
	distance += reach_weight(node->ref.function);
	/* a longer way may have found it before, and it waits */
	push_step(walk, (struct step){ node, distance, walk->found++ });
}

static void note_gap(struct reach_walk *walk, const struct call_node *node, const struct link *link,
		     const char *key, uint32_t distance)
{
	if (walk->given_up && strmap_has(walk->given_up, key)) {
		find(walk, distance + REACH_POINTER_DISTANCE);
		return;
	}
	if (strmap_has(&walk->missing, key))
		return;
	strmap_set(&walk->missing, key, walk);
	vec_push(&walk->result->gaps, (struct reach_gap){
		node->ref.unit, node->ref.function, link->site, key, node->ref.is_model });
}

static void follow_targets(struct reach_walk *walk, const struct call_node *node, const struct link *link,
			   const struct field_targets *targets, uint32_t distance)
{
	vec_each(target, targets) {
		struct function_ref ref = program_resolve(walk->reach->program, target->unit,
							  target->symbol, NULL);

		if (ref.function)
			visit(walk, call_graph_node(walk->reach, ref), distance);
		else
			note_gap(walk, node, link, target->key, distance);
	}
}

static void follow_field(struct reach_walk *walk, const struct call_node *node, const struct link *link,
			 const struct ir_field *field, uint32_t distance)
{
	struct program *program = walk->reach->program;
	struct field_targets targets = { 0 };

	if (!field || !program_field_is_complete(program, field->record, field->name)) {
		find(walk, distance + REACH_POINTER_DISTANCE);
		return;
	}
	program_field_targets(program, field->record, field->name, &targets);
	follow_targets(walk, node, link, &targets, distance);
	vec_free(&targets);
}

static void follow_missing(struct reach_walk *walk, const struct call_node *node, const struct link *link,
			   const char *key, uint32_t distance)
{
	const struct static_call *call = program_static_call(walk->reach->program, key);

	if (program_is_assembly(walk->reach->program, key))
		return;
	if (!call) {
		note_gap(walk, node, link, key, distance);
		return;
	}
	if (call->incomplete)
		find(walk, distance + REACH_POINTER_DISTANCE);
	follow_targets(walk, node, link, &call->functions, distance);
	vec_each(field, &call->fields)
		follow_field(walk, node, link, *field, distance);
}

static void follow(struct reach_walk *walk, const struct call_node *node, struct link *link,
		   uint32_t distance)
{
	struct ir_unit *unit = node->ref.unit;

	if (link->event) {
		if (!strcmp(link->event, walk->event))
			find(walk, distance);
		return;
	}
	if (!link->symbol) {
		follow_field(walk, node, link, link->field, distance);
		return;
	}
	if (!link->node) {
		const struct ir_function *model = node->ref.is_model ? node->ref.function : NULL;
		struct function_ref ref = program_resolve(walk->reach->program, unit, link->symbol, model);

		if (!ref.function && program_means_original(walk->reach->program, unit, link->symbol, model))
			return;
		if (!ref.function) {
			follow_missing(walk, node, link, unit->symbols.data[link->symbol].name,
				       distance);
			return;
		}
		link->node = call_graph_node(walk->reach, ref);
	}
	visit(walk, link->node, distance);
}

/* Follows the calls of STEP, unless a shorter way did before. */
static void take(struct reach_walk *walk, const struct step *step)
{
	if (step->node->visit == walk->reach->walk)
		return;
	step->node->visit = walk->reach->walk;
	vec_push(&walk->passed, step->node);
	const bool *suspended = scopes_of_links(walk->reach, step->node, walk->event);

	for (size_t i = 0; i < step->node->links.count; i++)
		if (suspended && suspended[i])
			walk->result->in_scope = true;
		else
			follow(walk, step->node, &step->node->links.data[i], step->distance);
}

/*
 * The walk met neither the event nor a missing body: no function on it leads to the event, for good. But
 * a scope may be closed in a body that is still to come.
 */
static void remember_never(struct reach_walk *walk)
{
	if (walk->result->in_scope)
		return;
	vec_each(node, &walk->passed)
		vec_push(&(*node)->never, walk->event);
}

void reach_ask(struct reach *reach, struct function_ref ref, const char *event,
	       const struct strmap *given_up, struct reach_result *result)
{
	struct reach_walk walk = { .reach = reach, .event = event, .given_up = given_up,
				   .result = result };

	*result = (struct reach_result){ .answer = REACH_NEVER };
	reach->walk++;
	visit(&walk, call_graph_node(reach, ref), 0);
	while (walk.heap.count) {
		struct step step = pop_step(&walk);

		/* an event this near cannot be nearer later */
		if (result->answer == REACH_PERHAPS && result->distance <= step.distance)
			break;
		take(&walk, &step);
	}
	if (result->answer == REACH_NEVER && result->gaps.count)
		result->answer = REACH_LACKS;
	else if (result->answer == REACH_NEVER)
		remember_never(&walk);
	if (result->answer == REACH_PERHAPS)
		vec_clear(&result->gaps);
	vec_free(&walk.heap);
	vec_free(&walk.passed);
	strmap_free(&walk.missing);
}

/* ---- closures ---- */

struct roaming {
	struct reach *reach;
	uint64_t field;			/* hash of the member, for reach_assigns() */
	struct reach_visitor *visitor;	/* NULL: no visitor */
	VEC(struct call_node *) nodes;
};

static void roam_to(struct roaming *roaming, struct function_ref ref)
{
	struct call_node *node = ref.function ? call_graph_node(roaming->reach, ref) : NULL;

	if (!node || node->visit == roaming->reach->walk)
		return;
	node->visit = roaming->reach->walk;
	vec_push(&roaming->nodes, node);
}

static void roam_to_targets(struct roaming *roaming, const struct field_targets *targets)
{
	vec_each(target, targets) {
		struct function_ref ref = program_resolve(roaming->reach->program, target->unit,
							  target->symbol, NULL);

		if (roaming->visitor)
			roaming->visitor->unit(roaming->visitor, target->unit);
		if (!ref.function && roaming->visitor)
			roaming->visitor->missing(roaming->visitor, target->key);
		roam_to(roaming, ref);
	}
}

static void roam_through(struct roaming *roaming, const struct ir_field *field)
{
	struct program *program = roaming->reach->program;
	struct field_targets targets = { 0 };

	if (roaming->visitor)
		roaming->visitor->member(roaming->visitor, field, program_field_is_complete(
			program, field->record, field->name));
	program_field_targets(program, field->record, field->name, &targets);
	roam_to_targets(roaming, &targets);
	vec_free(&targets);
}

static void roam_along(struct roaming *roaming, const struct call_node *node, const struct link *link)
{
	struct program *program = roaming->reach->program;

	if (link->field)
		roam_through(roaming, link->field);
	if (!link->symbol || link->event)
		return;
	const char *key = node->ref.unit->symbols.data[link->symbol].name;
	struct function_ref ref = program_resolve(program, node->ref.unit, link->symbol,
						  node->ref.is_model ? node->ref.function : NULL);
	/* a trampoline is reported whether or not its targets are known */
	const struct static_call *call = program_static_call_so_far(program, key);

	if (!ref.function && roaming->visitor)
		roaming->visitor->missing(roaming->visitor, key);
	roam_to(roaming, ref);
	if (!call)
		return;
	roam_to_targets(roaming, &call->functions);
	vec_each(field, &call->fields)
		roam_through(roaming, *field);
}

void reach_closure(struct reach *reach, const struct function_ref *roots, size_t count,
		   struct reach_visitor *visitor)
{
	struct roaming roaming = { .reach = reach, .visitor = visitor };

	reach->walk++;
	for (size_t i = 0; i < count; i++)
		roam_to(&roaming, roots[i]);
	for (size_t i = 0; i < roaming.nodes.count; i++) {
		struct call_node *node = roaming.nodes.data[i];

		if (!node->ref.is_model)
			visitor->unit(visitor, node->ref.unit);
		vec_each(link, &node->links)
			roam_along(&roaming, node, link);
	}
	vec_free(&roaming.nodes);
}

/* ---- assignments of a member ---- */

static bool assigns_itself(const struct call_node *node, uint64_t field)
{
	vec_each(hash, &node->assigns)
		if (*hash == field)
			return true;
	return false;
}

static bool find_assignment(struct roaming *roaming)
{
	for (size_t i = 0; i < roaming->nodes.count; i++) {
		struct call_node *node = roaming->nodes.data[i];

		if (assigns_itself(node, roaming->field))
			return true;
		vec_each(link, &node->links)
			roam_along(roaming, node, link);
	}
	return false;
}

bool reach_assigns(struct reach *reach, struct function_ref ref, const struct ir_field *field)
{
	struct roaming roaming = { .reach = reach, .field = call_graph_field(field) };
	uint64_t question = hash_mix(roaming.field, (uint64_t)(uintptr_t)ref.function);
	uintptr_t known;

	if (reach->units != program_unit_count(reach->program)) {
		intmap_free(&reach->assigning);
		reach->assigning = (struct intmap){ 0 };
		reach->units = program_unit_count(reach->program);
	}
	known = (uintptr_t)intmap_get(&reach->assigning, question);
	if (known)
		return known - 1;
	reach->walk++;
	roam_to(&roaming, ref);
	bool found = find_assignment(&roaming);
	vec_free(&roaming.nodes);
	intmap_set(&reach->assigning, question, (void *)(uintptr_t)(1 + found));
	return found;
}
