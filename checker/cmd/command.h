/* SPDX-License-Identifier: GPL-2.0-only */
/* The subcommands: one file each, one row each in `commands`. */
#ifndef MNCHECK_CMD_COMMAND_H
#define MNCHECK_CMD_COMMAND_H

#include <stddef.h>

#include "base/exit_code.h"

struct command {
	const char *name;	/* "scan" */
	const char *arguments;	/* "[TREE]" */
	const char *what;	/* one line for --help */
	/* ARGV[0] is "mncheck scan". Returns the exit code. */
	int (*run)(int argc, char **argv);
};

extern const struct command commands[];
extern const size_t ncommands;

/*
 * The whole command line: options before a subcommand, then that subcommand. Returns
 * the exit code.
 */
int run_command_line(int argc, char **argv);

int cmd_scan(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_extract(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_b4(int argc, char **argv);
int cmd_hook(int argc, char **argv);
int cmd_dump(int argc, char **argv);

#endif
