/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line by which kbuild calls a checker, `make C=1|C=2 CHECK="mncheck [OPTION...]"`:
 *
 *	mncheck [OPTION...] CHECKFLAGS [OPTION...] COMPILER-FLAGS FILE
 *
 * It runs in the object directory and has no subcommand. mncheck's own options may stand anywhere before the
 * file (CF= puts them behind CHECKFLAGS), each written out in full. All other words are the compiler's or
 * sparse's.
 *
 * This lives in cmd/ because the option tables tell which words are mncheck's.
 */
#ifndef MNCHECK_CMD_CHECKER_CALL_H
#define MNCHECK_CMD_CHECKER_CALL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/vec.h"

struct checker_call {
	struct strings own;	/* mncheck's options */
	struct strings flags;	/* the compiler's, in their order */
	const char *file;	/* as kbuild spells it */
	/* Found in the flags, spelt as there; NULL: the flags do not tell. */
	const char *tree;	/* "../linux", "." */
	const char *build;	/* the object tree: "." except for modules outside of it */
	const char *arch;	/* "x86" */
};

/*
 * Reads ARGV into CALL. False if it is no such call, but a subcommand or a mistake. Strings are ARGV's or in
 * ARENA; checker_call_free() frees the lists, in either case.
 */
bool checker_call_read(struct arena *arena, int argc, char **argv, struct checker_call *call);
/*
 * "--target=..." of a cross gcc, whose flags do not tell it: kbuild exports CROSS_COMPILE. In ARENA; NULL: the flags
 * do, or it is no such compiler.
 */
const char *checker_call_target(struct arena *arena, const struct checker_call *call);
void checker_call_free(struct checker_call *call);

/* A flag that was meant to be an option of mncheck, or one that means nothing here (--format); or NULL. */
const char *checker_call_misspelt(const struct checker_call *call);

#endif
