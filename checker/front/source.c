// SPDX-License-Identifier: GPL-2.0-only
/* Source files, places in them, and the text there. */
#include "front/unit.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/open_file.h"
#include "base/source_hash.h"

const char *recorded_path(struct front *front, const char *path)
{
	const struct front_request *request = front->request;
	struct arena *arena = front->unit->arena;
	char *real = NULL;
	const char *result = NULL;

	path = path_normalise(arena, path_join(arena, request->directory, path));
	for (int attempt = 0; attempt < 2 && !result; attempt++) {
		const char *candidate = attempt ? real = realpath(path, NULL) : path;

		if (!candidate)
			break;
		if (request->tree)
			result = path_below(candidate, request->tree);
		if (result) {
			result = arena_strdup(arena, result);
		} else if (request->build && path_below(candidate, request->build)) {
			result = arena_printf(arena, "build/%s",
					      path_below(candidate, request->build));
		} else if (!request->tree && !request->build) {
			result = path_below(candidate, request->directory);
			break;
		}
	}
	free(real);
	return result ? result : path;
}

struct source_file *source_file_of(struct front *front, CXFile handle)
{
	struct source_file *file;
	CXString name;

	if (!handle)
		return NULL;
	file = intmap_get(&front->files, (uint64_t)(uintptr_t)handle);
	if (file)
		return file;
	file = arena_alloc(front->arena, sizeof(*file));
	name = clang_getFileName(handle);
	file->path = recorded_path(front, clang_getCString(name));
	file->number = ir_add_file(front->unit, file->path);
	file->handle = handle;
	clang_disposeString(name);
	intmap_set(&front->files, (uint64_t)(uintptr_t)handle, file);
	return file;
}

/* Reads the file from disk, as the parser did; NULL if it changed since or never was on disk. */
static const char *read_again(struct front *front, struct source_file *file)
{
	const struct front_request *request = front->request;
	struct error ignored = { 0 };
	struct stat st;

	if (request->overlay || request->nvirtual_files)
		return NULL;
	CXString name = clang_getFileName(file->handle);
	const char *path = path_join(front->arena, request->directory, clang_getCString(name));
	char *text = NULL;

	clang_disposeString(name);
	if (!stat(path, &st) && st.st_mtime == clang_getFileTime(file->handle))
		text = read_file(path, &file->length, &ignored);
	error_clear(&ignored);
	if (text)
		vec_push(&front->texts, text);
	return text;
}

/*
 * Prefers the disk to clang_getFileContents(): libclang (19) searches every file and macro of the unit
 * for it and loads those of precompiled headers, which took a twelfth of the time of a kernel's scan.
 */
void need_text(struct front *front, struct source_file *file)
{
	if (!file || file->asked)
		return;
	file->asked = true;
	file->text = read_again(front, file);
	if (!file->text)
		file->text = clang_getFileContents(front->tu, file->handle, &file->length);
}

struct source_place place_seen(struct front *front, CXSourceLocation location)
{
	struct source_place place = { 0 };
	CXFile file;

	clang_getFileLocation(location, &file, NULL, NULL, &place.offset);
	place.file = source_file_of(front, file);
	return place;
}

struct source_place place_expanded(struct front *front, CXSourceLocation location)
{
	struct source_place place = { 0 };
	CXFile file;

	clang_getExpansionLocation(location, &file, &place.line, &place.column, &place.offset);
	place.file = source_file_of(front, file);
	return place;
}

struct source_place place_spelled(struct front *front, CXSourceLocation location)
{
	struct source_place place = { 0 };
	CXFile file;

	clang_getSpellingLocation(location, &file, NULL, NULL, &place.offset);
	place.file = source_file_of(front, file);
	need_text(front, place.file);
	if (place.file && place.offset >= place.file->length)
		place.file = NULL;
	return place;
}

struct ir_loc loc_of(struct front *front, CXCursor cursor)
{
	struct ir_loc loc = { 0 };
	CXFile file;

	clang_getFileLocation(clang_getCursorLocation(cursor), &file, &loc.line, &loc.column, NULL);
	struct source_file *source = source_file_of(front, file);
	loc.file = source ? source->number : 0;
	return loc;
}

size_t identifier_at(const struct source_file *file, unsigned offset)
{
	const char *text = file->text;
	size_t end = offset;

	if (!text || offset >= file->length || isdigit((unsigned char)text[offset]))
		return 0;
	while (end < file->length && (isalnum((unsigned char)text[end]) || text[end] == '_'))
		end++;
	return end - offset;
}

