// SPDX-License-Identifier: GPL-2.0-only
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/watcher.h"

/* How long to sleep where the kernel has no pidfds: nothing wakes us when a child ends. */
#define TICK_SECONDS 0.01

/* Nothing wakes us when a child is stopped, either. */
#define STOP_TICK_SECONDS 0.25

/* A run that was interrupted has so long to end in order; then the process just dies. */
#define GRACE_MICROSECONDS 700000

/* Reads more than a pipe holds, and returns often enough for deadlines to be heeded. */
#define READS_AT_ONCE 64

static volatile sig_atomic_t interrupted;

/* Set in a worker, whose children stay in its group: see become_worker(). */
static bool in_worker;

static const int interrupting[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

static void note_interrupt(int number)
{
	static const struct itimerval grace = { .it_value.tv_usec = GRACE_MICROSECONDS };

	if (!interrupted)
		setitimer(ITIMER_REAL, &grace, NULL);
	interrupted = number;
}

/* The grace is over. The watcher ends what is left of this process. */
static void die_of_interrupt(int number)
{
	static const char text[] = "mncheck: interrupted\n";
	sigset_t set;

	if (!interrupted)
		return;
	number = interrupted;
	if (number != SIGPIPE && write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		number = SIGKILL;
	sigemptyset(&set);
	sigaddset(&set, number);
	signal(number, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(number);
}

/* Opens the streams that this process was started without: a file that got such a number would be written to. */
static void fill_streams(void)
{
	int fd = open("/dev/null", O_RDONLY);

	while (fd >= 0 && fd <= STDERR_FILENO)
		fd = open("/dev/null", O_RDONLY);
	if (fd >= 0)
		close(fd);
}

void process_catch_interrupts(void)
{
	struct sigaction action = { .sa_handler = note_interrupt, .sa_flags = SA_RESTART };
	struct sigaction last = { .sa_handler = die_of_interrupt };

	fill_streams();
	action.sa_mask = interrupt_signals();
	for (size_t i = 0; i < COUNT_OF(interrupting); i++)
		sigaction(interrupting[i], &action, NULL);
	sigaction(SIGALRM, &last, NULL);
	/* so that a file that grows beyond a limit is an error like others */
	signal(SIGXFSZ, SIG_IGN);
}

int process_interrupted(void)
{
	return interrupted;
}

double now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

sigset_t interrupt_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < COUNT_OF(interrupting); i++)
		sigaddset(&set, interrupting[i]);
	return set;
}

void interrupts_hold(sigset_t *before)
{
	sigset_t set = interrupt_signals();

	if (child_groups())
		watcher_start();
	/* If our parent ignored SIGCHLD, ended children would vanish before we can wait for them. */
	signal(SIGCHLD, SIG_DFL);
	/* Orphaned grandchildren become our children, so that reap_group() can wait for them. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigprocmask(SIG_BLOCK, &set, before);
}

void interrupts_release(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
}

bool child_groups(void)
{
	return !in_worker;
}

static void limit_memory(size_t bytes)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	/* AddressSanitizer maps terabytes of address space for its shadow. */
#ifndef __SANITIZE_ADDRESS__
	struct rlimit limit = { bytes, bytes };

	if (bytes)
		setrlimit(RLIMIT_AS, &limit);
#else
	(void)bytes;
#endif
}

void become_worker(pid_t parent, const sigset_t *before, size_t memory_bytes)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	limit_memory(memory_bytes);
	setpgid(0, 0);
	in_worker = true;
	for (size_t i = 0; i < COUNT_OF(interrupting); i++)
		signal(interrupting[i], SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	interrupted = 0;
	interrupts_release(before);
}

void child_watch(struct child *child, pid_t pid, double timeout_seconds)
{
	/* The child does the same. Either may run first, and both need the group from then on. */
	if (child_groups()) {
		setpgid(pid, pid);
		watcher_add_group(pid);
	}
	*child = (struct child){ .pid = pid, .limit = timeout_seconds };
	child->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (timeout_seconds > 0)
		child->deadline = now_seconds() + timeout_seconds;
}

/*
 * A child that was stopped would keep us waiting up to its deadline, and then count as a runaway. Whoever wants
 * to stop a run stops this process.
 */
static void continue_stopped(const struct child *child)
{
	siginfo_t info = { 0 };

	if (waitid(P_PID, (id_t)child->pid, &info, WSTOPPED | WNOHANG) || info.si_pid != child->pid)
		return;
	if (child_groups())
		kill(-child->pid, SIGCONT);
	kill(child->pid, SIGCONT);
}

bool child_ended(const struct child *child)
{
	siginfo_t info = { 0 };
	int result;

	continue_stopped(child);
	do
		result = waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT);
	while (result && errno == EINTR);
	return result || info.si_pid == child->pid;
}

