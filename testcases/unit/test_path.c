/* layers: base */
// SPDX-License-Identifier: GPL-2.0-only
/* Paths and strings of base/str.h. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/str.h"

static void normalised_paths(void **state)
{
	static const struct {
		const char *path, *result;
	} cases[] = {
		{ "", "." },
		{ ".", "." },
		{ "./.", "." },
		{ "a", "a" },
		{ "a/", "a" },
		{ "a//b///", "a/b" },
		{ "./a/./b/.", "a/b" },
		{ "a/..", "." },
		{ "a/../b", "b" },
		{ "a/b/../c", "a/c" },
		{ "a/b/../../../c", "../c" },
		{ "..", ".." },
		{ "../", ".." },
		{ "../x", "../x" },
		{ "../../x/..", "../.." },
		{ "a/../../b", "../b" },
		{ "/", "/" },
		{ "//", "/" },
		{ "/..", "/" },
		{ "/../x", "/x" },
		{ "/a/../../x/", "/x" },
		{ "/a/b/..", "/a" },
		{ "a../b", "a../b" },
		{ "..a/../b", "b" },
		{ "a./.b", "a./.b" },
		{ ".../..", "." },
		{ "x/a..", "x/a.." },
		{ "x/a../..", "x" },
		{ "arch/x86/kvm/../../../virt/kvm/kvm_main.c", "virt/kvm/kvm_main.c" },
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(path_normalise(arena, cases[i].path), cases[i].result);
	arena_free(arena);
}

static void parts_of_paths(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(path_base("a/b.c"), "b.c");
	assert_string_equal(path_base("b.c"), "b.c");
	assert_string_equal(path_base("a/"), "");
	assert_string_equal(path_dir(arena, "a/b/c"), "a/b");
	assert_string_equal(path_dir(arena, "c"), ".");
	assert_string_equal(path_dir(arena, "/c"), "/");
	assert_string_equal(path_join(arena, "a", "b"), "a/b");
	assert_string_equal(path_join(arena, "a", "/b"), "/b");
	assert_string_equal(path_below("/a/b/c", "/a/b"), "c");
	assert_null(path_below("/a/bc", "/a/b"));
	assert_null(path_below("/a/b", "/a/b"));
	arena_free(arena);
}

static void growing_strings(void **state)
{
	struct strbuf buf = { 0 };

	(void)state;
	assert_string_equal(strbuf_text(&buf), "");
	for (int i = 0; i < 1000; i++)
		strbuf_printf(&buf, "%d,", i % 10);
	assert_int_equal(buf.length, 2000);
	assert_true(starts_with(buf.text, "0,1,2,"));
	assert_true(ends_with(buf.text, "8,9,"));
	assert_false(ends_with("c", "abc"));
	strbuf_free(&buf);
	strbuf_puts(&buf, "x");
	strbuf_putc(&buf, 'y');
	char *text = strbuf_take(&buf);
	assert_string_equal(text, "xy");
	assert_null(buf.text);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(normalised_paths),
		cmocka_unit_test(parts_of_paths),
		cmocka_unit_test(growing_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
