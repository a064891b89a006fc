// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/build_directory.h"
#include "kbuild/dryrun.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/map.h"
#include "base/process.h"
#include "base/str.h"
#include "kbuild/kbuild.h"
#include "kbuild/shadow.h"
#include "kbuild/shell.h"
#include "tree/tree.h"

/* A dry run, or generating a few headers, that takes longer than this has gone wrong. */
#define REPLAY_SECONDS 120

/* In a shadow: the headers that were to be generated there, one in a line. */
#define TRIED_HEADERS "mncheck/headers"

/* A compiler call for SOURCE, and how make spells that. */
struct found_command {
	const char *source, *spelled;
	struct compile_command *command;
};

/* One dry run on its way. */
struct dry {
	const struct configuration *configuration;
	struct tree *tree;
	struct shadow shadow;
	const char *sources;	/* what make sees as the source tree */
	struct dry_run *result;
	VEC(struct found_command) found;
};

/* ---- reading make's output ---- */

/* FROM replaced by TO wherever it stands in TEXT as a path or its beginning. */
static const char *replace_path(struct arena *arena, const char *text, const char *from,
				const char *to)
{
	const char *at = strstr(text, from);
	size_t length = strlen(from);

	if (!at || !strcmp(from, to))
		return text;
	if (at[length] && at[length] != '/' && at[length] != '"' && at[length] != '=')
		return text;
	return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, to, at + length);
}

/* Back from the shadow and from the links to where things really are. */
static void restore_paths(struct dry *dry, struct compile_command *command)
{
	struct arena *arena = dry->tree->arena;
	const char **flags = arena_copy(arena, command->flags,
					command->nflags * sizeof(*command->flags));

	for (size_t i = 0; i < command->nflags; i++) {
		flags[i] = replace_path(arena, flags[i], dry->shadow.directory,
					dry->configuration->directory);
		flags[i] = replace_path(arena, flags[i], dry->sources, dry->tree->path);
	}
	command->flags = flags;
}

/*
 * Where the tree itself was built in place, its own include/generated would be found
 * through -I TREE/include before that of this configuration: that one goes first.
 */
static void put_own_headers_first(struct dry *dry, struct compile_command *command)
{
	struct arena *arena = dry->tree->arena;

	if (!is_configured(dry->tree->path) ||
	    !strcmp(dry->tree->path, dry->configuration->directory))
		return;
	const char **flags = arena_alloc(arena, (command->nflags + 1) * sizeof(*flags));

	flags[0] = "-I./include";
	memcpy(flags + 1, command->flags, command->nflags * sizeof(*flags));
	command->flags = flags;
	command->nflags++;
}

/* The source of a command, relative to the tree; NULL when it lies elsewhere. */
static const char *source_of(struct dry *dry, const char *file)
{
	struct arena *arena = dry->tree->arena;
	const char *path = path_normalise(arena, path_join(arena, dry->shadow.directory, file));
	const char *below = path_below(path, dry->sources);

	return below ? below : path_below(path, dry->tree->path);
}

/* FILE as make spells it, but relative: DIRECTORY/../OTHER/NAME says which directory compiles it. */
static const char *spelled_below(const struct dry *dry, const char *file)
{
	const char *roots[] = { dry->sources, dry->tree->path };

	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		if (starts_with(file, roots[i]) && file[strlen(roots[i])] == '/')
			return file + strlen(roots[i]) + 1;
	while (starts_with(file, "../") || starts_with(file, "./"))
		file = strchr(file, '/') + 1;
	return file;
}

static void take_command(struct dry *dry, char *const *argv, size_t count)
{
	struct compile_command *command = arena_alloc(dry->tree->arena, sizeof(*command));

	if (!read_compiler_call(dry->tree->arena, argv, count, command))
		return;
	const char *source = source_of(dry, command->file);

	/* Host programs are compiled, too, but never with -nostdinc or -D__KERNEL__. */
	bool is_kernel = false;

	for (size_t i = 0; i < command->nflags; i++)
		is_kernel |= !strcmp(command->flags[i], "-D__KERNEL__");
	if (!source || !is_kernel)
		return;
	const char *spelled = spelled_below(dry, command->file);

	restore_paths(dry, command);
	put_own_headers_first(dry, command);
	command->file = arena_printf(dry->tree->arena, "%s/%s", dry->tree->path, source);
	command->directory = dry->configuration->directory;
	vec_push(&dry->found, (struct found_command){ source, spelled, command });
}

