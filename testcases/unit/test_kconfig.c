/* layers: base tree kbuild */
// SPDX-License-Identifier: GPL-2.0-only
/* The evaluator's interface: overlays are looked at, a new configuration forgets the old one, failures change nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kbuild/kconfig.h"
#include "tree/overlay.h"

static const char kconfig_text[] =
	"config MODULES\n\tbool \"modules\"\n\tmodules\n"
	"config BASE\n\ttristate \"base\"\n"
	"config TOP\n\ttristate \"top\"\n\tdepends on BASE && !OTHER\n"
	"config OTHER\n\tbool \"other\"\n"
	"config FAR\n\tbool \"far\"\n\tdepends on ELSEWHERE && BASE\n"
	"source \"more\"\n";

struct place {
	char directory[64];
	struct tree *tree;
	struct kconfig *kconfig;
};

static void write_at(const struct place *place, const char *name, const char *text)
{
	struct error error = { 0 };
	char *path = xasprintf("%s/%s", place->directory, name);

	assert_int_equal(write_file(path, text, strlen(text), &error), 0);
	free(path);
}

static void open_kconfig(struct place *place)
{
	const struct kconfig_options options = { .arch = "x86", .clang = 190107, .clang_text = "clang" };
	struct error error = { 0 };

	place->kconfig = kconfig_open(place->tree, &options, &error);
	assert_non_null(place->kconfig);
}

static int set_up(void **state)
{
	struct place *place = xcalloc(1, sizeof(*place));
	struct error error = { 0 };
	char *headers;

	snprintf(place->directory, sizeof(place->directory), "%s/test-kconfig-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(place->directory));
	headers = xasprintf("%s/include/linux", place->directory);
	assert_int_equal(make_directories(headers, &error), 0);
	free(headers);
	write_at(place, "Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nEXTRAVERSION =\n");
	write_at(place, "Kconfig", kconfig_text);
	write_at(place, "more", "config MORE\n\tdef_bool y\n");
	place->tree = tree_open(place->directory, place->directory, &error);
	assert_non_null(place->tree);
	open_kconfig(place);
	*state = place;
	return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static int tear_down(void **state)
{
	struct place *place = *state;

	kconfig_close(place->kconfig);
	tree_close(place->tree);
	nftw(place->directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(place);
	return 0;
}

static void configure(const struct place *place, enum kconfig_base base)
{
	struct error error = { 0 };

	assert_int_equal(kconfig_configure(place->kconfig, base, NULL, &error), 0);
}

static void values_are_told(void **state)
{
	const struct place *place = *state;

	configure(place, KCONFIG_ALLMOD);
	assert_string_equal(kconfig_value(place->kconfig, "MODULES"), "y");
	assert_string_equal(kconfig_value(place->kconfig, "BASE"), "m");
	assert_null(kconfig_value(place->kconfig, "TOP"));	/* not visible */
	assert_null(kconfig_value(place->kconfig, "NOWHERE"));
	assert_true(kconfig_is_on(place->kconfig, "BASE"));
	assert_false(kconfig_is_on(place->kconfig, "TOP"));
	assert_true(kconfig_is_defined(place->kconfig, "TOP"));
	assert_false(kconfig_is_defined(place->kconfig, "ELSEWHERE"));	/* only mentioned */
	configure(place, KCONFIG_ALLNO);
	assert_string_equal(kconfig_value(place->kconfig, "BASE"), "n");
}

static void what_was_configured_before_is_forgotten(void **state)
{
	const struct place *place = *state;
	const struct kconfig_setting setting = { "TOP", "m" };
	struct kconfig_outcome outcome;

	configure(place, KCONFIG_ALLMOD);
	assert_true(kconfig_require(place->kconfig, &setting, 1, &outcome));
	assert_int_equal(outcome.given.count, 2);
	kconfig_outcome_free(&outcome);
	assert_false(kconfig_is_on(place->kconfig, "OTHER"));
	configure(place, KCONFIG_ALLMOD);
	assert_true(kconfig_is_on(place->kconfig, "OTHER"));
	assert_false(kconfig_is_on(place->kconfig, "TOP"));
}

static void what_cannot_be_changes_nothing(void **state)
{
	const struct place *place = *state;
	const struct kconfig_setting settings[] = { { "TOP", "m" }, { "FAR", "y" } };
	struct strbuf before = { 0 }, after = { 0 };
	struct kconfig_outcome outcome;

	configure(place, KCONFIG_ALLMOD);
	kconfig_put_config(place->kconfig, &before);
	assert_false(kconfig_require(place->kconfig, settings, 2, &outcome));
	assert_string_equal(outcome.why_not, "needs CONFIG_ELSEWHERE");
	assert_int_equal(outcome.given.count, 0);
	kconfig_outcome_free(&outcome);
	kconfig_put_config(place->kconfig, &after);
	assert_string_equal(before.text, after.text);
	strbuf_free(&before);
	strbuf_free(&after);
}

static void a_file_that_is_not_there_is_usage(void **state)
{
	const struct place *place = *state;
	struct error error = { 0 };

	assert_int_equal(kconfig_configure(place->kconfig, KCONFIG_FILE, "not/there", &error), -1);
	assert_int_equal(error.kind, ERROR_USAGE);
	assert_non_null(strstr(error.message, "not/there"));
	error_clear(&error);
}

static void overlays_are_looked_at(void **state)
{
	struct place *place = *state;
	static const char text[] = "config LESS\n\tdef_bool y\n";
	struct error error = { 0 };
	struct overlay overlay;

	overlay_begin(&overlay, place->directory);
	assert_int_equal(overlay_put(&overlay, "more", text, strlen(text), &error), 0);
	place->tree->overlay = &overlay;
	kconfig_close(place->kconfig);
	open_kconfig(place);
	configure(place, KCONFIG_DEFAULTS);
	assert_true(kconfig_is_on(place->kconfig, "LESS"));
	assert_false(kconfig_is_on(place->kconfig, "MORE"));
	assert_int_equal(overlay_put(&overlay, "more", NULL, 0, &error), 0);
	kconfig_close(place->kconfig);
	open_kconfig(place);
	assert_int_equal(kconfig_diagnostics(place->kconfig)->count, 1);
	place->tree->overlay = NULL;
	overlay_free(&overlay);
}

static void what_is_no_file_is_not_waited_for(void **state)
{
	struct place *place = *state;
	char *path = xasprintf("%s/more", place->directory);

	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	write_at(place, "Kconfig", "source \"/dev/zero\"\nsource \"more\"\nsource \"../x\"\nconfig A\n\tdef_bool y\n");
	kconfig_close(place->kconfig);
	open_kconfig(place);
	assert_int_equal(kconfig_diagnostics(place->kconfig)->count, 3);
	configure(place, KCONFIG_DEFAULTS);
	assert_true(kconfig_is_on(place->kconfig, "A"));
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(values_are_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_configured_before_is_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_cannot_be_changes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_usage, set_up, tear_down),
		cmocka_unit_test_setup_teardown(overlays_are_looked_at, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_file_is_not_waited_for, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
