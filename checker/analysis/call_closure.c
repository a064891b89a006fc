// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/call_closure.h"

#include <string.h>

#include "analysis/models.h"
#include "contract/contract.h"
#include "engine/program.h"
#include "tree/lexer.h"
#include "tree/outline.h"
#include "tree/overlay.h"

/* A function that may be reached. */
struct closure_function {
	const struct closure_file *file;
	const char *from, *to;		/* its text, from its name to the next function */
	bool is_static;
	unsigned visited;		/* the last closure that it is in */
};

/* A source, read once. */
struct closure_file {
	const char *path;
	char *text;
	size_t length;
	struct strmap functions;	/* name -> struct closure_function */
};

struct call_closures {
	struct tree *tree;
	struct tree_index *index;
	const char *arch;
	struct program *models;
	struct arena *arena;
	struct strmap files;	/* path -> struct closure_file; NULL: it cannot be read */
	unsigned count;		/* closures so far */
};

/* One closure on its way. */
struct call_walk {
	struct call_closures *all;
	VEC(struct closure_function *) reached;
};

/* ---- sources ---- */

struct file_outline {
	struct call_closures *all;
	struct closure_file *file;
	struct closure_function *last;
};

static void note_function(void *context, const char *name, size_t length, const char *at, bool is_static)
{
	struct file_outline *outline = context;
	struct arena *arena = outline->all->arena;
	char *known = arena_printf(arena, "%.*s", (int)length, name);
	struct closure_function *function = arena_alloc(arena, sizeof(*function));

	*function = (struct closure_function){ outline->file, at, outline->file->text + outline->file->length, is_static, 0 };
	if (outline->last)
		outline->last->to = at;
	outline->last = function;
	/* of two that an #if chooses between the first counts */
	if (!strmap_has(&outline->file->functions, known))
		strmap_set(&outline->file->functions, known, function);
}

static struct closure_file *read_closure_file(struct call_closures *all, const char *path)
{
	struct closure_file *file = arena_alloc(all->arena, sizeof(*file));
	struct file_outline outline = { .all = all, .file = file };
	struct outline_visitor visitor = { .function = note_function, .context = &outline };
	struct error ignored = { 0 };

	*file = (struct closure_file){ .path = path };
	file->text = read_file(tree_file(all->tree, all->arena, path), &file->length, &ignored);
	error_clear(&ignored);
	if (!file->text)
		return NULL;
	outline_source(file->text, file->length, &visitor);
	return file;
}

static struct closure_file *closure_file_at(struct call_closures *all, const char *path)
{
	if (!strmap_has(&all->files, path)) {
		path = arena_strdup(all->arena, path);
		strmap_set(&all->files, path, read_closure_file(all, path));
	}
	return strmap_get(&all->files, path);
}

/* ---- calls ---- */

static void reach(struct call_walk *walk, struct closure_function *function)
{
	if (!function || function->visited == walk->all->count || walk->reached.count == CLOSURE_MOST)
		return;
	function->visited = walk->all->count;
	vec_push(&walk->reached, function);
}

/* The function NAME of another source that no model stands in for. */
static struct closure_function *find_elsewhere(struct call_closures *all, const char *name)
{
	struct strings files = { 0 };
	struct closure_file *file = NULL;

	if (program_find(all->models, name).is_model)
		return NULL;
	tree_index_definitions(all->index, name, all->arch, &files);
	if (files.count && ends_with(files.data[0], ".c"))
		file = closure_file_at(all, files.data[0]);
	vec_free(&files);
	struct closure_function *function = file ? strmap_get(&file->functions, name) : NULL;

	return function && !function->is_static ? function : NULL;
}

/* Goes on with what NAME may stand for in FILE: a function of the same source, or, where it is CALLED, of another. */
static void follow_name(struct call_walk *walk, const struct closure_file *file, const struct token *name, bool called)
{
	char *text = xasprintf("%.*s", (int)name->length, name->text);
	struct closure_function *function = strmap_get(&file->functions, text);

	reach(walk, function || !called ? function : find_elsewhere(walk->all, text));
	free(text);
}

/* A name behind `.` or `->` is a member's, and no function's. */
static void follow_calls(struct call_walk *walk, const struct closure_function *from)
{
	struct token last = { .kind = TOKEN_OTHER }, token;
	bool is_member = false;
	struct lexer lexer;

	lexer_init(&lexer, from->from, (size_t)(from->to - from->from));
	for (token = lexer_next(&lexer); token.kind != TOKEN_END; token = lexer_next(&lexer)) {
		if (last.kind == TOKEN_NAME && !is_member)
			follow_name(walk, from->file, &last, token_is(&token, "("));
		is_member = last.kind == TOKEN_ARROW || token_is(&last, ".");
		last = token;
	}
}

/* The kind of the callback that FIELD is for, if its callees count; or NULL. */
static const struct contract *followed_kind(const struct token *field)
{
	for (int kind = 0; kind < KIND_COUNT; kind++)
		for (const char *const *name = contracts[kind].fields; *name; name++)
			if (token_is(field, *name))
				return contracts[kind].has_sequence || contract_is_named_only(kind) ? NULL :
				       &contracts[kind];
	return NULL;
}

/* The square for the callback NAME of KIND, which FILE sets. */
static size_t square_of(struct call_closures *all, const struct closure_file *file, const struct contract *kind,
			const struct token *name)
{
	struct call_walk walk = { .all = all };

	all->count++;
	follow_name(&walk, file, name, true);
	for (size_t i = 0; i < walk.reached.count; i++)
		follow_calls(&walk, walk.reached.data[i]);
	size_t count = walk.reached.count;

	vec_free(&walk.reached);
	return count == CLOSURE_MOST && kind->returns == RETURNS_NOTHING ? 0 : count * count;
}

/* Callbacks are set by `field = function` and `field = &function`. */
size_t call_closure_squares(struct call_closures *all, const char *path)
{
	const struct closure_file *file = closure_file_at(all, path);
	struct token last = { .kind = TOKEN_OTHER }, token;
	const struct contract *kind = NULL;
	struct lexer lexer;
	size_t squares = 0;

	if (!file)
		return 0;
	lexer_init(&lexer, file->text, file->length);
	for (token = lexer_next(&lexer); token.kind != TOKEN_END; token = lexer_next(&lexer)) {
		if (kind && token.kind == TOKEN_NAME)
			squares += square_of(all, file, kind, &token);
		if (token.kind == TOKEN_EQUALS && last.kind == TOKEN_NAME)
			kind = followed_kind(&last);
		else if (!token_is(&token, "&"))
			kind = NULL;
		last = token;
	}
	return squares;
}

/* ---- opening ---- */

struct call_closures *call_closures_open(struct tree *tree, struct tree_index *index, const char *arch,
					 struct error *error)
{
	static const struct options without_models = { 0 };
	struct program *models = program_new();

	if (load_models(models, &without_models, NULL, error)) {
		program_free(models);
		return NULL;
	}
	struct call_closures *all = xcalloc(1, sizeof(*all));

	all->tree = tree;
	all->index = index;
	all->arch = arch;
	all->models = models;
	all->arena = arena_new();
	return all;
}

void call_closures_close(struct call_closures *all)
{
	if (!all)
		return;
	for (size_t i = 0; i < all->files.count; i++) {
		struct closure_file *file = all->files.entries[i].value;

		if (file) {
			strmap_free(&file->functions);
			free(file->text);
		}
	}
	strmap_free(&all->files);
	program_free(all->models);
	arena_free(all->arena);
	free(all);
}
