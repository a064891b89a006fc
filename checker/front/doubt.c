// SPDX-License-Identifier: GPL-2.0-only
/* Doubtful names: those that are declared or defined where a unit is not whole. */
#include "front/damage.h"

#include <limits.h>
#include <string.h>

/* Macros that ask whether their argument is defined: code compiles without it. */
static const char *const asking[] = {
	"IS_ENABLED", "IS_BUILTIN", "IS_MODULE", "IS_REACHABLE", "__is_defined", "config_enabled",
};

static bool is_asking(const char *name)
{
	for (size_t i = 0; i < sizeof(asking) / sizeof(*asking); i++)
		if (!strcmp(asking[i], name))
			return true;
	return false;
}

/* Whether the macro NAME is asked for and nobody but a missing header can have defined it. */
static bool is_of_missing(struct front *front, const char *name, const struct source_file *file)
{
	return !starts_with(name, "CONFIG_") && !is_macro(front, name, file, UINT_MAX);
}

/* ---- uses ----------------------------------------------------------------------- */

/* A name in the source, and the declaration that it is part of. */
struct use {
	struct front *front;
	const struct source_file *file;
	size_t offset;
	bool is_member, is_sound;
};

static bool is_local(CXCursor declaration)
{
	enum CXCursorKind kind = clang_getCursorKind(declaration);

	return (kind == CXCursor_VarDecl || kind == CXCursor_ParmDecl) &&
	       clang_getCursorLinkage(declaration) == CXLinkage_NoLinkage;
}

/* Whether CURSOR, which stands where the name does, refers to a thing that is not doubtful. */
static bool is_sound_use(const struct use *use, CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	CXCursor target = clang_getCursorReferenced(cursor);

	if (use->is_member)
		return (kind == CXCursor_MemberRefExpr || kind == CXCursor_MemberRef) &&
		       clang_getCursorKind(target) == CXCursor_FieldDecl &&
		       !intmap_has(&use->front->doubtful_fields, cursor_key(target));
	if (kind == CXCursor_DeclRefExpr)
		return is_local(target);
	if (kind == CXCursor_TypeRef)
		return clang_getCursorKind(target) != CXCursor_TypedefDecl;
	/* a member's own name, in the text of its record */
	return is_local(cursor) || kind == CXCursor_FieldDecl;
}

static enum CXChildVisitResult visit_use(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct use *use = data;
	struct source_place place = place_seen(use->front, clang_getCursorLocation(cursor));

	(void)parent;
	if (place.file != use->file || place.offset != use->offset || !is_sound_use(use, cursor))
		return CXChildVisit_Recurse;
	use->is_sound = true;
	return CXChildVisit_Break;
}

/* Whether a doubtful name at AT means another thing of that name. A use that the parser dropped does not. */
static bool means_another(struct front *front, CXCursor owner, const struct piece *piece,
			  const struct name_words *words)
{
	struct use use = {
		.front = front, .file = piece->file, .is_member = words->is_member,
		.offset = (size_t)(words->word - piece->file->text),
	};

	if (!clang_Cursor_isNull(owner))
		clang_visitChildren(owner, visit_use, &use);
	return use.is_sound;
}

const char *doubt_within(struct front *front, CXCursor owner, const struct piece *piece)
{
	const char *header = missing_before(front, piece->file, piece->first);
	struct name_words words = { .at = piece->at, .end = piece->end };
	bool asks = false;

	if (!header && !front->doubtful.count && !front->doubtful_members.count)
		return NULL;
	while (next_word(&words)) {
		const char *name = arena_strndup(front->arena, words.word, words.length);
		const char *why = strmap_get(words.is_member ? &front->doubtful_members :
					     &front->doubtful, name);

		if (why && !means_another(front, owner, piece, &words))
			return arena_printf(front->unit->arena, "it uses '%s': %s", name, why);
		if (header && asks && is_of_missing(front, name, piece->file))
			return arena_printf(front->unit->arena, "it asks for '%s', which '%s' may "
					    "define, and that header was not found", name, header);
		asks = is_asking(name);
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
	const struct text_region *region;

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
	struct piece piece;

	if (!piece_of(front, cursor, &piece) || !is_close(front, piece.file))
		return NULL;
	return doubt_within(front, cursor, &piece);
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

static void doubt_field(struct doubting *doubting, CXCursor field)
{
	struct front *front = doubting->front;
	const char *why = damage_of_extent(front, field);
	struct piece piece;

	if (!why && piece_of(front, field, &piece) && is_close(front, piece.file))
		why = doubt_within(front, clang_getCursorSemanticParent(field), &piece);
	if (why)
		intmap_set(&front->doubtful_fields, cursor_key(field), front);
	doubt_cursor(doubting, field, &front->doubtful_members, why);
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
		doubt_field(doubting, cursor);
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
		if (clang_isCursorDefinition(cursor))
			break;
		/* fall through */
	case CXCursor_VarDecl:
	case CXCursor_TypedefDecl: {
		const char *why = damage_of_extent(front, cursor);

		if (!why)
			why = doubt_of_text(front, cursor);
		doubt_cursor(doubting, cursor, &front->doubtful, why);
		if (why && kind == CXCursor_VarDecl)
			lose_table(front, cursor, why);
		break;
	}
	default:
		break;
	}
	return CXChildVisit_Continue;
}

bool survey_declarations(struct front *front)
{
	struct doubting doubting = { .front = front };

	clang_visitChildren(clang_getTranslationUnitCursor(front->tu), doubt_declaration, &doubting);
	return doubting.changed;
}
