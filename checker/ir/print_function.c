// SPDX-License-Identifier: GPL-2.0-only
/* Writes the text form of functions. IR.md specifies it, read_body.c reads it. */
#include "ir/ir.h"

#include <string.h>

#include "ir/put.h"
#include "ir/shape.h"

void put_number(struct strbuf *out, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + value % 10);
	while (value /= 10);
	strbuf_add(out, digits + at, sizeof(digits) - at);
}

void put_hex(struct strbuf *out, uint64_t value, unsigned width)
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

void put_string(struct strbuf *out, const char *text)
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

void put_type(struct strbuf *out, struct ir_type type)
{
	static const char *const names[] = {
		[IR_VOID] = "void", [IR_BOOL] = "bool", [IR_INT] = "u",
		[IR_PTR] = "ptr", [IR_FLOAT] = "f", [IR_AGG] = "agg",
	};
	bool usual = (type.kind == IR_VOID && !type.bits) ||
		     (type.kind == IR_BOOL && type.bits == 8);

	if (type.kind > IR_AGG)
		PUT(out, "?");	/* the verifier prints ill-formed instructions too */
	else
		strbuf_puts(out, type.kind == IR_INT && type.is_signed ? "i" : names[type.kind]);
	if (!usual)
		put_number(out, type.bits);
}

void put_signed(struct strbuf *out, int64_t value)
{
	strbuf_putc(out, value < 0 ? '-' : '+');
	put_number(out, value < 0 ? -(uint64_t)value : (uint64_t)value);
}

void put_loc(struct strbuf *out, struct ir_loc loc)
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

void put_bits(struct strbuf *out, unsigned offset, unsigned width)
{
	if (!offset && !width)
		return;
	PUT(out, " [");
	put_number(out, offset);
	strbuf_putc(out, '+');
	put_number(out, width);
	strbuf_putc(out, ']');
}

void put_index(struct strbuf *out, const char *mark, uint32_t index)
{
	if (!index)
		return;
	strbuf_puts(out, mark);
	put_number(out, index);
}

/* With a minus when the type is signed and holds the whole value; large numbers in hex. */
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

void put_operand(struct strbuf *out, const struct ir_unit *unit,
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

	/*
	 * With a text, the missing operand is written "-": a reader would take the text for a
	 * string operand.
	 */
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
	if (inst->telling) {
		strbuf_putc(out, ' ');
		strbuf_puts(out, ir_telling_name(inst->telling));
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
	if (local->alignment && (local->address_taken || local->type.kind == IR_AGG)) {
		PUT(out, " align ");
		put_number(out, local->alignment);
	}
	if (local->is_param)
		PUT(out, " param");
	if (local->address_taken)
		PUT(out, " taken");
	strbuf_putc(out, '\n');
}

void put_count(struct strbuf *out, const char *name, uint64_t count)
{
	strbuf_puts(out, name);
	strbuf_putc(out, ' ');
	put_number(out, count);
}

static void put_name(struct strbuf *out, const char *name, bool *first)
{
	if (!name || !*name)
		return;
	strbuf_puts(out, *first ? " ; " : ", ");
	strbuf_puts(out, name);
	*first = false;
}

static void put_operand_name(struct strbuf *out, const struct ir_unit *unit,
			     const struct ir_function *function,
			     const struct ir_operand *operand, bool *first)
{
	if (operand->kind == IR_LOCAL && operand->index < function->nlocals)
		put_name(out, function->locals[operand->index].name, first);
	if (operand->kind == IR_SYMBOL && operand->index < unit->symbols.count)
		put_name(out, unit->symbols.data[operand->index].name, first);
}

/* Appends a comment that names the symbols, locals and field which the line refers to by number. */
static void put_names(struct strbuf *out, const struct ir_unit *unit,
		      const struct ir_function *function, const struct ir_inst *inst)
{
	bool first = true;

	put_operand_name(out, unit, function, &inst->a, &first);
	if (inst->field && inst->field < unit->fields.count) {
		const struct ir_field *field = &unit->fields.data[inst->field];

		strbuf_puts(out, first ? " ; " : ", ");
		strbuf_printf(out, "%s.%s", field->record, field->name);
		first = false;
	}
	put_operand_name(out, unit, function, &inst->b, &first);
	for (uint32_t i = 0; i < inst->nargs; i++)
		put_operand_name(out, unit, function, &inst->args[i], &first);
}

static void put_body(struct strbuf *out, const struct ir_unit *unit,
		     const struct ir_function *function, bool named)
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
			if (named)
				put_names(out, unit, function, &block->insts[i]);
			strbuf_putc(out, '\n');
		}
	}
}

void put_function(struct strbuf *out, const struct ir_unit *unit,
		  const struct ir_function *function, struct strbuf *body, bool named)
{
	body->length = 0;
	if (function->body_text && !function->blocks)
		strbuf_add(body, function->body_text, function->body_length);
	else
		put_body(body, unit, function, named);
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
	if (named && function->symbol < unit->symbols.count && function->symbol) {
		PUT(out, " ; ");
		strbuf_puts(out, unit->symbols.data[function->symbol].name);
	}
	strbuf_putc(out, '\n');
	strbuf_add(out, strbuf_text(body), body->length);
}

void ir_print_function(const struct ir_unit *unit, const struct ir_function *function,
		       struct strbuf *out)
{
	struct strbuf body = { 0 };

	put_function(out, unit, function, &body, false);
	strbuf_free(&body);
}

void ir_dump_function(const struct ir_unit *unit, const struct ir_function *function,
		      struct strbuf *out)
{
	struct strbuf body = { 0 };

	put_function(out, unit, function, &body, true);
	strbuf_free(&body);
}
