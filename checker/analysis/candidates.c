// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/candidates.h"
#include "locate/locate.h"

#include <string.h>

void candidates_from_located(const struct locate_result *located, struct candidates *candidates)
{
	vec_each(from, &located->callbacks) {
		int kind = contract_find(from->record, from->field);

		if (kind < 0)
			continue;
		vec_push(candidates, (struct candidate){
			.kind = (enum contract_kind)kind,
			.function = from->function,
			.ops = from->ops,
			.ops_file = from->ops_file,
			.ops_line = from->ops_line,
			.siblings = from->siblings,
			.nsiblings = from->nsiblings,
			.file = from->file,
			.line = from->line,
		});
	}
}

/* The function of UNIT that a place lies in, or NULL. */
static const struct ir_function *function_around(const struct ir_unit *unit, struct ir_loc loc)
{
	vec_each(function, &unit->functions)
		if (function->loc.file == loc.file && function->loc.line <= loc.line &&
		    loc.line <= function->end_line)
			return function;
	return NULL;
}

/* Both fill the same struct: the variable, or the part of it; through pointers, in one function. */
static bool fill_the_same(const struct ir_unit *unit, const struct ir_assign *a,
			  const struct ir_assign *b)
{
	if (a->variable || b->variable)
		return a->variable == b->variable && a->object == b->object;
	const struct ir_function *around = function_around(unit, a->loc);

	return around && around == function_around(unit, b->loc);
}

/* Fills `siblings`: the other fields that are set in the same struct, a variable or a part of one. */
static void find_siblings(struct arena *arena, const struct ir_unit *unit,
			  const struct ir_assign *assign, struct candidate *candidate)
{
	const char *record = unit->fields.data[assign->field].record;
	struct strings names = { 0 };

	vec_each(other, &unit->assigns) {
		const struct ir_field *field = &unit->fields.data[other->field];

		if (other->field != assign->field && !strcmp(field->record, record) &&
		    fill_the_same(unit, assign, other))
			vec_push(&names, (char *)field->name);
	}
	sort_strings(&names);
	candidate->siblings = arena_copy(arena, names.data, names.count * sizeof(*names.data));
	candidate->nsiblings = names.count;
	vec_free(&names);
}

static void add_assign(struct arena *arena, struct ir_unit *unit, const struct ir_assign *assign,
		       struct candidates *candidates)
{
	const struct ir_field *field = &unit->fields.data[assign->field];
	int kind = contract_find(field->record, field->name);

	if (kind < 0)
		return;
	const char *file = assign->loc.file ? unit->files.data[assign->loc.file] : unit->main_file;
	struct candidate candidate = {
		.kind = (enum contract_kind)kind,
		.function = ir_plain_name(unit->symbols.data[assign->symbol].name),
		.ops = assign->variable ?
		       ir_plain_name(unit->symbols.data[assign->variable].name) : "",
		.ops_file = file,
		.ops_line = assign->loc.line,
		.file = "",
		.misfit = assign->misfit,
	};
	find_siblings(arena, unit, assign, &candidate);
	vec_push(candidates, candidate);
}

void candidates_from_units(struct arena *arena, struct ir_unit *const *units, size_t count,
			   struct candidates *candidates)
{
	for (size_t i = 0; i < count; i++)
		vec_each(assign, &units[i]->assigns)
			add_assign(arena, units[i], assign, candidates);
}

static const char *file_of(const struct ir_unit *unit, const struct ir_function *function)
{
	return function->loc.file ? unit->files.data[function->loc.file] : unit->main_file;
}

/* How well a function fits: 0 not at all, 3 best. */
static int fitness(const struct candidate *candidate, const struct ir_unit *unit,
		   const struct ir_function *function)
{
	const struct ir_symbol *symbol = &unit->symbols.data[function->symbol];

	if (strcmp(ir_plain_name(symbol->name), candidate->function))
		return 0;
	if (*candidate->file)
		return !strcmp(file_of(unit, function), candidate->file) ? 3 : 0;
	if (!strcmp(file_of(unit, function), candidate->ops_file))
		return 3;
	/* the code means a static function of another file only if this unit sets the field */
	if (symbol->is_static)
		return !strcmp(unit->main_file, candidate->ops_file) ? 2 : 0;
	return 1;
}

bool candidate_bind(struct candidate *candidate, struct ir_unit *unit)
{
	int best = 0;

	vec_each(function, &unit->functions) {
		int fits = fitness(candidate, unit, function);

		if (fits <= best)
			continue;
		best = fits;
		candidate->unit = unit;
		candidate->body = function;
	}
	if (!best)
		return false;
	candidate->file = file_of(unit, candidate->body);
	candidate->line = candidate->body->loc.line;
	return true;
}

bool candidate_is_covered(const struct candidate *candidate)
{
	const struct ir_function *body = candidate->body;

	return !body || contract_covers_function(&contracts[candidate->kind],
						 body->return_type.kind == IR_VOID, body->nparams);
}

const char *candidate_misfit_in(const struct candidate *candidate, const struct ir_unit *unit)
{
	vec_each(assign, &unit->assigns) {
		const struct ir_field *field = &unit->fields.data[assign->field];
		const char *name = ir_plain_name(unit->symbols.data[assign->symbol].name);

		if (assign->misfit && !strcmp(name, candidate->function) &&
		    contract_find(field->record, field->name) == (int)candidate->kind)
			return assign->misfit;
	}
	return NULL;
}

void candidate_refuse_misfit(struct candidate *candidate)
{
	if (!candidate->misfit)
		return;
	candidate->unit = NULL;
	candidate->body = NULL;
	candidate->why_not = candidate->misfit;
}

/* The file of the definition, else the one that sets the field. */
static const char *row_file(const struct candidate *candidate)
{
	return *candidate->file ? candidate->file : candidate->ops_file;
}

static int compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	int order = strcmp(row_file(a), row_file(b));

	if (!order)
		order = (a->line > b->line) - (a->line < b->line);
	if (!order)
		order = strcmp(a->function, b->function);
	if (!order)
		order = strcmp(a->ops, b->ops);
	return order ? order : (int)a->kind - (int)b->kind;
}

void candidates_sort(struct candidates *candidates)
{
	size_t kept = 0;

	if (!candidates->count)
		return;
	qsort(candidates->data, candidates->count, sizeof(*candidates->data), compare_candidates);
	for (size_t i = 0; i < candidates->count; i++)
		if (!kept || compare_candidates(&candidates->data[kept - 1], &candidates->data[i]))
			candidates->data[kept++] = candidates->data[i];
	candidates->count = kept;
}

static const char *keep(struct arena *arena, const char *text)
{
	return text ? arena_strdup(arena, text) : NULL;
}

struct row candidate_row(struct arena *arena, const struct candidate *candidate)
{
	return (struct row){
		.file = keep(arena, row_file(candidate)),
		.line = candidate->line,
		.callback = keep(arena, candidate->function),
		.ops = keep(arena, candidate->ops),
		.ops_file = keep(arena, candidate->ops_file),
		.kind = candidate->kind,
		.built = candidate->built,
		.assumes = keep(arena, candidate->assumes),
		.why_not = keep(arena, candidate->why_not),
	};
}
