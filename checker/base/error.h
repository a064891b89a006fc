/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Four kinds of failure, kept apart:
 *
 *	usage		the command line is wrong
 *	environment	a file, program or directory is missing or not usable
 *	analysis	one input cannot be analysed: it becomes `undecided`, or a row that says why
 *	defect		mncheck itself is wrong: it aborts (BUG_IF below); nothing catches that
 *
 * A function that can fail takes a struct error, returns 0 or -1, and fills the error
 * when it returns -1. The message names the file, what was expected and what to do.
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

/* Zeroed: success. The message is malloc'd; error_clear() frees it. */
struct error {
	enum error_kind kind;
	char *message;
};

/* Fills ERROR, in place of an older message. Returns -1, for `return error_set(...)`. */
int error_set(struct error *error, enum error_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "PREFIX: " in front of the message. Returns -1. */
int error_prefix(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Frees the message; ERROR then means success. */
void error_clear(struct error *error);

/* Aborts when CONDITION is true, which only a defect of mncheck can make it. */
#define BUG_IF(condition)                                                      \
	do {                                                                   \
		if (condition) {                                               \
			fprintf(stderr, "mncheck: internal defect: %s:%d: %s\n", \
				__FILE__, __LINE__, #condition);               \
			abort();                                               \
		}                                                              \
	} while (0)

#endif
