// SPDX-License-Identifier: GPL-2.0-only
/*
 * The nursery waits for requests on a socket: each comes with the end of a pipe that its worker writes to. It
 * forks with CLONE_PARENT, so that its workers are children of who asked, and are waited for, limited and killed
 * as all others.
 */
#include "base/process.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"

struct nursery {
	pid_t pid;
	int socket;	/* -1: it is no more */
};

/* Ahead of each request, with the descriptor. */
struct order {
	size_t length, memory_bytes;
};

/* ---- both sides ---- */

static bool send_all(int socket, const void *data, size_t length)
{
	for (const char *at = data; length;) {
		ssize_t put = send(socket, at, length, MSG_NOSIGNAL);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		at += put;
		length -= (size_t)put;
	}
	return true;
}

static bool receive_all(int socket, void *data, size_t length)
{
	for (char *at = data; length;) {
		ssize_t got = recv(socket, at, length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		length -= (size_t)got;
	}
	return true;
}

/* Room for one descriptor beside a message. */
union passing {
	struct cmsghdr header;
	char room[CMSG_SPACE(sizeof(int))];
};

static bool send_order(int socket, const struct order *order, int fd)
{
	union passing passing = { .room = { 0 } };
	struct iovec data = { (void *)order, sizeof(*order) };
	struct msghdr message = {
		.msg_iov = &data, .msg_iovlen = 1,
		.msg_control = passing.room, .msg_controllen = sizeof(passing.room),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	ssize_t put;

	*header = (struct cmsghdr){
		.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int)),
	};
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	do
		put = sendmsg(socket, &message, MSG_NOSIGNAL);
	while (put < 0 && errno == EINTR);
	return put == sizeof(*order);
}

static bool receive_order(int socket, struct order *order, int *fd)
{
	union passing passing = { .room = { 0 } };
	struct iovec data = { order, sizeof(*order) };
	struct msghdr message = {
		.msg_iov = &data, .msg_iovlen = 1,
		.msg_control = passing.room, .msg_controllen = sizeof(passing.room),
	};
	ssize_t got;

	do
		got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	struct cmsghdr *header = got == sizeof(*order) ? CMSG_FIRSTHDR(&message) : NULL;

	if (!header || header->cmsg_type != SCM_RIGHTS)
		return false;
	memcpy(fd, CMSG_DATA(header), sizeof(*fd));
	return true;
}

/* ---- inside ---- */

struct inside {
	int socket;
	pid_t parent;
	sigset_t before;
	int (*job)(const char *request, size_t length, int fd);
};

/* This process has one thread and nothing to do at forks: the system call is all that there is to it. */
static pid_t fork_for_parent(void)
{
	struct clone_args arguments = { .flags = CLONE_PARENT };

	return (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
}

static bool serve_one(const struct inside *inside)
{
	struct order order = { 0 };
	int fd;

	if (!receive_order(inside->socket, &order, &fd))
		return false;
	char *request = xmalloc(order.length + 1);
	bool served = receive_all(inside->socket, request, order.length);
	pid_t pid = served ? fork_for_parent() : -1;

	if (!pid) {
		close(inside->socket);
		become_worker(inside->parent, &inside->before, order.memory_bytes);
		_exit(inside->job(request, order.length, fd) ? 1 : 0);
	}
	close(fd);
	free(request);
	return served && send_all(inside->socket, &pid, sizeof(pid));
}

/* It lives until nobody asks any more; what interrupts who asks does not concern it. */
static _Noreturn void serve(const struct inside *inside, void (*prepare)(void))
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != inside->parent)
		_exit(1);
	for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
		signal(ignored[i], SIG_IGN);
	if (prepare)
		prepare();
	while (serve_one(inside))
		;
	_exit(0);
}

/* ---- outside ---- */

struct nursery *nursery_open(void (*prepare)(void),
			     int (*job)(const char *request, size_t length, int fd))
{
	struct inside inside = { .parent = getpid(), .job = job };
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return NULL;
	sigprocmask(SIG_SETMASK, NULL, &inside.before);
	fflush(stdout);
	pid_t pid = fork();
	if (!pid) {
		close(ends[0]);
		inside.socket = ends[1];
		serve(&inside, prepare);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return NULL;
	}
	struct nursery *nursery = xcalloc(1, sizeof(*nursery));

	*nursery = (struct nursery){ .pid = pid, .socket = ends[0] };
	return nursery;
}

static void leave(struct nursery *nursery)
{
	if (nursery->socket >= 0)
		close(nursery->socket);
	nursery->socket = -1;
}

pid_t nursery_fork(struct nursery *nursery, const struct strbuf *request, int fd,
		   size_t memory_bytes)
{
	struct order order = { request->length, memory_bytes };
	pid_t pid = -1;

	if (nursery->socket < 0)
		return -1;
	if (!send_order(nursery->socket, &order, fd) ||
	    !send_all(nursery->socket, request->text, request->length) ||
	    !receive_all(nursery->socket, &pid, sizeof(pid)))
		leave(nursery);
	return pid;
}

void nursery_close(struct nursery *nursery)
{
	if (!nursery)
		return;
	leave(nursery);
	/* others that were forked meanwhile may hold the socket open */
	kill(nursery->pid, SIGKILL);
	while (waitpid(nursery->pid, NULL, 0) < 0 && errno == EINTR)
		;
	free(nursery);
}
