/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Units on demand: a source file of the tree becomes the unit that it was made into
 * before, if nothing that it was made from has changed, or is parsed now.
 */
#ifndef MNCHECK_EXTRACT_UNIT_SOURCE_H
#define MNCHECK_EXTRACT_UNIT_SOURCE_H

#include "extract/extraction.h"
#include "ir/ir.h"
#include "store/store.h"
#include "kbuild/kbuild.h"
#include "tree/tree.h"

struct early;
struct unit_source;

struct unit_source_options {
	struct tree *tree;
	struct kbuild *kbuild;
	struct store *store;	/* NULL: nothing is remembered */
	bool recalls;		/* where kbuild has no command, take what an earlier scan made */
	bool share_headers;	/* parse what files have in common once (extract/preamble.h) */
	const struct strings *helpers;	/* as in struct front_request; the caller's */
	struct extraction_options extraction;
	struct early *early;	/* units that are being parsed already; or NULL */
};

/* One file and what became of it. Owned by the unit source. */
struct source_unit {
	const char *file;	/* relative to the tree */
	struct ir_unit *unit;	/* NULL: there is none */
	const char *why_not;	/* then this is why */
	const char *assumes;	/* as in struct compile_command, or NULL */
	bool borrowed;		/* likewise */
	bool absent;		/* there is no way to compile it: `why_not` is kbuild's */
	bool cached;		/* not parsed in this run */
	uint64_t identity;	/* of what the unit says: a hash; 0 without one */
	size_t unsupported;	/* instructions that say that something was not lowered */
	bool taken;		/* the unit has another owner now */
	const char *key;	/* by which it is remembered; NULL: there is no way to compile it */
	const struct front_request *request;	/* how it is made; likewise */
};

/*
 * Everything about this program that a unit depends on: versions, and the bytes of the
 * program itself, so that a rebuilt mncheck never reads what another one lowered. malloc'd.
 */
char *describe_tool(void);

struct unit_source *unit_source_open(const struct unit_source_options *options);
void unit_source_close(struct unit_source *source);

/*
 * Makes the units of FILES (relative to the tree, normalised) available, those that must
 * be parsed all at once and in parallel; a file asked for before costs nothing. A file
 * without a unit has its reason; -1 with ERROR filled only for a failure of the whole.
 */
int unit_source_request(struct unit_source *source, const char *const *files, size_t count,
			struct error *error);

/*
 * The unit of FILE in a configuration in which the function at LINE is not compiled out, if
 * there is one: *MADE, never to be taken; else NULL. -1 with ERROR for a failure of the whole.
 */
int unit_source_request_line(struct unit_source *source, const char *file, unsigned line,
			     const struct source_unit **made, struct error *error);

/*
 * Likewise with the macros ON defined as 1 and those of OFF not defined, other than the makefiles say.
 * ASSUMES is what that is called in the row; all strings must outlive the source.
 */
int unit_source_request_macros(struct unit_source *source, const char *file,
			       const struct strings *on, const struct strings *off,
			       const char *assumes, const struct source_unit **made,
			       struct error *error);

/* What became of a file that was requested; NULL for any other. */
const struct source_unit *unit_source_find(const struct unit_source *source, const char *file);

/*
 * The unit of a file, from now on the caller's to free, or NULL; it stays visible through
 * unit_source_find() while the caller keeps it.
 */
struct ir_unit *unit_source_take(struct unit_source *source, const char *file);

/* All files requested so far, in the order of the requests. */
size_t unit_source_count(const struct unit_source *source);
const struct source_unit *unit_source_at(const struct unit_source *source, size_t index);

/* Wall seconds spent on compile commands and on parsing (cache included) so far. */
double unit_source_flags_seconds(const struct unit_source *source);
double unit_source_extract_seconds(const struct unit_source *source);

#endif
