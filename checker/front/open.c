// SPDX-License-Identifier: GPL-2.0-only
/* What one request for a unit needs, from its first parse to the end. */
#include <stdlib.h>
#include <string.h>

#include "front/lower.h"

struct front *front_new(const struct front_request *request)
{
	struct front *front = xcalloc(1, sizeof(*front));

	front->request = request;
	front->started = time(NULL);
	front->arena = arena_new();
	front->unit = ir_unit_new();
	front->helpers = arena_alloc(front->arena,
				     (request->nhelpers + 1) * sizeof(*front->helpers));
	vec_push(&front->references, NULL);
	vec_push(&front->members, NULL);
	return front;
}

void front_free(struct front *front)
{
	if (front->tu)
		clang_disposeTranslationUnit(front->tu);
	if (front->index)
		clang_disposeIndex(front->index);
	intmap_free(&front->files);
	intmap_free(&front->types);
	intmap_free(&front->sizes);
	intmap_free(&front->member_of);
	intmap_free(&front->offsets);
	intmap_free(&front->reference_of);
	intmap_free(&front->decayed);
	strmap_free(&front->reference_names);
	strmap_free(&front->functions_by_name);
	strmap_free(&front->types_by_name);
	vec_free(&front->references);
	vec_free(&front->members);
	vec_free(&front->queue);
	vec_free(&front->troubles);
	vec_free(&front->missing);
	vec_free(&front->close);
	vec_free(&front->regions);
	strmap_free(&front->macros);
	intmap_free(&front->lacks);
	strmap_free(&front->doubtful);
	strmap_free(&front->doubtful_members);
	intmap_free(&front->doubtful_fields);
	strmap_free(&front->lost);
	strmap_free(&front->real_directories);
	vec_free(&front->inits);
	vec_free(&front->own);
	vec_each(text, &front->texts)
		free(*text);
	vec_free(&front->texts);
	arena_free(front->arena);
	free(front);
}

void front_finish(struct front *front)
{
	/* what it points to is no leak */
	static struct front *volatile left;

	left = front;
	if (!front->request->leaves_memory)
		front_free(left);
}

bool note_helper(struct front *front, CXCursor cursor)
{
	const struct front_request *request = front->request;
	bool found = false;

	if (!request->nhelpers || clang_getCursorKind(cursor) != CXCursor_FunctionDecl ||
	    !clang_isCursorDefinition(cursor))
		return false;
	CXString name = clang_getCursorSpelling(cursor);
	for (size_t i = 0; i < request->nhelpers && !found; i++) {
		found = !strcmp(clang_getCString(name), request->helpers[i]);
		if (found)
			front->helpers[i] = arena_copy(front->arena, &cursor, sizeof(cursor));
	}
	clang_disposeString(name);
	return found;
}
