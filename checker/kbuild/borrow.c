// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands for files that are not on disk but in an overlay: make cannot be asked about
 * them, and its makefiles may not know them yet. Files beside them are compiled alike.
 */
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/str.h"
#include "kbuild/configurations.h"
#include "kbuild/kbuild.h"
#include "tree/overlay.h"
#include "tree/tree.h"
#include "tree/walk.h"

/* Files beside it whose commands are tried. */
#define NEIGHBOURS_TRIED 6

static bool is_off_disk(const struct tree *tree, const char *file)
{
	const struct overlay_file *overlaid = overlay_find(tree->overlay, file);

	return overlaid && overlaid->actual && !file_in(tree->path, file);
}

/* Sources in DIRECTORY itself that make can be asked about. */
static void find_neighbours(struct tree *tree, const char *directory, struct strings *files)
{
	const struct walked_files *sources;
	struct error ignored = { 0 };

	if (walk_sources(tree, &sources, &ignored)) {
		error_clear(&ignored);
		return;
	}
	vec_each(source, sources) {
		const char *below = path_below(source->path, directory);

		if (below && !strchr(below, '/') && ends_with(below, ".c") &&
		    !is_off_disk(tree, source->path))
			vec_push(files, source->path);
	}
	sort_strings(files);
}

/* The command of the first that the build compiles, else of the first that has any. */
static int first_command(struct asked *kbuild, const struct strings *files,
			 struct compile_command *best, struct error *error)
{
	best->why_not = "none";
	for (size_t i = 0; i < files->count && i < NEIGHBOURS_TRIED; i++) {
		struct compile_command command = { 0 };
		const char *file = files->data[i];

		if (asked_commands(kbuild, &file, 1, &command, error))
			return -1;
		if (!command.why_not && (best->why_not || !command.assumes))
			*best = command;
		if (!command.why_not && !command.assumes)
			return 0;
	}
	return 0;
}

/* The neighbour's command, told to compile FILE. */
static struct compile_command *make_command(struct tree *tree, const char *file,
					    const struct compile_command *like)
{
	struct arena *arena = tree->arena;
	struct compile_command *command = arena_copy(arena, like, sizeof(*like));
	const char **flags = arena_copy(arena, like->flags, like->nflags * sizeof(*flags));
	const char *base = path_base(file);

	for (size_t i = 0; i < like->nflags; i++)
		if (starts_with(flags[i], "-DKBUILD_BASENAME="))
			flags[i] = arena_printf(arena, "-DKBUILD_BASENAME=\"%.*s\"",
						(int)strlen(base) - 2, base);
	command->flags = flags;
	command->file = arena_printf(arena, "%s/%s", tree->path, file);
	command->assumes = arena_printf(arena, "flags of %s: this file is not in the work tree",
					path_below(like->file, tree->path));
	return command;
}

/* From its directory upwards: a new directory has no other files. */
static int borrow_one(struct asked *kbuild, struct wanted *wanted, struct error *error)
{
	struct tree *tree = kbuild->tree;
	const char *directory = path_dir(tree->arena, wanted->file);

	while (!wanted->command && strcmp(directory, ".")) {
		struct strings files = { 0 };
		struct compile_command like = { 0 };

		find_neighbours(tree, directory, &files);
		int failed = first_command(kbuild, &files, &like, error);

		vec_free(&files);
		if (failed)
			return -1;
		if (!like.why_not)
			wanted->command = make_command(tree, wanted->file, &like);
		directory = path_dir(tree->arena, directory);
	}
	wanted->borrowed = true;
	if (!wanted->command)
		wanted->why_not = "it is not in the work tree, and nothing beside it is compiled";
	return 0;
}

int borrow_commands(struct asked *kbuild, struct wanted_list *wanted, struct error *error)
{
	vec_each(one, wanted)
		if (!one->command && ends_with(one->file, ".c") &&
		    is_off_disk(kbuild->tree, one->file) && borrow_one(kbuild, one, error))
			return -1;
	return 0;
}
