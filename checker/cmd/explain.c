// SPDX-License-Identifier: GPL-2.0-only
/* mncheck explain: shows the page of a rule, or how a callback came to its verdicts. */
#include <string.h>

#include "cmd/command.h"
#include "cmd/settings.h"
#include "analysis/pipeline.h"
#include "cmd/terminal.h"
#include "report/explanation.h"
#include "report/escape.h"
#include "report/report.h"

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	(void)value;
	if (key != ARGP_KEY_END)
		return ARGP_ERR_UNKNOWN;
	if (settings->arguments.count > 2)
		return usage_error(state, "at most a RULE, or a CALLBACK and its TREE, is expected");
	return 0;
}

static void put_line(struct strbuf *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Appends a line. Escapes control characters, which may come from sources. */
static void put_line(struct strbuf *out, const char *format, ...)
{
	struct arena *arena = arena_new();
	va_list args;

	va_start(args, format);
	escape_for_terminal(out, arena_vprintf(arena, format, args));
	va_end(args);
	strbuf_putc(out, '\n');
	arena_free(arena);
}

static void explain_violation(const struct row *row, enum rule_id rule, struct strbuf *out)
{
	vec_each(finding, &row->findings) {
		if (finding->rule != rule)
			continue;
		put_line(out, "    %s:%u: %s", finding->file, finding->line, finding->message);
		if (finding->allowed)
			put_line(out, "    allowed by %s:%u because %s", finding->allowed->file,
				 finding->allowed->line, finding->allowed->because);
		for (size_t i = 0; i < finding->ntrace; i++) {
			const struct trace_step *step = &finding->trace[i];

			put_line(out, "      %*s%s:%u: %s", (int)(step->depth < 20 ? step->depth : 20) * 2,
				 "", step->file, step->line, step->note);
		}
	}
}

static void explain_undecided(const struct row *row, enum rule_id rule, struct strbuf *out)
{
	vec_each(reason, &row->undecided) {
		if (reason->rule != rule)
			continue;
		if (reason->at && *reason->at)
			put_line(out, "    %s: %s", reason->at, reason->why);
		else
			put_line(out, "    %s", reason->why);
		if (reason->decide)
			put_line(out, "      would be decided by: %s", reason->decide);
	}
}

static void explain_verdict(const struct run *run, const struct row *row, enum rule_id rule,
			    struct strbuf *out)
{
	const struct verdict_dependencies *dependencies = row->dependencies[rule];
	enum verdict verdict = shown_verdict(run, row, rule);
	struct strbuf arches = { 0 };

	if (run->arches.count > 1) {
		strbuf_puts(&arches, " for ");
		put_arches(run, arches_of_verdict(run, row, rule), ", ", &arches);
	}
	put_line(out, "  %s: %s%s", rules[rule]->name, verdict_name(verdict),
		 row->arches ? strbuf_text(&arches) : "");
	strbuf_free(&arches);
	switch (verdict) {
	case VERDICT_HOLDS:
		put_line(out, "    proved %s", dependencies ? dependencies_runs(dependencies) : "on every path");
		break;
	case VERDICT_VIOLATES:
		explain_violation(row, rule, out);
		break;
	case VERDICT_UNDECIDED:
		explain_undecided(row, rule, out);
		break;
	case VERDICT_NA:
		put_line(out, "    does not apply to callbacks of the kind %s",
			 contracts[row->kind].name);
		return;
	case VERDICT_NOT_RUN:
		return;
	}
	if (dependencies)
		print_dependencies(row, rule, out);
}

static void explain_row(const struct run *run, const struct row *row, struct strbuf *out)
{
	put_line(out, "%s:%u: %s, %s", row->file, row->line, row->callback,
		 describe_kind(run->arena, row->kind, row->ops));
	if (row->assumes)
		put_line(out, "  judged with: %s", row->assumes);
	if (!row->analysed)
		put_line(out, "  %s: %s", row_lacks(row), row_why_not(row));
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (run->rule_enabled[rule])
			explain_verdict(run, row, (enum rule_id)rule, out);
}

static int explain_callback(const struct settings *settings, const char *name, const char *tree,
			    struct strbuf *out, struct error *error)
{
	struct terminal terminal;
	struct run run = { .explained = true };

	terminal_open(&terminal, settings->progress);
	int failed = scan_tree(&settings->options, &terminal.progress, tree, name, &run, error);
	terminal_close(&terminal);
	if (!failed && !run.rows.count)
		failed = error_set(error, ERROR_USAGE, "'%s' is neither a rule (see mncheck scan "
				   "--help) nor a callback found in %s", name, run.tree_path);
	if (settings->options.verbose)
		tell_whole_paths(&run);
	vec_each(row, &run.rows)
		if (!failed)
			explain_row(&run, row, out);
	run_free(&run);
	return failed;
}

/* The rule's page, and the kinds of callbacks that it is about by the contract's table. */
static void explain_rule(enum rule_id rule, struct strbuf *out)
{
	strbuf_printf(out, "%s\n## Which callbacks\n\nIt is about %s: ", rules[rule]->page,
		      rules[rule]->about->words);
	rule_put_kinds(rule, out);
	strbuf_puts(out, ".\n");
}

/* All rules, three lines each: when one fires, and for whom. */
static void list_rules(struct strbuf *out)
{
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		strbuf_printf(out, "%s%s\n\t%s\n\t%s: ", rules[rule]->name,
			      rules[rule]->by_default ? "" : " (off by default)",
			      rules[rule]->title, rules[rule]->about->words);
		rule_put_kinds((enum rule_id)rule, out);
		strbuf_putc(out, '\n');
	}
}

static int explain(const struct settings *settings, struct error *error)
{
	const char *name = settings->arguments.count ? settings->arguments.data[0] : "";
	const char *tree = settings->arguments.count > 1 ? settings->arguments.data[1] : NULL;
	struct strbuf out = { 0 };
	int rule = rule_find(name), failed = 0;

	if (!settings->arguments.count)
		list_rules(&out);
	else if (rule >= 0 && settings->arguments.count == 1)
		explain_rule((enum rule_id)rule, &out);
	else
		failed = explain_callback(settings, name, tree, &out, error);
	if (!failed)
		failed = output_write(NULL, &out, error);
	strbuf_free(&out);
	return failed;
}

int cmd_explain(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &path_argp, 0, NULL, 0 }, { &rules_argp, 0, NULL, 0 },
		{ &work_argp, 0, NULL, 0 }, { &tree_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	struct error error = { 0 };
	int failed = settings_parse(&settings, argc, argv, children, NULL, parse,
				    "[RULE]\nCALLBACK [TREE]",
				    "Lists the rules, shows the page of one, or how a callback of a tree (default: "
				    "the current directory) came to its verdicts.");

	if (!failed) {
		failed = explain(&settings, &error);
		if (failed)
			print_error(&error);
	}
	error_clear(&error);
	settings_free(&settings);
	return failed ? EXIT_TROUBLE : EXIT_ALL_HOLD;
}
