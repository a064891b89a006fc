// SPDX-License-Identifier: GPL-2.0-only
/* A build that is running: one command of it is known, and nothing is asked of make. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "kbuild/kbuild_way.h"
#include "tree/tree.h"

struct given {
	struct kbuild base;
	struct tree *tree;
	const char *file;
	const struct compile_command *command;	/* of this file, all that is known */
};

static int given_commands(struct kbuild *base, const char *const *files, size_t count,
			  struct compile_command *commands, struct error *error)
{
	struct given *given = (struct given *)base;
	struct arena *arena = given->tree->arena;

	(void)error;
	for (size_t i = 0; i < count; i++) {
		const char *file = path_normalise(arena, files[i]);

		if (!strcmp(file, given->file))
			commands[i] = *given->command;
		else
			commands[i] = (struct compile_command){
				.file = path_join(arena, given->tree->path, file),
				.why_not = "no scan of this tree has parsed it so far",
			};
	}
	return 0;
}

static int given_command_for_line(struct kbuild *base, const char *file, unsigned line,
				  struct compile_command *command, struct error *error)
{
	struct given *given = (struct given *)base;

	(void)line;
	(void)error;
	*command = (struct compile_command){
		.file = path_join(given->tree->arena, given->tree->path, file),
		.why_not = "no #if with an option is around it",
	};
	return 0;
}

static void given_close(struct kbuild *base)
{
	free(base);
}

static const struct kbuild_way given_way = {
	.commands = given_commands, .command_for_line = given_command_for_line, .close = given_close,
};

struct kbuild *kbuild_open_given(struct tree *tree, const char *directory, const char *arch,
				 const char *file, const struct compile_command *command)
{
	struct given *given = xcalloc(1, sizeof(*given));

	given->tree = tree;
	given->base.way = &given_way;
	given->base.directory = arena_strdup(tree->arena, directory);
	given->base.arch = arena_strdup(tree->arena, arch);
	given->file = path_normalise(tree->arena, file);
	given->command = command;
	return &given->base;
}
