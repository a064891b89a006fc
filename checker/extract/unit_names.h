/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finding a cached unit without compiler flags: which unit a file of a tree was last made into. The
 * store then tells whether that unit still fits the sources.
 */
#ifndef MNCHECK_EXTRACT_UNIT_NAMES_H
#define MNCHECK_EXTRACT_UNIT_NAMES_H

#include "store/store.h"
#include "kbuild/kbuild.h"

struct unit_name {
	const char *tool;	/* describe_tool(): a unit is only for the program that made it */
	const char *tree;	/* absolute */
	const char *build;	/* build directory; NULL: any */
	const char *arch;
	const char *file;	/* relative to the tree */
};

/*
 * Records that KEY is the unit of NAME, and of NAME with any build directory. ASSUMES as in
 * struct compile_command, may be NULL.
 */
void unit_name_note(struct store *store, const struct unit_name *name, const char *key,
		    const char *assumes);

/*
 * The key recorded last for NAME, or NULL. Sets *ASSUMES to what that unit assumes, NULL for nothing.
 * Both strings are in ARENA.
 */
const char *unit_name_find(struct store *store, struct arena *arena, const struct unit_name *name,
			   const char **assumes);

#endif
