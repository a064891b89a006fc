// SPDX-License-Identifier: GPL-2.0-only
/*
 * One pass over the blocks of a function gives the number of scopes that are open at each call, beyond
 * those that its caller opened. The number must be the same on all ways to a block; a function where it is
 * not has no known effect, and no call in it counts as made in a scope.
 */
#include "engine/scopes.h"

#include <limits.h>
#include <string.h>

#include "engine/call_graph.h"
#include "engine/program.h"
#include "engine/static_call.h"

/* Nested calls that are followed. */
#define DEPTH_MOST 400

#define NOT_REACHED INT_MIN

static const struct scope_effect neutral = { .known = true };

struct scope_search {
	struct reach *reach;
	const char *event;
	const char *count;	/* the key of the model's variable */
	unsigned depth;
	bool refuted;		/* a function under way was taken for neutral, and is not */
	VEC(struct call_node *) passed;	/* whose effects became known */
};

/* The blocks of one function. */
struct scope_pass {
	struct scope_search *search;
	struct call_node *node;
	struct scope_effect effect;
	int *open;		/* per block: scopes open at its start, or NOT_REACHED */
	bool *suspended;	/* per link */
	bool returned, any;	/* a link is suspended */
	VEC(uint32_t) queue;
};

static struct scope_effect effect_of(struct scope_search *search, struct call_node *node);

/* ---- one instruction ---- */

/* The instruction of BLOCK that defines TEMP, before number LIMIT. */
static const struct ir_inst *definition(const struct ir_block *block, uint32_t limit, uint32_t temp)
{
	while (limit--)
		if (block->insts[limit].result == temp)
			return &block->insts[limit];
	return NULL;
}

/* Whether instruction AT of BLOCK stores to the count. *CHANGE becomes what it adds, if that is *KNOWN. */
static bool stores_count(const struct scope_search *search, const struct call_node *node,
			 const struct ir_block *block, uint32_t at, int *change, bool *known)
{
	const struct ir_inst *inst = &block->insts[at], *sum, *old;
	const struct ir_unit *unit = node->ref.unit;

	if (inst->opcode != IR_STORE || inst->a.kind != IR_SYMBOL ||
	    strcmp(unit->symbols.data[inst->a.index].name, search->count))
		return false;
	sum = inst->b.kind == IR_TEMP ? definition(block, at, inst->b.index) : NULL;
	old = sum && sum->a.kind == IR_TEMP ? definition(block, at, sum->a.index) : NULL;
	*known = old && old->opcode == IR_LOAD && old->a.kind == IR_SYMBOL &&
		 old->a.index == inst->a.index && sum->b.kind == IR_CONST &&
		 (sum->opcode == IR_ADD || sum->opcode == IR_SUB);
	if (*known)
		*change = (int32_t)sum->b.bits * (sum->opcode == IR_SUB ? -1 : 1);
	return true;
}

/* ---- calls ---- */

static bool is_neutral(const struct scope_effect *effect)
{
	return effect->known && !effect->lowest && !effect->net;
}

/* The node that LINK of NODE names, or NULL: there is no body for it. */
static struct call_node *callee_of(struct scope_search *search, const struct call_node *node,
				   const struct link *link)
{
	if (link->node)
		return link->node;
	struct function_ref ref = program_resolve(search->reach->program, node->ref.unit, link->symbol,
						  node->ref.is_model ? node->ref.function : NULL);

	return ref.function ? call_graph_node(search->reach, ref) : NULL;
}

/* Which of many functions is called is not known, so each must be neutral. */
static struct scope_effect effect_of_targets(struct scope_search *search,
					     const struct field_targets *targets)
{
	vec_each(target, targets) {
		struct function_ref ref = program_resolve(search->reach->program, target->unit,
							  target->symbol, NULL);
		struct scope_effect effect = ref.function ?
			effect_of(search, call_graph_node(search->reach, ref)) : neutral;

		if (!is_neutral(&effect))
			return (struct scope_effect){ 0 };
	}
	return neutral;
}

static struct scope_effect effect_of_field(struct scope_search *search, const struct ir_field *field)
{
	struct field_targets targets = { 0 };

	program_field_targets(search->reach->program, field->record, field->name, &targets);
	struct scope_effect effect = effect_of_targets(search, &targets);

	vec_free(&targets);
	return effect;
}

