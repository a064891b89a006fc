/* layers: base contract tree */
// SPDX-License-Identifier: GPL-2.0-only
/* MAINTAINERS: who is about a file, and patterns that mean harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/files.h"
#include "base/process.h"
#include "base/watcher.h"
#include "tree/maintainers.h"

static char directory[64];

/* Whether a section with LINE is about FILE. */
static bool is_about(const char *line, const char *file)
{
	struct error error = { 0 };
	struct arena *arena = arena_new();
	struct addressees addressees = { 0 };
	char *path = xasprintf("%s/MAINTAINERS", directory), *text = xasprintf("Title\nM:\tA <a@x>\n%s\n", line);

	assert_int_equal(write_file(path, text, strlen(text), &error), 0);
	maintainers_of(maintainers_read(arena, directory), file, &addressees);
	bool found = addressees.to.count == 1;

	addressees_free(&addressees);
	arena_free(arena);
	free(path);
	free(text);
	return found;
}

static void patterns_are_those_of_get_maintainer(void **state)
{
	(void)state;
	assert_true(is_about("F:\tdrivers/gpu/", "drivers/gpu/drm/x.c"));
	assert_true(is_about("F:\tdrivers/gpu", "drivers/gpu/drm/x.c"));
	assert_false(is_about("F:\tdrivers/gp", "drivers/gpu/drm/x.c"));
	assert_true(is_about("F:\tdrivers/*/x?.c", "drivers/gpu/xy.c"));
	assert_false(is_about("F:\tdrivers/*/x?.c", "drivers/gpu/x.c"));
	assert_true(is_about("F:\t*/gpu/", "drivers/gpu/x.c"));
	assert_true(is_about("F:\tdrivers/*a*b/", "drivers/aab/x.c"));
	assert_false(is_about("F:\tdrivers/*a*b*c/", "drivers/cab/x.d"));
	assert_false(is_about("F:\tdrivers/gpu/\nX:\tdrivers/gpu/drm/", "drivers/gpu/drm/x.c"));
	assert_true(is_about("N:\tgpu|i915[0-9]+", "drivers/gpu/x.c"));
	assert_true(is_about("N:\tx\\.c", "drivers/gpu/x.c"));
	assert_false(is_about("N:\ti915", "drivers/gpu/x.c"));
	assert_false(is_about("N:\t(", "drivers/gpu/x.c"));
	assert_false(is_about("F:", "drivers/gpu/x.c"));
}

static void patterns_that_mean_harm_cost_little(void **state)
{
	char stars[2000] = "F:\t", file[3000] = "";
	double start = now_seconds();

	(void)state;
	for (int i = 0; i < 900; i++)
		strcat(stars, "*a");
	strcat(stars, "b");
	memset(file, 'a', sizeof(file) - 1);
	assert_false(is_about(stars, file));
	assert_false(is_about("N:\t((((a{1,255}){1,255}){1,255}){1,255})b", file));
	assert_false(is_about("N:\t(a*)*\\1\\1\\1b", file));
	assert_true(now_seconds() - start < 5);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_are_those_of_get_maintainer),
		cmocka_unit_test(patterns_that_mean_harm_cost_little),
	};
	struct error error = { 0 };

	snprintf(directory, sizeof(directory), "/tmp/mncheck-maintainers.XXXXXX");
	if (make_scratch(directory, &error))
		return 2;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	(void)remove_tree(directory);
	return failed;
}
