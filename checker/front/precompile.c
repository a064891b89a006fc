// SPDX-License-Identifier: GPL-2.0-only
/* Headers that many files share, parsed once: making them, and finding helpers in them. */
#include "front/unit.h"

#include <string.h>

/* The variable through which a file that stands on precompiled headers names functions in them. */
#define NAMES "mncheck_names_"

/* Functions that builtins stand for, and that are therefore looked for by name. */
static const char *const library[] = {
	"memchr", "memcmp", "memcpy", "memmove", "memset", "strcat", "strchr", "strcmp", "strcpy",
	"strlcpy", "strlen", "strncat", "strncmp", "strncpy", "strnlen", "strrchr", "strstr",
};

/* ---- making ---------------------------------------------------------------------- */

struct naming {
	struct front *front;
	struct strmap found;	/* names, as sets are */
};

static bool in_library(const char *name)
{
	for (size_t i = 0; i < sizeof(library) / sizeof(*library); i++)
		if (!strcmp(library[i], name))
			return true;
	return false;
}

static enum CXChildVisitResult find_name(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct naming *naming = data;

	(void)parent;
	if (clang_getCursorKind(cursor) != CXCursor_FunctionDecl)
		return CXChildVisit_Continue;
	const char *name = cursor_spelling(cursor, naming->front->arena);

	if (note_helper(naming->front, cursor) || in_library(name))
		strmap_set(&naming->found, name, naming);
	return CXChildVisit_Continue;
}

/* Declarations of a precompiled header are not visited; this one is, and refers to them. */
static int write_names(struct front *front, const char *path, struct error *error)
{
	struct naming naming = { .front = front };
	struct strbuf text = { 0 };

	clang_visitChildren(clang_getTranslationUnitCursor(front->tu), find_name, &naming);
	strbuf_puts(&text, "static const void *const " NAMES "[] = {\n");
	for (size_t i = 0; i < naming.found.count; i++)
		strbuf_printf(&text, "\t(const void *)%s,\n", naming.found.entries[i].key);
	strmap_free(&naming.found);
	strbuf_puts(&text, "\t0\n};\n");
	int failed = write_file(path, strbuf_text(&text), text.length, error);

	strbuf_free(&text);
	return failed;
}

static int save(struct front *front, const char *path, struct error *error)
{
	int code = clang_saveTranslationUnit(front->tu, path, CXSaveTranslationUnit_None);

	if (code)
		return error_set(error, ERROR_ENVIRONMENT,
				 "%s: libclang cannot write its precompiled header", path);
	return 0;
}

int front_precompile(const struct front_request *request,
		     const struct front_precompiled *result, struct ir_unit **unit,
		     struct error *error)
{
	struct front *front = front_new(request);
	const char *path = path_join(front->arena, request->directory, request->file);
	int failed = 0;

	front->is_header = true;
	front->index = clang_createIndex(0, 0);
	enum CXErrorCode code = parse_once(front, path, false,
					   CXTranslationUnit_Incomplete |
					   CXTranslationUnit_ForSerialization);

	if (code != CXError_Success || !front->tu || has_errors(front))
		failed = error_set(error, ERROR_ANALYSIS, "%s: not without errors", path);
	if (!failed)
		failed = write_names(front, result->names, error) ||
			 save(front, result->path, error);
	if (!failed)
		record_deps(front);
	*unit = failed ? NULL : front->unit;
	if (failed)
		ir_unit_free(front->unit);
	front_free(front);
	return failed ? -1 : 0;
}

/* ---- using ----------------------------------------------------------------------- */

static enum CXChildVisitResult take_name(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct front *front = data;

	(void)parent;
	if (clang_getCursorKind(cursor) == CXCursor_DeclRefExpr) {
		CXCursor decl = clang_getCursorReferenced(cursor);

		name_function(front, decl);
		(void)note_helper(front, clang_getCursorDefinition(decl));
	}
	return CXChildVisit_Recurse;
}

bool take_precompiled_names(struct front *front, CXCursor cursor)
{
	if (!front->precompiled || clang_getCursorKind(cursor) != CXCursor_VarDecl)
		return false;
	CXString name = clang_getCursorSpelling(cursor);
	bool is_ours = !strcmp(clang_getCString(name), NAMES);

	clang_disposeString(name);
	if (is_ours)
		clang_visitChildren(cursor, take_name, front);
	return is_ours;
}
