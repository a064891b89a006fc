// SPDX-License-Identifier: GPL-2.0-only
/* The text form, written. IR.md specifies it; parse.c and body.c read it. */
#include "ir/ir.h"

#include <string.h>

#include "ir/shape.h"

#define PUT(out, literal) strbuf_add(out, literal, sizeof(literal) - 1)

static void put_number(struct strbuf *out, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	strbuf_add(out, digits + at, sizeof(digits) - at);
}

static void put_hex(struct strbuf *out, uint64_t value, unsigned width)
{
	char digits[16];
	size_t at = sizeof(digits);

	do
		digits[--at] = "0123456789abcdef"[value & 15];
	while ((value >>= 4) || sizeof(digits) - at < width);
	strbuf_add(out, digits + at, sizeof(digits) - at);
}

static void put_escape(struct strbuf *out, unsigned char c)
{
	static const char plain[] = "\\\"\n\t\r", letters[] = "\\\"ntr";
	const char *known = strchr(plain, c);
	char text[4] = { '\\' };

	if (known) {
		text[1] = letters[known - plain];
		strbuf_add(out, text, 2);
		return;
	}
	text[1] = (char)('0' + (c >> 6));
	text[2] = (char)('0' + (c >> 3 & 7));
	text[3] = (char)('0' + (c & 7));
	strbuf_add(out, text, 4);
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

static void put_string(struct strbuf *out, const char *text)
{
	if (!text) {
		strbuf_putc(out, '-');
		return;
	}
	strbuf_putc(out, '"');
	while (*text) {
		size_t run = 0;

		while (is_plain((unsigned char)text[run]))
			run++;
		strbuf_add(out, text, run);
		text += run;
		if (*text)
			put_escape(out, (unsigned char)*text++);
	}
	strbuf_putc(out, '"');
}

static void put_type(struct strbuf *out, struct ir_type type)
{
	static const char *const names[] = {
		[IR_VOID] = "void", [IR_BOOL] = "bool", [IR_INT] = "u",
		[IR_PTR] = "ptr", [IR_FLOAT] = "f", [IR_AGG] = "agg",
	};
	bool usual = (type.kind == IR_VOID && !type.bits) ||
		     (type.kind == IR_BOOL && type.bits == 8);

	if (type.kind > IR_AGG)
		PUT(out, "?");	/* ill-formed, in the verifier's message */
	else
		strbuf_puts(out, type.kind == IR_INT && type.is_signed ? "i" : names[type.kind]);
	if (!usual)
		put_number(out, type.bits);
}

static void put_signed(struct strbuf *out, int64_t value)
{
	strbuf_putc(out, value < 0 ? '-' : '+');
	put_number(out, value < 0 ? -(uint64_t)value : (uint64_t)value);
}

static void put_loc(struct strbuf *out, struct ir_loc loc)
{
	if (!loc.file && !loc.line && !loc.column)
		return;
	PUT(out, " @");
	put_number(out, loc.file);
	strbuf_putc(out, ':');
	put_number(out, loc.line);
	strbuf_putc(out, ':');
	put_number(out, loc.column);
}

static void put_bits(struct strbuf *out, unsigned offset, unsigned width)
{
	if (!offset && !width)
		return;
	PUT(out, " [");
	put_number(out, offset);
	strbuf_putc(out, '+');
	put_number(out, width);
	strbuf_putc(out, ']');
}

static void put_index(struct strbuf *out, const char *mark, uint32_t index)
{
	if (!index)
		return;
	strbuf_puts(out, mark);
	put_number(out, index);
}

/* Negative when the type is signed and the value is all in it; large ones in hex. */
static void put_constant(struct strbuf *out, uint64_t value, struct ir_type type)
{
	bool fits = type.bits == 64 || (ir_is_narrow(type) && !(value >> type.bits));

	if (type.kind == IR_INT && type.is_signed && fits && value >> (type.bits - 1)) {
		strbuf_putc(out, '-');
		put_number(out, ~value + 1 + (type.bits < 64 ? UINT64_C(1) << type.bits : 0));
	} else if (value >> 32) {
		PUT(out, "0x");
		put_hex(out, value, 0);
	} else {
		put_number(out, value);
	}
}

static bool same_type(struct ir_type a, struct ir_type b)
{
	return ir_type_equal(a, b) && a.is_signed == b.is_signed;
}

static void put_operand(struct strbuf *out, const struct ir_unit *unit,
			const struct ir_operand *operand, struct ir_type expected)
{
	static const char marks[] = { [IR_TEMP] = '%', [IR_LOCAL] = 'l', [IR_SYMBOL] = '&' };

	if (operand->kind == IR_NONE) {
		strbuf_putc(out, '-');
		return;
	}
	if (operand->kind == IR_STRING) {
		put_string(out, operand->string ? operand->string : "");
	} else if (operand->kind == IR_CONST) {
		put_constant(out, operand->bits, operand->type);
		if (operand->string)
			put_string(out, operand->string);
	} else {
		strbuf_putc(out, operand->kind < sizeof(marks) ? marks[operand->kind] : '?');
		put_number(out, operand->index);
	}
	if (!same_type(operand->type, ir_default_type(unit, operand, expected))) {
		strbuf_putc(out, ':');
		put_type(out, operand->type);
	}
}

static void put_args(struct strbuf *out, const struct ir_unit *unit, const struct ir_inst *inst)
{
	const struct ir_type none = { .kind = IR_VOID };

	strbuf_putc(out, '(');
	for (uint32_t i = 0; i < inst->nargs; i++) {
		if (i)
			PUT(out, ", ");
		put_operand(out, unit, &inst->args[i], none);
	}
	strbuf_putc(out, ')');
	if (inst->b.kind != IR_NONE) {
		PUT(out, " -> ");
		put_operand(out, unit, &inst->b, ir_expected_type(unit, inst, EXPECT_POINTER));
	}
}

static void put_operands(struct strbuf *out, const struct ir_unit *unit,
			 const struct ir_inst *inst)
{
	const struct ir_shape *shape = ir_shape(inst->opcode);

	/* A text must not look like a returned string. */
	if (shape->maybe_a && inst->a.kind == IR_NONE && !inst->text)
		return;
	if (shape->a != EXPECT_ABSENT) {
		strbuf_putc(out, ' ');
		put_operand(out, unit, &inst->a, ir_expected_type(unit, inst, shape->a));
	}
	if (inst->opcode == IR_CALL) {
		put_args(out, unit, inst);
	} else if (shape->b != EXPECT_ABSENT) {
		PUT(out, ", ");
		put_operand(out, unit, &inst->b, ir_expected_type(unit, inst, shape->b));
	}
}

static void put_case(struct strbuf *out, const struct ir_case *arm, struct ir_type type)
{
	put_constant(out, arm->low, type);
	if (arm->high != arm->low) {
		PUT(out, "..");
		put_constant(out, arm->high, type);
	}
	PUT(out, " b");
	put_number(out, arm->target);
}

static void put_targets(struct strbuf *out, const struct ir_inst *inst)
{
	for (uint32_t i = 0; i < inst->ntargets; i++) {
		PUT(out, " b");
		put_number(out, inst->targets[i]);
	}
	if (!inst->ncases)
		return;
	PUT(out, " {");
	for (uint32_t i = 0; i < inst->ncases; i++) {
		if (i)
			PUT(out, ", ");
		put_case(out, &inst->cases[i], inst->a.type);
	}
	strbuf_putc(out, '}');
}

void ir_print_inst(const struct ir_unit *unit, const struct ir_function *function,
		   const struct ir_inst *inst, struct strbuf *out)
{
	(void)function;
	if (inst->result != IR_NO_RESULT) {
		strbuf_putc(out, '%');
		put_number(out, inst->result);
		PUT(out, " = ");
	}
	strbuf_puts(out, ir_opcode_name(inst->opcode));
	if (inst->opcode >= IR_OPCODE_COUNT)
		return;
	if (!same_type(inst->type, (struct ir_type){ .kind = IR_VOID })) {
		strbuf_putc(out, ' ');
		put_type(out, inst->type);
	}
	put_operands(out, unit, inst);
	put_targets(out, inst);
	if (inst->offset || inst->opcode == IR_FIELD) {
		strbuf_putc(out, ' ');
		put_signed(out, inst->offset);
	}
	if (inst->stride || inst->opcode == IR_INDEX) {
		PUT(out, " *");
		put_number(out, inst->stride);
	}
	put_index(out, " !", inst->field);
	put_bits(out, inst->bit_offset, inst->bit_width);
	if (inst->text) {
		strbuf_putc(out, ' ');
		put_string(out, inst->text);
	}
	put_loc(out, inst->loc);
}

static void put_local(struct strbuf *out, const struct ir_local *local, uint32_t index)
{
	PUT(out, "  l");
	put_number(out, index);
	strbuf_putc(out, ' ');
	put_type(out, local->type);
	strbuf_putc(out, ' ');
	put_string(out, local->name);
	if (local->is_param)
		PUT(out, " param");
	if (local->address_taken)
		PUT(out, " taken");
	strbuf_putc(out, '\n');
}

static void put_count(struct strbuf *out, const char *name, uint64_t count)
{
	strbuf_puts(out, name);
	strbuf_putc(out, ' ');
	put_number(out, count);
}

static void put_body(struct strbuf *out, const struct ir_unit *unit,
		     const struct ir_function *function)
{
	put_count(out, "  locals", function->nlocals);
	put_count(out, " temps", function->ntemps);
	put_count(out, " blocks", function->nblocks);
	strbuf_putc(out, '\n');
	for (uint32_t i = 0; i < function->nlocals; i++)
		put_local(out, &function->locals[i], i);
	for (uint32_t b = 0; b < function->nblocks; b++) {
		const struct ir_block *block = &function->blocks[b];

		strbuf_putc(out, 'b');
		put_number(out, b);
		PUT(out, ":\n");
		for (uint32_t i = 0; i < block->count; i++) {
			PUT(out, "  ");
			ir_print_inst(unit, function, &block->insts[i], out);
			strbuf_putc(out, '\n');
		}
	}
}

static void put_function(struct strbuf *out, const struct ir_unit *unit,
			 const struct ir_function *function, struct strbuf *body)
{
	body->length = 0;
	if (function->body_text && !function->blocks)
		strbuf_add(body, function->body_text, function->body_length);
	else
		put_body(body, unit, function);
	PUT(out, "function &");
	put_number(out, function->symbol);
	strbuf_putc(out, ' ');
	put_type(out, function->return_type);
	put_count(out, " params", function->nparams);
	if (function->variadic)
		PUT(out, " variadic");
	put_loc(out, function->loc);
	put_count(out, " end", function->end_line);
	if (function->damage) {
		PUT(out, " damage ");
		put_string(out, function->damage);
	}
	put_count(out, " body", body->length);
	strbuf_putc(out, '\n');
	strbuf_add(out, strbuf_text(body), body->length);
}

void ir_print_function(const struct ir_unit *unit, const struct ir_function *function,
		       struct strbuf *out)
{
	struct strbuf body = { 0 };

	put_function(out, unit, function, &body);
	strbuf_free(&body);
}

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
		put_function(out, unit, &unit->functions.data[i], &body);
	PUT(out, "end\n");
	strbuf_free(&body);
}
