/* SPDX-License-Identifier: GPL-2.0-only */
/* Who includes a file, by text: for sources and tables that no makefile compiles by themselves. */
#ifndef MNCHECK_TREE_INCLUDERS_H
#define MNCHECK_TREE_INCLUDERS_H

#include "tree/tree.h"

/*
 * Appends to FILES the sources and headers that include FILE, a path as the tree has it, with #include "...". Looks at
 * those below FILE's directory and below the one above it; of a module, at all of the module's. The strings are the
 * tree's. Returns 0, or -1 with ERROR filled.
 */
int tree_includers(struct tree *tree, const char *file, struct strings *files, struct error *error);

/* Whether TEXT, of the file FROM, includes FILE so. The paths are both absolute, or both relative to the tree; ARENA is scratch. */
bool text_includes(struct arena *arena, const char *text, const char *from, const char *file);

#endif
