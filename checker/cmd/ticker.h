/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the user sees of the work while it goes on: a line of stderr that rewrites itself each second, or in a log a
 * plain line every ten seconds. A thread of its own draws it, since a single step may take minutes.
 */
#ifndef MNCHECK_CMD_TICKER_H
#define MNCHECK_CMD_TICKER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* More kinds of steps are not kept apart. */
#define PHASES_MOST 8

/* One kind of steps: "locate", "extract", "explore", ... */
struct phase {
	const char *name;
	size_t done, total;	/* 0 of 0: not known */
	double started;		/* monotonic seconds */
	double updated;
};

struct ticker {
	enum ticker_form {
		TICKER_OFF,
		TICKER_LINE,	/* rewrites one line, for terminals */
		TICKER_LOG,	/* adds lines */
	} form;
	bool running;		/* there is a thread, and the members below are in use */
	pthread_t thread;
	pthread_mutex_t lock;	/* for all that follows, and for writing to stderr */
	pthread_cond_t ends;
	bool ending;
	bool shown;		/* the line is not empty */
	double started, drawn;	/* monotonic seconds */
	struct phase phases[PHASES_MOST];
	size_t nphases;
	const struct phase *phase;	/* the last that was updated; NULL: none yet */
	char *item;		/* the file at hand, escaped for terminals; malloc'd or NULL */
};

/* Starts to tick in FORM. Without a thread only updates are shown. */
void ticker_start(struct ticker *ticker, enum ticker_form form);
/* Clears the line, and ends the thread. */
void ticker_stop(struct ticker *ticker);

/* PHASE has finished DONE of TOTAL steps, and ITEM (NULL: none) is at hand. The name of a phase must live on. */
void ticker_update(struct ticker *ticker, const char *phase, const char *item, size_t done, size_t total);
/* Writes TEXT and the end of a line to stderr, above the line that is shown. */
void ticker_print(struct ticker *ticker, const char *text);

/* Columns of the terminal FD; 0: not known. */
unsigned terminal_width(int fd);

#endif
