// SPDX-License-Identifier: GPL-2.0-only
/* Has libclang parse a file with its flags. */
#include "front/damage.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/open_file.h"

static struct CXUnsavedFile *unsaved_files(struct front *front)
{
	const struct front_request *request = front->request;
	struct CXUnsavedFile *files = xcalloc(request->nvirtual_files + 1, sizeof(*files));

	for (size_t i = 0; i < request->nvirtual_files; i++) {
		files[i].Filename = path_normalise(front->arena,
						   path_join(front->arena, request->directory,
							     request->virtual_files[i].path));
		files[i].Contents = request->virtual_files[i].text;
		files[i].Length = strlen(files[i].Contents);
	}
	return files;
}

const char *parse_failure(enum CXErrorCode code)
{
	switch (code) {
	case CXError_Crashed:
		return "libclang crashed while parsing";
	case CXError_InvalidArguments:
		return "libclang refuses the arguments";
	case CXError_ASTReadError:
		return "libclang cannot read its precompiled header";
	default:
		return "libclang cannot parse it";
	}
}

/* Why libclang, which does not say so, could not open the file PATH; NULL: it can be opened. */
static const char *why_not_opened(const struct front *front, const char *path)
{
	const char *why = NULL;
	struct stat st;

	for (size_t i = 0; i < front->request->nvirtual_files; i++)
		if (!strcmp(path, path_normalise(front->arena, path_join(front->arena, front->request->directory,
									 front->request->virtual_files[i].path))))
			return NULL;
	int fd = open_file(path, &st, &why);

	if (fd >= 0)
		close(fd);
	return why;
}

/* An unknown processor is a fatal error; without the flag libclang takes a default. */
static bool names_processor(const char *flag)
{
	return starts_with(flag, "-march=") || starts_with(flag, "-mcpu=") ||
	       starts_with(flag, "-mabi=") || starts_with(flag, "-mfloat-abi=");
}

/*
 * libclang finds files in memory only by their full path, so with such files search directories
 * are made absolute. ALONE: FLAG is the directory itself, an argument after -I or its like.
 */
static const char *spelled_out(struct front *front, const char *flag, bool alone)
{
	static const char *const options[] = { "-isystem", "-iquote", "-idirafter", "-I" };
	const char *directory = front->request->directory;

	if (!front->request->nvirtual_files)
		return flag;
	if (alone)
		return path_normalise(front->arena, path_join(front->arena, directory, flag));
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		size_t length = strlen(options[i]);

		if (starts_with(flag, options[i]) && flag[length])
			return arena_printf(front->arena, "%s%s", options[i],
					    path_normalise(front->arena,
							   path_join(front->arena, directory,
								     flag + length)));
	}
	return flag;
}

/*
 * gcc before version 14 warns of these and compiles them; clang refuses them. They are judged as gcc
 * compiles them.
 */
static const char *const only_warnings[] = {
	"-Wno-error=implicit-function-declaration", "-Wno-error=implicit-int",
	"-Wno-error=incompatible-function-pointer-types", "-Wno-error=incompatible-pointer-types",
	"-Wno-error=int-conversion", "-Wno-error=return-type", "-Wno-error=return-mismatch",
	"-Wno-unknown-warning-option",
};

#define ONLY_WARNINGS (sizeof(only_warnings) / sizeof(*only_warnings))

static bool awaits_directory(const char *flag)
{
	return !strcmp(flag, "-I") || !strcmp(flag, "-isystem") || !strcmp(flag, "-iquote") ||
	       !strcmp(flag, "-idirafter");
}

