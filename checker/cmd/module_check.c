// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/module_check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/pipeline.h"
#include "base/files.h"
#include "kbuild/kbuild.h"
#include "kbuild/module_place.h"
#include "locate/locate.h"
#include "report/spelling.h"
#include "tree/includers.h"

/* Directories within directories of a module where its headers are looked for. */
#define HEADERS_DEPTH 8
#define OUTSIDE_DEPTH 2

/* Variables of make's command line that are about this run of make, not about the module. */
static const char *const of_the_run[] = {
	"M", "O", "C", "V", "W", "CF", "MO", "CHECK", "SUBDIRS", "ARCH", "CC", "LD", "LLVM", "LLVM_IAS", "CROSS_COMPILE",
	"KBUILD_OUTPUT", "KBUILD_EXTMOD", "KBUILD_EXTMOD_OUTPUT",
};

/* Which callbacks are wanted: those that one file puts into its tables. */
struct wanted {
	struct observer observer;
	const char *file;	/* as the module's tree has it */
	const char *text;	/* of the file */
	struct arena *arena;
};

static const char *resolved(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = real ? arena_strdup(arena, real) : NULL;

	free(real);
	return copy;
}

const char *module_of_call(struct arena *arena, const struct checker_call *call)
{
	const char *named = getenv("KBUILD_EXTMOD"), *file = resolved(arena, call->file);
	const char *module = named && *named ? resolved(arena, named) : NULL;
	const char *tree = call->tree ? resolved(arena, call->tree) : NULL;

	/* what is M= may be a directory of the kernel as well */
	if (!module || !file || !tree || path_below(module, tree))
		return NULL;
	return module_top(arena, module);
}

/* A table in a header, or in another part of sources, belongs to those that include it. */
static bool is_of_the_file(struct observer *observer, const struct candidate *candidate)
{
	const struct wanted *wanted = (const struct wanted *)observer;

	if (ends_with(candidate->ops_file, ".h"))
		return strstr(wanted->text, path_base(candidate->ops_file));
	return !strcmp(candidate->ops_file, wanted->file) ||
	       text_includes(wanted->arena, wanted->text, wanted->file, candidate->ops_file);
}

/* ---- what make was told ---- */

static bool is_of_the_run(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(of_the_run) / sizeof(*of_the_run); i++)
		if (strlen(of_the_run[i]) == length && !memcmp(of_the_run[i], name, length))
			return true;
	return false;
}

/* Appends the NAME=VALUE of make's command line, in ARENA: MAKEFLAGS has them, with backslashes before blanks. */
static void read_variables(struct arena *arena, struct strings *variables)
{
	const char *flags = getenv("MAKEFLAGS"), *at = flags ? strstr(flags, "-- ") : NULL;

	for (at = at ? at + 3 : ""; *at; at += strspn(at, " ")) {
		char *word = arena_strdup(arena, at), *to = word;
		size_t length = strcspn(word, "=");

		for (; *at && *at != ' '; at++) {
			if (*at == '\\' && at[1])
				at++;
			*to++ = *at;
		}
		*to = '\0';
		if (word[length] && !is_of_the_run(word, length))
			vec_push(variables, word);
	}
}

/* ---- one file ---- */

/* The file as the module's tree has it: a link to a source elsewhere keeps its name. */
static const char *name_source(struct arena *arena, const struct checker_call *call)
{
	const char *directory = resolved(arena, path_dir(arena, call->file));

	return directory ? path_join(arena, directory, path_base(call->file)) : call->file;
}

static struct compile_command command_of(struct arena *arena, const struct checker_call *call, const char *file)
{
	const char **flags = arena_alloc(arena, (call->flags.count + 1) * sizeof(*flags));
	const char *target = checker_call_target(arena, call);
	size_t count = 0;

	if (target)
		flags[count++] = target;
	vec_each(flag, &call->flags)
		flags[count++] = *flag;
	return (struct compile_command){
		.file = file, .directory = resolved(arena, "."), .flags = flags, .nflags = count,
	};
}

