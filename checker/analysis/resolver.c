// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/resolver.h"

#include <ctype.h>
#include <string.h>

#include "analysis/rounds.h"
#include "analysis/unseen.h"
#include "engine/static_call.h"
#include "kbuild/kbuild.h"
#include "tree/overlay.h"
#include "tree/walk.h"

/* Files of the index that are tried for one function. */
#define DEFINITIONS_TRIED 4
/* Files that define or update one static call; where there are more, where it leads stays unknown. */
#define STATIC_CALL_FILES_TRIED 16
/* Files that set one field; where there are more the field stays unknown. */
#define FIELD_USERS_TRIED 64
/* Files that one line of the log names. */
#define FILES_NAMED 5

typedef VEC(const char *) file_list;

/* One function that is looked for. */
struct search {
	const struct cause *cause;
	struct linked_units *into;
	const char *name;
	struct strings files;	/* that may define it, best first */
	const char *fallback;	/* defines it, in another configuration than the build's */
	bool found;
};

void resolver_free(struct resolver *resolver)
{
	for (size_t i = 0; i < resolver->taken.count; i++)
		ir_unit_free(resolver->taken.entries[i].value);
	strmap_free(&resolver->taken);
	vec_free(&resolver->requests);
}

static struct ir_unit *take_unit(struct resolver *resolver, const char *file)
{
	struct ir_unit *unit = strmap_get(&resolver->taken, file);

	if (unit)
		return unit;
	unit = unit_source_take(resolver->session->units, file);
	if (unit)
		strmap_set(&resolver->taken, unit_source_find(resolver->session->units, file)->file, unit);
	return unit;
}

void resolver_link(struct resolver *resolver, struct linked_units *into, const char *file)
{
	struct ir_unit *unit = strmap_has(&into->files, file) ? NULL : take_unit(resolver, file);

	if (!unit)
		return;
	strmap_set(&into->files, unit_source_find(resolver->session->units, file)->file, unit);
	program_share_unit(into->program, unit, false);
}

/* Counts the leading directories that two paths share. */
static size_t shared_directories(const char *a, const char *b)
{
	size_t shared = 0;

	for (; *a && *a == *b; a++, b++)
		shared += *a == '/';
	return shared;
}

/*
 * Two modules may each have a function of one name, and an architecture one of its own instead of the
 * general one. The call means the nearest. Between equals the order of the index decides.
 */
static void nearest_first(struct strings *files, const char *caller)
{
	for (size_t i = 1; i < files->count; i++) {
		char *file = files->data[i];
		size_t shared = shared_directories(file, caller), at = i;

		for (; at && shared_directories(files->data[at - 1], caller) < shared; at--)
			files->data[at] = files->data[at - 1];
		files->data[at] = file;
	}
}

static void keep_sources(struct strings *files)
{
	size_t kept = 0;

	vec_each(file, files)
		if (ends_with(*file, ".c"))
			files->data[kept++] = *file;
	files->count = kept;
}

/* Whether a word of TEXT, or what follows an underscore in one, begins with PART. */
static bool holds_beginning(const char *text, const char *part)
{
	for (const char *at = text; (at = strstr(at, part)); at++)
		if (at == text || !isalnum((unsigned char)at[-1]))
			return true;
	return false;
}

/* The length of the longest beginning of NAME, up to an underscore or its end, that TEXT holds so. */
static size_t longest_beginning(const char *text, const char *name)
{
	char *part = xstrdup(name);
	size_t length = strlen(part);

	while (length && !holds_beginning(text, part)) {
		do
			part[--length] = '\0';
		while (length && part[length - 1] != '_');
	}
	free(part);
	return length;
}

/*
 * Macros often paste the names of static calls together. So of the files that define or update any, those
 * that hold the longest beginning of NAME are kept.
 */
static void keep_best_match(struct resolver *resolver, const char *name, struct strings *files)
{
	struct arena *arena = resolver->session->tree->arena;
	size_t kept = 0, best = 1;

	vec_each(file, files) {
		struct error error = { 0 };
		char *text = read_file(path_join(arena, resolver->session->tree->path, *file),
				       NULL, &error);
		size_t length = text ? longest_beginning(text, name) : 0;

		if (length > best) {
			best = length;
			kept = 0;
		}
		if (length == best)
			files->data[kept++] = *file;
		free(text);
		error_clear(&error);
	}
	files->count = kept;
}

