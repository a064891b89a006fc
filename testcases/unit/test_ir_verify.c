/* layers: base ir */
// SPDX-License-Identifier: GPL-2.0-only
/* The verifier refuses each kind of ill-formedness, and says which. */
#include "ir_sample.h"

#include <stdio.h>

#define LOCALS                                                                 \
	"  l0 ptr64 \"p\" param\n"                                             \
	"  l1 i32 \"n\" param\n"                                               \
	"  l2 i32 \"x\"\n"

/* A body with those LOCALS around the text of its blocks. */
#define BODY(temps, blocks, text)                                              \
	"  locals 3 temps " #temps " blocks " #blocks "\n" LOCALS text

#define ONE(temps, insts) BODY(temps, 1, "b0:\n" insts "  return 0:i32\n")

struct ill_formed {
	const char *body;
	const char *message;	/* part of it */
};

static void refuse(const struct ill_formed *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *text = sample_text(SAMPLE_TABLES, cases[i].body);
		struct error error = { 0 };

		if (load_text(text, strlen(text), &error))
			fail_msg("accepted, though %s:\n%s", cases[i].message, cases[i].body);
		if (!strstr(error.message, cases[i].message))
			fail_msg("\"%s\" expected, not \"%s\"", cases[i].message, error.message);
		error_clear(&error);
	}
}

#define REFUSE(cases) refuse(cases, sizeof(cases) / sizeof(*(cases)))

static void accept_body(const char *body)
{
	ir_unit_free(must_load(sample_text(SAMPLE_TABLES, body)));
}

static void blocks_and_targets(void **state)
{
	static const struct ill_formed cases[] = {
		{ BODY(0, 0, ""), "no block and no damage" },
		{ BODY(0, 2, "b0:\n  jump b1\nb1:\n"), "b1: the block is empty" },
		{ BODY(0, 1, "b0:\n  decl l2\n"), "does not end in a terminator" },
		{ BODY(0, 1, "b0:\n  return\n  return\n"), "a terminator inside the block" },
		{ BODY(0, 1, "b0:\n  jump b1\n"), "target b1 does not exist" },
		{ BODY(0, 2, "b0:\n  jump b1\nb1:\n  jump b0\n"), "the entry block has a predecessor" },
		{ BODY(0, 2, "b0:\n  jump b1 b1\nb1:\n  return\n"), "2 targets, 1 expected" },
		{ BODY(0, 2, "b0:\n  branch 1 b1\nb1:\n  return\n"), "1 targets, 2 expected" },
		{ BODY(0, 1, "b0:\n  choose\n"), "0 targets, 1 expected" },
		{ BODY(0, 1, "b0:\n  switch 1:u8 {1 b1}\n"), "0 targets, 1 expected" },
		{ BODY(0, 2, "b0:\n  switch 1:u8 b1 {1 b7}\nb1:\n  return\n"), "target b7 does not" },
		{ BODY(0, 2, "b0:\n  switch 1:u8 b1 {3..2 b1}\nb1:\n  return\n"), "case 0 is empty" },
		{ BODY(0, 2, "b0:\n  switch 1:u8 b1 {256 b1}\nb1:\n  return\n"), "case 0 does not fit" },
		{ BODY(0, 2, "b0:\n  switch l0 b1\nb1:\n  return\n"), "is taken, but it is not marked" },
		{ BODY(0, 2, "b0:\n  switch &4 b1\nb1:\n  return\n"), "a switch is on an integer" },
		{ BODY(0, 2, "b0:\n  jump b1 {1 b1}\nb1:\n  return\n"), "cases on an opcode without" },
		{ ONE(0, "  decl l2 b0\n"), "1 targets, 0 expected" },
	};

	(void)state;
	REFUSE(cases);
}

