// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that the first configuration leaves out, in the order of how much is assumed:
 * allmodconfig; a configuration with the file's options on and what excludes them off;
 * kbuild's flags with the options forced on; flags of the directory. The ways that prepare
 * something are gone for files with callbacks only: a file that merely may hold a
 * callee is not worth them.
 */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/process.h"
#include "base/str.h"
#include "tree/branches.h"
#include "kbuild/configurations.h"
#include "kbuild/dryrun.h"
#include "kbuild/kbuild.h"
#include "kbuild/old_kconfig.h"
#include "kbuild/prepare.h"
#include "locate/searched_files.h"
#include "tree/overlay.h"
#include "tree/needles.h"
#include "tree/tree.h"
#include "tree/walk.h"

/* Rounds of proposing settings and looking at what allmodconfig makes of them. */
#define MOST_PROPOSALS 3

#define ALLMODCONFIG_ASSUMES \
	"allmodconfig prepared by mncheck: the given configuration does not build this file"

/* Longer lists of options are shortened in a row. */
#define MOST_NAMED 4

/* ---- which files are worth it ---- */

static bool has_callbacks(struct tree *tree, const char *file)
{
	struct error ignored = { 0 };
	struct needle_set searcher;
	size_t length, count = 0;
	char *text = read_file(tree_file(tree, tree->arena, file), &length,
			       &ignored);
	bool found = false;

	error_clear(&ignored);
	if (!text)
		return false;
	while (locate_fields[count])
		count++;
	needle_set_init(&searcher, locate_fields, count);
	found = needle_set_matches(&searcher, text, length);
	needle_set_free(&searcher);
	free(text);
	return found;
}

/* Kbuild builds it for this architecture at all. */
static bool can_be_built(const struct asked *kbuild, const char *file)
{
	size_t length = strlen(kbuild->first.arch);

	if (!ends_with(file, ".c") || starts_with(file, "tools/") || starts_with(file, "scripts/"))
		return false;
	return !starts_with(file, "arch/") ||
	       (!strncmp(file + 5, kbuild->first.arch, length) && file[5 + length] == '/');
}

static bool is_open(const struct asked *kbuild, const struct wanted *one)
{
	return !one->command && !one->why_not && can_be_built(kbuild, one->file);
}

static size_t count_open(const struct asked *kbuild, const struct wanted_list *wanted)
{
	size_t count = 0;

	vec_each(one, wanted)
		count += is_open(kbuild, one);
	return count;
}

static size_t count_callbacks(const struct asked *kbuild, const struct wanted_list *wanted)
{
	size_t count = 0;

	vec_each(one, wanted)
		count += is_open(kbuild, one) && has_callbacks(kbuild->tree, one->file);
	return count;
}

/* ---- other configurations ---- */

/* What fails here costs a fallback, not the whole. */
static void give_notice(struct asked *kbuild, struct error *error)
{
	tree_notice(kbuild->tree, "%s", error->message);
	error_clear(error);
}

static int ask_others(struct asked *kbuild, struct wanted_list *wanted, struct error *error)
{
	for (size_t i = 0; i < kbuild->others.count && count_open(kbuild, wanted); i++)
		if (ask_configuration(kbuild, kbuild->others.data[i], wanted, error))
			return -1;
	return 0;
}

/* allmodconfig; NULL when it cannot be prepared. */
static struct configuration *base_configuration(struct asked *kbuild)
{
	struct strings none = { 0 };
	struct error error = { 0 };

	if (kbuild->first_is_own)
		return &kbuild->first;
	if (kbuild->others.count || kbuild->has_no_base)
		return kbuild->others.count ? kbuild->others.data[0] : NULL;
	struct configuration *base = xcalloc(1, sizeof(*base));

	if (prepare_configuration(kbuild->tree, kbuild->first.arch, &none, base, &error)) {
		free(base);
		kbuild->has_no_base = true;
		give_notice(kbuild, &error);
		return NULL;
	}
	base->assumes = ALLMODCONFIG_ASSUMES;
	vec_push(&kbuild->others, base);
	return base;
}

/* ---- a configuration with the file's options on ---- */

