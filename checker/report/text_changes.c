// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text report of a comparison. New findings come first and in gcc's form, with their paths; what is gone, what
 * is undecided now, and which callbacks came, went or have another name follow, a line each.
 */
#include "report/printers.h"

#include <string.h>

#include "report/changes.h"
#include "report/escape.h"
#include "report/text_parts.h"

struct changes_printer {
	const struct run *run;
	const struct changes *changes;
	const struct print_options *options;
	struct strbuf *out;
};

/* ---- findings ---- */

static void put_triage(const struct changes_printer *printer, const struct triage *triage)
{
	strbuf_printf(printer->out, "    %s", triage_name(triage->state));
	if (*triage->link) {
		strbuf_putc(printer->out, ' ');
		escape_for_terminal(printer->out, triage->link);
	}
	if (*triage->note) {
		strbuf_puts(printer->out, ": ");
		escape_for_terminal(printer->out, triage->note);
	}
	strbuf_putc(printer->out, '\n');
}

static void put_new(const struct changes_printer *printer)
{
	vec_each(change, &printer->changes->findings) {
		if (change->fate != FINDING_NEW || told_before(printer->run, change->row, change->finding))
			continue;
		put_finding(printer->out, printer->options, printer->run, change->finding);
		if (change->triage)
			put_triage(printer, change->triage);
	}
}

/* Findings of one fate, a line each: "fixed: file:line: message [rule]". */
static void put_fate(const struct changes_printer *printer, enum finding_fate fate, const struct run *side,
		     const char *word)
{
	vec_each(change, &printer->changes->findings)
		if (change->fate == fate && !told_before(side, change->row, change->finding))
			put_fixed(printer->out, printer->options, word, change->finding);
}

/* ---- verdicts ---- */

/* The reasons of the rules that are newly undecided; one reason of several rules is told once. */
static void put_opened(const struct changes_printer *printer, const struct row_change *change)
{
	const struct row *row = change->after;
	const struct undecided *told = NULL;

	if (!row)
		return;
	vec_each(reason, &row->undecided) {
		if (!change->opened[reason->rule] || (told && same_reason(told, reason)))
			continue;
		put_undecided(printer->out, printer->options, printer->run, row, reason, STYLE_NOTE);
		told = reason;
	}
	if (told || row->analysed)
		return;
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (change->opened[rule]) {
			put_text_place(printer->out, printer->options, row->file, row->line, 0);
			put_styled(printer->out, printer->options, STYLE_NOTE, "note:");
			strbuf_putc(printer->out, ' ');
			escape_for_terminal(printer->out, row->callback);
			strbuf_printf(printer->out, " %s: ", row_lacks(row));
			escape_for_terminal(printer->out, row_why_not(row));
			strbuf_putc(printer->out, '\n');
			return;
		}
}

/* ---- callbacks ---- */

static void put_row(const struct changes_printer *printer, const struct row *row, const struct row *as)
{
	struct strbuf *out = printer->out;

	if (!as || strcmp(row->file, as->file)) {
		escape_for_terminal(out, row->file);
		strbuf_printf(out, ":%u: ", row->line);
	}
	escape_for_terminal(out, row->callback);
	if (*row->ops && (!as || strcmp(row->ops, as->ops))) {
		strbuf_puts(out, " in ");
		escape_for_terminal(out, row->ops);
	}
}

/* "renamed: drivers/a.c:12: old_start in ops -> new_start" */
static void put_row_change(const struct changes_printer *printer, const struct row_change *change)
{
	struct strbuf *out = printer->out;

	if (change->fate == ROW_STAYED || change->fate == ROW_UNSEEN)
		return;
	strbuf_printf(out, "%s: ", row_fate_name(change->fate));
	put_row(printer, change->before ? change->before : change->after, NULL);
	if (change->fate == ROW_RENAMED) {
		strbuf_puts(out, " -> ");
		put_row(printer, change->after, change->before);
	}
	strbuf_printf(out, " (%s)\n", contracts[(change->after ? change->after : change->before)->kind].name);
}

static void put_decided(const struct changes_printer *printer, const struct row_change *change)
{
	const struct row *row = change->after;
	struct strbuf *out = printer->out;

	for (int rule = 0; row && rule < RULE_COUNT; rule++) {
		if (!change->decided[rule])
			continue;
		strbuf_puts(out, "decided: ");
		put_row(printer, row, NULL);
		strbuf_printf(out, ": %s [%s]\n",
			      verdict_name(shown_verdict(printer->run, row, (enum rule_id)rule)), rules[rule]->name);
	}
}

