/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The history: recorded runs in one SQLite file, with the callbacks and findings that they have in common and what
 * people said about these. Unlike the cache it is kept: a commit is on disk when it returns, a kill or a full disk
 * leaves the runs before it whole, several processes may read and write at once, and a file that is damaged or not a history
 * is an error and stays as it is.
 *
 * A callback and a finding have a number that stays theirs over all runs. diff/record.h decides which are the same.
 */
#ifndef MNCHECK_STORE_HISTORY_H
#define MNCHECK_STORE_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

struct history;

/* One recorded run. NULL texts are kept as such. */
struct history_run {
	int64_t id;		/* from 1, in the order of recording */
	const char *time;	/* "2026-11-30 08:00:00", UTC */
	const char *tree, *version, *commit, *config, *arch;
	const char *tool;	/* version of mncheck */
	const char *only;	/* the paths that it was restricted to, one a line; NULL: it saw the whole tree */
	double seconds;		/* wall time of the scan */
	unsigned callbacks, violations, undecided;	/* rows; rows with a finding that counts; rows with an open rule */
};
struct history_runs { struct history_run *data; size_t count, room; };

/* A callback in one run. */
struct history_row {
	int64_t run, callback;	/* the callback's number */
	unsigned position;	/* index of its row in the run */
	const char *name, *file, *ops, *kind;
	unsigned line;
	const char *verdicts;	/* "fails-blockable=holds wrong-errno=n/a ..." */
};
struct history_rows { struct history_row *data; size_t count, room; };

/* A finding in one run. */
struct history_finding {
	int64_t run, finding;	/* the finding's number */
	int64_t callback;
	unsigned row, position;	/* indices of its row, and of it in the row */
	const char *rule, *fingerprint, *message, *file;
	unsigned line;
};
struct history_findings { struct history_finding *data; size_t count, room; };

/* What somebody said about a finding; the last word counts. */
struct history_triage {
	int64_t finding;
	const char *state, *link, *note, *who, *time;
};

/* $MNCHECK_HISTORY, else $XDG_STATE_HOME/mncheck/history.sqlite, else below ~/.local/state; malloc'd. */
char *history_default_path(void);

/*
 * Opens the file PATH. With MAKE it and its directory are made if they lack; else its lack is ERROR_ENVIRONMENT.
 * Returns NULL with ERROR filled on failure. history_close() takes NULL, and rolls an open transaction back.
 */
struct history *history_open(const char *path, bool make, struct error *error);
void history_close(struct history *history);

/* A transaction for writing, one at a time over all processes. Each returns 0, or -1 with ERROR filled. */
int history_begin(struct history *history, struct error *error);
int history_commit(struct history *history, struct error *error);
/* Undoes what the open transaction wrote; does nothing without one. */
void history_rollback(struct history *history);

/* Writing, inside of a transaction. IDs of 0 are filled. Each returns 0, or -1 with ERROR filled. */
int history_add_run(struct history *history, struct history_run *run, const char *text, size_t length,
		    struct error *error);
int history_add_row(struct history *history, struct history_row *row, struct error *error);
int history_add_finding(struct history *history, struct history_finding *finding, struct error *error);
int history_add_triage(struct history *history, const struct history_triage *triage, struct error *error);
/* Drops all runs but the KEEP newest of each tree. Numbers and triage stay. */
int history_drop_runs(struct history *history, unsigned keep, struct error *error);

/*
 * Reading. Strings are in ARENA; lists get appended. Each returns 0, or -1 with ERROR filled.
 *
 * NAME of a run: its number, "last", or "last~N". A run that is not there is ERROR_USAGE.
 */
int history_find_run(struct history *history, const char *name, int64_t *id, struct error *error);
/*
 * The newest run of TREE that saw all of it, else the newest of TREE, else of all; *ID is 0 without any. Rows of a run that
 * was restricted would be unknown to the next whole one.
 */
int history_previous_run(struct history *history, const char *tree, int64_t *id, struct error *error);
/* The JSON report of a run, malloc'd. */
char *history_text(struct history *history, int64_t run, size_t *length, struct error *error);
/* Runs of TREE (NULL: all), oldest first. */
int history_list_runs(struct history *history, struct arena *arena, const char *tree, struct history_runs *runs,
		      struct error *error);
/* Rows of RUN by position; RUN 0: of all runs of TREE (NULL: all), by callback, then by run. */
int history_list_rows(struct history *history, struct arena *arena, int64_t run, const char *tree,
		      struct history_rows *rows, struct error *error);
/* Findings of RUN by position; RUN 0: each finding once, as the last run that has it tells it. */
int history_list_findings(struct history *history, struct arena *arena, int64_t run,
			  struct history_findings *findings, struct error *error);
/* The number of the finding of CALLBACK (0: any) with that rule and FINGERPRINT (NULL: any), the one in FILE first; 0: none. */
int history_find_finding(struct history *history, int64_t callback, const char *rule, const char *fingerprint,
			 const char *file, int64_t *finding, struct error *error);
/* The last word about FINDING; *FOUND is false without any. */
int history_triage_of(struct history *history, struct arena *arena, int64_t finding, struct history_triage *triage,
		      bool *found, struct error *error);

#endif
