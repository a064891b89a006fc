// SPDX-License-Identifier: GPL-2.0-only
/* The words of a path's notes, and of values and events in messages. */
#include <inttypes.h>
#include <string.h>

#include "rules/path.h"

/* ---- numbers ---- */

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

/* Numbers beyond this one tell a reader no more than their sign does. */
#define NUMBER_TOLD_MOST (INT64_C(1) << 31)

void print_errno(uint64_t bits, uint32_t width, struct strbuf *out)
{
	int64_t number = width == 1 ? (int64_t)bits : sign_extend(bits, width);
	const char *name = number < 0 ? errno_name(-number) : NULL;

	if (width == 1)
		strbuf_puts(out, bits ? "true" : "false");
	else if (name)
		strbuf_printf(out, "-%s", name);
	else if (number >= NUMBER_TOLD_MOST || number <= -NUMBER_TOLD_MOST)
		strbuf_printf(out, "a value %s 0", number > 0 ? "above" : "below");
	else
		strbuf_printf(out, "%" PRId64, number);
}

static const char *value_text(struct judgement *judgement, const struct value *value)
{
	struct strbuf text = { 0 };
	uint64_t bits;

	if (value_is_const(value, &bits))
		print_errno(bits, value->width, &text);
	else
		value_print(value, &text);
	return strbuf_keep(&text, judgement->arena);
}

#define VALUES_NAMED 8

/* A set too large to be listed: by its signs where these say it all. */
static void describe_set(const struct intset *set, struct strbuf *out)
{
	int64_t low = sign_extend(set->ranges[0].low, set->width);
	int64_t high = sign_extend(set->ranges[set->count - 1].high, set->width);

	/* ranges are unsigned and in order: values above 0 come first, those below 0 last */
	if (set->count == 1 && low == 1 && high > NUMBER_TOLD_MOST / 2) {
		strbuf_puts(out, "a value above 0");
	} else if (set->count == 1 && high == -1 && low < -NUMBER_TOLD_MOST / 2) {
		strbuf_puts(out, "a value below 0");
	} else {
		strbuf_puts(out, "a value in ");
		intset_print(set, set->width > 1, out);
	}
}

