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
	const struct compile_command *command;	/* of this file */
	struct kbuild *behind;	/* knows all others; NULL: nothing is known of them, and this is why: */
	const char *why_not;
};

/* Of all files but one: what stands behind knows them, or nothing does. */
static int ask_behind(struct given *given, const char *file, struct compile_command *command, struct error *error)
{
	if (given->behind)
		return given->behind->way->commands(given->behind, &file, 1, command, error);
	*command = (struct compile_command){
		.file = path_join(given->tree->arena, given->tree->path, file),
		.why_not = given->why_not,
	};
	return 0;
}

static int given_commands(struct kbuild *base, const char *const *files, size_t count,
			  struct compile_command *commands, struct error *error)
{
	struct given *given = (struct given *)base;
	int failed = 0;

	for (size_t i = 0; i < count && !failed; i++) {
		const char *file = path_normalise(given->tree->arena, files[i]);

		if (!strcmp(file, given->file))
			commands[i] = *given->command;
		else
			failed = ask_behind(given, file, &commands[i], error);
	}
	return failed;
}

static int given_command_for_line(struct kbuild *base, const char *file, unsigned line,
				  struct compile_command *command, struct error *error)
{
	struct given *given = (struct given *)base;

	if (given->behind)
		return given->behind->way->command_for_line(given->behind, file, line, command, error);
	*command = (struct compile_command){
		.file = path_join(given->tree->arena, given->tree->path, file),
		.why_not = given->why_not,
	};
	return 0;
}

static void given_close(struct kbuild *base)
{
	struct kbuild *behind = ((struct given *)base)->behind;

	if (behind)
		behind->way->close(behind);
	free(base);
}

static const struct kbuild_way given_way = {
	.commands = given_commands, .command_for_line = given_command_for_line, .close = given_close,
};

static struct given *open_given(struct tree *tree, const struct kbuild_options *options, const char *directory,
				const char *arch)
{
	struct given *given = xcalloc(1, sizeof(*given));
	const char *file = options->given_file ? options->given_file : options->given->file;

	given->tree = tree;
	given->base.way = &given_way;
	given->base.directory = arena_strdup(tree->arena, directory);
	given->base.arch = arena_strdup(tree->arena, arch);
	given->file = path_normalise(tree->arena, file);
	given->command = options->given;
	return given;
}

struct kbuild *kbuild_open_given(struct tree *tree, const struct kbuild_options *options, const char *why)
{
	struct given *given = open_given(tree, options, options->build, options->arch);

	given->why_not = arena_strdup(tree->arena, why);
	return &given->base;
}

struct kbuild *kbuild_open_over(struct tree *tree, struct kbuild *behind, const struct kbuild_options *options)
{
	struct given *given = open_given(tree, options, behind->directory, behind->arch);

	given->behind = behind;
	return &given->base;
}
