// SPDX-License-Identifier: GPL-2.0-only
#include "rules/given_ranges.h"

#include <string.h>

#include "contract/contract.h"
#include "contract/eras.h"
#include "contract/notifying.h"

/* More ways to a range than this: every call may get it. */
#define WAYS_MOST 32
/* Longer chains of loads count as unknown. */
#define LOADS_MOST 8

/* An address in a function's code: so many loads away from a local, then so many bytes on. */
struct way {
	uint32_t local;
	uint32_t loads;
	int64_t offset;
	bool known;
};

/* The ways to ranges in one function. */
struct range_ways {
	const struct ir_function *function;
	const struct ir_inst **definitions;	/* by temporary */
	struct way ways[WAYS_MOST];
	size_t count;
	bool everywhere;	/* a range's address went where it cannot be followed */
};

struct given_ranges {
	struct ir_unit *unit;
	VEC(struct range_ways *) functions;
	bool leaves_unit;	/* a function of another unit gets a range */
};

/* ---- ways ---- */

static const struct ir_inst **find_definitions(const struct ir_function *function)
{
	const struct ir_inst **definitions = xcalloc(function->ntemps + 1, sizeof(const struct ir_inst *));

	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if (inst->result != IR_NO_RESULT && inst->result < function->ntemps)
				definitions[inst->result] = inst;
		}
	return definitions;
}

static struct way way_of(const struct range_ways *ways, const struct ir_operand *operand)
{
	const struct ir_inst *inst = operand->kind == IR_TEMP ? ways->definitions[operand->index] : NULL;
	struct way way = { operand->index, 0, 0, operand->kind == IR_LOCAL };

	if (!inst)
		return way;
	switch (inst->opcode) {
	case IR_LOAD:
	case IR_VOLATILE:
		way = way_of(ways, &inst->a);
		way.loads++;
		way.offset = 0;
		way.known = way.known && way.loads <= LOADS_MOST;
		return way;
	case IR_FIELD:
		way = way_of(ways, &inst->a);
		way.offset += inst->offset;
		return way;
	case IR_INDEX:
	case IR_CAST:
	case IR_ADD:
	case IR_SUB:
		return way_of(ways, &inst->a);
	default:
		return (struct way){ .known = false };
	}
}

/* Whether code that has WAY can go on from there to the range at RANGE. */
static bool leads_to(const struct way *way, const struct way *range)
{
	return way->known && way->local == range->local &&
	       (way->loads < range->loads || (way->loads == range->loads && way->offset <= range->offset));
}

static bool gives(const struct range_ways *ways, const struct way *way, const struct way **range)
{
	for (size_t i = 0; i < ways->count; i++)
		if (leads_to(way, &ways->ways[i])) {
			*range = &ways->ways[i];
			return true;
		}
	return false;
}

/* Returns whether it was new. */
static bool add_way(struct range_ways *ways, struct way way)
{
	for (size_t i = 0; i < ways->count; i++) {
		const struct way *known = &ways->ways[i];

		if (known->local == way.local && known->loads == way.loads && known->offset == way.offset)
			return false;
	}
	if (!way.known || ways->count == WAYS_MOST || way.loads > LOADS_MOST) {
		bool was = ways->everywhere;

		ways->everywhere = true;
		return !was;
	}
	ways->ways[ways->count++] = way;
	return true;
}

/* The way to RANGE by a copy, at PLACE, of an address FROM that leads to it. */
static struct way way_by_copy(const struct way *place, const struct way *from, const struct way *range)
{
	bool same = from->loads == range->loads;

	return (struct way){
		.local = place->local, .loads = place->loads + 1 + range->loads - from->loads,
		.offset = same ? range->offset - from->offset : range->offset, .known = place->known,
	};
}

/* A stored address leads to the range as well, and so does what the range's own way was loaded from. */
static bool follow_store(struct range_ways *ways, const struct ir_inst *inst)
{
	struct way place = way_of(ways, &inst->a), from = way_of(ways, &inst->b);
	const struct way *range;
	bool more = false;

	if (gives(ways, &from, &range))
		more = add_way(ways, way_by_copy(&place, &from, range));
	for (size_t i = 0; i < ways->count && from.known && place.known && !place.loads && !place.offset; i++) {
		struct way back = ways->ways[i];

		if (back.local != place.local || !back.loads || from.local == place.local)
			continue;
		back.local = from.local;
		back.offset += from.loads && back.loads == 1 ? from.offset : 0;
		back.loads += from.loads - 1;
		more = add_way(ways, back) || more;
	}
	return more;
}

/* ---- calls ---- */

static const struct notifying *named(const struct ir_unit *unit, const struct ir_inst *inst)
{
	return inst->a.kind == IR_SYMBOL ? notifying_find(ir_plain_name(unit->symbols.data[inst->a.index].name)) :
	       NULL;
}

static bool is_callback(const struct ir_unit *unit, const struct range_ways *ways, const struct ir_inst *inst)
{
	const struct ir_inst *load = inst->a.kind == IR_TEMP ? ways->definitions[inst->a.index] : NULL;
	const struct ir_field *field = load && load->field ? &unit->fields.data[load->field] : NULL;

	return field && contract_find(field->record, field->name) >= 0;
}

