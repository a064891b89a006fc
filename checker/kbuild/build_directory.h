/* SPDX-License-Identifier: GPL-2.0-only */
/* Build directories that the user has: whose they are, whether they are whole, and for which architecture; configurations. */
#ifndef MNCHECK_KBUILD_BUILD_DIRECTORY_H
#define MNCHECK_KBUILD_BUILD_DIRECTORY_H

#include "tree/tree.h"

/* DIRECTORY holds what make leaves behind when it configures. */
bool is_configured(const char *directory);

/* The absolute path of the directory that the user called NAME; in tree->arena. NULL: ERROR_USAGE. */
const char *build_directory_find(struct tree *tree, const char *name, struct error *error);

/* What is there of a build. */
enum build_state {
	BUILD_COMMANDS,		/* a compile_commands.json, and no configuration */
	BUILD_PREPARED,		/* a configuration as make sees it; generated headers may be missing in part */
	BUILD_CONFIGURED,	/* a .config that make did not take over so far */
	BUILD_BARE,		/* no configuration */
};

/*
 * What there is of a build in DIRECTORY (absolute; the user called it NAME). Where something is missing ADVICE
 * becomes a text, in tree->arena, that says what and what to do; else NULL. ERROR_USAGE, saying what to do, where
 * it belongs to another tree, or is no build directory at all.
 */
int build_directory_read(struct tree *tree, const char *directory, const char *name, enum build_state *state,
			 const char **advice, struct error *error);

/* What to run to have DIRECTORY whole: "make -C TREE O=DIRECTORY prepare"; in tree->arena. */
const char *build_directory_remedy(struct tree *tree, const char *directory);
/* The tree that DIRECTORY (absolute) was made from, links resolved, in ARENA; NULL when nothing there says. */
char *build_directory_tree(struct arena *arena, const char *directory);

/* The architecture that its configuration names, else this machine's; in ARENA. NULL with ERROR filled. */
const char *build_directory_arch(struct arena *arena, const char *directory, struct error *error);

/* The directory below arch/ for what is ARCH to make: x86 for i386. */
const char *source_arch(struct tree *tree, const char *arch);

/* The absolute path of the configuration that the user called NAME; in tree->arena. NULL: ERROR_USAGE. */
const char *config_file_find(struct tree *tree, const char *name, struct error *error);
/* The architecture that the configuration at PATH is for; NULL with ERROR filled. */
const char *config_file_arch(struct tree *tree, const char *path, struct error *error);

#endif
