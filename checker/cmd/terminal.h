/* SPDX-License-Identifier: GPL-2.0-only */
/* What goes to the user: progress and notices on stderr, the report on stdout or into a file. */
#ifndef MNCHECK_CMD_TERMINAL_H
#define MNCHECK_CMD_TERMINAL_H

#include <stdbool.h>

#include "base/error.h"
#include "base/progress.h"
#include "base/str.h"
#include "report/report.h"

enum progress_when {
	PROGRESS_AUTO,		/* when stderr is a terminal */
	PROGRESS_ALWAYS,
	PROGRESS_NEVER,
};

/* Progress as one line of stderr that rewrites itself, and notices as lines above it. */
struct terminal {
	struct progress progress;	/* what the layers below call */
	bool live;		/* the line is wanted */
	bool shown;		/* something stands on it */
	double started, updated;	/* monotonic seconds */
	const char *phase;	/* of the last update */
};

void terminal_open(struct terminal *terminal, enum progress_when when);
/* Takes the line away. */
void terminal_close(struct terminal *terminal);

/* One line on stderr: "mncheck: MESSAGE". */
void print_error(const struct error *error);

/*
 * Whether a report can go to PATH, found out before the work is done. Returns 0, or -1
 * with ERROR filled. NULL is stdout.
 */
int output_check(const char *path, struct error *error);

/*
 * Writes the whole report to PATH (replaced at once, or not touched) or to stdout.
 * Returns 0, or -1 with ERROR filled.
 */
int output_write(const char *path, const struct strbuf *text, struct error *error);

/* Colours and width for a report that goes to PATH (NULL: stdout). */
struct print_options output_options(const char *path);
/* The same for what goes to the file descriptor FD. */
struct print_options stream_options(int fd);

#endif
