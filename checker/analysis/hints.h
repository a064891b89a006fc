/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where to look first for what a rule looks for: whether the text of a function, or of those whose names stand in
 * it before a parenthesis, has one of some words. No verdict rests on that; a wrong answer costs the
 * parse of a file. (Searching first where the target is near on the call graph: Ma, Khoo, Foster and
 * Hicks, "Directed symbolic execution", 2011; here the graph is read off the text, ahead of the parse.)
 */
#ifndef MNCHECK_ANALYSIS_HINTS_H
#define MNCHECK_ANALYSIS_HINTS_H

#include "analysis/resolver.h"

struct hints;

/* WORDS: NULL-terminated. RESOLVER and WORDS must outlive it. */
struct hints *hints_open(struct resolver *resolver, const char *const *words);
void hints_close(struct hints *hints);

/*
 * Whether a call of the function KEY in FILE looks as if it came to one of the words. The names of functions
 * that the answer hangs on are added to ASKED (they are the hints').
 */
bool hints_lead(struct hints *hints, const char *key, const char *file, struct strmap *asked);

#endif
