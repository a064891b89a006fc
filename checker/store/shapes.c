// SPDX-License-Identifier: GPL-2.0-only
/* The lines of sources that are not blank, by the hash of their texts: a bit for each line. */
#include "store/database.h"

#include <string.h>

bool store_put_shape(struct store *store, uint64_t hash, const struct source_shape *shape)
{
	sqlite3_stmt *statement = store_statement(store, STORE_SHAPE_PUT);
	size_t length = shape->lines.count ? vec_last(&shape->lines) / 8 + 1 : 0;
	unsigned char *bits;

	if (!statement)
		return false;
	bits = xcalloc(length + 1, 1);
	vec_each(line, &shape->lines)
		bits[*line / 8] |= (unsigned char)(1u << *line % 8);
	sqlite3_bind_int64(statement, 1, (int64_t)hash);
	sqlite3_bind_int64(statement, 2, (int64_t)shape->hash);
	sqlite3_bind_blob64(statement, 3, bits, length, SQLITE_TRANSIENT);
	free(bits);
	return store_finish(store, statement, sqlite3_step(statement));
}

/* The row of STATEMENT, in the store's memory. */
static struct source_shape *unpack_shape(struct store *store, sqlite3_stmt *statement)
{
	struct source_shape *shape = arena_alloc(store->arena, sizeof(*shape));
	const unsigned char *bits = sqlite3_column_blob(statement, 1);
	size_t length = (size_t)sqlite3_column_bytes(statement, 1);

	shape->hash = (uint64_t)sqlite3_column_int64(statement, 0);
	shape->lines.data = arena_alloc(store->arena, (8 * length + 1) * sizeof(*shape->lines.data));
	for (size_t line = 0; line < 8 * length; line++)
		if (bits[line / 8] >> line % 8 & 1)
			shape->lines.data[shape->lines.count++] = (uint32_t)line;
	return shape;
}

/* NULL: no text with this hash was seen, or it has no shape. */
static const struct source_shape *find_shape(struct store *store, uint64_t hash)
{
	struct source_shape *shape = intmap_get(&store->shapes, hash);
	sqlite3_stmt *statement = shape ? NULL : store_statement(store, STORE_SHAPE_GET);

	if (!statement)
		return shape;
	sqlite3_bind_int64(statement, 1, (int64_t)hash);
	int result = sqlite3_step(statement);
	if (result == SQLITE_ROW)
		shape = unpack_shape(store, statement);
	if (!store_finish(store, statement, result) || !shape)
		return NULL;
	intmap_set(&store->shapes, hash, shape);
	return shape;
}

bool store_find_moved(struct store *store, const char *path, uint64_t then, uint64_t now, struct moved_source *moved)
{
	const struct source_shape *from = find_shape(store, then), *to = from ? find_shape(store, now) : NULL;

	if (!to || from->hash != to->hash || from->lines.count != to->lines.count)
		return false;
	*moved = (struct moved_source){
		.path = arena_strdup(store->arena, path), .hash = now,
		.from = from->lines.data, .to = to->lines.data, .count = from->lines.count,
	};
	return true;
}
