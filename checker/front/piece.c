// SPDX-License-Identifier: GPL-2.0-only
/* Pieces of the source: their text, the doubtful lines, and sets of names. */
#include "front/damage.h"

#include <string.h>

const char *trouble_told(struct front *front, const struct trouble *trouble)
{
	return arena_printf(front->unit->arena, "%s:%u: %s", trouble->file->path, trouble->line,
			    trouble->text);
}

bool doubt(struct strmap *names, struct front *front, const char *name, size_t length, const char *why)
{
	const char *key = arena_strndup(front->arena, name, length);

	if (!length || strmap_has(names, key))
		return false;
	strmap_set(names, key, (void *)why);
	return true;
}

const char *construct_end(const char *at, const char *end)
{
	int depth = 0;

	for (; at < end; at++) {
		size_t comment = comment_length(at, (size_t)(end - at));

		if (comment)
			at += comment - 1;
		else if (*at == '{')
			depth++;
		else if ((*at == ';' && depth <= 0) || (*at == '}' && --depth <= 0))
			return at;
	}
	return end;
}

/* Where a function ends in a macro's text, its end is the macro's name: takes the rest of that line. */
static void take_macro_call(struct piece *piece)
{
	const char *end = piece->file->text + piece->file->length;

	if (piece->end > piece->file->text && piece->end[-1] == '}')
		return;
	while (piece->end < end && *piece->end != '\n')
		piece->end++;
}

bool piece_of(struct front *front, CXCursor declaration, struct piece *piece)
{
	CXSourceRange extent = clang_getCursorExtent(declaration);
	struct source_place start = place_expanded(front, clang_getRangeStart(extent));
	struct source_place stop = place_expanded(front, clang_getRangeEnd(extent));
	enum CXCursorKind kind = clang_getCursorKind(declaration);
	struct source_file *file = start.file;

	need_text(front, file);
	if (!file || !file->text || start.offset >= file->length || stop.file != file ||
	    stop.offset < start.offset || stop.offset > file->length)
		return false;
	*piece = (struct piece){ file, start.line, stop.line, file->text + start.offset,
				 file->text + stop.offset };
	if (kind == CXCursor_VarDecl || kind == CXCursor_TypedefDecl)
		piece->end = construct_end(piece->end, file->text + file->length);
	else if (kind == CXCursor_FunctionDecl && clang_isCursorDefinition(declaration))
		take_macro_call(piece);
	return true;
}

bool add_region(struct front *front, const struct text_region *region)
{
	vec_each(known, &front->regions)
		if (known->file == region->file && known->first == region->first)
			return false;
	vec_push(&front->regions, *region);
	return true;
}

const struct text_region *region_over(struct front *front, const struct source_file *file,
				 unsigned first, unsigned last)
{
	vec_each(region, &front->regions) {
		bool chosen = region->first < first && region->last > last;

		if (region->file != file || region->first > last || region->last < first)
			continue;
		/* as a whole it is there or not, and here it is there */
		if (!chosen || region->has_else)
			return region;
	}
	return NULL;
}
