// SPDX-License-Identifier: GPL-2.0-only
#include "diff/take_snapshot.h"

#include <string.h>

#include "base/str.h"

/* The dependencies of one candidate, kept until its row is finished. */
struct judged {
	struct strbuf dependencies;	/* a blob */
	numbers units;		/* indices in the snapshot */
};

/* ---- which callbacks ---- */

/* Rows have paths of a module from its directory, candidates absolute ones. */
static bool is_same_file(const struct tree *tree, const char *of_row, const char *of_candidate)
{
	const char *below = tree_in_module(tree, of_candidate) ? path_below(of_candidate, tree->module) : of_candidate;

	return !strcmp(of_row, below);
}

static bool is_same(const struct tree *tree, const struct row *row, const struct candidate *candidate)
{
	return row->kind == candidate->kind && !strcmp(row->callback, candidate->function) &&
	       !strcmp(row->ops, candidate->ops) && is_same_file(tree, row->ops_file, candidate->ops_file);
}

static bool wants(struct observer *base, const struct candidate *candidate)
{
	struct snapshot_observer *observer = (struct snapshot_observer *)base;
	bool known = false;

	if (!observer->only_affected)
		return true;
	vec_each(row, &observer->snapshot->rows) {
		if (!is_same(observer->tree, &row->row, candidate))
			continue;
		if (row->affected)
			return true;
		known = true;
	}
	return !known;
}

/* ---- their dependencies ---- */

static const char *below_tree(const struct snapshot_observer *observer, const char *path)
{
	const char *below = path_below(path, observer->tree->path);

	return below ? below : path;
}

/* Adds the unit with its files, if it is new. Returns its index in the snapshot, plus 1. */
static size_t add_unit(struct snapshot_observer *observer, const struct ir_unit *unit)
{
	struct snapshot *snapshot = observer->snapshot;
	uint64_t key = (uint64_t)(uintptr_t)unit;
	size_t known = (size_t)(uintptr_t)intmap_get(&observer->units, key);
	struct snapshot_unit one = { .source = arena_strdup(snapshot->arena, unit->main_file) };

	if (known)
		return known;
	vec_each(dep, &unit->deps)
		vec_push(&one.files, snapshot_add_file(snapshot, below_tree(observer, dep->path),
						       dep->hash));
	vec_push(&snapshot->units, one);
	intmap_set(&observer->units, key, (void *)(uintptr_t)snapshot->units.count);
	return snapshot->units.count;
}

/* Likewise FILE, which could not be compiled: another configuration may do so. */
static size_t add_lost_unit(struct snapshot_observer *observer, const char *file)
{
	struct snapshot *snapshot = observer->snapshot;
	size_t known = (size_t)(uintptr_t)strmap_get(&observer->lost, file);

	if (known)
		return known;
	vec_push(&snapshot->units, (struct snapshot_unit){ .source = arena_strdup(snapshot->arena, file) });
	strmap_set(&observer->lost, vec_last(&snapshot->units).source, (void *)(uintptr_t)snapshot->units.count);
	return snapshot->units.count;
}

static void add_units(struct snapshot_observer *observer, const struct dependency_unit *units,
		      size_t count, numbers *into)
{
	for (size_t i = 0; i < count; i++)
		vec_push(into, (uint32_t)(units[i].unit ? add_unit(observer, units[i].unit) :
					  add_lost_unit(observer, units[i].file)) - 1);
}

static void judged(struct observer *base, const struct candidate *candidate,
		   const struct dependencies *dependencies)
{
	struct snapshot_observer *observer = (struct snapshot_observer *)base;
	struct judged *one = xcalloc(1, sizeof(*one));

	pack_dependencies(&one->dependencies, dependencies);
	add_units(observer, dependencies->units.data, dependencies->units.count, &one->units);
	add_units(observer, dependencies->others.data, dependencies->others.count, &one->units);
	intmap_set(&observer->judged, (uint64_t)(uintptr_t)candidate, one);
}

/* ---- the rows ---- */

static void add_row(struct snapshot_observer *observer, const struct candidate *candidate,
		    const struct row *row)
{
	struct snapshot *snapshot = observer->snapshot;
	struct judged *one = intmap_get(&observer->judged, (uint64_t)(uintptr_t)candidate);
	struct dependencies dependencies = { 0 };

	if (one) {
		struct unpacking from = {
			.arena = snapshot->arena, .at = strbuf_text(&one->dependencies),
			.end = strbuf_text(&one->dependencies) + one->dependencies.length,
		};
		unpack_dependencies(&from, &dependencies);
	}
	/* a new definition of the same name elsewhere might become the callback's body */
	struct question name = { ASKS_FUNCTION, candidate->function, 0 };
	vec_push(&dependencies.questions, name);
	struct snapshot_row *added = snapshot_add_row(snapshot, row, &dependencies);

	for (size_t i = 0; one && i < one->units.count; i++)
		vec_push(&added->units, one->units.data[i]);
	dependencies_free(&dependencies);
}

static void add_complaint(struct snapshot *snapshot, const char *file, const char *text)
{
	char *complaint = arena_printf(snapshot->arena, "%s: %s", file, text);

	vec_each(known, &snapshot->complaints)
		if (!strcmp(*known, complaint))
			return;
	vec_push(&snapshot->complaints, complaint);
}

static void finished(struct observer *base, const struct observer_view *view)
{
	struct snapshot_observer *observer = (struct snapshot_observer *)base;
	struct snapshot *snapshot = observer->snapshot;

	for (size_t i = 0; i < view->candidates->count && i < view->run->rows.count; i++)
		add_row(observer, &view->candidates->data[i], &view->run->rows.data[i]);
	snapshot->faulted = snapshot->faulted || view->run->faulted;
	snapshot->carriers.count = 0;
	vec_each(carrier, &view->located->carriers)
		vec_push(&snapshot->carriers, arena_strdup(snapshot->arena, *carrier));
	vec_each(problem, &view->run->problems)
		add_complaint(snapshot, problem->file, problem->why);
	vec_each(allowance, &view->run->allowances)
		if ((*allowance)->wrong)
			add_complaint(snapshot, (*allowance)->file, (*allowance)->wrong);
}

void snapshot_observer_open(struct snapshot_observer *observer, struct snapshot *snapshot,
			    struct tree *tree, bool only_affected)
{
	*observer = (struct snapshot_observer){
		.observer = { wants, judged, finished },
		.snapshot = snapshot, .tree = tree,
		.only_affected = only_affected,
	};
}

void snapshot_observer_choose(struct snapshot_observer *observer, struct snapshot *snapshot, struct tree *tree)
{
	*observer = (struct snapshot_observer){
		.observer = { .wants = wants }, .snapshot = snapshot, .tree = tree, .only_affected = true,
	};
}

void snapshot_observer_close(struct snapshot_observer *observer)
{
	for (size_t i = 0; i < observer->judged.base.count; i++) {
		struct judged *one = observer->judged.base.entries[i].value;

		strbuf_free(&one->dependencies);
		vec_free(&one->units);
		free(one);
	}
	intmap_free(&observer->judged);
	intmap_free(&observer->units);
	strmap_free(&observer->lost);
}
