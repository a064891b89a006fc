// SPDX-License-Identifier: GPL-2.0-only
/* From a callback's name to its body: in which unit, and in which configuration of its file. */
#include <string.h>

#include "analysis/scan_state.h"
#include "kbuild/kbuild.h"
#include "tree/branches.h"
#include "tree/includers.h"
#include "tree/overlay.h"

/* If the callback's own file does not define it, so many files of the index are tried. */
#define DEFINITIONS_TRIED 4
/* Of files that include one which is not compiled by itself, so many sources are, and so many headers followed. */
#define INCLUDERS_TRIED 4
#define INCLUDERS_FOLLOWED 8

static bool bind_in_file(struct scan *scan, struct candidate *candidate, const char *file)
{
	const struct source_unit *made = unit_source_find(scan->session.units, file);

	if (!made || !made->unit || !candidate_bind(candidate, made->unit))
		return false;
	candidate->assumes = made->assumes;
	candidate->built = made->borrowed ? ROW_BORROWED : ROW_BUILT;
	return true;
}

/* Tries all units made so far: one of them may include a header with the function. */
static bool bind_anywhere(struct scan *scan, struct candidate *candidate)
{
	for (size_t i = 0; i < unit_source_count(scan->session.units); i++)
		if (bind_in_file(scan, candidate, unit_source_at(scan->session.units, i)->file))
			return true;
	return false;
}

/* Another file defines the callback: tries the files that the index names. */
static int bind_by_index(struct scan *scan, struct candidate *candidate, struct error *error)
{
	struct strings files = { 0 };
	int failed = 0;

	if (!scan->index)
		scan->index = tree_index_open(scan->session.tree, error);
	if (!scan->index)
		return -1;
	tree_index_definitions(scan->index, candidate->function,
			       kbuild_arch(scan->session.kbuild), &files);
	if (files.count > DEFINITIONS_TRIED)
		files.count = DEFINITIONS_TRIED;
	for (size_t i = 0; i < files.count && !candidate->unit && !failed; i++) {
		const char *file = files.data[i];

		if (!scan_is_source(file))
			continue;
		failed = unit_source_request(scan->session.units, &file, 1, error);
		(void)bind_in_file(scan, candidate, file);
	}
	vec_free(&files);
	return failed;
}

/* Whether FILE is compiled as a part of others, if it is at all. */
static bool is_included_alone(const struct scan *scan, const char *file)
{
	const struct source_unit *made = unit_source_find(scan->session.units, file);

	return !scan_is_source(file) || (made && made->absent && !made->elsewhere);
}

static bool is_listed(const struct strings *files, const char *file)
{
	vec_each(known, files)
		if (!strcmp(*known, file))
			return true;
	return false;
}

static bool can_compile(const struct scan *scan, const char *file)
{
	const struct source_unit *made = unit_source_find(scan->session.units, file);

	return made && !made->absent;
}

/* The callback is in a file that FILE includes. */
static int bind_in_part(struct scan *scan, struct candidate *candidate, const char *file, struct error *error)
{
	const char *part = *candidate->file ? candidate->file : candidate->ops_file;
	const struct source_unit *made = NULL;

	if (unit_source_request(scan->session.units, &file, 1, error) ||
	    unit_source_request_part(scan->session.units, file, part, &made, error))
		return -1;
	if (!made || !candidate_bind(candidate, made->unit))
		return 0;
	candidate->assumes = made->assumes;
	candidate->built = made->borrowed ? ROW_BORROWED : ROW_BUILT;
	return 0;
}

/* Tries the sources that include FILE: *TRIED counts them. Those that are not compiled by themselves join FILES. */
static int bind_by_each(struct scan *scan, struct candidate *candidate, const struct strings *includers,
			struct strings *files, size_t *tried, struct error *error)
{
	for (size_t i = 0; i < includers->count && !candidate->unit && *tried < INCLUDERS_TRIED; i++) {
		const char *file = includers->data[i];

		if (scan_is_source(file) && ++*tried && bind_in_part(scan, candidate, file, error))
			return -1;
		if (!candidate->unit && (!scan_is_source(file) || !can_compile(scan, file)) && !is_listed(files, file))
			vec_push(files, (char *)file);
	}
	return 0;
}

