/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arenas: memory by lifetime, freed whole.
 *
 * An arena owns everything allocated from it; nothing in it is freed singly.
 * Running out of memory is not an error that anyone can handle here, so it
 * aborts with one line on stderr.
 */
#ifndef MNCHECK_BASE_ARENA_H
#define MNCHECK_BASE_ARENA_H

#include <stddef.h>
#include <stdarg.h>

struct arena;

/* A new empty arena; free it with arena_free(). */
struct arena *arena_new(void);

/*
 * Likewise, for much memory that children of fork() have no use for: they do not get it, which
 * makes them cheaper the more there is of it. To touch it there is a crash. With MNCHECK_DEBUG in the
 * environment they get it all the same.
 */
struct arena *arena_new_unshared(void);

/* Releases the arena and everything in it. NULL is allowed. */
void arena_free(struct arena *arena);

/* Forgets everything in the arena, and keeps some memory for what comes next. */
void arena_reset(struct arena *arena);

/* SIZE zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* A copy of SIZE bytes at DATA. */
void *arena_copy(struct arena *arena, const void *data, size_t size);

/* A copy of the string TEXT, or of its first LENGTH bytes. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);

/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Bytes handed out so far. */
size_t arena_used(const struct arena *arena);

/* malloc family for memory with an owner of its own; aborts when there is none left. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *pointer, size_t size);
char *xstrdup(const char *text);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
