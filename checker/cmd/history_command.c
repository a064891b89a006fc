// SPDX-License-Identifier: GPL-2.0-only
/* mncheck history: the runs that were recorded, and how the verdicts moved over them. */
#include <string.h>
#include <unistd.h>

#include "cmd/command.h"
#include "cmd/results.h"
#include "cmd/terminal.h"
#include "report/escape.h"

enum { OPTION_CALLBACK = 1000 };

struct history_printer {
	struct history *history;
	const struct settings *settings;
	struct arena *arena;
	struct history_runs runs;
	struct history_rows rows;
	struct strbuf out;
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "Selection:", 5 },
	{ "callback", OPTION_CALLBACK, "NAME", 0, "Only callbacks that have or had this name", 5 },
	{ 0 },
};

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	if (key == OPTION_CALLBACK) {
		settings->callback = value;
		return 0;
	}
	if (key != ARGP_KEY_END)
		return ARGP_ERR_UNKNOWN;
	if (settings->arguments.count > 1)
		return usage_error(state, "at most one TREE is expected");
	return 0;
}

/* ---- runs ---- */

static void put_run(struct strbuf *out, const struct history_run *run)
{
	strbuf_printf(out, "run %lld  %s  ", (long long)run->id, run->time);
	escape_for_terminal(out, run->version && *run->version ? run->version : "?");
	if (run->commit)
		strbuf_printf(out, " %.12s", run->commit);
	strbuf_printf(out, "  %s  %u callbacks, %u violate, %u undecided, %.1f s  ", run->arch ? run->arch : "?",
		      run->callbacks, run->violations, run->undecided, run->seconds);
	escape_for_terminal(out, run->tree ? run->tree : "?");
	if (run->only) {
		strbuf_puts(out, "  only ");
		escape_for_terminal(out, run->only);
	}
	strbuf_putc(out, '\n');
}

/* ---- verdicts ---- */

/* The part "RULE=VERDICT" of WORDS for RULE, "" if it has none. */
static void word_of_rule(const char *words, const char *rule, struct strbuf *out)
{
	size_t length = strlen(rule);

	for (const char *at = words; *at; at += strcspn(at, " "), at += *at == ' ')
		if (!strncmp(at, rule, length) && at[length] == '=') {
			strbuf_add(out, at + length + 1, strcspn(at + length + 1, " "));
			return;
		}
}

/* That a rule says nothing of the callback is no news in a run that did not ask it before. */
static bool is_move(const char *from, const char *to)
{
	bool one_lacks = !*from != !*to;

	return one_lacks ? strcmp(*from ? from : to, "n/a") != 0 : strcmp(from, to) != 0;
}

/* "sleeps-nonblockable: holds -> violates" for each rule whose verdict moved. */
static void put_moves(struct strbuf *out, const char *before, const char *now)
{
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		struct strbuf from = { 0 }, to = { 0 };

		word_of_rule(before, rules[rule]->name, &from);
		word_of_rule(now, rules[rule]->name, &to);
		if (is_move(strbuf_text(&from), strbuf_text(&to)))
			strbuf_printf(out, "    %s: %s -> %s\n", rules[rule]->name, from.length ? from.text : "not asked",
				      to.length ? to.text : "not asked");
		strbuf_free(&from);
		strbuf_free(&to);
	}
}

static void put_name(struct strbuf *out, const struct history_row *row)
{
	escape_for_terminal(out, row->file);
	strbuf_printf(out, ":%u: ", row->line);
	escape_for_terminal(out, row->name);
	if (row->ops && *row->ops) {
		strbuf_puts(out, " in ");
		escape_for_terminal(out, row->ops);
	}
	strbuf_printf(out, " (%s)", row->kind);
}

static bool has_other_name(const struct history_row *a, const struct history_row *b)
{
	return strcmp(a->name, b->name) || strcmp(a->file, b->file) || strcmp(a->ops, b->ops);
}

/* The verdicts that are no n/a and do not hold: "sleeps-nonblockable violates, ..."; else "holds", or that none is given. */
static void put_state(struct strbuf *out, const struct history_row *row)
{
	const char *separator = "";
	bool holds = false;

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		struct strbuf word = { 0 };

		word_of_rule(row->verdicts, rules[rule]->name, &word);
		holds = holds || !strcmp(strbuf_text(&word), "holds");
		if (word.length && strcmp(word.text, "n/a") && strcmp(word.text, "holds")) {
			strbuf_printf(out, "%s%s %s", separator, rules[rule]->name, word.text);
			separator = ", ";
		}
		strbuf_free(&word);
	}
	if (!*separator)
		strbuf_puts(out, holds ? "holds" : "no rule applies");
}

static const struct history_run *find_run(const struct history_printer *printer, int64_t id)
{
	vec_each(run, &printer->runs)
		if (run->id == id)
			return run;
	return NULL;
}

