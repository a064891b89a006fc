// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding settings that let an option be on: what it depends on is required in turn,
 * what contradicts it is cleared. Depth-first with undo; the first way wins. Values that
 * nobody decided are those of the configuration at hand.
 */
#include <string.h>

#include "base/map.h"
#include "kbuild/old_kconfig.h"
#include "tree/tree.h"

/* A chain of dependencies longer than this is given up. */
#define MOST_STEPS 60

struct decision {
	const char *symbol, *value;	/* "y", "m" or "n" */
	bool is_set;			/* has a prompt: becomes a line */
};

struct solver {
	const struct old_kconfig *kconfig;
	const struct configuration *configuration;
	VEC(struct decision) decisions;
	const char *missing;		/* the first symbol that was needed and is not there */
	unsigned depth;
};

static bool require(struct solver *solver, const struct old_expression *expression, bool wanted);
static bool enable(struct solver *solver, const char *name, bool need_yes);
static bool disable(struct solver *solver, const char *name);

static const struct decision *decided(const struct solver *solver, const char *name)
{
	vec_each(decision, &solver->decisions)
		if (!strcmp(decision->symbol, name))
			return decision;
	return NULL;
}

static const char *value_of(const struct solver *solver, const char *name)
{
	const struct decision *decision = decided(solver, name);
	const char *value = decision ? decision->value :
			    configuration_value(solver->configuration, name);

	return value ? value : "n";
}

static bool is_on(const struct solver *solver, const char *name)
{
	return strcmp(value_of(solver, name), "n") != 0;
}

static bool equals(const char *value, const char *text)
{
	size_t length = strlen(text);

	if (*value == '"')
		return !strncmp(value + 1, text, length) && value[1 + length] == '"';
	return !strcmp(value, text);
}

static bool holds(const struct solver *solver, const struct old_expression *expression)
{
	if (!expression)
		return true;
	switch (expression->kind) {
	case EXPRESSION_YES:
		return true;
	case EXPRESSION_NO:
		return false;
	case EXPRESSION_SYMBOL:
		return is_on(solver, expression->symbol);
	case EXPRESSION_EQUAL:
		return equals(value_of(solver, expression->symbol), expression->text);
	case EXPRESSION_UNEQUAL:
		return !equals(value_of(solver, expression->symbol), expression->text);
	case EXPRESSION_NOT:
		return !holds(solver, expression->left);
	case EXPRESSION_AND:
		return holds(solver, expression->left) && holds(solver, expression->right);
	case EXPRESSION_OR:
		return holds(solver, expression->left) || holds(solver, expression->right);
	}
	return false;
}

/* Tries one thing; what it decided is taken back when it fails. */
static bool attempt(struct solver *solver, const struct old_expression *expression, bool wanted)
{
	size_t before = solver->decisions.count;

	if (require(solver, expression, wanted))
		return true;
	solver->decisions.count = before;
	return false;
}

/* `A || B` true, or `A && B` false: what holds already, else either way. */
static bool require_one(struct solver *solver, const struct old_expression *expression, bool wanted)
{
	if (holds(solver, expression->left) == wanted || holds(solver, expression->right) == wanted)
		return true;
	return attempt(solver, expression->left, wanted) ||
	       attempt(solver, expression->right, wanted);
}

static bool require_value(struct solver *solver, const struct old_expression *expression)
{
	if (!strcmp(expression->text, "y"))
		return enable(solver, expression->symbol, true);
	if (!strcmp(expression->text, "n"))
		return disable(solver, expression->symbol);
	return false;
}

static bool require(struct solver *solver, const struct old_expression *expression, bool wanted)
{
	if (!expression || holds(solver, expression) == wanted)
		return !expression ? wanted : true;
	switch (expression->kind) {
	case EXPRESSION_YES:
	case EXPRESSION_NO:
		return false;
	case EXPRESSION_SYMBOL:
		return wanted ? enable(solver, expression->symbol, false) :
				disable(solver, expression->symbol);
	case EXPRESSION_EQUAL:
		return wanted ? require_value(solver, expression) :
				disable(solver, expression->symbol);
	case EXPRESSION_UNEQUAL:
		if (!wanted)
			return require_value(solver, expression);
		return !strcmp(expression->text, "n") ?
			       enable(solver, expression->symbol, false) :
			       disable(solver, expression->symbol);
	case EXPRESSION_NOT:
		return require(solver, expression->left, !wanted);
	case EXPRESSION_AND:
		if (!wanted)
			return require_one(solver, expression, false);
		return require(solver, expression->left, true) &&
		       require(solver, expression->right, true);
	case EXPRESSION_OR:
		if (wanted)
			return require_one(solver, expression, true);
		return require(solver, expression->left, false) &&
		       require(solver, expression->right, false);
	}
	return false;
}

