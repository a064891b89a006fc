// SPDX-License-Identifier: GPL-2.0-only
/* The first page of the HTML report: how many callbacks came to what, filters, a row per callback and a column per rule. */
#include "report/html.h"

#include <ctype.h>

#include "report/escape.h"

/* ---- filters ---- */

static void put_tiles(struct html *html)
{
	size_t counts[ROW_STATE_COUNT] = { 0 };

	vec_each(row, &html->run->rows)
		counts[row_state(html->run, row)]++;
	strbuf_puts(html->out, "<fieldset class=tiles><legend class=unseen>Show callbacks that are</legend>\n");
	for (int state = 0; state < ROW_STATE_COUNT; state++) {
		const struct html_look *look = &html_state_looks[state];

		if (counts[state])
			strbuf_printf(html->out, "<label class=\"tile %s\"><input type=checkbox name=state value=%s checked>"
				      "<b>%zu</b> <span><span class=sign aria-hidden=true>%s</span>%s</span></label>\n",
				      look->class, look->class, counts[state], look->sign, look->word);
	}
	strbuf_puts(html->out, "</fieldset>\n");
}

static bool has_baseline(const struct run *run)
{
	vec_each(row, &run->rows)
		vec_each(finding, &row->findings)
			if (finding_baseline(run, finding) != BASELINE_UNKNOWN)
				return true;
	return false;
}

static void put_choices(struct html *html)
{
	bool used[KIND_COUNT] = { false };

	vec_each(row, &html->run->rows)
		used[row->kind] = true;
	strbuf_puts(html->out, "<label>kind <select name=kind><option value=\"\">all</option>");
	for (int kind = 0; kind < KIND_COUNT; kind++)
		if (used[kind])
			strbuf_printf(html->out, "<option>%s</option>", contracts[kind].name);
	strbuf_puts(html->out, "</select></label>\n<label>violated or open <select name=rule><option value=\"\">any rule</option>");
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (html->run->rule_enabled[rule])
			strbuf_printf(html->out, "<option>%s</option>", rules[rule]->name);
	strbuf_puts(html->out, "</select></label>\n");
	if (has_baseline(html->run))
		strbuf_puts(html->out, "<label><input type=checkbox name=fresh> new findings only</label>\n");
}

static void put_filters(struct html *html)
{
	strbuf_puts(html->out, "<form id=filters role=search aria-label=\"Callbacks\">\n");
	put_tiles(html);
	strbuf_puts(html->out, "<div class=filters><input type=search name=text placeholder=\"Filter by callback, file or table\" "
		    "aria-label=\"Filter by callback, file or table\" autocomplete=off>\n");
	put_choices(html);
	strbuf_puts(html->out, "</div></form>\n<p id=shown role=status></p>\n");
}

/* ---- the table ---- */

static void put_headings(struct html *html)
{
	strbuf_puts(html->out, "<thead><tr><th scope=col>Callback</th>");
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (html->run->rule_enabled[rule])
			strbuf_printf(html->out, "<th scope=col class=r><a href=\"#rule-%s\">%s</a></th>", rules[rule]->name,
				      rules[rule]->name);
	strbuf_puts(html->out, "</tr></thead>\n");
}

static void put_cell(struct html *html, size_t index, int rule)
{
	const struct row *row = &html->run->rows.data[index];
	const struct html_look *look = html_look_of(html->run, row, (enum rule_id)rule);
	enum verdict verdict = shown_verdict(html->run, row, (enum rule_id)rule);

	strbuf_printf(html->out, "<td class=\"v %s\">", look->class);
	if (verdict == VERDICT_NA)
		strbuf_printf(html->out, "<span><span class=sign aria-hidden=true>%s</span><span class=unseen>n/a</span></span>",
			      look->sign);
	else
		strbuf_printf(html->out, "<a href=\"#%s--%s%s\"><span class=sign aria-hidden=true>%s</span> "
			      "<span class=word>%s</span></a>", html->anchors[index],
			      verdict == VERDICT_VIOLATES ? "" : "is-", rules[rule]->name, look->sign, look->word);
	strbuf_puts(html->out, "</td>");
}

