// SPDX-License-Identifier: GPL-2.0-only
/* The files that are read, and what is wrong in them. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kbuild/kconfig_internal.h"
#include "tree/overlay.h"
#include "tree/read_source.h"

/* A file that is wrong throughout is not told of line by line. */
#define DIAGNOSTICS_MOST 1000

/* One line, one note: what follows from it is not told. */
static bool is_told(const struct kconfig_notes *notes, const char *file, unsigned line)
{
	if (!notes->data || !notes->count)
		return false;
	const struct kconfig_note *last = &vec_last(notes);

	return notes->count >= DIAGNOSTICS_MOST || (last->line == line && last->file == file);
}

void kconfig_complain(struct kconfig *kconfig, const char *file, unsigned line, const char *format, ...)
{
	va_list args;

	if (is_told(&kconfig->diagnostics, file, line))
		return;
	va_start(args, format);
	vec_push(&kconfig->diagnostics, (struct kconfig_note){
		.file = file, .line = line, .text = arena_vprintf(kconfig->arena, format, args) });
	va_end(args);
}

void kconfig_note_unread(struct kconfig *kconfig, const char *path, const char *why)
{
	tree_note_unread(kconfig->tree, path, why);
	if (!kconfig->unread)
		kconfig->unread = arena_printf(kconfig->arena, "%s %s", path, why);
}

/* A later scan asks again about what was wanted and is not there. */
static void list_file(struct kconfig *kconfig, const char *path)
{
	char *copy = strmap_has(&kconfig->files_read, path) ? NULL : arena_strdup(kconfig->arena, path);

	if (!copy)
		return;
	strmap_set(&kconfig->files_read, copy, copy);
	vec_push(&kconfig->files, copy);
}

char *kconfig_load(struct kconfig *kconfig, const char *path, size_t *length, struct error *error)
{
	const char *actual = *path == '/' ? path : tree_file(kconfig->tree, kconfig->arena, path);
	char *text = read_file(actual, length, error);

	if (!text && *path != '/' && !access(actual, F_OK))
		kconfig_note_unread(kconfig, path, unread_why(error->message, actual));
	list_file(kconfig, path);
	return text;
}