static void temporaries(void **state)
{
	static const struct ill_formed cases[] = {
		{ ONE(1, ""), "%0 is never defined" },
		{ ONE(1, "  %0 = load i32 l1\n  %0 = load i32 l1\n"), "%0 is defined a second time" },
		{ ONE(1, "  %1 = load i32 l1\n"), "result %1 is out of range" },
		{ ONE(0, "  store i32 l1, %0\n"), "%0 is out of range" },
		{ ONE(2, "  %1 = add i32 %0, 1\n  %0 = load i32 l1\n"), "%0 is not defined on every way" },
		{ ONE(1, "  %0 = add i32 %0, 1\n"), "%0 is not defined on every way" },
		{ ONE(2, "  %0 = load i32 l1\n  %1 = add i64 %0:i64, 1\n"), "another type than it has" },
		{ ONE(1, "  %0 = load i32 l1\n  call &2(%0:agg32)\n"), "another type than it has" },
		/* Defined in one arm only. */
		{ BODY(2, 4, "b0:\n  %0 = load bool l1\n  branch %0 b1 b2\n"
			     "b1:\n  %1 = load i32 l1\n  jump b3\nb2:\n  jump b3\n"
			     "b3:\n  return %1:i32\n"), "%1 is not defined on every way" },
		/* Around a loop: defined by an earlier round, not by the first. */
		{ BODY(2, 4, "b0:\n  %0 = load bool l1\n  jump b1\n"
			     "b1:\n  branch %0 b2 b3\n"
			     "b2:\n  %1 = load i32 l1\n  jump b1\n"
			     "b3:\n  return %1:i32\n"), "block b3, instruction 0 (return %1:i32)" },
		/* The definition lies where the entry does not reach. */
		{ BODY(1, 3, "b0:\n  jump b2\nb1:\n  %0 = load i32 l1\n  jump b2\n"
			     "b2:\n  return %0:i32\n"), "%0 is not defined on every way" },
	};

	(void)state;
	REFUSE(cases);
}

static void uses_after_dominating_definitions_are_fine(void **state)
{
	(void)state;
	/* Irreducible: b1 and b2 jump into each other; b3 comes before b1 in the text. */
	accept_body(BODY(2, 5, "b0:\n  %0 = load bool l1\n  jump b4\n"
			       "b1:\n  branch %0 b2 b3\nb2:\n  branch %0 b1 b3\n"
			       "b3:\n  return %1:i32\n"
			       "b4:\n  %1 = load i32 l1\n  branch %0 b1 b2\n"));
	/* Nothing is on the way to a block that is not reached. */
	accept_body(BODY(1, 3, "b0:\n  %0 = load i32 l1\n  jump b2\n"
			       "b1:\n  return %0:i32\nb2:\n  return\n"));
}

