// SPDX-License-Identifier: GPL-2.0-only
/* Runs of spatch: files are dealt out to batches, and those that fail are tried once more. */
#include "locate/spatch_run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/map.h"
#include "base/process.h"
#include "base/str.h"
#include "tree/tree.h"

/* A batch has at least so many files: each process has to start and to read the headers again. */
#define FEWEST_FILES 12

char *find_program(struct arena *arena, const char *name)
{
	const char *path = getenv("PATH");

	for (; path && *path; path += strcspn(path, ":") + (path[strcspn(path, ":")] == ':')) {
		char *file = arena_printf(arena, "%.*s/%s", (int)strcspn(path, ":"), path, name);
		struct stat st;

		if (!stat(file, &st) && S_ISREG(st.st_mode) && !access(file, X_OK))
			return file;
	}
	return NULL;
}

int spatch_open(struct spatch *spatch, struct tree *tree, const char *cocci, struct error *error)
{
	char *program = find_program(tree->arena, "spatch");
	char *absolute = realpath(cocci, NULL);
	struct stat st;
	size_t length;

	*spatch = (struct spatch){ .tree = tree };
	if (!absolute)
		return error_set(error, ERROR_ENVIRONMENT, "%s: the semantic patch is not there: %s",
				 cocci, strerror(errno));
	spatch->cocci = arena_strdup(tree->arena, absolute);
	free(absolute);
	if (!program || stat(program, &st))
		return error_set(error, ERROR_ENVIRONMENT,
				 "spatch: not found on PATH; it is in the package coccinelle: "
				 "apt-get install coccinelle");
	spatch->directory = path_dir(tree->arena, program);
	char *text = read_file(spatch->cocci, &length, error);

	if (!text)
		return -1;
	spatch->version = hash_mix(hash_bytes(text, length, (uint64_t)st.st_size),
				   (uint64_t)st.st_mtim.tv_sec);
	free(text);
	return 0;
}

/* ---- batches ---- */

static int by_size(const void *a, const void *b)
{
	const struct spatch_file *x = *(struct spatch_file *const *)a;
	const struct spatch_file *y = *(struct spatch_file *const *)b;

	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* Deals the files out, the largest first, each to the batch with the fewest bytes. */
static void deal_out(struct spatch_run *run, const struct spatch_files *files)
{
	size_t *loads = xcalloc(run->count, sizeof(*loads));
	struct spatch_files sorted = { 0 };

	vec_each(file, files)
		vec_push(&sorted, *file);
	if (sorted.count)
		qsort(sorted.data, sorted.count, sizeof(*sorted.data), by_size);
	vec_each(file, &sorted) {
		size_t least = 0;

		for (size_t i = 1; i < run->count; i++)
			if (loads[i] < loads[least])
				least = i;
		loads[least] += (*file)->size;
		vec_push(&run->batches[least].files, *file);
	}
	vec_free(&sorted);
	free(loads);
}

/* One batch that runs beside this process. */
struct batch_beside {
	struct spatch_run *run;
	size_t index;
	struct early_worker *worker;
};

static int run_batch_beside(size_t index, int fd, void *context)
{
	const struct batch_beside *beside = context;

	(void)index;
	return run_batch(beside->index, fd, beside->run);
}

static void batch_beside_done(size_t index, const char *data, size_t length, const struct exit_state *state,
			      void *context)
{
	const struct batch_beside *beside = context;

	(void)index;
	beside->run->batches[beside->index].failed = false;
	batch_done(beside->index, data, length, state, beside->run);
}

/* Sources of RUN that seem to set callbacks, relative to the tree. */
static void likely_files(const struct spatch_run *run, struct strings *files)
{
	for (size_t i = 0; i < run->count; i++)
		vec_each(file, &run->batches[i].files) {
			const char *path = path_below((*file)->path, run->spatch->tree->path);

			if ((*file)->is_likely && path)
				vec_push(files, (char *)path);
		}
	sort_strings(files);
}

/* Runs the batches, and what the caller does meanwhile. A batch without a process stays failed, to be run again. */
static void run_beside(struct spatch_run *run, const struct worker_limits *limits)
{
	const struct meanwhile *meanwhile = run->spatch->meanwhile;
	struct batch_beside *besides = xcalloc(run->count, sizeof(*besides));
	struct strings files = { 0 };

	for (size_t i = 0; i < run->count; i++) {
		besides[i] = (struct batch_beside){ run, i, NULL };
		run->batches[i].failed = true;
		besides[i].worker = start_early_worker(limits, run_batch_beside, &besides[i]);
	}
	likely_files(run, &files);
	if (files.count)
		meanwhile->run(meanwhile->context, &files, run->spatch->tree->jobs - (unsigned)run->count);
	for (size_t i = 0; i < run->count; i++) {
		if (besides[i].worker)
			finish_early_worker(besides[i].worker, batch_beside_done);
		if (run->batches[i].failed && !run->batches[i].complaint)
			run->batches[i].complaint = xstrdup("could not be run");
	}
	vec_free(&files);
	free(besides);
}

static int run_batches(struct spatch_run *run, const char *directory, struct error *error)
{
	struct worker_limits limits = { 0 };
	int failed = 0;

	for (size_t i = 0; i < run->count; i++)
		if (batch_limit(run, &run->batches[i]) > limits.timeout_seconds)
			limits.timeout_seconds = batch_limit(run, &run->batches[i]);
	/* spatch has its own limit: this one is for a worker that does not heed it */
	limits.timeout_seconds += file_limit(run->spatch->tree);
	for (size_t i = 0; i < run->count && !failed; i++) {
		run->batches[i].directory = xasprintf("%s/%zu", directory, i);
		failed = make_directories(run->batches[i].directory, error);
	}
	tell_spatch_progress(run);
	if (!failed && run->beside)
		run_beside(run, &limits);
	else if (!failed)
		failed = run_workers(run->count, run->spatch->tree->jobs, &limits, NULL,
				     run_batch, batch_done, run, error);
	return failed;
}

static void free_batches(struct spatch_run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		vec_free(&run->batches[i].files);
		free(run->batches[i].directory);
		free(run->batches[i].complaint);
	}
	free(run->batches);
}

