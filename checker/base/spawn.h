/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to base/: starts one program. */
#ifndef MNCHECK_BASE_SPAWN_H
#define MNCHECK_BASE_SPAWN_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

struct confinement;

struct spawn_plan {
	const char *const *argv;	/* argv[0] is looked up on PATH */
	char **environment;
	const char *directory;	/* its working directory, NULL for ours */
	int streams[3];		/* become its stdin, stdout and stderr */
	sigset_t mask;		/* its signal mask */
	bool own_group;		/* it leads a process group of its own */
	const struct confinement *confinement;	/* see confine.h; NULL: it only stays in its group */
};

/*
 * Starts the program. The kernel kills it when this process dies. Signals that this process catches or
 * ignores have their defaults in it. Returns its pid, or -1 with errno.
 */
pid_t spawn_program(const struct spawn_plan *plan);

#endif
