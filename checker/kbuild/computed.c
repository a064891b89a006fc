// SPDX-License-Identifier: GPL-2.0-only
/*
 * How files are compiled, computed: recorded commands of a build directory first, then the flags of its configuration or
 * of allmodconfig, then those of the nearest configuration that builds the file.
 */
#include "kbuild/computed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/process.h"
#include "kbuild/build_directory.h"
#include "kbuild/conditions.h"
#include "kbuild/recorded.h"
#include "kbuild/toolchain.h"
#include "tree/overlay.h"

/* How many ways are tried where makefiles want one option of several. */
#define CHOICES_TRIED 4

#define COMPILER "clang"

/* ---- opening ---- */

/* --build, or the tree itself where it was built in place for the architecture asked for. */
static int find_build(struct computed *computed, const struct kbuild_options *options, struct error *error)
{
	const char *path = computed->tree->path;

	if (options->build) {
		computed->build = build_directory_find(computed->tree, options->build, error);
		if (!computed->build || build_directory_check(computed->tree, computed->build, options->build,
							      &computed->is_configured, error))
			return -1;
		return 0;
	}
	if (!is_configured(path) && (file_in(path, ".config") || !file_in(path, "compile_commands.json")))
		return 0;
	computed->build = path;
	return build_directory_check(computed->tree, path, path, &computed->is_configured, error);
}

/* The directory below arch/ for what is ARCH to make. */
static const char *source_arch(struct tree *tree, const char *arch)
{
	const char *machine = arch_of_machine(arch);

	return file_in(arena_printf(tree->arena, "%s/arch", tree->path), arch) || !machine ? arch : machine;
}

static int find_arch(struct computed *computed, const struct kbuild_options *options, struct error *error)
{
	const char *own = computed->build && computed->is_configured ?
			  build_directory_arch(computed->tree->arena, computed->build, error) : host_arch();

	if (!own)
		return -1;
	computed->arch = own;
	computed->base.arch = source_arch(computed->tree, own);
	if (!options->arch || !strcmp(options->arch, computed->base.arch))
		return 0;
	if (options->build && computed->is_configured)
		return error_set(error, ERROR_USAGE, "%s: configured for %s, and --arch says %s", options->build, own,
				 options->arch);
	/* The tree itself was built for another one. */
	computed->build = NULL;
	computed->arch = computed->base.arch = arena_strdup(computed->tree->arena, options->arch);
	return 0;
}

static int open_computed(struct computed *computed, const struct kbuild_options *options, struct error *error)
{
	struct variant *first;

	if (find_build(computed, options, error) || find_arch(computed, options, error))
		return -1;
	computed_recall(computed);
	if (computed->base.directory)
		return 0;
	first = computed_first(computed, error);
	if (!first)
		return -1;
	computed->base.directory = first->directory;
	computed->has_news = true;
	return 0;
}

/* ---- settings ---- */

static void add_setting(struct settings *settings, const char *symbol, const char *value)
{
	vec_each(setting, settings)
		if (!strcmp(setting->symbol, symbol)) {
			if (*value == 'y')
				setting->value = value;
			return;
		}
	vec_push(settings, (struct kconfig_setting){ symbol, value });
}

/* What kconfig_require() understands for a wish of a makefile. */
static const char *wanted_value(enum gate_wants wants)
{
	return wants == GATE_OFF ? "n" : wants == GATE_YES ? "y" : "m";
}

static bool is_met(const struct variant *variant, const struct flags_gate *gate)
{
	const char *value = variant_value((struct variant *)variant, gate->symbol);
	char set = value ? *value : 'n';

	return gate->wants == GATE_OFF ? set == 'n' : gate->wants == GATE_YES ? set == 'y' : set != 'n';
}

static bool choice_is_met(const struct variant *variant, const struct flags_gates *gates, unsigned choice)
{
	vec_each(gate, gates)
		if (gate->choice == choice && is_met(variant, gate))
			return true;
	return false;
}

/* Whether GATE is that of its choice which the way number WAY takes. */
static bool is_chosen(const struct flags_gates *gates, const struct flags_gate *gate, unsigned way)
{
	unsigned before = 0, count = 0;

	vec_each(other, gates) {
		count += other->choice == gate->choice;
		before += other->choice == gate->choice && other < gate;
	}
	return before == (way < count ? way : count - 1);
}

