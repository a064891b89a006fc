/* SPDX-License-Identifier: GPL-2.0-only */
/* The line hash of code hosts (primaryLocationLineHash): it identifies a line also after it moved. */
#ifndef MNCHECK_REPORT_LINEHASH_H
#define MNCHECK_REPORT_LINEHASH_H

#include <stdbool.h>

#include "base/str.h"

/*
 * Appends "HASH:COUNT" for line LINE (from 1) of TEXT. HASH is a polynomial in 37 modulo 2^64
 * over the 100 characters from the start of the line, without spaces and tabs. COUNT says how
 * many lines up to this one have that hash. A code host computes the same for an uploaded log
 * and compares. Returns false when TEXT has no such line.
 */
bool line_hash(const char *text, unsigned line, struct strbuf *out);

#endif
