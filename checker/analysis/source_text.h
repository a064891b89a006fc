/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of sources, for suppressions and reports: comments for mncheck and their lines, ends of words. */
#ifndef MNCHECK_ANALYSIS_SOURCE_TEXT_H
#define MNCHECK_ANALYSIS_SOURCE_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/vec.h"

/* A comment with "mncheck:" in it. Consecutive // lines are one comment. */
struct source_comment {
	unsigned line;		/* of its begin */
	unsigned target;	/* the line of code that it is about; 0: none */
	const char *text;	/* without the comment's signs, on one line */
};

struct source {
	const char *file;	/* FILE of source_open() */
	char *text;
	size_t length;
	unsigned nlines;
	unsigned char *lines;	/* 1..nlines: enum line_flag */
	VEC(struct source_comment) comments;
};

/* Reads the file PATH, under the name FILE. Strings are in ARENA. NULL: it cannot be read. */
struct source *source_open(struct arena *arena, const char *path, const char *file);
void source_close(struct source *source);

/*
 * Whether the declaration or statement that begins on line TARGET goes on to LINE, without an end in
 * between.
 */
bool source_reaches(const struct source *source, unsigned target, unsigned line);

/*
 * The column after the word, or the single character, at LINE and COLUMN (from 1); 0: there is no such
 * place.
 */
unsigned source_word_end(const struct source *source, unsigned line, unsigned column);

#endif
