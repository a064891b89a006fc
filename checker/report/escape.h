/* SPDX-License-Identifier: GPL-2.0-only */
/* Escaping: file names hold any bytes, terminals and JSON accept only some. */
#ifndef MNCHECK_REPORT_ESCAPE_H
#define MNCHECK_REPORT_ESCAPE_H

#include <stdint.h>

#include "base/str.h"

/*
 * Returns the length of the UTF-8 character at TEXT and stores its code point in *POINT.
 * Returns 0 when the bytes are not UTF-8: also for overlong forms, surrogates and code
 * points beyond U+10FFFF.
 */
size_t decode_character(const char *text, uint32_t *point);

/*
 * Appends TEXT in a form that a terminal only shows (NULL is ""):
 *
 *	control characters				\n, \t, \xNN
 *	bytes that are not UTF-8			\xNN
 *	characters that reorder text (U+202E, ...)	\uNNNN
 */
void escape_for_terminal(struct strbuf *out, const char *text);

/* Appends TEXT as one word of a shell's command, for people who copy it: in quotes where it needs some, and only shown. */
void escape_for_shell(struct strbuf *out, const char *text);

/* Appends TEXT with U+FFFD for each byte that is not UTF-8. NULL is "". */
void escape_for_json(struct strbuf *out, const char *text);

/*
 * Appends TEXT for XML and HTML, within an element or a quoted attribute: &, <, > and quotes become references, control
 * characters but \n and \t, and what is not UTF-8, become U+FFFD. NULL is "".
 */
void escape_for_markup(struct strbuf *out, const char *text);
/* The same for LENGTH bytes of TEXT; an earlier NUL ends it. */
void escape_part_for_markup(struct strbuf *out, const char *text, size_t length);

/* The number of columns of escaped TEXT; each character counts as one. */
size_t columns_of(const char *text);

#endif