/* Options in the way of FILE that are off in BASE. */
static void options_off(struct asked *kbuild, const struct configuration *base,
			const char *file, struct strings *off)
{
	struct strings options = { 0 };

	makefile_options(kbuild->tree, &kbuild->makefiles, file, base->arch, &options);
	vec_each(option, &options)
		if (!configuration_value(base, *option))
			vec_push(off, *option);
	vec_free(&options);
}

static bool has_line(const struct strings *lines, const char *line)
{
	vec_each(one, lines)
		if (!strcmp(*one, line))
			return true;
	return false;
}

/* "arm64": the one architecture whose Kconfig files define SYMBOL; NULL for none or several. */
static char *arch_with(struct tree *tree, const char *symbol)
{
	char *line = arena_printf(tree->arena, "config %s\n", symbol), *arch = NULL;
	const struct walked_files *files;
	struct error ignored = { 0 };

	if (walk_makefiles(tree, &files, &ignored))
		return NULL;
	vec_each(source, files) {
		if (!starts_with(source->path, "arch/") ||
		    !starts_with(path_base(source->path), "Kconfig"))
			continue;
		char *text = read_file(arena_printf(tree->arena, "%s/%s", tree->path, source->path),
				       NULL, &ignored);

		if (text && strstr(text, line)) {
			char *found = arena_strndup(tree->arena, source->path + 5,
						    strcspn(source->path + 5, "/"));

			if (arch && strcmp(arch, found)) {
				free(text);
				return NULL;
			}
			arch = found;
		}
		free(text);
	}
	error_clear(&ignored);
	return arch;
}

/* The options of ONE need something that only another architecture has. */
static void explain_arch(struct asked *kbuild, struct wanted *one, const char *missing)
{
	char *arch = missing ? arch_with(kbuild->tree, missing) : NULL;

	if (arch && strcmp(arch, kbuild->first.arch))
		one->why_not = arena_printf(kbuild->tree->arena,
					    "needs CONFIG_%s, which only ARCH=%s has: "
					    "scan with --arch %s", missing, arch, arch);
}

/*
 * Proposes settings, lets allmodconfig decide, and proposes again from there, until the
 * WISH comes true. Returns the configuration, and in SETTINGS the lines; NULL when there
 * is no way (MISSING: for want of this symbol), or with ERROR filled.
 */
static struct configuration *grant(struct asked *kbuild, const struct old_kconfig *kconfig,
				   const struct configuration *base, const struct wish *wish,
				   struct strings *settings, const char **missing,
				   struct error *error)
{
	struct configuration *tried = xcalloc(1, sizeof(*tried));
	const struct configuration *now = base;

	for (int round = 0; round < MOST_PROPOSALS && !error->message; round++) {
		struct strings lines = { 0 };
		size_t before = settings->count;

		kconfig_solve(kconfig, now, wish, &lines, missing);
		vec_each(line, &lines)
			if (!has_line(settings, *line))
				vec_push(settings, *line);
		vec_free(&lines);
		if (*missing)
			settings->count = before;
		if (now == tried && discard_configuration(tried, error))
			break;
		now = base;
		if (settings->count == before ||
		    prepare_configuration(kbuild->tree, base->arch, settings, tried, error))
			break;
		if (wish_granted(wish, tried)) {
			vec_push(&kbuild->others, tried);
			return tried;
		}
		now = tried;
	}
	if (now == tried && !error->message)
		discard_configuration(tried, error);
	free(tried);
	return NULL;
}

/* "CONFIG_A=y and without CONFIG_B", for people. */
static char *describe_settings(struct arena *arena, const struct strings *settings)
{
	struct strbuf on = { 0 }, off = { 0 };
	unsigned count = 0;

	vec_each(line, settings) {
		bool is_off = **line == '#';
		struct strbuf *list = is_off ? &off : &on;

		if (++count > MOST_NAMED)
			break;
		strbuf_printf(list, "%s%.*s", list->length ? ", " : "",
			      (int)strcspn(is_off ? *line + 2 : *line, is_off ? " " : ""),
			      is_off ? *line + 2 : *line);
	}
	char *text = arena_printf(arena, "%s%s%s%s%s", on.length ? "with " : "", strbuf_text(&on),
				  off.length ? (on.length ? " and without " : "without ") : "",
				  strbuf_text(&off), count > MOST_NAMED ? " and more" : "");

	strbuf_free(&on);
	strbuf_free(&off);
	return text;
}

