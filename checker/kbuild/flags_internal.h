/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the files that compute flags. */
#ifndef MNCHECK_KBUILD_FLAGS_INTERNAL_H
#define MNCHECK_KBUILD_FLAGS_INTERNAL_H

#include "kbuild/flags.h"

/* One directory that kbuild visits, or would visit. */
struct flags_directory {
	const char *name;	/* as kbuild has it in $(obj): ".", "drivers/gpu/drm" */
	const char *path;	/* the same, normalised; "" for the top */
	struct flags_directory *parent;	/* NULL: the top makefile calls it */
	struct make *make;	/* the evaluation of scripts/Makefile.build for it */
	struct strmap objects;	/* normalised path without .o -> the object as kbuild names it */
	struct strings below;	/* directories that it descends to, as kbuild names them */
};

struct flags {
	struct make_sources *sources;
	struct make_world world;
	struct arena *arena;
	const char *module;	/* its directory, or NULL */
	struct make *top;	/* the evaluation of the top makefile */
	struct strings roots;	/* directories that it calls */
	struct strmap directories;	/* path -> struct flags_directory * */
	struct strmap mentions;	/* "scope\nneedle" -> struct strings *: see flags_mentioning() */
	struct strmap makefiles;	/* scope -> struct strings *: paths of the makefiles below it */
};

/* The directory NAME as kbuild calls it from PARENT (NULL: the top); evaluated at the first call. */
struct flags_directory *flags_enter(struct flags *flags, const char *name, struct flags_directory *parent);

/*
 * The directories (relative to the tree) of all makefiles below SCOPE ("": the whole tree) whose text holds
 * NEEDLE. Owned by FLAGS.
 */
const struct strings *flags_mentioning(struct flags *flags, const char *scope, const char *needle);

/* Whether PATH is DIRECTORY or lies below it; "" is above everything. */
bool flags_is_below(const char *path, const char *directory);

#endif
