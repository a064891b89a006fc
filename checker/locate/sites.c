// SPDX-License-Identifier: GPL-2.0-only
#include "locate/sites.h"

#include <string.h>

#include "tree/lexer.h"

/* Number of past tokens that are kept. */
#define HISTORY 4
/* Longer names carry nothing. */
#define MOST_CARRIER 128

struct finder {
	struct arena *arena;
	struct lexer lexer;
	const struct site_words *words;
	struct site_summary *summary;
	struct token past[HISTORY];	/* past[0] is the last one */
	const char *macro;		/* of the #define being read */
	bool after_define;		/* the next token names the macro */
	bool after_if;			/* the next token is the condition of an #if */
	unsigned dead;			/* depth of #if below an #if 0, itself included; 0: outside */
	bool in_typedef;		/* until its semicolon */
	bool typedef_carries;		/* a record or carrier by value was read in it */
	bool macro_carries;		/* the macro at hand is among the carriers already */
	unsigned braces, parens;	/* that are open, outside of directives */
	char *function;			/* that is being defined, or declared; or NULL */
};

static const char *find_word(const char *const *list, const struct token *token)
{
	for (; token->kind == TOKEN_NAME && *list; list++)
		if (token_is(token, *list))
			return *list;
	return NULL;
}

static bool is_char(const struct token *token, const char *chars)
{
	return token->kind == TOKEN_OTHER && token->length == 1 && strchr(chars, *token->text);
}

static void keep_token(struct finder *finder, const struct token *token)
{
	memmove(finder->past + 1, finder->past, (HISTORY - 1) * sizeof(finder->past[0]));
	finder->past[0] = *token;
}

static char *token_text(struct finder *finder, const struct token *token)
{
	return arena_strndup(finder->arena, token->text, token->length);
}

/* Keeps track of #if 0: spatch does not look there either. */
static void note_condition(struct finder *finder, const struct token *token)
{
	bool opens = token_is(token, "if") || token_is(token, "ifdef") || token_is(token, "ifndef");

	if (finder->after_if && token_is(token, "0"))
		finder->dead = 1;
	finder->after_if = false;
	if (!finder->past[0].starts_directive)
		return;
	if (finder->dead && opens)
		finder->dead++;
	else if (finder->dead && (token_is(token, "endif") ||
				  (finder->dead == 1 && (token_is(token, "else") ||
							 token_is(token, "elif")))))
		finder->dead--;
	finder->after_if = !finder->dead && token_is(token, "if");
}

static void note_directive(struct finder *finder, const struct token *token)
{
	if (token->in_directive)
		note_condition(finder, token);
	if (!token->in_directive) {
		finder->macro = NULL;
		finder->after_define = false;
	} else if (finder->past[0].starts_directive) {
		finder->macro = NULL;
		finder->after_define = token_is(token, "define");
	} else if (finder->after_define) {
		finder->macro = token_text(finder, token);
		finder->macro_carries = false;
		finder->after_define = false;
	}
}

/* ---- names that stand for others ---- */

static void add_name(struct finder *finder, struct strings *names, const char *name)
{
	vec_each(known, names)
		if (!strcmp(*known, name))
			return;
	vec_push(names, arena_strdup(finder->arena, name));
}

static void add_carrier(struct finder *finder, const char *name, unsigned line)
{
	add_name(finder, &finder->summary->carriers, name);
	vec_push(&finder->summary->places,
		 (struct carrier_place){ arena_strdup(finder->arena, name), line });
}

/* What hides a callback, maybe. */
static void note_hidden(struct finder *finder, unsigned line)
{
	vec_push(&finder->summary->hidden_lines, line);
	finder->summary->may_hide_table |= !finder->braces;
}

