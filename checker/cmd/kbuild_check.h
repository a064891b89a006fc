/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mncheck as the checker of a build, like sparse: judges one file as it is compiled. The call has no
 * subcommand's name, but is one: so it lives in cmd/, beside the subcommands.
 */
#ifndef MNCHECK_CMD_KBUILD_CHECK_H
#define MNCHECK_CMD_KBUILD_CHECK_H

#include "cmd/checker_call.h"

/*
 * Judges the callbacks that the file of CALL puts into an ops struct. The flags of other files that the verdicts
 * depend on are computed, as in a scan with --build. Prints findings on stderr in gcc's form,
 * and undecided verdicts only with --strict; prints nothing otherwise. Writes nothing beside the
 * sources or objects.
 *
 * Returns 0 whatever was found, since at any other exit code kbuild removes the object and stops;
 * EXIT_TROUBLE only for a mistake in mncheck's own options.
 */
int check_for_kbuild(const struct checker_call *call);

#endif
