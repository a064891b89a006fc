// SPDX-License-Identifier: GPL-2.0-only
/*
 * The semantic patch reports each place that sets a callback. The text of each file says which places it must
 * report (sites.h). Each difference becomes a problem of the run, so a place that spatch could not parse is
 * noticed.
 */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "locate/searched_files.h"
#include "locate/locate.h"
#include "tree/lexer.h"
#include "tree/outline.h"
#include "tree/overlay.h"
#include "tree/tree.h"

/* More definitions of one function in one file are left out. */
#define MOST_DEFINITIONS 8

/* One `set` line of spatch: a field of a table or ops expression gets a function. */
struct set {
	char *record, *field, *function, *ops, *group;
	unsigned line;
	enum located_how how;
};

/* A name and its line. */
struct answer_place {
	char *name;
	unsigned line;
};

/* All that spatch printed about one file. */
struct answers {
	VEC(struct set) sets;
	VEC(struct answer_place) defined;	/* functions */
	VEC(struct answer_place) seen;		/* fields and records that it reported in any way */
};

struct locator {
	struct tree *tree;
	struct spatch spatch;
	struct searched_files candidates;
	struct locate_result *result;
	struct strmap expanded;		/* macros whose use spatch understood in some file */
	struct strmap uncovered;	/* "record.field" that headers declare without a contract (4.18) */
	struct strmap members;		/* "record.field" and "record" of all that headers declare */
	const struct meanwhile *meanwhile;	/* tree_locate()'s */
};

static char *keep(struct locator *locator, const char *text)
{
	return arena_strdup(locator->tree->arena, text);
}

static void add_problem(struct locator *locator, const char *file, const char *field, char *why)
{
	vec_each(problem, &locator->result->problems)
		if (!strcmp(problem->file, file) && !strcmp(problem->why, why))
			return;
	vec_push(&locator->result->problems,
		 (struct locate_problem){ .file = file, .why = why, .field = field });
}

/* FIELD as in struct locate_problem. */
#define problem_at(locator, candidate, field, ...) \
	add_problem(locator, (candidate)->path, field, \
		    arena_printf((locator)->tree->arena, __VA_ARGS__))

/* ---- reading spatch's output ---- */

static void read_set(struct locator *locator, struct answers *answers,
		     const struct record_line *line)
{
	char *const *columns = line->columns;

	vec_push(&answers->sets, (struct set){
		.record = keep(locator, columns[2]), .field = keep(locator, columns[3]),
		.function = keep(locator, columns[4]), .ops = keep(locator, columns[5]),
		.group = keep(locator, columns[7]), .line = line->line,
		.how = strcmp(columns[6], "assignment") ? LOCATED_INITIALISER : LOCATED_ASSIGNMENT,
	});
}

static void read_complaint(struct locator *locator, const struct searched_file *candidate,
			   const struct record_line *line)
{
	if (!strcmp(line->columns[0], "unknown"))
		problem_at(locator, candidate, keep(locator, line->columns[2]),
			   "line %u: %s is assigned in `%s`, whose type is not known", line->line,
			   line->columns[2], line->columns[3]);
	else if (!strcmp(line->columns[0], "odd"))
		problem_at(locator, candidate, keep(locator, line->columns[2]),
			   "line %u: a table of struct %s with %s", line->line,
			   line->columns[2], line->columns[3]);
}

static bool is_callback_field(const char *field)
{
	for (size_t i = 0; locate_fields[i]; i++)
		if (!strcmp(field, locate_fields[i]))
			return true;
	return false;
}

/* A field whose name alone says nothing: many other structs have one of that name. */
static bool is_named_field(const char *record, const char *field)
{
	int kind = contract_find(record, field);

	return kind >= 0 && contract_is_named_only(kind);
}

/*
 * A header's declaration tells whether the contract existed yet. COLUMNS: record, field, returns,
 * parameters.
 */
static void read_declaration(struct locator *locator, char *const *columns)
{
	const char *record = columns[2], *field = columns[3];
	int kind = contract_find(record, field);
	char *name = arena_printf(locator->tree->arena, "%s.%s", record, field);

	strmap_set(&locator->members, name, locator);
	strmap_set(&locator->members, keep(locator, record), locator);
	if (!is_callback_field(field))
		return;
	if (kind >= 0 && !contract_covers_declaration(&contracts[kind], !strcmp(columns[4], "nothing"),
						      columns[5]))
		strmap_set(&locator->uncovered, name, locator);
	else
		vec_push(&locator->result->declared, name);
}

