// SPDX-License-Identifier: GPL-2.0-only
/*
 * What changed since an earlier result, at the head of the HTML report: what is new, what could not be judged any more and why,
 * what is fixed; folded away, which callbacks came, went or have another name.
 */
#include "report/html.h"

#include <string.h>

#include "report/changes.h"

/* A list under one heading; the heading comes with the first item. */
struct change_list {
	struct html *html;
	const char *heading, *class;	/* html.css */
	bool begun;
};

static void begin_item(struct change_list *list)
{
	if (!list->begun)
		strbuf_printf(list->html->out, "<h3 class=%s>%s</h3>\n<ul>\n", list->class, list->heading);
	strbuf_puts(list->html->out, "<li>");
	list->begun = true;
}

static void end_list(struct change_list *list)
{
	if (list->begun)
		strbuf_puts(list->html->out, "</ul>\n");
}

/* ---- links ---- */

/* The page of ROW begins as a link; a row of the earlier result has none. Returns whether it did. */
static bool begin_link(struct html *html, const struct row *row, const char *rule)
{
	const struct run *run = html->run;
	size_t index = (size_t)(row - run->rows.data);

	if (row < run->rows.data || index >= run->rows.count)
		return false;
	strbuf_printf(html->out, "<a href=\"#%s%s%s\">", html->anchors[index], rule ? "--" : "", rule ? rule : "");
	return true;
}

static void put_row_name(struct html *html, const struct row *row, const char *rule)
{
	bool linked = begin_link(html, row, rule);

	strbuf_puts(html->out, "<span class=name>");
	html_name(html, row->callback);
	strbuf_printf(html->out, "</span>%s <small>", linked ? "</a>" : "");
	html_place(html, row->file, row->line);
	strbuf_puts(html->out, "</small>");
}

/* ---- findings ---- */

static void put_triage(struct html *html, const struct triage *triage)
{
	if (!triage)
		return;
	strbuf_printf(html->out, " <small>%s ", triage_name(triage->state));
	html_text(html, triage->link);
	strbuf_puts(html->out, *triage->link && *triage->note ? ": " : "");
	html_text(html, triage->note);
	strbuf_puts(html->out, "</small>");
}

/* Those of one fate. SIDE is the result that has them. */
static void put_findings(struct html *html, enum finding_fate fate, const struct run *side, const char *heading, const char *class)
{
	struct change_list list = { html, heading, class, false };

	vec_each(change, &html->run->change->changes->findings) {
		if (change->fate != fate || told_before(side, change->row, change->finding))
			continue;
		begin_item(&list);
		put_row_name(html, change->row, rules[change->finding->rule]->name);
		strbuf_puts(html->out, "<br>");
		html_words(html, change->finding->message);
		put_triage(html, change->triage);
		strbuf_puts(html->out, "</li>\n");
	}
	end_list(&list);
}

/* ---- verdicts ---- */

static const char *why_open(const struct row *row, enum rule_id rule)
{
	vec_each(reason, &row->undecided)
		if (reason->rule == rule)
			return reason->why;
	return row->analysed ? "" : row_why_not(row);
}

/* RULE and those after it that are open for the reason WHY. */
static void put_rules_open(struct html *html, const struct row_change *change, int rule, const char *why)
{
	strbuf_puts(html->out, rules[rule]->name);
	for (int other = rule + 1; other < RULE_COUNT; other++)
		if (change->opened[other] && !strcmp(why, why_open(change->after, (enum rule_id)other)))
			strbuf_printf(html->out, ", %s", rules[other]->name);
}

static bool is_first_of_reason(const struct row_change *change, int rule, const char *why)
{
	for (int other = 0; other < rule; other++)
		if (change->opened[other] && !strcmp(why, why_open(change->after, (enum rule_id)other)))
			return false;
	return true;
}

static void put_opened(struct html *html)
{
	struct change_list list = { html, "Newly undecided", "undecided", false };

	vec_each(change, &html->run->change->changes->rows) {
		for (int rule = 0; change->after && rule < RULE_COUNT; rule++) {
			const char *why = change->opened[rule] ? why_open(change->after, (enum rule_id)rule) : NULL;

			if (!why || !is_first_of_reason(change, rule, why))
				continue;
			begin_item(&list);
			put_row_name(html, change->after, NULL);
			strbuf_puts(html->out, "<br>");
			put_rules_open(html, change, rule, why);
			strbuf_puts(html->out, *why ? ": " : "");
			html_words(html, why);
			strbuf_puts(html->out, "</li>\n");
		}
	}
	end_list(&list);
}