/* What the filters of html.js read: the state, the kind, rules that are not proved, words in small letters. */
static void put_data(struct html *html, size_t index)
{
	const struct row *row = &html->run->rows.data[index];
	struct strbuf words = { 0 };
	bool fresh = false;

	vec_each(finding, &row->findings)
		fresh = fresh || (!finding->allowed && finding_baseline(html->run, finding) == BASELINE_NEW);
	strbuf_printf(html->out, " data-page=\"%s\" data-state=%s data-kind=%s data-fresh=%s data-rules=\"",
		      html->anchors[index], html_state_looks[row_state(html->run, row)].class, contracts[row->kind].name,
		      fresh ? "yes" : "no");
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		enum verdict verdict = shown_verdict(html->run, row, (enum rule_id)rule);

		if (verdict == VERDICT_VIOLATES || verdict == VERDICT_UNDECIDED)
			strbuf_printf(html->out, "%s ", rules[rule]->name);
	}
	strbuf_printf(&words, "%s %s %s", row->callback, row->file, row->ops ? row->ops : "");
	for (size_t i = 0; i < words.length; i++)
		words.text[i] = (char)tolower((unsigned char)words.text[i]);
	strbuf_puts(html->out, "\" data-text=\"");
	html_text(html, strbuf_text(&words));
	strbuf_puts(html->out, "\"");
	strbuf_free(&words);
}

static void put_row(struct html *html, size_t index)
{
	const struct row *row = &html->run->rows.data[index];

	strbuf_puts(html->out, "<tr");
	put_data(html, index);
	strbuf_printf(html->out, "><th scope=row><a href=\"#%s\" class=name>", html->anchors[index]);
	html_name(html, row->callback);
	strbuf_puts(html->out, "</a><small>");
	html_name(html, row->file);
	if (row->line)
		strbuf_printf(html->out, ":%u", row->line);
	strbuf_printf(html->out, "</small><small>%s", contracts[row->kind].name);
	if (row->ops && *row->ops) {
		strbuf_puts(html->out, " of ");
		html_name(html, row->ops);
	}
	strbuf_puts(html->out, "</small></th>");
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (html->run->rule_enabled[rule])
			put_cell(html, index, rule);
	strbuf_puts(html->out, "</tr>\n");
}

/* ---- what is not about a callback ---- */

static void put_fixed(struct html *html)
{
	const struct run *fixed = html->run->change->fixed;
	bool any = false;

	if (!fixed)
		return;
	vec_each(row, &fixed->rows) {
		vec_each(finding, &row->findings) {
			strbuf_puts(html->out, any ? "<li>" : "<h3>Fixed</h3>\n<ul>\n<li>");
			any = true;
			html_name(html, finding->file);
			strbuf_printf(html->out, ":%u: ", finding->line);
			html_words(html, finding->message);
			strbuf_printf(html->out, " [%s]</li>\n", rules[finding->rule]->name);
		}
	}
	strbuf_puts(html->out, any ? "</ul>\n" : "");
}

static void put_note(struct html *html, bool *any, const char *file, unsigned line, const char *text)
{
	strbuf_puts(html->out, *any ? "<li>" : "<div class=notes><h3>Notes</h3>\n<ul>\n<li>");
	*any = true;
	if (file && *file) {
		html_place(html, file, line);
		strbuf_puts(html->out, ": ");
	}
	html_words(html, text);
	strbuf_puts(html->out, "</li>\n");
}

static void put_notes(struct html *html)
{
	bool any = false;

	vec_each(problem, &html->run->problems)
		put_note(html, &any, problem->file, 0, problem->why);
	vec_each(arch, &html->run->arches)
		if (arch->why_not)
			put_note(html, &any, NULL, 0, arena_printf(html->arena, "not judged for %s: %s", arch->arch,
								   arch->why_not));
	vec_each(allowance, &html->run->allowances)
		if ((*allowance)->wrong)
			put_note(html, &any, (*allowance)->file, (*allowance)->line, (*allowance)->wrong);
	strbuf_puts(html->out, any ? "</ul></div>\n" : "");
}

void html_overview(struct html *html)
{
	strbuf_puts(html->out, "<section class=\"page current\" id=overview>\n");
	html_changes(html);
	strbuf_puts(html->out, "<h2 tabindex=-1>Callbacks</h2>\n");
	if (html->run->rows.count) {
		put_filters(html);
		strbuf_puts(html->out, "<div class=scroll tabindex=0 role=region aria-label=\"Verdicts\">"
			    "<table class=matrix id=matrix><caption class=unseen>Verdicts by callback and rule</caption>\n");
		put_headings(html);
		strbuf_puts(html->out, "<tbody>\n");
		for (size_t i = 0; i < html->run->rows.count; i++)
			put_row(html, i);
		strbuf_puts(html->out, "</tbody></table></div>\n");
	} else {
		strbuf_puts(html->out, "<form id=filters hidden><input type=search name=text><select name=kind></select>"
			    "<select name=rule></select></form><p id=shown hidden></p>\n<p>Nothing to judge: no mmu-notifier "
			    "callback was found.</p>\n");
	}
	if (html->run->change && !html->run->change->changes)
		put_fixed(html);
	put_notes(html);
	strbuf_puts(html->out, "</section>\n");
}
