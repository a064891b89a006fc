/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a run to a report and an exit code, for scan and check. It lives in cmd/ because it connects the
 * settings, the terminal and the exit code.
 */
#ifndef MNCHECK_CMD_PUBLISH_H
#define MNCHECK_CMD_PUBLISH_H

#include "cmd/settings.h"
#include "rules/rules.h"

/* Fills RUN, which is zeroed. Returns 0, or -1 with ERROR filled. */
typedef int make_run(const struct settings *settings, struct progress *progress, struct run *run,
		     struct error *error);

/*
 * Calls MAKE and prints its run as SETTINGS say. Returns the exit code. If the run cannot be made or
 * written, it prints one line on stderr and nothing else.
 */
int publish_run(const struct settings *settings, make_run *make);

#endif
