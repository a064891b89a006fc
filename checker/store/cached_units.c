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
 * Whether the file PATH has its RECORDED hash (0: it was absent), or else its shape, which then goes into MOVED (NULL:
 * it does not do).
 */
static bool dep_holds(struct store *store, const char *path, uint64_t recorded, struct moved_sources *moved)
{
	struct moved_source source;
	uint64_t now;

	if (!store_file_hash(store, path, &now))
		now = 0;
	if (now == recorded)
		return true;
	if (!moved || !now || !recorded || !store_find_moved(store, path, recorded, now, &source))
		return false;
	vec_push(moved, source);
	return true;
}

/* Whether the files of a PACKED column are as then, see dep_holds(). False for a column that is cut off. */
static bool deps_hold(struct store *store, const char *packed, size_t length, struct moved_sources *moved)
{
	while (length) {
		uint64_t recorded;
		size_t path_length;

		if (length <= sizeof(recorded))
			return false;
		memcpy(&recorded, packed, sizeof(recorded));
		packed += sizeof(recorded);
		length -= sizeof(recorded);
		path_length = strnlen(packed, length);
		if (path_length == length || !dep_holds(store, packed, recorded, moved))
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
 * The row of the unit of KEY whose files are unchanged, else of one whose files have MOVED; 0: none. Stores the hash of
 * its deps in *SEED.
 */
static int64_t find_state(struct store *store, const char *key, uint64_t *seed, struct moved_sources *moved)
{
	struct unit_state states[STORE_STATES];
	size_t count = list_states(store, key, states);
	int64_t found = 0;

	for (size_t i = 0; i < 2 * count && !found; i++) {
		const struct unit_state *state = &states[i % count];

		vec_clear(moved);
		if (!deps_hold(store, state->deps, state->length, i < count ? NULL : moved))
			continue;
		found = state->row;
		*seed = hash_bytes(state->deps, state->length, 0);
	}
	if (!found)
		vec_clear(moved);
	for (size_t i = 0; i < count; i++)
		free(states[i].deps);
	return found;
}

char *store_get_unit(struct store *store, const char *key, size_t *length, struct moved_sources *moved)
{
	uint64_t seed = 0, hash = 0;
	int64_t row = find_state(store, key, &seed, moved), used = 0;
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
