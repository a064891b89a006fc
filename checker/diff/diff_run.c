// SPDX-License-Identifier: GPL-2.0-only
/*
 * Judges both sides of a change. A snapshot of some earlier state is brought up to date: it becomes the first
 * side. Then the callbacks that the change affects are judged on the second side.
 */
#include <inttypes.h>
#include <string.h>

#include "diff/flags_impact.h"
#include "base/exit_code.h"
#include "diff/change_overlay.h"
#include "diff/compare.h"
#include "diff/diff_run.h"
#include "analysis/allow.h"
#include "analysis/models.h"
#include "analysis/pipeline.h"
#include "diff/take_snapshot.h"
#include "extract/tool.h"
#include "kbuild/build_directory.h"
#include "tree/overlay.h"

/* One call of diff_run(). */
struct inquiry {
	const struct options *options;
	struct progress *progress;
	struct session session;	/* the tree as on disk, and the cache */
	struct change change;
	struct snapshot *before;	/* verdicts of change.from */
	const char *key;	/* of snapshots: all their dependencies but the state of the tree */
	struct overlay disk;	/* the files of change.from that differ on disk */
	bool disk_known;
	struct diff *diff;
};

/* ---- snapshots ---- */

/* The path of the configuration that --config names; NULL: there is none, which is told later. */
static const char *config_file_of(struct tree *tree, const char *name)
{
	struct error ignored = { 0 };
	const char *path = config_file_find(tree, name, &ignored);

	error_clear(&ignored);
	return path;
}

/* A number that changes with what decides flags and belongs to no commit: both sides have those of now. */
static uint64_t build_state(const struct inquiry *inquiry)
{
	const struct options *options = inquiry->options;
	const char *files[] = { "include/config/auto.conf", "compile_commands.json", ".config", options->config };
	struct tree *tree = inquiry->session.tree;
	const char *build = options->build ? options->build : tree->path;
	uint64_t state = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		const char *path = !files[i] ? NULL : files[i] == options->config ?
				   config_file_of(tree, files[i]) : path_join(tree->arena, build, files[i]);
		uint64_t hash = 0;

		if (inquiry->session.store && path)
			(void)store_file_hash(inquiry->session.store, path, &hash);
		state = hash_mix(state, hash);
	}
	return state;
}

/* Hashes all dependencies of verdicts besides the tree and the files of its build directory. */
static const char *make_key(struct inquiry *inquiry)
{
	const struct options *options = inquiry->options;
	struct tree *tree = inquiry->session.tree;
	char *tool = describe_tool();
	char *text = arena_printf(tree->arena, "%s|%s|%s|%s|%s|%016" PRIx64 "|%s|%016" PRIx64 "|%016" PRIx64, tool,
				  tree->path, tree->module ? tree->module : "",
				  inquiry->change.git.prefix, options->build ? options->build : "",
				  build_state(inquiry),
				  options->arches.count ? options->arches.data[0] : "",
				  models_state(options), allow_lists_state(&options->allow));

	for (int rule = 0; rule < RULE_COUNT; rule++)
		text = arena_printf(tree->arena, "%s|%d", text, options->rule_enabled[rule]);
	text = arena_printf(tree->arena, "%s|%" PRIx32, text, options->refused);
	free(tool);
	return arena_printf(tree->arena, "%016" PRIx64, hash_bytes(text, strlen(text), 0));
}

static const char *key_of(struct inquiry *inquiry, const char *commit)
{
	return arena_printf(inquiry->session.tree->arena, "%s:%s", inquiry->key, commit);
}

/* The cached snapshot of the first side, or the last one that was made; NULL: there is none. */
static struct snapshot *find_snapshot(struct inquiry *inquiry)
{
	struct blob_cache *cache = inquiry->session.tree->cache;
	const struct change_side *from = &inquiry->change.from;
	struct snapshot *snapshot = snapshot_recall(cache, key_of(inquiry, from->commit));
	struct strbuf last = { 0 };

	if (!snapshot && cache && cache->get(cache, "last snapshot", inquiry->key, &last))
		snapshot = snapshot_recall(cache, key_of(inquiry, strbuf_text(&last)));
	strbuf_free(&last);
	return snapshot;
}

static void keep_snapshot(struct inquiry *inquiry)
{
	struct blob_cache *cache = inquiry->session.tree->cache;
	struct snapshot *snapshot = inquiry->before;
	const char *commit = inquiry->change.from.commit;

	/* HEAD without a patch is a state that no commit names */
	if (inquiry->change.from.patched.count || !cache || snapshot->faulted)
		return;
	snapshot->commit = arena_strdup(snapshot->arena, commit);
	snapshot_store(snapshot, cache, key_of(inquiry, commit));
	cache->put(cache, "last snapshot", inquiry->key, commit, strlen(commit));
}

/* ---- judging one side ---- */

/* What is scanned: the module's directory, or the tree. */
static const char *place_of(const struct inquiry *inquiry)
{
	const struct tree *tree = inquiry->session.tree;

	return tree->module ? tree->module : tree->path;
}

