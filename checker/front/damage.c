// SPDX-License-Identifier: GPL-2.0-only
/* The parser's errors: lists them for the report, and finds the functions that they touch. */
#include "front/unit.h"

#define MOST_PROBLEMS 50

static char *diagnostic_text(struct front *front, CXDiagnostic diagnostic)
{
	CXString string = clang_getDiagnosticSpelling(diagnostic);
	char *text = arena_strdup(front->unit->arena, clang_getCString(string));

	clang_disposeString(string);
	return text;
}

static void collect_one(struct front *front, CXDiagnostic diagnostic)
{
	struct ir_unit *unit = front->unit;
	struct source_place place;
	const char *text;

	if (clang_getDiagnosticSeverity(diagnostic) < CXDiagnostic_Error)
		return;
	place = place_expanded(front, clang_getDiagnosticLocation(diagnostic));
	text = diagnostic_text(front, diagnostic);
	if (unit->problems.count < MOST_PROBLEMS) {
		char *line = place.file
			? arena_printf(unit->arena, "%s:%u:%u: %s", place.file->path, place.line,
				       place.column, text)
			: arena_printf(unit->arena, "%s", text);

		vec_push(&unit->problems, line);
	}
	if (place.file)
		vec_push(&front->troubles,
			 (struct trouble){ place.file->number, place.line, text });
}

void collect_troubles(struct front *front)
{
	unsigned count = clang_getNumDiagnostics(front->tu);

	for (unsigned i = 0; i < count; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(front->tu, i);

		collect_one(front, diagnostic);
		clang_disposeDiagnostic(diagnostic);
	}
}

const char *trouble_within(struct front *front, CXSourceRange extent)
{
	struct source_place start, end;

	if (!front->troubles.count)
		return NULL;
	start = place_expanded(front, clang_getRangeStart(extent));
	end = place_expanded(front, clang_getRangeEnd(extent));
	vec_each(trouble, &front->troubles)
		if (start.file && trouble->file == start.file->number &&
		    trouble->line >= start.line && trouble->line <= end.line)
			return arena_printf(front->unit->arena, "line %u: %s", trouble->line,
					    trouble->text);
	return NULL;
}
