// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drives the tree layer from the command line, for testcases/tree/run: prints what
 * each function answers, one thing per line. The cache is a directory of files.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/process.h"
#include "base/str.h"
#include "kbuild/kbuild.h"
#include "locate/locate.h"
#include "tree/tree.h"

/* A blob_cache in files DIRECTORY/KIND-HASH. */
struct file_cache {
	struct blob_cache cache;
	char *directory;
};

static char *blob_path(struct blob_cache *cache, const char *kind, const char *key)
{
	struct file_cache *self = (struct file_cache *)cache;

	return xasprintf("%s/%s-%016lx", self->directory, kind,
			 (unsigned long)hash_bytes(key, strlen(key), 1));
}

static bool get_blob(struct blob_cache *cache, const char *kind, const char *key,
		     struct strbuf *out)
{
	struct error error = { 0 };
	char *path = blob_path(cache, kind, key);
	size_t length;
	char *data = read_file(path, &length, &error);

	free(path);
	error_clear(&error);
	if (!data)
		return false;
	strbuf_add(out, data, length);
	free(data);
	return true;
}

static void put_blob(struct blob_cache *cache, const char *kind, const char *key,
		     const void *data, size_t length)
{
	struct error error = { 0 };
	char *path = blob_path(cache, kind, key);

	write_file(path, data, length, &error);
	error_clear(&error);
	free(path);
}

static void print_notice(struct progress *progress, const char *text)
{
	(void)progress;
	printf("notice: %s\n", text);
}

static int fail(struct error *error)
{
	printf("%s: %s\n", error->kind == ERROR_USAGE ? "usage" :
	       error->kind == ERROR_ENVIRONMENT ? "environment" : "analysis", error->message);
	error_clear(error);
	return 2;
}

static int probe_survey(struct tree *tree, char **words, int count)
{
	struct error error = { 0 };
	struct strings files = { 0 };

	if (tree_survey(tree, (const char *const *)words, (size_t)count, &files, &error))
		return fail(&error);
	vec_each(file, &files)
		puts(*file);
	vec_free(&files);
	return 0;
}

static int probe_locate(struct tree *tree, char **words, int count)
{
	struct error error = { 0 };
	struct locate_result result = { 0 };

	if (count != 1)
		return 2;
	if (tree_locate(tree, words[0], NULL, NULL, &result, &error))
		return fail(&error);
	vec_each(item, &result.callbacks) {
		printf("%s:%u\t%s\t%s.%s\t%s\t%s:%u\t%s\t", item->file, item->line,
		       item->function, item->record, item->field,
		       *item->ops ? item->ops : "-", item->ops_file, item->ops_line,
		       item->how == LOCATED_INITIALISER ? "initialiser" : "assignment");
		for (size_t i = 0; i < item->nsiblings; i++)
			printf("%s%s", i ? "," : "", item->siblings[i]);
		putchar('\n');
	}
	vec_each(problem, &result.problems)
		printf("problem\t%s\t%s\n", problem->file, problem->why);
	vec_each(name, &result.declared)
		printf("declared\t%s\n", *name);
	vec_each(suspect, &result.suspects)
		printf("suspect\t%s\n", *suspect);
	vec_free(&result.callbacks);
	vec_free(&result.problems);
	vec_free(&result.declared);
	vec_free(&result.carriers);
	vec_free(&result.suspects);
	vec_free(&result.hints);
	return 0;
}

static void print_command(const struct compile_command *command)
{
	printf("file\t%s\n", command->file);
	if (command->why_not) {
		printf("why_not\t%s\n", command->why_not);
		return;
	}
	printf("directory\t%s\n", command->directory);
	if (command->assumes)
		printf("assumes\t%s\n", command->assumes);
	for (size_t i = 0; i < command->nflags; i++)
		printf("flag\t%s\n", command->flags[i]);
}

