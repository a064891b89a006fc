/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fork server: a process that is forked while this one is small, and that forks workers for it
 * when it is large. A fork copies page tables, so its cost grows with the memory of the process
 * that forks, for parent and child.
 */
#ifndef MNCHECK_BASE_FORK_SERVER_H
#define MNCHECK_BASE_FORK_SERVER_H

#include <stddef.h>

struct fork_server;

/*
 * Forks the server. It calls PREPARE (NULL: nothing) once, so that all its workers inherit the
 * outcome. A worker calls JOB with the bytes of its request; it writes to FD and returns as a job
 * of run_workers() does. Returns NULL when the server cannot be started. Release with
 * fork_server_stop().
 */
struct fork_server *fork_server_start(void (*prepare)(void),
				      int (*job)(const char *request, size_t length, int fd));
/* Ends the server and frees SERVER (NULL is allowed). All its workers must have been reaped. */
void fork_server_stop(struct fork_server *server);

#endif