static void read_line(struct locator *locator, const struct searched_file *candidate,
		      struct answers *answers, const struct record_line *line)
{
	char *const *columns = line->columns;
	const char *kind = columns[0];

	if (!strcmp(kind, "defined")) {
		vec_push(&answers->defined, (struct answer_place){ keep(locator, columns[2]), line->line });
		return;
	}
	if (!strcmp(kind, "expanded")) {
		strmap_set(&locator->expanded, keep(locator, columns[2]), locator);
		return;
	}
	if (!strcmp(kind, "declared")) {
		read_declaration(locator, columns);
		return;
	}
	if (!strcmp(kind, "set"))
		read_set(locator, answers, line);
	read_complaint(locator, candidate, line);
	bool has_record = !strcmp(kind, "set") || !strcmp(kind, "empty");

	vec_push(&answers->seen, (struct answer_place){
		keep(locator, columns[has_record ? 3 : 2]), line->line });
}

static void read_answers(struct locator *locator, const struct searched_file *candidate,
			 struct answers *answers)
{
	char *copy = candidate->file.output ? xstrdup(candidate->file.output) : NULL;
	struct record_line line;

	for (char *at = copy; next_record_line(at, &line); at = line.rest)
		read_line(locator, candidate, answers, &line);
	free(copy);
}

static void free_answers(struct answers *answers)
{
	vec_free(&answers->sets);
	vec_free(&answers->defined);
	vec_free(&answers->seen);
}

/* ---- callbacks ---- */

static const char *const *siblings_of(struct locator *locator, const struct answers *answers,
				      const struct set *of, size_t *count)
{
	struct strings fields = { 0 };

	vec_each(set, &answers->sets)
		if (set->how == of->how && !strcmp(set->group, of->group) &&
		    !strcmp(set->record, of->record) && strcmp(set->field, of->field))
			vec_push(&fields, set->field);
	sort_strings(&fields);
	*count = fields.count;
	char **list = arena_copy(locator->tree->arena, fields.data,
				 fields.count * sizeof(*fields.data));

	vec_free(&fields);
	return (const char *const *)list;
}

/* Fills LINES with the definitions of FUNCTION in the file: by spatch, else by the text alone. */
static size_t definitions_of(const struct searched_file *candidate, const struct answers *answers,
			     const char *function, unsigned *lines)
{
	size_t count = 0;

	vec_each(definition, &answers->defined)
		if (!strcmp(definition->name, function) && count < MOST_DEFINITIONS)
			lines[count++] = definition->line;
	if (count)
		return count;
	count = outline_definition_lines(candidate->text, candidate->length, function, lines,
				      MOST_DEFINITIONS);
	return count < MOST_DEFINITIONS ? count : MOST_DEFINITIONS;
}

static void add_located(struct locator *locator, const struct searched_file *candidate,
			const struct answers *answers, const struct set *set)
{
	unsigned lines[MOST_DEFINITIONS];
	size_t count = definitions_of(candidate, answers, set->function, lines);
	struct located row = {
		.record = set->record, .field = set->field, .function = set->function,
		.ops = set->ops, .ops_file = candidate->path, .ops_line = set->line,
		.how = set->how, .file = "",
	};

	row.siblings = siblings_of(locator, answers, set, &row.nsiblings);
	if (!count)
		vec_push(&locator->result->callbacks, row);
	for (size_t i = 0; i < count; i++) {
		row.file = candidate->path;
		row.line = lines[i];
		vec_push(&locator->result->callbacks, row);
	}
}

static bool is_identifier(const char *text)
{
	while (is_identifier_char((unsigned char)*text))
		text++;
	return !*text;
}

static void add_rows(struct locator *locator, const struct searched_file *candidate,
		     const struct answers *answers)
{
	vec_each(set, &answers->sets) {
		const char *name = arena_printf(locator->tree->arena, "%s.%s", set->record, set->field);

		if ((is_callback_field(set->field) ||
		     (is_named_field(set->record, set->field) && is_identifier(set->function))) &&
		    !strmap_has(&locator->uncovered, name))
			add_located(locator, candidate, answers, set);
	}
}

