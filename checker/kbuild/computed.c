// SPDX-License-Identifier: GPL-2.0-only
/*
 * How files are compiled, computed: recorded commands of a build directory come first, then the flags of its
 * configuration or of allmodconfig, then those of the nearest configuration that builds the file.
 */
#include "kbuild/computed.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/process.h"
#include "kbuild/build_directory.h"
#include "kbuild/recorded.h"
#include "kbuild/toolchain.h"

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
	if (options->build)
		return error_set(error, ERROR_USAGE, "%s: configured for %s, and --arch says %s",
				 options->build, own, options->arch);
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

/* ---- recorded commands ---- */

/* Those of FILES that the build directory has recorded how it compiled them. */
static int take_recorded(struct computed *computed, const struct strings *files, struct strmap *recorded,
			 struct error *error)
{
	struct tree *tree = computed->tree;

	if (!computed->build || !files->count)
		return 0;
	inputs_add(&computed->inputs, arena_printf(tree->arena, "%s/compile_commands.json", computed->build),
		   ASKED_TEXT);
	if (read_compile_commands(tree, computed->build, (const char *const *)files->data, files->count, recorded,
				  error))
		return -1;
	if (!computed->is_configured)
		return 0;
	inputs_add(&computed->inputs, arena_printf(tree->arena, "%s/include/config/auto.conf", computed->build),
		   ASKED_TEXT);
	vec_each(file, files) {
		/* what was recorded beside a module's file may be of another kernel */
		if (strmap_has(recorded, *file) || !ends_with(*file, ".c") || tree_in_module(tree, *file))
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
			command = computed_new_command(computed, files->data[i]);
			failed = computed_find_command(computed, files->data[i], command, error);
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
		known = computed_new_command(computed, normal);
		if (computed_find_for_line(computed, normal, line, known, error))
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
	vec_free(&computed->roots);
	vec_free(&computed->variables);
	make_sources_close(computed->sources);
	inputs_free(&computed->inputs);
	strmap_free(&computed->commands);
	free(computed);
}

static const struct kbuild_way computed_way = {
	.commands = computed_commands, .command_for_line = computed_command_for_line, .close = computed_close,
};

struct kbuild *kbuild_open_computed(struct tree *tree, const struct kbuild_options *options,
				    struct error *error)
{
	struct computed *computed = xcalloc(1, sizeof(*computed));

	computed->base.way = &computed_way;
	computed->tree = tree;
	computed->started = time(NULL);
	computed->clang = arena_strdup(tree->arena, options->clang ? options->clang : "");
	if (options->clang_headers)
		computed->clang_headers = arena_strdup(tree->arena, options->clang_headers);
	computed->given_variables = options->variables;
	computed->sources = make_sources_open(tree);
	computed->inputs = (struct inputs){ .tree = tree, .arena = tree->arena };
	if (open_computed(computed, options, error)) {
		computed->base.directory = NULL;
		computed_close(&computed->base);
		return NULL;
	}
	return &computed->base;
}
