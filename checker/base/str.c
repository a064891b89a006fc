// SPDX-License-Identifier: GPL-2.0-only
#include "base/str.h"
#include "base/open_file.h"
#include "base/watcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make_room(struct strbuf *buf, size_t extra)
{
	size_t need = buf->length + extra + 1;

	if (need <= buf->room)
		return;
	buf->room = need > 2 * buf->room ? need : 2 * buf->room;
	buf->text = xrealloc(buf->text, buf->room);
}

void strbuf_add(struct strbuf *buf, const char *text, size_t length)
{
	make_room(buf, length);
	memcpy(buf->text + buf->length, text, length);
	buf->length += length;
	buf->text[buf->length] = '\0';
}

void strbuf_puts(struct strbuf *buf, const char *text)
{
	strbuf_add(buf, text, strlen(text));
}

void strbuf_putc(struct strbuf *buf, char c)
{
	strbuf_add(buf, &c, 1);
}

void strbuf_printf(struct strbuf *buf, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length > 0) {
		make_room(buf, (size_t)length);
		vsnprintf(buf->text + buf->length, (size_t)length + 1, format, again);
		buf->length += (size_t)length;
	}
	va_end(again);
}

const char *strbuf_text(const struct strbuf *buf)
{
	return buf->text ? buf->text : "";
}

char *strbuf_take(struct strbuf *buf)
{
	char *text = buf->text ? buf->text : xstrdup("");

	memset(buf, 0, sizeof(*buf));
	return text;
}

char *strbuf_keep(struct strbuf *buf, struct arena *arena)
{
	char *copy = arena_strdup(arena, strbuf_text(buf));

	strbuf_free(buf);
	return copy;
}

void strbuf_free(struct strbuf *buf)
{
	free(buf->text);
	memset(buf, 0, sizeof(*buf));
}

bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

bool ends_with(const char *text, const char *suffix)
{
	size_t length = strlen(text), tail = strlen(suffix);

	return length >= tail && !memcmp(text + length - tail, suffix, tail);
}

