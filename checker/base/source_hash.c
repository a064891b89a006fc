// SPDX-License-Identifier: GPL-2.0-only
/*
 * Comments become blanks, so that what follows keeps its column. Where that is not certain to be what a
 * compiler sees (a spliced start of a comment, a raw string, a comment behind a backslash), the bytes count.
 */
#include "base/source_hash.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"

struct stripping {
	const char *at, *end;
	char *out;		/* as long as the text */
	size_t length;		/* of `out` so far */
	bool begins_line;	/* only blanks and comments since the last newline */
	bool in_include;	/* behind #include, before its name */
	bool unsure;
};

static bool is_blank_char(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static void copy(struct stripping *strip, size_t count)
{
	memcpy(strip->out + strip->length, strip->at, count);
	strip->length += count;
	strip->at += count;
}

static void trim_line(struct stripping *strip)
{
	while (strip->length && is_blank_char(strip->out[strip->length - 1]))
		strip->length--;
}

static void end_line(struct stripping *strip)
{
	trim_line(strip);
	copy(strip, 1);
	strip->begins_line = true;
	strip->in_include = false;
}

/* The end of the comment at the position: a // comment goes on where its line ends in a backslash. */
static const char *comment_end(const struct stripping *strip)
{
	const char *at = strip->at + 2;
	const char *end;

	if (strip->at[1] == '*') {
		end = memmem(at, (size_t)(strip->end - at), "*/", 2);
		return end ? end + 2 : strip->end;
	}
	while (at < strip->end) {
		const char *last;

		end = memchr(at, '\n', (size_t)(strip->end - at));
		if (!end)
			return strip->end;
		for (last = end; last > at && is_blank_char(last[-1]); last--)
			;
		if (last == at || last[-1] != '\\')
			return end;
		at = end + 1;
	}
	return strip->end;
}

static bool follows_backslash(const struct stripping *strip)
{
	size_t at = strip->length;

	while (at && is_blank_char(strip->out[at - 1]))
		at--;
	return at && strip->out[at - 1] == '\\';
}

static void blank_comment(struct stripping *strip)
{
	const char *end = comment_end(strip);

	strip->unsure |= follows_backslash(strip);
	for (; strip->at < end; strip->at++) {
		if (*strip->at == '\n')
			trim_line(strip);
		strip->out[strip->length++] = *strip->at == '\n' ? '\n' : ' ';
	}
}

/* To the closing quote, or to the end of the line: an apostrophe in an #error. */
static void copy_literal(struct stripping *strip)
{
	char quote = *strip->at;

	strip->unsure |= strip->length && strip->out[strip->length - 1] == 'R';
	copy(strip, 1);
	while (strip->at < strip->end && *strip->at != '\n') {
		char c = *strip->at;

		copy(strip, c == '\\' && strip->at + 1 < strip->end ? 2 : 1);
		if (c == quote)
			return;
	}
}

/* Directives that take a header's name, in which two slashes begin no comment. */
static void copy_directive(struct stripping *strip)
{
	static const char *const words[] = { "include", "embed", "import" };
	const char *word = strip->at + 1;

	while (word < strip->end && is_blank_char(*word))
		word++;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		strip->in_include |= (size_t)(strip->end - word) > strlen(words[i]) &&
				     !memcmp(word, words[i], strlen(words[i]));
	copy(strip, 1);
}

static void copy_header_name(struct stripping *strip)
{
	strip->in_include = false;
	while (strip->at < strip->end && *strip->at != '\n') {
		char c = *strip->at;

		copy(strip, 1);
		if (c == '>')
			return;
	}
}

static void strip_next(struct stripping *strip)
{
	char c = *strip->at, next = strip->at + 1 < strip->end ? strip->at[1] : '\0';

	if (c == '\n') {
		end_line(strip);
		return;
	}
	if (c == '/' && (next == '*' || next == '/')) {
		blank_comment(strip);
		return;
	}
	if (is_blank_char(c)) {
		copy(strip, 1);
		return;
	}
	strip->unsure |= c == '/' && next == '\\';
	if (c == '#' && strip->begins_line)
		copy_directive(strip);
	else if (c == '<' && strip->in_include)
		copy_header_name(strip);
	else if (c == '"' || c == '\'')
		copy_literal(strip);
	else
		copy(strip, 1);
	strip->begins_line = false;
}

static bool is_c_source(const char *path)
{
	return ends_with(path, ".c") || ends_with(path, ".h");
}

/* Collects the lines of what is left. Behind a line that ends in a backslash, a blank line counts. */
static void find_lines(const struct stripping *strip, struct source_shape *shape)
{
	const char *at = strip->out, *end = strip->out + strip->length;
	uint64_t hash = 1;
	bool continues = false;

	for (uint32_t line = 1; at < end; line++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((stop ? stop : end) - at);

		if (length || continues) {
			vec_push(&shape->lines, line);
			hash = hash_bytes(at, length, hash);
		}
		continues = length && at[length - 1] == '\\';
		at += length + 1;
	}
	shape->hash = hash ? hash : 1;
}

uint64_t source_hash_shape(const char *path, const char *text, size_t length, struct source_shape *shape)
{
	static const char has_include[] = "__has_include";
	struct stripping strip = {
		.at = text, .end = text + length, .begins_line = true,
		.unsure = !is_c_source(path) || memmem(text, length, has_include, sizeof(has_include) - 1),
	};

	if (strip.unsure)
		return hash_bytes(text, length, 0);
	strip.out = xmalloc(length + 1);
	while (strip.at < strip.end && !strip.unsure)
		strip_next(&strip);
	while (strip.length && isspace((unsigned char)strip.out[strip.length - 1]))
		strip.length--;
	uint64_t hash = strip.unsure ? hash_bytes(text, length, 0) : hash_bytes(strip.out, strip.length, 0);

	if (shape && !strip.unsure)
		find_lines(&strip, shape);
	free(strip.out);
	return hash;
}

uint64_t source_hash(const char *path, const char *text, size_t length)
{
	return source_hash_shape(path, text, length, NULL);
}
