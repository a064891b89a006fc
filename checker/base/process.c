// SPDX-License-Identifier: GPL-2.0-only
/* Runs one program and waits for it. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"

extern char **environ;

/* One of the child's two streams. */
struct stream {
	int read_end, write_end;	/* -1 when closed or not wanted */
	struct strbuf *buf;
};

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

static void direct_stream(posix_spawn_file_actions_t *actions, const struct stream *stream,
			  int target)
{
	if (stream->write_end >= 0)
		posix_spawn_file_actions_adddup2(actions, stream->write_end, target);
	else
		posix_spawn_file_actions_addopen(actions, target, "/dev/null", O_WRONLY, 0);
}

static void set_attributes(posix_spawnattr_t *attributes, const sigset_t *mask)
{
	sigset_t defaults = interrupt_signals();

	/* We may ignore SIGPIPE; programs rely on dying when nobody reads their output. */
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_setsigmask(attributes, mask);
	posix_spawnattr_setsigdefault(attributes, &defaults);
	posix_spawnattr_setpgroup(attributes, 0);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
				 (child_groups() ? POSIX_SPAWN_SETPGROUP : 0));
}

/* Returns 0 or the error number. */
static int spawn(pid_t *pid, const char *const *argv, const struct run_options *options,
		 const struct stream streams[2], const sigset_t *mask)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	char **environment = make_environment(options);

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_addopen(&actions, 0, options->input ? options->input : "/dev/null", O_RDONLY, 0);
	direct_stream(&actions, &streams[0], 1);
	if (options->merge_stderr)
		posix_spawn_file_actions_adddup2(&actions, 1, 2);
	else
		direct_stream(&actions, &streams[1], 2);
	if (options->directory)
		posix_spawn_file_actions_addchdir_np(&actions, options->directory);
	set_attributes(&attributes, mask);
	int failed = posix_spawnp(pid, argv[0], &actions, &attributes, (char *const *)argv,
				  environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	free(environment);
	return failed;
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
	sigset_t before;
	pid_t pid;

	interrupts_hold(&before);
	int failed = spawn(&pid, argv, options, streams, &before);
	close_end(&streams[0].write_end);
	close_end(&streams[1].write_end);
	if (!failed) {
		child_watch(&child, pid, options->timeout_seconds);
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
	if (failed)
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be started%s%s: %s", argv[0],
				 options->directory ? " in " : "",
				 options->directory ? options->directory : "", strerror(failed));
	return 0;
}