const char *describe_values(struct judgement *judgement, const objections *found)
{
	struct intset_pool *pool = values_pool(engine_domain(judgement->engine)->values);
	const struct intset *all = found->data[0].bad;
	struct strbuf text = { 0 };
	uint64_t named = 0;

	for (size_t i = 1; i < found->count; i++)
		all = intset_union(pool, all, found->data[i].bad);
	if (intset_size(all) > VALUES_NAMED) {
		describe_set(all, &text);
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

/* ---- notes ---- */

/* The parameter whose value on entry is all that VALUE tests, or NULL. */
static const char *tested_parameter(const struct value *value)
{
	if (value && value->kind == VALUE_OPERATION && (value->opcode == IR_NE || value->opcode == IR_EQ) &&
	    value->b && value->b->kind == VALUE_CONST && !value->b->bits)
		value = value->a;
	if (!value || value->kind != VALUE_SYMBOL || value->symbol->kind != SYMBOL_ENTRY)
		return NULL;
	const struct region *region = value->symbol->place->region;

	return region->kind == REGION_LOCAL && region->name && *region->name ? region->name : NULL;
}

/* What TEXT, which is tested, holds, where that is a parameter of another name: "; it holds 'addr'". */
static const char *held_note(struct judgement *judgement, const struct trace *step, const char *text)
{
	const char *name = tested_parameter(step->value);

	if (!name || strstr(text, name) || strpbrk(text, "(=<>&|!"))
		return "";
	return arena_printf(judgement->arena, "; it holds '%s'", name);
}

const char *branch_note(struct judgement *judgement, const struct trace *step, bool all)
{
	const char *text = step->site->text;
	enum ir_telling telling = step->site->telling;

	if (step->kind == TRACE_CASE && (telling != IR_TELLS_NOTHING || all)) {
		text = text ? text : "the value";
		if (!step->taken)
			return arena_printf(judgement->arena, "no case fits '%s'", text);
		return arena_printf(judgement->arena, "'%s' is in case %" PRId64, text,
				    (int64_t)step->site->cases[step->taken - 1].low);
	}
	if (!text || !*text)
		return NULL;
	switch (telling) {
	case IR_TELLS_ENTERS:
	case IR_TELLS_LEAVES:
		return arena_printf(judgement->arena, "the loop '%s' %s", text,
				    (telling == IR_TELLS_ENTERS) == (step->taken != 0) ? "runs" : "is over");
	case IR_TELLS_NOTHING:
		return all ? arena_printf(judgement->arena, "in '%s', a test that the macro makes is %s", text,
					  step->taken ? "true" : "false") : NULL;
	default:
		return arena_printf(judgement->arena, "'%s' is %s%s", text,
				    (telling == IR_TELLS_TRUTH) == (step->taken != 0) ? "true" : "false",
				    held_note(judgement, step, text));
	}
}

static const char *assignment_note(struct judgement *judgement, const struct trace *step)
{
	const struct ir_operand *to = &step->site->a;
	const char *name = to->kind == IR_LOCAL ? step->function->locals[to->index].name : NULL;

	/* lowering made it: the source says the value where it is used */
	if (name && !*name)
		return NULL;
	if (name)
		return arena_printf(judgement->arena, "'%s' becomes %s", name, value_text(judgement, step->value));
	return arena_printf(judgement->arena, "%s is stored", value_text(judgement, step->value));
}

/* A value that is computed says something to its reader by its range alone, if that is narrow. */
static const char *return_note(struct judgement *judgement, const struct trace *step)
{
	const struct intset *range = step->range;
	struct strbuf text = { 0 };

	if (step->value->kind != VALUE_OPERATION &&
	    (step->value->kind != VALUE_SYMBOL || step->value->symbol->kind == SYMBOL_ENTRY))
		return arena_printf(judgement->arena, "returns %s", value_text(judgement, step->value));
	if (!range || intset_is_empty(range) || range->count > 1 || intset_contains(range, 0))
		return "returns";
	describe_set(range, &text);
	return arena_printf(judgement->arena, "returns %s", strbuf_keep(&text, judgement->arena));
}

const char *plain_note(struct judgement *judgement, const struct trace *step)
{
	switch (step->kind) {
	case TRACE_RETURN:
		return return_note(judgement, step);
	case TRACE_ASSIGN:
		return assignment_note(judgement, step);
	case TRACE_LOCK:
	case TRACE_UNLOCK:
		return arena_printf(judgement->arena, "%s '%s'", step->kind == TRACE_LOCK ? "takes" : "drops",
				    value_text(judgement, step->value));
	case TRACE_NOTE:
		return step->text;
	default:
		return NULL;
	}
}

/* ---- calls ---- */

bool is_header_key(const char *key)
{
	const char *plain = key ? ir_plain_name(key) : NULL;

	return plain && plain - key >= 3 && !strncmp(plain - 3, ".h:", 3);
}

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

/* The name by which the source makes the call. */
static const char *source_name(const struct trace *step)
{
	return step->site->text ? step->site->text : callee_name(step);
}

const char *result_note(struct judgement *judgement, const struct trace *step)
{
	const char *value = step->value && step->value->kind == VALUE_CONST ?
			    value_text(judgement, step->value) : "0";

	return !strcmp(value, "0") || is_header_key(step->text) ? NULL :
	       arena_printf(judgement->arena, "'%s' returns %s", source_name(step), value);
}

const char *call_note(struct judgement *judgement, const struct trace *step, bool ends)
{
	const char *how = step->site->a.kind == IR_SYMBOL ? "" : " through a pointer";

	if (step->field)
		how = arena_printf(judgement->arena, ", if '%s.%s' is that", step->field->record,
				   step->field->name);
	return arena_printf(judgement->arena, "%s '%s'%s", ends ? NOTE_CALLS : NOTE_ENTERING,
			    ends ? source_name(step) : callee_name(step), how);
}

/* The headers that every driver shares, not those beside a driver's sources. */
static bool is_shared_header(const struct trace *step)
{
	uint32_t file = step->function->loc.file;
	const char *path = file ? step->unit->files.data[file] : "";

	return ends_with(path, ".h") && (starts_with(path, "include/") || strstr(path, "/include/asm/") ||
					 strstr(path, "/include/linux/"));
}

bool ends_way(const struct trace *step)
{
	for (step = step->inner; step && !step->is_model; step = step->inner)
		if (!is_shared_header(step) || step->kind != TRACE_CALL || step->field)
			return false;
	return true;
}

const char *describe_event(struct judgement *judgement, const struct event *event)
{
	const struct trace *step = event->state.trace;

	(void)judgement;
	while (step && step->kind == TRACE_CALL && !ends_way(step))
		step = step->inner;
	if (step && step->kind == TRACE_CALL && step->site && !step->is_model)
		return source_name(step);
	return event->text ? event->text : "?";
}

/* LAST is what TEXT told of before, or NULL: one member may be called through twice, for different functions. */
static void tell_pointer(struct strbuf *text, const struct trace *step, const struct trace *last)
{
	const struct ir_field *field = step->field;
	const char *name = ir_plain_name(step->text);

	if (!last || strcmp(last->field->record, field->record) || strcmp(last->field->name, field->name))
		strbuf_printf(text, "%s%s.%s is %s", last ? " and " : " if ", field->record, field->name, name);
	else if (strcmp(ir_plain_name(last->text), name))
		strbuf_printf(text, ", then %s", name);
}

const char *describe_pointers(struct judgement *judgement, const struct event *event)
{
	const struct trace *last = NULL;
	struct strbuf text = { 0 };

	for (const struct trace *step = event->state.trace; step && step->kind == TRACE_CALL;
	     step = step->inner) {
		if (!step->field || !step->text)
			continue;
		tell_pointer(&text, step, last);
		last = step;
	}
	return strbuf_keep(&text, judgement->arena);
}