static int judge_side(struct inquiry *inquiry, const struct change_side *side, const char *name,
		      struct observer *observer, struct run *run, struct error *error)
{
	struct overlay overlay = { 0 };
	struct scan_request request = {
		.path = place_of(inquiry), .observer = observer,
	};
	int failed = 0;

	if (side->kind != SIDE_WORK_TREE) {
		failed = change_overlay(&inquiry->change, side, name, &overlay, error);
		request.overlay = &overlay;
	}
	if (!failed)
		failed = scan_tree_as(inquiry->options, inquiry->progress, &request, run, error);
	if (request.overlay)
		overlay_free(&overlay);
	return failed;
}

/* Judges the affected callbacks, or ALL, on the first side, and adds them to the snapshot. */
static int judge_before(struct inquiry *inquiry, bool all, struct error *error)
{
	struct snapshot *snapshot = inquiry->before;
	struct snapshot_observer observer;
	struct run run = { 0 };

	snapshot_observer_open(&observer, snapshot, inquiry->session.tree, !all);
	int failed = judge_side(inquiry, &inquiry->change.from, "before", &observer.observer, &run,
				error);
	snapshot_observer_close(&observer);
	run_free(&run);
	snapshot_drop_affected(snapshot);
	return failed;
}

/* ---- impact ---- */

/* The rows of the snapshot, of the state BEFORE, that FILES can affect in the state AFTER. */
static int find_all_impact(struct inquiry *inquiry, const struct change_side *before, const struct change_side *after,
			   const struct changed_files *files, struct impact *impact, struct error *error)
{
	struct flags_change states = {
		.options = inquiry->options, .progress = inquiry->progress, .tree = inquiry->session.tree->path,
		.module = inquiry->session.tree->module, .change = &inquiry->change, .before = before, .after = after,
	};

	if (find_impact(inquiry->before, &inquiry->change, files, impact, error))
		return -1;
	return decides_flags(files) ? find_flags_impact(&states, inquiry->before, impact, error) : 0;
}

/* ---- bringing a snapshot up to date ---- */

/* *DIFFERS: the file on disk is not that of the first side. */
static int differs_on_disk(struct inquiry *inquiry, const char *path, bool *differs,
			   struct error *error)
{
	*differs = inquiry->change.to.kind == SIDE_WORK_TREE &&
		   changes_file(&inquiry->change.files, path);
	if (*differs || (*path == '/' && !tree_in_module(inquiry->session.tree, path)))
		return 0;
	if (!inquiry->disk_known) {
		inquiry->disk_known = true;
		if (change_overlay(&inquiry->change, &inquiry->change.from, "disk",
				   &inquiry->disk, error))
			return -1;
	}
	*differs = overlay_find(&inquiry->disk, path);
	return 0;
}

/*
 * Appends to SINCE the files that changed since the snapshot was made and that git does not report: files of
 * the build directory, untracked and ignored ones.
 */
static int find_stale(struct inquiry *inquiry, struct changed_files *since, struct error *error)
{
	struct tree *tree = inquiry->session.tree;
	size_t known = since->count;

	vec_each(file, &inquiry->before->files) {
		uint64_t hash;
		bool differs;
		const char *path = path_join(tree->arena, tree->path, file->path);

		if (store_file_hash(inquiry->session.store, path, &hash) && hash == file->hash)
			continue;
		struct changed_files compared = { since->data, known, 0 };

		if (changes_file(&compared, file->path))
			continue;
		if (differs_on_disk(inquiry, file->path, &differs, error))
			return -1;
		if (!differs)
			vec_push(since, (struct changed_file){ file->path, file->path, NULL, NULL });
	}
	return 0;
}

/* Brings the snapshot up to date: it becomes that of the first side. */
static int renew_snapshot(struct inquiry *inquiry, struct error *error)
{
	struct changed_files since = { 0 };
	const struct change_side *from = &inquiry->change.from;
	const struct change_side old = { .kind = SIDE_COMMIT, .name = "old", .commit = inquiry->before->commit };
	struct impact impact = { 0 };
	bool same = !strcmp(inquiry->before->commit, from->commit) && !from->patched.count;
	int failed = change_since(&inquiry->change, inquiry->before->commit, from, &since, error);

	if (failed) {
		/* the snapshot's commit is gone: begin anew */
		error_clear(error);
		snapshot_free(inquiry->before);
		inquiry->before = snapshot_new();
		vec_free(&since);
		failed = judge_before(inquiry, true, error);
		same = false;
	} else {
		failed = find_stale(inquiry, &since, error) ||
			 find_all_impact(inquiry, &old, from, &since, &impact, error);
		if (!failed && (impact.rows || impact.locates)) {
			failed = judge_before(inquiry, false, error);
			same = false;
		}
	}
	if (!failed && !same)
		keep_snapshot(inquiry);
	vec_free(&since);
	return failed ? -1 : 0;
}

