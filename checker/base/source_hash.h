/* SPDX-License-Identifier: GPL-2.0-only */
/* The hash by which two states of a source are compared. */
#ifndef MNCHECK_BASE_SOURCE_HASH_H
#define MNCHECK_BASE_SOURCE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

/*
 * Hashes TEXT, the LENGTH bytes of the file PATH. A C source (*.c, *.h) has the same hash as long as it has the
 * same tokens in the same lines and columns: comments, blanks at the end of lines and blank lines at the end of
 * the file do not count. Any other file is hashed by its bytes.
 */
uint64_t source_hash(const char *path, const char *text, size_t length);

/*
 * A source without its blank lines. Two sources of the same shape differ in comments and blank lines alone: line
 * lines.data[i] of one is line lines.data[i] of the other.
 */
struct source_shape {
	uint64_t hash;			/* 0: no shape, its bytes count */
	VEC(uint32_t) lines;		/* those that are not blank, ascending, from 1 */
};

/* Returns source_hash(), and fills SHAPE; the caller frees its lines. */
uint64_t source_hash_shape(const char *path, const char *text, size_t length, struct source_shape *shape);

#endif
