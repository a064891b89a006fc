// SPDX-License-Identifier: GPL-2.0-only
#include "tree/read_source.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/open_file.h"
#include "tree/overlay.h"
#include "tree/tree_state.h"

void tree_note_unread(struct tree *tree, const char *path, const char *why)
{
	struct tree_state *state = (struct tree_state *)tree;

	pthread_mutex_lock(&state->unread_lock);
	if (!strmap_has(&state->unread, path))
		strmap_set(&state->unread, arena_strdup(state->unread_arena, path),
			   arena_strdup(state->unread_arena, why));
	pthread_mutex_unlock(&state->unread_lock);
}

const char *unread_why(const char *message, const char *actual)
{
	size_t length = strlen(actual);

	return starts_with(message, actual) && starts_with(message + length, ": ") ? message + length + 2 : message;
}

size_t tree_count_unread(const struct tree *tree)
{
	return ((const struct tree_state *)tree)->unread.count;
}

const char *tree_unread(const struct tree *tree, size_t index, const char **why)
{
	const struct tree_state *state = (const struct tree_state *)tree;

	*why = state->unread.entries[index].value;
	return state->unread.entries[index].key;
}

bool tree_is_unread(const struct tree *tree, const char *path)
{
	return strmap_has(&((const struct tree_state *)tree)->unread, path);
}

static void note_fault(struct tree *tree, const struct walked_file *source, const char *why)
{
	char *text = xasprintf("cannot be read: %s", why);

	note_read_fault(source->path, why);
	tree_note_unread(tree, source->path, text);
	free(text);
}

static int open_source(struct tree *tree, const struct walked_file *source)
{
	const struct overlay_file *overlaid = overlay_find(tree->overlay, source->path);
	char *path = overlaid ? NULL : walked_path(tree, source);
	const char *why;
	struct stat st;
	int fd = open_file(overlaid ? overlaid->actual : path, &st, &why);

	if (fd < 0 && is_read_fault(errno)) {
		note_fault(tree, source, why);
	} else if (fd < 0) {
		char *text = xasprintf("%s%s", starts_with(why, "is ") ? "" : "cannot be read: ", why);

		tree_note_unread(tree, source->path, text);
		free(text);
	}
	free(path);
	return fd;
}

static ssize_t read_to_end(int fd, char *text, size_t size)
{
	size_t length = 0;

	while (length < size) {
		ssize_t got = read(fd, text + length, size - length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (!got)
			break;
		length += (size_t)got;
	}
	text[length] = '\0';
	return (ssize_t)length;
}

ssize_t read_source(struct tree *tree, const struct walked_file *source, struct source_buffer *buffer)
{
	if (source->size > SOURCE_BYTES_MOST) {
		char *text = xasprintf("has %llu bytes; of a source at most %zu are read",
				       (unsigned long long)source->size, SOURCE_BYTES_MOST);

		tree_note_unread(tree, source->path, text);
		free(text);
		return -1;
	}
	int fd = open_source(tree, source);

	if (fd < 0)
		return -1;
	if (buffer->room < source->size + 1) {
		buffer->room = 2 * source->size + 1;
		buffer->text = xrealloc(buffer->text, buffer->room);
	}
	ssize_t length = read_to_end(fd, buffer->text, source->size);
	int saved = errno;

	close(fd);
	if (length >= 0 && (size_t)length == source->size)
		return length;
	note_fault(tree, source, length < 0 ? strerror(saved) : "it changed while it was read");
	return -1;
}
