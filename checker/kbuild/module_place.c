// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/module_place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/str.h"
#include "kbuild/build_directory.h"
#include "tree/tree.h"

/* Where a distribution puts what modules are built against. */
#define RUNNING_KERNEL "/lib/modules/$(uname -r)/build"
/* Directories within directories that are looked into for a makefile. */
#define DEPTH_MOST 4

/* ---- the module ---- */

static bool is_c_source(const char *path, void *context)
{
	(void)context;
	return ends_with(path, ".c");
}

static bool is_build_file(const char *path, void *context)
{
	const char *name = path_base(path);

	(void)context;
	return !strcmp(name, "Kbuild") || !strcmp(name, "Makefile");
}

/* Whether the makefile NAME of DIRECTORY is one of kbuild's. */
static bool names_objects(struct arena *arena, const char *directory, const char *name)
{
	struct error ignored = { 0 };
	char *text = read_file(path_join(arena, directory, name), NULL, &ignored);
	bool names = text && strstr(text, "obj-");

	error_clear(&ignored);
	free(text);
	return names;
}

/* What kbuild would refuse as M=, and what nothing says how to build. */
static int check_module(struct arena *arena, const char *name, const char *directory, struct error *error)
{
	const char *above = path_dir(arena, directory);

	if (strpbrk(directory, " \t:"))
		return error_set(error, ERROR_USAGE, "%s: kbuild builds no module in a directory with a blank or a colon in "
				 "its path (%s): rename or move it", name, directory);
	if (find_below(directory, DEPTH_MOST, is_build_file, NULL))
		return 0;
	if (!find_below(directory, DEPTH_MOST, is_c_source, NULL))
		return error_set(error, ERROR_USAGE, "%s: neither a kernel tree nor a module: it has no Makefile with VERSION "
				 "and PATCHLEVEL, and no C source", name);
	for (unsigned up = 1; up < DEPTH_MOST && strcmp(above, "/"); up++, above = path_dir(arena, above))
		if (names_objects(arena, above, "Kbuild") || names_objects(arena, above, "Makefile"))
			return error_set(error, ERROR_USAGE, "%s: it has no Kbuild or Makefile, but a directory above has: mncheck "
					 "scan %s --only %s --build KERNEL", name, above, path_below(directory, above));
	return error_set(error, ERROR_USAGE, "%s: nothing says how its sources are built: write a file Kbuild there, "
			 "'obj-m := NAME.o' for NAME.c, or 'obj-m := NAME.o' and 'NAME-y := A.o B.o' for A.c and B.c",
			 name);
}

const char *module_top(struct arena *arena, const char *directory)
{
	const char *above = directory;

	for (unsigned up = 0; up < DEPTH_MOST && strcmp(above, "/"); up++, above = path_dir(arena, above))
		if (file_in(above, "dkms.conf"))
			return above;
	return directory;
}

/* ---- the kernel ---- */

static const char *resolve(struct arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = real ? arena_strdup(arena, real) : NULL;

	free(real);
	return copy;
}

/* The kernel tree that the directory BUILD, which may be that tree, belongs to; NULL: nothing says. */
static const char *kernel_of(struct arena *arena, const char *build)
{
	const char *source = is_kernel_tree(build) ? build : build_directory_tree(arena, build);

	return source && is_kernel_tree(source) ? source : NULL;
}

static int find_kernel(struct arena *arena, const char *name, const char *build, struct module_place *place,
		       struct error *error)
{
	const char *directory = resolve(arena, build);

	if (!directory)
		return error_set(error, ERROR_USAGE, "--build %s: %s: give a configured kernel tree, a build directory, or "
				 "headers (Debian's package linux-headers-$(uname -r) makes " RUNNING_KERNEL ")", build,
				 strerror(errno));
	place->tree = kernel_of(arena, directory);
	if (place->tree && !file_in(place->tree, "scripts/Makefile.build"))
		return error_set(error, ERROR_USAGE, "--build %s: %s lacks scripts/Makefile.build, which modules are built "
				 "with: install what belongs to these headers (Debian's package linux-kbuild-VERSION)", build,
				 place->tree);
	if (place->tree)
		return 0;
	if (kernel_of(arena, path_join(arena, directory, "build")))
		return error_set(error, ERROR_USAGE, "--build %s: no build directory, but it has one: give %s/build", build,
				 build);
	if (build_directory_tree(arena, directory))
		return error_set(error, ERROR_USAGE, "--build %s: what it was made from, %s, is no kernel tree that is there: "
				 "give a build directory of one that is", build, build_directory_tree(arena, directory));
	return error_set(error, ERROR_USAGE, "--build %s: no kernel that %s could be built against: give a configured kernel "
			 "tree, a build directory, or headers such as " RUNNING_KERNEL, build, name);
}

/* ---- the place ---- */

/* The kernel tree that DIRECTORY lies in; NULL: none. */
static const char *tree_around(struct arena *arena, const char *directory)
{
	for (const char *above = path_dir(arena, directory); strcmp(above, "/"); above = path_dir(arena, above))
		if (is_kernel_tree(above))
			return above;
	return NULL;
}

/* A Makefile that is there and cannot be read may be a kernel's. */
static int read_makefile(const char *directory, struct error *error)
{
	struct error trouble = { 0 };
	char *path = xasprintf("%s/Makefile", directory), *text = read_file(path, NULL, &trouble);
	bool is_unread = !text && !access(path, F_OK);

	if (is_unread)
		error_set(error, ERROR_USAGE, "%s", trouble.message);
	error_clear(&trouble);
	free(text);
	free(path);
	return is_unread ? -1 : 0;
}

static int find_module(struct arena *arena, const char *name, const char *directory, const char *build,
		       struct module_place *place, struct error *error)
{
	const char *around = tree_around(arena, directory);

	if (read_makefile(directory, error))
		return -1;
	if (file_in(directory, ".config") && kernel_of(arena, directory))
		return error_set(error, ERROR_USAGE, "%s: a build directory, no tree: mncheck scan %s --build %s", name,
				 kernel_of(arena, directory), name);
	if (build && find_kernel(arena, name, build, place, error))
		return -1;
	/* against another kernel even a part of a tree is a module */
	if (around && (!build || !strcmp(place->tree, around))) {
		place->tree = around;
		place->part = path_below(directory, around);
		return 0;
	}
	if (check_module(arena, name, directory, error))
		return -1;
	if (!build)
		return error_set(error, ERROR_USAGE, "%s: not a kernel tree: no Makefile with VERSION and PATCHLEVEL; for a "
				 "module say which kernel it is built against: --build " RUNNING_KERNEL, name);
	place->module = module_top(arena, directory);
	place->part = strcmp(place->module, directory) ? directory : NULL;
	return 0;
}

int module_place_find(struct arena *arena, const char *name, const char *build, struct module_place *place,
		      struct error *error)
{
	const char *here = name ? name : ".", *directory = resolve(arena, here);
	struct stat st;

	*place = (struct module_place){ .tree = here };
	if (!directory || stat(directory, &st) || !S_ISDIR(st.st_mode) || is_kernel_tree(directory))
		return 0;
	if (find_module(arena, here, directory, build, place, error))
		return -1;
	if (!name)
		place->part = NULL;
	return 0;
}
