/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Paths as the compiler that runs beside us would write them: a reader of a build's log
 * jumps to both from the same directory.
 */
#ifndef MNCHECK_REPORT_SPELLING_H
#define MNCHECK_REPORT_SPELLING_H

#include "rules/rules.h"

/* How the units' paths and the compiler's go together. */
struct spelling {
	const char *unit_file, *file;	/* the source, as its unit has it and as it was given; NULL: no single one */
	const char *tree;	/* the tree as the flags spell it; "." for the working directory */
	const char *build;	/* likewise; for paths that begin with "build/" */
	const char *directory;	/* the working directory, absolute */
};

/* PATH in that spelling, in ARENA. */
const char *spell_path(struct arena *arena, const struct spelling *spelling, const char *path);

/* Spells every path of the run anew; strings in its arena. */
void spell_run(struct run *run, const struct spelling *spelling);

#endif
