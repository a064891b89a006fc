// SPDX-License-Identifier: GPL-2.0-only
/* The command of a file for one of its lines, which the #if around it hides in the file's own configuration. */
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "kbuild/computed.h"
#include "tree/branches.h"
#include "tree/overlay.h"

/* What the options ON and OFF of #if lines want of the first configuration; STRICT: y where it has m. */
static void take_conditions(const struct variant *first, const struct strings *on, const struct strings *off,
			    bool strict, struct computed_settings *settings)
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

/* Whether the first COUNT of SETTINGS want something on, and all of it can be on for other architectures alone. */
static bool wants_another_arch(struct computed *computed, const struct computed_settings *settings, size_t count)
{
	bool wants = false;

	for (size_t i = 0; i < count && computed->kconfig; i++) {
		const struct kconfig_setting *setting = &settings->data[i];

		if (*setting->value == 'n')
			continue;
		wants = true;
		if (kconfig_may_be_on(computed->kconfig, setting->symbol) ||
		    !computed_is_defined(computed, setting->symbol))
			return false;
	}
	return wants;
}

/* Whether what SETTINGS want off is off, and what they want on is no option of the kernel. */
static bool are_own_options(struct computed *computed, const struct computed_settings *settings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (*settings->data[i].value == 'n' || computed_is_defined(computed, settings->data[i].symbol))
			return false;
	return true;
}

/* "CONFIG_A=y, CONFIG_B=n" */
static const char *name_settings(struct arena *arena, const struct computed_settings *settings, size_t count)
{
	const char *text = "";

	for (size_t i = 0; i < count; i++)
		text = arena_printf(arena, "%s%sCONFIG_%s=%s", text, i ? ", " : "", settings->data[i].symbol,
				    *settings->data[i].value == 'n' ? "n" : "y");
	return text;
}

/*
 * Fills COMMAND for FILE of a module where the first COUNT of SETTINGS, which #if lines want, and the others, which
 * makefiles do, hold; returns why that cannot be.
 */
static const char *switch_module(struct computed *computed, const struct computed_settings *settings, size_t count,
				 const char *file, struct compile_command *command)
{
	struct arena *arena = computed->tree->arena;
	struct computed_settings wanted = { .data = settings->data, .count = count };
	struct error ignored = { 0 };
	bool has_kconfig = file_in(computed->tree->path, "Kconfig");
	const char *why_not = has_kconfig ? computed_ask_nearest(computed, settings, file, command) :
			      arena_printf(arena, "%s is wanted, and %s is configured otherwise", name_settings(arena, settings, count),
					   computed->build ? computed->build : computed->tree->path);

	/* makefiles and command lines of modules define options that no Kconfig file has */
	if (!why_not || !are_own_options(computed, settings, count) ||
	    computed_find_command(computed, file, command, &ignored) || command->why_not) {
		error_clear(&ignored);
		return why_not;
	}
	computed_define_options(computed, &wanted, command);
	command->assumes = arena_printf(arena, "%s defined for this file: the kernel's configuration does not",
					name_settings(arena, settings, count));
	return NULL;
}

/* The command of FILE in a configuration in which the options around the place are as they must. */
static void switch_options(struct computed *computed, const char *file, const struct strings *on,
			   const struct strings *off, struct compile_command *command)
{
	struct variant *first = computed->variants.data[0];
	struct computed_settings settings = { 0 };
	struct flags_gates gates = { 0 };

	take_conditions(first, on, off, false, &settings);
	if (!settings.count)
		take_conditions(first, on, off, true, &settings);
	if (settings.count) {
		size_t conditions = settings.count;

		computed_gates(computed, first, file, &gates);
		computed_take_gates(first, &gates, 0, false, &settings);
		if (!computed->tree->module)
			command->why_not = computed_ask_nearest(computed, &settings, file, command);
		else
			command->why_not = switch_module(computed, &settings, conditions, file, command);
		if (command->why_not)
			command->why_not = arena_printf(computed->tree->arena, "the #if around it: %s",
							command->why_not);
		command->elsewhere = command->why_not && wants_another_arch(computed, &settings, conditions);
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
	struct strings on = { 0 }, off = { 0 };

	if (!text)
		return -1;
	inputs_add(&computed->inputs, path_join(arena, computed->tree->path, file), ASKED_TEXT);
	options_around(arena, text, line, &on, &off);
	free(text);
	command->why_not = computed_why_never(computed, file);
	command->elsewhere = command->why_not;
	if (!command->why_not)
		command->why_not = "no #if with an option is around it";
	if (first->flags && !command->elsewhere)
		switch_options(computed, file, &on, &off, command);
	vec_free(&on);
	vec_free(&off);
	return 0;
}