bool resolver_is_modelled(const struct resolver *resolver, const char *name)
{
	return program_find(resolver->models, name).is_model;
}

/* Notes that FILES were looked for, for CAUSE. */
static void note_requests(struct resolver *resolver, const struct cause *cause,
			  const struct strings *files)
{
	vec_each(file, files)
		vec_push(&resolver->requests, (struct source_request){ cause, *file });
}

static int open_index(struct resolver *resolver, struct error *error)
{
	if (!*resolver->index)
		*resolver->index = tree_index_open(resolver->session->tree, error);
	return *resolver->index ? 0 : -1;
}

void resolver_definitions(struct resolver *resolver, const char *name, const char *caller,
			  struct strings *files)
{
	struct error error = { 0 };

	if (!open_index(resolver, &error))
		tree_index_definitions(*resolver->index, name,
				       kbuild_arch(resolver->session->kbuild), files);
	error_clear(&error);
	keep_sources(files);
	nearest_first(files, caller);
}

static bool defines(const struct source_unit *made, const char *name)
{
	if (!made || !made->unit)
		return false;
	uint32_t symbol = ir_find_symbol(made->unit, name);

	return symbol && made->unit->symbols.data[symbol].function &&
	       !made->unit->symbols.data[symbol].is_weak;
}

/* Why no unit of FILE is there, or what it lacks. */
static const char *why_useless(const struct source_unit *made)
{
	return !made ? "was not requested" : made->unit ? "does not define it, as it is configured" :
	       made->why_not ? made->why_not : "did not parse";
}

/* Looks at the file of this ROUND. A definition that the build does not compile is second best. */
static void look_into(struct resolver *resolver, struct search *search, size_t round)
{
	const char *file = round < search->files.count ? search->files.data[round] : NULL;
	const struct source_unit *made = file ? unit_source_find(resolver->session->units, file) :
						NULL;

	if (search->found || !file)
		return;
	if (!defines(made, search->name)) {
		rounds_tell(resolver->rounds, search->cause, "%s: %s", file, why_useless(made));
		return;
	}
	rounds_tell(resolver->rounds, search->cause, "%s defines it%s%s", file,
		    made->assumes ? ", judged with " : "", made->assumes ? made->assumes : "");
	if (!made->assumes) {
		search->found = true;
		resolver_link(resolver, search->into, file);
	} else if (!search->fallback) {
		search->fallback = file;
	}
}

/* What the index answered to SEARCH. */
static void tell_answer(struct resolver *resolver, const struct search *search)
{
	size_t count = search->files.count;

	if (!count)
		rounds_tell(resolver->rounds, search->cause,
			    "the index knows no source that defines '%s'", ir_plain_name(search->name));
	else if (count > 1)
		rounds_tell(resolver->rounds, search->cause,
			    "the index names %zu sources that may define '%s', and at most %d are tried",
			    count, ir_plain_name(search->name), DEFINITIONS_TRIED);
}

/* One file per function and round, so that most functions cost one file. */
static int search_definitions(struct resolver *resolver, struct search *searches, size_t count,
			      struct error *error)
{
	int failed = 0;

	for (size_t round = 0; round < DEFINITIONS_TRIED && !failed; round++) {
		file_list files = { 0 };

		for (size_t i = 0; i < count; i++) {
			const char *file = round < searches[i].files.count ?
					   searches[i].files.data[round] : NULL;

			if (searches[i].found || !file)
				continue;
			vec_push(&files, file);
			vec_push(&resolver->requests,
				 (struct source_request){ searches[i].cause, file });
		}
		failed = unit_source_request(resolver->session->units, files.data, files.count,
					     error);
		for (size_t i = 0; i < count && !failed; i++)
			look_into(resolver, &searches[i], round);
		vec_free(&files);
	}
	for (size_t i = 0; i < count && !failed; i++) {
		if (searches[i].found)
			continue;
		if (searches[i].fallback)
			resolver_link(resolver, searches[i].into, searches[i].fallback);
		else if (tree_is_assembly(resolver->session->tree,
					  kbuild_arch(resolver->session->kbuild),
					  searches[i].name)) {
			rounds_tell(resolver->rounds, searches[i].cause, "it is written in assembly");
			program_declare_assembly(searches[i].into->program, searches[i].name);
		} else if (searches[i].files.count <= DEFINITIONS_TRIED) {
			program_settle_weak(searches[i].into->program, searches[i].name);
		}
	}
	return failed;
}