/* The parser's argv, malloc'd; the arena and the request own the strings. */
static const char **arguments(struct front *front, bool any_processor, size_t *count)
{
	const struct front_request *request = front->request;
	const struct front_precompiled *precompiled = front->precompiled;
	size_t nflags;
	const char **flags = front_filter_flags(request->flags, request->nflags, &nflags);
	const char **argv = xcalloc(nflags + ONLY_WARNINGS + 15, sizeof(*argv));
	size_t n = 0;

	argv[n++] = "clang";
	argv[n++] = arena_printf(front->arena, "-working-directory=%s", request->directory);
	if (precompiled) {
		argv[n++] = "-include-pch";
		argv[n++] = precompiled->path;
	}
	for (size_t i = 0; i < nflags; i++)
		if (!any_processor || !names_processor(flags[i]))
			argv[n++] = spelled_out(front, flags[i],
						i && awaits_directory(flags[i - 1]));
	if (precompiled && !front->is_header) {
		argv[n++] = "-include";
		argv[n++] = precompiled->names;
	}
	if (request->overlay) {
		argv[n++] = "-ivfsoverlay";
		argv[n++] = request->overlay;
	}
	if (front->is_header) {
		argv[n++] = "-x";
		argv[n++] = "c-header";
	}
	for (size_t i = 0; i < ONLY_WARNINGS; i++)
		argv[n++] = only_warnings[i];
	argv[n++] = "-w";
	argv[n++] = "-ferror-limit=0";
	/* deeper nesting ends the parse of the whole file; gcc knows no limit */
	argv[n++] = "-fbracket-depth=2048";
	free(flags);
	*count = n;
	return argv;
}

enum CXErrorCode parse_once(struct front *front, const char *path, bool any_processor,
			    unsigned options)
{
	const struct front_request *request = front->request;
	struct CXUnsavedFile *files = unsaved_files(front);
	size_t count;
	const char **argv = arguments(front, any_processor, &count);
	enum CXErrorCode code;

	code = clang_parseTranslationUnit2FullArgv(front->index, path, argv, (int)count, files,
						   (unsigned)request->nvirtual_files,
						   options | CXTranslationUnit_KeepGoing,
						   &front->tu);
	free(argv);
	free(files);
	return code;
}

/* Whether the parser found errors in the source; with MISSING, whether it lacks a header. */
static bool has_diagnostic(const struct front *front, bool missing)
{
	unsigned count = clang_getNumDiagnostics(front->tu);
	bool found = false;

	for (unsigned i = 0; i < count && !found; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(front->tu, i);

		found = clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error;
		if (found && missing) {
			CXString text = clang_getDiagnosticSpelling(diagnostic);

			found = missing_name(front->arena, clang_getCString(text));
			clang_disposeString(text);
		}
		clang_disposeDiagnostic(diagnostic);
	}
	return found;
}

bool has_errors(const struct front *front)
{
	return has_diagnostic(front, false);
}

bool lacks_header(const struct front *front)
{
	return has_diagnostic(front, true);
}

/* Parses again, keeping the macros: they tell what the header that is missing may define. */
static enum CXErrorCode parse_with_macros(struct front *front, const char *path, bool any_processor)
{
	clang_disposeTranslationUnit(front->tu);
	front->tu = NULL;
	return parse_once(front, path, any_processor,
			  CXTranslationUnit_DetailedPreprocessingRecord);
}

static int report_failure(const struct front *front, const char *path, enum CXErrorCode code, struct error *error)
{
	const char *why = code == CXError_Failure ? why_not_opened(front, path) : NULL;

	return error_set(error, ERROR_ANALYSIS, "%s: %s%s%s", path, parse_failure(code), why ? ": " : "", why ? why : "");
}

int parse_source(struct front *front, bool keep_macros, struct error *error)
{
	unsigned options = keep_macros ? CXTranslationUnit_DetailedPreprocessingRecord : 0;
	const struct front_request *request = front->request;
	const char *path = path_join(front->arena, request->directory, request->file);
	bool any_processor = false;
	enum CXErrorCode code;

	front->index = clang_createIndex(front->precompiled && !front->all_declarations, 0);
	code = parse_once(front, path, false, options);
	if (code == CXError_Failure && !access(path, R_OK)) {
		any_processor = true;
		code = parse_once(front, path, true, options);
	}
	if (code == CXError_Success && front->tu && !front->precompiled && !keep_macros &&
	    lacks_header(front))
		code = parse_with_macros(front, path, any_processor);
	if (code != CXError_Success || !front->tu)
		return report_failure(front, path, code, error);
	front->main_file = clang_getFile(front->tu, path);
	return 0;
}
