// SPDX-License-Identifier: GPL-2.0-only
/*
 * How files are compiled: recorded commands first, then kbuild's own answer, then
 * the fallbacks; all remembered until a makefile or the configuration changes.
 */
#include "kbuild/configurations.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/map.h"
#include "base/process.h"
#include "base/str.h"
#include "kbuild/build_directory.h"
#include "kbuild/dryrun.h"
#include "kbuild/kbuild.h"
#include "kbuild/prepare.h"
#include "kbuild/recorded.h"
#include "tree/tree.h"

/* Of the remembered form below; another number makes the old ones void. */
#define FLAGS_FORM 2

/* ---- the build directory ---- */

static int open_directory(struct tree *tree, const char *build,
			  struct configuration *configuration, struct error *error)
{
	const char *directory = build_directory_find(tree, build, error);

	return directory ? configuration_open(tree, directory, build, configuration, error) : -1;
}

static int open_given(struct asked *kbuild, const struct kbuild_options *options,
		      struct error *error)
{
	int failed = open_directory(kbuild->tree, options->build, &kbuild->first, error);

	if (!failed && options->arch && strcmp(options->arch, kbuild->first.arch))
		failed = error_set(error, ERROR_USAGE,
				   "%s: configured for %s, and --arch says %s", options->build,
				   kbuild->first.arch, options->arch);
	return failed;
}

/* The tree itself, when it was built in place (for the architecture asked for). */
static int open_in_place(struct asked *kbuild, const struct kbuild_options *options, bool *opened,
			 struct error *error)
{
	const char *path = kbuild->tree->path;

	*opened = false;
	if (!is_configured(path) &&
	    (file_in(path, ".config") || !file_in(path, "compile_commands.json")))
		return 0;
	if (configuration_open(kbuild->tree, path, path, &kbuild->first, error))
		return -1;
	if (options->arch && strcmp(options->arch, kbuild->first.arch))
		configuration_close(&kbuild->first);
	else
		*opened = true;
	return 0;
}

static int open_first(struct asked *kbuild, const struct kbuild_options *options,
		      struct error *error)
{
	struct strings none = { 0 };
	bool opened;

	if (options->build)
		return open_given(kbuild, options, error);
	if (open_in_place(kbuild, options, &opened, error))
		return -1;
	if (opened)
		return 0;
	kbuild->first_is_own = true;
	return prepare_configuration(kbuild->tree, options->arch ? options->arch : host_arch(),
				     &none, &kbuild->first, error);
}

static int open_commands(struct kbuild *base, const char *const *files, size_t count,
			 struct compile_command *commands, struct error *error)
{
	return asked_commands((struct asked *)base, files, count, commands, error);
}

static void asked_close(struct kbuild *base)
{
	struct asked *kbuild = (struct asked *)base;

	configuration_close(&kbuild->first);
	vec_each(other, &kbuild->others) {
		configuration_close(*other);
		free(*other);
	}
	vec_free(&kbuild->others);
	makefiles_free(&kbuild->makefiles);
	free(kbuild);
}

static const struct kbuild_way asked_way = {
	.commands = open_commands, .command_for_line = asked_command_for_line, .close = asked_close,
};

struct kbuild *kbuild_open_asked(struct tree *tree, const struct kbuild_options *options,
				 struct error *error)
{
	struct asked *kbuild = xcalloc(1, sizeof(*kbuild));

	kbuild->tree = tree;
	kbuild->base.way = &asked_way;
	if (open_first(kbuild, options, error)) {
		asked_close(&kbuild->base);
		return NULL;
	}
	kbuild->base.directory = kbuild->first.directory;
	kbuild->base.arch = kbuild->first.arch;
	return &kbuild->base;
}

int need_makefiles(struct asked *kbuild, struct error *error)
{
	if (kbuild->makefiles_read)
		return 0;
	kbuild->makefiles_read = true;
	return makefiles_read(kbuild->tree, &kbuild->makefiles, error);
}

/* ---- remembering ---- */

