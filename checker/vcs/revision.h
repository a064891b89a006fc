/* SPDX-License-Identifier: GPL-2.0-only */
/* The commit that a kernel tree has checked out, for reports that name it. */
#ifndef MNCHECK_VCS_REVISION_H
#define MNCHECK_VCS_REVISION_H

#include "base/arena.h"

struct revision {
	const char *commit;	/* full hash, hex */
	const char *branch;	/* "master"; NULL: none is checked out */
	const char *repository;	/* URL of the remote "origin", without user names and passwords; NULL: it has none */
};

/*
 * The revision of the tree at PATH (absolute), in ARENA. NULL if PATH is not the top of a git work tree with a
 * commit: the commit of a repository around the tree says nothing about the tree. Work tree changes are not looked for.
 */
const struct revision *revision_of(struct arena *arena, const char *path);

#endif
