/* SPDX-License-Identifier: GPL-2.0-only */
/* The words of a command line as a shell has them: quotes and backslashes, no expansion. */
#ifndef MNCHECK_KBUILD_MAKE_WORDS_H
#define MNCHECK_KBUILD_MAKE_WORDS_H

#include "base/arena.h"
#include "base/vec.h"

/* Appends the words of TEXT to WORDS; they are in ARENA. */
void split_words(struct arena *arena, const char *text, struct strings *words);

#endif
