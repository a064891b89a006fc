/* layers: base tree */
// SPDX-License-Identifier: GPL-2.0-only
/* Which macros the #if lines around a place ask for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "tree/branches.h"

static void put_names(struct strbuf *out, const char *what, const struct strings *names)
{
	vec_each(name, names)
		strbuf_printf(out, "%s%s", what, *name);
}

static unsigned line_of_here(const char *text)
{
	unsigned line = 1;

	for (const char *at = text; at < strstr(text, "HERE"); at++)
		line += *at == '\n';
	return line;
}

static const char *find_options(struct arena *arena, const char *text, unsigned line, struct strings *on,
				struct strings *off)
{
	options_around(arena, text, line, on, off);
	return NULL;
}

/* "+A -B" for what FIND says of the line with the word HERE; the condition where it asks for more. */
static void expect_of(const char *(*find)(struct arena *, const char *, unsigned, struct strings *, struct strings *),
		      const char *text, const char *wanted)
{
	struct arena *arena = arena_new();
	struct strings on = { 0 }, off = { 0 };
	struct strbuf found = { 0 };
	const char *stuck = find(arena, text, line_of_here(text), &on, &off);

	put_names(&found, " +", &on);
	put_names(&found, " -", &off);
	assert_string_equal(stuck ? stuck : strbuf_text(&found), wanted);
	strbuf_free(&found);
	vec_free(&on);
	vec_free(&off);
	arena_free(arena);
}

static void expect(const char *text, const char *wanted)
{
	expect_of(macros_around, text, wanted);
}

static void expect_options(const char *text, const char *wanted)
{
	expect_of(find_options, text, wanted);
}

static void macros_are_asked_for(void **state)
{
	(void)state;
	expect("int HERE;", "");
	expect("#ifdef A\nHERE\n#endif", " +A");
	expect("#ifndef A\nHERE\n#endif", " -A");
	expect("#ifdef A\n#endif\nHERE", "");
	expect("#ifdef A\n#else\nHERE\n#endif", " -A");
	expect("#ifndef A\n#else\nHERE\n#endif", " +A");
	expect("#if A\n#elif B\nHERE\n#endif", " +B -A");
	expect("#if defined(A) && !defined(B)\nHERE\n#endif", " +A -B");
	expect("#if defined A\n#ifndef B\nHERE\n#endif\n#endif", " +A -B");
	expect("#if !defined(A) && !B\n#else\nHERE\n#endif", " +A +B");
}

static void later_branches_want_the_contrary_of_all_before(void **state)
{
	(void)state;
	expect("#if A\n#elif !defined(B)\n#else\nHERE\n#endif", " +B -A");
	expect("#if A\n#elif !defined(B)\n#elif C\nHERE\n#endif", " +C +B -A");
	expect("#if A\n#elif B\n#elif C\n#else\nHERE\n#endif", " -A -B -C");
	expect("#ifndef A\n#elifdef B\n#elifndef C\nHERE\n#endif", " +A -C -B");
	expect("#if !(A || defined(B))\nHERE\n#endif", " -A -B");
	expect("#if !(A && !(B))\nHERE\n#endif", " +B -A");
	expect("#if !(A || B)\n#else\nHERE\n#endif", " +A +B");
	/* one of both is enough to pass the first branch by */
	expect("#if A && B\n#elif A\nHERE\n#endif", " +A -B");
	expect("#ifdef A\n#if A && B\n#else\nHERE\n#endif\n#endif", " +A -B");
	expect("#if 0\n#else\nHERE\n#endif", "");
	expect("#if 0\n#elif A\nHERE\n#endif", " +A");
	expect("#if 1\n#ifdef A\nHERE\n#endif\n#endif", " +A");
	expect("#if 1\n#else\nHERE\n#endif", "1");
	expect("#if 0\nHERE\n#endif", "0");
}

static void options_are_asked_for(void **state)
{
	(void)state;
	expect_options("#ifdef CONFIG_A\n#elif !defined(CONFIG_B)\n#else\nHERE\n#endif", " +B -A");
	expect_options("#if !(defined(CONFIG_A) || IS_ENABLED(CONFIG_B))\nHERE\n#endif", " -A -B");
	expect_options("#if !IS_ENABLED(CONFIG_A)\n#elif defined(M)\n#else\nHERE\n#endif", " +A");
	expect_options("#if defined(CONFIG_A_MODULE) && M\nHERE\n#endif", " +A");
	expect("#if IS_ENABLED(CONFIG_A) && !defined(B)\nHERE\n#endif", " -B");
	expect("#if !IS_ENABLED(CONFIG_A) || B\n#else\nHERE\n#endif", " -B");
}

static void options_and_what_the_text_defines_are_others_business(void **state)
{
	(void)state;
	expect("#ifdef CONFIG_A\nHERE\n#endif", "");
	expect("#if defined(CONFIG_A) && defined(B)\nHERE\n#endif", " +B");
	expect("#ifndef GUARD_H\n#define GUARD_H\nHERE\n#endif", "");
	expect("#ifndef GUARD\n#define GUARD_H\nHERE\n#endif", " -GUARD");
}

static void comparisons_are_told(void **state)
{
	(void)state;
	expect("#if VERSION < 5\nHERE\n#endif", "VERSION < 5");
	expect("#if VERSION < 5\n#else\nHERE\n#endif", "VERSION < 5");
	expect("#if IS_ENABLED(X)\nHERE\n#endif", "IS_ENABLED(X)");
	expect("#if VERSION < 5\n#endif\n#ifdef A\nHERE\n#endif", " +A");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(macros_are_asked_for),
		cmocka_unit_test(later_branches_want_the_contrary_of_all_before),
		cmocka_unit_test(options_are_asked_for),
		cmocka_unit_test(options_and_what_the_text_defines_are_others_business),
		cmocka_unit_test(comparisons_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
