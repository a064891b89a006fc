// SPDX-License-Identifier: GPL-2.0-only
/* mncheck triage: what people say about findings. */
#include <string.h>

#include "cmd/command.h"
#include "cmd/results.h"
#include "cmd/terminal.h"
#include "diff/record.h"
#include "report/escape.h"

enum { OPTION_NOTE = 1000 };

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "Triage:", 5 },
	{ "note", OPTION_NOTE, "TEXT", 0, "The reason, for people", 5 },
	{ 0 },
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;
	const struct strings *words = &settings->arguments;

	if (key == OPTION_NOTE) {
		settings->note = value;
		return 0;
	}
	if (key != ARGP_KEY_END)
		return ARGP_ERR_UNKNOWN;
	if (words->count == 1 || words->count > 3)
		return usage_error(state, "a finding, its state and at most a link are expected");
	int triage = words->count ? triage_find(words->data[1]) : 0;

	if (triage < 0)
		return usage_error(state, "unknown state '%s': expected none, confirmed, false, wont-fix, reported or fixed-by",
				   words->data[1]);
	if ((triage == TRIAGE_REPORTED || triage == TRIAGE_FIXED_BY) && words->count < 3)
		return usage_error(state, triage == TRIAGE_REPORTED ? "reported: a link is expected, where" :
							    "fixed-by: a commit is expected");
	return 0;
}

/* All findings with their numbers and what was said about them. */
static int list_findings(struct history *history, struct error *error)
{
	struct arena *arena = arena_new();
	struct history_findings findings = { 0 };
	struct strbuf out = { 0 };
	int failed = history_list_findings(history, arena, 0, &findings, error);

	vec_each(finding, &findings) {
		struct history_triage said;
		bool found = false;

		failed = failed || history_triage_of(history, arena, finding->finding, &said, &found, error) ? -1 : 0;
		strbuf_printf(&out, "%lld  run %lld  ", (long long)finding->finding, (long long)finding->run);
		escape_for_terminal(&out, finding->file);
		strbuf_puts(&out, ": ");
		escape_for_terminal(&out, finding->message);
		strbuf_printf(&out, " [%s]", finding->rule);
		if (found) {
			strbuf_printf(&out, "\n    %s", said.state);
			const char *const more[] = { said.link, said.note, said.who, said.time };

			for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++)
				if (more[i] && *more[i]) {
					strbuf_puts(&out, i ? "; " : " ");
					escape_for_terminal(&out, more[i]);
				}
		}
		strbuf_putc(&out, '\n');
	}
	if (!findings.count)
		strbuf_puts(&out, "no finding is recorded\n");
	failed = failed || output_write(NULL, &out, error) ? -1 : 0;
	strbuf_free(&out);
	vec_free(&findings);
	arena_free(arena);
	return failed;
}

/* The number that WORD is, or that of the finding with the fingerprint WORD; 0: it is neither. */
static int64_t find_number(struct history *history, const char *word, struct error *error)
{
	struct arena *arena = arena_new();
	struct history_findings findings = { 0 };
	int64_t number = 0;

	(void)history_list_findings(history, arena, 0, &findings, error);
	vec_each(finding, &findings) {
		const char *id = arena_printf(arena, "%lld", (long long)finding->finding);

		if (!strcmp(word, id) || !strcmp(word, finding->fingerprint))
			number = finding->finding;
	}
	vec_free(&findings);
	arena_free(arena);
	if (!number && !error->message)
		error_set(error, ERROR_USAGE, "%s: no recorded finding has that number or fingerprint (see mncheck triage)", word);
	return number;
}

static int set_triage(struct history *history, const struct settings *settings, struct error *error)
{
	const struct strings *words = &settings->arguments;
	int64_t number = find_number(history, words->data[0], error);

	if (!number)
		return -1;
	const char *who = getenv("USER");
	struct history_triage triage = {
		.finding = number, .state = words->data[1], .link = words->count > 2 ? words->data[2] : NULL,
		.note = settings->note, .who = who,
	};

	return history_begin(history, error) || history_add_triage(history, &triage, error) ||
	       history_commit(history, error) ? -1 : 0;
}

int cmd_triage(int argc, char **argv)
{
	static const struct argp_child children[] = { { &history_argp, 0, NULL, 0 }, { 0 } };
	struct settings settings;
	struct error error = { 0 };
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, options, parse, "[FINDING STATE [LINK]]",
			    "Says what a recorded finding is; without arguments lists all with their numbers.\v"
			    "FINDING is a number or a fingerprint. STATE: confirmed; false, the finding is none; wont-fix, it stays; "
			    "reported, LINK says where; fixed-by, LINK is a commit; none takes it back. Findings that are false or "
			    "stay are no news in a comparison.")) {
		struct history *history = open_history(&settings, false, &error);

		if (history && !(settings.arguments.count ? set_triage(history, &settings, &error) :
							    list_findings(history, &error)))
			code = EXIT_ALL_HOLD;
		history_close(history);
	}
	if (error.message)
		print_error(&error);
	error_clear(&error);
	settings_free(&settings);
	return code;
}