static void operands_and_types(void **state)
{
	static const struct ill_formed cases[] = {
		{ ONE(1, "  %0 = load agg8 l1\n"), "the result has no scalar type" },
		{ ONE(1, "  %0 = load l1\n"), "the result has no scalar type" },
		{ ONE(0, "  load i32 l1\n"), "the result is missing" },
		{ ONE(1, "  %0 = store i32 l1, 1\n"), "this opcode has no result" },
		{ ONE(0, "  store agg64 l1, 1:i64\n"), "operand b has the wrong type" },
		{ ONE(0, "  store i32 l1, 1:i64\n"), "operand b has the wrong type" },
		{ ONE(0, "  store i32 1:i64, 1\n"), "operand a has the wrong type" },
		{ ONE(0, "  store i32 -, 1\n"), "operand a is missing" },
		{ ONE(0, "  store i32 l1, -\n"), "operand b is missing" },
		{ ONE(0, "  store i8 l1, 256\n"), "a constant does not fit its type" },
		{ ONE(0, "  store bool l1, 2\n"), "a constant does not fit its type" },
		{ ONE(0, "  store i32 l1:i32, 2\n"), "an address has a type other than a pointer" },
		{ ONE(0, "  store i32 l9, 2\n"), "operand index 9 is out of range" },
		{ ONE(0, "  store i32 &0, 2\n"), "operand index 0 is out of range" },
		{ ONE(0, "  store i32 &6, 2\n"), "operand index 6 is out of range" },
		{ ONE(0, "  store ptr64 l0, l2\n"), "the address of l2 is taken" },
		{ ONE(0, "  zero l1\n"), "an access to memory without a type" },
		{ ONE(0, "  copy l1, l2\n"), "an access to memory without a type" },
		{ ONE(0, "  decl &4\n"), "only a local comes into scope" },
		{ ONE(1, "  %0 = field i64 l1 +0\n"), "an address is a pointer" },
		{ ONE(1, "  %0 = index ptr64 l1, 1:i32 *4\n"), "operand b has the wrong type" },
		{ ONE(1, "  %0 = add f64 1, 2\n"), "arithmetic is on integers" },
		{ ONE(1, "  %0 = add ptr64 1, 2\n"), "arithmetic is on integers" },
		{ ONE(1, "  %0 = add bool 1, 1\n"), "arithmetic is on integers" },
		{ ONE(1, "  %0 = add i32 1, 2:i64\n"), "operand b has the wrong type" },
		{ ONE(1, "  %0 = eq i32 1:i32, 2\n"), "a comparison gives a bool" },
		{ ONE(1, "  %0 = eq bool 1:i32, 2:i64\n"), "operand b has the wrong type" },
		{ ONE(1, "  %0 = eq bool 1:f32, 2\n"), "only integers and pointers are compared" },
		{ ONE(1, "  %0 = zext i32 1:i32\n"), "the conversion goes the wrong way" },
		{ ONE(1, "  %0 = trunc i64 1:i32\n"), "the conversion goes the wrong way" },
		{ ONE(1, "  %0 = sext ptr64 1:i32\n"), "only integers are widened or truncated" },
		{ ONE(1, "  %0 = cast ptr64 1:i32\n"), "a cast keeps the size" },
		{ ONE(1, "  %0 = cast f64 1:i64\n"), "a cast is between integers and pointers" },
		{ ONE(0, "  call &2(-)\n"), "an argument is missing" },
		{ ONE(0, "  call &2(1)\n"), "a constant has no scalar type" },
		{ ONE(0, "  call i32 &2() -> l2\n"), "gives no aggregate" },
		{ ONE(0, "  call &2(l9:agg8)\n"), "operand index 9 is out of range" },
		{ ONE(0, "  call &2(&4:agg8)\n"), "an aggregate argument is no local" },
		{ BODY(0, 2, "b0:\n  branch 1:i32 b1 b1\nb1:\n  return\n"), "operand a has the wrong type" },
		{ BODY(0, 1, "b0:\n  return 1:i64\n"), "has not the function's type" },
	};

	(void)state;
	REFUSE(cases);
}

static void types_that_cannot_be(void **state)
{
	static const struct ill_formed cases[] = {
		{ ONE(1, "  %0 = load i129 l1\n"), "an integer has 1..128 bits" },
		{ ONE(1, "  %0 = load i0 l1\n"), "an integer has 1..128 bits" },
		{ ONE(1, "  %0 = load ptr32 l1\n"), "not the unit's pointer size" },
		{ ONE(1, "  %0 = load bool1 l1\n"), "a bool has 8 bits" },
		{ ONE(1, "  %0 = load f0 l1\n"), "a float has a size" },
		{ ONE(1, "  %0 = load void8 l1\n"), "void has no size" },
		{ ONE(1, "  %0 = add i32 1:i0, 1\n"), "type of an operand: an integer has" },
	};

	(void)state;
	REFUSE(cases);
}

static void attributes(void **state)
{
	static const struct ill_formed cases[] = {
		{ ONE(0, "  decl l2 !1\n"), "a field on an opcode without one" },
		{ ONE(1, "  %0 = load i32 l1 !4\n"), "field !4 is out of range" },
		{ ONE(1, "  %0 = load i32 l1 +4\n"), "an offset on an opcode without one" },
		{ ONE(1, "  %0 = load i32 l1 *4\n"), "a stride on an opcode without one" },
		{ ONE(0, "  zero i32 l1 [0+1]\n"), "a bit-field on an opcode without one" },
		{ ONE(1, "  %0 = load i32 l1 [1+0]\n"), "a bit-field without a width" },
		{ ONE(1, "  %0 = load i32 l1 [0+33]\n"), "a bit-field wider than its type" },
		{ ONE(1, "  %0 = load i32 l1 @3:1:1\n"), "location in file @3" },
		{ BODY(0, 2, "b0:\n  branch 1 b1 b1 \"a\\nb\"\nb1:\n  return\n"), "is not one line" },
	};

	(void)state;
	REFUSE(cases);
}