/* The configuration that grants WISH, perhaps an open one; NULL when there is none. */
static struct configuration *find_configuration(struct asked *kbuild,
						const struct old_kconfig *kconfig,
						const struct configuration *base,
						const struct wish *wish, const char *reason,
						const char **missing)
{
	struct arena *arena = kbuild->tree->arena;
	struct strings settings = { 0 };
	struct error trouble = { 0 };

	vec_each(other, &kbuild->others)
		if (wish_granted(wish, *other))
			return *other;
	struct configuration *other = grant(kbuild, kconfig, base, wish, &settings, missing,
					    &trouble);

	if (other)
		other->assumes = arena_printf(arena, "a configuration %s, prepared by mncheck: %s",
					      describe_settings(arena, &settings), reason);
	if (trouble.message)
		give_notice(kbuild, &trouble);
	vec_free(&settings);
	return other;
}

static int switch_options(struct asked *kbuild, const struct old_kconfig *kconfig,
			  const struct configuration *base, struct wanted_list *wanted,
			  struct wanted *one, struct error *error)
{
	struct configuration *other = NULL;
	const char *missing = NULL;
	struct wish wish = { 0 };

	options_off(kbuild, base, one->file, &wish.on);
	if (wish.on.count)
		other = find_configuration(kbuild, kconfig, base, &wish,
					   "allmodconfig does not build this file", &missing);
	if (!other)
		explain_arch(kbuild, one, missing);
	wish_free(&wish);
	if (process_interrupted())
		return error_set(error, ERROR_ENVIRONMENT, "interrupted");
	return other ? ask_configuration(kbuild, other, wanted, error) : 0;
}

static int switch_all_options(struct asked *kbuild, const struct configuration *base,
			      struct wanted_list *wanted, struct error *error)
{
	struct old_kconfig kconfig;
	struct error trouble = { 0 };
	int failed = 0;

	if (kconfig_read(kbuild->tree, base->arch, &kconfig, &trouble)) {
		give_notice(kbuild, &trouble);
	} else {
		vec_each(one, wanted)
			if (!failed && is_open(kbuild, one) &&
			    has_callbacks(kbuild->tree, one->file))
				failed = switch_options(kbuild, &kconfig, base, wanted, one, error);
	}
	kconfig_free(&kconfig);
	return failed;
}

/* ---- options forced on ---- */

/* The command with -DCONFIG_X=1 for each of OFF: what autoconf.h does not say. */
static struct compile_command *define_options(struct asked *kbuild, const struct strings *off,
					      const struct compile_command *command)
{
	struct arena *arena = kbuild->tree->arena;
	struct compile_command *copy = arena_copy(arena, command, sizeof(*command));
	const char **flags = arena_alloc(arena, (command->nflags + off->count + 1) * sizeof(*flags));
	struct strbuf named = { 0 };

	memcpy(flags, command->flags, command->nflags * sizeof(*flags));
	for (size_t i = 0; i < off->count; i++) {
		flags[copy->nflags++] = arena_printf(arena, "-DCONFIG_%s=1", off->data[i]);
		strbuf_printf(&named, "%sCONFIG_%s=y", i ? ", " : "", off->data[i]);
	}
	copy->flags = flags;
	copy->borrowed = true;
	copy->assumes = arena_printf(arena, "flags with %s forced on: no configuration was found "
				     "that builds this file", strbuf_text(&named));
	strbuf_free(&named);
	return copy;
}

static int force_options(struct asked *kbuild, const struct configuration *base,
			 struct wanted *one, struct error *error)
{
	struct strings off = { 0 }, settings = { 0 }, goals = { 0 };
	struct dry_run run = { 0 };
	int failed = 0;

	options_off(kbuild, base, one->file, &off);
	vec_each(option, &off)
		vec_push(&settings, arena_printf(kbuild->tree->arena, "CONFIG_%s=y", *option));
	makefile_goals(kbuild->tree, &kbuild->makefiles, one->file, base->arch, &goals);
	if (off.count)
		failed = dry_run(base, &goals, &settings, &run, error) ||
			 make_headers(base, &goals, &run, error);
	const struct compile_command *command =
		failed ? NULL : strmap_get(&run.commands, one->file);

	if (command && strmap_has(&run.built, one->file))
		one->command = define_options(kbuild, &off, command);
	dry_run_free(&run);
	vec_free(&off);
	vec_free(&settings);
	vec_free(&goals);
	return failed ? -1 : 0;
}