/* Paths as the compiler that runs beside us names them: from its directory where they lie below that, else absolute. */
static void spell_anew(const char *module, struct run *run)
{
	const char *here = resolved(run->arena, ".");

	spell_run(run, &(struct spelling){
		.tree = module, .build = arena_printf(run->arena, "%s/build", module), .directory = here,
	});
	spell_run(run, &(struct spelling){ .tree = here, .build = here, .directory = here });
}

static void complain(const struct settings *settings, const char *module, struct run *run)
{
	struct print_options options = stream_options(STDERR_FILENO);
	struct strbuf text = { 0 };

	spell_anew(module, run);
	if (settings->options.verbose)
		tell_whole_paths(run);
	print_complaints(run, &options, settings->options.strict, &text);
	fwrite(strbuf_text(&text), 1, text.length, stderr);
	strbuf_free(&text);
}

static int scan_file(const struct settings *settings, const struct checker_call *call, const char *module,
		     struct wanted *wanted, struct arena *arena, struct error *error)
{
	struct compile_command command = command_of(arena, call, wanted->file);
	struct progress silence = silent_progress();
	struct options options = settings->options;
	struct strings variables = { 0 };
	struct run run = { 0 };

	read_variables(arena, &variables);
	options.build = resolved(arena, call->build ? call->build : ".");
	options.given = &command;
	options.variables = &variables;
	int failed = scan_tree_as(&options, &silence, &(struct scan_request){
		.path = module, .observer = &wanted->observer,
	}, &run, error);

	if (!failed && !process_interrupted())
		complain(settings, module, &run);
	run_free(&run);
	vec_free(&variables);
	return failed;
}

/* ---- whether it is worth it ---- */

static bool may_hide_callbacks(const char *path, void *context)
{
	struct error ignored = { 0 };
	size_t length = 0;
	char *text = ends_with(path, ".h") ? read_file(path, &length, &ignored) : NULL;
	bool may = text && may_set_callback(text, length);

	(void)context;
	error_clear(&ignored);
	free(text);
	return may;
}

/* The header or directory that FLAG makes the compiler look at, *NEXT being the flag behind it; NULL: none. */
static const char *looked_at(const char *flag, const char *next)
{
	if (starts_with(flag, "-I"))
		return flag[2] ? flag + 2 : next;
	return !strcmp(flag, "-include") || !strcmp(flag, "-isystem") ? next : NULL;
}

/* Whether a header that the flags lead to, outside of the kernel, may hide callbacks. */
static bool may_hide_by_flags(struct arena *arena, const struct checker_call *call, const char *module)
{
	const char *tree = resolved(arena, call->tree), *build = resolved(arena, call->build ? call->build : ".");
	bool may = false;

	for (size_t i = 0; i < call->flags.count && !may; i++) {
		const char *path = looked_at(call->flags.data[i], i + 1 < call->flags.count ? call->flags.data[i + 1] : NULL);

		path = path ? resolved(arena, path) : NULL;
		if (path && !path_below(path, tree) && !path_below(path, build) && !path_below(path, module))
			may = may_hide_callbacks(path, NULL) || find_below(path, OUTSIDE_DEPTH, may_hide_callbacks, NULL);
	}
	return may;
}

/* Whether TEXT seems to include sources, which may have what it does not show. */
static bool includes_code(const char *text)
{
	return strstr(text, ".c\"") || strstr(text, ".inc\"") || strstr(text, ".inl\"");
}

/* Most files name no field of a callback, nor does a header of their module that could hide one. */
static bool is_worth_a_scan(struct arena *arena, const struct checker_call *call, const char *module, const char *text)
{
	return may_set_callback(text, strlen(text)) || includes_code(text) ||
	       find_below(module, HEADERS_DEPTH, may_hide_callbacks, NULL) || may_hide_by_flags(arena, call, module);
}

int check_in_module(const struct settings *settings, const struct checker_call *call, const char *module,
		    struct error *error)
{
	struct arena *arena = arena_new();
	char *text = read_file(call->file, NULL, error);
	struct wanted wanted = {
		.observer = { .wants = is_of_the_file }, .file = name_source(arena, call), .text = text, .arena = arena,
	};
	int failed = !text ? -1 : is_worth_a_scan(arena, call, module, text) ?
		     scan_file(settings, call, module, &wanted, arena, error) : 0;

	free(text);
	arena_free(arena);
	return failed;
}
