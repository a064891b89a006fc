/* SPDX-License-Identifier: GPL-2.0-only */
/* Results that the user names: files of mncheck scan --format json, and recorded runs. */
#ifndef MNCHECK_CMD_RESULTS_H
#define MNCHECK_CMD_RESULTS_H

#include "cmd/settings.h"
#include "diff/compare_runs.h"

/*
 * Reads the result NAME: a file, "-" for stdin, else a recorded run, as history_find_run() takes it. Fills the zeroed RUN,
 * which the caller frees in any case, and *TITLE, what messages call it, in the run's arena. Returns 0, or -1 with
 * ERROR filled.
 */
int read_result(const struct settings *settings, const char *name, struct run *run, const char **title,
		struct error *error);

/*
 * Compares RUN, called TITLE (NULL: by its version), with the result NAME, and sets run->change; applies what the
 * history says about the findings, if there is one. COMPARISON is zeroed, and freed by the caller in any case.
 * Returns 0, or -1 with ERROR filled.
 */
int compare_with(const struct settings *settings, const char *name, struct run *run, const char *title,
		 struct run_comparison *comparison, struct error *error);

/* Writes RUN as SETTINGS say. Returns the exit code: that of the comparison if the run has one. */
int publish_result(const struct settings *settings, const struct run *run, struct error *error);

#endif
