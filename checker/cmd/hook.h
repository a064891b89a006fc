/* SPDX-License-Identifier: GPL-2.0-only */
/* Git hooks: which there are, and what they do. */
#ifndef MNCHECK_CMD_HOOK_H
#define MNCHECK_CMD_HOOK_H

#include "cmd/settings.h"

struct hook {
	const char *name;	/* of the file in git's directory of hooks */
	const char *bypass;	/* the command that does without it */
	/* Judges what git is about to do; returns the exit code. */
	int (*run)(const struct settings *settings, const struct hook *hook, const char *tree);
};

extern const struct hook hooks[];	/* the first one is the default */
extern const size_t nhooks;
const struct hook *hook_find(const char *name);

/*
 * A hook of git in the repository that the kernel tree TREE is in. Says on stdout what it did.
 * A hook that is not ours is left alone. Returns 0, or -1 with ERROR filled. The words in
 * settings->flags are what the hook is to be run with.
 */
int hook_install(const struct settings *settings, const struct hook *hook, const char *tree,
		 struct error *error);
/* HOOK NULL: whichever are installed. */
int hook_uninstall(const struct hook *hook, const char *tree, struct error *error);

#endif
