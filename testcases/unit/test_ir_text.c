/* layers: base ir */
// SPDX-License-Identifier: GPL-2.0-only
/* The text form: what is printed is read back, and what is no unit is refused. */
#include "ir_sample.h"

#include <stdio.h>

static char *print_unit(const struct ir_unit *unit)
{
	struct strbuf out = { 0 };

	ir_print_unit(unit, &out);
	return strbuf_take(&out);
}

static void canonical_text_is_printed_as_it_was_read(void **state)
{
	char *text = sample_text(SAMPLE_TABLES, SAMPLE_BODY);
	struct ir_unit *unit = must_load(xstrdup(text));
	char *printed = print_unit(unit);
	struct error error = { 0 };

	(void)state;
	assert_string_equal(printed, text);
	assert_int_equal(ir_verify_unit(unit, &error), 0);
	ir_unit_free(unit);
	free(printed);
	free(text);
}

static void bodies_not_loaded_are_printed_as_they_stand(void **state)
{
	char *text = sample_text(SAMPLE_TABLES, SAMPLE_BODY);
	struct error error = { 0 };
	struct ir_unit *unit = ir_parse_unit(xstrdup(text), strlen(text), "test", &error);

	(void)state;
	assert_non_null(unit);
	assert_null(unit->functions.data[0].blocks);
	char *printed = print_unit(unit);
	assert_string_equal(printed, text);
	ir_unit_free(unit);
	free(printed);
	free(text);
}

static void sample_has_every_opcode(void **state)
{
	(void)state;
	for (enum ir_opcode opcode = 0; opcode < IR_OPCODE_COUNT; opcode++) {
		char *word = xasprintf(" %s", ir_opcode_name(opcode));

		if (!strstr(SAMPLE_BODY, word))
			fail_msg("the sample lacks%s", word);
		free(word);
	}
}

static void values_mean_what_they_say(void **state)
{
	struct ir_unit *unit = must_load(sample_text(SAMPLE_TABLES, SAMPLE_BODY));
	struct ir_function *function = ir_find_function(unit, "drivers/a.c:f");

	(void)state;
	assert_non_null(function);
	const struct ir_inst *store = &function->blocks[0].insts[5];
	assert_int_equal(store->opcode, IR_STORE);
	assert_int_equal(store->b.bits, 0xfffffff5);
	assert_string_equal(store->b.string, "EAGAIN");
	const struct ir_inst *select = &function->blocks[2].insts[0];
	assert_int_equal(select->cases[0].low, 0xfffffffd);
	assert_int_equal(select->cases[0].high, 0xffffffff);
	assert_int_equal(select->cases[2].target, 5);
	const struct ir_inst *call = &function->blocks[4].insts[0];
	assert_int_equal(call->nargs, 5);
	assert_int_equal(call->args[0].type.kind, IR_AGG);
	assert_int_equal(call->args[3].bits, UINT64_MAX);
	assert_int_equal(call->b.kind, IR_LOCAL);
	assert_string_equal(unit->files.data[2], "include/odd \"name\"\\\n\t\r\001\377.h");
	assert_int_equal(unit->globals.data[0].inits[1].addend, -16);
	assert_string_equal(unit->functions.data[1].damage, "line 71: \"?\"");
	assert_int_equal(unit->deps.data[0].hash, 0x00fedcba98765432);
	ir_unit_free(unit);
}

/* Blanks, comments and types that could be left out. */
static void text_need_not_be_canonical(void **state)
{
	char *text = sample_text(SAMPLE_TABLES,
		"  locals 2   temps 1 blocks 1 ; counts\n"
		"  l0 ptr64 \"a\" param\n  l1 i32 \"b\" param\n"
		"b0:;entry\n"
		"  %0 = load i32 l1:ptr64 !2 @1:1:1 ; b\n"
		"    return %0:i32 ; done\n");
	struct ir_unit *unit = must_load(text);
	struct strbuf out = { 0 };

	(void)state;
	ir_print_inst(unit, NULL, &unit->functions.data[0].blocks[0].insts[0], &out);
	assert_string_equal(strbuf_text(&out), "%0 = load i32 l1 !2 @1:1:1");
	strbuf_free(&out);
	ir_unit_free(unit);
}

