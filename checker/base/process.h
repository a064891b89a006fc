/* SPDX-License-Identifier: GPL-2.0-only */
/* Child processes: a program that is run and waited for, and a pool of forked workers. */
#ifndef MNCHECK_BASE_PROCESS_H
#define MNCHECK_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"

/* How a child ended. */
struct exit_state {
	int code;		/* its exit code, -1 when a signal ended it */
	int signal;		/* that signal, else 0 */
	bool timed_out;		/* it ran past its limit and was killed */
	double limit_seconds;	/* that limit, 0 for none */
	long peak_kib;		/* its largest resident set, KiB */
	double cpu_seconds;	/* user and system time of it and its children */
};

struct confinement;

struct run_options {
	const char *directory;	/* its working directory, NULL for ours */
	const char *const *unset;	/* environment variables to remove, NULL-terminated, or NULL */
	const char *const *set;	/* "NAME=value" that it gets in their place, NULL-terminated, or NULL */
	const char *input;	/* file for its stdin, NULL for /dev/null */
	double timeout_seconds;	/* then the whole process group is killed; 0: see process_limit_waits() */
	bool merge_stderr;	/* stderr goes to OUT as well */
	const struct confinement *confinement;	/* see confine.h; NULL: it only stays in its process group */
};

struct fork_server;

/*
 * Runs ARGV[0] (looked up on PATH) and waits for its end. Appends its stdout to OUT and its
 * stderr to ERR (either may be NULL: discarded); its stdin is OPTIONS->input. Fills STATE (may be
 * NULL) and returns 0 once the program was started and reaped, with any exit code. Returns -1
 * with ERROR filled (it names the program) and errno when it cannot be started. On an interrupt (see
 * process_interrupted()) the child's group is killed.
 */
int run_process(const char *const *argv, const struct run_options *options,
		struct strbuf *out, struct strbuf *err, struct exit_state *state,
		struct error *error);

/* Programs that are run without a limit of their own get this one; 0, as at the beginning: none. */
void process_limit_waits(double seconds);

/* What became of a child, for behind its name: "was killed by signal 9 (Killed)". malloc'd. */
char *describe_exit(const struct exit_state *state);

/* Limits of one worker. */
struct worker_limits {
	size_t memory_bytes;	/* address space, 0 for none (RLIMIT_AS) */
	double timeout_seconds;	/* wall clock, 0 for none */
};

/* Which process forks the workers. */
struct worker_origin {
	struct fork_server *fork_server;	/* see fork_server.h; its job must do what JOB does */
	/* Appends the request for job INDEX to REQUEST. False: this process forks that worker. */
	bool (*pack)(size_t index, struct strbuf *request, void *context);
};

/*
 * Runs JOB for each index 0..COUNT-1, each in a forked process of its own, at most
 * JOBS at once. JOB writes its result with write(2) to FD and returns 0, or writes a
 * one-line reason and returns -1. DONE is called in this process, in the order in which
 * jobs end, with all that the job wrote and with how its process ended. A crash, a timeout
 * or a memory limit is one DONE call with that state. LIMITS may be NULL: none.
 *
 * ORIGIN may be NULL: this process forks all workers. With an origin the fork server forks them,
 * and this process forks those that the server cannot.
 *
 * Returns 0, or -1 with ERROR filled when no process can be forked or on an interrupt;
 * all children are then killed and reaped first.
 */
int run_workers(size_t count, unsigned jobs, const struct worker_limits *limits,
		const struct worker_origin *origin, int (*job)(size_t index, int fd, void *context),
		void (*done)(size_t index, const char *data, size_t length,
			     const struct exit_state *state, void *context),
		void *context, struct error *error);

/*
 * One worker that starts now and is waited for later. JOB is as for run_workers(), with index 0.
 * Its output is read only in finish_early_worker(), so it blocks after writing as much as a pipe
 * holds. Returns NULL when no process can be started.
 */
struct early_worker;
struct early_worker *start_early_worker(const struct worker_limits *limits,
					int (*job)(size_t index, int fd, void *context),
					void *context);
/*
 * Waits for its end and calls DONE as run_workers() does; after an interrupt it kills the worker
 * instead. Frees it.
 */
void finish_early_worker(struct early_worker *worker,
			 void (*done)(size_t index, const char *data, size_t length,
				      const struct exit_state *state, void *context));
/* Kills the worker and frees it. */
void drop_early_worker(struct early_worker *worker);

/*
 * Installs handlers for SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGPIPE that only set a flag, which run_process() and
 * run_workers() heed. A process that has not ended most of a second later dies of the signal. Ignores
 * SIGXFSZ: writing fails instead. Opens what is closed of the standard streams. Call once from main().
 */
void process_catch_interrupts(void);
/* The signal that arrived, 0 for none. */
int process_interrupted(void);

/* Seconds on the monotonic clock. */
double now_seconds(void);

#endif
