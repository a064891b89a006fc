// SPDX-License-Identifier: GPL-2.0-only
/* The top makefile, the directories that kbuild descends to, and c_flags of an object there. */
#include <string.h>

#include "kbuild/compiler.h"
#include "kbuild/flags_internal.h"
#include "kbuild/make_words.h"
#include "tree/overlay.h"

#define CALLS_MOST 3	/* of the top makefile by itself */

/* ---- which directory builds a file ---- */

static const char *everything_on(void *context, const char *symbol)
{
	(void)context;
	(void)symbol;
	return "y";
}

/* FLAGS with every symbol set; NULL: it cannot be. */
static struct flags *optimist_of(struct flags *flags)
{
	struct error error = { 0 };
	struct flags_options options = {
		.arch = flags->world.arch, .directory = flags->objects, .module = flags->module,
		.variables = flags->variables, .clang = flags->world.clang,
		.compiler_include = flags->world.compiler_include, .config = everything_on,
	};

	if (flags->asker || flags->optimist)
		return flags->optimist;
	flags->optimist = flags_open(flags->sources, &options, &error);
	error_clear(&error);
	if (flags->optimist)
		flags->optimist->asker = flags;
	return flags->optimist;
}

/*
 * Finds what builds KEY: built->object is set if this configuration does. False: no makefile names it.
 * GATES are those in its way if it is not built.
 */
static bool find(struct flags *flags, const char *key, struct built *built, struct flags_gates *gates)
{
	struct strings aside = { 0 };
	struct built would = { NULL, NULL };
	bool found = flags_find_near(flags, key, built, &aside);
	struct flags *optimist = found ? NULL : optimist_of(flags);

	vec_free(&aside);
	if (found || !optimist || !flags_find_optimistic(optimist, key, &would, gates))
		return found;
	if (would.object && !flags_find_evaluated(flags, would.directory->path, key, built)) {
		built->object = NULL;
		flags_gates_by(optimist, would.directory->path, key, gates);
	}
	return true;
}

/* ---- flags of an object ---- */

static bool is_dropped(const char *flag)
{
	return starts_with(flag, "-Wp,-M") || starts_with(flag, "-MD") || starts_with(flag, "-MMD");
}

static bool has_target(const struct strings *flags)
{
	vec_each(flag, flags)
		if (starts_with(*flag, "--target=") || !strcmp(*flag, "-target"))
			return true;
	return false;
}

/*
 * VALUE with the quotes left out that belong to NAME: flags name the file in words of a shell, where a quote of the name
 * would begin another word.
 */
static const char *without_quotes_of(struct flags *flags, const char *value, const char *name)
{
	size_t length = strlen(name);
	struct strbuf clean = { 0 };
	const char *copy;

	if (!strpbrk(name, "'\""))
		return value;
	for (const char *at = value; *at; at++) {
		if (strncmp(at, name, length)) {
			strbuf_putc(&clean, *at);
			continue;
		}
		for (size_t i = 0; i < length; i++)
			if (!strchr("'\"", name[i]))
				strbuf_putc(&clean, name[i]);
		at += length - 1;
	}
	copy = arena_strdup(flags->arena, strbuf_text(&clean));
	strbuf_free(&clean);
	return copy;
}

static void compute(struct flags *flags, const struct built *built, struct flags_answer *answer)
{
	struct make *make = built->directory->make;
	const char *prefix = arena_printf(flags->arena, "%s/", built->directory->name);
	const char *rest =
		starts_with(built->object, prefix) ? built->object + strlen(prefix) : built->object;
	const char *stem = arena_strndup(flags->arena, rest, strlen(rest) - 2);
	struct make_target target = {
		.name = built->object, .stem = stem,
		.source = arena_printf(flags->arena, "%s/%s.c", make_value(make, "src"), stem),
	};
	struct strings words = { 0 }, kept = { 0 };
	const char *triple = compiler_target(flags->world.arch);

	answer->object = built->object;
	answer->directory = built->directory->path;
	answer->module = *make_target_value(make, &target, "part-of-module");
	split_words(flags->arena, without_quotes_of(flags, make_target_value(make, &target, "c_flags"), path_base(stem)),
		    &words);
	if (triple && !has_target(&words))
		vec_push(&kept, arena_printf(flags->arena, "--target=%s", triple));
	vec_each(word, &words)
		if (!is_dropped(*word))
			vec_push(&kept, *word);
	answer->nflags = kept.count;
	answer->flags = arena_copy(flags->arena, kept.data, kept.count * sizeof(*kept.data));
	vec_free(&words);
	vec_free(&kept);
}

