// SPDX-License-Identifier: GPL-2.0-only
/*
 * LD_PRELOAD: calls that fail. FAULT_CALL names the call (read, write, open, clock), FAULT_PATH a part of the names of
 * the files that it concerns, FAULT_AFTER how many of a process's calls succeed before, FAULT_ERRNO the error.
 * FAULT_ONCE is a file: one call of all processes fails, the one that makes it.
 *
 * FAULT_HOLD is a file: while it is there, a thread that opens a FAULT_PATH as the parser does, which would wait for a
 * pipe, waits, under the name "held".
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static long calls;

static int is_due(const char *call)
{
	const char *wanted = getenv("FAULT_CALL"), *after = getenv("FAULT_AFTER"), *once = getenv("FAULT_ONCE");

	if (!wanted || strcmp(wanted, call) || __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) <= atol(after ? after : "0"))
		return 0;
	if (once) {
		int fd = REAL(open)(once, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

		if (fd < 0)
			return 0;
		close(fd);
	}
	errno = atoi(getenv("FAULT_ERRNO"));
	return 1;
}

static int concerns(const char *path)
{
	const char *part = getenv("FAULT_PATH");

	return part && strstr(path, part);
}

static int fd_concerns(int fd)
{
	char name[40], path[4096];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	ssize_t length = readlink(name, path, sizeof(path) - 1);
	if (length < 0)
		return 0;
	path[length] = '\0';
	return concerns(path);
}

ssize_t read(int fd, void *data, size_t size)
{
	int saved = errno;

	if (fd_concerns(fd) && is_due("read"))
		return -1;
	errno = saved;
	return REAL(read)(fd, data, size);
}

ssize_t pread64(int fd, void *data, size_t size, off64_t at)
{
	int saved = errno;

	if (fd_concerns(fd) && is_due("read"))
		return -1;
	errno = saved;
	return REAL(pread64)(fd, data, size, at);
}

ssize_t write(int fd, const void *data, size_t size)
{
	int saved = errno;

	if (fd_concerns(fd) && is_due("write"))
		return -1;
	errno = saved;
	return REAL(write)(fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{
	int saved = errno;

	if (fd_concerns(fd) && is_due("write"))
		return -1;
	errno = saved;
	return REAL(pwrite64)(fd, data, size, at);
}

static void hold(const char *path, int flags)
{
	const char *gate = getenv("FAULT_HOLD");
	struct timespec tick = { .tv_nsec = 10000000 };
	int saved = errno;
	char name[16];

	if (!gate || flags & O_NONBLOCK || !concerns(path) || access(gate, F_OK))
		return;
	prctl(PR_GET_NAME, name);
	prctl(PR_SET_NAME, "held");
	while (!access(gate, F_OK))
		nanosleep(&tick, NULL);
	prctl(PR_SET_NAME, name);
	errno = saved;
}

#define OPEN(name)							\
int name(const char *path, int flags, ...)				\
{									\
	va_list args;							\
									\
	va_start(args, flags);						\
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0; \
	va_end(args);							\
	hold(path, flags);						\
	if (concerns(path) && is_due("open"))				\
		return -1;						\
	return REAL(name)(path, flags, mode);				\
}

OPEN(open)
OPEN(open64)

int clock_gettime(clockid_t clock, struct timespec *now)
{
	int result = REAL(clock_gettime)(clock, now);

	if (clock == CLOCK_REALTIME && is_due("clock"))
		now->tv_sec += atol(getenv("FAULT_ERRNO"));
	return result;
}

time_t time(time_t *at)
{
	time_t now = REAL(time)(NULL);

	if (is_due("clock"))
		now += atol(getenv("FAULT_ERRNO"));
	if (at)
		*at = now;
	return now;
}
