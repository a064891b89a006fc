// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fork server reads requests from a socket. Each request carries the write end of the pipe that
 * its worker writes to. The server forks with CLONE_PARENT: its workers are children of the client
 * process, which waits for them, limits and kills them like workers that it forked itself.
 */
#include "base/fork_server.h"

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
#include "base/watcher.h"

struct fork_server {
	pid_t pid;
	int socket;	/* to the server; -1 after it failed */
};

/* A server that has not forked after so long is given up; it is looked after each tick, in milliseconds. */
#define ANSWER_SECONDS 10
#define ANSWER_TICK 250

/* Precedes the bytes of each request; the descriptor travels with it. */
struct request_header {
	size_t length, memory_bytes;
};

/* ---- client and server ---- */

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

/* Waits for SERVER's answer. False: none came in time, or an interrupt did. */
static bool await_answer(const struct fork_server *server)
{
	struct child child = { .pid = server->pid };
	double until = now_seconds() + ANSWER_SECONDS;

	while (now_seconds() < until && !process_interrupted() && !child_ended(&child)) {
		struct pollfd fd = { server->socket, POLLIN, 0 };

		if (poll(&fd, 1, ANSWER_TICK) > 0)
			return true;
	}
	return false;
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

static bool send_header(int socket, const struct request_header *request, int fd)
{
	union passing passing = { .room = { 0 } };
	struct iovec data = { (void *)request, sizeof(*request) };
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
	return put == sizeof(*request);
}

static bool receive_header(int socket, struct request_header *request, int *fd)
{
	union passing passing = { .room = { 0 } };
	struct iovec data = { request, sizeof(*request) };
	struct msghdr message = {
		.msg_iov = &data, .msg_iovlen = 1,
		.msg_control = passing.room, .msg_controllen = sizeof(passing.room),
	};
	ssize_t got;

	do
		got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	struct cmsghdr *header = got == sizeof(*request) ? CMSG_FIRSTHDR(&message) : NULL;

	if (!header || header->cmsg_type != SCM_RIGHTS)
		return false;
	memcpy(fd, CMSG_DATA(header), sizeof(*fd));
	return true;
}

/* ---- server ---- */

struct service {
	int socket;
	pid_t parent;
	sigset_t before;
	int (*job)(const char *request, size_t length, int fd);
};

/*
 * glibc has no fork with CLONE_PARENT. The bare system call serves: this process has one thread and
 * no atfork handlers.
 */
static pid_t fork_for_parent(void)
{
	struct clone_args arguments = { .flags = CLONE_PARENT };

	return (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
}

static bool serve_one(const struct service *service)
{
	struct request_header header = { 0 };
	int fd;

	if (!receive_header(service->socket, &header, &fd))
		return false;
	char *request = xmalloc(header.length + 1);
	bool served = receive_all(service->socket, request, header.length);
	pid_t pid = served ? fork_for_parent() : -1;

	if (!pid) {
		close(service->socket);
		become_worker(service->parent, &service->before, header.memory_bytes);
		_exit(service->job(request, header.length, fd) ? 1 : 0);
	}
	close(fd);
	free(request);
	return served && send_all(service->socket, &pid, sizeof(pid));
}

/* Serves until the client closes its end. Ignores interrupts: the client decides when it stops. */
static _Noreturn void serve(const struct service *service, void (*prepare)(void))
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != service->parent)
		_exit(1);
	for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
		signal(ignored[i], SIG_IGN);
	if (prepare)
		prepare();
	while (serve_one(service))
		;
	_exit(0);
}

/* ---- client ---- */

struct fork_server *fork_server_start(void (*prepare)(void),
				      int (*job)(const char *request, size_t length, int fd))
{
	struct service service = { .parent = getpid(), .job = job };
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return NULL;
	watcher_start();
	sigprocmask(SIG_SETMASK, NULL, &service.before);
	fflush(stdout);
	pid_t pid = fork();
	if (!pid) {
		close(ends[0]);
		service.socket = ends[1];
		serve(&service, prepare);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return NULL;
	}
	struct fork_server *server = xcalloc(1, sizeof(*server));

	*server = (struct fork_server){ .pid = pid, .socket = ends[0] };
	return server;
}

static void close_socket(struct fork_server *server)
{
	if (server->socket >= 0)
		close(server->socket);
	server->socket = -1;
}

pid_t fork_server_fork(struct fork_server *server, const struct strbuf *request, int fd,
		       size_t memory_bytes)
{
	struct request_header header = { request->length, memory_bytes };
	pid_t pid = -1;

	if (server->socket < 0)
		return -1;
	if (!send_header(server->socket, &header, fd) ||
	    !send_all(server->socket, request->text, request->length) ||
	    !await_answer(server) || !receive_all(server->socket, &pid, sizeof(pid))) {
		close_socket(server);
		return -1;
	}
	return pid;
}

void fork_server_stop(struct fork_server *server)
{
	if (!server)
		return;
	close_socket(server);
	/* children forked meanwhile may hold the socket open, so the server sees no end of stream */
	kill(server->pid, SIGKILL);
	reap_pid(server->pid);
	free(server);
}
