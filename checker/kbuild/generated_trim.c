// SPDX-License-Identifier: GPL-2.0-only
/* The directories of generated headers in the cache: those unused for longest go. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "base/files.h"
#include "base/str.h"
#include "kbuild/generated.h"

/* So many are kept; one has a megabyte or two. */
#define DIRECTORIES_KEPT 128
/* Another process may still use one that was used since, in seconds. */
#define RECENT 3600

struct used_directory {
	const char *path;
	time_t used;
};

struct used_directories { struct used_directory *data; size_t count, room; };

bool generated_use(const char *cache_directory, const char *directory)
{
	const char *below = path_below(directory, cache_directory);

	/* A build directory is the user's. */
	if (!below || !starts_with(below, "generated/"))
		return file_in(directory, ".");
	return !utimensat(AT_FDCWD, directory, NULL, 0);
}

static int compare_use(const void *left, const void *right)
{
	const struct used_directory *a = left, *b = right;

	return a->used != b->used ? (a->used < b->used) - (a->used > b->used) : strcmp(a->path, b->path);
}

/* Latest first. What a killed process left half-written is among them. */
static void list_directories(struct arena *arena, const char *parent, struct used_directories *directories)
{
	DIR *open = opendir(parent);
	struct dirent *entry;
	struct stat st;

	while (open && (entry = readdir(open))) {
		const char *path = arena_printf(arena, "%s/%s", parent, entry->d_name);

		if (*entry->d_name == '.' || lstat(path, &st) || !S_ISDIR(st.st_mode))
			continue;
		vec_push(directories, (struct used_directory){ path, st.st_mtim.tv_sec });
	}
	if (open)
		closedir(open);
	if (directories->count)
		qsort(directories->data, directories->count, sizeof(*directories->data), compare_use);
}

void generated_trim(const char *cache_directory)
{
	struct arena *arena = arena_new();
	struct used_directories directories = { 0 };
	struct error ignored = { 0 };
	time_t now = time(NULL);

	list_directories(arena, arena_printf(arena, "%s/generated", cache_directory), &directories);
	for (size_t i = DIRECTORIES_KEPT; i < directories.count; i++)
		if (directories.data[i].used + RECENT < now &&
		    remove_directory(directories.data[i].path, &ignored))
			error_clear(&ignored);
	vec_free(&directories);
	arena_free(arena);
}
