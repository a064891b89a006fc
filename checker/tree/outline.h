/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The outline of a C file, found in one fast pass without a preprocessor: the functions that it
 * defines, and the fields that it sets to something that may be a function. These are candidates: all
 * #if branches count. Of names that macros paste together it tells the parts.
 */
#ifndef MNCHECK_TREE_OUTLINE_H
#define MNCHECK_TREE_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

/* Reported as a field if the text defines or updates static calls. It cannot be the name of a real field. */
#define STATIC_CALLS "static_call("

/*
 * Receives the candidates. NAME has LENGTH bytes and no NUL; AT points into the text. Functions may be
 * NULL.
 */
struct outline_visitor {
	void (*function)(void *context, const char *name, size_t length, const char *at,
			 bool is_static);
	void (*field)(void *context, const char *name, size_t length);
	/* An identifier that a line at file scope passes to what may be a macro: `DEFINE_TREE(int, name)`. */
	void (*argument)(void *context, const char *name, size_t length);
	void *context;
};

/* Calls VISITOR for each candidate in TEXT, which must be followed by a NUL byte. */
void outline_source(const char *text, size_t length, const struct outline_visitor *visitor);

/* The line (from 1) of AT in TEXT. */
unsigned outline_line_of(const char *text, const char *at);

/*
 * Fills LINES with up to ROOM lines where TEXT defines the function NAME; returns how many there are in
 * all.
 */
size_t outline_definition_lines(const char *text, size_t length, const char *name,
			     unsigned *lines, size_t room);

#endif
