// SPDX-License-Identifier: GPL-2.0-only
/*
 * A part of a scan, --shard I/N. Parts share the sources that may set callbacks or call notifiers: each part searches,
 * extracts and judges its own. All parts know these sources from the text, without spatch and without a parser, and each
 * shares them out in the same way, so no part depends on another.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/callers.h"
#include "analysis/scan_state.h"

/*
 * What is expected to be done, in what a file with one callback costs: to parse it and its callees' files, and to explore
 * each callback. Sizes tell little: the headers are most of it.
 */
#define COST_OF_FILE 0.6
#define COST_OF_CALLBACK 0.4

static bool is_shared(const struct sharing *sharing, const char *file)
{
	vec_each(known, &sharing->files)
		if (!strcmp(known->name, file))
			return true;
	return false;
}

/* The dearest first; between equals by name. */
static int compare_shared(const void *a, const void *b)
{
	const struct shared_file *x = a, *y = b;
	int order = (x->cost < y->cost) - (x->cost > y->cost);

	return order ? order : strcmp(x->name, y->name);
}

static unsigned least_loaded(const double *loads, unsigned count)
{
	unsigned least = 0;

	for (unsigned i = 1; i < count; i++)
		if (loads[i] < loads[least])
			least = i;
	return least;
}

static void add_shared(struct scan *scan, const char *file, size_t callbacks)
{
	if (!is_shared(&scan->sharing, file))
		vec_push(&scan->sharing.files, (struct shared_file){
			.name = arena_strdup(scan->session.tree->arena, file),
			.cost = COST_OF_FILE + COST_OF_CALLBACK * (double)callbacks,
		});
}

/* Shares out the files from FIRST on: the dearest first, each to the part that has least to do. */
static void share_out(struct scan *scan, size_t first)
{
	struct sharing *sharing = &scan->sharing;
	unsigned shards = scan->session.options->shards;

	if (!sharing->loads)
		sharing->loads = xcalloc(shards, sizeof(*sharing->loads));
	if (sharing->files.count > first)
		qsort(sharing->files.data + first, sharing->files.count - first, sizeof(*sharing->files.data),
		      compare_shared);
	for (size_t i = first; i < sharing->files.count; i++) {
		unsigned owner = least_loaded(sharing->loads, shards);

		sharing->files.data[i].owner = owner;
		sharing->loads[owner] += sharing->files.data[i].cost;
	}
}

/* What spatch may have to look at, and those that may call notifiers. */
static void share_sources(void *context, const struct locate_sources *sources)
{
	struct scan *scan = context;
	struct strings callers = { 0 };
	struct error ignored = { 0 };

	if (scan->whole->rule_enabled[RULE_CALLER_IGNORES_FAILURE])
		(void)files_that_may_call(scan->session.tree, &scan->index, scan->whole->rule_enabled, &callers,
					  &ignored);
	error_clear(&ignored);
	vec_each(source, sources)
		add_shared(scan, source->file, source->sites);
	vec_each(file, &callers)
		add_shared(scan, *file, 1);
	share_out(scan, 0);
	vec_free(&callers);
}

static bool owns(void *context, const char *file)
{
	return scan_owns(context, file);
}

struct locate_part scan_part(struct scan *scan)
{
	return (struct locate_part){ share_sources, owns, scan };
}

void scan_share_files(struct scan *scan)
{
	size_t first = scan->sharing.files.count;

	if (!scan->session.options->shards)
		return;
	/* tables in headers, and the sources that these are for: all parts know the same of them */
	vec_each(candidate, &scan->candidates)
		add_shared(scan, candidate->ops_file, 1);
	vec_each(suspect, &scan->located.suspects)
		add_shared(scan, *suspect, 0);
	share_out(scan, first);
}

bool scan_owns(const struct scan *scan, const char *file)
{
	const struct options *options = scan->session.options;

	if (options->shards)
		vec_each(shared, &scan->sharing.files)
			if (!strcmp(shared->name, file))
				return shared->owner == options->shard - 1;
	return true;
}

void sharing_free(struct sharing *sharing)
{
	vec_free(&sharing->files);
	free(sharing->loads);
}
