/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How each file of a tree is compiled. That is computed: configurations from Kconfig files, flags from makefiles,
 * generated headers from the tree's sources. Nothing of the tree is run. A build directory that the user has is read.
 */
#ifndef MNCHECK_KBUILD_KBUILD_H
#define MNCHECK_KBUILD_KBUILD_H

#include "tree/tree.h"

/* How one file is compiled. */
struct compile_command {
	const char *file;	/* the source, absolute */
	const char *directory;	/* where the compiler runs, absolute */
	const char *const *flags;	/* without compiler, -c, -o, source and dependency output */
	size_t nflags;
	/*
	 * NULL: the user's configuration, or allmodconfig, builds this file. Else the one that it was taken from, for
	 * the row: "allmodconfig with CONFIG_FOO=y".
	 */
	const char *assumes;
	bool borrowed;		/* no configuration builds the file: its options were forced */
	const char *why_not;	/* not NULL: there is no command, and this is why */
	bool elsewhere;		/* no configuration of this architecture can build it; with a `why_not` */
};

struct kbuild;			/* one tree for one architecture, with a configuration to begin with */

struct kbuild_options {
	const char *build;	/* --build, NULL: the tree if built in place, else none */
	const char *config;	/* --config, NULL: the build's, else everything is on; not together with `build` */
	const char *arch;	/* --arch, NULL: the build's own, else the host's */
	const char *clang;	/* what libclang says of itself */
	const char *clang_headers;	/* where its own headers are */
	/* The command of one file is known, as a build runs just now; the caller's. NULL: none runs. */
	const struct compile_command *given;
	const char *given_file;	/* its name as kbuild_commands() is asked; NULL: given->file */
	/* "NAME=VALUE", what make's command line says when the tree's module is built; NULL: what its own files say */
	const struct strings *variables;
};

/*
 * Generated headers are written to tree->cache_directory/generated, what was found out is kept in tree->cache. What a
 * build directory lacks is computed as well, and told to tree->progress. ERROR_USAGE when OPTIONS->build belongs to
 * another tree or holds no configuration, and where makefiles cannot be evaluated.
 */
struct kbuild *kbuild_open(struct tree *tree, const struct kbuild_options *options,
			   struct error *error);
/* For when that fails: OPTIONS, all of which are given, have the command of one file; no other has one, WHY. */
struct kbuild *kbuild_open_alone(struct tree *tree, const struct kbuild_options *options, const char *why);
void kbuild_close(struct kbuild *kbuild);

/* Keeps generated headers in TREE's cache from becoming many. */
void kbuild_trim(struct tree *tree);

/*
 * The architecture that the build directory BUILD is for, or, where that is NULL, the file CONFIG, or, without both, the
 * tree; NULL with ERROR as kbuild_open() has it.
 */
const char *kbuild_arch_of(struct tree *tree, const char *build, const char *config, struct error *error);

/*
 * The kernel's name of ARCH, which may be a machine's ("aarch64" is arm64). ERROR_USAGE with the
 * names that there are when the tree has no such architecture; a tree without arch/ has any.
 */
const char *tree_arch(struct tree *tree, const char *arch, struct error *error);

/*
 * Appends the architectures of the tree that libclang can compile for to NAMES, in tree->arena; tells of the
 * others.
 */
void tree_all_arches(struct tree *tree, struct strings *names);

const char *kbuild_directory(const struct kbuild *kbuild);	/* absolute */
const char *kbuild_arch(const struct kbuild *kbuild);		/* "x86" */

/*
 * The commands of FILES, in their order, into COMMANDS (COUNT of them, the caller's
 * array; strings in tree->arena). What a build recorded comes first; for a file that the configuration
 * does not build it is the nearest configuration that does, and `assumes` names it. A file without any way to compile it has
 * `why_not`; only a failure of the whole is -1.
 */
int kbuild_commands(struct kbuild *kbuild, const char *const *files, size_t count,
		    struct compile_command *commands, struct error *error);

/*
 * Another command for FILE, for a function at LINE that the one of kbuild_commands() leaves
 * out, as the #if around it does not hold there: from a configuration in which it does, which
 * `assumes` names. `why_not` when there is none, or
 * when no #if is to blame.
 */
int kbuild_command_for_line(struct kbuild *kbuild, const char *file, unsigned line,
			    struct compile_command *command, struct error *error);

/*
 * The makefile that has a rule for HEADER, which FILE includes by that name and which is not there; NULL: none does, or
 * it is not known. In tree->arena. Rules are not run.
 */
const char *kbuild_maker_of(struct kbuild *kbuild, const char *file, const char *header);

/*
 * Whether the file PATH (relative to the tree) may decide how others are compiled: makefiles, Kconfig files, tables
 * and sources that headers are generated from.
 */
bool kbuild_is_input(const char *path);

#endif