static int know_before(struct inquiry *inquiry, struct error *error)
{
	inquiry->key = make_key(inquiry);
	inquiry->before = inquiry->session.store ? find_snapshot(inquiry) : NULL;
	if (inquiry->before)
		return renew_snapshot(inquiry, error);
	inquiry->before = snapshot_new();
	if (judge_before(inquiry, true, error))
		return -1;
	keep_snapshot(inquiry);
	return 0;
}

/* ---- the other side ---- */

/* PATH as rows have it: of a module, from its directory. */
static const char *path_of_row(const struct tree *tree, const char *path)
{
	return path && tree_in_module(tree, path) ? path_below(path, tree->module) : path;
}

/* Fills FILES: those of the change, as rows name them. */
static void name_as_rows(const struct inquiry *inquiry, struct changed_files *files)
{
	const struct tree *tree = inquiry->session.tree;

	vec_each(file, &inquiry->change.files)
		vec_push(files, (struct changed_file){
			path_of_row(tree, file->old_path), path_of_row(tree, file->new_path), file->old_id, file->new_id,
		});
}

static void take_news(struct inquiry *inquiry, struct run *after, const struct impact *impact)
{
	struct diff *diff = inquiry->diff;
	struct changed_files files = { 0 };
	struct comparison comparison = {
		.before = inquiry->before, .files = &files, .locates = impact->locates,
	};

	name_as_rows(inquiry, &files);
	diff->judged = after->rows.count;
	compare_states(&comparison, after, &diff->fixed);
	vec_free(&files);
	run_free(&diff->news);
	diff->news = *after;
}

static int judge_after(struct inquiry *inquiry, const struct impact *impact, struct error *error)
{
	struct snapshot_observer observer;
	struct run after = { 0 };

	snapshot_observer_choose(&observer, inquiry->before, inquiry->session.tree);
	int failed = judge_side(inquiry, &inquiry->change.to, "after", &observer.observer, &after,
				error);
	snapshot_observer_close(&observer);
	if (failed)
		run_free(&after);
	else
		take_news(inquiry, &after, impact);
	return failed;
}

static int inquire(struct inquiry *inquiry, const struct change_request *request,
		   struct error *error)
{
	const struct tree *tree = inquiry->session.tree;
	struct impact impact;

	if (change_open(&inquiry->change, tree->path, tree->module, request, error))
		return -1;
	if (!inquiry->change.files.count)
		return 0;
	if (know_before(inquiry, error) ||
	    find_all_impact(inquiry, &inquiry->change.from, &inquiry->change.to, &inquiry->change.files, &impact,
			    error))
		return -1;
	return impact.rows || impact.locates ? judge_after(inquiry, &impact, error) : 0;
}

/* ---- the whole ---- */

static void describe(struct inquiry *inquiry)
{
	struct diff *diff = inquiry->diff;
	struct run *news = &diff->news;
	const char *from = inquiry->change.from.name, *to = inquiry->change.to.name;

	news->tree_path = arena_strdup(news->arena, inquiry->session.tree->path);
	if (inquiry->session.tree->module)
		news->module = arena_strdup(news->arena, inquiry->session.tree->module);
	news->tree_version = arena_strdup(news->arena, inquiry->session.tree->version);
	diff->change = (struct run_change){
		.from = arena_strdup(news->arena, from), .to = arena_strdup(news->arena, to),
		.fixed = &diff->fixed, .judged = diff->judged,
	};
	news->change = &diff->change;
}

int diff_run(const struct options *options, struct progress *progress, const char *tree,
	     const struct change_request *request, struct diff *diff, struct error *error)
{
	struct inquiry inquiry = { .options = options, .progress = progress, .diff = diff };

	run_begin(&diff->news, options);
	run_begin(&diff->fixed, options);
	int failed = -1;

	if (options_ask_several_arches(options))
		error_set(error, ERROR_USAGE, "--arch names several: a change is judged on one architecture "
			  "at a time");
	else
		failed = session_open_tree(&inquiry.session, options, progress, tree, error);
	if (!failed)
		failed = inquire(&inquiry, request, error);
	if (!failed)
		describe(&inquiry);
	snapshot_free(inquiry.before);
	if (inquiry.disk.arena)
		overlay_free(&inquiry.disk);
	change_close(&inquiry.change);
	session_close(&inquiry.session);
	return failed ? -1 : 0;
}

void diff_free(struct diff *diff)
{
	if (diff->news.arena)
		run_free(&diff->news);
	if (diff->fixed.arena)
		run_free(&diff->fixed);
}

int diff_exit_code(const struct options *options, const struct diff *diff)
{
	bool open = diff->news.problems.count || diff->news.allowances.count;

	vec_each(row, &diff->news.rows) {
		if (row->findings.count)
			return EXIT_VIOLATION;
		open = open || row->undecided.count || row_is_unjudged(row);
	}
	return !open ? EXIT_ALL_HOLD : options->strict ? EXIT_VIOLATION : EXIT_UNDECIDED;
}