/* The callback's file is part of other sources: "#include "file.c"". Tries them. */
static int bind_by_includers(struct scan *scan, struct candidate *candidate, struct error *error)
{
	const char *first = *candidate->file ? candidate->file : candidate->ops_file;
	struct strings files = { 0 };
	size_t tried = 0;
	int failed = 0;

	if (is_included_alone(scan, first))
		vec_push(&files, (char *)first);
	for (size_t i = 0; i < files.count && i < INCLUDERS_FOLLOWED && !candidate->unit && !failed; i++) {
		struct strings includers = { 0 };

		failed = tree_includers(scan->session.tree, files.data[i], &includers, error) ||
			 bind_by_each(scan, candidate, &includers, &files, &tried, error) ? -1 : 0;
		vec_free(&includers);
	}
	vec_free(&files);
	if (candidate->unit)
		candidate->why_not = NULL;
	return failed;
}

/* The definition at LINE of the candidate's file, where MADE has that one. */
static bool bind_at(struct candidate *candidate, unsigned line, const struct source_unit *made)
{
	if (!made || !made->unit || !candidate_bind(candidate, made->unit))
		return false;
	if (candidate->line != line) {
		candidate->unit = NULL;
		candidate->body = NULL;
		candidate->line = line;
		return false;
	}
	candidate->assumes = made->assumes;
	return true;
}

const char *scan_name_macros(struct arena *arena, const struct strings *on,
			     const struct strings *off)
{
	const char *text = "";

	vec_each(name, on)
		text = arena_printf(arena, "%s%s%s", text, name == on->data ? "" : ", ", *name);
	if (on->count)
		text = arena_printf(arena, "%s defined%s", text, off->count ? " and " : "");
	vec_each(name, off)
		text = arena_printf(arena, "%s%s%s", text, name == off->data ? "" : ", ", *name);
	return arena_printf(arena, "%s%s: no configuration has the #if around it so", text,
			    off->count ? " not defined" : "");
}

/* A function behind an #if of macros that no configuration sets: with these the other way round. */
static int bind_by_macros(struct scan *scan, struct candidate *candidate, unsigned line,
			  struct error *error)
{
	struct tree *tree = scan->session.tree;
	struct strings on = { 0 }, off = { 0 };
	const struct source_unit *made = NULL;
	char *text = read_file(tree_file(tree, tree->arena, candidate->file), NULL, error);
	int failed = text ? 0 : -1;
	const char *stuck = text ? macros_around(tree->arena, text, line, &on, &off) : NULL;

	if (text && stuck)
		candidate->built = ROW_ABSENT;
	if (text && stuck)
		candidate->why_not = arena_printf(scan->run->arena, "'%s' at line %u is for other kernels or "
						  "compilers: '#if %s'", candidate->function, line, stuck);
	else if (text && (on.count || off.count))
		failed = unit_source_request_macros(scan->session.units, candidate->file, line, &on, &off,
						    scan_name_macros(tree->arena, &on, &off),
						    &made, error);
	(void)bind_at(candidate, line, made);
	free(text);
	vec_free(&on);
	vec_free(&off);
	return failed;
}

/* The file has the callback behind an #if that is false in its configuration: tries another one. */
static int bind_switched(struct scan *scan, struct candidate *candidate, unsigned line,
			 struct error *error)
{
	const struct source_unit *made, *own;

	if (unit_source_request_line(scan->session.units, candidate->file, line, &made, error))
		return -1;
	if (bind_at(candidate, line, made))
		return 0;
	own = unit_source_find(scan->session.units, candidate->file);
	if (made->elsewhere && own && own->unit) {
		candidate->built = ROW_ELSEWHERE;
		candidate->why_not = arena_strdup(scan->run->arena, made->why_not);
		return 0;
	}
	/* a module is judged in its kernel's configuration */
	if (scan->session.tree->module && own && own->unit && made->why_not && starts_with(made->why_not, "the #if around it: ")) {
		candidate->built = ROW_ABSENT;
		candidate->why_not = arena_strdup(scan->run->arena, made->why_not);
	}
	int failed = bind_by_macros(scan, candidate, line, error);

	if (candidate->unit)
		candidate->why_not = NULL;
	return failed;
}