static void locals(void **state)
{
	static const struct ill_formed cases[] = {
		{ "  locals 0 temps 0 blocks 1\nb0:\n  return\n", "2 parameters, but 0 locals" },
		{ "  locals 2 temps 0 blocks 1\n  l0 u8 \"a\" param\n  l1 u8 \"b\"\nb0:\n  return\n",
		  "local l1: the parameters are not the first 2" },
		{ "  locals 3 temps 0 blocks 1\n  l0 u8 \"a\" param\n  l1 u8 \"b\" param\n"
		  "  l2 u8 \"c\" param\nb0:\n  return\n", "local l2: the parameters are not" },
		{ "  locals 2 temps 0 blocks 1\n  l0 void \"a\" param\n  l1 u8 \"b\" param\n"
		  "b0:\n  return\n", "local l0: has type void" },
		{ "  locals 2 temps 0 blocks 1\n  l0 u8 - param\n  l1 u8 \"b\" param\n"
		  "b0:\n  return\n", "local l0: no name" },
	};

	(void)state;
	REFUSE(cases);
}

/* The text itself is refused before the verifier sees it. */
static void texts_that_cannot_be(void **state)
{
	static const struct ill_formed cases[] = {
		{ "  locals 4000000000 temps 0 blocks 1\n", "larger than what the text can hold" },
		{ "  locals 0 temps 4000000000 blocks 1\n", "larger than what the text can hold" },
		{ "  locals 5000000000 temps 0 blocks 1\n", "larger than 32 bits" },
		{ ONE(0, "  store i64 l1, 99999999999999999999\n"), "larger than 64 bits" },
		{ ONE(0, "  store i64 l1, 0x\n"), "hexadecimal digits expected" },
		{ ONE(0, "  store i64 l1, \"\\q\"\n"), "not an escape" },
		{ ONE(0, "  store i64 l1, \"\\000\"\n"), "not an escape" },
		{ ONE(0, "  store x64 l1, 1\n"), "a number expected" },
		{ ONE(0, "  store i l1, 1\n"), "the size of the type in bits expected" },
		{ ONE(0, "  store i32 l1 1\n"), "\",\" expected" },
		{ ONE(0, "  decl l2 what\n"), "the end of the line expected" },
		{ ONE(0, "  %0 load i32 l2\n"), "\"=\" expected" },
		{ BODY(0, 1, "b1:\n  return\n"), "blocks are numbered" },
		{ BODY(0, 1, "b0:\n  return\nb1:\n  return\n"), "the end of the function expected" },
	};

	(void)state;
	REFUSE(cases);
}

/* One line of the sample's tables, and what it is replaced by. */
struct bad_table {
	const char *from, *to, *message;
};

