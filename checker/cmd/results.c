// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/results.h"

#include <string.h>
#include <unistd.h>

#include "analysis/pipeline.h"
#include "cmd/command.h"
#include "cmd/terminal.h"
#include "diff/record.h"
#include "report/result_read.h"

static const char *title_of(const struct run *run, const char *name)
{
	return run->tree_version && *run->tree_version ?
	       arena_printf(run->arena, "%s (%s)", name, run->tree_version) : arena_strdup(run->arena, name);
}

struct history *open_history(const struct settings *settings, bool make, struct error *error)
{
	char *path = settings->history ? xstrdup(settings->history) : history_default_path();
	struct history *history = history_open(path, make, error);

	free(path);
	return history;
}

static bool has_history(const struct settings *settings)
{
	char *path = settings->history ? xstrdup(settings->history) : history_default_path();
	bool found = !access(path, F_OK);

	free(path);
	return found;
}

int record_result(const struct settings *settings, const struct run *run, struct error *error)
{
	struct history *history = open_history(settings, true, error);
	int64_t id = 0;
	int failed = history ? record_run(history, run, settings->keep, &id, error) : -1;

	history_close(history);
	if (!failed)
		fprintf(stderr, "mncheck: recorded as run %lld\n", (long long)id);
	return failed;
}

static int read_recorded(const struct settings *settings, const char *name, struct run *run, const char **title,
			 struct error *error)
{
	struct history *history = NULL;
	int64_t id = 0;

	if (!has_history(settings))
		return error_set(error, ERROR_USAGE, "%s: no such file, and no run is recorded", name);
	history = open_history(settings, false, error);
	int failed = !history || history_find_run(history, name, &id, error) ||
		     recorded_run(history, id, run, error) ? -1 : 0;

	history_close(history);
	if (!failed)
		*title = title_of(run, arena_printf(run->arena, "run %lld", (long long)id));
	return failed;
}

/* Findings that people judged. Without a history, or a run in it, there are none. */
static int heed_triage(const struct settings *settings, struct changes *changes, struct error *error)
{
	if (!has_history(settings))
		return 0;
	struct history *history = open_history(settings, false, error);
	int failed = history ? triage_from_history(history, changes, error) : -1;

	history_close(history);
	return failed;
}

int read_result(const struct settings *settings, const char *name, struct run *run, const char **title,
		struct error *error)
{
	if (strcmp(name, "-") && access(name, F_OK))
		return read_recorded(settings, name, run, title, error);
	if (result_read_file(name, run, error))
		return -1;
	if (run->part.count)
		return error_set(error, ERROR_USAGE, "%s: part %u of %u of a scan: put the parts together with mncheck merge",
				 name, run->part.index, run->part.count);
	*title = title_of(run, !strcmp(name, "-") ? "stdin" : path_base(name));
	return 0;
}

int compare_with(const struct settings *settings, const char *from, struct run *run, const char *title,
		 struct run_comparison *comparison, struct error *error)
{
	compare_runs(comparison, run, from, title ? title : title_of(run, "this scan"));
	return heed_triage(settings, &comparison->changes, error);
}

int publish_result(const struct settings *settings, struct run *run, struct error *error)
{
	struct print_options options = output_options(settings->output);
	struct strbuf report = { 0 };

	settings_print_options(settings, &options);
	printer_prepare(settings->printer, run);
	if (settings->options.verbose)
		tell_whole_paths(run);
	settings->printer->print(run, &options, &report);
	int failed = output_write(settings->output, &report, error);
	strbuf_free(&report);
	if (failed)
		return EXIT_TROUBLE;
	return run->change && run->change->changes ?
	       changes_exit_code(run->change->changes, settings->options.strict) :
	       exit_code(&settings->options, run);
}
