// SPDX-License-Identifier: GPL-2.0-only
/* Variables: how they are set, exported to another make, and seen by the recipe of a target. */
#include <string.h>

#include "kbuild/make_internal.h"

/* ---- variables ---- */

static void *find_in(const struct strmap *map, const char *name, size_t length)
{
	char buffer[512], *copy;
	void *value;

	if (length < sizeof(buffer)) {
		memcpy(buffer, name, length);
		buffer[length] = '\0';
		return strmap_get(map, buffer);
	}
	copy = xmalloc(length + 1);
	memcpy(copy, name, length);
	copy[length] = '\0';
	value = strmap_get(map, copy);
	free(copy);
	return value;
}

struct make_variable *make_find(struct make *make, const char *name, size_t length)
{
	struct make_variable *variable = NULL;

	if (make->target)
		variable = find_in(&make->target_variables, name, length);
	if (!variable)
		variable = find_in(&make->variables, name, length);
	return variable && variable->origin != ORIGIN_UNDEFINED ? variable : NULL;
}

struct make_variable *make_variable(struct make *make, const char *name, size_t length, bool of_target)
{
	struct strmap *map = of_target ? &make->target_variables : &make->variables;
	struct make_variable *variable = find_in(map, name, length);

	if (!variable) {
		variable = arena_alloc(make->arena, sizeof(*variable));
		variable->name = arena_strndup(make->arena, name, length);
		variable->value = xstrdup("");
		strmap_set(map, variable->name, variable);
	}
	return variable;
}

static void append_text(struct make_variable *variable, const char *text, size_t length)
{
	if (variable->length + length + 1 > variable->room) {
		variable->room = 2 * (variable->length + length + 1);
		variable->value = xrealloc(variable->value, variable->room);
	}
	memcpy(variable->value + variable->length, text, length);
	variable->length += length;
	variable->value[variable->length] = '\0';
}

static void set_value(struct make_variable *variable, const char *text, size_t length, bool recursive,
		      enum make_origin origin)
{
	variable->length = 0;
	variable->recursive = recursive;
	variable->origin = origin;
	append_text(variable, text, length);
}

static void set_text(struct make *make, const char *name, const char *value, enum make_origin origin)
{
	struct make_variable *variable = make_variable(make, name, strlen(name), false);

	set_value(variable, value, strlen(value), origin == ORIGIN_ENVIRONMENT && strchr(value, '$'), origin);
	variable->exported = origin == ORIGIN_ENVIRONMENT || origin == ORIGIN_COMMAND_LINE;
}

void make_set_command_line(struct make *make, const char *name, const char *value)
{
	set_text(make, name, value, ORIGIN_COMMAND_LINE);
}

void make_set_environment(struct make *make, const char *name, const char *value)
{
	set_text(make, name, value, ORIGIN_ENVIRONMENT);
}

/* What a += appends to where the variable was never set here: what the configuration has, or another scope.
 */
static void begin_append(struct make *make, struct make_variable *variable, bool of_target)
{
	struct span name = { variable->name, strlen(variable->name) };
	struct make_variable *outer = of_target ? find_in(&make->variables, name.text, name.length) : NULL;
	struct strbuf value = { 0 };

	if (outer && outer->origin != ORIGIN_UNDEFINED) {
		set_value(variable, outer->value, outer->length, outer->recursive, outer->origin);
	} else {
		make_variable_value(make, name, &value);
		set_value(variable, strbuf_text(&value), value.length, true, ORIGIN_FILE);
	}
	strbuf_free(&value);
}

static void append(struct make *make, struct make_variable *variable, const char *text, size_t length,
		   bool of_target)
{
	if (variable->origin == ORIGIN_UNDEFINED)
		begin_append(make, variable, of_target);
	if (variable->length && length)
		append_text(variable, " ", 1);
	append_text(variable, text, length);
	if (variable->origin != ORIGIN_COMMAND_LINE && variable->origin != ORIGIN_OVERRIDE)
		variable->origin = ORIGIN_FILE;
}

