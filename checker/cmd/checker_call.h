/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How kbuild calls a checker, `make C=1|C=2 CHECK="mncheck [OPTION...]"`:
 *
 *	mncheck [OPTION...] CHECKFLAGS [OPTION...] COMPILER-FLAGS FILE
 *
 * in the object directory and without a subcommand. Options of mncheck's own may stand
 * anywhere before the file (CF= puts them behind CHECKFLAGS), each written out in full; all
 * other words are the compiler's or sparse's.
 */
#ifndef MNCHECK_CMD_CHECKER_CALL_H
#define MNCHECK_CMD_CHECKER_CALL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/vec.h"

struct checker_call {
	struct strings own;	/* options of mncheck */
	struct strings flags;	/* of the compiler, in their order */
	const char *file;	/* as kbuild writes it */
	/* What the flags tell of the kernel, spelt as there; NULL: nothing. */
	const char *tree;	/* "../linux", "." */
	const char *build;	/* the object tree: "." but for modules outside of it */
	const char *arch;	/* "x86" */
};

/*
 * Reads the command line as such a call; false when it is none: then a subcommand or a
 * mistake. Strings are ARGV's or in ARENA; the lists are freed with checker_call_free() in
 * either case.
 */
bool checker_call_read(struct arena *arena, int argc, char **argv, struct checker_call *call);
void checker_call_free(struct checker_call *call);

#endif