static void dumps_name_what_is_meant(void **state)
{
	struct ir_unit *unit = must_load(sample_text(SAMPLE_TABLES, SAMPLE_BODY));
	struct ir_function *function = &unit->functions.data[0];
	struct strbuf dump = { 0 }, plain = { 0 };
	struct error error = { 0 };

	(void)state;
	ir_dump_function(unit, function, &dump);
	assert_non_null(strstr(dump.text, " ; drivers/a.c:f\n"));
	assert_non_null(strstr(dump.text, "store bool %6, 1 !3 [0+1] ; s.bit\n"));
	assert_non_null(strstr(dump.text, "call &2(&4) ; panic, jiffies\n"));
	assert_non_null(strstr(dump.text, "store i32 l3, -11\"EAGAIN\" @1:13:1 ; ret\n"));
	/* The comments are skipped when it is read. */
	function->body_text = strchr(dump.text, '\n') + 1;
	function->body_length = strlen(function->body_text);
	function->blocks = NULL;
	assert_int_equal(ir_function_load(unit, function, &error), 0);
	ir_print_function(unit, function, &plain);
	assert_non_null(strstr(plain.text, SAMPLE_BODY));
	strbuf_free(&plain);
	strbuf_free(&dump);
	ir_unit_free(unit);
}

static void built_units_survive_any_bytes(void **state)
{
	struct ir_unit *unit = ir_unit_new();
	char bytes[256];

	(void)state;
	for (int i = 0; i < 255; i++)
		bytes[i] = (char)(i + 1);
	bytes[255] = '\0';
	unit->main_file = bytes;
	unit->pointer_bits = 32;
	assert_int_equal(ir_add_file(unit, bytes), 1);
	uint32_t symbol = ir_add_symbol(unit, IR_SYM_VARIABLE, bytes);
	unit->symbols.data[symbol].type = (struct ir_type){ IR_INT, true, 128 };
	struct ir_field field = { .record = bytes, .name = bytes };
	assert_int_equal(ir_add_field(unit, &field), 1);
	vec_push(&unit->problems, bytes);
	vec_push(&unit->lost, (struct ir_lost){ bytes, bytes + 1 });
	char *printed = print_unit(unit);
	struct ir_unit *read = must_load(xstrdup(printed));
	assert_string_equal(read->files.data[1], bytes);
	assert_string_equal(read->main_file, bytes);
	assert_string_equal(read->symbols.data[1].name, bytes);
	assert_string_equal(read->fields.data[1].record, bytes);
	assert_string_equal(read->problems.data[0], bytes);
	assert_string_equal(read->lost.data[0].member, bytes);
	assert_string_equal(read->lost.data[0].why, bytes + 1);
	assert_int_equal(read->symbols.data[1].type.bits, 128);
	char *again = print_unit(read);
	assert_string_equal(again, printed);
	free(again);
	free(printed);
	ir_unit_free(read);
	ir_unit_free(unit);
}

static void names_of_values_are_read_back(void **state)
{
	struct ir_unit *unit = must_load(sample_text(SAMPLE_TABLES, SAMPLE_BODY));
	const struct ir_field *field = &unit->fields.data[ir_find_field(unit, "drivers/a.c:7",
									"flags")];

	(void)state;
	assert_int_equal(field->nenumerators, 2);
	assert_string_equal(field->enumerators[1].name, "ALL");
	assert_int_equal(field->enumerators[1].bits, UINT32_MAX);
	assert_int_equal(unit->fields.data[1].nenumerators, 0);
	assert_int_equal(ir_find_field(unit, "drivers/a.c:7", "colours"), 0);
	ir_unit_free(unit);
}

static void tables_grow_by_new_entries_only(void **state)
{
	struct ir_unit *unit = must_load(sample_text(SAMPLE_TABLES, SAMPLE_BODY));
	struct ir_field known = { .record = "s", .name = "bit" };
	struct ir_field other = { .record = "s", .name = "bit2" };

	(void)state;
	assert_int_equal(ir_add_file(unit, "drivers/a.c"), 1);
	assert_int_equal(ir_add_file(unit, "drivers/b.c"), 3);
	assert_int_equal(ir_add_file(unit, "drivers/b.c"), 3);
	assert_int_equal(ir_add_symbol(unit, IR_SYM_FUNCTION, "panic"), 2);
	assert_int_equal(ir_add_symbol(unit, IR_SYM_FUNCTION, "h"), 6);
	assert_int_equal(ir_find_symbol(unit, "h"), 6);
	assert_int_equal(ir_find_symbol(unit, "nowhere"), 0);
	assert_int_equal(ir_add_field(unit, &known), 3);
	assert_int_equal(ir_add_field(unit, &other), 4);
	assert_null(ir_find_function(unit, "panic"));
	assert_null(ir_find_function(unit, "nowhere"));
	ir_unit_free(unit);
}

