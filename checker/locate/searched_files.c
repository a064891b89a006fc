// SPDX-License-Identifier: GPL-2.0-only
#include "locate/searched_files.h"

#include <string.h>

#include "base/map.h"
#include "base/source_hash.h"
#include "base/str.h"
#include "locate/locate.h"
#include "tree/overlay.h"
#include "tree/tree.h"

/* Structs within structs within structs: deeper nesting is not followed. */
#define MOST_ROUNDS 4

static const struct site_words site_words = { locate_records, locate_fields, NULL };

static bool in_list(const char *const *list, const char *name)
{
	for (; *list; list++)
		if (!strcmp(*list, name))
			return true;
	return false;
}

void collect_locate_words(struct strings *words)
{
	for (size_t i = 0; locate_records[i]; i++)
		vec_push(words, (char *)locate_records[i]);
	for (size_t i = 0; locate_fields[i]; i++)
		vec_push(words, (char *)locate_fields[i]);
}

bool next_record_line(char *text, struct record_line *line)
{
	static char nothing[] = "";

	if (!text || !*text)
		return false;
	char *end = strchr(text, '\n');

	line->rest = end ? end + 1 : text + strlen(text);
	if (end)
		*end = '\0';
	for (size_t i = 0; i < MOST_COLUMNS; i++) {
		char *tab = text ? strchr(text, '\t') : NULL;

		line->columns[i] = text ? text : nothing;
		if (tab)
			*tab = '\0';
		text = tab ? tab + 1 : NULL;
	}
	line->line = (unsigned)strtoul(line->columns[1], NULL, 10);
	return true;
}

static bool is_header_path(const char *path)
{
	return ends_with(path, ".h");
}

/* The lists of names repeat some; each search for one reads all of a text. */
static bool is_repeated(const char *const *list, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (!strcmp(list[i], list[index]))
			return true;
	return false;
}

/*
 * Whether find_sites() may find a field's site: its name stands before `=`, `:`, a comment or a line's end.
 */
static bool may_set_field(const char *text)
{
	for (size_t i = 0; locate_fields[i]; i++) {
		size_t length = strlen(locate_fields[i]);

		if (is_repeated(locate_fields, i))
			continue;
		for (const char *at = text; (at = strstr(at, locate_fields[i]));) {
			at += length;
			at += strspn(at, " \t\n");
			if (*at == '=' || *at == ':' || *at == '/' || *at == '\\')
				return true;
		}
	}
	return false;
}

static bool may_name_record(const char *text)
{
	for (size_t i = 0; locate_records[i]; i++)
		if (!is_repeated(locate_records, i) && strstr(text, locate_records[i]))
			return true;
	return false;
}

static bool may_name_field(const char *text)
{
	for (size_t i = 0; locate_fields[i]; i++)
		if (!is_repeated(locate_fields, i) && strstr(text, locate_fields[i]))
			return true;
	return false;
}

bool may_set_callback(const char *text, size_t length)
{
	struct site_summary summary;

	if (may_name_record(text))
		return true;
	if (!may_set_field(text) && !(strstr(text, "define") && may_name_field(text)))
		return false;
	struct arena *arena = arena_new();
	find_sites(arena, text, length, &site_words, &summary);
	bool sets = summary.sites.count || summary.carriers.count;
	site_summary_free(&summary);
	arena_free(arena);
	return sets;
}

/* spatch takes a minute for so large a file, or more. */
#define SPATCH_BYTES_MOST ((size_t)2 << 20)
/* In so many brackets its memory runs out, or its stack. */
#define SPATCH_NESTED_MOST 1000

/* How deep brackets are nested, as far as the text tells without a lexer. */
static size_t nesting_of(const char *text, size_t length)
{
	size_t depth = 0, most = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] == '{' || text[i] == '(')
			depth++;
		else if ((text[i] == '}' || text[i] == ')') && depth)
			depth--;
		if (depth > most)
			most = depth;
	}
	return most;
}

/* Why spatch is not given a file of this TEXT, malloc'd; NULL: it is. */
static char *why_not_for_spatch(const char *text, size_t length)
{
	if (length > SPATCH_BYTES_MOST)
		return xasprintf("it has %zu bytes, and spatch is given at most %zu", length, SPATCH_BYTES_MOST);
	size_t depth = nesting_of(text, length);

	return depth <= SPATCH_NESTED_MOST ? NULL :
	       xasprintf("its brackets are %zu deep, and spatch is given at most %d", depth, SPATCH_NESTED_MOST);
}

/* Most candidates are not chosen. */
struct spatch_file *file_for_spatch(struct searched_file *candidate)
{
	struct spatch_file *file = &candidate->file;
	struct source_shape shape = { 0 };

	if (file->text)
		return file;
	file->text = candidate->text;
	file->hash = source_hash_shape(candidate->path, candidate->text, candidate->length, &shape);
	file->shape = shape.hash;
	file->trouble = why_not_for_spatch(candidate->text, candidate->length);
	vec_free(&shape.lines);
	return file;
}

