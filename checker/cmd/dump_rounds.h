/* SPDX-License-Identifier: GPL-2.0-only */
/* mncheck dump --rounds: the refinement of one callback, round by round, as text. */
#ifndef MNCHECK_CMD_DUMP_ROUNDS_H
#define MNCHECK_CMD_DUMP_ROUNDS_H

#include "cmd/settings.h"

/*
 * Judges the callback that the first argument of SETTINGS names, in the tree or the file of one that the
 * second names (default: the current directory), and appends the log to OUT. Returns 0, or -1 with ERROR.
 */
int dump_rounds(const struct settings *settings, struct strbuf *out, struct error *error);

#endif
