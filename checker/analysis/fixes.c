// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/fixes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/fix_idioms.h"
#include "base/files.h"
#include "contract/idioms.h"
#include "report/report.h"
#include "report/source_edit.h"
#include "tree/overlay.h"

struct fixing {
	const struct options *options;
	struct progress *progress;
	struct run *run;
	struct source_texts sources;
	bool has_call;		/* the tree has RANGE_BLOCKABLE_CALL */
	struct error *error;
};

/* The file whose findings are being fixed. */
struct fixed_file {
	const char *name;
	const struct source_text *source;
	struct source_edits accepted;
};

/* ---- judging an edit ---- */

static bool is_worse(enum verdict before, enum verdict after)
{
	if (before == VERDICT_HOLDS || before == VERDICT_NA)
		return after != before;
	return before == VERDICT_UNDECIDED ? after == VERDICT_VIOLATES : after == VERDICT_UNDECIDED;
}

static const struct row *find_row(const struct run *run, const struct row *like)
{
	vec_each(row, &run->rows)
		if (!strcmp(row->callback, like->callback) && !strcmp(row->file, like->file) &&
		    !strcmp(row->ops ? row->ops : "", like->ops ? like->ops : "") && row->kind == like->kind)
			return row;
	return NULL;
}

/* Whether AFTER has all rows of FILE that the run has, each as good or better, and RULE holds for those of CALLBACK. */
static bool is_fixed(const struct fixing *fixing, const char *file, const struct row *fixed, enum rule_id rule,
		     const struct run *after)
{
	vec_each(row, &fixing->run->rows) {
		const struct row *now = strcmp(row->file, file) ? row : find_row(after, row);

		if (!now || now->analysed != row->analysed)
			return false;
		for (int i = 0; i < RULE_COUNT; i++)
			if (fixing->run->rule_enabled[i] && is_worse(row->verdicts[i], now->verdicts[i]))
				return false;
		if (!strcmp(row->file, file) && !strcmp(row->callback, fixed->callback) &&
		    (now->verdicts[rule] == VERDICT_VIOLATES || now->verdicts[rule] == VERDICT_UNDECIDED))
			return false;
	}
	return true;
}

/* A refusal with another error is no fix while the callback still refuses what it must take. */
static bool is_complete(const struct run *after, const struct row *fixed, enum rule_id rule)
{
	const struct row *now = find_row(after, fixed);

	return rule != RULE_WRONG_ERRNO || !now || now->verdicts[RULE_FAILS_BLOCKABLE] != VERDICT_VIOLATES;
}

static int scan_edited(struct fixing *fixing, const struct fixed_file *file, const struct source_edits *edits,
		       const char *directory, struct run *after)
{
	struct strings only = { 0 };
	struct overlay overlay;
	struct strbuf text = { 0 };
	struct scan_request request = { .path = fixing->run->tree_path, .only = &only, .overlay = &overlay };

	char *edited = xasprintf("%s/%s", fixing->run->tree_path, file->name);

	vec_push(&only, edited);
	source_edits_apply(file->source, edits, &text);
	overlay_begin(&overlay, directory);
	int failed = overlay_put(&overlay, file->name, strbuf_text(&text), text.length, fixing->error) ||
		     overlay_end(&overlay, fixing->run->tree_path, fixing->error) ||
		     scan_tree_as(fixing->options, fixing->progress, &request, after, fixing->error);
	overlay_free(&overlay);
	strbuf_free(&text);
	vec_free(&only);
	free(edited);
	return failed ? -1 : 0;
}

/* Scans with EDITS made. Returns 1 if they fix RULE of ROW, else 0; -1 with the error filled. */
static int judge_edits(struct fixing *fixing, const struct fixed_file *file, const struct source_edits *edits,
		       const struct row *row, enum rule_id rule, struct run *after)
{
	const char *temporary = getenv("TMPDIR");
	char *directory = xasprintf("%s/mncheck-fix.XXXXXX", temporary && *temporary ? temporary : "/tmp");
	struct error ignored = { 0 };
	int failed = mkdtemp(directory) ? 0 : error_set(fixing->error, ERROR_ENVIRONMENT, "%s: cannot be made: %s", directory,
							strerror(errno));

	if (!failed) {
		failed = scan_edited(fixing, file, edits, directory, after);
		(void)remove_directory(directory, &ignored);
	}
	error_clear(&ignored);
	free(directory);
	if (failed)
		return -1;
	return is_fixed(fixing, file->name, row, rule, after) && is_complete(after, row, rule);
}

