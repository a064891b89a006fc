// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/source_text.h"

#include <ctype.h>
#include <string.h>

#include "base/str.h"

/* The contents of a line, as flags. */
enum line_flag {
	LINE_CODE = 1,		/* more than space and comments */
	LINE_ENDS = 2,		/* ; { or } in code: the end of a statement or declaration */
	LINE_COMMENT = 4,	/* part of a comment */
};

/* A declaration or statement has at most so many lines. */
#define LINES_OF_ONE 20

/* Walks over a source once. */
struct text_walk {
	struct source *source;
	struct arena *arena;
	const char *at;
	unsigned line;
	/* The present comment: */
	struct strbuf text;
	unsigned first;		/* its first line; 0: there is no comment */
	unsigned last;		/* its last line */
	bool beside;		/* code stands before it on its first line */
	bool slashes;		/* it begins with // */
};

static void next(struct text_walk *walk)
{
	walk->line += *walk->at == '\n';
	walk->at++;
}

static void skip_escape(struct text_walk *walk)
{
	next(walk);
	if (*walk->at)
		next(walk);
}

/* ---- comments ---- */

/* Keeps the comment if it is for mncheck. find_targets() needs all lines, so it runs later. */
static void keep_comment(struct text_walk *walk)
{
	struct source_comment comment = { .line = walk->first };

	if (walk->first && strstr(strbuf_text(&walk->text), "mncheck:")) {
		comment.text = arena_strdup(walk->arena, walk->text.text);
		/* until then: the line at which to begin */
		comment.target = walk->beside ? walk->first : walk->last;
		vec_push(&walk->source->comments, comment);
	}
	walk->text.length = 0;
	walk->first = 0;
}

/* Adds text to the comment. A run of space becomes one space, with the stars that begin a line. */
static void add_to_comment(struct text_walk *walk, const char *start)
{
	bool line_start = false;

	for (const char *at = start; at < walk->at; at++) {
		bool space = isspace((unsigned char)*at);

		if (*at == '\n')
			line_start = true;
		if (line_start && (space || *at == '*')) {
			if (walk->text.length && walk->text.text[walk->text.length - 1] != ' ')
				strbuf_putc(&walk->text, ' ');
			continue;
		}
		line_start = false;
		if (!space)
			strbuf_putc(&walk->text, *at);
		else if (walk->text.length && walk->text.text[walk->text.length - 1] != ' ')
			strbuf_putc(&walk->text, ' ');
	}
}

static void begin_comment(struct text_walk *walk, bool slashes)
{
	bool beside = walk->source->lines[walk->line] & LINE_CODE;
	bool continues = walk->first && slashes && walk->slashes && !beside && !walk->beside &&
			 walk->line == walk->last + 1;

	if (continues) {
		strbuf_putc(&walk->text, ' ');
		return;
	}
	keep_comment(walk);
	walk->first = walk->line;
	walk->beside = beside;
	walk->slashes = slashes;
}

static void end_comment(struct text_walk *walk, const char *start)
{
	const char *end = walk->at;
	unsigned line = walk->line;

	add_to_comment(walk, start);
	walk->last = line;
	for (const char *at = start; at < end; at++)
		line -= *at == '\n';
	for (; line <= walk->last; line++)
		walk->source->lines[line] |= LINE_COMMENT;
}

static void walk_slashes(struct text_walk *walk)
{
	begin_comment(walk, true);
	walk->at += 2;
	const char *start = walk->at;
	while (*walk->at && *walk->at != '\n') {
		if (*walk->at == '\\')
			skip_escape(walk);
		else
			next(walk);
	}
	end_comment(walk, start);
}

static void walk_block(struct text_walk *walk)
{
	begin_comment(walk, false);
	walk->at += 2;
	const char *start = walk->at;
	while (*walk->at && !(walk->at[0] == '*' && walk->at[1] == '/'))
		next(walk);
	end_comment(walk, start);
	if (*walk->at)
		walk->at += 2;
}

/* ---- code ---- */

/* Skips a string or a character. One without an end ends with its line. */
static void walk_quoted(struct text_walk *walk)
{
	char quote = *walk->at;

	next(walk);
	while (*walk->at && *walk->at != quote && *walk->at != '\n') {
		if (*walk->at == '\\')
			skip_escape(walk);
		else
			next(walk);
	}
	if (*walk->at == quote)
		next(walk);
}

static void walk_code(struct text_walk *walk)
{
	unsigned char *line = &walk->source->lines[walk->line];

	if (!isspace((unsigned char)*walk->at))
		*line |= LINE_CODE;
	if (strchr(";{}", *walk->at))
		*line |= LINE_ENDS;
	if (*walk->at == '"' || *walk->at == '\'')
		walk_quoted(walk);
	else
		next(walk);
}

/* A comment beside code is about this line, any other about the code right below it. */
static void find_targets(struct source *source)
{
	vec_each(comment, &source->comments) {
		unsigned line = comment->target;

		while (line <= source->nlines && source->lines[line] == LINE_COMMENT)
			line++;
		comment->target = line <= source->nlines && source->lines[line] & LINE_CODE ? line : 0;
	}
}

/* Only for sources with a comment for mncheck: nobody needs the lines of the others. */
static void walk_source(struct text_walk *walk)
{
	walk->at = walk->source->text;
	while (*walk->at) {
		if (walk->at[0] == '/' && walk->at[1] == '/')
			walk_slashes(walk);
		else if (walk->at[0] == '/' && walk->at[1] == '*')
			walk_block(walk);
		else
			walk_code(walk);
	}
	keep_comment(walk);
	find_targets(walk->source);
	strbuf_free(&walk->text);
}

struct source *source_open(struct arena *arena, const char *path, const char *file)
{
	struct error error = { 0 };
	struct source *source = arena_alloc(arena, sizeof(*source));
	struct text_walk walk = { .source = source, .arena = arena, .line = 1 };

	source->file = arena_strdup(arena, file);
	source->text = read_file(path, &source->length, &error);
	error_clear(&error);
	if (!source->text)
		return NULL;
	source->nlines = 1;
	for (const char *at = source->text; (at = strchr(at, '\n')); at++)
		source->nlines++;
	source->lines = arena_alloc(arena, source->nlines + 2);
	if (strstr(source->text, "mncheck:"))
		walk_source(&walk);
	return source;
}

void source_close(struct source *source)
{
	free(source->text);
	vec_free(&source->comments);
}

/* ---- lines ---- */

bool source_reaches(const struct source *source, unsigned target, unsigned line)
{
	if (!target || line < target || line > source->nlines || line - target > LINES_OF_ONE)
		return false;
	for (unsigned at = target; at < line; at++)
		if (source->lines[at] & LINE_ENDS || !source->lines[at])
			return false;
	return true;
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

unsigned source_word_end(const struct source *source, unsigned line, unsigned column)
{
	const char *at = source->text;

	for (unsigned i = 1; i < line && at; i++) {
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	if (!at || !line || !column || strcspn(at, "\n") < column)
		return 0;
	const char *end = at + column;
	if (in_word(end[-1]))
		while (in_word(*end))
			end++;
	return (unsigned)(end - at) + 1;
}
