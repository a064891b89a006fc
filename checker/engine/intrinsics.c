// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions that the engine itself understands: models and engine tests are written in them.
 * model/MODELS.md tells an author what each does.
 */
#include <string.h>

#include "engine/internal.h"
#include "engine/strategy.h"

struct invocation {
	struct frame *frame;
	struct state *state;
	const struct ir_inst *inst;
	const struct value **arguments;
	uint32_t narguments;
	const struct value **result;
};

static const struct value *argument(const struct invocation *call, uint32_t index)
{
	return index < call->narguments ? call->arguments[index] : NULL;
}

static const char *text_argument(const struct invocation *call, uint32_t index)
{
	const struct value *value = argument(call, index);

	if (value && value->kind == VALUE_ADDRESS && value->region->kind == REGION_STRING)
		return value->region->name;
	return NULL;
}

static uint32_t result_width(const struct invocation *call)
{
	return type_width(call->frame->activation, call->inst->type);
}

/* Any value of the result's type, which others choose. */
static enum intrinsic do_any(struct invocation *call)
{
	free_site(call->frame->activation->engine, call->inst);
	*call->result = any_value(call->frame->activation, call->inst, 0, result_width(call));
	return INTRINSIC_DONE;
}

/* Any value. All that depends on it has a cause that nobody can look into. */
static enum intrinsic do_others(struct invocation *call)
{
	struct activation *activation = call->frame->activation;
	struct cause *cause = cause_at(activation, CAUSE_OTHERS, call->inst, NULL, NULL, NULL);

	cause_of_site(activation->engine, call->inst, cause_add(activation->engine, NULL, cause));
	return do_any(call);
}

/* Any value, which follows from the arguments of the model: it is no choice. */
static enum intrinsic do_computed(struct invocation *call)
{
	struct activation *activation = call->frame->activation;
	struct engine *engine = activation->engine;

	cause_of_site(engine, call->inst, cause_add(engine, NULL, cause_of_constant(engine, CAUSE_CONTENT, NULL)));
	*call->result = any_value(activation, call->inst, 0, result_width(call));
	return INTRINSIC_DONE;
}

/* A new object: a pointer to memory unknown to other code. */
static enum intrinsic do_object(struct invocation *call)
{
	struct activation *activation = call->frame->activation;
	struct intset_pool *pool = values_pool(activation->engine->values);
	struct symbol symbol = { .kind = SYMBOL_ANY, .site = call->inst, .mark = 1 };
	const struct value *pointer = value_symbol(activation->engine->values, &symbol,
						   result_width(call));

	free_site(activation->engine, call->inst);
	*call->result = pointer;
	state_assume(&activation->domain, call->state, pointer,
		     intset_range(pool, pointer->width, 4096, (uint64_t)0 - 4096));
	return INTRINSIC_DONE;
}

static enum intrinsic do_assume(struct invocation *call)
{
	const struct value *condition = argument(call, 0);

	if (condition && !state_assume_truth(&call->frame->activation->domain, call->state,
					     condition, true))
		return INTRINSIC_DEAD;
	return INTRINSIC_DONE;
}

static enum intrinsic change_lock(struct invocation *call, int delta)
{
	struct activation *activation = call->frame->activation;
	const struct value *address = argument(call, 0);

	if (!address)
		return INTRINSIC_DONE;
	trace_add(activation, call->state, call->inst, (struct trace){
		.kind = delta > 0 ? TRACE_LOCK : TRACE_UNLOCK, .value = address,
		.text = text_argument(call, 1) });
	return effect_lock(activation, call->state, address, delta, call->inst) ?
	       INTRINSIC_DONE : INTRINSIC_DEAD;
}

/* Whether the search follows what the models of its role hold, instead of locks. */
static bool has_role(const struct invocation *call)
{
	return call->frame->activation->engine->options.role;
}

static enum intrinsic do_lock(struct invocation *call)
{
	return has_role(call) ? INTRINSIC_DONE : change_lock(call, 1);
}