/* Whether a file could help; a body that was not entered yet needs none. */
static bool lacks_files(const struct cause *cause)
{
	return ((cause->kind == CAUSE_NO_BODY || cause->kind == CAUSE_FRONTIER) && cause->callee) ||
	       (cause->kind == CAUSE_INDIRECT && cause->field);
}

/* A file on which the parser gave up may put anything there. One without a unit is not part of the configuration. */
static bool is_complete(struct resolver *resolver, const struct strings *files)
{
	vec_each(file, files) {
		const struct source_unit *made = unit_source_find(resolver->session->units, *file);

		if (made && !made->unit && !made->absent)
			return false;
	}
	return true;
}

/* The trampoline of a static call has no body: brings in the files that say where it leads. */
static int bring_static_call(struct resolver *resolver, const struct wanted_cause *wanted,
			     struct error *error)
{
	const struct cause *cause = wanted->cause;
	const char *key = cause->callee;
	struct strings files = { 0 };

	tree_index_static_calls(*resolver->index, kbuild_arch(resolver->session->kbuild), &files);
	keep_sources(&files);
	keep_best_match(resolver, key + strlen(STATIC_CALL_TRAMPOLINE), &files);
	struct tree *tree = resolver->session->tree;
	bool all = files.count <= STATIC_CALL_FILES_TRIED, is_open = tree->module && walk_lacks_sources(tree);
	rounds_tell(resolver->rounds, cause, "%zu of the files that the index names define or update "
		    "this static call, and at most %d are parsed", files.count, STATIC_CALL_FILES_TRIED);
	if (!all)
		files.count = STATIC_CALL_FILES_TRIED;
	int failed = resolver_bring_files(resolver, wanted->into, &files, error);
	if (!failed && all && !is_open && is_complete(resolver, &files))
		program_complete_static_call(wanted->into->program, key);
	vec_free(&files);
	return failed;
}

static int bring_definitions(struct resolver *resolver, const struct wanted_cause *wanted, size_t count,
			     struct error *error)
{
	struct search *searches = xcalloc(count + 1, sizeof(*searches));
	size_t nsearches = 0;
	int failed = 0;

	for (size_t i = 0; i < count; i++) {
		const struct cause *cause = wanted[i].cause;
		struct search search = { .cause = cause, .into = wanted[i].into, .name = cause->callee };

		if (cause->kind == CAUSE_INDIRECT || !lacks_files(cause))
			continue;
		if (is_static_call(search.name)) {
			failed = failed || bring_static_call(resolver, &wanted[i], error);
			continue;
		}
		resolver_definitions(resolver, ir_plain_name(search.name),
				     cause->unit ? cause->unit->main_file : "", &search.files);
		tell_answer(resolver, &search);
		searches[nsearches++] = search;
	}
	failed = failed || search_definitions(resolver, searches, nsearches, error);
	for (size_t i = 0; i < nsearches; i++)
		vec_free(&searches[i].files);
	free(searches);
	return failed;
}

static bool names(const char *text, const char *identifier)
{
	size_t length = strlen(identifier);

	for (const char *at = text; (at = strstr(at, identifier)); at += length) {
		bool begins = at == text || (!isalnum((unsigned char)at[-1]) && at[-1] != '_');

		if (begins && !isalnum((unsigned char)at[length]) && at[length] != '_')
			return true;
	}
	return false;
}

/* Whether an object stands before AT in TEXT, blanks left out: `x.`, `p->`, `a[i].` */
static bool follows_object(const char *text, const char *at)
{
	if (at > text && at[-1] == '.')
		at--;
	else if (at > text + 1 && at[-1] == '>' && at[-2] == '-')
		at -= 2;
	else
		return false;
	while (at > text && isspace((unsigned char)at[-1]))
		at--;
	return at > text && (isalnum((unsigned char)at[-1]) || strchr("_)]", at[-1]));
}