/* The settings for GATES; with ALL those too that VARIANT meets. */
static void take_gates(const struct variant *variant, const struct flags_gates *gates, unsigned way, bool all,
		       struct settings *settings)
{
	vec_each(gate, gates) {
		if (!starts_with(gate->symbol, "CONFIG_"))
			continue;
		if (gate->choice ? choice_is_met(variant, gates, gate->choice) || !is_chosen(gates, gate, way) :
		    !all && is_met(variant, gate))
			continue;
		add_setting(settings, gate->symbol + strlen("CONFIG_"), wanted_value(gate->wants));
	}
}

/* ---- one file ---- */

static struct compile_command *new_command(struct computed *computed, const char *file)
{
	struct compile_command *command = arena_alloc(computed->tree->arena, sizeof(*command));

	*command = (struct compile_command){
		.file = arena_printf(computed->tree->arena, "%s/%s", computed->tree->path, file), .compiler = COMPILER,
	};
	return command;
}

/* Fills COMMAND where VARIANT builds FILE; returns why not. */
static const char *ask_variant(struct computed *computed, struct variant *variant, const char *file,
			       struct compile_command *command)
{
	struct arena *arena = computed->tree->arena;
	struct flags_answer answer;

	if (variant->why_not)
		return variant->why_not;
	if (!variant->flags)
		return arena_printf(arena, "%s/compile_commands.json does not name it", variant->directory);
	flags_of(variant->flags, &file, 1, &answer);
	if (answer.why_not)
		return arena_strdup(arena, answer.why_not);
	const char **flags = arena_alloc(arena, (answer.nflags + 1) * sizeof(*flags));

	for (size_t i = 0; i < answer.nflags; i++)
		flags[i] = arena_strdup(arena, answer.flags[i]);
	command->flags = flags;
	command->nflags = answer.nflags;
	command->directory = variant->directory;
	command->assumes = variant->assumes;
	command->why_not = NULL;
	return NULL;
}

/* Likewise in the nearest configuration with SETTINGS. What fails on the way costs this file alone. */
static const char *ask_nearest(struct computed *computed, const struct settings *settings, const char *file,
			       struct compile_command *command)
{
	struct error trouble = { 0 };
	struct variant *variant = computed_variant(computed, settings, &trouble);
	const char *why_not = variant ? NULL : arena_strdup(computed->tree->arena, trouble.message);

	error_clear(&trouble);
	return variant ? ask_variant(computed, variant, file, command) : why_not;
}

/* The nearest configuration that builds FILE, which the first one does not. */
static const char *find_nearest(struct computed *computed, const char *file, struct compile_command *command,
				const char *why_not)
{
	struct variant *first = computed->variants.data[0];
	struct flags_gates gates = { 0 };
	const char *nearest = NULL;
	bool done = false;

	if (first->flags)
		flags_gates_of(first->flags, file, &gates);
	for (unsigned way = 0; way < 2 * CHOICES_TRIED && gates.count && !done; way++) {
		struct settings settings = { 0 };

		take_gates(first, &gates, way / 2, way % 2, &settings);
		if (settings.count) {
			const char *reason = ask_nearest(computed, &settings, file, command);

			done = !reason;
			nearest = nearest ? nearest : reason;
		}
		vec_free(&settings);
	}
	vec_free(&gates);
	return done ? NULL : nearest ? nearest : why_not;
}

/* "needs CONFIG_X", and no Kconfig file has an X: nothing can ever build it as it is, here or elsewhere. */
static bool needs_unknown(struct computed *computed, const char *why_not)
{
	const char *symbol = why_not && starts_with(why_not, "needs CONFIG_") ? why_not + strlen("needs CONFIG_") : NULL;

	return symbol && !strpbrk(symbol, " ,=") && !computed_is_defined(computed, symbol);
}

