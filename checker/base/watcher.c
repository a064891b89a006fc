// SPDX-License-Identifier: GPL-2.0-only
#include "base/watcher.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

/* More groups than these die with their leaders only; longer paths stay. */
#define GROUPS_MOST 1024
#define PATHS_MOST 16
#define PATH_LENGTH 500

/* Shared with the watcher. */
struct left_behind {
	_Atomic pid_t groups[GROUPS_MOST];	/* 0: free */
	struct {
		atomic_bool used;
		char name[PATH_LENGTH];
	} paths[PATHS_MOST];
};

static struct {
	struct left_behind *table;	/* NULL: it was not started */
	pid_t owner, pid;
} watcher;

/* ---- the watcher's own life ---- */

/*
 * Our parent's groups are in its session. A number that the kernel gave away again meanwhile most likely is
 * not.
 */
static void kill_groups(const struct left_behind *table, pid_t session)
{
	for (size_t i = 0; i < GROUPS_MOST; i++) {
		pid_t group = table->groups[i];

		if (group && (getsid(group) == session || getsid(group) < 0))
			kill(-group, SIGKILL);
	}
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *place)
{
	(void)st;
	(void)type;
	(void)place;
	return remove(path) && errno != ENOENT ? -1 : 0;
}

int remove_tree(const char *path)
{
	return nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void remove_paths(const struct left_behind *table)
{
	for (size_t i = 0; i < PATHS_MOST; i++)
		if (table->paths[i].used)
			(void)remove_tree(table->paths[i].name);
}

static _Noreturn void watch(const struct left_behind *table, pid_t parent, pid_t session)
{
	sigset_t awaited;
	int number;

	setsid();
	sigfillset(&awaited);
	sigprocmask(SIG_BLOCK, &awaited, NULL);
	prctl(PR_SET_NAME, "watcher");
	prctl(PR_SET_PDEATHSIG, SIGUSR1);
	(void)close_range(0, ~0U, 0);
	if (chdir("/"))
		_exit(1);
	sigemptyset(&awaited);
	sigaddset(&awaited, SIGUSR1);
	while (getppid() == parent)
		(void)sigwait(&awaited, &number);
	kill_groups(table, session);
	remove_paths(table);
	/* a group may have grown while it was killed */
	kill_groups(table, session);
	_exit(0);
}

/* ---- the process that is watched ---- */

/* What has left its group is our child by now, since we are its subreaper. */
static void kill_adopted(void)
{
	char *name = xasprintf("/proc/%d/task/%d/children", (int)getpid(), (int)getpid());
	FILE *stream = fopen(name, "re");
	int pid;

	free(name);
	while (stream && fscanf(stream, "%d", &pid) == 1)
		if (pid != watcher.pid)
			kill(pid, SIGKILL);
	if (stream)
		fclose(stream);
}

void watcher_stop(void)
{
	if (!watcher.table || watcher.owner != getpid())
		return;
	kill_adopted();
	kill(watcher.pid, SIGKILL);
	while (waitpid(watcher.pid, NULL, 0) < 0 && errno == EINTR)
		;
	watcher.table = NULL;
}

void watcher_start(void)
{
	pid_t parent = getpid(), session = getsid(0);

	if (watcher.table)
		return;
	void *table = mmap(NULL, sizeof(*watcher.table), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (table == MAP_FAILED)
		return;
	fflush(stdout);
	pid_t pid = fork();

	if (!pid)
		watch(table, parent, session);
	if (pid < 0) {
		munmap(table, sizeof(*watcher.table));
		return;
	}
	watcher.table = table;
	watcher.owner = parent;
	watcher.pid = pid;
	atexit(watcher_stop);
}

static bool is_ours(void)
{
	return watcher.table && watcher.owner == getpid();
}

void watcher_add_group(pid_t group)
{
	for (size_t i = 0; is_ours() && i < GROUPS_MOST; i++) {
		if (watcher.table->groups[i])
			continue;
		watcher.table->groups[i] = group;
		return;
	}
}

void watcher_drop_group(pid_t group)
{
	for (size_t i = 0; is_ours() && i < GROUPS_MOST; i++)
		if (watcher.table->groups[i] == group)
			watcher.table->groups[i] = 0;
}

void watcher_add_path(const char *path)
{
	for (size_t i = 0; is_ours() && *path == '/' && strlen(path) < PATH_LENGTH && i < PATHS_MOST; i++) {
		if (watcher.table->paths[i].used)
			continue;
		strcpy(watcher.table->paths[i].name, path);
		watcher.table->paths[i].used = true;
		return;
	}
}

void watcher_drop_path(const char *path)
{
	for (size_t i = 0; is_ours() && i < PATHS_MOST; i++)
		if (watcher.table->paths[i].used && !strcmp(watcher.table->paths[i].name, path))
			watcher.table->paths[i].used = false;
}
