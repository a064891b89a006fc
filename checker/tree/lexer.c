// SPDX-License-Identifier: GPL-2.0-only
#include "tree/lexer.h"

#include <string.h>

#include "tree/tree.h"

void lexer_init(struct lexer *lexer, const char *text, size_t length)
{
	*lexer = (struct lexer){ .at = text, .end = text + length, .line = 1, .line_start = true };
}

static void skip_to(struct lexer *lexer, const char *to)
{
	for (; lexer->at < to; lexer->at++)
		lexer->line += *lexer->at == '\n';
}

/* Skips blanks, comments and continued lines; a newline ends a directive. */
static void skip_blanks(struct lexer *lexer)
{
	while (lexer->at < lexer->end) {
		const char *at = lexer->at;

		if (*at == '\n') {
			lexer->in_directive = false;
			lexer->line_start = true;
			skip_to(lexer, at + 1);
		} else if (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\f' || *at == '\v') {
			lexer->at++;
		} else if (*at == '\\' && at[1] == '\n') {
			skip_to(lexer, at + 2);
		} else if (*at == '\\' && at[1] == '\r' && at[2] == '\n') {
			skip_to(lexer, at + 3);
		} else if (*at == '/' && at[1] == '*') {
			const char *close = strstr(at + 2, "*/");

			skip_to(lexer, close && close < lexer->end ? close + 2 : lexer->end);
		} else if (*at == '/' && at[1] == '/') {
			const char *newline = strchr(at, '\n');

			skip_to(lexer, newline && newline < lexer->end ? newline : lexer->end);
		} else {
			return;
		}
	}
}

static const char *literal_end(const struct lexer *lexer)
{
	const char *at = lexer->at + 1;

	while (at < lexer->end && *at != *lexer->at && *at != '\n')
		at += 1 + (*at == '\\' && at + 1 < lexer->end);
	return at < lexer->end && *at == *lexer->at ? at + 1 : at;
}

static const char *word_end(const struct lexer *lexer, bool number)
{
	const char *at = lexer->at;

	while (at < lexer->end && (is_identifier_char((unsigned char)*at) ||
				   (number && *at == '.' && at[1] != '.')))
		at++;
	return at;
}

/* Operators with a `=` other than plain assignment: ==, <=, += and so on. */
static bool is_compound(const char *at)
{
	return at[1] == '=' && strchr("=!<>+-*/%&|^", *at);
}

struct token lexer_next(struct lexer *lexer)
{
	skip_blanks(lexer);
	struct token token = { .text = lexer->at, .line = lexer->line };
	char c = lexer->at < lexer->end ? *lexer->at : '\0';
	const char *end = lexer->at + 1;

	if (lexer->at >= lexer->end)
		return token;
	token.kind = TOKEN_OTHER;
	if (c == '#' && lexer->line_start) {
		lexer->in_directive = true;
		token.starts_directive = true;
	} else if (c == '"' || c == '\'') {
		token.kind = TOKEN_LITERAL;
		end = literal_end(lexer);
	} else if (is_identifier_char((unsigned char)c)) {
		bool number = c >= '0' && c <= '9';

		token.kind = number ? TOKEN_LITERAL : TOKEN_NAME;
		end = word_end(lexer, number);
	} else if (c == '-' && lexer->at[1] == '>') {
		token.kind = TOKEN_ARROW;
		end++;
	} else if (is_compound(lexer->at)) {
		end++;
	} else if (c == '=') {
		token.kind = TOKEN_EQUALS;
	}
	lexer->line_start = false;
	token.in_directive = lexer->in_directive;
	token.length = (size_t)(end - lexer->at);
	lexer->at = end;
	return token;
}

bool token_is(const struct token *token, const char *text)
{
	return strlen(text) == token->length && !memcmp(text, token->text, token->length);
}
