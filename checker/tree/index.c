// SPDX-License-Identifier: GPL-2.0-only
#include "tree/index.h"
#include "tree/overlay.h"
#include "tree/outline.h"

#include <string.h>

struct tree_index {
	struct tree *tree;
	struct index_data data;
	bool built;
};

struct tree_index *tree_index_open(struct tree *tree, struct error *error)
{
	struct tree_index *index = xcalloc(1, sizeof(*index));

	(void)error;	/* nothing can fail before the first question */
	index->tree = tree;
	return index;
}

void tree_index_close(struct tree_index *index)
{
	if (!index)
		return;
	index_data_free(&index->data);
	free(index);
}

void tree_expect_index(struct tree *tree)
{
	tree->expects_index = true;
}

/*
 * Caches the index if CHANGES, the number of files read for it, exceeds the overlay: its texts are for
 * this run only.
 */
static void put_index(struct tree_index *index, size_t changes)
{
	struct strbuf blob = { 0 };

	if (changes <= overlay_count(index->tree->overlay))
		return;
	index_write(&index->data, &blob);
	tree_cache_put(index->tree, "index", index->tree->path, blob.text, blob.length);
	strbuf_free(&blob);
}

/* Takes the index that a survey has built, see tree_expect_index(). */
static bool take_built(struct tree_index *index)
{
	struct tree_state *state = (struct tree_state *)index->tree;

	if (!state->index)
		return false;
	index->data = *state->index;
	free(state->index);
	state->index = NULL;
	put_index(index, index->data.files.count);
	return true;
}

/* Builds the index at the first question. The index of a tree that cannot be walked is empty. */
static void need_index(struct tree_index *index)
{
	struct tree *tree = index->tree;
	struct strbuf blob = { 0 };
	struct error error = { 0 };
	size_t changes;

	if (index->built)
		return;
	index->built = true;
	if (take_built(index))
		return;
	tree_progress(tree, "index", NULL, 0, 0);
	if (tree_cache_get(tree, "index", tree->path, &blob))
		index_read(&blob, &index->data);
	strbuf_free(&blob);
	if (index_update(tree, &index->data, &changes, &error)) {
		tree_notice(tree, "%s", error.message);
		error_clear(&error);
		return;
	}
	put_index(index, changes);
}

/* Index of the first posting of NAME, or of the first one after it. */
static size_t find_postings(const struct postings *postings, uint64_t name)
{
	size_t low = 0, high = postings->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (postings->data[middle].name < name)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_below_arch(const char *path, const char *arch)
{
	size_t length = strlen(arch);

	return starts_with(path, "arch/") && !strncmp(path + 5, arch, length) &&
	       path[5 + length] == '/';
}

/* PATH is part of no kernel for ARCH. */
static bool is_left_out(const char *path, const char *arch)
{
	static const char *const tops[] = { "tools/", "samples/", "scripts/", "Documentation/" };

	for (size_t i = 0; i < sizeof(tops) / sizeof(tops[0]); i++)
		if (starts_with(path, tops[i]))
			return true;
	return starts_with(path, "arch/") && !is_below_arch(path, arch);
}

static bool is_test(const char *path)
{
	return strstr(path, "/selftests/") || strstr(path, "/tests/") || strstr(path, "kunit") ||
	       ends_with(path, "_test.c") || ends_with(path, "_tests.c");
}

/* Lower is better, in this order: an external function, a .c file, no test, the architecture's own code. */
static unsigned rank(const char *path, const char *arch, bool is_static)
{
	return (is_static ? 8 : 0) + (ends_with(path, ".h") ? 4 : 0) + (is_test(path) ? 2 : 0) +
	       (is_below_arch(path, arch) ? 0 : 1);
}

/* A part of a name that more files pass to macros says too little. */
#define PASTING_MOST 8

/* Looks for a name of which no text has a definition. */
struct pasting_search {
	struct tree_index *index;
	const char *arch;
	struct strings *files;
	size_t before;		/* files that are none of its answers */
};

/* Appends to FILES those with a posting HASH among the functions, best first for ARCH. */
static void find_files(const struct tree_index *index, uint64_t hash, const char *arch,
		       struct strings *files)
{
	const struct postings *functions = &index->data.functions;
	size_t from = find_postings(functions, hash);

	for (unsigned wanted = 0; wanted < 16; wanted++)
		for (size_t i = from; i < functions->count && functions->data[i].name == hash; i++) {
			const struct posting *posting = &functions->data[i];
			char *path = index->data.files.data[posting->file].path;

			if (!is_left_out(path, arch) &&
			    rank(path, arch, posting->is_static) == wanted)
				vec_push(files, path);
		}
}

/* Appends files that may make NAME by pasting PART of LENGTH characters to the rest. */
static void find_pasting(void *context, const char *name, const char *part, size_t length)
{
	struct pasting_search *search = context;
	struct strings found = { 0 };

	if (search->files->count > search->before)
		return;
	find_files(search->index, index_argument(part, length), search->arch, &found);
	if (found.count <= PASTING_MOST)
		keep_pasting(search->index->tree, search->arch, name, part, length, &found);
	else
		found.count = 0;
	vec_each(file, &found)
		vec_push(search->files, *file);
	vec_free(&found);
}

void tree_index_definitions(struct tree_index *index, const char *name, const char *arch,
			    struct strings *files)
{
	struct pasting_search search = { index, arch, files, files->count };

	need_index(index);
	find_files(index, index_name(name, strlen(name)), arch, files);
	if (files->count == search.before)
		each_part(name, find_pasting, &search);
}

void tree_index_field_users(struct tree_index *index, const char *field, const char *arch,
			    struct strings *files)
{
	uint64_t hash = index_name(field, strlen(field));

	need_index(index);
	const struct postings *fields = &index->data.fields;

	for (size_t i = find_postings(fields, hash);
	     i < fields->count && fields->data[i].name == hash; i++) {
		char *path = index->data.files.data[fields->data[i].file].path;

		if (!is_left_out(path, arch))
			vec_push(files, path);
	}
}

void tree_index_static_calls(struct tree_index *index, const char *arch, struct strings *files)
{
	tree_index_field_users(index, STATIC_CALLS, arch, files);
}
