/* layers: base contract ir front domain engine rules tree locate kbuild vcs store extract report */
// SPDX-License-Identifier: GPL-2.0-only
/* The HTML of 500 callbacks: written in time, and kept in $MNCHECK_HTML_500, if that is set, for a browser to load. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report/report.h"

enum { CALLBACKS = 500, STEPS = 40, LINES = 900 };

/* The second allowed for writing, and what a busy machine may add. */
#define SECONDS_MOST 1.0

static const char *make_source(struct arena *arena, const char *directory)
{
	struct strbuf text = { 0 };
	struct error error = { 0 };

	for (int line = 1; line <= LINES; line++)
		strbuf_printf(&text, line % 4 ? "\tvalue_%d = compute(other[%d], limit - start);\n" :
			      "\tif (first_%d && \"text\" != other[%d]) /* a <comment> */\n", line, line);
	for (int i = 0; i < CALLBACKS; i++) {
		char *path = xasprintf("%s/driver_%d.c", directory, i);

		assert_int_equal(write_file(path, text.text, text.length, &error), 0);
		free(path);
	}
	return strbuf_keep(&text, arena);
}

/* A path through as many functions as steps; the shapes of the calls differ from row to row. */
static struct finding make_finding(struct arena *arena, int row)
{
	const char *file = arena_printf(arena, "driver_%d.c", row);
	struct finding finding = {
		.rule = RULE_SLEEPS_NONBLOCKABLE, .file = file, .line = 10, .column = 2,
		.message = arena_printf(arena, "'callback_%d' may sleep in mutex_lock although the range is not blockable", row),
		.fingerprint = arena_printf(arena, "%016x", (unsigned)row), .ntrace = STEPS,
		.trace = arena_alloc(arena, STEPS * sizeof(struct trace_step)),
	};

	for (int i = 0; i < STEPS; i++) {
		bool call = i % (3 + row % 5) == 2;

		finding.trace[i] = (struct trace_step){
			.file = file, .line = 10 + (unsigned)i * 7, .column = 2,
			.depth = (unsigned)(i / (3 + row % 5)),
			.note = call ? arena_printf(arena, "entering 'helper_%d_%d'", i, row) :
				arena_printf(arena, "'first_%d' is true", i),
		};
	}
	return finding;
}

static void fill_run(struct run *run, const char *directory)
{
	run->arena = arena_new();
	run->tree_path = directory;
	run->tree_version = "6.12.0";
	run->arch = "x86";
	vec_push(&run->arches, (struct run_arch){ .arch = "x86" });
	for (int rule = 0; rule < RULE_COUNT; rule++)
		run->rule_enabled[rule] = true;
	for (int i = 0; i < CALLBACKS; i++) {
		struct row row = {
			.file = arena_printf(run->arena, "driver_%d.c", i), .line = 10,
			.callback = arena_printf(run->arena, "callback_%d", i),
			.ops = arena_printf(run->arena, "ops_%d", i), .analysed = true, .arches = 1,
		};

		for (int rule = 0; rule < RULE_COUNT; rule++)
			row.verdicts[rule] = VERDICT_HOLDS;
		if (i % 2) {		/* as many as of Linux 6.12, with all rules */
			row.verdicts[RULE_SLEEPS_NONBLOCKABLE] = VERDICT_VIOLATES;
			vec_push(&row.findings, make_finding(run->arena, i));
		}
		vec_push(&run->rows, row);
	}
}

static void keep(const struct strbuf *html)
{
	const char *path = getenv("MNCHECK_HTML_500");
	struct error error = { 0 };

	if (path)
		assert_int_equal(write_file(path, html->text, html->length, &error), 0);
}

static void five_hundred_callbacks_are_written_in_a_second(void **state)
{
	char directory[] = "/tmp/mncheck-html.XXXXXX";
	const struct print_options options = { 0 };
	struct run run = { 0 };
	struct strbuf html = { 0 }, again = { 0 };

	(void)state;
	assert_non_null(mkdtemp(directory));
	fill_run(&run, directory);
	(void)make_source(run.arena, directory);
	/* of the processor: the machine may be busy */
	clock_t start = clock();
	printer_find("html")->print(&run, &options, &html);
	double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	print_message("%d callbacks: %.2f s, %zu KiB\n", CALLBACKS, seconds, html.length >> 10);
	assert_true(seconds <= SECONDS_MOST);
	assert_non_null(strstr(html.text, "id=\"cb-callback_499\""));
	assert_non_null(strstr(html.text, "helper_2_1"));
	printer_find("html")->print(&run, &options, &again);
	assert_string_equal(html.text, again.text);
	keep(&html);
	for (int i = 0; i < CALLBACKS; i++)
		assert_int_equal(unlink(arena_printf(run.arena, "%s/driver_%d.c", directory, i)), 0);
	assert_int_equal(rmdir(directory), 0);
	strbuf_free(&html);
	strbuf_free(&again);
	run_free(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(five_hundred_callbacks_are_written_in_a_second) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
