/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the sites in a file's text that look as if they put a callback into a field, without parsing C.
 * spatch must give an answer for each site. So a site that spatch could not parse is noticed.
 */
#ifndef MNCHECK_LOCATE_SITES_H
#define MNCHECK_LOCATE_SITES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

enum site_kind {
	SITE_DESIGNATOR,	/* `.field = value` in an initialiser */
	SITE_ASSIGNMENT,	/* `x.field = value`, `x->field = value` */
	SITE_TABLE,		/* `struct record name = {`, `(struct record) {`, without designators */
};

struct site {
	enum site_kind kind;
	unsigned line;		/* of the field; for a table, of the brace */
	const char *field;	/* from site_words.fields; for a table, the record */
	const char *receiver;	/* for an assignment: the identifier before `.` or `->`; or "" */
	const char *macro;	/* the macro whose #define holds the site, or NULL */
};

struct sites {
	struct site *data;
	size_t count, room;
};

/* The names to look for: lists that end with NULL. */
struct site_words {
	const char *const *records, *const *fields;
	const struct strmap *carriers;	/* names that stand for a record or a field; or NULL */
};

/* NAME stands for a record or a field by what is at LINE; another #if may have another NAME. */
struct carrier_place {
	const char *name;
	unsigned line;
};

/* The findings in one file's text. */
struct site_summary {
	struct sites sites;		/* free with vec_free */
	struct strings variables;	/* identifiers declared with a record's type */
	bool names_record, names_field;	/* outside of comments */
	bool has_positional;		/* some table's first element has no designator */
	bool has_carrier;		/* a struct or typedef holds a record, or a macro names one */
	bool defines_record;		/* `struct record {` */
	bool has_loose_record;		/* a record by value that is neither a table nor a declaration of one */
	bool uses_carrier;		/* one of the words' carriers, other than in a #define */
	/*
	 * Macros that stand for a record, a field or a store to one, and typedefs of records, by these
	 * and by the words' carriers: free with vec_free.
	 */
	struct strings carriers;
	/* Each place that makes something a carrier: free with vec_free. */
	struct carrier_places { struct carrier_place *data; size_t count, room; } places;
	struct strings setters;		/* functions that put a parameter, say, into a field */
	struct strings used;		/* carriers that are used */
	bool may_hide_table;		/* a carrier or loose record outside of any braces */
	/* Lines where a carrier is used or a loose record stands: free with vec_free. */
	VEC(unsigned) hidden_lines;
};

/* Fills SUMMARY from TEXT (NUL-terminated, LENGTH bytes). Its strings are in ARENA or those of WORDS. */
void find_sites(struct arena *arena, const char *text, size_t length,
		const struct site_words *words, struct site_summary *summary);
void site_summary_free(struct site_summary *summary);

#endif
