/* layers: base */
// SPDX-License-Identifier: GPL-2.0-only
/* Child processes: how they end is told, and none is left behind. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fork_server.h"
#include "base/process.h"
#include "base/watcher.h"

static void no_child_is_left(void)
{
	watcher_stop();
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static int shell(const char *script, const struct run_options *options, struct strbuf *out,
		 struct strbuf *err, struct exit_state *state)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	struct error error = { 0 };
	int result = run_process(argv, options, out, err, state, &error);

	error_clear(&error);
	no_child_is_left();
	return result;
}

static void output_and_exit_code(void **state)
{
	struct strbuf out = { 0 }, err = { 0 };
	struct exit_state end;

	(void)state;
	strbuf_puts(&out, "before ");
	assert_int_equal(shell("echo out; echo err >&2; cat; exit 7", NULL, &out, &err, &end), 0);
	assert_string_equal(strbuf_text(&out), "before out\n");
	assert_string_equal(strbuf_text(&err), "err\n");
	assert_int_equal(end.code, 7);
	assert_int_equal(end.signal, 0);
	assert_false(end.timed_out);
	assert_true(end.peak_kib > 0);
	strbuf_free(&out);
	strbuf_free(&err);
}

static void output_may_be_discarded_or_merged(void **state)
{
	struct run_options merge = { .merge_stderr = true };
	struct strbuf out = { 0 };
	struct exit_state end;

	(void)state;
	assert_int_equal(shell("echo out; echo err >&2", NULL, NULL, NULL, &end), 0);
	assert_int_equal(end.code, 0);
	assert_int_equal(shell("echo out; echo err >&2", &merge, &out, NULL, NULL), 0);
	assert_string_equal(strbuf_text(&out), "out\nerr\n");
	strbuf_free(&out);
}

static void much_output_on_both_streams(void **state)
{
	struct strbuf out = { 0 }, err = { 0 };
	struct exit_state end;

	(void)state;
	shell("head -c 3000000 /dev/zero & head -c 2000000 /dev/zero >&2; wait",
	      NULL, &out, &err, &end);
	assert_int_equal(end.code, 0);
	assert_int_equal(out.length, 3000000);
	assert_int_equal(err.length, 2000000);
	strbuf_free(&out);
	strbuf_free(&err);
}

static void directory_and_environment(void **state)
{
	const char *const unset[] = { "MNCHECK_TEST_A", NULL };
	struct run_options options = { .directory = "/", .unset = unset };
	struct strbuf out = { 0 };

	(void)state;
	setenv("MNCHECK_TEST_A", "a", 1);
	setenv("MNCHECK_TEST_AB", "b", 1);
	shell("pwd; echo \"$MNCHECK_TEST_A.$MNCHECK_TEST_AB\"", &options, &out, NULL, NULL);
	assert_string_equal(strbuf_text(&out), "/\n.b\n");
	strbuf_free(&out);
}

static void signals_are_told(void **state)
{
	struct exit_state end;

	(void)state;
	shell("kill -SEGV $$", NULL, NULL, NULL, &end);
	assert_int_equal(end.code, -1);
	assert_int_equal(end.signal, SIGSEGV);
}

static void what_cannot_start_is_an_error(void **state)
{
	const char *nowhere[] = { "mncheck-no-such-program", NULL };
	struct run_options options = { .directory = "/mncheck-no-such-directory" };
	struct error error = { 0 };

	(void)state;
	assert_int_equal(run_process(nowhere, NULL, NULL, NULL, NULL, &error), -1);
	assert_int_equal(error.kind, ERROR_ENVIRONMENT);
	assert_non_null(strstr(error.message, "mncheck-no-such-program: cannot be started"));
	const char *here[] = { "sh", "-c", "true", NULL };
	assert_int_equal(run_process(here, &options, NULL, NULL, NULL, &error), -1);
	assert_non_null(strstr(error.message, "in /mncheck-no-such-directory"));
	error_clear(&error);
	no_child_is_left();
}

static void timeouts_kill_the_whole_group(void **state)
{
	struct run_options options = { .timeout_seconds = 0.2 };
	struct strbuf out = { 0 };
	struct exit_state end;
	double start = now_seconds();

	(void)state;
	shell("sleep 60 & echo $!; sleep 60", &options, &out, NULL, &end);
	assert_true(end.timed_out);
	assert_int_equal(end.signal, SIGKILL);
	assert_true(now_seconds() - start < 10);
	assert_int_equal(kill(atoi(strbuf_text(&out)), 0), -1);
	strbuf_free(&out);
	start = now_seconds();
	shell("yes", &options, &out, NULL, &end);
	assert_true(end.timed_out);
	assert_true(now_seconds() - start < 10);
	strbuf_free(&out);
}

/* One that keeps the pipe open does not keep us waiting. */
static void background_children_are_not_waited_for(void **state)
{
	struct strbuf out = { 0 };
	double start = now_seconds();

	(void)state;
	shell("sleep 60 & echo done", NULL, &out, NULL, NULL);
	assert_string_equal(strbuf_text(&out), "done\n");
	assert_true(now_seconds() - start < 10);
	strbuf_free(&out);
}

