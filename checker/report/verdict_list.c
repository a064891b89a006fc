// SPDX-License-Identifier: GPL-2.0-only
#include "report/verdict_list.h"

#include <string.h>

#include "report/escape.h"
#include "report/text_parts.h"

#define LIST_INDENT 2		/* of a verdict */
#define LIST_RULES 12		/* column in which the rules of a verdict begin */
#define REMARK_INDENT 4		/* of what is told under a row */

/* ---- cells ---- */

const char *verdict_text(const struct run *run, const struct row *row, enum rule_id rule)
{
	return row_allows(row, rule) ? "allowed" : verdict_name(shown_verdict(run, row, rule));
}

enum style verdict_style(const struct run *run, const struct row *row, enum rule_id rule)
{
	static const enum style styles[] = {
		[VERDICT_NOT_RUN] = STYLE_PLAIN, [VERDICT_HOLDS] = STYLE_GOOD,
		[VERDICT_VIOLATES] = STYLE_BAD, [VERDICT_UNDECIDED] = STYLE_OPEN,
		[VERDICT_NA] = STYLE_FAINT,
	};

	return row_allows(row, rule) ? STYLE_FAINT : styles[shown_verdict(run, row, rule)];
}

void end_table_line(struct strbuf *out)
{
	while (out->length && out->text[out->length - 1] == ' ')
		out->text[--out->length] = '\0';
	strbuf_putc(out, '\n');
}

void put_row_name(const struct run *run, const struct row *row, struct strbuf *out)
{
	const struct row *first = run->rows.data, *end = first + run->rows.count;

	escape_for_terminal(out, row->callback);
	for (const struct row *next = row > first ? row - 1 : row; next <= row + 1 && next < end; next++) {
		if (next != row && !strcmp(next->callback, row->callback) &&
		    !strcmp(next->file, row->file) && row->ops && *row->ops) {
			strbuf_puts(out, " (");
			escape_for_terminal(out, row->ops);
			strbuf_putc(out, ')');
			return;
		}
	}
}

void put_row_place(const struct row *row, struct strbuf *out)
{
	escape_for_terminal(out, row->file);
	if (row->line)
		strbuf_printf(out, ":%u", row->line);
}

void put_row_arches(const struct run *run, const struct row *row, struct strbuf *out)
{
	if (row->arches)
		put_arches(run, row->arches, ",", out);
	else
		strbuf_putc(out, '-');
}

/* ---- the row ---- */

void put_row_heading(const struct run *run, const struct print_options *options, const struct row *row,
		     const char *tail, struct strbuf *out)
{
	struct strbuf place = { 0 }, name = { 0 };

	put_row_place(row, &place);
	put_row_name(run, row, &name);
	strbuf_puts(&name, tail);
	size_t columns = columns_of(strbuf_text(&place)) + 1 + columns_of(strbuf_text(&name));

	put_styled(out, options, STYLE_BOLD, strbuf_text(&place));
	strbuf_puts(out, options->width && columns > options->width ? "\n  " : " ");
	strbuf_puts(out, strbuf_text(&name));
	end_table_line(out);
	strbuf_free(&place);
	strbuf_free(&name);
}

/* The rules under which the row has the verdict WORD, "WORD  RULE, RULE"; nothing where there is none. */
static bool put_rules_of(const struct run *run, const struct print_options *options, const struct row *row,
			 const char *word, struct strbuf *out)
{
	struct strbuf names = { 0 };
	enum style style = STYLE_PLAIN;

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		if (!run->rule_enabled[rule] || strcmp(verdict_text(run, row, (enum rule_id)rule), word))
			continue;
		strbuf_printf(&names, "%s%s", names.length ? ", " : "", rules[rule]->name);
		style = verdict_style(run, row, (enum rule_id)rule);
	}
	bool any = names.length;

	if (any) {
		strbuf_printf(out, "%*s", LIST_INDENT, "");
		put_styled(out, options, style, word);
		strbuf_printf(out, "%*s", (int)(LIST_RULES - LIST_INDENT - strlen(word)), "");
		put_wrapped(out, options, strbuf_text(&names), LIST_RULES, LIST_RULES);
	}
	strbuf_free(&names);
	return any;
}

void put_listed_row(const struct run *run, const struct print_options *options, const struct row *row,
		    struct strbuf *out)
{
	static const char *const words[] = { "violates", "undecided", "allowed", "holds" };
	struct strbuf tail = { 0 };
	bool any = false;

	strbuf_printf(&tail, " (%s", contracts[row->kind].name);
	if (run->arches.count > 1) {
		strbuf_puts(&tail, "; ");
		put_row_arches(run, row, &tail);
	}
	strbuf_putc(&tail, ')');
	put_row_heading(run, options, row, strbuf_text(&tail), out);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		any |= put_rules_of(run, options, row, words[i], out);
	if (!any)
		strbuf_printf(out, "%*s%s\n", LIST_INDENT, "", "n/a under all rules");
	strbuf_free(&tail);
}

/* ---- what is told under it ---- */

static void put_remark(const struct print_options *options, const char *label, const char *remark,
		       struct strbuf *out)
{
	struct strbuf text = { 0 };

	strbuf_puts(&text, label);
	escape_for_terminal(&text, remark);
	strbuf_printf(out, "%*s", REMARK_INDENT, "");
	put_wrapped(out, options, strbuf_text(&text), REMARK_INDENT, REMARK_INDENT + 2);
	strbuf_free(&text);
}

/* Whether one comment or line holds both, with one reason. */
static bool is_one_suppression(const struct allowance *a, const struct allowance *b)
{
	return a->line == b->line && !strcmp(a->file, b->file) && !strcmp(a->because, b->because);
}

/* Appends the reason of each suppression of the row, once for all rules that it covers. */
static void put_allowed(const struct row *row, const struct print_options *options, struct strbuf *out)
{
	const struct finding *end = row->findings.data + row->findings.count;

	vec_each(finding, &row->findings) {
		const struct allowance *allowed = finding->allowed, *before = NULL;
		struct strbuf reason = { 0 };

		if (finding > row->findings.data)
			before = finding[-1].allowed;
		if (!allowed || (before && is_one_suppression(before, allowed)))
			continue;
		strbuf_puts(&reason, rules[finding->rule]->name);
		for (const struct finding *next = finding + 1; next < end && next->allowed &&
		     is_one_suppression(next->allowed, allowed); next++)
			strbuf_printf(&reason, ", %s", rules[next->rule]->name);
		strbuf_printf(&reason, " because %s (%s:%u)", allowed->because, allowed->file,
			      allowed->line);
		put_remark(options, "allowed: ", strbuf_text(&reason), out);
		strbuf_free(&reason);
	}
}

void put_row_remarks(const struct row *row, const struct print_options *options, struct strbuf *out)
{
	if (!row->analysed)
		put_remark(options, row_is_unjudged(row) ? "not analysed: " : "not built: ", row_why_not(row), out);
	if (row->assumes)
		put_remark(options, "judged with: ", row->assumes, out);
	put_allowed(row, options, out);
}
