// SPDX-License-Identifier: GPL-2.0-only
#include "tree/includes.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "tree/lexer.h"

/* Remembers words of the file being read; two that meet here are told apart again. */
#define SEEN_WORDS 4096

/* Messages begin with them; what they expand to changes no more than that. */
static const char *const harmless[] = { "pr_fmt", "dev_fmt" };
#define HARMLESS_MOST (sizeof(harmless) / sizeof(*harmless))

/* What a walk knows of one identifier. */
struct word {
	const struct include_file *definer;	/* outside of the set: the last that defines it */
	const struct include_file *theirs;	/* a file of the set, likewise */
	unsigned defined, learnt;	/* the walk that this is of */
};

struct includes {
	struct arena *arena;
	const char *roots[2];	/* of the tree and the build */
	struct strmap files;	/* path -> struct include_file */
	struct strmap exists;	/* path -> itself, or NULL: no such file */
	struct intmap found;	/* hash of search path and name -> struct include_file */
	VEC(struct intmap *) given;	/* of the search paths */
	struct intmap ids;	/* hash of an identifier -> id, plus 1 */
	VEC(struct word) words;	/* by id */
	uint64_t harmless_words[HARMLESS_MOST];
	unsigned visit;		/* number of the last */
	uint64_t seen[SEEN_WORDS], seen_bodies[SEEN_WORDS];
};

/* Conditions that hold in every C file of a kernel. */
static const char *const always_true[] = {
	"ifdef __KERNEL__", "ifndef __ASSEMBLY__", "ifndef __ASSEMBLER__", "ifndef LINKER_SCRIPT",
};

static uint32_t id_of(struct includes *includes, uint64_t word)
{
	uintptr_t id = (uintptr_t)intmap_get(&includes->ids, word);

	if (!id) {
		vec_push(&includes->words, (struct word){ 0 });
		id = includes->words.count;
		intmap_set(&includes->ids, word, (void *)id);
	}
	return (uint32_t)id - 1;
}

struct includes *includes_open(const char *tree, const char *build)
{
	struct includes *includes = xcalloc(1, sizeof(*includes));

	/* much, and no worker reads it */
	includes->arena = arena_new_unshared();
	includes->roots[0] = arena_strdup(includes->arena, tree);
	includes->roots[1] = arena_strdup(includes->arena, build);
	for (size_t i = 0; i < HARMLESS_MOST; i++)
		includes->harmless_words[i] = hash_bytes(harmless[i], strlen(harmless[i]), 0);
	return includes;
}

void includes_close(struct includes *includes)
{
	if (!includes)
		return;
	strmap_free(&includes->files);
	strmap_free(&includes->exists);
	intmap_free(&includes->found);
	vec_each(given, &includes->given)
		intmap_free(*given);
	vec_free(&includes->given);
	intmap_free(&includes->ids);
	vec_free(&includes->words);
	arena_free(includes->arena);
	free(includes);
}

/* ---- reading one file ------------------------------------------------------------ */

/* One file on its way through the lexer. */
struct include_reading {
	struct includes *includes;
	struct include_file *file;
	struct lexer lexer;
	struct token token;
	VEC(bool) holds;	/* for each open #if: it always does */
	uint64_t guard;		/* the macro of the first #ifndef, if nothing stands before */
	unsigned directives;	/* so far */
	bool text_before;	/* a token before the first directive */
	bool text_after;	/* or after the end of the guard */
	bool is_ahead;		/* `token` is yet to be looked at */
};

static uint64_t word_of(const struct token *token)
{
	return hash_bytes(token->text, token->length, 0);
}

static void next_token(struct include_reading *reading)
{
	reading->token = lexer_next(&reading->lexer);
}

/* A word that repeats says nothing new; a definition may, after #undef. */
static void add_word(struct include_reading *reading, enum include_event_kind kind)
{
	uint64_t word = word_of(&reading->token), key = hash_mix(word, kind);
	uint64_t *seen = &reading->includes->seen[key % SEEN_WORDS];

	if (*seen == key && (kind == TEXT_WORD || kind == TEXT_CONDITION))
		return;
	*seen = key;
	struct include_event event = {
		.kind = kind, .word = word, .id = id_of(reading->includes, word),
	};

	if (kind == TEXT_DEFINE) {
		event.name = arena_strndup(reading->includes->arena, reading->token.text,
					   reading->token.length);
		vec_push(&reading->file->defines, event.id);
	}
	vec_push(&reading->file->events, event);
}

