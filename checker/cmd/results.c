// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/results.h"

#include <string.h>
#include <unistd.h>

#include "analysis/pipeline.h"
#include "cmd/command.h"
#include "cmd/terminal.h"
#include "report/result_read.h"

static const char *title_of(const struct run *run, const char *name)
{
	return run->tree_version && *run->tree_version ?
	       arena_printf(run->arena, "%s (%s)", name, run->tree_version) : arena_strdup(run->arena, name);
}

int read_result(const struct settings *settings, const char *name, struct run *run, const char **title,
		struct error *error)
{
	(void)settings;
	if (result_read_file(name, run, error))
		return -1;
	*title = title_of(run, !strcmp(name, "-") ? "stdin" : path_base(name));
	return 0;
}

int compare_with(const struct settings *settings, const char *name, struct run *run, const char *title,
		 struct run_comparison *comparison, struct error *error)
{
	const char *from;

	if (read_result(settings, name, &comparison->before, &from, error))
		return -1;
	compare_runs(comparison, run, from, title ? title : title_of(run, "this scan"));
	return 0;
}

int publish_result(const struct settings *settings, const struct run *run, struct error *error)
{
	struct print_options options = output_options(settings->output);
	struct strbuf report = { 0 };

	settings->printer->print(run, &options, &report);
	int failed = output_write(settings->output, &report, error);
	strbuf_free(&report);
	if (failed)
		return EXIT_TROUBLE;
	return run->change && run->change->changes ?
	       changes_exit_code(run->change->changes, settings->options.strict) :
	       exit_code(&settings->options, run);
}
