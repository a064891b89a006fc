// SPDX-License-Identifier: GPL-2.0-only
/* Turns the engine's trace into a path that a reader can follow in the source. */
#include <string.h>

#include "contract/eras.h"
#include "contract/nonblock.h"
#include "rules/path.h"
#include "rules/slice.h"

/* Whole paths lose their middle beyond this. */
#define PATH_LENGTH_MAX 400

struct telling {
	struct judgement *judgement;
	const struct path_wish *wish;
	told_steps *out;
	uint32_t frames;	/* activations told so far */
};

/* One activation while it is told. */
struct frame_told {
	struct slice slice;
	bool *enters;		/* by step: what happens below this call decides, too */
	bool to_event;		/* it leads to the event, by its last step */
	unsigned depth;
	uint32_t number;
};

/* ---- what decides -------------------------------------------------------------------- */

/* Locks that the steps up to TRACE take, less those that they drop. */
static int net_locks(const struct trace *trace)
{
	int net = 0;

	for (; trace; trace = trace->previous)
		net += trace->kind == TRACE_LOCK ? 1 : trace->kind == TRACE_UNLOCK ? -1 : net_locks(trace->inner);
	return net;
}

static int net_locks_of(const struct trace *step)
{
	return step->kind == TRACE_LOCK ? 1 : step->kind == TRACE_UNLOCK ? -1 : net_locks(step->inner);
}

static bool is_const(const struct value *value)
{
	return value && value->kind == VALUE_CONST;
}

static bool is_error(const struct value *value)
{
	return is_const(value) && value->width >= 32 && sign_extend(value->bits, value->width) < 0;
}

/* Whether a call that a value comes from is entered to show where. Readers know the headers' helpers. */
static bool can_enter(const struct trace *step)
{
	return step->kind == TRACE_CALL && step->inner && !step->inner->is_model && !is_header_key(step->text);
}

/* The step that OPERAND of step AT comes from; where the result of a call is stored, the call tells more. */
static size_t find_origin(const struct frame_told *frame, size_t at, const struct ir_operand *operand)
{
	size_t origin = slice_origin(&frame->slice, at, operand), call = NO_STEP;

	if (origin == NO_STEP)
		return NO_STEP;
	const struct trace *step = frame->slice.steps[origin];

	if (step->kind == TRACE_ASSIGN && step->site->b.kind == IR_TEMP)
		call = slice_origin(&frame->slice, origin, &step->site->b);
	return call == NO_STEP ? origin : call;
}

static void keep_origin(struct frame_told *frame, size_t origin)
{
	const struct trace *step = frame->slice.steps[origin];

	if (step->kind == TRACE_CALL && step->inner && step->inner->is_model && !is_error(step->value))
		return;
	frame->enters[origin] = can_enter(step);
	slice_keep(&frame->slice, origin);
}

/* Whether the callee STEP returned what the path leads to. */
static bool returns_same(const struct telling *telling, const struct trace *step)
{
	const struct value *result = telling->wish->result;

	if (!step->value || !result || !can_enter(step) || is_const(step->value) != is_const(result))
		return false;
	return !is_const(result) || sign_extend(step->value->bits, step->value->width) ==
				    sign_extend(result->bits, result->width);
}

/* The source of the value that the activation returns by its last step. */
static void keep_result(struct telling *telling, struct frame_told *frame)
{
	size_t last = frame->slice.count - 1;
	const struct trace *step = frame->slice.steps[last];

	slice_keep(&frame->slice, last);
	if (step->kind != TRACE_RETURN || !step->site || step->site->a.kind != IR_TEMP)
		return;
	size_t origin = find_origin(frame, last, &step->site->a);

	if (origin != NO_STEP) {
		keep_origin(frame, origin);
		return;
	}
	for (size_t i = last; i--;) {
		if (!returns_same(telling, frame->slice.steps[i]))
			continue;
		frame->enters[i] = true;
		slice_keep(&frame->slice, i);
		return;
	}
}

static bool is_wished(const struct telling *telling, const struct trace *step)
{
	for (size_t i = 0; i < telling->wish->ndeciding; i++)
		if (telling->wish->deciding[i] == step)
			return true;
	return false;
}

static void keep_step(struct frame_told *frame, size_t at)
{
	const struct trace *step = frame->slice.steps[at];

	frame->enters[at] = step->kind == TRACE_CALL && step->inner && !step->inner->is_model;
	slice_keep(&frame->slice, at);
}

static void keep_wished(struct telling *telling, struct frame_told *frame)
{
	for (size_t i = 0; i < frame->slice.count; i++)
		if (is_wished(telling, frame->slice.steps[i]))
			keep_step(frame, i);
}

/* Where locks are taken that the activation does not drop: they nest. */
static void keep_locks(struct frame_told *frame)
{
	VEC(size_t) taken = { 0 };

	for (size_t i = 0; i < frame->slice.count; i++) {
		int net = net_locks_of(frame->slice.steps[i]);

		if (net > 0)
			vec_push(&taken, i);
		if (net < 0 && taken.count)
			(void)vec_pop(&taken);
	}
	vec_each(at, &taken)
		keep_step(frame, *at);
	vec_free(&taken);
}

