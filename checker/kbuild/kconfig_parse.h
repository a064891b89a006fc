/* SPDX-License-Identifier: GPL-2.0-only */
/* What kconfig_parse.c (entries and files) and kconfig_attributes.c (expressions and attributes) share. */
#ifndef MNCHECK_KBUILD_KCONFIG_PARSE_H
#define MNCHECK_KBUILD_KCONFIG_PARSE_H

#include "kbuild/kconfig_lexer.h"

/* One file being read. */
struct parser {
	struct kconfig *kconfig;
	struct kconfig_lexer lexer;
	struct parser *from;		/* that sources this file */
	struct menu *block;		/* the innermost open */
	struct menu *entry;		/* that takes attributes; NULL: none does */
	unsigned nested;		/* files */
	unsigned brackets;
};

/* A note about the token that is looked at. */
void parse_complain(struct parser *parser, const char *what);
/* To the end of the line. */
void parse_skip_line(struct parser *parser);
/* The line should end here; what goes on is skipped with a note. */
void parse_end_line(struct parser *parser);
bool parse_takes(struct parser *parser, enum kconfig_token_kind kind);
/* The text of a token of this KIND, which is taken; NULL when it is another. */
const char *parse_text(struct parser *parser, enum kconfig_token_kind kind);

/* A symbol; NULL, with a note: none stands here. Where CONSTANTS do not fit, only a bare word will do. */
struct kconfig_symbol *parse_symbol(struct parser *parser, bool constants);
/* NULL, with a note: none stands here. */
struct expression *parse_expression(struct parser *parser);
/* The prompt of ENTRY, with its condition. */
void parse_prompt_of(struct parser *parser, struct menu *entry);
/* A line that is an attribute, of parser->entry or out of place. False: it is none. */
bool parse_attribute(struct parser *parser);

#endif
