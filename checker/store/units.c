// SPDX-License-Identifier: GPL-2.0-only
/*
 * Units by key, each with the files that it was made from: one packed column, for
 * each file its hash and its path with the terminating NUL.
 */
#include "store/store.h"

#include <string.h>

#include "store/database.h"

static void pack_deps(struct strbuf *packed, const struct ir_dep *deps, size_t ndeps)
{
	for (size_t i = 0; i < ndeps; i++) {
		strbuf_add(packed, (const char *)&deps[i].hash, sizeof(deps[i].hash));
		strbuf_add(packed, deps[i].path, strlen(deps[i].path) + 1);
	}
}

/*
 * Whether each file still has the bytes that it had; hash 0 says that it was absent. A
 * column that is cut off does not hold.
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

/* Column COLUMN as malloc'd bytes with a NUL behind them. */
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

static void note_use(struct store *store, const char *key)
{
	sqlite3_stmt *statement;

	if (store->readable_only)
		return;
	statement = store_statement(store, STORE_UNIT_USED);
	if (!statement)
		return;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, store_now());
	(void)store_finish(store, statement, sqlite3_step(statement));
}

char *store_get_unit(struct store *store, const char *key, size_t *length)
{
	sqlite3_stmt *statement = store_statement(store, STORE_UNIT_GET);
	char *text = NULL, *deps = NULL;
	size_t deps_length = 0;
	uint64_t hash = 0;
	int64_t used = 0;

	if (!statement)
		return NULL;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	int result = sqlite3_step(statement);
	if (result == SQLITE_ROW) {
		deps = copy_column(statement, 0, &deps_length);
		text = copy_column(statement, 1, length);
		hash = (uint64_t)sqlite3_column_int64(statement, 2);
		used = sqlite3_column_int64(statement, 3);
	}
	bool sound = store_finish(store, statement, result) && text &&
		     hash_bytes(text, *length, hash_bytes(deps, deps_length, 0)) == hash &&
		     deps_hold(store, deps, deps_length);
	free(deps);
	if (!sound) {
		free(text);
		return NULL;
	}
	if (store_now() - used > STORE_USED_SECONDS)
		note_use(store, key);
	return text;
}

static bool write_unit(struct store *store, const char *key, const char *text, size_t length,
		       const struct strbuf *deps)
{
	sqlite3_stmt *statement = store_statement(store, STORE_UNIT_PUT);
	uint64_t hash = hash_bytes(text, length, hash_bytes(strbuf_text(deps), deps->length, 0));

	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	sqlite3_bind_blob64(statement, 2, strbuf_text(deps), deps->length, SQLITE_STATIC);
	sqlite3_bind_blob64(statement, 3, text, length, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 4, (int64_t)hash);
	sqlite3_bind_int64(statement, 5, store_now());
	return store_finish(store, statement, sqlite3_step(statement));
}

void store_put_unit(struct store *store, const char *key, const char *text, size_t length,
		    const struct ir_dep *deps, size_t ndeps)
{
	struct strbuf packed = { 0 };
	uint64_t ignored;

	if (!store->db || store->readable_only)
		return;
	/* The files are looked at now, so that the next run need not read them. */
	for (size_t i = 0; i < ndeps; i++)
		(void)store_file_hash(store, deps[i].path, &ignored);
	pack_deps(&packed, deps, ndeps);
	if (store_run(store, STORE_BEGIN)) {
		store_write_files(store);
		store_end(store, write_unit(store, key, text, length, &packed));
	}
	strbuf_free(&packed);
}
