/* SPDX-License-Identifier: GPL-2.0-only */
/* How each file of a tree is compiled: one build directory, and what stands in for it. */
#ifndef MNCHECK_KBUILD_KBUILD_H
#define MNCHECK_KBUILD_KBUILD_H

#include "tree/tree.h"

/* How one file is compiled. */
struct compile_command {
	const char *file;	/* the source, absolute */
	const char *directory;	/* where the compiler runs, absolute */
	const char *const *flags;	/* without compiler, -c, -o, source and dependency output */
	size_t nflags;
	const char *compiler;	/* "clang-19", "gcc", "aarch64-linux-gnu-gcc-12", ... */
	/*
	 * NULL: the user's (or the first prepared) configuration builds this file. Else
	 * what it was taken from and what that assumes, for the row: "allmodconfig prepared
	 * by mncheck: the given configuration does not build this file", "flags of
	 * drivers/x/y.c with CONFIG_FOO=y: no configuration builds it together with CONFIG_BAR".
	 */
	const char *assumes;
	/* No configuration that was found builds the file: the flags are another file's. */
	bool borrowed;
	const char *why_not;	/* not NULL: there is no command, and this is why */
	bool elsewhere;		/* no configuration of this architecture can build it; with a `why_not` */
};

struct kbuild;			/* one build directory, and the fallbacks behind it */

struct kbuild_options {
	const char *build;	/* --build, NULL: the tree if built in place, else prepared */
	const char *config;	/* --config, NULL: the build's, else everything is on; not together with `build` */
	const char *arch;	/* --arch, NULL: the build's own, else the host's */
	bool computed;		/* nothing of the tree is run: see kbuild_open_computed() */
	const char *clang;	/* what libclang says of itself; for `computed` */
	const char *clang_headers;	/* where its own headers are; likewise */
	/* The command of one file is known, as a build runs just now; the caller's. NULL: none runs. */
	const struct compile_command *given;
	const char *given_file;	/* its name as kbuild_commands() is asked; NULL: given->file */
	/* "NAME=VALUE", what make's command line says when the tree's module is built; NULL: what its own files say */
	const struct strings *variables;
};

/*
 * Finds or prepares the build directory. Preparing (allmodconfig + prepare with
 * LLVM=-19 or the LLVM that is there, in tree->cache_directory, once per tree, version and
 * architecture) tells tree->progress. ERROR_USAGE when OPTIONS->build belongs to another
 * tree or holds no configuration; ERROR_ENVIRONMENT when preparing fails (with the last
 * lines that make printed).
 *
 * With OPTIONS->computed nothing of the tree is run: Kconfig files and makefiles are evaluated, and generated headers
 * are written to tree->cache_directory/generated. Where makefiles cannot be evaluated that is ERROR_USAGE.
 */
struct kbuild *kbuild_open(struct tree *tree, const struct kbuild_options *options,
			   struct error *error);
/* For when that fails: OPTIONS->given is known, and no other file has a command, WHY. OPTIONS has all of it. */
struct kbuild *kbuild_open_given(struct tree *tree, const struct kbuild_options *options, const char *why);
void kbuild_close(struct kbuild *kbuild);

/*
 * The architecture that the build directory BUILD is for, or, where that is NULL, the file CONFIG; NULL with ERROR
 * as kbuild_open() has it.
 */
const char *kbuild_arch_of(struct tree *tree, const char *build, const char *config, struct error *error);

/*
 * The kernel's name of ARCH, which may be a machine's ("aarch64" is arm64). ERROR_USAGE with the
 * names that there are when the tree has no such architecture; a tree without arch/ has any.
 */
const char *tree_arch(struct tree *tree, const char *arch, struct error *error);

const char *kbuild_directory(const struct kbuild *kbuild);	/* absolute */
const char *kbuild_arch(const struct kbuild *kbuild);		/* "x86" */

/*
 * The commands of FILES, in their order, into COMMANDS (COUNT of them, the caller's
 * array; strings in tree->arena). From compile_commands.json where it names the file,
 * else from kbuild; for a file that this configuration does not build other configurations are tried,
 * and `assumes` names the one taken. Kept in tree->cache. A file without any way to compile it has
 * `why_not`; only a failure of the whole is -1.
 */
int kbuild_commands(struct kbuild *kbuild, const char *const *files, size_t count,
		    struct compile_command *commands, struct error *error);

/*
 * Another command for FILE, for a function at LINE that the one of kbuild_commands() leaves
 * out, as the #if around it does not hold there: from a configuration in which it does
 * (prepared when needed), which `assumes` names. `why_not` when there is none, or
 * when no #if is to blame.
 */
int kbuild_command_for_line(struct kbuild *kbuild, const char *file, unsigned line,
			    struct compile_command *command, struct error *error);

#endif
