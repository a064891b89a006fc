// SPDX-License-Identifier: GPL-2.0-only
/* Doubtful names: those that are declared or defined where a unit is not whole. */
#include "front/damage.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

bool doubt(struct strmap *names, struct front *front, const char *name, size_t length, const char *why)
{
	const char *key = arena_strndup(front->arena, name, length);

	if (!length || strmap_has(names, key))
		return false;
	strmap_set(names, key, (void *)why);
	return true;
}

/* ---- text ----------------------------------------------------------------------- */

bool extent_text(struct front *front, CXSourceRange extent, struct source_place *start,
		 unsigned *last, const char **at, const char **end)
{
	struct source_place stop = place_expanded(front, clang_getRangeEnd(extent));

	*start = place_expanded(front, clang_getRangeStart(extent));
	need_text(front, start->file);
	if (!start->file || !start->file->text || start->offset >= start->file->length ||
	    stop.file != start->file || stop.offset < start->offset ||
	    stop.offset > start->file->length)
		return false;
	*at = start->file->text + start->offset;
	*end = start->file->text + stop.offset;
	*last = stop.line;
	/* the end of an expansion is the macro's name: takes its arguments too */
	while (*end < start->file->text + start->file->length && **end != '\n')
		++*end;
	return true;
}

/* Whether the name looks like a macro: kernels write these in capitals. */
static bool is_in_capitals(const char *name)
{
	bool letters = false;

	for (; *name; name++) {
		if (islower((unsigned char)*name))
			return false;
		letters |= isupper((unsigned char)*name) != 0;
	}
	return letters;
}

/*
 * A name in capitals that nobody declares, in code that compiles: an argument of IS_ENABLED() or its
 * like, and a missing header may define it.
 */
static bool is_of_missing(struct front *front, const char *name, const struct source_file *file)
{
	return strlen(name) > 2 && is_in_capitals(name) && !starts_with(name, "CONFIG_") &&
	       !strmap_has(&front->declared, name) && !is_macro(front, name, file, UINT_MAX);
}

const char *doubt_within(struct front *front, const struct source_file *file, unsigned line,
			 const char *at, const char *end)
{
	const char *header = missing_before(front, file, line);
	struct words words = { .at = at, .end = end };

	if (!header && !front->doubtful.count && !front->doubtful_members.count)
		return NULL;
	while (next_word(&words)) {
		const char *name = arena_strndup(front->arena, words.word, words.length);
		const char *why = strmap_get(words.is_member ? &front->doubtful_members :
					     &front->doubtful, name);

		if (why)
			return arena_printf(front->unit->arena, "it uses '%s': %s", name, why);
		if (header && !words.is_member && is_of_missing(front, name, file))
			return arena_printf(front->unit->arena, "it names '%s', which '%s' may "
					    "define, and that header was not found", name, header);
	}
	return NULL;
}

/* ---- declarations --------------------------------------------------------------- */

static const char *trouble_of_lines(struct front *front, struct source_place start,
				    CXSourceRange extent)
{
	unsigned last = place_expanded(front, clang_getRangeEnd(extent)).line;

	vec_each(trouble, &front->troubles)
		if (trouble->file == start.file && trouble->line >= start.line &&
		    trouble->line <= last)
			return trouble_told(front, trouble);
	return NULL;
}

/* One line may hold several members, so this looks at places and not at lines. */
static const char *trouble_at_member(struct front *front, CXCursor member)
{
	CXSourceRange extent = clang_getCursorExtent(member);
	struct source_place start = place_expanded(front, clang_getRangeStart(extent));
	struct source_place end = place_expanded(front, clang_getRangeEnd(extent));

	vec_each(trouble, &front->troubles)
		if (trouble->file == start.file && trouble->offset >= start.offset &&
		    trouble->offset <= end.offset)
			return trouble_told(front, trouble);
	return NULL;
}

