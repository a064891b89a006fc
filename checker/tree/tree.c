// SPDX-License-Identifier: GPL-2.0-only
#include "tree/tree.h"
#include "base/files.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree/index.h"

/* The value of NAME in a Makefile's TEXT: "" if it is empty, NULL if NAME is not assigned. */
static char *makefile_value(struct arena *arena, const char *text, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = text; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, length))
			continue;
		const char *at = line + length + strspn(line + length, " \t");

		if (*at != '=')
			continue;
		at += 1 + strspn(at + 1, " \t");
		size_t size = strcspn(at, "\n#");

		while (size && strchr(" \t\r", at[size - 1]))
			size--;
		return arena_strndup(arena, at, size);
	}
	return NULL;
}

/* "6.12.117-rc1" from the top Makefile; NULL if that is no kernel's. */
static char *kernel_version(struct arena *arena, const char *path)
{
	struct error ignored = { 0 };
	char *text = read_file(arena_printf(arena, "%s/Makefile", path), NULL, &ignored);
	char *version = NULL;

	error_clear(&ignored);
	if (!text)
		return NULL;
	const char *major = makefile_value(arena, text, "VERSION");
	const char *minor = makefile_value(arena, text, "PATCHLEVEL");
	const char *sublevel = makefile_value(arena, text, "SUBLEVEL");
	const char *extra = makefile_value(arena, text, "EXTRAVERSION");

	if (major && minor && *major && *minor)
		version = arena_printf(arena, "%s.%s%s%s%s", major, minor,
				       sublevel && *sublevel ? "." : "", sublevel ? sublevel : "",
				       extra ? extra : "");
	free(text);
	return version;
}

bool is_kernel_tree(const char *path)
{
	struct arena *arena = arena_new();
	bool is_tree = kernel_version(arena, path) && file_in(path, "include/linux");

	arena_free(arena);
	return is_tree;
}

static int identify(struct tree *tree, const char *path, struct error *error)
{
	struct stat st;

	if (stat(path, &st))
		return error_set(error, ERROR_USAGE, "%s: no such kernel tree: %s", path,
				 strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return error_set(error, ERROR_USAGE,
				 "%s: a file; the directory of a kernel tree was expected", path);
	char *resolved = realpath(path, NULL);

	if (!resolved)
		return error_set(error, ERROR_USAGE, "%s: cannot be resolved: %s", path,
				 strerror(errno));
	tree->path = arena_strdup(tree->arena, resolved);
	free(resolved);
	tree->version = kernel_version(tree->arena, tree->path);
	if (!tree->version)
		return error_set(error, ERROR_USAGE,
				 "%s: not a kernel tree: no Makefile with VERSION and PATCHLEVEL",
				 path);
	if (!file_in(tree->path, "include/linux"))
		return error_set(error, ERROR_USAGE, "%s: not a kernel tree: no include/linux", path);
	return 0;
}

static int find_cache_directory(struct tree *tree, const char *directory, struct error *error)
{
	if (make_directories(directory, error))
		return error_prefix(error, "cache directory");
	if (access(directory, W_OK | X_OK))
		return error_set(error, ERROR_ENVIRONMENT,
				 "cache directory: %s: cannot be written: %s", directory,
				 strerror(errno));
	char *resolved = realpath(directory, NULL);

	if (!resolved)
		return error_set(error, ERROR_ENVIRONMENT, "cache directory: %s: %s", directory,
				 strerror(errno));
	tree->cache_directory = arena_strdup(tree->arena, resolved);
	free(resolved);
	return 0;
}

struct tree *tree_open(const char *path, const char *cache_directory, struct error *error)
{
	struct tree_state *state = xcalloc(1, sizeof(*state));
	struct tree *tree = &state->tree;
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	tree->arena = arena_new();
	state->unread_arena = arena_new();
	pthread_mutex_init(&state->unread_lock, NULL);
	tree->jobs = processors > 0 ? (unsigned)processors : 1;
	if (identify(tree, path, error) || find_cache_directory(tree, cache_directory, error)) {
		tree_close(tree);
		return NULL;
	}
	return tree;
}

void tree_close(struct tree *tree)
{
	struct tree_state *state = (struct tree_state *)tree;

	if (!tree)
		return;
	vec_each(source, &state->sources)
		free(source->path);
	vec_each(makefile, &state->makefiles)
		free(makefile->path);
	vec_free(&state->sources);
	vec_free(&state->makefiles);
	strmap_free(&state->assembly);
	strmap_free(&state->unread);
	arena_free(state->unread_arena);
	pthread_mutex_destroy(&state->unread_lock);
	if (state->index)
		index_data_free(state->index);
	free(state->index);
	arena_free(tree->arena);
	free(state);
}
