// SPDX-License-Identifier: GPL-2.0-only
#include "report/source_texts.h"

#include <string.h>

#include "report/linehash.h"

/* A path that a result names must not lead out of the tree: results may come from elsewhere. */
static const char *place_of(struct source_texts *texts, const char *file)
{
	const struct run *run = texts->run;
	const char *root = run->module ? run->module : run->tree_path;

	if (!root || !*file)
		return NULL;
	const char *path = path_normalise(texts->arena, path_join(texts->arena, root, file));

	if (path_below(path, root) || (run->tree_path && path_below(path, run->tree_path)))
		return path;
	return NULL;
}

/* Whether line LINE ends inside a comment, given how it began. Quoted text may hold what looks like one. */
static bool leaves_comment_open(const char *at, const char *end, bool in_comment)
{
	for (char quote = 0; at < end; at++) {
		if (in_comment) {
			in_comment = !(at[0] == '*' && at + 1 < end && at[1] == '/');
			at += !in_comment;
		} else if (quote) {
			if (*at == '\\')
				at++;
			else if (*at == quote)
				quote = 0;
		} else if (*at == '"' || *at == '\'') {
			quote = *at;
		} else if (*at == '/' && at + 1 < end && at[1] == '/') {
			return false;
		} else if (*at == '/' && at + 1 < end && at[1] == '*') {
			in_comment = true;
			at++;
		}
	}
	return in_comment;
}

size_t source_line_length(const struct source_text *source, unsigned line)
{
	return strcspn(source->lines[line], "\n");
}

static void cut_lines(struct arena *arena, struct source_text *source)
{
	const char *at = source->text;

	source->nlines = 1;
	for (const char *next = at; (next = strchr(next, '\n')); next++)
		source->nlines++;
	source->lines = arena_alloc(arena, (source->nlines + 2) * sizeof(*source->lines));
	source->in_comment = arena_alloc(arena, source->nlines + 2);
	for (unsigned line = 1; line <= source->nlines; line++) {
		size_t length = strcspn(at, "\n");

		source->lines[line] = at;
		source->in_comment[line + 1] = leaves_comment_open(at, at + length, source->in_comment[line]);
		at += length + (at[length] == '\n');
	}
}

/* Whether the first finding in FILE whose line was hashed stands where it was found. */
static bool is_as_judged(const struct run *run, const char *file, const char *text)
{
	vec_each(row, &run->rows) {
		vec_each(finding, &row->findings) {
			struct strbuf hash = { 0 };

			if (!finding->line_hash || strcmp(finding->file, file))
				continue;
			bool same = line_hash(text, finding->line, &hash) &&
				    !strcmp(strbuf_text(&hash), finding->line_hash);
			strbuf_free(&hash);
			return same;
		}
	}
	return true;
}

static const struct source_text *read_source(struct source_texts *texts, const char *file)
{
	const char *path = place_of(texts, file);
	struct error ignored = { 0 };
	struct source_text *source = NULL;
	char *text = path ? read_file(path, NULL, &ignored) : NULL;

	if (text && is_as_judged(texts->run, file, text)) {
		source = arena_alloc(texts->arena, sizeof(*source));
		source->text = arena_strdup(texts->arena, text);
		cut_lines(texts->arena, source);
	}
	error_clear(&ignored);
	free(text);
	return source;
}

const struct source_text *source_text_of(struct source_texts *texts, const char *file)
{
	if (!strmap_has(&texts->files, file))
		strmap_set(&texts->files, file, (void *)read_source(texts, file));
	return strmap_get(&texts->files, file);
}

void source_texts_free(struct source_texts *texts)
{
	strmap_free(&texts->files);
}
