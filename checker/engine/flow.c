// SPDX-License-Identifier: GPL-2.0-only
#include "engine/flow.h"

#include <string.h>

#include "engine/program.h"

/* Copies through locals that are followed; beyond, the source is unknown. */
#define COPIES_MAX 8
/* Calls between the naming of an object and the function in question. */
#define HOPS_MAX 6

/* An argument on its way up: found, or still a parameter of the current function. */
struct part {
	struct flow_source source;
	bool is_param;
	uint32_t param;
};

/* Calls of `name` with certain arguments. */
struct query {
	const char *name;	/* C name */
	const char *key;	/* of a static function; else NULL */
	struct part parts[FLOW_ARGUMENTS_MAX];
	size_t count;
	unsigned hops;
};

struct flow_search {
	struct program *program;
	VEC(struct query) queries;
	struct strmap asked;	/* texts of queries */
	struct arena *arena;
	flows *found;
	struct strings *callees;
};

/* A function while its calls are read. */
struct flow_body {
	struct ir_unit *unit;
	const struct ir_function *function;
	const struct ir_inst **definitions;	/* by temporary */
};

typedef VEC(struct part) parts;

static void trace_operand(const struct flow_body *body, const struct ir_operand *operand,
			  unsigned copies, parts *out);

/* The values of a local: its parameter, if it is one, and each store. */
static void trace_local(const struct flow_body *body, uint32_t local, unsigned copies, parts *out)
{
	const struct ir_function *f = body->function;

	if (f->locals[local].address_taken) {
		vec_push(out, (struct part){ .source.kind = SOURCE_UNKNOWN });
		return;
	}
	if (f->locals[local].is_param)
		vec_push(out, (struct part){ .is_param = true, .param = local });
	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; i < f->blocks[b].count; i++) {
			const struct ir_inst *inst = &f->blocks[b].insts[i];

			if (inst->opcode == IR_STORE && inst->a.kind == IR_LOCAL &&
			    inst->a.index == local)
				trace_operand(body, &inst->b, copies + 1, out);
		}
}

static void trace_inst(const struct flow_body *body, const struct ir_inst *inst, unsigned copies,
		       parts *out)
{
	struct part unknown = { .source.kind = SOURCE_UNKNOWN };

	switch (inst->opcode) {
	case IR_FIELD:
		if (inst->field) {
			unknown.source.kind = SOURCE_FIELD;
			unknown.source.field = &body->unit->fields.data[inst->field];
		}
		vec_push(out, unknown);
		return;
	case IR_INDEX:		/* an element stands for its array */
	case IR_CAST:
		trace_operand(body, &inst->a, copies, out);
		return;
	case IR_LOAD:
		if (inst->a.kind == IR_LOCAL && inst->type.kind == IR_PTR) {
			trace_local(body, inst->a.index, copies, out);
			return;
		}
		if (inst->field && inst->type.kind == IR_PTR) {
			unknown.source.kind = SOURCE_HELD;
			unknown.source.field = &body->unit->fields.data[inst->field];
		}
		break;
	default:
		break;
	}
	vec_push(out, unknown);
}

static void trace_operand(const struct flow_body *body, const struct ir_operand *operand,
			  unsigned copies, parts *out)
{
	if (copies > COPIES_MAX) {
		vec_push(out, (struct part){ .source.kind = SOURCE_UNKNOWN });
	} else if (operand->kind == IR_TEMP) {
		trace_inst(body, body->definitions[operand->index], copies, out);
	} else if (operand->kind == IR_SYMBOL) {
		vec_push(out, (struct part){ .source = { .kind = SOURCE_VARIABLE,
			.key = body->unit->symbols.data[operand->index].name } });
	} else if (operand->kind != IR_CONST) {	/* a null pointer is nobody's address */
		vec_push(out, (struct part){ .source.kind = SOURCE_UNKNOWN });
	}
}

static void add_query(struct flow_search *search, const struct query *query)
{
	struct strbuf text = { 0 };

	strbuf_puts(&text, query->key ? query->key : query->name);
	for (size_t i = 0; i < query->count; i++)
		strbuf_printf(&text, "|%d %u %p %s", query->parts[i].is_param,
			      query->parts[i].param, (const void *)query->parts[i].source.field,
			      query->parts[i].source.key ? query->parts[i].source.key : "");
	if (strmap_has(&search->asked, strbuf_text(&text)) || query->hops > HOPS_MAX) {
		strbuf_free(&text);
		return;
	}
	strmap_set(&search->asked, arena_strdup(search->arena, strbuf_text(&text)), search);
	strbuf_free(&text);
	vec_push(&search->queries, *query);
}

static void conclude(struct flow_search *search, const struct flow_body *body, const struct query *query,
		     const struct part *filled);

static bool is_same_field(const struct ir_unit *unit, uint32_t index, const struct ir_field *field)
{
	const struct ir_field *other = &unit->fields.data[index];

	return index && !strcmp(other->record, field->record) && !strcmp(other->name, field->name);
}

static void begin_body(struct flow_body *body, struct ir_unit *unit, const struct ir_function *function)
{
	*body = (struct flow_body){ unit, function, xcalloc(function->ntemps + 1, sizeof(void *)) };
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if (inst->result != IR_NO_RESULT)
				body->definitions[inst->result] = inst;
		}
}

/* Follows all that FUNCTION puts into FIELD, which part number HELD of FILLED was loaded from. */
static void read_stores(struct flow_search *search, struct ir_unit *unit,
			const struct ir_function *function, const struct query *query,
			const struct part *filled, size_t held)
{
	const struct ir_field *field = filled[held].source.field;
	struct part parts_now[FLOW_ARGUMENTS_MAX];
	struct flow_body body;

	memcpy(parts_now, filled, query->count * sizeof(*filled));

	begin_body(&body, unit, function);
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];
			parts options = { 0 };

			if (inst->opcode != IR_STORE || !is_same_field(unit, inst->field, field))
				continue;
			trace_operand(&body, &inst->b, 0, &options);
			vec_each(option, &options) {
				parts_now[held] = *option;
				conclude(search, &body, query, parts_now);
			}
			vec_free(&options);
		}
	free(body.definitions);
}

