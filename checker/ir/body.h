/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to ir/: reading the text of one function's body. */
#ifndef MNCHECK_IR_BODY_H
#define MNCHECK_IR_BODY_H

#include "ir/scan.h"

/*
 * Reads the body at SCAN into FUNCTION's locals, blocks and counts. On failure (see
 * scan->failed) FUNCTION is as before.
 */
void scan_body(struct scan *scan, const struct ir_unit *unit, struct ir_function *function);

#endif