static char *flags_key(const struct asked *kbuild, uint64_t makefiles, const char *file)
{
	uint64_t hash = hash_mix(kbuild->first.hash, makefiles);
	const char *directory = kbuild->first.directory;

	hash = hash_mix(hash, commands_state(kbuild->tree, kbuild->first.directory, file));
	hash = hash_mix(hash, hash_bytes(directory, strlen(directory), FLAGS_FORM));
	return xasprintf("%s:%016lx:%s", kbuild->tree->path, (unsigned long)hash, file);
}

static void add_text(struct strbuf *blob, const char *text)
{
	strbuf_add(blob, text ? text : "", strlen(text ? text : "") + 1);
}

static void remember_command(struct asked *kbuild, const char *key,
			     const struct compile_command *command)
{
	struct strbuf blob = { 0 };

	add_text(&blob, command->directory);
	add_text(&blob, command->compiler);
	add_text(&blob, command->assumes);
	add_text(&blob, command->borrowed ? "borrowed" : NULL);
	for (size_t i = 0; i < command->nflags; i++)
		add_text(&blob, command->flags[i]);
	tree_cache_put(kbuild->tree, "flags", key, blob.text, blob.length);
	strbuf_free(&blob);
}

/* What a remembered command leans on may have been removed since. */
static bool is_still_there(const struct asked *kbuild, const struct compile_command *command)
{
	const char *ours = kbuild->tree->cache_directory;

	if (access(command->directory, F_OK))
		return false;
	for (size_t i = 0; i < command->nflags; i++)
		if (starts_with(command->flags[i], "-I/") &&
		    path_below(command->flags[i] + 2, ours) && access(command->flags[i] + 2, F_OK))
			return false;
	return true;
}

static bool recall_command(struct asked *kbuild, const char *key, const char *file,
			   struct compile_command *command)
{
	struct arena *arena = kbuild->tree->arena;
	struct strbuf blob = { 0 };
	VEC(const char *) texts = { 0 };
	bool good = tree_cache_get(kbuild->tree, "flags", key, &blob) && blob.length &&
		    !blob.text[blob.length - 1];

	for (size_t at = 0; good && at < blob.length; at += strlen(blob.text + at) + 1)
		vec_push(&texts, arena_strdup(arena, blob.text + at));
	good = good && texts.count >= 4;
	if (good) {
		*command = (struct compile_command){
			.file = arena_printf(arena, "%s/%s", kbuild->tree->path, file),
			.directory = texts.data[0], .compiler = texts.data[1],
			.assumes = *texts.data[2] ? texts.data[2] : NULL,
			.borrowed = *texts.data[3],
			.nflags = texts.count - 4,
			.flags = arena_copy(arena, texts.data + 4,
					    (texts.count - 4) * sizeof(*texts.data)),
		};
		good = is_still_there(kbuild, command);
	}
	vec_free(&texts);
	strbuf_free(&blob);
	return good;
}

/* ---- recorded commands, and kbuild's answer ---- */

static int take_recorded(struct asked *kbuild, struct wanted_list *wanted, struct error *error)
{
	struct strmap recorded = { 0 };
	VEC(const char *) files = { 0 };

	vec_each(one, wanted)
		vec_push(&files, one->file);
	int failed = read_compile_commands(kbuild->tree, kbuild->first.directory, files.data,
					   files.count, &recorded, error);

	vec_each(one, wanted) {
		if (failed)
			break;
		one->command = strmap_get(&recorded, one->file);
		if (!one->command && kbuild->first.has_kbuild)
			one->command = read_command_file(kbuild->tree, kbuild->first.directory, one->file);
	}
	vec_free(&files);
	strmap_free(&recorded);
	return failed;
}

static void take_answers(const struct configuration *configuration, const struct dry_run *run,
			 struct wanted_list *wanted)
{
	vec_each(one, wanted) {
		struct compile_command *command = strmap_get(&run->commands, one->file);

		if (one->command || !command)
			continue;
		if (strmap_has(&run->built, one->file)) {
			command->assumes = configuration->assumes;
			one->command = command;
		} else if (!one->neighbour) {
			one->neighbour = command;
		}
	}
}

