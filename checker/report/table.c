// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of verdicts. In a pipe it has all columns at full width. For a narrow terminal it
 * first drops the column of places, then breaks the rules' names over two lines, and last
 * leaves out the middle of callbacks' names.
 */
#include "report/printers.h"

#include <string.h>

#include "report/escape.h"

#define GAP 2			/* spaces between columns */
#define INDENT 4		/* of lines that belong to the row above */
#define NARROWEST_NAME 12	/* a callback's name is never cut shorter */

struct layout {
	const struct run *run;
	const struct print_options *options;
	bool places;		/* with the column of places */
	bool stacked;		/* the rules' names stand on two lines */
	size_t callback, kind, arch;	/* widths; arch 0: no column */
	size_t rule[RULE_COUNT];	/* widths, 0: no column */
};

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static const char *verdict_text(const struct run *run, const struct row *row, int rule)
{
	if (row_allows(row, (enum rule_id)rule))
		return "allowed";
	return verdict_name(shown_verdict(run, row, (enum rule_id)rule));
}

/*
 * The length of the first of a rule name's two lines: it ends at the hyphen that makes the shortest
 * lines.
 */
static size_t break_name(const char *name)
{
	size_t length = strlen(name), best = length, best_width = length;

	for (const char *hyphen = name; (hyphen = strchr(hyphen, '-')); hyphen++) {
		size_t first = (size_t)(hyphen - name) + 1;
		size_t width = larger(first, length - first);

		if (width < best_width) {
			best = first;
			best_width = width;
		}
	}
	return best;
}

static size_t heading_width(const char *name, bool stacked)
{
	size_t length = strlen(name), first = stacked ? break_name(name) : length;

	return larger(first, length - first);
}

/* Appends the callback's name, with its ops table if the name stands in several rows. */
static void name_row(const struct run *run, const struct row *row, struct strbuf *out)
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

/* The architectures that a row's worst verdicts are from. */
static void put_row_arches(const struct run *run, const struct row *row, struct strbuf *out)
{
	if (row->arches)
		put_arches(run, row->arches, ",", out);
	else
		strbuf_putc(out, '-');
}

static size_t widest_arches(const struct run *run)
{
	struct strbuf text = { 0 };
	size_t width = strlen("arch");

	if (run->arches.count < 2)
		return 0;
	vec_each(row, &run->rows) {
		text.length = 0;
		put_row_arches(run, row, &text);
		width = larger(width, text.length);
	}
	strbuf_free(&text);
	return width;
}

static void measure(struct layout *layout)
{
	const struct run *run = layout->run;
	struct strbuf name = { 0 };

	layout->callback = strlen("callback");
	layout->kind = strlen("kind");
	layout->arch = widest_arches(run);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		layout->rule[rule] = run->rule_enabled[rule] ?
				     heading_width(rules[rule]->name, layout->stacked) : 0;
	vec_each(row, &run->rows) {
		name.length = 0;
		name_row(run, row, &name);
		layout->callback = larger(layout->callback, columns_of(strbuf_text(&name)));
		layout->kind = larger(layout->kind, strlen(contracts[row->kind].name));
		for (int rule = 0; rule < RULE_COUNT; rule++)
			if (layout->rule[rule])
				layout->rule[rule] = larger(layout->rule[rule],
							    strlen(verdict_text(run, row, rule)));
	}
	strbuf_free(&name);
}

/* The width of all columns but the one of places. */
static size_t width_of(const struct layout *layout)
{
	size_t width = layout->callback + GAP + layout->kind;

	if (layout->arch)
		width += GAP + layout->arch;
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (layout->rule[rule])
			width += GAP + layout->rule[rule];
	return width;
}

static size_t widest_place(const struct run *run)
{
	struct strbuf place = { 0 };
	size_t width = 0;

	vec_each(row, &run->rows) {
		place.length = 0;
		escape_for_terminal(&place, row->file);
		strbuf_printf(&place, ":%u", row->line);
		width = larger(width, columns_of(strbuf_text(&place)));
	}
	strbuf_free(&place);
	return width;
}

static void fit(struct layout *layout)
{
	size_t room = layout->options->width;

	layout->places = true;
	measure(layout);
	if (!room || width_of(layout) + GAP + widest_place(layout->run) <= room)
		return;
	layout->places = false;
	if (width_of(layout) <= room)
		return;
	layout->stacked = true;
	measure(layout);
	if (width_of(layout) > room) {
		size_t others = width_of(layout) - layout->callback;

		layout->callback = room > others + NARROWEST_NAME ? room - others : NARROWEST_NAME;
	}
}

/* Appends TEXT in WIDTH columns and a gap; a longer text loses its middle. */
static void put_cell(struct strbuf *out, const struct print_options *options, enum style style,
		     const char *text, size_t width, bool last)
{
	size_t columns = columns_of(text);

	if (!last && columns > width && strlen(text) == columns) {
		size_t head = (width - 2) / 2, tail = width - 2 - head;
		char *cut = xasprintf("%.*s..%s", (int)head, text, text + columns - tail);

		put_styled(out, options, style, cut);
		free(cut);
		columns = width;
	} else {
		put_styled(out, options, style, text);
	}
	if (!last)
		strbuf_printf(out, "%*s", (int)(larger(width, columns) - columns + GAP), "");
}

