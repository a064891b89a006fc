// SPDX-License-Identifier: GPL-2.0-only
/* What an operand of an instruction stands for, in the width of its type. */
#include "engine/internal.h"

uint32_t type_width(struct activation *activation, struct ir_type type)
{
	switch (type.kind) {
	case IR_BOOL:
		return 1;
	case IR_PTR:
		return activation->unit->pointer_bits;
	default:
		return type.bits && type.bits <= 64 ? (uint32_t)type.bits : 64;
	}
}

const struct value *any_value(struct activation *activation, const struct ir_inst *site,
			      uint32_t number, uint32_t width)
{
	struct symbol symbol = { .kind = SYMBOL_ANY, .site = site, .index = number };

	return value_symbol(activation->engine->values, &symbol, width);
}

/* A valid address: of a variable, a member, an element. */
static bool is_address(const struct value *value)
{
	return value->kind == VALUE_ADDRESS;
}

static bool is_const(const struct value *value)
{
	return value->kind == VALUE_CONST;
}

const struct value *operate(struct activation *activation, enum ir_opcode opcode,
			    const struct value *a, const struct value *b, uint32_t width,
			    const struct ir_inst *site)
{
	struct engine *engine = activation->engine;
	const struct value *result = value_operation(engine->values, opcode, a, b, width, site);

	if (result->kind == VALUE_SYMBOL && result->symbol->kind == SYMBOL_COMPUTED &&
	    result->symbol->site == site)
		cause_of_value(engine, result, a, b);
	if (b && ir_is_compare(opcode) && is_address(a) != is_address(b) &&
	    (is_const(a) || is_const(b)))
		note_assumption(activation, ASSUMPTION_VALID_ADDRESS, site, NULL);
	return result;
}

const struct value *fit_value(struct activation *activation, const struct value *value,
			      struct ir_type type)
{
	uint32_t width = type_width(activation, type);

	if (value->width == width)
		return value;
	if (width == 1)
		return operate(activation, IR_NE, value,
			       value_const(activation->engine->values, value->width, 0), 1, NULL);
	return operate(activation, value->width < width ? IR_ZEXT : IR_TRUNC, value, NULL, width,
		       NULL);
}

const struct value *operand_value(struct frame *frame, const struct ir_operand *operand)
{
	struct activation *activation = frame->activation;
	struct values *values = activation->engine->values;
	const struct ir_symbol *symbol;
	const struct ir_local *local;
	const struct region *region;

	switch (operand->kind) {
	case IR_TEMP:
		BUG_IF(!frame->temps[operand->index]);
		return frame->temps[operand->index];
	case IR_CONST:
		return value_const(values, type_width(activation, operand->type), operand->bits);
	case IR_LOCAL:
		local = &activation->function->locals[operand->index];
		region = region_local(values, activation->function, operand->index, local->name);
		region_align(region, local->alignment);
		return value_address(values, region, 0);
	case IR_SYMBOL:
		symbol = &activation->unit->symbols.data[operand->index];
		return value_address(values, symbol->kind == IR_SYM_FUNCTION ?
				     region_function(values, symbol->name) :
				     region_global(values, symbol->name), 0);
	case IR_STRING:
		return value_address(values, region_string(values, operand->string), 0);
	default:
		return NULL;
	}
}

bool is_raw(const struct value *value)
{
	const struct symbol *symbol;

	while (value->kind == VALUE_OPERATION && !value->b)
		value = value->a;
	if (value->kind != VALUE_SYMBOL)
		return false;
	symbol = value->symbol;
	while (symbol->kind == SYMBOL_INNER && symbol->inner->kind == VALUE_SYMBOL)
		symbol = symbol->inner->symbol;
	return symbol->kind == SYMBOL_ENTRY || symbol->kind == SYMBOL_MEMORY ||
	       symbol->kind == SYMBOL_INDETERMINATE || symbol->kind == SYMBOL_MIXED;
}

const struct region *result_region(const struct activation *activation, const struct ir_inst *call)
{
	if (call->type.kind != IR_AGG || call->b.kind != IR_LOCAL)
		return NULL;
	return region_local(activation->engine->values, activation->function, call->b.index,
			    activation->function->locals[call->b.index].name);
}
