// SPDX-License-Identifier: GPL-2.0-only
/* The verifier, part one: a unit's tables. */
#include "ir/verify.h"

#include "ir/shape.h"

static int table_fail(struct error *error, const char *table, size_t index, const char *what)
{
	return error_set(error, ERROR_ANALYSIS, "%s %zu: %s", table, index, what);
}

static const char *wrong_symbol(const struct ir_unit *unit, uint32_t index)
{
	const struct ir_symbol *symbol = &unit->symbols.data[index];
	const char *wrong = verify_type(unit, symbol->type);

	if (wrong)
		return wrong;
	if (!symbol->name || !*symbol->name)
		return "no name";
	if (ir_find_symbol(unit, symbol->name) != index)
		return "the name is there twice, or is not in the index";
	if (symbol->kind != IR_SYM_FUNCTION && symbol->kind != IR_SYM_VARIABLE)
		return "no such kind";
	if (!verify_loc(unit, symbol->loc))
		return "its file is out of range";
	if (symbol->function > unit->functions.count ||
	    (symbol->function &&
	     unit->functions.data[symbol->function - 1].symbol != index))
		return "its function is another symbol's";
	if (symbol->global > unit->globals.count ||
	    (symbol->global && unit->globals.data[symbol->global - 1].symbol != index))
		return "its global is another symbol's";
	return NULL;
}

static const char *wrong_field(const struct ir_unit *unit, uint32_t index)
{
	const struct ir_field *field = &unit->fields.data[index];

	if (!field->record || !field->name)
		return "no record or no name";
	for (uint32_t i = 0; i < field->nenumerators; i++)
		if (field->type.kind != IR_INT || (field->type.bits < 64 &&
		    field->enumerators[i].bits >> field->type.bits))
			return "an enumerator that its type cannot hold";
	return verify_type(unit, field->type);
}

static const char *wrong_value(const struct ir_unit *unit, const struct ir_init *init)
{
	const struct ir_operand *value = &init->value;

	if (value->kind != IR_SYMBOL && init->addend)
		return "an addend without a symbol";
	switch (value->kind) {
	case IR_NONE:
		return NULL;
	case IR_CONST:
		if (verify_type(unit, value->type) || value->type.kind == IR_VOID ||
		    value->type.kind == IR_AGG)
			return "a constant has no scalar type";
		return verify_fits(value->bits, value->type) ? NULL
							     : "a constant does not fit its type";
	case IR_SYMBOL:
		if (!value->index || value->index >= unit->symbols.count)
			return "its symbol is out of range";
		return value->type.kind == IR_PTR ? NULL : "an address is a pointer";
	case IR_STRING:
		if (!value->string)
			return "a string without its bytes";
		return value->type.kind == IR_PTR ? NULL : "an address is a pointer";
	default:
		return "a value that is neither a constant, a symbol nor a string";
	}
}

static const char *wrong_init(const struct ir_unit *unit, const struct ir_init *init)
{
	const char *wrong = verify_type(unit, init->type);

	if (wrong)
		return wrong;
	if (init->type.kind == IR_VOID)
		return "an initialiser of type void";
	if (init->bit_width > init->type.bits || (init->bit_offset && !init->bit_width))
		return "a bit-field that its type cannot hold";
	if (init->field >= unit->fields.count)
		return "its field is out of range";
	return wrong_value(unit, init);
}

static const char *wrong_global(const struct ir_unit *unit, uint32_t index)
{
	const struct ir_global *global = &unit->globals.data[index];

	if (!global->symbol || global->symbol >= unit->symbols.count)
		return "its symbol is out of range";
	if (unit->symbols.data[global->symbol].kind != IR_SYM_VARIABLE)
		return "its symbol is a function";
	if (unit->symbols.data[global->symbol].global != index + 1)
		return "its symbol does not point back";
	for (uint32_t i = 0; i < global->ninits; i++) {
		const char *wrong = wrong_init(unit, &global->inits[i]);

		if (wrong)
			return wrong;
		if (i && global->inits[i].offset < global->inits[i - 1].offset)
			return "its initialisers are not in order";
	}
	return NULL;
}

static const char *wrong_function(const struct ir_unit *unit, uint32_t index)
{
	const struct ir_function *function = &unit->functions.data[index];

	if (!function->symbol || function->symbol >= unit->symbols.count)
		return "its symbol is out of range";
	if (unit->symbols.data[function->symbol].kind != IR_SYM_FUNCTION)
		return "its symbol is a variable";
	if (unit->symbols.data[function->symbol].function != index + 1)
		return "its symbol does not point back";
	return NULL;
}

static const char *wrong_assign(const struct ir_unit *unit, uint32_t index)
{
	const struct ir_assign *assign = &unit->assigns.data[index];

	if (!assign->field || assign->field >= unit->fields.count)
		return "its field is out of range";
	if (!assign->symbol || assign->symbol >= unit->symbols.count ||
	    assign->variable >= unit->symbols.count)
		return "its symbol is out of range";
	if (unit->symbols.data[assign->symbol].kind != IR_SYM_FUNCTION)
		return "its symbol is no function";
	return verify_loc(unit, assign->loc) ? NULL : "its file is out of range";
}

static const char *wrong_file(const struct ir_unit *unit, uint32_t index)
{
	return unit->files.data[index] ? NULL : "no path";
}

static const char *wrong_dep(const struct ir_unit *unit, uint32_t index)
{
	return unit->deps.data[index].path ? NULL : "no path";
}

static const char *wrong_problem(const struct ir_unit *unit, uint32_t index)
{
	return unit->problems.data[index] ? NULL : "no text";
}

static const char *wrong_lost(const struct ir_unit *unit, uint32_t index)
{
	return unit->lost.data[index].member && unit->lost.data[index].why ? NULL : "no text";
}

int verify_tables(const struct ir_unit *unit, struct error *error)
{
	const struct {
		const char *name;
		size_t first, count;
		const char *(*wrong)(const struct ir_unit *unit, uint32_t index);
	} tables[] = {
		{ "file", 1, unit->files.count, wrong_file },
		{ "symbol", 1, unit->symbols.count, wrong_symbol },
		{ "field", 1, unit->fields.count, wrong_field },
		{ "global", 0, unit->globals.count, wrong_global },
		{ "function", 0, unit->functions.count, wrong_function },
		{ "assign", 0, unit->assigns.count, wrong_assign },
		{ "dep", 0, unit->deps.count, wrong_dep },
		{ "problem", 0, unit->problems.count, wrong_problem },
		{ "lost member", 0, unit->lost.count, wrong_lost },
	};

	if (unit->pointer_bits != 32 && unit->pointer_bits != 64)
		return error_set(error, ERROR_ANALYSIS, "pointers of %u bits: 32 or 64 expected",
				 unit->pointer_bits);
	if (!unit->main_file || !unit->arch)
		return error_set(error, ERROR_ANALYSIS, "no main file or architecture (\"\" for none)");
	for (size_t t = 0; t < sizeof(tables) / sizeof(*tables); t++)
		for (size_t i = tables[t].first; i < tables[t].count; i++) {
			const char *wrong = tables[t].wrong(unit, (uint32_t)i);

			if (wrong)
				return table_fail(error, tables[t].name, i, wrong);
		}
	return 0;
}
