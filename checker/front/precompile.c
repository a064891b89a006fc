// SPDX-License-Identifier: GPL-2.0-only
/* Headers that many files share, parsed once: making them, and finding helpers in them. */
#include "front/unit.h"

#include <string.h>

/* The variables through which a file that stands on precompiled headers names what is in them. */
#define FUNCTIONS "mncheck_functions_"
#define TYPES "mncheck_types_"

/* Functions that builtins stand for, and that are therefore looked for by name. */
static const char *const library[] = {
	"memchr", "memcmp", "memcpy", "memmove", "memset", "strcat", "strchr", "strcmp", "strcpy",
	"strlcpy", "strlen", "strncat", "strncmp", "strncpy", "strnlen", "strrchr", "strstr",
};

/* ---- making ---------------------------------------------------------------------- */

struct naming {
	struct front *front;
	struct strmap functions, types;	/* names, as sets are */
};

static bool in_library(const char *name)
{
	for (size_t i = 0; i < sizeof(library) / sizeof(*library); i++)
		if (!strcmp(library[i], name))
			return true;
	return false;
}

/* What linux/cleanup.h calls functions that run at the end of a scope: attributes name them. */
static bool is_cleanup(const char *name)
{
	return starts_with(name, "__free_") ||
	       (starts_with(name, "class_") && ends_with(name, "_destructor"));
}

/* Arms of _Generic and the like tell apart by name types that C has, and no others. */
static bool is_arithmetic(CXCursor cursor)
{
	CXType type = canonical(clang_getTypedefDeclUnderlyingType(cursor));

	return type.kind >= CXType_FirstBuiltin && type.kind <= CXType_LastBuiltin &&
	       type.kind != CXType_Void;
}

static enum CXChildVisitResult find_name(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct naming *naming = data;
	const char *name = cursor_spelling(cursor, naming->front->arena);

	(void)parent;
	if (clang_getCursorKind(cursor) == CXCursor_TypedefDecl && is_arithmetic(cursor))
		strmap_set(&naming->types, name, naming);
	if (clang_getCursorKind(cursor) == CXCursor_FunctionDecl &&
	    (note_helper(naming->front, cursor) || in_library(name) || is_cleanup(name)))
		strmap_set(&naming->functions, name, naming);
	return CXChildVisit_Continue;
}

/* Declarations of a precompiled header are not visited; these are, and refer to them. */
static int write_names(struct front *front, const char *path, struct error *error)
{
	struct naming naming = { .front = front };
	struct strbuf text = { 0 };

	clang_visitChildren(clang_getTranslationUnitCursor(front->tu), find_name, &naming);
	strbuf_puts(&text, "static const void *const " FUNCTIONS "[] = {\n");
	for (size_t i = 0; i < naming.functions.count; i++)
		strbuf_printf(&text, "\t(const void *)%s,\n", naming.functions.entries[i].key);
	strbuf_puts(&text, "\t0\n};\nstatic const unsigned long " TYPES "[] = {\n");
	for (size_t i = 0; i < naming.types.count; i++)
		strbuf_printf(&text, "\tsizeof(%s),\n", naming.types.entries[i].key);
	strbuf_puts(&text, "\t0\n};\n");
	strmap_free(&naming.functions);
	strmap_free(&naming.types);
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
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	(void)parent;
	if (kind == CXCursor_DeclRefExpr) {
		CXCursor decl = clang_getCursorReferenced(cursor);

		name_function(front, decl);
		(void)note_helper(front, clang_getCursorDefinition(decl));
	} else if (kind == CXCursor_TypeRef) {
		name_type(front, clang_getCursorReferenced(cursor));
	}
	return CXChildVisit_Recurse;
}

bool take_precompiled_names(struct front *front, CXCursor cursor)
{
	if (!front->precompiled || clang_getCursorKind(cursor) != CXCursor_VarDecl)
		return false;
	CXString name = clang_getCursorSpelling(cursor);
	bool is_ours = !strcmp(clang_getCString(name), FUNCTIONS) ||
		       !strcmp(clang_getCString(name), TYPES);

	clang_disposeString(name);
	if (is_ours)
		clang_visitChildren(cursor, take_name, front);
	return is_ours;
}
