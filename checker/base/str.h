/* SPDX-License-Identifier: GPL-2.0-only */
/* Growing strings, paths and whole files. */
#ifndef MNCHECK_BASE_STR_H
#define MNCHECK_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

/*
 * A growing string. A zeroed one is empty: its `text` is NULL until something is added,
 * and NUL-terminated from then on. The strbuf owns the text: release it with
 * strbuf_free(), or take it over with strbuf_take().
 */
struct strbuf {
	char *text;
	size_t length;
	size_t room;
};

void strbuf_add(struct strbuf *buf, const char *text, size_t length);
void strbuf_puts(struct strbuf *buf, const char *text);
void strbuf_putc(struct strbuf *buf, char c);
void strbuf_printf(struct strbuf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The text, "" when empty; still owned by BUF. */
const char *strbuf_text(const struct strbuf *buf);
/* The text, malloc'd, now the caller's; BUF is empty again. */
char *strbuf_take(struct strbuf *buf);
/* Copies the text into ARENA, and frees BUF. */
char *strbuf_keep(struct strbuf *buf, struct arena *arena);
void strbuf_free(struct strbuf *buf);

bool starts_with(const char *text, const char *prefix);
bool ends_with(const char *text, const char *suffix);
/*
 * Whether all of TEXT (LENGTH bytes) fits PATTERN (SIZE bytes), in which a * is any text, even none, without any of the
 * characters in NEVER.
 */
bool fits_pattern(const char *pattern, size_t size, const char *text, size_t length, const char *never);

/* The part of PATH after its last slash; points into PATH. */
const char *path_base(const char *path);
/* Everything before the last slash, "." when there is none; in ARENA. */
char *path_dir(struct arena *arena, const char *path);
/* DIR/NAME, or NAME alone when it is absolute; in ARENA. */
char *path_join(struct arena *arena, const char *dir, const char *name);
/*
 * PATH without "//", "." and "x/.."; in ARENA. It works on the text alone and follows no link:
 * arch/x86/kvm/../../../virt/kvm/kvm_main.c becomes virt/kvm/kvm_main.c.
 */
char *path_normalise(struct arena *arena, const char *path);
/*
 * The part of the normalised PATH below the normalised absolute directory ROOT; points
 * into PATH. NULL when PATH does not lie below ROOT.
 */
const char *path_below(const char *path, const char *root);

/*
 * Reads the whole file into a NUL-terminated malloc'd buffer, which the caller frees, and
 * stores its length in *LENGTH (may be NULL). Returns NULL with ERROR filled on failure.
 */
char *read_file(const char *path, size_t *length, struct error *error);

/*
 * Writes LENGTH bytes to a temporary file beside PATH and renames it to PATH: a reader
 * sees the old file or the whole new one. Returns 0, or -1 with ERROR filled.
 */
int write_file(const char *path, const void *data, size_t length, struct error *error);

/* mkdir -p. Returns 0, or -1 with ERROR filled. */
int make_directories(const char *path, struct error *error);

/* Sorts and removes doubles; the strings are not freed. */
void sort_strings(struct strings *strings);

#endif