static void plain_names(void **state)
{
	(void)state;
	assert_string_equal(ir_plain_name("f"), "f");
	assert_string_equal(ir_plain_name("drivers/a.c:f"), "f");
	assert_string_equal(ir_plain_name("drivers/a.c:f.x"), "x");
}

/* A buffer of exactly the length, so that the sanitizers see each byte read past it. */
static char *exact_copy(const char *text, size_t length)
{
	char *copy = xmalloc(length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

static void truncation_at_each_byte_is_an_error(void **state)
{
	char *text = sample_text(SAMPLE_TABLES, SAMPLE_BODY);

	(void)state;
	for (size_t length = 0; length < strlen(text); length++) {
		struct error error = { 0 };
		struct ir_unit *unit = load_text(exact_copy(text, length), length, &error);

		if (unit)
			fail_msg("accepted at %zu bytes", length);
		assert_int_equal(error.kind, ERROR_ANALYSIS);
		assert_non_null(strstr(error.message, "test:"));
		error_clear(&error);
	}
	free(text);
}

/* A body cut short inside a unit whose lengths agree. */
static void truncated_bodies_are_errors(void **state)
{
	(void)state;
	for (size_t length = 0; length < strlen(SAMPLE_BODY); length++) {
		char *body = exact_copy(SAMPLE_BODY, length);
		char *text = sample_text(SAMPLE_TABLES, body);
		struct error error = { 0 };

		if (load_text(text, strlen(text), &error))
			fail_msg("accepted at %zu bytes", length);
		error_clear(&error);
		free(body);
	}
}

static uint64_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

static void try_damaged(const char *text, size_t length, uint64_t *seed)
{
	struct error error = { 0 };
	char *copy = exact_copy(text, length);

	for (uint64_t flips = 1 + next_random(seed) % 3; flips; flips--)
		copy[next_random(seed) % length] = (char)next_random(seed);
	struct ir_unit *unit = load_text(copy, length, &error);
	if (unit) {
		assert_int_equal(ir_verify_unit(unit, &error), 0);
		free(print_unit(unit));
	} else {
		assert_non_null(error.message);
	}
	error_clear(&error);
	ir_unit_free(unit);
}

static void random_bytes_never_crash(void **state)
{
	char *text = sample_text(SAMPLE_TABLES, SAMPLE_BODY);
	uint64_t seed = 42;

	(void)state;
	for (int round = 0; round < 20000; round++)
		try_damaged(text, strlen(text), &seed);
	free(text);
}

static void errors_name_the_line(void **state)
{
	char *text = sample_text(SAMPLE_TABLES, "  locals 0 temps 0 blocks 1\nb0:\n  jmp b0\n");
	struct error error = { 0 };

	(void)state;
	assert_null(load_text(text, strlen(text), &error));
	assert_non_null(strstr(error.message, "drivers/a.c:40: an opcode expected"));
	error_clear(&error);
	text = xstrdup("mncheck-ir 3\nmain \"a\nb\"\n");
	assert_null(load_text(text, strlen(text), &error));
	assert_string_equal(error.message, "test:2: the string does not end");
	error_clear(&error);
	text = xstrdup("mncheck-ir 999\n");
	assert_null(load_text(text, strlen(text), &error));
	assert_non_null(strstr(error.message, "test:1: a unit of another format version"));
	error_clear(&error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical_text_is_printed_as_it_was_read),
		cmocka_unit_test(bodies_not_loaded_are_printed_as_they_stand),
		cmocka_unit_test(sample_has_every_opcode),
		cmocka_unit_test(values_mean_what_they_say),
		cmocka_unit_test(text_need_not_be_canonical),
		cmocka_unit_test(dumps_name_what_is_meant),
		cmocka_unit_test(built_units_survive_any_bytes),
		cmocka_unit_test(names_of_values_are_read_back),
		cmocka_unit_test(tables_grow_by_new_entries_only),
		cmocka_unit_test(plain_names),
		cmocka_unit_test(truncation_at_each_byte_is_an_error),
		cmocka_unit_test(truncated_bodies_are_errors),
		cmocka_unit_test(random_bytes_never_crash),
		cmocka_unit_test(errors_name_the_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