static enum intrinsic do_unlock(struct invocation *call)
{
	return has_role(call) ? INTRINSIC_DONE : change_lock(call, -1);
}

static enum intrinsic do_hold(struct invocation *call)
{
	return has_role(call) ? change_lock(call, 1) : INTRINSIC_DONE;
}

static enum intrinsic do_release(struct invocation *call)
{
	return has_role(call) ? change_lock(call, -1) : INTRINSIC_DONE;
}

/* ---- members of the tree's structs, by name ---- */

/* Where the first argument, a pointer to the struct that the second names, has the member that the third names. */
static const struct region *find_member(const struct invocation *call, int64_t *bits,
					const struct ir_field **field)
{
	struct engine *engine = call->frame->activation->engine;
	const char *record = text_argument(call, 1), *name = text_argument(call, 2);
	const struct value *pointer = argument(call, 0);
	struct member_place place = { 0, NULL };
	const struct region *region = NULL;
	int64_t offset = 0;

	if (record && name)
		place = program_member(engine->program, record, name);
	if (pointer && place.field)
		region = region_of_pointer(engine->values, pointer, &offset);
	*field = place.field;
	*bits = (offset + place.offset) * 8;
	return region;
}

/* The value of a member; 0 in a tree whose structs have none. */
static enum intrinsic do_member(struct invocation *call)
{
	struct activation *activation = call->frame->activation;
	const struct ir_field *field;
	int64_t bits;
	const struct region *region = find_member(call, &bits, &field);

	if (region)
		*call->result = state_load(&activation->domain, call->state, region, bits,
					   field->type.bits, field);
	else if (field)
		return do_any(call);
	else
		*call->result = value_const(activation->engine->values, result_width(call), 0);
	return INTRINSIC_DONE;
}

static enum intrinsic do_set_member(struct invocation *call)
{
	struct activation *activation = call->frame->activation;
	const struct value *value = argument(call, 3);
	const struct ir_field *field;
	int64_t bits;
	const struct region *region = find_member(call, &bits, &field);

	if (region && value)
		effect_store(activation, call->state, region, bits, field->type.bits, field,
			     fit_value(activation, value, field->type));
	return INTRINSIC_DONE;
}

static enum intrinsic do_opaque(struct invocation *call)
{
	struct activation *activation = call->frame->activation;

	for (uint32_t i = 0; i < call->narguments; i++)
		effect_escape(activation, call->state, call->arguments[i]);
	activation->havoc = NULL;	/* members may change, but need not */
	free_site(activation->engine, call->inst);
	effect_havoc(activation, call->state, call->inst);
	*call->result = any_value(activation, call->inst, 0, result_width(call));
	return INTRINSIC_DONE;
}

/* ---- memory: copies and fills of so many bytes ---- */

/* Larger sizes count as unknown. */
#define BYTES_MAX (1u << 20)

struct extent {
	const struct region *region;
	int64_t offset;		/* bits */
	uint64_t bits;		/* at most */
	bool exact;
};

static struct extent extent_of(const struct invocation *call, uint32_t pointer, uint32_t size)
{
	struct activation *activation = call->frame->activation;
	const struct value *address = argument(call, pointer), *bytes = argument(call, size);
	struct extent extent = { .bits = UNKNOWN_SIZE_BITS };
	int64_t offset = 0;

	if (address)
		extent.region = state_region(&activation->domain, call->state, address, &offset);
	extent.offset = offset * 8;
	if (bytes) {
		const struct intset *range = state_range(&activation->domain, call->state, bytes);
		uint64_t most = range->count ? range->ranges[range->count - 1].high : 0;

		extent.exact = intset_is_const(range) && most <= BYTES_MAX;
		if (most <= BYTES_MAX)
			extent.bits = most * 8;
	}
	return extent;
}

static void fill_unknown(struct invocation *call, const struct extent *to)
{
	struct activation *activation = call->frame->activation;

	state_fill(&activation->domain, call->state, to->region, to->offset, to->bits,
		   value_fill_joined(activation->engine->values, to->region, to->offset, call->inst, POINTS_ANYWHERE));
}

