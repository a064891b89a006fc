/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The headers that kbuild generates before it compiles anything, written from the tree's own sources:
 * wrappers of asm-generic, tables of system calls, bounds.h and so on. autoconf.h is the configuration's
 * and not among them; nor are headers that a driver makes for itself.
 *
 * Which wrappers and tables there are is evaluated from the tree's makefiles; what kbuild's scripts do with
 * a table is done here by the script's name. Some numbers are known to a compiler alone. Those that decide
 * what is parsed can be asked of a hook; what stands in for the others says so in the header's own text.
 */
#ifndef MNCHECK_KBUILD_GENERATED_H
#define MNCHECK_KBUILD_GENERATED_H

#include "kbuild/flags.h"

struct generated_header {
	const char *path;	/* relative to the directory of the objects: "include/generated/bounds.h" */
	const char *text;
	bool is_prepared;	/* `make prepare` makes it; else it is made later, or in some configurations */
};

struct generated {
	struct arena *arena;	/* of all that is here */
	VEC(struct generated_header) headers;	/* sorted by path */
	VEC(struct make_note) notes;	/* what could not be generated */
};

struct generated_hooks {
	/*
	 * The value of EXPRESSION, an integer constant, as the compiler has it at the end of SOURCE
	 * ("kernel/bounds.c"). False: not known. NULL: nobody can tell.
	 */
	bool (*constant)(void *context, const char *source, const char *expression, long long *value);
	void *context;
};

/* Generates all headers for the tree, architecture and configuration of FLAGS. HOOKS may be NULL. */
void generated_headers(struct flags *flags, const struct generated_hooks *hooks, struct generated *out);
void generated_free(struct generated *generated);

/* ---- generated_trim.c: directories of such headers, CACHE_DIRECTORY/generated/... ---- */

/* Notes that DIRECTORY is in use, if it is one of them. False: it is not there. */
bool generated_use(const char *cache_directory, const char *directory);
/* Removes those that were not used for longest, if there are many. */
void generated_trim(const char *cache_directory);

#endif
