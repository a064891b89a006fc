/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The impact of makefiles and Kconfig files: the rows of a snapshot whose sources are compiled otherwise after a
 * change. A source is if its flags are others, or if an option has another value that one of the files it reads
 * names, as in kbuild's own dependencies.
 */
#ifndef MNCHECK_DIFF_FLAGS_IMPACT_H
#define MNCHECK_DIFF_FLAGS_IMPACT_H

#include "analysis/options.h"
#include "base/progress.h"
#include "diff/impact.h"

/* Whether one of FILES may decide how sources are compiled. */
bool decides_flags(const struct changed_files *files);

/* A tree in two states, before and after. */
struct flags_change {
	const struct options *options;
	struct progress *progress;
	const char *tree;	/* the kernel's path */
	const char *module;	/* the directory of a module that is built for it, or NULL */
	const struct change *change;	/* has the texts */
	const struct change_side *before, *after;
};

/* Sets `affected` of rows of SNAPSHOT, and counts them in IMPACT. Returns 0, or -1 with ERROR filled. */
int find_flags_impact(const struct flags_change *states, struct snapshot *snapshot, struct impact *impact,
		      struct error *error);

#endif
