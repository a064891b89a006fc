// SPDX-License-Identifier: GPL-2.0-only
#include "extract/early.h"

#include <inttypes.h>
#include <string.h>

#include "extract/request.h"
#include "extract/unit_source.h"

#define EARLY_KIND "early"
/* Of the stored form; another number makes what is stored void. */
#define EARLY_FORM 1

/* What is known of one file. Strings are in the arena. */
struct early_file {
	const char *file, *key;
	uint64_t hash;		/* of its text, then */
	struct front_request request;
	struct extraction extraction;
	struct early_extraction *running;	/* or NULL */
};

struct early {
	struct store *store;
	struct extraction_options options;
	struct arena *arena;
	struct strmap files;	/* name -> struct early_file */
	const char *name;	/* of the blob */
	struct strbuf before;	/* what it was */
};

/* ---- the stored form ---- */

static void pack_file(struct strbuf *out, const struct early_file *file)
{
	pack_text(out, file->file);
	pack_text(out, file->key);
	pack_number(out, file->hash);
	pack_request(out, &file->request);
}

static void unpack_file(struct unpacking *from, struct early_file *file)
{
	file->file = unpack_text(from);
	file->key = unpack_text(from);
	file->hash = unpack_number(from, UINT64_MAX);
	unpack_request(from, &file->request);
}

static void read_blob(struct early *early)
{
	struct blob_cache *cache = store_blobs(early->store);
	struct unpacking from = { .arena = early->arena };

	if (!cache->get(cache, EARLY_KIND, early->name, &early->before))
		return;
	from.at = early->before.text;
	from.end = early->before.text + early->before.length;
	from.broken = unpack_number(&from, UINT64_MAX) != EARLY_FORM;
	size_t count = unpack_count(&from);

	for (size_t i = 0; i < count && !from.broken; i++) {
		struct early_file *file = arena_alloc(early->arena, sizeof(*file));

		unpack_file(&from, file);
		if (!from.broken)
			strmap_set(&early->files, file->file, file);
	}
}

/* The guess of a file that is no more is of no use. */
static void write_blob(struct early *early)
{
	struct blob_cache *cache = store_blobs(early->store);
	struct strbuf out = { 0 }, files = { 0 };
	uint64_t hash;
	size_t count = 0;

	for (size_t i = 0; i < early->files.count; i++) {
		const struct early_file *file = early->files.entries[i].value;

		if (!store_file_hash(early->store, file->request.file, &hash))
			continue;
		pack_file(&files, file);
		count++;
	}
	pack_number(&out, EARLY_FORM);
	pack_number(&out, count);
	if (files.length)
		strbuf_add(&out, files.text, files.length);
	if (out.length != early->before.length ||
	    memcmp(out.text, early->before.text, out.length) != 0)
		cache->put(cache, EARLY_KIND, early->name, out.text, out.length);
	strbuf_free(&files);
	strbuf_free(&out);
}

/* ---- the whole ---- */

static bool has_changed(struct early *early, const struct early_file *file)
{
	uint64_t hash;

	return store_file_hash(early->store, file->request.file, &hash) && hash != file->hash;
}

/* Where there are more of them than processes to spare, spatch runs in several itself. */
static void begin_changed(struct early *early)
{
	size_t changed = 0;

	for (size_t i = 0; i < early->files.count; i++)
		changed += has_changed(early, early->files.entries[i].value);
	if (changed >= early->options.jobs)
		return;
	for (size_t i = 0; i < early->files.count; i++) {
		struct early_file *file = early->files.entries[i].value;

		if (!has_changed(early, file))
			continue;
		file->extraction.request = file->request;
		file->running = extraction_begin(&file->extraction, &early->options);
	}
}

struct early *early_begin(struct store *store, const struct tree *tree,
			  const struct extraction_options *options)
{
	struct early *early = xcalloc(1, sizeof(*early));
	char *tool = describe_tool();

	early->store = store;
	early->options = *options;
	early->arena = arena_new();
	early->name = arena_printf(early->arena, "%016" PRIx64,
				   hash_bytes(tree->path, strlen(tree->path),
					      hash_bytes(tool, strlen(tool), 0)));
	free(tool);
	read_blob(early);
	begin_changed(early);
	return early;
}

char *early_take(struct early *early, const char *key, size_t *length)
{
	for (size_t i = 0; i < early->files.count; i++) {
		struct early_file *file = early->files.entries[i].value;

		if (!file->running || strcmp(file->key, key) != 0)
			continue;
		extraction_finish(file->running);
		file->running = NULL;
		free(file->extraction.why_not);	/* whoever asked will try again, and say it */
		*length = file->extraction.length;
		return file->extraction.text;
	}
	return NULL;
}

/* REQUEST's strings go with the build that it is for: copies are kept. */
void early_note(struct early *early, const char *name, const char *key,
		const struct front_request *request)
{
	struct early_file noted = { .file = name, .key = key, .request = *request };
	struct early_file *file = strmap_get(&early->files, name);
	struct unpacking from = { .arena = early->arena };
	struct strbuf packed = { 0 };

	if (!file)
		file = arena_alloc(early->arena, sizeof(*file));
	(void)store_file_hash(early->store, request->file, &noted.hash);
	pack_file(&packed, &noted);
	from.at = packed.text;
	from.end = packed.text + packed.length;
	unpack_file(&from, file);
	strmap_set(&early->files, file->file, file);
	strbuf_free(&packed);
}

void early_end(struct early *early)
{
	if (!early)
		return;
	for (size_t i = 0; i < early->files.count; i++) {
		struct early_file *file = early->files.entries[i].value;

		if (file->running)
			extraction_drop(file->running);
	}
	write_blob(early);
	strmap_free(&early->files);
	strbuf_free(&early->before);
	arena_free(early->arena);
	free(early);
}
