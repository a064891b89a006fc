// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drives the Kconfig evaluator from the command line, for testcases/kbuild/kconfig-run:
 *
 *	kconfig-probe TREE ARCH CLANG-TEXT WHAT [BASE[=FILE]] [SYMBOL=VALUE...]
 *
 * WHAT: config, auto, header (the file, after all SYMBOL=VALUE are required), questions, unknown,
 * diagnostics, files, time (seconds of CPU for reading and for configuring), outcome (of requiring).
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "kbuild/compiler.h"
#include "kbuild/kconfig.h"

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int fail(struct error *error)
{
	printf("%s: %s\n", error->kind == ERROR_USAGE ? "usage" : "environment", error->message);
	error_clear(error);
	return 2;
}

static void print_notes(const struct kconfig_notes *notes)
{
	vec_each(note, notes)
		printf("%s:%u: %s%s%s\n", note->file, note->line, note->text, note->answer ? "\t" : "",
		       note->answer ? note->answer : "");
}

static int print_reading(struct kconfig *kconfig, const char *what)
{
	if (!strcmp(what, "questions"))
		print_notes(kconfig_questions(kconfig));
	else if (!strcmp(what, "unknown"))
		print_notes(kconfig_unknown(kconfig));
	else if (!strcmp(what, "diagnostics"))
		print_notes(kconfig_diagnostics(kconfig));
	else if (!strcmp(what, "files"))
		vec_each(file, kconfig_files(kconfig))
			puts(*file);
	else
		return 2;
	return 0;
}

static int configure(struct kconfig *kconfig, const char *text, struct error *error)
{
	const char *file = strchr(text, '=');
	size_t length = file ? (size_t)(file - text) : strlen(text);

	for (int base = 0; base < KCONFIG_BASE_COUNT; base++) {
		const char *name = kconfig_base_name((enum kconfig_base)base);

		if (strlen(name) == length && !strncmp(name, text, length))
			return kconfig_configure(kconfig, (enum kconfig_base)base, file ? file + 1 : NULL, error);
	}
	return error_set(error, ERROR_USAGE, "no base %s", text);
}

static void require(struct kconfig *kconfig, char **words, size_t count, bool prints)
{
	struct kconfig_setting *settings = xcalloc(count, sizeof(*settings));
	struct kconfig_outcome outcome;

	for (size_t i = 0; i < count; i++) {
		char *value = strchr(words[i], '=');

		if (value)
			*value++ = '\0';
		settings[i] = (struct kconfig_setting){ .symbol = words[i], .value = value ? value : "y" };
	}
	kconfig_require(kconfig, settings, count, &outcome);
	if (prints || outcome.why_not)
		printf("%s\n", outcome.why_not ? outcome.why_not : "done");
	if (prints)
		vec_each(change, &outcome.given)
			printf("%s: %s -> %s\n", change->symbol, change->was, change->now);
	kconfig_outcome_free(&outcome);
	free(settings);
}

static int print_configured(struct kconfig *kconfig, const char *what)
{
	struct strbuf out = { 0 };

	if (!strcmp(what, "header"))
		kconfig_put_header(kconfig, &out);
	else if (!strcmp(what, "auto"))
		kconfig_put_auto(kconfig, &out);
	else if (!strcmp(what, "config"))
		kconfig_put_config(kconfig, &out);
	fputs(strbuf_text(&out), stdout);
	strbuf_free(&out);
	return 0;
}

static int run(struct tree *tree, int argc, char **argv)
{
	struct kconfig_options options = { .arch = argv[2], .clang_text = argv[3],
					   .clang = compiler_version(argv[3]) };
	struct error error = { 0 };
	double start = seconds();
	struct kconfig *kconfig = kconfig_open(tree, &options, &error);
	double read = seconds();
	int code = 0;

	if (!kconfig)
		return fail(&error);
	if (argc > 5 && configure(kconfig, argv[5], &error))
		code = fail(&error);
	else if (argc == 5)
		code = print_reading(kconfig, argv[4]);
	else {
		if (argc > 6)
			require(kconfig, argv + 6, (size_t)argc - 6, !strcmp(argv[4], "outcome"));
		struct strbuf out = { 0 };

		if (!strcmp(argv[4], "time")) {
			kconfig_put_header(kconfig, &out);
			printf("read %.3f configured %.3f\n", read - start, seconds() - read);
		}
		strbuf_free(&out);
		if (print_reading(kconfig, argv[4]))
			code = print_configured(kconfig, argv[4]);
	}
	kconfig_close(kconfig);
	return code;
}

int main(int argc, char **argv)
{
	struct error error = { 0 };

	if (argc < 5)
		return 2;
	struct tree *tree = tree_open(argv[1], P_tmpdir, &error);

	if (!tree)
		return fail(&error);
	int code = run(tree, argc, argv);

	tree_close(tree);
	return code;
}
