// SPDX-License-Identifier: GPL-2.0-only
/* Commands that a build recorded, made fit for libclang, whatever compiler they are for. */
#include <string.h>

#include "base/files.h"
#include "kbuild/compiler.h"
#include "kbuild/kbuild_internal.h"
#include "kbuild/recorded.h"

/* ---- headers that the build lacks ---- */

/* What of kbuild->added stands for PATH, which a compiler in DIRECTORY looks into; NULL: nothing. */
static const char *added_for(const struct kbuild *kbuild, const char *directory, const char *path)
{
	struct arena *arena = kbuild->tree->arena;
	const char *whole = path_normalise(arena, path_join(arena, directory, path));
	const char *below = path_below(whole, kbuild->build);

	return below && file_in(kbuild->added, below) ? path_join(arena, kbuild->added, below) : NULL;
}

const char *const *add_missing_headers(const struct kbuild *kbuild, const char *directory,
					const char *const *flags, size_t count, size_t *new_count)
{
	struct arena *arena = kbuild->tree->arena;
	const char **all;

	*new_count = count;
	if (!kbuild->added)
		return flags;
	all = arena_alloc(arena, 2 * (count + 1) * sizeof(*all));
	*new_count = 0;
	for (size_t i = 0; i < count; i++) {
		bool attached = starts_with(flags[i], "-I") && flags[i][2];
		bool apart = !strcmp(flags[i], "-I") && i + 1 < count;
		const char *path = attached ? flags[i] + 2 : apart ? flags[i + 1] : NULL;
		const char *added = path ? added_for(kbuild, directory, path) : NULL;

		all[(*new_count)++] = flags[i];
		if (apart)
			all[(*new_count)++] = flags[++i];
		if (added)
			all[(*new_count)++] = arena_printf(arena, "-I%s", added);
	}
	return all;
}

/* ---- flags of another compiler ---- */

static bool names_target(const struct compile_command *command)
{
	for (size_t i = 0; i < command->nflags; i++)
		if (starts_with(command->flags[i], "--target=") || !strcmp(command->flags[i], "-target"))
			return true;
	return false;
}

/* The compiler has its target by its name ("aarch64-linux-gnu-gcc"), and options that clang does not take. */
static void translate(const struct kbuild *kbuild, struct compile_command *command)
{
	const char *arch = kbuild->srcarch, *triple = compiler_target(arch);
	const char **flags = arena_alloc(kbuild->tree->arena, (command->nflags + 1) * sizeof(*flags));
	unsigned version = compiler_version(kbuild->clang);
	size_t count = 0;

	if (triple && !names_target(command))
		flags[count++] = arena_printf(kbuild->tree->arena, "--target=%s", triple);
	for (size_t i = 0; i < command->nflags; i++) {
		const char *flag = command->flags[i];

		if ((starts_with(flag, "-m") || starts_with(flag, "-f")) &&
		    compiler_accepts(version, arch, flag, strlen(flag)) == COMPILER_NO)
			continue;
		flags[count++] = flag;
	}
	command->flags = flags;
	command->nflags = count;
}

/* ---- what is recorded ---- */

/* What .NAME.o.cmd says. */
static void take_command_file(struct kbuild *kbuild, const char *file, struct strmap *recorded)
{
	struct compile_command *command;

	inputs_add(&kbuild->inputs, command_file_path(kbuild->tree, kbuild->build, file), ASKED_TEXT);
	command = read_command_file(kbuild->tree, kbuild->build, file);
	if (command)
		strmap_set(recorded, file, command);
}

static void fit(struct kbuild *kbuild, struct strmap *recorded)
{
	for (size_t i = 0; i < recorded->count; i++) {
		struct compile_command *command = recorded->entries[i].value;

		translate(kbuild, command);
		command->flags = add_missing_headers(kbuild, command->directory, command->flags, command->nflags,
						      &command->nflags);
	}
}

int take_recorded(struct kbuild *kbuild, const struct strings *files, struct strmap *recorded,
			   struct error *error)
{
	struct tree *tree = kbuild->tree;

	if (!kbuild->build || !files->count)
		return 0;
	inputs_add(&kbuild->inputs, arena_printf(tree->arena, "%s/compile_commands.json", kbuild->build),
		   ASKED_TEXT);
	if (read_compile_commands(tree, kbuild->build, (const char *const *)files->data, files->count, recorded,
				  error))
		return -1;
	if (kbuild->is_configured) {
		inputs_add(&kbuild->inputs,
			   arena_printf(tree->arena, "%s/include/config/auto.conf", kbuild->build), ASKED_TEXT);
		/* What was recorded beside a module's file may be of another kernel. */
		vec_each(file, files)
			if (!strmap_has(recorded, *file) && ends_with(*file, ".c") && !tree_in_module(tree, *file))
				take_command_file(kbuild, *file, recorded);
	}
	fit(kbuild, recorded);
	return 0;
}
