// SPDX-License-Identifier: GPL-2.0-only
#include "diff/snapshot.h"

#include <string.h>

/* The version of the stored form: a new number makes old snapshots void. */
#define SNAPSHOT_FORM 4
#define SNAPSHOT_KIND "snapshot"

struct snapshot *snapshot_new(void)
{
	struct snapshot *snapshot = xcalloc(1, sizeof(*snapshot));

	snapshot->arena = arena_new();
	return snapshot;
}

static void free_row(struct snapshot_row *row)
{
	row_free(&row->row);
	dependencies_free(&row->dependencies);
	vec_free(&row->units);
}

void snapshot_free(struct snapshot *snapshot)
{
	if (!snapshot)
		return;
	vec_each(row, &snapshot->rows)
		free_row(row);
	vec_each(unit, &snapshot->units)
		vec_free(&unit->files);
	vec_free(&snapshot->rows);
	vec_free(&snapshot->units);
	vec_free(&snapshot->files);
	vec_free(&snapshot->carriers);
	vec_free(&snapshot->complaints);
	strmap_free(&snapshot->by_path);
	arena_free(snapshot->arena);
	free(snapshot);
}

uint32_t snapshot_add_file(struct snapshot *snapshot, const char *path, uint64_t hash)
{
	size_t known = (size_t)(uintptr_t)strmap_get(&snapshot->by_path, path);

	if (known) {
		snapshot->files.data[known - 1].hash = hash;
		return (uint32_t)known - 1;
	}
	struct snapshot_file file = { arena_strdup(snapshot->arena, path), hash };
	vec_push(&snapshot->files, file);
	strmap_set(&snapshot->by_path, file.path, (void *)(uintptr_t)snapshot->files.count);
	return (uint32_t)snapshot->files.count - 1;
}

/* ---- removing ---- */

static void drop_rows(struct snapshot *snapshot)
{
	size_t kept = 0;

	vec_each(row, &snapshot->rows) {
		if (row->affected)
			free_row(row);
		else
			snapshot->rows.data[kept++] = *row;
	}
	snapshot->rows.count = kept;
}

/* PLACES[old index] becomes the new index, plus 1; 0: dropped. */
static void drop_units(struct snapshot *snapshot, uint32_t *places)
{
	uint32_t kept = 0;

	vec_each(row, &snapshot->rows)
		vec_each(unit, &row->units)
			places[*unit] = 1;
	for (size_t i = 0; i < snapshot->units.count; i++) {
		if (!places[i]) {
			vec_free(&snapshot->units.data[i].files);
			continue;
		}
		snapshot->units.data[kept++] = snapshot->units.data[i];
		places[i] = kept;
	}
	snapshot->units.count = kept;
	vec_each(row, &snapshot->rows)
		vec_each(unit, &row->units)
			*unit = places[*unit] - 1;
}

static void drop_files(struct snapshot *snapshot, uint32_t *places)
{
	uint32_t kept = 0;

	vec_each(unit, &snapshot->units)
		vec_each(file, &unit->files)
			places[*file] = 1;
	for (size_t i = 0; i < snapshot->files.count; i++) {
		if (!places[i])
			continue;
		snapshot->files.data[kept++] = snapshot->files.data[i];
		places[i] = kept;
	}
	snapshot->files.count = kept;
	vec_each(unit, &snapshot->units)
		vec_each(file, &unit->files)
			*file = places[*file] - 1;
	strmap_free(&snapshot->by_path);
	for (size_t i = 0; i < kept; i++)
		strmap_set(&snapshot->by_path, snapshot->files.data[i].path, (void *)(uintptr_t)(i + 1));
}

void snapshot_drop_affected(struct snapshot *snapshot)
{
	uint32_t *units = xcalloc(snapshot->units.count + 1, sizeof(*units));
	uint32_t *files = xcalloc(snapshot->files.count + 1, sizeof(*files));

	drop_rows(snapshot);
	drop_units(snapshot, units);
	drop_files(snapshot, files);
	free(files);
	free(units);
}

/* ---- writing ---- */

static void pack_row(struct strbuf *out, const struct row *row,
		     const struct dependencies *dependencies)
{
	pack_text(out, row->file);
	pack_number(out, row->line);
	pack_text(out, row->callback);
	pack_text(out, row->ops);
	pack_text(out, row->ops_file);
	pack_number(out, row->kind);
	pack_number(out, row->analysed);
	pack_verdicts(out, row);
	pack_dependencies(out, dependencies);
}

