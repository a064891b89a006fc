// SPDX-License-Identifier: GPL-2.0-only
/* Brings the index up to date: unchanged files keep their postings, other files are read. */
#include <string.h>

#include "tree/index.h"
#include "tree/outline.h"
#include "tree/parallel.h"
#include "tree/read_source.h"

/* What one thread has found, and its buffer. */
struct index_worker {
	struct postings functions, fields;
	size_t functions_marked, fields_marked;	/* how many there were at the last mark */
	uint32_t file;
	struct source_buffer buffer;
};

struct index_pass {
	struct index_worker workers[PARALLEL_MOST];
};

struct index_rescan {
	struct tree *tree;
	const struct walked_file *files;	/* as they are now, sorted */
	const uint32_t *changed;	/* indices of the files to read */
	struct index_pass pass;
};

uint64_t index_name(const char *name, size_t length)
{
	return hash_bytes(name, length, 0);
}

uint64_t index_argument(const char *name, size_t length)
{
	return hash_bytes(name, length, 1);
}

static int compare_postings(const void *a, const void *b)
{
	const struct posting *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return (x->is_static > y->is_static) - (x->is_static < y->is_static);
}

/* Short runs are sorted by insertion, which compares few neighbours and copies nothing. */
#define SHORT_RUN 32

static void sort_run(struct posting *run, size_t count)
{
	if (count > SHORT_RUN) {
		qsort(run, count, sizeof(*run), compare_postings);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		struct posting posting = run[i];
		size_t at = i;

		for (; at && compare_postings(&run[at - 1], &posting) > 0; at--)
			run[at] = run[at - 1];
		run[at] = posting;
	}
}

/* Names are hashes: their top bits spread them evenly. */
#define TOP_BITS 16
#define RUNS ((size_t)1 << TOP_BITS)

/* Sorts by the top bits in one pass, then each of the short runs by comparison. */
static void spread_postings(struct postings *postings)
{
	struct posting *sorted = xmalloc((postings->count + 1) * sizeof(*sorted));
	size_t *starts = xcalloc(RUNS + 1, sizeof(*starts));

	vec_each(posting, postings)
		starts[(posting->name >> (64 - TOP_BITS)) + 1]++;
	for (size_t i = 1; i <= RUNS; i++)
		starts[i] += starts[i - 1];
	vec_each(posting, postings)
		sorted[starts[posting->name >> (64 - TOP_BITS)]++] = *posting;
	for (size_t i = 0, from = 0; i < RUNS; from = starts[i++])
		sort_run(sorted + from, starts[i] - from);
	free(starts);
	free(postings->data);
	postings->data = sorted;
	postings->room = postings->count + 1;
}

void sort_postings(struct postings *postings)
{
	size_t kept = 0;

	if (!postings->count)
		return;
	spread_postings(postings);
	for (size_t i = 0; i < postings->count; i++) {
		const struct posting *last = kept ? &postings->data[kept - 1] : NULL;

		if (!last || last->name != postings->data[i].name ||
		    last->file != postings->data[i].file)
			postings->data[kept++] = postings->data[i];
	}
	postings->count = kept;
}

static void note_function(void *context, const char *name, size_t length, const char *at,
			  bool is_static)
{
	struct index_worker *own = context;

	(void)at;
	vec_push(&own->functions, (struct posting){
		.name = index_name(name, length), .file = own->file, .is_static = is_static });
}

static void note_field(void *context, const char *name, size_t length)
{
	struct index_worker *own = context;

	vec_push(&own->fields, (struct posting){
		.name = index_name(name, length), .file = own->file });
}

static void note_argument(void *context, const char *name, size_t length)
{
	struct index_worker *own = context;

	vec_push(&own->functions, (struct posting){
		.name = index_argument(name, length), .file = own->file });
}

void index_pass_read(struct index_pass *pass, size_t index, unsigned worker, const char *text,
		     size_t length)
{
	struct index_worker *own = &pass->workers[worker];
	struct outline_visitor visitor = {
		.function = note_function, .field = note_field, .argument = note_argument,
		.context = own,
	};

	own->file = (uint32_t)index;
	outline_source(text, length, &visitor);
}

static void scan_file(size_t index, unsigned worker, void *context)
{
	struct index_rescan *rescan = context;
	struct index_worker *own = &rescan->pass.workers[worker];
	const struct walked_file *source = &rescan->files[rescan->changed[index]];
	ssize_t length = read_source(rescan->tree, source, &own->buffer);

	if (length >= 0)
		index_pass_read(&rescan->pass, rescan->changed[index], worker, own->buffer.text,
				(size_t)length);
}

/* A copy whose paths are malloc'd. */
static void copy_sources(const struct walked_files *sources, struct walked_files *copy)
{
	vec_each(source, sources) {
		struct walked_file one = *source;

		one.path = xstrdup(source->path);
		vec_push(copy, one);
	}
}

/*
 * Compares two sorted lists. MOVED[old index] becomes the file's new index, UINT32_MAX if it is gone or has
 * changed. CHANGED lists the new indices of the files to read; returns how many.
 */
static size_t compare_files(const struct walked_files *old, const struct walked_files *new,
			    uint32_t *moved, uint32_t *changed)
{
	size_t count = 0, i = 0;

	for (size_t j = 0; j < new->count; j++) {
		int order = 1;

		while (i < old->count &&
		       (order = strcmp(old->data[i].path, new->data[j].path)) < 0)
			moved[i++] = UINT32_MAX;
		if (i < old->count && !order) {
			bool same = same_source(&old->data[i], &new->data[j]);

			moved[i++] = same ? (uint32_t)j : UINT32_MAX;
			if (same)
				continue;
		}
		changed[count++] = (uint32_t)j;
	}
	while (i < old->count)
		moved[i++] = UINT32_MAX;
	return count;
}