/* Whether an assignment by the makefile has no effect. */
static bool is_overridden(const struct make_variable *variable, const struct make_line *line)
{
	return variable && !line->overrides &&
	       (variable->origin == ORIGIN_COMMAND_LINE || variable->origin == ORIGIN_OVERRIDE);
}

void make_assign(struct make *make, const struct make_line *line, const char *name, bool of_target)
{
	size_t length = strlen(name);
	enum make_origin origin = line->overrides ? ORIGIN_OVERRIDE : ORIGIN_FILE;
	struct make_variable *variable = make_find(make, name, length);
	bool simple = line->op == OP_SIMPLE || line->op == OP_SHELL ||
		      (line->op == OP_APPEND && variable && !variable->recursive);
	struct strbuf value = { 0 };

	if (is_overridden(variable, line))
		return;
	if (line->op == OP_CONDITIONAL &&
	    make_variable_origin(make, (struct span){ name, length }) != ORIGIN_UNDEFINED)
		return;
	if (simple)
		make_expand(make, line->value, &value);
	else
		strbuf_add(&value, line->value.text, line->value.length);
	if (line->op == OP_SHELL) {
		struct strbuf answer = { 0 };

		make_shell(make, strbuf_text(&value), &answer);
		strbuf_free(&value);
		value = answer;
	}
	variable = make_variable(make, name, length, of_target);
	if (line->op == OP_APPEND)
		append(make, variable, strbuf_text(&value), value.length, of_target);
	else
		set_value(variable, strbuf_text(&value), value.length, !simple, origin);
	if (line->exported)
		variable->exported = true, variable->unexported = false;
	if (line->unexported)
		variable->unexported = true;
	strbuf_free(&value);
}

const char *make_expand_in_arena(struct make *make, struct span text)
{
	char *value;
	const char *copy;

	if (!memchr(text.text, '$', text.length))
		return arena_strndup(make->arena, text.text, text.length);
	value = make_expanded(make, text);
	copy = arena_strdup(make->arena, value);
	free(value);
	return copy;
}

const char *make_assigned_name(struct make *make, struct span name)
{
	const char *text = make_expand_in_arena(make, name);
	struct span word = make_next_word(text);
	const char *end = text + strlen(text);

	while (end > word.text && strchr(" \t\n", end[-1]))
		end--;
	return arena_strndup(make->arena, word.text, (size_t)(end - word.text));
}

void make_assign_for_targets(struct make *make, const struct make_line *line)
{
	struct make_line *kept = arena_copy(make->arena, line, sizeof(*line));
	const char *name = make_assigned_name(make, line->name);

	kept->name = (struct span){ name, strlen(name) };
	if (line->op == OP_SIMPLE) {
		char *value = make_expanded(make, line->value);

		kept->value = (struct span){ arena_strdup(make->arena, value), strlen(value) };
		free(value);
	}
	make_each_word(target, make_expand_in_arena(make, line->targets))
		vec_push(&make->target_assignments, (struct make_target_assignment){
			arena_strndup(make->arena, target.text, target.length), kept,
			memchr(target.text, '%', target.length) != NULL });
}

void make_export_names(struct make *make, const struct make_line *line)
{
	const char *names = make_expand_in_arena(make, line->value);

	if (!make_next_word(names).length)
		make->export_all = line->kind == LINE_EXPORT;
	make_each_word(word, names) {
		struct make_variable *variable = make_variable(make, word.text, word.length, false);

		variable->exported = line->kind == LINE_EXPORT;
		variable->unexported = line->kind == LINE_UNEXPORT;
	}
}

void make_undefine(struct make *make, const struct make_line *line)
{
	make_each_word(word, make_expand_in_arena(make, line->value)) {
		struct make_variable *variable = find_in(&make->variables, word.text, word.length);

		if (variable && !is_overridden(variable, line))
			set_value(variable, "", 0, false, ORIGIN_UNDEFINED);
	}
}

