// SPDX-License-Identifier: GPL-2.0-only
/*
 * The HTML report, one file: an overview, a page per callback, a page per rule. It needs no network and loads nothing; the policy in
 * its head forbids that, and scripts other than its own.
 */
#include "report/html.h"

#include <ctype.h>
#include <inttypes.h>

#include "base/built_in.h"
#include "base/version.h"
#include "report/escape.h"
#include "vcs/revision.h"

BUILT_IN_TEXT(html_style, "checker/report/html.css");
BUILT_IN_TEXT(html_script, "checker/report/html.js");

/* ---- head ---- */

static void put_title(struct html *html)
{
	const struct run *run = html->run;

	if (run->change && !run->change->changes)
		strbuf_puts(html->out, "a change to ");
	if (run->module) {
		html_name(html, run->module);
		strbuf_puts(html->out, ", ");
	}
	strbuf_puts(html->out, "Linux ");
	html_text(html, run->tree_version ? run->tree_version : "of an unknown version");
}

/*
 * Only what has the nonce is run or applied. The nonce is a hash of the pages: a text in them that would carry it would have to
 * contain its own hash.
 */
static void put_head(struct html *html, uint64_t nonce)
{
	strbuf_puts(html->out, "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
		    "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n");
	strbuf_printf(html->out, "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src "
		      "'nonce-%016" PRIx64 "'; script-src 'nonce-%016" PRIx64 "'; base-uri 'none'; form-action 'none'\">\n",
		      nonce, nonce);
	strbuf_puts(html->out, "<meta name=referrer content=no-referrer>\n<meta name=generator content=\"mncheck "
		    MNCHECK_VERSION "\">\n<title>mncheck: ");
	escape_for_markup(html->out, html->run->tree_version);
	strbuf_printf(html->out, "</title>\n<style nonce=\"%016" PRIx64 "\">\n%s</style>\n", nonce, html_style);
	/* before the pages are there: so the browser lays out none but the overview */
	strbuf_printf(html->out, "<script nonce=\"%016" PRIx64 "\">document.documentElement.classList.add(\"js\")</script>\n"
		      "</head>\n<body>\n", nonce);
	strbuf_puts(html->out, "<a class=skip href=\"#overview\">Skip to the verdicts</a>\n"
		    "<svg width=0 height=0 aria-hidden=true focusable=false><defs><marker id=arrow viewBox=\"0 0 8 8\" refX=8 refY=4 "
		    "markerWidth=8 markerHeight=8 orient=auto><polygon points=\"0,1 8,4 0,7\"/></marker></defs></svg>\n");
}

static void put_fact(struct html *html, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	strbuf_printf(html->out, "<div><dt>%s</dt><dd>", name);
	html_name(html, value);
	strbuf_puts(html->out, "</dd></div>\n");
}

static void put_facts(struct html *html)
{
	const struct run *run = html->run;

	strbuf_puts(html->out, "<dl class=facts>\n");
	put_fact(html, "tree", run->tree_path);
	if (run->revision) {
		put_fact(html, "commit", run->revision->commit);
		put_fact(html, "branch", run->revision->branch);
		put_fact(html, "repository", run->revision->repository);
	}
	if (run->change)
		put_fact(html, "change", arena_printf(html->arena, "%s to %s", run->change->from, run->change->to));
	put_fact(html, "architecture", run->arch);
	put_fact(html, "mncheck", MNCHECK_VERSION);
	strbuf_puts(html->out, "</dl>\n");
}

static void put_banner(struct html *html)
{
	strbuf_puts(html->out, "<header>\n<div class=bar><h1><a href=\"#overview\">mncheck <span>");
	put_title(html);
	strbuf_puts(html->out, "</span></a></h1>\n<div><button id=keys-button class=js-only type=button>Keys</button> "
		    "<button id=theme class=js-only type=button>Light or dark</button></div></div>\n");
	put_facts(html);
	strbuf_puts(html->out, "</header>\n");
}

