// SPDX-License-Identifier: GPL-2.0-only
#include "base/str.h"
#include "kbuild/make_words.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Copies what is quoted by QUOTE, which TEXT stands behind, to OUT; returns where it ends. */
static const char *copy_quoted(const char *text, char quote, char **out)
{
	while (*text && *text != quote) {
		if (quote == '"' && *text == '\\' && text[1] && strchr("\"\\$`", text[1]))
			text++;
		*(*out)++ = *text++;
	}
	return *text ? text + 1 : text;
}

void split_words(struct arena *arena, const char *text, struct strings *words)
{
	char *out = arena_alloc(arena, strlen(text) + 2);

	for (;;) {
		char *start = out;

		while (is_blank(*text))
			text++;
		if (!*text)
			return;
		while (*text && !is_blank(*text)) {
			if (*text == '\'' || *text == '"') {
				text = copy_quoted(text + 1, *text, &out);
				continue;
			}
			if (*text == '\\' && text[1])
				text++;
			*out++ = *text++;
		}
		*out++ = '\0';
		vec_push(words, start);
	}
}
