/* SPDX-License-Identifier: GPL-2.0-only */
/* The git hooks: a table of them (hook_run.c), and their installation (hook_install.c). */
#ifndef MNCHECK_CMD_HOOK_H
#define MNCHECK_CMD_HOOK_H

#include "cmd/settings.h"

struct hook {
	const char *name;	/* of the file in git's hooks directory */
	const char *bypass;	/* the git command that skips the hook */
	/* Judges what git is about to do in TREE; returns the exit code. */
	int (*run)(const struct settings *settings, const struct hook *hook, const char *tree);
};

extern const struct hook hooks[];	/* the first one is the default */
extern const size_t nhooks;
/* NULL: there is no such hook. */
const struct hook *hook_find(const char *name);

/*
 * Installs HOOK into the repository of the kernel tree TREE and says so on stdout; settings->flags become the
 * hook's options. It does not touch a hook of another program. Returns 0, or -1 with ERROR filled.
 */
int hook_install(const struct settings *settings, const struct hook *hook, const char *tree,
		 struct error *error);
/* Removes HOOK (NULL: all hooks of mncheck). Likewise; no such hook is an error. */
int hook_uninstall(const struct hook *hook, const char *tree, struct error *error);

#endif
