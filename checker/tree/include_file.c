// SPDX-License-Identifier: GPL-2.0-only
/* Reading one file: its text becomes a list of events. */
#include "tree/includes_state.h"

#include <string.h>

#include "tree/lexer.h"

/* These conditions hold in every C file of a kernel. */
static const char *const always_true[] = {
	"ifdef __KERNEL__", "ifndef __ASSEMBLY__", "ifndef __ASSEMBLER__", "ifndef LINKER_SCRIPT",
};

/* The state of reading one file. */
struct include_reader {
	struct includes *includes;
	struct include_file *file;
	struct lexer lexer;
	struct token token;
	VEC(bool) holds;	/* for each open #if: it always holds */
	uint64_t guard;		/* the macro of the first #ifndef, if the file begins with it; or 0 */
	unsigned directives;	/* so far */
	bool text_before;	/* a token precedes the first directive */
	bool text_after;	/* a token follows the guard's #endif */
	bool is_ahead;		/* `token` is not consumed yet */
};

uint32_t include_word_id(struct includes *includes, uint64_t word)
{
	uintptr_t id = (uintptr_t)intmap_get(&includes->ids, word);

	if (!id) {
		vec_push(&includes->words, (struct word){ 0 });
		id = includes->words.count;
		intmap_set(&includes->ids, word, (void *)id);
	}
	return (uint32_t)id - 1;
}

static uint64_t word_of(const struct token *token)
{
	return hash_bytes(token->text, token->length, 0);
}

static void next_token(struct include_reader *reader)
{
	reader->token = lexer_next(&reader->lexer);
}

/* Adds the current token. A repeated word adds nothing; a repeated definition may follow an #undef. */
static void add_word(struct include_reader *reader, enum include_event_kind kind)
{
	uint64_t word = word_of(&reader->token), key = hash_mix(word, kind);
	uint64_t *seen = &reader->includes->seen[key % SEEN_WORDS];

	if (*seen == key && (kind == TEXT_WORD || kind == TEXT_CONDITION))
		return;
	*seen = key;
	struct include_event event = {
		.kind = kind, .word = word, .id = include_word_id(reader->includes, word),
	};

	if (kind == TEXT_DEFINE) {
		event.name = arena_strndup(reader->includes->arena, reader->token.text,
					   reader->token.length);
		vec_push(&reader->file->defines, event.id);
	}
	vec_push(&reader->file->events, event);
}

static void add_body_word(struct include_reader *reader)
{
	uint64_t word = word_of(&reader->token);
	uint64_t *seen = &reader->includes->seen_bodies[word % SEEN_WORDS];

	if (*seen == word)
		return;
	*seen = word;
	vec_push(&reader->file->bodies, word);
}

static bool always_here(const struct include_reader *reader)
{
	bool always = true;

	vec_each(holds, &reader->holds)
		always &= *holds;
	return always;
}

static void read_include(struct include_reader *reader)
{
	const char *at = reader->lexer.at, *end;

	at += strspn(at, " \t");
	end = *at == '<' ? strchr(at, '>') : *at == '"' ? strchr(at + 1, '"') : NULL;
	if (!end || memchr(at, '\n', (size_t)(end - at)))
		return;
	struct include_event event = {
		.kind = TEXT_INCLUDE, .always = always_here(reader), .quoted = *at == '"',
		.name = arena_strndup(reader->includes->arena, at + 1, (size_t)(end - at) - 1),
		.word = hash_bytes(at + 1, (size_t)(end - at) - 1, 0),
	};
	vec_push(&reader->file->includes, (uint32_t)reader->file->events.count);
	vec_push(&reader->file->events, event);
	reader->lexer.at = end + 1;
}

static bool is_always_true(const struct token *condition, const struct token *macro)
{
	for (size_t i = 0; i < sizeof(always_true) / sizeof(*always_true); i++) {
		const char *row = always_true[i];

		if (strlen(row) == condition->length + 1 + macro->length &&
		    !memcmp(row, condition->text, condition->length) &&
		    !memcmp(row + condition->length + 1, macro->text, macro->length))
			return true;
	}
	return false;
}

/* Reads the directive to its end: adds the names in a condition or in a macro's body. */
static void read_rest(struct include_reader *reader, enum include_event_kind kind)
{
	while (reader->token.kind != TOKEN_END && reader->token.in_directive &&
	       !reader->token.starts_directive) {
		if (reader->token.kind == TOKEN_NAME && kind == TEXT_CONDITION)
			add_word(reader, kind);
		else if (reader->token.kind == TOKEN_NAME && kind == TEXT_DEFINE)
			add_body_word(reader);
		next_token(reader);
	}
	reader->is_ahead = true;
}