bool fits_pattern(const char *pattern, size_t size, const char *text, size_t length, const char *never)
{
	const char *star = NULL, *again = NULL, *end = text + length, *last = pattern + size;

	while (text < end) {
		if (pattern < last && *pattern == '*') {
			star = pattern++;
			again = text;
		} else if (pattern < last && *pattern == *text) {
			pattern++;
			text++;
		} else if (star && !strchr(never, *again)) {
			pattern = star + 1;
			text = ++again;
		} else {
			return false;
		}
	}
	while (pattern < last && *pattern == '*')
		pattern++;
	return pattern == last;
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *path_dir(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return arena_strdup(arena, ".");
	return arena_strndup(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

char *path_join(struct arena *arena, const char *dir, const char *name)
{
	if (*name == '/')
		return arena_strdup(arena, name);
	return arena_printf(arena, "%s/%s", dir, name);
}

static bool is_part(const char *at, size_t length, const char *name)
{
	return strlen(name) == length && !memcmp(at, name, length);
}

/* Where the last part of OUT begins; each part is followed by a slash. */
static size_t last_part(const char *out, size_t start, size_t length)
{
	size_t at = length - 1;

	while (at > start && out[at - 1] != '/')
		at--;
	return at;
}

/* The length of OUT after going up one directory. */
static size_t go_up(char *out, size_t start, size_t length)
{
	if (length > start) {
		size_t last = last_part(out, start, length);

		if (!is_part(out + last, length - last, "../"))
			return last;
	} else if (start) {
		return length;	/* the parent of the root is the root */
	}
	memcpy(out + length, "../", 3);
	return length + 3;
}

char *path_normalise(struct arena *arena, const char *path)
{
	char *out = arena_alloc(arena, strlen(path) + 2);
	size_t start = *path == '/', length = start;

	out[0] = '/';
	while (*path) {
		size_t part = strcspn(path, "/");

		if (is_part(path, part, "..")) {
			length = go_up(out, start, length);
		} else if (part && !is_part(path, part, ".")) {
			memcpy(out + length, path, part);
			length += part;
			out[length++] = '/';
		}
		path += part;
		path += strspn(path, "/");
	}
	if (length > start)
		length--;
	out[length] = '\0';
	return length ? out : arena_strdup(arena, ".");
}

const char *path_below(const char *path, const char *root)
{
	size_t length = strlen(root);

	if (strncmp(path, root, length) || path[length] != '/')
		return NULL;
	return path + length + 1;
}

/* Reads FD to its end. Returns 0; -1 with *WHY. */
static int read_whole(int fd, struct strbuf *buf, const char *path, const char **why)
{
	for (;;) {
		make_room(buf, 4096);
		ssize_t got = read(fd, buf->text + buf->length, buf->room - buf->length - 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			*why = strerror(errno);
			note_read_fault(path, *why);
		} else if (buf->length + (size_t)got > FILE_BYTES_MOST) {
			*why = "is too large";
		}
		if (*why)
			return -1;
		if (!got)
			return 0;
		buf->length += (size_t)got;
	}
}

static char *fail_to_read(const char *path, const char *why, const struct stat *st, struct error *error)
{
	if (!strcmp(why, "is too large"))
		error_set(error, ERROR_ENVIRONMENT, "%s: is too large to be read: %lld bytes, and at most %zu are read",
			  path, (long long)st->st_size, FILE_BYTES_MOST);
	else if (starts_with(why, "is "))
		error_set(error, ERROR_ENVIRONMENT, "%s: %s", path, why);
	else
		error_set(error, ERROR_ENVIRONMENT, "%s: cannot be read: %s", path, why);
	return NULL;
}

char *read_file(const char *path, size_t *length, struct error *error)
{
	struct strbuf buf = { 0 };
	struct stat st = { 0 };
	const char *why;
	int fd = open_file(path, &st, &why);

	if (fd < 0)
		return fail_to_read(path, why, &st, error);
	make_room(&buf, (size_t)st.st_size + 1);
	int failed = read_whole(fd, &buf, path, &why);
	close(fd);
	if (failed) {
		strbuf_free(&buf);
		return fail_to_read(path, why, &st, error);
	}
	buf.text[buf.length] = '\0';
	if (length)
		*length = buf.length;
	return buf.text;
}

int write_file(const char *path, const void *data, size_t length, struct error *error)
{
	char *temporary = xasprintf("%s.XXXXXX", path);
	int fd = mkostemp(temporary, O_CLOEXEC);
	const char *at = data;
	size_t left = length;

	if (fd < 0) {
		error_set(error, ERROR_ENVIRONMENT, "%s: cannot be written: %s", path, strerror(errno));
		free(temporary);
		return -1;
	}
	watcher_add_path(temporary);
	while (left) {
		ssize_t put = write(fd, at, left);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			break;
		at += put;
		left -= (size_t)put;
	}
	mode_t mask = umask(0);
	umask(mask);
	int failed = left || fchmod(fd, 0666 & ~mask);
	int saved = errno;
	failed |= close(fd);
	if (failed || rename(temporary, path)) {
		if (!failed)
			saved = errno;
		failed = 1;
		unlink(temporary);
		error_set(error, ERROR_ENVIRONMENT, "%s: cannot be written: %s", path, strerror(saved));
	}
	watcher_drop_path(temporary);
	free(temporary);
	return failed ? -1 : 0;
}

int make_directories(const char *path, struct error *error)
{
	char *copy = xstrdup(path);

	for (char *slash = copy; (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		(void)mkdir(copy, 0777);	/* the last mkdir() reports the error */
		*slash = '/';
	}
	int failed = mkdir(copy, 0777) && errno != EEXIST;
	int saved = errno;
	struct stat st;
	if (!failed && (stat(copy, &st) || !S_ISDIR(st.st_mode))) {
		failed = 1;
		saved = ENOTDIR;
	}
	free(copy);
	if (failed)
		return error_set(error, ERROR_ENVIRONMENT, "%s: directory cannot be made: %s",
				 path, strerror(saved));
	return 0;
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void sort_strings(struct strings *strings)
{
	size_t kept = 0;

	if (strings->count)
		qsort(strings->data, strings->count, sizeof(*strings->data), compare_strings);
	for (size_t i = 0; i < strings->count; i++)
		if (!kept || strcmp(strings->data[i], strings->data[kept - 1]))
			strings->data[kept++] = strings->data[i];
	strings->count = kept;
}