/* A memset() or memcpy() that returns had a pointer to memory: assumption "valid-address". */
static bool points_to_memory(struct invocation *call, uint32_t index)
{
	struct activation *activation = call->frame->activation;
	const struct value *pointer = argument(call, index);
	struct intset_pool *pool = values_pool(activation->engine->values);

	note_assumption(activation, ASSUMPTION_VALID_ADDRESS, call->inst, NULL);
	return !pointer || state_assume(&activation->domain, call->state, pointer,
		intset_range(pool, pointer->width, 4096, (uint64_t)0 - 4096));
}

/* Copies bytes from the second argument to the first, as memmove() does. */
static enum intrinsic do_copy(struct invocation *call)
{
	struct activation *activation = call->frame->activation;
	struct extent to = extent_of(call, 0, 2), from = extent_of(call, 1, 2);

	if (!to.region || !to.bits)
		return INTRINSIC_DONE;
	if (to.exact && (!points_to_memory(call, 0) || !points_to_memory(call, 1)))
		return INTRINSIC_DEAD;
	if (from.region && to.exact) {
		state_copy(&activation->domain, call->state, to.region, to.offset, from.region,
			   from.offset, to.bits);
		return INTRINSIC_DONE;
	}
	effect_escape(activation, call->state, call->arguments[1]);
	fill_unknown(call, &to);
	return INTRINSIC_DONE;
}

/* So many bytes that are not zero are stored word by word; of more it is not known what they are. */
#define STORED_BYTES_MAX 512

/* Stores BYTE, a constant, to all bytes of TO. */
static void store_bytes(struct invocation *call, const struct extent *to, uint64_t byte)
{
	struct activation *activation = call->frame->activation;
	uint64_t word = (byte & 0xff) * 0x0101010101010101ull;

	for (uint64_t at = 0; at < to->bits; at += 64) {
		uint32_t width = to->bits - at < 64 ? (uint32_t)(to->bits - at) : 64;

		for (uint32_t part = 64; width; part /= 2) {
			if (!(width & part))
				continue;
			width -= part;
			state_store(&activation->domain, call->state, to->region, to->offset + (int64_t)(at + width), part,
				    NULL, value_const(activation->engine->values, part, word));
		}
	}
}

/* Fills memory, as memset() does. */
static enum intrinsic do_fill(struct invocation *call)
{
	struct activation *activation = call->frame->activation;
	struct extent to = extent_of(call, 0, 2);
	const struct value *byte = argument(call, 1);
	uint64_t bits;

	if (!to.region || !to.bits)
		return INTRINSIC_DONE;
	if (to.exact && !points_to_memory(call, 0))
		return INTRINSIC_DEAD;
	bool is_known = to.exact && byte && value_is_const(byte, &bits);

	if (is_known && !(bits & 0xff))
		state_fill(&activation->domain, call->state, to.region, to.offset, to.bits,
			   value_fill_zero(activation->engine->values));
	else if (is_known && to.bits <= STORED_BYTES_MAX * 8)
		store_bytes(call, &to, bits);
	else
		fill_unknown(call, &to);
	return INTRINSIC_DONE;
}

static enum intrinsic do_event(struct invocation *call)
{
	struct activation *activation = call->frame->activation;
	const struct value *name = argument(call, 0), *value = argument(call, 1);
	const char *text = text_argument(call, 0);

	if (!name)
		return INTRINSIC_DONE;
	trace_add(activation, call->state, call->inst, (struct trace){
		.kind = TRACE_NOTE, .text = text });
	add_event(activation, (struct event){
		.name = text, .text = text_argument(call, 1), .value = value,
		.range = value ? state_range(&activation->domain, call->state, value) : NULL,
		.state = *call->state, .site = call->inst, .unit = activation->unit,
		.causes = causes_of_facts(activation->engine, call->state) });
	return INTRINSIC_DONE;
}

static enum intrinsic probe(struct invocation *call, const char *name, const struct value *value)
{
	struct activation *activation = call->frame->activation;

