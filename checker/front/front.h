/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The front end: parses one translation unit of C with libclang and lowers it to IR. Only
 * this folder uses clang-c. Call it in a worker process: libclang can crash and leak.
 */
#ifndef MNCHECK_FRONT_FRONT_H
#define MNCHECK_FRONT_FRONT_H

#include "base/error.h"
#include "base/map.h"
#include "ir/ir.h"

/*
 * Precompiled headers: front_precompile() parses headers once, and the parses of many files
 * build on them. They may build on other precompiled headers in turn.
 */
struct front_precompiled {
	const char *path;	/* libclang's file */
	const char *names;	/* beside it: source text that refers to the helpers in it */
	const struct ir_dep *deps;	/* the files that it was made from */
	size_t ndeps;
	unsigned level;		/* length of the chain of precompiled headers below it */
	/*
	 * Only front_precompile() reads it, when it builds on other precompiled headers: the names
	 * (keys) of their macros that the new headers do not define again. libclang loses such a
	 * macro when the new headers declare anything of that name.
	 */
	const struct strmap *not_renewed;
};

/* A translation unit to parse. The caller owns all strings. */
struct front_request {
	const char *file;	/* source, absolute or relative to `directory` */
	const char *directory;	/* where the compiler would run; absolute */
	const char *const *flags;	/* compiler flags, without compiler, source, -c and -o;
				   front_filter_flags() drops those that libclang cannot use */
	size_t nflags;
	const char *tree;	/* kernel tree (absolute, real path) or NULL: paths below it
				   are recorded relative to it */
	const char *build;	/* build directory (absolute, real path) or NULL: paths below it and
				   not below `tree` are recorded as "build/..." */
	const char *arch;	/* recorded in the unit; may be "" */
	/*
	 * A directory that the parser may read besides `tree`, `build` and those that the flags name; NULL: none, "/":
	 * it may read all, as without a tree.
	 */
	const char *readable;
	/* Files that exist only in memory: made from path and text. */
	const struct front_virtual_file {
		const char *path, *text;
	} *virtual_files;
	size_t nvirtual_files;
	/*
	 * A file in the form of clang's -ivfsoverlay that gives other texts for files on disk;
	 * NULL: none. The unit's deps have the hashes of the texts that were read.
	 */
	const char *overlay;
	/*
	 * A file, as the unit names it, that the main file includes and that is compiled as a part of others alone: what it
	 * defines counts as the main file's. NULL: none.
	 */
	const char *part;
	/* Header functions to lower if they exist, although the main file does not call them. */
	const char *const *helpers;
	size_t nhelpers;
	/*
	 * Precompiled headers with the same effect as the first lines of the file, or NULL. They save
	 * most of the time and do not change the unit: when the parser finds a difference (other
	 * flags, an error), the file is parsed without them.
	 */
	const struct front_precompiled *precompiled;
	/*
	 * The caller believes that a header which the file includes is not there. That changes no unit: the parse that
	 * would find it out is left out.
	 */
	bool lacks_header;
	/* The process ends after this request: what libclang holds is left to the kernel, which frees it faster. */
	bool leaves_memory;
};

/*
 * Parses and lowers. The unit holds every function that the main file or REQUEST->part defines, every header
 * function that these reach, and the globals that they refer to. Errors in the source are
 * no failure: unit->problems lists them, and the functions that they touch have `damage`.
 * Returns the unit, verified; the caller frees it. Returns NULL with ERROR (kind
 * ERROR_ANALYSIS) when there is no such file or libclang gives up.
 */
struct ir_unit *front_extract(const struct front_request *request, struct error *error);

/*
 * Parses the header REQUEST->file, which includes the headers to share, and writes the
 * files RESULT->path and RESULT->names. It builds on REQUEST->precompiled if that is not
 * NULL. Of RESULT it also reads `level` and `not_renewed`. Stores in *UNIT, which the caller
 * frees, a unit that has only deps, those of REQUEST->precompiled included. Returns 0, or -1
 * with ERROR filled when a header has any error or a macro would be lost.
 */
int front_precompile(const struct front_request *request,
		     const struct front_precompiled *result, struct ir_unit **unit,
		     struct error *error);

/*
 * Returns the flags for libclang among FLAGS, a malloc'd NULL-terminated array with its length
 * in *COUNT; the strings are the caller's or static. A table lists the flags to keep. It leaves out
 * gcc's flags that clang lacks, flags that only cost time (-W*, -g*, -fsanitize=*), and flags
 * that write files (-Wp,-M*, -o).
 */
const char **front_filter_flags(const char *const *flags, size_t nflags, size_t *count);

/*
 * Prepares a process for forking workers that parse: runs libclang's one-time initialisation
 * and restricts malloc to one arena.
 */
void front_prepare(void);

/* libclang's version line, for cache keys and --version; malloc'd. */
char *front_version(void);
/* Where libclang's own headers are (stddef.h), malloc'd, as `clang -print-file-name=include` says; NULL: not found. */
char *front_headers(void);

#endif