/* The file defines the function more than once, in branches of an #if. */
static bool has_twin(const struct scan *scan, const struct candidate *candidate)
{
	vec_each(other, &scan->candidates)
		if (other != candidate && other->kind == candidate->kind &&
		    !strcmp(other->function, candidate->function) && *other->file &&
		    !strcmp(other->file, candidate->file) && !strcmp(other->ops, candidate->ops))
			return true;
	return false;
}

/* Of twins the configuration has one, LINE is where the other stands. */
static int bind_twin(struct scan *scan, struct candidate *candidate, unsigned line,
		     struct error *error)
{
	unsigned ours = candidate->line;

	if (line == ours || !has_twin(scan, candidate))
		return 0;
	candidate->unit = NULL;
	candidate->body = NULL;
	candidate->line = line;
	if (bind_switched(scan, candidate, line, error))
		return -1;
	if (!candidate->unit && candidate->built != ROW_ELSEWHERE)
		candidate->built = ROW_ABSENT;
	if (!candidate->unit && !candidate->why_not)
		candidate->why_not = arena_printf(scan->run->arena, "%s, as it is configured, has the "
						  "'%s' of line %u", candidate->file,
						  candidate->function, ours);
	return 0;
}

/* Fills `why_not` and `built` of a candidate that no unit holds. */
static void explain_absence(struct scan *scan, struct candidate *candidate)
{
	const char *file = *candidate->file ? candidate->file : candidate->ops_file;
	const struct source_unit *made = unit_source_find(scan->session.units, file);
	struct arena *arena = scan->run->arena;

	candidate->built = made && made->elsewhere ? ROW_ELSEWHERE :
			   !made || made->absent ? ROW_ABSENT :
			   made->borrowed ? ROW_BORROWED : ROW_BUILT;
	if (!made) {
		candidate->why_not = arena_printf(arena, "%s is a header, and no file that was "
						  "parsed includes it", file);
	} else if (made->why_not) {
		candidate->why_not = made->why_not;
	} else if (made->unit && made->unit->problems.count) {
		candidate->why_not = arena_printf(arena, "the parser saw no '%s': %s",
						  candidate->function,
						  made->unit->problems.data[0]);
	} else {
		candidate->built = ROW_ABSENT;
		candidate->why_not = arena_printf(arena, "%s, as it is configured, does not define "
						  "'%s'", file, candidate->function);
	}
}

/* The table may need what the body does not. */
static void take_table(struct candidate *candidate)
{
	if (candidate->unit && !candidate->assumes)
		candidate->assumes = candidate->table_assumes;
}

/* By the unit of the body, or by that of the table where this is another file's. */
static void refuse_misfit(struct scan *scan, struct candidate *candidate)
{
	const struct source_unit *table = unit_source_find(scan->session.units, candidate->ops_file);

	if (!candidate->unit)
		return;
	candidate->misfit = candidate_misfit_in(candidate, candidate->unit);
	if (!candidate->misfit && table && table->unit &&
	    strcmp(candidate->unit->main_file, candidate->ops_file))
		candidate->misfit = candidate_misfit_in(candidate, table->unit);
	candidate_refuse_misfit(candidate);
}

/* Finds the body of each callback, or the reason why it has none. */
int scan_bind_callbacks(struct scan *scan, struct error *error)
{
	vec_each(candidate, &scan->candidates) {
		const char *first = *candidate->file ? candidate->file : candidate->ops_file;

		unsigned line = candidate->line;

		if (candidate->why_not || contract_is_named_only((int)candidate->kind))
			continue;
		if (bind_in_file(scan, candidate, first) ||
		    bind_in_file(scan, candidate, candidate->ops_file) ||
		    bind_anywhere(scan, candidate)) {
			if (line && bind_twin(scan, candidate, line, error))
				return -1;
			continue;
		}
		if (!*candidate->file ? bind_by_index(scan, candidate, error) :
		    scan_is_source(candidate->file) ? bind_switched(scan, candidate, line, error) : 0)
			return -1;
		if (!candidate->unit && bind_by_includers(scan, candidate, error))
			return -1;
		if (!candidate->unit && !candidate->why_not)
			explain_absence(scan, candidate);
	}
	vec_each(candidate, &scan->candidates) {
		take_table(candidate);
		refuse_misfit(scan, candidate);
	}
	candidates_sort(&scan->candidates);
	return 0;
}
