// SPDX-License-Identifier: GPL-2.0-only
/* The parser's errors: lists them for the report, and finds the functions that they touch. */
#include "front/damage.h"

#include <string.h>

#define MOST_PROBLEMS 50

static char *diagnostic_text(struct front *front, CXDiagnostic diagnostic)
{
	CXString string = clang_getDiagnosticSpelling(diagnostic);
	char *text = arena_strdup(front->unit->arena, clang_getCString(string));

	clang_disposeString(string);
	return text;
}

static void note_problem(struct front *front, const struct source_place *place, const char *text)
{
	struct ir_unit *unit = front->unit;
	char *line = place->file
		? arena_printf(unit->arena, "%s:%u:%u: %s", place->file->path, place->line,
			       place->column, text)
		: arena_printf(unit->arena, "%s", text);

	vec_push(&unit->problems, line);
}

static void collect_one(struct front *front, CXDiagnostic diagnostic)
{
	struct source_place place;
	const char *text, *header;

	if (clang_getDiagnosticSeverity(diagnostic) < CXDiagnostic_Error)
		return;
	place = place_expanded(front, clang_getDiagnosticLocation(diagnostic));
	text = diagnostic_text(front, diagnostic);
	header = missing_name(front->arena, text);
	if (header && *header == '/')
		header = recorded_path(front, header);
	/* the unit is stale once a missing header appears, so all of these are listed */
	if (header || front->unit->problems.count < MOST_PROBLEMS)
		note_problem(front, &place, text);
	if (header)
		vec_push(&front->missing,
			 (struct missing_header){ place.file, place.line, header });
	if (place.file)
		vec_push(&front->troubles, (struct trouble){ place.file, place.line, place.offset,
							     text });
}

const char *trouble_within(struct front *front, CXSourceRange extent)
{
	struct source_place start, end;

	if (!front->troubles.count)
		return NULL;
	start = place_expanded(front, clang_getRangeStart(extent));
	end = place_expanded(front, clang_getRangeEnd(extent));
	vec_each(trouble, &front->troubles)
		if (start.file && trouble->file == start.file &&
		    trouble->line >= start.line && trouble->line <= end.line)
			return arena_printf(front->unit->arena, "line %u: %s", trouble->line,
					    trouble->text);
	return NULL;
}

/* ---- functions ------------------------------------------------------------------ */

static const char *doubt_of_function(struct front *front, CXCursor cursor)
{
	const struct text_region *region;
	struct piece piece;

	if (!front->troubles.count && !front->missing.count)
		return NULL;
	if (!piece_of(front, cursor, &piece))
		return NULL;
	region = region_over(front, piece.file, piece.first, piece.last);
	if (region)
		return region->why;
	return is_close(front, piece.file) ? doubt_within(front, cursor, &piece) : NULL;
}

/* An error behind a missing header may well be of its making: names the header too. */
static const char *trouble_of_function(struct front *front, CXCursor cursor)
{
	CXSourceRange extent = clang_getCursorExtent(cursor);
	const char *trouble = trouble_within(front, extent);
	struct source_place start = place_expanded(front, clang_getRangeStart(extent));
	const char *header = trouble && start.file ?
			     missing_before(front, start.file, start.line) : NULL;

	return header ? arena_printf(front->unit->arena, "%s; '%s' was not found", trouble, header) :
			trouble;
}

const char *damage_of(struct front *front, CXCursor cursor)
{
	const char *trouble = trouble_of_function(front, cursor);

	if (!trouble && clang_isInvalidDeclaration(cursor))
		return "the declaration is not valid";
	return trouble ? trouble : doubt_of_function(front, cursor);
}

/* The parser declares a function without a declaration where it is first called. */
static bool is_undeclared(CXCursor decl)
{
	CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(decl));

	/* no type stands before the name */
	return clang_getCursorKind(decl) == CXCursor_FunctionDecl &&
	       !clang_isCursorDefinition(decl) &&
	       (clang_equalLocations(start, clang_getNullLocation()) ||
		clang_equalLocations(start, clang_getCursorLocation(decl)));
}

const char *damage_of_call(struct front *front, CXCursor caller, CXCursor decl)
{
	struct source_place place;
	const char *header;

	if (!front->missing.count || clang_Cursor_isNull(decl) || !is_undeclared(decl))
		return NULL;
	place = place_expanded(front, clang_getCursorLocation(caller));
	header = place.file ? missing_before(front, place.file, place.line) : NULL;
	if (!header)
		return NULL;
	return arena_printf(front->unit->arena, "nothing declares '%s', '%s' may do so, and that "
			    "header was not found", cursor_spelling(decl, front->arena), header);
}

/* ---- lost code ------------------------------------------------------------------ */

static void lose_around(struct front *front, const struct trouble *trouble)
{
	struct source_file *file = trouble->file;
	const char *at;

	need_text(front, file);
	if (!file->text || trouble->offset >= file->length)
		return;
	at = file->text + trouble->offset;
	lose_members(front, at, construct_end(at, file->text + file->length),
		     trouble_told(front, trouble));
}

static const char *line_start(const struct source_file *file, unsigned line)
{
	const char *at = file->text, *end = file->text + file->length;

	while (at && line-- > 1) {
		at = memchr(at, '\n', (size_t)(end - at));
		at = at ? at + 1 : NULL;
	}
	return at ? at : end;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct ir_lost *)a)->member, ((const struct ir_lost *)b)->member);
}

void record_lost(struct front *front)
{
	struct ir_unit *unit = front->unit;

	if (!front->troubles.count && !front->missing.count && !front->lost.count)
		return;
	vec_each(trouble, &front->troubles)
		lose_around(front, trouble);
	vec_each(region, &front->regions)
		lose_members(front, line_start(region->file, region->first),
			     line_start(region->file, region->last), region->why);
	for (size_t i = 0; i < front->lost.count; i++)
		vec_push(&unit->lost, (struct ir_lost){
			arena_strdup(unit->arena, front->lost.entries[i].key),
			arena_strdup(unit->arena, front->lost.entries[i].value) });
	if (unit->lost.count)
		qsort(unit->lost.data, unit->lost.count, sizeof(*unit->lost.data), by_name);
}

/* ---- doubtful names ------------------------------------------------------------- */

static void keep_close(struct front *front, struct source_file *file)
{
	if (is_close(front, file))
		vec_push(&front->close, file);
}

/* One doubtful name may make others doubtful. */
static void survey_doubts(struct front *front)
{
	bool changed = true;

	survey_missing(front);
	if (!front->missing.count && !front->troubles.count)
		return;
	each_file(front, keep_close);
	while (changed) {
		changed = false;
		vec_each(file, &front->close)
			changed |= survey_conditionals(front, *file);
		changed |= survey_inclusions(front);
		changed |= survey_declarations(front);
	}
}

void collect_troubles(struct front *front)
{
	unsigned count = clang_getNumDiagnostics(front->tu);

	for (unsigned i = 0; i < count; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(front->tu, i);

		collect_one(front, diagnostic);
		clang_disposeDiagnostic(diagnostic);
	}
	survey_doubts(front);
}
