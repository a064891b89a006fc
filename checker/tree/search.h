/* SPDX-License-Identifier: GPL-2.0-only */
/* Several needles searched for in one pass. */
#ifndef MNCHECK_TREE_SEARCH_H
#define MNCHECK_TREE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The needles, prepared; read-only once made, so threads may share one. */
struct searcher {
	const char *const *needles;	/* the caller's */
	size_t *lengths;		/* of the needles */
	size_t count;
	size_t window;			/* length of the shortest needle, 2 at least */
	uint8_t *shift;			/* by hash of a pair of bytes: how far to go on */
};

void searcher_init(struct searcher *searcher, const char *const *needles, size_t count);
void searcher_free(struct searcher *searcher);

/* TEXT holds one of the needles as a whole identifier. */
bool searcher_matches(const struct searcher *searcher, const char *text, size_t length);

#endif