/* The end of a macro call that starts at OFFSET, arguments included. */
static size_t macro_end(const struct source_file *file, size_t offset)
{
	size_t end = offset + identifier_at(file, (unsigned)offset), depth = 0, open;

	for (open = end; open < file->length && file->text[open] == ' '; open++)
		;
	if (open < file->length && file->text[open] == '(')
		end = open;
	if (end >= file->length || file->text[end] != '(')
		return end;
	for (; end < file->length; end++) {
		end += comment_length(file->text + end, file->length - end);
		if (end >= file->length)
			break;
		if (file->text[end] == '(')
			depth++;
		else if (file->text[end] == ')' && !--depth)
			return end + 1;
	}
	return end;
}

/* Cuts TEXT to LIMIT bytes without splitting a character, and marks the cut. */
static void shorten(char *text, size_t limit)
{
	size_t end = limit - 3;

	if (strlen(text) <= limit)
		return;
	while (end && ((unsigned char)text[end] & 0xc0) == 0x80)
		end--;
	memcpy(text + end, "...", sizeof("..."));
}

/* The length of the well-formed UTF-8 sequence at TEXT; 0 when it is none. */
static size_t utf8_length(const char *text, size_t room)
{
	unsigned char c = (unsigned char)*text;
	size_t length = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : (c & 0xf0) == 0xe0 ? 3 :
			c >= 0xf0 && c < 0xf5 ? 4 : 0;

	if (length > room)
		return 0;
	for (size_t i = 1; i < length; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

size_t comment_length(const char *text, size_t room)
{
	const char *end = NULL;

	if (room >= 4 && text[0] == '/' && text[1] == '*') {
		end = memmem(text + 2, room - 2, "*/", 2);
		return end ? (size_t)(end + 2 - text) : room;
	}
	if (room >= 2 && text[0] == '/' && text[1] == '/') {
		end = memchr(text, '\n', room);
		return end ? (size_t)(end - text) : room;
	}
	return 0;
}

static char *squeeze(struct arena *arena, const char *text, size_t length)
{
	char *result = arena_alloc(arena, length + IR_TEXT_MAX + 1), *out = result;
	bool space = false;

	for (size_t i = 0; i < length && out - result <= 4 * IR_TEXT_MAX;) {
		size_t skip = comment_length(text + i, length - i);
		size_t sequence = utf8_length(text + i, length - i);
		bool spliced = text[i] == '\\' && i + 1 < length && text[i + 1] == '\n';

		if (skip || spliced || (unsigned char)text[i] <= ' ' || text[i] == 0x7f) {
			space = out != result;
			i += skip ? skip : spliced ? 2 : 1;
			continue;
		}
		if (space)
			*out++ = ' ';
		space = false;
		if (!sequence) {
			*out++ = '?';
			i++;
			continue;
		}
		memcpy(out, text + i, sequence);
		out += sequence;
		i += sequence;
	}
	*out = '\0';
	shorten(result, IR_TEXT_MAX);
	return result;
}

static bool is_balanced(const char *text, size_t length)
{
	int depth = 0;

	for (size_t i = 0; i < length && depth >= 0; i++) {
		i += comment_length(text + i, length - i);
		if (i < length)
			depth += (text[i] == '(') - (text[i] == ')');
	}
	return !depth;
}

/* FILE's text from START to STOP in one line; NULL if it is empty or beyond the file's end. */
static const char *line_of(struct front *front, const struct source_file *file, size_t start, size_t stop)
{
	if (stop > file->length || stop <= start)
		return NULL;
	if (stop - start > 4000)
		stop = start + 4000;
	const char *result = arena_strdup(front->unit->arena, squeeze(front->arena, file->text + start, stop - start));

	return *result ? result : NULL;
}

const char *macro_call_text(struct front *front, CXSourceLocation location)
{
	struct source_place start = place_seen(front, location);

	need_text(front, start.file);
	if (!start.file || !start.file->text || start.offset >= start.file->length)
		return NULL;
	return line_of(front, start.file, start.offset, macro_end(start.file, start.offset));
}

const char *text_of(struct front *front, CXSourceRange extent)
{
	struct source_place start = place_seen(front, clang_getRangeStart(extent));
	struct source_place end = place_seen(front, clang_getRangeEnd(extent));
	size_t stop = end.offset;

	need_text(front, start.file);
	/*
	 * It begins in a macro's argument and ends in the macro's body, or the reverse: takes the
	 * whole call.
	 */
	if (start.file && start.file->text && start.file == end.file && stop > start.offset &&
	    stop <= start.file->length &&
	    !is_balanced(start.file->text + start.offset, stop - start.offset)) {
		start = place_expanded(front, clang_getRangeStart(extent));
		stop = 0;
	}

	if (!start.file || !start.file->text || start.offset >= start.file->length)
		return NULL;
	if (end.file != start.file || stop <= start.offset || stop > start.file->length)
		stop = macro_end(start.file, start.offset);
	return line_of(front, start.file, start.offset, stop);
}

/* ---- dependencies --------------------------------------------------------------- */

struct inclusions {
	struct front *front;
	struct strmap seen;
};

/* Hashes the parser's text, which may come from an overlay. Slow, see need_text(). */
static bool hash_parsed(struct front *front, CXFile file, const char *path, uint64_t *hash)
{
	size_t length;
	const char *text = clang_getFileContents(front->tu, file, &length);

	if (text)
		*hash = source_hash(path, text, length);
	return text;
}

static bool hash_file(const char *path, uint64_t *hash)
{
	struct error error = { 0 };
	size_t length;
	char *text = read_file(path, &length, &error);
	bool was_read = text;

	if (text)
		*hash = source_hash(path, text, length);
	error_clear(&error);
	free(text);
	return was_read;
}

/* Whether PATH may not have the text any more that the parser read. */
static bool has_changed(const struct front *front, const char *path)
{
	struct stat st;

	return stat(path, &st) || st.st_ctim.tv_sec + 1 >= front->started;
}

/* As realpath(), which looks at each directory of PATH; here each directory is looked at once. */
static char *real_path(struct front *front, const char *path)
{
	const char *directory = path_dir(front->arena, path);
	const char *real = strmap_get(&front->real_directories, directory);
	struct stat st;

	if (!real) {
		char *found = realpath(directory, NULL);

		real = arena_strdup(front->arena, found ? found : "");
		strmap_set(&front->real_directories, directory, (char *)real);
		free(found);
	}
	char *joined = xasprintf("%s/%s", real, path_base(path));

	if (*real && real[1] && !lstat(joined, &st) && S_ISREG(st.st_mode))
		return joined;
	free(joined);
	return realpath(path, NULL);
}

static void record_file(struct front *front, CXFile file, const char *name)
{
	struct arena *arena = front->unit->arena;
	const char *path = path_join(front->arena, front->request->directory, name);
	char *real = real_path(front, path);
	const char *recorded = real ? arena_strdup(arena, real) : path_normalise(arena, path);
	bool in_memory = !real && !front->request->overlay, known;
	uint64_t hash;

	free(real);
	if (in_memory)
		return;
	known = front->request->overlay || has_changed(front, recorded) ? hash_parsed(front, file, recorded, &hash) :
		hash_file(recorded, &hash);
	if (known)
		vec_push(&front->unit->deps, (struct ir_dep){ recorded, hash });
	else
		note_read_fault(recorded, "was read, and then was not there");
}

static void visit_inclusion(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct inclusions *inclusions = data;
	CXString string = clang_getFileName(file);
	const char *name = clang_getCString(string);

	(void)stack;
	(void)depth;
	if (name && !strmap_has(&inclusions->seen, name)) {
		strmap_set(&inclusions->seen, arena_strdup(inclusions->front->arena, name), "");
		record_file(inclusions->front, file, name);
	}
	clang_disposeString(string);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct ir_dep *)a)->path, ((const struct ir_dep *)b)->path);
}

void record_deps(struct front *front)
{
	struct inclusions inclusions = { .front = front };
	struct ir_unit *unit = front->unit;
	size_t kept = 0;

	/*
	 * libclang reports no file of a precompiled header; its list of names is ours and no
	 * dependency.
	 */
	if (front->precompiled)
		strmap_set(&inclusions.seen, front->precompiled->names, "");
	clang_getInclusions(front->tu, visit_inclusion, &inclusions);
	strmap_free(&inclusions.seen);
	for (size_t i = 0; front->precompiled && i < front->precompiled->ndeps; i++)
		vec_push(&unit->deps, front->precompiled->deps[i]);
	if (!unit->deps.count)
		return;
	qsort(unit->deps.data, unit->deps.count, sizeof(*unit->deps.data), by_path);
	for (size_t i = 1; i < unit->deps.count; i++)
		if (strcmp(unit->deps.data[i].path, unit->deps.data[kept].path))
			unit->deps.data[++kept] = unit->deps.data[i];
	unit->deps.count = kept + 1;
}
