// SPDX-License-Identifier: GPL-2.0-only
#include "tree/branches.h"

#include <string.h>

#include "base/str.h"
#include "tree/lexer.h"

/* Deeper nesting of #if, and of parentheses in a condition, does not occur. */
#define MOST_NESTED 32

/* A name, and how a branch wants it. */
struct branch_wish {
	const char *name;
	bool off;
	bool passed;		/* an earlier branch of the same #if wants the contrary */
};

/* One open #if: the branch that we are in. */
struct branch {
	VEC(struct branch_wish) wishes;
	const char *stuck;	/* a condition that no macro decides; NULL: there is none */
	const char *passed_stuck;	/* likewise of an earlier branch */
};

struct branches {
	struct arena *arena;
	struct lexer lexer;
	struct branch open[MOST_NESTED];
	struct branch scrap;	/* of what is nested deeper, or not opened at all */
	size_t depth;
};

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

static bool is_option(const char *name)
{
	return starts_with(name, "CONFIG_");
}

static bool is_option_token(const struct token *token)
{
	return token->kind == TOKEN_NAME && token->length > 7 && !memcmp(token->text, "CONFIG_", 7);
}

/* ---- one condition ---- */

/* What is read of a condition: names with !, &&, ||, parentheses, `defined`, and tests like IS_ENABLED(). */
struct condition {
	struct branch *branch;
	bool negated[MOST_NESTED + 1];	/* within each open parenthesis, and outside of all */
	size_t depth;
	bool negates;		/* a `!` stands before what comes next */
	bool after_name;	/* a name other than `defined` was the last token */
	bool in_call;		/* and then a parenthesis */
	bool is_ours;
};

static void open_parenthesis(struct condition *condition)
{
	bool negated = condition->negated[condition->depth] != condition->negates;

	if (condition->depth < MOST_NESTED)
		condition->negated[++condition->depth] = negated;
	condition->negates = false;
}

/* NAME(...) is a test of options, or none of ours: its name is no macro to set. */
static void open_call(struct condition *condition)
{
	struct branch_wish name = vec_last(&condition->branch->wishes);

	condition->branch->wishes.count--;
	condition->negates = name.off != condition->negated[condition->depth];
	condition->in_call = true;
	open_parenthesis(condition);
}

static void take_name(struct branches *branches, struct condition *condition, const struct token *token)
{
	bool off = condition->negated[condition->depth] != condition->negates;
	char *name = arena_strndup(branches->arena, token->text, token->length);

	vec_push(&condition->branch->wishes, (struct branch_wish){ name, off, false });
	condition->negates = false;
}

static void take_token(struct branches *branches, struct condition *condition, const struct token *token)
{
	bool after_name = condition->after_name, in_call = condition->in_call;

	condition->after_name = condition->in_call = false;
	if (in_call && !is_option_token(token))
		condition->is_ours = false;
	if (token_is(token, "defined"))
		return;
	if (token->kind == TOKEN_NAME) {
		take_name(branches, condition, token);
		condition->after_name = !is_option_token(token);
	} else if (is_one(token, "(") && after_name) {
		open_call(condition);
	} else if (is_one(token, "(")) {
		open_parenthesis(condition);
	} else if (is_one(token, ")")) {
		condition->depth -= condition->depth > 0;
	} else if (is_one(token, "!")) {
		condition->negates = !condition->negates;
	} else if (!is_one(token, "&|")) {
		condition->is_ours = false;
	}
}

/*
 * The rest of the directive at hand becomes what its branch wants. Any operator but !, &&, || and any other call
 * is none of ours. Returns the token after it.
 */
static struct token read_condition(struct branches *branches, struct branch *branch, bool negated)
{
	struct condition condition = { .branch = branch, .negated = { negated }, .is_ours = true };
	const char *start = branches->lexer.at, *end = start;
	struct token token;

	while ((token = lexer_next(&branches->lexer)).kind != TOKEN_END && token.in_directive &&
	       !token.starts_directive) {
		end = token.text + token.length;
		take_token(branches, &condition, &token);
	}
	start += strspn(start, " \t");
	const char *text = arena_strndup(branches->arena, start, (size_t)(end - start));

	/* A number alone: this branch is compiled, or never is. */
	if (!condition.is_ours && strcmp(text, "1"))
		branch->stuck = text;
	if (!condition.is_ours && strcmp(text, "0"))
		branch->passed_stuck = text;
	return token;
}