/* ---- sites that spatch must have reported ---- */

static bool was_seen(const struct answers *answers, const struct site *site)
{
	vec_each(seen, &answers->seen)
		if (seen->line == site->line && !strcmp(seen->name, site->field))
			return true;
	return false;
}

/* Whether a chosen file uses MACRO, apart from its definition. */
static bool is_used(const struct locator *locator, const char *macro)
{
	size_t length = strlen(macro);

	vec_each(candidate, &locator->candidates) {
		if (!candidate->chosen && !candidate->elsewhere)
			continue;
		unsigned uses = 0;

		for (const char *at = candidate->text; (at = strstr(at, macro)); at += length)
			uses += !is_identifier_char((unsigned char)at[length]) &&
				(at == candidate->text ||
				 !is_identifier_char((unsigned char)at[-1])) &&
				!(at - candidate->text > 7 && !strncmp(at - 7, "define", 6));
		if (uses)
			return true;
	}
	return false;
}

static void check_site(struct locator *locator, const struct searched_file *candidate,
		       const struct answers *answers, const struct site *site)
{
	if (was_seen(answers, site))
		return;
	if (site->macro) {
		if (!strmap_has(&locator->expanded, site->macro) &&
		    is_used(locator, site->macro))
			problem_at(locator, candidate, site->field,
				   "line %u: the macro %s sets %s, and its uses were not understood",
				   site->line, site->macro, site->field);
		return;
	}
	problem_at(locator, candidate, site->field, "line %u: %s: %s %s", site->line,
		   candidate->file.trouble ? candidate->file.trouble : "spatch could not parse this",
		   site->kind == SITE_TABLE ? "a table of struct" : "a value for the field",
		   site->field);
}

static void check_file(struct locator *locator, const struct searched_file *candidate,
		       const struct answers *answers)
{
	vec_each(site, &candidate->summary.sites)
		check_site(locator, candidate, answers, site);
	if (candidate->file.trouble && !candidate->summary.sites.count)
		problem_at(locator, candidate, NULL, "%s", candidate->file.trouble);
	if (!candidate->is_header || !candidate->summary.defines_record)
		return;
	const char *copy = candidate->file.output;

	if (!copy || !strstr(copy, "declared\t"))
		problem_at(locator, candidate, NULL,
			   "spatch could not parse the declaration of the callbacks' struct");
}

/* ---- what a parser must look into ---- */

/*
 * A set of what is no member of its record, or to what is no name: a macro may stand there, for a
 * member or for a whole element.
 */
static bool is_strange(const struct locator *locator, const struct set *set)
{
	char *name = xasprintf("%s.%s", set->record, set->field);
	bool strange = strmap_has(&locator->members, set->record) &&
		       (!strmap_has(&locator->members, name) || !is_identifier(set->function));

	free(name);
	return strange;
}

static bool has_strange_set(const struct locator *locator, const struct answers *answers)
{
	vec_each(set, &answers->sets)
		if (is_strange(locator, set))
			return true;
	return false;
}

static bool has_problem(const struct locator *locator, const struct searched_file *candidate)
{
	vec_each(problem, &locator->result->problems)
		if (!strcmp(problem->file, candidate->path))
			return true;
	return false;
}

static void add_hint(struct locator *locator, const struct searched_file *candidate,
		     const struct searched_file *source, unsigned line)
{
	vec_push(&locator->result->hints,
		 (struct locate_hint){ candidate->path, source->path, line });
}

static bool uses(const struct searched_file *candidate, const char *name)
{
	vec_each(used, &candidate->summary.used)
		if (!strcmp(*used, name))
			return true;
	return false;
}

/* A header may have a name that CANDIDATE uses in one branch of an #if alone. */
static void add_header_hints(struct locator *locator, const struct searched_file *candidate)
{
	vec_each(header, &locator->candidates) {
		if (!header->chosen || !header->is_header)
			continue;
		vec_each(place, &header->summary.places)
			if (uses(candidate, place->name))
				add_hint(locator, candidate, header, place->line);
	}
}

