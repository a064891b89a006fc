// SPDX-License-Identifier: GPL-2.0-only
/*
 * mncheck b4: judges a patch for b4. It writes nothing to stderr and exits with 0 whatever it finds, since b4
 * takes either for a failure of the patch.
 */
#include <string.h>

#include "cmd/command.h"
#include "cmd/settings.h"
#include "diff/diff_run.h"
#include "report/print_b4.h"

enum { OPTION_REVIEW = 1000, OPTION_STRICT };

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "b4:", 5 },
	{ "review", OPTION_REVIEW, NULL, 0, "Answer as a review-*-check-cmd of b4 0.15: JSON", 5 },
	{ "strict", OPTION_STRICT, NULL, 0, "What is newly undecided fails the patch, too", 5 },
	{ 0 },
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	(void)value;
	switch (key) {
	case OPTION_REVIEW:
		settings->review = true;
		return 0;
	case OPTION_STRICT:
		settings->options.strict = true;
		return 0;
	case ARGP_KEY_END:
		if (settings->arguments.count > 1)
			return usage_error(state, "at most one TREE is expected");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* The last line of the text report becomes the summary, the rest the body. */
static void answer_review(const struct settings *settings, const struct diff *diff,
			  struct strbuf *out)
{
	static const enum b4_status statuses[] = {
		[EXIT_ALL_HOLD] = B4_PASS, [EXIT_VIOLATION] = B4_FAIL, [EXIT_UNDECIDED] = B4_WARN,
	};
	struct print_options plain = { 0 };
	struct strbuf report = { 0 };

	printer_find("text")->print(&diff->news, &plain, &report);
	char *text = strbuf_take(&report);
	size_t length = text ? strlen(text) : 0;
	if (length && text[length - 1] == '\n')
		text[--length] = '\0';
	char *last = length ? strrchr(text, '\n') : NULL;
	const char *summary = last ? last + 1 : text;
	if (last)
		*last = '\0';
	print_b4_review(statuses[diff_exit_code(&settings->options, diff)], summary ? summary : "",
			last ? text : "", out);
	free(text);
}

static void answer_trouble(const struct settings *settings, const char *why, struct strbuf *out)
{
	char *summary = xasprintf("not judged: %s", why);

	if (settings->review)
		print_b4_review(B4_WARN, summary, "", out);
	else
		print_b4_trouble(why, out);
	free(summary);
}

static int judge_mail(const struct settings *settings, struct diff *diff, struct error *error)
{
	struct progress quiet = silent_progress();
	struct change_request request = { .kind = CHANGE_MAIL };
	const char *tree = settings->arguments.count ? settings->arguments.data[0] : NULL;
	char *mail = read_file("/dev/stdin", &request.mail_length, error);
	int failed = -1;

	request.mail = mail;
	if (mail)
		failed = diff_run(&settings->options, &quiet, tree, &request, diff, error);
	free(mail);
	return failed;
}

static void answer(const struct settings *settings, struct strbuf *out)
{
	struct diff diff = { 0 };
	struct error error = { 0 };

	int failed = judge_mail(settings, &diff, &error);

	if (failed && error.kind == ERROR_ANALYSIS)	/* a cover letter has no patch */
		strbuf_puts(out, settings->review ? "[]\n" : "");
	else if (failed)
		answer_trouble(settings, error.message ? error.message : "no reason is known", out);
	else if (settings->review)
		answer_review(settings, &diff, out);
	else
		print_b4_lines(&diff.news, settings->options.strict, out);
	diff_free(&diff);
	error_clear(&error);
}

int cmd_b4(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &rules_argp, 0, NULL, 0 }, { &work_argp, 0, NULL, 0 },
		{ &tree_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	struct strbuf out = { 0 };
	struct error error = { 0 };
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, options, parse, "[TREE]",
			    "Judges the patch that comes as a mail on stdin, for b4: a new violation "
			    "is a line with ERROR:, what is newly undecided another line, and all is "
			    "well when nothing is said.\v"
			    "To be set in a kernel tree by\n"
			    "  git config b4.prep-perpatch-check-cmd 'mncheck b4'\n"
			    "Exit codes: 0 whatever was found; 2 usage, or nothing could be written.")) {
		answer(&settings, &out);
		code = output_write(NULL, &out, &error) ? EXIT_TROUBLE : EXIT_ALL_HOLD;
	}
	strbuf_free(&out);
	error_clear(&error);
	settings_free(&settings);
	return code;
}
