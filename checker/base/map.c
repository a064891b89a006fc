// SPDX-License-Identifier: GPL-2.0-only
#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/arena.h"

#define FIRST_SLOTS 16

uint64_t hash_bytes(const void *data, size_t size, uint64_t seed)
{
	return XXH3_64bits_withSeed(data, size, seed);
}

static bool same_key(const struct map_entry *entry, const char *key, uint64_t number)
{
	if (entry->number != number)
		return false;
	return !key || !strcmp(entry->key, key);
}

/* The slot that holds the key, or the empty one where it belongs. */
static uint32_t *find_slot(const struct strmap *map, const char *key, uint64_t number)
{
	size_t mask = map->nslots - 1;
	size_t at = hash_mix(number, 0) & mask;

	while (map->slots[at] &&
	       !same_key(&map->entries[map->slots[at] - 1], key, number))
		at = (at + 1) & mask;
	return &map->slots[at];
}

static void grow(struct strmap *map)
{
	map->nslots = map->nslots ? map->nslots * 2 : FIRST_SLOTS;
	map->room = map->nslots / 2;
	map->entries = xrealloc(map->entries, map->room * sizeof(*map->entries));
	free(map->slots);
	map->slots = xcalloc(map->nslots, sizeof(*map->slots));
	for (size_t i = 0; i < map->count; i++) {
		const struct map_entry *entry = &map->entries[i];

		*find_slot(map, entry->key, entry->number) = (uint32_t)i + 1;
	}
}

static const struct map_entry *find(const struct strmap *map, const char *key, uint64_t number)
{
	if (!map->nslots)
		return NULL;
	uint32_t slot = *find_slot(map, key, number);
	return slot ? &map->entries[slot - 1] : NULL;
}

static void *set(struct strmap *map, const char *key, uint64_t number, void *value)
{
	if (map->count == map->room)
		grow(map);
	uint32_t *slot = find_slot(map, key, number);
	if (*slot) {
		struct map_entry *entry = &map->entries[*slot - 1];
		void *old = entry->value;

		entry->value = value;
		return old;
	}
	map->entries[map->count] = (struct map_entry){ key, number, value };
	*slot = (uint32_t)++map->count;
	return NULL;
}

static uint64_t hash_string(const char *key)
{
	return hash_bytes(key, strlen(key), 0);
}

void *strmap_get(const struct strmap *map, const char *key)
{
	const struct map_entry *entry = find(map, key, hash_string(key));

	return entry ? entry->value : NULL;
}

bool strmap_has(const struct strmap *map, const char *key)
{
	return find(map, key, hash_string(key));
}

void *strmap_set(struct strmap *map, const char *key, void *value)
{
	return set(map, key, hash_string(key), value);
}

void strmap_free(struct strmap *map)
{
	free(map->entries);
	free(map->slots);
	memset(map, 0, sizeof(*map));
}

void *intmap_get(const struct intmap *map, uint64_t key)
{
	const struct map_entry *entry = find(&map->base, NULL, key);

	return entry ? entry->value : NULL;
}

bool intmap_has(const struct intmap *map, uint64_t key)
{
	return find(&map->base, NULL, key);
}

void *intmap_set(struct intmap *map, uint64_t key, void *value)
{
	return set(&map->base, NULL, key, value);
}

void intmap_free(struct intmap *map)
{
	strmap_free(&map->base);
}
