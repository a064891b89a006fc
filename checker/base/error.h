/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Failures of four kinds, kept apart: a wrong call (usage), a world that is not
 * as needed (environment), one thing that cannot be analysed (contained: it
 * becomes an undecided or a row that says why), and a defect of mncheck itself,
 * which aborts (BUG_IF below) and is never caught.
 *
 * Functions that can fail return 0 or -1 and fill the struct error that the
 * caller passes; the message names the file, what was expected and what to do.
 */
#ifndef MNCHECK_BASE_ERROR_H
#define MNCHECK_BASE_ERROR_H

#include <stdio.h>
#include <stdlib.h>

enum error_kind {
	ERROR_NONE,
	ERROR_USAGE,		/* the command line is wrong */
	ERROR_ENVIRONMENT,	/* a file, program or directory is not there or not usable */
	ERROR_ANALYSIS,		/* one input cannot be analysed; the others can */
};

/* A zeroed one means success. The message is malloc'd; error_clear() frees it. */
struct error {
	enum error_kind kind;
	char *message;
};

/* Fills ERROR (replacing what stood there) and returns -1, so that `return error_set(...)` reads well. */
int error_set(struct error *error, enum error_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "PREFIX: " in front of the message. Returns -1. */
int error_prefix(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void error_clear(struct error *error);

/* A condition that only a defect of mncheck can make true. */
#define BUG_IF(condition)                                                      \
	do {                                                                   \
		if (condition) {                                               \
			fprintf(stderr, "mncheck: internal defect: %s:%d: %s\n", \
				__FILE__, __LINE__, #condition);               \
			abort();                                               \
		}                                                              \
	} while (0)

#endif
