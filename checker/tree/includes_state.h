/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of struct includes, for includes*.c alone. */
#ifndef MNCHECK_TREE_INCLUDES_STATE_H
#define MNCHECK_TREE_INCLUDES_STATE_H

#include "base/str.h"
#include "tree/includes.h"

/* Size of the tables that drop repeated words of a file; a collision only lets a repetition through. */
#define SEEN_WORDS 4096

/* Macros that only prefix messages. */
#define HARMLESS_MACROS 2

/* One identifier in a visit of includes_may_precede(). */
struct word {
	const struct include_file *definer;	/* the last file outside of the set that defines it */
	const struct include_file *theirs;	/* a file of the set that defines it */
	unsigned defined, learnt;	/* the visits that set `definer` and `theirs`: others ignore them */
};

struct includes {
	struct arena *arena;
	const char *roots[2];	/* of the tree and the build */
	struct strmap files;	/* path -> struct include_file */
	struct strmap exists;	/* path -> anything, or NULL: no such file */
	struct intmap found;	/* hash of search path and name -> struct include_file */
	VEC(struct intmap *) given;	/* include_path.given of all paths */
	struct intmap ids;	/* hash of an identifier -> id, plus 1 */
	VEC(struct word) words;	/* by id */
	uint64_t harmless[HARMLESS_MACROS];	/* hashes */
	unsigned visit;		/* number of the last visit */
	uint64_t seen[SEEN_WORDS], seen_bodies[SEEN_WORDS];	/* of the file being read */
};

/* The id of the identifier with the hash WORD. */
uint32_t include_word_id(struct includes *includes, uint64_t word);

/* The file at PATH (absolute, normalised), read at the first call; never NULL. */
struct include_file *include_file_at(struct includes *includes, const char *path);

/* The file that EVENT, an #include in FROM, opens with the search path PATH; NULL: there is none. */
struct include_file *find_include(struct includes *includes, const struct include_path *path,
				  const struct include_file *from, struct include_event *event);

/* Whether this is FILE's first call in the current visit. */
static inline bool visit_include(struct includes *includes, struct include_file *file)
{
	bool first = file->visited != includes->visit;

	file->visited = includes->visit;
	return first;
}

#endif
