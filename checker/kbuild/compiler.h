/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The compiler that libclang is, as makefiles and Kconfig files ask about it: which options it takes, what it
 * calls itself. Nothing is run.
 */
#ifndef MNCHECK_KBUILD_COMPILER_H
#define MNCHECK_KBUILD_COMPILER_H

#include <stdbool.h>
#include <stddef.h>

#define COMPILER_VERSION_TEXT	"clang version 19.1.7"
#define COMPILER_VERSION	"190107"	/* CONFIG_CLANG_VERSION, CONFIG_LLD_VERSION */

enum compiler_answer { COMPILER_NO, COMPILER_YES, COMPILER_UNKNOWN };

/*
 * Whether it takes the OPTION (LENGTH bytes) when it compiles for ARCH ("x86"); a -W that it does not know:
 * no.
 */
enum compiler_answer compiler_accepts(const char *arch, const char *option, size_t length);

/* What --target= is for ARCH; NULL: clang has no such target, or none that Linux runs on. */
const char *compiler_target(const char *arch);

#endif
