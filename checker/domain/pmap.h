/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Persistent maps from 32-bit ids to pointers: treaps whose priorities are a hash of
 * the key, so that equal maps have equal shape whatever the order of insertion (Seidel and
 * Aragon, "Randomized search trees", 1996). Nodes are shared and never change; they
 * live in an arena. NULL is the empty map.
 */
#ifndef MNCHECK_DOMAIN_PMAP_H
#define MNCHECK_DOMAIN_PMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct pmap {
	uint32_t key;
	uint32_t count;		/* of the whole subtree */
	const void *value;
	const struct pmap *left, *right;
	uint64_t hash;		/* of all keys and values (by pointer) below */
};

const void *pmap_get(const struct pmap *map, uint32_t key);
const struct pmap *pmap_set(struct arena *arena, const struct pmap *map, uint32_t key,
			    const void *value);
const struct pmap *pmap_remove(struct arena *arena, const struct pmap *map, uint32_t key);
uint32_t pmap_count(const struct pmap *map);
/* Same keys with the same value pointers. */
bool pmap_equal(const struct pmap *a, const struct pmap *b);

/* Computes the hash of NODE, whose value or subtrees were replaced by copies, anew. */
void pmap_rehash(struct pmap *node);

/* In rising order of keys; stops when VISIT returns false. Returns whether it ran through. */
bool pmap_each(const struct pmap *map,
	       bool (*visit)(uint32_t key, const void *value, void *context), void *context);

/*
 * Both maps side by side: VISIT is called for each key in which they differ
 * (value NULL where a side has none); shared subtrees are not entered.
 */
bool pmap_diff(const struct pmap *a, const struct pmap *b,
	       bool (*visit)(uint32_t key, const void *a, const void *b, void *context),
	       void *context);

#endif
