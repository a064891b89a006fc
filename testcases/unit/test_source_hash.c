/* layers: base */
// SPDX-License-Identifier: GPL-2.0-only
/* Two states of a source are the same as long as a compiler sees the same tokens in the same places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/source_hash.h"

static uint64_t hash(const char *text)
{
	return source_hash("a.h", text, strlen(text));
}

static void assert_same(const char *a, const char *b)
{
	assert_int_equal(hash(a), hash(b));
}

static void assert_differ(const char *a, const char *b)
{
	assert_int_not_equal(hash(a), hash(b));
}

static void comments_do_not_count(void **state)
{
	(void)state;
	assert_same("int a;\n", "int a;	/* count */\n");
	assert_same("int a;\n", "int a; // count\n");
	assert_same("int a;\n", "int a;\n/* at the end,\n * of two lines */\n");
	assert_same("int a;\n", "int a;\n\n\n");
	assert_same("/* one\n * two\n */\nint a;\n", "/* 1\n *\n */\nint a;\n");
	assert_same("// one \\\ntwo\nint a;\n", "// \\\n\nint a;\n");
	assert_same("int /* b */ a;\n", "int         a;\n");
}

static void places_count(void **state)
{
	(void)state;
	assert_differ("int a;\n", "/* one line more */\nint a;\n");
	assert_differ("int a;\n", "int  a;\n");
	assert_differ("int /* b */ a;\n", "int /* bb */ a;\n");
}

static void tokens_count(void **state)
{
	(void)state;
	assert_differ("int a;\n", "int b;\n");
	assert_differ("char *s = \"/* a */\";\n", "char *s = \"/* b */\";\n");
	assert_differ("char *s = \"a\\\" // a\";\n", "char *s = \"a\\\" // b\";\n");
	assert_differ("char c = '\"'; int a; // \"\n", "char c = '\"'; int b; // \"\n");
	assert_differ("#include <a//b.h>\n", "#include <a//c.h>\n");
	assert_differ("# include_next <a/*b.h>\nint a; /* */\n", "# include_next <a/*b.h>\nint b; /* */\n");
	assert_differ("#error it's\nint a; // '\n", "#error it's\nint b; // '\n");
	assert_differ("#if A < B // x\nint a; // > \n", "#if A < B // x\nint b; // >\n");
	assert_differ("#define A \\ /* x */\nint a;\n", "#define A \\\nint a;\n");
	assert_differ("int a; /* open", "int b; /* open");
}

static void what_is_not_certain_is_compared_by_its_bytes(void **state)
{
	(void)state;
	assert_differ("/\\\n* a */\n", "/\\\n* b */\n");
	assert_differ("char *s = R\"(\n// a\n)\";\n", "char *s = R\"(\n// b\n)\";\n");
	assert_differ("#if __has_include(<a//b.h>)\n#endif\n", "#if __has_include(<a//c.h>)\n#endif\n");
}

static void other_files_are_compared_by_their_bytes(void **state)
{
	static const char a[] = "obj-y += $(wildcard *.o) $(src)/*.c a.o\n", b[] = "obj-y += $(wildcard *.o) $(src)/*.c b.o\n";

	(void)state;
	assert_int_not_equal(source_hash("Makefile", a, strlen(a)), source_hash("Makefile", b, strlen(b)));
}

static void assert_shapes(const char *a, const char *b, bool same)
{
	struct source_shape one = { 0 }, two = { 0 };

	assert_int_equal(source_hash_shape("a.h", a, strlen(a), &one), hash(a));
	(void)source_hash_shape("a.h", b, strlen(b), &two);
	assert_true(one.hash && two.hash);
	assert_int_equal(one.hash == two.hash, same);
	if (same)
		assert_int_equal(one.lines.count, two.lines.count);
	vec_free(&one.lines);
	vec_free(&two.lines);
}

static void a_shape_leaves_blank_lines_out(void **state)
{
	struct source_shape shape = { 0 };
	static const char text[] = "\n/* a\n */ int a;\n  \nint b;\n";

	(void)state;
	assert_shapes("int a;\nint b;\n", "/* one\n */\nint a;\n\n// two\nint b;\n\n", true);
	assert_shapes("int a;\n", " int a;\n", false);
	assert_shapes("int a;\n", "int\na;\n", false);
	assert_shapes("#define A \\\n\nint a;\n", "#define A \\\nint a;\n", false);
	assert_shapes("int a; int b;\n", "int a;\nint b;\n", false);
	(void)source_hash_shape("a.c", text, strlen(text), &shape);
	assert_int_equal(shape.lines.count, 2);
	assert_int_equal(shape.lines.data[0], 3);
	assert_int_equal(shape.lines.data[1], 5);
	vec_free(&shape.lines);
	shape = (struct source_shape){ 0 };
	(void)source_hash_shape("Makefile", text, strlen(text), &shape);
	assert_true(!shape.hash);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments_do_not_count),
		cmocka_unit_test(places_count),
		cmocka_unit_test(tokens_count),
		cmocka_unit_test(what_is_not_certain_is_compared_by_its_bytes),
		cmocka_unit_test(other_files_are_compared_by_their_bytes),
		cmocka_unit_test(a_shape_leaves_blank_lines_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