/*
 * Several directories may have a rule by which they can compile a file, each with its own flags: the one that
 * does so for what it builds comes first.
 */
static void choose_commands(struct dry *dry)
{
	vec_each(found, &dry->found) {
		const char *builder = strmap_get(&dry->result->built, found->source);

		if (builder && path_below(found->spelled, builder) &&
		    !strmap_has(&dry->result->commands, found->source))
			strmap_set(&dry->result->commands, found->source, found->command);
	}
	vec_each(found, &dry->found)
		if (!strmap_has(&dry->result->commands, found->source))
			strmap_set(&dry->result->commands, found->source, found->command);
	vec_clear(&dry->found);
}

static void read_recipe(struct dry *dry, const char *line, size_t length)
{
	struct strings words = { 0 };
	size_t from = 0;

	/* A recipe whose quotes do not match ours is not a compiler's. */
	if (!split_shell(dry->tree->arena, line, length, &words))
		for (size_t i = 0; i < words.count; i++)
			if (!words.data[i]) {
				take_command(dry, words.data + from, i - from);
				from = i + 1;
			}
	vec_free(&words);
}

/* "MNCHECK-BUILDS DIRECTORY: OBJECT..." of the probe. */
static void read_builds(struct dry *dry, const char *line, size_t length)
{
	struct arena *arena = dry->tree->arena;
	const char *end = line + length, *colon = memchr(line, ':', length);
	const char *name = line + strlen("MNCHECK-BUILDS "), *at = colon ? colon + 1 : end;
	char *directory = colon ? arena_strndup(arena, name, (size_t)(colon - name)) : NULL;

	dry->result->answered = true;
	while (at < end) {
		at += strspn(at, " ");
		size_t size = strcspn(at, " \n");

		if (size > 2 && !memcmp(at + size - 2, ".o", 2)) {
			char *path = path_normalise(arena, arena_strndup(arena, at, size));

			path[strlen(path) - 1] = 'c';
			if (!strmap_has(&dry->result->built, path))
				strmap_set(&dry->result->built, path, directory);
		}
		at += size;
	}
}

/* Kbuild's own headers are made by `prepare`: what is left belongs to a driver. */
static bool is_driver_header(const char *path)
{
	return ends_with(path, ".h") && *path != '/' && !starts_with(path, "include/") &&
	       !strstr(path, "/include/generated/") && !starts_with(path, "scripts/") &&
	       !starts_with(path, "tools/") && !starts_with(path, "usr/");
}

/* --trace: "FILE:LINE: update target 'X' due to: ...", "FILE:LINE: target 'X' does not exist". */
static void read_trace(struct dry *dry, const char *line, size_t length)
{
	static const char before[] = "target '";
	const char *at = memmem(line, length, before, sizeof(before) - 1);

	if (!at)
		return;
	at += sizeof(before) - 1;
	const char *quote = memchr(at, '\'', (size_t)(line + length - at));

	if (!quote)
		return;
	char *target = arena_strndup(dry->tree->arena, at, (size_t)(quote - at));

	if (is_driver_header(target))
		vec_push(&dry->result->headers, path_normalise(dry->tree->arena, target));
}

/* A line, with those that it is continued by. */
static size_t line_length(const char *text)
{
	const char *at = text;

	for (;;) {
		const char *newline = strchr(at, '\n');

		if (!newline)
			return strlen(text);
		if (newline == text || newline[-1] != '\\')
			return (size_t)(newline - text);
		at = newline + 1;
	}
}

static void read_output(struct dry *dry, const char *text)
{
	static const char builds[] = "MNCHECK-BUILDS ";

	while (*text) {
		size_t length = line_length(text);

		if (!strncmp(text, builds, sizeof(builds) - 1))
			read_builds(dry, text, length);
		else if (memmem(text, length, " -c ", 4))
			read_recipe(dry, text, length);
		else
			read_trace(dry, text, length);
		text += length + (text[length] == '\n');
	}
}

/* ---- running make ---- */

