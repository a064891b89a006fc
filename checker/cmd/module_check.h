/* SPDX-License-Identifier: GPL-2.0-only */
/* CHECK= of a module outside of the kernel's tree: one file of it, judged as a scan of the module judges it. */
#ifndef MNCHECK_CMD_MODULE_CHECK_H
#define MNCHECK_CMD_MODULE_CHECK_H

#include "cmd/checker_call.h"
#include "cmd/settings.h"

/*
 * The module's directory that kbuild builds in for CALL (absolute, links resolved, in ARENA); NULL: it builds the
 * kernel itself, or a part of it.
 */
const char *module_of_call(struct arena *arena, const struct checker_call *call);

/*
 * Judges the callbacks that the file of CALL puts into an ops struct. Other files of MODULE and of the kernel are
 * parsed as far as verdicts need them. Prints complaints on stderr. Returns 0, or -1 with ERROR filled.
 */
int check_in_module(const struct settings *settings, const struct checker_call *call, const char *module,
		    struct error *error);

#endif
