// SPDX-License-Identifier: GPL-2.0-only
/* mncheck scan: judges the callbacks of a whole tree. */
#include "cmd/command.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/settings.h"
#include "analysis/fixes.h"
#include "analysis/pipeline.h"
#include "cmd/publish.h"
#include "cmd/terminal.h"

enum { OPTION_ONLY = 1000, OPTION_BASELINE, OPTION_RECORD, OPTION_KEEP, OPTION_SHARD, OPTION_FIXES };

static const struct argp_option options[] = {
	{ "fixes", OPTION_FIXES, NULL, 0, "Look for fixes of findings, and judge each; for the formats sarif, html, mail "
	  "and patch", 1 },
	{ NULL, 0, NULL, 0, "Callbacks:", 5 },
	{ "only", OPTION_ONLY, "PATH", 0, "Judge only those in this file, or below this directory, of the tree: as seen from "
	  "the current directory where that is in it, else from its top; what they call is followed everywhere (may be "
	  "repeated)", 5 },
	{ "shard", OPTION_SHARD, "I/N", 0, "Judge part I of N of the callbacks; mncheck merge puts the N reports of "
	  "--format json together", 5 },
	{ NULL, 0, NULL, 0, "Comparison:", 6 },
	{ "baseline", OPTION_BASELINE, "RESULT", 0, "Report what is new since this result, a file of --format json or a "
	  "recorded run; the exit code is then that of mncheck compare", 6 },
	{ "record", OPTION_RECORD, NULL, 0, "Keep the result in the history (mncheck history)", 6 },
	{ "keep", OPTION_KEEP, "N", 0, "With --record: drop runs of a tree but for the N newest (default: keep all)", 6 },
	{ 0 },
};

#define SUPPRESSIONS_HELP \
	"Suppressions: a finding that is known and accepted is silenced by a comment on its line, on the callback's, or " \
	"right above one of them:\n\n" \
	"  /* mncheck: allow RULE because REASON */\n\n" \
	"or by a line of the file .mncheck-allow at the top of the tree, or of one anywhere else (--allow FILE):\n\n" \
	"  WHERE RULE because REASON\n\n" \
	"Commas separate several rules. WHERE is a shell pattern of callbacks (foo_*), of files (drivers/foo/*), or of both " \
	"(drivers/foo/*:foo_*); lines that begin with # are comments. The table shows such a finding as allowed, with the " \
	"reason, and the exit code ignores it. A suppression without a reason, or that silences nothing any more, is reported.\n\n" \
	"Exit codes: 0 all holds; 1 a violation; 2 usage or environment; 3 something is undecided or was not analysed."

/* Reads "I/N". */
static error_t parse_shard(struct argp_state *state, struct options *scan_options, const char *value)
{
	char *end;
	unsigned long shard = strtoul(value, &end, 10), shards = *end == '/' ? strtoul(end + 1, &end, 10) : 0;

	if (*end || strchr("-+ ", *value) || !shard || shard > shards || shards > 10000)
		return usage_error(state, "--shard takes I/N, part I of N, as 1/4, not '%s'", value);
	scan_options->shard = (unsigned)shard;
	scan_options->shards = (unsigned)shards;
	return 0;
}

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	switch (key) {
	case OPTION_ONLY:
		vec_push(&settings->options.only, value);
		return 0;
	case OPTION_FIXES:
		settings->fixes = true;
		return 0;
	case OPTION_BASELINE:
		settings->baseline = value;
		return 0;
	case OPTION_RECORD:
		settings->record = true;
		return 0;
	case OPTION_SHARD:
		return parse_shard(state, &settings->options, value);
	case OPTION_KEEP:
		settings->keep = (unsigned)strtoul(value, NULL, 10);
		return settings->keep && strlen(value) < 7 && strspn(value, "0123456789") == strlen(value) ? 0 :
		       usage_error(state, "--keep takes a number of 1 or more, not '%s'", value);
	case ARGP_KEY_END:
		if (settings->arguments.count > 1)
			return usage_error(state, "at most one TREE or MODULE is expected");
		if (settings->options.shards && (settings->baseline || settings->record))
			return usage_error(state, "--baseline and --record are for whole results: give them to mncheck merge");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int scan(const struct settings *settings, struct progress *progress, struct run *run,
		struct error *error)
{
	struct scan_request request = {
		.path = settings->arguments.count ? settings->arguments.data[0] : NULL,
		.only = &settings->options.only,
	};

	int failed = scan_tree_as(&settings->options, progress, &request, run, error);

	if (!failed && (settings->fixes || settings->printer->needs & NEEDS_FIXES)) {
		struct progress quiet = silent_progress();

		failed = fix_findings(&settings->options, progress, &quiet, run, error);
	}
	return failed;
}

int cmd_scan(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &report_argp, 0, NULL, 0 }, { &rules_argp, 0, NULL, 0 },
		{ &work_argp, 0, NULL, 0 }, { &tree_argp, 0, NULL, 0 },
		{ &history_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, options, parse, "[TREE | MODULE]",
			    "Judges every mmu-notifier callback of a kernel tree, or of a module outside "
			    "of a tree, whose kernel --build names (default: the tree around the current directory)."
			    "\v" SUPPRESSIONS_HELP))
		code = publish_run(&settings, scan);
	settings_free(&settings);
	return code;
}
