// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/terminal.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/open_file.h"
#include "base/process.h"
#include "report/escape.h"

/* The line is rewritten at most this often. */
#define UPDATE_SECONDS 0.1

static struct terminal *terminal_of(struct progress *progress)
{
	return (struct terminal *)progress;
}

static void clear_line(struct terminal *terminal)
{
	if (terminal->shown)
		fputs("\r\033[K", stderr);
	terminal->shown = false;
}

static unsigned terminal_width(int fd)
{
	struct winsize size;

	return !ioctl(fd, TIOCGWINSZ, &size) ? size.ws_col : 0;
}

static void show_phase(struct terminal *terminal, const char *phase, size_t done, size_t total)
{
	struct strbuf line = { 0 };
	unsigned width = terminal_width(STDERR_FILENO);

	escape_for_terminal(&line, phase);
	if (total)
		strbuf_printf(&line, " %zu/%zu", done, total);
	strbuf_printf(&line, " (%.1f s)", now_seconds() - terminal->started);
	/* a line that wraps could not be cleared */
	if (width && line.length >= width)
		line.text[width - 1] = '\0';
	fprintf(stderr, "\r\033[K%s", strbuf_text(&line));
	fflush(stderr);
	terminal->shown = true;
	strbuf_free(&line);
}

static void update(struct progress *progress, const char *phase, size_t done, size_t total)
{
	struct terminal *terminal = terminal_of(progress);
	double now = now_seconds();

	if (!terminal->live)
		return;
	if (terminal->phase == phase && now - terminal->updated < UPDATE_SECONDS && done < total)
		return;
	terminal->phase = phase;
	terminal->updated = now;
	show_phase(terminal, phase, done, total);
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

	vec_each(told, &terminal->told)
		if (!strcmp(*told, text))
			return;
	vec_push(&terminal->told, xstrdup(text));
	clear_line(terminal);
	print_line(text);
}

void terminal_open(struct terminal *terminal, enum progress_when when)
{
	*terminal = (struct terminal){
		.progress = { .update = update, .notice = notice },
		.live = when == PROGRESS_ALWAYS ||
			(when == PROGRESS_AUTO && isatty(STDERR_FILENO)),
		.started = now_seconds(),
	};
}

void terminal_close(struct terminal *terminal)
{
	clear_line(terminal);
	vec_each(told, &terminal->told)
		free(*told);
	vec_free(&terminal->told);
	fflush(stderr);
}

static void ignore_update(struct progress *progress, const char *phase, size_t done, size_t total)
{
	(void)progress, (void)phase, (void)done, (void)total;
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
