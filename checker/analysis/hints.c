// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/hints.h"

#include <string.h>

#include "tree/lexer.h"
#include "tree/overlay.h"
#include "tree/outline.h"

/* One answer looks at so many functions, the nearest in calls first. */
#define FUNCTIONS_MOST 32

/* A function, read off its text. */
struct text_function {
	const char *name;
	const struct text_file *file;
	bool has_word;
	struct strings calls;	/* names */
	unsigned visited;	/* the last answer that it was looked at for */
};

/* A file, likewise. */
struct text_file {
	const char *path;
	struct strmap functions;	/* name -> struct text_function */
};

struct hints {
	struct resolver *resolver;
	struct arena *arena;
	const char *const *words;
	struct strmap names;	/* each once */
	struct strmap files;	/* path -> struct text_file, NULL: it cannot be read */
	unsigned answers;	/* so far */
};

struct hints *hints_open(struct resolver *resolver, const char *const *words)
{
	struct hints *hints = xcalloc(1, sizeof(*hints));

	hints->resolver = resolver;
	hints->words = words;
	hints->arena = arena_new_unshared();
	return hints;
}

void hints_close(struct hints *hints)
{
	if (!hints)
		return;
	for (size_t i = 0; i < hints->files.count; i++) {
		struct text_file *file = hints->files.entries[i].value;

		for (size_t j = 0; file && j < file->functions.count; j++) {
			struct text_function *function = file->functions.entries[j].value;

			vec_free(&function->calls);
		}
		if (file)
			strmap_free(&file->functions);
	}
	strmap_free(&hints->files);
	strmap_free(&hints->names);
	arena_free(hints->arena);
	free(hints);
}

/* ---- reading ---- */

static char *name_of(struct hints *hints, const char *text, size_t length)
{
	char *name = xasprintf("%.*s", (int)length, text), *known = strmap_get(&hints->names, name);

	if (!known) {
		known = arena_strdup(hints->arena, name);
		strmap_set(&hints->names, known, known);
	}
	free(name);
	return known;
}

/* Where functions begin; each reaches up to the next. */
struct beginnings {
	struct hints *hints;
	struct text_file *file;
	VEC(struct beginning { struct text_function *function; const char *at; }) found;
};

static void note_beginning(void *context, const char *name, size_t length, const char *at,
			   bool is_static)
{
	struct beginnings *beginnings = context;
	const char *known = name_of(beginnings->hints, name, length);
	struct text_function *function = strmap_get(&beginnings->file->functions, known);

	(void)is_static;
	/* an #if may choose between two of a name: they count as one that does what either does */
	if (!function) {
		function = arena_alloc(beginnings->hints->arena, sizeof(*function));
		function->name = known;
		function->file = beginnings->file;
		strmap_set(&beginnings->file->functions, known, function);
	}
	vec_push(&beginnings->found, (struct beginning){ function, at });
}

static bool is_one_of(const char *const *words, const struct token *token)
{
	for (; *words; words++)
		if (token_is(token, *words))
			return true;
	return false;
}

/* A call through a member has the member's name, which is no function's. */
static void read_function(struct hints *hints, struct text_function *function, const char *text,
			  const char *end)
{
	struct token last = { .kind = TOKEN_OTHER }, token;
	bool is_member = false;
	struct lexer lexer;

	lexer_init(&lexer, text, (size_t)(end - text));
	for (token = lexer_next(&lexer); token.kind != TOKEN_END; token = lexer_next(&lexer)) {
		if (token.kind == TOKEN_NAME && is_one_of(hints->words, &token))
			function->has_word = true;
		if (last.kind == TOKEN_NAME && !is_member && token_is(&token, "("))
			vec_push(&function->calls, name_of(hints, last.text, last.length));
		is_member = last.kind == TOKEN_ARROW || token_is(&last, ".");	/* `token` is */
		last = token;
	}
}

static struct text_file *read_text(struct hints *hints, const char *path)
{
	const struct tree *tree = hints->resolver->session->tree;
	struct text_file *file = arena_alloc(hints->arena, sizeof(*file));
	struct beginnings beginnings = { .hints = hints, .file = file };
	struct outline_visitor visitor = { .function = note_beginning, .context = &beginnings };
	struct error error = { 0 };
	size_t length = 0;
	char *text = read_file(tree_file(tree, hints->arena, path), &length, &error);

	error_clear(&error);
	if (!text)
		return NULL;
	file->path = path;
	outline_source(text, length, &visitor);
	for (size_t i = 0; i < beginnings.found.count; i++)
		read_function(hints, beginnings.found.data[i].function, beginnings.found.data[i].at,
			      i + 1 < beginnings.found.count ? beginnings.found.data[i + 1].at :
							       text + length);
	vec_free(&beginnings.found);
	free(text);
	return file;
}

static struct text_file *file_at(struct hints *hints, const char *path)
{
	if (!strmap_has(&hints->files, path))
		strmap_set(&hints->files, path, read_text(hints, path));
	return strmap_get(&hints->files, path);
}

/* ---- asking ---- */

/* The function that a call of NAME in FILE leads to; NULL: it is not found, or a model stands in. */
static struct text_function *find_function(struct hints *hints, const char *name, const char *file,
					   struct strmap *asked)
{
	struct text_file *here = file_at(hints, file);
	struct text_function *function = here ? strmap_get(&here->functions, name) : NULL;
	struct strings files = { 0 };

	if (function || resolver_is_modelled(hints->resolver, name))
		return function;
	strmap_set(asked, name, hints);
	resolver_definitions(hints->resolver, name, file, &files);
	here = files.count ? file_at(hints, files.data[0]) : NULL;
	vec_free(&files);
	return here ? strmap_get(&here->functions, name) : NULL;
}

bool hints_lead(struct hints *hints, const char *key, const char *file, struct strmap *asked)
{
	VEC(struct text_function *) queue = { 0 };
	const char *plain = ir_plain_name(key);
	struct text_function *function = find_function(hints, name_of(hints, plain, strlen(plain)),
						       file, asked);
	bool leads = false;

	hints->answers++;
	if (function) {
		function->visited = hints->answers;
		vec_push(&queue, function);
	}
	for (size_t i = 0; i < queue.count && !leads; i++) {
		function = queue.data[i];
		leads = function->has_word;
		vec_each(name, &function->calls) {
			struct text_function *callee = queue.count < FUNCTIONS_MOST ?
				find_function(hints, *name, function->file->path, asked) : NULL;

			if (callee && callee->visited != hints->answers) {
				callee->visited = hints->answers;
				vec_push(&queue, callee);
			}
		}
	}
	vec_free(&queue);
	return leads;
}
