// SPDX-License-Identifier: GPL-2.0-only
/* The output of spatch about each file, kept in the cache. */
#include "locate/spatch_run.h"

#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/map.h"
#include "base/source_hash.h"
#include "base/str.h"
#include "tree/tree.h"

static char *output_key(const struct spatch *spatch, uint64_t headers, bool included,
			const struct spatch_file *file)
{
	return xasprintf("%016lx-%016lx-%016lx-%d-%c", (unsigned long)spatch->version,
			 (unsigned long)headers, (unsigned long)file->hash, included,
			 file->path[strlen(file->path) - 1]);
}

/* The key of an output without any line: comments and blank lines more or less make no difference. NULL: no shape. */
static char *empty_key(const struct spatch *spatch, uint64_t headers, bool included,
		       const struct spatch_file *file)
{
	struct spatch_file by_shape = { .path = file->path, .hash = file->shape };
	char *key = file->shape ? output_key(spatch, headers, included, &by_shape) : NULL;
	char *whole = key ? xasprintf("%s-empty", key) : NULL;

	free(key);
	return whole;
}

/* What spatch takes from headers has no line. */
uint64_t headers_hash(const struct spatch_files *headers)
{
	uint64_t hash = headers->count;

	vec_each(header, headers)
		hash = hash_mix(hash, (*header)->shape ? (*header)->shape : (*header)->hash);
	return hash;
}

/* Takes over KEY, which may be NULL. */
static char *recall_output(const struct spatch *spatch, char *key)
{
	struct strbuf blob = { 0 };
	char *output = key && tree_cache_get(spatch->tree, "locate", key, &blob) ? strbuf_take(&blob) : NULL;

	strbuf_free(&blob);
	free(key);
	return output;
}

/* Fills the output of files that are in the cache; pushes the others to MISSING. */
void recall_outputs(const struct spatch *spatch, uint64_t headers, bool included,
			   const struct spatch_files *files, struct spatch_files *missing)
{
	vec_each(file, files) {
		if ((*file)->trouble)
			continue;
		free((*file)->output);
		(*file)->output = recall_output(spatch, output_key(spatch, headers, included, *file));
		if (!(*file)->output)
			(*file)->output = recall_output(spatch, empty_key(spatch, headers, included, *file));
		if (!(*file)->output)
			vec_push(missing, *file);
	}
}

/* Whether FILE still has the text that its hash is of: spatch read it later. */
static bool is_unchanged(const struct spatch_file *file)
{
	struct error ignored = { 0 };
	size_t length;
	char *text = read_file(file->path, &length, &ignored);
	bool same = text && source_hash(file->path, text, length) == file->hash;

	error_clear(&ignored);
	free(text);
	return same;
}

void cache_outputs(const struct spatch *spatch, uint64_t headers, bool included,
			  const struct spatch_files *files)
{
	vec_each(file, files) {
		const char *output = (*file)->trouble ? NULL : (*file)->output;
		char *key = !output ? NULL : *output ? output_key(spatch, headers, included, *file) :
			    empty_key(spatch, headers, included, *file);

		if (output && !key)
			key = output_key(spatch, headers, included, *file);
		if (key && is_unchanged(*file))
			tree_cache_put(spatch->tree, "locate", key, output, strlen(output));
		free(key);
	}
}