static void add_word(struct make_start *call, const char *word)
{
	vec_push(&call->arguments, (char *)word);
}

static struct make_start start_call(const struct dry *dry, const char *wrapper)
{
	struct arena *arena = dry->tree->arena;
	struct make_start call = {
		.directory = dry->sources, .toolchain = &dry->configuration->toolchain,
		.arch = dry->configuration->arch, .makefile = dry->shadow.makefile,
	};

	add_word(&call, arena_printf(arena, "O=%s", dry->shadow.directory));
	add_word(&call, arena_printf(arena, "MAKE=%s", wrapper));
	add_word(&call, "V=1");
	add_word(&call, "-k");
	return call;
}

static int open_dry(const struct configuration *configuration, struct dry_run *result,
		    struct dry *dry, struct error *error)
{
	*dry = (struct dry){
		.configuration = configuration, .tree = configuration->tree, .result = result,
	};
	dry->sources = clean_sources(dry->tree, error);
	if (!dry->sources)
		return -1;
	return shadow_open(configuration, &dry->shadow, error);
}

/* Whole-sale failure: make said nothing that we understand. Its last line tells why. */
static int explain_silence(struct tree *tree, const struct strbuf *complaints, int code,
			   struct error *error)
{
	const char *text = strbuf_text(complaints);
	size_t length = strlen(text);

	while (length && text[length - 1] == '\n')
		length--;
	const char *line = text + length;

	while (line > text && line[-1] != '\n')
		line--;
	return error_set(error, ERROR_ENVIRONMENT,
			 "%s: make told nothing about how files are compiled (it ended with %d): %.*s",
			 tree->path, code, (int)(text + length - line), line);
}

/* Runs SCRIPT of the shadow with FIRST (may be NULL), SETTINGS (likewise) and GOALS, of which each gets PREFIX. */
static int run_replay(struct dry *dry, const char *script, const char *first, const char *prefix,
		      const struct strings *goals, const struct strings *settings,
		      struct strbuf *out, struct error *error)
{
	struct exit_state state;
	struct run_options options = {
		.directory = dry->shadow.directory, .timeout_seconds = REPLAY_SECONDS,
	};
	VEC(const char *) argv = { 0 };

	vec_push(&argv, "sh");
	vec_push(&argv, script);
	if (first)
		vec_push(&argv, first);
	for (size_t i = 0; settings && i < settings->count; i++)
		vec_push(&argv, settings->data[i]);
	vec_each(goal, goals)
		vec_push(&argv, arena_printf(dry->tree->arena, "%s%s", prefix, *goal));
	vec_push(&argv, NULL);
	int failed = run_process(argv.data, &options, out, NULL, &state, error);

	vec_free(&argv);
	return failed;
}

/* One run from START. What it says is read; a failure is none that matters: it has said nothing then. */
static void replay_from(struct dry *dry, const char *start, const struct strings *goals,
			const struct strings *settings)
{
	bool is_top = !strcmp(start, shadow_start(dry->tree->arena, &dry->shadow, ""));
	struct strbuf out = { 0 };
	struct error error = { 0 };

	if (!run_replay(dry, dry->shadow.replay, start, is_top ? "./" : "", goals, settings, &out,
			&error))
		read_output(dry, strbuf_text(&out));
	error_clear(&error);
	strbuf_free(&out);
}

static bool is_built(const struct dry *dry, const char *goal)
{
	char *source = path_normalise(dry->tree->arena, goal);

	source[strlen(source) - 1] = 'c';
	return strmap_has(&dry->result->built, source);
}

/* GOALS from the directories nearest to them. Those that nothing builds there are left for the top, in LEFT. */
static void replay_near(struct dry *dry, const struct strings *goals, struct strings *left)
{
	const char *top = shadow_start(dry->tree->arena, &dry->shadow, "");
	struct strmap done = { 0 };

	vec_each(first, goals) {
		const char *start = shadow_start(dry->tree->arena, &dry->shadow, *first);
		struct strings near = { 0 };

		if (!strcmp(start, top) || strmap_has(&done, start))
			continue;
		strmap_set(&done, start, dry);
		vec_each(goal, goals)
			if (!strcmp(shadow_start(dry->tree->arena, &dry->shadow, *goal), start))
				vec_push(&near, *goal);
		replay_from(dry, start, &near, NULL);
		vec_free(&near);
	}
	vec_each(goal, goals)
		if (!is_built(dry, *goal))
			vec_push(left, *goal);
	strmap_free(&done);
}

