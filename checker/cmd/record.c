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

/* ---- writing: texts, each with its NUL; numbers in decimal ---- */

static void put_text(struct strbuf *out, const char *text)
{
	strbuf_add(out, text ? text : "", strlen(text ? text : "") + 1);
}

static void put_number(struct strbuf *out, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	put_text(out, text);
}

static void put_texts(struct strbuf *out, const struct strings *texts)
{
	put_number(out, texts->count);
	vec_each(text, texts)
		put_text(out, *text);
}

static void put_numbers(struct strbuf *out, const uint32_t *list, size_t count)
{
	put_number(out, count);
	for (size_t i = 0; i < count; i++)
		put_number(out, list[i]);
}

static void put_finding(struct strbuf *out, const struct finding *finding)
{
	put_text(out, rules[finding->rule]->name);
	put_text(out, finding->message);
	put_text(out, finding->file);
	put_number(out, finding->line);
	put_number(out, finding->column);
	put_text(out, finding->fingerprint);
	put_text(out, finding->allowed ? finding->allowed->because : NULL);
}

static void put_row(struct strbuf *out, const struct record_row *record)
{
	const struct row *row = &record->row;

	put_text(out, row->file);
	put_number(out, row->line);
	put_text(out, row->callback);
	put_text(out, row->ops);
	put_text(out, row->ops_file);
	put_number(out, row->kind);
	put_number(out, row->analysed);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		put_number(out, row->verdicts[rule]);
	put_number(out, row->findings.count);
	vec_each(finding, &row->findings)
		put_finding(out, finding);
	put_numbers(out, record->units.data, record->units.count);
	put_texts(out, &record->functions);
	put_texts(out, &record->fields);
	put_texts(out, &record->missing);
}

void record_store(const struct record *record, struct blob_cache *cache, const char *key)
{
	struct strbuf out = { 0 };

	if (!cache)
		return;
	put_number(&out, RECORD_FORM);
	put_text(&out, record->commit);
	put_number(&out, record->files.count);
	vec_each(file, &record->files) {
		put_text(&out, file->path);
		put_number(&out, file->hash);
	}
	put_number(&out, record->units.count);
	vec_each(unit, &record->units)
		put_numbers(&out, unit->files.data, unit->files.count);
	put_texts(&out, &record->carriers);
	put_texts(&out, &record->complaints);
	put_number(&out, record->rows.count);
	vec_each(row, &record->rows)
		put_row(&out, row);
	cache->put(cache, RECORD_KIND, key, out.text, out.length);
	strbuf_free(&out);
}

/* ---- reading ---- */

struct reader {
	struct record *record;
	const char *at, *end;
	bool broken;		/* cut off, or a number that cannot be */
};

static const char *take_text(struct reader *reader)
{
	const char *text = reader->at;
	const char *zero = text < reader->end ?
			   memchr(text, '\0', (size_t)(reader->end - text)) : NULL;

	if (!zero) {
		reader->broken = true;
		return "";
	}
	reader->at = zero + 1;
	return arena_strdup(reader->record->arena, text);
}

/* Up to MOST, or the record is broken. */
static uint64_t take_number(struct reader *reader, uint64_t most)
{
	const char *text = reader->at;
	const char *zero = text < reader->end ?
			   memchr(text, '\0', (size_t)(reader->end - text)) : NULL;
	uint64_t number = zero ? strtoull(text, NULL, 10) : 0;

	if (zero)
		reader->at = zero + 1;
	reader->broken = reader->broken || !zero || number > most;
	return reader->broken ? 0 : number;
}

/* How many follow: each has a byte at least. */
static size_t take_count(struct reader *reader)
{
	return (size_t)take_number(reader, (uint64_t)(reader->end - reader->at));
}

static void take_texts(struct reader *reader, struct strings *texts)
{
	size_t count = take_count(reader);

	for (size_t i = 0; i < count && !reader->broken; i++)
		vec_push(texts, (char *)take_text(reader));
}

/* Indices below LIMIT. */
static void take_numbers(struct reader *reader, numbers *list, size_t limit)
{
	size_t count = take_count(reader);

	for (size_t i = 0; i < count && !reader->broken; i++)
		vec_push(list, (uint32_t)take_number(reader, limit ? limit - 1 : 0));
	reader->broken = reader->broken || (count && !limit);
}

static void take_finding(struct reader *reader, struct row *row)
{
	struct finding finding = { 0 };
	int rule = rule_find(take_text(reader));

	finding.message = take_text(reader);
	finding.file = take_text(reader);
	finding.line = (unsigned)take_number(reader, UINT32_MAX);
	finding.column = (unsigned)take_number(reader, UINT32_MAX);
	finding.fingerprint = take_text(reader);
	const char *because = take_text(reader);

	if (*because) {
		struct allowance allowance = { .file = "", .rule = "", .because = because };

		finding.allowed = arena_copy(reader->record->arena, &allowance, sizeof(allowance));
	}
	reader->broken = reader->broken || rule < 0;
	finding.rule = rule < 0 ? 0 : (enum rule_id)rule;
	vec_push(&row->findings, finding);
}

static void take_row(struct reader *reader)
{
	struct record_row record = { 0 };
	struct row *row = &record.row;

	row->file = take_text(reader);
	row->line = (unsigned)take_number(reader, UINT32_MAX);
	row->callback = take_text(reader);
	row->ops = take_text(reader);
	row->ops_file = take_text(reader);
	row->kind = (enum contract_kind)take_number(reader, KIND_COUNT - 1);
	row->analysed = take_number(reader, 1);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		row->verdicts[rule] = (enum verdict)take_number(reader, VERDICT_NA);
	size_t count = take_count(reader);
	for (size_t i = 0; i < count && !reader->broken; i++)
		take_finding(reader, row);
	take_numbers(reader, &record.units, reader->record->units.count);
	take_texts(reader, &record.functions);
	take_texts(reader, &record.fields);
	take_texts(reader, &record.missing);
	vec_push(&reader->record->rows, record);
}

static void take_record(struct reader *reader)
{
	struct record *record = reader->record;

	if (take_number(reader, UINT64_MAX) != RECORD_FORM)
		reader->broken = true;
	record->commit = take_text(reader);
	size_t files = take_count(reader);
	for (size_t i = 0; i < files && !reader->broken; i++) {
		const char *path = take_text(reader);

		(void)record_add_file(record, path, take_number(reader, UINT64_MAX));
	}
	size_t units = take_count(reader);
	for (size_t i = 0; i < units && !reader->broken; i++) {
		struct record_unit unit = { 0 };

		take_numbers(reader, &unit.files, record->files.count);
		vec_push(&record->units, unit);
	}
	take_texts(reader, &record->carriers);
	take_texts(reader, &record->complaints);
	size_t rows = take_count(reader);
	for (size_t i = 0; i < rows && !reader->broken; i++)
		take_row(reader);
}

struct record *record_recall(struct blob_cache *cache, const char *key)
{
	struct strbuf blob = { 0 };
	struct record *record = NULL;

	if (cache && cache->get(cache, RECORD_KIND, key, &blob)) {
		record = record_new();
		struct reader reader = {
			.record = record, .at = blob.text, .end = blob.text + blob.length,
		};
		take_record(&reader);
		if (reader.broken) {
			record_free(record);
			record = NULL;
		}
	}
	strbuf_free(&blob);
	return record;
}
