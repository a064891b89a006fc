// SPDX-License-Identifier: GPL-2.0-only
/* The way of a translation unit to IR: parse, choose the functions and variables, lower, verify. */
#include "front/lower.h"

#include <malloc.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *front_version(void)
{
	CXString string = clang_getClangVersion();
	char *version = xstrdup(clang_getCString(string));

	clang_disposeString(string);
	return version;
}

/* They are found from the library's own place, as libclang does. */
char *front_headers(void)
{
	static const char *const places[] = { "clang", "../lib/clang" };
	char *version = front_version(), *found = NULL;
	const char *number = strstr(version, "version ");
	unsigned major = number ? (unsigned)atoi(number + strlen("version ")) : 0;
	Dl_info library;

	for (size_t i = 0; i < sizeof(places) / sizeof(*places) && major && !found; i++) {
		if (!dladdr((void *)clang_getClangVersion, &library) || !library.dli_fname)
			break;
		found = xasprintf("%.*s/%s/%u/include", (int)(path_base(library.dli_fname) - library.dli_fname - 1),
				  library.dli_fname, places[i], major);
		if (access(found, R_OK)) {
			free(found);
			found = NULL;
		}
	}
	free(version);
	return found;
}

static void describe_target(struct front *front)
{
	CXTargetInfo info = clang_getTranslationUnitTargetInfo(front->tu);
	int width = clang_TargetInfo_getPointerWidth(info);

	clang_TargetInfo_dispose(info);
	if (width != 32)
		width = 64;
	front->unit->pointer_bits = (uint32_t)width;
	front->pointer = (struct ir_type){ .kind = IR_PTR, .bits = (uint64_t)width };
	front->index_type = (struct ir_type){ .kind = IR_INT, .is_signed = true,
					      .bits = (uint64_t)width };
}

/* ---- choosing ------------------------------------------------------------------- */

/* Whether CURSOR stands in the main file, or in the part of it that the request names. */
static bool is_asked_for(struct front *front, CXCursor cursor)
{
	const char *part = front->request->part;
	struct source_file *source;
	CXFile file;

	if (in_main_file(front, cursor))
		return true;
	clang_getExpansionLocation(clang_getCursorLocation(cursor), &file, NULL, NULL, NULL);
	source = part && file ? source_file_of(front, file) : NULL;
	return source && !strcmp(source->path, part);
}

static enum CXChildVisitResult choose(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct front *front = data;
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	(void)parent;
	if (kind != CXCursor_FunctionDecl && kind != CXCursor_VarDecl)
		return CXChildVisit_Continue;
	if (!note_helper(front, cursor) && !take_precompiled_names(front, cursor) &&
	    is_asked_for(front, cursor) && clang_isCursorDefinition(cursor))
		vec_push(&front->own, cursor);
	return CXChildVisit_Continue;
}

/* Queues helpers first, then the main file's definitions: the order does not depend on the includes. */
static void choose_all(struct front *front)
{
	clang_visitChildren(clang_getTranslationUnitCursor(front->tu), choose, front);
	for (size_t i = 0; i < front->request->nhelpers; i++)
		if (front->helpers[i])
			want(front, reference_for(front, *front->helpers[i], ""));
	vec_each(cursor, &front->own)
		want(front, reference_for(front, *cursor, ""));
}

static int lower_all(struct front *front, struct error *error)
{
	for (size_t i = 0; i < front->queue.count; i++) {
		struct reference *reference = front->queue.data[i];

		if (reference->kind == IR_SYM_VARIABLE)
			lower_global(front, reference);
		else if (lower_function(front, reference, error))
			return -1;
	}
	return 0;
}

/* Any function may take an address, so this waits until all are lowered. */
static void mark_taken_globals(struct front *front)
{
	for (size_t i = 1; i < front->references.count; i++) {
		struct reference *reference = front->references.data[i];
		uint32_t global = reference->symbol
			? front->unit->symbols.data[reference->symbol].global : 0;

		if (!global)
			continue;
		struct ir_global *variable = &front->unit->globals.data[global - 1];

		variable->address_taken = reference->address_taken;
		variable->is_written = reference->is_written;
		variable->is_assigned = reference->is_assigned;
	}
}

