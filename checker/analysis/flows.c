// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/flows.h"

#include <string.h>

#include "analysis/bodies.h"
#include "base/map.h"
#include "base/str.h"
#include "tree/overlay.h"

/* Files that are brought in for one name; where there are more the flow is open. */
#define FILES_TRIED 64
/* Steps back from one store. */
#define STEPS_MOST 1000

/* A place that a value comes from. */
enum origin_kind {
	ORIGIN_LOCAL,		/* a variable or parameter of `function` */
	ORIGIN_GLOBAL,		/* the variable `name`, a key across units */
	ORIGIN_FIELD,		/* the member `name` of `record` */
	ORIGIN_RESULT,		/* what the function `name`, a key, returns */
	ORIGIN_ARGUMENT,	/* argument `number` of all calls of the function `name` */
	ORIGIN_METHOD,		/* likewise of all calls through the member `name` of `record` */
};

struct origin {
	enum origin_kind kind;
	struct ir_unit *unit;	/* that it was met in */
	struct ir_function *function;
	uint32_t number;	/* of the local, of the argument */
	const char *record, *name;
};

/* One store while it is followed back. */
struct trail {
	const struct callback_search *search;
	struct callback_flow *flow;
	VEC(struct origin) origins;	/* in the order in which they were met */
	struct strmap known;		/* of origins and of targets */
	struct error *error;
	bool failed;			/* as a whole */
	bool may_be_nothing;		/* NULL, or what some table has already, was met */
};

/* ---- what was met ---- */

