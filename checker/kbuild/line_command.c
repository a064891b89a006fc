// SPDX-License-Identifier: GPL-2.0-only
/* The command of a file for one of its lines, which the #if around it hides in the file's own configuration. */
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "kbuild/kbuild_internal.h"
#include "tree/branches.h"
#include "tree/overlay.h"

/* What the options ON and OFF of #if lines want of the first configuration; STRICT: y where it has m. */
static void take_conditions(const struct variant *first, const struct strings *on, const struct strings *off,
			    bool strict, struct option_settings *settings)
{
	vec_each(symbol, on) {
		char name[256];
		const char *value;

		snprintf(name, sizeof(name), "CONFIG_%s", *symbol);
		value = variant_value((struct variant *)first, name);
		if (!value || (strict && *value == 'm'))
			settings_add(settings, *symbol, strict ? "y" : "m");
	}
	vec_each(symbol, off) {
		char name[256];

		snprintf(name, sizeof(name), "CONFIG_%s", *symbol);
		if (variant_value((struct variant *)first, name))
			settings_add(settings, *symbol, "n");
	}
}

/* Whether the first COUNT of SETTINGS want something on, and all of it can be on for other architectures alone. */
static bool wants_another_arch(struct kbuild *kbuild, const struct option_settings *settings, size_t count)
{
	bool wants = false;

	for (size_t i = 0; i < count && kbuild->kconfig; i++) {
		const struct kconfig_setting *setting = &settings->data[i];

		if (*setting->value == 'n')
			continue;
		wants = true;
		if (kconfig_may_be_on(kbuild->kconfig, setting->symbol) ||
		    !defines_option(kbuild, setting->symbol))
			return false;
	}
	return wants;
}

/* Whether what SETTINGS want off is off, and what they want on is no option of the kernel. */
static bool are_own_options(struct kbuild *kbuild, const struct option_settings *settings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (*settings->data[i].value == 'n' || defines_option(kbuild, settings->data[i].symbol))
			return false;
	return true;
}

/* "CONFIG_A=y, CONFIG_B=n" */
static const char *name_settings(struct arena *arena, const struct option_settings *settings, size_t count)
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
static const char *switch_module(struct kbuild *kbuild, const struct option_settings *settings, size_t count,
				 const char *file, struct compile_command *command)
{
	struct arena *arena = kbuild->tree->arena;
	struct option_settings wanted = { .data = settings->data, .count = count };
	struct error ignored = { 0 };
	bool has_kconfig = file_in(kbuild->tree->path, "Kconfig");
	const char *why_not = has_kconfig ? ask_nearest(kbuild, settings, file, command) :
			      arena_printf(arena, "%s is wanted, and %s is configured otherwise", name_settings(arena, settings, count),
					   kbuild->build ? kbuild->build : kbuild->tree->path);

	/* makefiles and command lines of modules define options that no Kconfig file has */
	if (!why_not || !are_own_options(kbuild, settings, count) ||
	    find_file_command(kbuild, file, command, &ignored) || command->why_not) {
		error_clear(&ignored);
		return why_not;
	}
	define_options(kbuild, &wanted, command);
	command->assumes = arena_printf(arena, "%s defined for this file: the kernel's configuration does not",
					name_settings(arena, settings, count));
	return NULL;
}

/* The command of FILE in a configuration in which the options around the place are as they must. */
static void switch_options(struct kbuild *kbuild, const char *file, const struct strings *on,
			   const struct strings *off, struct compile_command *command)
{
	struct variant *first = kbuild->variants.data[0];
	struct option_settings settings = { 0 };
	struct flags_gates gates = { 0 };

	take_conditions(first, on, off, false, &settings);
	if (!settings.count)
		take_conditions(first, on, off, true, &settings);
	if (settings.count) {
		size_t conditions = settings.count;

		gates_of_file(kbuild, first, file, &gates);
		settings_take_gates(first, &gates, 0, false, &settings);
		if (!kbuild->tree->module)
			command->why_not = ask_nearest(kbuild, &settings, file, command);
		else
			command->why_not = switch_module(kbuild, &settings, conditions, file, command);
		if (command->why_not)
			command->why_not = arena_printf(kbuild->tree->arena, "the #if around it: %s",
							command->why_not);
		command->elsewhere = command->why_not && wants_another_arch(kbuild, &settings, conditions);
	}
	vec_free(&gates);
	vec_free(&settings);
}

int find_line_command(struct kbuild *kbuild, const char *file, unsigned line,
			   struct compile_command *command, struct error *error)
{
	struct arena *arena = kbuild->tree->arena;
	struct variant *first = first_variant(kbuild, error);
	char *text = first ? read_file(tree_file(kbuild->tree, arena, file), NULL, error) : NULL;
	struct strings on = { 0 }, off = { 0 };

	if (!text)
		return -1;
	inputs_add(&kbuild->inputs, path_join(arena, kbuild->tree->path, file), ASKED_TEXT);
	options_around(arena, text, line, &on, &off);
	free(text);
	command->why_not = why_never_built(kbuild, file);
	command->elsewhere = command->why_not;
	if (!command->why_not)
		command->why_not = "no #if with an option is around it";
	if (first->flags && !command->elsewhere)
		switch_options(kbuild, file, &on, &off, command);
	vec_free(&on);
	vec_free(&off);
	return 0;
}
