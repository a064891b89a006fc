/* SPDX-License-Identifier: GPL-2.0-only */
/* Child processes: one that is waited for, and a pool of forked workers. */
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
	long peak_kib;		/* its largest resident set, KiB */
	double cpu_seconds;	/* user and system time of it and its children */
};

struct run_options {
	const char *directory;	/* its working directory, NULL for ours */
	const char *const *unset;	/* environment variables to remove, NULL-terminated, or NULL */
	double timeout_seconds;	/* 0 for none; the whole process group is killed */
	bool merge_stderr;	/* stderr goes into `out` as well */
};

/*
 * Runs ARGV[0] (looked up on PATH) and waits. What it prints is appended to OUT
 * and ERR (either may be NULL: discarded). stdin is /dev/null. Returns 0 when it
 * was started and reaped, whatever its exit code; -1 with ERROR filled (naming the
 * program) when it cannot be started. On SIGINT/SIGTERM (see process_interrupted())
 * the child's group is killed.
 */
int run_process(const char *const *argv, const struct run_options *options,
		struct strbuf *out, struct strbuf *err, struct exit_state *state,
		struct error *error);

/* Limits of one worker. */
struct worker_limits {
	size_t memory_bytes;	/* address space, 0 for none (RLIMIT_AS) */
	double timeout_seconds;	/* wall clock, 0 for none */
};

/*
 * A process that is forked while this one is small, and that forks workers when it is large: what a fork costs grows
 * with the memory of who forks, for both sides.
 */
struct nursery;
/*
 * What PREPARE does (NULL: nothing) every worker then has done. JOB gets the bytes of its request, and
 * is else as for run_workers(). NULL where there can be none.
 */
struct nursery *nursery_open(void (*prepare)(void),
			     int (*job)(const char *request, size_t length, int fd));
/* No worker of it may be left. NULL is allowed. */
void nursery_close(struct nursery *nursery);

/* Where workers come from. */
struct worker_origin {
	struct nursery *nursery;
	/* Appends the request of job INDEX to REQUEST; false: it has none, and is forked here. */
	bool (*pack)(size_t index, struct strbuf *request, void *context);
};

/*
 * Runs JOB for each index 0..COUNT-1, each in a forked process of its own, at most
 * JOBS at once. JOB writes its result with write(2) to FD and returns 0, or
 * returns -1 after writing a one-line reason. DONE is called in this process, in
 * the order in which jobs end, with everything written and how the child
 * ended. A crash, a timeout or a memory limit is one DONE call with that state.
 * Returns 0, or -1 with ERROR filled when no child could be forked or on
 * interruption (all children are then killed and reaped first). ORIGIN: NULL, or what does as JOB does
 * elsewhere; where that fails JOB does it.
 */
int run_workers(size_t count, unsigned jobs, const struct worker_limits *limits,
		const struct worker_origin *origin, int (*job)(size_t index, int fd, void *context),
		void (*done)(size_t index, const char *data, size_t length,
			     const struct exit_state *state, void *context),
		void *context, struct error *error);

/*
 * One worker that is begun now and waited for later: JOB as for run_workers(), with index 0. More of what it writes
 * than a pipe holds is read only then. NULL when no process can be started.
 */
struct early_worker;
struct early_worker *start_early_worker(const struct worker_limits *limits,
					int (*job)(size_t index, int fd, void *context),
					void *context);
/* Waits for its end, and calls DONE as run_workers() does; not if there was an interruption. Frees it. */
void finish_early_worker(struct early_worker *worker,
			 void (*done)(size_t index, const char *data, size_t length,
				      const struct exit_state *state, void *context));
/* Ends it, whatever it is at. Frees it. */
void drop_early_worker(struct early_worker *worker);

/*
 * Installs handlers for SIGINT, SIGTERM and SIGHUP that only set a flag, which
 * run_process() and run_workers() heed. Call once from main().
 */
void process_catch_interrupts(void);
/* The signal that arrived, 0 for none. */
int process_interrupted(void);

/* Seconds on the monotonic clock. */
double now_seconds(void);

#endif
