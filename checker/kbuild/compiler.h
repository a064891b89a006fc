/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The compiler that libclang is, as makefiles and Kconfig files ask about it: which options it takes, what it
 * calls itself. Nothing is run.
 */
#ifndef MNCHECK_KBUILD_COMPILER_H
#define MNCHECK_KBUILD_COMPILER_H

#include <stddef.h>

/* Of which version it is where a caller does not know. */
#define COMPILER_VERSION_TEXT	"clang version 19.1.7"
#define COMPILER_VERSION	190107	/* as in CONFIG_CLANG_VERSION, CONFIG_LLD_VERSION */

enum compiler_answer { COMPILER_NO, COMPILER_YES, COMPILER_UNKNOWN };

/* The number in a text like "Debian clang version 19.1.7 (3~deb12u1)": 190107; 0: there is none. */
unsigned compiler_version(const char *text);

/*
 * Whether VERSION (190107 for 19.1.7) takes the OPTION (LENGTH bytes; what follows -mllvm without that) when it
 * compiles for ARCH ("x86"). Where several patterns of the table fit, the longest one decides.
 */
enum compiler_answer compiler_accepts(unsigned version, const char *arch, const char *option, size_t length);

/* What --target= is for ARCH; NULL: clang has no such target, or none that Linux runs on. */
const char *compiler_target(const char *arch);

#endif
