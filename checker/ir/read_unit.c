// SPDX-License-Identifier: GPL-2.0-only
/* Reads the text form of a unit: the tables at once, a body when ir_function_load() asks for it. */
#include "ir/ir.h"

#include <stdlib.h>
#include <string.h>

#include "ir/read_body.h"
#include "ir/scanner.h"
#include "ir/shape.h"
#include "ir/verify.h"

/* Takes "MARK INDEX" at the start of row INDEX. */
static void scan_row(struct scanner *scan, char mark, size_t index)
{
	scan_need(scan, mark);
	if (scan_index(scan) != index)
		scan_fail(scan, "rows are numbered one by one");
}

static void scan_header(struct scanner *scan, struct ir_unit *unit)
{
	const size_t length = sizeof(IR_TEXT_MAGIC) - 1;

	if ((size_t)(scan->end - scan->at) < length ||
	    memcmp(scan->at, IR_TEXT_MAGIC, length)) {
		scan_fail(scan, "not a unit: it does not start with " IR_TEXT_MAGIC);
		return;
	}
	scan->at += length;
	if (scan_index(scan) != IR_TEXT_VERSION)
		scan_fail(scan, "a unit of another format version: extract it again");
	scan_end_line(scan);
	scan_need_word(scan, "main");
	unit->main_file = scan_string(scan, true);
	scan_end_line(scan);
	scan_need_word(scan, "arch");
	unit->arch = scan_string(scan, true);
	scan_end_line(scan);
	scan_need_word(scan, "pointer");
	unit->pointer_bits = scan_index(scan);
	scan_end_line(scan);
}

/* Takes the line "WORD N" that heads a table, and returns N. */
static uint32_t scan_table(struct scanner *scan, const char *word)
{
	uint32_t count = scan_count(scan, word, sizeof("\"\"\n") - 1);

	scan_end_line(scan);
	return count;
}

static void *index_value(size_t index)
{
	return (void *)(uintptr_t)(index + 1);
}

static void scan_files(struct scanner *scan, struct ir_unit *unit)
{
	uint32_t count = scan_table(scan, "files");

	vec_reserve(&unit->files, count);
	for (size_t i = 1; i <= count && !scan->failed; i++) {
		scan_row(scan, '@', i);
		const char *path = scan_string(scan, false);

		scan_end_line(scan);
		vec_push(&unit->files, path);
		strmap_set(&unit->file_index, path, index_value(i));
	}
}

static struct ir_symbol scan_symbol(struct scanner *scan)
{
	struct ir_symbol symbol = { .kind = IR_SYM_FUNCTION };

	if (!scan_word(scan, "function")) {
		scan_need_word(scan, "variable");
		symbol.kind = IR_SYM_VARIABLE;
	}
	symbol.type = scan_type(scan);
	symbol.name = scan_string(scan, false);
	symbol.is_static = scan_word(scan, "static");
	symbol.is_const = scan_word(scan, "const");
	symbol.is_noreturn = scan_word(scan, "noreturn");
	symbol.is_weak = scan_word(scan, "weak");
	symbol.loc = scan_loc(scan);
	scan_end_line(scan);
	return symbol;
}

static void scan_symbols(struct scanner *scan, struct ir_unit *unit)
{
	uint32_t count = scan_table(scan, "symbols");

	vec_reserve(&unit->symbols, count);
	for (size_t i = 1; i <= count && !scan->failed; i++) {
		scan_row(scan, '&', i);
		struct ir_symbol symbol = scan_symbol(scan);

		vec_push(&unit->symbols, symbol);
		if (strmap_set(&unit->symbol_index, symbol.name, index_value(i)))
			scan_fail(scan, "the line before: that symbol is there twice");
	}
}

static void scan_enumerators(struct scanner *scan, struct ir_field *field)
{
	if (scan_peek(scan) != 'e')
		return;
	uint32_t count = scan_count(scan, "enum", 4);
	struct ir_enumerator *names = arena_alloc(scan->arena, (count + 1) * sizeof(*names));

	for (uint32_t i = 0; i < count && !scan->failed; i++) {
		names[i].bits = scan_number(scan);
		names[i].name = scan_string(scan, false);
	}
	field->enumerators = names;
	field->nenumerators = count;
}