static int add_candidate(struct tree *tree, struct searched_files *candidates, const char *path,
			 struct error *error)
{
	struct searched_file one = { .path = path, .is_header = is_header_path(path) };
	const char *absolute = tree_file(tree, tree->arena, path);

	one.text = read_file(absolute, &one.length, error);
	if (!one.text) {
		/* the survey found the file a moment ago, so a notice has to say that it is gone */
		tree_notice(tree, "%s", error->message);
		error_clear(error);
		return 0;
	}
	one.file = (struct spatch_file){ .path = absolute, .size = one.length };
	if (may_name_record(one.text) || may_set_field(one.text))
		find_sites(tree->arena, one.text, one.length, &site_words, &one.summary);
	vec_push(candidates, one);
	return 0;
}

bool is_searched(const struct tree *tree, const char *path)
{
	if (!tree->module || tree_in_module(tree, path))
		return true;
	/* what a module sees of the kernel */
	return is_header_path(path) && (starts_with(path, "include/") || starts_with(path, "arch/"));
}

static int read_candidates(struct tree *tree, const struct strings *paths,
			   struct searched_files *candidates, struct error *error)
{
	struct strmap known = { 0 };
	size_t before = candidates->count;

	for (size_t i = 0; i < before; i++)
		strmap_set(&known, candidates->data[i].path, candidates);
	vec_each(path, paths)
		if (!strmap_has(&known, *path) && is_searched(tree, *path) &&
		    add_candidate(tree, candidates, *path, error)) {
			strmap_free(&known);
			return -1;
		}
	strmap_free(&known);
	return 0;
}

/* Collects the variables and members that headers declare with a record's type. */
static void collect_variables(const struct searched_files *candidates, struct strmap *names)
{
	vec_each(candidate, candidates)
		if (candidate->is_header && candidate->summary.names_record)
			vec_each(name, &candidate->summary.variables)
				strmap_set(names, *name, candidate);
}

/* Whether TEXT has the name of a field that is only named. Beside the record's name that says enough. */
static bool may_name_named_field(const char *text)
{
	for (int kind = 0; kind < KIND_COUNT; kind++)
		for (const char *const *field = contracts[kind].fields; *field; field++)
			if (contract_is_named_only(kind) && strstr(text, *field))
				return true;
	return false;
}

/* Whether spatch has to look at CANDIDATE, by its own text alone. */
static bool is_worth_it(const struct searched_file *candidate, const struct strmap *variables)
{
	const struct site_summary *summary = &candidate->summary;

	if (candidate->is_header)
		return (summary->names_record || summary->carriers.count) &&
		       !starts_with(candidate->path, "tools/");
	if (summary->names_record)
		return summary->names_field || summary->has_positional || summary->has_carrier ||
		       may_name_named_field(candidate->text);
	vec_each(site, &summary->sites)
		if (site->kind == SITE_ASSIGNMENT && *site->receiver &&
		    strmap_has(variables, site->receiver))
			return true;
	return false;
}

void chosen_headers(struct searched_files *candidates, struct spatch_files *headers)
{
	vec_each(candidate, candidates)
		if (candidate->chosen && candidate->is_header)
			vec_push(headers, file_for_spatch(candidate));
}

static bool some_header_carries(const struct searched_files *candidates)
{
	vec_each(candidate, candidates)
		if (candidate->chosen && candidate->is_header &&
		    (candidate->summary.has_carrier || candidate->summary.carriers.count ||
		     candidate->summary.setters.count))
			return true;
	return false;
}

static void add_carrier(struct strings *carriers, const char *name)
{
	vec_each(known, carriers)
		if (!strcmp(*known, name))
			return;
	vec_push(carriers, (char *)name);
}

/* Collects from spatch's output for HEADERS the structs, typedefs and macros that hold a record. */
static void collect_carriers(struct tree *tree, const struct spatch_files *headers,
			     struct strings *carriers)
{
	vec_each(header, headers) {
		char *copy = (*header)->output ? xstrdup((*header)->output) : NULL;
		struct record_line line;

		for (char *at = copy; next_record_line(at, &line); at = line.rest)
			if (!strcmp(line.columns[0], "carrier") && strlen(line.columns[2]) > 1 &&
			    !in_list(locate_records, line.columns[2]))
				add_carrier(carriers, arena_strdup(tree->arena, line.columns[2]));
		free(copy);
	}
}

/* What the text of chosen headers says itself. */
static void collect_text_carriers(const struct searched_files *candidates, struct strings *carriers)
{
	vec_each(candidate, candidates) {
		if (!candidate->chosen || !candidate->is_header)
			continue;
		vec_each(name, &candidate->summary.carriers)
			add_carrier(carriers, *name);
		vec_each(name, &candidate->summary.setters)
			add_carrier(carriers, *name);
	}
}

/*
 * Reads the candidate's text once more, with CARRIERS known, and until it adds none of its own. Those
 * of headers are headers' business as well.
 */