/* Ends the line, without spaces before its end. */
static void end_line(struct strbuf *out)
{
	while (out->length && out->text[out->length - 1] == ' ')
		out->text[--out->length] = '\0';
	strbuf_putc(out, '\n');
}

static void put_heading(const struct layout *layout, int line, struct strbuf *out)
{
	const struct print_options *options = layout->options;
	bool lowest = !layout->stacked || line == 1;

	put_cell(out, options, STYLE_BOLD, lowest ? "callback" : "", layout->callback, false);
	put_cell(out, options, STYLE_BOLD, lowest ? "kind" : "", layout->kind, false);
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		const char *name = rules[rule]->name;
		size_t first = layout->stacked ? break_name(name) : 0;

		if (!layout->rule[rule])
			continue;
		char *part = layout->stacked && !line ? xasprintf("%.*s", (int)first, name) :
							xstrdup(name + first);
		put_cell(out, options, STYLE_BOLD, part, layout->rule[rule], false);
		free(part);
	}
	if (layout->arch)
		put_cell(out, options, STYLE_BOLD, lowest ? "arch" : "", layout->arch, false);
	if (layout->places)
		put_cell(out, options, STYLE_BOLD, "where", 0, true);
	end_line(out);
}

static void put_row(const struct layout *layout, const struct row *row, struct strbuf *out)
{
	static const enum style styles[] = {
		[VERDICT_NOT_RUN] = STYLE_PLAIN, [VERDICT_HOLDS] = STYLE_GOOD,
		[VERDICT_VIOLATES] = STYLE_BAD, [VERDICT_UNDECIDED] = STYLE_OPEN,
		[VERDICT_NA] = STYLE_FAINT,
	};
	const struct print_options *options = layout->options;
	struct strbuf text = { 0 };

	name_row(layout->run, row, &text);
	put_cell(out, options, STYLE_PLAIN, strbuf_text(&text), layout->callback, false);
	put_cell(out, options, STYLE_PLAIN, contracts[row->kind].name, layout->kind, false);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (layout->rule[rule])
			put_cell(out, options, row_allows(row, (enum rule_id)rule) ? STYLE_FAINT :
				 styles[shown_verdict(layout->run, row, rule)],
				 verdict_text(layout->run, row, rule), layout->rule[rule], false);
	if (layout->arch) {
		text.length = 0;
		put_row_arches(layout->run, row, &text);
		put_cell(out, options, STYLE_PLAIN, strbuf_text(&text), layout->arch, false);
	}
	if (layout->places) {
		text.length = 0;
		escape_for_terminal(&text, row->file);
		if (row->line)
			strbuf_printf(&text, ":%u", row->line);
		put_cell(out, options, STYLE_PLAIN, strbuf_text(&text), 0, true);
	}
	end_line(out);
	strbuf_free(&text);
}

/* Appends a remark under a row, wrapped between words at the terminal's width. */
static void put_remark(const struct layout *layout, const char *label, const char *remark,
		       struct strbuf *out)
{
	size_t room = layout->options->width, at = INDENT;
	struct strbuf text = { 0 };

	strbuf_puts(&text, label);
	escape_for_terminal(&text, remark);
	strbuf_printf(out, "%*s", INDENT, "");
	for (const char *word = strbuf_text(&text); *word;) {
		size_t length = strcspn(word, " ");

		if (room && at > INDENT && at + length > room) {
			end_line(out);
			strbuf_printf(out, "%*s", INDENT + 2, "");
			at = INDENT + 2;
		}
		strbuf_add(out, word, length);
		at += length;
		word += length;
		if (*word == ' ') {
			strbuf_putc(out, *word++);
			at++;
		}
	}
	end_line(out);
	strbuf_free(&text);
}

/* Whether one comment or line holds both, with one reason. */
static bool is_one_suppression(const struct allowance *a, const struct allowance *b)
{
	return a->line == b->line && !strcmp(a->file, b->file) && !strcmp(a->because, b->because);
}

/* Appends the reason of each suppression of the row, once for all rules that it covers. */
static void put_allowed(const struct layout *layout, const struct row *row, struct strbuf *out)
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
		put_remark(layout, "allowed: ", strbuf_text(&reason), out);
		strbuf_free(&reason);
	}
}

void print_table(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct layout layout = { .run = run, .options = options };

	fit(&layout);
	for (int line = 0; line < (layout.stacked ? 2 : 1); line++)
		put_heading(&layout, line, out);
	vec_each(row, &run->rows) {
		put_row(&layout, row, out);
		if (!row->analysed)
			put_remark(&layout, row_is_unjudged(row) ? "not analysed: " : "not built: ",
				   row_why_not(row), out);
		if (row->assumes)
			put_remark(&layout, "judged with: ", row->assumes, out);
		put_allowed(&layout, row, out);
	}
	strbuf_putc(out, '\n');
}
