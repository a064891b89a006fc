/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The front: one translation unit of C, through libclang, to IR. The only user of
 * clang-c. Meant to run inside a worker process: libclang can crash and leak.
 */
#ifndef MNCHECK_FRONT_FRONT_H
#define MNCHECK_FRONT_FRONT_H

#include "base/error.h"
#include "base/map.h"
#include "ir/ir.h"

/* Headers that were parsed before, to stand on; made by front_precompile(). */
struct front_precompiled {
	const char *path;	/* libclang's file */
	const char *names;	/* beside it: source that refers to the helpers in it */
	const struct ir_dep *deps;	/* the files that it was made from */
	size_t ndeps;
	unsigned level;		/* how many others it stands on, each on the next */
	/*
	 * Read when it is made to stand on another: names (-> anything) of macros of that one that
	 * its own source does not renew. Libclang loses such a macro where something of that name is declared.
	 */
	const struct strmap *not_renewed;
};

/* What to parse. All strings stay the caller's. */
struct front_request {
	const char *file;	/* source, absolute or relative to `directory` */
	const char *directory;	/* where the compiler would run; absolute */
	const char *const *flags;	/* compiler flags without compiler, source, -c and -o;
				   those that libclang does not know or need are dropped by
				   front_filter_flags() */
	size_t nflags;
	const char *tree;	/* kernel tree (absolute, real path) or NULL: paths below it
				   are recorded relative to it */
	const char *build;	/* build directory (absolute, real path) or NULL: paths below it and
				   not below `tree` are recorded as "build/..." */
	const char *arch;	/* recorded in the unit; may be "" */
	/* Files that exist only in memory: made from path and text. */
	const struct front_virtual_file {
		const char *path, *text;
	} *virtual_files;
	size_t nvirtual_files;
	/*
	 * A description of files with another text than on disk, as clang's -ivfsoverlay reads
	 * it; NULL: none. The unit's deps have the texts that were read.
	 */
	const char *overlay;
	/* Names of header functions to lower, when there, though nobody in the main file calls them. */
	const char *const *helpers;
	size_t nhelpers;
	/*
	 * NULL, or what the file begins with in effect: saves most of the time and changes
	 * nothing. Where the parser sees a difference (other flags, an error) it is not used.
	 */
	const struct front_precompiled *precompiled;
};

/*
 * Parses and lowers. In the unit: every function defined in the main file, every
 * header function that these reach, and the globals that they refer to. Errors in the
 * source do not fail: the functions that they touch carry `damage`, and
 * unit->problems lists them. Returns the unit (verified), or NULL with ERROR
 * (kind ERROR_ANALYSIS): no such file, or libclang gave up.
 */
struct ir_unit *front_extract(const struct front_request *request, struct error *error);

/*
 * Parses the header REQUEST->file, which includes those that others are to share, into
 * RESULT->path and ->names (and reads ->level and ->not_renewed, no more); on top of
 * REQUEST->precompiled if that is not NULL. *UNIT (the caller's) holds nothing but deps, those of
 * what it stands on among them. Fails where there is any error in them, or a macro would be lost.
 */
int front_precompile(const struct front_request *request,
		     const struct front_precompiled *result, struct ir_unit **unit,
		     struct error *error);

/*
 * The flags among FLAGS that libclang wants, as a new NULL-terminated array (the
 * strings are the caller's or static, the array is malloc'd), its length in *COUNT. Gcc's
 * flags that clang does not have are dropped by knowledge (a table), as are those that
 * only cost time (-W*, -g*, -fsanitize=*) or write files (-Wp,-M*, -o).
 */
const char **front_filter_flags(const char *const *flags, size_t nflags, size_t *count);

/*
 * For a process that does nothing but fork others, which parse: does once what libclang does at its first use, and
 * has malloc keep to one arena.
 */
void front_prepare(void);

/* libclang's version line, for cache keys and --version. malloc'd. */
char *front_version(void);

#endif
