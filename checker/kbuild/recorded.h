/* SPDX-License-Identifier: GPL-2.0-only */
/* Compile commands that a build left behind. */
#ifndef MNCHECK_KBUILD_RECORDED_H
#define MNCHECK_KBUILD_RECORDED_H

#include "base/map.h"
#include "kbuild/configuration.h"
#include "kbuild/kbuild.h"

/*
 * compile_commands.json of CONFIGURATION's directory: tree-relative source -> struct
 * compile_command * (in tree->arena) for those of FILES that it names. An empty map when
 * there is no such file; ERROR_USAGE, naming file and line, when it is broken.
 */
int read_compile_commands(const struct configuration *configuration, const char *const *files,
			  size_t count, struct strmap *commands, struct error *error);

/*
 * The command that `.NAME.o.cmd` next to the object of FILE (tree-relative) records, in
 * tree->arena; NULL when there is none, or when it is older than the configuration.
 */
struct compile_command *read_command_file(const struct configuration *configuration,
					  const char *file);

/* The flags of COMMAND that matter to the cache: those files' state as a number. */
uint64_t commands_state(const struct configuration *configuration, const char *file);

#endif