/* Which function the text is in: the name before the first parenthesis of what began outside of braces. */
static void note_function(struct finder *finder, const struct token *token)
{
	if (token->in_directive)
		return;
	if (!finder->braces && !finder->parens && is_char(token, "(") && !finder->function &&
	    finder->past[0].kind == TOKEN_NAME && strncmp(finder->past[0].text, "__", 2))
		finder->function = token_text(finder, &finder->past[0]);
	finder->braces += is_char(token, "{");
	finder->braces -= finder->braces && is_char(token, "}");
	finder->parens += is_char(token, "(");
	finder->parens -= finder->parens && is_char(token, ")");
	if (!finder->braces && is_char(token, ";}"))
		finder->function = NULL;
}

/* What stands for a record, here: in a macro's body, in a typedef. */
static void note_carried(struct finder *finder, unsigned line)
{
	if (finder->macro && !finder->macro_carries) {
		add_carrier(finder, finder->macro, line);
		finder->macro_carries = true;
	}
	finder->typedef_carries |= finder->in_typedef;
}

/* A field in a macro's body: `->field` but for a call, or `field` alone, which renames it. */
static void note_carried_field(struct finder *finder, const struct token *next)
{
	const struct token *before = &finder->past[0];
	bool ends = next->kind == TOKEN_END || !next->in_directive || next->starts_directive;
	bool is_member = is_char(before, ".") || before->kind == TOKEN_ARROW;
	bool is_whole = ends && before->kind == TOKEN_NAME && token_is(before, finder->macro);

	if (is_whole || (is_member && !is_char(next, "(")))
		note_carried(finder, before->line);
}

static void note_typedef(struct finder *finder, const struct token *token)
{
	if (token->in_directive)
		return;
	if (token_is(token, "typedef")) {
		finder->in_typedef = true;
		finder->typedef_carries = false;
	} else if (finder->in_typedef && is_char(token, "{")) {
		finder->in_typedef = false;	/* of a struct: spatch reads what it holds */
	} else if (finder->in_typedef && is_char(token, ";")) {
		if (finder->typedef_carries && finder->past[0].kind == TOKEN_NAME)
			add_carrier(finder, token_text(finder, &finder->past[0]), token->line);
		finder->in_typedef = false;
	}
}

/* Adds a site for FIELD, which was just read and stands before an `=`. */
static void add_field(struct finder *finder, const char *field, unsigned line)
{
	const struct token *dot = &finder->past[0], *before = &finder->past[1];
	struct site site = { .line = line, .field = field, .receiver = "", .macro = finder->macro };
	bool is_dot = is_char(dot, ".");

	if (!is_dot && dot->kind != TOKEN_ARROW)
		return;
	/* `{ .f`, `, .f` and `.f` behind an #ifdef; `[1].f` and `.a.f` look like assignments. */
	if (is_dot && (is_char(before, "{,") || (before->in_directive && !dot->in_directive))) {
		site.kind = SITE_DESIGNATOR;
	} else {
		site.kind = SITE_ASSIGNMENT;
		if (finder->function && finder->braces)
			add_name(finder, &finder->summary->setters, finder->function);
		if (before->kind == TOKEN_NAME)
			site.receiver = token_text(finder, before);
	}
	vec_push(&finder->summary->sites, site);
}

/* Adds a table whose `= {` or `) {` was just read. */
static void add_table(struct finder *finder, const char *record, struct lexer *ahead,
		      const struct token *brace)
{
	struct token token;

	do
		token = lexer_next(ahead);
	while (token.in_directive && !finder->macro);
	/* a table with designators is found by its fields, and an empty one has none */
	if (is_char(&token, ".}["))
		return;
	finder->summary->has_positional |= !is_char(&token, "{");
	vec_push(&finder->summary->sites, (struct site){
		.kind = SITE_TABLE, .line = brace->line, .field = record, .receiver = "",
		.macro = finder->macro });
}

/* `extern struct record`, `extern const struct record` */
static bool follows_extern(const struct finder *finder)
{
	return token_is(&finder->past[1], "extern") || token_is(&finder->past[2], "extern");
}

/*
 * Reads on behind `struct record`: notes the variables and members that it declares, and the table of an
 * initialiser or compound literal.
 */