static int lower_unit(struct front *front, struct error *error)
{
	struct source_file *main_file = source_file_of(front, front->main_file);

	if (!main_file)
		return error_set(error, ERROR_ANALYSIS, "%s: not among the files that were parsed",
				 front->request->file);
	front->unit->main_file = main_file->path;
	front->unit->arch = arena_strdup(front->unit->arena,
					 front->request->arch ? front->request->arch : "");
	describe_target(front);
	collect_troubles(front);
	choose_all(front);
	if (lower_all(front, error))
		return -1;
	mark_taken_globals(front);
	follow_stored_functions(front);
	record_lost(front);
	record_deps(front);
	return ir_verify_unit(front->unit, error);
}

/* ---- the whole ------------------------------------------------------------------ */

/* Lowering recurses as deep as the source nests. */
#define STACK_BYTES (64u << 20)

struct task {
	struct front *front;
	struct error *error;
	int result;
};

static void run_task(void *data)
{
	struct task *task = data;

	task->result = lower_unit(task->front, task->error);
}

static int lower_on_large_stack(struct front *front, struct error *error)
{
	struct task task = { front, error, -1 };

	clang_executeOnThread(run_task, &task, STACK_BYTES);
	return task.result;
}

/* Which shortcuts an attempt at a unit takes, fewer in each. */
enum attempt {
	ATTEMPT_NAMED,		/* with precompiled headers, of which it visits what the file refers to */
	ATTEMPT_DECLARED,	/* with precompiled headers, all of whose declarations it visits */
	ATTEMPT_ALONE,		/* parses all of it */
	ATTEMPT_ALONE_WITH_MACROS,	/* likewise, for a file that lacks a header */
	ATTEMPT_NONE,
};

/* Errors tell more when no precompiled header stands before them. */
static enum attempt next_attempt(const struct front *front, enum attempt attempt, bool failed)
{
	if (attempt >= ATTEMPT_ALONE)
		return ATTEMPT_NONE;
	if (!failed && lacks_header(front))
		return ATTEMPT_ALONE_WITH_MACROS;
	if (failed || has_errors(front))
		return ATTEMPT_ALONE;
	return front->lacks_declarations ? ATTEMPT_DECLARED : ATTEMPT_NONE;
}

/* One attempt at a unit. Sets *NEXT to the attempt that is needed instead, ATTEMPT_NONE if none is. */
static struct ir_unit *try_extract(const struct front_request *request, enum attempt attempt,
				   enum attempt *next, struct error *error)
{
	struct front *front = front_new(request);
	struct ir_unit *unit = front->unit;

	front->precompiled = attempt < ATTEMPT_ALONE ? request->precompiled : NULL;
	front->all_declarations = attempt != ATTEMPT_NAMED;
	bool failed = parse_source(front, attempt == ATTEMPT_ALONE_WITH_MACROS, error);
	*next = next_attempt(front, attempt, failed);
	if (!failed && *next == ATTEMPT_NONE) {
		failed = lower_on_large_stack(front, error);
		*next = next_attempt(front, attempt, failed);
	}
	if (failed || *next != ATTEMPT_NONE) {
		ir_unit_free(unit);
		unit = NULL;
	}
	if (*next != ATTEMPT_NONE)
		front_free(front);
	else
		front_finish(front);
	return unit;
}

struct ir_unit *front_extract(const struct front_request *request, struct error *error)
{
	enum attempt attempt = request->lacks_header ? ATTEMPT_ALONE_WITH_MACROS :
			       request->precompiled ? ATTEMPT_NAMED : ATTEMPT_ALONE;
	struct ir_unit *unit = NULL;

	while (attempt != ATTEMPT_NONE) {
		error_clear(error);
		unit = try_extract(request, attempt, &attempt, error);
	}
	return unit;
}

void front_prepare(void)
{
	static const char *const arguments[] = { "clang", "-w", "-nostdinc" };
	struct CXUnsavedFile file = { "prepare.c", "int prepare;\n", strlen("int prepare;\n") };
	CXIndex index = clang_createIndex(0, 0);
	CXTranslationUnit unit = NULL;

	/*
	 * libclang parses in a thread; with an arena of its own, that thread's heap would grow by a
	 * few pages at a time.
	 */
	(void)mallopt(M_ARENA_MAX, 1);
	(void)clang_parseTranslationUnit2FullArgv(index, file.Filename, arguments, 3, &file, 1, 0,
						  &unit);
	if (unit)
		clang_disposeTranslationUnit(unit);
	clang_disposeIndex(index);
}
