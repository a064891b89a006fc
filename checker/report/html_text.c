// SPDX-License-Identifier: GPL-2.0-only
/* Text of the HTML report: escaped, and set. */
#include "report/html.h"

#include <ctype.h>

#include "report/escape.h"
#include "vcs/revision.h"

const struct html_look html_verdict_looks[] = {
	[VERDICT_NOT_RUN] = { "na", "\xc2\xb7", "not judged" },
	[VERDICT_HOLDS] = { "holds", "\xe2\x9c\x93", "holds" },
	[VERDICT_VIOLATES] = { "violates", "\xe2\x9c\x97", "violates" },
	[VERDICT_UNDECIDED] = { "undecided", "?", "undecided" },
	[VERDICT_NA] = { "na", "\xe2\x80\x93", "n/a" },
};

const struct html_look html_state_looks[ROW_STATE_COUNT] = {
	[ROW_STATE_VIOLATES] = { "violates", "\xe2\x9c\x97", "violating" },
	[ROW_STATE_NOT_ANALYSED] = { "not-analysed", "!", "not analysed" },
	[ROW_STATE_UNDECIDED] = { "undecided", "?", "undecided" },
	[ROW_STATE_NAMED] = { "named", "\xc2\xb7", "named only" },
	[ROW_STATE_NOT_BUILT] = { "not-built", "\xe2\x80\x93", "not built" },
	[ROW_STATE_ALLOWED] = { "allowed", "\xe2\x88\x9a", "allowed" },
	[ROW_STATE_HOLDS] = { "holds", "\xe2\x9c\x93", "holding" },
};

_Static_assert(ROW_STATE_COUNT == 7, "each state of a row has its look");

const struct html_look *html_look_of(const struct run *run, const struct row *row, enum rule_id rule)
{
	static const struct html_look allowed = { "allowed", "\xe2\x88\x9a", "allowed" };

	return row_allows(row, rule) ? &allowed : &html_verdict_looks[shown_verdict(run, row, rule)];
}

void html_text(struct html *html, const char *text)
{
	escape_for_markup(html->out, text);
}

void html_name(struct html *html, const char *text)
{
	while (text && *text) {
		size_t length = strcspn(text, "_/");

		length += text[length] != '\0';
		escape_part_for_markup(html->out, text, length);
		text += length;
		if (*text && *text != '_' && *text != '/')
			strbuf_puts(html->out, "<wbr>");
	}
}

/* The end of what is quoted from AT on: a quote before space or punctuation, since quoted code may hold quotes, too. */
static const char *quote_end(const char *at)
{
	for (; (at = strchr(at, '\'')); at++)
		if (!at[1] || strchr(" ,.;:)", at[1]))
			return at;
	return NULL;
}

static void put_words(struct html *html, const char *text, const char *end)
{
	while (text < end) {
		const char *quote = memchr(text, '\'', (size_t)(end - text));
		bool opens = quote && (quote == text || strchr(" (", quote[-1]));
		const char *close = opens ? quote_end(quote + 1) : NULL;

		if (!close || close >= end) {
			const char *rest = quote ? quote + 1 : end;

			escape_part_for_markup(html->out, text, (size_t)(rest - text));
			text = rest;
			continue;
		}
		escape_part_for_markup(html->out, text, (size_t)(quote - text));
		strbuf_puts(html->out, "<code>");
		escape_part_for_markup(html->out, quote + 1, (size_t)(close - quote - 1));
		strbuf_puts(html->out, "</code>");
		text = close + 1;
	}
}

void html_words(struct html *html, const char *text)
{
	put_words(html, text, text + strlen(text));
}

/* Where the value of a note begins and ends: "returns VALUE", "VALUE is stored", "'x' is VALUE". */
static void find_value(const char *note, const char **start, const char **end)
{
	const char *returns = strstr(note, "returns "), *is = NULL;

	*end = note + strlen(note);
	*start = *end;
	if (returns && (returns == note || returns[-1] == ' ')) {
		*start = returns + strlen("returns ");
	} else if (ends_with(note, " is stored")) {
		*start = note;
		*end -= strlen(" is stored");
	} else if (ends_with(note, "' is true") || ends_with(note, "' is false")) {
		for (const char *at = note; (at = strstr(at, "' is ")); at++)
			is = at;
		*start = is + strlen("' is ");
	}
}

void html_note(struct html *html, const char *note)
{
	const char *start, *end;

	find_value(note, &start, &end);
	put_words(html, note, start);
	if (start == end)
		return;
	strbuf_puts(html->out, "<b>");
	escape_part_for_markup(html->out, start, (size_t)(end - start));
	strbuf_puts(html->out, "</b>");
	html_text(html, end);
}

/* ---- places ---- */

static void put_uri(struct strbuf *out, const char *text)
{
	for (; *text; text++) {
		if (isalnum((unsigned char)*text) || strchr("-._~/+,", *text))
			strbuf_putc(out, *text);
		else
			strbuf_printf(out, "%%%02X", (unsigned char)*text);
	}
}

/* Appends what {NAME} of a template stands for, and returns its end; NULL: it is no such name. */
static const char *put_variable(struct html *html, const char *at, const char *file, unsigned line, struct strbuf *out)
{
	const struct revision *revision = html->run->revision;
	const struct { const char *name, *value; } variables[] = {
		{ "{file}", file }, { "{version}", html->run->tree_version },
		{ "{commit}", revision ? revision->commit : "HEAD" },
	};

	if (starts_with(at, "{line}")) {
		strbuf_printf(out, "%u", line ? line : 1);
		return at + strlen("{line}");
	}
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		if (!starts_with(at, variables[i].name))
			continue;
		put_uri(out, variables[i].value ? variables[i].value : "");
		return at + strlen(variables[i].name);
	}
	return NULL;
}

const char *html_source_url(struct html *html, const char *file, unsigned line)
{
	const char *at = html->options->source_url;
	struct strbuf url = { 0 };

	if (!at || !file || !*file || *file == '/')
		return NULL;
	while (*at) {
		const char *after = *at == '{' ? put_variable(html, at, file, line, &url) : NULL;

		if (!after)
			strbuf_putc(&url, *at++);
		else
			at = after;
	}
	return strbuf_keep(&url, html->arena);
}

void html_place(struct html *html, const char *file, unsigned line)
{
	const char *url = html_source_url(html, file, line);

	if (url) {
		strbuf_puts(html->out, "<a href=\"");
		html_text(html, url);
		strbuf_puts(html->out, "\" rel=\"noreferrer noopener\">");
	}
	html_name(html, file && *file ? file : "(no file)");
	if (line)
		strbuf_printf(html->out, ":%u", line);
	if (url)
		strbuf_puts(html->out, "</a>");
}
