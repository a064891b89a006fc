/* SPDX-License-Identifier: GPL-2.0-only */
/* C text as tokens: identifiers, literals, single characters. Comments are skipped. */
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
	TOKEN_OTHER,	/* one character, or an operator like == */
};

struct token {
	enum token_kind kind;
	const char *text;	/* in the lexer's text */
	size_t length;
	unsigned line;		/* from 1 */
	bool in_directive;	/* part of a preprocessor line */
	bool starts_directive;	/* the # of one */
};

struct lexer {
	const char *at, *end;	/* the rest of the text */
	unsigned line;
	bool in_directive;	/* `at` is in a preprocessor line */
	bool line_start;	/* only blanks precede it in its line */
};

static inline bool is_identifier_char(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* TEXT must be followed by a NUL byte, and must outlive the lexer and its tokens. */
void lexer_init(struct lexer *lexer, const char *text, size_t length);
/* The next token; at the end TOKEN_END, again and again. */
struct token lexer_next(struct lexer *lexer);

/* TOKEN is spelt TEXT. */
bool token_is(const struct token *token, const char *text);

#endif
