/* SPDX-License-Identifier: GPL-2.0-only */
/* One translation unit, for the commands that work on a file and not on a tree. */
#ifndef MNCHECK_CMD_SINGLE_H
#define MNCHECK_CMD_SINGLE_H

#include "cmd/settings.h"

/*
 * The text of the unit made from FILE. With flags behind "--" it is parsed with those, as
 * if the compiler ran here; without, and where FILE lies in a kernel tree, as kbuild
 * compiles it. Paths are recorded relative to settings->tree, else to that tree. Returns
 * malloc'd text, its length in *LENGTH, or NULL with ERROR filled.
 */
char *make_single_unit(const struct settings *settings, struct progress *progress,
		       const char *file, size_t *length, struct error *error);

/* The nearest directory above FILE (absolute) that looks like the top of a kernel tree; or NULL. In ARENA. */
char *tree_above(struct arena *arena, const char *file);

#endif
