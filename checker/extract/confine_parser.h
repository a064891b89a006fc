/* SPDX-License-Identifier: GPL-2.0-only */
/* What a parser may touch: it reads texts that somebody else wrote, with a library of a million lines. */
#ifndef MNCHECK_EXTRACT_CONFINE_PARSER_H
#define MNCHECK_EXTRACT_CONFINE_PARSER_H

#include "extract/extraction.h"

/*
 * Confines this process, a worker, to what EXTRACTION needs: it reads the tree, the build directory and what the
 * flags name, it writes precompiled headers, it starts nothing.
 */
void confine_parser(const struct extraction *extraction);

#endif
