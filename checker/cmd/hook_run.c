// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the hooks do. A hook is silent if nothing new is wrong. It stops git (exit code 1) only for a
 * new violation; if it cannot judge, it says so and lets git go on.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/command.h"
#include "cmd/settings.h"
#include "diff/diff_run.h"
#include "cmd/hook.h"
#include "vcs/git.h"

/* ---- one change ---- */

static void tell(const struct strbuf *report)
{
	fwrite(strbuf_text(report), 1, report->length, stderr);
	fflush(stderr);
}

static void tell_not_judged(struct error *error)
{
	error_prefix(error, "callbacks are not judged");
	print_error(error);
	error_clear(error);
}

/* Reports what is new; returns the exit code for git. */
static int conclude(const struct settings *settings, const struct hook *hook,
		    const struct diff *diff)
{
	int code = diff_exit_code(&settings->options, diff);
	struct print_options plain = { 0 };
	struct strbuf report = { 0 };

	if (code == EXIT_ALL_HOLD)
		return code;
	printer_find("text")->print(&diff->news, &plain, &report);
	if (code == EXIT_VIOLATION)
		strbuf_printf(&report, "mncheck: stopped; '%s' goes on all the same\n",
			      hook->bypass);
	tell(&report);
	strbuf_free(&report);
	return code == EXIT_VIOLATION ? code : EXIT_ALL_HOLD;
}

static int judge(const struct settings *settings, const struct hook *hook, const char *tree,
		 const struct change_request *request)
{
	struct terminal terminal;
	struct diff diff = { 0 };
	struct error error = { 0 };
	int code = EXIT_ALL_HOLD;

	enum progress_when when = settings->progress;

	/* what git shows of a commit is no log: who has nothing to be told is told nothing */
	if (when == PROGRESS_AUTO && !isatty(STDERR_FILENO))
		when = PROGRESS_NEVER;
	terminal_open(&terminal, when);
	int failed = diff_run(&settings->options, &terminal.progress, tree, request, &diff, &error);
	terminal_close(&terminal);
	if (failed)
		tell_not_judged(&error);
	else
		code = conclude(settings, hook, &diff);
	diff_free(&diff);
	return code;
}

/* The program pre-commit may pass a range to any hook. */
static bool range_of_pre_commit(struct change_request *request)
{
	const char *from = getenv("PRE_COMMIT_FROM_REF"), *to = getenv("PRE_COMMIT_TO_REF");

	if (!from || !*from || !to || !*to)
		return false;
	*request = (struct change_request){ .kind = CHANGE_MERGE_BASE, .from = from, .to = to };
	return true;
}

/* ---- pre-commit ---- */

static int run_pre_commit(const struct settings *settings, const struct hook *hook,
			  const char *tree)
{
	struct change_request request = { .kind = CHANGE_INDEX };

	(void)range_of_pre_commit(&request);
	return judge(settings, hook, tree, &request);
}

/* ---- pre-push ---- */

/* A line of git's to the hook: "LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID". */
struct push {
	char local_ref[512], local[128], remote_ref[512], remote[128];
};

static bool is_nothing(const char *id)
{
	return strspn(id, "0") == strlen(id);
}

static bool is_known(const struct git *git, const char *id)
{
	const char *words[] = { "cat-file", "-e", arena_printf(git->arena, "%s^{commit}", id), NULL };
	struct error ignored = { 0 };
	int code = is_nothing(id) ? 1 : git_run(git, words, NULL, NULL, NULL, &ignored);

	error_clear(&ignored);
	return code == 0;
}

/* The merge base of LOCAL and the known branches of the remote (REFS); NULL: none is known. */
static const char *parted(const struct git *git, const char *local, const char *refs)
{
	const char *list[] = { "for-each-ref", "--format=%(objectname)", refs, NULL };
	struct strbuf out = { 0 };
	struct error ignored = { 0 };
	VEC(const char *) words = { 0 };
	const char *base = NULL;

	vec_push(&words, "merge-base");
	vec_push(&words, local);
	if (!git_run(git, list, NULL, &out, NULL, &ignored))
		for (char *save, *id = out.text ? strtok_r(out.text, "\n", &save) : NULL; id;
		     id = strtok_r(NULL, "\n", &save))
			vec_push(&words, id);
	if (words.count > 2) {
		vec_push(&words, NULL);
		base = git_line(git, words.data, &ignored);
	}
	error_clear(&ignored);
	vec_free(&words);
	strbuf_free(&out);
	return base;
}

/* The commit from which PUSH is new to the remote; NULL: unknown. */
static const char *base_of(const struct git *git, const struct push *push, const char *remote)
{
	const char *base = NULL;

	if (is_known(git, push->remote))
		return push->remote;
	if (remote)
		base = parted(git, push->local, arena_printf(git->arena, "refs/remotes/%s/", remote));
	return base ? base : parted(git, push->local, "refs/remotes/");
}

static int judge_push(const struct settings *settings, const struct hook *hook, const char *tree,
		      const struct git *git, const struct push *push)
{
	const char *remote = settings->flags.count ? settings->flags.data[0] : NULL;
	const char *base = is_nothing(push->local) ? NULL : base_of(git, push, remote);

	if (is_nothing(push->local))	/* the push deletes a branch */
		return EXIT_ALL_HOLD;
	if (!base) {
		struct error error = { 0 };

		error_set(&error, ERROR_ENVIRONMENT, "nothing is known of what the remote has, so "
			  "'%s' cannot be compared", push->local_ref);
		tell_not_judged(&error);
		return EXIT_ALL_HOLD;
	}
	struct change_request request = {
		.kind = CHANGE_MERGE_BASE, .from = base, .to = push->local,
	};
	return judge(settings, hook, tree, &request);
}

static int judge_pushes(const struct settings *settings, const struct hook *hook,
			const char *tree, const struct git *git, char *lines)
{
	int worst = EXIT_ALL_HOLD;

	for (char *save, *line = strtok_r(lines, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		struct push push;

		if (sscanf(line, "%511s %127s %511s %127s", push.local_ref, push.local,
			   push.remote_ref, push.remote) != 4)
			continue;
		int code = judge_push(settings, hook, tree, git, &push);
		if (code > worst)
			worst = code;
	}
	return worst;
}

static int run_pre_push(const struct settings *settings, const struct hook *hook,
			const char *tree)
{
	struct change_request request;
	struct error error = { 0 };
	struct git git = { 0 };
	int code = EXIT_ALL_HOLD;

	if (range_of_pre_commit(&request))
		return judge(settings, hook, tree, &request);
	char *absolute = realpath(tree, NULL);
	char *lines = isatty(STDIN_FILENO) ? NULL : read_file("/dev/stdin", NULL, &error);
	if (lines && !git_open(&git, absolute ? absolute : tree, &error))
		code = judge_pushes(settings, hook, tree, &git, lines);
	if (error.message)
		tell_not_judged(&error);
	if (git.arena)
		git_close(&git);
	free(lines);
	free(absolute);
	return code;
}

const struct hook hooks[] = {
	{ "pre-push", "git push --no-verify", run_pre_push },
	{ "pre-commit", "git commit --no-verify", run_pre_commit },
};
const size_t nhooks = sizeof(hooks) / sizeof(hooks[0]);
