// SPDX-License-Identifier: GPL-2.0-only
/* The command of a file for one of its lines, which the #if around it hides in the file's own configuration. */
#include <stdio.h>
#include <string.h>

#include "kbuild/computed.h"
#include "kbuild/conditions.h"
#include "tree/overlay.h"

/* What the options ON and OFF of #if lines want of the first configuration; STRICT: y where it has m. */
static void take_conditions(const struct variant *first, const struct strings *on, const struct strings *off,
			    bool strict, struct settings *settings)
{
	vec_each(symbol, on) {
		char name[256];
		const char *value;

		snprintf(name, sizeof(name), "CONFIG_%s", *symbol);
		value = variant_value((struct variant *)first, name);
		if (!value || (strict && *value == 'm'))
			computed_add_setting(settings, *symbol, strict ? "y" : "m");
	}
	vec_each(symbol, off) {
		char name[256];

		snprintf(name, sizeof(name), "CONFIG_%s", *symbol);
		if (variant_value((struct variant *)first, name))
			computed_add_setting(settings, *symbol, "n");
	}
}

/* The command with the macros ON defined and OFF not, which the build leaves otherwise. */
static void switch_macros(struct computed *computed, const struct strings *on, const struct strings *off,
			  struct compile_command *command)
{
	struct arena *arena = computed->tree->arena;
	size_t room = command->nflags + on->count + off->count;
	const char **flags = arena_alloc(arena, (room + 1) * sizeof(*flags));
	struct strbuf text = { 0 };

	memcpy(flags, command->flags, command->nflags * sizeof(*flags));
	if (command->assumes)
		strbuf_puts(&text, command->assumes);
	vec_each(macro, on) {
		flags[command->nflags++] = arena_printf(arena, "-D%s=1", *macro);
		strbuf_printf(&text, "%sthe macro %s defined", text.length ? ", " : "", *macro);
	}
	vec_each(macro, off) {
		flags[command->nflags++] = arena_printf(arena, "-U%s", *macro);
		strbuf_printf(&text, "%sthe macro %s not defined", text.length ? ", " : "", *macro);
	}
	command->flags = flags;
	command->assumes = arena_strdup(arena, strbuf_text(&text));
	strbuf_free(&text);
}

/* The command of FILE in a configuration in which the options around the place are as they must. */
static void switch_options(struct computed *computed, const char *file, const struct conditions *around,
			   struct compile_command *command)
{
	struct variant *first = computed->variants.data[0];
	struct settings settings = { 0 };
	struct flags_gates gates = { 0 };

	take_conditions(first, &around->on, &around->off, false, &settings);
	if (!settings.count)
		take_conditions(first, &around->on, &around->off, true, &settings);
	if (settings.count) {
		flags_gates_of(first->flags, file, &gates);
		computed_take_gates(first, &gates, 0, false, &settings);
		command->why_not = computed_ask_nearest(computed, &settings, file, command);
		if (command->why_not)
			command->why_not = arena_printf(computed->tree->arena, "the #if around it: %s",
							command->why_not);
	} else if (around->macros_on.count || around->macros_off.count) {
		struct compile_command *own = strmap_get(&computed->commands, file);

		if (own)
			*command = *own;
	}
	vec_free(&gates);
	vec_free(&settings);
}

int computed_find_for_line(struct computed *computed, const char *file, unsigned line,
			   struct compile_command *command, struct error *error)
{
	struct arena *arena = computed->tree->arena;
	struct variant *first = computed_first(computed, error);
	char *text = first ? read_file(tree_file(computed->tree, arena, file), NULL, error) : NULL;
	struct conditions around = { 0 };

	if (!text)
		return -1;
	inputs_add(&computed->inputs, path_join(arena, computed->tree->path, file), ASKED_TEXT);
	all_conditions_around(arena, text, line, &around);
	free(text);
	command->why_not = "no #if with an option is around it";
	if (first->flags && !computed_why_never(computed, file))
		switch_options(computed, file, &around, command);
	if (!command->why_not && (around.macros_on.count || around.macros_off.count))
		switch_macros(computed, &around.macros_on, &around.macros_off, command);
	conditions_free(&around);
	return 0;
}
