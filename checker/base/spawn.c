// SPDX-License-Identifier: GPL-2.0-only
/*
 * posix_spawn() cannot ask for a signal at the parent's death, and fork() copies the page tables of a process
 * that may be large. So this is vfork(): the child makes system calls, and touches no memory but its stack.
 */
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/child.h"
#include "base/confine.h"

static int take_stream(int fd, int target)
{
	if (fd == target)
		return fcntl(fd, F_SETFD, 0);
	return dup2(fd, target) < 0 ? -1 : 0;
}

static void restore_signals(const sigset_t *mask)
{
	static const int changed[] = { SIGPIPE, SIGXFSZ, SIGALRM, SIGCHLD };
	sigset_t caught = interrupt_signals();
	struct sigaction standard = { .sa_handler = SIG_DFL };

	for (size_t i = 0; i < sizeof(changed) / sizeof(*changed); i++)
		sigaddset(&caught, changed[i]);
	for (int number = 1; number < SIGRTMIN; number++)
		if (sigismember(&caught, number) == 1)
			sigaction(number, &standard, NULL);
	sigprocmask(SIG_SETMASK, mask, NULL);
}

/* The child's life up to exec. Returns only if it fails, with errno. */
static void become_program(const struct spawn_plan *plan, const struct confinement *confinement, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || (plan->own_group && setpgid(0, 0)) ||
	    (plan->directory && chdir(plan->directory)))
		return;
	for (int i = 0; i < 3; i++)
		if (take_stream(plan->streams[i], i))
			return;
	restore_signals(&plan->mask);
	confine_self(confinement);
	execvpe(plan->argv[0], (char *const *)plan->argv, plan->environment);
}

pid_t spawn_program(const struct spawn_plan *plan)
{
	const struct confinement *confinement = plan->confinement ? plan->confinement : confinement_in_group();
	volatile int failure = 0;
	sigset_t all, before;
	pid_t parent = getpid();

	/* a handler of ours that ran in the child would run in our memory */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	pid_t pid = vfork();
	if (!pid) {
		become_program(plan, confinement, parent);
		failure = errno ? errno : ECHILD;
		_exit(127);
	}
	int saved = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (pid > 0 && failure) {
		reap_pid(pid);
		saved = failure;
		pid = -1;
	}
	errno = saved;
	return pid;
}
