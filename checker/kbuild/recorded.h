/* SPDX-License-Identifier: GPL-2.0-only */
/* Compile commands that a build left behind. */
#ifndef MNCHECK_KBUILD_RECORDED_H
#define MNCHECK_KBUILD_RECORDED_H

#include "base/map.h"
#include "kbuild/kbuild.h"

/*
 * compile_commands.json of the build DIRECTORY of TREE: tree-relative source -> struct
 * compile_command * (in tree->arena) for those of FILES that it names. An empty map when
 * there is no such file; ERROR_USAGE, naming file and line, when it is broken.
 */
int read_compile_commands(struct tree *tree, const char *directory, const char *const *files,
			  size_t count, struct strmap *commands, struct error *error);

/*
 * The command that `.NAME.o.cmd` next to the object of FILE (tree-relative) records, in
 * tree->arena; NULL when there is none, or when it is older than the configuration.
 */
struct compile_command *read_command_file(struct tree *tree, const char *directory,
					  const char *file);

/* The path of that file, in tree->arena. */
char *command_file_path(struct tree *tree, const char *directory, const char *file);

#endif
