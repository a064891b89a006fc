// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of verdicts. In a pipe a row is one line, with all columns at full width. A terminal that is too
 * narrow for that gets the rules' names on two lines, then rows of two lines, and last a list without
 * columns (verdict_list.c). No place and no name is ever cut: a row that cannot be told from another, or that an
 * editor cannot jump to, is of no use.
 */
#include "report/printers.h"

#include <string.h>

#include "report/escape.h"
#include "report/verdict_list.h"

#define GAP 2			/* spaces between columns */
#define INDENT 2		/* of a row's second line */

struct layout {
	const struct run *run;
	const struct print_options *options;
	bool stacked;		/* the rules' names stand on two lines */
	bool paired;		/* callback and place stand on a line of their own */
	size_t callback, kind, arch;	/* widths; arch 0: no column */
	size_t rule[RULE_COUNT];	/* widths, 0: no column */
};

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
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
		put_row_name(run, row, &name);
		layout->callback = larger(layout->callback, columns_of(strbuf_text(&name)));
		layout->kind = larger(layout->kind, strlen(contracts[row->kind].name));
		for (int rule = 0; rule < RULE_COUNT; rule++)
			if (layout->rule[rule])
				layout->rule[rule] = larger(layout->rule[rule],
							    strlen(verdict_text(run, row, (enum rule_id)rule)));
	}
	strbuf_free(&name);
}

/* The width of the columns of verdicts, with what stands before and behind them on their line. */
static size_t width_of_columns(const struct layout *layout)
{
	size_t width = layout->kind;

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
		put_row_place(row, &place);
		width = larger(width, columns_of(strbuf_text(&place)));
	}
	strbuf_free(&place);
	return width;
}

/* Chooses the first form whose lines are no wider than the terminal. Returns false where none is. */
static bool fit(struct layout *layout)
{
	size_t room = layout->options->width, place = widest_place(layout->run);

	for (int stacked = 0; stacked < 2; stacked++) {
		layout->stacked = stacked;
		measure(layout);
		if (!room || layout->callback + GAP + width_of_columns(layout) + GAP + place <= room)
			return true;
	}
	layout->paired = true;
	return INDENT + width_of_columns(layout) <= room;
}

/* Appends TEXT in WIDTH columns and a gap. */
static void put_cell(struct strbuf *out, const struct print_options *options, enum style style,
		     const char *text, size_t width)
{
	size_t columns = columns_of(text);

	put_styled(out, options, style, text);
	strbuf_printf(out, "%*s", (int)(larger(width, columns) - columns + GAP), "");
}

/* The first of two lines of headings, or the second, or the only one. */
static void put_heading(const struct layout *layout, int line, struct strbuf *out)
{
	const struct print_options *options = layout->options;
	bool lowest = !layout->stacked || line == 1;

	if (layout->paired)
		strbuf_printf(out, "%*s", INDENT, "");
	else
		put_cell(out, options, STYLE_BOLD, lowest ? "callback" : "", layout->callback);
	put_cell(out, options, STYLE_BOLD, lowest ? "kind" : "", layout->kind);
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		const char *name = rules[rule]->name;
		size_t first = layout->stacked ? break_name(name) : 0;

		if (!layout->rule[rule])
			continue;
		char *part = layout->stacked && !line ? xasprintf("%.*s", (int)first, name) :
							xstrdup(name + first);
		put_cell(out, options, STYLE_BOLD, part, layout->rule[rule]);
		free(part);
	}
	if (layout->arch)
		put_cell(out, options, STYLE_BOLD, lowest ? "arch" : "", layout->arch);
	if (!layout->paired)
		put_cell(out, options, STYLE_BOLD, lowest ? "where" : "", 0);
	end_table_line(out);
}

/* The cells from the kind to the architectures. */
static void put_columns(const struct layout *layout, const struct row *row, struct strbuf *out)
{
	const struct print_options *options = layout->options;
	struct strbuf arches = { 0 };

	put_cell(out, options, STYLE_PLAIN, contracts[row->kind].name, layout->kind);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (layout->rule[rule])
			put_cell(out, options, verdict_style(layout->run, row, (enum rule_id)rule),
				 verdict_text(layout->run, row, (enum rule_id)rule), layout->rule[rule]);
	if (layout->arch) {
		put_row_arches(layout->run, row, &arches);
		put_cell(out, options, STYLE_PLAIN, strbuf_text(&arches), layout->arch);
	}
	strbuf_free(&arches);
}

static void put_row(const struct layout *layout, const struct row *row, struct strbuf *out)
{
	struct strbuf text = { 0 };

	if (layout->paired) {
		put_row_heading(layout->run, layout->options, row, "", out);
		strbuf_printf(out, "%*s", INDENT, "");
		put_columns(layout, row, out);
	} else {
		put_row_name(layout->run, row, &text);
		put_cell(out, layout->options, STYLE_PLAIN, strbuf_text(&text), layout->callback);
		put_columns(layout, row, out);
		put_row_place(row, out);
	}
	end_table_line(out);
	strbuf_free(&text);
}

void print_table(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct layout layout = { .run = run, .options = options };
	bool in_columns = fit(&layout);

	for (int line = 0; in_columns && line < (layout.stacked ? 2 : 1); line++)
		put_heading(&layout, line, out);
	vec_each(row, &run->rows) {
		if (in_columns)
			put_row(&layout, row, out);
		else
			put_listed_row(run, options, row, out);
		put_row_remarks(row, options, out);
	}
	strbuf_putc(out, '\n');
}