/* The first reason is told. */
static void leave_open(struct trail *trail, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void leave_open(struct trail *trail, const char *format, ...)
{
	va_list args;

	if (trail->flow->open)
		return;
	va_start(args, format);
	trail->flow->open = arena_vprintf(trail->search->arena, format, args);
	va_end(args);
}

static bool is_new(struct trail *trail, const char *name)
{
	if (strmap_has(&trail->known, name))
		return false;
	strmap_set(&trail->known, name, trail);
	return true;
}

static void add_target(struct trail *trail, struct ir_unit *unit, uint32_t symbol)
{
	const char *key = unit->symbols.data[symbol].name;

	if (is_new(trail, arena_printf(trail->search->arena, "function %s", key)))
		vec_push(&trail->flow->targets, (struct flow_target){ unit, symbol });
}

static void add_origin(struct trail *trail, struct origin origin)
{
	const char *key = arena_printf(trail->search->arena, "%d %s %s %s %u", origin.kind,
				       origin.kind == ORIGIN_LOCAL ?
				       origin.unit->symbols.data[origin.function->symbol].name : "",
				       origin.record ? origin.record : "",
				       origin.name ? origin.name : "", origin.number);

	if (is_new(trail, key))
		vec_push(&trail->origins, origin);
}

static void add_global(struct trail *trail, struct ir_unit *unit, uint32_t symbol)
{
	add_origin(trail, (struct origin){ .kind = ORIGIN_GLOBAL, .unit = unit,
					   .name = unit->symbols.data[symbol].name });
}

static void add_field(struct trail *trail, enum origin_kind kind, struct ir_unit *unit,
		      uint32_t field, uint32_t number)
{
	const struct ir_field *member = &unit->fields.data[field];

	/* What was in some table already has its row. */
	if (contract_find(member->record, member->name) >= 0)
		trail->may_be_nothing = true;
	else
		add_origin(trail, (struct origin){ .kind = kind, .unit = unit, .number = number,
						   .record = member->record, .name = member->name });
}

static void trace_load(struct trail *trail, struct ir_unit *unit, struct ir_function *function,
		       const struct ir_inst *inst)
{
	struct ir_operand root = body_root_of(function, inst->a);

	if (inst->field)
		add_field(trail, ORIGIN_FIELD, unit, inst->field, 0);
	else if (root.kind == IR_LOCAL)
		add_origin(trail, (struct origin){ .kind = ORIGIN_LOCAL, .unit = unit,
						   .function = function, .number = root.index });
	else if (root.kind == IR_SYMBOL)
		add_global(trail, unit, root.index);
	else
		leave_open(trail, "it is read through a pointer at line %u", inst->loc.line);
}

/* Where OPERAND of FUNCTION comes from. */
static void trace(struct trail *trail, struct ir_unit *unit, struct ir_function *function,
		  struct ir_operand operand)
{
	const struct ir_inst *inst = NULL;

	while (operand.kind == IR_TEMP) {
		inst = body_definition_of(function, operand.index);
		if (!inst || inst->opcode != IR_CAST)
			break;
		operand = inst->a;
	}
	if (operand.kind == IR_CONST || operand.kind == IR_NONE) {
		trail->may_be_nothing = true;
		return;
	}
	if (operand.kind == IR_SYMBOL && unit->symbols.data[operand.index].kind == IR_SYM_FUNCTION)
		add_target(trail, unit, operand.index);
	else if (operand.kind != IR_TEMP || !inst)
		leave_open(trail, "it is the address of an object");
	else if (inst->opcode == IR_LOAD || inst->opcode == IR_VOLATILE)
		trace_load(trail, unit, function, inst);
	else if (inst->opcode == IR_CALL && inst->a.kind == IR_SYMBOL)
		add_origin(trail, (struct origin){ .kind = ORIGIN_RESULT, .unit = unit,
			.name = unit->symbols.data[inst->a.index].name });
	else
		leave_open(trail, "it is computed at line %u", inst->loc.line);
}

/* ---- units ---- */

static size_t unit_count(const struct trail *trail)
{
	const struct callback_search *search = trail->search;

	return search->session ? unit_source_count(search->session->units) : search->nunits;
}

static struct ir_unit *unit_at(const struct trail *trail, size_t index)
{
	const struct callback_search *search = trail->search;

	return search->session ? unit_source_at(search->session->units, index)->unit :
				 search->units[index];
}

/* Has FILES parsed; the flow is open where that is not possible. */
static void bring(struct trail *trail, struct strings *files, const char *name)
{
	struct session *session = trail->search->session;
	VEC(const char *) sources = { 0 };

	vec_each(file, files)
		if (ends_with(*file, ".c"))
			vec_push(&sources, *file);
	if (sources.count > FILES_TRIED)
		leave_open(trail, "%zu files name '%s'", sources.count, name);
	else
		trail->failed |= unit_source_request(session->units, sources.data, sources.count,
						     trail->error) != 0;
	for (size_t i = 0; i < sources.count && sources.count <= FILES_TRIED && !trail->failed; i++) {
		const struct source_unit *made = unit_source_find(session->units, sources.data[i]);

		if (!made->unit)
			leave_open(trail, "%s was not parsed: %s", made->file, made->why_not);
	}
	vec_free(&sources);
}

static struct tree_index *index_of(struct trail *trail)
{
	if (!*trail->search->index)
		*trail->search->index = tree_index_open(trail->search->session->tree, trail->error);
	trail->failed |= !*trail->search->index;
	return *trail->search->index;
}

static void note_name(struct trail *trail, const char *name)
{
	struct strings *names = trail->search->names;

	if (!names)
		return;
	vec_each(known, names)
		if (!strcmp(*known, name))
			return;
	vec_push(names, arena_strdup(trail->search->arena, name));
}

/* The files that name NAME anywhere. */
static void bring_users(struct trail *trail, const char *name)
{
	struct strings files = { 0 };

	if (trail->search->alone) {
		leave_open(trail, "other files may use '%s'", name);
		return;
	}
	note_name(trail, name);
	trail->failed |= tree_survey(trail->search->session->tree, &name, 1, &files, trail->error) != 0;
	if (!trail->failed)
		bring(trail, &files, name);
	vec_free(&files);
}

static void bring_definition(struct trail *trail, const char *name)
{
	struct strings files = { 0 };

	note_name(trail, name);
	if (!trail->search->alone && index_of(trail)) {
		tree_index_definitions(*trail->search->index, name, trail->search->arch, &files);
		bring(trail, &files, name);
	}
	vec_free(&files);
}

/* The files that put anything into a member of that name and name its struct. */
static void bring_field_users(struct trail *trail, const struct origin *origin)
{
	struct tree *tree = trail->search->session->tree;
	struct strings files = { 0 }, all = { 0 };
	size_t kept = 0;

	if (trail->search->alone) {
		leave_open(trail, "other files may set %s.%s", origin->record, origin->name);
		return;
	}
	note_name(trail, origin->name);
	if (!index_of(trail))
		return;
	tree_index_field_users(*trail->search->index, origin->name, trail->search->arch, &all);
	vec_each(file, &all) {
		struct error ignored = { 0 };
		char *text = read_file(tree_file(tree, tree->arena, *file), NULL, &ignored);

		if (!text || strchr(origin->record, ':') || strstr(text, origin->record)) {
			vec_push(&files, *file);
			kept++;
		}
		free(text);
		error_clear(&ignored);
	}
	bring(trail, &files, origin->name);
	vec_free(&files);
	vec_free(&all);
}

/* ---- one origin ---- */

static void follow_local(struct trail *trail, const struct origin *origin)
{
	struct ir_function *function = origin->function;
	const struct ir_local *local = &function->locals[origin->number];

	if (local->address_taken)
		leave_open(trail, "'%s' is filled through its address", local->name);
	if (local->is_param)
		add_origin(trail, (struct origin){ .kind = ORIGIN_ARGUMENT, .unit = origin->unit,
			.number = origin->number,
			.name = origin->unit->symbols.data[function->symbol].name });
	each_inst(inst, function) {
		if (inst->opcode != IR_STORE && inst->opcode != IR_COPY)
			continue;
		if (!body_same_root(body_root_of(function, inst->a), IR_LOCAL, origin->number))
			continue;
		struct ir_operand from = inst->opcode == IR_COPY ? body_root_of(function, inst->b) : inst->b;

		if (inst->opcode == IR_STORE)
			trace(trail, origin->unit, function, from);
		else if (from.kind == IR_SYMBOL)
			add_global(trail, origin->unit, from.index);
		else if (from.kind == IR_LOCAL)
			add_origin(trail, (struct origin){ .kind = ORIGIN_LOCAL, .unit = origin->unit,
				.function = function, .number = from.index });
		else
			leave_open(trail, "it is copied from memory at line %u", inst->loc.line);
	}
}

static void read_inits(struct trail *trail, struct ir_unit *unit, const struct ir_global *global,
		       uint32_t only_field)
{
	for (uint32_t i = 0; i < global->ninits; i++) {
		const struct ir_init *init = &global->inits[i];

		if (only_field && init->field != only_field)
			continue;
		if (init->value.kind == IR_NONE && init->type.kind == IR_PTR)
			leave_open(trail, "the initialiser of '%s' is not understood",
				   ir_plain_name(unit->symbols.data[global->symbol].name));
		else if (init->value.kind == IR_SYMBOL &&
			 unit->symbols.data[init->value.index].kind == IR_SYM_FUNCTION)
			add_target(trail, unit, init->value.index);
	}
}

/* All stores to the variable SYMBOL in FUNCTION. */
static void read_stores(struct trail *trail, struct ir_unit *unit, struct ir_function *function,
			uint32_t symbol)
{
	if (!body_may_mention(function, '&', symbol) || !body_load(unit, function))
		return;
	each_inst(inst, function)
		if (inst->opcode == IR_STORE &&
		    body_same_root(body_root_of(function, inst->a), IR_SYMBOL, symbol))
			trace(trail, unit, function, inst->b);
}

static void follow_global(struct trail *trail, const struct origin *origin)
{
	const char *plain = ir_plain_name(origin->name);
	bool defined = false;

	if (plain == origin->name)
		bring_users(trail, plain);
	for (size_t i = 0; i < unit_count(trail); i++) {
		struct ir_unit *unit = unit_at(trail, i);
		uint32_t symbol = unit ? ir_find_symbol(unit, origin->name) : 0;
		uint32_t global = symbol ? unit->symbols.data[symbol].global : 0;

		if (!symbol)
			continue;
		if (global) {
			defined = true;
			if (unit->globals.data[global - 1].address_taken)
				leave_open(trail, "'%s' is filled through its address", plain);
			read_inits(trail, unit, &unit->globals.data[global - 1], 0);
		}
		vec_each(function, &unit->functions)
			read_stores(trail, unit, function, symbol);
	}
	if (!defined)
		leave_open(trail, "no source that defines '%s' was found", plain);
}

/* Stores of values to FIELD; those of names are the unit's assigns. */
static void read_field_stores(struct trail *trail, struct ir_unit *unit, uint32_t field)
{
	vec_each(assign, &unit->assigns)
		if (assign->field == field)
			add_target(trail, unit, assign->symbol);
	vec_each(global, &unit->globals)
		read_inits(trail, unit, global, field);
	vec_each(function, &unit->functions) {
		if (!body_may_mention(function, '!', field) || !body_load(unit, function))
			continue;
		each_inst(inst, function)
			if (inst->opcode == IR_STORE && inst->field == field)
				trace(trail, unit, function, inst->b);
	}
}

static void follow_field(struct trail *trail, const struct origin *origin)
{
	bring_field_users(trail, origin);
	for (size_t i = 0; i < unit_count(trail); i++) {
		struct ir_unit *unit = unit_at(trail, i);
		uint32_t field = unit ? ir_find_field(unit, origin->record, origin->name) : 0;

		if (field)
			read_field_stores(trail, unit, field);
	}
}

static void follow_result(struct trail *trail, const struct origin *origin)
{
	const char *plain = ir_plain_name(origin->name);
	bool defined = false;

	if (!ir_find_function(origin->unit, origin->name))
		bring_definition(trail, plain);
	for (size_t i = 0; i < unit_count(trail); i++) {
		struct ir_unit *unit = unit_at(trail, i);
		struct ir_function *function = unit ? ir_find_function(unit, origin->name) : NULL;

		if (!function || !body_load(unit, function))
			continue;
		defined = true;
		each_inst(inst, function)
			if (inst->opcode == IR_RETURN)
				trace(trail, unit, function, inst->a);
	}
	if (!defined)
		leave_open(trail, "the source of '%s' was not found", plain);
}

/* The argument in each call of SYMBOL in FUNCTION. Returns how many calls there are. */
static size_t read_calls(struct trail *trail, struct ir_unit *unit, struct ir_function *function,
			 uint32_t symbol, uint32_t number)
{
	size_t calls = 0;

	if (!body_may_mention(function, '&', symbol) || !body_load(unit, function))
		return 0;
	each_inst(inst, function) {
		bool handed_on = body_same_root(inst->b, IR_SYMBOL, symbol);

		for (uint32_t i = 0; i < inst->nargs; i++)
			handed_on |= body_same_root(inst->args[i], IR_SYMBOL, symbol);
		if (handed_on && !(inst->opcode == IR_STORE && inst->field))
			leave_open(trail, "'%s' may be called through a pointer",
				   ir_plain_name(unit->symbols.data[symbol].name));
		if (inst->opcode != IR_CALL || !body_same_root(inst->a, IR_SYMBOL, symbol))
			continue;
		calls++;
		if (number < inst->nargs)
			trace(trail, unit, function, inst->args[number]);
	}
	return calls;
}

static void follow_argument(struct trail *trail, const struct origin *origin)
{
	const char *plain = ir_plain_name(origin->name);
	size_t calls = 0;

	if (plain == origin->name)
		bring_users(trail, plain);
	for (size_t i = 0; i < unit_count(trail); i++) {
		struct ir_unit *unit = unit_at(trail, i);
		uint32_t symbol = unit ? ir_find_symbol(unit, origin->name) : 0;

		if (!symbol)
			continue;
		vec_each(assign, &unit->assigns) {
			if (assign->symbol != symbol)
				continue;
			add_field(trail, ORIGIN_METHOD, unit, assign->field, origin->number);
			calls++;
		}
		vec_each(function, &unit->functions)
			calls += read_calls(trail, unit, function, symbol, origin->number);
	}
	if (!calls)
		leave_open(trail, "no call of '%s' was found", plain);
}

static bool is_called_through(const struct ir_function *function, const struct ir_inst *inst,
			      uint32_t field)
{
	const struct ir_inst *callee = inst->opcode == IR_CALL && inst->a.kind == IR_TEMP ?
				       body_definition_of(function, inst->a.index) : NULL;

	while (callee && callee->opcode == IR_CAST && callee->a.kind == IR_TEMP)
		callee = body_definition_of(function, callee->a.index);
	return callee && callee->field == field &&
	       (callee->opcode == IR_LOAD || callee->opcode == IR_VOLATILE);
}

/* Calls through a member, in all files that name it. */
static void follow_method(struct trail *trail, const struct origin *origin)
{
	size_t calls = 0;

	bring_users(trail, origin->name);
	for (size_t i = 0; i < unit_count(trail); i++) {
		struct ir_unit *unit = unit_at(trail, i);
		uint32_t field = unit ? ir_find_field(unit, origin->record, origin->name) : 0;

		for (size_t j = 0; field && j < unit->functions.count; j++) {
			struct ir_function *function = &unit->functions.data[j];

			if (!body_may_mention(function, '!', field) || !body_load(unit, function))
				continue;
			each_inst(inst, function) {
				if (!is_called_through(function, inst, field))
					continue;
				calls++;
				if (origin->number < inst->nargs)
					trace(trail, unit, function, inst->args[origin->number]);
			}
		}
	}
	if (!calls)
		leave_open(trail, "no call through %s.%s was found", origin->record, origin->name);
}

static void follow(struct trail *trail, const struct origin *origin)
{
	static void (*const ways[])(struct trail *, const struct origin *) = {
		[ORIGIN_LOCAL] = follow_local,
		[ORIGIN_GLOBAL] = follow_global,
		[ORIGIN_FIELD] = follow_field,
		[ORIGIN_RESULT] = follow_result,
		[ORIGIN_ARGUMENT] = follow_argument,
		[ORIGIN_METHOD] = follow_method,
	};

	ways[origin->kind](trail, origin);
}

/* ---- the whole ---- */

/* A name for what is stored, for people. */
static const char *name_value(struct arena *arena, const struct origin *origin)
{
	switch (origin->kind) {
	case ORIGIN_LOCAL:
		return arena_strdup(arena, origin->function->locals[origin->number].name);
	case ORIGIN_RESULT:
		return arena_printf(arena, "%s()", ir_plain_name(origin->name));
	default:
		return arena_strdup(arena, ir_plain_name(origin->name));
	}
}

static int follow_store(const struct callback_search *search, struct ir_unit *unit,
			struct ir_function *function, const struct ir_inst *inst,
			struct callback_flow *flow, struct error *error)
{
	struct trail trail = { .search = search, .flow = flow, .error = error };

	trace(&trail, unit, function, inst->b);
	flow->value = trail.origins.count ? name_value(search->arena, &trail.origins.data[0]) : "";
	for (size_t i = 0; i < trail.origins.count && !trail.failed; i++) {
		struct origin origin = trail.origins.data[i];

		if (i == STEPS_MOST)
			leave_open(&trail, "it comes a long way");
		else if (i < STEPS_MOST)
			follow(&trail, &origin);
	}
	if (!flow->targets.count && !trail.may_be_nothing)
		leave_open(&trail, "no function was found that gets there");
	strmap_free(&trail.known);
	vec_free(&trail.origins);
	return trail.failed ? -1 : 0;
}

/* A store of a name is an assign; one of NULL fills nothing. */
static bool is_flow(const struct ir_unit *unit, const struct ir_inst *inst, uint32_t field)
{
	return inst->opcode == IR_STORE && inst->field == field && inst->b.kind != IR_CONST &&
	       !(inst->b.kind == IR_SYMBOL &&
		 unit->symbols.data[inst->b.index].kind == IR_SYM_FUNCTION);
}

static int read_function(const struct callback_search *search, struct ir_unit *unit,
			 struct ir_function *function, uint32_t field, enum contract_kind kind,
			 struct flows *flows, struct error *error)
{
	int failed = 0;

	if (!body_may_mention(function, '!', field) || !body_load(unit, function))
		return 0;
	each_inst(inst, function) {
		if (failed || !is_flow(unit, inst, field))
			continue;
		struct callback_flow flow = {
			.kind = kind, .line = inst->loc.line,
			.file = inst->loc.file ? unit->files.data[inst->loc.file] : unit->main_file,
		};

		failed = follow_store(search, unit, function, inst, &flow, error);
		vec_push(flows, flow);
	}
	return failed;
}

int flows_of_unit(const struct callback_search *search, struct ir_unit *unit, struct flows *flows,
		  struct error *error)
{
	int failed = 0;

	for (int kind = 0; kind < KIND_COUNT; kind++)
		for (const char *const *name = contracts[kind].fields; *name; name++) {
			uint32_t field = ir_find_field(unit, contracts[kind].record, *name);

			for (size_t i = 0; field && i < unit->functions.count && !failed; i++)
				failed = read_function(search, unit, &unit->functions.data[i], field,
						       (enum contract_kind)kind, flows, error);
		}
	return failed;
}

void flows_free(struct flows *flows)
{
	vec_each(flow, flows)
		vec_free(&flow->targets);
	vec_free(flows);
}