/* An option that nobody is asked about gets on by its default, or because another selects it. */
static bool enable_without_prompt(struct solver *solver, const struct old_symbol *symbol,
				  const struct old_definition *definition)
{
	vec_each(value, &definition->defaults)
		if (attempt(solver, value->condition, true) && attempt(solver, value->value, true))
			return true;
	vec_each(selection, &symbol->selected) {
		size_t before = solver->decisions.count;

		if (require(solver, selection->condition, true) &&
		    enable(solver, selection->by, false))
			return true;
		solver->decisions.count = before;
	}
	return false;
}

static bool enable_by(struct solver *solver, const struct old_symbol *symbol,
		      const struct old_definition *definition, bool need_yes)
{
	bool asked = definition->has_prompt;

	vec_push(&solver->decisions, (struct decision){
		.symbol = symbol->name, .is_set = asked,
		.value = definition->is_tristate && !need_yes ? "m" : "y" });
	if (!require(solver, definition->depends, true))
		return false;
	if (asked && require(solver, definition->prompt_if, true))
		return true;
	return enable_without_prompt(solver, symbol, definition);
}

static bool enable(struct solver *solver, const char *name, bool need_yes)
{
	const struct old_symbol *symbol = strmap_get(&solver->kconfig->symbols, name);
	const char *value = value_of(solver, name);
	bool done = false;

	if (strcmp(value, "n") && (!need_yes || !strcmp(value, "y")))
		return true;
	if ((!symbol || !symbol->definitions.count) && !solver->missing)
		solver->missing = name;
	if (!symbol || decided(solver, name) || solver->depth >= MOST_STEPS)
		return false;
	solver->depth++;
	for (size_t i = 0; i < symbol->definitions.count && !done; i++) {
		size_t before = solver->decisions.count;

		done = enable_by(solver, symbol, symbol->definitions.data[i], need_yes);
		if (!done)
			solver->decisions.count = before;
	}
	solver->depth--;
	return done;
}

static bool is_asked(const struct old_symbol *symbol)
{
	vec_each(definition, &symbol->definitions)
		if ((*definition)->has_prompt)
			return true;
	return false;
}

/* Everybody who selects it must be off as well, and no default may switch it on. */
static bool release(struct solver *solver, const struct old_symbol *symbol)
{
	vec_each(selection, &symbol->selected)
		if (is_on(solver, selection->by) && holds(solver, selection->condition) &&
		    !disable(solver, selection->by))
			return false;
	if (is_asked(symbol))
		return true;
	vec_each(definition, &symbol->definitions)
		vec_each(value, &(*definition)->defaults)
			if (holds(solver, (*definition)->depends) && holds(solver, value->condition) &&
			    holds(solver, value->value) &&
			    !attempt(solver, value->condition, false) &&
			    !attempt(solver, (*definition)->depends, false) &&
			    !attempt(solver, value->value, false))
				return false;
	return true;
}

static bool disable(struct solver *solver, const char *name)
{
	const struct old_symbol *symbol = strmap_get(&solver->kconfig->symbols, name);
	size_t before = solver->decisions.count;
	bool done;

	if (!is_on(solver, name))
		return true;
	if (!symbol || decided(solver, name) || solver->depth >= MOST_STEPS)
		return false;
	solver->depth++;
	vec_push(&solver->decisions, (struct decision){
		.symbol = name, .value = "n", .is_set = is_asked(symbol) });
	done = release(solver, symbol);
	if (!done)
		solver->decisions.count = before;
	solver->depth--;
	return done;
}

void kconfig_solve(const struct old_kconfig *kconfig, const struct configuration *configuration,
		   const struct wish *wish, struct strings *lines, const char **missing)
{
	struct solver solver = { .kconfig = kconfig, .configuration = configuration };
	struct arena *arena = configuration->tree->arena;
	bool solved = true;

	vec_each(symbol, &wish->off)
		solved &= disable(&solver, *symbol);
	vec_each(symbol, &wish->on)
		solved &= enable(&solver, *symbol, false);
	*missing = solved || !solver.missing ? NULL : arena_strdup(arena, solver.missing);
	vec_each(decision, &solver.decisions) {
		if (!decision->is_set)
			continue;
		vec_push(lines, !strcmp(decision->value, "n") ?
			 arena_printf(arena, "# CONFIG_%s is not set", decision->symbol) :
			 arena_printf(arena, "CONFIG_%s=%s", decision->symbol, decision->value));
	}
	vec_free(&solver.decisions);
}

bool wish_granted(const struct wish *wish, const struct configuration *configuration)
{
	vec_each(option, &wish->on)
		if (!configuration_value(configuration, *option))
			return false;
	vec_each(option, &wish->off)
		if (configuration_value(configuration, *option))
			return false;
	return true;
}

void wish_free(struct wish *wish)
{
	vec_free(&wish->on);
	vec_free(&wish->off);
}
