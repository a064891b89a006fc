/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One translation unit, for extract and dump, which work on a file and not on a tree. It lives in cmd/
 * because it interprets their command line: FILE, --tree, --arch and the flags behind "--".
 */
#ifndef MNCHECK_CMD_SINGLE_H
#define MNCHECK_CMD_SINGLE_H

#include "cmd/settings.h"

/*
 * Makes the unit of FILE. With flags behind "--", or outside of kernel trees, it parses FILE with these
 * flags in the current directory; else as kbuild compiles FILE. Paths in the unit are relative to
 * settings->tree, by default the kernel tree around FILE. Returns the unit's text, malloc'd, and sets
 * *LENGTH; NULL with ERROR filled.
 */
char *make_single_unit(const struct settings *settings, struct progress *progress,
		       const char *file, size_t *length, struct error *error);

/* The nearest directory above FILE (absolute) that looks like the top of a kernel tree; or NULL. In ARENA. */
char *tree_above(struct arena *arena, const char *file);

#endif
