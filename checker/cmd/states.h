/* SPDX-License-Identifier: GPL-2.0-only */
/* mncheck dump --states: the ways in which the engine lets a function end. */
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
