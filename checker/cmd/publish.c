// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/publish.h"
#include "cmd/settings.h"

#include "cmd/command.h"
#include "analysis/pipeline.h"
#include "cmd/terminal.h"

static int write_report(const struct settings *settings, struct run *run,
			struct error *error)
{
	struct print_options options = output_options(settings->output);
	struct strbuf report = { 0 };

	settings_print_options(settings, &options);
	printer_prepare(settings->printer, run);
	settings->printer->print(run, &options, &report);
	int failed = output_write(settings->output, &report, error);
	strbuf_free(&report);
	return failed;
}

int publish_run(const struct settings *settings, make_run *make)
{
	struct terminal terminal;
	struct run run = { .explained = settings->printer->needs & NEEDS_DEPENDENCIES };
	struct error error = { 0 };
	int code = EXIT_TROUBLE;

	int failed = output_check(settings->output, &error);
	if (!failed) {
		terminal_open(&terminal, settings->progress);
		failed = make(settings, &terminal.progress, &run, &error);
		terminal_close(&terminal);
	}
	if (!failed && !process_interrupted())
		failed = write_report(settings, &run, &error);
	if (failed)
		print_error(&error);
	else
		code = exit_code(&settings->options, &run);
	error_clear(&error);
	run_free(&run);
	return code;
}