struct pool_test {
	size_t ended, failed, crashed, late;
	uint64_t sum;
	size_t longest;
	pid_t *pids;
};

static void note_end(size_t index, const char *data, size_t length,
		     const struct exit_state *end, void *context)
{
	struct pool_test *test = context;

	(void)index;
	test->ended++;
	test->failed += end->code > 0;
	test->crashed += end->signal && !end->timed_out;
	test->late += end->timed_out;
	test->sum += strtoull(data, NULL, 10);
	if (length > test->longest)
		test->longest = length;
}

static int write_index(size_t index, int fd, void *context)
{
	(void)context;
	return dprintf(fd, "%zu", index) > 0 ? 0 : -1;
}

static struct pool_test run_jobs(size_t count, unsigned jobs, const struct worker_limits *limits,
				 int (*job)(size_t, int, void *))
{
	struct pool_test test = { 0 };
	struct error error = { 0 };

	if (run_workers(count, jobs, limits, NULL, job, note_end, &test, &error))
		fail_msg("%s", error.message);
	no_child_is_left();
	return test;
}

static void thousands_of_jobs(void **state)
{
	(void)state;
	struct pool_test test = run_jobs(2000, 8, NULL, write_index);
	assert_int_equal(test.ended, 2000);
	assert_int_equal(test.sum, 2000 * 1999 / 2);
	assert_int_equal(test.failed + test.crashed + test.late, 0);
	assert_int_equal(run_jobs(0, 4, NULL, write_index).ended, 0);
	assert_int_equal(run_jobs(3, 0, NULL, write_index).ended, 3);
	assert_int_equal(run_jobs(2, 100, NULL, write_index).ended, 2);
}

static int fail_in_some_way(size_t index, int fd, void *context)
{
	(void)context;
	if (index % 5 == 1)
		return dprintf(fd, "0 reason"), -1;
	if (index % 5 == 2)
		abort();
	if (index % 5 == 3)
		pause();
	return write_index(index, fd, NULL);
}

static void failures_stay_in_their_job(void **state)
{
	const struct worker_limits limits = { .timeout_seconds = 0.3 };
	struct pool_test test = run_jobs(20, 4, &limits, fail_in_some_way);

	(void)state;
	assert_int_equal(test.ended, 20);
	assert_int_equal(test.failed, 4);
	assert_int_equal(test.crashed, 4);
	assert_int_equal(test.late, 4);
	assert_int_equal(test.sum, 0 + 4 + 5 + 9 + 10 + 14 + 15 + 19);
}

static int write_much(size_t index, int fd, void *context)
{
	static char data[5000000];

	(void)index;
	(void)context;
	memset(data, '0', sizeof(data));
	for (size_t at = 0; at < sizeof(data);) {
		ssize_t put = write(fd, data + at, sizeof(data) - at);

		if (put < 0)
			return -1;
		at += (size_t)put;
	}
	return 0;
}

