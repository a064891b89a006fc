// SPDX-License-Identifier: GPL-2.0-only
/*
 * make refuses O= for a tree that was built in place. So that nothing in the user's
 * tree has to be cleaned, make then sees it through links that leave out what a
 * build in place put there: the configuration and the generated headers.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/map.h"
#include "base/str.h"
#include "kbuild/configuration.h"
#include "kbuild/shadow.h"
#include "tree/tree.h"

/* What a build in place leaves and make looks for, relative to the tree. */
static bool is_left_behind(const char *path)
{
	return !strcmp(path, ".config") || !strcmp(path, "include/config") ||
	       !strcmp(path, "include/generated") ||
	       (starts_with(path, "arch/") && ends_with(path, "/include/generated"));
}

/* Directories on the way to something left behind: made anew instead of linked. */
static bool is_opened(const char *path)
{
	unsigned slashes = 0;

	if (!strcmp(path, "include") || !strcmp(path, "arch"))
		return true;
	if (!starts_with(path, "arch/"))
		return false;
	for (const char *at = path; *at; at++)
		slashes += *at == '/';
	return slashes == 1 || (slashes == 2 && ends_with(path, "/include"));
}

static int link_entries(struct tree *tree, const char *farm, const char *directory,
			struct error *error);

static int link_entry(struct tree *tree, const char *farm, const char *path, bool is_directory,
		      struct error *error)
{
	char *target = arena_printf(tree->arena, "%s/%s", tree->path, path);
	char *link = arena_printf(tree->arena, "%s/%s", farm, path);

	if (is_left_behind(path))
		return 0;
	if (is_directory && is_opened(path))
		return make_directories(link, error) ? -1 : link_entries(tree, farm, path, error);
	if (symlink(target, link) && errno != EEXIST)
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be linked: %s", link,
				 strerror(errno));
	return 0;
}

static int link_entries(struct tree *tree, const char *farm, const char *directory,
			struct error *error)
{
	char *path = arena_printf(tree->arena, "%s/%s", tree->path, directory);
	DIR *stream = opendir(path);
	struct dirent *entry;
	int failed = 0;

	if (!stream)
		return error_set(error, ERROR_ENVIRONMENT, "%s: %s", path, strerror(errno));
	while (!failed && (entry = readdir(stream))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
		    !strcmp(entry->d_name, ".git"))
			continue;
		failed = link_entry(tree, farm, *directory ?
				    arena_printf(tree->arena, "%s/%s", directory, entry->d_name) :
				    entry->d_name, entry->d_type == DT_DIR, error);
	}
	closedir(stream);
	return failed;
}

const char *clean_sources(struct tree *tree, struct error *error)
{
	if (!file_in(tree->path, ".config") && !file_in(tree->path, "include/config"))
		return tree->path;
	char *farm = arena_printf(tree->arena, "%s/sources-%016lx", tree->cache_directory,
				  (unsigned long)hash_bytes(tree->path, strlen(tree->path), 3));
	int lock = take_lock(arena_printf(tree->arena, "%s.lock", farm), error);

	if (lock < 0)
		return NULL;
	int failed = make_directories(farm, error) || link_entries(tree, farm, "", error);

	close(lock);
	return failed ? NULL : farm;
}
