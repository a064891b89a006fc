/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What files include, read from their text and not by a parser: which headers a file
 * includes whatever its configuration, and whether some of them can be read ahead of it without
 * a difference. Serves sharing headers that were parsed once (extract/preamble.h).
 */
#ifndef MNCHECK_TREE_INCLUDES_H
#define MNCHECK_TREE_INCLUDES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/vec.h"

/* In the order of the text; words and definitions where they first stand. */
enum include_event_kind {
	TEXT_WORD,		/* an identifier, but not in what a macro stands for */
	TEXT_CONDITION,	/* one in #if, #ifdef, #elif */
	TEXT_DEFINE,
	TEXT_UNDEFINE,
	TEXT_INCLUDE,
};

struct include_event {
	enum include_event_kind kind;
	bool always;		/* an #include outside of any #if, but for the include guard */
	bool quoted;		/* "name", not <name> */
	bool was_looked_for;	/* a quoted one, beside the file it stands in */
	uint32_t id;		/* of the identifier: a small number */
	uint64_t word;		/* hash of the identifier, or of an #include's name */
	const char *name;	/* of an #include, or the macro of a #define */
	struct include_file *beside;	/* what was found there, or NULL */
};

/* One file as its text is. Once read it stays as long as the struct includes. */
struct include_file {
	const char *path;	/* absolute, normalised */
	size_t bytes;		/* 0: it cannot be read */
	bool guarded;		/* reading it twice is reading it once */
	bool is_public;		/* in the kernel's own include directories */
	unsigned number;	/* of those that were read, from 0 */
	unsigned visited;	/* the last visit that came by */
	unsigned in_set;	/* the last visit that has it in its set */
	VEC(struct include_event) events;
	VEC(uint32_t) defines;	/* ids of macros that it defines */
	VEC(uint64_t) bodies;	/* hashes of identifiers in what macros stand for */
};

struct include_files { struct include_file **data; size_t count, room; };

/* Directories that <name> is looked for in, in their order; absolute. */
struct include_path {
	const char *const *directories;
	size_t count;
	uint64_t id;		/* hash of them */
	const char *const *forced;	/* files that are read before anything else: -include */
	size_t nforced;
	struct intmap *given;	/* macros of the command line: hash -> anything */
	struct intmap *extra;	/* of these, those that are FILE's alone, or NULL */
};

struct includes;

/* For a kernel in TREE with its build directory BUILD. */
struct includes *includes_open(const char *tree, const char *build);
void includes_close(struct includes *includes);

/*
 * -I, -isystem and -include of FLAGS (relative ones are below DIRECTORY), in PATH; the strings
 * are the includes'. False when there are flags whose effect on the search is not known here.
 */
bool includes_path(struct includes *includes, const char *directory, const char *const *flags,
		   size_t nflags, struct include_path *path);

/*
 * The headers that FILE reaches through includes that are outside of any #if, in the
 * order in which a compiler would open them first. Appended to REACHED.
 */
void includes_reach(struct includes *includes, const char *file, const struct include_path *path,
		    struct include_files *reached);

/* Whether PATH is, or is in, include/ or arch/NAME/include/, of the tree or of the build. */
bool includes_is_public(const struct includes *includes, const char *path);

/* How many files have been read so far. */
size_t includes_count(const struct includes *includes);

/* Up to MOST other .c files in the directory of FILE, spread over their names in order. */
void includes_neighbours(struct includes *includes, const char *file, size_t most,
			 struct strings *neighbours);

/* Whether a file of FILES names a macro of the command line with this HASH. */
bool includes_mention(const struct include_files *files, uint64_t hash);

/* The guarded headers by which FILE, or a header outside of SET (path -> anything), enters SET. */
void includes_entries(struct includes *includes, const char *file, const struct include_path *path,
		      const struct strmap *set, struct include_files *entries);

/* Adds to SET what its files may include under some condition. */
void includes_widen(struct includes *includes, const struct include_path *path,
		    struct strmap *set);

/*
 * Whether FILE means the same when the files of SET were read ahead of it. Not so where a macro
 * that is defined before one of them stands in that one, or where one of theirs stands in what
 * is read before it.
 *
 * The kernel's own headers are taken to bear any order (every driver has another one),
 * except that what they test in an #if counts. What a macro stands for does not, since
 * it is looked at where the macro is used: in the file, which comes last in either order.
 */
bool includes_may_precede(struct includes *includes, const char *file,
			  const struct include_path *path, const struct strmap *set);

/* Adds the macros that the files of SET (path -> anything) define: hash -> name, the includes' string. */
void includes_macros(struct includes *includes, const struct strmap *set, struct intmap *macros);

/* Of MACROS those that a file of SET that is not in BUT has as a word, hash -> name, into FOUND. */
void includes_words(struct includes *includes, const struct strmap *set, const struct strmap *but,
		    const struct intmap *macros, struct intmap *found);

#endif
