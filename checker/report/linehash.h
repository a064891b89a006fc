/* SPDX-License-Identifier: GPL-2.0-only */
/* What GitHub calls primaryLocationLineHash: an identity of a line that survives moved lines. */
#ifndef MNCHECK_REPORT_LINEHASH_H
#define MNCHECK_REPORT_LINEHASH_H

#include <stdbool.h>

#include "base/str.h"

/*
 * Appends the hash of LINE (from 1) of TEXT: of the 100 characters other than space that
 * begin with it, as a polynomial in 37 modulo 2^64, and how often that value occurred up to there.
 * Who uploads a log has the same computed and compared. False when there is no such line.
 */
bool line_hash(const char *text, unsigned line, struct strbuf *out);

#endif