static void add_named_ranges(struct range_ways *ways, const struct ir_unit *unit, const struct ir_inst *inst)
{
	uint32_t argument = named(unit, inst) ? NOTIFYING_RANGE : RANGE_PARAM;

	if (inst->opcode != IR_CALL || argument >= inst->nargs ||
	    (!named(unit, inst) && !is_callback(unit, ways, inst)))
		return;
	(void)add_way(ways, way_of(ways, &inst->args[argument]));
}

static const struct range_ways *find_ways(const struct given_ranges *ranges, const struct ir_function *function)
{
	vec_each(known, &ranges->functions)
		if ((*known)->function == function)
			return *known;
	return NULL;
}

static void enter(struct given_ranges *ranges, const struct ir_function *function, const struct way *seed);

/* Hands the ranges that INST passes on to its callee. */
static void follow_call(struct given_ranges *ranges, const struct range_ways *ways, const struct ir_inst *inst)
{
	const struct ir_symbol *symbol = inst->a.kind == IR_SYMBOL ? &ranges->unit->symbols.data[inst->a.index] : NULL;

	if (named(ranges->unit, inst) || is_callback(ranges->unit, ways, inst))
		return;
	for (uint32_t i = 0; i < inst->nargs; i++) {
		struct way way = way_of(ways, &inst->args[i]), place = { .local = i, .known = true }, inner;
		const struct way *range;

		if (!ways->everywhere && !gives(ways, &way, &range))
			continue;
		if (!symbol || !symbol->function || ways->everywhere) {
			ranges->leaves_unit = true;
			continue;
		}
		inner = way_by_copy(&place, &way, range);
		enter(ranges, &ranges->unit->functions.data[symbol->function - 1], &inner);
	}
}

static void each_instruction(struct given_ranges *ranges, struct range_ways *ways,
			     void (*visit)(struct given_ranges *, struct range_ways *, const struct ir_inst *))
{
	for (uint32_t b = 0; b < ways->function->nblocks; b++)
		for (uint32_t i = 0; i < ways->function->blocks[b].count; i++)
			visit(ranges, ways, &ways->function->blocks[b].insts[i]);
}

static void visit_named(struct given_ranges *ranges, struct range_ways *ways, const struct ir_inst *inst)
{
	add_named_ranges(ways, ranges->unit, inst);
}

static void visit_call(struct given_ranges *ranges, struct range_ways *ways, const struct ir_inst *inst)
{
	if (inst->opcode == IR_CALL)
		follow_call(ranges, ways, inst);
}

static void follow_stores(struct range_ways *ways)
{
	for (bool more = true; more;) {
		more = false;
		for (uint32_t b = 0; b < ways->function->nblocks; b++)
			for (uint32_t i = 0; i < ways->function->blocks[b].count; i++) {
				const struct ir_inst *inst = &ways->function->blocks[b].insts[i];

				if (inst->opcode == IR_STORE)
					more = follow_store(ways, inst) || more;
			}
	}
}

/* Examines FUNCTION, with a range at SEED (NULL: none besides its own). */
static void enter(struct given_ranges *ranges, const struct ir_function *function, const struct way *seed)
{
	struct range_ways *ways = (struct range_ways *)find_ways(ranges, function);
	struct error ignored = { 0 };
	bool is_new = !ways;

	if (ir_function_load(ranges->unit, (struct ir_function *)function, &ignored)) {
		error_clear(&ignored);
		ranges->leaves_unit = true;
		return;
	}
	if (is_new) {
		ways = xcalloc(1, sizeof(*ways));
		ways->function = function;
		ways->definitions = find_definitions(function);
		vec_push(&ranges->functions, ways);
		each_instruction(ranges, ways, visit_named);
	}
	if (seed)
		is_new = add_way(ways, *seed) || is_new;
	if (!is_new)
		return;
	follow_stores(ways);
	each_instruction(ranges, ways, visit_call);
}

struct given_ranges *given_ranges_new(struct ir_unit *unit, const struct ir_function *function)
{
	struct given_ranges *ranges = xcalloc(1, sizeof(*ranges));

	ranges->unit = unit;
	enter(ranges, function, NULL);
	return ranges;
}

void given_ranges_free(struct given_ranges *ranges)
{
	if (!ranges)
		return;
	vec_each(ways, &ranges->functions) {
		free((*ways)->definitions);
		free(*ways);
	}
	vec_free(&ranges->functions);
	free(ranges);
}

/* Whether an argument of SITE comes from a parameter of FUNCTION. */
static bool hands_parameter_on(const struct ir_function *function, const struct ir_inst *site)
{
	struct range_ways ways = { .function = function, .definitions = find_definitions(function) };
	bool hands = false;

	for (uint32_t i = 0; i < site->nargs && !hands; i++) {
		struct way way = way_of(&ways, &site->args[i]);

		hands = way.known && way.local < function->nparams;
	}
	free(ways.definitions);
	return hands;
}

bool call_gets_range(const struct given_ranges *ranges, const struct ir_unit *unit,
		     const struct ir_function *function, const struct ir_inst *site)
{
	const struct range_ways *ways = find_ways(ranges, function);
	const struct way *range;

	if (!ways)
		return unit != ranges->unit && ranges->leaves_unit && hands_parameter_on(function, site);
	if (ways->everywhere)
		return true;
	for (uint32_t i = 0; i < site->nargs; i++) {
		struct way way = way_of(ways, &site->args[i]);

		if (gives(ways, &way, &range))
			return true;
	}
	return false;
}
