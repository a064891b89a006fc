/* SPDX-License-Identifier: GPL-2.0-only */
/* Results that the user names: files of mncheck scan --format json, and recorded runs. */
#ifndef MNCHECK_CMD_RESULTS_H
#define MNCHECK_CMD_RESULTS_H

#include "cmd/settings.h"
#include "diff/compare_runs.h"
#include "store/history.h"

/*
 * Reads the result NAME: a file, "-" for stdin, else a recorded run, as history_find_run() takes it. Fills the zeroed RUN,
 * which the caller frees in any case, and *TITLE, what messages call it, in the run's arena. Returns 0, or -1 with
 * ERROR filled.
 */
int read_result(const struct settings *settings, const char *name, struct run *run, const char **title,
		struct error *error);

/* Opens the history that SETTINGS name, or NULL with ERROR filled. MAKE: it is made if it lacks. */
struct history *open_history(const struct settings *settings, bool make, struct error *error);

/* Records RUN (--record, --keep), and tells its number on stderr. Returns 0, or -1 with ERROR filled. */
int record_result(const struct settings *settings, const struct run *run, struct error *error);

/*
 * Compares RUN, called TITLE (NULL: by its version), with comparison->before, called FROM, which read_result() filled.
 * Sets run->change; applies what the history says about the findings, if there is one. The caller frees COMPARISON in
 * any case. Returns 0, or -1 with ERROR filled.
 */
int compare_with(const struct settings *settings, const char *from, struct run *run, const char *title,
		 struct run_comparison *comparison, struct error *error);

/* Completes RUN with what the format needs, and writes it as SETTINGS say. Returns the exit code: that of the comparison if the run has one. */
int publish_result(const struct settings *settings, struct run *run, struct error *error);

#endif
