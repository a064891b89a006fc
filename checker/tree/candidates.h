/* SPDX-License-Identifier: GPL-2.0-only */
/* The files that are worth a semantic patch, chosen by their text. */
#ifndef MNCHECK_TREE_CANDIDATES_H
#define MNCHECK_TREE_CANDIDATES_H

#include "contract/contract.h"
#include "tree/sites.h"
#include "tree/spatch.h"

/* One file that the survey found. */
struct candidate {
	const char *path;		/* relative to the tree */
	char *text;
	size_t length;
	bool is_header;
	bool chosen;			/* spatch looks at it */
	struct site_summary summary;
	struct spatch_file file;
};

struct candidates {
	struct candidate *data;
	size_t count, room;
	struct strings carriers;	/* names by which a record is reached, in the tree's arena */
};

/*
 * Finds the candidates and chooses among them: those that name a record together
 * with one of its fields, and those that reach one through a variable, member, struct,
 * typedef or macro of a header.
 */
int choose_candidates(const struct spatch *spatch, struct candidates *candidates,
		      struct error *error);
void candidates_free(struct candidates *candidates);

/* The headers among the chosen, in order; free with vec_free. */
void chosen_headers(struct candidates *candidates, struct spatch_files *headers);

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
