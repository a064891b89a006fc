/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way to a unit without its flags: which one a file of a tree was made into last. Whether
 * it still fits the sources is for the store to say.
 */
#ifndef MNCHECK_EXTRACT_UNIT_NAMES_H
#define MNCHECK_EXTRACT_UNIT_NAMES_H

#include "store/store.h"
#include "kbuild/kbuild.h"

struct unit_name {
	const char *tool;	/* what lowers it */
	const char *tree;	/* absolute */
	const char *build;	/* build directory; NULL: any */
	const char *arch;
	const char *file;	/* relative to the tree */
};

/*
 * From now on the unit under KEY is the one of NAME, and of NAME with any build directory.
 * ASSUMES as in struct compile_command.
 */
void unit_name_note(struct store *store, const struct unit_name *name, const char *key,
		    const char *assumes);

/*
 * The key that was noted last, or NULL; in ARENA. What that unit assumes is in *ASSUMES, NULL
 * for nothing.
 */
const char *unit_name_find(struct store *store, struct arena *arena, const struct unit_name *name,
			   const char **assumes);

#endif
