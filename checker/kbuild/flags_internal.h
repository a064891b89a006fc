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
	const char *objects;	/* where kbuild's objects would be, absolute */
	const char *module;	/* its directory, or NULL */
	const struct strings *variables;	/* the caller's: of make's command line; or NULL */
	struct make *top;	/* the evaluation of the top makefile */
	/*
	 * The same tree with every symbol set, where variables and includes are seen that the configuration
	 * leaves out; made when it is needed. Of that one: whose configuration counts.
	 */
	struct flags *optimist, *asker;
	struct strings roots;	/* directories that it calls */
	struct strmap directories;	/* path -> struct flags_directory * */
	struct strmap mentions;	/* "scope\nneedle" -> struct strings *: see flags_mentioning() */
	struct strmap texts;	/* path of a makefile -> its text */
	struct strmap makefiles;	/* scope -> struct strings *: paths of the makefiles below it */
};

/* What builds a file: `object`, as kbuild names it; that is NULL where the configuration does not. */
struct built {
	struct flags_directory *directory;
	const char *object;
};

/* The directory PATH (normalised), evaluated with those above it; NULL: kbuild does not visit it. */
struct flags_directory *flags_find_directory(struct flags *flags, const char *path);
/* Whether the makefile of PATH, which need not lie above the object KEY (without .o), builds it. */
bool flags_find_evaluated(struct flags *flags, const char *path, const char *key, struct built *built);
/* Finds KEY from the top, or beside the way to it; ASIDE gets the directories there. */
bool flags_find_near(struct flags *flags, const char *key, struct built *built, struct strings *aside);
/*
 * Finds what would build KEY if symbols were set, as they are in OPTIMIST: BUILT is OPTIMIST's, or its object is NULL
 * and GATES are filled.
 */
bool flags_find_optimistic(struct flags *optimist, const char *key, struct built *built, struct flags_gates *gates);

/* Whether no makefile can write the name of the object KEY. */
bool flags_is_unwritable(const char *key);
/*
 * What would build such a KEY: an object that stands for it in the nearest directory above that kbuild visits, or
 * would visit in OPTIMIST (or NULL): then built->object is NULL and GATES are in the way. False: there is none.
 */
bool flags_find_stand_in(struct flags *flags, struct flags *optimist, const char *key, struct built *built,
			 struct flags_gates *gates);

/* A reading of the top makefile, and of scripts/Makefile.build for the directory NAME that CALLER calls. */
struct make *flags_read_top(struct flags *flags, bool keep_rules);
struct make *flags_read_directory(struct flags *flags, struct make *caller, const char *name,
				  bool keep_rules);

/* The directory NAME as kbuild calls it from PARENT (NULL: the top); evaluated at the first call. */
struct flags_directory *flags_enter(struct flags *flags, const char *name, struct flags_directory *parent);

/*
 * The directories (relative to the module's directory or the tree) of all makefiles below SCOPE ("": all) whose text
 * holds NEEDLE. Owned by FLAGS.
 */
const struct strings *flags_mentioning(struct flags *flags, const char *scope, const char *needle);

/*
 * The gates on the way from the top to the object KEY (without .o), by the text of the makefiles above it;
 * false: they do not name it. The second: the makefile of DIRECTORY names it, which need not lie above it.
 */
bool flags_gates_in_way(struct flags *flags, const char *key, struct flags_gates *out);
bool flags_gates_by(struct flags *flags, const char *directory, const char *key, struct flags_gates *out);
/* Those on the way to DIRECTORY itself. */
bool flags_gates_to(struct flags *flags, const char *directory, struct flags_gates *out);
/* Those that are not met: "CONFIG_A, CONFIG_B=n". */
const char *flags_gates_text(struct flags *flags, const struct flags_gates *all);

/* PATH as kbuild has it, normalised; of a module relative to its directory, "" for the top. */
const char *flags_normal_path(struct flags *flags, const char *path);

/* Whether PATH is DIRECTORY or lies below it; "" is above everything. */
bool flags_is_below(const char *path, const char *directory);

#endif
