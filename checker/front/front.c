// SPDX-License-Identifier: GPL-2.0-only
/* A translation unit from flags to IR: parse, choose what to lower, lower, verify. */
#include "front/lower.h"

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

/* ---- parsing ------------------------------------------------------------------- */

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

static const char *parse_failure(enum CXErrorCode code)
{
	switch (code) {
	case CXError_Crashed:
		return "libclang crashed while parsing";
	case CXError_InvalidArguments:
		return "libclang refuses the arguments";
	case CXError_ASTReadError:
		return "libclang cannot read its precompiled header";
	default:
		return "libclang cannot parse it (is the file there?)";
	}
}

/* A processor that libclang has not heard of is fatal; without it, it takes a default. */
static bool names_processor(const char *flag)
{
	return starts_with(flag, "-march=") || starts_with(flag, "-mcpu=") ||
	       starts_with(flag, "-mabi=") || starts_with(flag, "-mfloat-abi=");
}

/*
 * Files in memory are found by their whole name only: with them, directories to search
 * are spelled out. ALONE: the directory is an argument of its own, FLAG.
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

static bool awaits_directory(const char *flag)
{
	return !strcmp(flag, "-I") || !strcmp(flag, "-isystem") || !strcmp(flag, "-iquote") ||
	       !strcmp(flag, "-idirafter");
}

/* argv for the parser, malloc'd; the strings are the arena's and the request's. */
static const char **arguments(struct front *front, bool any_processor, size_t *count)
{
	const struct front_request *request = front->request;
	size_t nflags;
	const char **flags = front_filter_flags(request->flags, request->nflags, &nflags);
	const char **argv = xcalloc(nflags + 8, sizeof(*argv));
	size_t n = 0;

	argv[n++] = "clang";
	argv[n++] = arena_printf(front->arena, "-working-directory=%s", request->directory);
	for (size_t i = 0; i < nflags; i++)
		if (!any_processor || !names_processor(flags[i]))
			argv[n++] = spelled_out(front, flags[i],
						i && awaits_directory(flags[i - 1]));
	if (request->overlay) {
		argv[n++] = "-ivfsoverlay";
		argv[n++] = request->overlay;
	}
	argv[n++] = "-w";
	argv[n++] = "-ferror-limit=0";
	free(flags);
	*count = n;
	return argv;
}

static enum CXErrorCode try_parse(struct front *front, const char *path, bool any_processor)
{
	const struct front_request *request = front->request;
	struct CXUnsavedFile *files = unsaved_files(front);
	size_t count;
	const char **argv = arguments(front, any_processor, &count);
	enum CXErrorCode code;

	code = clang_parseTranslationUnit2FullArgv(front->index, path, argv, (int)count, files,
						   (unsigned)request->nvirtual_files,
						   CXTranslationUnit_KeepGoing, &front->tu);
	free(argv);
	free(files);
	return code;
}

static int parse(struct front *front, struct error *error)
{
	const struct front_request *request = front->request;
	const char *path = path_join(front->arena, request->directory, request->file);
	enum CXErrorCode code;

	front->index = clang_createIndex(0, 0);
	code = try_parse(front, path, false);
	if (code == CXError_Failure && !access(path, R_OK))
		code = try_parse(front, path, true);
	if (code != CXError_Success || !front->tu)
		return error_set(error, ERROR_ANALYSIS, "%s: %s", path, parse_failure(code));
	front->main_file = clang_getFile(front->tu, path);
	return 0;
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

/* ---- choosing ---------------------------------------------------------------------- */

static bool in_main_file(struct front *front, CXCursor cursor)
{
	CXFile file;

	clang_getExpansionLocation(clang_getCursorLocation(cursor), &file, NULL, NULL, NULL);
	return file && clang_File_isEqual(file, front->main_file);
}

/* One of the functions that were asked for, with a body in some header. */
static bool is_helper(struct front *front, CXCursor cursor)
{
	const struct front_request *request = front->request;
	bool helper = false;

	if (!request->nhelpers || clang_getCursorKind(cursor) != CXCursor_FunctionDecl ||
	    !clang_isCursorDefinition(cursor))
		return false;
	CXString name = clang_getCursorSpelling(cursor);
	for (size_t i = 0; i < request->nhelpers && !helper; i++)
		helper = !strcmp(clang_getCString(name), request->helpers[i]);
	clang_disposeString(name);
	return helper;
}

static enum CXChildVisitResult choose(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct front *front = data;
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	(void)parent;
	if (kind != CXCursor_FunctionDecl && kind != CXCursor_VarDecl)
		return CXChildVisit_Continue;
	if (!is_helper(front, cursor) &&
	    (!in_main_file(front, cursor) || !clang_isCursorDefinition(cursor)))
		return CXChildVisit_Continue;
	want(front, reference_for(front, cursor, ""));
	return CXChildVisit_Continue;
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

/* Known only now that all has been seen. */
static void mark_taken_globals(struct front *front)
{
	for (size_t i = 1; i < front->references.count; i++) {
		struct reference *reference = front->references.data[i];
		uint32_t global = reference->symbol
			? front->unit->symbols.data[reference->symbol].global : 0;

		if (global)
			front->unit->globals.data[global - 1].address_taken =
				reference->address_taken;
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
	clang_visitChildren(clang_getTranslationUnitCursor(front->tu), choose, front);
	if (lower_all(front, error))
		return -1;
	mark_taken_globals(front);
	record_deps(front);
	return ir_verify_unit(front->unit, error);
}

/* ---- the whole -------------------------------------------------------------------------- */

static void front_free(struct front *front)
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
	vec_free(&front->inits);
	arena_free(front->arena);
}

/* Deep nesting in the source is deep recursion here. */
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

struct ir_unit *front_extract(const struct front_request *request, struct error *error)
{
	struct front front = { .request = request, .arena = arena_new(), .unit = ir_unit_new() };
	struct ir_unit *unit = front.unit;

	vec_push(&front.references, NULL);
	vec_push(&front.members, NULL);
	if (parse(&front, error) || lower_on_large_stack(&front, error)) {
		ir_unit_free(unit);
		unit = NULL;
	}
	front_free(&front);
	return unit;
}