static void read_with_carriers(struct tree *tree, struct searched_file *candidate,
			       const struct strings *carriers)
{
	struct strmap known = { 0 };
	size_t before;

	vec_each(name, carriers)
		strmap_set(&known, *name, candidate);
	do {
		vec_each(name, &candidate->summary.carriers)
			strmap_set(&known, *name, candidate);
		before = known.count;
		site_summary_free(&candidate->summary);
		find_sites(tree->arena, candidate->text, candidate->length,
			   &(struct site_words){ site_words.records, site_words.fields, &known },
			   &candidate->summary);
		vec_each(name, &candidate->summary.carriers)
			strmap_set(&known, *name, candidate);
	} while (known.count > before);
	strmap_free(&known);
}

static void read_all_with_carriers(struct tree *tree, struct searched_files *candidates)
{
	vec_each(candidate, candidates) {
		bool concerns = candidate->is_header ? candidate->chosen : true;

		if (concerns && (candidates->carriers.count || candidate->summary.carriers.count))
			read_with_carriers(tree, candidate, &candidates->carriers);
	}
}

/*
 * If a header's struct holds a record, every file that names the struct becomes a candidate, headers too.
 * Repeats this until no new name turns up.
 */
static int follow_carriers(const struct spatch *spatch, struct searched_files *candidates,
			   struct error *error)
{
	struct strings paths = { 0 };
	size_t known = 0;
	int failed = 0;

	for (int round = 0; round < MOST_ROUNDS && !failed; round++) {
		struct spatch_files headers = { 0 }, none = { 0 };

		chosen_headers(candidates, &headers);
		failed = spatch_run(spatch, &headers, &none, false, error);
		vec_clear(&candidates->carriers);
		if (!failed) {
			read_all_with_carriers(spatch->tree, candidates);
			collect_carriers(spatch->tree, &headers, &candidates->carriers);
			collect_text_carriers(candidates, &candidates->carriers);
			sort_strings(&candidates->carriers);
		}
		vec_free(&headers);
		if (failed || candidates->carriers.count == known)
			break;
		known = candidates->carriers.count;
		vec_clear(&paths);
		failed = tree_survey(spatch->tree, (const char *const *)candidates->carriers.data,
				     candidates->carriers.count, &paths, error) ||
			 read_candidates(spatch->tree, &paths, candidates, error);
		struct strmap found = { 0 };

		vec_each(path, &paths)
			strmap_set(&found, *path, &paths);
		vec_each(candidate, candidates)
			candidate->chosen |= strmap_has(&found, candidate->path) &&
					     !starts_with(candidate->path, "tools/");
		strmap_free(&found);
	}
	vec_free(&paths);
	return failed ? -1 : 0;
}

/* Whether TEXT names what a record is the ops of: "mmu_notifier" for "mmu_notifier_ops". */
static bool may_name_owner(const char *text)
{
	bool named = false;

	for (size_t i = 0; locate_records[i] && !named; i++) {
		char *owner = xstrdup(locate_records[i]);

		if (ends_with(owner, "_ops"))
			owner[strlen(owner) - strlen("_ops")] = '\0';
		named = strstr(text, owner);
		free(owner);
	}
	return named;
}

/*
 * Sources outside of tools/ alone: a table in a header is in the units of those that include it. One that
 * sets a field may have the record's type by way of its owner (typeof).
 */
static bool may_hide(const struct searched_file *candidate)
{
	const struct site_summary *summary = &candidate->summary;

	return !candidate->is_header && !starts_with(candidate->path, "tools/") &&
	       (summary->uses_carrier || summary->has_loose_record ||
		(summary->sites.count && !summary->names_record && may_name_owner(candidate->text)));
}

int choose_candidates(const struct spatch *spatch, struct searched_files *candidates,
		      struct error *error)
{
	struct strings needles = { 0 };
	struct strings paths = { 0 };
	struct strmap variables = { 0 };

	collect_locate_words(&needles);
	int failed = tree_survey(spatch->tree, (const char *const *)needles.data, needles.count, &paths,
				 error) ||
		     read_candidates(spatch->tree, &paths, candidates, error);

	vec_free(&needles);
	vec_free(&paths);
	collect_variables(candidates, &variables);
	vec_each(candidate, candidates)
		candidate->chosen = is_worth_it(candidate, &variables);
	strmap_free(&variables);
	if (!failed && some_header_carries(candidates))
		failed = follow_carriers(spatch, candidates, error);
	if (failed)
		return -1;
	read_all_with_carriers(spatch->tree, candidates);
	vec_each(candidate, candidates)
		candidate->may_hide = may_hide(candidate);
	return 0;
}

void searched_files_free(struct searched_files *candidates)
{
	vec_each(candidate, candidates) {
		free(candidate->text);
		site_summary_free(&candidate->summary);
		free(candidate->file.output);
		free(candidate->file.trouble);
	}
	vec_free(&candidates->carriers);
	vec_free(candidates);
}
