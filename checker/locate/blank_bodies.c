// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only a region between two braces that names none of the words is blanked. So a mistake about what is a body costs
 * nothing but time: the semantic patch reports records, fields and what stands for them, and these are the words.
 */
#include "locate/blank_bodies.h"

#include <string.h>

#include "base/map.h"
#include "tree/lexer.h"
#include "tree/needles.h"

/* So often names that stand for words are looked for. */
#define MOST_ROUNDS 4

struct blanker {
	struct arena *arena;
	struct lexer lexer;
	const char *text, *end;
	struct strmap known;		/* the words: a set */
	struct strings words;		/* the same, as a list */
	struct needle_set set;		/* of the words, as they were when the pass began */
	char *copy;			/* bodies are blanked here; NULL: in no text yet */
	bool blanked;
	/* The declaration at file scope that is being read. */
	const char *start;		/* its first token; NULL: none yet */
	const char *body;		/* the brace that opens a function; NULL: none is open */
	struct strings tags;		/* of the structs that it has by value */
	struct token past[2];		/* past[0] is the last token */
	unsigned braces, parens;
	bool is_typedef, has_value, has_directive;
};

static void add_word(struct blanker *blanker, const char *name)
{
	if (strmap_has(&blanker->known, name))
		return;
	strmap_set(&blanker->known, name, blanker);
	vec_push(&blanker->words, (char *)name);
}

static bool names_word(const struct blanker *blanker, const char *from, const char *to)
{
	return needle_set_matches(&blanker->set, from, (size_t)(to - from));
}

static bool is_char(const struct token *token, char c)
{
	return token->kind == TOKEN_OTHER && token->length == 1 && *token->text == c;
}

static char *name_of(const struct blanker *blanker, const struct token *token)
{
	return arena_strndup(blanker->arena, token->text, token->length);
}

static bool begins_tag(const struct token *token)
{
	return token_is(token, "struct") || token_is(token, "union");
}

/* The end of the preprocessor line at AT. */
static const char *directive_end(const struct blanker *blanker, const char *at)
{
	for (; (at = memchr(at, '\n', (size_t)(blanker->end - at))); at++)
		if (at[-1] != '\\' && !(at[-1] == '\r' && at[-2] == '\\'))
			return at;
	return blanker->end;
}

/* A macro that names a word stands for it. */
static void read_directive(struct blanker *blanker, const struct token *hash)
{
	struct lexer ahead = blanker->lexer;
	struct token word = lexer_next(&ahead);
	struct token name = token_is(&word, "define") ? lexer_next(&ahead) : word;

	blanker->has_directive = true;
	if (token_is(&word, "define") && name.in_directive && name.kind == TOKEN_NAME &&
	    names_word(blanker, name.text + name.length, directive_end(blanker, hash->text)))
		add_word(blanker, name_of(blanker, &name));
}

static void begin_declaration(struct blanker *blanker)
{
	vec_clear(&blanker->tags);
	blanker->start = blanker->body = NULL;
	blanker->is_typedef = blanker->has_value = false;
	blanker->braces = blanker->parens = 0;
	memset(blanker->past, 0, sizeof(blanker->past));
}

/* A struct or typedef that names a word stands for it. */
static void end_declaration(struct blanker *blanker, const struct token *semicolon)
{
	if (blanker->start && names_word(blanker, blanker->start, semicolon->text)) {
		vec_each(tag, &blanker->tags)
			add_word(blanker, *tag);
		if (blanker->is_typedef && blanker->past[0].kind == TOKEN_NAME)
			add_word(blanker, name_of(blanker, &blanker->past[0]));
	}
	begin_declaration(blanker);
}

/* Whether a brace in the first column closes what was opened within BODY: then braces were miscounted. */
static bool is_one_body(const char *body, const char *close)
{
	for (const char *at = body; (at = memchr(at, '\n', (size_t)(close - at))); at++)
		if (at[1] == '}' && at + 1 != close)
			return false;
	return true;
}

