// SPDX-License-Identifier: GPL-2.0-only
/* A unit's tables: makes, fills and searches them. Also the names of opcodes and tellings. */
#include "ir/ir.h"

#include <stdlib.h>
#include <string.h>

static const char *const opcode_names[IR_OPCODE_COUNT] = {
#define X(name, text, what) text,
	IR_OPCODES(X)
#undef X
};

const char *ir_opcode_name(enum ir_opcode opcode)
{
	return opcode < IR_OPCODE_COUNT ? opcode_names[opcode] : "?";
}

static const char *const telling_names[IR_TELLING_COUNT] = {
#define X(name, text, yes, no) text,
	IR_TELLINGS(X)
#undef X
};

const char *ir_telling_name(enum ir_telling telling)
{
	return telling < IR_TELLING_COUNT ? telling_names[telling] : "?";
}

bool ir_is_terminator(enum ir_opcode opcode)
{
	return opcode >= IR_JUMP && opcode <= IR_UNREACHABLE;
}

bool ir_is_binary(enum ir_opcode opcode)
{
	return opcode >= IR_ADD && opcode <= IR_ULE;
}

bool ir_is_compare(enum ir_opcode opcode)
{
	return opcode >= IR_EQ && opcode <= IR_ULE;
}

/* Signedness only tells how to print a value, so i32 and u32 are equal. */
bool ir_type_equal(struct ir_type a, struct ir_type b)
{
	return a.kind == b.kind && a.bits == b.bits;
}

struct ir_unit *ir_unit_new(void)
{
	struct ir_unit *unit = xcalloc(1, sizeof(*unit));

	unit->arena = arena_new_unshared();
	unit->main_file = "";
	unit->arch = "";
	unit->pointer_bits = 64;
	vec_push(&unit->files, NULL);
	vec_push(&unit->symbols, (struct ir_symbol){ 0 });
	vec_push(&unit->fields, (struct ir_field){ 0 });
	return unit;
}

void ir_unit_free(struct ir_unit *unit)
{
	if (!unit)
		return;
	vec_free(&unit->files);
	vec_free(&unit->symbols);
	vec_free(&unit->fields);
	vec_free(&unit->functions);
	vec_free(&unit->globals);
	vec_free(&unit->assigns);
	vec_free(&unit->deps);
	vec_free(&unit->problems);
	vec_free(&unit->lost);
	strmap_free(&unit->symbol_index);
	strmap_free(&unit->file_index);
	strmap_free(&unit->field_index);
	arena_free(unit->arena);
	free(unit->text);
	free(unit);
}

/* Maps hold an index plus 1, so that NULL means "not there". */
static void *index_value(size_t index)
{
	return (void *)(uintptr_t)(index + 1);
}

static uint32_t find_index(const struct strmap *map, const char *key)
{
	uintptr_t value = (uintptr_t)strmap_get(map, key);

	return value ? (uint32_t)(value - 1) : 0;
}

uint32_t ir_add_file(struct ir_unit *unit, const char *path)
{
	uint32_t index = find_index(&unit->file_index, path);

	if (index)
		return index;
	index = (uint32_t)unit->files.count;
	path = arena_strdup(unit->arena, path);
	vec_push(&unit->files, path);
	strmap_set(&unit->file_index, path, index_value(index));
	return index;
}

uint32_t ir_add_symbol(struct ir_unit *unit, enum ir_symbol_kind kind, const char *name)
{
	uint32_t index = ir_find_symbol(unit, name);

	if (index)
		return index;
	index = (uint32_t)unit->symbols.count;
	name = arena_strdup(unit->arena, name);
	vec_push(&unit->symbols, (struct ir_symbol){ .kind = kind, .name = name });
	strmap_set(&unit->symbol_index, name, index_value(index));
	return index;
}

uint32_t ir_find_symbol(const struct ir_unit *unit, const char *name)
{
	return find_index(&unit->symbol_index, name);
}

/* The length keeps the key unambiguous when a name holds a dot. */
static char *field_key(const struct ir_field *field)
{
	return xasprintf("%zu:%s.%s", strlen(field->record), field->record, field->name);
}

uint32_t ir_add_field(struct ir_unit *unit, const struct ir_field *field)
{
	char *key = field_key(field);
	uint32_t index = find_index(&unit->field_index, key);

	if (!index) {
		struct ir_field copy = *field;

		copy.record = arena_strdup(unit->arena, field->record);
		copy.name = arena_strdup(unit->arena, field->name);
		index = (uint32_t)unit->fields.count;
		vec_push(&unit->fields, copy);
		strmap_set(&unit->field_index, arena_strdup(unit->arena, key),
			   index_value(index));
	}
	free(key);
	return index;
}

uint32_t ir_find_field(const struct ir_unit *unit, const char *record, const char *name)
{
	char *key = field_key(&(struct ir_field){ .record = record, .name = name });
	uint32_t index = find_index(&unit->field_index, key);

	free(key);
	return index;
}

struct ir_function *ir_find_function(struct ir_unit *unit, const char *name)
{
	uint32_t symbol = ir_find_symbol(unit, name);
	uint32_t function = symbol ? unit->symbols.data[symbol].function : 0;

	return function ? &unit->functions.data[function - 1] : NULL;
}

const char *ir_plain_name(const char *key)
{
	const char *colon = strrchr(key, ':');

	if (!colon)
		return key;
	const char *dot = strchr(colon, '.');
	return dot ? dot + 1 : colon + 1;
}
