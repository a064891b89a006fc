// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makefiles found by their text, for files that the makefile of another directory builds. There are few such
 * files, KVM's first of all; texts that are searched are kept.
 */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "kbuild/flags_internal.h"

#define NESTED_MOST 32

static bool is_makefile(const char *name)
{
	return starts_with(name, "Makefile") || starts_with(name, "Kbuild");
}

/* Where the search begins: the module's directory, or the tree. */
static const char *search_top(const struct flags *flags)
{
	return flags->module ? flags->module : flags->sources->tree->path;
}

/* Appends the makefiles below DIRECTORY (relative to that, "": all) to PATHS. */
static void walk(struct flags *flags, const char *directory, unsigned depth, struct strings *paths)
{
	const char *top = search_top(flags);
	const char *root = *directory ? path_join(flags->arena, top, directory) : top;
	DIR *dir = depth < NESTED_MOST ? opendir(root) : NULL;
	struct dirent *entry;

	if (!dir)
		return;
	make_sources_ask(flags->sources, root, ASKED_LISTING);
	while ((entry = readdir(dir))) {
		char *path;

		if (*entry->d_name == '.' || (entry->d_type != DT_DIR && !is_makefile(entry->d_name)))
			continue;
		path = *directory ? arena_printf(flags->arena, "%s/%s", directory, entry->d_name) :
		       arena_strdup(flags->arena, entry->d_name);
		if (entry->d_type == DT_DIR)
			walk(flags, path, depth + 1, paths);
		else
			vec_push(paths, path);
	}
	closedir(dir);
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static const struct strings *makefiles_below(struct flags *flags, const char *scope)
{
	struct strings *paths = strmap_get(&flags->makefiles, scope);

	if (paths)
		return paths;
	paths = arena_alloc(flags->arena, sizeof(*paths));
	walk(flags, scope, 0, paths);
	/* Directories are read in any order. */
	if (paths->count)
		qsort(paths->data, paths->count, sizeof(*paths->data), compare_strings);
	strmap_set(&flags->makefiles, arena_strdup(flags->arena, scope), paths);
	return paths;
}

/* Makefiles of other architectures build nothing here. */
static bool is_foreign(struct flags *flags, const char *path)
{
	char *own;
	bool foreign;

	if (flags->module)
		return false;
	own = xasprintf("arch/%s/", flags->world.arch);
	foreign = starts_with(path, "arch/") && !starts_with(path, own);

	free(own);
	return foreign || starts_with(path, "tools/") || starts_with(path, "scripts/") ||
	       starts_with(path, "Documentation/");
}

/* The text of the makefile at PATH, read once. */
static const char *text_of(struct flags *flags, const char *path)
{
	const char *text = strmap_get(&flags->texts, path);
	char *read;

	if (text)
		return text;
	read = make_sources_text(flags->sources, path_join(flags->arena, search_top(flags), path), NULL);
	text = arena_strdup(flags->arena, read ? read : "");
	free(read);
	strmap_set(&flags->texts, path, (void *)text);
	return text;
}

const struct strings *flags_mentioning(struct flags *flags, const char *scope, const char *needle)
{
	const char *key = arena_printf(flags->arena, "%s\n%s", scope, needle);
	struct strings *directories = strmap_get(&flags->mentions, key);
	const struct strings *paths;

	if (directories)
		return directories;
	directories = arena_alloc(flags->arena, sizeof(*directories));
	strmap_set(&flags->mentions, key, directories);
	paths = makefiles_below(flags, scope);
	for (size_t i = 0; i < paths->count; i++) {
		char *directory = path_dir(flags->arena, paths->data[i]);

		if (is_foreign(flags, paths->data[i]) || !strstr(text_of(flags, paths->data[i]), needle))
			continue;
		if (!strcmp(directory, "."))
			directory = "";
		if (!directories->count || strcmp(vec_last(directories), directory))
			vec_push(directories, directory);
	}
	return directories;
}
