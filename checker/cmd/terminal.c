// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/terminal.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/open_file.h"
#include "base/process.h"
#include "report/escape.h"

static struct terminal *terminal_of(struct progress *progress)
{
	return (struct terminal *)progress;
}

static void update(struct progress *progress, const char *phase, const char *item, size_t done, size_t total)
{
	ticker_update(&terminal_of(progress)->ticker, phase, item, done, total);
}

static void print_line(const char *text)
{
	struct strbuf line = { 0 };

	escape_for_terminal(&line, text);
	fprintf(stderr, "mncheck: %s\n", strbuf_text(&line));
	strbuf_free(&line);
}

static void notice(struct progress *progress, const char *text)
{
	struct terminal *terminal = terminal_of(progress);
	struct strbuf line = { 0 };

	vec_each(told, &terminal->told)
		if (!strcmp(*told, text))
			return;
	vec_push(&terminal->told, xstrdup(text));
	if (terminal->quiet)
		return;
	strbuf_puts(&line, "mncheck: ");
	escape_for_terminal(&line, text);
	ticker_print(&terminal->ticker, strbuf_text(&line));
	strbuf_free(&line);
}

/* Only some terminals let a line rewrite itself. In a log nobody may be looking: a line now and then will do. */
static enum ticker_form choose_form(enum progress_when when)
{
	const char *type = getenv("TERM");

	if (when == PROGRESS_NEVER || when == PROGRESS_QUIET)
		return TICKER_OFF;
	if (when == PROGRESS_ALWAYS)
		return TICKER_LINE;
	return isatty(STDERR_FILENO) && type && strcmp(type, "dumb") ? TICKER_LINE : TICKER_LOG;
}

void terminal_open(struct terminal *terminal, enum progress_when when)
{
	*terminal = (struct terminal){
		.progress = { .update = update, .notice = notice }, .quiet = when == PROGRESS_QUIET,
	};
	fflush(stderr);
	ticker_start(&terminal->ticker, choose_form(when));
}

void terminal_close(struct terminal *terminal)
{
	ticker_stop(&terminal->ticker);
	vec_each(told, &terminal->told)
		free(*told);
	vec_free(&terminal->told);
}

static void ignore_update(struct progress *progress, const char *phase, const char *item, size_t done, size_t total)
{
	(void)progress, (void)phase, (void)item, (void)done, (void)total;
}

static void ignore_notice(struct progress *progress, const char *text)
{
	(void)progress, (void)text;
}

struct progress silent_progress(void)
{
	return (struct progress){ .update = ignore_update, .notice = ignore_notice };
}

/* What could not be read is the cause: an error that says what a tree lacks only follows from it. */
static bool print_read_fault(void)
{
	const char *why, *path = count_read_faults() ? read_fault(0, &why) : NULL;

	if (!path)
		return false;
	char *text = xasprintf("%s: cannot be read: %s", path, why);

	print_line(text);
	free(text);
	return true;
}

void print_error(const struct error *error)
{
	/* main() reports the interrupt; this error only follows from it */
	if (process_interrupted())
		return;
	if (print_read_fault())
		return;
	print_line(error->message ? error->message : "failed without a reason");
}

/*
 * PATH is a pipe, a terminal or another file that write_file() cannot replace: it is opened and written
 * to.
 */
static bool is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode);
}

int output_check(const char *path, struct error *error)
{
	struct stat st;

	if (!path)
		return 0;
	if (!stat(path, &st) && S_ISDIR(st.st_mode))
		return error_set(error, ERROR_ENVIRONMENT,
				 "%s: is a directory, -o takes a file", path);
	if (is_special(path))
		return 0;
	struct arena *arena = arena_new();
	int failed = access(path_dir(arena, path), W_OK | X_OK);
	int saved = errno;
	arena_free(arena);
	if (failed)
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be written: %s",
				 path, strerror(saved));
	return 0;
}

static int write_stream(FILE *stream, const char *name, const struct strbuf *text,
			struct error *error)
{
	if (fwrite(strbuf_text(text), 1, text->length, stream) != text->length || fflush(stream))
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be written: %s",
				 name, strerror(errno));
	return 0;
}

int output_write(const char *path, const struct strbuf *text, struct error *error)
{
	if (!path)
		return write_stream(stdout, "standard output", text, error);
	if (!is_special(path))
		return write_file(path, strbuf_text(text), text->length, error);
	FILE *stream = fopen(path, "we");
	if (!stream)
		return error_set(error, ERROR_ENVIRONMENT, "%s: cannot be written: %s",
				 path, strerror(errno));
	int failed = write_stream(stream, path, text, error);
	fclose(stream);
	return failed;
}

struct print_options output_options(const char *path)
{
	struct print_options plain = { 0 };

	return path ? plain : stream_options(STDOUT_FILENO);
}

struct print_options stream_options(int fd)
{
	const char *type = getenv("TERM"), *no_colour = getenv("NO_COLOR");
	struct print_options options = { 0 };

	if (!isatty(fd))
		return options;
	options.width = terminal_width(fd);
	options.colour = type && strcmp(type, "dumb") && !(no_colour && *no_colour);
	return options;
}
