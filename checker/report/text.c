// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text report: a line that says what was judged; findings in gcc's form, so that editors jump to them; then
 * notes about what could not be decided or searched; the table of verdicts; and a line that sums up.
 */
#include "report/printers.h"

#include <string.h>

#include "report/escape.h"
#include "report/text_parts.h"

/*
 * Whether an earlier line about this callback gave the reason, for another rule or in another ops
 * table.
 */
static bool explained_before(const struct run *run, const struct row *row,
			     const struct undecided *reason)
{
	for (const struct row *earlier = run->rows.data; earlier <= row; earlier++) {
		if (strcmp(earlier->callback, row->callback) || strcmp(earlier->file, row->file))
			continue;
		vec_each(other, &earlier->undecided) {
			if (other == reason)
				return false;
			if (same_reason(other, reason))
				return true;
		}
	}
	return false;
}

static void put_problem(struct strbuf *out, const struct print_options *options,
			const struct run_problem *problem)
{
	put_text_place(out, options, problem->file, 0, 0);
	put_styled(out, options, STYLE_NOTE, "note:");
	strbuf_putc(out, ' ');
	escape_for_terminal(out, problem->why);
	strbuf_putc(out, '\n');
}

/* An architecture that failed as a whole, followed by the last lines that make printed. */
static void put_failed_arch(struct strbuf *out, const struct print_options *options,
			    const struct run_arch *arch)
{
	const char *line = arch->why_not;
	size_t length = strcspn(line, "\n");
	char *first = xasprintf("not judged for %s: %.*s", arch->arch, (int)length, line);

	put_problem(out, options, &(struct run_problem){ NULL, first, 0 });
	free(first);
	for (line += length; *line; line += length) {
		line++;
		length = strcspn(line, "\n");
		char *text = xasprintf("%.*s", (int)length, line);

		if (length) {
			strbuf_puts(out, "    ");
			escape_for_terminal(out, text);
			strbuf_putc(out, '\n');
		}
		free(text);
	}
}

static void put_wrong_allowance(struct strbuf *out, const struct print_options *options,
				const struct allowance *allowance)
{
	put_text_place(out, options, allowance->file, allowance->line, 0);
	put_styled(out, options, STYLE_WARNING, "warning:");
	strbuf_putc(out, ' ');
	escape_for_terminal(out, allowance->wrong);
	strbuf_puts(out, " [suppression]\n");
}

static arch_set judged_arches(const struct run *run)
{
	arch_set judged = 0;

	for (size_t i = 0; i < run->arches.count; i++)
		judged |= run->arches.data[i].why_not ? 0 : (arch_set)1 << i;
	return judged;
}

static void put_plural(struct strbuf *out, const char *separator, size_t count, const char *what)
{
	strbuf_printf(out, "%s%zu %s%s", separator, count, what, count == 1 ? "" : "s");
}

/* "16 callbacks, 1 caller" */
static void put_counts(struct strbuf *out, size_t callbacks, size_t callers)
{
	if (callbacks)
		put_plural(out, "", callbacks, "callback");
	if (callers)
		put_plural(out, callbacks ? ", " : "", callers, "caller");
}

static void put_rows(struct strbuf *out, const struct run *run)
{
	size_t callers = 0;

	vec_each(row, &run->rows)
		callers += kinds_that_call.has(&contracts[row->kind]);
	put_counts(out, run->rows.count - callers, callers);
}

/* "16 callbacks, 1 caller: 15 hold, 1 violates, 1 undecided" */
static void put_summary(struct strbuf *out, const struct print_options *options, const struct run *run)
{
	static const char *const one[] = { "violates", "not analysed", "undecided", "named", "not built",
					   "allowed", "holds" };
	static const char *const many[] = { "violate", "not analysed", "undecided", "named", "not built",
					    "allowed", "hold" };
	size_t counts[ROW_STATE_COUNT] = { 0 };
	const char *separator = ": ";
	struct strbuf line = { 0 };

	if (!run->rows.count) {
		strbuf_puts(out, "nothing to judge: no mmu-notifier callback was found\n");
		return;
	}
	vec_each(row, &run->rows)
		counts[row_state(run, row)]++;
	put_rows(&line, run);
	for (int state = ROW_STATE_COUNT - 1; state >= 0; state--) {
		if (!counts[state])
			continue;
		strbuf_printf(&line, "%s%zu %s", separator, counts[state],
			      (counts[state] == 1 ? one : many)[state]);
		separator = ", ";
	}
	if (run->arches.count > 1) {
		strbuf_puts(&line, "; for ");
		put_arches(run, judged_arches(run), ", ", &line);
	}
	if (run->problems.count)
		strbuf_printf(&line, "; %zu problem%s noted above", run->problems.count,
			      run->problems.count == 1 ? "" : "s");
	put_wrapped(out, options, strbuf_text(&line), 0, 2);
	strbuf_free(&line);
}

