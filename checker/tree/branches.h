/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the #if lines around a place ask for: options of Kconfig, and other macros. Of several that would each do
 * (A || B) all are asked for, which is enough.
 */
#ifndef MNCHECK_TREE_BRANCHES_H
#define MNCHECK_TREE_BRANCHES_H

#include "base/arena.h"
#include "base/vec.h"

/*
 * Appends to ON the macros that must be defined (as 1) and to OFF those that must not be, so that line
 * LINE of TEXT is compiled; options and what TEXT defines itself are not among these. Returns NULL; or, where some
 * condition is no matter of that, as when it compares versions, the condition. Strings are in ARENA.
 */
const char *macros_around(struct arena *arena, const char *text, unsigned line, struct strings *on,
			  struct strings *off);

/* Likewise the options (without "CONFIG_") that must be set, and those that must not be. */
void options_around(struct arena *arena, const char *text, unsigned line, struct strings *on,
		    struct strings *off);

#endif
