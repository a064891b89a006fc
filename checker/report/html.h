/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to report/: the parts of the HTML report. All text that comes from a tree goes through html_text() or one of the
 * functions built on it. Nothing else may reach the document.
 */
#ifndef MNCHECK_REPORT_HTML_H
#define MNCHECK_REPORT_HTML_H

#include "report/graph_layout.h"
#include "report/printers.h"
#include "report/source_texts.h"

struct html {
	const struct run *run;
	const struct print_options *options;
	struct arena *arena;
	struct strbuf *out;
	struct source_texts sources;
	struct graph_layouter layouter;
	const char **anchors;	/* per row: the id of its page, of letters, digits, _ and - */
};

/* ---- text (html_text.c) ---- */

/* Appends TEXT, escaped. */
void html_text(struct html *html, const char *text);
/* The same, with places where a line may break: behind _ and /. */
void html_name(struct html *html, const char *text);
/* A sentence of ours: what it quotes 'so' is set as code. */
void html_words(struct html *html, const char *text);
/* The note of a step: the value that it tells stands out. */
void html_note(struct html *html, const char *note);
/* "FILE:LINE", a link if the user named a viewer (print_options.source_url); LINE 0: the file alone. */
void html_place(struct html *html, const char *file, unsigned line);
/* The address of FILE and LINE in that viewer, in the arena; NULL: there is none. */
const char *html_source_url(struct html *html, const char *file, unsigned line);

/* How a verdict looks. */
struct html_look {
	const char *class;	/* of html.css */
	const char *sign;	/* one character, for those who do not see colours */
	const char *word;
};
extern const struct html_look html_verdict_looks[];	/* by enum verdict */
extern const struct html_look html_state_looks[ROW_STATE_COUNT];
/* The look of the verdict shown for RULE; "allowed" where suppressions cover its findings. */
const struct html_look *html_look_of(const struct run *run, const struct row *row, enum rule_id rule);

/* ---- parts ---- */

/*
 * What stands between these is not made before it is needed: where scripts run, a browser takes it as one text, and html.js
 * makes elements of it; where none run, it is part of the page. No text of a tree can end it, since `<` is escaped.
 */
#define HTML_LATER "<noscript>\n"
#define HTML_LATER_END "</noscript>"

void html_overview(struct html *html);
/* What changed since an earlier result (html_changes.c); nothing if the run is compared with none. */
void html_changes(struct html *html);
/* The page of row INDEX. */
void html_row_page(struct html *html, size_t index);
/* A finding with its path, as part of a row's page. */
void html_finding(struct html *html, const struct row *row, const struct finding *finding);
/* What RULE's verdict depends on; nothing unless the run was explained. */
void html_dependencies(struct html *html, const struct row *row, enum rule_id rule);
/* Line LINE of SOURCE, highlighted; the word at COLUMN (0: none) is marked. */
void html_code_line(struct html *html, const struct source_text *source, unsigned line, unsigned column);
/* A picture of the calls of a path, unless there is only one function or no Graphviz. Returns whether it is there. */
struct call_chain;
bool html_chain(struct html *html, const struct call_chain *chain);
/* A page of Markdown: headings (one level deeper), paragraphs, lists, fenced code, `code`, *emphasis*. */
void html_markdown(struct html *html, const char *text);

#endif
