// SPDX-License-Identifier: GPL-2.0-only
#include "base/error.h"

#include <stdarg.h>

#include "base/arena.h"

static char *format_text(const char *format, va_list args)
	__attribute__((format(printf, 1, 0)));

static char *format_text(const char *format, va_list args)
{
	char *text = NULL;

	if (vasprintf(&text, format, args) < 0)
		text = xstrdup(format);
	return text;
}

int error_set(struct error *error, enum error_kind kind, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *message = format_text(format, args);
	va_end(args);
	free(error->message);
	error->kind = kind;
	error->message = message;
	return -1;
}

int error_prefix(struct error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *prefix = format_text(format, args);
	va_end(args);
	char *message = xasprintf("%s: %s", prefix, error->message ? error->message : "");
	free(prefix);
	free(error->message);
	error->message = message;
	return -1;
}

void error_clear(struct error *error)
{
	free(error->message);
	error->message = NULL;
	error->kind = ERROR_NONE;
}
