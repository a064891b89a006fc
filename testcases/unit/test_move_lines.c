/* layers: base ir */
// SPDX-License-Identifier: GPL-2.0-only
/* The positions of a unit move with the lines of its sources; where they cannot, that is told. */
#include "ir_sample.h"

#include "ir/move_lines.h"

#define LINES 8

/* The file moves by two lines from line 3 on. */
static const uint32_t from[LINES] = { 1, 2, 3, 7, 10, 11, 12, 99 };
static const uint32_t to[LINES] = { 1, 2, 5, 9, 12, 13, 14, 101 };

#define TEXT(files, problem, first, line, end, damage, length, body)                                          \
	"mncheck-ir 3\nmain \"a.c\"\narch \"x86\"\npointer 64\nfiles 2\n@1 \"a.c\"\n" files                     \
	"symbols 1\n&1 function i32 \"a.c:f\" static " first "\nfields 1\n!1 u32 \"b.h:" line "\" \"flags\"\n"     \
	"globals 0\nassigns 0\ndeps 1\n" problem                                                               \
	"functions 1\nfunction &1 i32 params 0 " first " end " end damage " body " length "\n" body "end\n"

static const struct moved_source moved = {
	.path = "/tree/b.h", .name = "b.h", .hash = 0xabc, .from = from, .to = to, .count = LINES,
};

static void assert_moves(const char *text, const char *expected)
{
	struct strbuf out = { 0 };
	bool known = ir_move_lines(text, strlen(text), &moved, 1, &out);

	assert_int_equal(known, expected != NULL);
	if (expected)
		assert_string_equal(strbuf_text(&out), expected);
	strbuf_free(&out);
}

#define B_H "@2 \"b.h\"\n"
#define THEN "0000000000000001 \"/tree/b.h\"\n"
#define NOW "0000000000000abc \"/tree/b.h\"\n"
#define PROBLEMS(line) "problems 1\n\"c.h:3:1: declared at b.h:" line ":4, not at lib/b.h:3\"\n"

static void positions_move(void **state)
{
	(void)state;
	assert_moves(TEXT(B_H, THEN PROBLEMS("7"), "@2:10:3", "3", "12", "", "28",
			  "  decl l3 @2:99:6 ; \"@2:3:1\"\n"),
		     TEXT(B_H, NOW PROBLEMS("9"), "@2:12:3", "5", "14", "", "29",
			  "  decl l3 @2:101:6 ; \"@2:3:1\"\n"));
}

static void other_files_stay(void **state)
{
	static const char text[] = TEXT(B_H, THEN PROBLEMS("2"), "@1:10:3", "2", "12", " damage \"line 11: x\"", "18",
					"  decl l3 @1:99:6\n");
	static const char now[] = TEXT(B_H, NOW PROBLEMS("2"), "@1:10:3", "2", "12", " damage \"line 11: x\"", "18",
				       "  decl l3 @1:99:6\n");

	(void)state;
	assert_moves(text, now);
}

static void what_is_unclear_is_refused(void **state)
{
	(void)state;
	/* a line that was blank */
	assert_moves(TEXT(B_H, THEN PROBLEMS("7"), "@2:10:3", "3", "13", "", "0", ""), NULL);
	/* a line without its file, in a function that has moved */
	assert_moves(TEXT(B_H, THEN PROBLEMS("7"), "@2:10:3", "3", "12", " damage \"line 11: x\"", "0", ""), NULL);
	/* likewise, where the parser had a problem in the file that has moved */
	assert_moves(TEXT(B_H, THEN "problems 1\n\"b.h:3:1: x\"\n", "@1:10:3", "3", "12", " damage \"line 3: x\"", "0", ""),
		     NULL);
	/* a file that may be the same, by another way */
	assert_moves(TEXT("@2 \"../b.h\"\n", THEN PROBLEMS("7"), "@2:10:3", "3", "12", "", "0", ""), NULL);
	/* no unit */
	assert_moves("mncheck-ir 3\n", NULL);
	assert_moves(TEXT(B_H, THEN PROBLEMS("7"), "@2:10:3", "3", "12", "", "9999", ""), NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(positions_move),
		cmocka_unit_test(other_files_stay),
		cmocka_unit_test(what_is_unclear_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
