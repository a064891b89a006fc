/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hints: where a search had better look first. The text of a function, or of the functions whose names it
 * has before a parenthesis, is searched for words that go with the event. No verdict depends on a hint: a
 * wrong one costs the parse of a file. (Ma, Khoo, Foster and Hicks, "Directed symbolic execution", 2011,
 * search first where the target is near on the call graph. Here the graph is read off the text, ahead of
 * the parse.)
 */
#ifndef MNCHECK_ANALYSIS_HINTS_H
#define MNCHECK_ANALYSIS_HINTS_H

#include "analysis/resolver.h"

struct hints;

/* WORDS: NULL-terminated. RESOLVER and WORDS must outlive it. */
struct hints *hints_open(struct resolver *resolver, const char *const *words);
void hints_close(struct hints *hints);

/*
 * Whether a call of the function KEY in FILE seems to lead to one of the words. ASKED gets the names of the
 * functions that the answer depends on (they are the hints').
 */
bool hints_lead(struct hints *hints, const char *key, const char *file, struct strmap *asked);

#endif