/* Whether TEXT has `x.FIELD = f`, where the type of x need not be named. */
static bool assigns_at_run_time(const char *text, const char *field)
{
	size_t length = strlen(field);

	for (const char *at = text; (at = strstr(at, field)); at += length) {
		const char *end = at + length;

		while (isspace((unsigned char)*end))
			end++;
		if (*end == '=' && end[1] != '=' && follows_object(text, at))
			return true;
	}
	return false;
}

/* Whether FILE lies in the directory of OTHER (a file, or NULL) or below. */
static bool lies_beside(const char *file, const char *other)
{
	const char *slash = other ? strrchr(other, '/') : NULL;

	return slash && !strncmp(file, other, (size_t)(slash + 1 - other));
}

/* How a file comes to fill the member. */
enum filling {
	FILLS_ELSEWHERE,	/* of another type */
	FILLS_BY_NAME,		/* it names the type */
	FILLS_AT_RUN_TIME,	/* `x.member = f`, whatever x is */
};

static enum filling look_at_filling(struct resolver *resolver, const char *file,
				    const struct ir_field *field)
{
	struct arena *arena = resolver->session->tree->arena;
	struct error error = { 0 };
	char *text = read_file(tree_file(resolver->session->tree, arena, file), NULL, &error);
	enum filling filling = !text || names(text, field->record) ? FILLS_BY_NAME :
			       assigns_at_run_time(text, field->name) ? FILLS_AT_RUN_TIME :
			       FILLS_ELSEWHERE;

	free(text);
	error_clear(&error);
	return filling;
}

/*
 * Members of one name belong to many types. A file that fills the member that CAUSE is about names
 * the type; or it assigns at run time, and lies beside one that does, the call or the callback
 * (assumption "field-targets"). Where that leaves none, files count that assign at run time anywhere.
 * Types without a name of their own are not told apart.
 */
static void keep_those_of_the_type(struct resolver *resolver, const struct cause *cause,
				   struct strings *files)
{
	enum filling *fillings = xcalloc(files->count + 1, sizeof(*fillings));
	bool *is_near = xcalloc(files->count + 1, sizeof(*is_near));
	size_t kept = 0;

	for (size_t i = 0; i < files->count; i++)
		fillings[i] = look_at_filling(resolver, files->data[i], cause->field);
	for (size_t i = 0; i < files->count; i++) {
		const char *file = files->data[i];
		bool beside = lies_beside(file, cause_home(cause)) ||
			      lies_beside(file, cause->unit->main_file);

		for (size_t j = 0; j < files->count && !beside; j++)
			beside = fillings[j] == FILLS_BY_NAME && lies_beside(file, files->data[j]);
		is_near[i] = beside;
	}
	bool any = false;
	for (size_t i = 0; i < files->count; i++)
		any = any || fillings[i] == FILLS_BY_NAME ||
		      (fillings[i] == FILLS_AT_RUN_TIME && is_near[i]);
	for (size_t i = 0; i < files->count; i++)
		if (fillings[i] == FILLS_BY_NAME ||
		    (fillings[i] == FILLS_AT_RUN_TIME && (is_near[i] || !any)))
			files->data[kept++] = files->data[i];
	files->count = kept;
	free(fillings);
	free(is_near);
}

/* Keeps those of FILES that lie in the directory of HOME or below. */
static void keep_near(const char *home, struct strings *files)
{
	size_t kept = 0;

	vec_each(file, files)
		if (lies_beside(*file, home))
			files->data[kept++] = *file;
	files->count = kept;
}

/* What of FILES, which set the member of CAUSE, had no unit. */
static void tell_missing(struct resolver *resolver, const struct cause *cause,
			 const struct strings *files)
{
	size_t missing = 0;

	vec_each(file, files) {
		const struct source_unit *made = unit_source_find(resolver->session->units, *file);

		if (made && made->unit)
			continue;
		if (missing++ < FILES_NAMED)
			rounds_tell(resolver->rounds, cause, "%s: %s", *file, why_useless(made));
	}
	if (missing > FILES_NAMED)
		rounds_tell(resolver->rounds, cause, "%zu more without a unit", missing - FILES_NAMED);
}