/* Whether something is held or released on the way to TRACE. */
static bool has_lock_step(const struct trace *trace)
{
	for (; trace; trace = trace->previous)
		if (trace->kind == TRACE_LOCK || trace->kind == TRACE_UNLOCK || has_lock_step(trace->inner))
			return true;
	return false;
}

/* The calls in which a model of a role held or released something. */
static void keep_role_steps(struct frame_told *frame)
{
	for (size_t i = 0; i < frame->slice.count; i++)
		if (frame->slice.steps[i]->kind == TRACE_CALL && has_lock_step(frame->slice.steps[i]->inner))
			keep_step(frame, i);
}

/*
 * What a branch tests comes from somewhere: from a call that failed, or, where the branch CHOSE the value that the path
 * leads to, from any call that can be looked into.
 */
static void keep_condition(struct frame_told *frame, size_t at, bool chose)
{
	const struct trace *step = frame->slice.steps[at];
	size_t origin = step->site->telling == IR_TELLS_NOTHING ? NO_STEP :
			find_origin(frame, at, &step->site->a);

	if (origin == NO_STEP)
		return;
	step = frame->slice.steps[origin];
	if (step->kind == TRACE_CALL && (is_error(step->value) || (chose && is_const(step->value) && can_enter(step))))
		keep_origin(frame, origin);
}

/* Goes backwards: what is kept for one condition may bring others before it. */
static void keep_conditions(struct frame_told *frame)
{
	bool chose = !frame->to_event;

	for (size_t i = frame->slice.count; i--;) {
		const struct trace *step = frame->slice.steps[i];

		if (!frame->slice.decides[i] || !step->site || (step->kind != TRACE_BRANCH && step->kind != TRACE_CASE))
			continue;
		keep_condition(frame, i, chose);
		chose = chose && step->site->telling == IR_TELLS_NOTHING;
	}
}

/* ---- telling ------------------------------------------------------------------------- */

static bool note_told(const struct value *symbol, void *context)
{
	const struct ir_field *field = symbol->field;
	bool *about = context;

	*about = *about || (field && !strcmp(field->record, RANGE_RECORD) && strcmp(field->name, "start") &&
			    strcmp(field->name, "end"));
	return false;
}

/* Whether the branch tests what the callback was told: blockability is known, the event is a member of the range. */
static bool is_about_range(const struct trace *step)
{
	bool about = step->kind == TRACE_BRANCH && step->known;

	if (step->value)
		value_any_symbol(step->value, note_told, &about);
	return about;
}

static bool is_header(const struct trace *step)
{
	const struct ir_loc *loc = &step->site->loc;

	return loc->file && ends_with(step->unit->files.data[loc->file], ".h");
}

static void add_step(struct telling *telling, const struct frame_told *frame, const struct trace *at,
		     const char *note, bool decides)
{
	struct arena *arena = telling->judgement->arena;
	const struct ir_loc *loc = &at->site->loc;
	bool is_branch = at->kind == TRACE_BRANCH || at->kind == TRACE_CASE;
	struct told_step told = {
		.step = { .file = loc->file ? arena_strdup(arena, at->unit->files.data[loc->file]) : "",
			  .line = loc->line, .column = loc->column, .depth = frame->depth, .note = note },
		.decides = decides, .is_branch = is_branch, .is_guard = is_branch && is_guard(at),
		.is_about_range = is_branch && is_about_range(at), .frame = frame->number,
	};

	vec_push(telling->out, told);
}

static void tell_activation(struct telling *telling, const struct trace *last, unsigned depth, bool to_event);

/* Tells the last step to an event: the call that it happens in, down to what its reader knows. */
static void tell_way_down(struct telling *telling, const struct frame_told *frame, const struct trace *step)
{
	bool ends = ends_way(step);

	add_step(telling, frame, step, call_note(telling->judgement, step, ends), true);
	vec_last(telling->out).step.is_call = true;
	vec_last(telling->out).is_end = true;
	if (!ends)
		tell_activation(telling, step->inner, frame->depth + 1, true);
}

static void tell_call(struct telling *telling, const struct frame_told *frame, size_t at)
{
	const struct trace *step = frame->slice.steps[at];
	const char *note = result_note(telling->judgement, step);

	if (frame->enters[at] && frame->slice.decides[at]) {
		add_step(telling, frame, step, call_note(telling->judgement, step, false), true);
		vec_last(telling->out).is_end = true;
		tell_activation(telling, step->inner, frame->depth + 1, false);
	} else if (frame->slice.decides[at] && telling->judgement->rule == RULE_RETURNS_LOCKED &&
		   net_locks(step->inner) > 0) {
		add_step(telling, frame, step, call_note(telling->judgement, step, true), true);
		vec_last(telling->out).is_end = true;
	} else if (note) {
		add_step(telling, frame, step, note, frame->slice.decides[at]);
	} else if (telling->judgement->contract->role && frame->slice.decides[at] && has_lock_step(step->inner)) {
		add_step(telling, frame, step, call_note(telling->judgement, step, true), true);
	}
}

