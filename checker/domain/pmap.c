// SPDX-License-Identifier: GPL-2.0-only
#include "domain/pmap.h"

#include "base/map.h"

static uint64_t priority(uint32_t key)
{
	return hash_mix(key, 0x6d6e636865636bu);
}

static uint64_t node_hash(uint32_t key, const void *value)
{
	return hash_mix(hash_mix(key, 1), (uint64_t)(uintptr_t)value);
}

static const struct pmap *make_with(struct arena *arena, uint32_t key, uint64_t rank, const void *value,
				    const struct pmap *left, const struct pmap *right)
{
	struct pmap *node = arena_alloc(arena, sizeof(*node));

	node->key = key;
	node->priority = rank;
	node->value = value;
	node->left = left;
	node->right = right;
	node->count = 1 + pmap_count(left) + pmap_count(right);
	/* a sum is the same for every shape */
	node->hash = node_hash(key, value) + (left ? left->hash : 0) + (right ? right->hash : 0);
	return node;
}

/* NODE with other subtrees. */
static const struct pmap *make(struct arena *arena, const struct pmap *node, const struct pmap *left,
			       const struct pmap *right)
{
	return make_with(arena, node->key, node->priority, node->value, left, right);
}

void pmap_rehash(struct pmap *node)
{
	node->hash = node_hash(node->key, node->value) + (node->left ? node->left->hash : 0) +
		     (node->right ? node->right->hash : 0);
}

const struct pmap *pmap_set(struct arena *arena, const struct pmap *map, uint32_t key,
			    const void *value)
{
	if (!map)
		return make_with(arena, key, priority(key), value, NULL, NULL);
	if (map->key == key)
		return map->value == value ? map :
			make_with(arena, key, map->priority, value, map->left, map->right);
	if (key < map->key) {
		const struct pmap *left = pmap_set(arena, map->left, key, value);

		if (left == map->left)
			return map;
		if (left->priority > map->priority)	/* rotate right */
			return make(arena, left, left->left, make(arena, map, left->right, map->right));
		return make(arena, map, left, map->right);
	}
	const struct pmap *right = pmap_set(arena, map->right, key, value);

	if (right == map->right)
		return map;
	if (right->priority > map->priority)
		return make(arena, right, make(arena, map, map->left, right->left), right->right);
	return make(arena, map, map->left, right);
}

static const struct pmap *merge(struct arena *arena, const struct pmap *a, const struct pmap *b)
{
	if (!a || !b)
		return a ? a : b;
	if (a->priority > b->priority)
		return make(arena, a, a->left, merge(arena, a->right, b));
	return make(arena, b, merge(arena, a, b->left), b->right);
}

const struct pmap *pmap_remove(struct arena *arena, const struct pmap *map, uint32_t key)
{
	if (!map)
		return NULL;
	if (map->key == key)
		return merge(arena, map->left, map->right);
	if (key < map->key) {
		const struct pmap *left = pmap_remove(arena, map->left, key);

		return left == map->left ? map : make(arena, map, left, map->right);
	}
	const struct pmap *right = pmap_remove(arena, map->right, key);

	return right == map->right ? map : make(arena, map, map->left, right);
}

bool pmap_each(const struct pmap *map,
	       bool (*visit)(uint32_t key, const void *value, void *context), void *context)
{
	return !map || (pmap_each(map->left, visit, context) &&
			visit(map->key, map->value, context) &&
			pmap_each(map->right, visit, context));
}

struct diff {
	bool (*visit)(uint32_t key, const void *a, const void *b, void *context);
	void *context;
};

/* The subtree of MAP with all of its keys in LOW..HIGH. */
static const struct pmap *narrow(const struct pmap *map, uint64_t low, uint64_t high)
{
	while (map && (map->key < low || map->key > high))
		map = map->key < low ? map->right : map->left;
	return map;
}

/* Of A and B the keys in LOW..HIGH are compared, which are 64 bits wide so that each has a next one. */
static bool diff_between(const struct diff *diff, const struct pmap *a, const struct pmap *b,
			 int64_t low, int64_t high)
{
	if (low > high)
		return true;
	a = narrow(a, (uint64_t)low, (uint64_t)high);
	b = narrow(b, (uint64_t)low, (uint64_t)high);
	if (a == b || pmap_equal(a, b))
		return true;
	/* the higher one is the root of both: if the other map had its key, that were no lower */
	const struct pmap *root = !b || (a && a->priority >= b->priority) ? a : b;
	const struct pmap *p = a && a->key == root->key ? a : NULL, *q = b && b->key == root->key ? b : NULL;

	return diff_between(diff, p ? p->left : a, q ? q->left : b, low, (int64_t)root->key - 1) &&
	       ((p && q && p->value == q->value) ||
		diff->visit(root->key, p ? p->value : NULL, q ? q->value : NULL, diff->context)) &&
	       diff_between(diff, p ? p->right : a, q ? q->right : b, (int64_t)root->key + 1, high);
}

bool pmap_diff(const struct pmap *a, const struct pmap *b,
	       bool (*visit)(uint32_t, const void *, const void *, void *), void *context)
{
	const struct diff diff = { visit, context };

	return diff_between(&diff, a, b, 0, UINT32_MAX);
}

