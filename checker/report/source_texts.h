/* SPDX-License-Identifier: GPL-2.0-only */
/* The sources of a run, line by line, for reports that quote them. */
#ifndef MNCHECK_REPORT_SOURCE_TEXTS_H
#define MNCHECK_REPORT_SOURCE_TEXTS_H

#include "base/map.h"
#include "rules/rules.h"

struct source_text {
	const char *text;
	const char **lines;	/* starts of lines 1..nlines; a line ends with \n or with the text */
	bool *in_comment;	/* whether line i begins inside a comment */
	unsigned nlines;
};

/* A zeroed one with arena and run set is ready. */
struct source_texts {
	struct arena *arena;	/* the caller's */
	const struct run *run;
	struct strmap files;	/* file -> struct source_text *, or NULL */
};

/*
 * The source FILE as it is on disk, in the arena; NULL: it cannot be read, lies outside of the run's tree and module, or is
 * not what was judged, as far as the findings tell.
 */
const struct source_text *source_text_of(struct source_texts *texts, const char *file);
void source_texts_free(struct source_texts *texts);

/* The length of line LINE, which must be one of 1..nlines. */
size_t source_line_length(const struct source_text *source, unsigned line);

#endif