/* ---- evaluations ---- */

struct make *make_new(struct make_world *world)
{
	static const char *const defaults[][2] = {
		{ "MAKE", "make" },
		{ "MAKE_VERSION", "4.4.1" },
		{ "SHELL", "/bin/sh" },
		{ ".FEATURES",
		  "target-specific order-only second-expansion else-if shortest-stem undefine oneshell "
		  "archives jobserver output-sync check-symlink load notintermediate" },
		{ "MAKEFILE_LIST", "" },
		{ "MAKECMDGOALS", "" },
		{ "RM", "rm -f" },
	};
	struct make *make = xcalloc(1, sizeof(*make));

	make->world = world;
	make->arena = arena_new();
	for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++)
		set_text(make, defaults[i][0], defaults[i][1], ORIGIN_DEFAULT);
	set_text(make, "CURDIR", world->directory, ORIGIN_FILE);
	return make;
}

static void free_values(struct strmap *map)
{
	for (size_t i = 0; i < map->count; i++)
		free(((struct make_variable *)map->entries[i].value)->value);
	strmap_free(map);
}

void make_free(struct make *make)
{
	if (!make)
		return;
	free_values(&make->variables);
	free_values(&make->target_variables);
	make_free_rules(make);
	vec_free(&make->locals);
	vec_free(&make->frames);
	vec_free(&make->included);
	vec_free(&make->target_assignments);
	arena_free(make->arena);
	free(make);
}

/* Whether a shell, and so a make that it starts, can have a variable of this name. */
static bool can_export(const char *name)
{
	for (const char *p = name; *p; p++)
		if (!(*p == '_' || (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
		      (*p >= '0' && *p <= '9' && p > name)))
			return false;
	return *name;
}

void make_inherit(struct make *to, struct make *from)
{
	for (size_t i = 0; i < from->variables.count; i++) {
		struct make_variable *variable = from->variables.entries[i].value;
		bool all = from->export_all && variable->origin == ORIGIN_FILE && can_export(variable->name);

		if (variable->origin == ORIGIN_UNDEFINED || variable->unexported)
			continue;
		if (variable->origin == ORIGIN_COMMAND_LINE)
			make_set_command_line(to, variable->name, variable->value);
		else if (variable->exported || all)
			make_set_environment(to, variable->name, variable->recursive ?
					     make_value(from, variable->name) : variable->value);
	}
}

const char *make_value(struct make *make, const char *name)
{
	struct strbuf value = { 0 };
	const char *copy;

	make_variable_value(make, (struct span){ name, strlen(name) }, &value);
	copy = arena_strdup(make->arena, strbuf_text(&value));
	strbuf_free(&value);
	return copy;
}

bool make_defined(struct make *make, const char *name)
{
	return make_variable_origin(make, (struct span){ name, strlen(name) }) != ORIGIN_UNDEFINED;
}

/* Sets what the makefiles assign for the target alone: by patterns first, then by its name. */
static void enter_target(struct make *make, const struct make_target *target)
{
	struct span name = { target->name, strlen(target->name) }, stem;

	make->target = target;
	free_values(&make->target_variables);
	make->target_variables = (struct strmap){ 0 };
	for (int exact = 0; exact < 2; exact++)
		vec_each(assignment,
			 &make->target_assignments) if (assignment->pattern != exact &&
							make_matches(
								(struct span){ assignment->target,
									       strlen(assignment->target) },
								name, &stem))
			make_assign(make, assignment->line, assignment->line->name.text, true);
}

const char *make_target_value(struct make *make, const struct make_target *target, const char *name)
{
	const char *value;

	enter_target(make, target);
	value = make_value(make, name);
	make->target = NULL;
	return value;
}

const char *make_target_text(struct make *make, const struct make_target *target, const char *text)
{
	const char *value;

	enter_target(make, target);
	value = make_expand_in_arena(make, (struct span){ text, strlen(text) });
	make->target = NULL;
	return value;
}
