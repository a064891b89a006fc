/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to base/: one child process, and signals while there are children. */
#ifndef MNCHECK_BASE_CHILD_H
#define MNCHECK_BASE_CHILD_H

#include <poll.h>
#include <signal.h>
#include <sys/types.h>

#include "base/process.h"

struct child {
	pid_t pid;
	int pidfd;		/* readable when it ended; -1 where the kernel has none */
	double deadline;	/* on now_seconds()'s clock, 0 for none */
	bool timed_out;
};

/* Begins to watch PID, which is killed TIMEOUT_SECONDS from now (0: never). */
void child_watch(struct child *child, pid_t pid, double timeout_seconds);
/* Whether it ended; it stays a zombie, so that its number stays its own. */
bool child_ended(const struct child *child);
/* Kills its group when the deadline has passed. */
void child_heed_deadline(struct child *child);
void child_kill(const struct child *child);
/* Waits for it, after killing it and what is left of its group. */
void child_reap(struct child *child, struct exit_state *state);

/*
 * Appends what can be read from the non-blocking FD to BUF (NULL: nowhere). False at the
 * end of the stream.
 */
bool drain(int fd, struct strbuf *buf);
/* A pipe closed on exec whose read end does not block. Returns 0, or -1 with errno. */
int make_pipe(int ends[2]);

/*
 * Interrupting signals are held back except while poll_children() sleeps, so that none can
 * slip in between a look at process_interrupted() and the sleep.
 */
void interrupts_hold(sigset_t *before);
void interrupts_release(const sigset_t *before);
/*
 * In a forked child: it goes with PARENT, and has a process group of its own, default handlers, the mask from before,
 * and MEMORY_BYTES of address space (0: any). What it starts stays in that group, so that killing it leaves
 * nothing behind.
 */
void become_worker(pid_t parent, const sigset_t *before, size_t memory_bytes);
/*
 * A worker of NURSERY, which is then a child of this process: it does REQUEST, and writes to FD. Returns its number,
 * or -1: the nursery is no more.
 */
pid_t nursery_fork(struct nursery *nursery, const struct strbuf *request, int fd,
		   size_t memory_bytes);
/* Whether a child gets a process group of its own: unless we are a worker. */
bool child_groups(void);
/* The set of those signals. */
sigset_t interrupt_signals(void);

/*
 * Sleeps until one of FDS is ready, a signal comes, or one of the children's deadlines
 * passes (a child without pid is no child).
 */
void poll_children(struct pollfd *fds, nfds_t nfds, const struct child *children, size_t count,
		   size_t stride, const sigset_t *mask);

#endif
