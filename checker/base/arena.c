// SPDX-License-Identifier: GPL-2.0-only
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CHUNK_BYTES (64 * 1024)
/* Chunks of unshared arenas grow with the arena, up to this size. */
#define UNSHARED_BYTES_MAX (4 * 1024 * 1024)
#define ALIGNMENT 16

struct chunk {
	struct chunk *next;
	size_t size;
	size_t used;
	_Alignas(ALIGNMENT) unsigned char data[];
};

struct arena {
	struct chunk *chunks;	/* newest first */
	size_t used;
	bool is_unshared;
};

static void *or_die(void *pointer)
{
	if (!pointer) {
		fputs("mncheck: out of memory\n", stderr);
		abort();
	}
	return pointer;
}

void *xmalloc(size_t size)
{
	return or_die(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
	return or_die(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *pointer, size_t size)
{
	return or_die(realloc(pointer, size ? size : 1));
}

char *xstrdup(const char *text)
{
	return or_die(strdup(text));
}

char *xasprintf(const char *format, ...)
{
	va_list args;
	char *text = NULL;

	va_start(args, format);
	int length = vasprintf(&text, format, args);
	va_end(args);
	return or_die(length < 0 ? NULL : text);
}

struct arena *arena_new(void)
{
	return xcalloc(1, sizeof(struct arena));
}

struct arena *arena_new_unshared(void)
{
	struct arena *arena = arena_new();

	/* A leak checker that runs in children needs all memory, to see which blocks are referred to. */
	arena->is_unshared = !getenv("MNCHECK_DEBUG");
	return arena;
}

/* A chunk with room for at least BYTES. */
static struct chunk *new_chunk(const struct arena *arena, size_t bytes)
{
	struct chunk *chunk;

	if (!arena->is_unshared) {
		chunk = xmalloc(sizeof(*chunk) + bytes);
		chunk->size = bytes;
		return chunk;
	}
	size_t size = (sizeof(*chunk) + bytes + CHUNK_BYTES - 1) / CHUNK_BYTES * CHUNK_BYTES;

	chunk = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	or_die(chunk == MAP_FAILED ? NULL : chunk);
	/* A kernel that refuses only makes children larger. */
	(void)madvise(chunk, size, MADV_DONTFORK);
	chunk->size = size - sizeof(*chunk);
	return chunk;
}

static void free_chunks(const struct arena *arena, struct chunk *chunk)
{
	for (struct chunk *next; chunk; chunk = next) {
		next = chunk->next;
		if (arena->is_unshared)
			(void)munmap(chunk, sizeof(*chunk) + chunk->size);
		else
			free(chunk);
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_chunks(arena, arena->chunks);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	struct chunk *kept = arena->chunks;

	if (!kept)
		return;
	free_chunks(arena, kept->next);
	kept->next = NULL;
	kept->used = 0;
	arena->used = 0;
}

static struct chunk *add_chunk(struct arena *arena, size_t size)
{
	size_t least = CHUNK_BYTES - sizeof(struct chunk);

	if (arena->is_unshared && arena->used / 4 > least)
		least = arena->used / 4 < UNSHARED_BYTES_MAX ? arena->used / 4 : UNSHARED_BYTES_MAX;
	struct chunk *chunk = new_chunk(arena, size > least ? size : least);

	chunk->used = 0;
	/* Behind the half-used chunk, which serves the next small blocks. */
	if (size > CHUNK_BYTES / 2 && arena->chunks) {
		chunk->next = arena->chunks->next;
		arena->chunks->next = chunk;
	} else {
		chunk->next = arena->chunks;
		arena->chunks = chunk;
	}
	return chunk;
}

static void *raw_alloc(struct arena *arena, size_t size)
{
	size_t bytes = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	struct chunk *chunk = arena->chunks;

	if (!chunk || chunk->size - chunk->used < bytes)
		chunk = add_chunk(arena, bytes);
	void *result = chunk->data + chunk->used;
	chunk->used += bytes;
	arena->used += bytes;
	return result;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(raw_alloc(arena, size), 0, size);
}

void *arena_copy(struct arena *arena, const void *data, size_t size)
{
	void *copy = raw_alloc(arena, size);

	return size ? memcpy(copy, data, size) : copy;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = raw_alloc(arena, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		return arena_strdup(arena, format);

	char *text = raw_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}
