/* SPDX-License-Identifier: GPL-2.0-only */
/* The macros that the #if lines around a place ask for, but for options of Kconfig. */
#ifndef MNCHECK_TREE_BRANCHES_H
#define MNCHECK_TREE_BRANCHES_H

#include "base/arena.h"
#include "base/vec.h"

/*
 * Appends to ON the macros that must be defined (as 1) and to OFF those that must not be, so that line
 * LINE of TEXT is compiled; what TEXT defines itself is not among these. Returns NULL; or, where some condition is no matter of that, as when it
 * compares versions, the condition. Strings are in ARENA.
 */
const char *macros_around(struct arena *arena, const char *text, unsigned line, struct strings *on,
			  struct strings *off);

#endif