void child_kill(const struct child *child)
{
	if (child_groups())
		kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
}

/*
 * What the child started may be stopped while the child itself is not, or after it went on: nobody tells us. It costs
 * nothing to have the whole group go on at each tick.
 */
static void continue_group(struct child *child)
{
	double now = now_seconds();

	if (!child_groups() || now < child->next_continue)
		return;
	child->next_continue = now + STOP_TICK_SECONDS;
	kill(-child->pid, SIGCONT);
}

void child_heed_deadline(struct child *child)
{
	continue_group(child);
	if (!child->deadline || child->timed_out || now_seconds() < child->deadline)
		return;
	child->timed_out = true;
	child_kill(child);
}

static double seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

void reap_pid(pid_t pid)
{
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* Ends, since all processes of the group have been killed. */
static void reap_group(pid_t group)
{
	while (waitpid(-group, NULL, 0) > 0 || errno == EINTR)
		;
}

void child_reap(struct child *child, struct exit_state *state)
{
	struct rusage usage = { 0 };
	int status = 0;
	pid_t result;

	child_kill(child);
	do
		result = wait4(child->pid, &status, 0, &usage);
	while (result < 0 && errno == EINTR);
	if (child_groups()) {
		reap_group(child->pid);
		watcher_drop_group(child->pid);
	}
	if (child->pidfd >= 0)
		close(child->pidfd);
	*state = (struct exit_state){
		.code = result == child->pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1,
		.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
		.timed_out = child->timed_out,
		.limit_seconds = child->limit,
		.peak_kib = usage.ru_maxrss,
		.cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
	};
	child->pid = 0;
}

int make_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC))
		return -1;
	if (!fcntl(ends[0], F_SETFL, O_NONBLOCK))
		return 0;
	close(ends[0]);
	close(ends[1]);
	return -1;
}

bool drain(int fd, struct strbuf *buf)
{
	char data[65536];

	for (int i = 0; i < READS_AT_ONCE; i++) {
		ssize_t got = read(fd, data, sizeof(data));

		if (got < 0)
			return errno == EAGAIN || errno == EINTR;
		if (!got)
			return false;
		if (buf)
			strbuf_add(buf, data, (size_t)got);
	}
	return true;
}

/* Seconds until something about CHILDREN must be looked at, negative when there are none. */
static double time_left(const struct child *children, size_t count, size_t stride)
{
	double now = now_seconds(), left = -1;

	for (size_t i = 0; i < count; i++) {
		const struct child *child =
			(const struct child *)((const char *)children + i * stride);
		double until = child->deadline - now;

		if (!child->pid)
			continue;
		if (child->pidfd < 0)
			until = TICK_SECONDS;
		else if (!child->deadline || child->timed_out || until > STOP_TICK_SECONDS)
			until = STOP_TICK_SECONDS;
		if (until < 0)
			until = 0;
		if (left < 0 || until < left)
			left = until;
	}
	return left;
}

void poll_children(struct pollfd *fds, nfds_t nfds, const struct child *children, size_t count,
		   size_t stride, const sigset_t *mask)
{
	double left = time_left(children, count, stride);
	struct timespec limit = { .tv_sec = (time_t)left };

	limit.tv_nsec = (long)((left - (double)limit.tv_sec) * 1e9);
	if (ppoll(fds, nfds, left < 0 ? NULL : &limit, mask) < 0)
		for (nfds_t i = 0; i < nfds; i++)
			fds[i].revents = 0;
}
