// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/kconfig_lexer.h"

#include <ctype.h>
#include <string.h>

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* Blanks, comments and joined lines. */
static void skip_blanks(struct kconfig_lexer *lexer)
{
	for (;;) {
		const char *at = lexer->at;

		if (*at == ' ' || *at == '\t' || *at == '\r') {
			lexer->at++;
		} else if (*at == '\\' && at[1] == '\n') {
			lexer->at += 2;
			lexer->line++;
		} else if (*at == '#') {
			const char *line = memchr(at, '\n', (size_t)(lexer->end - at));

			lexer->at = line ? line : lexer->end;
		} else {
			return;
		}
	}
}

static const char *end_of_line(const struct kconfig_lexer *lexer)
{
	const char *line = memchr(lexer->at, '\n', (size_t)(lexer->end - lexer->at));

	return line ? line : lexer->end;
}

/* A word with macros in it. Nothing at all may come out. */
static bool read_expanded(struct kconfig_lexer *lexer, const char *start)
{
	struct strbuf text = { 0 };
	const char *end = end_of_line(lexer);

	strbuf_add(&text, start, (size_t)(lexer->at - start));
	while (lexer->at < end && (is_word_char(*lexer->at) || *lexer->at == '$')) {
		if (*lexer->at == '$')
			strbuf_puts(&text, kconfig_expand_dollar(lexer->kconfig, &lexer->at, end));
		else
			strbuf_putc(&text, *lexer->at++);
	}
	lexer->token = (struct kconfig_token){
		.kind = TOKEN_WORD, .is_expanded = true, .length = text.length,
		.text = arena_strndup(lexer->kconfig->arena, strbuf_text(&text), text.length) };
	strbuf_free(&text);
	return lexer->token.length > 0;
}

static bool read_word(struct kconfig_lexer *lexer)
{
	const char *start = lexer->at;

	while (is_word_char(*lexer->at))
		lexer->at++;
	if (*lexer->at == '$')
		return read_expanded(lexer, start);
	lexer->token = (struct kconfig_token){ .kind = TOKEN_WORD, .text = start, .length = (size_t)(lexer->at - start) };
	return true;
}

static void read_quoted_with_escapes(struct kconfig_lexer *lexer, const char *start, char quote)
{
	struct strbuf text = { 0 };
	const char *end = end_of_line(lexer);

	strbuf_add(&text, start, (size_t)(lexer->at - start));
	while (lexer->at < end && *lexer->at != quote) {
		if (*lexer->at == '$') {
			strbuf_puts(&text, kconfig_expand_dollar(lexer->kconfig, &lexer->at, end));
			continue;
		}
		if (*lexer->at == '\\' && ++lexer->at == end)
			break;
		strbuf_putc(&text, *lexer->at++);
	}
	lexer->token.length = text.length;
	lexer->token.text = arena_strndup(lexer->kconfig->arena, strbuf_text(&text), text.length);
	strbuf_free(&text);
}

static void read_quoted(struct kconfig_lexer *lexer)
{
	char quote = *lexer->at++;
	const char *start = lexer->at;

	while (*lexer->at && *lexer->at != quote && !strchr("$\\\n", *lexer->at))
		lexer->at++;
	lexer->token = (struct kconfig_token){ .kind = TOKEN_QUOTED, .text = start,
				       .length = (size_t)(lexer->at - start) };
	if (*lexer->at == '$' || *lexer->at == '\\')
		read_quoted_with_escapes(lexer, start, quote);
	if (*lexer->at == quote)
		lexer->at++;
	else
		kconfig_complain(lexer->kconfig, lexer->file, lexer->line, "a string does not end on its line");
}

static const struct { char text[3]; enum kconfig_token_kind kind; } operators[] = {	/* longer ones first */
	{ "||", TOKEN_OR }, { "&&", TOKEN_AND }, { "!=", TOKEN_UNEQUAL },
	{ "<=", TOKEN_LESS_EQUAL }, { ">=", TOKEN_GREATER_EQUAL },
	{ ":=", TOKEN_COLON_EQUAL }, { "+=", TOKEN_PLUS_EQUAL },
	{ "=", TOKEN_EQUAL }, { "<", TOKEN_LESS }, { ">", TOKEN_GREATER },
	{ "!", TOKEN_NOT }, { "(", TOKEN_OPEN }, { ")", TOKEN_CLOSE },
};

static bool read_operator(struct kconfig_lexer *lexer)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		size_t length = strlen(operators[i].text);

		if (strncmp(lexer->at, operators[i].text, length))
			continue;
		lexer->token = (struct kconfig_token){ .kind = operators[i].kind };
		lexer->at += length;
		return true;
	}
	return false;
}

/* False when there is nothing to be had from here: look again. */
static bool try_next(struct kconfig_lexer *lexer)
{
	if (lexer->at >= lexer->end) {
		lexer->token = (struct kconfig_token){ .kind = TOKEN_END };
		return true;
	}
	if (*lexer->at == '\n') {
		lexer->at++;
		lexer->line++;
		lexer->token = (struct kconfig_token){ .kind = TOKEN_LINE };
		return true;
	}
	if (is_word_char(*lexer->at) || *lexer->at == '$')
		return read_word(lexer);
	if (*lexer->at == '"' || *lexer->at == '\'') {
		read_quoted(lexer);
		return true;
	}
	if (read_operator(lexer))
		return true;
	kconfig_complain(lexer->kconfig, lexer->file, lexer->line, "a character that means nothing is ignored");
	lexer->at++;
	return false;
}

void kconfig_lexer_next(struct kconfig_lexer *lexer)
{
	unsigned line;

	do {
		skip_blanks(lexer);
		line = lexer->line;
	} while (!try_next(lexer));
	lexer->token.line = line;
}

void kconfig_lexer_begin(struct kconfig_lexer *lexer, struct kconfig *kconfig, const char *file,
			 const char *text, size_t length)
{
	*lexer = (struct kconfig_lexer){ .kconfig = kconfig, .file = file, .at = text, .end = text + length,
					 .line = 1 };
}

const char *kconfig_lexer_rest(struct kconfig_lexer *lexer)
{
	const char *end = end_of_line(lexer), *start = lexer->at;

	while (start < end && (*start == ' ' || *start == '\t'))
		start++;
	lexer->at = end;
	if (start < end && end[-1] == '\r')
		end--;
	return arena_strndup(lexer->kconfig->arena, start, (size_t)(end - start));
}

/* Moves behind the blanks that a line begins with; how wide they are. */
static unsigned skip_indent(const char **at)
{
	unsigned width = 0;

	for (; **at == ' ' || **at == '\t'; (*at)++)
		width = **at == '\t' ? (width & ~7u) + 8 : width + 1;
	return width;
}

/*
 * The text ends before a line that is indented less than its first one, and before one that is not indented
 * at all; the very first line belongs to it in any case.
 */
void kconfig_lexer_skip_help(struct kconfig_lexer *lexer)
{
	unsigned first = 0;

	while (lexer->at < lexer->end) {
		const char *at = lexer->at;
		unsigned width = skip_indent(&at);
		bool is_blank = *at == '\n' || *at == '\r';

		if (!is_blank && width && width < first)
			return;
		if (!is_blank && !first)
			first = width;
		const char *line = memchr(at, '\n', (size_t)(lexer->end - at));

		if (!line) {
			lexer->at = lexer->end;
			return;
		}
		lexer->at = line + 1;
		lexer->line++;
		if (!strchr(" \t\n\r", *lexer->at))
			return;
	}
}