static const char *damage_of_extent(struct front *front, CXCursor cursor)
{
	CXSourceRange extent = clang_getCursorExtent(cursor);
	struct source_place start = place_expanded(front, clang_getRangeStart(extent));
	bool is_member = clang_getCursorKind(cursor) == CXCursor_FieldDecl;
	const char *why = is_member ? trouble_at_member(front, cursor) :
				      trouble_of_lines(front, start, extent);
	const struct region *region;

	if (why || !start.file)
		return why;
	region = region_over(front, start.file, start.line,
			     place_expanded(front, clang_getRangeEnd(extent)).line);
	if (region)
		return region->why;
	return clang_isInvalidDeclaration(cursor) ? "its declaration is not valid" : NULL;
}

static const char *doubt_of_text(struct front *front, CXCursor cursor)
{
	struct source_place start;
	const char *at, *end;
	unsigned last;

	if (!extent_text(front, clang_getCursorExtent(cursor), &start, &last, &at, &end) ||
	    !is_close(front, start.file))
		return NULL;
	return doubt_within(front, start.file, start.line, at, end);
}

struct doubting {
	struct front *front;
	const char *why;	/* of the enum around */
	bool changed;
};

static void doubt_cursor(struct doubting *doubting, CXCursor cursor, struct strmap *names,
			 const char *why)
{
	const char *name = cursor_spelling(cursor, doubting->front->arena);

	if (why)
		doubting->changed |= doubt(names, doubting->front, name, strlen(name), why);
}

static enum CXChildVisitResult doubt_part(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct doubting *doubting = data;
	struct front *front = doubting->front;
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	(void)parent;
	if (kind == CXCursor_EnumConstantDecl)
		doubt_cursor(doubting, cursor, &front->doubtful, doubting->why);
	else if (kind == CXCursor_FieldDecl)
		doubt_cursor(doubting, cursor, &front->doubtful_members,
			     damage_of_extent(front, cursor));
	else if (kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl)
		return CXChildVisit_Recurse;
	return CXChildVisit_Continue;
}

/* The names that the declaration CURSOR makes doubtful. Functions with a body are damaged by themselves. */
static enum CXChildVisitResult doubt_declaration(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct doubting *doubting = data;
	struct front *front = doubting->front;
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	(void)parent;
	switch (kind) {
	case CXCursor_EnumDecl:
		doubting->why = damage_of_extent(front, cursor);
		if (!doubting->why)
			doubting->why = doubt_of_text(front, cursor);
		clang_visitChildren(cursor, doubt_part, doubting);
		break;
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
		clang_visitChildren(cursor, doubt_part, doubting);
		break;
	case CXCursor_FunctionDecl:
		if (!clang_isCursorDefinition(cursor))
			doubt_cursor(doubting, cursor, &front->doubtful,
				     damage_of_extent(front, cursor));
		break;
	case CXCursor_VarDecl:
	case CXCursor_TypedefDecl: {
		const char *why = damage_of_extent(front, cursor);

		doubt_cursor(doubting, cursor, &front->doubtful,
			     why ? why : doubt_of_text(front, cursor));
		break;
	}
	default:
		break;
	}
	return CXChildVisit_Continue;
}

static enum CXChildVisitResult note_declared(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct front *front = data;
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	(void)parent;
	if (!clang_isDeclaration(kind))
		return CXChildVisit_Continue;
	strmap_set(&front->declared, cursor_spelling(cursor, front->arena), front);
	return kind == CXCursor_EnumDecl || kind == CXCursor_StructDecl ||
	       kind == CXCursor_UnionDecl ? CXChildVisit_Recurse : CXChildVisit_Continue;
}

/* ---- the whole ------------------------------------------------------------------ */

static void keep_close(struct front *front, struct source_file *file)
{
	if (is_close(front, file))
		vec_push(&front->close, file);
}

void survey_doubts(struct front *front)
{
	struct doubting doubting = { .front = front, .changed = true };
	CXCursor root = clang_getTranslationUnitCursor(front->tu);

	survey_missing(front);
	if (!front->missing.count && !front->troubles.count)
		return;
	each_file(front, keep_close);
	if (front->missing.count)
		clang_visitChildren(root, note_declared, front);
	/* one doubtful name may make others doubtful */
	while (doubting.changed) {
		doubting.changed = false;
		vec_each(file, &front->close)
			doubting.changed |= survey_conditionals(front, *file);
		clang_visitChildren(root, doubt_declaration, &doubting);
	}
}
