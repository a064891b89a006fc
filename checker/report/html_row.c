// SPDX-License-Identifier: GPL-2.0-only
/* The page of a callback in the HTML report: its verdicts, its findings, what the verdicts depend on. */
#include "report/html.h"

#include "report/escape.h"
#include "report/explanation.h"

static bool applies(const struct run *run, const struct row *row, int rule)
{
	return run->rule_enabled[rule] && rule_is_about((enum rule_id)rule, row->kind);
}

/* ---- verdicts ---- */

static void put_reasons(struct html *html, const struct row *row, int rule)
{
	size_t told = 0;

	vec_each(reason, &row->undecided) {
		if ((int)reason->rule != rule)
			continue;
		told++;
		strbuf_puts(html->out, "<p>");
		html_words(html, reason->why);
		if (reason->at && *reason->at) {
			strbuf_puts(html->out, ", at ");
			html_name(html, reason->at);
		}
		if (reason->decide) {
			strbuf_puts(html->out, "; would be decided by ");
			html_words(html, reason->decide);
		}
		strbuf_puts(html->out, "</p>");
	}
	if (!told) {
		strbuf_puts(html->out, "<p>");
		html_words(html, row->analysed ? "no reason was recorded" : row_why_not(row));
		strbuf_puts(html->out, "</p>");
	}
}

static void put_messages(struct html *html, size_t index, int rule)
{
	const struct row *row = &html->run->rows.data[index];

	vec_each(finding, &row->findings) {
		if ((int)finding->rule != rule)
			continue;
		strbuf_printf(html->out, "<p><a href=\"#%s--%s\">", html->anchors[index], rules[rule]->name);
		html_words(html, finding->message);
		strbuf_puts(html->out, "</a></p>");
	}
}

static void put_verdict(struct html *html, size_t index, int rule)
{
	const struct row *row = &html->run->rows.data[index];
	const struct html_look *look = html_look_of(html->run, row, (enum rule_id)rule);
	enum verdict verdict = shown_verdict(html->run, row, (enum rule_id)rule);
	const struct verdict_dependencies *dependencies = row->dependencies[rule];

	strbuf_printf(html->out, "<li id=\"%s--is-%s\"><p><a href=\"#rule-%s\">%s</a></p><p class=\"chip %s\">%s %s</p>",
		      html->anchors[index], rules[rule]->name, rules[rule]->name, rules[rule]->name, look->class,
		      look->sign, look->word);
	if (verdict == VERDICT_VIOLATES)
		put_messages(html, index, rule);
	else if (verdict == VERDICT_UNDECIDED)
		put_reasons(html, row, rule);
	else if (verdict == VERDICT_HOLDS)
		strbuf_printf(html->out, "<p>proved %s</p>", dependencies ? dependencies_runs(dependencies) : "on all paths");
	else
		strbuf_puts(html->out, "<p>does not apply here</p>");
	strbuf_puts(html->out, "</li>\n");
}

static void put_verdicts(struct html *html, size_t index)
{
	const struct row *row = &html->run->rows.data[index];
	bool any = false;

	strbuf_puts(html->out, "<ul class=verdicts>\n");
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (applies(html->run, row, rule))
			put_verdict(html, index, rule);
	strbuf_puts(html->out, "</ul>\n");
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		if (!html->run->rule_enabled[rule] || applies(html->run, row, rule))
			continue;
		strbuf_puts(html->out, any ? ", " : "<p class=where>Not about this kind of callback: ");
		strbuf_printf(html->out, "<a href=\"#rule-%s\">%s</a>", rules[rule]->name, rules[rule]->name);
		any = true;
	}
	strbuf_puts(html->out, any ? "</p>\n" : "");
}

/* ---- what they depend on ---- */

static void put_functions(struct html *html, const struct verdict_dependencies *dependencies, bool models)
{
	const char *file = NULL;

	for (size_t i = 0; i < dependencies->nfunctions; i++) {
		const struct dependency_function *function = &dependencies->functions[i];

		if (function->is_model != models)
			continue;
		if (!file)
			strbuf_puts(html->out, models ? "<p>Models stood in for " : "<p>It looked into:</p><ul>");
		if (!models && (!file || strcmp(file, function->file))) {
			strbuf_puts(html->out, file ? "</li><li>" : "<li>");
			html_place(html, function->file, 0);
			strbuf_puts(html->out, ": ");
		} else if (file) {
			strbuf_puts(html->out, ", ");
		}
		strbuf_puts(html->out, "<code>");
		html_name(html, function->name);
		strbuf_puts(html->out, "</code>");
		file = function->file;
	}
	if (file)
		strbuf_puts(html->out, models ? "</p>\n" : "</li></ul>\n");
}

static void put_opaque(struct html *html, const struct verdict_dependencies *dependencies)
{
	for (size_t i = 0; i < dependencies->nopaque; i++) {
		strbuf_puts(html->out, i ? ", <code>" : "<p>It did not look into <code>");
		html_name(html, dependencies->opaque[i]);
		strbuf_puts(html->out, "</code>");
	}
	if (dependencies->nopaque)
		strbuf_puts(html->out, ": whatever they do, the verdict stays</p>\n");
}