/* The command with what SETTINGS say of options that autoconf.h does not know. */
static void define_options(struct computed *computed, const struct settings *settings, struct compile_command *command)
{
	struct arena *arena = computed->tree->arena;
	const char **flags = arena_alloc(arena, (command->nflags + settings->count + 1) * sizeof(*flags));

	memcpy(flags, command->flags, command->nflags * sizeof(*flags));
	vec_each(setting, settings)
		flags[command->nflags++] = arena_printf(arena, *setting->value == 'n' ? "-UCONFIG_%s" : "-DCONFIG_%s=1",
							setting->symbol);
	command->flags = flags;
	command->borrowed = true;
}

/* Its options are forced on: better than nothing for a file that is not yet, or not any more, part of the kernel. */
static const char *force(struct computed *computed, const char *file, struct compile_command *command,
			 const char *why_not)
{
	struct variant *first = computed->variants.data[0], *forced;
	struct flags_gates gates = { 0 };
	struct settings settings = { 0 };

	flags_gates_of(first->flags, file, &gates);
	take_gates(first, &gates, 0, false, &settings);
	forced = settings.count ? computed_forced(computed, &settings) : NULL;
	if (forced && !ask_variant(computed, forced, file, command)) {
		define_options(computed, &settings, command);
		why_not = NULL;
	}
	vec_free(&settings);
	vec_free(&gates);
	return why_not;
}

/* What no configuration of this architecture builds. */
static const char *why_never(struct computed *computed, const char *file)
{
	size_t length = strcspn(file + (starts_with(file, "arch/") ? 5 : 0), "/");

	if (ends_with(file, ".h"))
		return "a header: it is compiled only as part of the files that include it";
	if (starts_with(file, "arch/") && (strncmp(file + 5, computed->base.arch, length) || computed->base.arch[length]))
		return arena_printf(computed->tree->arena, "built only for ARCH=%.*s: scan with --arch %.*s", (int)length,
				    file + 5, (int)length, file + 5);
	return NULL;
}

static int find_command(struct computed *computed, const char *file, struct compile_command *command,
			struct error *error)
{
	struct variant *first = computed_first(computed, error);

	if (!first)
		return -1;
	command->why_not = why_never(computed, file);
	if (command->why_not)
		return 0;
	command->why_not = ask_variant(computed, first, file, command);
	if (command->why_not && first->flags)
		command->why_not = find_nearest(computed, file, command, command->why_not);
	if (needs_unknown(computed, command->why_not))
		command->why_not = force(computed, file, command, command->why_not);
	return 0;
}

/* ---- recorded commands ---- */

/* Those of FILES that the build directory has recorded how it compiled them. */
static int take_recorded(struct computed *computed, const struct strings *files, struct strmap *recorded,
			 struct error *error)
{
	struct tree *tree = computed->tree;

	if (!computed->build || !files->count)
		return 0;
	inputs_add(&computed->inputs, arena_printf(tree->arena, "%s/compile_commands.json", computed->build), ASKED_TEXT);
	if (read_compile_commands(tree, computed->build, (const char *const *)files->data, files->count, recorded, error))
		return -1;
	if (!computed->is_configured)
		return 0;
	inputs_add(&computed->inputs, arena_printf(tree->arena, "%s/include/config/auto.conf", computed->build),
		   ASKED_TEXT);
	vec_each(file, files) {
		if (strmap_has(recorded, *file) || !ends_with(*file, ".c"))
			continue;
		inputs_add(&computed->inputs, command_file_path(tree, computed->build, *file), ASKED_TEXT);
		struct compile_command *command = read_command_file(tree, computed->build, *file);

		if (command)
			strmap_set(recorded, *file, command);
	}
	return 0;
}

static int find_commands(struct computed *computed, const struct strings *files, struct error *error)
{
	struct strmap recorded = { 0 };
	int failed = take_recorded(computed, files, &recorded, error);

	for (size_t i = 0; i < files->count && !failed; i++) {
		struct compile_command *command = strmap_get(&recorded, files->data[i]);

		if (!command) {
			command = new_command(computed, files->data[i]);
			failed = find_command(computed, files->data[i], command, error);
		}
		if (!failed)
			strmap_set(&computed->commands, files->data[i], command);
		if (!failed && process_interrupted())
			failed = error_set(error, ERROR_ENVIRONMENT, "interrupted");
	}
	computed->has_news = true;
	strmap_free(&recorded);
	return failed ? -1 : 0;
}

