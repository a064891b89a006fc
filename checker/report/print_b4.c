// SPDX-License-Identifier: GPL-2.0-only
#include "report/print_b4.h"

#include <string.h>

#include "report/escape.h"
#include "report/printers.h"
#include "report/json_values.h"

/* A line with this fails the patch, so no text that is printed may contain it. */
#define FAILS "ERROR:"

/* Appends TEXT, escaped so that it stays one line and never contains FAILS. */
static void put_text(struct strbuf *out, const char *text)
{
	struct strbuf escaped = { 0 };
	const char *at, *rest;

	escape_for_terminal(&escaped, text);
	rest = strbuf_text(&escaped);
	for (; (at = strstr(rest, FAILS)); rest = at + strlen(FAILS))
		strbuf_printf(out, "%.*sERROR ", (int)(at - rest), rest);
	strbuf_puts(out, rest);
	strbuf_free(&escaped);
}

static void put_head(struct strbuf *out, const char *file, unsigned line, bool fails)
{
	put_text(out, file && *file ? file : "mncheck");
	if (line)
		strbuf_printf(out, ":%u", line);
	strbuf_printf(out, ": %s ", fails ? FAILS : "WARNING:");
}

static void put_finding(struct strbuf *out, const struct finding *finding)
{
	put_head(out, finding->file, finding->line, true);
	put_text(out, finding->message);
	strbuf_printf(out, " [%s]\n", rules[finding->rule]->name);
}

/* One line for an undecided callback, with its first reason and all its undecided rules. */
static void put_undecided(struct strbuf *out, const struct row *row, bool fails)
{
	const char *separator = " [";
	int last = -1;

	put_head(out, row->file, row->line, fails);
	put_text(out, row->callback);
	strbuf_puts(out, " undecided: ");
	put_text(out, row->undecided.data[0].why);
	vec_each(reason, &row->undecided) {
		if ((int)reason->rule == last)
			continue;
		last = (int)reason->rule;
		strbuf_printf(out, "%s%s", separator, rules[reason->rule]->name);
		separator = ", ";
	}
	strbuf_puts(out, "]\n");
}

static void put_not_analysed(struct strbuf *out, const struct row *row, bool fails)
{
	put_head(out, row->file, row->line, fails);
	put_text(out, row->callback);
	strbuf_printf(out, " %s: ", row_lacks(row));
	put_text(out, row_why_not(row));
	strbuf_putc(out, '\n');
}

void print_b4_lines(const struct run *news, bool strict, struct strbuf *out)
{
	vec_each(row, &news->rows) {
		vec_each(finding, &row->findings)
			if (!finding->allowed && !told_before(news, row, finding))
				put_finding(out, finding);
		if (!row->analysed)
			put_not_analysed(out, row, strict && row_is_unjudged(row));
		else if (row->undecided.count)
			put_undecided(out, row, strict);
	}
	vec_each(problem, &news->problems) {
		put_head(out, problem->file, 0, strict);
		put_text(out, problem->why);
		strbuf_putc(out, '\n');
	}
	vec_each(allowance, &news->allowances) {
		if (!(*allowance)->wrong)
			continue;
		put_head(out, (*allowance)->file, (*allowance)->line, strict);
		put_text(out, (*allowance)->wrong);
		strbuf_puts(out, " [suppression]\n");
	}
}

void print_b4_trouble(const char *why, struct strbuf *out)
{
	put_head(out, NULL, 0, false);
	strbuf_puts(out, "not judged: ");
	put_text(out, why);
	strbuf_putc(out, '\n');
}

void print_b4_review(enum b4_status status, const char *summary, const char *details,
		     struct strbuf *out)
{
	static const char *const names[] = { "pass", "warn", "fail" };
	json_t *results = json_array(), *result = json_object();

	json_set(result, "tool", json_string("mncheck"));
	json_set(result, "status", json_string(names[status]));
	json_set(result, "summary", json_text(summary));
	json_set(result, "details", json_text(details));
	json_append(results, result);
	json_print(results, out);
}
