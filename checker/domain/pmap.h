/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Persistent maps from 32-bit ids to pointers. NULL is the empty map.
 *
 * A map is a treap whose priorities are a hash of the key (Seidel and Aragon, "Randomized
 * search trees", 1996): equal maps have equal shape, in any order of insertion. Maps
 * share nodes. A node never changes, and its arena owns it.
 */
#ifndef MNCHECK_DOMAIN_PMAP_H
#define MNCHECK_DOMAIN_PMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct pmap {
	uint32_t key;
	uint32_t count;		/* nodes of the subtree */
	const void *value;
	const struct pmap *left, *right;
	uint64_t hash;		/* of all keys and values (by pointer) below */
	uint64_t priority;	/* of the key: a parent's is higher */
};

/* The value of KEY, or NULL. */
static inline const void *pmap_get(const struct pmap *map, uint32_t key)
{
	while (map && map->key != key)
		map = key < map->key ? map->left : map->right;
	return map ? map->value : NULL;
}

/* MAP with VALUE at KEY; MAP itself when it is there already. */
const struct pmap *pmap_set(struct arena *arena, const struct pmap *map, uint32_t key,
			    const void *value);
/* MAP without KEY; MAP itself when there is none. */
const struct pmap *pmap_remove(struct arena *arena, const struct pmap *map, uint32_t key);
static inline uint32_t pmap_count(const struct pmap *map)
{
	return map ? map->count : 0;
}

/* Same keys with the same value pointers, by hash: a collision of 64 bits is not noticed. */
static inline bool pmap_equal(const struct pmap *a, const struct pmap *b)
{
	return a == b || (a && b && a->count == b->count && a->hash == b->hash);
}

/* Computes the hash of NODE again, after its value or subtrees were replaced by copies. */
void pmap_rehash(struct pmap *node);

/* Visits rising keys until VISIT returns false; returns whether all were visited. */
bool pmap_each(const struct pmap *map,
	       bool (*visit)(uint32_t key, const void *value, void *context), void *context);

/*
 * Visits each key in which A and B differ, until VISIT returns false; returns whether all were
 * visited. The value of a side without the key is NULL. Shared subtrees cost nothing.
 */
bool pmap_diff(const struct pmap *a, const struct pmap *b,
	       bool (*visit)(uint32_t key, const void *a, const void *b, void *context),
	       void *context);

#endif
