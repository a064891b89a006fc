// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/dependencies.h"

#include <string.h>

#include "engine/reach.h"
#include "engine/static_call.h"
#include "tree/overlay.h"
#include "tree/outline.h"
#include "kbuild/kbuild.h"

/* If more files may define a function, only their names go into the answer, not their contents. */
#define DEFINITIONS_READ 8

void dependencies_free(struct dependencies *dependencies)
{
	vec_free(&dependencies->units);
	vec_free(&dependencies->others);
	vec_free(&dependencies->questions);
	vec_free(&dependencies->missing);
}

/* ---- blobs ---- */

static void pack_units(struct strbuf *out, const struct dependency_unit *units, size_t count)
{
	pack_number(out, count);
	for (size_t i = 0; i < count; i++) {
		pack_text(out, units[i].file);
		pack_number(out, units[i].identity);
	}
}

void pack_dependencies(struct strbuf *out, const struct dependencies *dependencies)
{
	pack_number(out, dependencies->circumstances);
	pack_number(out, dependencies->caller);
	pack_units(out, dependencies->units.data, dependencies->units.count);
	pack_units(out, dependencies->others.data, dependencies->others.count);
	pack_number(out, dependencies->questions.count);
	vec_each(question, &dependencies->questions) {
		pack_number(out, (uint64_t)question->kind);
		pack_text(out, question->name);
		pack_number(out, question->answer);
	}
	pack_texts(out, &dependencies->missing);
}

static struct dependency_unit unpack_unit(struct unpacking *from)
{
	struct dependency_unit unit = { .file = unpack_text(from) };

	unit.identity = unpack_number(from, UINT64_MAX);
	return unit;
}

void unpack_dependencies(struct unpacking *from, struct dependencies *dependencies)
{
	dependencies->circumstances = unpack_number(from, UINT64_MAX);
	dependencies->caller = unpack_number(from, UINT64_MAX);
	size_t count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++)
		vec_push(&dependencies->units, unpack_unit(from));
	count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++)
		vec_push(&dependencies->others, unpack_unit(from));
	count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++) {
		struct question question = {
			.kind = (enum question_kind)unpack_number(from, QUESTION_KINDS - 1),
			.name = unpack_text(from), .answer = unpack_number(from, UINT64_MAX),
		};

		vec_push(&dependencies->questions, question);
	}
	unpack_texts(from, &dependencies->missing);
}

/* ---- collecting ---- */

static void note(struct strmap *names, struct arena *arena, const char *name)
{
	if (!strmap_has(names, name))
		strmap_set(names, arena_strdup(arena, name), names);
}

static void note_function(struct dependency_log *log, struct arena *arena, const char *key)
{
	if (is_static_call(key))
		note(&log->asked[ASKS_STATIC_CALLS], arena, "");
	else
		note(&log->asked[ASKS_FUNCTION], arena, ir_plain_name(key));
}

void dependency_log_cause(struct dependency_log *log, struct arena *arena,
			  const struct cause *cause)
{
	if (cause->callee && (cause->kind == CAUSE_NO_BODY || cause->kind == CAUSE_FRONTIER))
		note_function(log, arena, cause->callee);
	if (cause->field)
		note(&log->asked[ASKS_MEMBER], arena, cause->field->name);
}

void dependency_log_hints(struct dependency_log *log, struct arena *arena,
			  const struct strmap *names)
{
	for (size_t i = 0; i < names->count; i++)
		note(&log->hinted, arena, names->entries[i].key);
}

void dependency_log_free(struct dependency_log *log)
{
	for (int kind = 0; kind < QUESTION_KINDS; kind++)
		strmap_free(&log->asked[kind]);
	strmap_free(&log->hinted);
}

/* One walk over all functions that the calls can reach. */
struct visit {
	struct reach_visitor visitor;	/* the first member: a struct reach_visitor * can be cast */
	struct dependency_log *log;
	struct arena *arena;
	const struct unit_source *sources;
	struct dependencies *dependencies;
	struct intmap units;	/* noted so far */
	struct strmap missing;	/* headers noted so far */
};

/* The header of "'linux/x.h' file not found"; NULL: another problem. */
static const char *missing_header(struct arena *arena, const char *problem)
{
	const char *end = strstr(problem, "' file not found"), *start = end;

	while (start && start > problem && start[-1] != '\'')
		start--;
	return start && start > problem ? arena_strndup(arena, start, (size_t)(end - start)) : NULL;
}

