/* SPDX-License-Identifier: GPL-2.0-only */
/* Build directories that the user has: whose they are, whether they are whole, and for which architecture. */
#ifndef MNCHECK_KBUILD_BUILD_DIRECTORY_H
#define MNCHECK_KBUILD_BUILD_DIRECTORY_H

#include "tree/tree.h"

/* DIRECTORY holds what make leaves behind when it configures. */
bool is_configured(const char *directory);

/* The absolute path of the directory that the user called NAME; in tree->arena. NULL: ERROR_USAGE. */
const char *build_directory_find(struct tree *tree, const char *name, struct error *error);

/*
 * ERROR_USAGE, saying what to do, when DIRECTORY (absolute; the user called it NAME) belongs to another tree, or
 * is not configured or not prepared. CONFIGURED is false where it holds a compile_commands.json and no
 * configuration.
 */
int build_directory_check(struct tree *tree, const char *directory, const char *name, bool *configured,
			  struct error *error);

/* The tree that DIRECTORY (absolute) was made from, links resolved, in ARENA; NULL when nothing there says. */
char *build_directory_tree(struct arena *arena, const char *directory);

/* The architecture that its .config names, else this machine's; in ARENA. NULL with ERROR filled. */
const char *build_directory_arch(struct arena *arena, const char *directory, struct error *error);

#endif