/* The command of FILE, or for FILE:LINE the one that compiles this line. */
static int ask(struct kbuild *kbuild, char **words, int count, struct error *error)
{
	struct compile_command *commands = xcalloc((size_t)count + 1, sizeof(*commands));
	char *colon = count == 1 ? strchr(words[0], ':') : NULL;
	int result = 0;

	if (colon) {
		*colon = '\0';
		result = kbuild_command_for_line(kbuild, words[0], (unsigned)atoi(colon + 1),
						 commands, error);
	} else {
		result = kbuild_commands(kbuild, (const char *const *)words, (size_t)count,
					 commands, error);
	}
	for (int i = 0; i < count && !result; i++)
		print_command(&commands[i]);
	free(commands);
	return result ? fail(error) : 0;
}

/* flags [--build DIR] [--arch A] FILE... | FILE:LINE */
static int probe_flags(struct tree *tree, char **words, int count)
{
	struct error error = { 0 };
	struct kbuild_options options = { 0 };

	for (; count > 1 && starts_with(words[0], "--"); words += 2, count -= 2) {
		if (!strcmp(words[0], "--build"))
			options.build = words[1];
		else
			options.arch = words[1];
	}
	struct kbuild *kbuild = kbuild_open(tree, &options, &error);

	if (!kbuild)
		return fail(&error);
	printf("build\t%s\narch\t%s\n", kbuild_directory(kbuild), kbuild_arch(kbuild));
	int result = ask(kbuild, words, count, &error);

	kbuild_close(kbuild);
	return result;
}

/* index ARCH NAME... (functions); index ARCH .NAME (fields) */
static int probe_index(struct tree *tree, char **words, int count)
{
	struct error error = { 0 };
	struct tree_index *index = tree_index_open(tree, &error);

	if (!index)
		return fail(&error);
	for (int i = 1; i < count; i++) {
		struct strings files = { 0 };

		if (*words[i] == '.')
			tree_index_field_users(index, words[i] + 1, words[0], &files);
		else
			tree_index_definitions(index, words[i], words[0], &files);
		vec_each(file, &files)
			printf("%s\t%s\n", words[i], *file);
		vec_free(&files);
	}
	tree_index_close(index);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(struct tree *tree, char **words, int count);
} probes[] = {
	{ "survey", probe_survey },
	{ "locate", probe_locate },
	{ "flags", probe_flags },
	{ "index", probe_index },
};

int main(int argc, char **argv)
{
	struct error error = { 0 };
	struct progress progress = { .notice = print_notice };

	if (argc < 4) {
		fprintf(stderr, "usage: %s survey|locate|flags|index TREE CACHE WORD...\n", argv[0]);
		return 2;
	}
	process_catch_interrupts();
	struct tree *tree = tree_open(argv[2], argv[3], &error);

	if (!tree)
		return fail(&error);
	struct file_cache cache = {
		.cache = { .get = get_blob, .put = put_blob },
		.directory = tree->cache_directory,
	};

	tree->cache = getenv("PROBE_NO_CACHE") ? NULL : &cache.cache;
	tree->progress = &progress;
	if (getenv("PROBE_JOBS"))
		tree->jobs = (unsigned)atoi(getenv("PROBE_JOBS"));
	if (getenv("PROBE_PART") && sscanf(getenv("PROBE_PART"), "%u/%u", &tree->part, &tree->parts) != 2)
		return 2;
	/* the index is built by a survey for this word */
	if (getenv("PROBE_SURVEY")) {
		char *word = getenv("PROBE_SURVEY");

		tree_expect_index(tree);
		if (probe_survey(tree, &word, 1))
			return 2;
	}
	int result = 2;

	for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++)
		if (!strcmp(argv[1], probes[i].name))
			result = probes[i].run(tree, argv + 4, argc - 4);
	if (getenv("PROBE_VERSION"))
		printf("version\t%s\n", tree->version);
	tree_close(tree);
	return result;
}