static void add_suspect(struct locator *locator, const struct searched_file *candidate,
			const struct answers *answers)
{
	vec_push(&locator->result->suspects, keep(locator, candidate->path));
	vec_each(line, &candidate->summary.hidden_lines)
		add_hint(locator, candidate, candidate, *line);
	vec_each(set, &answers->sets)
		if (is_strange(locator, set))
			add_hint(locator, candidate, candidate, set->line);
	vec_each(site, &candidate->summary.sites)
		if (!was_seen(answers, site))
			add_hint(locator, candidate, candidate, site->line);
	add_header_hints(locator, candidate);
}

static void find_suspect(struct locator *locator, struct searched_file *candidate,
			 const struct answers *answers)
{
	if (!locator->result->declared.count)
		return;
	if (candidate->is_header) {
		candidate->hides_table = candidate->chosen && (candidate->summary.may_hide_table ||
							       has_strange_set(locator, answers));
		return;
	}
	if (candidate->may_hide ||
	    (candidate->chosen && (has_strange_set(locator, answers) ||
				   has_problem(locator, candidate))))
		add_suspect(locator, candidate, answers);
}

/* "name" of "dir/name.h" where that is an identifier, which a survey can look for; else NULL. */
static const char *stem_of(struct locator *locator, const char *path)
{
	const char *base = path_base(path);
	char *stem = arena_strndup(locator->tree->arena, base, strlen(base) - strlen(".h"));

	return is_identifier(stem) && strcmp(stem, "mmu_notifier") ? stem : NULL;
}

static bool is_suspect(const struct locate_result *result, const char *file)
{
	vec_each(suspect, &result->suspects)
		if (!strcmp(*suspect, file))
			return true;
	return false;
}

/* Of FILES, those that include STEM.h. */
static void add_includers(struct locator *locator, const struct strings *files, const char *stem)
{
	struct tree *tree = locator->tree;
	const char *name = arena_printf(tree->arena, "%s.h", stem);

	vec_each(file, files) {
		struct error ignored = { 0 };
		bool is_new = ends_with(*file, ".c") && is_searched(tree, *file) &&
			      !is_suspect(locator->result, *file);
		char *text = is_new ?
			     read_file(tree_file(tree, tree->arena, *file), NULL, &ignored) : NULL;

		if (text && strstr(text, name))
			vec_push(&locator->result->suspects, keep(locator, *file));
		free(text);
		error_clear(&ignored);
	}
}

/* A table in a header is in the units of the sources that include it. */
static int find_includers(struct locator *locator, struct error *error)
{
	int failed = 0;

	vec_each(candidate, &locator->candidates) {
		const char *stem = candidate->hides_table ? stem_of(locator, candidate->path) : NULL;
		struct strings files = { 0 };

		if (!stem || failed)
			continue;
		failed = tree_survey(locator->tree, &stem, 1, &files, error);
		if (!failed)
			add_includers(locator, &files, stem);
		vec_free(&files);
	}
	sort_strings(&locator->result->suspects);
	return failed;
}

/* ---- the whole ---- */

/* All that the semantic patch looks for: see the Python code in cocci/locate.cocci.in. */
static void collect_patch_words(struct locator *locator)
{
	struct strings *words = &locator->spatch.words;

	collect_locate_words(words);
	for (size_t i = 0; i < KIND_COUNT; i++) {
		for (const char *const *field = contracts[i].fields; *field; field++)
			vec_push(words, (char *)*field);
		if (contracts[i].end_field)
			vec_push(words, (char *)contracts[i].end_field);
		if (contracts[i].finish_field)
			vec_push(words, (char *)contracts[i].finish_field);
	}
	vec_each(carrier, &locator->candidates.carriers)
		vec_push(words, *carrier);
}

/* Runs spatch over the chosen files. Those with untyped receivers run again, with headers included. */
static int run_chosen(struct locator *locator, struct error *error)
{
	struct spatch_files headers = { 0 }, files = { 0 }, again = { 0 };

	chosen_headers(&locator->candidates, &headers);
	vec_each(candidate, &locator->candidates)
		if (candidate->chosen && !candidate->is_header) {
			candidate->file.is_likely = candidate->summary.sites.count;
			candidate->file.carriers = &candidate->summary.carriers;
			vec_push(&files, file_for_spatch(candidate));
		}
	locator->spatch.meanwhile = locator->meanwhile;
	collect_patch_words(locator);
	int failed = spatch_run(&locator->spatch, &headers, &files, false, error);

	vec_each(file, &files)
		if ((*file)->output && strstr((*file)->output, "untyped\t"))
			vec_push(&again, *file);
	if (!failed && again.count)
		failed = spatch_run(&locator->spatch, &headers, &again, true, error);
	vec_free(&headers);
	vec_free(&files);
	vec_free(&again);
	return failed;
}

