/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of files are any bytes; a terminal and JSON take only some of them. */
#ifndef MNCHECK_REPORT_ESCAPE_H
#define MNCHECK_REPORT_ESCAPE_H

#include <stdint.h>

#include "base/str.h"

/*
 * The length of the UTF-8 character at TEXT and its code point; 0 when the bytes are
 * not UTF-8 (overlong forms, surrogates and what lies beyond U+10FFFF are not).
 */
size_t decode_character(const char *text, uint32_t *point);

/*
 * Appends TEXT so that a terminal shows it and does nothing else: control
 * characters become \n, \t, \xNN, bytes that are not UTF-8 \xNN, and characters that
 * reorder text (U+202E and its like) \uNNNN. NULL is "".
 */
void escape_for_terminal(struct strbuf *out, const char *text);

/* Appends TEXT as valid UTF-8: each byte that is not becomes U+FFFD. NULL is "". */
void escape_for_json(struct strbuf *out, const char *text);

/* How many columns escaped TEXT takes, each character counted as one. */
size_t columns_of(const char *text);

#endif
