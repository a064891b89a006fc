// SPDX-License-Identifier: GPL-2.0-only
/* A pool of forked workers: one process per job, so that a crash costs one job. */
#include "base/process.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"

struct pool_worker {
	struct child child;	/* pid 0: this place is free */
	size_t index;
	int read_end;		/* -1 after the end of its output */
	struct strbuf output;
};

struct pool {
	struct pool_worker *workers;
	size_t places, running;
	struct pollfd *fds;	/* two for each place: its end, its output */
	const struct worker_limits *limits;
	const struct worker_origin *origin;	/* or NULL */
	int (*job)(size_t index, int fd, void *context);
	void (*done)(size_t index, const char *data, size_t length,
		     const struct exit_state *state, void *context);
	void *context;
	sigset_t before;	/* signal mask of the caller */
};

/* The child's whole life. It leaves by _exit(), so that it does not flush the parent's stdio buffers. */
static _Noreturn void work(const struct pool *pool, size_t index, int fd, pid_t parent)
{
	become_worker(parent, &pool->before, pool->limits->memory_bytes);
	for (size_t i = 0; i < pool->places; i++)
		if (pool->workers[i].child.pid && pool->workers[i].read_end >= 0)
			close(pool->workers[i].read_end);
	_exit(pool->job(index, fd, pool->context) ? 1 : 0);
}

static struct pool_worker *free_place(struct pool *pool)
{
	for (size_t i = 0; i < pool->places; i++)
		if (!pool->workers[i].child.pid)
			return &pool->workers[i];
	return NULL;
}

/* Has the fork server fork the worker; *READ_END receives its output. Returns -1 where it cannot. */
static pid_t fork_by_server(const struct pool *pool, size_t index, int *read_end)
{
	const struct worker_origin *origin = pool->origin;
	struct strbuf request = { 0 };
	pid_t pid = -1;
	int ends[2];

	if (!origin || !origin->fork_server)
		return -1;
	if (origin->pack(index, &request, pool->context) && !make_pipe(ends)) {
		pid = fork_server_fork(origin->fork_server, &request, ends[1], pool->limits->memory_bytes);
		close(ends[1]);
		*read_end = ends[0];
		if (pid < 0)
			close(ends[0]);
	}
	strbuf_free(&request);
	return pid;
}

/* Forks the worker from this process. Returns -1 with errno. */
static pid_t fork_here(const struct pool *pool, size_t index, int *read_end)
{
	pid_t parent = getpid();
	int ends[2];

	if (make_pipe(ends))
		return -1;
	fflush(stdout);
	pid_t pid = fork();
	if (!pid) {
		close(ends[0]);
		work(pool, index, ends[1], parent);
	}
	int saved = errno;
	close(ends[1]);
	*read_end = ends[0];
	if (pid < 0)
		close(ends[0]);
	errno = saved;
	return pid;
}

/* Returns 0, or -1 with errno. */
static int start_worker(struct pool *pool, size_t index)
{
	struct pool_worker *worker = free_place(pool);
	int read_end;
	pid_t pid = fork_by_server(pool, index, &read_end);

	if (pid < 0)
		pid = fork_here(pool, index, &read_end);
	if (pid < 0)
		return -1;
	child_watch(&worker->child, pid, pool->limits->timeout_seconds);
	worker->index = index;
	worker->read_end = read_end;
	worker->output.length = 0;
	pool->running++;
	return 0;
}

static void read_output(struct pool_worker *worker)
{
	if (worker->read_end < 0 || drain(worker->read_end, &worker->output))
		return;
	close(worker->read_end);
	worker->read_end = -1;
}

static void end_worker(struct pool *pool, struct pool_worker *worker, struct exit_state *state)
{
	child_reap(&worker->child, state);
	if (worker->read_end >= 0)
		close(worker->read_end);
	pool->running--;
}

static void look_after(struct pool *pool, struct pool_worker *worker)
{
	struct exit_state state;

	child_heed_deadline(&worker->child);
	/* Looks for its end before it reads: the last read then finds all that the worker wrote. */
	bool ended = child_ended(&worker->child);
	read_output(worker);
	if (!ended)
		return;
	end_worker(pool, worker, &state);
	pool->done(worker->index, strbuf_text(&worker->output), worker->output.length, &state,
		   pool->context);
	strbuf_free(&worker->output);
}