static void scan_fields(struct scanner *scan, struct ir_unit *unit)
{
	uint32_t count = scan_table(scan, "fields");

	for (size_t i = 1; i <= count && !scan->failed; i++) {
		struct ir_field field = { 0 };

		scan_row(scan, '!', i);
		field.type = scan_type(scan);
		field.record = scan_string(scan, false);
		field.name = scan_string(scan, false);
		field.is_function_pointer = scan_word(scan, "function");
		field.is_private = field.is_function_pointer && scan_word(scan, "private");
		scan_enumerators(scan, &field);
		scan_end_line(scan);
		if (!scan->failed && ir_add_field(unit, &field) != i)
			scan_fail(scan, "the line before: that field is there twice");
	}
}

static struct ir_init scan_init(struct scanner *scan, const struct ir_unit *unit)
{
	struct ir_init init = { 0 };

	scan_need(scan, '+');
	init.offset = scan_number(scan);
	init.type = scan_type(scan);
	init.value = scan_operand(scan, unit, init.type);
	if (scan_peek(scan) == '+' || scan_peek(scan) == '-') {
		bool negative = *scan->at++ == '-';

		init.addend = scan_signed(scan, negative);
	}
	if (scan_take(scan, '!'))
		init.field = scan_index(scan);
	scan_bits(scan, &init.bit_offset, &init.bit_width);
	scan_end_line(scan);
	return init;
}

/* Takes the "&INDEX" of a symbol that gets its definition; returns the symbol, NULL after a failure. */
static struct ir_symbol *scan_defined(struct scanner *scan, struct ir_unit *unit, uint32_t *index)
{
	scan_need(scan, '&');
	*index = scan_index(scan);
	if (scan->failed)
		return NULL;
	if (*index && *index < unit->symbols.count)
		return &unit->symbols.data[*index];
	scan_fail(scan, "there is no such symbol");
	return NULL;
}

static void scan_globals(struct scanner *scan, struct ir_unit *unit)
{
	uint32_t count = scan_table(scan, "globals");

	for (uint32_t i = 0; i < count && !scan->failed; i++) {
		struct ir_global global = { 0 };
		struct ir_symbol *symbol = scan_defined(scan, unit, &global.symbol);

		if (symbol)
			symbol->global = i + 1;
		global.ninits = scan_count(scan, "inits", sizeof("+0 u1 -\n") - 1);
		global.address_taken = scan_word(scan, "taken");
		global.is_written = scan_word(scan, "written");
		global.is_assigned = scan_word(scan, "assigned");
		scan_end_line(scan);
		if (global.ninits)
			global.inits = arena_alloc(unit->arena,
						   global.ninits * sizeof(struct ir_init));
		for (uint32_t j = 0; j < global.ninits && !scan->failed; j++)
			global.inits[j] = scan_init(scan, unit);
		vec_push(&unit->globals, global);
	}
}

static void scan_assigns(struct scanner *scan, struct ir_unit *unit)
{
	uint32_t count = scan_table(scan, "assigns");

	for (uint32_t i = 0; i < count && !scan->failed; i++) {
		struct ir_assign assign = { 0 };

		scan_need(scan, '!');
		assign.field = scan_index(scan);
		scan_need(scan, '&');
		assign.symbol = scan_index(scan);
		if (scan_take(scan, '&'))
			assign.variable = scan_index(scan);
		if (scan_take(scan, '+'))
			assign.object = scan_number(scan);
		if (scan_peek(scan) == '"')
			assign.misfit = scan_string(scan, false);
		assign.loc = scan_loc(scan);
		scan_end_line(scan);
		vec_push(&unit->assigns, assign);
	}
}

static void scan_deps(struct scanner *scan, struct ir_unit *unit)
{
	uint32_t count = scan_table(scan, "deps");

	for (uint32_t i = 0; i < count && !scan->failed; i++) {
		struct ir_dep dep = { .hash = scan_hash(scan) };

		dep.path = scan_string(scan, false);
		scan_end_line(scan);
		vec_push(&unit->deps, dep);
	}
}

