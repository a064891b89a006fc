// SPDX-License-Identifier: GPL-2.0-only
/* Reads the source as text: its identifiers, and its preprocessor directives. */
#include "front/damage.h"

#include <ctype.h>
#include <string.h>

static bool starts_word(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static bool continues_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static const char *skip_literal(const char *at, const char *end)
{
	char quote = *at++;

	while (at < end && *at != quote && *at != '\n')
		at += *at == '\\' && at + 1 < end ? 2 : 1;
	return at < end ? at + 1 : end;
}

static const char *skip_number(const char *at, const char *end)
{
	while (at < end && (continues_word(*at) || *at == '.'))
		at++;
	return at;
}

/* Behind the comment, literal or number at AT; AT when there is none. */
static const char *skip_opaque(const char *at, const char *end)
{
	size_t comment = comment_length(at, (size_t)(end - at));

	if (comment)
		return at + comment;
	if (*at == '"' || *at == '\'')
		return skip_literal(at, end);
	return isdigit((unsigned char)*at) ? skip_number(at, end) : at;
}

static void take_word(struct name_words *words)
{
	words->word = words->at;
	while (words->at < words->end && continues_word(*words->at))
		words->at++;
	words->length = (size_t)(words->at - words->word);
}

bool next_word(struct name_words *words)
{
	const char *end = words->end;

	words->is_member = false;
	while (words->at < end) {
		const char *behind = skip_opaque(words->at, end);

		if (behind != words->at) {
			words->at = behind;
		} else if (starts_word(*words->at)) {
			take_word(words);
			return true;
		} else if (end - words->at > 1 && !memcmp(words->at, "->", 2)) {
			words->is_member = true;
			words->at += 2;
		} else {
			if (!isspace((unsigned char)*words->at) && *words->at != '\\')
				words->is_member = *words->at == '.';
			words->at++;
		}
	}
	return false;
}

/* ---- directives ----------------------------------------------------------------- */

static unsigned newlines(const char *from, const char *to)
{
	unsigned count = 0;

	for (; from < to; from++)
		count += *from == '\n';
	return count;
}

/* The end of the line at AT; a backslash or a comment may make it longer. */
static const char *line_end(const char *at, const char *end)
{
	while (at < end && *at != '\n') {
		const char *behind = skip_opaque(at, end);

		if (behind != at)
			at = behind;
		else
			at += *at == '\\' && at + 1 < end ? 2 : 1;
	}
	return at;
}

const char *skip_blanks(const char *at, const char *end)
{
	while (at < end) {
		size_t comment = comment_length(at, (size_t)(end - at));

		if (comment)
			at += comment;
		else if (*at == ' ' || *at == '\t')
			at++;
		else
			break;
	}
	return at;
}

bool next_directive(struct directives *directives, struct directive *directive)
{
	const char *end = directives->end;

	while (directives->at < end) {
		const char *start = skip_blanks(directives->at, end);
		const char *stop = line_end(start, end);
		unsigned line = directives->line + newlines(directives->at, start);

		directives->line = line + newlines(start, stop) + 1;
		directives->at = stop < end ? stop + 1 : end;
		if (start >= end || *start != '#')
			continue;
		struct name_words words = { .at = skip_blanks(start + 1, stop), .end = stop };

		if (words.at >= stop || !starts_word(*words.at))
			continue;
		take_word(&words);
		*directive = (struct directive){
			.name = words.word, .length = words.length, .rest = words.at,
			.end = stop, .line = line,
		};
		return true;
	}
	return false;
}

bool directive_is(const struct directive *directive, const char *name)
{
	return strlen(name) == directive->length &&
	       !memcmp(name, directive->name, directive->length);
}