static void read_declaration(struct finder *finder, const char *record)
{
	struct lexer ahead = finder->lexer;
	struct token token = lexer_next(&ahead);
	bool named = false, equals = false, literal = false, pointer = false;

	if (is_char(&token, "{"))
		finder->summary->defines_record = true;
	while (token.kind == TOKEN_NAME || token.kind == TOKEN_EQUALS ||
	       token.kind == TOKEN_LITERAL || is_char(&token, "*[],)")) {
		if (is_char(&token, ")")) {
			if (named)
				break;
			literal = true;
		} else if (token.kind == TOKEN_NAME && !token_is(&token, "const")) {
			vec_push(&finder->summary->variables, token_text(finder, &token));
			named = true;
		}
		equals |= token.kind == TOKEN_EQUALS;
		pointer |= is_char(&token, "*");
		token = lexer_next(&ahead);
	}
	if (named && !pointer && !equals && is_char(&token, ";") &&
	    !token_is(&finder->past[1], "extern"))
		finder->summary->has_carrier = true;
	if ((equals || literal) && !pointer && is_char(&token, "{"))
		add_table(finder, record, &ahead, &token);
	if (pointer)
		return;
	note_carried(finder, token.line);
	if (!finder->macro && !finder->in_typedef && !literal && !follows_extern(finder) &&
	    !is_char(&token, "{") && (named || !is_char(&token, ";"))) {
		finder->summary->has_loose_record = true;
		note_hidden(finder, token.line);
	}
}

static bool is_carrier(const struct finder *finder, const struct token *token)
{
	char name[MOST_CARRIER + 1];

	if (!finder->words->carriers || token->length > MOST_CARRIER)
		return false;
	memcpy(name, token->text, token->length);
	name[token->length] = '\0';
	return strmap_has(finder->words->carriers, name);
}

static void read_name(struct finder *finder, const struct token *token)
{
	const char *record = find_word(finder->words->records, token);
	const char *field = find_word(finder->words->fields, token);

	if (record) {
		finder->summary->names_record = true;
		finder->summary->has_carrier |= finder->macro != NULL;
		read_declaration(finder, record);
	} else if (is_carrier(finder, token)) {
		if (!token->in_directive) {
			finder->summary->uses_carrier = true;
			add_name(finder, &finder->summary->used, token_text(finder, token));
			note_hidden(finder, token->line);
		}
		note_carried(finder, token->line);
	}
	if (!field)
		return;
	finder->summary->names_field = true;
	struct lexer ahead = finder->lexer;
	struct token next = lexer_next(&ahead);

	if (finder->macro)
		note_carried_field(finder, &next);
	if (next.kind == TOKEN_EQUALS)
		add_field(finder, field, token->line);
	else if (is_char(&next, ":") && is_char(&finder->past[0], "{,"))
		vec_push(&finder->summary->sites, (struct site){
			.kind = SITE_DESIGNATOR, .line = token->line, .field = field,
			.receiver = "", .macro = finder->macro });
}

void find_sites(struct arena *arena, const char *text, size_t length,
		const struct site_words *words, struct site_summary *summary)
{
	struct finder finder = { .arena = arena, .words = words, .summary = summary };
	struct token token;

	memset(summary, 0, sizeof(*summary));
	lexer_init(&finder.lexer, text, length);
	while ((token = lexer_next(&finder.lexer)).kind != TOKEN_END) {
		note_directive(&finder, &token);
		note_typedef(&finder, &token);
		note_function(&finder, &token);
		if (token.kind == TOKEN_NAME && !finder.dead)
			read_name(&finder, &token);
		keep_token(&finder, &token);
	}
}

void site_summary_free(struct site_summary *summary)
{
	vec_free(&summary->sites);
	vec_free(&summary->variables);
	vec_free(&summary->carriers);
	vec_free(&summary->places);
	vec_free(&summary->setters);
	vec_free(&summary->used);
	vec_free(&summary->hidden_lines);
}
