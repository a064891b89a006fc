// SPDX-License-Identifier: GPL-2.0-only
/* Turns the engine's trace into a path that a reader can follow in the source. */
#include <inttypes.h>
#include <string.h>

#include "rules/judge.h"

/* Longer paths lose their middle. */
#define PATH_LENGTH_MAX 60

typedef VEC(struct trace_step) steps;

struct telling {
	struct judgement *judgement;
	const struct value *result;	/* the value that the path leads to; NULL: it leads to an event */
	steps *out;
};

/* Numbers of the kernel that the C library does not name. */
static const struct {
	int number;
	const char *name;
} kernel_errnos[] = {
	{ 512, "ERESTARTSYS" }, { 513, "ERESTARTNOINTR" }, { 514, "ERESTARTNOHAND" },
	{ 515, "ENOIOCTLCMD" }, { 516, "ERESTART_RESTARTBLOCK" }, { 517, "EPROBE_DEFER" },
	{ 518, "EOPENSTALE" }, { 519, "ENOPARAM" }, { 521, "EBADHANDLE" },
	{ 522, "ENOTSYNC" }, { 523, "EBADCOOKIE" }, { 524, "ENOTSUPP" },
	{ 525, "ETOOSMALL" }, { 526, "ESERVERFAULT" }, { 527, "EBADTYPE" },
	{ 528, "EJUKEBOX" }, { 529, "EIOCBQUEUED" }, { 530, "ERECALLCONFLICT" },
};

static const char *errno_name(int64_t number)
{
	for (size_t i = 0; i < sizeof(kernel_errnos) / sizeof(*kernel_errnos); i++)
		if (kernel_errnos[i].number == number)
			return kernel_errnos[i].name;
	return number > 0 && number < 512 ? strerrorname_np((int)number) : NULL;
}

void print_errno(uint64_t bits, uint32_t width, struct strbuf *out)
{
	int64_t number = width == 1 ? (int64_t)bits : sign_extend(bits, width);
	const char *name = number < 0 ? errno_name(-number) : NULL;

	if (width == 1)
		strbuf_puts(out, bits ? "true" : "false");
	else if (name)
		strbuf_printf(out, "-%s", name);
	else
		strbuf_printf(out, "%" PRId64, number);
}

static bool is_header(const struct trace *step)
{
	const struct ir_loc *loc = &step->site->loc;

	return loc->file && ends_with(step->unit->files.data[loc->file], ".h");
}

static void add_step(struct telling *telling, const struct trace *at, unsigned depth,
		     const char *note)
{
	struct arena *arena = telling->judgement->arena;
	const struct ir_loc *loc = &at->site->loc;
	struct trace_step step = {
		.file = loc->file ? arena_strdup(arena, at->unit->files.data[loc->file]) : "",
		.line = loc->line, .column = loc->column, .depth = depth, .note = note,
	};

	if (telling->out->count) {
		const struct trace_step *last = &vec_last(telling->out);

		if (last->line == step.line && last->depth == depth &&
		    !strcmp(last->note, note) && !strcmp(last->file, step.file))
			return;
	}
	vec_push(telling->out, step);
}

static const char *value_text(struct telling *telling, const struct value *value)
{
	struct strbuf text = { 0 };
	uint64_t bits;

	if (value_is_const(value, &bits))
		print_errno(bits, value->width, &text);
	else
		value_print(value, &text);
	return strbuf_keep(&text, telling->judgement->arena);
}

static const char *branch_note(struct telling *telling, const struct trace *step)
{
	const char *text = step->site->text;

	if (!text || !*text)
		return NULL;
	return arena_printf(telling->judgement->arena, "'%s' is %s", text,
			    step->taken ? "true" : "false");
}

static const char *case_note(struct telling *telling, const struct trace *step)
{
	const char *text = step->site->text ? step->site->text : "the value";

	if (!step->taken)
		return arena_printf(telling->judgement->arena, "no case fits '%s'", text);
	const struct ir_case *arm = &step->site->cases[step->taken - 1];
	return arena_printf(telling->judgement->arena, "'%s' is in case %" PRId64, text,
			    (int64_t)arm->low);
}

static bool has_lock_step(const struct trace *trace)
{
	for (; trace; trace = trace->previous)
		if (trace->kind == TRACE_LOCK || trace->kind == TRACE_UNLOCK ||
		    has_lock_step(trace->inner))
			return true;
	return false;
}

/* Whether KEY is a helper in a header. Its readers know it: the path does not go into it. */
static bool is_header_key(const char *key)
{
	const char *plain = key ? ir_plain_name(key) : NULL;

	return plain && plain - key >= 3 && !strncmp(plain - 3, ".h:", 3);
}

