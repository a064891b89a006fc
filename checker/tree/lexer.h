/* SPDX-License-Identifier: GPL-2.0-only */
/* C text as tokens: identifiers, literals and single characters, comments left out. */
#ifndef MNCHECK_TREE_LEXER_H
#define MNCHECK_TREE_LEXER_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_LITERAL,	/* string, character or number */
	TOKEN_ARROW,	/* -> */
	TOKEN_EQUALS,	/* = alone; ==, <=, += and so on are TOKEN_OTHER */
	TOKEN_OTHER,	/* one character, in `text` */
};

struct token {
	enum token_kind kind;
	const char *text;
	size_t length;
	unsigned line;
	bool in_directive;	/* part of a preprocessor line */
	bool starts_directive;	/* its # */
};

struct lexer {
	const char *at, *end;
	unsigned line;
	bool in_directive, line_start;
};

static inline bool is_identifier_char(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* TEXT must be followed by a NUL byte. */
void lexer_init(struct lexer *lexer, const char *text, size_t length);
struct token lexer_next(struct lexer *lexer);

bool token_is(const struct token *token, const char *text);

#endif
