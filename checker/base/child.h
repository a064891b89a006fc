/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to base/: one child process, and signals while children run. */
#ifndef MNCHECK_BASE_CHILD_H
#define MNCHECK_BASE_CHILD_H

#include <poll.h>
#include <signal.h>
#include <sys/types.h>

#include "base/fork_server.h"
#include "base/process.h"

struct child {
	pid_t pid;
	int pidfd;		/* readable when it ended; -1 where the kernel has no pidfds */
	double deadline;	/* on now_seconds()'s clock, 0 for none */
	double limit;		/* seconds from its start until then */
	double next_continue;	/* when its group is made to go on again, if it was stopped */
	bool timed_out;
};

/* Fills CHILD for PID, with a deadline TIMEOUT_SECONDS from now (0: none). */
void child_watch(struct child *child, pid_t pid, double timeout_seconds);
/* Whether it ended. It stays a zombie until child_reap(), so that nobody else gets its pid. One that was stopped goes on. */
bool child_ended(const struct child *child);
/* Kills its group once the deadline has passed; until then what was stopped of it goes on. */
void child_heed_deadline(struct child *child);
/* Kills it and its group; does not wait. */
void child_kill(const struct child *child);
/* Kills it and the rest of its group, waits for all of them, and fills STATE. */
void child_reap(struct child *child, struct exit_state *state);
/* Waits for the end of PID, which must be near. */
void reap_pid(pid_t pid);

/*
 * Appends to BUF (NULL: discards) all that the non-blocking FD has now. Returns false at the
 * end of the stream.
 */
bool drain(int fd, struct strbuf *buf);
/* A pipe closed on exec; its read end does not block. Returns 0, or -1 with errno. */
int make_pipe(int ends[2]);

/* The signals that interrupt a run: those that process_catch_interrupts() gives a handler. */
sigset_t interrupt_signals(void);
/*
 * interrupts_hold() blocks these signals and stores the mask from before, which
 * interrupts_release() restores. In between only poll_children() lets them in: none can arrive
 * after the caller looked at process_interrupted() and before it sleeps.
 */
void interrupts_hold(sigset_t *before);
void interrupts_release(const sigset_t *before);

/*
 * Turns a forked child into a worker: it dies with PARENT, leads a process group of its own, has
 * default handlers and the signal mask BEFORE, and MEMORY_BYTES of address space (0: no limit).
 * Programs that it starts stay in its group, so that killing the group leaves nothing behind.
 */
void become_worker(pid_t parent, const sigset_t *before, size_t memory_bytes);
/*
 * Has SERVER fork a worker that does REQUEST and writes to FD, in MEMORY_BYTES of address space (0:
 * no limit). Returns the pid, a child of this process, or -1 when the server has died.
 */
pid_t fork_server_fork(struct fork_server *server, const struct strbuf *request, int fd,
		       size_t memory_bytes);
/* Whether children get a process group of their own: true except in a worker. */
bool child_groups(void);

/*
 * Sleeps until one of FDS is ready, a signal arrives, the deadline of one of the children passes, or it is
 * time to see whether one was stopped. CHILDREN are COUNT structs child, STRIDE bytes apart; those with pid 0 are skipped. MASK
 * is the signal mask during the sleep.
 */
void poll_children(struct pollfd *fds, nfds_t nfds, const struct child *children, size_t count,
		   size_t stride, const sigset_t *mask);

#endif