static void put_decided(struct html *html)
{
	struct change_list list = { html, "Decided", "holds", false };

	vec_each(change, &html->run->change->changes->rows) {
		for (int rule = 0; change->after && rule < RULE_COUNT; rule++) {
			if (!change->decided[rule])
				continue;
			begin_item(&list);
			put_row_name(html, change->after, NULL);
			strbuf_printf(html->out, ": %s %s</li>\n", rules[rule]->name,
				      html_look_of(html->run, change->after, (enum rule_id)rule)->word);
		}
	}
	end_list(&list);
}

static void put_complaints(struct html *html)
{
	struct change_list list = { html, "New problems", "undecided", false };

	vec_each(complaint, &html->run->change->changes->complaints) {
		begin_item(&list);
		html_words(html, *complaint);
		strbuf_puts(html->out, "</li>\n");
	}
	end_list(&list);
}

/* ---- callbacks ---- */

static void put_rows(struct html *html, enum row_fate fate, const char *heading)
{
	struct change_list list = { html, heading, "na", false };

	vec_each(change, &html->run->change->changes->rows) {
		if (change->fate != fate)
			continue;
		begin_item(&list);
		put_row_name(html, change->after ? change->after : change->before, NULL);
		if (fate == ROW_RENAMED) {
			strbuf_puts(html->out, ", was ");
			put_row_name(html, change->before, NULL);
		}
		strbuf_puts(html->out, "</li>\n");
	}
	end_list(&list);
}

/* ---- all of it ---- */

struct change_count { size_t count; const char *words, *class; };

static void put_counts(struct html *html)
{
	const struct changes *changes = html->run->change->changes;
	const struct change_count counts[] = {
		{ changes->fates[FINDING_NEW], "new", "new" },
		{ changes->opened, "newly undecided", "undecided" },
		{ changes->complaints.count, "new problems", "undecided" },
		{ changes->fates[FINDING_FIXED], "fixed", "holds" },
		{ changes->fates[FINDING_OPENED], "not proved to be gone", "undecided" },
		{ changes->decided, "decided", "holds" },
		{ changes->fates[FINDING_UNCHANGED], "still there", "violates" },
		{ changes->fates[FINDING_DISMISSED], "dismissed", "allowed" },
		{ changes->row_fates[ROW_UNSEEN], "not looked at", "na" },
	};
	bool news = changes->fates[FINDING_NEW] || changes->opened || changes->complaints.count;

	strbuf_puts(html->out, news ? "<p class=counts>" : "<p class=counts><span class=\"chip holds\">nothing new</span> ");
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		if (counts[i].count)
			strbuf_printf(html->out, "<span class=\"chip %s\">%zu %s</span> ", counts[i].class, counts[i].count,
				      counts[i].words);
	strbuf_puts(html->out, "</p>\n");
}

static void put_callbacks(struct html *html)
{
	const struct changes *changes = html->run->change->changes;
	size_t renamed = changes->row_fates[ROW_RENAMED], added = changes->row_fates[ROW_ADDED];
	size_t vanished = changes->row_fates[ROW_VANISHED];

	if (!renamed && !added && !vanished)
		return;
	strbuf_printf(html->out, "<details><summary>Callbacks: %zu added, %zu renamed, %zu vanished</summary>\n", added, renamed,
		      vanished);
	put_rows(html, ROW_ADDED, "Added");
	put_rows(html, ROW_RENAMED, "Renamed");
	put_rows(html, ROW_VANISHED, "Vanished");
	strbuf_puts(html->out, "</details>\n");
}

void html_changes(struct html *html)
{
	const struct run_change *change = html->run->change;

	if (!change || !change->changes)
		return;
	strbuf_puts(html->out, "<section class=changes aria-labelledby=since><h2 id=since>Since ");
	html_name(html, change->from);
	strbuf_puts(html->out, "</h2>\n");
	put_counts(html);
	put_findings(html, FINDING_NEW, html->run, "New", "violates");
	put_opened(html);
	put_complaints(html);
	put_findings(html, FINDING_FIXED, change->changes->before, "Fixed", "holds");
	put_findings(html, FINDING_OPENED, change->changes->before, "Not proved to be gone", "undecided");
	put_decided(html);
	put_findings(html, FINDING_DISMISSED, html->run, "Dismissed", "allowed");
	put_callbacks(html);
	strbuf_puts(html->out, "</section>\n");
}