static void end_function(struct blanker *blanker, const char *close)
{
	const char *body = blanker->body;

	if (blanker->copy && !blanker->has_directive && is_one_body(body, close) &&
	    !names_word(blanker, body, close)) {
		for (const char *at = body + 1; at < close; at++)
			if (*at != '\n')
				blanker->copy[at - blanker->text] = ' ';
		blanker->blanked = true;
	}
	begin_declaration(blanker);
}

static void open_brace(struct blanker *blanker, const struct token *brace)
{
	if (!blanker->braces && !blanker->parens && !blanker->has_value && !blanker->is_typedef &&
	    is_char(&blanker->past[0], ')')) {
		blanker->body = brace->text;
		blanker->has_directive = false;
	}
	blanker->braces++;
}

static void close_brace(struct blanker *blanker, const struct token *brace)
{
	blanker->braces -= blanker->braces != 0;
	if (!blanker->braces && blanker->body)
		end_function(blanker, brace->text);
}

static void read_token(struct blanker *blanker, const struct token *token)
{
	if (!blanker->start) {
		blanker->start = token->text;
		blanker->is_typedef = token_is(token, "typedef");
	}
	if (!blanker->body && begins_tag(&blanker->past[1]) && blanker->past[0].kind == TOKEN_NAME &&
	    !is_char(token, '*'))
		vec_push(&blanker->tags, name_of(blanker, &blanker->past[0]));
	if (is_char(token, '{'))
		open_brace(blanker, token);
	else if (is_char(token, '}'))
		close_brace(blanker, token);
	else if (is_char(token, ';') && !blanker->braces && !blanker->parens)
		end_declaration(blanker, token);
	else if (!blanker->braces && token->kind == TOKEN_EQUALS)
		blanker->has_value = true;
	else if (!blanker->braces && is_char(token, '('))
		blanker->parens++;
	else if (!blanker->braces && is_char(token, ')'))
		blanker->parens -= blanker->parens != 0;
	if (!blanker->start)
		return;
	blanker->past[1] = blanker->past[0];
	blanker->past[0] = *token;
}

/* Reads the text once, with the words that are known. Returns whether there are more of them now. */
static bool read_text(struct blanker *blanker)
{
	size_t before = blanker->words.count;
	struct token token;

	needle_set_init(&blanker->set, (const char *const *)blanker->words.data, before);
	lexer_init(&blanker->lexer, blanker->text, (size_t)(blanker->end - blanker->text));
	begin_declaration(blanker);
	while ((token = lexer_next(&blanker->lexer)).kind != TOKEN_END)
		if (token.starts_directive)
			read_directive(blanker, &token);
		else if (!token.in_directive)
			read_token(blanker, &token);
	needle_set_free(&blanker->set);
	return blanker->words.count > before;
}

/* A needle has two bytes at least. */
static bool are_needles(const struct strings *words)
{
	vec_each(word, words)
		if (strlen(*word) < 2)
			return false;
	return words->count;
}

static char *blank_copy(struct blanker *blanker, size_t length)
{
	blanker->copy = xmalloc(length + 1);
	memcpy(blanker->copy, blanker->text, length + 1);
	(void)read_text(blanker);
	if (blanker->blanked)
		return blanker->copy;
	free(blanker->copy);
	return NULL;
}

char *blank_bodies(const char *text, size_t length, const struct strings *words)
{
	struct blanker blanker = { .arena = arena_new(), .text = text, .end = text + length };
	bool grows = true;

	vec_each(word, words)
		add_word(&blanker, *word);
	for (int round = 0; round < MOST_ROUNDS && grows && are_needles(&blanker.words); round++)
		grows = read_text(&blanker);
	char *copy = !grows && are_needles(&blanker.words) ? blank_copy(&blanker, length) : NULL;

	vec_free(&blanker.tags);
	vec_free(&blanker.words);
	strmap_free(&blanker.known);
	arena_free(blanker.arena);
	return copy;
}
