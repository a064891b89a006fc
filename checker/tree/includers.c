// SPDX-License-Identifier: GPL-2.0-only
#include "tree/includers.h"

#include <stdlib.h>
#include <string.h>

#include "tree/read_source.h"

/* Whether "#include" stands before AT, the quote, on its line in TEXT. */
static bool is_directive(const char *text, const char *at)
{
	static const char word[] = "include";
	const size_t length = sizeof(word) - 1;

	while (at > text && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	if ((size_t)(at - text) <= length || memcmp(at - length, word, length))
		return false;
	at -= length;
	while (at > text && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	return at > text && at[-1] == '#';
}

/* Whether NAME, as the file FROM includes it, may be FILE: from its directory, or from one that -I gives. */
static bool names_file(struct arena *arena, const char *from, const char *name, const char *file)
{
	const char *tail = name, *beside = path_normalise(arena, path_join(arena, path_dir(arena, from), name));

	while (starts_with(tail, "../"))
		tail += strlen("../");
	return !strcmp(beside, file) || ends_with(file, arena_printf(arena, "/%s", tail));
}

bool text_includes(struct arena *arena, const char *text, const char *from, const char *file)
{
	const char *base = path_base(file), *at = text;
	size_t length = strlen(base);

	while ((at = strstr(at, base))) {
		const char *quote = at, *end = at + length;

		while (quote > text && quote[-1] != '"' && quote[-1] != '\n')
			quote--;
		if (*end == '"' && quote > text && quote[-1] == '"' && is_directive(text, quote - 1) &&
		    names_file(arena, from, arena_strndup(arena, quote, (size_t)(end - quote)), file))
			return true;
		at = end;
	}
	return false;
}

/* The directory below which includers of FILE are looked for. */
static const char *search_below(const struct tree *tree, const char *file)
{
	const char *directory = path_dir(tree->arena, file);

	return tree_in_module(tree, file) ? tree->module : path_dir(tree->arena, directory);
}

int tree_includers(struct tree *tree, const char *file, struct strings *files, struct error *error)
{
	const struct walked_files *sources;
	const char *below = search_below(tree, file);
	struct source_buffer buffer = { 0 };

	if (walk_sources(tree, &sources, error))
		return -1;
	for (size_t i = 0; i < sources->count; i++) {
		const struct walked_file *source = &sources->data[i];

		if (!strcmp(source->path, file) || (strcmp(below, ".") && !path_below(source->path, below)) ||
		    read_source(tree, source, &buffer) < 0)
			continue;
		if (text_includes(tree->arena, buffer.text, source->path, file))
			vec_push(files, arena_strdup(tree->arena, source->path));
	}
	free(buffer.text);
	return 0;
}