static void put_not_analysed(struct strbuf *out, const struct print_options *options,
			     const struct row *row, enum style level)
{
	put_text_place(out, options, row->file, row->line, 0);
	put_level(out, options, level);
	escape_for_terminal(out, row->callback);
	strbuf_printf(out, " %s: ", row_lacks(row));
	escape_for_terminal(out, row_why_not(row));
	strbuf_putc(out, '\n');
}

static void put_count(struct strbuf *out, const char *separator, size_t count, const char *what)
{
	strbuf_printf(out, "%s%zu %s", separator, count, what);
}

/* "HEAD to the work tree: 2 callbacks judged again: 1 new finding, 1 fixed" */
static void put_change_summary(struct strbuf *out, const struct run *run, size_t fixed)
{
	const struct run_change *change = run->change;
	size_t found = 0, open = run->problems.count + run->allowances.count;

	vec_each(row, &run->rows) {
		vec_each(finding, &row->findings)
			found += !told_before(run, row, finding);
		open += row->undecided.count || row_is_unjudged(row);
	}
	escape_for_terminal(out, change->from);
	strbuf_puts(out, " to ");
	escape_for_terminal(out, change->to);
	if (!change->judged && !open && !fixed) {
		strbuf_puts(out, ": no callback depends on what changed\n");
		return;
	}
	strbuf_printf(out, ": %zu callback%s judged again: ", change->judged,
		      change->judged == 1 ? "" : "s");
	if (!found && !open && !fixed)
		strbuf_puts(out, "nothing new");
	if (found)
		put_count(out, "", found, found == 1 ? "new finding" : "new findings");
	if (open)
		put_count(out, found ? ", " : "", open, "newly undecided");
	if (fixed)
		put_count(out, found || open ? ", " : "", fixed, "fixed");
	strbuf_putc(out, '\n');
}

/* For a diff, in place of the table: the findings that are fixed, and the summary. */
static void print_change(const struct run *run, const struct print_options *options,
			 struct strbuf *out)
{
	const struct run *gone = run->change->fixed;
	size_t fixed = 0;

	vec_each(row, &run->rows)
		if (!row->analysed)
			put_not_analysed(out, options, row, STYLE_NOTE);
	vec_each(row, &gone->rows)
		vec_each(finding, &row->findings)
			if (!told_before(gone, row, finding)) {
				put_fixed(out, options, "fixed:", finding);
				fixed++;
			}
	put_change_summary(out, run, fixed);
}

static void put_findings(struct strbuf *out, const struct print_options *options,
			 const struct run *run)
{
	vec_each(row, &run->rows)
		vec_each(finding, &row->findings)
			if (!finding->allowed && !told_before(run, row, finding))
				put_finding(out, options, run, finding);
}

static void put_reasons(struct strbuf *out, const struct print_options *options,
			const struct run *run, enum style level)
{
	vec_each(row, &run->rows)
		vec_each(reason, &row->undecided)
			if (!explained_before(run, row, reason))
				put_undecided(out, options, run, row, reason, level);
}

/* One line, so that nobody takes silence for a proof. */
static void put_open_count(struct strbuf *out, const struct print_options *options, const struct run *run)
{
	const struct row *first = NULL;
	size_t count = 0, callers = 0;

	vec_each(row, &run->rows) {
		if (!row->undecided.count && !row_is_unjudged(row))
			continue;
		first = first ? first : row;
		count++;
		callers += kinds_that_call.has(&contracts[row->kind]);
	}
	if (!first)
		return;
	escape_for_terminal(out, first->file);
	strbuf_printf(out, ":%u: ", first->line);
	put_styled(out, options, STYLE_NOTE, "note:");
	strbuf_putc(out, ' ');
	put_counts(out, count - callers, callers);
	strbuf_printf(out, " %s undecided: --strict says why\n", count == 1 ? "is" : "are");
}

void print_complaints(const struct run *run, const struct print_options *options, bool strict,
		      struct strbuf *out)
{
	put_findings(out, options, run);
	vec_each(allowance, &run->allowances)
		if ((*allowance)->wrong && !(*allowance)->where)
			put_wrong_allowance(out, options, *allowance);
	if (!strict) {
		put_open_count(out, options, run);
		return;
	}
	put_reasons(out, options, run, STYLE_WARNING);
	vec_each(row, &run->rows)
		if (row_is_unjudged(row))
			put_not_analysed(out, options, row, STYLE_WARNING);
}

void print_text(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	if (run->change && run->change->changes) {
		print_text_changes(run, options, out);
		return;
	}
	if (!run->change)
		print_header(run, options, out);
	size_t start = out->length;

	put_findings(out, options, run);
	put_reasons(out, options, run, STYLE_NOTE);
	vec_each(problem, &run->problems)
		put_problem(out, options, problem);
	vec_each(arch, &run->arches)
		if (arch->why_not)
			put_failed_arch(out, options, arch);
	vec_each(allowance, &run->allowances)
		if ((*allowance)->wrong)
			put_wrong_allowance(out, options, *allowance);
	if (run->change) {
		print_change(run, options, out);
		return;
	}
	if (out->length > start)
		strbuf_putc(out, '\n');
	if (run->rows.count)
		print_table(run, options, out);
	put_summary(out, options, run);
}
