// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/record.h"

#include <inttypes.h>
#include <string.h>

/* Of the stored form; another number makes old records void. */
#define RECORD_FORM 2
#define RECORD_KIND "record"

struct record *record_new(void)
{
	struct record *record = xcalloc(1, sizeof(*record));

	record->arena = arena_new();
	return record;
}

void record_row_free(struct record_row *row)
{
	vec_free(&row->row.findings);
	vec_free(&row->row.undecided);
	vec_free(&row->units);
	vec_free(&row->functions);
	vec_free(&row->fields);
	vec_free(&row->missing);
}

void record_free(struct record *record)
{
	if (!record)
		return;
	vec_each(row, &record->rows)
		record_row_free(row);
	vec_each(unit, &record->units)
		vec_free(&unit->files);
	vec_free(&record->rows);
	vec_free(&record->units);
	vec_free(&record->files);
	vec_free(&record->carriers);
	vec_free(&record->complaints);
	strmap_free(&record->by_path);
	arena_free(record->arena);
	free(record);
}

uint32_t record_add_file(struct record *record, const char *path, uint64_t hash)
{
	size_t known = (size_t)(uintptr_t)strmap_get(&record->by_path, path);

	if (known) {
		record->files.data[known - 1].hash = hash;
		return (uint32_t)known - 1;
	}
	struct record_file file = { arena_strdup(record->arena, path), hash };
	vec_push(&record->files, file);
	strmap_set(&record->by_path, file.path, (void *)(uintptr_t)record->files.count);
	return (uint32_t)record->files.count - 1;
}

/* ---- removing ---- */

static void drop_rows(struct record *record)
{
	size_t kept = 0;

	vec_each(row, &record->rows) {
		if (row->affected)
			record_row_free(row);
		else
			record->rows.data[kept++] = *row;
	}
	record->rows.count = kept;
}

/* PLACES[old index] becomes the new one, plus 1, of what is used. */
static void drop_units(struct record *record, uint32_t *places)
{
	uint32_t kept = 0;

	vec_each(row, &record->rows)
		vec_each(unit, &row->units)
			places[*unit] = 1;
	for (size_t i = 0; i < record->units.count; i++) {
		if (!places[i]) {
			vec_free(&record->units.data[i].files);
			continue;
		}
		record->units.data[kept++] = record->units.data[i];
		places[i] = kept;
	}
	record->units.count = kept;
	vec_each(row, &record->rows)
		vec_each(unit, &row->units)
			*unit = places[*unit] - 1;
}

static void drop_files(struct record *record, uint32_t *places)
{
	uint32_t kept = 0;

	vec_each(unit, &record->units)
		vec_each(file, &unit->files)
			places[*file] = 1;
	for (size_t i = 0; i < record->files.count; i++) {
		if (!places[i])
			continue;
		record->files.data[kept++] = record->files.data[i];
		places[i] = kept;
	}
	record->files.count = kept;
	vec_each(unit, &record->units)
		vec_each(file, &unit->files)
			*file = places[*file] - 1;
	strmap_free(&record->by_path);
	for (size_t i = 0; i < kept; i++)
		strmap_set(&record->by_path, record->files.data[i].path, (void *)(uintptr_t)(i + 1));
}

void record_drop_affected(struct record *record)
{
	uint32_t *units = xcalloc(record->units.count + 1, sizeof(*units));
	uint32_t *files = xcalloc(record->files.count + 1, sizeof(*files));

	drop_rows(record);
	drop_units(record, units);
	drop_files(record, files);
	free(files);
	free(units);
}

/* ---- writing ---- */

