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

static const struct pmap *make(struct arena *arena, uint32_t key, const void *value,
			       const struct pmap *left, const struct pmap *right)
{
	struct pmap *node = arena_alloc(arena, sizeof(*node));

	node->key = key;
	node->value = value;
	node->left = left;
	node->right = right;
	node->count = 1 + pmap_count(left) + pmap_count(right);
	/* a sum is the same for every shape */
	node->hash = node_hash(key, value) + (left ? left->hash : 0) + (right ? right->hash : 0);
	return node;
}

void pmap_rehash(struct pmap *node)
{
	node->hash = node_hash(node->key, node->value) + (node->left ? node->left->hash : 0) +
		     (node->right ? node->right->hash : 0);
}

uint32_t pmap_count(const struct pmap *map)
{
	return map ? map->count : 0;
}

const void *pmap_get(const struct pmap *map, uint32_t key)
{
	while (map && map->key != key)
		map = key < map->key ? map->left : map->right;
	return map ? map->value : NULL;
}

const struct pmap *pmap_set(struct arena *arena, const struct pmap *map, uint32_t key,
			    const void *value)
{
	if (!map)
		return make(arena, key, value, NULL, NULL);
	if (map->key == key)
		return map->value == value ? map :
			make(arena, key, value, map->left, map->right);
	if (key < map->key) {
		const struct pmap *left = pmap_set(arena, map->left, key, value);

		if (left == map->left)
			return map;
		if (priority(left->key) > priority(map->key))	/* rotate right */
			return make(arena, left->key, left->value, left->left,
				    make(arena, map->key, map->value, left->right, map->right));
		return make(arena, map->key, map->value, left, map->right);
	}
	const struct pmap *right = pmap_set(arena, map->right, key, value);

	if (right == map->right)
		return map;
	if (priority(right->key) > priority(map->key))
		return make(arena, right->key, right->value,
			    make(arena, map->key, map->value, map->left, right->left),
			    right->right);
	return make(arena, map->key, map->value, map->left, right);
}

static const struct pmap *merge(struct arena *arena, const struct pmap *a, const struct pmap *b)
{
	if (!a || !b)
		return a ? a : b;
	if (priority(a->key) > priority(b->key))
		return make(arena, a->key, a->value, a->left, merge(arena, a->right, b));
	return make(arena, b->key, b->value, merge(arena, a, b->left), b->right);
}

const struct pmap *pmap_remove(struct arena *arena, const struct pmap *map, uint32_t key)
{
	if (!map)
		return NULL;
	if (map->key == key)
		return merge(arena, map->left, map->right);
	if (key < map->key) {
		const struct pmap *left = pmap_remove(arena, map->left, key);

		return left == map->left ? map :
			make(arena, map->key, map->value, left, map->right);
	}
	const struct pmap *right = pmap_remove(arena, map->right, key);

	return right == map->right ? map : make(arena, map->key, map->value, map->left, right);
}

bool pmap_each(const struct pmap *map,
	       bool (*visit)(uint32_t key, const void *value, void *context), void *context)
{
	return !map || (pmap_each(map->left, visit, context) &&
			visit(map->key, map->value, context) &&
			pmap_each(map->right, visit, context));
}

struct iterator {
	const struct pmap *stack[128];
	int depth;
};

static void descend(struct iterator *it, const struct pmap *map)
{
	for (; map; map = map->left)
		it->stack[it->depth++] = map;
}

static const struct pmap *top(const struct iterator *it)
{
	return it->depth ? it->stack[it->depth - 1] : NULL;
}

static void advance(struct iterator *it)
{
	descend(it, it->stack[--it->depth]->right);
}

static bool diff_walk(const struct pmap *a, const struct pmap *b,
		      bool (*visit)(uint32_t, const void *, const void *, void *), void *context)
{
	struct iterator x = { .depth = 0 }, y = { .depth = 0 };

	descend(&x, a);
	descend(&y, b);
	while (top(&x) || top(&y)) {
		const struct pmap *p = top(&x), *q = top(&y);
		bool go = true;

		if (!q || (p && p->key < q->key)) {
			go = visit(p->key, p->value, NULL, context);
			advance(&x);
		} else if (!p || q->key < p->key) {
			go = visit(q->key, NULL, q->value, context);
			advance(&y);
		} else {
			if (p->value != q->value)
				go = visit(p->key, p->value, q->value, context);
			advance(&x);
			advance(&y);
		}
		if (!go)
			return false;
	}
	return true;
}

bool pmap_diff(const struct pmap *a, const struct pmap *b,
	       bool (*visit)(uint32_t, const void *, const void *, void *), void *context)
{
	if (a == b || (a && b && a->hash == b->hash && a->count == b->count))
		return true;
	/* equal roots: the shape is canonical, so left and right are compared on their own */
	if (a && b && a->key == b->key) {
		return pmap_diff(a->left, b->left, visit, context) &&
		       (a->value == b->value || visit(a->key, a->value, b->value, context)) &&
		       pmap_diff(a->right, b->right, visit, context);
	}
	return diff_walk(a, b, visit, context);
}

bool pmap_equal(const struct pmap *a, const struct pmap *b)
{
	return a == b || (a && b && a->count == b->count && a->hash == b->hash);
}
