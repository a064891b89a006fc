// SPDX-License-Identifier: GPL-2.0-only
/*
 * How files are compiled: recorded commands of a build directory come first, then the flags of its
 * configuration or of allmodconfig, then those of the nearest configuration that builds the file.
 */
#include "kbuild/kbuild_internal.h"

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
static int take_build_directory(struct kbuild *kbuild, const char *directory, const char *name, struct error *error)
{
	struct tree *tree = kbuild->tree;
	enum build_state state;
	const char *advice;

	if (build_directory_read(tree, directory, name, &state, &advice, error))
		return -1;
	if (advice)
		tree->progress->notice(tree->progress, advice);
	if (state == BUILD_CONFIGURED)
		kbuild->config = arena_printf(tree->arena, "%s/.config", directory);
	if (state == BUILD_PREPARED || state == BUILD_COMMANDS)
		kbuild->build = directory;
	kbuild->is_configured = state == BUILD_PREPARED;
	return 0;
}

/* --build, --config, or the tree itself where it was built in place. */
static int find_build(struct kbuild *kbuild, const struct kbuild_options *options, struct error *error)
{
	const char *path = kbuild->tree->path, *directory;

	if (options->build && options->config)
		return error_set(error, ERROR_USAGE, "--build and --config: a build directory has a configuration: "
				 "give one of them");
	if (options->config) {
		kbuild->config = config_file_find(kbuild->tree, options->config, error);
		return kbuild->config ? 0 : -1;
	}
	if (options->build) {
		directory = build_directory_find(kbuild->tree, options->build, error);
		return directory ? take_build_directory(kbuild, directory, options->build, error) : -1;
	}
	if (!is_configured(path) && (file_in(path, ".config") || !file_in(path, "compile_commands.json")))
		return 0;
	return take_build_directory(kbuild, path, path, error);
}

/* The architecture that the configuration is for; this machine's without one. */
static const char *own_arch(struct kbuild *kbuild, struct error *error)
{
	if (kbuild->config)
		return config_file_arch(kbuild->tree, kbuild->config, error);
	return kbuild->build && kbuild->is_configured ?
	       build_directory_arch(kbuild->tree->arena, kbuild->build, error) : host_arch();
}

static int find_arch(struct kbuild *kbuild, const struct kbuild_options *options, struct error *error)
{
	const char *own = own_arch(kbuild, error), *given = options->build ? options->build : options->config;

	if (!own)
		return -1;
	kbuild->arch = own;
	kbuild->srcarch = source_arch(kbuild->tree, own);
	if (!options->arch || !strcmp(options->arch, kbuild->srcarch))
		return 0;
	if (given && (kbuild->config || kbuild->build))
		return error_set(error, ERROR_USAGE, "%s: configured for %s, and --arch says %s", given, own,
				 options->arch);
	/* The tree itself was built for another one. */
	kbuild->build = kbuild->config = NULL;
	kbuild->arch = kbuild->srcarch = arena_strdup(kbuild->tree->arena, options->arch);
	return 0;
}

static int open_whole(struct kbuild *kbuild, const struct kbuild_options *options, struct error *error)
{
	struct variant *first;

	if (find_build(kbuild, options, error) || find_arch(kbuild, options, error))
		return -1;
	if (!compiler_target(kbuild->srcarch))
		return error_set(error, ERROR_ENVIRONMENT, "%s: libclang compiles for no such architecture",
				 kbuild->srcarch);
	recall_commands(kbuild);
	if (!kbuild->directory) {
		first = first_variant(kbuild, error);
		if (!first)
			return -1;
		kbuild->directory = first->directory;
		kbuild->has_news = true;
	}
	if (kbuild->advice)
		kbuild->tree->progress->notice(kbuild->tree->progress, kbuild->advice);
	return 0;
}

/* ---- commands ---- */

static int find_commands(struct kbuild *kbuild, const struct strings *files, struct error *error)
{
	struct strmap recorded = { 0 };
	int failed = take_recorded(kbuild, files, &recorded, error);

	for (size_t i = 0; i < files->count && !failed; i++) {
		struct compile_command *command = strmap_get(&recorded, files->data[i]);

		if (!command) {
			command = new_command(kbuild, files->data[i]);
			failed = find_file_command(kbuild, files->data[i], command, error);
		}
		if (!failed)
			strmap_set(&kbuild->commands, files->data[i], command);
		if (!failed && process_interrupted())
			failed = error_set(error, ERROR_ENVIRONMENT, "interrupted");
	}
	kbuild->has_news = true;
	strmap_free(&recorded);
	return failed ? -1 : 0;
}

/* What is computed, kept from now on. */
static int need_commands(struct kbuild *kbuild, const char *const *files, size_t count, struct error *error)
{
	struct strings wanted = { 0 };
	int failed = 0;

	for (size_t i = 0; i < count; i++)
		if (!strmap_has(&kbuild->commands, files[i]))
			vec_push(&wanted, (char *)files[i]);
	if (wanted.count)
		failed = find_commands(kbuild, &wanted, error);
	vec_free(&wanted);
	return failed;
}

