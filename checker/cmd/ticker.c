// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/ticker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/process.h"
#include "base/str.h"
#include "report/escape.h"

#define UPDATE_SECONDS 0.1	/* the line is rewritten at most this often */
#define LOG_SECONDS 10		/* from line to line of a log */
#define GUESS_SECONDS 1		/* a phase runs so long before the time left is guessed */

unsigned terminal_width(int fd)
{
	struct winsize size;

	return !ioctl(fd, TIOCGWINSZ, &size) ? size.ws_col : 0;
}

/* One write, so that lines of other processes do not mix with it. A stderr that takes nothing is no reason to stop. */
static void put_stderr(const struct strbuf *text)
{
	const char *at = strbuf_text(text);
	size_t left = text->length;

	while (left) {
		ssize_t put = write(STDERR_FILENO, at, left);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return;
		at += put;
		left -= (size_t)put;
	}
}

/* ---- what the line says ---- */

/* Seconds that PHASE may still take at its pace up to now; 0: nothing can be said. */
static double guess_left(const struct phase *phase, double now)
{
	double spent = phase->updated - phase->started;

	if (!phase->done || phase->done >= phase->total || spent < GUESS_SECONDS)
		return 0;
	double left = spent / (double)phase->done * (double)(phase->total - phase->done) - (now - phase->updated);

	return left < 1 ? 1 : left;
}

/* Exploring asks for files to be extracted, so phases that are not over lie within one another: the longest counts. */
static double longest_left(const struct ticker *ticker, double now)
{
	double longest = 0;

	for (size_t i = 0; i < ticker->nphases; i++) {
		double left = guess_left(&ticker->phases[i], now);

		longest = left > longest ? left : longest;
	}
	return longest;
}

/* Appends the end of TEXT that fits into WIDTH columns; the end of a path tells most. */
static void put_tail(struct strbuf *line, const char *text, size_t width)
{
	size_t columns = columns_of(text);

	if (columns > width) {
		if (width <= 2)
			return;
		for (width -= 2; columns > width; columns--)
			do
				text++;
			while ((*text & 0xc0) == 0x80);
		strbuf_puts(line, "..");
	}
	strbuf_puts(line, text);
}

/* "extract 12/40 (21 s, about 9 s left) drivers/xen/gntdev.c", in WIDTH columns at most; 0: of any width. */
static void describe(const struct ticker *ticker, size_t width, struct strbuf *line)
{
	const struct phase *phase = ticker->phase;
	double now = now_seconds(), left = longest_left(ticker, now);
	size_t start = line->length;

	strbuf_puts(line, phase ? phase->name : "begin");
	if (phase && phase->total)
		strbuf_printf(line, " %zu/%zu", phase->done, phase->total);
	strbuf_printf(line, " (%.0f s", now - ticker->started);
	if (left > 0)
		strbuf_printf(line, ", about %.0f s left", left);
	strbuf_putc(line, ')');
	size_t used = line->length - start + 1;

	if (ticker->item && (!width || used < width)) {
		strbuf_putc(line, ' ');
		put_tail(line, ticker->item, width ? width - used : columns_of(ticker->item));
	}
}

/* A line that wraps could not be cleared: it leaves the last column free. */
static void draw_line(struct ticker *ticker)
{
	unsigned width = terminal_width(STDERR_FILENO);
	struct strbuf line = { 0 };

	strbuf_puts(&line, "\r\033[K");
	describe(ticker, width > 1 ? width - 1 : 0, &line);
	put_stderr(&line);
	ticker->shown = true;
	ticker->drawn = now_seconds();
	strbuf_free(&line);
}

static void clear_line(struct ticker *ticker)
{
	struct strbuf clear = { 0 };

	strbuf_puts(&clear, "\r\033[K");
	if (ticker->shown)
		put_stderr(&clear);
	ticker->shown = false;
	strbuf_free(&clear);
}

static void log_line(struct ticker *ticker)
{
	struct strbuf line = { 0 };

	strbuf_puts(&line, "mncheck: ");
	describe(ticker, 0, &line);
	strbuf_putc(&line, '\n');
	put_stderr(&line);
	strbuf_free(&line);
}

