// SPDX-License-Identifier: GPL-2.0-only
#include "base/open_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"

#define ROOTS_MOST 8

static struct {
	char *paths[ROOTS_MOST];
	size_t count;
} roots;

void confine_links(const char *root)
{
	bool known = !root || roots.count == ROOTS_MOST;

	for (size_t i = 0; !known && i < roots.count; i++)
		known = !strcmp(roots.paths[i], root);
	if (!known)
		roots.paths[roots.count++] = xstrdup(root);
}

static bool is_below(const char *path, const char *root)
{
	size_t length = strlen(root);

	return !strncmp(path, root, length) && path[length] == '/';
}

static bool is_below_root(const char *path)
{
	/* how far up ".." leads is not to be seen */
	bool is_plain = !strstr(path, "/../");

	for (size_t i = 0; is_plain && i < roots.count; i++)
		if (is_below(path, roots.paths[i]))
			return true;
	return false;
}

/* Whether what lies at the resolved path REAL may be read in place of a file below a root. */
static bool may_stand_in(const char *real)
{
	static const char *const installed[] = { "/usr", "/lib", "/lib32", "/lib64" };

	for (size_t i = 0; i < sizeof(installed) / sizeof(*installed); i++)
		if (is_below(real, installed[i]))
			return true;
	return is_below_root(real);
}

char *follow_link(const char *path)
{
	char *real = realpath(path, NULL);

	if (!real || !is_below_root(path) || may_stand_in(real))
		return real;
	free(real);
	errno = EXDEV;
	return NULL;
}

/* Whether PATH, which FD was opened by, leads out of the root that it is below. */
static bool leads_out(const char *path, int fd)
{
	char name[32], real[PATH_MAX];

	if (!is_below_root(path))
		return false;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	ssize_t length = readlink(name, real, sizeof(real) - 1);
	if (length < 0)
		return false;
	real[length] = '\0';
	return strcmp(real, path) && !may_stand_in(real);
}

static bool is_users_stream(const char *path)
{
	return !strcmp(path, "/dev/stdin") || !strncmp(path, "/dev/fd/", 8);
}

/*
 * Why FD, opened by PATH, is not to be read; NULL: it may be. DIRECT: no component of PATH is a link, so it leads
 * nowhere else.
 */
static const char *refuse(const char *path, int fd, bool direct, struct stat *st)
{
	if (fstat(fd, st))
		return strerror(errno);
	if (S_ISDIR(st->st_mode))
		return "is a directory, a file was expected";
	if (is_users_stream(path))
		return NULL;
	if (!S_ISREG(st->st_mode))
		return "is no regular file";
	if (!direct && leads_out(path, fd))
		return "is a link that leads out of the tree: it is not followed";
	return st->st_size > (off_t)FILE_BYTES_MOST ? "is too large" : NULL;
}

/* Opens PATH if no component is a link. -1: one is, it cannot be opened, or the kernel is older than 5.6. */
static int open_direct(const char *path, int flags)
{
	struct open_how how = { .flags = (uint64_t)flags, .resolve = RESOLVE_NO_SYMLINKS };

	return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));
}

int open_file(const char *path, struct stat *st, const char **why)
{
	bool is_stream = is_users_stream(path);
	int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (is_stream ? 0 : O_NONBLOCK);
	int fd = is_stream || !is_below_root(path) ? -1 : open_direct(path, flags);
	bool direct = fd >= 0;

	if (!direct)
		fd = open(path, flags);

	if (fd < 0) {
		*why = strerror(errno);
		if (is_read_fault(errno))
			note_read_fault(path, *why);
		return -1;
	}
	*why = refuse(path, fd, direct, st);
	if (!*why)
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

/* ---- read faults ---- */

#define FAULTS_NAMED 8

static struct {
	pthread_mutex_t lock;
	char *paths[FAULTS_NAMED], *whys[FAULTS_NAMED];
	size_t count;
} faults = { .lock = PTHREAD_MUTEX_INITIALIZER };

bool is_read_fault(int number)
{
	static const int of_the_file[] = { ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG, ENXIO, ENODEV, EINVAL, EXDEV };

	for (size_t i = 0; i < sizeof(of_the_file) / sizeof(*of_the_file); i++)
		if (number == of_the_file[i])
			return false;
	return true;
}

void note_read_fault(const char *path, const char *why)
{
	bool known = false;

	pthread_mutex_lock(&faults.lock);
	for (size_t i = 0; i < faults.count; i++)
		known = known || !strcmp(faults.paths[i], path);
	if (!known && faults.count < FAULTS_NAMED) {
		faults.paths[faults.count] = xstrdup(path);
		faults.whys[faults.count++] = xstrdup(why);
	}
	pthread_mutex_unlock(&faults.lock);
}

size_t count_read_faults(void)
{
	return faults.count;
}

const char *read_fault(size_t index, const char **why)
{
	*why = faults.whys[index];
	return faults.paths[index];
}