static struct scope_effect effect_of_static_call(struct scope_search *search, const char *key)
{
	const struct static_call *call = program_static_call_so_far(search->reach->program, key);
	struct scope_effect effect = call ? effect_of_targets(search, &call->functions) : neutral;

	for (size_t i = 0; call && i < call->fields.count && is_neutral(&effect); i++)
		effect = effect_of_field(search, call->fields.data[i]);
	return effect;
}

/* Whether LINK of NODE, a model, calls the function that it stands in for: the model counts that one's scopes itself. */
static bool is_stood_in_for(const struct call_node *node, const struct link *link)
{
	const struct ir_unit *unit = node->ref.unit;

	return node->ref.is_model && link->symbol &&
	       !strcmp(unit->symbols.data[link->symbol].name, unit->symbols.data[node->ref.function->symbol].name);
}

static struct scope_effect effect_of_link(struct scope_search *search, const struct call_node *node,
					  const struct link *link)
{
	if (link->event || is_stood_in_for(node, link))
		return neutral;
	if (!link->symbol)
		return link->field ? effect_of_field(search, link->field) : neutral;
	struct call_node *callee = callee_of(search, node, link);

	return callee ? effect_of(search, callee) :
		effect_of_static_call(search, node->ref.unit->symbols.data[link->symbol].name);
}

/* ---- one function ---- */

static void lower_to(struct scope_pass *pass, int open)
{
	if (open < pass->effect.lowest)
		pass->effect.lowest = open;
}

/* LINK is taken with so many scopes OPEN. Returns the number after it. */
static int pass_link(struct scope_pass *pass, size_t number, int open)
{
	struct scope_effect effect = effect_of_link(pass->search, pass->node,
						    &pass->node->links.data[number]);

	if (!effect.known) {
		pass->effect.known = false;
		return open;
	}
	lower_to(pass, open + effect.lowest);
	pass->suspended[number] = open > 0 && open + effect.lowest > 0;
	pass->any = pass->any || pass->suspended[number];
	return open + effect.net;
}

/* Control comes to block B with so many scopes OPEN. */
static void come_to(struct scope_pass *pass, uint32_t b, int open)
{
	if (pass->open[b] == NOT_REACHED) {
		pass->open[b] = open;
		vec_push(&pass->queue, b);
	} else if (pass->open[b] != open) {
		pass->effect.known = false;
	}
}

static void leave(struct scope_pass *pass, const struct ir_inst *last, int open)
{
	if (last->opcode == IR_RETURN) {
		if (pass->returned && pass->effect.net != open)
			pass->effect.known = false;
		pass->returned = true;
		pass->effect.net = open;
	}
	for (uint32_t i = 0; i < last->ntargets; i++)
		come_to(pass, last->targets[i], open);
	for (uint32_t i = 0; i < last->ncases; i++)
		come_to(pass, last->cases[i].target, open);
}

static void pass_block(struct scope_pass *pass, uint32_t b)
{
	const struct ir_block *block = &pass->node->ref.function->blocks[b];
	size_t number = 0;
	int open = pass->open[b], change = 0;
	bool known = true;

	while (number < pass->node->links.count && pass->node->links.data[number].block < b)
		number++;
	for (uint32_t i = 0; i < block->count && pass->effect.known; i++) {
		if (number < pass->node->links.count &&
		    pass->node->links.data[number].site == &block->insts[i]) {
			open = pass_link(pass, number++, open);
		} else if (stores_count(pass->search, pass->node, block, i, &change, &known)) {
			pass->effect.known = pass->effect.known && known;
			open += change;
			lower_to(pass, open);
		}
	}
	leave(pass, &block->insts[block->count - 1], open);
}

static void pass_function(struct scope_search *search, struct call_node *node,
			  struct node_scopes *found)
{
	const struct ir_function *function = node->ref.function;
	bool *suspended = xcalloc(node->links.count + 1, sizeof(*suspended));
	struct scope_pass pass = {
		.search = search, .node = node, .effect = neutral, .suspended = suspended,
		.open = xcalloc(function->nblocks, sizeof(*pass.open)),
	};

	for (uint32_t b = 0; b < function->nblocks; b++)
		pass.open[b] = NOT_REACHED;
	come_to(&pass, 0, 0);
	while (pass.queue.count && pass.effect.known)
		pass_block(&pass, vec_pop(&pass.queue));
	found->effect = pass.effect.known ? pass.effect : (struct scope_effect){ 0 };
	found->suspended = pass.effect.known && pass.any ?
		arena_copy(search->reach->arena, suspended, node->links.count * sizeof(*suspended)) :
		NULL;
	vec_free(&pass.queue);
	free(pass.open);
	free(suspended);
}