static void put_assumptions(struct html *html, const struct verdict_dependencies *dependencies)
{
	const char *name = NULL;

	if (!dependencies->nassumptions) {
		strbuf_puts(html->out, "<p>It assumes nothing.</p>\n");
		return;
	}
	strbuf_puts(html->out, "<p>It assumes:</p><ul>");
	for (size_t i = 0; i < dependencies->nassumptions; i++) {
		const struct dependency_assumption *assumption = &dependencies->assumptions[i];

		if (!name || strcmp(name, assumption->name)) {
			strbuf_puts(html->out, name ? "</li><li>" : "<li>");
			html_text(html, assumption->name);
			strbuf_puts(html->out, ": ");
			html_words(html, assumption->text);
		}
		name = assumption->name;
		if (!assumption->about && !assumption->at)
			continue;
		strbuf_puts(html->out, "; <small>");
		html_name(html, assumption->about ? assumption->about : "first");
		if (assumption->at) {
			strbuf_puts(html->out, " at ");
			html_name(html, assumption->at);
		}
		strbuf_puts(html->out, "</small>");
	}
	strbuf_puts(html->out, "</li></ul>\n");
}

void html_dependencies(struct html *html, const struct row *row, enum rule_id rule)
{
	const struct verdict_dependencies *dependencies = row->dependencies[rule];

	if (!dependencies)
		return;
	put_functions(html, dependencies, false);
	put_functions(html, dependencies, true);
	put_opaque(html, dependencies);
	put_assumptions(html, dependencies);
}

/* Several rules often depend on the same: each such text stands once, under the names of its rules. */
static void put_dependencies(struct html *html, const struct row *row)
{
	struct strmap texts = { 0 };		/* text -> names of rules */
	struct strbuf *out = html->out;

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		struct strbuf own = { 0 };

		if (!applies(html->run, row, rule) || !row->dependencies[rule] ||
		    shown_verdict(html->run, row, (enum rule_id)rule) == VERDICT_NA)
			continue;
		html->out = &own;
		html_dependencies(html, row, (enum rule_id)rule);
		html->out = out;
		const char *text = strbuf_keep(&own, html->arena), *names = strmap_get(&texts, text);

		strmap_set(&texts, text, arena_printf(html->arena, "%s%s%s", names ? names : "", names ? ", " : "",
						      rules[rule]->name));
	}
	if (texts.count)
		strbuf_puts(out, "<h3>What the verdicts depend on</h3>\n");
	for (size_t i = 0; i < texts.count; i++)
		strbuf_printf(out, "<details class=rests><summary>%s</summary>\n%s</details>\n",
			      (const char *)texts.entries[i].value, texts.entries[i].key);
	strmap_free(&texts);
}

/* ---- architectures ---- */

static void put_arch(struct html *html, const struct row *row, size_t arch)
{
	const struct row_arch *own = &row->by_arch[arch];

	strbuf_puts(html->out, "<tr><th scope=row>");
	html_text(html, html->run->arches.data[arch].arch);
	strbuf_puts(html->out, "</th>");
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		const struct html_look *look = &html_verdict_looks[own->analysed ? own->verdicts[rule] : VERDICT_NOT_RUN];

		if (html->run->rule_enabled[rule])
			strbuf_printf(html->out, "<td class=\"v %s\"><span>%s %s</span></td>", look->class, look->sign,
				      look->word);
	}
	strbuf_puts(html->out, "</tr>\n");
}

static void put_arches_table(struct html *html, const struct row *row)
{
	if (html->run->arches.count < 2 || !row->by_arch)
		return;
	strbuf_puts(html->out, "<h3>By architecture</h3>\n<div class=scroll tabindex=0 role=region aria-label=\"By "
		    "architecture\"><table class=matrix><thead><tr><th scope=col>Architecture</th>");
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (html->run->rule_enabled[rule])
			strbuf_printf(html->out, "<th scope=col>%s</th>", rules[rule]->name);
	strbuf_puts(html->out, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < html->run->arches.count; i++)
		put_arch(html, row, i);
	strbuf_puts(html->out, "</tbody></table></div>\n");
}

/* ---- the page ---- */

static void put_head(struct html *html, const struct row *row)
{
	strbuf_puts(html->out, "<p class=crumb><a href=\"#overview\">\xe2\x86\x90 All callbacks</a></p>\n"
		    "<h2 class=name tabindex=-1>");
	html_name(html, row->callback);
	strbuf_puts(html->out, "</h2>\n<p class=where>");
	html_place(html, row->file, row->line);
	if (kinds_that_call.has(&contracts[row->kind])) {
		strbuf_puts(html->out, " \xc2\xb7 calls notifiers");
	} else {
		strbuf_printf(html->out, " \xc2\xb7 %s callback of <code>", contracts[row->kind].name);
		html_name(html, row->ops && *row->ops ? row->ops : "a nameless table");
		strbuf_puts(html->out, "</code>");
	}
	if (row->assumes) {
		strbuf_puts(html->out, " \xc2\xb7 judged with ");
		html_text(html, row->assumes);
	}
	strbuf_puts(html->out, "</p>\n");
	if (row->analysed)
		return;
	strbuf_printf(html->out, "<p><span class=\"chip undecided\">%s</span> ", row_lacks(row));
	html_words(html, row_why_not(row));
	strbuf_puts(html->out, "</p>\n");
}

void html_row_page(struct html *html, size_t index)
{
	const struct row *row = &html->run->rows.data[index];

	strbuf_printf(html->out, "<section class=page id=\"%s\">" HTML_LATER, html->anchors[index]);
	put_head(html, row);
	put_verdicts(html, index);
	vec_each(finding, &row->findings)
		html_finding(html, row, finding);
	put_arches_table(html, row);
	put_dependencies(html, row);
	strbuf_puts(html->out, HTML_LATER_END "</section>\n");
}
