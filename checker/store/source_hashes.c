// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hashes of source files, mostly without reading them: when size, times and inode of
 * a file are those that the database recorded, its hash is too.
 *
 * One trap, known from git's index: a file that changes within the clock tick in which it
 * was looked at keeps its times. So the database also records the time of the look, and a
 * file that changed shortly before it is hashed again next time.
 */
#include "store/database.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/source_hash.h"

/* As coarse as the coarsest time stamps in use (FAT: 2 s), shorter than a build. */
#define RACY_NANOSECONDS 2000000000LL

struct file_state {
	const char *path;
	bool readable;
	bool dirty;		/* not yet in the database */
	int64_t size, mtime, ctime, inode;	/* times in nanoseconds */
	int64_t checked;	/* when stat() was called, nanoseconds */
	uint64_t hash;
};

static int64_t nanoseconds(struct timespec time)
{
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* The clock that the kernel stamps files with. */
static int64_t file_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	return nanoseconds(now);
}

static bool stat_file(struct file_state *state)
{
	struct stat st;

	state->checked = file_clock();
	if (stat(state->path, &st) || !S_ISREG(st.st_mode))
		return false;
	state->size = st.st_size;
	state->mtime = nanoseconds(st.st_mtim);
	state->ctime = nanoseconds(st.st_ctim);
	state->inode = (int64_t)st.st_ino;
	return true;
}

/* Keeps SHAPE in the store's memory. */
static void keep_shape(struct store *store, uint64_t hash, struct source_shape *shape)
{
	struct source_shape *kept = NULL;

	if (shape->hash && !intmap_has(&store->shapes, hash)) {
		kept = arena_alloc(store->arena, sizeof(*kept));
		kept->hash = shape->hash;
		kept->lines.count = shape->lines.count;
		kept->lines.data = arena_copy(store->arena, shape->lines.data,
					      shape->lines.count * sizeof(*shape->lines.data));
		intmap_set(&store->shapes, hash, kept);
	}
	vec_free(&shape->lines);
}

static bool hash_file(struct store *store, struct file_state *state)
{
	struct source_shape shape = { 0 };
	size_t length;
	struct error error = { 0 };
	char *text = read_file(state->path, &length, &error);

	if (!text) {
		error_clear(&error);
		return false;
	}
	state->hash = source_hash_shape(state->path, text, length, &shape);
	keep_shape(store, state->hash, &shape);
	free(text);
	return true;
}

/* Whether the current row of STATEMENT was recorded for the file as it is now. */
static bool row_matches(sqlite3_stmt *statement, const struct file_state *state)
{
	int64_t checked = sqlite3_column_int64(statement, 4);

	return sqlite3_column_int64(statement, 0) == state->size &&
	       sqlite3_column_int64(statement, 1) == state->mtime &&
	       sqlite3_column_int64(statement, 2) == state->ctime &&
	       sqlite3_column_int64(statement, 3) == state->inode &&
	       state->mtime < checked - RACY_NANOSECONDS &&
	       state->ctime < checked - RACY_NANOSECONDS;
}

static bool recall_hash(struct store *store, struct file_state *state)
{
	sqlite3_stmt *statement = store_statement(store, STORE_FILE_GET);
	bool found = false;

	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, state->path, -1, SQLITE_STATIC);
	int result = sqlite3_step(statement);
	if (result == SQLITE_ROW && row_matches(statement, state)) {
		state->hash = (uint64_t)sqlite3_column_int64(statement, 5);
		found = true;
	}
	return store_finish(store, statement, result) && found;
}

static struct file_state *look_at(struct store *store, const char *path)
{
	struct file_state *state = arena_alloc(store->arena, sizeof(*state));

	state->path = arena_strdup(store->arena, path);
	strmap_set(&store->files, state->path, state);
	state->readable = stat_file(state);
	if (!state->readable || recall_hash(store, state))
		return state;
	state->readable = hash_file(store, state);
	state->dirty = state->readable;
	store->files_dirty |= state->dirty;
	return state;
}

bool store_file_hash(struct store *store, const char *path, uint64_t *hash)
{
	struct file_state *state = strmap_get(&store->files, path);

	if (!state)
		state = look_at(store, path);
	*hash = state->hash;
	return state->readable;
}

void store_pretend(struct store *store, const char *path, bool there, uint64_t hash)
{
	struct file_state *state = arena_alloc(store->arena, sizeof(*state));

	state->path = arena_strdup(store->arena, path);
	state->readable = there;
	state->hash = hash;
	strmap_set(&store->files, state->path, state);
}

static bool write_file_state(struct store *store, const struct file_state *state)
{
	sqlite3_stmt *statement = store_statement(store, STORE_FILE_PUT);

	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, state->path, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, state->size);
	sqlite3_bind_int64(statement, 3, state->mtime);
	sqlite3_bind_int64(statement, 4, state->ctime);
	sqlite3_bind_int64(statement, 5, state->inode);
	sqlite3_bind_int64(statement, 6, state->checked);
	sqlite3_bind_int64(statement, 7, (int64_t)state->hash);
	if (!store_finish(store, statement, sqlite3_step(statement)))
		return false;
	const struct source_shape *shape = intmap_get(&store->shapes, state->hash);

	return !shape || store_put_shape(store, state->hash, shape);
}

void store_write_files(struct store *store)
{
	if (!store->files_dirty)
		return;
	for (size_t i = 0; i < store->files.count; i++) {
		struct file_state *state = store->files.entries[i].value;

		if (!state->dirty)
			continue;
		if (!write_file_state(store, state))
			return;
		state->dirty = false;
	}
	store->files_dirty = false;
}
