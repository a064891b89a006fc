// SPDX-License-Identifier: GPL-2.0-only
/*
 * Units by key. One packed column lists the files that the unit was made from: for each
 * its hash and its path with the terminating NUL.
 */
#include "store/store.h"

#include <string.h>

#include "base/open_file.h"
#include "store/database.h"

static void pack_deps(struct strbuf *packed, const struct ir_dep *deps, size_t ndeps)
{
	for (size_t i = 0; i < ndeps; i++) {
		strbuf_add(packed, (const char *)&deps[i].hash, sizeof(deps[i].hash));
		strbuf_add(packed, deps[i].path, strlen(deps[i].path) + 1);
	}
}

/*
 * Whether each file still has its recorded hash; 0 means that it was absent. False for a
 * column that is cut off.
 */
static bool deps_hold(struct store *store, const char *packed, size_t length)
{
	while (length) {
		uint64_t recorded, now;
		size_t path_length;

		if (length <= sizeof(recorded))
			return false;
		memcpy(&recorded, packed, sizeof(recorded));
		packed += sizeof(recorded);
		length -= sizeof(recorded);
		path_length = strnlen(packed, length);
		if (path_length == length)
			return false;
		if (!store_file_hash(store, packed, &now))
			now = 0;
		if (now != recorded)
			return false;
		packed += path_length + 1;
		length -= path_length + 1;
	}
	return true;
}

/* The bytes of column COLUMN, malloc'd, with a NUL added. */
static char *copy_column(sqlite3_stmt *statement, int column, size_t *length)
{
	const void *data = sqlite3_column_blob(statement, column);

	*length = (size_t)sqlite3_column_bytes(statement, column);
	char *copy = xmalloc(*length + 1);
	if (*length)
		memcpy(copy, data, *length);
	copy[*length] = '\0';
	return copy;
}

static void note_use(struct store *store, int64_t row)
{
	sqlite3_stmt *statement;

	if (store->readable_only)
		return;
	statement = store_statement(store, STORE_UNIT_USED);
	if (!statement)
		return;
	sqlite3_bind_int64(statement, 1, row);
	sqlite3_bind_int64(statement, 2, store_now());
	(void)store_finish(store, statement, sqlite3_step(statement));
}

/* One unit of a key: its packed deps (malloc'd) and its row. */
struct unit_state {
	char *deps;
	size_t length;
	int64_t row;
};

/*
 * Lists all units of KEY, newest first, and ends the statement: looking at their files may
 * replace a corrupt database.
 */
static size_t list_states(struct store *store, const char *key, struct unit_state *states)
{
	sqlite3_stmt *statement = store_statement(store, STORE_UNIT_GET);
	size_t count = 0;
	int result;

	if (!statement)
		return 0;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	while ((result = sqlite3_step(statement)) == SQLITE_ROW && count < STORE_STATES) {
		states[count].deps = copy_column(statement, 0, &states[count].length);
		states[count++].row = sqlite3_column_int64(statement, 1);
	}
	(void)store_finish(store, statement, result);
	return count;
}

/*
 * The row of the unit of KEY whose files are unchanged, 0: none. Stores the hash of its deps in
 * *SEED.
 */
static int64_t find_state(struct store *store, const char *key, uint64_t *seed)
{
	struct unit_state states[STORE_STATES];
	size_t count = list_states(store, key, states);
	int64_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (!found && deps_hold(store, states[i].deps, states[i].length)) {
			found = states[i].row;
			*seed = hash_bytes(states[i].deps, states[i].length, 0);
		}
		free(states[i].deps);
	}
	return found;
}

char *store_get_unit(struct store *store, const char *key, size_t *length)
{
	uint64_t seed = 0, hash = 0;
	int64_t row = find_state(store, key, &seed), used = 0;
	sqlite3_stmt *statement = row ? store_statement(store, STORE_UNIT_TEXT) : NULL;
	char *text = NULL;

	if (!statement)
		return NULL;
	sqlite3_bind_int64(statement, 1, row);
	int result = sqlite3_step(statement);
	if (result == SQLITE_ROW) {
		text = copy_column(statement, 0, length);
		hash = (uint64_t)sqlite3_column_int64(statement, 1);
		used = sqlite3_column_int64(statement, 2);
	}
	if (!store_finish(store, statement, result) || !text ||
	    hash_bytes(text, *length, seed) != hash) {
		free(text);
		return NULL;
	}
	if (store_now() - used > STORE_USED_SECONDS)
		note_use(store, row);
	return text;
}

static bool write_unit(struct store *store, const char *key, const char *text, size_t length,
		       const struct strbuf *deps)
{
	sqlite3_stmt *statement = store_statement(store, STORE_UNIT_PUT);
	uint64_t state = hash_bytes(strbuf_text(deps), deps->length, 0);

	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, (int64_t)state);
	sqlite3_bind_blob64(statement, 3, strbuf_text(deps), deps->length, SQLITE_STATIC);
	sqlite3_bind_blob64(statement, 4, text, length, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 5, (int64_t)hash_bytes(text, length, state));
	sqlite3_bind_int64(statement, 6, store_now());
	if (!store_finish(store, statement, sqlite3_step(statement)))
		return false;
	statement = store_statement(store, STORE_UNIT_THIN);
	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, STORE_STATES);
	return store_finish(store, statement, sqlite3_step(statement));
}

void store_put_unit(struct store *store, const char *key, const char *text, size_t length,
		    const struct ir_dep *deps, size_t ndeps)
{
	struct strbuf packed = { 0 };
	uint64_t ignored;

	if (!store->db || store->readable_only || count_read_faults())
		return;
	/* Records the state of the files, so that the next run need not read them. */
	for (size_t i = 0; i < ndeps; i++)
		(void)store_file_hash(store, deps[i].path, &ignored);
	pack_deps(&packed, deps, ndeps);
	if (store_run(store, STORE_BEGIN)) {
		store_write_files(store);
		store_end(store, write_unit(store, key, text, length, &packed));
	}
	strbuf_free(&packed);
}
