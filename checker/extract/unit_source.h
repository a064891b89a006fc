/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Units on demand. A file of the tree is requested by name; its unit comes from the store if nothing
 * that it was made from has changed, and is parsed otherwise.
 *
 * The store has each unit under a *key*: a hash of the program, the flags, and all else that it was
 * made with besides the files' text. The text is compared by the unit's own list of the files that were
 * read.
 */
#ifndef MNCHECK_EXTRACT_UNIT_SOURCE_H
#define MNCHECK_EXTRACT_UNIT_SOURCE_H

#include "extract/extraction.h"
#include "ir/ir.h"
#include "store/store.h"
#include "kbuild/kbuild.h"
#include "tree/tree.h"

struct prefetch;
struct unit_source;

struct unit_source_options {
	struct tree *tree;
	struct kbuild *kbuild;
	struct store *store;	/* caches the units; NULL: there is no cache */
	bool share_headers;	/* parse common headers once (extract/preamble.h) */
	bool joins;		/* somebody's build runs this program: his parser may read all that the build may */
	const struct strings *helpers;	/* as in struct front_request; the caller's */
	struct extraction_options extraction;
	struct prefetch *prefetch;	/* units that are being parsed already; or NULL */
};

/* One requested file and its unit. The unit source owns it. */
struct source_unit {
	const char *file;	/* relative to the tree */
	struct ir_unit *unit;	/* or NULL, and then: */
	const char *why_not;	/* one line */
	const char *assumes;	/* as in struct compile_command, or NULL */
	bool borrowed;		/* likewise */
	bool absent;		/* it cannot be compiled: `why_not` is kbuild's */
	bool elsewhere;		/* as in struct compile_command */
	bool faulted;		/* `why_not` is a fault of this run: nothing that depends on it may be kept */
	bool cached;		/* it was not parsed in this run */
	uint64_t identity;	/* hash of the unit's text; 0 without a unit */
	size_t unsupported;	/* how many instructions stand for code that was not lowered */
	const char *part;	/* as in struct front_request, or NULL */
	bool taken;		/* the caller owns the unit, see unit_source_take() */
	const char *key;	/* in the store; NULL: it cannot be compiled */
	const struct front_request *request;	/* made the unit; likewise */
};

/* OPTIONS are copied; what they point to must outlive the unit source. */
struct unit_source *unit_source_open(const struct unit_source_options *options);
/* Frees all units but those that were taken. */
void unit_source_close(struct unit_source *source);

/*
 * Requests the units of COUNT FILES (relative to the tree, normalised). Those that are not cached are
 * parsed in parallel; a file requested before costs nothing. A file without a unit has a `why_not`.
 * Returns 0, or -1 with ERROR filled if the request as a whole fails (no worker, an interrupt).
 */
int unit_source_request(struct unit_source *source, const char *const *files, size_t count,
			struct error *error);

/*
 * Prepares for a request of COUNT FILES that will come later: makes the preambles that they share, with at most JOBS
 * processes. Changes no unit. A failure is told by the request.
 */
void unit_source_prepare(struct unit_source *source, const char *const *files, size_t count, unsigned jobs);

/*
 * The unit of FILE in a configuration that compiles the function at LINE. Sets *MADE, whose unit must not be
 * taken; if there is no such configuration it has none, and `why_not` says why. Returns 0, or -1 with ERROR as above.
 */
int unit_source_request_line(struct unit_source *source, const char *file, unsigned line,
			     const struct source_unit **made, struct error *error);

/*
 * Likewise, but *MADE may be NULL, with the macros ON defined as 1 and those of OFF not defined, other than the
 * makefiles say. LINE is 0 where no #if around it may ask for options. ASSUMES is what that is called in the row; all
 * strings must outlive the source.
 */
int unit_source_request_macros(struct unit_source *source, const char *file, unsigned line,
			       const struct strings *on, const struct strings *off,
			       const char *assumes, const struct source_unit **made,
			       struct error *error);

/*
 * The unit of FILE with what PART defines, a file that it includes (both relative to the tree). Sets *MADE to it, whose
 * unit must not be taken, or to NULL: FILE cannot be compiled. Returns 0, or -1 with ERROR as above.
 */
int unit_source_request_part(struct unit_source *source, const char *file, const char *part,
			     const struct source_unit **made, struct error *error);

/* Whether some unit is faulted. */
bool unit_source_faulted(const struct unit_source *source);

/* The entry of a requested FILE; NULL for any other. */
const struct source_unit *unit_source_find(const struct unit_source *source, const char *file);

/*
 * Hands the unit of FILE to the caller, who frees it; NULL without a unit. unit_source_find() shows it
 * as long as the caller keeps it.
 */
struct ir_unit *unit_source_take(struct unit_source *source, const char *file);

/* All requested files, in the order of the requests. */
size_t unit_source_count(const struct unit_source *source);
const struct source_unit *unit_source_at(const struct unit_source *source, size_t index);

/* Wall-clock seconds spent so far on compile commands, and on units (parsing and reading the cache). */
double unit_source_flags_seconds(const struct unit_source *source);
double unit_source_extract_seconds(const struct unit_source *source);

#endif
