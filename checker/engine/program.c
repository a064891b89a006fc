// SPDX-License-Identifier: GPL-2.0-only
/* Units linked: which body a name means, and which functions a field may hold. */
#include "engine/engine.h"

#include <string.h>

#include "engine/program.h"

struct program {
	struct arena *arena;
	VEC(struct ir_unit *) units;
	struct strmap models;		/* plain name -> struct function_ref */
	struct strmap functions;	/* key -> struct function_ref, the first definition */
	struct strmap globals;		/* key -> struct global_ref */
	struct strmap assigns;		/* "record.field" -> struct field_targets */
	struct strmap complete;		/* "record.field" */
};

struct program *program_new(void)
{
	struct program *program = xcalloc(1, sizeof(*program));

	program->arena = arena_new();
	return program;
}

void program_free(struct program *program)
{
	if (!program)
		return;
	vec_each(unit, &program->units)
		ir_unit_free(*unit);
	vec_free(&program->units);
	for (size_t i = 0; i < program->assigns.count; i++) {
		struct field_targets *targets = program->assigns.entries[i].value;

		vec_free(targets);
	}
	strmap_free(&program->models);
	strmap_free(&program->functions);
	strmap_free(&program->globals);
	strmap_free(&program->assigns);
	strmap_free(&program->complete);
	arena_free(program->arena);
	free(program);
}

static const char *field_key(struct program *program, const char *record, const char *field)
{
	return arena_printf(program->arena, "%s.%s", record, field);
}

static void add_function(struct program *program, struct ir_unit *unit,
			 struct ir_function *function, bool is_model)
{
	const struct ir_symbol *symbol = &unit->symbols.data[function->symbol];
	struct strmap *map = is_model ? &program->models : &program->functions;
	const char *key = is_model ? ir_plain_name(symbol->name) : symbol->name;
	struct function_ref ref = { unit, function, is_model };
	struct function_ref *known = strmap_get(map, key);

	/* a strong definition replaces a weak one; of two equals the first stays */
	if (known && !is_model && !known->unit->symbols.data[known->function->symbol].is_weak)
		return;
	if (known)
		*known = ref;
	else
		strmap_set(map, key, arena_copy(program->arena, &ref, sizeof(ref)));
}

static void add_global(struct program *program, struct ir_unit *unit, struct ir_global *global)
{
	const char *key = unit->symbols.data[global->symbol].name;
	struct global_ref ref = { unit, global };

	if (!strmap_has(&program->globals, key))
		strmap_set(&program->globals, key,
			   arena_copy(program->arena, &ref, sizeof(ref)));
}

static void add_assign(struct program *program, struct ir_unit *unit,
		       const struct ir_assign *assign)
{
	const struct ir_field *field = &unit->fields.data[assign->field];
	const char *key = field_key(program, field->record, field->name);
	struct field_target target = { unit, assign->symbol,
				       unit->symbols.data[assign->symbol].name };
	struct field_targets *targets = strmap_get(&program->assigns, key);

	if (!targets) {
		targets = arena_alloc(program->arena, sizeof(*targets));
		strmap_set(&program->assigns, key, targets);
	}
	vec_each(known, targets)
		if (!strcmp(known->key, target.key))
			return;
	vec_push(targets, target);
}

void program_add_unit(struct program *program, struct ir_unit *unit, bool is_model)
{
	vec_push(&program->units, unit);
	vec_each(function, &unit->functions)
		add_function(program, unit, function, is_model);
	vec_each(global, &unit->globals)
		add_global(program, unit, global);
	vec_each(assign, &unit->assigns)
		add_assign(program, unit, assign);
}

/* Models stand in for what is external or comes from a header, not for a driver's own statics. */
static bool may_be_modelled(const char *key)
{
	const char *plain = ir_plain_name(key);

	return plain == key || (plain - key >= 3 && !strncmp(plain - 3, ".h:", 3));
}

struct function_ref program_find(struct program *program, const char *key)
{
	const struct function_ref *ref = may_be_modelled(key) ?
		strmap_get(&program->models, ir_plain_name(key)) : NULL;

	if (!ref)
		ref = strmap_get(&program->functions, key);
	return ref ? *ref : (struct function_ref){ NULL, NULL, false };
}

struct function_ref program_resolve(struct program *program, struct ir_unit *unit,
				    uint32_t symbol)
{
	const struct ir_symbol *s = &unit->symbols.data[symbol];
	const struct function_ref *model = may_be_modelled(s->name) ?
		strmap_get(&program->models, ir_plain_name(s->name)) : NULL;

	if (model)
		return *model;
	/* the unit's own body: a header's inline can differ from unit to unit */
	if (s->function && !s->is_weak)
		return (struct function_ref){ unit, &unit->functions.data[s->function - 1], false };
	return program_find(program, s->name);
}

struct global_ref program_global(struct program *program, const char *key)
{
	const struct global_ref *ref = strmap_get(&program->globals, key);

	return ref ? *ref : (struct global_ref){ NULL, NULL };
}

static int by_key(const void *a, const void *b)
{
	const struct field_target *x = a, *y = b;

	return strcmp(x->key, y->key);
}

void program_field_targets(struct program *program, const char *record, const char *field,
			   struct field_targets *targets)
{
	const struct field_targets *known =
		strmap_get(&program->assigns, field_key(program, record, field));

	if (!known)
		return;
	vec_each(target, known)
		vec_push(targets, *target);
	qsort(targets->data, targets->count, sizeof(*targets->data), by_key);
}

void program_complete_field(struct program *program, const char *record, const char *field)
{
	strmap_set(&program->complete, field_key(program, record, field), program);
}

bool program_field_is_complete(struct program *program, const char *record, const char *field)
{
	return strmap_has(&program->complete, field_key(program, record, field));
}
