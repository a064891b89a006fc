// SPDX-License-Identifier: GPL-2.0-only
/* Runs one program and waits for it. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/spawn.h"

extern char **environ;

/* One of the child's two streams. */
struct stream {
	int read_end, write_end;	/* -1 when closed or not wanted */
	struct strbuf *buf;
};

/* See process_limit_waits(). */
static double longest_wait;

void process_limit_waits(double seconds)
{
	longest_wait = seconds;
}

static bool is_unset(const char *entry, const char *const *unset)
{
	for (; unset && *unset; unset++) {
		size_t length = strlen(*unset);

		if (!strncmp(entry, *unset, length) && entry[length] == '=')
			return true;
	}
	return false;
}

/* Whether SET has the variable of ENTRY. */
static bool is_set(const char *entry, const char *const *set)
{
	size_t length = strcspn(entry, "=");

	for (; set && *set; set++)
		if (!strncmp(entry, *set, length) && (*set)[length] == '=')
			return true;
	return false;
}

/* The environment as OPTIONS say. Free the array, not its strings. */
static char **make_environment(const struct run_options *options)
{
	size_t count = 0, more = 0, kept = 0;

	while (environ[count])
		count++;
	while (options->set && options->set[more])
		more++;
	char **result = xcalloc(count + more + 1, sizeof(*result));
	for (size_t i = 0; i < count; i++)
		if (!is_unset(environ[i], options->unset) && !is_set(environ[i], options->set))
			result[kept++] = environ[i];
	for (size_t i = 0; i < more; i++)
		result[kept++] = (char *)options->set[i];
	return result;
}

static int open_stream(struct stream *stream, struct strbuf *buf)
{
	int ends[2];

	*stream = (struct stream){ -1, -1, buf };
	if (!buf)
		return 0;
	if (make_pipe(ends))
		return -1;
	stream->read_end = ends[0];
	stream->write_end = ends[1];
	return 0;
}

static void close_end(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

/* Opens FILE for the program's stdin. Returns -1 with errno. */
static int open_input(const char *file)
{
	return open(file ? file : "/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Returns the pid, or -1 with errno. */
static pid_t spawn(const char *const *argv, const struct run_options *options,
		   const struct stream streams[2], const sigset_t *mask)
{
	int input = open_input(options->input), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int out = streams[0].write_end >= 0 ? streams[0].write_end : nowhere;
	int err = options->merge_stderr ? out : streams[1].write_end >= 0 ? streams[1].write_end : nowhere;
	struct spawn_plan plan = {
		.argv = argv, .environment = make_environment(options), .directory = options->directory,
		.streams = { input, out, err }, .mask = *mask, .own_group = child_groups(),
		.confinement = options->confinement,
	};
	pid_t pid = input < 0 || nowhere < 0 ? -1 : spawn_program(&plan);
	int saved = errno;

	close_end(&input);
	close_end(&nowhere);
	free(plan.environment);
	errno = saved;
	return pid;
}

/* Reads both streams until the child ends, then the rest of the pipes. */
static void follow(struct child *child, struct stream streams[2], const sigset_t *mask)
{
	bool ended = false, killed = false;

	while (!ended) {
		struct pollfd fds[3] = { { .fd = child->pidfd, .events = POLLIN } };

		if (process_interrupted() && !killed) {
			child_kill(child);
			killed = true;
		}
		for (int i = 0; i < 2; i++)
			fds[i + 1] = (struct pollfd){ streams[i].read_end, POLLIN, 0 };
		poll_children(fds, 3, child, 1, sizeof(*child), mask);
		child_heed_deadline(child);
		ended = child_ended(child);
		for (int i = 0; i < 2; i++)
			if ((fds[i + 1].revents || ended) && streams[i].read_end >= 0 &&
			    !drain(streams[i].read_end, streams[i].buf))
				close_end(&streams[i].read_end);
	}
}

static int start_and_follow(const char *const *argv, const struct run_options *options,
			    struct stream streams[2], struct exit_state *state)
{
	struct child child;
	double limit = options->timeout_seconds > 0 ? options->timeout_seconds : longest_wait;
	sigset_t before;

	interrupts_hold(&before);
	pid_t pid = spawn(argv, options, streams, &before);
	int failed = pid < 0 ? errno : 0;
	close_end(&streams[0].write_end);
	close_end(&streams[1].write_end);
	if (!failed) {
		child_watch(&child, pid, limit);
		follow(&child, streams, &before);
		child_reap(&child, state);
	}
	interrupts_release(&before);
	return failed;
}

int run_process(const char *const *argv, const struct run_options *options,
		struct strbuf *out, struct strbuf *err, struct exit_state *state,
		struct error *error)
{
	static const struct run_options none;
	struct exit_state unused;
	struct stream streams[2];

	if (!options)
		options = &none;
	if (process_interrupted())
		return error_set(error, ERROR_ENVIRONMENT, "%s: not started: interrupted by signal %d",
				 argv[0], process_interrupted());
	int failed = open_stream(&streams[0], out) ? errno : 0;
	if (open_stream(&streams[1], options->merge_stderr ? NULL : err) && !failed)
		failed = errno;
	if (!failed)
		failed = start_and_follow(argv, options, streams, state ? state : &unused);
	for (int i = 0; i < 2; i++) {
		close_end(&streams[i].read_end);
		close_end(&streams[i].write_end);
	}
	if (failed) {
		error_set(error, ERROR_ENVIRONMENT, "%s: cannot be started%s%s: %s", argv[0],
			  options->directory ? " in " : "", options->directory ? options->directory : "", strerror(failed));
		errno = failed;
	}
	return failed ? -1 : 0;
}

char *describe_exit(const struct exit_state *state)
{
	if (state->timed_out)
		return xasprintf("did not end in time and was stopped after %.0f s", state->limit_seconds);
	if (state->signal)
		return xasprintf("was killed by signal %d (%s)", state->signal, strsignal(state->signal));
	return xasprintf("ended with exit code %d", state->code);
}
