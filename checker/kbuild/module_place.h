/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a user means by a directory that is no kernel tree: a part of one, or a module outside of it, whose kernel
 * --build names. Each mistake is told with what to do about it.
 */
#ifndef MNCHECK_KBUILD_MODULE_PLACE_H
#define MNCHECK_KBUILD_MODULE_PLACE_H

#include "base/arena.h"
#include "base/error.h"

/* Strings are absolute, links resolved, in the arena of the question. */
struct module_place {
	const char *tree;	/* the kernel's: sources, or headers alone */
	const char *module;	/* the module's directory; NULL: it is none, but a tree or a part of one */
	const char *part;	/* of the tree, relative to it, or of the module, absolute; NULL: all of it */
};

/*
 * Finds what NAME is, with BUILD as the user gave it (NULL: not). Without a NAME (NULL) it is all of the tree or module around
 * the working directory. ERROR_USAGE with what to do, where NAME is neither tree nor part nor module, or BUILD leads to no
 * kernel. What a name is not that does not exist is left to tree_open(): then it counts as a tree.
 */
int module_place_find(struct arena *arena, const char *name, const char *build, struct module_place *place,
		      struct error *error);
/*
 * The directory that has all of the module which is built in DIRECTORY (absolute): the next one above that has a
 * dkms.conf, else DIRECTORY itself. In ARENA.
 */
const char *module_top(struct arena *arena, const char *directory);

#endif
