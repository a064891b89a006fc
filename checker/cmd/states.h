/* SPDX-License-Identifier: GPL-2.0-only */
/* What the engine makes of one function, for those who work on the engine. */
#ifndef MNCHECK_CMD_STATES_H
#define MNCHECK_CMD_STATES_H

#include "cmd/settings.h"
#include "ir/ir.h"

/*
 * Explores the functions called NAME of UNIT (NULL: all), every body entered at once and
 * nothing known at their entry, and appends the ways in which they end. Takes UNIT over.
 */
int dump_states(const struct settings *settings, struct ir_unit *unit, const char *name,
		struct strbuf *out, struct error *error);

#endif