/* ---- the thread ---- */

static struct timespec after(struct timespec begin, unsigned seconds)
{
	begin.tv_sec += seconds;
	return begin;
}

/* Wakes each second, counted from the start. */
static void *tick(void *argument)
{
	struct ticker *ticker = argument;
	struct timespec begin;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	pthread_mutex_lock(&ticker->lock);
	for (unsigned second = 1; !ticker->ending; second++) {
		struct timespec wake = after(begin, second);
		int woken = 0;

		while (!ticker->ending && woken != ETIMEDOUT)
			woken = pthread_cond_timedwait(&ticker->ends, &ticker->lock, &wake);
		if (ticker->ending)
			break;
		if (ticker->form == TICKER_LINE)
			draw_line(ticker);
		else if (second % LOG_SECONDS == 0)
			log_line(ticker);
	}
	pthread_mutex_unlock(&ticker->lock);
	return NULL;
}

/* Signals are the main thread's. */
static bool start_thread(struct ticker *ticker)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool started = !pthread_create(&ticker->thread, NULL, tick, ticker);

	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

void ticker_start(struct ticker *ticker, enum ticker_form form)
{
	pthread_condattr_t attributes;

	*ticker = (struct ticker){ .form = form, .started = now_seconds() };
	pthread_mutex_init(&ticker->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&ticker->ends, &attributes);
	pthread_condattr_destroy(&attributes);
	ticker->running = form != TICKER_OFF && start_thread(ticker);
}

void ticker_stop(struct ticker *ticker)
{
	pthread_mutex_lock(&ticker->lock);
	ticker->ending = true;
	pthread_cond_signal(&ticker->ends);
	pthread_mutex_unlock(&ticker->lock);
	if (ticker->running)
		pthread_join(ticker->thread, NULL);
	clear_line(ticker);
	pthread_cond_destroy(&ticker->ends);
	pthread_mutex_destroy(&ticker->lock);
	free(ticker->item);
	ticker->item = NULL;
}

/* ---- news ---- */

static struct phase *find_phase(struct ticker *ticker, const char *name)
{
	for (size_t i = 0; i < ticker->nphases; i++)
		if (!strcmp(ticker->phases[i].name, name))
			return &ticker->phases[i];
	if (ticker->nphases < PHASES_MOST)
		ticker->nphases++;
	return &ticker->phases[ticker->nphases - 1];
}

/* A phase begins anew with its next batch of files. */
static void set_phase(struct phase *phase, const char *name, size_t done, size_t total, double now)
{
	if (!phase->name || strcmp(phase->name, name) || total != phase->total || done < phase->done)
		phase->started = now;
	phase->name = name;
	phase->done = done;
	phase->total = total;
	phase->updated = now;
}

static void set_item(struct ticker *ticker, const char *item)
{
	struct strbuf text = { 0 };

	if (item)
		escape_for_terminal(&text, item);
	free(ticker->item);
	ticker->item = item ? strbuf_take(&text) : NULL;
}

void ticker_update(struct ticker *ticker, const char *phase, const char *item, size_t done, size_t total)
{
	double now = now_seconds();

	if (ticker->form == TICKER_OFF)
		return;
	pthread_mutex_lock(&ticker->lock);
	struct phase *current = find_phase(ticker, phase);
	bool other = ticker->phase != current;

	set_phase(current, phase, done, total, now);
	ticker->phase = current;
	set_item(ticker, item);
	if (ticker->form == TICKER_LINE && (other || done == total || now - ticker->drawn >= UPDATE_SECONDS))
		draw_line(ticker);
	pthread_mutex_unlock(&ticker->lock);
}

void ticker_print(struct ticker *ticker, const char *text)
{
	struct strbuf line = { 0 };

	strbuf_puts(&line, text);
	strbuf_putc(&line, '\n');
	pthread_mutex_lock(&ticker->lock);
	clear_line(ticker);
	put_stderr(&line);
	pthread_mutex_unlock(&ticker->lock);
	strbuf_free(&line);
}