int ask_configuration(struct asked *kbuild, const struct configuration *configuration,
		      struct wanted_list *wanted, struct error *error)
{
	struct strings goals = { 0 };
	struct dry_run run = { 0 };
	int failed = need_makefiles(kbuild, error);

	vec_each(one, wanted)
		if (!failed && !one->command && !one->borrowed && ends_with(one->file, ".c"))
			makefile_goals(kbuild->tree, &kbuild->makefiles, one->file,
				       configuration->arch, &goals);
	sort_strings(&goals);
	if (!failed && goals.count) {
		tree_progress(kbuild->tree, "flags", 0, goals.count);
		failed = dry_run(configuration, &goals, NULL, &run, error) ||
			 make_headers(configuration, &goals, &run, error);
		if (!failed)
			take_answers(configuration, &run, wanted);
	}
	dry_run_free(&run);
	vec_free(&goals);
	if (!failed && process_interrupted())
		failed = error_set(error, ERROR_ENVIRONMENT, "interrupted");
	return failed ? -1 : 0;
}

/* ---- the whole ---- */

static int find_commands(struct asked *kbuild, struct wanted_list *wanted, struct error *error)
{
	size_t open = 0;

	if (take_recorded(kbuild, wanted, error) || borrow_commands(kbuild, wanted, error))
		return -1;
	vec_each(one, wanted)
		open += !one->command && !one->borrowed;
	if (!open)
		return 0;
	if (kbuild->first.has_kbuild && ask_configuration(kbuild, &kbuild->first, wanted, error))
		return -1;
	return fall_back(kbuild, wanted, error);
}

static const char *explain_missing(struct asked *kbuild, const char *file)
{
	struct arena *arena = kbuild->tree->arena;
	size_t length = strcspn(file + 5, "/");

	if (ends_with(file, ".h"))
		return "a header: it is compiled only as part of the files that include it";
	if (starts_with(file, "arch/") && (strncmp(file + 5, kbuild->first.arch, length) ||
					   kbuild->first.arch[length]))
		return arena_printf(arena, "built only for ARCH=%.*s: scan with --arch %.*s",
				    (int)length, file + 5, (int)length, file + 5);
	if (!kbuild->first.has_kbuild)
		return arena_printf(arena, "%s/compile_commands.json does not name it",
				    kbuild->first.directory);
	return "no makefile was found to build it";
}

static void store_result(struct asked *kbuild, const struct wanted *one, const char *key,
			 struct compile_command *command)
{
	if (one->command) {
		*command = *one->command;
		if (!one->borrowed)
			remember_command(kbuild, key, command);
		return;
	}
	*command = (struct compile_command){
		.file = arena_printf(kbuild->tree->arena, "%s/%s", kbuild->tree->path, one->file),
		.why_not = one->why_not ? one->why_not : explain_missing(kbuild, one->file),
	};
}

int asked_commands(struct asked *kbuild, const char *const *files, size_t count,
		   struct compile_command *commands, struct error *error)
{
	struct wanted_list wanted = { 0 };
	char **keys = xcalloc(count + 1, sizeof(*keys));
	size_t *places = xcalloc(count + 1, sizeof(*places));
	uint64_t makefiles;
	int failed = makefiles_state(kbuild->tree, &makefiles, error);

	for (size_t i = 0; i < count && !failed; i++) {
		const char *file = path_normalise(kbuild->tree->arena, files[i]);

		keys[i] = flags_key(kbuild, makefiles, file);
		if (recall_command(kbuild, keys[i], file, &commands[i]))
			continue;
		places[wanted.count] = i;
		vec_push(&wanted, (struct wanted){ .file = file });
	}
	if (!failed && wanted.count)
		failed = find_commands(kbuild, &wanted, error);
	for (size_t i = 0; i < wanted.count && !failed; i++)
		store_result(kbuild, &wanted.data[i], keys[places[i]], &commands[places[i]]);
	for (size_t i = 0; i < count; i++)
		free(keys[i]);
	free(keys);
	free(places);
	vec_free(&wanted);
	return failed ? -1 : 0;
}
