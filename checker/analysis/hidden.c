// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/hidden.h"

#include <string.h>

#include "base/str.h"
#include "tree/lexer.h"

/* The row of a value that has no name. */
#define NAMELESS "(a value)"

static bool is_declared(const struct hidden_search *search, enum contract_kind kind)
{
	const struct contract *contract = &contracts[kind];

	if (!search->declared)
		return true;
	for (const char *const *field = contract->fields; *field; field++) {
		char *name = xasprintf("%s.%s", contract->record, *field);
		bool found = false;

		vec_each(declared, search->declared)
			found = found || !strcmp(*declared, name);
		free(name);
		if (found)
			return true;
	}
	return false;
}

/* Two names of an ops: "own", and "own.member" or "own[1]" for a part; one without a name is any. */
static bool may_be_same_ops(const char *a, const char *b)
{
	size_t length = 0;

	while (a[length] && a[length] == b[length] && is_identifier_char((unsigned char)a[length]))
		length++;
	return !*a || !*b || (!is_identifier_char((unsigned char)a[length]) &&
			      !is_identifier_char((unsigned char)b[length]));
}

/* Text spells an ops otherwise than units do; two units of one file do it alike. */
static bool is_same(const struct candidate *known, const struct candidate *fresh)
{
	return known->kind == fresh->kind && !strcmp(known->function, fresh->function) &&
	       !strcmp(known->ops_file, fresh->ops_file) &&
	       (known->hidden ? !strcmp(known->ops, fresh->ops) || known->ops_line == fresh->ops_line :
				may_be_same_ops(known->ops, fresh->ops));
}

static bool has_sibling(const struct candidate *candidate, const char *name)
{
	for (size_t i = 0; i < candidate->nsiblings; i++)
		if (!strcmp(candidate->siblings[i], name))
			return true;
	return false;
}

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A macro may hide a sibling alone. */
static void add_siblings(struct arena *arena, struct candidate *known, const struct candidate *fresh)
{
	const char **all = arena_alloc(arena, (known->nsiblings + fresh->nsiblings + 1) * sizeof(*all));
	size_t count = 0;

	for (size_t i = 0; i < known->nsiblings; i++)
		all[count++] = known->siblings[i];
	for (size_t i = 0; i < fresh->nsiblings; i++)
		if (!has_sibling(known, fresh->siblings[i]))
			all[count++] = fresh->siblings[i];
	if (count == known->nsiblings)
		return;
	qsort(all, count, sizeof(*all), compare_text);
	known->siblings = all;
	known->nsiblings = count;
}

/* Whether FRESH is known; those that are get the siblings that it has besides. */
static bool is_known(const struct hidden_search *search, const struct candidate *fresh)
{
	bool is = false;

	vec_each(known, search->candidates) {
		if (!is_same(known, fresh))
			continue;
		if (*known->ops && *fresh->ops)
			add_siblings(search->flows.arena, known, fresh);
		is = true;
	}
	return is;
}

static size_t add_assigned(const struct hidden_search *search, struct ir_unit *unit)
{
	struct candidates fresh = { 0 };
	size_t added = 0;

	candidates_from_units(search->flows.arena, &unit, 1, &fresh);
	vec_each(candidate, &fresh) {
		if (!is_declared(search, candidate->kind) ||
		    is_known(search, candidate))
			continue;
		candidate->hidden = true;
		vec_push(search->candidates, *candidate);
		added++;
	}
	vec_free(&fresh);
	return added;
}

/* ---- what arrives by value ---- */

static bool is_function_of(const struct ir_unit *unit, const char *name)
{
	vec_each(symbol, &unit->symbols)
		if (symbol->name && symbol->kind == IR_SYM_FUNCTION &&
		    !strcmp(ir_plain_name(symbol->name), name))
			return true;
	return false;
}

/* The candidate that the text named after the value of FLOW, or NULL. */
static struct candidate *find_stand_in(const struct hidden_search *search,
				       const struct ir_unit *unit, const struct callback_flow *flow)
{
	vec_each(candidate, search->candidates)
		if (candidate->kind == flow->kind && candidate->ops_line == flow->line &&
		    !strcmp(candidate->ops_file, flow->file) && !*candidate->file &&
		    !candidate->why_not && !is_function_of(unit, candidate->function))
			return candidate;
	return NULL;
}

/* That the flow is open has its row, by another unit of the file. */
static bool is_told(const struct hidden_search *search, const struct callback_flow *flow)
{
	vec_each(candidate, search->candidates)
		if (candidate->why_not && candidate->kind == flow->kind &&
		    candidate->ops_line == flow->line && !strcmp(candidate->ops_file, flow->file))
			return true;
	return false;
}

static struct candidate candidate_of_flow(const struct callback_flow *flow, const struct candidate *stand_in)
{
	struct candidate candidate = {
		.kind = flow->kind, .ops = "", .ops_file = flow->file, .ops_line = flow->line,
		.file = "", .hidden = true,
	};

	if (stand_in) {
		candidate.ops = stand_in->ops;
		candidate.siblings = stand_in->siblings;
		candidate.nsiblings = stand_in->nsiblings;
	}
	return candidate;
}

static size_t add_targets(const struct hidden_search *search, const struct callback_flow *flow,
			  const struct candidate *model)
{
	size_t added = 0;

	vec_each(target, &flow->targets) {
		const struct ir_symbol *symbol = &target->unit->symbols.data[target->symbol];
		struct candidate candidate = *model;

		candidate.function = ir_plain_name(symbol->name);
		if (symbol->function) {
			const struct ir_loc *loc =
				&target->unit->functions.data[symbol->function - 1].loc;

			candidate.file = loc->file ? target->unit->files.data[loc->file] :
						     target->unit->main_file;
			candidate.line = loc->line;
		}
		if (is_known(search, &candidate))
			continue;
		vec_push(search->candidates, candidate);
		added++;
	}
	return added;
}

static void remove_candidate(struct candidates *candidates, size_t index)
{
	memmove(candidates->data + index, candidates->data + index + 1,
		(candidates->count - index - 1) * sizeof(*candidates->data));
	candidates->count--;
}

/* A flow that is open keeps, or gets, a row that says why. */
static size_t add_flow(const struct hidden_search *search, const struct ir_unit *unit,
		       const struct callback_flow *flow)
{
	struct arena *arena = search->flows.arena;
	const struct candidate *stand_in = find_stand_in(search, unit, flow);
	size_t at = stand_in ? (size_t)(stand_in - search->candidates->data) : 0;
	bool named = stand_in != NULL;
	struct candidate model = candidate_of_flow(flow, stand_in);
	size_t added = add_targets(search, flow, &model);

	if (!flow->open) {
		if (named)
			remove_candidate(search->candidates, at);
		return added;
	}
	const char *why = arena_printf(arena, "it is no function, and what it holds is not known: %s",
				       flow->open);

	if (named)
		search->candidates->data[at].why_not = why;
	if (named || is_told(search, flow))
		return added;
	model.function = *flow->value ? flow->value : NAMELESS;
	model.why_not = why;
	vec_push(search->candidates, model);
	return added + 1;
}

long hidden_in_unit(const struct hidden_search *search, struct ir_unit *unit, struct error *error)
{
	struct flows flows = { 0 };
	size_t added = add_assigned(search, unit);
	int failed = flows_of_unit(&search->flows, unit, &flows, error);

	vec_each(flow, &flows)
		if (!failed && is_declared(search, flow->kind))
			added += add_flow(search, unit, flow);
	flows_free(&flows);
	return failed ? -1 : (long)added;
}
