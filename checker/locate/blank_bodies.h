/* SPDX-License-Identifier: GPL-2.0-only */
/* Shortens a source for spatch, which takes long for the bodies of functions. */
#ifndef MNCHECK_LOCATE_BLANK_BODIES_H
#define MNCHECK_LOCATE_BLANK_BODIES_H

#include <stddef.h>

#include "base/str.h"

/*
 * Returns TEXT (NUL-terminated, LENGTH bytes) with blanks in place of each function's body that spatch has nothing to
 * say about: it names none of WORDS, and no struct, typedef or macro of TEXT that does. Length and lines stay.
 * malloc'd; NULL: the text is to be read as it is.
 */
char *blank_bodies(const char *text, size_t length, const struct strings *words);

#endif
