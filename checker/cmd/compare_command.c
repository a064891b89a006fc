// SPDX-License-Identifier: GPL-2.0-only
/* mncheck compare and mncheck report: results that were made earlier. */
#include "cmd/command.h"
#include "cmd/results.h"
#include "cmd/terminal.h"

enum { OPTION_AGAINST = 1000 };

static error_t parse_compare(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	(void)value;
	if (key != ARGP_KEY_END)
		return ARGP_ERR_UNKNOWN;
	if (settings->arguments.count != 2)
		return usage_error(state, "two results are expected, OLD and NEW (see mncheck compare --help)");
	return 0;
}

/* Prints the result NAME, compared with the result BEFORE (NULL: with none). Returns the exit code. */
static int print_result(const struct settings *settings, const char *name, const char *before)
{
	struct run_comparison comparison = { 0 };
	struct run run = { 0 };
	struct error error = { 0 };
	const char *title = NULL, *from = NULL;
	int code = EXIT_TROUBLE;

	if (!output_check(settings->output, &error) &&
	    !read_result(settings, name, &run, &title, &error) &&
	    !(before && (read_result(settings, before, &comparison.before, &from, &error) ||
			 compare_with(settings, from, &run, title, &comparison, &error))))
		code = publish_result(settings, &run, &error);
	if (error.message)
		print_error(&error);
	error_clear(&error);
	run_comparison_free(&comparison);
	if (run.arena)
		run_free(&run);
	return code;
}

int cmd_compare(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &report_argp, 0, NULL, 0 }, { &history_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, NULL, parse_compare, "OLD NEW",
			    "Compares two results: findings that are new, fixed or still there, rules newly "
			    "undecided or decided, callbacks added, vanished or renamed.\v"
			    "OLD and NEW are files that mncheck scan --format json wrote (-: stdin), or recorded "
			    "runs (see mncheck history): a number, \"last\" or \"last~2\".\n\n"
			    "Exit codes: 0 nothing new; 1 a new violation; 2 usage or environment; 3 no new "
			    "violation, but something newly undecided (with --strict: 1)."))
		code = print_result(&settings, settings.arguments.data[1], settings.arguments.data[0]);
	settings_free(&settings);
	return code;
}

static const struct argp_option report_options[] = {
	{ NULL, 0, NULL, 0, "Comparison:", 5 },
	{ "against", OPTION_AGAINST, "RESULT", 0, "Say what changed since this result", 5 },
	{ 0 },
};

static error_t parse_report(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	if (key == OPTION_AGAINST) {
		settings->baseline = value;
		return 0;
	}
	if (key != ARGP_KEY_END)
		return ARGP_ERR_UNKNOWN;
	if (settings->arguments.count != 1)
		return usage_error(state, "one result is expected (see mncheck report --help)");
	return 0;
}

int cmd_report(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &report_argp, 0, NULL, 0 }, { &history_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, report_options, parse_report, "RESULT",
			    "Prints a result that was made earlier in any format.\v"
			    "RESULT is a file that mncheck scan --format json wrote (-: stdin), or a recorded run (see "
			    "mncheck history): a number, \"last\" or \"last~2\".\n\n"
			    "Exit codes: those of mncheck scan; with --against those of mncheck compare."))
		code = print_result(&settings, settings.arguments.data[0], settings.baseline);
	settings_free(&settings);
	return code;
}