static void add_body_word(struct include_reading *reading)
{
	uint64_t word = word_of(&reading->token);
	uint64_t *seen = &reading->includes->seen_bodies[word % SEEN_WORDS];

	if (*seen == word)
		return;
	*seen = word;
	vec_push(&reading->file->bodies, word);
}

static bool always_here(const struct include_reading *reading)
{
	bool always = true;

	vec_each(holds, &reading->holds)
		always &= *holds;
	return always;
}

static void read_include(struct include_reading *reading)
{
	const char *at = reading->lexer.at, *end;

	at += strspn(at, " \t");
	end = *at == '<' ? strchr(at, '>') : *at == '"' ? strchr(at + 1, '"') : NULL;
	if (!end || memchr(at, '\n', (size_t)(end - at)))
		return;
	struct include_event event = {
		.kind = TEXT_INCLUDE, .always = always_here(reading), .quoted = *at == '"',
		.name = arena_strndup(reading->includes->arena, at + 1, (size_t)(end - at) - 1),
		.word = hash_bytes(at + 1, (size_t)(end - at) - 1, 0),
	};
	vec_push(&reading->file->events, event);
	reading->lexer.at = end + 1;
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

/* From the token at hand to the end of the directive: names in a condition, or in a macro's body. */
static void read_rest(struct include_reading *reading, enum include_event_kind kind)
{
	while (reading->token.kind != TOKEN_END && reading->token.in_directive &&
	       !reading->token.starts_directive) {
		if (reading->token.kind == TOKEN_NAME && kind == TEXT_CONDITION)
			add_word(reading, kind);
		else if (reading->token.kind == TOKEN_NAME && kind == TEXT_DEFINE)
			add_body_word(reading);
		next_token(reading);
	}
	reading->is_ahead = true;
}

/* #if, #ifdef, #ifndef: the first of a file may be its guard. */
static void read_condition(struct include_reading *reading, struct token condition)
{
	next_token(reading);
	struct token macro = reading->token;
	bool is_guard = token_is(&condition, "ifndef") && reading->directives == 1 &&
			!reading->text_before;

	if (is_guard)
		reading->guard = word_of(&macro);
	vec_push(&reading->holds, is_guard || is_always_true(&condition, &macro));
	read_rest(reading, TEXT_CONDITION);
}

static void read_define(struct include_reading *reading, enum include_event_kind kind)
{
	next_token(reading);
	if (reading->token.kind == TOKEN_NAME && reading->token.in_directive) {
		if (reading->directives == 2 && reading->guard == word_of(&reading->token))
			reading->file->guarded = true;
		add_word(reading, kind);
		next_token(reading);
	}
	read_rest(reading, kind);
}

/* #else, #elif: what is open does not always hold; a guard has none. */
static void read_else(struct include_reading *reading)
{
	if (reading->holds.count) {
		if (reading->holds.count == 1)
			reading->file->guarded = false;
		vec_last(&reading->holds) = false;
	}
	next_token(reading);
	read_rest(reading, TEXT_CONDITION);
}

static void read_directive(struct include_reading *reading)
{
	next_token(reading);
	struct token word = reading->token;

	reading->is_ahead = !word.in_directive;
	if (!word.in_directive)
		return;
	reading->directives++;
	if (token_is(&word, "include")) {
		read_include(reading);
	} else if (token_is(&word, "define")) {
		read_define(reading, TEXT_DEFINE);
	} else if (token_is(&word, "undef")) {
		read_define(reading, TEXT_UNDEFINE);
	} else if (token_is(&word, "if") || token_is(&word, "ifdef") || token_is(&word, "ifndef")) {
		read_condition(reading, word);
	} else if (token_is(&word, "else") || token_is(&word, "elif")) {
		read_else(reading);
	} else if (token_is(&word, "endif") && reading->holds.count) {
		(void)vec_pop(&reading->holds);
	} else if (token_is(&word, "pragma")) {
		next_token(reading);
		reading->file->guarded |= token_is(&reading->token, "once");
		read_rest(reading, TEXT_WORD);
	}
}

/* Nothing is added to VEC any more: it moves into the arena. */
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
	struct include_reading reading = { .includes = includes, .file = file };

	memset(includes->seen, 0, sizeof(includes->seen));
	memset(includes->seen_bodies, 0, sizeof(includes->seen_bodies));
	lexer_init(&reading.lexer, text, length);
	reading.is_ahead = false;
	for (;;) {
		if (!reading.is_ahead)
			next_token(&reading);
		reading.is_ahead = false;
		if (reading.token.kind == TOKEN_END)
			break;
		if (reading.token.starts_directive) {
			read_directive(&reading);
			continue;
		}
		reading.text_before |= !reading.directives;
		reading.text_after |= !reading.holds.count;
		if (reading.token.kind == TOKEN_NAME)
			add_word(&reading, TEXT_WORD);
	}
	if (reading.guard && reading.text_after)
		file->guarded = false;
	vec_free(&reading.holds);
	settle(includes, &file->events);
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

static struct include_file *read_path(struct includes *includes, const char *path)
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

/* ---- searching ------------------------------------------------------------------- */

static bool is_file(struct includes *includes, const char *path)
{
	struct stat st;

	if (!strmap_has(&includes->exists, path))
		strmap_set(&includes->exists, path,
			   !stat(path, &st) && S_ISREG(st.st_mode) ? includes : NULL);
	return strmap_get(&includes->exists, path);
}

static const char *in_directory(struct includes *includes, const char *directory, const char *name)
{
	return path_normalise(includes->arena, path_join(includes->arena, directory, name));
}

/* The file of a quoted EVENT in the directory of FROM, which it stands in; the same each time. */
static struct include_file *find_beside(struct includes *includes, const struct include_file *from,
					struct include_event *event)
{
	if (!event->was_looked_for) {
		const char *beside = in_directory(includes, path_dir(includes->arena, from->path),
						  event->name);

		event->was_looked_for = true;
		event->beside = is_file(includes, beside) ? read_path(includes, beside) : NULL;
	}
	return event->beside;
}

/* NULL: it is nowhere. */
static struct include_file *find_file(struct includes *includes, const struct include_path *path,
				      const struct include_file *from,
				      struct include_event *event)
{
	uint64_t key = hash_mix(event->word, path->id);
	struct include_file *found = event->quoted ? find_beside(includes, from, event) : NULL;

	if (found)
		return found;
	if (intmap_has(&includes->found, key))
		return intmap_get(&includes->found, key);
	for (size_t i = 0; i < path->count && !found; i++) {
		const char *candidate = in_directory(includes, path->directories[i], event->name);

		if (is_file(includes, candidate))
			found = read_path(includes, candidate);
	}
	intmap_set(&includes->found, key, found);
	return found;
}

/* NAME of -DNAME and -DNAME=VALUE. */
static void add_given(struct intmap *given, const char *definition)
{
	intmap_set(given, hash_bytes(definition, strcspn(definition, "=("), 0), given);
}

bool includes_path(struct includes *includes, const char *directory, const char *const *flags,
		   size_t nflags, struct include_path *path)
{
	static const char *const unknown[] = { "-iquote", "-idirafter", "-imacros", "-isysroot",
					       "--sysroot", "-include-pch" };
	struct strings found = { 0 }, forced = { 0 };
	struct intmap *given = arena_alloc(includes->arena, sizeof(*given));
	uint64_t id = 0;

	vec_push(&includes->given, given);
	for (size_t i = 0; i < nflags; i++) {
		bool is_forced = starts_with(flags[i], "-include");
		const char *name = starts_with(flags[i], "-isystem") || is_forced ? flags[i] + 8 :
				   starts_with(flags[i], "-I") ? flags[i] + 2 : NULL;

		for (size_t j = 0; j < sizeof(unknown) / sizeof(*unknown); j++)
			if (starts_with(flags[i], unknown[j]))
				return false;
		if (starts_with(flags[i], "-D"))
			add_given(given, flags[i] + 2);
		if (name && !*name)
			name = i + 1 < nflags ? flags[++i] : NULL;
		if (!name)
			continue;
		char *whole = path_normalise(includes->arena,
					     path_join(includes->arena, directory, name));

		if (is_forced) {
			vec_push(&forced, whole);
			continue;
		}
		vec_push(&found, whole);
		id = hash_mix(id, hash_bytes(whole, strlen(whole), 0));
	}
	*path = (struct include_path){
		.directories = arena_copy(includes->arena, found.data,
					  found.count * sizeof(*found.data)),
		.count = found.count, .id = id,
		.forced = arena_copy(includes->arena, forced.data,
				     forced.count * sizeof(*forced.data)),
		.nforced = forced.count, .given = given,
	};
	vec_free(&found);
	vec_free(&forced);
	return true;
}

/* ---- reach ----------------------------------------------------------------------- */

static bool visit(struct includes *includes, struct include_file *file)
{
	bool first = file->visited != includes->visit;

	file->visited = includes->visit;
	return first;
}

static void reach_from(struct includes *includes, const struct include_file *from,
		       const struct include_path *path, struct include_files *reached)
{
	vec_each(event, &from->events) {
		if (event->kind != TEXT_INCLUDE || !event->always)
			continue;
		struct include_file *file = find_file(includes, path, from, event);

		if (!file || !visit(includes, file))
			continue;
		vec_push(reached, file);
		reach_from(includes, file, path, reached);
	}
}

void includes_reach(struct includes *includes, const char *file, const struct include_path *path,
		    struct include_files *reached)
{
	includes->visit++;
	reach_from(includes, read_path(includes, file), path, reached);
}

size_t includes_count(const struct includes *includes)
{
	return includes->files.count;
}

static int is_c_source(const struct dirent *entry)
{
	return ends_with(entry->d_name, ".c");
}

void includes_neighbours(struct includes *includes, const char *file, size_t most,
			 struct strings *neighbours)
{
	const char *directory = path_dir(includes->arena, file);
	struct dirent **entries = NULL;
	int count = scandir(directory, &entries, is_c_source, alphasort);
	size_t step = count > 0 ? ((size_t)count + most - 1) / most : 1;

	for (int i = 0; i < count; i++) {
		if ((size_t)i % step == 0 && strcmp(entries[i]->d_name, path_base(file)) != 0)
			vec_push(neighbours, path_join(includes->arena, directory,
						       entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
}

bool includes_mention(const struct include_files *files, uint64_t hash)
{
	vec_each(file, files)
		vec_each(event, &(*file)->events)
			if (event->kind != TEXT_INCLUDE && event->word == hash)
				return true;
	return false;
}

static void enter_from(struct includes *includes, const struct include_file *from,
		       const struct include_path *path, const struct strmap *set,
		       struct include_files *entries)
{
	vec_each(event, &from->events) {
		if (event->kind != TEXT_INCLUDE || !event->always)
			continue;
		struct include_file *file = find_file(includes, path, from, event);

		if (!file || !visit(includes, file))
			continue;
		if (strmap_has(set, file->path) && file->guarded)
			vec_push(entries, file);
		else
			enter_from(includes, file, path, set, entries);
	}
}

void includes_entries(struct includes *includes, const char *file, const struct include_path *path,
		      const struct strmap *set, struct include_files *entries)
{
	includes->visit++;
	enter_from(includes, read_path(includes, file), path, set, entries);
}

void includes_widen(struct includes *includes, const struct include_path *path, struct strmap *set)
{
	/* the set grows under the loop, until all of it was looked at */
	for (size_t i = 0; i < set->count; i++) {
		const struct include_file *from = read_path(includes, set->entries[i].key);

		vec_each(event, &from->events) {
			struct include_file *file = event->kind == TEXT_INCLUDE ?
				find_file(includes, path, from, event) : NULL;

			if (file && !strmap_has(set, file->path))
				strmap_set(set, file->path, file);
		}
	}
}

/* ---- macros ----------------------------------------------------------------------- */

void includes_macros(struct includes *includes, const struct strmap *set, struct intmap *macros)
{
	for (size_t i = 0; i < set->count; i++) {
		struct include_file *file = read_path(includes, set->entries[i].key);

		vec_each(event, &file->events)
			if (event->kind == TEXT_DEFINE)
				intmap_set(macros, event->word, (void *)event->name);
	}
}

static void find_word(const struct intmap *macros, uint64_t word, struct intmap *found)
{
	void *name = intmap_get(macros, word);

	if (name)
		intmap_set(found, word, name);
}

void includes_words(struct includes *includes, const struct strmap *set, const struct strmap *but,
		    const struct intmap *macros, struct intmap *found)
{
	for (size_t i = 0; i < set->count; i++) {
		if (strmap_has(but, set->entries[i].key))
			continue;
		struct include_file *file = read_path(includes, set->entries[i].key);

		vec_each(event, &file->events)
			if (event->kind != TEXT_INCLUDE)
				find_word(macros, event->word, found);
		vec_each(word, &file->bodies)
			find_word(macros, *word, found);
	}
}

/* ---- whether the order matters ------------------------------------------------------ */

/* A walk through FILE in the order of the compiler, #if branches all taken. */
struct order {
	struct includes *includes;
	const struct include_path *path;
	const struct strmap *set;
	bool is_forced;		/* what is read now comes first in either order */
	bool clash;
};

static struct word *word_at(const struct order *order, const struct include_event *event)
{
	return &order->includes->words.data[event->id];
}

/* NULL: nothing outside of the set has defined it so far. */
static const struct include_file *definer_of(const struct order *order, const struct word *word)
{
	return word->defined == order->includes->visit ? word->definer : NULL;
}

/* NULL: it is no macro of the set. */
static const struct include_file *theirs(const struct order *order, const struct word *word)
{
	return word->learnt == order->includes->visit ? word->theirs : NULL;
}

static void define(const struct order *order, uint32_t id, const struct include_file *file)
{
	struct word *word = &order->includes->words.data[id];

	word->definer = file;
	word->defined = order->includes->visit;
}

static void learn_their_macros(struct order *order)
{
	for (size_t i = 0; i < order->set->count; i++) {
		struct include_file *file = read_path(order->includes,
						      order->set->entries[i].key);

		file->in_set = order->includes->visit;
		vec_each(id, &file->defines) {
			struct word *word = &order->includes->words.data[*id];

			word->theirs = file;
			word->learnt = order->includes->visit;
		}
	}
}

static bool is_harmless(const struct includes *includes, uint64_t word)
{
	for (size_t i = 0; i < HARMLESS_MOST; i++)
		if (includes->harmless_words[i] == word)
			return true;
	return false;
}

/* A file of the set meets a macro that in FILE's own order is there, and now is not. */
static bool comes_too_late(const struct order *order, const struct include_event *event)
{
	const struct include_file *definer = definer_of(order, word_at(order, event));

	return definer && (event->kind == TEXT_CONDITION || !definer->is_public);
}

/* A file outside of it meets a macro of the set that in FILE's own order is not there yet. */
static bool comes_too_early(const struct order *order, const struct include_file *file,
			    const struct include_event *event)
{
	const struct include_file *definer = theirs(order, word_at(order, event));

	return definer && definer->visited != order->includes->visit &&
	       (event->kind == TEXT_CONDITION || !file->is_public);
}

/* #undef of what is not defined does nothing. */
static bool does_nothing(const struct order *order, const struct include_event *event)
{
	return event->kind == TEXT_UNDEFINE && !definer_of(order, word_at(order, event)) &&
	       !theirs(order, word_at(order, event)) &&
	       !intmap_has(order->path->given, event->word);
}

static void walk_order(struct order *order, const struct include_file *from);

static void walk_include(struct order *order, const struct include_file *from, bool in_set,
			 struct include_event *event)
{
	struct include_file *file = find_file(order->includes, order->path, from, event);

	/* what is in the set reads nothing that is not in it */
	if (file && (!in_set || file->in_set == order->includes->visit) &&
	    visit(order->includes, file))
		walk_order(order, file);
}

static void walk_order(struct order *order, const struct include_file *from)
{
	bool in_set = from->in_set == order->includes->visit;

	for (size_t i = 0; i < from->events.count && !order->clash; i++) {
		struct include_event *event = &from->events.data[i];

		if (event->kind == TEXT_INCLUDE) {
			walk_include(order, from, in_set, event);
		} else if (!order->is_forced && !is_harmless(order->includes, event->word) &&
			   !does_nothing(order, event)) {
			order->clash = in_set ? comes_too_late(order, event) :
						comes_too_early(order, from, event);
			if (!in_set && event->kind >= TEXT_DEFINE)
				define(order, event->id, from);
		}
	}
}

bool includes_may_precede(struct includes *includes, const char *file,
			  const struct include_path *path, const struct strmap *set)
{
	struct order order = { .includes = includes, .path = path, .set = set, .is_forced = true };
	struct include_file command_line = { .path = "" };

	includes->visit++;
	learn_their_macros(&order);
	for (size_t i = 0; path->extra && i < path->extra->base.count; i++)
		define(&order, id_of(includes, path->extra->base.entries[i].number), &command_line);
	for (size_t i = 0; i < path->nforced; i++) {
		struct include_file *forced = read_path(includes, path->forced[i]);

		if (visit(includes, forced))
			walk_order(&order, forced);
	}
	order.is_forced = false;
	walk_order(&order, read_path(includes, file));
	return !order.clash;
}
