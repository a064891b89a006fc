// SPDX-License-Identifier: GPL-2.0-only
/*
 * JUnit XML: a suite per callback, a test per rule that is about it. A violation is a failure with its path. A test whose
 * verdict is open, or whose findings are suppressed, is skipped and says so: it neither passed nor failed.
 */
#include "report/printers.h"

#include "report/escape.h"

struct junit_counts {
	size_t tests, failures, skipped;
};

/* The tests of a row: all rules with a verdict, or one for a row without verdicts. */
static bool is_tested(const struct run *run, const struct row *row, int rule)
{
	enum verdict verdict = shown_verdict(run, row, (enum rule_id)rule);

	return verdict != VERDICT_NOT_RUN && verdict != VERDICT_NA;
}

static void count_row(const struct run *run, const struct row *row, struct junit_counts *counts)
{
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		enum verdict verdict = shown_verdict(run, row, (enum rule_id)rule);
		bool allowed = row_allows(row, (enum rule_id)rule);

		if (!is_tested(run, row, rule))
			continue;
		counts->tests++;
		counts->failures += verdict == VERDICT_VIOLATES && !allowed;
		counts->skipped += verdict == VERDICT_UNDECIDED || allowed;
	}
}

static void put_attribute(struct strbuf *out, const char *name, const char *value)
{
	strbuf_printf(out, " %s=\"", name);
	escape_for_markup(out, value);
	strbuf_putc(out, '"');
}

static void put_counts(struct strbuf *out, const struct junit_counts *counts)
{
	strbuf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\"", counts->tests,
		      counts->failures, counts->skipped);
}

static void put_failure(struct strbuf *out, const struct finding *finding)
{
	strbuf_puts(out, "   <failure");
	put_attribute(out, "type", rules[finding->rule]->name);
	put_attribute(out, "message", finding->message);
	strbuf_puts(out, ">");
	escape_for_markup(out, finding->file);
	strbuf_printf(out, ":%u:%u: ", finding->line, finding->column);
	escape_for_markup(out, finding->message);
	for (size_t i = 0; i < finding->ntrace; i++) {
		const struct trace_step *step = &finding->trace[i];

		strbuf_putc(out, '\n');
		escape_for_markup(out, step->file);
		strbuf_printf(out, ":%u:%u: ", step->line, step->column);
		escape_for_markup(out, step->note);
	}
	strbuf_puts(out, "</failure>\n");
}

static void put_skipped(struct strbuf *out, const char *head, const char *text)
{
	struct strbuf message = { 0 };

	strbuf_printf(&message, "%s%s", head, text);
	strbuf_puts(out, "   <skipped");
	put_attribute(out, "message", strbuf_text(&message));
	strbuf_puts(out, "/>\n");
	strbuf_free(&message);
}

static void put_open(struct strbuf *out, const struct row *row, int rule)
{
	vec_each(reason, &row->undecided) {
		if ((int)reason->rule != rule)
			continue;
		put_skipped(out, "undecided: ", reason->why);
		return;
	}
	put_skipped(out, "undecided: ", row->analysed ? "no reason was recorded" : row_why_not(row));
}

/* What stands in a test that did not simply pass. A test has one skip at most. */
static void put_outcome(struct strbuf *out, const struct run *run, const struct row *row, int rule)
{
	bool allowed = row_allows(row, (enum rule_id)rule);

	if (shown_verdict(run, row, (enum rule_id)rule) == VERDICT_UNDECIDED) {
		put_open(out, row, rule);
		return;
	}
	vec_each(finding, &row->findings) {
		if ((int)finding->rule != rule)
			continue;
		if (!finding->allowed) {
			put_failure(out, finding);
		} else if (allowed) {
			put_skipped(out, "suppressed because ", finding->allowed->because);
			return;
		}
	}
}

static void put_row(struct strbuf *out, const struct run *run, const struct row *row)
{
	struct junit_counts counts = { 0 };
	struct strbuf name = { 0 };

	count_row(run, row, &counts);
	strbuf_printf(&name, "%s: %s (%s)", row->file, row->callback,
		      row->ops && *row->ops ? row->ops : contracts[row->kind].name);
	strbuf_puts(out, " <testsuite");
	put_attribute(out, "name", strbuf_text(&name));
	put_counts(out, &counts);
	strbuf_puts(out, ">\n");
	strbuf_free(&name);
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		if (!is_tested(run, row, rule))
			continue;
		strbuf_puts(out, "  <testcase");
		put_attribute(out, "classname", row->callback);
		put_attribute(out, "name", rules[rule]->name);
		put_attribute(out, "file", row->file);
		strbuf_printf(out, " line=\"%u\">\n", row->line);
		put_outcome(out, run, row, rule);
		strbuf_puts(out, "  </testcase>\n");
	}
	strbuf_puts(out, " </testsuite>\n");
}

void print_junit(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct junit_counts counts = { 0 };

	(void)options;
	vec_each(row, &run->rows)
		count_row(run, row, &counts);
	strbuf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mncheck\"");
	put_counts(out, &counts);
	strbuf_puts(out, ">\n");
	vec_each(row, &run->rows)
		put_row(out, run, row);
	strbuf_puts(out, "</testsuites>\n");
}
