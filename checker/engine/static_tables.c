// SPDX-License-Identifier: GPL-2.0-only
/*
 * Function pointers in static variables. Where nothing takes the address of such a variable, and nothing copies to
 * it, each store to a member of it names it, and stands in its own file (assumption "initial-tables").
 */
#include <string.h>

#include "engine/static_tables.h"
#include "engine/strategy.h"

/* Whether the main file of UNIT defines the variable KEY: another file's functions are not all in the unit. */
static bool is_own(const struct ir_unit *unit, const char *key)
{
	size_t length = unit->main_file ? strlen(unit->main_file) : 0;

	return length && !strncmp(key, unit->main_file, length) && key[length] == ':';
}

/* MEMBER is a name, or "record.member". */
static bool is_lost_member(const char *member, const struct ir_field *field)
{
	size_t length = strlen(field->record);

	return !strcmp(member, field->name) || (!strncmp(member, field->record, length) &&
		member[length] == '.' && !strcmp(member + length + 1, field->name));
}

static bool has_damage(const struct ir_unit *unit)
{
	vec_each(function, &unit->functions)
		if (function->damage)
			return true;
	return false;
}

bool is_stored_by_name(struct global_ref ref, const struct ir_field *field)
{
	const struct ir_symbol *symbol = &ref.unit->symbols.data[ref.global->symbol];

	if (!symbol->is_static || ref.global->is_written || ref.global->address_taken || !field ||
	    !field->is_function_pointer || !is_own(ref.unit, symbol->name) || has_damage(ref.unit))
		return false;
	vec_each(lost, &ref.unit->lost)
		if (is_lost_member(lost->member, field))
			return false;
	return true;
}

/* The variable that POINTER was loaded from, whenever that was; its unit is NULL: it is not known. */
static struct global_ref variable_of(struct activation *activation, const struct value *pointer)
{
	const struct symbol *symbol = pointer->kind == VALUE_SYMBOL ? pointer->symbol : NULL;
	struct global_ref none = { NULL, NULL };

	if (!symbol || (symbol->kind != SYMBOL_ENTRY && symbol->kind != SYMBOL_MEMORY))
		return none;
	const struct region *root = region_root(symbol->place->region);

	return root->kind == REGION_GLOBAL ? program_global(activation->engine->program, root->name) : none;
}

/* Whether the file of REF puts TARGET into FIELD of that variable. */
static bool is_put_there(struct global_ref ref, const struct ir_field *field, const struct field_target *target)
{
	vec_each(assign, &ref.unit->assigns) {
		const struct ir_field *member = &ref.unit->fields.data[assign->field];

		if (assign->variable == ref.global->symbol && !strcmp(member->name, field->name) &&
		    !strcmp(member->record, field->record) &&
		    !strcmp(ref.unit->symbols.data[assign->symbol].name, target->key))
			return true;
	}
	return false;
}

bool targets_of_variable(struct activation *activation, const struct value *pointer, const struct ir_field *field,
			 struct field_targets *targets)
{
	struct program *program = activation->engine->program;
	struct global_ref ref = variable_of(activation, pointer);
	struct field_targets all = { 0 };
	size_t before = targets->count;

	if (!ref.global || !is_stored_by_name(ref, field))
		return false;
	program_field_targets(program, field->record, field->name, &all);
	vec_each(target, &all)
		if (is_put_there(ref, field, target))
			vec_push(targets, *target);
	vec_free(&all);
	if (targets->count > before)
		note_assumption(activation, ASSUMPTION_INITIAL_TABLES, NULL, field);
	return targets->count > before;
}