/* FILES of ALL sources that set the member of CAUSE are PARSED. */
static void tell_field(struct resolver *resolver, const struct cause *cause,
		       const struct strings *files, size_t all, bool near, bool parsed)
{
	struct rounds *rounds = resolver->rounds;
	struct strbuf names = { 0 };

	if (!rounds)
		return;
	for (size_t i = 0; i < files->count && i < FILES_NAMED; i++)
		strbuf_printf(&names, "%s%s", i ? ", " : " (", files->data[i]);
	if (files->count)
		strbuf_puts(&names, files->count > FILES_NAMED ? ", ...)" : ")");
	if (!parsed)
		rounds_tell(rounds, cause, "the index names %zu files that may set '%s.%s', and none is "
			    "parsed where there are more than %d", all, cause->field->record,
			    cause->field->name, FIELD_USERS_TRIED);
	else
		rounds_tell(rounds, cause, "the index names %zu file%s that may set '%s.%s'; %s%zu%s", all,
			    all == 1 ? "" : "s", cause->field->record, cause->field->name,
			    near ? "first those near to the callback are parsed: " : "parsed: ",
			    files->count, strbuf_text(&names));
	if (parsed)
		tell_missing(resolver, cause, files);
	strbuf_free(&names);
}

/*
 * The prover needs all files that set a field, or none is of use. The searcher makes do with some: those
 * near to the callback come first.
 */
static int bring_field(struct resolver *resolver, const struct wanted_cause *wanted, struct error *error)
{
	const struct cause *cause = wanted->cause;
	const struct ir_field *field = cause->field;
	bool near = cause_takes_known_targets(cause) && !cause->tried_near && cause_home(cause);
	struct strings files = { 0 };
	file_list requested = { 0 };
	int failed = 0;

	tree_index_field_users(*resolver->index, field->name,
			       kbuild_arch(resolver->session->kbuild), &files);
	keep_sources(&files);
	if (!strchr(field->record, ':'))
		keep_those_of_the_type(resolver, cause, &files);
	size_t all = files.count;
	if (near)
		keep_near(cause_home(cause), &files);
	if (all <= FIELD_USERS_TRIED || near) {
		vec_each(file, &files)
			vec_push(&requested, *file);
		note_requests(resolver, cause, &files);
		failed = unit_source_request(resolver->session->units, requested.data,
					     requested.count, error);
		vec_each(file, &files)
			if (!failed)
				resolver_link(resolver, wanted->into, *file);
		if (!failed && files.count == all && is_complete(resolver, &files) &&
		    !is_filled_unseen(resolver->session->tree, field))
			program_complete_field(wanted->into->program, field->record, field->name);
	}
	tell_field(resolver, cause, &files, all, near, all <= FIELD_USERS_TRIED || near);
	vec_free(&requested);
	vec_free(&files);
	return failed;
}

int resolver_bring_files(struct resolver *resolver, struct linked_units *into, struct strings *files,
			 struct error *error)
{
	file_list requested = { 0 };

	keep_sources(files);
	vec_each(file, files)
		vec_push(&requested, *file);
	int failed = unit_source_request(resolver->session->units, requested.data,
					 requested.count, error);
	vec_each(file, &requested)
		if (!failed)
			resolver_link(resolver, into, *file);
	vec_free(&requested);
	return failed;
}

int resolver_bring(struct resolver *resolver, const struct wanted_cause *wanted, size_t count,
		   struct error *error)
{
	size_t lacking = 0;

	vec_clear(&resolver->requests);
	for (size_t i = 0; i < count; i++)
		lacking += lacks_files(wanted[i].cause);
	if (!lacking)
		return 0;
	if (open_index(resolver, error) ||
	    bring_definitions(resolver, wanted, count, error))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (wanted[i].cause->kind == CAUSE_INDIRECT && lacks_files(wanted[i].cause) &&
		    bring_field(resolver, &wanted[i], error))
			return -1;
	return 0;
}
