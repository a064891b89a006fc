/* SPDX-License-Identifier: GPL-2.0-only */
/* Output to the user: progress, notices and errors on stderr, the report on stdout or into a file. */
#ifndef MNCHECK_CMD_TERMINAL_H
#define MNCHECK_CMD_TERMINAL_H

#include <stdbool.h>

#include "base/error.h"
#include "base/progress.h"
#include "base/str.h"
#include "cmd/ticker.h"
#include "report/report.h"

enum progress_when {
	PROGRESS_AUTO,		/* a line on a terminal, lines in a log */
	PROGRESS_ALWAYS,	/* a line wherever stderr goes */
	PROGRESS_NEVER,
	PROGRESS_QUIET,		/* never, and no notices either */
};

/* Shows progress, and notices as lines above it. */
struct terminal {
	struct progress progress;	/* the first member; the layers below call it */
	struct ticker ticker;
	bool quiet;		/* notices are not printed */
	struct strings told;	/* notices; each is printed once */
};

void terminal_open(struct terminal *terminal, enum progress_when when);
/* Clears the line; every terminal that was opened must be closed. */
void terminal_close(struct terminal *terminal);

/* Progress that shows nothing, notices neither. */
struct progress silent_progress(void);

/* Prints "mncheck: MESSAGE" on stderr; nothing after an interrupt, which main() reports. */
void print_error(const struct error *error);

/*
 * Checks, before the work is done, that a report can be written to PATH (NULL: stdout). Returns 0, or -1 with
 * ERROR filled.
 */
int output_check(const char *path, struct error *error);

/*
 * Writes the whole report to PATH, which is replaced at once or not touched, or to stdout (NULL).
 * Returns 0, or -1 with ERROR filled.
 */
int output_write(const char *path, const struct strbuf *text, struct error *error);

/* Colours and width for a report to PATH (NULL: stdout). */
struct print_options output_options(const char *path);
/* The same for output to the file descriptor FD. */
struct print_options stream_options(int fd);

#endif