static void keep_unmoved(struct postings *postings, const uint32_t *moved)
{
	size_t kept = 0;

	vec_each(posting, postings) {
		if (moved[posting->file] == UINT32_MAX)
			continue;
		postings->data[kept] = *posting;
		postings->data[kept++].file = moved[posting->file];
	}
	postings->count = kept;
}

static void take_found(struct index_pass *pass, struct index_data *data)
{
	for (size_t i = 0; i < PARALLEL_MOST; i++) {
		struct index_worker *own = &pass->workers[i];

		vec_each(posting, &own->functions)
			vec_push(&data->functions, *posting);
		vec_each(posting, &own->fields)
			vec_push(&data->fields, *posting);
		vec_free(&own->functions);
		vec_free(&own->fields);
		free(own->buffer.text);
	}
	sort_postings(&data->functions);
	sort_postings(&data->fields);
}

/* What could not be read is no file without names: the next scan reads it again. */
static void forget_unread(const struct tree *tree, struct walked_files *files)
{
	for (size_t i = 0; tree_count_unread(tree) && i < files->count; i++)
		if (tree_is_unread(tree, files->data[i].path))
			files->data[i].mtime = -1;
}

int index_update(struct tree *tree, struct index_data *data, size_t *changes, struct error *error)
{
	const struct walked_files *sources;
	struct walked_files files = { 0 };
	struct index_rescan rescan = { .tree = tree };

	if (walk_sources(tree, &sources, error))
		return -1;
	copy_sources(sources, &files);
	uint32_t *moved = xcalloc(data->files.count + 1, sizeof(*moved));
	uint32_t *stale = xcalloc(files.count + 1, sizeof(*stale));
	size_t count = compare_files(&data->files, &files, moved, stale);

	size_t gone = data->files.count - (files.count - count);

	*changes = count > gone ? count : gone;
	rescan.files = files.data;
	rescan.changed = stale;
	if (*changes) {
		keep_unmoved(&data->functions, moved);
		keep_unmoved(&data->fields, moved);
		parallel_for(tree->jobs, count, scan_file, &rescan);
		take_found(&rescan.pass, data);
	}
	vec_each(file, &data->files)
		free(file->path);
	vec_free(&data->files);
	data->files = files;
	forget_unread(tree, &data->files);
	free(moved);
	free(stale);
	return 0;
}

struct index_pass *index_pass_begin(void)
{
	return xcalloc(1, sizeof(struct index_pass));
}

void index_pass_mark(struct index_pass *pass)
{
	for (size_t i = 0; i < PARALLEL_MOST; i++) {
		struct index_worker *own = &pass->workers[i];

		own->functions_marked = own->functions.count;
		own->fields_marked = own->fields.count;
	}
}

static void write_marked(const struct postings *postings, size_t marked, struct strbuf *blob)
{
	if (postings->count > marked)
		strbuf_add(blob, (const char *)(postings->data + marked),
			   (postings->count - marked) * sizeof(*postings->data));
}

/* The number of functions, then these, then the fields. */
void index_pass_write(const struct index_pass *pass, struct strbuf *blob)
{
	uint64_t functions = 0;

	for (size_t i = 0; i < PARALLEL_MOST; i++)
		functions += pass->workers[i].functions.count - pass->workers[i].functions_marked;
	strbuf_add(blob, (const char *)&functions, sizeof(functions));
	for (size_t i = 0; i < PARALLEL_MOST; i++)
		write_marked(&pass->workers[i].functions, pass->workers[i].functions_marked, blob);
	for (size_t i = 0; i < PARALLEL_MOST; i++)
		write_marked(&pass->workers[i].fields, pass->workers[i].fields_marked, blob);
}

static void take_postings(struct postings *postings, const char *at, size_t count)
{
	struct posting posting;

	vec_reserve(postings, count);
	for (; count; count--, at += sizeof(posting)) {
		memcpy(&posting, at, sizeof(posting));
		vec_push(postings, posting);
	}
}

bool index_pass_take(struct index_pass *pass, const char *blob, size_t length, size_t from, size_t to)
{
	uint64_t functions;
	struct posting posting;

	if (length < sizeof(functions) || (length - sizeof(functions)) % sizeof(posting))
		return false;
	size_t count = (length - sizeof(functions)) / sizeof(posting);

	memcpy(&functions, blob, sizeof(functions));
	blob += sizeof(functions);
	if (functions > count)
		return false;
	for (size_t i = 0; i < count; i++) {
		memcpy(&posting, blob + i * sizeof(posting), sizeof(posting));
		if (posting.file < from || posting.file >= to)
			return false;
	}
	take_postings(&pass->workers[0].functions, blob, functions);
	take_postings(&pass->workers[0].fields, blob + functions * sizeof(posting), count - functions);
	return true;
}

struct index_data *index_pass_end(struct tree *tree, struct index_pass *pass, const struct walked_files *sources)
{
	struct index_data *data = xcalloc(1, sizeof(*data));

	copy_sources(sources, &data->files);
	forget_unread(tree, &data->files);
	take_found(pass, data);
	free(pass);
	return data;
}

void index_data_free(struct index_data *data)
{
	vec_each(file, &data->files)
		free(file->path);
	vec_free(&data->files);
	vec_free(&data->functions);
	vec_free(&data->fields);
}
