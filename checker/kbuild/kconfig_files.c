// SPDX-License-Identifier: GPL-2.0-only
/* The files that are read, and what is wrong in them. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kbuild/kconfig_internal.h"
#include "tree/overlay.h"

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

char *kconfig_load(struct kconfig *kconfig, const char *path, size_t *length, struct error *error)
{
	const char *actual = *path == '/' ? path : tree_file(kconfig->tree, kconfig->arena, path);
	struct stat status;

	/* a tree is not trusted: a pipe in it would be waited for */
	if (*path != '/' && !stat(actual, &status) && !S_ISREG(status.st_mode)) {
		error_set(error, ERROR_ENVIRONMENT, "%s: is no file", actual);
		return NULL;
	}
	char *text = read_file(actual, length, error);

	if (text && !strmap_has(&kconfig->files_read, path)) {
		char *copy = arena_strdup(kconfig->arena, path);

		strmap_set(&kconfig->files_read, copy, copy);
		vec_push(&kconfig->files, copy);
	}
	return text;
}
