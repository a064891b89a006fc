// SPDX-License-Identifier: GPL-2.0-only
/*
 * Precompiled headers: makes them, and finds helpers in them.
 *
 * libclang takes a while to visit all declarations of precompiled headers. So the file RESULT->names
 * defines variables that refer to those that a parse needs: visiting the variables is enough.
 */
#include "front/unit.h"

#include <stdlib.h>
#include <string.h>

/* The names of these variables, before the level. */
#define FUNCTIONS "mncheck_functions_"
#define TYPES "mncheck_types_"

/* Builtins stand for these functions, so lowering looks them up by name. */
static const char *const library[] = {
	"memchr", "memcmp", "memcpy", "memmove", "memset", "strcat", "strchr", "strcmp", "strcpy",
	"strlcpy", "strlen", "strncat", "strncmp", "strncpy", "strnlen", "strrchr", "strstr",
};

/* ---- making --------------------------------------------------------------------- */

struct header_names {
	struct front *front;
	struct strmap functions, types;	/* sets of names */
	const struct strmap *not_renewed;	/* as in struct front_precompiled, or NULL */
	const char *lost;		/* a name of `not_renewed` that is declared, or NULL */
};

static bool in_library(const char *name)
{
	for (size_t i = 0; i < sizeof(library) / sizeof(*library); i++)
		if (!strcmp(library[i], name))
			return true;
	return false;
}

/* Whether linux/cleanup.h names cleanup functions like this: attributes refer to them by name. */
static bool is_cleanup(const char *name)
{
	return starts_with(name, "__free_") ||
	       (starts_with(name, "class_") && ends_with(name, "_destructor")) ||
	       (starts_with(name, "__class_") && ends_with(name, "_cleanup_ctx"));
}

/* printed.c looks up the typedefs in the arms of a _Generic by name; these are of arithmetic types. */
static bool is_arithmetic(CXCursor cursor)
{
	CXType type = canonical(clang_getTypedefDeclUnderlyingType(cursor));

	return type.kind >= CXType_FirstBuiltin && type.kind <= CXType_LastBuiltin &&
	       type.kind != CXType_Void;
}

static enum CXChildVisitResult find_name(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct header_names *naming = data;
	const char *name = cursor_spelling(cursor, naming->front->arena);

	(void)parent;
	if (naming->not_renewed && strmap_has(naming->not_renewed, name))
		naming->lost = name;
	if (clang_getCursorKind(cursor) == CXCursor_TypedefDecl && is_arithmetic(cursor))
		strmap_set(&naming->types, name, naming);
	if (clang_getCursorKind(cursor) == CXCursor_FunctionDecl &&
	    (note_helper(naming->front, cursor) || in_library(name) || is_cleanup(name)))
		strmap_set(&naming->functions, name, naming);
	return CXChildVisit_Continue;
}

static void write_array(struct strbuf *text, const char *begin, unsigned level,
			const struct strmap *names, const char *element)
{
	strbuf_printf(text, "%s%u[] = {\n", begin, level);
	for (size_t i = 0; i < names->count; i++)
		strbuf_printf(text, "\t%s(%s),\n", element, names->entries[i].key);
	strbuf_puts(text, "\t0\n};\n");
}

static int append_names(const struct front_precompiled *below, struct strbuf *text,
			struct error *error)
{
	char *names = below ? read_file(below->names, NULL, error) : NULL;

	if (names)
		strbuf_puts(text, names);
	free(names);
	return below && !names ? -1 : 0;
}

/* Writes RESULT->names: the names of the headers below, and an array each for functions and types. */
static int write_names(struct front *front, const struct front_precompiled *result,
		       struct error *error)
{
	struct header_names naming = { .front = front, .not_renewed = result->not_renewed };
	struct strbuf text = { 0 };
	int failed = append_names(front->precompiled, &text, error);

	clang_visitChildren(clang_getTranslationUnitCursor(front->tu), find_name, &naming);
	write_array(&text, "static const void *const " FUNCTIONS, result->level,
		    &naming.functions, "(const void *)");
	write_array(&text, "static const unsigned long " TYPES, result->level, &naming.types,
		    "sizeof");
	strmap_free(&naming.functions);
	strmap_free(&naming.types);
	if (!failed && naming.lost)
		failed = error_set(error, ERROR_ANALYSIS, "%s: declares '%s', a macro of what it "
				   "stands on", front->request->file, naming.lost);
	if (!failed)
		failed = write_file(result->names, strbuf_text(&text), text.length, error);
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
	front->precompiled = request->precompiled;
	front->index = clang_createIndex(front->precompiled != NULL, 0);
	enum CXErrorCode code = parse_once(front, path, false,
					   CXTranslationUnit_Incomplete |
					   CXTranslationUnit_ForSerialization);

	if (code != CXError_Success || !front->tu || has_errors(front))
		failed = error_set(error, ERROR_ANALYSIS, "%s: not without errors", path);
	if (!failed)
		failed = write_names(front, result, error) ||
			 save(front, result->path, error);
	if (!failed)
		record_deps(front);
	*unit = failed ? NULL : front->unit;
	if (failed)
		ir_unit_free(front->unit);
	front_finish(front);
	return failed ? -1 : 0;
}

/* ---- using ---------------------------------------------------------------------- */

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
	bool is_ours = starts_with(clang_getCString(name), FUNCTIONS) ||
		       starts_with(clang_getCString(name), TYPES);

	clang_disposeString(name);
	if (is_ours)
		clang_visitChildren(cursor, take_name, front);
	return is_ours;
}
