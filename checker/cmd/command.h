/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The subcommands: one file and one row in `commands` each. Besides them, cmd/ has the option tables
 * (settings.c), the output (terminal.c, publish.c), and the call by kbuild, which has no subcommand
 * (checker_call.c, kbuild_check.c).
 */
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

/* Runs the whole command line: a call by kbuild, or options and a subcommand. Returns the exit code. */
int run_command_line(int argc, char **argv);

int cmd_scan(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_history(int argc, char **argv);
int cmd_triage(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_extract(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_b4(int argc, char **argv);
int cmd_hook(int argc, char **argv);
int cmd_dump(int argc, char **argv);

#endif
