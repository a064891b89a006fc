// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/build_directory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/map.h"
#include "base/str.h"
#include "kbuild/kbuild.h"
#include "kbuild/arches.h"

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
	if (!strcmp(directory, tree->path))
		return 0;
	char *owner = build_directory_tree(tree->arena, directory);

	if (owner && strcmp(owner, tree->path))
		return error_set(error, ERROR_USAGE,
				 "%s: a build directory of another tree, %s: give one of %s", name,
				 owner, tree->path);
	return 0;
}

const char *build_directory_remedy(struct tree *tree, const char *directory)
{
	const char *output = strcmp(directory, tree->path) ? arena_printf(tree->arena, " O=%s", directory) : "";

	return arena_printf(tree->arena, "make -C %s%s prepare", tree->path, output);
}

/* ---- what is there of it ---- */

static bool is_older(const char *a, const char *b)
{
	struct stat first, second;

	if (stat(a, &first) || stat(b, &second))
		return false;
	if (first.st_mtim.tv_sec != second.st_mtim.tv_sec)
		return first.st_mtim.tv_sec < second.st_mtim.tv_sec;
	return first.st_mtim.tv_nsec < second.st_mtim.tv_nsec;
}

/* The options that a configuration sets, of which one has quotes around texts and the other may not. */
static uint64_t settings_of(const char *path)
{
	struct error ignored = { 0 };
	char *text = read_file(path, NULL, &ignored);
	uint64_t sum = 0;

	for (char *line = text; line && *line; ) {
		size_t length = strcspn(line, "\n"), kept = 0;

		for (size_t i = 0; i < length && *line != '#'; i++)
			if (line[i] != '"' && line[i] != '\\')
				line[kept++] = line[i];
		sum += kept ? hash_bytes(line, kept, 0) : 0;
		line += length + (line[length] == '\n');
	}
	error_clear(&ignored);
	free(text);
	return sum;
}

/* .config was changed after make took it over. A copied directory has any dates. */
static bool is_outdated(struct arena *arena, const char *directory)
{
	const char *config = arena_printf(arena, "%s/.config", directory);
	const char *taken = arena_printf(arena, "%s/include/config/auto.conf", directory);

	return is_older(taken, config) && settings_of(taken) != settings_of(config);
}

/* Whether something of what make leaves in each build directory is there. */
static bool looks_like_build(const char *directory)
{
	return file_in(directory, "Makefile") || file_in(directory, "source") || file_in(directory, "include");
}

static int refuse_bare(struct tree *tree, const char *directory, const char *name, struct error *error)
{
	return error_set(error, ERROR_USAGE, "%s: no .config in this build directory: configure it, then run %s", name,
			 build_directory_remedy(tree, directory));
}

static void read_state(struct tree *tree, const char *directory, const char *name, enum build_state *state,
		       const char **advice)
{
	const char *remedy = build_directory_remedy(tree, directory);
	bool taken_over = file_in(directory, "include/config/auto.conf") &&
			  file_in(directory, "include/generated/autoconf.h");

	*advice = NULL;
	if (!file_in(directory, ".config")) {
		*state = taken_over ? BUILD_PREPARED : BUILD_BARE;
		if (!taken_over)
			*advice = arena_printf(tree->arena, "%s: no .config in this build directory: allmodconfig is "
					       "computed instead; configure it, then run %s", name, remedy);
	} else if (!taken_over) {
		*state = BUILD_CONFIGURED;
		*advice = arena_printf(tree->arena, "%s: configured, but not prepared: what make would generate is "
				       "computed from its .config; to have its own, run %s", name, remedy);
	} else if (is_outdated(tree->arena, directory)) {
		*state = BUILD_CONFIGURED;
		*advice = arena_printf(tree->arena, "%s: .config was changed since make took it over: what make would "
				       "generate is computed from it; to have its own, run %s", name, remedy);
	} else {
		*state = BUILD_PREPARED;
	}
}

