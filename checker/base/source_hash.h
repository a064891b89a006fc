/* SPDX-License-Identifier: GPL-2.0-only */
/* The hash by which two states of a source are compared. */
#ifndef MNCHECK_BASE_SOURCE_HASH_H
#define MNCHECK_BASE_SOURCE_HASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * Hashes TEXT, the LENGTH bytes of the file PATH. A C source (*.c, *.h) has the same hash as long as it has the
 * same tokens in the same lines and columns: comments, blanks at the end of lines and blank lines at the end of
 * the file do not count. Any other file is hashed by its bytes.
 */
uint64_t source_hash(const char *path, const char *text, size_t length);

#endif
