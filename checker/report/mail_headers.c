// SPDX-License-Identifier: GPL-2.0-only
#include "report/mail_headers.h"

#include <string.h>

#include "report/escape.h"

#define ENCODED_MOST 45		/* bytes in one encoded word, which has 75 characters at most */

static bool is_plain(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x7f)
			return false;
	return !memmem(text, length, "=?", 2);
}

static void put_base64(struct strbuf *out, const char *text, size_t length)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *at = (const unsigned char *)text;

	for (size_t i = 0; i < length; i += 3) {
		unsigned bits = (unsigned)at[i] << 16 | (i + 1 < length ? (unsigned)at[i + 1] << 8 : 0) |
				(i + 2 < length ? at[i + 2] : 0);

		strbuf_putc(out, digits[bits >> 18]);
		strbuf_putc(out, digits[bits >> 12 & 63]);
		strbuf_putc(out, i + 1 < length ? digits[bits >> 6 & 63] : '=');
		strbuf_putc(out, i + 2 < length ? digits[bits & 63] : '=');
	}
}

/* As encoded words of whole characters, with a space between two, which readers drop. */
static void put_encoded(struct strbuf *out, const char *text)
{
	while (*text) {
		size_t length = 0;

		while (text[length]) {
			uint32_t point;
			size_t size = decode_character(text + length, &point);

			if (length + (size ? size : 1) > ENCODED_MOST)
				break;
			length += size ? size : 1;
		}
		strbuf_puts(out, "=?UTF-8?B?");
		put_base64(out, text, length);
		strbuf_puts(out, "?=");
		text += length;
		if (*text)
			strbuf_puts(out, "\n ");
	}
}

/* Text in a header: valid UTF-8 on one line. */
static void put_text(struct strbuf *out, const char *text)
{
	struct strbuf valid = { 0 };

	escape_for_terminal(&valid, text);
	if (is_plain(strbuf_text(&valid), valid.length))
		strbuf_puts(out, strbuf_text(&valid));
	else
		put_encoded(out, strbuf_text(&valid));
	strbuf_free(&valid);
}

void mail_put_header(struct strbuf *out, const char *name, const char *text)
{
	strbuf_printf(out, "%s: ", name);
	put_text(out, text);
	strbuf_putc(out, '\n');
}

/* A name of letters and spaces stands as it is, one with other signs in quotes, one that is not ASCII encoded. */
static void put_name(struct strbuf *out, const char *name, size_t length)
{
	char *copy = xasprintf("%.*s", (int)length, name);

	if (!is_plain(copy, length)) {
		put_text(out, copy);
	} else if (strpbrk(copy, "()<>[]:;@\\,.\"")) {
		strbuf_putc(out, '"');
		for (const char *at = copy; *at; at++)
			if (*at != '"' && *at != '\\')
				strbuf_putc(out, *at);
		strbuf_putc(out, '"');
	} else {
		strbuf_puts(out, copy);
	}
	free(copy);
}

static void put_address(struct strbuf *out, const char *address)
{
	const char *open = strrchr(address, '<');
	size_t length = open ? (size_t)(open - address) : 0;
	const char *plain = open ? open + 1 : address;

	while (length && strchr(" \t\"", address[length - 1]))
		length--;
	while (length && strchr(" \t\"", *address))
		address++, length--;
	if (length) {
		put_name(out, address, length);
		strbuf_puts(out, " <");
	}
	for (; *plain && *plain > ' ' && *plain < 0x7f && !strchr(">(),;", *plain); plain++)
		strbuf_putc(out, *plain);
	strbuf_puts(out, length ? ">" : "");
}

void mail_put_addresses(struct strbuf *out, const char *name, const struct strings *addresses)
{
	for (size_t i = 0; i < addresses->count; i++) {
		if (!i)
			strbuf_printf(out, "%s: ", name);
		else
			strbuf_puts(out, ",\n\t");
		put_address(out, addresses->data[i]);
	}
	if (addresses->count)
		strbuf_putc(out, '\n');
}