static void note_missing(struct visit *visit, const struct ir_unit *unit)
{
	vec_each(problem, &unit->problems) {
		const char *header = missing_header(visit->arena, *problem);

		if (!header || strmap_has(&visit->missing, header))
			continue;
		strmap_set(&visit->missing, header, visit);
		vec_push(&visit->dependencies->missing, (char *)header);
	}
}

static void visit_unit(struct reach_visitor *visitor, const struct ir_unit *unit)
{
	struct visit *visit = (struct visit *)visitor;
	struct dependency_unit one = { .unit = unit };

	/* passes.c makes units without sources; they are a function of the candidate and its unit */
	if (intmap_set(&visit->units, (uint64_t)(uintptr_t)unit, visit) || !unit->deps.count)
		return;
	const struct source_unit *made = unit_source_find(visit->sources, unit->main_file);
	bool is_known = made && made->unit == unit;

	one.file = is_known ? made->file : unit->main_file;
	one.identity = is_known ? made->identity : 0;
	visit->dependencies->is_anonymous |= !is_known;
	vec_push(&visit->dependencies->units, one);
	note_missing(visit, unit);
}

static void visit_missing(struct reach_visitor *visitor, const char *key)
{
	struct visit *visit = (struct visit *)visitor;

	note_function(visit->log, visit->arena, key);
}

/* If the units have all assignments of the member (COMPLETE), a new one elsewhere would matter. */
static void visit_member(struct reach_visitor *visitor, const struct ir_field *field, bool complete)
{
	struct visit *visit = (struct visit *)visitor;

	if (complete)
		note(&visit->log->asked[ASKS_MEMBER], visit->arena, field->name);
}

/* Hints cannot change a proof. But other hints may choose another path and decide an undecided rule. */
static void heed_hints(struct dependency_log *log, struct arena *arena, const struct row *row)
{
	for (size_t i = 0; row->undecided.count && i < log->hinted.count; i++)
		note(&log->asked[ASKS_FUNCTION], arena, log->hinted.entries[i].key);
}

void dependencies_collect(struct dependency_log *log, struct arena *arena,
			  const struct unit_source *units, const struct candidate *candidate,
			  const struct engine *engine, const struct row *row,
			  struct dependencies *dependencies)
{
	struct visit visit = {
		.visitor = { visit_unit, visit_missing, visit_member },
		.log = log, .arena = arena, .sources = units, .dependencies = dependencies,
	};

	visit_unit(&visit.visitor, candidate->unit);
	engine_visit_closure(engine, &visit.visitor);
	heed_hints(log, arena, row);
	for (int kind = 0; kind < QUESTION_KINDS; kind++)
		for (size_t i = 0; i < log->asked[kind].count; i++) {
			struct question question = {
				(enum question_kind)kind, log->asked[kind].entries[i].key, 0,
			};

			vec_push(&dependencies->questions, question);
		}
	intmap_free(&visit.units);
	strmap_free(&visit.missing);
}

/* ---- the index's answers ---- */

struct answer {
	struct strings files;
	uint64_t *contents;	/* hashes of the files' texts; 0: not read yet */
	uint64_t is_assembly;	/* no file defines the function, but assembly does */
};

struct dependency_answers {
	struct session *session;
	struct tree_index **index;
	struct arena *arena;
	struct intmap answers;	/* hash of a question -> struct answer * */
};

struct dependency_answers *dependency_answers_open(struct session *session,
						   struct tree_index **index)
{
	struct dependency_answers *answers = xcalloc(1, sizeof(*answers));

	answers->session = session;
	answers->index = index;
	answers->arena = arena_new();
	return answers;
}

void dependency_answers_close(struct dependency_answers *answers)
{
	if (!answers)
		return;
	for (size_t i = 0; i < answers->answers.base.count; i++) {
		struct answer *answer = answers->answers.base.entries[i].value;

		vec_free(&answer->files);
		free(answer->contents);
	}
	intmap_free(&answers->answers);
	arena_free(answers->arena);
	free(answers);
}

static bool open_index(struct dependency_answers *answers)
{
	struct error error = { 0 };

	if (!*answers->index)
		*answers->index = tree_index_open(answers->session->tree, &error);
	error_clear(&error);
	return *answers->index != NULL;
}

