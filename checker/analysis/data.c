// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/data.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

/* Relative to the directory of the program, nearest first. */
static const char *const places[] = {
	".", "..", "../..", "../../..", "../share/mncheck",
};

static char *program_directory(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (length < 0)
		return arena_strdup(arena, ".");
	path[length] = '\0';
	return path_dir(arena, path);
}

char *data_file(struct arena *arena, const char *name, struct error *error)
{
	const char *own = getenv("MNCHECK_DATA");
	char *path;

	if (own && *own) {
		path = path_join(arena, own, name);
		if (!access(path, R_OK))
			return path;
	}
	const char *directory = program_directory(arena);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		path = path_join(arena, directory, arena_printf(arena, "%s/%s", places[i], name));
		path = path_normalise(arena, path);
		if (!access(path, R_OK))
			return path;
	}
	error_set(error, ERROR_ENVIRONMENT, "%s, which comes with mncheck, is not near %s/mncheck; "
		  "set MNCHECK_DATA to the directory that holds it", name, directory);
	return NULL;
}
