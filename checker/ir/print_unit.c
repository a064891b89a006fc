// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes the text form of units: the tables, then the functions. IR.md specifies it, read_unit.c
 * reads it.
 */
#include <string.h>

#include "ir/put.h"
#include "ir/shape.h"

static void put_symbols(struct strbuf *out, const struct ir_unit *unit)
{
	put_count(out, "symbols", unit->symbols.count - 1);
	strbuf_putc(out, '\n');
	for (size_t i = 1; i < unit->symbols.count; i++) {
		const struct ir_symbol *symbol = &unit->symbols.data[i];

		strbuf_putc(out, '&');
		put_number(out, i);
		strbuf_puts(out, symbol->kind == IR_SYM_FUNCTION ? " function " : " variable ");
		put_type(out, symbol->type);
		strbuf_putc(out, ' ');
		put_string(out, symbol->name);
		if (symbol->is_static)
			PUT(out, " static");
		if (symbol->is_const)
			PUT(out, " const");
		if (symbol->is_noreturn)
			PUT(out, " noreturn");
		if (symbol->is_weak)
			PUT(out, " weak");
		put_loc(out, symbol->loc);
		strbuf_putc(out, '\n');
	}
}

static void put_enumerators(struct strbuf *out, const struct ir_field *field)
{
	if (!field->nenumerators)
		return;
	put_count(out, " enum", field->nenumerators);
	for (uint32_t i = 0; i < field->nenumerators; i++) {
		strbuf_putc(out, ' ');
		put_number(out, field->enumerators[i].bits);
		strbuf_putc(out, ' ');
		put_string(out, field->enumerators[i].name);
	}
}

static void put_fields(struct strbuf *out, const struct ir_unit *unit)
{
	put_count(out, "fields", unit->fields.count - 1);
	strbuf_putc(out, '\n');
	for (size_t i = 1; i < unit->fields.count; i++) {
		const struct ir_field *field = &unit->fields.data[i];

		strbuf_putc(out, '!');
		put_number(out, i);
		strbuf_putc(out, ' ');
		put_type(out, field->type);
		strbuf_putc(out, ' ');
		put_string(out, field->record);
		strbuf_putc(out, ' ');
		put_string(out, field->name);
		if (field->is_function_pointer)
			PUT(out, " function");
		if (field->is_private)
			PUT(out, " private");
		put_enumerators(out, field);
		strbuf_putc(out, '\n');
	}
}

static void put_init(struct strbuf *out, const struct ir_unit *unit, const struct ir_init *init)
{
	PUT(out, "  +");
	put_number(out, init->offset);
	strbuf_putc(out, ' ');
	put_type(out, init->type);
	strbuf_putc(out, ' ');
	put_operand(out, unit, &init->value, init->type);
	if (init->addend) {
		strbuf_putc(out, ' ');
		put_signed(out, init->addend);
	}
	put_index(out, " !", init->field);
	put_bits(out, init->bit_offset, init->bit_width);
	strbuf_putc(out, '\n');
}

static void put_globals(struct strbuf *out, const struct ir_unit *unit)
{
	put_count(out, "globals", unit->globals.count);
	strbuf_putc(out, '\n');
	for (size_t i = 0; i < unit->globals.count; i++) {
		const struct ir_global *global = &unit->globals.data[i];

		strbuf_putc(out, '&');
		put_number(out, global->symbol);
		put_count(out, " inits", global->ninits);
		if (global->address_taken)
			PUT(out, " taken");
		if (global->is_written)
			PUT(out, " written");
		if (global->is_assigned)
			PUT(out, " assigned");
		strbuf_putc(out, '\n');
		for (uint32_t j = 0; j < global->ninits; j++)
			put_init(out, unit, &global->inits[j]);
	}
}

static void put_assigns(struct strbuf *out, const struct ir_unit *unit)
{
	put_count(out, "assigns", unit->assigns.count);
	strbuf_putc(out, '\n');
	for (size_t i = 0; i < unit->assigns.count; i++) {
		const struct ir_assign *assign = &unit->assigns.data[i];

		strbuf_putc(out, '!');
		put_number(out, assign->field);
		PUT(out, " &");
		put_number(out, assign->symbol);
		put_index(out, " &", assign->variable);
		if (assign->object) {
			PUT(out, " +");
			put_number(out, assign->object);
		}
		if (assign->misfit) {
			PUT(out, " ");
			put_string(out, assign->misfit);
		}
		put_loc(out, assign->loc);
		strbuf_putc(out, '\n');
	}
}

static void put_header(struct strbuf *out, const struct ir_unit *unit)
{
	put_count(out, IR_TEXT_MAGIC, IR_TEXT_VERSION);
	PUT(out, "\nmain ");
	put_string(out, unit->main_file);
	PUT(out, "\narch ");
	put_string(out, unit->arch);
	put_count(out, "\npointer", unit->pointer_bits);
	put_count(out, "\nfiles", unit->files.count - 1);
	strbuf_putc(out, '\n');
	for (size_t i = 1; i < unit->files.count; i++) {
		strbuf_putc(out, '@');
		put_number(out, i);
		strbuf_putc(out, ' ');
		put_string(out, unit->files.data[i]);
		strbuf_putc(out, '\n');
	}
}

static void put_reading(struct strbuf *out, const struct ir_unit *unit)
{
	put_count(out, "deps", unit->deps.count);
	strbuf_putc(out, '\n');
	for (size_t i = 0; i < unit->deps.count; i++) {
		put_hex(out, unit->deps.data[i].hash, 16);
		strbuf_putc(out, ' ');
		put_string(out, unit->deps.data[i].path);
		strbuf_putc(out, '\n');
	}
	put_count(out, "problems", unit->problems.count);
	strbuf_putc(out, '\n');
	for (size_t i = 0; i < unit->problems.count; i++) {
		put_string(out, unit->problems.data[i]);
		strbuf_putc(out, '\n');
	}
	if (unit->lost.count) {
		put_count(out, "lost", unit->lost.count);
		strbuf_putc(out, '\n');
	}
	vec_each(lost, &unit->lost) {
		put_string(out, lost->member);
		strbuf_putc(out, ' ');
		put_string(out, lost->why);
		strbuf_putc(out, '\n');
	}
}

/* No other line begins like FROM or TO, since strings are escaped. */
uint64_t ir_text_hash(const char *text, size_t length)
{
	static const char from[] = "\ndeps ", to[] = "\nproblems ";
	const char *deps = memmem(text, length, from, sizeof(from) - 1);
	const char *problems = deps ? memmem(deps, length - (size_t)(deps - text), to,
					     sizeof(to) - 1) : NULL;

	if (!problems)
		return hash_bytes(text, length, 0);
	return hash_bytes(problems, length - (size_t)(problems - text),
			  hash_bytes(text, (size_t)(deps - text), 0));
}

void ir_print_unit(const struct ir_unit *unit, struct strbuf *out)
{
	struct strbuf body = { 0 };

	put_header(out, unit);
	put_symbols(out, unit);
	put_fields(out, unit);
	put_globals(out, unit);
	put_assigns(out, unit);
	put_reading(out, unit);
	put_count(out, "functions", unit->functions.count);
	strbuf_putc(out, '\n');
	for (size_t i = 0; i < unit->functions.count; i++)
		put_function(out, unit, &unit->functions.data[i], &body, false);
	PUT(out, "end\n");
	strbuf_free(&body);
}