/* The name of the function, or of the member, that STEP calls; a model of a role is told as what it stands in for. */
static const char *callee_name(const struct trace *step)
{
	const char *plain = step->text ? ir_plain_name(step->text) : "a function pointer";

	if (!starts_with(plain, ROLE_PREFIX))
		return plain;
	if (step->site->a.kind == IR_SYMBOL)
		return ir_plain_name(step->unit->symbols.data[step->site->a.index].name);
	const char *member = strstr(plain + strlen(ROLE_PREFIX), "__");

	return member ? member + 2 : plain;
}

/* Whether a model of a role held or released something in the call at STEP. */
static bool is_step_of_role(const struct telling *telling, const struct trace *step)
{
	return telling->judgement->contract->role && step->inner && step->inner->is_model &&
	       has_lock_step(step->inner);
}

/* Whether the path through a callee shows the source of the result, or a lock. */
static bool is_telling(const struct telling *telling, const struct trace *step)
{
	bool locks = telling->judgement->rule == RULE_RETURNS_LOCKED;

	if (!step->inner || step->inner->is_model || (is_header_key(step->text) && !locks))
		return false;
	if (telling->judgement->contract->role)
		return has_lock_step(step->inner);
	if (step->value && telling->result && step->value->kind == VALUE_CONST &&
	    telling->result->kind == VALUE_CONST)
		return sign_extend(step->value->bits, step->value->width) ==
		       sign_extend(telling->result->bits, telling->result->width);
	if (step->value && telling->result && telling->result->kind != VALUE_CONST &&
	    step->value->kind != VALUE_CONST)
		return true;
	return locks && has_lock_step(step->inner);
}

static void tell(struct telling *telling, const struct trace *trace, unsigned depth, bool to_event);

/* The two notes of a call; step_callee() reads what they write. */
#define NOTE_CALLS "calls"
#define NOTE_ENTERING "entering"

const char *step_callee(const struct trace_step *step, size_t *length)
{
	const char *at = step->note;

	if (starts_with(at, NOTE_CALLS " '"))
		at += strlen(NOTE_CALLS " '");
	else if (starts_with(at, NOTE_ENTERING " '"))
		at += strlen(NOTE_ENTERING " '");
	else
		return NULL;
	*length = strcspn(at, "'");
	return at;
}

/* Tells the last step to an event: the call that it happens in, down to the first model. */
static void tell_way_down(struct telling *telling, const struct trace *step, unsigned depth)
{
	struct arena *arena = telling->judgement->arena;
	const char *name = step->text ? ir_plain_name(step->text) : "a function pointer";
	const char *how = step->site->a.kind == IR_SYMBOL ? "" : " through a pointer";
	bool ends = !step->inner || step->inner->is_model;

	if (step->field)
		how = arena_printf(arena, ", if '%s.%s' is that", step->field->record,
				   step->field->name);
	add_step(telling, step, depth, arena_printf(arena, "%s '%s'%s",
						    ends ? NOTE_CALLS : NOTE_ENTERING, name, how));
	if (telling->out->count)
		vec_last(telling->out).is_call = true;
	if (!ends)
		tell(telling, step->inner, depth + 1, true);
}

const char *describe_pointers(struct judgement *judgement, const struct event *event)
{
	struct strbuf text = { 0 };

	for (const struct trace *step = event->state.trace; step && step->kind == TRACE_CALL;
	     step = step->inner)
		if (step->field && step->text)
			strbuf_printf(&text, "%s%s.%s is %s", text.length ? " and " : " if ",
				      step->field->record, step->field->name,
				      ir_plain_name(step->text));
	return strbuf_keep(&text, judgement->arena);
}

static void tell_call(struct telling *telling, const struct trace *step, unsigned depth)
{
	struct arena *arena = telling->judgement->arena;
	const char *name = callee_name(step);

	if (is_telling(telling, step)) {
		add_step(telling, step, depth, arena_printf(arena, NOTE_ENTERING " '%s'", name));
		tell(telling, step->inner, depth + 1, false);
	} else if (step->value && step->value->kind == VALUE_CONST && !is_header_key(step->text) &&
		   strcmp(value_text(telling, step->value), "0")) {
		add_step(telling, step, depth, arena_printf(arena, "'%s' returns %s", name,
			 value_text(telling, step->value)));
	} else if (is_step_of_role(telling, step)) {
		add_step(telling, step, depth, arena_printf(arena, NOTE_CALLS " '%s'", name));
	}
}