/* The short way, from where a makefile hands over to another; false when that told nothing. */
static bool replay(struct dry *dry, const struct strings *goals, const struct strings *settings)
{
	struct strings left = { 0 };

	if (!shadow_can_replay(&dry->shadow))
		return false;
	if (!settings || !settings->count)
		replay_near(dry, goals, &left);
	else
		vec_each(goal, goals)
			vec_push(&left, *goal);
	if (left.count)
		replay_from(dry, shadow_start(dry->tree->arena, &dry->shadow, ""), &left, settings);
	vec_free(&left);
	return dry->result->answered;
}

static int run_whole(struct dry *dry, const struct strings *goals,
		     const struct strings *settings, struct error *error)
{
	struct strbuf out = { 0 }, err = { 0 };
	struct make_start call = start_call(dry, dry->shadow.wrapper);

	add_word(&call, "-n");
	add_word(&call, "--trace");
	for (size_t i = 0; settings && i < settings->count; i++)
		add_word(&call, settings->data[i]);
	vec_each(goal, goals)
		add_word(&call, *goal);
	int code = run_make(dry->tree->arena, &call, &out, &err, error);

	if (code >= 0) {
		read_output(dry, strbuf_text(&out));
		if (!dry->result->answered && !dry->found.count)
			code = explain_silence(dry->tree, &err, code, error);
	}
	vec_free(&call.arguments);
	strbuf_free(&out);
	strbuf_free(&err);
	return code < 0 ? -1 : 0;
}

int dry_run(const struct configuration *configuration, const struct strings *goals,
	    const struct strings *settings, struct dry_run *result, struct error *error)
{
	struct dry dry;
	int failed = 0;

	if (open_dry(configuration, result, &dry, error))
		return -1;
	if (!replay(&dry, goals, settings))
		failed = run_whole(&dry, goals, settings, error);
	choose_commands(&dry);
	sort_strings(&result->headers);
	shadow_close(&dry.shadow);
	vec_free(&dry.found);
	return failed;
}

void dry_run_free(struct dry_run *result)
{
	strmap_free(&result->commands);
	strmap_free(&result->built);
	vec_free(&result->headers);
}

/* ---- headers ---- */

/* A header was generated in the shadow, below PATH. */
static bool is_generated_below(struct dry *dry, const char *path)
{
	const char *directory = path_normalise(dry->tree->arena, path);

	vec_each(header, &dry->result->headers)
		if ((path_below(*header, directory) || !strcmp(directory, ".")) &&
		    file_in(dry->shadow.directory, *header))
			return true;
	return false;
}

/* For each `-I relative`, the same below the shadow, where a header was generated there. */
static void search_shadow_too(struct dry *dry, struct compile_command *command)
{
	struct arena *arena = dry->tree->arena;
	VEC(const char *) flags = { 0 };

	for (size_t i = 0; i < command->nflags; i++) {
		const char *flag = command->flags[i], *path = NULL;

		vec_push(&flags, flag);
		if (!strcmp(flag, "-I") && i + 1 < command->nflags) {
			path = command->flags[++i];
			vec_push(&flags, path);
		} else if (starts_with(flag, "-I")) {
			path = flag + 2;
		}
		if (path && *path != '/' && is_generated_below(dry, path))
			vec_push(&flags, arena_printf(arena, "-I%s/%s", dry->shadow.directory, path));
	}
	command->nflags = flags.count;
	command->flags = arena_copy(arena, flags.data, flags.count * sizeof(*flags.data));
	vec_free(&flags);
}

/* What is nowhere and was not TRIED before; those are among RESULT's headers afterwards. */
static void collect_missing(struct dry *dry, const struct strings *tried, struct strings *missing)
{
	vec_each(header, &dry->result->headers) {
		bool known = file_in(dry->configuration->directory, *header) ||
			     file_in(dry->shadow.directory, *header);

		for (size_t i = 0; i < tried->count && !known; i++)
			known = !strcmp(tried->data[i], *header);
		if (!known)
			vec_push(missing, *header);
	}
	vec_each(header, tried)
		vec_push(&dry->result->headers, *header);
	sort_strings(&dry->result->headers);
}

