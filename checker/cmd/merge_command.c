// SPDX-License-Identifier: GPL-2.0-only
/* mncheck merge: the parts of one scan become its result. */
#include "analysis/merge_parts.h"
#include "cmd/command.h"
#include "cmd/publish.h"
#include "cmd/results.h"
#include "cmd/terminal.h"
#include "report/result_read.h"

enum { OPTION_BASELINE = 1000, OPTION_RECORD };

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	if (key == OPTION_RECORD) {
		settings->record = true;
		return 0;
	}
	if (key == OPTION_BASELINE) {
		settings->baseline = value;
		return 0;
	}
	if (key != ARGP_KEY_END)
		return ARGP_ERR_UNKNOWN;
	if (!settings->arguments.count)
		return usage_error(state, "the parts are expected, files of mncheck scan --shard I/N --format json");
	return 0;
}

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "Comparison:", 5 },
	{ "baseline", OPTION_BASELINE, "RESULT", 0, "As for mncheck scan", 5 },
	{ "record", OPTION_RECORD, NULL, 0, "As for mncheck scan", 5 },
	{ 0 },
};

static int read_parts(const struct strings *names, struct run *parts, struct error *error)
{
	for (size_t i = 0; i < names->count; i++)
		if (result_read_file(names->data[i], &parts[i], error))
			return -1;
	return 0;
}

static void free_parts(struct run *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (parts[i].arena)
			run_free(&parts[i]);
	free(parts);
}

static int make(const struct settings *settings, struct progress *progress, struct run *run, struct error *error)
{
	const struct strings *names = &settings->arguments;

	(void)progress;
	return read_parts(names, settings->parts, error) ||
	       merge_parts(run, settings->parts, (const char *const *)names->data, names->count, error) ? -1 : 0;
}

int cmd_merge(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &report_argp, 0, NULL, 0 }, { &history_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, options, parse, "PART...",
			    "Puts the parts of one scan together, in any order: the result is that of one scan.\v"
			    "PARTs are files that mncheck scan --shard I/N --format json wrote, all N of one tree.")) {
		settings.parts = xcalloc(settings.arguments.count, sizeof(*settings.parts));
		code = publish_run(&settings, make);
		free_parts(settings.parts, settings.arguments.count);
	}
	settings_free(&settings);
	return code;
}