/* ---- ids ---- */

/* An id per row that stays the same from run to run: the callback's name, and a number if it is not the first of that name. */
static void name_anchors(struct html *html)
{
	struct strmap used = { 0 };

	html->anchors = arena_alloc(html->arena, (html->run->rows.count + 1) * sizeof(*html->anchors));
	for (size_t i = 0; i < html->run->rows.count; i++) {
		char *id = arena_printf(html->arena, "cb-%s", html->run->rows.data[i].callback);

		for (char *at = id; *at; at++)
			if (!isalnum((unsigned char)*at) && *at != '_')
				*at = '-';
		size_t count = (size_t)strmap_get(&used, id) + 1;

		strmap_set(&used, id, (void *)count);
		html->anchors[i] = count > 1 ? arena_printf(html->arena, "%s-.%zu", id, count) : id;
	}
	strmap_free(&used);
}

/* ---- foot ---- */

static void put_rule_page(struct html *html, int rule)
{
	struct strbuf kinds = { 0 };

	strbuf_printf(html->out, "<section class=\"page rule\" id=\"rule-%s\">" HTML_LATER "<p class=crumb><a href=\"#overview\">"
		      "\xe2\x86\x90 All callbacks</a></p>\n", rules[rule]->name);
	html_markdown(html, rules[rule]->page);
	rule_put_kinds((enum rule_id)rule, &kinds);
	strbuf_printf(html->out, "<h3>Which callbacks</h3>\n<p>It is about %s: %s.</p>\n" HTML_LATER_END "</section>\n", rules[rule]->about->words,
		      strbuf_text(&kinds));
	strbuf_free(&kinds);
}

static const char footer[] =
	"<footer>\n<p><b>holds</b>: proved on all paths. <b>violates</b>: with one path that can be taken. <b>undecided</b>: neither, "
	"for the reason that is given. <b>allowed</b>: violated, and suppressed with a reason. <b>n/a</b>: the rule is not about "
	"such callbacks.</p>\n</footer>\n"
	"<dialog id=keys aria-labelledby=keys-title><h2 id=keys-title>Keys</h2><dl>"
	"<dt><kbd>/</kbd></dt><dd>filter</dd>"
	"<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous callback; on a page, step of the path</dd>"
	"<dt><kbd>n</kbd> <kbd>p</kbd></dt><dd>page of the next and previous callback shown</dd>"
	"<dt><kbd>u</kbd> <kbd>Esc</kbd></dt><dd>all callbacks</dd></dl>"
	"<form method=dialog><button>Close</button></form></dialog>\n";

static uint64_t hash_of(const struct strbuf *text)
{
	return hash_bytes(strbuf_text(text), text->length, 0);
}

void print_html(const struct run *run, const struct print_options *options, struct strbuf *out)
{
	struct arena *arena = arena_new();
	struct strbuf body = { 0 };
	struct html html = {
		.run = run, .options = options, .arena = arena, .out = &body,
		.sources = { .arena = arena, .run = run }, .layouter = { .arena = arena },
	};

	name_anchors(&html);
	put_banner(&html);
	strbuf_puts(&body, "<main id=main class=at-overview>\n");
	html_overview(&html);
	for (size_t i = 0; i < run->rows.count; i++)
		html_row_page(&html, i);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (run->rule_enabled[rule])
			put_rule_page(&html, rule);
	strbuf_puts(&body, "</main>\n");
	strbuf_puts(&body, footer);
	html.out = out;
	put_head(&html, hash_of(&body));
	strbuf_add(out, strbuf_text(&body), body.length);
	strbuf_printf(out, "<script nonce=\"%016" PRIx64 "\">\n%s</script>\n</body>\n</html>\n", hash_of(&body), html_script);
	source_texts_free(&html.sources);
	graph_layouter_free(&html.layouter);
	strbuf_free(&body);
	arena_free(arena);
}