/* ---- all functions ---- */

/* What is known of NODE, as of the units that are there now; a new entry says that nothing is. */
static struct node_scopes *entry_of(struct scope_search *search, struct call_node *node)
{
	size_t units = program_unit_count(search->reach->program);
	struct node_scopes *entry = NULL;

	vec_each(one, &node->scopes)
		if (!strcmp(one->event, search->event))
			entry = one;
	if (!entry) {
		vec_push(&node->scopes, (struct node_scopes){ .event = search->event });
		entry = &vec_last(&node->scopes);
	}
	if (entry->units != units)
		*entry = (struct node_scopes){ .event = search->event, .units = units };
	return entry;
}

/* A function under way is neutral until its pass shows the contrary. */
static struct scope_effect effect_of(struct scope_search *search, struct call_node *node)
{
	struct node_scopes *entry = entry_of(search, node), found = { 0 };

	if (entry->state == SCOPES_KNOWN)
		return entry->effect;
	if (entry->state == SCOPES_UNDER_WAY) {
		entry->was_assumed = true;
		return neutral;
	}
	if (node->unreadable || search->depth >= DEPTH_MOST)
		return (struct scope_effect){ 0 };
	entry->state = SCOPES_UNDER_WAY;
	search->depth++;
	pass_function(search, node, &found);
	search->depth--;
	entry = entry_of(search, node);
	if (entry->was_assumed && !is_neutral(&found.effect))
		search->refuted = true;
	entry->state = SCOPES_KNOWN;
	entry->effect = found.effect;
	entry->suspended = found.suspended;
	vec_push(&search->passed, node);
	return entry->effect;
}

/* What was found on an assumption that does not hold is not known. */
static void end_search(struct scope_search *search)
{
	for (size_t i = 0; search->refuted && i < search->passed.count; i++) {
		struct node_scopes *entry = entry_of(search, search->passed.data[i]);

		entry->effect = (struct scope_effect){ 0 };
		entry->suspended = NULL;
	}
	vec_free(&search->passed);
}

/* ---- questions ---- */

static bool changes_count(const struct scope_search *search, const struct call_node *node)
{
	const struct ir_function *function = node->ref.function;
	int change;
	bool known;

	for (uint32_t b = 0; node->ref.is_model && b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++)
			if (stores_count(search, node, &function->blocks[b], i, &change, &known))
				return true;
	return false;
}

/* Whether NODE may open a scope itself, or by a call chain of so many WRAPPERS. Most functions do not. */
static bool may_open(struct scope_search *search, struct call_node *node, unsigned wrappers)
{
	struct node_scopes *entry = entry_of(search, node);
	bool may = false;

	if (node->unreadable || entry->opens[wrappers])
		return entry->opens[wrappers] == 1;
	may = changes_count(search, node);
	for (size_t i = 0; wrappers && !may && i < node->links.count; i++) {
		const struct link *link = &node->links.data[i];
		struct call_node *callee = link->symbol && !link->event ?
			callee_of(search, node, link) : NULL;

		may = callee && may_open(search, callee, wrappers - 1);
	}
	entry_of(search, node)->opens[wrappers] = may ? 1 : 2;
	return may;
}

const bool *scopes_of_links(struct reach *reach, struct call_node *node, const char *event)
{
	struct scope_search search = {
		.reach = reach, .event = event, .count = program_suspender(reach->program, event),
	};

	if (!search.count || !may_open(&search, node, WRAPPERS_MOST))
		return NULL;
	effect_of(&search, node);
	end_search(&search);
	return entry_of(&search, node)->suspended;
}

struct scope_effect scopes_of_call(struct reach *reach, struct function_ref ref, const char *event)
{
	struct scope_search search = {
		.reach = reach, .event = event, .count = program_suspender(reach->program, event),
	};

	if (!search.count || !ref.function)
		return neutral;
	struct call_node *node = call_graph_node(reach, ref);

	effect_of(&search, node);
	end_search(&search);
	const struct node_scopes *entry = entry_of(&search, node);

	return entry->state == SCOPES_KNOWN ? entry->effect : (struct scope_effect){ 0 };
}
