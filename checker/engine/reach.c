// SPDX-License-Identifier: GPL-2.0-only
#include "engine/reach.h"

#include <string.h>

#include "engine/program.h"
#include "engine/static_call.h"

#define ANNOUNCES "__mn_event"

/* One way on from a function. */
struct link {
	const struct ir_inst *site;
	uint32_t symbol;		/* the function called, or 0 */
	const struct ir_field *field;	/* the member that a pointer was loaded from, or NULL */
	const char *event;		/* announced here, or NULL */
	struct node *node;		/* of `symbol`, once its body is there */
};

struct node {
	struct function_ref ref;
	bool unreadable;		/* damaged: nothing is known about it */
	VEC(struct link) links;
	VEC(const char *) never;	/* events that it is known not to lead to */
	uint64_t visit;			/* number of the last walk that came here */
};

struct reach {
	struct program *program;
	struct arena *arena;
	struct intmap nodes;	/* struct ir_function pointer -> struct node */
	VEC(struct node *) all;
	uint64_t walk;
};

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
		vec_free(&(*node)->never);
	}
	vec_free(&reach->all);
	intmap_free(&reach->nodes);
	arena_free(reach->arena);
	free(reach);
}

/* ---- what a body calls ---- */

/* The member that temporary TEMP of FUNCTION was loaded from. */
static const struct ir_field *loaded_field(const struct ir_unit *unit,
					   const struct ir_function *function, uint32_t temp)
{
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if (inst->result != temp)
				continue;
			if (inst->opcode == IR_CAST && inst->a.kind == IR_TEMP)
				return loaded_field(unit, function, inst->a.index);
			return inst->opcode == IR_LOAD && inst->field ?
				&unit->fields.data[inst->field] : NULL;
		}
	return NULL;
}

static void add_link(struct node *node, const struct ir_inst *inst)
{
	struct ir_unit *unit = node->ref.unit;
	struct link link = { .site = inst };

	if (inst->a.kind == IR_SYMBOL) {
		const char *name = ir_plain_name(unit->symbols.data[inst->a.index].name);

		if (!strcmp(name, ANNOUNCES) && inst->nargs && inst->args[0].kind == IR_STRING)
			link.event = inst->args[0].string;
		else if (program_is_intrinsic(name))
			return;
		link.symbol = inst->a.index;
	} else if (inst->a.kind == IR_TEMP) {
		link.field = loaded_field(unit, node->ref.function, inst->a.index);
	}
	vec_push(&node->links, link);
}

static void read_body(struct node *node)
{
	const struct ir_function *function = node->ref.function;

	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++)
			if (function->blocks[b].insts[i].opcode == IR_CALL)
				add_link(node, &function->blocks[b].insts[i]);
}

static struct node *node_of(struct reach *reach, struct function_ref ref)
{
	uint64_t id = (uint64_t)(uintptr_t)ref.function;
	struct node *node = intmap_get(&reach->nodes, id);
	struct error error = { 0 };

	if (node)
		return node;
	node = arena_alloc(reach->arena, sizeof(*node));
	node->ref = ref;
	if (ir_function_load(ref.unit, ref.function, &error) || ref.function->damage)
		node->unreadable = true;
	else
		read_body(node);
	error_clear(&error);
	intmap_set(&reach->nodes, id, node);
	vec_push(&reach->all, node);
	return node;
}

/* ---- the walk ---- */

struct step {
	struct node *node;
	uint32_t distance;
};

struct walk {
	struct reach *reach;
	const char *event;
	const struct strmap *given_up;
	struct reach_result *result;
	VEC(struct step) steps;		/* nearest first */
	struct strmap missing;		/* keys of gaps so far */
};

static bool is_never(const struct node *node, const char *event)
{
	vec_each(name, &node->never)
		if (!strcmp(*name, event))
			return true;
	return false;
}

static void find(struct walk *walk, uint32_t distance)
{
	if (walk->result->answer == REACH_PERHAPS && walk->result->distance <= distance)
		return;
	walk->result->answer = REACH_PERHAPS;
	walk->result->distance = distance;
}

static void visit(struct walk *walk, struct node *node, uint32_t distance)
{
	if (node->visit == walk->reach->walk || is_never(node, walk->event))
		return;
	node->visit = walk->reach->walk;
	if (node->unreadable)
		find(walk, distance + REACH_POINTER_DISTANCE);
	else
		vec_push(&walk->steps, (struct step){ node, distance });
}

static void note_gap(struct walk *walk, const struct node *node, const struct link *link,
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

static void follow_targets(struct walk *walk, const struct node *node, const struct link *link,
			   const struct field_targets *targets, uint32_t distance)
{
	vec_each(target, targets) {
		struct function_ref ref = program_resolve(walk->reach->program, target->unit,
							  target->symbol, false);

		if (ref.function)
			visit(walk, node_of(walk->reach, ref), distance);
		else
			note_gap(walk, node, link, target->key, distance);
	}
}

static void follow_field(struct walk *walk, const struct node *node, const struct link *link,
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

static void follow_missing(struct walk *walk, const struct node *node, const struct link *link,
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

static void follow(struct walk *walk, const struct node *node, struct link *link,
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
		struct function_ref ref = program_resolve(walk->reach->program, unit,
							  link->symbol, node->ref.is_model);

		if (!ref.function) {
			follow_missing(walk, node, link, unit->symbols.data[link->symbol].name,
				       distance);
			return;
		}
		link->node = node_of(walk->reach, ref);
	}
	visit(walk, link->node, distance);
}

/* Nothing on the walk leads to the event, and nothing was missing: so it is for good. */
static void remember_never(struct walk *walk)
{
	vec_each(step, &walk->steps)
		vec_push(&step->node->never, walk->event);
}

void reach_ask(struct reach *reach, struct function_ref ref, const char *event,
	       const struct strmap *given_up, struct reach_result *result)
{
	struct walk walk = { .reach = reach, .event = event, .given_up = given_up,
			     .result = result };

	*result = (struct reach_result){ .answer = REACH_NEVER };
	reach->walk++;
	visit(&walk, node_of(reach, ref), 1);
	for (size_t i = 0; i < walk.steps.count; i++) {
		struct step step = walk.steps.data[i];

		/* what is in plain sight this near cannot be nearer later */
		if (result->answer == REACH_PERHAPS && result->distance <= step.distance)
			break;
		vec_each(link, &step.node->links)
			follow(&walk, step.node, link, step.distance + 1);
	}
	if (result->answer == REACH_NEVER && result->gaps.count)
		result->answer = REACH_LACKS;
	else if (result->answer == REACH_NEVER)
		remember_never(&walk);
	if (result->answer == REACH_PERHAPS)
		vec_clear(&result->gaps);
	vec_free(&walk.steps);
	strmap_free(&walk.missing);
}