static void results_may_be_large(void **state)
{
	struct pool_test test = run_jobs(3, 2, NULL, write_much);

	(void)state;
	assert_int_equal(test.longest, 5000000);
	assert_int_equal(test.failed, 0);
}

static int use_memory(size_t index, int fd, void *context)
{
	(void)fd;
	(void)context;
	for (size_t i = 0; index && i < 64; i++)
		memset(xmalloc(16 << 20), 1, 16 << 20);
	return 0;
}

static void memory_is_limited(void **state)
{
	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#else
	const struct worker_limits limits = { .memory_bytes = 256 << 20 };
	struct pool_test test = run_jobs(2, 2, &limits, use_memory);
	assert_int_equal(test.ended, 2);
	assert_int_equal(test.crashed, 1);
#endif
	(void)use_memory;
}

/* A worker that starts a program and is then killed. */
static int start_sleeper(size_t index, int fd, void *context)
{
	const char *argv[] = { "sh", "-c", "echo $$ >&9; exec sleep 60", NULL };
	struct error error = { 0 };

	(void)index;
	(void)context;
	dup2(fd, 9);
	return run_process(argv, NULL, NULL, NULL, NULL, &error);
}

static void programs_of_workers_end_with_them(void **state)
{
	const struct worker_limits limits = { .timeout_seconds = 0.5 };
	struct pool_test test = run_jobs(1, 1, &limits, start_sleeper);

	(void)state;
	assert_int_equal(test.late, 1);
	assert_true(test.sum > 1);
	assert_int_equal(kill((pid_t)test.sum, 0), -1);
}

/* ---- the fork server ---- */

/* Set in the fork server by prepare_server() alone. */
static uint64_t prepared;

static void prepare_server(void)
{
	prepared = 1000;
}

/* The request is a number and much that is not read; the answer is the sum. */
static int answer_request(const char *request, size_t length, int fd)
{
	uint64_t number = strtoull(request, NULL, 10);

	if (number == 2)
		abort();
	if (number == 3)
		pause();
	if (length < 300000)
		return -1;
	return dprintf(fd, "%llu", (unsigned long long)(number + prepared)) > 0 ? 0 : -1;
}

static bool pack_number_of(size_t index, struct strbuf *request, void *context)
{
	char filler[300000];

	(void)context;
	strbuf_printf(request, "%zu ", index);
	memset(filler, 'x', sizeof(filler));
	strbuf_add(request, filler, sizeof(filler));
	return index != 4;
}

static struct pool_test run_served(struct fork_server *fork_server, unsigned jobs)
{
	const struct worker_limits limits = { .timeout_seconds = 1 };
	const struct worker_origin origin = { fork_server, pack_number_of };
	struct pool_test test = { 0 };
	struct error error = { 0 };

	if (run_workers(6, jobs, &limits, &origin, write_index, note_end, &test, &error))
		fail_msg("%s", error.message);
	return test;
}

static void workers_of_a_fork_server_are_ours(void **state)
{
	struct fork_server *fork_server = fork_server_start(prepare_server, answer_request);

	(void)state;
	assert_non_null(fork_server);
	struct pool_test test = run_served(fork_server, 2);
	assert_int_equal(test.ended, 6);
	assert_int_equal(test.crashed, 1);
	assert_int_equal(test.late, 1);
	/* number 4 was forked here */
	assert_int_equal(test.sum, 1000 + 1001 + 4 + 1005);
	fork_server_stop(fork_server);
	no_child_is_left();
}

static int use_much_memory(const char *request, size_t length, int fd)
{
	(void)length;
	return use_memory(strtoull(request, NULL, 10), fd, NULL);
}

static void memory_in_a_fork_server_is_limited(void **state)
{
	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#else
	const struct worker_limits limits = { .memory_bytes = 256 << 20 };
	const struct worker_origin origin = { fork_server_start(NULL, use_much_memory), pack_number_of };
	struct pool_test test = { 0 };
	struct error error = { 0 };

	assert_int_equal(run_workers(2, 2, &limits, &origin, write_index, note_end, &test, &error), 0);
	assert_int_equal(test.ended, 2);
	assert_int_equal(test.crashed, 1);
	fork_server_stop(origin.fork_server);
	no_child_is_left();
#endif
	(void)use_much_memory;
}

