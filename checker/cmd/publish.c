// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/publish.h"
#include "cmd/settings.h"

#include "base/process.h"
#include "cmd/command.h"
#include "cmd/results.h"
#include "cmd/terminal.h"

/* Makes the run, and compares it with the baseline, which is read before the work is done. */
static int make_result(const struct settings *settings, make_run *make, struct run *run,
		       struct run_comparison *comparison, struct error *error)
{
	struct terminal terminal;
	const char *from = NULL;

	if (output_check(settings->output, error) ||
	    (settings->baseline && read_result(settings, settings->baseline, &comparison->before, &from, error)))
		return -1;
	terminal_open(&terminal, settings->progress);
	int failed = make(settings, &terminal.progress, run, error);
	terminal_close(&terminal);
	if (!failed && settings->baseline)
		failed = compare_with(settings, from, run, NULL, comparison, error);
	return failed;
}

int publish_run(const struct settings *settings, make_run *make)
{
	struct run_comparison comparison = { 0 };
	struct run run = { .explained = settings->printer->needs & NEEDS_DEPENDENCIES };
	struct error error = { 0 }, unrecorded = { 0 };
	int code = EXIT_TROUBLE;

	/* a result that cannot be recorded is reported all the same */
	if (!make_result(settings, make, &run, &comparison, &error) && !process_interrupted()) {
		int failed = settings->record ? record_result(settings, &run, &unrecorded) : 0;

		code = publish_result(settings, &run, &error);
		code = failed ? EXIT_TROUBLE : code;
	}
	if (unrecorded.message)
		print_error(&unrecorded);
	if (error.message)
		print_error(&error);
	error_clear(&unrecorded);
	error_clear(&error);
	run_comparison_free(&comparison);
	run_free(&run);
	return code;
}
