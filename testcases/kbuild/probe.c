// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drives the kbuild layer from the command line, for testcases/kbuild: prints what each function answers.
 *
 *	probe make DIRECTORY FILE VARIABLE...	what a makefile leaves in variables
 *	probe flags TREE ARCH OBJECTS CONFIG FILE...	how files are compiled; CONFIG is an auto.conf
 *	probe gates TREE ARCH OBJECTS CONFIG FILE...	which symbols are in their way
 *	probe sources TREE ARCH OBJECTS CONFIG	all files that are built
 *	probe headers TREE ARCH OBJECTS CONFIG DIRECTORY	writes what is generated below DIRECTORY
 *	probe compiler VERSION ARCH OPTION...	whether a clang of that version takes each option
 * Environment: PROBE_MODULE the module's directory, PROBE_NOTES print notes, PROBE_TIME print CPU seconds.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/map.h"
#include "kbuild/compiler.h"
#include "kbuild/flags.h"
#include "kbuild/generated.h"

/* An auto.conf. */
struct config {
	struct arena *arena;
	struct strmap symbols;
};

static const char *config_value(void *context, const char *symbol)
{
	return strmap_get(&((struct config *)context)->symbols, symbol);
}

static int fail(struct error *error)
{
	printf("%s: %s\n", error->kind == ERROR_USAGE ? "usage" : "environment", error->message);
	error_clear(error);
	return 2;
}

static int read_config(const char *path, struct config *config)
{
	struct error error = { 0 };
	char *text = read_file(path, NULL, &error);

	config->arena = arena_new();
	if (!text)
		return fail(&error);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		char *equals = strchr(line, '=');

		if (*line == '#' || !equals)
			continue;
		*equals = '\0';
		strmap_set(&config->symbols, arena_strdup(config->arena, line),
			   arena_strdup(config->arena, equals + 1));
	}
	free(text);
	return 0;
}

static void print_notes(const struct make_note *notes, size_t count)
{
	for (size_t i = 0; i < count && getenv("PROBE_NOTES"); i++)
		printf("note\t%s:%u\t%s\n", notes[i].file, notes[i].line, notes[i].what);
}

static int probe_make(int count, char **words)
{
	struct tree tree = { .path = words[0] };
	struct make_sources *sources = make_sources_open(&tree);
	struct make_world world = {
		.sources = sources, .directory = words[0], .arch = "x86", .clang = COMPILER_VERSION, .arena = arena_new(),
		.compiler_include = "include",
	};
	struct make *make = make_new(&world);

	if (!make_read(make, words[1]))
		puts("no such file");
	for (int i = 2; i < count; i++)
		printf("%s=[%s]\n", words[i], make_value(make, words[i]));
	print_notes(world.notes.data, world.notes.count);
	make_free(make);
	strmap_free(&world.noted);
	vec_free(&world.notes);
	arena_free(world.arena);
	make_sources_close(sources);
	return 0;
}

static void print_answer(const char *file, const struct flags_answer *answer)
{
	printf("file\t%s\n", file);
	if (answer->why_not) {
		printf("why\t%s\n", answer->why_not);
		return;
	}
	printf("object\t%s\ndirectory\t%s\nkind\t%s\n", answer->object, answer->directory,
	       answer->module ? "module" : "built-in");
	for (size_t i = 0; i < answer->nflags; i++)
		printf("flag\t%s\n", answer->flags[i]);
}

static void print_gates(struct flags *flags, const char *file)
{
	static const char *const wants[] = { [GATE_ON] = "on", [GATE_YES] = "yes", [GATE_OFF] = "off" };
	struct flags_gates gates = { 0 };

	flags_gates_of(flags, file, &gates);
	printf("file\t%s\n", file);
	vec_each(gate, &gates)
		printf("gate\t%s\t%s\t%u\t%s:%u\n", gate->symbol, wants[gate->wants], gate->choice, gate->file,
		       gate->line);
	vec_free(&gates);
}