/* Follows each member once for the same other parts, and only when these are all known. */
static bool follow_member(struct flow_search *search, const struct query *query,
			  const struct part *filled, size_t held)
{
	const struct ir_field *field = filled[held].source.field;
	struct strbuf text = { 0 };

	strbuf_printf(&text, "=%s.%s", field->record, field->name);
	for (size_t i = 0; i < query->count; i++) {
		if (filled[i].is_param) {
			strbuf_free(&text);
			return false;
		}
		if (i != held)
			strbuf_printf(&text, "|%p %s", (const void *)filled[i].source.field,
				      filled[i].source.key ? filled[i].source.key : "");
	}
	bool known = strmap_has(&search->asked, strbuf_text(&text));
	if (!known)
		strmap_set(&search->asked, arena_strdup(search->arena, strbuf_text(&text)), search);
	strbuf_free(&text);
	for (size_t u = 0; !known && u < program_unit_count(search->program); u++) {
		struct ir_unit *unit = program_unit(search->program, u);

		vec_each(function, &unit->functions) {
			struct error error = { 0 };

			if (!ir_function_load(unit, function, &error) && function->nblocks)
				read_stores(search, unit, function, query, filled, held);
			error_clear(&error);
		}
	}
	return true;
}

/* With all parts known it is a result; otherwise the callers of this function tell the rest. */
static void conclude(struct flow_search *search, const struct flow_body *body, const struct query *query,
		     const struct part *filled)
{
	const struct ir_symbol *symbol = &body->unit->symbols.data[body->function->symbol];
	struct query up = { .name = ir_plain_name(symbol->name), .count = query->count,
			    .key = symbol->is_static ? symbol->name : NULL,
			    .hops = query->hops + 1 };
	struct flow flow = { .unit = body->unit };
	bool open = false;

	for (size_t i = 0; i < query->count; i++) {
		up.parts[i] = filled[i];
		flow.sources[i] = filled[i].source;
		/* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): all `count` are filled */
		open = open || filled[i].is_param;
		if (filled[i].is_param || filled[i].source.kind != SOURCE_HELD)
			continue;
		if (follow_member(search, query, filled, i))
			return;
		up.parts[i].source.kind = flow.sources[i].kind = SOURCE_UNKNOWN;
	}
	if (!open) {
		vec_push(search->found, flow);
		return;
	}
	if (!symbol->is_static)
		vec_push(search->callees, (char *)symbol->name);
	add_query(search, &up);
}

/* Tries each combination of sources of CALL's arguments. */
static void match_call(struct flow_search *search, const struct flow_body *body, const struct query *query,
		       const struct ir_inst *call, size_t next, struct part *filled)
{
	parts options = { 0 };

	if (next == query->count) {
		conclude(search, body, query, filled);
		return;
	}
	const struct part *part = &query->parts[next];
	if (!part->is_param)
		vec_push(&options, *part);
	else if (part->param < call->nargs)
		trace_operand(body, &call->args[part->param], 0, &options);
	vec_each(option, &options) {
		filled[next] = *option;
		match_call(search, body, query, call, next + 1, filled);
	}
	vec_free(&options);
}

static bool is_meant(const struct query *query, const char *key)
{
	return query->key ? !strcmp(query->key, key) : !strcmp(ir_plain_name(key), query->name);
}

static void read_function(struct flow_search *search, struct ir_unit *unit,
			  const struct ir_function *function, const struct query *query)
{
	struct part filled[FLOW_ARGUMENTS_MAX];
	struct flow_body body;

	begin_body(&body, unit, function);
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if (inst->opcode == IR_CALL && inst->a.kind == IR_SYMBOL &&
			    is_meant(query, unit->symbols.data[inst->a.index].name))
				match_call(search, &body, query, inst, 0, filled);
		}
	free(body.definitions);
}

static bool mentions(const struct ir_unit *unit, const struct query *query)
{
	for (size_t i = 1; i < unit->symbols.count; i++)
		if (unit->symbols.data[i].kind == IR_SYM_FUNCTION &&
		    is_meant(query, unit->symbols.data[i].name))
			return true;
	return false;
}

static void answer(struct flow_search *search, const struct query *query)
{
	for (size_t u = 0; u < program_unit_count(search->program); u++) {
		struct ir_unit *unit = program_unit(search->program, u);

		if (!mentions(unit, query))
			continue;
		vec_each(function, &unit->functions) {
			struct error error = { 0 };

			if (!ir_function_load(unit, function, &error) && function->nblocks)
				read_function(search, unit, function, query);
			error_clear(&error);
		}
	}
}

void program_flows(struct program *program, const char *name, const uint32_t *indices,
		   size_t count, flows *found, struct strings *callees)
{
	struct flow_search search = { .program = program, .arena = arena_new(), .found = found,
				      .callees = callees };
	struct query first = { .name = name };

	first.count = count < FLOW_ARGUMENTS_MAX ? count : FLOW_ARGUMENTS_MAX;
	for (size_t i = 0; i < first.count; i++)
		first.parts[i] = (struct part){ .is_param = true, .param = indices[i] };
	add_query(&search, &first);
	for (size_t i = 0; i < search.queries.count; i++) {
		struct query query = search.queries.data[i];

		answer(&search, &query);
	}
	vec_free(&search.queries);
	strmap_free(&search.asked);
	arena_free(search.arena);
}
