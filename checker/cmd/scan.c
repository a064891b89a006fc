// SPDX-License-Identifier: GPL-2.0-only
/* mncheck scan: judges the callbacks of a whole tree. */
#include "cmd/command.h"
#include "cmd/settings.h"
#include "analysis/fixes.h"
#include "analysis/pipeline.h"
#include "cmd/publish.h"
#include "cmd/terminal.h"

enum { OPTION_ONLY = 1000, OPTION_FIXES };

static const struct argp_option options[] = {
	{ "fixes", OPTION_FIXES, NULL, 0, "Look for fixes of findings, and judge each; for the formats sarif, html, mail "
	  "and patch", 5 },
	{ NULL, 0, NULL, 0, "Callbacks:", 5 },
	{ "only", OPTION_ONLY, "PATH", 0, "Judge only those in this file of the tree, or below this "
	  "directory; what they call is followed everywhere (may be repeated)", 5 },
	{ 0 },
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	if (key == OPTION_ONLY) {
		vec_push(&settings->options.only, value);
		return 0;
	}
	if (key == OPTION_FIXES) {
		settings->fixes = true;
		return 0;
	}
	if (key != ARGP_KEY_END)
		return ARGP_ERR_UNKNOWN;
	if (settings->arguments.count > 1)
		return usage_error(state, "at most one TREE or MODULE is expected");
	return 0;
}

static int scan(const struct settings *settings, struct progress *progress, struct run *run,
		struct error *error)
{
	struct scan_request request = {
		.path = settings->arguments.count ? settings->arguments.data[0] : ".",
		.only = &settings->options.only,
	};

	int failed = scan_tree_as(&settings->options, progress, &request, run, error);

	if (!failed && (settings->fixes || settings->printer->needs & NEEDS_FIXES)) {
		struct progress quiet = silent_progress();

		failed = fix_findings(&settings->options, &quiet, run, error);
	}
	return failed;
}

int cmd_scan(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &report_argp, 0, NULL, 0 }, { &rules_argp, 0, NULL, 0 },
		{ &work_argp, 0, NULL, 0 }, { &tree_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, options, parse, "[TREE | MODULE]",
			    "Judges every mmu-notifier callback of a kernel tree, or of a module outside "
			    "of a tree, whose kernel --build names (default: the current directory)."))
		code = publish_run(&settings, scan);
	settings_free(&settings);
	return code;
}
