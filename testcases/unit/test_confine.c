/* layers: base */
// SPDX-License-Identifier: GPL-2.0-only
/* What a confined process opens, and that what we start stays in its group. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/confine.h"
#include "base/files.h"
#include "base/open_guard.h"
#include "base/process.h"
#include "base/watcher.h"

static char directory[64];

/* Does JOB in a child that is confined as a parser is, with DIRECTORY to write; what it returned. */
static int confined(int (*job)(void))
{
	static const char *const writable[] = { directory, NULL };
	struct confinement *confinement = confinement_new(&(struct confinement_options){ .writable = writable });
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		alarm(5);
		confine_self(confinement);
		_exit(job());
	}
	waitpid(pid, &status, 0);
	confinement_free(confinement);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static const char *in_directory(const char *name)
{
	static char path[200];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

static int open_pipe(void)
{
	return open(in_directory("pipe"), O_RDONLY) < 0 ? errno : 0;
}

static int open_pipe_by_the_oldest_call(void)
{
#ifdef SYS_open
	return syscall(SYS_open, in_directory("pipe"), O_RDONLY, 0) < 0 ? errno : 0;
#else
	return open_pipe();
#endif
}

/* LLVM installs handlers for all fatal signals when it writes a file. */
static int open_pipe_after_signals(void)
{
	signal(SIGSYS, SIG_DFL);
	return open_pipe();
}

static int open_device(void)
{
	return open("/dev/zero", O_RDONLY) < 0 ? errno : 0;
}

static int open_what_is_not_there(void)
{
	return open(in_directory("none"), O_RDONLY) < 0 ? errno : 0;
}

static int open_files(void)
{
	char text[16] = "";
	int written = open(in_directory("new"), O_RDWR | O_CREAT | O_EXCL, 0640);
	struct stat st;

	if (written < 0 || write(written, "text", 4) != 4 || fstat(written, &st) || (st.st_mode & 0777) != 0640)
		return 1;
	int read_again = open(in_directory("new"), O_RDONLY);

	if (read_again < 0 || read(read_again, text, sizeof(text)) != 4 || strcmp(text, "text"))
		return 2;
	int directory_fd = open(directory, O_RDONLY | O_DIRECTORY), beside = openat(directory_fd, "new", O_RDONLY);

	if (directory_fd < 0 || beside < 0 || open(directory, O_RDONLY) < 0)
		return 3;
	return open("/dev/null", O_RDONLY) < 0 ? 4 : 0;
}

static void only_files_are_opened(void **state)
{
	(void)state;
	if (confinement_lack() || !open_guard_works())
		skip();
	assert_int_equal(mkfifo(in_directory("pipe"), 0600), 0);
	assert_int_equal(confined(open_pipe), EACCES);
	assert_int_equal(confined(open_pipe_by_the_oldest_call), EACCES);
	assert_int_equal(confined(open_pipe_after_signals), EACCES);
	assert_int_equal(confined(open_device), EACCES);
	assert_int_equal(confined(open_what_is_not_there), ENOENT);
	assert_int_equal(confined(open_files), 0);
}

static void what_we_start_stays_in_its_group(void **state)
{
	static const char script[] = "import os\nfor leave in os.setsid, os.setpgrp:\n\ttry:\n\t\tif os.fork() == 0:\n\t\t\tleave()\n"
		"\t\t\tprint('left')\n\texcept OSError as e:\n\t\tprint(e.errno)\n";
	const char *const argv[] = { "python3", "-c", script, NULL };
	struct exit_state end;
	struct error error = { 0 };
	struct strbuf out = { 0 };

	(void)state;
	if (confinement_lack())
		skip();
	assert_int_equal(run_process(argv, NULL, &out, NULL, &end, &error), 0);
	assert_non_null(strstr(strbuf_text(&out), "1\n"));
	assert_null(strstr(strbuf_text(&out), "left"));
	strbuf_free(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_files_are_opened),
		cmocka_unit_test(what_we_start_stays_in_its_group),
	};
	struct error error = { 0 };

	snprintf(directory, sizeof(directory), "/tmp/mncheck-confine.XXXXXX");
	if (make_scratch(directory, &error))
		return 2;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	(void)remove_tree(directory);
	return failed;
}
