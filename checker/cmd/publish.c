// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/publish.h"
#include "cmd/settings.h"

#include "base/process.h"
#include "cmd/command.h"
#include "cmd/results.h"
#include "cmd/terminal.h"

int publish_run(const struct settings *settings, make_run *make)
{
	struct run_comparison comparison = { 0 };
	struct terminal terminal;
	struct run run = { 0 };
	struct error error = { 0 };
	int code = EXIT_TROUBLE;

	int failed = output_check(settings->output, &error);
	if (!failed) {
		terminal_open(&terminal, settings->progress);
		failed = make(settings, &terminal.progress, &run, &error);
		terminal_close(&terminal);
	}
	if (!failed && settings->baseline)
		failed = compare_with(settings, settings->baseline, &run, NULL, &comparison, &error);
	if (!failed && !process_interrupted())
		code = publish_result(settings, &run, &error);
	if (error.message)
		print_error(&error);
	error_clear(&error);
	run_comparison_free(&comparison);
	run_free(&run);
	return code;
}