static void write_headers(struct flags *flags, const char *directory)
{
	struct error error = { 0 };
	struct generated generated;
	clock_t before = clock();

	generated_headers(flags, NULL, &generated);
	printf("headers\t%zu\t%.4f\n", generated.headers.count, (double)(clock() - before) / CLOCKS_PER_SEC);
	vec_each(header, &generated.headers) {
		char *path = xasprintf("%s/%s", directory, header->path);
		char *parent = path_dir(generated.arena, path);

		if (make_directories(parent, &error) || write_file(path, header->text, strlen(header->text), &error))
			fail(&error);
		free(path);
	}
	print_notes(generated.notes.data, generated.notes.count);
	generated_free(&generated);
}

static void print_sources(struct flags *flags)
{
	struct strings files = { 0 };

	flags_sources(flags, &files);
	vec_each(file, &files)
		printf("source\t%s\n", *file);
	vec_free(&files);
}

enum question { ASK_FLAGS, ASK_GATES, ASK_HEADERS, ASK_SOURCES };

static int probe_flags(int count, char **words, enum question question)
{
	struct error error = { 0 };
	struct config config = { 0 };
	struct tree *tree = tree_open(words[0], words[2], &error);
	struct make_sources *sources;
	struct flags *flags;
	struct flags_answer *answers = xcalloc((size_t)count, sizeof(*answers));
	struct flags_options options = {
		.arch = words[1], .directory = words[2], .module = getenv("PROBE_MODULE"),
		.compiler_include = getenv("PROBE_INCLUDE"), .config = config_value, .context = &config,
	};
	size_t nnotes;
	clock_t before;

	if (!tree)
		return fail(&error);
	if (read_config(words[3], &config))
		return 2;
	before = clock();
	sources = make_sources_open(tree);
	flags = flags_open(sources, &options, &error);
	if (!flags)
		return fail(&error);
	if (question == ASK_HEADERS)
		write_headers(flags, words[4]);
	else if (question == ASK_SOURCES)
		print_sources(flags);
	else
		flags_of(flags, (const char *const *)words + 4, (size_t)count - 4, answers);
	if (getenv("PROBE_TIME"))
		printf("seconds\t%.4f\t%zu\n", (double)(clock() - before) / CLOCKS_PER_SEC, sources->read);
	for (int i = 4; i < count && question != ASK_HEADERS; i++) {
		if (question == ASK_GATES)
			print_gates(flags, words[i]);
		else
			print_answer(words[i], &answers[i - 4]);
	}
	print_notes(flags_notes(flags, &nnotes), nnotes);
	flags_close(flags);
	make_sources_close(sources);
	tree_close(tree);
	strmap_free(&config.symbols);
	arena_free(config.arena);
	free(answers);
	return 0;
}

static int probe_compiler(int count, char **words)
{
	static const char *const answers[] = {
		[COMPILER_NO] = "no", [COMPILER_YES] = "yes", [COMPILER_UNKNOWN] = "unknown",
	};

	for (int i = 2; i < count; i++)
		printf("%s\t%s\n", answers[compiler_accepts(compiler_version(words[0]), words[1], words[i],
							    strlen(words[i]))], words[i]);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc >= 4 && !strcmp(argv[1], "compiler"))
		return probe_compiler(argc - 2, argv + 2);
	if (argc >= 4 && !strcmp(argv[1], "make"))
		return probe_make(argc - 2, argv + 2);
	if (argc >= 6 && !strcmp(argv[1], "flags"))
		return probe_flags(argc - 2, argv + 2, ASK_FLAGS);
	if (argc >= 6 && !strcmp(argv[1], "gates"))
		return probe_flags(argc - 2, argv + 2, ASK_GATES);
	if (argc == 7 && !strcmp(argv[1], "headers"))
		return probe_flags(argc - 2, argv + 2, ASK_HEADERS);
	if (argc == 6 && !strcmp(argv[1], "sources"))
		return probe_flags(argc - 2, argv + 2, ASK_SOURCES);
	fprintf(stderr, "usage: %s make|sources|flags|gates|headers|compiler ...\n", argv[0]);
	return 2;
}
