/* SPDX-License-Identifier: GPL-2.0-only */
/* Several needles searched for in one pass. */
#ifndef MNCHECK_TREE_SEARCH_H
#define MNCHECK_TREE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The needles, prepared; read-only once made, so threads may share one. */
struct needle_set {
	const char *const *needles;	/* the caller's */
	size_t *lengths;		/* of the needles */
	size_t count;
	size_t window;			/* length of the shortest needle, 2 at least */
	uint8_t *shift;			/* by hash of a pair of bytes: how far to go on */
};

void needle_set_init(struct needle_set *searcher, const char *const *needles, size_t count);
void needle_set_free(struct needle_set *searcher);

/* TEXT holds one of the needles as a whole identifier. */
bool needle_set_matches(const struct needle_set *searcher, const char *text, size_t length);

#endif
