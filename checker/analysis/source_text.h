/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of sources, as suppressions and reports need it: comments that speak to mncheck,
 * what line they are about, words and hashes of lines.
 */
#ifndef MNCHECK_ANALYSIS_SOURCE_TEXT_H
#define MNCHECK_ANALYSIS_SOURCE_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/vec.h"

/* A comment that holds "mncheck:", consecutive // lines as one. */
struct source_comment {
	unsigned line;		/* where it begins */
	unsigned target;	/* the line of code that it is about, 0 none */
	const char *text;	/* without the comment's signs, on one line */
};

struct source {
	const char *file;	/* as it was asked for */
	char *text;
	size_t length;
	unsigned nlines;
	unsigned char *lines;	/* 1..nlines: enum line_flag */
	VEC(struct source_comment) comments;
};

/* Reads the file PATH, called FILE; NULL when it cannot be read. Strings of it are in ARENA. */
struct source *source_open(struct arena *arena, const char *path, const char *file);
void source_close(struct source *source);

/*
 * Whether what begins on line TARGET goes on to LINE: a declaration or a statement over
 * several lines, nothing of which ended in between.
 */
bool source_reaches(const struct source *source, unsigned target, unsigned line);

/* One past the word (or the single character) at that place, columns from 1; 0: no such place. */
unsigned source_word_end(const struct source *source, unsigned line, unsigned column);

#endif
