// SPDX-License-Identifier: GPL-2.0-only
#include "report/escape.h"

#include <stdint.h>
#include <string.h>

size_t decode_character(const char *text, uint32_t *point)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *at = (const unsigned char *)text;
	size_t length;

	if (*at < 0x80) {
		*point = *at;
		return 1;
	}
	if (*at >= 0xf8 || *at < 0xc0)
		return 0;
	length = *at >= 0xf0 ? 4 : *at >= 0xe0 ? 3 : 2;
	*point = *at & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | (at[i] & 0x3f);
	}
	if (*point < smallest[length] || *point > 0x10ffff ||
	    (*point >= 0xd800 && *point <= 0xdfff))
		return 0;
	return length;
}

/* Marks, embeddings and isolates that change the order in which text is shown. */
static bool reorders(uint32_t point)
{
	return point == 0x200e || point == 0x200f || point == 0x061c || point == 0xfeff ||
	       (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) ||
	       point == 0x2028 || point == 0x2029;
}

void escape_for_terminal(struct strbuf *out, const char *text)
{
	while (text && *text) {
		uint32_t point;
		size_t length = decode_character(text, &point);

		if (!length)
			strbuf_printf(out, "\\x%02x", (unsigned char)*text);
		else if (point == '\n')
			strbuf_puts(out, "\\n");
		else if (point == '\t')
			strbuf_puts(out, "\\t");
		else if (point < 0x20 || (point >= 0x7f && point < 0xa0))
			strbuf_printf(out, "\\x%02x", point);
		else if (reorders(point))
			strbuf_printf(out, "\\u%04x", point);
		else
			strbuf_add(out, text, length);
		text += length ? length : 1;
	}
}

void escape_for_json(struct strbuf *out, const char *text)
{
	while (text && *text) {
		uint32_t point;
		size_t length = decode_character(text, &point);

		if (length)
			strbuf_add(out, text, length);
		else
			strbuf_puts(out, "\xef\xbf\xbd");
		text += length ? length : 1;
	}
}

/* The reference that stands for a character of markup; NULL: the character stands for itself. */
static const char *reference(uint32_t point)
{
	switch (point) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

/* XML knows neither control characters nor the two last code points of the basic plane. */
static bool is_markup(uint32_t point)
{
	return point == '\n' || point == '\t' ||
	       (point >= 0x20 && !(point >= 0x7f && point < 0xa0) && point != 0xfffe && point != 0xffff && !reorders(point));
}

void escape_part_for_markup(struct strbuf *out, const char *text, size_t length)
{
	for (const char *end = text + length; text && text < end && *text;) {
		uint32_t point = 0;
		size_t size = decode_character(text, &point);
		const char *instead = size ? reference(point) : NULL;

		if (instead)
			strbuf_puts(out, instead);
		else if (size && is_markup(point))
			strbuf_add(out, text, size);
		else
			strbuf_puts(out, "\xef\xbf\xbd");
		text += size ? size : 1;
	}
}

void escape_for_markup(struct strbuf *out, const char *text)
{
	if (text)
		escape_part_for_markup(out, text, strlen(text));
}

size_t columns_of(const char *text)
{
	size_t columns = 0;

	for (; *text; text++)
		columns += (*text & 0xc0) != 0x80;
	return columns;
}

void escape_for_shell(struct strbuf *out, const char *text)
{
	struct strbuf shown = { 0 };
	const char *plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+:@%,=-";

	escape_for_terminal(&shown, text);
	if (shown.length && strspn(shown.text, plain) == shown.length) {
		strbuf_puts(out, shown.text);
	} else {
		strbuf_putc(out, '\'');
		for (const char *at = strbuf_text(&shown); *at; at++) {
			if (*at == '\'')
				strbuf_puts(out, "'\\'");
			strbuf_putc(out, *at);
		}
		strbuf_putc(out, '\'');
	}
	strbuf_free(&shown);
}