static bool holds_one(const char *directory, const struct strings *headers)
{
	vec_each(header, headers)
		if (path_below(*header, directory))
			return true;
	return false;
}

/* The goals that the configuration builds near a missing header, and whose makefiles do it. */
static void choose_goals(struct dry *dry, const struct strings *goals,
			 const struct strings *missing, struct strings *chosen,
			 struct strings *directories)
{
	vec_each(goal, goals) {
		char *path = path_normalise(dry->tree->arena, *goal);

		path[strlen(path) - 1] = 'c';
		char *directory = strmap_get(&dry->result->built, path);

		if (!directory || !holds_one(directory, missing))
			continue;
		vec_push(directories, directory);
		vec_push(chosen, *goal);
	}
	sort_strings(directories);
}

/* The whole way through the top makefile, where nothing can be replayed. */
static int run_whole_headers(struct dry *dry, const struct strings *goals, const char *wrapper,
			     struct error *error)
{
	struct strbuf out = { 0 };
	struct make_start call = start_call(dry, wrapper);

	call.timeout_seconds = REPLAY_SECONDS;
	vec_each(goal, goals)
		add_word(&call, *goal);
	int code = run_make(dry->tree->arena, &call, &out, NULL, error);

	vec_free(&call.arguments);
	strbuf_free(&out);
	return code < 0 ? -1 : 0;
}

static int run_headers(struct dry *dry, const struct strings *goals, const struct strings *missing,
		       struct error *error)
{
	struct strings directories = { 0 }, chosen = { 0 };
	int failed = 0;

	choose_goals(dry, goals, missing, &chosen, &directories);
	const char *wrapper = shadow_header_wrapper(dry->configuration, &dry->shadow, missing,
						    &directories, error);

	if (!wrapper)
		failed = -1;
	else if (chosen.count && shadow_can_replay(&dry->shadow))
		failed = run_replay(dry, dry->shadow.replay_headers, NULL, "./", &chosen, NULL, NULL,
				    error);
	else if (chosen.count)
		failed = run_whole_headers(dry, &chosen, wrapper, error);
	vec_free(&directories);
	vec_free(&chosen);
	return failed;
}

/* Headers that were made here before, or could not be: make does not speak of the former. */
static void recall_headers(struct dry *dry, struct strings *tried)
{
	struct arena *arena = dry->tree->arena;
	struct error ignored = { 0 };
	char *text = read_file(arena_printf(arena, "%s/" TRIED_HEADERS, dry->shadow.directory), NULL,
			       &ignored);

	for (char *line = text; line && *line;) {
		size_t length = strcspn(line, "\n");

		vec_push(tried, arena_strndup(arena, line, length));
		line += length + (line[length] == '\n');
	}
	error_clear(&ignored);
	free(text);
}

static int remember_headers(struct dry *dry, struct error *error)
{
	struct strbuf text = { 0 };

	vec_each(header, &dry->result->headers)
		strbuf_printf(&text, "%s\n", *header);
	int failed = write_file(arena_printf(dry->tree->arena, "%s/" TRIED_HEADERS,
					     dry->shadow.directory),
				strbuf_text(&text), text.length, error);

	strbuf_free(&text);
	return failed;
}

int make_headers(const struct configuration *configuration, const struct strings *goals,
		 struct dry_run *result, struct error *error)
{
	struct strings missing = { 0 }, tried = { 0 };
	struct dry dry;
	int failed = 0;

	if (open_dry(configuration, result, &dry, error))
		return -1;
	recall_headers(&dry, &tried);
	collect_missing(&dry, &tried, &missing);
	if (missing.count)
		failed = run_headers(&dry, goals, &missing, error) || remember_headers(&dry, error);
	for (size_t i = 0; i < result->commands.count && result->headers.count && !failed; i++)
		search_shadow_too(&dry, result->commands.entries[i].value);
	vec_free(&missing);
	vec_free(&tried);
	shadow_close(&dry.shadow);
	return failed ? -1 : 0;
}
