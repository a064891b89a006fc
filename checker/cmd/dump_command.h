/* SPDX-License-Identifier: GPL-2.0-only */
/* mncheck dump --command: how files of a tree are compiled, for other tools. */
#ifndef MNCHECK_CMD_DUMP_COMMAND_H
#define MNCHECK_CMD_DUMP_COMMAND_H

#include "cmd/settings.h"

/*
 * The first argument of SETTINGS is a tree, the others are files of it (relative to the tree). Appends one
 * entry per file to OUT, in the form of compile_commands.json: directory, file, arguments. ERROR_ANALYSIS for
 * a file that cannot be compiled. Returns 0, or -1 with ERROR.
 */
int dump_command(const struct settings *settings, struct progress *progress, struct strbuf *out,
		 struct error *error);

#endif
