/* layers: base ir domain */
// SPDX-License-Identifier: GPL-2.0-only
/* Persistent maps against arrays: random changes, each leaving all earlier maps as they were. */
#include "laws.h"

#include <string.h>

#include "domain/pmap.h"

enum { ROUNDS = 500, CHANGES = 60, KEYS = 40 };

static const char objects[4];	/* values are their addresses */

struct model {
	const struct pmap *map;
	const void *values[KEYS];
};

struct visit {
	const void *values[KEYS];	/* pmap_each(): what was visited */
	const void *others[KEYS];	/* pmap_diff(): of the other side */
	bool visited[KEYS];
	uint32_t count, last, stop;	/* visits; the last key; after how many to stop */
};

static bool note(uint32_t key, const void *value, void *context)
{
	struct visit *visit = context;

	law(!visit->count || key > visit->last, "%u comes after %u", key, visit->last);
	visit->values[key] = value;
	visit->last = key;
	return ++visit->count != visit->stop;
}

static bool note_both(uint32_t key, const void *a, const void *b, void *context)
{
	struct visit *visit = context;

	law(!visit->visited[key], "%u is visited twice", key);
	visit->visited[key] = true;
	visit->values[key] = a;
	visit->others[key] = b;
	return true;
}

static uint32_t count_of(const struct model *model)
{
	uint32_t count = 0;

	for (uint32_t key = 0; key < KEYS; key++)
		count += model->values[key] != NULL;
	return count;
}

static void check(const struct model *model)
{
	struct visit visit = { .count = 0 };

	law(pmap_count(model->map) == count_of(model), "%u keys", pmap_count(model->map));
	law(pmap_each(model->map, note, &visit) && visit.count == count_of(model), "%u visits", visit.count);
	for (uint32_t key = 0; key < KEYS; key++)
		law(pmap_get(model->map, key) == model->values[key] &&
		    visit.values[key] == model->values[key], "value of %u", key);
	if (count_of(model) < 2)
		return;
	visit = (struct visit){ .stop = 1 };
	law(!pmap_each(model->map, note, &visit) && visit.count == 1, "%u visits after the stop", visit.count);
}

static void check_pair(const struct model *a, const struct model *b)
{
	struct visit visit = { .count = 0 };
	bool same = !memcmp(a->values, b->values, sizeof(a->values));

	law(pmap_equal(a->map, b->map) == same, "equal is %d", !same);
	law(pmap_diff(a->map, b->map, note_both, &visit), "the comparison stopped");
	for (uint32_t key = 0; key < KEYS; key++) {
		law(visit.visited[key] == (a->values[key] != b->values[key]), "difference at %u", key);
		law(!visit.visited[key] || (visit.values[key] == a->values[key] &&
					    visit.others[key] == b->values[key]), "values of %u", key);
	}
}

static void change(struct arena *arena, struct model *model)
{
	uint32_t key = laws_below(KEYS);
	const void *value = laws_one_in(3) ? NULL : &objects[laws_below(sizeof(objects))];

	model->map = value ? pmap_set(arena, model->map, key, value) : pmap_remove(arena, model->map, key);
	model->values[key] = value;
}

static void maps_are_what_was_put_into_them(void **state)
{
	static struct model models[CHANGES];

	(void)state;
	laws_rounds(ROUNDS) {
		struct arena *arena = arena_new();

		models[0] = (struct model){ .map = NULL };
		for (uint32_t i = 1; i < CHANGES; i++) {
			models[i] = models[i - 1];
			change(arena, &models[i]);
		}
		for (uint32_t i = 0; i < CHANGES; i++)
			check(&models[i]);
		for (uint32_t i = 0; i < CHANGES; i++)
			check_pair(&models[i], &models[laws_below(CHANGES)]);
		arena_free(arena);
	}
}

static void the_order_of_insertion_does_not_matter(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		struct arena *arena = arena_new();
		struct model a = { .map = NULL }, b = { .map = NULL };

		for (uint32_t i = 0; i < CHANGES; i++)
			change(arena, &a);
		uint32_t start = laws_below(KEYS);

		for (uint32_t i = 0; i < KEYS; i++) {
			uint32_t key = (start + i * 7) % KEYS;	/* each once: 7 and 40 share no divisor */

			b.values[key] = a.values[key];
			if (a.values[key])
				b.map = pmap_set(arena, b.map, key, a.values[key]);
		}
		law(pmap_equal(a.map, b.map) && (!a.map || a.map->key == b.map->key), "another shape");
		check(&b);
		check_pair(&a, &b);
		arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(maps_are_what_was_put_into_them),
		cmocka_unit_test(the_order_of_insertion_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
