// SPDX-License-Identifier: GPL-2.0-only
/* Headers that are not there: from which line on each file of the unit is without them. */
#include "front/damage.h"

#include <limits.h>
#include <string.h>

#define NOT_FOUND "' file not found"

const char *missing_name(struct arena *arena, const char *text)
{
	const char *begin = strchr(text, '\'');
	const char *end = begin ? strstr(begin, NOT_FOUND) : NULL;

	/* with anything behind it, clang names the file that it took instead */
	if (end && !end[strlen(NOT_FOUND)])
		return arena_strndup(arena, begin + 1, (size_t)(end - begin - 1));
	if (starts_with(text, "cannot open file '"))
		return arena_strndup(arena, begin + 1, strcspn(begin + 1, "'"));
	return starts_with(text, "expected \"FILENAME\" or <FILENAME>") ? "a header without a name" :
								       NULL;
}

/* ---- macros --------------------------------------------------------------------- */

/* The first definition of a macro. */
struct macro_place { uint32_t file; unsigned line; };

static enum CXChildVisitResult note_macro(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct front *front = data;

	(void)parent;
	if (clang_getCursorKind(cursor) != CXCursor_MacroDefinition)
		return CXChildVisit_Continue;
	const char *name = cursor_spelling(cursor, front->arena);
	if (strmap_has(&front->macros, name))
		return CXChildVisit_Continue;
	struct source_place place = place_expanded(front, clang_getCursorLocation(cursor));
	struct macro_place defined = { place.file ? place.file->number : 0, place.line };

	strmap_set(&front->macros, name, arena_copy(front->arena, &defined, sizeof(defined)));
	return CXChildVisit_Continue;
}

bool is_macro(struct front *front, const char *name, const struct source_file *file, unsigned line)
{
	const struct macro_place *defined = strmap_get(&front->macros, name);

	return defined && (defined->file != file->number || defined->line < line);
}

/* ---- files ---------------------------------------------------------------------- */

/* FILE is included at line LINE of the file INTO. */
struct inclusion {
	struct source_file *file, *into;
	unsigned line;
};

struct inclusion_list {
	struct front *front;
	VEC(struct inclusion) inclusions;
	struct intmap seen;
};

/* The first time counts: the guard of a header keeps it from being read again. */
static void note_inclusion(CXFile handle, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct inclusion_list *list = data;
	struct inclusion inclusion = { .file = source_file_of(list->front, handle) };

	if (!inclusion.file || intmap_set(&list->seen, inclusion.file->number, list))
		return;
	if (depth) {
		struct source_place place = place_expanded(list->front, stack[0]);

		inclusion.into = place.file;
		inclusion.line = place.line;
	}
	vec_push(&list->inclusions, inclusion);
}

void each_file(struct front *front, void (*visit)(struct front *, struct source_file *))
{
	struct inclusion_list list = { .front = front };

	clang_getInclusions(front->tu, note_inclusion, &list);
	vec_each(inclusion, &list.inclusions)
		visit(front, inclusion->file);
	vec_free(&list.inclusions);
	intmap_free(&list.seen);
}

/* A file that a doubtful conditional includes is as doubtful from its first line to its last. */
bool survey_inclusions(struct front *front)
{
	struct inclusion_list list = { .front = front };
	bool changed = false;

	clang_getInclusions(front->tu, note_inclusion, &list);
	vec_each(inclusion, &list.inclusions) {
		const struct text_region *around = inclusion->into ?
			region_over(front, inclusion->into, inclusion->line, inclusion->line) : NULL;

		if (around && is_close(front, inclusion->file))
			changed |= add_region(front, &(struct text_region){
				inclusion->file, 0, UINT_MAX, around->has_else, around->why });
	}
	vec_free(&list.inclusions);
	intmap_free(&list.seen);
	return changed;
}

/* The header that FILE lacks, and from which line on. */
struct lack { unsigned line; const char *header; };

static struct lack *lack_of(struct front *front, const struct source_file *file)
{
	return file ? intmap_get(&front->lacks, file->number) : NULL;
}

static bool lacks_from(struct front *front, const struct source_file *file, unsigned line,
		       const char *header)
{
	struct lack *known = lack_of(front, file);
	struct lack lack = { line, header };

	if (known && known->line <= line)
		return false;
	if (known)
		*known = lack;
	else
		intmap_set(&front->lacks, file->number,
			   arena_copy(front->arena, &lack, sizeof(lack)));
	return true;
}

/* What a file lacks, its includers lack behind it. */
static bool pass_up(struct front *front, const struct inclusion_list *list)
{
	bool changed = false;

	vec_each(inclusion, &list->inclusions) {
		const struct lack *lack = lack_of(front, inclusion->file);

		if (lack && inclusion->into)
			changed |= lacks_from(front, inclusion->into, inclusion->line, lack->header);
	}
	return changed;
}

/* What a file lacks, those that it includes later lack from their start on. */
static bool pass_down(struct front *front, const struct inclusion_list *list)
{
	bool changed = false;

	vec_each(inclusion, &list->inclusions) {
		const struct lack *lack = lack_of(front, inclusion->into);

		if (lack && lack->line < inclusion->line)
			changed |= lacks_from(front, inclusion->file, 0, lack->header);
	}
	return changed;
}

void survey_missing(struct front *front)
{
	struct inclusion_list list = { .front = front };

	if (!front->missing.count)
		return;
	clang_visitChildren(clang_getTranslationUnitCursor(front->tu), note_macro, front);
	clang_getInclusions(front->tu, note_inclusion, &list);
	vec_each(missing, &front->missing) {
		if (missing->file)
			(void)lacks_from(front, missing->file, missing->line, missing->header);
		vec_each(inclusion, &list.inclusions)
			if (!missing->file)	/* -include: it comes before all else */
				(void)lacks_from(front, inclusion->file, 0, missing->header);
	}
	while (pass_up(front, &list))
		;
	while (pass_down(front, &list))
		;
	vec_free(&list.inclusions);
	intmap_free(&list.seen);
}

const char *missing_before(struct front *front, const struct source_file *file, unsigned line)
{
	const struct lack *lack = lack_of(front, file);

	return lack && lack->line < line ? lack->header : NULL;
}

static bool is_beside(const struct front *front, const struct source_file *file)
{
	const char *main_file = front->unit->main_file;
	size_t length = (size_t)(path_base(main_file) - main_file);

	return !strncmp(file->path, main_file, length);
}

bool is_close(struct front *front, const struct source_file *file)
{
	const char *path = file->path;
	bool within = strstr(path, "/include/");
	bool shared = starts_with(path, "include/") || starts_with(path, "build/") ||
		      (within && (starts_with(path, "arch/") || *path == '/'));

	vec_each(missing, &front->missing)
		if (missing->file == file)
			return true;
	return !shared || (strchr(front->unit->main_file, '/') && is_beside(front, file));
}