static void scan_problems(struct scanner *scan, struct ir_unit *unit)
{
	uint32_t count = scan_table(scan, "problems");

	for (uint32_t i = 0; i < count && !scan->failed; i++) {
		const char *problem = scan_string(scan, false);

		scan_end_line(scan);
		vec_push(&unit->problems, problem);
	}
}

static void scan_lost(struct scanner *scan, struct ir_unit *unit)
{
	uint32_t count = scan_peek(scan) == 'l' ? scan_table(scan, "lost") : 0;

	for (uint32_t i = 0; i < count && !scan->failed; i++) {
		struct ir_lost lost = { .member = scan_string(scan, false) };

		lost.why = scan_string(scan, false);
		scan_end_line(scan);
		vec_push(&unit->lost, lost);
	}
}

static void scan_function(struct scanner *scan, struct ir_unit *unit, uint32_t index)
{
	struct ir_function function = { 0 };

	scan_need_word(scan, "function");
	struct ir_symbol *symbol = scan_defined(scan, unit, &function.symbol);
	if (symbol)
		symbol->function = index + 1;
	function.return_type = scan_type(scan);
	scan_need_word(scan, "params");
	function.nparams = scan_index(scan);
	function.variadic = scan_word(scan, "variadic");
	function.loc = scan_loc(scan);
	scan_need_word(scan, "end");
	function.end_line = scan_index(scan);
	if (scan_word(scan, "damage"))
		function.damage = scan_string(scan, false);
	scan_need_word(scan, "body");
	function.body_length = scan_number(scan);
	scan_end_line(scan);
	if (function.body_length > (size_t)(scan->end - scan->at)) {
		scan_fail(scan, "the body is longer than the text");
		return;
	}
	function.body_text = scan->at;
	scan->at += function.body_length;
	vec_push(&unit->functions, function);
}

static void scan_functions(struct scanner *scan, struct ir_unit *unit)
{
	uint32_t count = scan_table(scan, "functions");

	vec_reserve(&unit->functions, count);
	for (uint32_t i = 0; i < count && !scan->failed; i++)
		scan_function(scan, unit, i);
	scan_need_word(scan, "end");
	scan_end_line(scan);
	if (scan->at < scan->end)
		scan_fail(scan, "text after the end");
}

struct ir_unit *ir_parse_unit(char *text, size_t length, const char *name, struct error *error)
{
	struct ir_unit *unit = ir_unit_new();
	struct scanner scan = {
		.at = text, .end = text + length, .start = text, .name = name,
		.arena = unit->arena, .in_place = true, .error = error,
	};

	unit->text = text;
	scan_header(&scan, unit);
	scan_files(&scan, unit);
	scan_symbols(&scan, unit);
	scan_fields(&scan, unit);
	scan_globals(&scan, unit);
	scan_assigns(&scan, unit);
	scan_deps(&scan, unit);
	scan_problems(&scan, unit);
	scan_lost(&scan, unit);
	scan_functions(&scan, unit);
	if (!scan.failed && !verify_tables(unit, error))
		return unit;
	if (!scan.failed)
		error_prefix(error, "%s", name);
	ir_unit_free(unit);
	return NULL;
}

int ir_function_load(struct ir_unit *unit, struct ir_function *function, struct error *error)
{
	if (function->blocks || !function->body_text)
		return 0;

	struct ir_function before = *function;
	/* Copies strings: a text that fails half-way must stay as it is, to be read again. */
	char *text = (char *)function->body_text;
	struct scanner scan = {
		.at = text, .end = text + function->body_length,
		.start = unit->text ? unit->text : text, .name = unit->main_file,
		.arena = unit->arena, .in_place = false, .error = error,
	};

	scan_body(&scan, unit, function);
	if (!scan.failed && !ir_verify_function(unit, function, error))
		return 0;
	*function = before;
	return error_prefix(error, "the unit's text");
}
