/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What files include, read from their text without a preprocessor. Answers two questions for preambles
 * (extract/preamble.h): which headers a file includes in every configuration, and whether it makes a
 * difference if some of these are read first.
 *
 * A file is a list of *events* in the order of its text: identifiers, definitions, #includes. A *set*
 * of headers is a map from path (absolute, normalised) to anything but NULL. An include's hash is that
 * of its name, an identifier's that of its text (hash_bytes() with seed 0).
 */
#ifndef MNCHECK_TREE_INCLUDES_H
#define MNCHECK_TREE_INCLUDES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/vec.h"

enum include_event_kind {
	TEXT_WORD,		/* the first use of an identifier, outside of macro bodies */
	TEXT_CONDITION,	/* likewise in an #if, #ifdef or #elif */
	TEXT_DEFINE,
	TEXT_UNDEFINE,
	TEXT_INCLUDE,
};

struct include_event {
	enum include_event_kind kind;
	bool always;		/* an #include outside of any #if but the guard */
	bool quoted;		/* "name", not <name> */
	bool was_looked_for;	/* `beside` is known */
	uint32_t id;		/* of the identifier: a small number */
	uint64_t word;		/* hash of the identifier, or of an #include's name */
	const char *name;	/* of an #include or a #define */
	struct include_file *beside;	/* of a quoted #include: the file in the same directory, or NULL */
};

/* One file, read at its first use; it lives as long as the struct includes. */
struct include_file {
	const char *path;	/* absolute, normalised */
	size_t bytes;		/* 0: it cannot be read */
	bool guarded;		/* it has an include guard: a second #include does nothing */
	bool is_public;		/* in the kernel's own include directories */
	unsigned number;	/* in the order of reading, from 0 */
	unsigned visited;	/* the last visit that reached it */
	unsigned in_set;	/* the last visit whose set has it */
	VEC(struct include_event) events;
	VEC(uint32_t) includes;	/* which of these are #includes */
	VEC(uint32_t) defines;	/* ids of macros that it defines */
	VEC(uint64_t) bodies;	/* hashes of the identifiers in macro bodies */
};

struct include_files { struct include_file **data; size_t count, room; };

/* The part of a compiler's command line that concerns includes. */
struct include_path {
	const char *const *directories;	/* searched for <name>, in this order; absolute */
	size_t count;
	uint64_t id;		/* hash of the directories */
	const char *const *forced;	/* files read first: -include */
	size_t nforced;
	struct intmap *given;	/* macros of the command line: hash -> anything */
	struct intmap *extra;	/* those of them that are this file's alone, or NULL */
};

struct includes;

/* For the kernel TREE with the build directory BUILD, both absolute. */
struct includes *includes_open(const char *tree, const char *build);
void includes_close(struct includes *includes);

/*
 * Fills PATH from FLAGS, whose relative names are below DIRECTORY. PATH's data lives as long as
 * INCLUDES. False if a flag changes the search in another way than -I, -isystem and -include do.
 */
bool includes_path(struct includes *includes, const char *directory, const char *const *flags,
		   size_t nflags, struct include_path *path);

/*
 * Appends to REACHED the headers that FILE includes, directly or not, outside of any #if, in the order
 * in which a compiler opens them.
 */
void includes_reach(struct includes *includes, const char *file, const struct include_path *path,
		    struct include_files *reached);

/*
 * Whether FILE itself includes, outside of any #if, a header of some directory (<a/b.h>) that is in none of PATH's. Those
 * without a directory may be the compiler's.
 */
bool includes_lack(struct includes *includes, const char *file, const struct include_path *path);

/* Whether PATH is or lies below include/ or arch/NAME/include/, in the tree or the build directory. */
bool includes_is_public(const struct includes *includes, const char *path);

/* How many files have been read: all their numbers are lower. */
size_t includes_count(const struct includes *includes);

/* Appends up to MOST other .c files of FILE's directory, evenly spread over its sorted list. */
void includes_neighbours(struct includes *includes, const char *file, size_t most,
			 struct strings *neighbours);

/* Whether a file of FILES names the identifier with this HASH outside of macro bodies. */
bool includes_mention(const struct include_files *files, uint64_t hash);

/* Appends to ENTRIES the guarded headers of SET that FILE, or a header outside of SET, includes. */
void includes_entries(struct includes *includes, const char *file, const struct include_path *path,
		      const struct strmap *set, struct include_files *entries);

/* Adds to SET what its files include in some configuration, directly or not. */
void includes_widen(struct includes *includes, const struct include_path *path,
		    struct strmap *set);

/*
 * Whether FILE means the same if the headers of SET are read before it. It may not if a header of SET names a
 * macro that is otherwise defined earlier, or if a file read earlier names a macro of SET.
 *
 * Public kernel headers are assumed to work in any order, as every driver includes them in another one; only
 * their #if conditions count. Macro bodies do not count: they are expanded at the macro's use, in FILE, which
 * comes last in both orders.
 */
bool includes_may_precede(struct includes *includes, const char *file,
			  const struct include_path *path, const struct strmap *set);

/* Adds to MACROS those that the files of SET define: hash -> name, which lives as long as INCLUDES. */
void includes_macros(struct includes *includes, const struct strmap *set, struct intmap *macros);

/* Adds to FOUND (hash -> name) those of MACROS that the files in SET but not in BUT name, in bodies too. */
void includes_words(struct includes *includes, const struct strmap *set, const struct strmap *but,
		    const struct intmap *macros, struct intmap *found);

#endif