int build_directory_read(struct tree *tree, const char *directory, const char *name, enum build_state *state,
			 const char **advice, struct error *error)
{
	*advice = NULL;
	*state = BUILD_COMMANDS;
	if (check_owner(tree, directory, name, error))
		return -1;
	read_state(tree, directory, name, state, advice);
	/* A tree that is no kernel to build may come with its commands alone. */
	if (*state == BUILD_BARE && file_in(directory, "compile_commands.json")) {
		*state = BUILD_COMMANDS;
		*advice = NULL;
	}
	return *state == BUILD_BARE && !looks_like_build(directory) ? refuse_bare(tree, directory, name, error) : 0;
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

/* ---- the architecture ---- */

/* "# Linux/x86 6.12.0 Kernel Configuration" names it in the first lines; NULL: nothing does. */
static const char *named_arch(struct arena *arena, const char *config)
{
	const char *at = memmem(config, strnlen(config, HEADER_BYTES), "# Linux/", 8);

	return at ? arena_strndup(arena, at + 8, strcspn(at + 8, " \n")) : NULL;
}

const char *build_directory_arch(struct arena *arena, const char *directory, struct error *error)
{
	const char *name = file_in(directory, ".config") ? ".config" : "include/config/auto.conf";
	char *config = read_file(arena_printf(arena, "%s/%s", directory, name), NULL, error);
	const char *arch = config ? named_arch(arena, config) : NULL;
	bool readable = config != NULL;

	free(config);
	return arch || !readable ? arch : host_arch();
}

/* ---- a configuration by itself ---- */

const char *config_file_find(struct tree *tree, const char *name, struct error *error)
{
	char *real = realpath(name, NULL);
	const char *path;
	struct stat st;

	/* The tree's own are called as in the tree: arch/x86/configs/x86_64_defconfig. */
	if (!real && *name != '/')
		real = realpath(path_join(tree->arena, tree->path, name), NULL);
	path = real ? arena_strdup(tree->arena, real) : NULL;
	free(real);
	if (!path) {
		error_set(error, ERROR_USAGE, "--config %s: no such file, neither here nor in %s", name, tree->path);
		return NULL;
	}
	if (stat(path, &st) || !S_ISREG(st.st_mode)) {
		error_set(error, ERROR_USAGE, "--config %s: is no file: give a .config; --build takes a directory", name);
		return NULL;
	}
	return path;
}

/* arch/ARCH/configs/NAME is for ARCH. */
static const char *arch_of_place(struct tree *tree, const char *path)
{
	const char *below = path_below(path, tree->path), *arch;
	size_t length;

	if (!below || !starts_with(below, "arch/"))
		return NULL;
	arch = below + strlen("arch/");
	length = strcspn(arch, "/");
	return starts_with(arch + length, "/configs/") ? arena_strndup(tree->arena, arch, length) : NULL;
}

const char *config_file_arch(struct tree *tree, const char *path, struct error *error)
{
	char *text = read_file(path, NULL, error);
	const char *arch = text ? named_arch(tree->arena, text) : NULL;

	if (text && !strstr(text, "CONFIG_")) {
		free(text);
		error_set(error, ERROR_USAGE, "--config %s: is no configuration: no line in it begins with CONFIG_", path);
		return NULL;
	}
	if (text && !arch)
		arch = arch_of_place(tree, path);
	if (text && !arch)
		arch = host_arch();
	free(text);
	return arch;
}

/* ---- both ---- */

static const char *build_arch(struct tree *tree, const char *build, struct error *error)
{
	const char *directory = build_directory_find(tree, build, error), *advice;
	enum build_state state;

	if (!directory || build_directory_read(tree, directory, build, &state, &advice, error))
		return NULL;
	return state == BUILD_PREPARED || state == BUILD_CONFIGURED ?
	       build_directory_arch(tree->arena, directory, error) : host_arch();
}

const char *kbuild_arch_of(struct tree *tree, const char *build, const char *config, struct error *error)
{
	const char *arch;

	if (build) {
		arch = build_arch(tree, build, error);
	} else if (!config) {
		arch = file_in(tree->path, ".config") ? build_directory_arch(tree->arena, tree->path, error) : host_arch();
	} else {
		const char *path = config_file_find(tree, config, error);

		arch = path ? config_file_arch(tree, path, error) : NULL;
	}
	return arch ? source_arch(tree, arch) : NULL;
}

const char *source_arch(struct tree *tree, const char *arch)
{
	const char *machine = arch_of_machine(arch);

	return file_in(arena_printf(tree->arena, "%s/arch", tree->path), arch) || !machine ? arch : machine;
}