/* The object of FILE without .o, as keys are; NULL: it is no C source. */
static const char *key_of(struct flags *flags, const char *file)
{
	const char *normal = path_normalise(flags->arena, file);

	return ends_with(normal, ".c") ? arena_strndup(flags->arena, normal, strlen(normal) - 2) : NULL;
}

static bool find_unwritable(struct flags *flags, const char *key, struct built *built, struct flags_gates *gates,
			    struct flags_answer *answer)
{
	answer->unwritable = flags_is_unwritable(key) && flags_find_stand_in(flags, optimist_of(flags), key, built, gates);
	return answer->unwritable;
}

static void answer_one(struct flags *flags, const char *file, struct flags_answer *answer)
{
	const char *key = key_of(flags, file);
	struct flags_gates gates = { 0 };
	struct built built = { NULL, NULL };

	*answer = (struct flags_answer){ 0 };
	if (!key) {
		answer->why_not = "no C source";
	} else if (!find(flags, key, &built, &gates) && !find_unwritable(flags, key, &built, &gates, answer)) {
		answer->why_not = "no makefile builds it";
	} else if (built.object) {
		compute(flags, &built, answer);
	} else {
		const char *needs = flags_gates_text(flags, &gates);

		answer->why_not = *needs ? arena_printf(flags->arena, "needs %s", needs) :
				  "no makefile builds it in this configuration";
	}
	vec_free(&gates);
}

void flags_gates_of(struct flags *flags, const char *file, struct flags_gates *gates)
{
	const char *key = key_of(flags, file);
	struct built would = { NULL, NULL };
	struct flags *optimist = key ? optimist_of(flags) : NULL;

	if (!optimist)
		return;
	if (flags_find_optimistic(optimist, key, &would, gates)) {
		if (would.object)
			flags_gates_by(optimist, would.directory->path, key, gates);
	} else if (flags_is_unwritable(key)) {
		flags_find_stand_in(flags, optimist, key, &would, gates);
	}
}

void flags_of(struct flags *flags, const char *const *files, size_t count, struct flags_answer *answers)
{
	for (size_t i = 0; i < count; i++)
		answer_one(flags, files[i], &answers[i]);
}

/* ---- all files ---- */

static void collect_sources(struct flags *flags, struct flags_directory *directory, struct strmap *seen,
			    struct strings *files)
{
	const char *root = flags->module ? flags->module : flags->sources->tree->path;

	if (strmap_has(seen, directory->name))
		return;
	strmap_set(seen, directory->name, directory);
	for (size_t i = 0; i < directory->objects.count; i++) {
		char *file = arena_printf(flags->arena, "%s.c", directory->objects.entries[i].key);

		if (make_sources_has(flags->sources, path_join(flags->arena, root, file)))
			vec_push(files, file);
	}
	vec_each(name, &directory->below)
		collect_sources(flags, flags_enter(flags, *name, directory), seen, files);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void flags_sources(struct flags *flags, struct strings *files)
{
	struct strmap seen = { 0 };

	vec_each(root, &flags->roots)
		collect_sources(flags, flags_enter(flags, *root, NULL), &seen, files);
	if (files->count)
		qsort(files->data, files->count, sizeof(*files->data), compare_names);
	strmap_free(&seen);
}

/* ---- the top ---- */

static void set_virtual(struct flags *flags, const char *path, const char *text)
{
	strmap_set(&flags->world.virtual_files,
		   path_normalise(flags->arena, path_join(flags->arena, flags->objects, path)),
		   (void *)text);
}

/* "6.12.117" and what the configuration adds to it. */
static const char *kernel_release(struct flags *flags)
{
	const char *local = flags->world.config(flags->world.context, "CONFIG_LOCALVERSION");
	size_t length = local ? strlen(local) : 0;

	if (length >= 2 && *local == '"')
		local++, length -= 2;
	return arena_printf(flags->arena, "%s%.*s\n", flags->sources->tree->version, (int)length,
			    local ? local : "");
}

/* Reads the top makefile with what BEFORE, an earlier reading of it, exports (NULL: there was none). */
static struct make *read_top_once(struct flags *flags, struct make *before, bool keep_rules)
{
	struct tree *tree = flags->sources->tree;
	struct make *top = make_new(&flags->world);

