// SPDX-License-Identifier: GPL-2.0-only
/* Blobs by kind and key; trims units and blobs to a size. */
#include "store/store.h"

#include <stddef.h>

#include "base/open_file.h"
#include "base/vec.h"
#include "store/database.h"

static struct store *store_of(struct blob_cache *cache)
{
	return (struct store *)((char *)cache - offsetof(struct store, blobs));
}

static void note_use(struct store *store, const char *kind, const char *key)
{
	sqlite3_stmt *statement;

	if (store->readable_only)
		return;
	statement = store_statement(store, STORE_BLOB_USED);
	if (!statement)
		return;
	sqlite3_bind_text(statement, 1, kind, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, key, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, store_now());
	(void)store_finish(store, statement, sqlite3_step(statement));
}

static bool get_blob(struct blob_cache *cache, const char *kind, const char *key,
		     struct strbuf *out)
{
	struct store *store = store_of(cache);
	sqlite3_stmt *statement = store_statement(store, STORE_BLOB_GET);
	bool found = false;
	int64_t used = 0;

	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, kind, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, key, -1, SQLITE_STATIC);
	int result = sqlite3_step(statement);
	if (result == SQLITE_ROW) {
		const void *data = sqlite3_column_blob(statement, 0);
		size_t length = (size_t)sqlite3_column_bytes(statement, 0);

		found = hash_bytes(length ? data : "", length, 0) ==
			(uint64_t)sqlite3_column_int64(statement, 1);
		if (found && length)
			strbuf_add(out, data, length);
		used = sqlite3_column_int64(statement, 2);
	}
	if (!store_finish(store, statement, result) || !found)
		return false;
	if (store_now() - used > STORE_USED_SECONDS)
		note_use(store, kind, key);
	return true;
}

static void put_blob(struct blob_cache *cache, const char *kind, const char *key,
		     const void *data, size_t length)
{
	struct store *store = store_of(cache);
	sqlite3_stmt *statement;

	/* what lacks a file that could not be read must not be remembered */
	if (store->readable_only || count_read_faults())
		return;
	statement = store_statement(store, STORE_BLOB_PUT);
	if (!statement)
		return;
	sqlite3_bind_text(statement, 1, kind, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, key, -1, SQLITE_STATIC);
	sqlite3_bind_blob64(statement, 3, length ? data : "", length, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 4, (int64_t)hash_bytes(length ? data : "", length, 0));
	sqlite3_bind_int64(statement, 5, store_now());
	(void)store_finish(store, statement, sqlite3_step(statement));
}

void store_init_blobs(struct store *store)
{
	store->blobs.get = get_blob;
	store->blobs.put = put_blob;
}

struct blob_cache *store_blobs(struct store *store)
{
	return &store->blobs;
}

/* ---- trimming ---- */

struct trim_entry {
	bool is_blob;
	int64_t rowid, size;
};

struct trim_entries { struct trim_entry *data; size_t count, room; };

static int64_t bytes_in_use(struct store *store)
{
	sqlite3_stmt *statement = store_statement(store, STORE_PAGES);
	int64_t bytes = 0;

	if (!statement)
		return 0;
	int result = sqlite3_step(statement);
	if (result == SQLITE_ROW)
		bytes = sqlite3_column_int64(statement, 0) * sqlite3_column_int64(statement, 1);
	return store_finish(store, statement, result) ? bytes : 0;
}

/* Appends to OLDEST the entries unused for longest, until they make up EXCESS bytes. */
static void choose_oldest(struct store *store, int64_t excess, struct trim_entries *oldest)
{
	sqlite3_stmt *statement = store_statement(store, STORE_OLDEST);
	int result = SQLITE_DONE;

	if (!statement)
		return;
	while (excess > 0 && (result = sqlite3_step(statement)) == SQLITE_ROW) {
		struct trim_entry entry = {
			.is_blob = sqlite3_column_int(statement, 0),
			.rowid = sqlite3_column_int64(statement, 1),
			.size = sqlite3_column_int64(statement, 3),
		};

		vec_push(oldest, entry);
		excess -= entry.size;
	}
	(void)store_finish(store, statement, result);
}

void store_trim(struct store *store, size_t bytes)
{
	struct trim_entries oldest = { 0 };
	int64_t used = store->readable_only ? 0 : bytes_in_use(store);

	if (used <= (int64_t)bytes)
		return;
	choose_oldest(store, used - (int64_t)bytes, &oldest);
	if (oldest.count && store_run(store, STORE_BEGIN)) {
		for (size_t i = 0; i < oldest.count; i++) {
			const struct trim_entry *entry = &oldest.data[i];
			sqlite3_stmt *statement = store_statement(store, entry->is_blob ?
						  STORE_BLOB_DROP : STORE_UNIT_DROP);

			if (!statement)
				break;
			sqlite3_bind_int64(statement, 1, entry->rowid);
			(void)store_finish(store, statement, sqlite3_step(statement));
		}
		store_end(store, true);
		if (store->db)
			(void)sqlite3_exec(store->db, "PRAGMA incremental_vacuum", NULL, NULL, NULL);
	}
	vec_free(&oldest);
}