/* ---- the whole ---- */

static void take_neighbours(struct asked *kbuild, struct wanted_list *wanted)
{
	vec_each(one, wanted) {
		if (!is_open(kbuild, one) || !one->neighbour)
			continue;
		one->command = one->neighbour;
		one->command->borrowed = true;
		one->command->assumes =
			"flags of its directory: no configuration was found that builds this file";
	}
}

int fall_back(struct asked *kbuild, struct wanted_list *wanted, struct error *error)
{
	if (!kbuild->first.has_kbuild || !count_open(kbuild, wanted))
		return 0;
	if (ask_others(kbuild, wanted, error))
		return -1;
	struct configuration *base = count_callbacks(kbuild, wanted) ? base_configuration(kbuild) : NULL;

	if (base) {
		if (base != &kbuild->first && ask_configuration(kbuild, base, wanted, error))
			return -1;
		if (count_callbacks(kbuild, wanted) &&
		    switch_all_options(kbuild, base, wanted, error))
			return -1;
		vec_each(one, wanted)
			if (is_open(kbuild, one) && has_callbacks(kbuild->tree, one->file) &&
			    force_options(kbuild, base, one, error))
				return -1;
	}
	take_neighbours(kbuild, wanted);
	return 0;
}

/* ---- one function that the file's own configuration compiles out ---- */

/* What the #if lines around the place ask for, and what the file itself needs. */
static int wish_for_line(struct asked *kbuild, const char *file, unsigned line,
			 struct wish *wish, struct error *error)
{
	struct arena *arena = kbuild->tree->arena;
	char *text = read_file(tree_file(kbuild->tree, arena, file), NULL, error);

	if (!text)
		return -1;
	options_around(arena, text, line, &wish->on, &wish->off);
	free(text);
	return 0;
}

/* The options of the #if lines, and no more, so that a missing one is seen at once. */
static const char *ask_for_line(struct asked *kbuild, const struct wish *wish,
				struct wanted_list *wanted, struct error *error)
{
	struct configuration *base = base_configuration(kbuild), *other = NULL;
	struct old_kconfig kconfig = { 0 };
	const char *missing = NULL;

	if (!base)
		return "no other configuration could be prepared";
	if (wish_granted(wish, base))
		other = base;
	else if (!kconfig_read(kbuild->tree, base->arch, &kconfig, error))
		other = find_configuration(kbuild, &kconfig, base, wish,
					   "the given configuration leaves this function out",
					   &missing);
	if (kconfig.arena)
		kconfig_free(&kconfig);
	if (!other)
		return missing ? arena_printf(kbuild->tree->arena, "the #if around it needs CONFIG_%s, "
					      "which this architecture does not have", missing) :
				 "no configuration was found in which the #if around it holds";
	if (ask_configuration(kbuild, other, wanted, error))
		return NULL;
	return "the configuration in which the #if around it holds does not build this file";
}

int asked_command_for_line(struct kbuild *base, const char *file, unsigned line,
			   struct compile_command *command, struct error *error)
{
	struct asked *kbuild = (struct asked *)base;
	struct arena *arena = kbuild->tree->arena;
	struct wanted_list wanted = { 0 };
	struct wish wish = { 0 };
	const char *why_not = "no #if with an option is around it";

	*command = (struct compile_command){
		.file = arena_printf(arena, "%s/%s", kbuild->tree->path, file) };
	vec_push(&wanted, (struct wanted){ .file = path_normalise(arena, file) });
	int failed = wish_for_line(kbuild, file, line, &wish, error);

	if (!failed && kbuild->first.has_kbuild && can_be_built(kbuild, file) &&
	    !wish_granted(&wish, &kbuild->first)) {
		why_not = ask_for_line(kbuild, &wish, &wanted, error);
		failed = error->message ? -1 : 0;
	}
	if (wanted.data[0].command)
		*command = *wanted.data[0].command;
	else
		command->why_not = why_not;
	if (command->assumes && !strcmp(command->assumes, ALLMODCONFIG_ASSUMES))
		command->assumes = "allmodconfig prepared by mncheck: "
				   "the given configuration leaves this function out";
	vec_free(&wanted);
	wish_free(&wish);
	return failed;
}
