// SPDX-License-Identifier: GPL-2.0-only
#include "extract/confine_parser.h"

#include <stdlib.h>
#include <string.h>

#include "base/confine.h"
#include "base/str.h"

/* A precompiled header of a kernel has 20 to 60 MiB. */
#define WRITTEN_BYTES_MOST ((size_t)1 << 30)

typedef VEC(const char *) path_list;

static bool is_within(const char *path, const char *directory)
{
	return !strcmp(path, directory) || path_below(path, directory);
}

/* DIRECTORY holds the tree or the user's home: nobody keeps headers there. */
static bool is_too_wide(const struct front_request *request, const char *directory)
{
	const char *home = getenv("HOME");

	return !strcmp(directory, "/") || is_within(request->tree, directory) ||
	       (home && *home == '/' && is_within(home, directory));
}

/*
 * A directory that the flags name. What lies in tree or build is there already; it could be a link of the tree's
 * to somewhere else.
 */
static void add_named(struct arena *arena, const struct front_request *request, const char *name, path_list *paths)
{
	const char *path = path_normalise(arena, path_join(arena, request->directory, name));

	if (is_within(path, request->tree) || (request->build && is_within(path, request->build)) ||
	    is_too_wide(request, path))
		return;
	vec_push(paths, path);
}

static void add_searched(struct arena *arena, const struct front_request *request, path_list *paths)
{
	static const char *const searching[] = { "-I", "-iquote", "-isystem", "-idirafter" };

	for (size_t i = 0; i < request->nflags; i++)
		for (size_t j = 0; j < sizeof(searching) / sizeof(*searching); j++) {
			const char *flag = request->flags[i], *rest = flag + strlen(searching[j]);

			if (!starts_with(flag, searching[j]))
				continue;
			if (*rest)
				add_named(arena, request, rest, paths);
			else if (i + 1 < request->nflags)
				add_named(arena, request, request->flags[i + 1], paths);
			break;
		}
}

static void add_if_there(path_list *paths, const char *path)
{
	if (path)
		vec_push(paths, path);
}

static void list_readable(struct arena *arena, const struct extraction *extraction, const char *headers,
			  path_list *paths)
{
	const struct front_request *request = &extraction->request;
	const char *file = path_join(arena, request->directory, request->file);
	static const char *const installed[] = { "/usr", "/lib", "/lib32", "/lib64" };

	for (size_t i = 0; i < sizeof(installed) / sizeof(*installed); i++)
		vec_push(paths, installed[i]);
	add_if_there(paths, headers);
	add_if_there(paths, request->tree);
	add_if_there(paths, request->build);
	add_if_there(paths, request->readable);
	add_if_there(paths, request->overlay ? path_dir(arena, request->overlay) : NULL);
	add_if_there(paths, request->precompiled ? path_dir(arena, request->precompiled->path) : NULL);
	add_named(arena, request, path_dir(arena, file), paths);
	add_searched(arena, request, paths);
	vec_push(paths, NULL);
}

void confine_parser(const struct extraction *extraction)
{
	const struct front_request *request = &extraction->request;
	bool reads_all = !request->tree || (request->readable && !strcmp(request->readable, "/"));
	struct arena *arena = arena_new();
	char *headers = front_headers();
	path_list readable = { 0 }, writable = { 0 };

	if (!reads_all)
		list_readable(arena, extraction, headers, &readable);
	if (extraction->precompile)
		vec_push(&writable, path_dir(arena, extraction->precompile->path));
	vec_push(&writable, NULL);
	struct confinement *confinement = confinement_new(&(struct confinement_options){
		.readable = reads_all ? NULL : readable.data, .writable = writable.data,
		.file_bytes = WRITTEN_BYTES_MOST,
	});

	confine_self(confinement);
	confinement_free(confinement);
	vec_free(&readable);
	vec_free(&writable);
	free(headers);
	arena_free(arena);
}
