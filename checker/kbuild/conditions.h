/* SPDX-License-Identifier: GPL-2.0-only */
/* The options that the #if lines around a place ask for. */
#ifndef MNCHECK_KBUILD_CONDITIONS_H
#define MNCHECK_KBUILD_CONDITIONS_H

#include "base/arena.h"
#include "base/vec.h"

/*
 * Appends to ON the options (without "CONFIG_") that must be set and to OFF those that must
 * not be, so that line LINE of TEXT is compiled. Other conditions (#if 0, macros) are passed
 * over. Strings are in ARENA.
 */
void conditions_around(struct arena *arena, const char *text, unsigned line, struct strings *on,
		       struct strings *off);

/* Likewise, with what branches before the present one say by `!` and #ifndef. */
void all_conditions_around(struct arena *arena, const char *text, unsigned line, struct strings *on,
			   struct strings *off);

#endif
