// SPDX-License-Identifier: GPL-2.0-only
/*
 * A model stands in for the call: it announces the event that the range holds by then. Only the tree knows
 * where in the range the event lies, so the model is written once the unit has been read.
 */
#include "analysis/nonblock_caller.h"

#include <inttypes.h>
#include <string.h>

#include "analysis/models.h"
#include "engine/engine.h"
#include "kbuild/kbuild.h"
#include "tree/walk.h"

/* What the model announces. */
#define ANNOUNCED "nonblock"
/* Rounds of entering functions that the event may come from. */
#define ROUNDS 12
/* Callers of callers, until one is found that knows the event. */
#define LEVELS 4
/* More values than this are no answer. */
#define EVENTS_MAX 16
/* Functions in headers of up to so many instructions are entered at once. */
#define CALLER_OPEN_INSTRUCTIONS 40

/* The search for the caller, in one unit at a time. */
struct caller_search {
	struct session *session;
	struct arena *arena;
	struct nonblock_caller *caller;
	struct ir_unit *unit;	/* the program's */
	struct program *program;
	const struct ir_field *field;
	struct strmap roots;	/* functions that were explored already */
};

static int unknown(struct caller_search *search, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Notes why the answer is unknown; the first reason stands. Returns 0. */
static int unknown(struct caller_search *search, const char *format, ...)
{
	struct nonblock_caller *caller = search->caller;
	va_list args;

	caller->answer = NONBLOCK_UNKNOWN;
	if (caller->why_not)
		return 0;
	va_start(args, format);
	caller->why_not = arena_vprintf(search->arena, format, args);
	va_end(args);
	return 0;
}

/* ---- reading the unit ---- */

static const char *function_name(const struct ir_unit *unit, const struct ir_function *function)
{
	return ir_plain_name(unit->symbols.data[function->symbol].name);
}

/* The first call of NAME in FUNCTION, or NULL. */
static const struct ir_inst *find_call(const struct ir_unit *unit,
				       const struct ir_function *function, const char *name)
{
	for (uint32_t i = 0; i < function->nblocks; i++) {
		const struct ir_block *block = &function->blocks[i];

		for (uint32_t j = 0; j < block->count; j++) {
			const struct ir_inst *inst = &block->insts[j];

			if (inst->opcode == IR_CALL && inst->a.kind == IR_SYMBOL &&
			    !strcmp(ir_plain_name(unit->symbols.data[inst->a.index].name), name))
				return inst;
		}
	}
	return NULL;
}

/* Bytes from the start of the range to its event; -1: nothing here goes there. */
static int64_t event_offset(const struct ir_unit *unit, uint32_t field)
{
	vec_each(function, &unit->functions)
		for (uint32_t i = 0; i < function->nblocks; i++)
			for (uint32_t j = 0; j < function->blocks[i].count; j++) {
				const struct ir_inst *inst = &function->blocks[i].insts[j];

				if (inst->opcode == IR_FIELD && inst->field == field)
					return inst->offset;
			}
	return -1;
}

static int load_bodies(struct ir_unit *unit, struct error *error)
{
	vec_each(function, &unit->functions)
		if (ir_function_load(unit, function, error))
			return -1;
	return 0;
}

static bool defines(const struct ir_unit *unit, const char *name)
{
	vec_each(function, &unit->functions)
		if (!strcmp(function_name(unit, function), name))
			return true;
	return false;
}

/* ---- the model ---- */

static struct ir_unit *write_model(const struct caller_search *search, int64_t offset,
				   struct error *error)
{
	struct strbuf body = { 0 }, text = { 0 };
	const struct ir_type *type = &search->field->type;
	unsigned pointer = search->unit->pointer_bits;

	strbuf_printf(&body,
		      "  locals 1 temps 4 blocks 1\n"
		      "  l0 ptr%u \"range\" param\n"
		      "b0:\n"
		      "  %%0 = load ptr%u l0\n"
		      "  %%1 = field ptr%u %%0 +%" PRId64 "\n"
		      "  %%2 = load %c%" PRIu64 " %%1\n"
		      "  call &2(\"" ANNOUNCED "\":ptr%u, %%2:%c%" PRIu64 ")\n"
		      "  %%3 = unknown i32 \"what the notifiers answer\"\n"
		      "  return %%3:i32\n", pointer, pointer, pointer, offset,
		      type->is_signed ? 'i' : 'u', type->bits, pointer,
		      type->is_signed ? 'i' : 'u', type->bits);
	strbuf_printf(&text,
		      "mncheck-ir 3\nmain \"nonblock\"\narch \"\"\npointer %u\nfiles 0\nsymbols 2\n"
		      "&1 function i32 \"" NONBLOCK_START "\"\n&2 function void \"__mn_event\"\n"
		      "fields 0\nglobals 0\nassigns 0\ndeps 0\nproblems 0\nfunctions 1\n"
		      "function &1 i32 params 1 end 0 body %zu\n%send\n",
		      pointer, body.length, strbuf_text(&body));
	strbuf_free(&body);
	size_t length = text.length;
	return ir_parse_unit(strbuf_take(&text), length, "nonblock", error);
}

/* ---- exploring ---- */

static const struct intset *passed(struct caller_search *search, const struct exploration *run)
{
	const struct intset *all = NULL;

	(void)search;
	vec_each(event, &run->events)
		if (event->name && !strcmp(event->name, ANNOUNCED) && event->range)
			/* one call site, one event: the widest has what the others have */
			if (!all || intset_size(event->range) > intset_size(all))
				all = event->range;
	return all;
}

static bool is_answer(const struct intset *range)
{
	return range && !intset_is_empty(range) && intset_size(range) <= EVENTS_MAX;
}

/* Enters the callees that the event may come from. They lie in this unit: the program has no other. */
static bool look_further(struct engine *engine, const struct exploration *run)
{
	cause_list causes = { 0 };
	bool more = false;

	causes_list(unresolved_causes(engine, run->met), &causes);
	vec_each(cause, &causes)
		more = engine_resolve(*cause) || more;
	vec_free(&causes);
	return more;
}

static const char *name_value(const struct ir_field *field, uint64_t value)
{
	for (uint32_t i = 0; i < field->nenumerators; i++)
		if (field->enumerators[i].bits == value)
			return field->enumerators[i].name;
	return NULL;
}

/* Adds VALUE where it belongs by its size, once. */
static void add_event(struct caller_search *search, uint64_t value)
{
	struct nonblock_caller *caller = search->caller;
	struct nonblock_event *events = arena_alloc(search->arena,
						    (caller->nevents + 1) * sizeof(*events));
	const char *name = name_value(search->field, value);
	size_t at = 0;

	while (at < caller->nevents && caller->events[at].value < value)
		at++;
	if (at < caller->nevents && caller->events[at].value == value)
		return;
	if (caller->nevents)
		memcpy(events, caller->events, at * sizeof(*events));
	events[at] = (struct nonblock_event){
		value, name ? arena_strdup(search->arena, name) : NULL };
	if (at < caller->nevents)
		memcpy(events + at + 1, caller->events + at,
		       (caller->nevents - at) * sizeof(*events));
	caller->events = events;
	caller->nevents++;
}

static void add_events(struct caller_search *search, const struct intset *range)
{
	for (uint32_t i = 0; i < range->count; i++)
		for (uint64_t value = range->ranges[i].low;; value++) {
			if (intset_contains(range, value))
				add_event(search, value);
			if (value == range->ranges[i].high)
				break;
		}
}

static void explore_from(struct caller_search *search, struct ir_function *function, int level);

/* The event is a parameter, or the whole range is: the callers decide it. */
static void explore_callers(struct caller_search *search, const struct ir_function *callee, int level)
{
	const char *name = function_name(search->unit, callee);
	bool any = false;

	for (size_t i = 0; level < LEVELS && i < search->unit->functions.count; i++) {
		struct ir_function *function = &search->unit->functions.data[i];

		if (!find_call(search->unit, function, name))
			continue;
		any = true;
		explore_from(search, function, level + 1);
	}
	if (!any)
		unknown(search, "the event that '%s' passes is not known from its source", name);
}

/* Collects the events that FUNCTION announces when it runs. */
static void explore_from(struct caller_search *search, struct ir_function *function, int level)
{
	struct engine_options options = {
		.budgets = default_budgets, .open_instructions = CALLER_OPEN_INSTRUCTIONS,
	};
	struct function_ref ref = { .unit = search->unit, .function = function };
	const char *name = function_name(search->unit, function);
	const struct intset *range = NULL;
	const struct exploration *run;

	if (strmap_has(&search->roots, name))
		return;
	strmap_set(&search->roots, arena_strdup(search->arena, name), search);
	struct engine *engine = engine_new(search->program, &options);

	for (int round = 0; round < ROUNDS; round++) {
		run = engine_explore(engine, ref, NULL, 0, UINT32_MAX);
		range = passed(search, run);
		if (run->incomplete || is_answer(range) || !look_further(engine, run))
			break;
	}
	if (run->incomplete)
		unknown(search, "'%s' could not be explored whole", name);
	else if (is_answer(range))
		add_events(search, range);
	else
		explore_callers(search, function, level);
	engine_free(engine);
}

/* ---- one unit ---- */

/* Notes the place of the first call. */
static void note_place(struct caller_search *search, const struct ir_function *function,
		       const struct ir_inst *call)
{
	struct nonblock_caller *caller = search->caller;
	const struct ir_unit *unit = search->unit;

	if (caller->function)
		return;
	caller->function = arena_strdup(search->arena, function_name(unit, function));
	caller->file = arena_strdup(search->arena, call->loc.file ?
				    unit->files.data[call->loc.file] : unit->main_file);
	caller->line = call->loc.line;
}

/* The unit has no event: ranges have none, or no code sets it in this configuration. */
static int without_event(struct caller_search *search, const struct ir_inst *call)
{
	if (call->nargs != 1 || defines(search->unit, NONBLOCK_INIT)) {
		if (!search->caller->why_not && !search->caller->nevents)
			search->caller->answer = NONBLOCK_NO_EVENT;
		return 0;
	}
	return unknown(search, "nothing in %s sets an event, as it is configured",
		       search->unit->main_file);
}

static int load_program(struct caller_search *search, int64_t offset, struct error *error)
{
	struct session *session = search->session;
	struct ir_unit *model = write_model(search, offset, error);

	if (!model)
		return -1;
	if (load_models(search->program, session->options, session->progress, error)) {
		ir_unit_free(model);
		return -1;
	}
	program_add_unit(search->program, model, true);
	return 0;
}

static int examine(struct caller_search *search, struct error *error)
{
	uint32_t field = ir_find_field(search->unit, NONBLOCK_RECORD, NONBLOCK_FIELD);
	int64_t offset = field ? event_offset(search->unit, field) : -1;
	bool loaded = false;

	search->field = &search->unit->fields.data[field];
	for (size_t i = 0; i < search->unit->functions.count; i++) {
		struct ir_function *function = &search->unit->functions.data[i];
		const struct ir_inst *call = find_call(search->unit, function, NONBLOCK_START);

		if (!call)
			continue;
		note_place(search, function, call);
		if (offset < 0) {
			(void)without_event(search, call);
			continue;
		}
		if (!loaded && load_program(search, offset, error))
			return -1;
		loaded = true;
		explore_from(search, function, 0);
	}
	return 0;
}

/* The engine gets a copy, so UNIT stays its owner's. */
static int examine_unit(struct caller_search *search, const struct ir_unit *unit, struct error *error)
{
	struct strbuf text = { 0 };

	ir_print_unit(unit, &text);
	size_t length = text.length;
	search->unit = ir_parse_unit(strbuf_take(&text), length, unit->main_file, error);
	if (!search->unit)
		return -1;
	search->program = program_new();
	program_add_unit(search->program, search->unit, false);
	int failed = load_bodies(search->unit, error) || examine(search, error) ? -1 : 0;

	program_free(search->program);
	strmap_free(&search->roots);
	return failed;
}

/* ---- the tree ---- */

static const char *const needles[] = { NONBLOCK_START };

void expect_nonblock_caller(struct tree *tree)
{
	tree_expect_survey(tree, needles, 1);
}

/* Tools and samples only name what the kernel calls. */
int kernel_files_that_name(struct session *session, const char *const *names, size_t count,
			   struct strings *files, struct error *error)
{
	static const char *const apart[] = { "tools/", "samples/", "scripts/", "Documentation/" };
	const char *arch = kbuild_arch(session->kbuild);
	struct strings found = { 0 };
	int failed = tree_survey(session->tree, names, count, &found, error);

	vec_each(file, &found) {
		bool fits = ends_with(*file, ".c") &&
			    (!starts_with(*file, "arch/") ||
			     (starts_with(*file + 5, arch) && (*file)[5 + strlen(arch)] == '/'));

		for (size_t i = 0; i < sizeof(apart) / sizeof(*apart); i++)
			fits = fits && !starts_with(*file, apart[i]);
		if (fits && !failed)
			vec_push(files, *file);
	}
	vec_free(&found);
	return failed;
}

int nonblock_caller_files(struct session *session, struct strings *files, struct error *error)
{
	return kernel_files_that_name(session, needles, 1, files, error);
}

static int examine_file(struct caller_search *search, const char *file, struct error *error)
{
	const struct source_unit *made = unit_source_find(search->session->units, file);

	if (made && search->session->joins && (made->absent || made->borrowed))
		return unknown(search, "the build that runs has not come to %s", file);
	if (!made || made->absent || made->borrowed)
		return 0;
	if (!made->unit)
		return unknown(search, "%s: %s", file, made->why_not);
	return examine_unit(search, made->unit, error);
}

int find_nonblock_caller(struct session *session, struct arena *arena,
			 struct nonblock_caller *caller, struct error *error)
{
	struct caller_search search = { .session = session, .arena = arena, .caller = caller };
	struct strings files = { 0 };

	*caller = (struct nonblock_caller){ .answer = NONBLOCK_NOBODY };
	int failed = nonblock_caller_files(session, &files, error);
	if (!failed)
		failed = unit_source_request(session->units, (const char *const *)files.data,
					     files.count, error);
	for (size_t i = 0; i < files.count && !failed; i++)
		failed = examine_file(&search, files.data[i], error);
	if (caller->nevents && !caller->why_not)
		caller->answer = NONBLOCK_EVENTS;
	if (!failed && caller->answer == NONBLOCK_NOBODY && walk_lacks_sources(session->tree))
		unknown(&search, "%s has headers alone", session->tree->path);
	vec_free(&files);
	return failed;
}
