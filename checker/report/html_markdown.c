// SPDX-License-Identifier: GPL-2.0-only
/* The Markdown of rules' pages: as much of it as they use. */
#include "report/html.h"

#include "report/escape.h"

/* What is open: a paragraph, a list item, code. */
struct markdown {
	struct html *html;
	enum { MD_NOTHING, MD_PARAGRAPH, MD_LIST, MD_CODE } open;
};

static void close_block(struct markdown *markdown)
{
	static const char *const ends[] = { "", "</p>\n", "</li></ul>\n", "</code></pre>\n" };

	strbuf_puts(markdown->html->out, ends[markdown->open]);
	markdown->open = MD_NOTHING;
}

/* The end of what a ` or a * at TEXT sets apart within its line; NULL: it sets nothing apart. */
static const char *inline_end(const char *text, const char *end)
{
	const char *close = text + 1 < end && text[1] != ' ' ? memchr(text + 1, *text, (size_t)(end - text - 1)) : NULL;

	return close && close > text + 1 ? close : NULL;
}

/* Text with `code` and *emphasis*. */
static void put_inline(struct html *html, const char *text, size_t length)
{
	for (const char *end = text + length; text < end;) {
		size_t plain = 0;

		while (text + plain < end && text[plain] != '`' && text[plain] != '*')
			plain++;
		escape_part_for_markup(html->out, text, plain);
		text += plain;
		if (text == end)
			return;
		const char *close = inline_end(text, end), *tag = *text == '`' ? "code" : "em";

		if (close)
			strbuf_printf(html->out, "<%s>", tag);
		escape_part_for_markup(html->out, close ? text + 1 : text, close ? (size_t)(close - text - 1) : 1);
		if (close)
			strbuf_printf(html->out, "</%s>", tag);
		text = close ? close + 1 : text + 1;
	}
}

static void put_heading(struct markdown *markdown, const char *line, size_t length)
{
	size_t level = strspn(line, "#");

	close_block(markdown);
	line += level;
	length -= level;
	while (length && *line == ' ')
		line++, length--;
	strbuf_printf(markdown->html->out, "<h%zu%s>", level + 1, level == 1 ? " tabindex=-1" : "");
	put_inline(markdown->html, line, length);
	strbuf_printf(markdown->html->out, "</h%zu>\n", level + 1);
}

static void put_item(struct markdown *markdown, const char *line, size_t length)
{
	if (markdown->open == MD_LIST)
		strbuf_puts(markdown->html->out, "</li>");
	else
		close_block(markdown);
	strbuf_puts(markdown->html->out, markdown->open == MD_LIST ? "<li>" : "<ul><li>");
	markdown->open = MD_LIST;
	put_inline(markdown->html, line + 2, length - 2);
}

static void put_text(struct markdown *markdown, const char *line, size_t length)
{
	if (markdown->open == MD_NOTHING) {
		strbuf_puts(markdown->html->out, "<p>");
		markdown->open = MD_PARAGRAPH;
	} else {
		strbuf_putc(markdown->html->out, '\n');
	}
	put_inline(markdown->html, line, length);
}

static void put_line(struct markdown *markdown, const char *line, size_t length)
{
	bool fence = length >= 3 && !strncmp(line, "```", 3);

	if (fence && markdown->open == MD_CODE) {
		close_block(markdown);
	} else if (fence) {
		close_block(markdown);
		strbuf_puts(markdown->html->out, "<pre><code>");
		markdown->open = MD_CODE;
	} else if (markdown->open == MD_CODE) {
		escape_part_for_markup(markdown->html->out, line, length);
		strbuf_putc(markdown->html->out, '\n');
	} else if (!length) {
		close_block(markdown);
	} else if (*line == '#') {
		put_heading(markdown, line, length);
	} else if (starts_with(line, "- ")) {
		put_item(markdown, line, length);
	} else {
		put_text(markdown, line, length);
	}
}

void html_markdown(struct html *html, const char *text)
{
	struct markdown markdown = { .html = html };

	while (*text) {
		size_t length = strcspn(text, "\n");

		put_line(&markdown, text, length);
		text += length + (text[length] == '\n');
	}
	close_block(&markdown);
}