static int computed_commands(struct kbuild *base, const char *const *files, size_t count,
			     struct compile_command *commands, struct error *error)
{
	struct computed *computed = (struct computed *)base;
	struct arena *arena = computed->tree->arena;
	struct strings wanted = { 0 };
	int failed = 0;

	for (size_t i = 0; i < count; i++) {
		char *file = path_normalise(arena, files[i]);

		if (!strmap_has(&computed->commands, file))
			vec_push(&wanted, file);
	}
	if (wanted.count)
		failed = find_commands(computed, &wanted, error);
	for (size_t i = 0; i < count && !failed; i++) {
		const struct compile_command *command = strmap_get(&computed->commands,
								   path_normalise(arena, files[i]));

		commands[i] = *command;
	}
	vec_free(&wanted);
	return failed ? -1 : 0;
}

/* ---- one line ---- */

/* What the options ON and OFF, of #if lines, want of the first configuration; STRICT: built in where m was found. */
static void take_conditions(const struct variant *first, const struct strings *on, const struct strings *off, bool strict,
			    struct settings *settings)
{
	vec_each(symbol, on) {
		char name[256];
		const char *value;

		snprintf(name, sizeof(name), "CONFIG_%s", *symbol);
		value = variant_value((struct variant *)first, name);
		if (!value || (strict && *value == 'm'))
			add_setting(settings, *symbol, strict ? "y" : "m");
	}
	vec_each(symbol, off) {
		char name[256];

		snprintf(name, sizeof(name), "CONFIG_%s", *symbol);
		if (variant_value((struct variant *)first, name))
			add_setting(settings, *symbol, "n");
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
		take_gates(first, &gates, 0, false, &settings);
		command->why_not = ask_nearest(computed, &settings, file, command);
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

static int find_for_line(struct computed *computed, const char *file, unsigned line, struct compile_command *command,
			 struct error *error)
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
	if (first->flags && !why_never(computed, file))
		switch_options(computed, file, &around, command);
	if (!command->why_not && (around.macros_on.count || around.macros_off.count))
		switch_macros(computed, &around.macros_on, &around.macros_off, command);
	conditions_free(&around);
	return 0;
}

static int computed_command_for_line(struct kbuild *base, const char *file, unsigned line,
				     struct compile_command *command, struct error *error)
{
	struct computed *computed = (struct computed *)base;
	const char *normal = path_normalise(computed->tree->arena, file);
	const char *key = arena_printf(computed->tree->arena, "%s:%u", normal, line);
	struct compile_command *known = strmap_get(&computed->commands, key), own;

	/* Its own command says what the file is built with at all. */
	if (!known && computed_commands(base, &normal, 1, &own, error))
		return -1;
	if (!known) {
		known = new_command(computed, normal);
		if (find_for_line(computed, normal, line, known, error))
			return -1;
		strmap_set(&computed->commands, key, known);
		computed->has_news = true;
	}
	*command = *known;
	return 0;
}

/* ---- the way ---- */

static void computed_close(struct kbuild *base)
{
	struct computed *computed = (struct computed *)base;

	if (base->directory)
		computed_remember(computed);
	computed_free_variants(computed);
	if (computed->kconfig)
		kconfig_close(computed->kconfig);
	make_sources_close(computed->sources);
	inputs_free(&computed->inputs);
	strmap_free(&computed->commands);
	free(computed);
}

static const struct kbuild_way computed_way = {
	.commands = computed_commands, .command_for_line = computed_command_for_line, .close = computed_close,
};

struct kbuild *kbuild_open_computed(struct tree *tree, const struct kbuild_options *options, struct error *error)
{
	struct computed *computed = xcalloc(1, sizeof(*computed));

	computed->base.way = &computed_way;
	computed->tree = tree;
	computed->started = time(NULL);
	computed->clang = arena_strdup(tree->arena, options->clang ? options->clang : "");
	computed->clang_headers = options->clang_headers ? arena_strdup(tree->arena, options->clang_headers) : NULL;
	computed->sources = make_sources_open(tree);
	computed->inputs = (struct inputs){ .tree = tree, .arena = tree->arena };
	if (open_computed(computed, options, error)) {
		computed->base.directory = NULL;
		computed_close(&computed->base);
		return NULL;
	}
	return &computed->base;
}
