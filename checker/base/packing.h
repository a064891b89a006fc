/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How blobs of the cache are written that hold texts and numbers: texts, each with its NUL, and
 * numbers as texts, in decimal. What is read may be cut off or damaged: that is told, once, at the end.
 */
#ifndef MNCHECK_BASE_PACKING_H
#define MNCHECK_BASE_PACKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

typedef VEC(uint32_t) numbers;

/* NULL is written as an empty text. */
void pack_text(struct strbuf *out, const char *text);
void pack_number(struct strbuf *out, uint64_t number);
void pack_texts(struct strbuf *out, const struct strings *texts);
void pack_numbers(struct strbuf *out, const numbers *list);

/* A blob on its way back. */
struct unpacking {
	struct arena *arena;	/* gets the texts */
	const char *at, *end;
	bool broken;		/* cut off, or a number that cannot be: nothing of it is of use */
};

/* "" when there is none. */
const char *unpack_text(struct unpacking *from);
/* Likewise, NULL for an empty one. */
const char *unpack_optional(struct unpacking *from);
/* A number up to MOST; 0 when there is none. */
uint64_t unpack_number(struct unpacking *from, uint64_t most);
/* How many things follow, each a byte at least. */
size_t unpack_count(struct unpacking *from);
void unpack_texts(struct unpacking *from, struct strings *texts);
/* Indices below LIMIT. */
void unpack_numbers(struct unpacking *from, numbers *list, size_t limit);
#endif
