/* SPDX-License-Identifier: GPL-2.0-only */
/* What scan and check have in common: from a run to a report and an exit code. */
#ifndef MNCHECK_CMD_PUBLISH_H
#define MNCHECK_CMD_PUBLISH_H

#include "cmd/settings.h"
#include "rules/rules.h"

/* Fills a zeroed run. Returns 0, or -1 with ERROR filled. */
typedef int make_run(const struct settings *settings, struct progress *progress, struct run *run,
		     struct error *error);

/*
 * Has the run made, prints it as the settings say, and returns the exit code. Nothing is
 * printed but one line on stderr when it cannot be made or written.
 */
int publish_run(const struct settings *settings, make_run *make);

#endif
