/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to ir/: reads the text of one function's body. */
#ifndef MNCHECK_IR_READ_BODY_H
#define MNCHECK_IR_READ_BODY_H

#include "ir/scanner.h"

/*
 * Reads the body at SCAN into FUNCTION's locals, blocks and counts; the scanner's arena owns
 * them. On failure (scan->failed) FUNCTION is unchanged.
 */
void scan_body(struct scanner *scan, const struct ir_unit *unit, struct ir_function *function);

#endif
