// SPDX-License-Identifier: GPL-2.0-only
#include "ir/move_lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "ir/put.h"

struct mover {
	const char *at, *end;	/* of the text that is left */
	struct strbuf *out;
	const struct moved_source *moved;
	size_t count;
	VEC(const struct moved_source *) files;	/* by the file's number; NULL: it has not moved */
	const struct moved_source *last;	/* of the last position */
	bool in_moved;		/* in a function whose file has moved */
	bool has_problem;	/* the parser had a problem with a source that has moved */
	bool failed;
};

static void copy_to(struct mover *mover, const char *stop)
{
	strbuf_add(mover->out, mover->at, (size_t)(stop - mover->at));
	mover->at = stop;
}

/* Takes a number from the text. */
static uint64_t take_number(struct mover *mover)
{
	uint64_t number = 0;

	mover->failed |= mover->at == mover->end || !isdigit((unsigned char)*mover->at);
	while (mover->at < mover->end && isdigit((unsigned char)*mover->at))
		number = number * 10 + (uint64_t)(*mover->at++ - '0');
	return number;
}

static uint32_t line_now(struct mover *mover, const struct moved_source *source, uint64_t line)
{
	size_t low = 0, high = source->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (source->from[middle] < line)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < source->count && source->from[low] == line)
		return source->to[low];
	mover->failed = true;
	return 0;
}

/* Takes a line of SOURCE (NULL: of one that has not moved). */
static void move_line(struct mover *mover, const struct moved_source *source)
{
	uint64_t line = take_number(mover);

	put_number(mover->out, source && line ? line_now(mover, source, line) : line);
}

/* Behind the '@': FILE:LINE:COLUMN, of which the column stays. */
static void move_position(struct mover *mover)
{
	uint64_t file = take_number(mover);

	mover->failed |= file >= mover->files.count || mover->at == mover->end || *mover->at != ':';
	if (mover->failed)
		return;
	put_number(mover->out, file);
	copy_to(mover, mover->at + 1);
	mover->last = mover->files.data[file];
	move_line(mover, mover->last);
}

/* ---- strings ---- */

static bool is_path_char(char c)
{
	return isalnum((unsigned char)c) || strchr("_-+./,", c);
}

/* The first "NAME:LINE" of a source that has moved between AT and END: where its line stands, or NULL. */
static const char *find_place(const struct mover *mover, const char *at, const char *end,
			      const struct moved_source **source)
{
	for (const char *colon = at; (colon = memchr(colon, ':', (size_t)(end - colon))); colon++)
		for (size_t i = 0; i < mover->count && colon + 1 < end && isdigit((unsigned char)colon[1]); i++) {
			size_t length = strlen(mover->moved[i].name);
			const char *name = colon - length;

			if ((size_t)(colon - at) < length || memcmp(name, mover->moved[i].name, length) ||
			    (name > at && is_path_char(name[-1])))
				continue;
			*source = &mover->moved[i];
			return colon + 1;
		}
	return NULL;
}

/* Whether the text from AT to END names a line without its file: "line 12". */
static bool names_bare_line(const char *at, const char *end)
{
	static const char word[] = "line ";
	const size_t length = sizeof(word) - 1;

	while ((at = memmem(at, (size_t)(end - at), word, length))) {
		at += length;
		if (at < end && isdigit((unsigned char)*at))
			return true;
	}
	return false;
}

static const char *string_end(const struct mover *mover)
{
	const char *at = mover->at + 1;

	while (at < mover->end && *at != '"')
		at += *at == '\\' && at + 1 < mover->end ? 2 : 1;
	return at;
}

static void move_string(struct mover *mover)
{
	const char *end = string_end(mover), *place;
	const struct moved_source *source;

	/* a line without a file is that of a problem, or of the function's own file */
	mover->failed |= end == mover->end ||
			 ((mover->in_moved || mover->has_problem) && names_bare_line(mover->at, end));
	if (!mover->failed)
		copy_to(mover, mover->at + 1);
	while (!mover->failed && (place = find_place(mover, mover->at, end, &source))) {
		copy_to(mover, place);
		move_line(mover, source);
	}
	if (!mover->failed)
		copy_to(mover, end + 1);
}

/* ---- parts of the text ---- */

static void move_to(struct mover *mover, const char *stop)
{
	while (mover->at < stop && !mover->failed) {
		const char *next = mover->at;

		while (next < stop && *next != '"' && *next != '@')
			next++;
		copy_to(mover, next);
		if (next == stop)
			return;
		if (*next == '"') {
			move_string(mover);
			continue;
		}
		copy_to(mover, next + 1);
		if (next[-1] == ' ')
			move_position(mover);
	}
}

/* Moves behind the next WORD; false if there is none. */
static bool move_behind(struct mover *mover, const char *word)
{
	const char *at = memmem(mover->at, (size_t)(mover->end - mover->at), word, strlen(word));

	if (!at)
		mover->failed = true;
	else
		move_to(mover, at + strlen(word));
	return !mover->failed;
}

