// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/build_directory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/str.h"
#include "kbuild/kbuild.h"
#include "kbuild/toolchain.h"

/* Lines of an .config that may stand before the one that names the architecture. */
#define HEADER_BYTES 512

bool is_configured(const char *directory)
{
	return file_in(directory, ".config") && file_in(directory, "include/generated/autoconf.h");
}

/* ---- whose build directory it is ---- */

/* "include /path/Makefile" of the Makefile that kbuild puts into a build directory. */
static char *included_tree(struct arena *arena, const char *directory)
{
	struct error ignored = { 0 };
	char *text = read_file(arena_printf(arena, "%s/Makefile", directory), NULL, &ignored);
	char *tree = NULL;

	error_clear(&ignored);
	for (char *line = text; line && *line && !tree; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (starts_with(line, "include ")) {
			size_t length = strcspn(line + 8, "\n");

			if (length > 9 && !strncmp(line + 8 + length - 9, "/Makefile", 9))
				tree = arena_strndup(arena, line + 8, length - 9);
		}
	}
	free(text);
	return tree;
}

static char *resolved(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL), *copy = real ? arena_strdup(arena, real) : NULL;

	free(real);
	return copy;
}

char *build_directory_tree(struct arena *arena, const char *directory)
{
	char *source = resolved(arena, arena_printf(arena, "%s/source", directory));

	if (source)
		return source;
	char *included = included_tree(arena, directory);

	if (!included)
		return NULL;
	if (*included != '/')
		included = arena_printf(arena, "%s/%s", directory, included);
	char *real = resolved(arena, included);

	return real ? real : included;
}

static int check_owner(struct tree *tree, const char *directory, const char *name,
		       struct error *error)
{
	/* What mncheck prepared itself may have been made from links to the tree. */
	if (!strcmp(directory, tree->path) || path_below(directory, tree->cache_directory))
		return 0;
	char *owner = build_directory_tree(tree->arena, directory);

	if (owner && strcmp(owner, tree->path))
		return error_set(error, ERROR_USAGE,
				 "%s: a build directory of another tree, %s: give one of %s", name,
				 owner, tree->path);
	return 0;
}

static int check_prepared(struct tree *tree, const char *directory, const char *name,
			  struct error *error)
{
	const char *output = strcmp(directory, tree->path) ?
			     arena_printf(tree->arena, " O=%s", directory) : "";

	if (!file_in(directory, ".config"))
		return error_set(error, ERROR_USAGE,
				 "%s: no .config in this build directory: configure it, "
				 "then run make -C %s%s prepare", name, tree->path, output);
	if (!file_in(directory, "include/generated/autoconf.h") ||
	    !file_in(directory, "include/config/auto.conf"))
		return error_set(error, ERROR_USAGE,
				 "%s: configured, but not prepared: run make -C %s%s prepare", name,
				 tree->path, output);
	return 0;
}

int build_directory_check(struct tree *tree, const char *directory, const char *name, bool *configured,
			  struct error *error)
{
	*configured = false;
	if (check_owner(tree, directory, name, error))
		return -1;
	/* A tree that is no kernel to build may come with its commands alone. */
	if (!file_in(directory, ".config") && file_in(directory, "compile_commands.json"))
		return 0;
	*configured = true;
	return check_prepared(tree, directory, name, error);
}

const char *build_directory_find(struct tree *tree, const char *name, struct error *error)
{
	char *real = realpath(name, NULL);
	const char *directory = real ? arena_strdup(tree->arena, real) : NULL;

	if (!real)
		error_set(error, ERROR_USAGE, "%s: no such build directory: %s", name, strerror(errno));
	free(real);
	return directory;
}

/* ---- its architecture ---- */

/* "# Linux/x86 6.12.0 Kernel Configuration" names it in the first lines. */
static const char *read_arch(struct arena *arena, const char *config)
{
	const char *at = memmem(config, strnlen(config, HEADER_BYTES), "# Linux/", 8);

	if (!at)
		return host_arch();
	return arena_strndup(arena, at + 8, strcspn(at + 8, " \n"));
}

const char *build_directory_arch(struct arena *arena, const char *directory, struct error *error)
{
	char *config = read_file(arena_printf(arena, "%s/.config", directory), NULL, error);
	const char *arch = config ? read_arch(arena, config) : NULL;

	free(config);
	return arch;
}

const char *kbuild_arch_of(struct tree *tree, const char *build, struct error *error)
{
	const char *directory = build_directory_find(tree, build, error);
	bool configured;

	if (!directory || build_directory_check(tree, directory, build, &configured, error))
		return NULL;
	return configured ? build_directory_arch(tree->arena, directory, error) : host_arch();
}
