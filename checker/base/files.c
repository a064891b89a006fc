// SPDX-License-Identifier: GPL-2.0-only
#include "base/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "base/watcher.h"

bool file_in(const char *directory, const char *name)
{
	struct stat st;
	char *path = xasprintf("%s/%s", directory, name);
	bool there = !stat(path, &st);

	free(path);
	return there;
}

int make_scratch(char *template, struct error *error)
{
	if (!mkdtemp(template))
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be made: %s", template, strerror(errno));
	watcher_add_path(template);
	return 0;
}

int remove_directory(const char *directory, struct error *error)
{
	struct stat st;

	watcher_drop_path(directory);
	if (lstat(directory, &st) && errno == ENOENT)
		return 0;
	if (remove_tree(directory))
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be removed: %s", directory,
				 strerror(errno));
	return 0;
}

bool find_below(const char *directory, unsigned depth, bool (*is_one)(const char *path, void *context), void *context)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;
	bool found = false;

	while (dir && !found && (entry = readdir(dir))) {
		char *path = *entry->d_name == '.' ? NULL : xasprintf("%s/%s", directory, entry->d_name);

		if (path && entry->d_type == DT_DIR)
			found = depth > 1 && find_below(path, depth - 1, is_one, context);
		else if (path)
			found = is_one(path, context);
		free(path);
	}
	if (dir)
		closedir(dir);
	return found;
}
