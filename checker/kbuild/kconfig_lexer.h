/* SPDX-License-Identifier: GPL-2.0-only */
/* Tokens of a Kconfig file. Macros are expanded on the way; words that come out of one are never keywords. */
#ifndef MNCHECK_KBUILD_KCONFIG_LEXER_H
#define MNCHECK_KBUILD_KCONFIG_LEXER_H

#include "kbuild/kconfig_internal.h"

enum kconfig_token_kind {
	TOKEN_END,		/* of the file */
	TOKEN_LINE,		/* the line ends */
	TOKEN_WORD, TOKEN_QUOTED,
	TOKEN_OPEN, TOKEN_CLOSE, TOKEN_NOT, TOKEN_AND, TOKEN_OR,
	TOKEN_EQUAL, TOKEN_UNEQUAL, TOKEN_LESS, TOKEN_LESS_EQUAL, TOKEN_GREATER, TOKEN_GREATER_EQUAL,
	TOKEN_COLON_EQUAL, TOKEN_PLUS_EQUAL,
};

struct kconfig_token {
	enum kconfig_token_kind kind;
	bool is_expanded;	/* out of a macro */
	const char *text;	/* WORD, QUOTED; no NUL behind it */
	size_t length;
	unsigned line;
};

struct kconfig_lexer {
	struct kconfig *kconfig;
	const char *file;	/* relative to the tree */
	const char *at, *end;	/* *end is NUL */
	unsigned line;		/* that is being read */
	struct kconfig_token token;	/* the one looked at */
};

/* Begins with TEXT of LENGTH; TEXT[LENGTH] is NUL. No token is read yet. */
void kconfig_lexer_begin(struct kconfig_lexer *lexer, struct kconfig *kconfig, const char *file,
			 const char *text, size_t length);
/* Reads the next token into lexer->token. */
void kconfig_lexer_next(struct kconfig_lexer *lexer);
/* The token is an operator of an assignment: the rest of the line, which is skipped; in the arena. */
const char *kconfig_lexer_rest(struct kconfig_lexer *lexer);
/* The token is the end of the line of `help`: skips the text that follows. */
void kconfig_lexer_skip_help(struct kconfig_lexer *lexer);

static inline bool token_is(const struct kconfig_token *token, const char *word)
{
	return token->kind == TOKEN_WORD && !token->is_expanded && !strncmp(token->text, word, token->length) &&
	       !word[token->length];
}

#endif