static int compare_located(const void *a, const void *b)
{
	const struct located *x = a, *y = b;
	/* a callback without a known definition sorts by the file that sets it */
	int order = strcmp(*x->file ? x->file : x->ops_file, *y->file ? y->file : y->ops_file);

	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	if (!order)
		order = strcmp(x->function, y->function);
	if (!order)
		order = strcmp(x->field, y->field);
	if (!order)
		order = (x->ops_line > y->ops_line) - (x->ops_line < y->ops_line);
	return order ? order : strcmp(x->ops, y->ops);
}

static int compare_problems(const void *a, const void *b)
{
	const struct locate_problem *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	return order ? order : strcmp(x->why, y->why);
}

static void sort_result(struct locate_result *result)
{
	size_t kept = 0;

	if (result->callbacks.count)
		qsort(result->callbacks.data, result->callbacks.count,
		      sizeof(*result->callbacks.data), compare_located);
	for (size_t i = 0; i < result->callbacks.count; i++)
		if (!kept || compare_located(&result->callbacks.data[i],
					     &result->callbacks.data[kept - 1]))
			result->callbacks.data[kept++] = result->callbacks.data[i];
	result->callbacks.count = kept;
	if (result->problems.count)
		qsort(result->problems.data, result->problems.count,
		      sizeof(*result->problems.data), compare_problems);
	sort_strings(&result->declared);
	sort_strings(&result->suspects);
}

static void collect(struct locator *locator)
{
	struct answers *answers = xcalloc(locator->candidates.count + 1, sizeof(*answers));
	size_t i = 0;

	/* read all answers before the first check: one file may define a macro, another use it */
	vec_each(candidate, &locator->candidates)
		if (candidate->chosen)
			read_answers(locator, candidate,
				     &answers[candidate - locator->candidates.data]);
	vec_each(candidate, &locator->candidates) {
		locator->result->faulted |= candidate->file.faulted;
		if (candidate->chosen) {
			add_rows(locator, candidate, &answers[i]);
			check_file(locator, candidate, &answers[i]);
		}
		find_suspect(locator, candidate, &answers[i]);
		free_answers(&answers[i++]);
	}
	free(answers);
	sort_result(locator->result);
}

/* Leaves the sources that are not PART's to the others. */
static void keep_own(struct locator *locator, const struct locate_part *part)
{
	struct locate_sources sources = { 0 };

	vec_each(candidate, &locator->candidates)
		if (!candidate->is_header && (candidate->chosen || candidate->may_hide))
			vec_push(&sources, (struct locate_source){
				keep(locator, candidate->path), candidate->summary.sites.count });
	part->share(part->context, &sources);
	vec_each(candidate, &locator->candidates) {
		if (candidate->is_header || part->owns(part->context, candidate->path))
			continue;
		candidate->elsewhere = candidate->chosen;
		candidate->chosen = candidate->may_hide = false;
	}
	vec_free(&sources);
}

int tree_locate(struct tree *tree, const char *cocci, const struct meanwhile *meanwhile,
		const struct locate_part *part, struct locate_result *result, struct error *error)
{
	struct locator locator = { .tree = tree, .result = result, .meanwhile = meanwhile };
	int failed;

	tree_progress(tree, "locate", NULL, 0, 0);
	failed = spatch_open(&locator.spatch, tree, cocci, error) ||
		 choose_candidates(&locator.spatch, &locator.candidates, error);
	if (!failed && part)
		keep_own(&locator, part);
	failed = failed || run_chosen(&locator, error);
	if (!failed) {
		collect(&locator);
		failed = find_includers(&locator, error);
	}
	vec_each(carrier, &locator.candidates.carriers)
		vec_push(&result->carriers, *carrier);
	vec_free(&locator.spatch.words);
	searched_files_free(&locator.candidates);
	strmap_free(&locator.expanded);
	strmap_free(&locator.uncovered);
	strmap_free(&locator.members);
	return failed ? -1 : 0;
}