	add_event(activation, (struct event){
		.name = name, .value = value,
		.range = value ? state_range(&activation->domain, call->state, value) : NULL,
		.state = *call->state, .site = call->inst, .unit = activation->unit,
		.causes = causes_of_facts(activation->engine, call->state) });
	return INTRINSIC_DONE;
}

static enum intrinsic do_probe_value(struct invocation *call)
{
	return probe(call, "probe_value", argument(call, 0));
}

static enum intrinsic do_probe_reached(struct invocation *call)
{
	return probe(call, "probe_reached", NULL);
}

static const struct intrinsic_row {
	const char *name;
	enum intrinsic (*run)(struct invocation *call);
} intrinsics[] = {
	{ "__mn_any", do_any },
	{ "__mn_any_long", do_any },
	{ "__mn_any_pointer", do_any },
	{ "__mn_others", do_others },
	{ "__mn_computed", do_computed },
	{ "__mn_object", do_object },
	{ "__mn_assume", do_assume },
	{ "__mn_lock", do_lock },
	{ "__mn_unlock", do_unlock },
	{ "__mn_hold", do_hold },
	{ "__mn_release", do_release },
	{ "__mn_member", do_member },
	{ "__mn_set_member", do_set_member },
	{ "__mn_opaque", do_opaque },
	{ "__mn_copy", do_copy },
	{ "__mn_fill", do_fill },
	{ "__mn_event", do_event },
	{ "__probe_value", do_probe_value },
	{ "__probe_reached", do_probe_reached },
};

enum intrinsic execute_intrinsic(struct frame *frame, struct state *state,
				 const struct ir_inst *inst, const char *name,
				 const struct value **arguments, uint32_t narguments,
				 const struct value **result)
{
	struct invocation call = { frame, state, inst, arguments, narguments, result };

	if (!program_is_intrinsic(name))
		return INTRINSIC_NONE;
	for (size_t i = 0; i < sizeof(intrinsics) / sizeof(*intrinsics); i++)
		if (!strcmp(intrinsics[i].name, name))
			return intrinsics[i].run(&call);
	return INTRINSIC_NONE;
}

static bool same_event(const struct event *a, const struct event *b)
{
	return a->site == b->site && !strcmp(a->name ? a->name : "", b->name ? b->name : "") &&
	       (a->text == b->text || (a->text && b->text && !strcmp(a->text, b->text)));
}

/* An event that a rule asks for is kept on so many ways: which of them are feasible, callers know. */
#define EVENT_WAYS 4

static bool is_asked_for(const struct engine *engine, const struct event *event)
{
	for (unsigned e = 0; e < EVENT_KINDS_MAX && engine->options.events[e]; e++)
		if (event->name && !strcmp(event->name, engine->options.events[e]))
			return true;
	return false;
}

struct comparing_ways {
	struct domain *domain;
	const struct state *state;
};

static bool is_implied(uint32_t key, const void *set, void *context)
{
	struct comparing_ways *ways = context;
	const struct value *value = value_by_id(ways->domain->values, key);

	return intset_subset(state_range(ways->domain, ways->state, value), set);
}

/* A caller takes the one target of an input for a fact: both are equal (apply.c). */
static bool is_known_as_well(uint32_t key, const void *value, void *context)
{
	struct comparing_ways *ways = context;
	const struct value *symbol = value_by_id(ways->domain->values, key);
	const struct pointees *targets = value;

	return symbol->symbol->kind != SYMBOL_ENTRY || targets->count != 1 || targets->more ||
	       state_targets(ways->state, symbol) == targets;
}

/* Whether KNOWN happens wherever OTHER does, and is proved as easily. */
static bool stands_for(struct activation *activation, const struct event *known,
		       const struct event *other)
{
	struct comparing_ways ways = { &activation->domain, &other->state };

	return pmap_count(known->causes) <= pmap_count(other->causes) &&
	       pmap_each(known->state.facts, is_implied, &ways) &&
	       pmap_each(known->state.targets, is_known_as_well, &ways);
}