	if (keep_rules)
		make_keep_rules(top);
	if (before)
		make_inherit(top, before);
	make_set_environment(top, "MAKEFLAGS", "rR --no-print-directory");
	/* Up to Linux 4.20 the top makefile is called a second time, with this. */
	make_set_environment(top, "KBUILD_SRC", tree->path);
	make_set_command_line(top, "ARCH", flags->world.arch);
	make_set_command_line(top, "LLVM", "1");
	make_set_command_line(top, "LLVM_IAS", "1");
	for (size_t i = 0; flags->variables && i < flags->variables->count; i++) {
		const char *word = flags->variables->data[i];
		size_t length = strcspn(word, "=");

		make_set_command_line(top, arena_strndup(flags->arena, word, length), word + length + 1);
	}
	if (flags->module) {
		make_set_command_line(top, "M", flags->module);
		/* make is called from there, with -C; the build directory's makefile sets the other one. */
		make_set_environment(top, "PWD", flags->module);
		make_set_environment(top, "KBUILD_OUTPUT", flags->objects);
	}
	make_read(top, path_join(flags->arena, tree->path, "Makefile"));
	return top;
}

/*
 * Where the top makefile says so it calls itself again, in the directory that it says (since 6.13 a
 * module's).
 */
struct make *flags_read_top(struct flags *flags, bool keep_rules)
{
	struct make *top;

	flags->world.directory = flags->objects;
	top = read_top_once(flags, NULL, keep_rules);

	for (int again = 0; again < CALLS_MOST && !strcmp(make_value(top, "need-sub-make"), "1"); again++) {
		struct make *before = top;
		const char *output = make_value(before, "abs_output");

		if (*output)
			flags->world.directory = path_normalise(flags->arena, output);
		top = read_top_once(flags, before, keep_rules);
		make_free(before);
	}
	return top;
}

/* The directories that recipes of the top makefile call scripts/Makefile.build for. */
static void list_roots(struct flags *flags)
{
	static const char *const names[] = { "build-dir", "build-dirs", "vmlinux-dirs", "module-dirs" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !flags->roots.count; i++)
		make_each_word(word, make_value(flags->top, names[i])) {
			const char *name = arena_strndup(flags->arena, word.text, word.length);

			if (starts_with(name, "_module_"))
				name += strlen("_module_");
			vec_push(&flags->roots, (char *)name);
		}
}

struct flags *flags_open(struct make_sources *sources, const struct flags_options *options,
			 struct error *error)
{
	struct arena *arena = arena_new();
	struct flags *flags = arena_alloc(arena, sizeof(*flags));

	flags->arena = arena;
	flags->sources = sources;
	flags->module = options->module ? path_normalise(arena, options->module) : NULL;
	flags->variables = options->variables;
	flags->objects = path_normalise(arena, options->directory);
	flags->world = (struct make_world){
		.sources = sources, .arena = arena, .directory = flags->objects,
		.arch = arena_strdup(arena, options->arch),
		.clang = options->clang ? options->clang : COMPILER_VERSION,
		.compiler_include = options->compiler_include ? options->compiler_include : "include",
		.config = options->config, .context = options->context,
	};
	set_virtual(flags, "include/config/auto.conf", "");
	if (!make_sources_has(sources, path_join(arena, flags->objects, "include/config/kernel.release")))
		set_virtual(flags, "include/config/kernel.release", kernel_release(flags));
	flags->top = flags_read_top(flags, false);
	list_roots(flags);
	if (flags->roots.count)
		return flags;
	error_set(error, ERROR_USAGE, "%s: its makefiles name no directories to build for ARCH=%s",
		  sources->tree->path, options->arch);
	flags_close(flags);
	return NULL;
}

static void free_directory(struct flags_directory *directory)
{
	make_free(directory->make);
	strmap_free(&directory->objects);
	vec_free(&directory->below);
}

static void free_lists(struct strmap *map)
{
	for (size_t i = 0; i < map->count; i++)
		vec_free((struct strings *)map->entries[i].value);
	strmap_free(map);
}

void flags_close(struct flags *flags)
{
	if (!flags)
		return;
	flags_close(flags->optimist);
	for (size_t i = 0; i < flags->directories.count; i++)
		free_directory(flags->directories.entries[i].value);
	strmap_free(&flags->directories);
	free_lists(&flags->mentions);
	free_lists(&flags->makefiles);
	strmap_free(&flags->texts);
	make_free(flags->top);
	vec_free(&flags->roots);
	strmap_free(&flags->world.virtual_files);
	strmap_free(&flags->world.noted);
	vec_free(&flags->world.notes);
	arena_free(flags->arena);
}

const char *flags_working_directory(const struct flags *flags)
{
	return flags->world.directory;
}

const char *flags_top_value(struct flags *flags, const char *name)
{
	return make_value(flags->top, name);
}

const struct make_note *flags_notes(const struct flags *flags, size_t *count)
{
	*count = flags->world.notes.count;
	return flags->world.notes.data;
}