static void find_files(struct dependency_answers *answers, enum question_kind kind,
		       const char *name, struct strings *files)
{
	struct tree_index *index = *answers->index;
	const char *arch = kbuild_arch(answers->session->kbuild);

	switch (kind) {
	case ASKS_FUNCTION:
		tree_index_definitions(index, name, arch, files);
		break;
	case ASKS_MEMBER:
		tree_index_field_users(index, name, arch, files);
		break;
	case ASKS_STATIC_CALLS:
	case QUESTION_KINDS:
		tree_index_static_calls(index, arch, files);
		break;
	}
}

static struct answer *look_up(struct dependency_answers *answers, const struct question *question)
{
	struct session *session = answers->session;
	const char *name = question->name;
	uint64_t id = hash_bytes(name, strlen(name), (uint64_t)question->kind);
	struct answer *answer = intmap_get(&answers->answers, id);

	if (answer)
		return answer;
	answer = arena_alloc(answers->arena, sizeof(*answer));
	find_files(answers, question->kind, name, &answer->files);
	answer->contents = xcalloc(answer->files.count + 1, sizeof(*answer->contents));
	if (question->kind == ASKS_FUNCTION && !answer->files.count)
		answer->is_assembly = tree_is_assembly(session->tree, kbuild_arch(session->kbuild),
						       name);
	intmap_set(&answers->answers, id, answer);
	return answer;
}

static uint64_t content_of(struct dependency_answers *answers, struct answer *answer, size_t index)
{
	struct tree *tree = answers->session->tree;
	uint64_t *content = &answer->contents[index];

	if (!*content)
		(void)store_file_hash(answers->session->store,
				      path_join(tree->arena, tree->path, answer->files.data[index]),
				      content);
	return *content;
}

/*
 * Hashes the files that answer QUESTION, and their contents: both may change what the name stands for. Files
 * of UNITS (by name) go in without contents, since the identity of their unit has these.
 */
static uint64_t hash_answer(struct dependency_answers *answers, const struct strmap *units,
			    const struct question *question)
{
	struct answer *answer = look_up(answers, question);
	const char *name = question->name;
	bool reads = question->kind != ASKS_FUNCTION || answer->files.count <= DEFINITIONS_READ;
	uint64_t hash = hash_bytes(name, strlen(name), (uint64_t)question->kind);

	for (size_t i = 0; i < answer->files.count; i++) {
		const char *file = answer->files.data[i];

		hash = hash_mix(hash, hash_bytes(file, strlen(file), 0));
		if (reads && !strmap_has(units, file))
			hash = hash_mix(hash, content_of(answers, answer, i));
	}
	return answer->files.count ? hash : hash_mix(hash, answer->is_assembly);
}

/* The files among DEPENDENCIES that have a unit. */
static struct strmap name_units(const struct dependencies *dependencies)
{
	struct strmap units = { 0 };

	vec_each(unit, &dependencies->units)
		strmap_set(&units, unit->file, &units);
	vec_each(other, &dependencies->others)
		if (other->identity)
			strmap_set(&units, other->file, &units);
	return units;
}

/* ---- circumstances ---- */

static uint64_t hash_of(const struct strbuf *text)
{
	return hash_bytes(text->text, text->length, 0);
}

/* Hashes all that verdicts depend on outside of units and index. */
static uint64_t hash_circumstances(const struct candidate *candidate,
				   const struct subject *subject)
{
	struct strbuf text = { 0 };

	pack_text(&text, candidate->file);
	pack_number(&text, candidate->line);
	pack_text(&text, candidate->assumes);
	pack_number(&text, candidate->built);
	for (size_t i = 0; i < candidate->nsiblings; i++)
		pack_text(&text, candidate->siblings[i]);
	pack_number(&text, subject->sets_end);
	pack_number(&text, subject->sequence_use);
	pack_text(&text, subject->sequence_why);
	pack_text(&text, subject->passes_why);
	pack_number(&text, subject->passes.function != NULL);
	uint64_t hash = hash_of(&text);
	strbuf_free(&text);
	return hash;
}

static uint64_t hash_caller(const struct subject *subject)
{
	const struct nonblock_caller *caller = subject->find_nonblock_caller ?
		subject->find_nonblock_caller(subject->context) : NULL;
	struct strbuf text = { 0 };

	if (caller) {
		pack_number(&text, caller->answer);
		for (size_t i = 0; i < caller->nevents; i++) {
			pack_number(&text, caller->events[i].value);
			pack_text(&text, caller->events[i].name);
		}
		pack_text(&text, caller->function);
		pack_text(&text, caller->file);
		pack_number(&text, caller->line);
		pack_text(&text, caller->why_not);
	}
	uint64_t hash = hash_of(&text) | 1;
	strbuf_free(&text);
	return hash;
}