static bool count_stuck(uint32_t key, const void *value, void *context)
{
	const struct cause *cause = value;
	uint32_t *count = context;

	(void)key;
	*count += cause->hopeless || !cause_can_be_resolved(cause);
	return true;
}

/* Whether EVENT is worse than OTHER: more of its causes stay for good, or else it has more of them. */
static bool has_worse_causes(const struct event *event, const struct event *other)
{
	uint32_t stuck = 0, other_stuck = 0;

	if (!event->causes || !other->causes)
		return event->causes;
	pmap_each(event->causes, count_stuck, &stuck);
	pmap_each(other->causes, count_stuck, &other_stuck);
	return stuck != other_stuck ? stuck > other_stuck : pmap_count(event->causes) > pmap_count(other->causes);
}

/* Whether both are proved, and EVENT by the longer path. */
static bool has_longer_proof(const struct event *event, const struct event *other)
{
	return !event->causes && !other->causes && trace_is_shorter(other->state.trace, event->state.trace);
}

/*
 * A searcher needs the easier ways: EVENT takes the place of the worst that is known, if that is worse. Where all have
 * causes, those that came first stay: other ways would lead the refinement elsewhere, for nothing.
 */
static void replace_worst(struct activation *activation, const struct event *event)
{
	struct event *worst = NULL;

	vec_each(known, &activation->result->events)
		if (same_event(known, event) &&
		    (!worst || has_worse_causes(known, worst) || has_longer_proof(known, worst)))
			worst = known;
	if (worst && (has_worse_causes(worst, event) || has_longer_proof(worst, event)))
		*worst = *event;
}

struct common_targets {
	struct arena *arena;
	const struct state *other;
	const struct pmap *common;
};

static bool keep_common(uint32_t key, const void *targets, void *context)
{
	struct common_targets *keeping = context;

	if (pmap_get(keeping->other->targets, key) == targets)
		keeping->common = pmap_set(keeping->arena, keeping->common, key, targets);
	return true;
}

/* KNOWN stands for OTHER as well: a prover needs what both have in common. */
static void unite_ways(struct activation *activation, struct event *known, const struct event *other)
{
	struct engine *engine = activation->engine;
	struct common_targets keeping = { activation->scratch, &other->state, NULL };

	pmap_each(known->state.targets, keep_common, &keeping);
	known->state.targets = keeping.common;
	(void)state_unite_facts(&activation->domain, &known->state, &other->state, false);
	known->causes = causes_unite(engine, causes_unite(engine, known->causes, other->causes),
				     causes_of_facts(engine, &known->state));
}

static void add_way(struct activation *activation, const struct event *event)
{
	struct event *last = NULL;
	size_t ways = 0;

	for (size_t i = 0; i < activation->result->events.count; i++) {
		struct event *known = &activation->result->events.data[i];

		if (!same_event(known, event))
			continue;
		if (stands_for(activation, known, event))
			return;
		if (stands_for(activation, event, known)) {
			*known = *event;
			return;
		}
		last = known;
		ways++;
	}
	if (ways < EVENT_WAYS)
		vec_push(&activation->result->events, *event);
	else if (activation->engine->strategy->leaves_ways_out)
		replace_worst(activation, event);
	else
		unite_ways(activation, last, event);
}

/* A probe tells what all paths bring; the one with the fewest causes is kept. */
void add_event(struct activation *activation, struct event event)
{
	struct intset_pool *pool = values_pool(activation->engine->values);

	if (is_asked_for(activation->engine, &event)) {
		add_way(activation, &event);
		return;
	}
	for (size_t i = 0; i < activation->result->events.count; i++) {
		struct event *known = &activation->result->events.data[i];

		if (!same_event(known, &event))
			continue;
		const struct intset *range = known->range;
		if (range && event.range && range->width == event.range->width)
			range = intset_union(pool, range, event.range);
		if (pmap_count(event.causes) < pmap_count(known->causes))
			*known = event;
		known->range = range;
		return;
	}
	vec_push(&activation->result->events, event);
}