/* The command of FILE, which need_commands() had. */
static void take_command(const struct kbuild *kbuild, const char *file, struct compile_command *command)
{
	if (kbuild->given && !strcmp(file, kbuild->given_file))
		*command = *kbuild->given;
	else if (kbuild->why_alone)
		*command = (struct compile_command){
			.file = path_join(kbuild->tree->arena, kbuild->tree->path, file),
			.why_not = kbuild->why_alone,
		};
	else
		*command = *(const struct compile_command *)strmap_get(&kbuild->commands, file);
}

int kbuild_commands(struct kbuild *kbuild, const char *const *files, size_t count,
		    struct compile_command *commands, struct error *error)
{
	const char **names = xcalloc(count + 1, sizeof(*names)), **asked = xcalloc(count + 1, sizeof(*asked));
	size_t nasked = 0;
	int failed = 0;

	for (size_t i = 0; i < count; i++) {
		names[i] = path_normalise(kbuild->tree->arena, files[i]);
		if (!kbuild->given || strcmp(names[i], kbuild->given_file))
			asked[nasked++] = names[i];
	}
	if (!kbuild->why_alone)
		failed = need_commands(kbuild, asked, nasked, error);
	for (size_t i = 0; i < count && !failed; i++)
		take_command(kbuild, names[i], &commands[i]);
	free(asked);
	free(names);
	return failed ? -1 : 0;
}

int kbuild_command_for_line(struct kbuild *kbuild, const char *file, unsigned line,
			    struct compile_command *command, struct error *error)
{
	const char *normal = path_normalise(kbuild->tree->arena, file);
	const char *key = arena_printf(kbuild->tree->arena, "%s:%u", normal, line);
	struct compile_command *known = strmap_get(&kbuild->commands, key);

	if (kbuild->why_alone) {
		take_command(kbuild, normal, command);
		command->why_not = kbuild->why_alone;
		return 0;
	}
	/* Its own command says what the file is built with at all. */
	if (!known && need_commands(kbuild, &normal, 1, error))
		return -1;
	if (!known) {
		known = new_command(kbuild, normal);
		if (find_line_command(kbuild, normal, line, known, error))
			return -1;
		strmap_set(&kbuild->commands, key, known);
		kbuild->has_news = true;
	}
	*command = *known;
	return 0;
}

const char *kbuild_maker_of(struct kbuild *kbuild, const char *file, const char *header)
{
	struct error ignored = { 0 };
	struct variant *first = kbuild->why_alone ? NULL : first_variant(kbuild, &ignored);
	const char *maker = NULL;

	error_clear(&ignored);
	if (first && first->flags) {
		struct flags_answer answer;
		struct build_place place = ask_makefiles(kbuild, first, file, &answer);

		maker = place.flags ? flags_maker_of(place.flags, place.file, header) : NULL;
	}
	return maker ? arena_strdup(kbuild->tree->arena, maker) : NULL;
}

/* ---- opening and closing, whole ---- */

void kbuild_close(struct kbuild *kbuild)
{

	if (!kbuild)
		return;
	if (kbuild->directory && !kbuild->why_alone)
		remember_commands(kbuild);
	free_variants(kbuild);
	if (kbuild->kconfig)
		kconfig_close(kbuild->kconfig);
	vec_free(&kbuild->roots);
	vec_free(&kbuild->variables);
	make_sources_close(kbuild->sources);
	inputs_free(&kbuild->inputs);
	strmap_free(&kbuild->commands);
	free(kbuild);
}

static struct kbuild *new_kbuild(struct tree *tree, const struct kbuild_options *options)
{
	struct kbuild *kbuild = xcalloc(1, sizeof(*kbuild));
	const char *file = options->given_file;

	kbuild->tree = tree;
	kbuild->started = time(NULL);
	kbuild->clang = arena_strdup(tree->arena, options->clang ? options->clang : "");
	if (options->clang_headers)
		kbuild->clang_headers = arena_strdup(tree->arena, options->clang_headers);
	kbuild->given_variables = options->variables;
	kbuild->given = options->given;
	if (options->given)
		kbuild->given_file = path_normalise(tree->arena, file ? file : options->given->file);
	kbuild->sources = make_sources_open(tree);
	kbuild->inputs = (struct inputs){ .tree = tree, .arena = tree->arena };
	return kbuild;
}

struct kbuild *kbuild_open(struct tree *tree, const struct kbuild_options *options, struct error *error)
{
	struct kbuild *kbuild = new_kbuild(tree, options);

	if (!open_whole(kbuild, options, error))
		return kbuild;
	kbuild->directory = NULL;
	kbuild_close(kbuild);
	return NULL;
}

struct kbuild *kbuild_open_alone(struct tree *tree, const struct kbuild_options *options, const char *why)
{
	struct kbuild *kbuild = new_kbuild(tree, options);

	kbuild->directory = arena_strdup(tree->arena, options->build);
	kbuild->srcarch = arena_strdup(tree->arena, options->arch);
	kbuild->why_alone = arena_strdup(tree->arena, why);
	return kbuild;
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
	return kbuild->srcarch;
}
