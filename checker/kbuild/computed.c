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
#include "kbuild/arches.h"
#include "kbuild/build_directory.h"
#include "kbuild/compiler.h"
#include "kbuild/generated.h"

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

/* What is computed, kept from now on. */
static int need_commands(struct computed *computed, const char *const *files, size_t count, struct error *error)
{
	struct strings wanted = { 0 };
	int failed = 0;

	for (size_t i = 0; i < count; i++)
		if (!strmap_has(&computed->commands, files[i]))
			vec_push(&wanted, (char *)files[i]);
	if (wanted.count)
		failed = find_commands(computed, &wanted, error);
	vec_free(&wanted);
	return failed;
}

/* The command of FILE, which need_commands() had. */
static void take_command(const struct computed *computed, const char *file, struct compile_command *command)
{
	if (computed->given && !strcmp(file, computed->given_file))
		*command = *computed->given;
	else if (computed->why_alone)
		*command = (struct compile_command){
			.file = path_join(computed->tree->arena, computed->tree->path, file),
			.why_not = computed->why_alone,
		};
	else
		*command = *(const struct compile_command *)strmap_get(&computed->commands, file);
}

int kbuild_commands(struct kbuild *kbuild, const char *const *files, size_t count,
		    struct compile_command *commands, struct error *error)
{
	struct computed *computed = (struct computed *)kbuild;
	const char **names = xcalloc(count + 1, sizeof(*names)), **asked = xcalloc(count + 1, sizeof(*asked));
	size_t nasked = 0;
	int failed = 0;

	for (size_t i = 0; i < count; i++) {
		names[i] = path_normalise(computed->tree->arena, files[i]);
		if (!computed->given || strcmp(names[i], computed->given_file))
			asked[nasked++] = names[i];
	}
	if (!computed->why_alone)
		failed = need_commands(computed, asked, nasked, error);
	for (size_t i = 0; i < count && !failed; i++)
		take_command(computed, names[i], &commands[i]);
	free(asked);
	free(names);
	return failed ? -1 : 0;
}

int kbuild_command_for_line(struct kbuild *kbuild, const char *file, unsigned line,
			    struct compile_command *command, struct error *error)
{
	struct computed *computed = (struct computed *)kbuild;
	const char *normal = path_normalise(computed->tree->arena, file);
	const char *key = arena_printf(computed->tree->arena, "%s:%u", normal, line);
	struct compile_command *known = strmap_get(&computed->commands, key);

	if (computed->why_alone) {
		take_command(computed, normal, command);
		command->why_not = computed->why_alone;
		return 0;
	}
	/* Its own command says what the file is built with at all. */
	if (!known && need_commands(computed, &normal, 1, error))
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

/* ---- opening and closing, whole ---- */

void kbuild_close(struct kbuild *kbuild)
{
	struct computed *computed = (struct computed *)kbuild;

	if (!computed)
		return;
	if (computed->base.directory && !computed->why_alone)
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

static struct computed *new_kbuild(struct tree *tree, const struct kbuild_options *options)
{
	struct computed *computed = xcalloc(1, sizeof(*computed));
	const char *file = options->given_file;

	computed->tree = tree;
	computed->started = time(NULL);
	computed->clang = arena_strdup(tree->arena, options->clang ? options->clang : "");
	if (options->clang_headers)
		computed->clang_headers = arena_strdup(tree->arena, options->clang_headers);
	computed->given_variables = options->variables;
	computed->given = options->given;
	if (options->given)
		computed->given_file = path_normalise(tree->arena, file ? file : options->given->file);
	computed->sources = make_sources_open(tree);
	computed->inputs = (struct inputs){ .tree = tree, .arena = tree->arena };
	return computed;
}

struct kbuild *kbuild_open(struct tree *tree, const struct kbuild_options *options, struct error *error)
{
	struct computed *computed = new_kbuild(tree, options);

	if (!open_computed(computed, options, error))
		return &computed->base;
	computed->base.directory = NULL;
	kbuild_close(&computed->base);
	return NULL;
}

struct kbuild *kbuild_open_alone(struct tree *tree, const struct kbuild_options *options, const char *why)
{
	struct computed *computed = new_kbuild(tree, options);

	computed->base.directory = arena_strdup(tree->arena, options->build);
	computed->base.arch = arena_strdup(tree->arena, options->arch);
	computed->why_alone = arena_strdup(tree->arena, why);
	return &computed->base;
}

void kbuild_trim(struct tree *tree)
{
	generated_trim(tree->cache_directory);
}

const char *kbuild_directory(const struct kbuild *kbuild)
{
	return kbuild->directory;
}

const char *kbuild_arch(const struct kbuild *kbuild)
{
	return kbuild->arch;
}
