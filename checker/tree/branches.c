// SPDX-License-Identifier: GPL-2.0-only
#include "tree/branches.h"

#include <string.h>

#include "base/str.h"
#include "tree/lexer.h"

/* Deeper nesting of #if than this does not occur. */
#define MOST_NESTED 32

/* One open #if: what the branch that we are in asks for. */
struct branch {
	struct strings on, off;
	struct strings passed_on, passed_off;	/* what branches before it asked for */
	const char *stuck;	/* a condition that no macro decides; NULL: there is none */
};

struct branches {
	struct arena *arena;
	struct lexer lexer;
	struct branch open[MOST_NESTED];
	struct branch scrap;	/* of what is nested deeper, or not opened at all */
	size_t depth;
};

static void free_branch(struct branch *branch)
{
	vec_free(&branch->on);
	vec_free(&branch->off);
	vec_free(&branch->passed_on);
	vec_free(&branch->passed_off);
	branch->stuck = NULL;
}

static struct branch *innermost(struct branches *branches)
{
	if (!branches->depth || branches->depth > MOST_NESTED)
		return &branches->scrap;
	return &branches->open[branches->depth - 1];
}

static bool is_one(const struct token *token, const char *chars)
{
	return token->kind == TOKEN_OTHER && token->length == 1 && strchr(chars, *token->text);
}

static bool is_option(const struct token *token)
{
	return token->length > 7 && !memcmp(token->text, "CONFIG_", 7);
}

/*
 * A condition of macros with !, &&, || and `defined`. Any other operator, and a call (IS_ENABLED() is about
 * options), is none of ours. With || all are asked for, which is enough.
 */
static bool is_switch(const struct token *token)
{
	return token->kind == TOKEN_NAME || is_one(token, "!()&|");
}

/* The rest of the directive at hand: its macros; those behind a `!` into OFF. Returns the token after it. */
static struct token read_condition(struct branches *branches, struct branch *branch, bool negated_all)
{
	const char *start = branches->lexer.at, *end = start;
	bool negated = false, is_ours = true, after_name = false;
	struct token token;

	while ((token = lexer_next(&branches->lexer)).kind != TOKEN_END && token.in_directive &&
	       !token.starts_directive) {
		end = token.text + token.length;
		if (after_name && is_one(&token, "("))
			is_ours = false;
		after_name = false;
		if (!is_switch(&token)) {
			is_ours = false;
		} else if (is_one(&token, "!")) {
			negated = true;
		} else if (token.kind == TOKEN_NAME && !token_is(&token, "defined")) {
			if (!is_option(&token))
				vec_push(negated != negated_all ? &branch->off : &branch->on,
					 arena_strndup(branches->arena, token.text, token.length));
			after_name = true;
			negated = false;
		}
	}
	start += strspn(start, " \t");
	if (!is_ours)
		branch->stuck = arena_strndup(branches->arena, start, (size_t)(end - start));
	return token;
}

static void move_all(struct strings *from, struct strings *to)
{
	vec_each(name, from)
		vec_push(to, *name);
	vec_clear(from);
}

/* A new branch: what the ones before it asked for must not hold. */
static void next_branch(struct branch *branch)
{
	move_all(&branch->on, &branch->passed_on);
	move_all(&branch->off, &branch->passed_off);
	vec_each(name, &branch->passed_on)
		vec_push(&branch->off, *name);
	vec_each(name, &branch->passed_off)
		vec_push(&branch->on, *name);
	branch->passed_on.count = branch->passed_off.count = 0;
}

/* Behind the `#`: reads the directive; returns the token after it. */
static struct token read_directive(struct branches *branches)
{
	struct token word = lexer_next(&branches->lexer);
	bool opens = token_is(&word, "if") || token_is(&word, "ifdef") || token_is(&word, "ifndef");
	struct branch ignored = { 0 };

	if (!word.in_directive)
		return word;
	if (opens) {
		branches->depth++;
		free_branch(innermost(branches));
		return read_condition(branches, innermost(branches), token_is(&word, "ifndef"));
	}
	if (token_is(&word, "elif") || token_is(&word, "else") || token_is(&word, "elifdef")) {
		next_branch(innermost(branches));
		return read_condition(branches, innermost(branches), false);
	}
	if (token_is(&word, "endif") && branches->depth) {
		free_branch(innermost(branches));
		branches->depth--;
	}
	struct token after = read_condition(branches, &ignored, false);

	free_branch(&ignored);
	return after;
}

/* TEXT defines NAME itself: it tests whether it was read before, or whether others did so. */
static bool defines(const char *text, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = text; (at = strstr(at, "define")); ) {
		at += strlen("define");
		const char *word = at + strspn(at, " \t");

		if (word > at && !strncmp(word, name, length) &&
		    !is_identifier_char((unsigned char)word[length]))
			return true;
	}
	return false;
}

static void drop_defined(const char *text, struct strings *names)
{
	size_t kept = 0;

	vec_each(name, names)
		if (!defines(text, *name))
			names->data[kept++] = *name;
	names->count = kept;
}

const char *macros_around(struct arena *arena, const char *text, unsigned line, struct strings *on,
			  struct strings *off)
{
	struct branches branches = { .arena = arena };
	struct token token;
	const char *stuck = NULL;

	lexer_init(&branches.lexer, text, strlen(text));
	token = lexer_next(&branches.lexer);
	while (token.kind != TOKEN_END && token.line < line)
		token = token.starts_directive ? read_directive(&branches) :
						 lexer_next(&branches.lexer);
	for (size_t i = 0; i < branches.depth && i < MOST_NESTED; i++) {
		struct branch *branch = &branches.open[i];

		vec_each(name, &branch->on)
			vec_push(on, *name);
		vec_each(name, &branch->off)
			vec_push(off, *name);
		stuck = stuck ? stuck : branch->stuck;
		free_branch(branch);
	}
	free_branch(&branches.scrap);
	drop_defined(text, off);
	return stuck;
}