void snapshot_store(const struct snapshot *snapshot, struct blob_cache *cache, const char *key)
{
	struct strbuf out = { 0 };

	if (!cache)
		return;
	pack_number(&out, SNAPSHOT_FORM);
	pack_text(&out, snapshot->commit);
	pack_number(&out, snapshot->files.count);
	vec_each(file, &snapshot->files) {
		pack_text(&out, file->path);
		pack_number(&out, file->hash);
	}
	pack_number(&out, snapshot->units.count);
	vec_each(unit, &snapshot->units) {
		pack_text(&out, unit->source);
		pack_numbers(&out, &unit->files);
	}
	pack_texts(&out, &snapshot->carriers);
	pack_texts(&out, &snapshot->complaints);
	pack_number(&out, snapshot->rows.count);
	vec_each(row, &snapshot->rows) {
		pack_row(&out, &row->row, &row->dependencies);
		pack_numbers(&out, &row->units);
	}
	cache->put(cache, SNAPSHOT_KIND, key, out.text, out.length);
	strbuf_free(&out);
}

/* ---- reading ---- */

static void unpack_row(struct unpacking *from, struct row *row, struct dependencies *dependencies)
{
	row->file = unpack_text(from);
	row->line = (unsigned)unpack_number(from, UINT32_MAX);
	row->callback = unpack_text(from);
	row->ops = unpack_text(from);
	row->ops_file = unpack_text(from);
	row->kind = (enum contract_kind)unpack_number(from, KIND_COUNT - 1);
	row->analysed = unpack_number(from, 1);
	unpack_verdicts(from, row);
	unpack_dependencies(from, dependencies);
}

static void take_row(struct unpacking *from, struct snapshot *snapshot)
{
	struct snapshot_row taken = { 0 };

	unpack_row(from, &taken.row, &taken.dependencies);
	unpack_numbers(from, &taken.units, snapshot->units.count);
	vec_push(&snapshot->rows, taken);
}

/* Copies by way of a blob, so that all strings of the copy are in the snapshot's arena. */
struct snapshot_row *snapshot_add_row(struct snapshot *snapshot, const struct row *row,
				  const struct dependencies *dependencies)
{
	struct strbuf blob = { 0 };
	struct snapshot_row copy = { 0 };

	pack_row(&blob, row, dependencies);
	struct unpacking from = {
		.arena = snapshot->arena, .at = blob.text, .end = blob.text + blob.length,
	};
	unpack_row(&from, &copy.row, &copy.dependencies);
	BUG_IF(from.broken);
	strbuf_free(&blob);
	vec_push(&snapshot->rows, copy);
	return &vec_last(&snapshot->rows);
}

static void take_snapshot(struct unpacking *from, struct snapshot *snapshot)
{
	if (unpack_number(from, UINT64_MAX) != SNAPSHOT_FORM)
		from->broken = true;
	snapshot->commit = unpack_text(from);
	size_t files = unpack_count(from);
	for (size_t i = 0; i < files && !from->broken; i++) {
		const char *path = unpack_text(from);

		(void)snapshot_add_file(snapshot, path, unpack_number(from, UINT64_MAX));
	}
	size_t units = unpack_count(from);
	for (size_t i = 0; i < units && !from->broken; i++) {
		struct snapshot_unit unit = { .source = unpack_text(from) };

		unpack_numbers(from, &unit.files, snapshot->files.count);
		vec_push(&snapshot->units, unit);
	}
	unpack_texts(from, &snapshot->carriers);
	unpack_texts(from, &snapshot->complaints);
	size_t rows = unpack_count(from);
	for (size_t i = 0; i < rows && !from->broken; i++)
		take_row(from, snapshot);
}

struct snapshot *snapshot_recall(struct blob_cache *cache, const char *key)
{
	struct strbuf blob = { 0 };
	struct snapshot *snapshot = NULL;

	if (cache && cache->get(cache, SNAPSHOT_KIND, key, &blob)) {
		snapshot = snapshot_new();
		struct unpacking from = {
			.arena = snapshot->arena, .at = blob.text, .end = blob.text + blob.length,
		};
		take_snapshot(&from, snapshot);
		if (from.broken) {
			snapshot_free(snapshot);
			snapshot = NULL;
		}
	}
	strbuf_free(&blob);
	return snapshot;
}