/* The source that the file NAME is. What has only the same last part may be it by another way: that fails. */
static const struct moved_source *find_name(struct mover *mover, const char *name)
{
	for (size_t i = 0; i < mover->count; i++) {
		if (!strcmp(mover->moved[i].name, name))
			return &mover->moved[i];
		mover->failed |= !strcmp(path_base(mover->moved[i].name), path_base(name));
	}
	return NULL;
}

static const char *line_end(const struct mover *mover)
{
	const char *end = memchr(mover->at, '\n', (size_t)(mover->end - mover->at));

	return end ? end + 1 : mover->end;
}

/* The table of files: lines `@NUMBER "NAME"`. A source that is not there has no position in the unit. */
static void read_files(struct mover *mover)
{
	copy_to(mover, line_end(mover));
	vec_push(&mover->files, NULL);
	while (mover->at < mover->end && *mover->at == '@') {
		const char *stop = line_end(mover), *quote = memchr(mover->at, '"', (size_t)(stop - mover->at));
		char *name = quote && stop - quote > 2 ? xasprintf("%.*s", (int)(stop - quote - 3), quote + 1) : NULL;

		vec_push(&mover->files, name ? find_name(mover, name) : NULL);
		free(name);
		copy_to(mover, stop);
	}
}

/* A list of problems as long as this may leave some out. */
#define PROBLEMS_MOST 50

/* Whether a line of the table of problems, `"FILE:...`, may name a source that has moved. */
static bool finds_problem(const struct mover *mover)
{
	static const char word[] = "\nproblems ";
	const char *at = memmem(mover->at, (size_t)(mover->end - mover->at), word, sizeof(word) - 1);

	if (at && strtoul(at + sizeof(word) - 1, NULL, 10) >= PROBLEMS_MOST)
		return true;
	while (at && (at = memchr(at, '\n', (size_t)(mover->end - at))) && ++at < mover->end && *at != 'f')
		for (size_t i = 0; i < mover->count; i++) {
			size_t length = strlen(mover->moved[i].name);

			if (*at == '"' && (size_t)(mover->end - at) > length + 1 && at[length + 1] == ':' &&
			    !memcmp(at + 1, mover->moved[i].name, length))
				return true;
		}
	return false;
}

/* The table of deps: lines `HASH "PATH"`. */
static void move_deps(struct mover *mover)
{
	while (mover->at < mover->end && isxdigit((unsigned char)*mover->at) && !mover->failed) {
		const char *stop = line_end(mover), *path = memchr(mover->at, '"', (size_t)(stop - mover->at));

		for (size_t i = 0; i < mover->count && path; i++) {
			size_t length = strlen(mover->moved[i].path);

			if ((size_t)(stop - path) != length + 3 || memcmp(path + 1, mover->moved[i].path, length))
				continue;
			put_hex(mover->out, mover->moved[i].hash, 16);
			mover->at = path - 1;
		}
		copy_to(mover, stop);
	}
}

/* "function ... @FILE:LINE:COLUMN end LINE ... body LENGTH", and so many bytes. */
static void move_function(struct mover *mover)
{
	struct strbuf *out = mover->out, body = { 0 };

	mover->last = NULL;
	mover->in_moved = false;
	if (!move_behind(mover, " end "))
		return;
	move_line(mover, mover->last);
	mover->in_moved = mover->last;
	if (!move_behind(mover, " body "))
		return;
	size_t length = take_number(mover);
	mover->failed |= mover->at == mover->end || length > (size_t)(mover->end - mover->at - 1);
	if (mover->failed)
		return;
	mover->at++;
	mover->out = &body;
	move_to(mover, mover->at + length);
	mover->out = out;
	put_number(out, body.length);
	strbuf_putc(out, '\n');
	strbuf_add(out, strbuf_text(&body), body.length);
	strbuf_free(&body);
}

static void move_functions(struct mover *mover)
{
	static const char word[] = "function ";

	while (!mover->failed && (size_t)(mover->end - mover->at) >= sizeof(word) - 1 &&
	       !memcmp(mover->at, word, sizeof(word) - 1))
		move_function(mover);
	if (!mover->failed)
		copy_to(mover, mover->end);
}

/* Such a name looks the same in the text. */
static bool is_plain_name(const char *name)
{
	for (; *name; name++)
		if (*name < ' ' || *name > '~' || *name == '"' || *name == '\\')
			return false;
	return true;
}

bool ir_move_lines(const char *text, size_t length, const struct moved_source *moved, size_t count, struct strbuf *out)
{
	struct mover mover = { .at = text, .end = text + length, .out = out, .moved = moved, .count = count };

	for (size_t i = 0; i < count; i++)
		mover.failed |= !is_plain_name(moved[i].name) || !is_plain_name(moved[i].path);
	mover.has_problem = finds_problem(&mover);
	if (!mover.failed && move_behind(&mover, "\nfiles "))
		read_files(&mover);
	if (!mover.failed && move_behind(&mover, "\ndeps ")) {
		copy_to(&mover, line_end(&mover));
		move_deps(&mover);
	}
	if (!mover.failed && move_behind(&mover, "\nfunctions ")) {
		copy_to(&mover, line_end(&mover));
		move_functions(&mover);
	}
	vec_free(&mover.files);
	return !mover.failed;
}
