/* layers: base */
// SPDX-License-Identifier: GPL-2.0-only
/* Hash maps: what was set is found, in order of insertion. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"

enum { MANY = 20000 };

static void *value_of(uintptr_t number)
{
	return (void *)(number + 1);
}

static void empty_maps_hold_nothing(void **state)
{
	struct strmap strings = { 0 };
	struct intmap numbers = { 0 };

	(void)state;
	assert_null(strmap_get(&strings, "a"));
	assert_false(strmap_has(&strings, "a"));
	assert_null(intmap_get(&numbers, 0));
	assert_false(intmap_has(&numbers, 0));
	strmap_free(&strings);
	intmap_free(&numbers);
}

static void strings_are_found_by_content(void **state)
{
	struct strmap map = { 0 };
	char key[] = "key";

	(void)state;
	assert_null(strmap_set(&map, "key", value_of(1)));
	assert_ptr_equal(strmap_get(&map, key), value_of(1));
	assert_ptr_equal(strmap_set(&map, key, value_of(2)), value_of(1));
	assert_ptr_equal(strmap_get(&map, "key"), value_of(2));
	assert_int_equal(map.count, 1);
	assert_null(strmap_set(&map, "", NULL));
	assert_true(strmap_has(&map, ""));
	assert_null(strmap_get(&map, ""));
	strmap_free(&map);
	assert_int_equal(map.count, 0);
}

static void many_strings(void **state)
{
	struct arena *arena = arena_new();
	struct strmap map = { 0 };

	(void)state;
	for (uintptr_t i = 0; i < MANY; i++)
		strmap_set(&map, arena_printf(arena, "key %zu", (size_t)i), value_of(i));
	assert_int_equal(map.count, MANY);
	for (uintptr_t i = 0; i < MANY; i++) {
		assert_ptr_equal(map.entries[i].value, value_of(i));
		assert_ptr_equal(strmap_get(&map, map.entries[i].key), value_of(i));
	}
	assert_false(strmap_has(&map, "key 20000"));
	strmap_free(&map);
	arena_free(arena);
}

static void many_numbers(void **state)
{
	struct intmap map = { 0 };

	(void)state;
	for (uint64_t i = 0; i < MANY; i++)
		assert_null(intmap_set(&map, i << 40, value_of(i)));
	for (uint64_t i = 0; i < MANY; i++)
		assert_ptr_equal(intmap_get(&map, i << 40), value_of(i));
	assert_false(intmap_has(&map, 1));
	assert_false(intmap_has(&map, UINT64_MAX));
	assert_null(intmap_set(&map, UINT64_MAX, value_of(7)));
	assert_ptr_equal(intmap_get(&map, UINT64_MAX), value_of(7));
	intmap_free(&map);
}

static void hashes_depend_on_all_input(void **state)
{
	(void)state;
	assert_int_equal(hash_bytes("abc", 3, 0), hash_bytes("abcd", 3, 0));
	assert_int_not_equal(hash_bytes("abc", 3, 0), hash_bytes("abc", 3, 1));
	assert_int_not_equal(hash_bytes("abc", 3, 0), hash_bytes("abd", 3, 0));
	assert_int_not_equal(hash_mix(1, 2), hash_mix(2, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_maps_hold_nothing),
		cmocka_unit_test(strings_are_found_by_content),
		cmocka_unit_test(many_strings),
		cmocka_unit_test(many_numbers),
		cmocka_unit_test(hashes_depend_on_all_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
