// SPDX-License-Identifier: GPL-2.0-only
/*
 * A part of a scan, --shard I/N. Parts share the sources that may set callbacks or call notifiers: each part searches,
 * extracts and judges its own. All parts know these sources from the text, without spatch and without a parser, and each
 * shares them out in the same way, so no part depends on another.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/call_closure.h"
#include "analysis/callers.h"
#include "analysis/scan_state.h"
#include "kbuild/kbuild.h"

/*
 * What is expected to be done, in milliseconds of a processor; measured on 5.10, 6.12 and 7.2. A source is parsed with some
 * that it calls. To explore callbacks costs more than in proportion to the functions that are reached. The headers that the
 * sources of a directory share are parsed once in each part that has some of them, so these stay together, unless they are
 * more than one BUNDLE-th of a part's share.
 */
#define COST_OF_FILE 300
#define COST_OF_SQUARE 1
#define COST_OF_DIRECTORY 400
#define BUNDLE 2
/* Subsystems that share headers have names of so many directories: drivers/gpu/drm. */
#define DIRECTORIES 3

static bool is_shared(const struct sharing *sharing, const char *file)
{
	vec_each(known, &sharing->files)
		if (!strcmp(known->name, file))
			return true;
	return false;
}

/* The length of the directory of FILE whose sources share headers. */
static size_t directory_length(const char *file)
{
	const char *end = file;

	for (int i = 0; i < DIRECTORIES && strchr(end, '/'); i++)
		end = strchr(end, '/') + 1;
	return (size_t)(end - file);
}

/* Orders by directory. */
static int compare_directories(const struct shared_file *a, const struct shared_file *b)
{
	size_t x = directory_length(a->name), y = directory_length(b->name);
	int order = strncmp(a->name, b->name, x < y ? x : y);

	return order ? order : (x > y) - (x < y);
}

/* The heaviest directory first; in it the dearest; between equals by name. */
static int compare_shared(const void *a, const void *b)
{
	const struct shared_file *x = a, *y = b;
	int order = (x->weight < y->weight) - (x->weight > y->weight);

	if (!order)
		order = compare_directories(x, y);
	if (!order)
		order = (x->cost < y->cost) - (x->cost > y->cost);
	return order ? order : strcmp(x->name, y->name);
}

static unsigned least_loaded(const size_t *loads, unsigned count)
{
	unsigned least = 0;

	for (unsigned i = 1; i < count; i++)
		if (loads[i] < loads[least])
			least = i;
	return least;
}

/* What the sources from FIRST on cost that are in the directory of LIKE; where LIKE is NULL all. */
static size_t cost_of_all(const struct sharing *sharing, size_t first, const struct shared_file *like)
{
	size_t cost = 0;

	for (size_t i = first; i < sharing->files.count; i++)
		if (!like || !compare_directories(&sharing->files.data[i], like))
			cost += sharing->files.data[i].cost;
	return cost;
}

/* Fills the weights of the sources from FIRST on, for parts whose share is SHARE. */
static void weigh(struct sharing *sharing, size_t first, size_t share)
{
	for (size_t i = first; i < sharing->files.count; i++) {
		struct shared_file *file = &sharing->files.data[i];
		size_t together = cost_of_all(sharing, first, file);

		file->is_bundled = together <= share / BUNDLE;
		file->weight = COST_OF_DIRECTORY + (file->is_bundled ? together : file->cost);
	}
}

/* Shares out the files from FIRST on: the heaviest first, each to the part that has least to do. */
static void share_out(struct scan *scan, size_t first)
{
	struct sharing *sharing = &scan->sharing;
	unsigned shards = scan->session.options->shards;

	if (!sharing->loads)
		sharing->loads = xcalloc(shards, sizeof(*sharing->loads));
	weigh(sharing, first, cost_of_all(sharing, first, NULL) / shards);
	if (sharing->files.count > first)
		qsort(sharing->files.data + first, sharing->files.count - first, sizeof(*sharing->files.data),
		      compare_shared);
	for (size_t i = first; i < sharing->files.count; i++) {
		struct shared_file *file = &sharing->files.data[i];

		if (i > first && file->is_bundled && !compare_directories(file - 1, file)) {
			file->owner = file[-1].owner;
			continue;
		}
		file->owner = least_loaded(sharing->loads, shards);
		sharing->loads[file->owner] += file->weight;
	}
}

/*
 * Whether FILE is not compiled for ARCH, by a directory that has another one's name: arch/s390, drivers/iommu/arm. Where
 * ARCH is "" none is.
 */
static bool is_elsewhere(const struct strings *arches, const char *file, const char *arch)
{
	for (const char *slash; *arch && (slash = strchr(file, '/')); file = slash + 1)
		vec_each(other, arches)
			if (strlen(*other) == (size_t)(slash - file) && starts_with(file, *other))
				return strcmp(*other, arch) != 0;
	return false;
}

static void add_shared(struct scan *scan, const char *file, size_t cost)
{
	if (!is_shared(&scan->sharing, file))
		vec_push(&scan->sharing.files, (struct shared_file){
			.name = arena_strdup(scan->session.tree->arena, file), .cost = cost,
		});
}

/* The architecture whose code is followed to tell costs: the first of several. "": it is not known. */
static const char *arch_of_costs(struct scan *scan)
{
	const struct options *options = scan->session.options;
	const char *arch = scan->whole->arches.data[0].arch;
	struct error ignored = { 0 };

	if (!arch)
		arch = kbuild_arch_of(scan->session.tree, options->build, options->config, &ignored);
	error_clear(&ignored);
	return arch ? arch : "";
}

static void add_sources(struct scan *scan, const struct locate_sources *sources)
{
	const char *arch = arch_of_costs(scan), *only = scan->whole->arches.count == 1 ? arch : "";
	struct call_closures *closures = NULL;
	struct strings arches = { 0 };
	struct error ignored = { 0 };

	tree_all_arches(scan->session.tree, &arches);
	if (!scan->index)
		scan->index = tree_index_open(scan->session.tree, &ignored);
	if (scan->index)
		closures = call_closures_open(scan->session.tree, scan->index, arch, &ignored);
	error_clear(&ignored);
	vec_each(source, sources) {
		bool is_here = !is_elsewhere(&arches, source->file, only);
		size_t squares = closures && is_here ? call_closure_squares(closures, source->file) : 0;

		add_shared(scan, source->file, is_here ? COST_OF_FILE + COST_OF_SQUARE * squares : 0);
	}
	call_closures_close(closures);
	vec_free(&arches);
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
	add_sources(scan, sources);
	vec_each(file, &callers)
		add_shared(scan, *file, COST_OF_FILE);
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
		add_shared(scan, candidate->ops_file, COST_OF_FILE);
	vec_each(suspect, &scan->located.suspects)
		add_shared(scan, *suspect, COST_OF_FILE);
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
