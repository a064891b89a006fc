// SPDX-License-Identifier: GPL-2.0-only
/* mncheck diff: judges what a change can affect, before and after it. */
#include "diff/diff_run.h"
#include "cmd/settings.h"

#include <string.h>
#include <sys/stat.h>

#include "cmd/command.h"
#include "cmd/terminal.h"

enum { OPTION_STAGED = 1000 };

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "Change:", 5 },
	{ "staged", OPTION_STAGED, NULL, 0, "What is staged, instead of the work tree", 5 },
	{ "cached", OPTION_STAGED, NULL, 0, "The same as --staged", 5 },
	{ 0 },
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	(void)value;
	switch (key) {
	case OPTION_STAGED:
		settings->staged = true;
		return 0;
	case ARGP_KEY_END:
		if (settings->printer->needs & NEEDS_FIXES)
			return usage_error(state, "--format %s: only scan looks for fixes", settings->printer->name);
		if (settings->arguments.count > 2)
			return usage_error(state, "at most a change and a TREE are expected");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* The arguments, parsed. */
struct diff_arguments {
	struct change_request request;
	const char *tree;
	char *range;		/* a copy of "A..B", cut in two; backs request.from and to */
	char *mail;		/* backs request.mail */
};

static bool is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* A single argument is a TREE if it is a directory; "-" is a mail. */
static bool is_tree(const char *argument)
{
	return strcmp(argument, "-") && is_directory(argument);
}

/* Reads "A..B" or "A...B"; an empty side is HEAD. */
static void read_range(struct diff_arguments *arguments, const char *argument, size_t dots)
{
	const char *at = strstr(argument, "..");

	arguments->range = xstrdup(argument);
	arguments->range[at - argument] = '\0';
	arguments->request.kind = dots == 3 ? CHANGE_MERGE_BASE : CHANGE_RANGE;
	arguments->request.from = *arguments->range ? arguments->range : NULL;
	arguments->request.to = at[dots] ? arguments->range + (at - argument) + dots : NULL;
}

static int read_change(struct diff_arguments *arguments, const char *argument, bool staged,
		       struct error *error)
{
	const char *dots = argument ? strstr(argument, "..") : NULL;

	arguments->request.kind = staged ? CHANGE_INDEX : CHANGE_WORK_TREE;
	arguments->request.from = argument;
	if (!argument || (!dots && strcmp(argument, "-")))
		return 0;
	if (staged)
		return error_set(error, ERROR_USAGE, "--staged goes with one revision at most, "
				 "not with '%s'", argument);
	if (dots) {
		read_range(arguments, argument, dots[2] == '.' ? 3 : 2);
		return 0;
	}
	arguments->request.kind = CHANGE_MAIL;
	arguments->request.from = NULL;
	arguments->mail = read_file("/dev/stdin", &arguments->request.mail_length, error);
	arguments->request.mail = arguments->mail;
	return arguments->mail ? 0 : -1;
}

static int read_arguments(struct diff_arguments *arguments, const struct settings *settings,
			  struct error *error)
{
	const struct strings *words = &settings->arguments;
	const char *change = words->count ? words->data[0] : NULL;

	arguments->tree = words->count > 1 ? words->data[1] : NULL;
	if (words->count == 1 && is_tree(change)) {
		arguments->tree = change;
		change = NULL;
	}
	return read_change(arguments, change, settings->staged, error);
}

static int write_report(const struct settings *settings, struct diff *diff,
			struct error *error)
{
	struct print_options print_options = output_options(settings->output);
	struct strbuf report = { 0 };

	settings_print_options(settings, &print_options);
	printer_prepare(settings->printer, &diff->news);
	if (settings->options.verbose)
		tell_whole_paths(&diff->news);
	settings->printer->print(&diff->news, &print_options, &report);
	int failed = output_write(settings->output, &report, error);
	strbuf_free(&report);
	return failed;
}

static int run_diff(const struct settings *settings, struct error *error)
{
	struct diff_arguments arguments = { 0 };
	struct diff diff = { 0 };
	struct terminal terminal;
	int failed = output_check(settings->output, error) ||
		     read_arguments(&arguments, settings, error);

	if (!failed) {
		terminal_open(&terminal, settings->progress);
		failed = diff_run(&settings->options, &terminal.progress, arguments.tree,
				  &arguments.request, &diff, error);
		terminal_close(&terminal);
	}
	if (!failed && !process_interrupted())
		failed = write_report(settings, &diff, error);
	int code = failed ? EXIT_TROUBLE : diff_exit_code(&settings->options, &diff);
	diff_free(&diff);
	free(arguments.range);
	free(arguments.mail);
	return code;
}

int cmd_diff(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &report_argp, 0, NULL, 0 }, { &rules_argp, 0, NULL, 0 },
		{ &work_argp, 0, NULL, 0 }, { &tree_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	struct error error = { 0 };
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, options, parse,
			    "[REV | A..B | -] [TREE]",
			    "Judges the callbacks that a change to a kernel tree, or to a module outside of one "
			    "whose kernel --build names (default: the current directory), can affect, before "
			    "and after it, and reports what is new and what it fixed.\v"
			    "Without arguments: HEAD against the work tree; REV: that commit against "
			    "the work tree; A..B: two commits; A...B: from where they parted; -: a mail "
			    "or patch on stdin, on top of HEAD or part of it. Untracked files belong to "
			    "both sides. Makefiles and Kconfig are those of the work tree.\n\n"
			    "Exit codes: 0 nothing new; 1 a new violation; 2 usage or environment; 3 no "
			    "new violation, but something newly undecided (with --strict: 1)."))
		code = run_diff(&settings, &error);
	if (error.message)
		print_error(&error);
	error_clear(&error);
	settings_free(&settings);
	return code;
}