/* ---- the tree at hand ---- */

static uint64_t identity_of(const struct dependency_answers *answers, const char *file)
{
	const struct source_unit *made = unit_source_find(answers->session->units, file);

	return made && made->unit ? made->identity : 0;
}

/* Adds the files that the answer to QUESTION names and that were parsed. */
static void add_others(struct dependency_answers *answers, const struct question *question,
		       struct strmap *seen, struct dependencies *dependencies)
{
	vec_each(file, &look_up(answers, question)->files) {
		const struct source_unit *made = unit_source_find(answers->session->units, *file);

		if (!made || strmap_set(seen, *file, seen))
			continue;
		struct dependency_unit other = {
			*file, identity_of(answers, *file), made->unit,
		};
		vec_push(&dependencies->others, other);
	}
}

bool dependencies_seal(struct dependency_answers *answers, const struct candidate *candidate,
		       const struct subject *subject, bool asks_caller,
		       struct dependencies *dependencies)
{
	struct strmap seen = { 0 };

	if (!open_index(answers))
		return false;
	vec_each(question, &dependencies->questions)
		add_others(answers, question, &seen, dependencies);
	strmap_free(&seen);
	struct strmap units = name_units(dependencies);
	vec_each(question, &dependencies->questions)
		question->answer = hash_answer(answers, &units, question);
	strmap_free(&units);
	dependencies->circumstances = hash_circumstances(candidate, subject);
	dependencies->caller = asks_caller ? hash_caller(subject) : 0;
	return true;
}

static bool units_hold(const struct dependency_answers *answers,
		       const struct dependency_unit *units, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (identity_of(answers, units[i].file) != units[i].identity)
			return false;
	return true;
}

static bool answers_hold(struct dependency_answers *answers,
			 const struct dependencies *dependencies)
{
	struct strmap units = name_units(dependencies);
	bool hold = !dependencies->questions.count || open_index(answers);

	for (size_t i = 0; i < dependencies->questions.count && hold; i++) {
		const struct question *question = &dependencies->questions.data[i];

		hold = hash_answer(answers, &units, question) == question->answer;
	}
	strmap_free(&units);
	return hold;
}

bool dependencies_hold(struct dependency_answers *answers, const struct candidate *candidate,
		       const struct subject *subject, const struct dependencies *dependencies)
{
	return dependencies->circumstances == hash_circumstances(candidate, subject) &&
	       units_hold(answers, dependencies->units.data, dependencies->units.count) &&
	       units_hold(answers, dependencies->others.data, dependencies->others.count) &&
	       answers_hold(answers, dependencies) &&
	       (!dependencies->caller || dependencies->caller == hash_caller(subject));
}

/* ---- a change ---- */

struct part_search {
	const struct touched *touched;
	bool found;
};

static void find_part(void *context, const char *name, const char *part, size_t length)
{
	struct part_search *search = context;
	char *copy = search->found ? NULL : xasprintf("%.*s", (int)length, part);

	(void)name;
	search->found = search->found || strmap_has(&search->touched->arguments, copy);
	free(copy);
}

/* Whether the change defines NAME, or may do so by a macro that pastes it together. */
static bool function_touched(const char *name, const struct touched *touched)
{
	struct part_search search = { touched, strmap_has(&touched->functions, name) };

	if (!search.found && touched->arguments.count)
		each_part(name, find_part, &search);
	return search.found;
}

static bool question_touched(const struct question *question, const struct touched *touched)
{
	switch (question->kind) {
	case ASKS_FUNCTION:
		return function_touched(question->name, touched);
	case ASKS_MEMBER:
		return strmap_has(&touched->members, question->name);
	case ASKS_STATIC_CALLS:
	case QUESTION_KINDS:
		break;
	}
	/* the outline of a text lists an update as an assignment of a member of that name */
	return strmap_has(&touched->members, STATIC_CALLS);
}

/* Whether the change has a file with the name of a missing header, in any directory. */
static bool header_touched(const char *header, const struct touched *touched)
{
	for (size_t i = 0; i < touched->files.count; i++)
		if (ends_with(touched->files.entries[i].key, path_base(header)))
			return true;
	return false;
}

bool dependencies_touched(const struct dependencies *dependencies, const struct touched *touched)
{
	vec_each(question, &dependencies->questions)
		if (question_touched(question, touched))
			return true;
	vec_each(header, &dependencies->missing)
		if (header_touched(*header, touched))
			return true;
	return false;
}
