/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to store/: the handle of a history, and how its files use SQLite. */
#ifndef MNCHECK_STORE_HISTORY_INTERNAL_H
#define MNCHECK_STORE_HISTORY_INTERNAL_H

#include <sqlite3.h>

#include "store/history.h"

struct history {
	sqlite3 *db;
	char *path;
};

/* A statement that is being run. A failure sticks, and the calls after it do nothing. */
struct history_query {
	struct history *history;
	sqlite3_stmt *statement;	/* NULL: it could not be prepared */
	int result;		/* of the last call */
	int bound;		/* number of parameters that have a value */
};

struct history_query query_open(struct history *history, const char *sql);
/* Binds the next parameter. A NULL text is NULL. */
void query_text(struct history_query *query, const char *text);
void query_number(struct history_query *query, int64_t number);
void query_real(struct history_query *query, double number);
void query_blob(struct history_query *query, const char *data, size_t length);
/* Whether there is a further row. */
bool query_next(struct history_query *query);
/* A column of the row; texts are copied into ARENA, NULL stays NULL. */
const char *query_column(struct history_query *query, struct arena *arena, int column);
int64_t query_column_number(struct history_query *query, int column);
/* Ends the statement. Returns 0, or -1 with ERROR filled if any call failed. */
int query_close(struct history_query *query, struct error *error);
/* Runs a statement without rows to its end, and ends it. */
int query_run(struct history_query *query, struct error *error);

/* Fills ERROR for RESULT of SQLite. Returns -1. */
int history_error(const struct history *history, int result, struct error *error);

#endif
