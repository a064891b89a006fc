/* SPDX-License-Identifier: GPL-2.0-only */
/* Chooses by their text the files that spatch has to look at. */
#ifndef MNCHECK_LOCATE_SEARCHED_FILES_H
#define MNCHECK_LOCATE_SEARCHED_FILES_H

#include "contract/contract.h"
#include "locate/sites.h"
#include "locate/spatch.h"

/* One file that names a record or a field. */
struct searched_file {
	const char *path;		/* relative to the tree */
	char *text;
	size_t length;
	bool is_header;
	bool chosen;			/* spatch has to look at it */
	bool elsewhere;			/* another part of the scan has chosen it, and this one leaves it alone */
	bool hides_table;		/* a header with a table that spatch does not see */
	bool may_hide;			/* a source that can fill a record in ways that spatch does not see */
	struct site_summary summary;
	struct spatch_file file;
};

struct searched_files {
	struct searched_file *data;
	size_t count, room;
	struct strings carriers;	/* as in struct locate_result; in the tree's arena */
};

/* Whether callbacks are looked for in PATH: with a module, in its files and in the kernel's headers alone. */
bool is_searched(const struct tree *tree, const char *path);

/* Appends the words that make a file a candidate: the records and the fields. Free with vec_free. */
void collect_locate_words(struct strings *words);

/*
 * Finds the candidates and chooses among them: a file that names a record together with one of its fields, or
 * that reaches a record through a variable, member, struct, typedef or macro of a header. Returns 0, or -1
 * with ERROR filled.
 */
int choose_candidates(const struct spatch *spatch, struct searched_files *candidates,
		      struct error *error);
void searched_files_free(struct searched_files *candidates);

/* CANDIDATE, which was chosen, as spatch needs it; lives as long as the candidates. */
struct spatch_file *file_for_spatch(struct searched_file *candidate);

/* Appends the chosen headers, in order. Free with vec_free. */
void chosen_headers(struct searched_files *candidates, struct spatch_files *headers);

/* ---- spatch's output ---- */

#define MOST_COLUMNS 8

/* One line. */
struct record_line {
	char *columns[MOST_COLUMNS];	/* kind, line, then the kind's own; "" past the last one */
	unsigned line;
	char *rest;			/* the next line */
};

/* Cuts the line at TEXT into columns, in place. Returns false at the end of the text. */
bool next_record_line(char *text, struct record_line *line);

#endif
