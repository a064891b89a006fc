/* SPDX-License-Identifier: GPL-2.0-only */
/* Shell command lines, taken apart without a shell. */
#ifndef MNCHECK_KBUILD_SHELL_H
#define MNCHECK_KBUILD_SHELL_H

#include "base/arena.h"
#include "base/vec.h"
#include "kbuild/kbuild.h"
#include "tree/tree.h"

/*
 * The words of the simple commands in TEXT (at most LENGTH bytes): WORDS gets each word
 * with its quotes removed, and a NULL where one command ends and the next starts (at
 * ; & | ( ) and newlines). Nothing is expanded. Returns -1 when a quote is not closed.
 */
int split_shell(struct arena *arena, const char *text, size_t length, struct strings *words);

/*
 * Makes a compile command of the words ARGV[0..COUNT-1] when they compile one .c file
 * (`-c`, a source, perhaps `-o`): compiler, flags without -c, -o, the source and dependency
 * output. `file` is the source as written. Returns false when they are something else.
 */
bool read_compiler_call(struct arena *arena, char *const *argv, size_t count,
			struct compile_command *command);

#endif