static char *replace(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	assert_non_null(at);
	return xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void tables(void **state)
{
	static const struct bad_table cases[] = {
		{ "pointer 64", "pointer 16", "32 or 64 expected" },
		{ "main \"drivers/a.c\"", "main -", "no main file" },
		{ "@2 ", "@3 ", "rows are numbered one by one" },
		{ "\"jiffies\"", "\"panic\"", "that symbol is there twice" },
		{ "\"jiffies\"", "\"\"", "symbol 4: no name" },
		{ "static @1:10:12", "static @7:10:12", "symbol 1: its file is out of range" },
		{ "variable ptr64", "variable ptr63", "symbol 4: not the unit's pointer size" },
		{ "\"s\" \"bit\"", "\"drivers/a.c:7\" \"flags\"", "that field is there twice" },
		{ "4294967295 \"ALL\"", "4294967296 \"ALL\"",
		  "field 2: an enumerator that its type cannot hold" },
		{ "enum 2 0", "enum 900000 0", "the count is larger than what the text can hold" },
		{ "!2 u32", "!2 u200", "field 2: an integer has" },
		{ "&3 inits 5", "&1 inits 5", "global 0: its symbol is a function" },
		{ "&3 inits 5", "&9 inits 5", "there is no such symbol" },
		{ "&4 inits 1", "&3 inits 1", "global 0: its symbol does not point back" },
		{ "+8 ptr64 &4 -16", "+8 ptr64 &6 -16", "global 0: its symbol is out of range" },
		{ "+8 ptr64 &4 -16", "+8 ptr64 l1", "neither a constant, a symbol nor a string" },
		{ "+8 ptr64 &4 -16", "+8 ptr64 1 -16", "an addend without a symbol" },
		{ "+8 ptr64 &4 -16", "+8 void 1", "an initialiser of type void" },
		{ "+16 i32 -11", "+4 i32 -11", "its initialisers are not in order" },
		{ "1 !2 [3+2]", "1 !2 [3+33]", "a bit-field that its type cannot hold" },
		{ "1 !2 [3+2]", "0x1ffffffff !2", "a constant does not fit its type" },
		{ "1 !2 [3+2]", "1 !9", "its field is out of range" },
		{ "!1 &1 &3 +16 @1", "!9 &1 &3 @1", "assign 0: its field is out of range" },
		{ "!1 &1 &3 +16 @1", "!1 &4 &3 @1", "assign 0: its symbol is no function" },
		{ "!1 &1 &3 +16 @1", "!1 &1 &9 @1", "assign 0: its symbol is out of range" },
		{ "!1 &1 &3 +16 @1", "!1 &1 &3 @9", "assign 0: its file is out of range" },
		{ "00fedcba98765432", "00FEDCBA98765432", "a hash of 16 hexadecimal digits" },
		{ "function &5 agg128 params", "function &3 agg128 params", "function 1: its symbol is a variable" },
		{ "function &5 agg128 params", "function &1 agg128 params", "its symbol does not point back" },
		{ "body 28", "body 27", "end expected" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *good = sample_text(SAMPLE_TABLES, SAMPLE_BODY);
		char *text = replace(good, cases[i].from, cases[i].to);
		struct error error = { 0 };

		if (load_text(text, strlen(text), &error))
			fail_msg("accepted with %s", cases[i].to);
		if (!strstr(error.message, cases[i].message))
			fail_msg("\"%s\" expected, not \"%s\"", cases[i].message, error.message);
		error_clear(&error);
		free(good);
	}
}

/* Thousands of blocks and instructions in a row take no noticeable time. */
static void long_functions_are_quick(void **state)
{
	enum { COUNT = 20000 };
	struct strbuf body = { 0 };

	(void)state;
	strbuf_printf(&body, "  locals 3 temps %d blocks %d\n" LOCALS, COUNT + 1, COUNT + 2);
	strbuf_puts(&body, "b0:\n  %0 = load i32 l1\n  jump b1\n");
	for (int i = 1; i <= COUNT; i++)
		strbuf_printf(&body, "b%d:\n  %%%d = add i32 %%%d, %%0\n  branch 1 b%d b%d\n",
			      i, i, i - 1, i + 1, i);
	strbuf_printf(&body, "b%d:\n  return %%%d:i32\n", COUNT + 1, COUNT);
	accept_body(body.text);
	strbuf_free(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_and_targets),
		cmocka_unit_test(temporaries),
		cmocka_unit_test(uses_after_dominating_definitions_are_fine),
		cmocka_unit_test(operands_and_types),
		cmocka_unit_test(types_that_cannot_be),
		cmocka_unit_test(attributes),
		cmocka_unit_test(locals),
		cmocka_unit_test(texts_that_cannot_be),
		cmocka_unit_test(tables),
		cmocka_unit_test(long_functions_are_quick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
