// SPDX-License-Identifier: GPL-2.0-only
#include "extract/prefetch.h"

#include <inttypes.h>
#include <string.h>

#include "extract/request.h"
#include "extract/tool.h"
#include "extract/unit_source.h"

#define PREFETCH_KIND "prefetch"
/* Version of the stored form: other versions are ignored. */
#define PREFETCH_FORM 2

/* One file with callbacks. Strings are in the arena. */
struct prefetched_file {
	const char *file, *key;
	uint64_t hash;		/* of its text when it was recorded */
	struct front_request request;
	struct extraction extraction;
	struct running_extraction *running;	/* its parse, or NULL */
};

struct prefetch {
	struct store *store;
	struct extraction_options options;
	struct arena *arena;
	struct strmap files;	/* name -> struct prefetched_file */
	const char *name;	/* of the blob in the store */
	struct strbuf before;	/* the blob at the beginning */
};

/* ---- the stored form ---- */

static void pack_file(struct strbuf *out, const struct prefetched_file *file)
{
	pack_text(out, file->file);
	pack_text(out, file->key);
	pack_number(out, file->hash);
	pack_request(out, &file->request);
}

static void unpack_file(struct unpacking *from, struct prefetched_file *file)
{
	file->file = unpack_text(from);
	file->key = unpack_text(from);
	file->hash = unpack_number(from, UINT64_MAX);
	unpack_request(from, &file->request);
}

static void read_blob(struct prefetch *prefetch)
{
	struct blob_cache *cache = store_blobs(prefetch->store);
	struct unpacking from = { .arena = prefetch->arena };

	if (!cache->get(cache, PREFETCH_KIND, prefetch->name, &prefetch->before))
		return;
	from.at = prefetch->before.text;
	from.end = prefetch->before.text + prefetch->before.length;
	from.broken = unpack_number(&from, UINT64_MAX) != PREFETCH_FORM;
	size_t count = unpack_count(&from);

	for (size_t i = 0; i < count && !from.broken; i++) {
		struct prefetched_file *file = arena_alloc(prefetch->arena, sizeof(*file));

		unpack_file(&from, file);
		if (!from.broken)
			strmap_set(&prefetch->files, file->file, file);
	}
}

/* Leaves out files that are gone, and writes only a blob that differs. */
static void write_blob(struct prefetch *prefetch)
{
	struct blob_cache *cache = store_blobs(prefetch->store);
	struct strbuf out = { 0 }, files = { 0 };
	uint64_t hash;
	size_t count = 0;

	for (size_t i = 0; i < prefetch->files.count; i++) {
		const struct prefetched_file *file = prefetch->files.entries[i].value;

		if (!store_file_hash(prefetch->store, file->request.file, &hash))
			continue;
		pack_file(&files, file);
		count++;
	}
	pack_number(&out, PREFETCH_FORM);
	pack_number(&out, count);
	if (files.length)
		strbuf_add(&out, files.text, files.length);
	if (out.length != prefetch->before.length ||
	    memcmp(out.text, prefetch->before.text, out.length) != 0)
		cache->put(cache, PREFETCH_KIND, prefetch->name, out.text, out.length);
	strbuf_free(&files);
	strbuf_free(&out);
}

/* ---- the whole ---- */

static bool has_changed(struct prefetch *prefetch, const struct prefetched_file *file)
{
	uint64_t hash;

	return store_file_hash(prefetch->store, file->request.file, &hash) && hash != file->hash;
}

/* If more files have changed than there are processes to spare, spatch itself runs several processes. */
static void begin_changed(struct prefetch *prefetch)
{
	size_t changed = 0;

	for (size_t i = 0; i < prefetch->files.count; i++)
		changed += has_changed(prefetch, prefetch->files.entries[i].value);
	if (changed >= prefetch->options.jobs)
		return;
	for (size_t i = 0; i < prefetch->files.count; i++) {
		struct prefetched_file *file = prefetch->files.entries[i].value;

		if (!has_changed(prefetch, file))
			continue;
		file->extraction.request = file->request;
		file->running = extraction_begin(&file->extraction, &prefetch->options);
	}
}

struct prefetch *prefetch_begin(struct store *store, const struct tree *tree,
				const struct extraction_options *options)
{
	struct prefetch *prefetch = xcalloc(1, sizeof(*prefetch));
	const char *name = tree->module ? tree->module : tree->path;
	char *tool = describe_tool();

	prefetch->store = store;
	prefetch->options = *options;
	prefetch->arena = arena_new();
	prefetch->name = arena_printf(prefetch->arena, "%016" PRIx64,
				   hash_bytes(name, strlen(name), hash_bytes(tool, strlen(tool), 0)));
	free(tool);
	read_blob(prefetch);
	begin_changed(prefetch);
	return prefetch;
}

char *prefetch_take(struct prefetch *prefetch, const char *key, size_t *length)
{
	for (size_t i = 0; i < prefetch->files.count; i++) {
		struct prefetched_file *file = prefetch->files.entries[i].value;

		if (!file->running || strcmp(file->key, key) != 0)
			continue;
		extraction_finish(file->running);
		file->running = NULL;
		free(file->extraction.why_not);	/* the caller parses again and reports it */
		*length = file->extraction.length;
		return file->extraction.text;
	}
	return NULL;
}

/* REQUEST's strings die with their kbuild: packing and unpacking copies them. */
void prefetch_note(struct prefetch *prefetch, const char *name, const char *key,
		   const struct front_request *request)
{
	struct prefetched_file noted = { .file = name, .key = key, .request = *request };
	struct prefetched_file *file = strmap_get(&prefetch->files, name);
	struct unpacking from = { .arena = prefetch->arena };
	struct strbuf packed = { 0 };

	if (!file)
		file = arena_alloc(prefetch->arena, sizeof(*file));
	(void)store_file_hash(prefetch->store, request->file, &noted.hash);
	pack_file(&packed, &noted);
	from.at = packed.text;
	from.end = packed.text + packed.length;
	unpack_file(&from, file);
	strmap_set(&prefetch->files, file->file, file);
	strbuf_free(&packed);
}

void prefetch_end(struct prefetch *prefetch)
{
	if (!prefetch)
		return;
	for (size_t i = 0; i < prefetch->files.count; i++) {
		struct prefetched_file *file = prefetch->files.entries[i].value;

		if (file->running)
			extraction_drop(file->running);
	}
	write_blob(prefetch);
	strmap_free(&prefetch->files);
	strbuf_free(&prefetch->before);
	arena_free(prefetch->arena);
	free(prefetch);
}