/* Kills the fork server, once it has answered. */
static int end_server(const char *request, size_t length, int fd)
{
	pid_t fork_server = (pid_t)prepared;

	(void)request;
	(void)length;
	(void)!dprintf(fd, "100");
	return kill(fork_server, SIGKILL);
}

static void note_server(void)
{
	prepared = (uint64_t)getpid();
}

static void without_a_fork_server_workers_are_forked_here(void **state)
{
	struct fork_server *fork_server = fork_server_start(note_server, end_server);
	struct pool_test test = run_served(fork_server, 1);

	(void)state;
	assert_int_equal(test.ended, 6);
	assert_int_equal(test.failed + test.crashed + test.late, 0);
	assert_int_equal(test.sum, 100 + 1 + 2 + 3 + 4 + 5);
	fork_server_stop(fork_server);
	no_child_is_left();
}

/* A worker that was forked here holds all descriptors, and waits for us. */
static void a_fork_server_ends_while_others_hold_its_socket(void **state)
{
	const struct worker_limits limits = { .timeout_seconds = 60 };
	struct fork_server *fork_server = fork_server_start(NULL, answer_request);
	struct early_worker *early = start_early_worker(&limits, write_much, NULL);

	(void)state;
	assert_non_null(early);
	fork_server_stop(fork_server);
	drop_early_worker(early);
	no_child_is_left();
}

static int note_and_sleep(size_t index, int fd, void *context)
{
	struct pool_test *test = context;

	(void)fd;
	test->pids[index] = getpid();
	if (index == 1)
		kill(getppid(), SIGINT);
	pause();
	return 0;
}

/* Comes last: the interruption stays noted. */
static void interrupts_end_everything(void **state)
{
	struct pool_test test = { 0 };
	struct error error = { 0 };

	(void)state;
	test.pids = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	process_catch_interrupts();
	assert_int_equal(process_interrupted(), 0);
	assert_int_equal(run_workers(10, 2, NULL, NULL, note_and_sleep, note_end, &test, &error), -1);
	assert_int_equal(process_interrupted(), SIGINT);
	assert_non_null(strstr(error.message, "interrupted by signal 2"));
	assert_int_equal(test.ended, 0);
	no_child_is_left();
	/* the signal may come before the first worker has told its number */
	assert_true(!test.pids[0] || kill(test.pids[0], 0) == -1);
	const char *argv[] = { "true", NULL };
	assert_int_equal(run_process(argv, NULL, NULL, NULL, NULL, &error), -1);
	assert_non_null(strstr(error.message, "not started"));
	error_clear(&error);
	munmap(test.pids, 4096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_and_exit_code),
		cmocka_unit_test(output_may_be_discarded_or_merged),
		cmocka_unit_test(much_output_on_both_streams),
		cmocka_unit_test(directory_and_environment),
		cmocka_unit_test(signals_are_told),
		cmocka_unit_test(what_cannot_start_is_an_error),
		cmocka_unit_test(timeouts_kill_the_whole_group),
		cmocka_unit_test(background_children_are_not_waited_for),
		cmocka_unit_test(thousands_of_jobs),
		cmocka_unit_test(failures_stay_in_their_job),
		cmocka_unit_test(results_may_be_large),
		cmocka_unit_test(memory_is_limited),
		cmocka_unit_test(programs_of_workers_end_with_them),
		cmocka_unit_test(workers_of_a_fork_server_are_ours),
		cmocka_unit_test(memory_in_a_fork_server_is_limited),
		cmocka_unit_test(without_a_fork_server_workers_are_forked_here),
		cmocka_unit_test(a_fork_server_ends_while_others_hold_its_socket),
		cmocka_unit_test(interrupts_end_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