/* ---- what an edit fixed ---- */

static struct fix *make_fix(struct fixing *fixing, const struct fixed_file *file, const struct fix_proposal *proposal)
{
	struct source_edits alone = { 0 };
	struct strbuf diff = { 0 };
	struct fix fix = {
		.idiom = proposal->idiom, .file = file->name, .edit = proposal->edit,
	};

	fix.edit.text = arena_strdup(fixing->run->arena, proposal->edit.text);
	(void)source_edits_add(&alone, &fix.edit);
	source_edits_diff(file->name, file->source, &alone, &diff);
	fix.diff = strbuf_keep(&diff, fixing->run->arena);
	vec_free(&alone);
	return arena_copy(fixing->run->arena, &fix, sizeof(fix));
}

/* All findings of the callback whose rule holds now have the fix. */
static void share_fix(struct fixing *fixing, const struct row *row, const struct run *after, const struct fix *fix)
{
	vec_each(other, &fixing->run->rows) {
		const struct row *now = strcmp(other->callback, row->callback) || strcmp(other->file, row->file) ? NULL :
					find_row(after, other);

		if (!now)
			continue;
		vec_each(finding, &other->findings)
			if (!finding->fix && now->verdicts[finding->rule] == VERDICT_HOLDS)
				finding->fix = fix;
	}
}

/* ---- all findings ---- */

/* Tries one proposal together with what was accepted. Returns 1 if it is a fix. */
static int try_proposal(struct fixing *fixing, struct fixed_file *file, const struct row *row, const struct finding *finding,
			const struct fix_proposal *proposal)
{
	struct source_edits edits = { 0 };
	struct run after = { 0 };
	int fixed = 0;

	vec_each(edit, &file->accepted)
		vec_push(&edits, *edit);
	if (source_edits_add(&edits, &proposal->edit)) {
		fixed = judge_edits(fixing, file, &edits, row, finding->rule, &after);
		if (fixed > 0) {
			const struct fix *fix = make_fix(fixing, file, proposal);

			(void)source_edits_add(&file->accepted, &fix->edit);
			share_fix(fixing, row, &after, fix);
		}
		run_free(&after);
	}
	vec_free(&edits);
	return fixed;
}

static int fix_finding(struct fixing *fixing, struct fixed_file *file, const struct row *row, const struct finding *finding)
{
	struct fix_proposals proposals = { 0 };
	int fixed = 0;

	propose_fixes(fixing->sources.arena, row, finding, file->source, fixing->has_call, &proposals);
	for (size_t i = 0; i < proposals.count && !fixed; i++)
		fixed = try_proposal(fixing, file, row, finding, &proposals.data[i]);
	vec_free(&proposals);
	return fixed < 0 ? -1 : 0;
}

static int fix_file(struct fixing *fixing, const char *name)
{
	struct fixed_file file = { .name = name, .source = source_text_of(&fixing->sources, name) };
	int failed = 0;

	vec_each(row, &fixing->run->rows)
		for (size_t i = 0; i < row->findings.count && file.source && !failed; i++)
			if (!strcmp(row->file, name) && !row->findings.data[i].fix && !row->findings.data[i].allowed)
				failed = fix_finding(fixing, &file, row, &row->findings.data[i]);
	vec_free(&file.accepted);
	return failed;
}

static bool has_call(const char *tree)
{
	char *path = xasprintf("%s/" RANGE_HEADER, tree);
	struct error ignored = { 0 };
	char *text = read_file(path, NULL, &ignored);
	bool has = text && strstr(text, RANGE_BLOCKABLE_CALL);

	error_clear(&ignored);
	free(text);
	free(path);
	return has;
}

int fix_findings(const struct options *options, struct progress *progress, struct progress *inner, struct run *run,
		 struct error *error)
{
	struct arena *arena = arena_new();
	struct fixing fixing = {
		.options = options, .progress = inner, .run = run, .sources = { .arena = arena, .run = run }, .error = error,
	};
	struct strmap done = { 0 };
	int failed = 0;

	fixing.has_call = run->tree_path && has_call(run->tree_path);
	for (size_t i = 0; i < run->rows.count && !failed && run->tree_path && !run->module; i++) {
		const char *file = run->rows.data[i].file;

		progress->update(progress, "fix", file, i, run->rows.count);
		if (!strmap_has(&done, file))
			failed = fix_file(&fixing, file);
		strmap_set(&done, file, &fixing);
	}
	strmap_free(&done);
	source_texts_free(&fixing.sources);
	arena_free(arena);
	return failed;
}