static void put_row(struct strbuf *out, const struct record_row *record)
{
	const struct row *row = &record->row;

	pack_text(out, row->file);
	pack_number(out, row->line);
	pack_text(out, row->callback);
	pack_text(out, row->ops);
	pack_text(out, row->ops_file);
	pack_number(out, row->kind);
	pack_number(out, row->analysed);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		pack_number(out, row->verdicts[rule]);
	pack_number(out, row->findings.count);
	vec_each(finding, &row->findings) {
		pack_finding(out, finding);
		pack_text(out, finding->allowed ? finding->allowed->because : NULL);
	}
	pack_numbers(out, &record->units);
	pack_texts(out, &record->functions);
	pack_texts(out, &record->fields);
	pack_texts(out, &record->missing);
}

void record_store(const struct record *record, struct blob_cache *cache, const char *key)
{
	struct strbuf out = { 0 };

	if (!cache)
		return;
	pack_number(&out, RECORD_FORM);
	pack_text(&out, record->commit);
	pack_number(&out, record->files.count);
	vec_each(file, &record->files) {
		pack_text(&out, file->path);
		pack_number(&out, file->hash);
	}
	pack_number(&out, record->units.count);
	vec_each(unit, &record->units)
		pack_numbers(&out, &unit->files);
	pack_texts(&out, &record->carriers);
	pack_texts(&out, &record->complaints);
	pack_number(&out, record->rows.count);
	vec_each(row, &record->rows)
		put_row(&out, row);
	cache->put(cache, RECORD_KIND, key, out.text, out.length);
	strbuf_free(&out);
}

/* ---- reading ---- */

static void take_finding(struct unpacking *from, struct row *row)
{
	struct finding finding = unpack_finding(from);
	const char *because = unpack_text(from);

	if (*because) {
		struct allowance allowance = { .file = "", .rule = "", .because = because };

		finding.allowed = arena_copy(from->arena, &allowance, sizeof(allowance));
	}
	vec_push(&row->findings, finding);
}

static void take_row(struct unpacking *from, struct record *record)
{
	struct record_row taken = { 0 };
	struct row *row = &taken.row;

	row->file = unpack_text(from);
	row->line = (unsigned)unpack_number(from, UINT32_MAX);
	row->callback = unpack_text(from);
	row->ops = unpack_text(from);
	row->ops_file = unpack_text(from);
	row->kind = (enum contract_kind)unpack_number(from, KIND_COUNT - 1);
	row->analysed = unpack_number(from, 1);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		row->verdicts[rule] = (enum verdict)unpack_number(from, VERDICT_NA);
	size_t count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++)
		take_finding(from, row);
	unpack_numbers(from, &taken.units, record->units.count);
	unpack_texts(from, &taken.functions);
	unpack_texts(from, &taken.fields);
	unpack_texts(from, &taken.missing);
	vec_push(&record->rows, taken);
}

static void take_record(struct unpacking *from, struct record *record)
{
	if (unpack_number(from, UINT64_MAX) != RECORD_FORM)
		from->broken = true;
	record->commit = unpack_text(from);
	size_t files = unpack_count(from);
	for (size_t i = 0; i < files && !from->broken; i++) {
		const char *path = unpack_text(from);

		(void)record_add_file(record, path, unpack_number(from, UINT64_MAX));
	}
	size_t units = unpack_count(from);
	for (size_t i = 0; i < units && !from->broken; i++) {
		struct record_unit unit = { 0 };

		unpack_numbers(from, &unit.files, record->files.count);
		vec_push(&record->units, unit);
	}
	unpack_texts(from, &record->carriers);
	unpack_texts(from, &record->complaints);
	size_t rows = unpack_count(from);
	for (size_t i = 0; i < rows && !from->broken; i++)
		take_row(from, record);
}

struct record *record_recall(struct blob_cache *cache, const char *key)
{
	struct strbuf blob = { 0 };
	struct record *record = NULL;

	if (cache && cache->get(cache, RECORD_KIND, key, &blob)) {
		record = record_new();
		struct unpacking from = {
			.arena = record->arena, .at = blob.text, .end = blob.text + blob.length,
		};
		take_record(&from, record);
		if (from.broken) {
			record_free(record);
			record = NULL;
		}
	}
	strbuf_free(&blob);
	return record;
}
