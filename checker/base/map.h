/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hash maps with open addressing, from strings (strmap) or 64-bit integers and
 * pointers (intmap) to pointers. Iterate over `entries`: they stand in order of
 * insertion, so that output made from a map is the same in each run. A zeroed map
 * is empty; release it with strmap_free() or intmap_free().
 */
#ifndef MNCHECK_BASE_MAP_H
#define MNCHECK_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_entry {
	const char *key;	/* strmap: the caller's string, not copied */
	uint64_t number;	/* intmap: the key; strmap: its hash */
	void *value;
};

struct strmap {
	struct map_entry *entries;	/* in order of insertion */
	size_t count, room;
	uint32_t *slots;		/* index into entries, plus 1 */
	size_t nslots;			/* a power of two */
};

struct intmap {
	struct strmap base;
};

/* Returns the value under KEY, or NULL. */
void *strmap_get(const struct strmap *map, const char *key);
/* Whether KEY was set, be it to NULL. */
bool strmap_has(const struct strmap *map, const char *key);
/* Sets the value under KEY, which must outlive the map. Returns the value from before, or NULL. */
void *strmap_set(struct strmap *map, const char *key, void *value);
/* Frees the map, not its keys and values. */
void strmap_free(struct strmap *map);

/* The same, with numbers as keys. */
void *intmap_get(const struct intmap *map, uint64_t key);
bool intmap_has(const struct intmap *map, uint64_t key);
void *intmap_set(struct intmap *map, uint64_t key, void *value);
void intmap_free(struct intmap *map);

/* A 64-bit hash of SIZE bytes (XXH3, from libxxhash). */
uint64_t hash_bytes(const void *data, size_t size, uint64_t seed);
/*
 * Mixes B into the hash A, for hashes that are built up from parts: the finaliser of
 * MurmurHash3 (Appleby, public domain) over the sum of both.
 */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
	uint64_t x = a * 0x9e3779b97f4a7c15u + b;

	x ^= x >> 33;
	x *= 0xff51afd7ed558ccdu;
	x ^= x >> 33;
	x *= 0xc4ceb9fe1a85ec53u;
	return x ^ (x >> 33);
}

#endif
