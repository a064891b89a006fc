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
#include "kbuild/compiler.h"
#include "kbuild/toolchain.h"

/* ---- opening ---- */

/* What is missing of a build directory is computed, and that is told. */
static int take_build_directory(struct computed *computed, const char *directory, const char *name, struct error *error)
{
	struct tree *tree = computed->tree;
	enum build_state state;
	const char *advice;

	if (build_directory_read(tree, directory, name, &state, &advice, error))
		return -1;
	if (advice)
		tree->progress->notice(tree->progress, advice);
	if (state == BUILD_CONFIGURED)
		computed->config = arena_printf(tree->arena, "%s/.config", directory);
	if (state == BUILD_PREPARED || state == BUILD_COMMANDS)
		computed->build = directory;
	computed->is_configured = state == BUILD_PREPARED;
	return 0;
}

/* --build, --config, or the tree itself where it was built in place. */
static int find_build(struct computed *computed, const struct kbuild_options *options, struct error *error)
{
	const char *path = computed->tree->path, *directory;

	if (options->build && options->config)
		return error_set(error, ERROR_USAGE, "--build and --config: a build directory has a configuration: "
				 "give one of them");
	if (options->config) {
		computed->config = config_file_find(computed->tree, options->config, error);
		return computed->config ? 0 : -1;
	}
	if (options->build) {
		directory = build_directory_find(computed->tree, options->build, error);
		return directory ? take_build_directory(computed, directory, options->build, error) : -1;
	}
	if (!is_configured(path) && (file_in(path, ".config") || !file_in(path, "compile_commands.json")))
		return 0;
	return take_build_directory(computed, path, path, error);
}

/* The architecture that the configuration is for; this machine's without one. */
static const char *own_arch(struct computed *computed, struct error *error)
{
	if (computed->config)
		return config_file_arch(computed->tree, computed->config, error);
	return computed->build && computed->is_configured ?
	       build_directory_arch(computed->tree->arena, computed->build, error) : host_arch();
}

static int find_arch(struct computed *computed, const struct kbuild_options *options, struct error *error)
{
	const char *own = own_arch(computed, error), *given = options->build ? options->build : options->config;

	if (!own)
		return -1;
	computed->arch = own;
	computed->base.arch = source_arch(computed->tree, own);
	if (!options->arch || !strcmp(options->arch, computed->base.arch))
		return 0;
	if (given && (computed->config || computed->build))
		return error_set(error, ERROR_USAGE, "%s: configured for %s, and --arch says %s", given, own,
				 options->arch);
	/* The tree itself was built for another one. */
	computed->build = computed->config = NULL;
	computed->arch = computed->base.arch = arena_strdup(computed->tree->arena, options->arch);
	return 0;
}

static int open_computed(struct computed *computed, const struct kbuild_options *options, struct error *error)
{
	struct variant *first;

	if (find_build(computed, options, error) || find_arch(computed, options, error))
		return -1;
	if (!compiler_target(computed->base.arch))
		return error_set(error, ERROR_ENVIRONMENT, "%s: libclang compiles for no such architecture",
				 computed->base.arch);
	computed_recall(computed);
	if (!computed->base.directory) {
		first = computed_first(computed, error);
		if (!first)
			return -1;
		computed->base.directory = first->directory;
		computed->has_news = true;
	}
	if (computed->advice)
		computed->tree->progress->notice(computed->tree->progress, computed->advice);
	return 0;
}

/* ---- commands ---- */

static int find_commands(struct computed *computed, const struct strings *files, struct error *error)
{
	struct strmap recorded = { 0 };
	int failed = computed_take_recorded(computed, files, &recorded, error);

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
