// SPDX-License-Identifier: GPL-2.0-only
/* A line of C in the HTML report, with its words told apart. */
#include "report/html.h"

#include <ctype.h>

#include "report/escape.h"

#define LINE_MAX_SHOWN 300

static bool is_keyword(const char *word, size_t length)
{
	static const char *const keywords[] = {
		"bool", "break", "case", "char", "const", "continue", "default", "do", "else", "enum", "extern", "false",
		"for", "goto", "if", "inline", "int", "long", "return", "short", "signed", "sizeof", "static", "struct",
		"switch", "true", "typedef", "union", "unsigned", "void", "volatile", "while",
	};

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (strlen(keywords[i]) == length && !memcmp(keywords[i], word, length))
			return true;
	return false;
}

static size_t quoted_length(const char *at, const char *end)
{
	const char *start = at++;

	while (at < end && *at != *start)
		at += *at == '\\' && at + 1 < end ? 2 : 1;
	return (size_t)(at < end ? at + 1 - start : end - start);
}

static size_t comment_length(const char *at, const char *end)
{
	const char *close = at + 1 < end && at[1] == '/' ? NULL : memmem(at, (size_t)(end - at), "*/", 2);

	return close ? (size_t)(close + 2 - at) : (size_t)(end - at);
}

static size_t word_length(const char *at, const char *end)
{
	size_t length = 0;

	while (at + length < end && (isalnum((unsigned char)at[length]) || at[length] == '_'))
		length++;
	return length;
}

/* The length of the token at AT; *CLASS becomes its class in html.css, or NULL. */
static size_t read_token(const char *at, const char *end, bool first, const char **class)
{
	*class = NULL;
	if (*at == '/' && at + 1 < end && (at[1] == '/' || at[1] == '*')) {
		*class = "c";
		return comment_length(at, end);
	}
	if (*at == '"' || *at == '\'') {
		*class = "s";
		return quoted_length(at, end);
	}
	if (*at == '#' && first) {
		*class = "p";
		return 1 + word_length(at + 1, end);
	}
	if (isalnum((unsigned char)*at) || *at == '_') {
		size_t length = word_length(at, end);

		*class = is_keyword(at, length) ? "k" : NULL;
		return length;
	}
	size_t length = 1;		/* the rest of a character of several bytes */
	while (at + length < end && (at[length] & 0xc0) == 0x80)
		length++;
	return length;
}

static void put_token(struct html *html, const char *at, size_t length, const char *class, bool marked)
{
	if (marked)
		strbuf_puts(html->out, "<mark>");
	if (class)
		strbuf_printf(html->out, "<span class=%s>", class);
	escape_part_for_markup(html->out, at, length);
	if (class)
		strbuf_puts(html->out, "</span>");
	if (marked)
		strbuf_puts(html->out, "</mark>");
}

void html_code_line(struct html *html, const struct source_text *source, unsigned line, unsigned column)
{
	const char *start = source->lines[line], *end = start + source_line_length(source, line), *at = start;
	bool first = true;

	if (at < end && source->in_comment[line]) {
		const char *close = memmem(at, (size_t)(end - at), "*/", 2);
		size_t length = (size_t)((close ? close + 2 : end) - at);

		put_token(html, at, length, "c", false);
		at += length;
	}
	if (end > start && end[-1] == '\r')
		end--;
	while (at < end && at - start < LINE_MAX_SHOWN) {
		const char *class, *target = start + column - 1;
		size_t length = read_token(at, end, first, &class);

		put_token(html, at, length, class, column && target >= at && target < at + length);
		first = first && isspace((unsigned char)*at);
		at += length;
	}
	if (at < end)
		strbuf_puts(html->out, "\xe2\x80\xa6");
}
