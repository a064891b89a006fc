/* SPDX-License-Identifier: GPL-2.0-only */
/* mncheck as the checker of a build, like sparse: one file, as it is compiled. */
#ifndef MNCHECK_CMD_KBUILD_CHECK_H
#define MNCHECK_CMD_KBUILD_CHECK_H

#include "cmd/checker_call.h"

/*
 * Judges the callbacks that the file of CALL puts into an ops struct, with what its unit and
 * those that earlier scans of the tree left can decide. Findings go to stderr, as gcc writes
 * warnings; nothing is printed when there is none, and nothing is written beside the sources
 * or objects. What is undecided is told with --strict only.
 *
 * The exit code is 0 whatever was found, --strict or not: at any other kbuild removes the
 * object and stops. Only a mistake in mncheck's own options is EXIT_TROUBLE.
 */
int check_for_kbuild(const struct checker_call *call);

#endif