/* Files of failed batches go to AGAIN. Where that is NULL, they get their trouble. */
static void collect_failed(struct spatch_run *run, struct spatch_files *again)
{
	for (size_t i = 0; i < run->count; i++) {
		struct batch *batch = &run->batches[i];

		if (!batch->failed)
			continue;
		run->failed++;
		run->hanging += batch->hangs;
		if (!run->complaint)
			run->complaint = xstrdup(batch->complaint);
		vec_each(file, &batch->files) {
			if ((*file)->trouble)
				continue;
			if (again) {
				vec_push(again, *file);
				continue;
			}
			(*file)->trouble = xasprintf("spatch %s while looking at it", batch->complaint);
			(*file)->faulted = true;
		}
	}
}

/* Runs FILES in COUNT batches, at least one. Those that fail are as in collect_failed(). */
static int run_round(struct spatch_run *run, const struct spatch_files *files, size_t count,
		     struct spatch_files *again, struct error *error)
{
	char *directory = xasprintf("%s/locate.XXXXXX", run->spatch->tree->cache_directory);

	run->failed = run->hanging = 0;
	if (make_scratch(directory, error)) {
		free(directory);
		return -1;
	}
	run->count = count ? count : 1;
	run->batches = xcalloc(run->count, sizeof(*run->batches));
	deal_out(run, files);
	int failed = run_batches(run, directory, error);
	if (!failed)
		collect_failed(run, again);
	free_batches(run);
	struct error ignored = { 0 };

	remove_directory(directory, &ignored);
	error_clear(&ignored);
	free(directory);
	return failed;
}

/* ---- rounds ---- */

static size_t batch_count(const struct spatch_run *run, size_t files)
{
	size_t count = files / FEWEST_FILES, most = run->spatch->tree->jobs;

	if (run->beside)
		most /= 2;
	if (count > most)
		count = most;
	return count ? count : 1;
}

/* Whether spatch is of no use: it fails for all FILES, or, where there are none, for the headers. */
static bool is_useless(const struct spatch_run *run, const struct spatch_files *files)
{
	size_t troubled = 0;

	vec_each(file, files)
		troubled += (*file)->trouble != NULL;
	return run->complaint && (files->count ? troubled == files->count : run->failed);
}

static int run_missing(struct spatch_run *run, const struct spatch_files *missing, struct error *error)
{
	struct spatch_files again = { 0 };
	size_t count = batch_count(run, missing->count);
	int failed = run_round(run, missing, count, &again, error);
	bool hangs = run->hanging == run->count;

	if (!failed && hangs)
		failed = error_set(error, ERROR_ENVIRONMENT, "spatch %s", run->complaint);
	else if (!failed && run->failed) {
		run->beside = false;
		failed = run_round(run, &again, again.count, NULL, error);
	}
	if (!failed && is_useless(run, missing))
		failed = error_set(error, ERROR_ENVIRONMENT, "spatch fails for every file: it %s", run->complaint);
	vec_free(&again);
	free(run->complaint);
	return failed;
}

int spatch_run(const struct spatch *spatch, const struct spatch_files *headers,
	       const struct spatch_files *files, bool included, struct error *error)
{
	struct spatch_run run = {
		.spatch = spatch, .headers = headers, .included = included,
		.beside = spatch->meanwhile && files->count && !included && spatch->tree->jobs > 1,
	};
	struct spatch_files missing = { 0 }, missing_headers = { 0 };
	uint64_t hash = headers_hash(headers);
	int failed = 0;

	recall_outputs(spatch, hash, included, headers, &missing_headers);
	recall_outputs(spatch, hash, included, files, &missing);
	if (missing.count || missing_headers.count)
		failed = run_missing(&run, &missing, error);
	if (!failed) {
		cache_outputs(spatch, hash, included, &missing_headers);
		cache_outputs(spatch, hash, included, &missing);
	}
	vec_free(&missing);
	vec_free(&missing_headers);
	return failed;
}
