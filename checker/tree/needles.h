/* SPDX-License-Identifier: GPL-2.0-only */
/* Searches a text for several identifiers, the needles, in one pass. */
#ifndef MNCHECK_TREE_NEEDLES_H
#define MNCHECK_TREE_NEEDLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The prepared needles. Nothing changes them after needle_set_init(), so threads may share them. */
struct needle_set {
	const char *const *needles;	/* the caller's */
	size_t *lengths;		/* of the needles */
	size_t count;
	size_t window;			/* length of the shortest needle; at least 2 */
	uint8_t *shift;			/* by hash of a pair of bytes: how far the window moves */
};

void needle_set_init(struct needle_set *set, const char *const *needles, size_t count);
void needle_set_free(struct needle_set *set);

/* Whether one of the needles is a whole identifier of TEXT. */
bool needle_set_matches(const struct needle_set *set, const char *text, size_t length);

#endif
