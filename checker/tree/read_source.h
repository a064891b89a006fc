/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the sources of a walk, by one thread each. */
#ifndef MNCHECK_TREE_READ_SOURCE_H
#define MNCHECK_TREE_READ_SOURCE_H

#include <sys/types.h>

#include "tree/tree.h"
#include "tree/walk.h"

/* A larger source is not read: no kernel has one of half the size. */
#define SOURCE_BYTES_MOST ((size_t)64 << 20)

/* A thread's buffer. Begin with zeros; free `text`. */
struct source_buffer {
	char *text;
	size_t room;
};

/*
 * Reads SOURCE as TREE has it, and a NUL byte, into BUFFER. Returns its length; -1 if it cannot be read: the tree
 * then has it among tree_unread().
 */
ssize_t read_source(struct tree *tree, const struct walked_file *source, struct source_buffer *buffer);

/* What MESSAGE, read_file()'s about the path ACTUAL, says behind the path. */
const char *unread_why(const char *message, const char *actual);

/* From now on PATH, relative to TREE, is among tree_unread(): WHY follows it in a sentence. Both are copied. */
void tree_note_unread(struct tree *tree, const char *path, const char *why);

#endif
