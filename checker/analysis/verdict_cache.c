// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/verdict_cache.h"

#include <inttypes.h>
#include <string.h>

#include "analysis/models.h"
#include "analysis/row_blob.h"
#include "extract/tool.h"
#include "kbuild/kbuild.h"

/* The version of the stored form: a new number makes stored rows void. */
#define ROW_FORM 5
#define ROW_KIND "row"

/* The cached row of one callback. */
struct entry {
	const char *key;
	bool found;
	struct row row;		/* strings are the run's */
	struct dependencies dependencies;
};

struct verdict_cache {
	struct session *session;
	const struct run *run;
	struct arena *arena;
	struct intmap entries;	/* candidate -> struct entry */
	struct dependency_answers *answers;
	char *tool;
};

struct verdict_cache *verdict_cache_open(struct session *session, struct tree_index **index,
					 const struct run *run)
{
	struct verdict_cache *cache = xcalloc(1, sizeof(*cache));

	cache->session = session;
	cache->run = run;
	cache->arena = arena_new();
	cache->answers = dependency_answers_open(session, index);
	cache->tool = describe_tool();
	return cache;
}

void verdict_cache_close(struct verdict_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < cache->entries.base.count; i++) {
		struct entry *entry = cache->entries.base.entries[i].value;

		row_free(&entry->row);
		dependencies_free(&entry->dependencies);
	}
	intmap_free(&cache->entries);
	dependency_answers_close(cache->answers);
	arena_free(cache->arena);
	free(cache->tool);
	free(cache);
}

/* The key of a row: the tool, its options, the tree and the callback. */
static const char *make_key(struct verdict_cache *cache, const struct candidate *candidate)
{
	struct session *session = cache->session;
	struct strbuf key = { 0 };

	pack_text(&key, cache->tool);
	pack_text(&key, session->tree->path);
	pack_text(&key, kbuild_directory(session->kbuild));
	pack_text(&key, kbuild_arch(session->kbuild));
	pack_number(&key, models_state(session->options));
	for (int rule = 0; rule < RULE_COUNT; rule++)
		pack_number(&key, cache->run->rule_enabled[rule]);
	pack_number(&key, cache->run->refused);
	pack_number(&key, candidate->kind);
	pack_text(&key, candidate->function);
	pack_text(&key, candidate->ops);
	pack_text(&key, candidate->ops_file);
	const char *text = arena_printf(cache->arena, "%016" PRIx64 "%016" PRIx64,
					hash_bytes(key.text, key.length, 0),
					hash_bytes(key.text, key.length, 1));
	strbuf_free(&key);
	return text;
}

static struct entry *entry_of(struct verdict_cache *cache, const struct candidate *candidate)
{
	uint64_t id = (uint64_t)(uintptr_t)candidate;
	struct entry *entry = intmap_get(&cache->entries, id);

	if (entry)
		return entry;
	entry = arena_alloc(cache->arena, sizeof(*entry));
	entry->key = make_key(cache, candidate);
	intmap_set(&cache->entries, id, entry);
	return entry;
}

/* ---- reading ---- */

static void read_entry(struct verdict_cache *cache, struct entry *entry)
{
	struct blob_cache *blobs = store_blobs(cache->session->store);
	struct strbuf blob = { 0 };
	struct unpacking from = { .arena = cache->run->arena };

	if (!blobs->get(blobs, ROW_KIND, entry->key, &blob))
		return;
	from.at = blob.text;
	from.end = blob.text + blob.length;
	from.broken = unpack_number(&from, UINT64_MAX) != ROW_FORM;
	unpack_verdicts(&from, &entry->row);
	unpack_dependencies(&from, &entry->dependencies);
	entry->found = !from.broken;
	strbuf_free(&blob);
}

/* Appends to FILES the files of UNITS that still exist. A file that is gone has no flags to ask for. */
static void add_present(struct verdict_cache *cache, const struct dependency_unit *units,
			size_t count, struct strings *files)
{
	struct tree *tree = cache->session->tree;
	uint64_t hash;

	for (size_t i = 0; i < count; i++)
		if (store_file_hash(cache->session->store,
				    path_join(tree->arena, tree->path, units[i].file), &hash))
			vec_push(files, (char *)units[i].file);
}

int verdict_cache_prepare(struct verdict_cache *cache, const struct candidate *candidates,
			  size_t count, struct error *error)
{
	struct strings files = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct entry *entry = entry_of(cache, &candidates[i]);
		const struct dependencies *dependencies = &entry->dependencies;

		read_entry(cache, entry);
		if (!entry->found)
			continue;
		add_present(cache, dependencies->units.data, dependencies->units.count, &files);
		add_present(cache, dependencies->others.data, dependencies->others.count, &files);
	}
	int failed = unit_source_request(cache->session->units,
					 (const char *const *)files.data, files.count, error);
	vec_free(&files);
	return failed;
}

/* Replaces the units of the earlier run by those of this run, which are the same. */
static void find_units(const struct verdict_cache *cache, struct dependency_unit *units,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct source_unit *made = unit_source_find(cache->session->units,
								  units[i].file);

		units[i].unit = made ? made->unit : NULL;
	}
}

const struct dependencies *verdict_cache_recall(struct verdict_cache *cache,
						const struct candidate *candidate,
						const struct subject *subject, struct row *row)
{
	struct entry *entry = entry_of(cache, candidate);

	if (!entry->found ||
	    !dependencies_hold(cache->answers, candidate, subject, &entry->dependencies))
		return NULL;
	row->analysed = true;
	row->why_not = NULL;
	memcpy(row->verdicts, entry->row.verdicts, sizeof(row->verdicts));
	row->findings = entry->row.findings;
	row->undecided = entry->row.undecided;
	memset(&entry->row, 0, sizeof(entry->row));
	find_units(cache, entry->dependencies.units.data, entry->dependencies.units.count);
	find_units(cache, entry->dependencies.others.data, entry->dependencies.others.count);
	return &entry->dependencies;
}

/* ---- keeping ---- */

/* Whether an undecided row may change in the next scan: some file could not be parsed this time. */
static bool may_end_otherwise(const struct verdict_cache *cache, const struct row *row)
{
	const struct unit_source *units = cache->session->units;

	for (size_t i = 0; row->undecided.count && i < unit_source_count(units); i++)
		if (!unit_source_at(units, i)->unit && !unit_source_at(units, i)->absent)
			return true;
	return false;
}

void verdict_cache_keep(struct verdict_cache *cache, const struct candidate *candidate,
			const struct subject *subject, bool asks_caller,
			struct dependencies *dependencies, const struct row *row)
{
	struct blob_cache *blobs = store_blobs(cache->session->store);
	struct strbuf out = { 0 };

	/* a row of an overlay would replace the row of the tree on disk */
	if (cache->session->tree->overlay || dependencies->is_anonymous ||
	    may_end_otherwise(cache, row) || cache->session->faulted || unit_source_faulted(cache->session->units) ||
	    !dependencies_seal(cache->answers, candidate, subject, asks_caller, dependencies))
		return;
	pack_number(&out, ROW_FORM);
	pack_verdicts(&out, row);
	pack_dependencies(&out, dependencies);
	blobs->put(blobs, ROW_KIND, entry_of(cache, candidate)->key, out.text, out.length);
	strbuf_free(&out);
}