/* The end of a value's way, and the test that chose it. */
static void mark_end(struct telling *telling, const struct frame_told *frame)
{
	told_steps *out = telling->out;

	vec_last(out).is_end = true;
	for (size_t i = out->count - 1; i--;) {
		struct told_step *told = &out->data[i];

		if (told->frame != frame->number || !told->decides)
			continue;
		told->is_end = told->is_end || told->is_branch;
		return;
	}
}

/* A return inside of the path says something only where the value comes from there. */
static bool shows_source(const struct telling *telling, const struct frame_told *frame)
{
	for (size_t i = 0; i < frame->slice.count; i++) {
		const struct trace *step = frame->slice.steps[i];

		if (frame->slice.decides[i] && (frame->enters[i] || (step->kind == TRACE_ASSIGN &&
		    step->site && plain_note(telling->judgement, step))))
			return true;
	}
	return false;
}

static void tell_step(struct telling *telling, const struct frame_told *frame, size_t at)
{
	const struct trace *step = frame->slice.steps[at];
	struct judgement *judgement = telling->judgement;
	bool decides = frame->slice.decides[at], is_last = at + 1 == frame->slice.count;
	const char *note;

	if (!step->site || step->is_model || (!frame->depth && is_header(step) && step->kind != TRACE_CALL))
		return;
	if (step->kind == TRACE_CALL) {
		if (is_last && frame->to_event)
			tell_way_down(telling, frame, step);
		else
			tell_call(telling, frame, at);
		return;
	}
	if (step->kind == TRACE_BRANCH || step->kind == TRACE_CASE) {
		decides = decides && branch_note(judgement, step, false);
		note = branch_note(judgement, step, true);
	} else {
		note = plain_note(judgement, step);
		decides = decides && !(step->kind == TRACE_RETURN && frame->depth && shows_source(telling, frame));
	}
	if (!note)
		return;
	add_step(telling, frame, step, note, decides);
	if (decides && (step->kind == TRACE_ASSIGN || is_last))
		mark_end(telling, frame);
}

static void tell_activation(struct telling *telling, const struct trace *last, unsigned depth, bool to_event)
{
	struct arena *arena = telling->judgement->arena;
	struct frame_told frame = {
		.slice = slice_begin(arena, last), .to_event = to_event, .depth = depth,
		.number = telling->frames++,
	};

	if (!frame.slice.count)
		return;
	frame.enters = arena_alloc(arena, frame.slice.count);
	memset(frame.enters, 0, frame.slice.count);
	if (to_event)
		slice_keep(&frame.slice, frame.slice.count - 1);
	else
		keep_result(telling, &frame);
	keep_wished(telling, &frame);
	if (telling->judgement->rule == RULE_RETURNS_LOCKED && !to_event)
		keep_locks(&frame);
	if (telling->judgement->contract->role)
		keep_role_steps(&frame);
	keep_conditions(&frame);
	for (size_t i = 0; i < frame.slice.count; i++)
		tell_step(telling, &frame, i);
}

/* ---- paths --------------------------------------------------------------------------- */

static struct told_step first_step(struct judgement *judgement, bool blockable)
{
	const struct ir_function *function = judgement->subject->function.function;
	const struct ir_unit *unit = judgement->subject->function.unit;
	struct trace_step start = {
		.file = arena_strdup(judgement->arena, function->loc.file ?
				     unit->files.data[function->loc.file] : ""),
		.line = function->loc.line, .column = function->loc.column,
		.note = is_told(judgement) ?
			arena_printf(judgement->arena, "'%s' is called with a range that is%s blockable",
				     judgement->callback, blockable ? "" : " not") :
			arena_printf(judgement->arena, "'%s' is called %s", judgement->callback,
				     judgement->contract->called ? judgement->contract->called : "by the kernel"),
	};

	return (struct told_step){ .step = start, .decides = true, .is_end = true };
}

static struct trace_step *whole_path(struct arena *arena, const told_steps *path, size_t *count)
{
	size_t half = PATH_LENGTH_MAX / 2, dropped = path->count > PATH_LENGTH_MAX ? path->count - PATH_LENGTH_MAX : 0;
	struct trace_step *steps = arena_alloc(arena, (path->count + 1) * sizeof(*steps));

	*count = 0;
	for (size_t i = 0; i < path->count; i++)
		if (!dropped || i <= half || i > half + dropped)
			steps[(*count)++] = path->data[i].step;
	if (dropped)
		steps[half].note = arena_printf(arena, "(%zu steps are left out here)", dropped + 1);
	return steps;
}

struct finding_path make_finding_path(struct judgement *judgement, const struct trace *trace,
				      const struct path_wish *wish)
{
	told_steps out = { 0 };
	struct telling telling = { judgement, wish, &out, 0 };
	struct finding_path path;

	vec_push(&out, first_step(judgement, wish->blockable));
	/* without a result the path leads to an event */
	tell_activation(&telling, trace, 0, !wish->result);
	path.steps = cut_path(judgement->arena, &out, &path.nsteps);
	path.whole = whole_path(judgement->arena, &out, &path.nwhole);
	vec_free(&out);
	return path;
}
