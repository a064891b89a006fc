/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The watcher: a process that sleeps until this one has died, however it died. Then it kills the process groups
 * and removes the scratch paths that this one left, and ends. It is in a session of its own, so that a signal to
 * our group does not reach it.
 */
#ifndef MNCHECK_BASE_WATCHER_H
#define MNCHECK_BASE_WATCHER_H

#include <sys/types.h>

/* Starts it, if it does not run. Where it cannot be started, children still die with their parents. */
void watcher_start(void);
/* Ends it, and what children left behind; exit() does that, too. */
void watcher_stop(void);

/* Process groups of children, while they run. Does nothing without a watcher. */
void watcher_add_group(pid_t group);
void watcher_drop_group(pid_t group);

/* Files and directories that must not outlive this process; absolute paths. */
void watcher_add_path(const char *path);
void watcher_drop_path(const char *path);

/* rm -rf of a file or directory. Returns 0, or -1 with errno. */
int remove_tree(const char *path);

#endif
