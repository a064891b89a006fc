/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What Kconfig macros ask of assembler, linker and shell, and what those of the compiler that libclang is answer: a
 * clang with its own assembler, ld.lld and llvm's binutils of the same version; no rustc, no pahole. Which flags that
 * compiler takes, compiler.h has. Data alone; kconfig_shell.c takes the commands apart.
 */
#ifndef MNCHECK_KBUILD_KCONFIG_ANSWERS_H
#define MNCHECK_KBUILD_KCONFIG_ANSWERS_H

#include <stddef.h>

/*
 * One answer. In `question` a * stands for any text, in linker flags for any text without a blank. Rows are tried in
 * order; the first that fits is taken.
 */
struct kconfig_answer {
	const char *question;
	const char *arches;	/* SRCARCH, with blanks between and around; NULL: all */
	unsigned since;		/* of clang's versions, 0: all that libclang can be */
	const char *answer;	/* "y", "n", or what is printed; %v in it is clang's version */
};

struct kconfig_answers { const struct kconfig_answer *data; size_t count; };

extern const struct kconfig_answers kconfig_linker_flags;	/* one flag each */
extern const struct kconfig_answers kconfig_instructions;	/* what the assembler is fed with */
extern const struct kconfig_answers kconfig_commands;		/* whole commands */

#endif
