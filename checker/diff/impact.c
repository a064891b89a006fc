// SPDX-License-Identifier: GPL-2.0-only
#include "diff/impact.h"

#include <string.h>

#include "analysis/allow.h"
#include "contract/notifying.h"
#include "locate/searched_files.h"
#include "tree/outline.h"
#include "tree/needles.h"

/* The texts of a change, read once. */
struct change_reading {
	struct arena *arena;	/* of the names below */
	const char *module;	/* its directory, or NULL */
	struct touched touched;
	struct strmap included;	/* names, without directories, of what #include "..." names */
	struct needle_set locating, sequencing;
	bool locates, sequences;	/* some text holds words of `locating`, of `sequencing` */
};

static void note(struct arena *arena, struct strmap *names, const char *name, size_t length)
{
	char *copy = arena_strndup(arena, name, length);

	if (!strmap_has(names, copy))
		strmap_set(names, copy, arena);
}

static void note_function(void *context, const char *name, size_t length, const char *at,
			  bool is_static)
{
	struct change_reading *reading = context;

	(void)at;
	(void)is_static;
	note(reading->arena, &reading->touched.functions, name, length);
}

static void note_argument(void *context, const char *name, size_t length)
{
	struct change_reading *reading = context;

	note(reading->arena, &reading->touched.arguments, name, length);
}

static void note_field(void *context, const char *name, size_t length)
{
	struct change_reading *reading = context;

	note(reading->arena, &reading->touched.members, name, length);
}

/* Notes the names between quotes that end an #include. */
static void note_included(struct change_reading *reading, const char *text)
{
	for (const char *at = text; (at = strstr(at, "include")); ) {
		at += strlen("include");
		at += strspn(at, " \t");
		size_t length = *at == '"' ? strcspn(at + 1, "\"\n") : 0;

		if (length && at[1 + length] == '"') {
			const char *base = path_base(arena_strndup(reading->arena, at + 1, length));

			note(reading->arena, &reading->included, base, strlen(base));
		}
	}
}

static void read_text(void *context, const char *path, const char *text, size_t length)
{
	struct change_reading *reading = context;
	struct outline_visitor visitor = {
		.function = note_function, .field = note_field, .argument = note_argument,
		.context = reading,
	};

	/* units have absolute paths of a module, rows those from its directory */
	const char *below = reading->module ? path_below(path, reading->module) : NULL;

	note(reading->arena, &reading->touched.files, path, strlen(path));
	if (below)
		note(reading->arena, &reading->touched.files, below, strlen(below));
	if (!text)
		return;
	outline_source(text, length, &visitor);
	note_included(reading, text);
	reading->locates = reading->locates ||
			   needle_set_matches(&reading->locating, text, length);
	reading->sequences = reading->sequences ||
			     needle_set_matches(&reading->sequencing, text, length);
}

/* Collects the words by which locate finds files, and the names by which callers are found. */
static void collect_needles(const struct snapshot *snapshot, struct strings *needles)
{
	collect_locate_words(needles);
	for (size_t i = 0; i < nnotifying; i++)
		vec_push(needles, (char *)notifying[i].name);
	vec_each(carrier, &snapshot->carriers)
		vec_push(needles, *carrier);
}

/* ---- one row ---- */

static bool is_affected(const struct snapshot_row *row, const bool *touched,
			const struct change_reading *reading)
{
	if (strmap_has(&reading->touched.files, row->row.file) ||
	    strmap_has(&reading->touched.files, row->row.ops_file) ||
	    dependencies_touched(&row->dependencies, &reading->touched))
		return true;
	/* any file of the directory may read the notifier */
	if (reading->sequences && row->row.verdicts[RULE_MISSING_SET_SEQ] != VERDICT_NOT_RUN)
		return true;
	/* it may be part of another source now */
	if (!row->row.analysed && strmap_has(&reading->included, path_base(row->row.file)))
		return true;
	/* a suppression may have come or gone */
	if (row->row.findings.count && strmap_has(&reading->touched.files, ALLOW_FILE))
		return true;
	vec_each(unit, &row->units)
		if (touched[*unit])
			return true;
	return false;
}

static bool touches_unit(const struct snapshot_unit *unit, const bool *files)
{
	vec_each(file, &unit->files)
		if (files[*file])
			return true;
	return false;
}

static void mark_rows(struct snapshot *snapshot, const struct change_reading *reading,
		      struct impact *impact)
{
	bool *files = xcalloc(snapshot->files.count + 1, sizeof(*files));
	bool *units = xcalloc(snapshot->units.count + 1, sizeof(*units));

	for (size_t i = 0; i < snapshot->files.count; i++)
		files[i] = strmap_has(&reading->touched.files, snapshot->files.data[i].path);
	for (size_t i = 0; i < snapshot->units.count; i++)
		units[i] = touches_unit(&snapshot->units.data[i], files);
	vec_each(row, &snapshot->rows) {
		row->affected = is_affected(row, units, reading);
		impact->rows += row->affected;
	}
	free(units);
	free(files);
}

int find_impact(struct snapshot *snapshot, const struct change *change,
		const struct changed_files *files, struct impact *impact, struct error *error)
{
	struct change_reading reading = { .arena = arena_new(), .module = change->git.module };
	struct strings needles = { 0 };

	*impact = (struct impact){ 0 };
	collect_needles(snapshot, &needles);
	needle_set_init(&reading.locating, (const char *const *)needles.data, needles.count);
	needle_set_init(&reading.sequencing, sequence_functions, NSEQUENCE_FUNCTIONS);
	int failed = change_read(change, files, read_text, &reading, error);

	if (!failed)
		mark_rows(snapshot, &reading, impact);
	impact->locates = reading.locates;
	needle_set_free(&reading.locating);
	needle_set_free(&reading.sequencing);
	strmap_free(&reading.touched.files);
	strmap_free(&reading.touched.functions);
	strmap_free(&reading.touched.members);
	strmap_free(&reading.touched.arguments);
	strmap_free(&reading.included);
	vec_free(&needles);
	arena_free(reading.arena);
	return failed;
}