/* Whether RUN, later than the one that ROW is of, would have the callback's row if it were still there. */
static bool would_have(const struct history_run *run, const struct history_run *of, const struct history_row *row)
{
	struct strings only = { 0 };
	char *paths = xstrdup(run->only ? run->only : ""), *rest = paths;

	for (char *path; (path = strsep(&rest, "\n")) && *path;)
		vec_push(&only, path);
	bool would = of && run->tree && of->tree && !strcmp(run->tree, of->tree) && only_covers(&only, row->file);

	vec_free(&only);
	free(paths);
	return would;
}

/* The first run in which the callback of ROW, its last, is not there any more; NULL: none was to find it. */
static const struct history_run *run_without(const struct history_printer *printer, const struct history_row *row)
{
	const struct history_run *of = find_run(printer, row->run);

	vec_each(run, &printer->runs)
		if (run->id > row->run && would_have(run, of, row))
			return run;
	return NULL;
}

/* What changed from the callback's row BEFORE to the one of the next run that has it, NOW; nothing if nothing did. */
static void put_step(struct strbuf *out, const struct history_row *before, const struct history_row *now)
{
	struct strbuf moves = { 0 };

	put_moves(&moves, before->verdicts, now->verdicts);
	if (moves.length || has_other_name(before, now)) {
		strbuf_printf(out, "  run %lld:", (long long)now->run);
		if (has_other_name(before, now)) {
			strbuf_puts(out, " renamed, was ");
			put_name(out, before);
		}
		strbuf_printf(out, "\n%s", strbuf_text(&moves));
	}
	strbuf_free(&moves);
}

/* COUNT rows of one callback, by run. */
static void put_callback(struct history_printer *printer, const struct history_row *rows, size_t count)
{
	struct strbuf *out = &printer->out;
	const struct history_row *last = &rows[count - 1];
	const struct history_run *without = run_without(printer, last);

	put_name(out, last);
	strbuf_printf(out, "\n  run %lld: ", (long long)rows[0].run);
	put_state(out, &rows[0]);
	strbuf_putc(out, '\n');
	for (size_t i = 1; i < count; i++)
		if (rows[i - 1].run != rows[i].run)
			put_step(out, &rows[i - 1], &rows[i]);
	if (without)
		strbuf_printf(out, "  run %lld: gone\n", (long long)without->id);
}

static bool is_asked_for(const struct history_printer *printer, const struct history_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!printer->settings->callback || !strcmp(rows[i].name, printer->settings->callback))
			return true;
	return false;
}

static void put_callbacks(struct history_printer *printer)
{
	const struct history_row *rows = printer->rows.data;

	for (size_t i = 0, next; i < printer->rows.count; i = next) {
		for (next = i; next < printer->rows.count && rows[next].callback == rows[i].callback;)
			next++;
		if (is_asked_for(printer, rows + i, next - i))
			put_callback(printer, rows + i, next - i);
	}
}

static int print_history(struct history_printer *printer, struct error *error)
{
	const struct strings *arguments = &printer->settings->arguments;
	char *tree = arguments->count ? realpath(arguments->data[0], NULL) : NULL;
	const char *name = tree ? tree : arguments->count ? arguments->data[0] : NULL;
	int failed = history_list_runs(printer->history, printer->arena, name, &printer->runs, error) ||
		     history_list_rows(printer->history, printer->arena, 0, name, &printer->rows, error) ? -1 : 0;

	if (!failed) {
		vec_each(run, &printer->runs)
			put_run(&printer->out, run);
		put_callbacks(printer);
		if (!printer->runs.count)
			strbuf_puts(&printer->out, "no run is recorded\n");
		failed = output_write(NULL, &printer->out, error);
	}
	free(tree);
	return failed;
}

int cmd_history(int argc, char **argv)
{
	static const struct argp_child children[] = { { &history_argp, 0, NULL, 0 }, { 0 } };
	struct settings settings;
	struct error error = { 0 };
	struct history_printer printer = { .settings = &settings };
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, options, parse, "[TREE]",
			    "Lists the runs that mncheck scan --record kept, and how each callback's verdicts moved.\v"
			    "TREE: only runs of this tree. mncheck report and mncheck compare take the numbers of runs.")) {
		printer.history = open_history(&settings, false, &error);
		printer.arena = arena_new();
		if (printer.history && !print_history(&printer, &error))
			code = EXIT_ALL_HOLD;
		history_close(printer.history);
		arena_free(printer.arena);
		vec_free(&printer.runs);
		vec_free(&printer.rows);
		strbuf_free(&printer.out);
	}
	if (error.message)
		print_error(&error);
	error_clear(&error);
	settings_free(&settings);
	return code;
}
