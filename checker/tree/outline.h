/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One fast pass over C text that was not preprocessed: where functions are
 * defined and which fields get something that may be a function. Candidates only:
 * names that macros make are missed, #if branches are all read.
 */
#ifndef MNCHECK_TREE_OUTLINE_H
#define MNCHECK_TREE_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

/* The field that a text that updates static calls is said to set; no field is called so. */
#define STATIC_CALL_UPDATE "static_call_update("

/* Called for what is found; NAME is not terminated. Either may be NULL. */
struct scan_visitor {
	void (*function)(void *context, const char *name, size_t length, const char *at,
			 bool is_static);
	void (*field)(void *context, const char *name, size_t length);
	void *context;
};

/* TEXT must be followed by a NUL byte. */
void scan_source(const char *text, size_t length, const struct scan_visitor *visitor);

/* The line (from 1) of AT, which points into TEXT. */
unsigned scan_line_of(const char *text, const char *at);

/* The lines where TEXT defines a function called NAME; at most ROOM of them, how many there are. */
size_t scan_definition_lines(const char *text, size_t length, const char *name,
			     unsigned *lines, size_t room);

#endif
