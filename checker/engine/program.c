// SPDX-License-Identifier: GPL-2.0-only
/* Linked units: the body that a name means, and the functions that a field may hold. */
#include "engine/engine.h"

#include <string.h>

#include "engine/program.h"
#include "engine/static_call.h"

struct program {
	struct arena *arena;
	VEC(struct ir_unit *) units;
	VEC(struct ir_unit *) owned;	/* of these */
	struct strmap models;		/* plain name -> struct function_ref */
	struct strmap prefixes;		/* beginning of a name -> struct function_ref of a model */
	struct strmap helpers;		/* plain name -> struct function_ref in a header */
	struct strmap ghosts;		/* keys of the variables of models */
	struct strmap functions;	/* key -> struct function_ref, the first definition */
	struct strmap globals;		/* key -> struct global_ref */
	struct strmap assigns;		/* "record.field" -> struct field_targets */
	struct strmap complete;		/* "record.field" */
	struct strmap lost;		/* members that lost code may store to -> why */
	struct strmap last_words;	/* keys of weak functions that no strong one replaces */
	bool expects_strong;		/* a weak function counts once it is there */
	struct strmap complete_calls;	/* keys of the trampolines of static calls */
	struct strmap assembly;		/* keys of functions that are no C */
	struct static_calls static_calls;
};

struct program *program_new(void)
{
	struct program *program = xcalloc(1, sizeof(*program));

	program->arena = arena_new_unshared();
	return program;
}

static void free_static_calls(struct static_calls *calls)
{
	vec_each(call, &calls->all) {
		vec_free(&(*call)->functions);
		vec_free(&(*call)->fields);
		free(*call);
	}
	vec_free(&calls->all);
	strmap_free(&calls->by_name);
}

void program_free(struct program *program)
{
	if (!program)
		return;
	vec_each(unit, &program->owned)
		ir_unit_free(*unit);
	vec_free(&program->owned);
	vec_free(&program->units);
	for (size_t i = 0; i < program->assigns.count; i++) {
		struct field_targets *targets = program->assigns.entries[i].value;

		vec_free(targets);
	}
	free_static_calls(&program->static_calls);
	strmap_free(&program->assembly);
	strmap_free(&program->models);
	strmap_free(&program->prefixes);
	strmap_free(&program->helpers);
	strmap_free(&program->ghosts);
	strmap_free(&program->functions);
	strmap_free(&program->globals);
	strmap_free(&program->assigns);
	strmap_free(&program->complete);
	strmap_free(&program->lost);
	strmap_free(&program->complete_calls);
	strmap_free(&program->last_words);
	arena_free(program->arena);
	free(program);
}

static const char *field_key(struct program *program, const char *record, const char *field)
{
	return arena_printf(program->arena, "%s.%s", record, field);
}

bool program_is_in_header(const char *key)
{
	const char *plain = ir_plain_name(key);

	return plain - key >= 3 && !strncmp(plain - 3, ".h:", 3);
}

static void set_function(struct program *program, struct strmap *map, const char *key,
			 struct function_ref ref, bool replace)
{
	struct function_ref *known = strmap_get(map, key);

	if (known && replace)
		*known = ref;
	if (!known)
		strmap_set(map, key, arena_copy(program->arena, &ref, sizeof(ref)));
}

static void add_model(struct program *program, struct function_ref ref, const char *key)
{
	const char *plain = ir_plain_name(key);

	if (starts_with(plain, MODEL_PREFIX))
		set_function(program, &program->prefixes, plain + strlen(MODEL_PREFIX), ref, true);
	else
		set_function(program, &program->models, plain, ref, true);
}

static void add_function(struct program *program, struct ir_unit *unit,
			 struct ir_function *function, bool is_model)
{
	const char *key = unit->symbols.data[function->symbol].name;
	struct function_ref ref = { unit, function, is_model };

	if (is_model) {
		add_model(program, ref, key);
		return;
	}
	/* a strong definition replaces a weak one; of two equals the first stays */
	const struct function_ref *known = strmap_get(&program->functions, key);
	set_function(program, &program->functions, key, ref, known &&
		     known->unit->symbols.data[known->function->symbol].is_weak);
	if (program_is_in_header(key))
		set_function(program, &program->helpers, ir_plain_name(key), ref, false);
}