/* #if, #ifdef or #ifndef. An #ifndef that begins the file may be its guard. */
static void read_condition(struct include_reader *reader, struct token condition)
{
	next_token(reader);
	struct token macro = reader->token;
	bool is_guard = token_is(&condition, "ifndef") && reader->directives == 1 &&
			!reader->text_before;

	if (is_guard)
		reader->guard = word_of(&macro);
	vec_push(&reader->holds, is_guard || is_always_true(&condition, &macro));
	read_rest(reader, TEXT_CONDITION);
}

static void read_define(struct include_reader *reader, enum include_event_kind kind)
{
	next_token(reader);
	if (reader->token.kind == TOKEN_NAME && reader->token.in_directive) {
		if (reader->directives == 2 && reader->guard == word_of(&reader->token))
			reader->file->guarded = true;
		add_word(reader, kind);
		next_token(reader);
	}
	read_rest(reader, kind);
}

/* #else or #elif: this branch does not always hold, and the #if is no guard. */
static void read_else(struct include_reader *reader)
{
	if (reader->holds.count) {
		if (reader->holds.count == 1)
			reader->file->guarded = false;
		vec_last(&reader->holds) = false;
	}
	next_token(reader);
	read_rest(reader, TEXT_CONDITION);
}

static void read_directive(struct include_reader *reader)
{
	next_token(reader);
	struct token word = reader->token;

	reader->is_ahead = !word.in_directive;
	if (!word.in_directive)
		return;
	reader->directives++;
	if (token_is(&word, "include")) {
		read_include(reader);
	} else if (token_is(&word, "define")) {
		read_define(reader, TEXT_DEFINE);
	} else if (token_is(&word, "undef")) {
		read_define(reader, TEXT_UNDEFINE);
	} else if (token_is(&word, "if") || token_is(&word, "ifdef") || token_is(&word, "ifndef")) {
		read_condition(reader, word);
	} else if (token_is(&word, "else") || token_is(&word, "elif")) {
		read_else(reader);
	} else if (token_is(&word, "endif") && reader->holds.count) {
		(void)vec_pop(&reader->holds);
	} else if (token_is(&word, "pragma")) {
		next_token(reader);
		reader->file->guarded |= token_is(&reader->token, "once");
		read_rest(reader, TEXT_WORD);
	}
}

/* Moves the complete VEC into the arena. */
#define settle(includes, vec)                                                              \
	do {                                                                               \
		size_t count_ = (vec)->count;                                              \
		void *data_ = arena_copy((includes)->arena, (vec)->data,                   \
					 count_ * sizeof(*(vec)->data));                   \
		vec_free(vec);                                                             \
		(vec)->data = data_;                                                       \
		(vec)->count = count_;                                                     \
	} while (0)

static void read_events(struct includes *includes, struct include_file *file, const char *text,
			size_t length)
{
	struct include_reader reader = { .includes = includes, .file = file };

	memset(includes->seen, 0, sizeof(includes->seen));
	memset(includes->seen_bodies, 0, sizeof(includes->seen_bodies));
	lexer_init(&reader.lexer, text, length);
	reader.is_ahead = false;
	for (;;) {
		if (!reader.is_ahead)
			next_token(&reader);
		reader.is_ahead = false;
		if (reader.token.kind == TOKEN_END)
			break;
		if (reader.token.starts_directive) {
			read_directive(&reader);
			continue;
		}
		reader.text_before |= !reader.directives;
		reader.text_after |= !reader.holds.count;
		if (reader.token.kind == TOKEN_NAME)
			add_word(&reader, TEXT_WORD);
	}
	if (reader.guard && reader.text_after)
		file->guarded = false;
	vec_free(&reader.holds);
	settle(includes, &file->events);
	settle(includes, &file->includes);
	settle(includes, &file->defines);
	settle(includes, &file->bodies);
}

static bool is_at_or_below(const char *path, const char *directory)
{
	return !strcmp(path, directory) || path_below(path, directory);
}

bool includes_is_public(const struct includes *includes, const char *path)
{
	for (size_t i = 0; i < 2; i++) {
		const char *below = path_below(path, includes->roots[i]);
		const char *slash = below && starts_with(below, "arch/") ?
				    strchr(below + strlen("arch/"), '/') : NULL;

		if (below && (is_at_or_below(below, "include") ||
			      (slash && is_at_or_below(slash + 1, "include"))))
			return true;
	}
	return false;
}

struct include_file *include_file_at(struct includes *includes, const char *path)
{
	struct include_file *file = strmap_get(&includes->files, path);
	struct error error = { 0 };

	if (file)
		return file;
	file = arena_alloc(includes->arena, sizeof(*file));
	file->path = arena_strdup(includes->arena, path);
	file->is_public = includes_is_public(includes, path);
	file->number = (unsigned)includes->files.count;
	strmap_set(&includes->files, file->path, file);
	char *text = read_file(path, &file->bytes, &error);

	if (text)
		read_events(includes, file, text, file->bytes);
	else
		file->bytes = 0;
	error_clear(&error);
	free(text);
	return file;
}
