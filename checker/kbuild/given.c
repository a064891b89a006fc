// SPDX-License-Identifier: GPL-2.0-only
/* A build that is running: one command of it is known, and nothing is asked of make. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "kbuild/configurations.h"
#include "kbuild/kbuild.h"
#include "tree/tree.h"

struct kbuild *kbuild_open_given(struct tree *tree, const char *directory, const char *arch,
				 const char *file, const struct compile_command *command)
{
	struct kbuild *kbuild = xcalloc(1, sizeof(*kbuild));

	kbuild->tree = tree;
	kbuild->first.tree = tree;
	kbuild->first.directory = arena_strdup(tree->arena, directory);
	kbuild->first.arch = arena_strdup(tree->arena, arch);
	kbuild->given_file = path_normalise(tree->arena, file);
	kbuild->given = command;
	return kbuild;
}

void given_commands(const struct kbuild *kbuild, const char *const *files, size_t count,
		    struct compile_command *commands)
{
	struct arena *arena = kbuild->tree->arena;

	for (size_t i = 0; i < count; i++) {
		const char *file = path_normalise(arena, files[i]);

		if (!strcmp(file, kbuild->given_file))
			commands[i] = *kbuild->given;
		else
			commands[i] = (struct compile_command){
				.file = path_join(arena, kbuild->tree->path, file),
				.why_not = "no scan of this tree has parsed it so far",
			};
	}
}
