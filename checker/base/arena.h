/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arenas: memory by lifetime, freed whole.
 *
 * An arena owns everything allocated from it; nothing in it is freed singly.
 * When memory runs out, all functions here print one line to stderr and abort:
 * no caller could go on.
 */
#ifndef MNCHECK_BASE_ARENA_H
#define MNCHECK_BASE_ARENA_H

#include <stddef.h>
#include <stdarg.h>

struct arena;

/* A new empty arena; free it with arena_free(). */
struct arena *arena_new(void);

/*
 * Likewise, but children of fork() do not inherit its memory (MADV_DONTFORK): a child that
 * touches it crashes. Use it for large data that no child needs, since forks get cheaper by it.
 * With MNCHECK_DEBUG in the environment children inherit it all the same.
 */
struct arena *arena_new_unshared(void);

/* Releases the arena and everything in it. NULL is allowed. */
void arena_free(struct arena *arena);

/* Forgets everything in the arena, and keeps one chunk for the next allocations. */
void arena_reset(struct arena *arena);

/* Returns SIZE zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* Returns a copy of the SIZE bytes at DATA. */
void *arena_copy(struct arena *arena, const void *data, size_t size);

/* Returns a copy of the string TEXT, or of its first LENGTH bytes (with a NUL added). */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);

/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Bytes handed out since the arena was made or reset. */
size_t arena_used(const struct arena *arena);

/* The malloc family, for memory with an owner of its own: release it with free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *pointer, size_t size);
char *xstrdup(const char *text);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
