/* layers: base contract tree locate */
// SPDX-License-Identifier: GPL-2.0-only
/* Which bodies spatch is not given: only those that name no word, and nothing that stands for one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "locate/blank_bodies.h"

/* WORD and "release" are the words. GONE must be blanked, if it is not NULL; everything else must stay. */
static void expect(const char *text, const char *gone)
{
	struct strings words = { 0 };

	vec_push(&words, "word_ops");
	vec_push(&words, "release");
	char *copy = blank_bodies(text, strlen(text), &words);
	const char *from = gone ? strstr(text, gone) : NULL;

	vec_free(&words);
	assert_true(!gone == !copy);
	for (size_t i = 0; gone && text[i]; i++) {
		bool within = text + i >= from && text + i < from + strlen(gone);

		assert_int_equal(copy[i], within && text[i] != '\n' ? ' ' : text[i]);
	}
	free(copy);
}

static void bodies_without_a_word_are_blanked(void **state)
{
	(void)state;
	expect("int f(int a)\n{\n\treturn a;\n}\nint x;\n", "\treturn a;");
	expect("static void f(void) __must_hold(&l)\n{ char c = '}'; g(\"}{\"); /* } */ }\n",
	       " char c = '}'; g(\"}{\"); /* } */ ");
	expect("int keep = 1;\nvoid f(void)\n{\n\tif (a) {\n\t\tb();\n\t}\n}\n",
	       "\n\tif (a) {\n\t\tb();\n\t}\n");
	expect("void f(void)\n{\n\tx->release = g;\n}\nvoid g(void)\n{\n\tprereleases();\n}\n",
	       "\n\tprereleases();\n");
}

static void bodies_with_a_word_stay(void **state)
{
	(void)state;
	expect("void f(void)\n{\n\tx->release = g;\n}\n", NULL);
	expect("void f(void)\n{\n\tstruct word_ops o = { g };\n}\n", NULL);
}

static void names_that_stand_for_a_word_are_words(void **state)
{
	(void)state;
	expect("#define SET(x) \\\n\t((x)->release = g)\nvoid f(void)\n{\n\tSET(x);\n}\n", NULL);
	expect("#define SET(x) ((x)->release = g)\n#define AGAIN(x) SET(x)\nvoid f(void)\n{\n\tAGAIN(x);\n}\n", NULL);
	expect("struct own { struct word_ops ops; };\nvoid f(void)\n{\n\tx = (struct own){ { g } };\n}\n", NULL);
	expect("struct own { int a; struct word_ops ops; };\nstruct two { struct own own; };\n"
	       "void f(void)\n{\n\tstruct two t = { { 0, { g } } };\n}\n", NULL);
	expect("typedef struct word_ops own_t;\nvoid f(void)\n{\n\town_t t = { g };\n}\n", NULL);
	expect("typedef struct { struct word_ops ops; } own_t;\nvoid f(void)\n{\n\town_t t = { g };\n}\n", NULL);
	expect("struct own { struct word_ops *ops; };\nvoid f(struct other *o)\n{\n\tg(o);\n}\n", "\n\tg(o);\n");
}

static void what_is_no_body_stays(void **state)
{
	(void)state;
	expect("struct s {\n\tint a;\n};\nenum { A, B };\nint t[] = { 1, 2 };\n", NULL);
	expect("static struct s t = {\n\t.a = F(1),\n};\n", NULL);
	expect("struct s *t = &(struct s) { 1 };\n", NULL);
	expect("#define M(x) do { g(x); } while (0)\n", NULL);
	expect("int f(a) int a; { return a; }\n", NULL);
	expect("DEFINE_GUARD(x, int, { g(); }, { h(); })\n", NULL);
}

/* Where conditions open or close braces, the text does not tell where a body ends. */
static void bodies_with_conditions_stay(void **state)
{
	(void)state;
	expect("void f(void)\n{\n#ifdef A\n\tg();\n#endif\n}\n", NULL);
	expect("#ifdef A\nvoid f(int a)\n{\n#else\nvoid f(long a)\n{\n#endif\n\tg();\n}\nvoid h(void)\n{\n\tg();\n}\n",
	       NULL);
	expect("void f(void)\n{\n\tOPEN { g();\n}\nvoid h(void)\n{\n\tg();\n}\n", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_without_a_word_are_blanked),
		cmocka_unit_test(bodies_with_a_word_stay),
		cmocka_unit_test(names_that_stand_for_a_word_are_words),
		cmocka_unit_test(what_is_no_body_stays),
		cmocka_unit_test(bodies_with_conditions_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
