// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/conditions.h"

#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "tree/lexer.h"

/* Deeper nesting of #if than this does not occur. */
#define MOST_NESTED 32

/* One open #if: the branches that were passed, and the one that we are in. */
struct nested {
	struct strings on, off;		/* of the present branch */
	size_t inherited_on, inherited_off;	/* the first of these are from earlier branches */
	struct strings passed_on;	/* what earlier branches asked for: must be off now */
	struct strings passed_off;	/* what they excluded: must be on now */
};

struct reading {
	struct arena *arena;
	bool whole;			/* what earlier branches excluded counts as well */
	struct lexer lexer;
	struct nested open[MOST_NESTED];
	struct nested scrap;		/* of what is nested deeper, or not opened at all */
	size_t depth;
};

static bool is_option(const struct token *token)
{
	return token->kind == TOKEN_NAME && token->length > 7 &&
	       !memcmp(token->text, "CONFIG_", 7);
}

/* The options in the rest of the directive; those behind a `!` into OFF. */
static struct token read_options(struct reading *reading, struct strings *on, struct strings *off)
{
	bool negated = false;
	struct token token;

	while ((token = lexer_next(&reading->lexer)).kind != TOKEN_END && token.in_directive &&
	       !token.starts_directive) {
		if (token.kind == TOKEN_OTHER && *token.text == '!' && token.length == 1) {
			negated = true;
		} else if (is_option(&token)) {
			size_t length = token.length - 7;

			/* CONFIG_X_MODULE is CONFIG_X=m. */
			if (length > 7 && !memcmp(token.text + 7 + length - 7, "_MODULE", 7))
				length -= 7;
			vec_push(negated ? off : on,
				 arena_strndup(reading->arena, token.text + 7, length));
			negated = false;
		} else if (token.kind == TOKEN_OTHER && strchr("&|", *token.text)) {
			negated = false;
		}
	}
	return token;
}

static void free_nested(struct nested *nested)
{
	vec_free(&nested->on);
	vec_free(&nested->off);
	vec_free(&nested->passed_on);
	vec_free(&nested->passed_off);
	nested->inherited_on = nested->inherited_off = 0;
}

static struct nested *innermost(struct reading *reading)
{
	if (!reading->depth || reading->depth > MOST_NESTED)
		return &reading->scrap;
	return &reading->open[reading->depth - 1];
}

/* A new branch: none of the conditions of those before it holds. */
static void next_branch(const struct reading *reading, struct nested *nested)
{
	for (size_t i = nested->inherited_on; i < nested->on.count; i++)
		vec_push(&nested->passed_on, nested->on.data[i]);
	for (size_t i = nested->inherited_off; i < nested->off.count && reading->whole; i++)
		vec_push(&nested->passed_off, nested->off.data[i]);
	vec_clear(&nested->on);
	vec_clear(&nested->off);
	vec_each(option, &nested->passed_on)
		vec_push(&nested->off, *option);
	vec_each(option, &nested->passed_off)
		vec_push(&nested->on, *option);
	nested->inherited_on = nested->on.count;
	nested->inherited_off = nested->off.count;
}

/* Behind the `#`: reads the directive; returns the token after it. */
static struct token read_directive(struct reading *reading)
{
	struct strings ignored = { 0 };
	struct token word = lexer_next(&reading->lexer);
	bool is_ifndef = token_is(&word, "ifndef");
	struct nested *nested;

	if (is_ifndef || token_is(&word, "if") || token_is(&word, "ifdef")) {
		reading->depth++;
		nested = innermost(reading);
		free_nested(nested);
	} else if (token_is(&word, "elif") || token_is(&word, "else") ||
		   token_is(&word, "elifdef")) {
		nested = innermost(reading);
		next_branch(reading, nested);
	} else {
		if (token_is(&word, "endif") && reading->depth) {
			free_nested(innermost(reading));
			reading->depth--;
		}
		if (!word.in_directive)
			return word;
		struct token after = read_options(reading, &ignored, &ignored);

		vec_free(&ignored);
		return after;
	}
	return is_ifndef ? read_options(reading, &nested->off, &nested->on) :
			   read_options(reading, &nested->on, &nested->off);
}

static void read_around(struct reading *reading, const char *text, unsigned line, struct strings *on,
			struct strings *off)
{
	struct token token;

	lexer_init(&reading->lexer, text, strlen(text));
	token = lexer_next(&reading->lexer);
	while (token.kind != TOKEN_END && token.line < line)
		token = token.starts_directive ? read_directive(reading) :
						 lexer_next(&reading->lexer);
	for (size_t i = 0; i < reading->depth && i < MOST_NESTED; i++) {
		vec_each(option, &reading->open[i].on)
			vec_push(on, *option);
		vec_each(option, &reading->open[i].off)
			vec_push(off, *option);
		free_nested(&reading->open[i]);
	}
	free_nested(&reading->scrap);
}

void conditions_around(struct arena *arena, const char *text, unsigned line, struct strings *on,
		       struct strings *off)
{
	struct reading reading = { .arena = arena };

	read_around(&reading, text, line, on, off);
}

void all_conditions_around(struct arena *arena, const char *text, unsigned line, struct strings *on,
			   struct strings *off)
{
	struct reading reading = { .arena = arena, .whole = true };

	read_around(&reading, text, line, on, off);
}
