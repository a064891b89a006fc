/* SPDX-License-Identifier: GPL-2.0-only */
/* The files that are worth a semantic patch, chosen by their text. */
#ifndef MNCHECK_LOCATE_FILES_H
#define MNCHECK_LOCATE_FILES_H

#include "contract/contract.h"
#include "locate/sites.h"
#include "locate/spatch.h"

/* One file that the survey found. */
struct searched_file {
	const char *path;		/* relative to the tree */
	char *text;
	size_t length;
	bool is_header;
	bool chosen;			/* spatch looks at it */
	bool hides_table;		/* a header with a table that spatch does not see */
	bool may_hide;			/* a source that can fill a record in ways that spatch does not see */
	struct site_summary summary;
	struct spatch_file file;
};

struct searched_files {
	struct searched_file *data;
	size_t count, room;
	struct strings carriers;	/* names by which a record is reached, in the tree's arena */
};

/*
 * Finds the candidates and chooses among them: those that name a record together
 * with one of its fields, and those that reach one through a variable, member, struct,
 * typedef or macro of a header.
 */
int choose_candidates(const struct spatch *spatch, struct searched_files *candidates,
		      struct error *error);
void searched_files_free(struct searched_files *candidates);

/* The headers among the chosen, in order; free with vec_free. */
void chosen_headers(struct searched_files *candidates, struct spatch_files *headers);

/* ---- what spatch printed: one line, taken apart ---- */

#define MOST_COLUMNS 8

struct record_line {
	char *columns[MOST_COLUMNS];	/* kind, line, then what the kind has; "" beyond */
	unsigned line;
	char *rest;			/* where the next one starts */
};

/* Takes the line at TEXT apart in place; false at the end. */
bool next_record_line(char *text, struct record_line *line);

#endif