static void wait_for_some(struct pool *pool)
{
	for (size_t i = 0; i < pool->places; i++) {
		const struct pool_worker *worker = &pool->workers[i];
		bool busy = worker->child.pid;

		pool->fds[2 * i] = (struct pollfd){ busy ? worker->child.pidfd : -1, POLLIN, 0 };
		pool->fds[2 * i + 1] = (struct pollfd){ busy ? worker->read_end : -1, POLLIN, 0 };
	}
	poll_children(pool->fds, 2 * pool->places, &pool->workers[0].child, pool->places,
		      sizeof(*pool->workers), &pool->before);
	for (size_t i = 0; i < pool->places; i++)
		if (pool->workers[i].child.pid)
			look_after(pool, &pool->workers[i]);
}

static void kill_all(struct pool *pool)
{
	struct exit_state state;

	for (size_t i = 0; i < pool->places; i++)
		if (pool->workers[i].child.pid)
			child_kill(&pool->workers[i].child);
	for (size_t i = 0; i < pool->places; i++)
		if (pool->workers[i].child.pid)
			end_worker(pool, &pool->workers[i], &state);
}

static int run_pool(struct pool *pool, size_t count, struct error *error)
{
	size_t next = 0;

	while (next < count || pool->running) {
		if (process_interrupted())
			return error_set(error, ERROR_ENVIRONMENT, "interrupted by signal %d",
					 process_interrupted());
		/* When processes or descriptors run out, the pool goes on with fewer workers at once. */
		while (next < count && pool->running < pool->places) {
			if (start_worker(pool, next)) {
				if (pool->running)
					break;
				return error_set(error, ERROR_ENVIRONMENT,
						 "no worker process can be started: %s",
						 strerror(errno));
			}
			next++;
		}
		wait_for_some(pool);
	}
	return 0;
}

int run_workers(size_t count, unsigned jobs, const struct worker_limits *limits,
		const struct worker_origin *origin, int (*job)(size_t index, int fd, void *context),
		void (*done)(size_t index, const char *data, size_t length,
			     const struct exit_state *state, void *context),
		void *context, struct error *error)
{
	static const struct worker_limits none;
	size_t places = jobs > count ? count : jobs ? jobs : 1;
	struct pool pool = {
		.workers = xcalloc(places, sizeof(struct pool_worker)), .places = places,
		.fds = xcalloc(2 * places, sizeof(struct pollfd)),
		.limits = limits ? limits : &none, .origin = origin, .job = job, .done = done,
		.context = context,
	};

	interrupts_hold(&pool.before);
	int result = run_pool(&pool, count, error);
	kill_all(&pool);
	interrupts_release(&pool.before);
	for (size_t i = 0; i < places; i++)
		strbuf_free(&pool.workers[i].output);
	free(pool.workers);
	free(pool.fds);
	return result;
}

/* ---- a worker that is started early --------------------------------------------- */

/* A pool with one place. */
struct early_worker {
	struct pool pool;
	struct pool_worker place;
	struct pollfd fds[2];
	struct worker_limits limits;
};

struct early_worker *start_early_worker(const struct worker_limits *limits,
					int (*job)(size_t index, int fd, void *context),
					void *context)
{
	struct early_worker *early = xcalloc(1, sizeof(*early));

	early->limits = *limits;
	early->pool = (struct pool){
		.workers = &early->place, .places = 1, .fds = early->fds,
		.limits = &early->limits, .job = job, .context = context,
	};
	interrupts_hold(&early->pool.before);
	int failed = start_worker(&early->pool, 0);
	interrupts_release(&early->pool.before);
	if (!failed)
		return early;
	free(early);
	return NULL;
}

void drop_early_worker(struct early_worker *early)
{
	kill_all(&early->pool);
	strbuf_free(&early->place.output);
	free(early);
}

void finish_early_worker(struct early_worker *early,
			 void (*done)(size_t index, const char *data, size_t length,
				      const struct exit_state *state, void *context))
{
	early->pool.done = done;
	interrupts_hold(&early->pool.before);
	while (early->pool.running && !process_interrupted())
		wait_for_some(&early->pool);
	interrupts_release(&early->pool.before);
	drop_early_worker(early);
}