static void tell_step(struct telling *telling, const struct trace *step, unsigned depth)
{
	struct arena *arena = telling->judgement->arena;
	const char *note = NULL;

	if (!step->site || step->is_model)
		return;
	switch (step->kind) {
	case TRACE_BRANCH:
		note = branch_note(telling, step);
		break;
	case TRACE_CASE:
		note = case_note(telling, step);
		break;
	case TRACE_CALL:
		tell_call(telling, step, depth);
		break;
	case TRACE_RETURN:
		note = arena_printf(arena, "returns %s", value_text(telling, step->value));
		break;
	case TRACE_ASSIGN:
		note = arena_printf(arena, "%s is stored", value_text(telling, step->value));
		break;
	case TRACE_LOCK:
	case TRACE_UNLOCK:
		note = arena_printf(arena, "%s '%s'", step->kind == TRACE_LOCK ? "takes" : "drops",
				    value_text(telling, step->value));
		break;
	case TRACE_NOTE:
		note = step->text;
		break;
	}
	if (note && (depth || !is_header(step)))
		add_step(telling, step, depth, note);
}

static void tell(struct telling *telling, const struct trace *trace, unsigned depth, bool to_event)
{
	const struct trace *last = trace;
	VEC(const struct trace *) forward = { 0 };

	for (; trace; trace = trace->previous)
		vec_push(&forward, trace);
	while (forward.count) {
		const struct trace *step = vec_pop(&forward);

		if (to_event && step == last && step->kind == TRACE_CALL && step->site &&
		    !step->is_model)
			tell_way_down(telling, step, depth);
		else
			tell_step(telling, step, depth);
	}
	vec_free(&forward);
}

/* Steps that stay at either end of a long path to an event. Between these ends only calls stay. */
#define PATH_LENGTH_AT_END 12

static void leave_out_branches(steps *path, struct arena *arena)
{
	size_t kept = PATH_LENGTH_AT_END, end = path->count - PATH_LENGTH_AT_END, dropped = 0;

	for (size_t i = kept; i < path->count; i++) {
		if (i >= end || path->data[i].is_call || path->count - dropped <= PATH_LENGTH_MAX)
			path->data[kept++] = path->data[i];
		else
			dropped++;
	}
	path->count = kept;
	if (dropped)
		path->data[PATH_LENGTH_AT_END - 1].note = arena_printf(arena,
			"(from here %zu steps between calls are left out)", dropped + 1);
}

static void shorten(steps *path, struct arena *arena)
{
	if (path->count > PATH_LENGTH_MAX)
		leave_out_branches(path, arena);
	size_t half = PATH_LENGTH_MAX / 2, dropped = path->count - PATH_LENGTH_MAX;

	if (path->count <= PATH_LENGTH_MAX)
		return;
	path->data[half].note = arena_printf(arena, "(%zu steps are left out here)", dropped + 1);
	memmove(&path->data[half + 1], &path->data[half + 1 + dropped],
		(path->count - half - 1 - dropped) * sizeof(*path->data));
	path->count -= dropped;
}

struct trace_step *make_finding_path(struct judgement *judgement, const struct trace *trace,
			     bool blockable, const struct value *result, size_t *count)
{
	steps path = { 0 };
	struct telling telling = { judgement, result, &path };
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

	vec_push(&path, start);
	/* without a result the path leads to an event */
	tell(&telling, trace, 0, !result);
	shorten(&path, judgement->arena);
	*count = path.count;
	struct trace_step *copy = arena_copy(judgement->arena, path.data,
					     path.count * sizeof(*path.data));
	vec_free(&path);
	return copy;
}

/* ---- values for messages ---- */

#define VALUES_NAMED 8

const char *describe_values(struct judgement *judgement, const objections *found)
{
	struct intset_pool *pool = values_pool(engine_domain(judgement->engine)->values);
	const struct intset *all = found->data[0].bad;
	struct strbuf text = { 0 };
	uint64_t named = 0;

	for (size_t i = 1; i < found->count; i++)
		all = intset_union(pool, all, found->data[i].bad);
	if (intset_size(all) > VALUES_NAMED) {
		strbuf_puts(&text, "a value in ");
		intset_print(all, all->width > 1, &text);
	} else {
		/* from the greatest unsigned value down: -EINTR before -EAGAIN before 1 */
		for (uint32_t i = all->count; i-- > 0;)
			for (uint64_t v = all->ranges[i].high;; v--) {
				if (named++)
					strbuf_puts(&text, named == intset_size(all) ?
						    " or " : ", ");
				print_errno(v, all->width, &text);
				if (v == all->ranges[i].low)
					break;
			}
	}
	return strbuf_keep(&text, judgement->arena);
}