/* ---- branches ---- */

static void free_branch(struct branch *branch)
{
	vec_free(&branch->wishes);
	*branch = (struct branch){ 0 };
}

/* A new branch: what the ones before it asked for must not hold. */
static void next_branch(struct branch *branch)
{
	vec_each(wish, &branch->wishes) {
		wish->off = wish->off != !wish->passed;
		wish->passed = true;
	}
	branch->stuck = branch->passed_stuck;
}

/* Behind the `#`: reads the directive; returns the token after it. */
static struct token read_directive(struct branches *branches)
{
	struct token word = lexer_next(&branches->lexer);
	bool negated = token_is(&word, "ifndef") || token_is(&word, "elifndef");
	struct branch ignored = { 0 };

	if (!word.in_directive)
		return word;
	if (token_is(&word, "if") || token_is(&word, "ifdef") || token_is(&word, "ifndef")) {
		branches->depth++;
		free_branch(innermost(branches));
		return read_condition(branches, innermost(branches), negated);
	}
	if (token_is(&word, "elif") || token_is(&word, "else") || token_is(&word, "elifdef") ||
	    token_is(&word, "elifndef")) {
		next_branch(innermost(branches));
		return read_condition(branches, innermost(branches), negated);
	}
	if (token_is(&word, "endif") && branches->depth) {
		free_branch(innermost(branches));
		branches->depth--;
	}
	struct token after = read_condition(branches, &ignored, false);

	free_branch(&ignored);
	return after;
}

static void read_around(struct branches *branches, const char *text, unsigned line)
{
	struct token token;

	lexer_init(&branches->lexer, text, strlen(text));
	token = lexer_next(&branches->lexer);
	while (token.kind != TOKEN_END && token.line < line)
		token = token.starts_directive ? read_directive(branches) : lexer_next(&branches->lexer);
}

static void free_branches(struct branches *branches)
{
	for (size_t i = 0; i < branches->depth && i < MOST_NESTED; i++)
		free_branch(&branches->open[i]);
	free_branch(&branches->scrap);
}

/* ---- what all of them want ---- */

static bool has_name(const struct strings *names, const char *name)
{
	vec_each(known, names)
		if (!strcmp(*known, name))
			return true;
	return false;
}

/*
 * Collects the wishes for options, or for other macros. Of `A && B` one is enough to pass the branch by: so
 * what a branch wants for itself outweighs what earlier ones must not get.
 */
static void collect(const struct branches *branches, bool options, struct strings *on, struct strings *off)
{
	for (int passed = 0; passed < 2; passed++) {
		for (size_t i = 0; i < branches->depth && i < MOST_NESTED; i++) {
			vec_each(wish, &branches->open[i].wishes) {
				struct strings *into = wish->off ? off : on;

				if (wish->passed != passed || is_option(wish->name) != options ||
				    has_name(into, wish->name) ||
				    (passed && has_name(wish->off ? on : off, wish->name)))
					continue;
				vec_push(into, (char *)wish->name);
			}
		}
	}
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
	const char *stuck = NULL;

	read_around(&branches, text, line);
	collect(&branches, false, on, off);
	for (size_t i = 0; i < branches.depth && i < MOST_NESTED && !stuck; i++)
		stuck = branches.open[i].stuck;
	free_branches(&branches);
	drop_defined(text, off);
	return stuck;
}

/* "CONFIG_FOO" or "CONFIG_FOO_MODULE", which is CONFIG_FOO=m, becomes FOO. */
static void add_options(struct arena *arena, struct strings *names, struct strings *options)
{
	vec_each(name, names) {
		size_t length = strlen(*name);

		length -= length > 14 && ends_with(*name, "_MODULE") ? 7 : 0;
		vec_push(options, arena_strndup(arena, *name + 7, length - 7));
	}
	vec_free(names);
}

void options_around(struct arena *arena, const char *text, unsigned line, struct strings *on,
		    struct strings *off)
{
	struct branches branches = { .arena = arena };
	struct strings wanted = { 0 }, unwanted = { 0 };

	read_around(&branches, text, line);
	collect(&branches, true, &wanted, &unwanted);
	free_branches(&branches);
	add_options(arena, &wanted, on);
	add_options(arena, &unwanted, off);
}