static void add_global(struct program *program, struct ir_unit *unit, struct ir_global *global,
		       bool is_model)
{
	const char *key = unit->symbols.data[global->symbol].name;
	struct global_ref ref = { unit, global };

	if (is_model)
		strmap_set(&program->ghosts, key, program);

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

void program_share_unit(struct program *program, struct ir_unit *unit, bool is_model)
{
	vec_push(&program->units, unit);
	vec_each(function, &unit->functions)
		add_function(program, unit, function, is_model);
	vec_each(global, &unit->globals)
		add_global(program, unit, global, is_model);
	vec_each(assign, &unit->assigns)
		add_assign(program, unit, assign);
	vec_each(lost, &unit->lost)
		if (!strmap_has(&program->lost, lost->member))
			strmap_set(&program->lost, lost->member, (void *)lost->why);
}

void program_add_unit(struct program *program, struct ir_unit *unit, bool is_model)
{
	vec_push(&program->owned, unit);
	program_share_unit(program, unit, is_model);
}

void program_share_models(struct program *program, const struct program *models)
{
	vec_each(unit, &models->units)
		program_share_unit(program, *unit, true);
}

void program_declare_assembly(struct program *program, const char *key)
{
	strmap_set(&program->assembly, arena_strdup(program->arena, key), program);
}

bool program_is_assembly(const struct program *program, const char *key)
{
	return strmap_has(&program->assembly, key);
}

void program_complete_static_call(struct program *program, const char *key)
{
	strmap_set(&program->complete_calls, arena_strdup(program->arena, key), program);
}

bool program_static_call_is_complete(const struct program *program, const char *key)
{
	return strmap_has(&program->complete_calls, key);
}

struct static_calls *program_static_calls(struct program *program)
{
	return &program->static_calls;
}

size_t program_unit_count(const struct program *program)
{
	return program->units.count;
}

struct ir_unit *program_unit(const struct program *program, size_t index)
{
	return program->units.data[index];
}

/*
 * A model stands in for functions that are external or come from a header, not for a driver's own
 * statics.
 */
static const struct function_ref *find_model(const struct program *program, const char *key)
{
	const char *plain = ir_plain_name(key);
	const struct function_ref *ref;

	if (plain != key && !program_is_in_header(key))
		return NULL;
	ref = strmap_get(&program->models, plain);
	for (size_t i = 0; i < program->prefixes.count && !ref; i++)
		if (starts_with(plain, program->prefixes.entries[i].key))
			ref = program->prefixes.entries[i].value;
	return ref;
}

struct function_ref program_model(const struct program *program, const char *name)
{
	const struct function_ref *ref = strmap_get(&program->models, name);

	return ref ? *ref : (struct function_ref){ NULL, NULL, false };
}

void program_expect_strong(struct program *program)
{
	program->expects_strong = true;
}

void program_settle_weak(struct program *program, const char *key)
{
	strmap_set(&program->last_words, arena_strdup(program->arena, key), program);
}

/* Whether another file may define the function of REF, which is weak. */
static bool may_be_replaced(const struct program *program, const struct function_ref *ref,
			    const char *key)
{
	return program->expects_strong && ref->unit->symbols.data[ref->function->symbol].is_weak &&
	       !strmap_has(&program->last_words, key);
}

struct function_ref program_find(struct program *program, const char *key)
{
	const struct function_ref *ref = find_model(program, key);

	if (!ref)
		ref = strmap_get(&program->functions, key);
	if (ref && may_be_replaced(program, ref, key))
		ref = NULL;
	return ref ? *ref : (struct function_ref){ NULL, NULL, false };
}

bool program_means_original(struct program *program, const struct ir_unit *unit, uint32_t symbol,
			    const struct ir_function *model)
{
	const struct function_ref *ref = model ? find_model(program, unit->symbols.data[symbol].name) : NULL;

	return ref && ref->function == model;
}

struct function_ref program_resolve(struct program *program, struct ir_unit *unit,
				    uint32_t symbol, const struct ir_function *model)
{
	const struct ir_symbol *s = &unit->symbols.data[symbol];
	const struct function_ref *ref = find_model(program, s->name);
	bool is_itself = program_means_original(program, unit, symbol, model);

	if (is_itself)
		ref = strmap_get(&program->functions, s->name);
	/* a model calls the kernel's inline function of that name, in any header */
	if (!ref && model && (is_itself || !s->function))
		ref = strmap_get(&program->helpers, s->name);
	if (ref)
		return *ref;
	/* the unit's own body: a header's inline function can differ from unit to unit */
	if (s->function && !s->is_weak && !is_itself)
		return (struct function_ref){ unit, &unit->functions.data[s->function - 1], model };
	return is_itself ? (struct function_ref){ NULL, NULL, false } : program_find(program, s->name);
}

bool program_is_intrinsic(const char *name)
{
	return (starts_with(name, "__mn_") && !starts_with(name, MODEL_PREFIX)) ||
	       starts_with(name, "__probe_");
}

const char *program_suspender(const struct program *program, const char *event)
{
	for (size_t i = 0; i < program->ghosts.count; i++) {
		const char *name = program->ghosts.entries[i].key;

		if (starts_with(name, SUSPENDER_PREFIX) &&
		    !strcmp(name + strlen(SUSPENDER_PREFIX), event))
			return name;
	}
	return NULL;
}

bool program_is_ghost(const struct program *program, const char *key)
{
	return strmap_has(&program->ghosts, key);
}

bool program_is_given(const struct program *program, const char *key)
{
	return program_is_ghost(program, key) && starts_with(key, GIVEN_PREFIX);
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

static bool is_private_everywhere(const struct program *program, const struct ir_field *wanted)
{
	vec_each(unit, &program->units)
		vec_each(field, &(*unit)->fields)
			if (field->is_function_pointer && !field->is_private &&
			    !strcmp(field->name, wanted->name) && !strcmp(field->record, wanted->record))
				return false;
	return true;
}

void program_complete_private(struct program *program)
{
	vec_each(unit, &program->units)
		vec_each(field, &(*unit)->fields)
			if (field->is_private && is_private_everywhere(program, field))
				program_complete_field(program, field->record, field->name);
}

bool program_field_is_complete(struct program *program, const char *record, const char *field)
{
	return strmap_has(&program->complete, field_key(program, record, field)) &&
	       !program_lost(program, record, field);
}

const char *program_lost(struct program *program, const char *record, const char *field)
{
	const char *why = strmap_get(&program->lost, field);

	return why ? why : strmap_get(&program->lost, field_key(program, record, field));
}