/* ---- the summary ---- */

struct count_words { size_t count; const char *one, *many; };

static void put_counts(struct strbuf *out, const char *before, const struct count_words *counts, size_t ncounts)
{
	const char *separator = before;

	for (size_t i = 0; i < ncounts; i++) {
		if (!counts[i].count)
			continue;
		strbuf_printf(out, "%s%zu %s", separator, counts[i].count,
			      counts[i].count == 1 ? counts[i].one : counts[i].many);
		separator = ", ";
	}
}

/* "6.1.1 to 6.12.2: 1 new finding, 2 fixed, 3 still there; of 39 callbacks 2 renamed, 1 added" */
static void put_changes_summary(const struct changes_printer *printer)
{
	const struct changes *changes = printer->changes;
	const struct count_words verdicts[] = {
		{ changes->fates[FINDING_NEW], "new finding", "new findings" },
		{ changes->opened, "newly undecided", "newly undecided" },
		{ changes->complaints.count, "new problem", "new problems" },
		{ changes->fates[FINDING_FIXED], "fixed", "fixed" },
		{ changes->fates[FINDING_OPENED], "not found any more, and not proved to be gone",
		  "not found any more, and not proved to be gone" },
		{ changes->decided, "decided", "decided" },
		{ changes->fates[FINDING_UNCHANGED], "still there", "still there" },
		{ changes->fates[FINDING_DISMISSED], "dismissed", "dismissed" },
	};
	const struct count_words rows[] = {
		{ changes->row_fates[ROW_RENAMED], "renamed", "renamed" },
		{ changes->row_fates[ROW_ADDED], "added", "added" },
		{ changes->row_fates[ROW_VANISHED], "vanished", "vanished" },
		{ changes->row_fates[ROW_UNSEEN], "not looked at", "not looked at" },
	};
	bool news = changes->fates[FINDING_NEW] || changes->opened || changes->complaints.count;
	struct strbuf *out = printer->out;

	escape_for_terminal(out, printer->run->change->from);
	strbuf_puts(out, " to ");
	escape_for_terminal(out, printer->run->change->to);
	strbuf_puts(out, news ? "" : ": nothing new");
	put_counts(out, news ? ": " : ", ", verdicts, sizeof(verdicts) / sizeof(*verdicts));
	strbuf_printf(out, "; %zu callback%s", printer->run->rows.count, printer->run->rows.count == 1 ? "" : "s");
	put_counts(out, ", ", rows, sizeof(rows) / sizeof(*rows));
	strbuf_putc(out, '\n');
}

/* The rules that ASKED asked and RUN, called NAME, did not: "6.1.json (6.1.192) did not ask may-reclaim: ..." */
static void put_unasked(const struct changes_printer *printer, const char *name, const struct run *run, const struct run *asked,
			const char *so)
{
	const char *separator = " did not ask ";

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		if (run->rule_enabled[rule] || !asked->rule_enabled[rule])
			continue;
		if (*separator != ',')
			escape_for_terminal(printer->out, name);
		strbuf_printf(printer->out, "%s%s", separator, rules[rule]->name);
		separator = ", ";
	}
	if (*separator == ',')
		strbuf_printf(printer->out, ": %s\n", so);
}

void print_text_changes(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	const struct changes *changes = run->change->changes;
	const struct changes_printer printer = { run, changes, options, out };

	put_new(&printer);
	vec_each(change, &changes->rows)
		put_opened(&printer, change);
	vec_each(complaint, &changes->complaints) {
		strbuf_puts(out, "new problem: ");
		escape_for_terminal(out, *complaint);
		strbuf_putc(out, '\n');
	}
	put_fate(&printer, FINDING_FIXED, changes->before, "fixed:");
	put_fate(&printer, FINDING_OPENED, changes->before, "not proved to be gone:");
	vec_each(change, &changes->rows)
		put_decided(&printer, change);
	put_fate(&printer, FINDING_UNCHANGED, changes->after, "still there:");
	vec_each(change, &changes->rows)
		put_row_change(&printer, change);
	put_unasked(&printer, run->change->from, changes->before, changes->after, "what they find is new to it");
	put_unasked(&printer, run->change->to, changes->after, changes->before, "nothing is known of what they found");
	put_changes_summary(&printer);
}
