/* SPDX-License-Identifier: GPL-2.0-only */
/* Directories and what is in them. */
#ifndef MNCHECK_BASE_FILES_H
#define MNCHECK_BASE_FILES_H

#include <stdbool.h>

#include "base/error.h"

/* DIRECTORY/NAME exists. */
bool file_in(const char *directory, const char *name);

/*
 * Makes a directory as mkdtemp() does, TEMPLATE's "XXXXXX" replaced. It goes when this process dies, or with
 * remove_directory(). Returns 0, or -1 with ERROR filled.
 */
int make_scratch(char *template, struct error *error);
/* rm -rf, in this process: an interrupt does not stop it half-way. Returns 0, or -1 with ERROR filled. */
int remove_directory(const char *directory, struct error *error);
/*
 * Whether IS_ONE (called with a path and CONTEXT) likes a file below DIRECTORY, at most DEPTH directories down; hidden
 * names are left out. Asks until it does, in any order.
 */
bool find_below(const char *directory, unsigned depth, bool (*is_one)(const char *path, void *context), void *context);

#endif
