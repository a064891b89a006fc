// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/remembered.h"

#include <inttypes.h>
#include <string.h>

#include "cmd/models.h"
#include "cmd/packing.h"
#include "engine/reach.h"
#include "engine/static_call.h"
#include "tree/overlay.h"
#include "tree/scan.h"

/* Of the stored form; another number makes what is stored void. */
#define ROW_FORM 4
#define ROW_KIND "row"
/* Files that may define a function, up to which what is in them matters, and not only which they are. */
#define DEFINITIONS_READ 8

/* What the index is asked. */
enum question_kind { ASKS_FUNCTION, ASKS_MEMBER, ASKS_STATIC_CALLS, QUESTION_KINDS };

struct question {
	enum question_kind kind;
	const char *name;	/* "" for ASKS_STATIC_CALLS */
	uint64_t answer;	/* hash */
};

/* What is known of one callback's row. */
struct entry {
	const char *key;
	/* What was kept of it, if anything was; strings are the run's. */
	bool found;
	struct row row;
	struct strings files;		/* of its units */
	VEC(uint64_t) identities;	/* theirs */
	struct strings others;		/* files that were looked into for it in vain */
	VEC(uint64_t) other_identities;	/* theirs; 0: there was no unit */
	/*
	 * Of those of all these files that have a unit: what the index is asked is then answered by what the unit
	 * says, else by the text of the file.
	 */
	struct strmap units;
	VEC(struct question) questions;
	uint64_t circumstances;		/* hash: what the tree says of this callback as a whole */
	uint64_t caller;		/* hash of the caller that must not block; 0: nobody asked */
	/* What is being found out now. */
	struct strmap asked[QUESTION_KINDS];	/* names */
	struct strmap hinted;	/* names of functions: which way was tried first */
};

/* What the index says of a name. */
struct answer {
	struct strings files;
	uint64_t *contents;	/* hashes; 0: not read */
	uint64_t is_assembly;
};

struct remembered {
	struct session *session;
	struct tree_index **index;
	const struct run *run;
	struct arena *arena;
	struct intmap entries;	/* candidate -> struct entry */
	struct intmap answers;	/* hash of a question -> struct answer *, of this run */
	char *tool;
};

struct remembered *remembered_open(struct session *session, struct tree_index **index,
				   const struct run *run)
{
	struct remembered *remembered = xcalloc(1, sizeof(*remembered));

	remembered->session = session;
	remembered->index = index;
	remembered->run = run;
	remembered->arena = arena_new();
	remembered->tool = describe_tool();
	return remembered;
}

static void free_entry(struct entry *entry)
{
	vec_free(&entry->row.findings);
	vec_free(&entry->row.undecided);
	vec_free(&entry->files);
	vec_free(&entry->identities);
	vec_free(&entry->others);
	vec_free(&entry->other_identities);
	strmap_free(&entry->units);
	vec_free(&entry->questions);
	for (int kind = 0; kind < QUESTION_KINDS; kind++)
		strmap_free(&entry->asked[kind]);
	strmap_free(&entry->hinted);
}

void remembered_close(struct remembered *remembered)
{
	if (!remembered)
		return;
	for (size_t i = 0; i < remembered->entries.base.count; i++)
		free_entry(remembered->entries.base.entries[i].value);
	for (size_t i = 0; i < remembered->answers.base.count; i++) {
		struct answer *answer = remembered->answers.base.entries[i].value;

		vec_free(&answer->files);
		free(answer->contents);
	}
	intmap_free(&remembered->entries);
	intmap_free(&remembered->answers);
	arena_free(remembered->arena);
	free(remembered->tool);
	free(remembered);
}

/* ---- what a row is about ---- */

static uint64_t hash_of(const struct strbuf *text)
{
	return hash_bytes(text->text, text->length, 0);
}

/* The tool, what it was told, and which callback: under this a row is kept. */
static const char *key_of(struct remembered *remembered, const struct candidate *candidate)
{
	struct session *session = remembered->session;
	struct strbuf key = { 0 };

	pack_text(&key, remembered->tool);
	pack_text(&key, session->tree->path);
	pack_text(&key, kbuild_directory(session->kbuild));
	pack_text(&key, kbuild_arch(session->kbuild));
	pack_number(&key, models_state(session->settings));
	for (int rule = 0; rule < RULE_COUNT; rule++)
		pack_number(&key, remembered->run->rule_enabled[rule]);
	pack_number(&key, candidate->kind);
	pack_text(&key, candidate->function);
	pack_text(&key, candidate->ops);
	pack_text(&key, candidate->ops_file);
	const char *text = arena_printf(remembered->arena, "%016" PRIx64 "%016" PRIx64,
					hash_bytes(key.text, key.length, 0),
					hash_bytes(key.text, key.length, 1));
	strbuf_free(&key);
	return text;
}

/* What is told of the callback from outside its units. */
static uint64_t circumstances_of(const struct candidate *candidate, const struct subject *subject)
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

static struct entry *entry_of(struct remembered *remembered, const struct candidate *candidate)
{
	uint64_t id = (uint64_t)(uintptr_t)candidate;
	struct entry *entry = intmap_get(&remembered->entries, id);

	if (entry)
		return entry;
	entry = arena_alloc(remembered->arena, sizeof(*entry));
	entry->key = key_of(remembered, candidate);
	intmap_set(&remembered->entries, id, entry);
	return entry;
}

/* ---- what the index answers ---- */

static void find_files(struct remembered *remembered, enum question_kind kind, const char *name,
		       struct strings *files)
{
	struct tree_index *index = *remembered->index;
	const char *arch = kbuild_arch(remembered->session->kbuild);

	switch (kind) {
	case ASKS_FUNCTION:
		tree_index_definitions(index, name, arch, files);
		break;
	case ASKS_MEMBER:
		tree_index_field_users(index, name, arch, files);
		break;
	case ASKS_STATIC_CALLS:
	case QUESTION_KINDS:
		tree_index_static_call_updaters(index, arch, files);
		break;
	}
}

static struct answer *look_up(struct remembered *remembered, enum question_kind kind, const char *name)
{
	struct tree *tree = remembered->session->tree;
	uint64_t id = hash_bytes(name, strlen(name), (uint64_t)kind);
	struct answer *answer = intmap_get(&remembered->answers, id);

	if (answer)
		return answer;
	answer = arena_alloc(remembered->arena, sizeof(*answer));
	find_files(remembered, kind, name, &answer->files);
	answer->contents = xcalloc(answer->files.count + 1, sizeof(*answer->contents));
	if (kind == ASKS_FUNCTION && !answer->files.count)
		answer->is_assembly = tree_is_assembly(tree, kbuild_arch(remembered->session->kbuild),
						       name);
	intmap_set(&remembered->answers, id, answer);
	return answer;
}

static uint64_t content_of(struct remembered *remembered, struct answer *answer, size_t index)
{
	struct tree *tree = remembered->session->tree;
	uint64_t *content = &answer->contents[index];

	if (!*content)
		(void)store_file_hash(remembered->session->store,
				      path_join(tree->arena, tree->path, answer->files.data[index]),
				      content);
	return *content;
}

/* Which files there are, and what is in them: either may change what a name stands for. */
static uint64_t hash_answer(struct remembered *remembered, const struct entry *entry,
			    enum question_kind kind, const char *name)
{
	struct answer *answer = look_up(remembered, kind, name);
	bool reads = kind != ASKS_FUNCTION || answer->files.count <= DEFINITIONS_READ;
	uint64_t hash = hash_bytes(name, strlen(name), (uint64_t)kind);

	for (size_t i = 0; i < answer->files.count; i++) {
		const char *file = answer->files.data[i];

		hash = hash_mix(hash, hash_bytes(file, strlen(file), 0));
		if (reads && !strmap_has(&entry->units, file))
			hash = hash_mix(hash, content_of(remembered, answer, i));
	}
	return answer->files.count ? hash : hash_mix(hash, answer->is_assembly);
}

static bool open_index(struct remembered *remembered)
{
	struct error error = { 0 };

	if (!*remembered->index)
		*remembered->index = tree_index_open(remembered->session->tree, &error);
	error_clear(&error);
	return *remembered->index != NULL;
}

/* ---- reading ---- */

static void unpack_path(struct unpacking *from, struct finding *finding)
{
	finding->ntrace = unpack_count(from);
	finding->trace = arena_alloc(from->arena, (finding->ntrace + 1) * sizeof(*finding->trace));
	for (size_t i = 0; i < finding->ntrace && !from->broken; i++) {
		struct trace_step *step = &finding->trace[i];

		step->file = unpack_text(from);
		step->line = (unsigned)unpack_number(from, UINT32_MAX);
		step->column = (unsigned)unpack_number(from, UINT32_MAX);
		step->depth = (unsigned)unpack_number(from, UINT32_MAX);
		step->is_call = unpack_number(from, 1);
		step->note = unpack_text(from);
	}
}

static void unpack_row(struct unpacking *from, struct row *row)
{
	for (int rule = 0; rule < RULE_COUNT; rule++)
		row->verdicts[rule] = (enum verdict)unpack_number(from, VERDICT_NA);
	size_t count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++) {
		struct finding finding = unpack_finding(from);

		unpack_path(from, &finding);
		vec_push(&row->findings, finding);
	}
	count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++) {
		struct undecided reason = { .rule = unpack_rule(from) };

		reason.why = unpack_text(from);
		reason.at = unpack_text(from);
		reason.decide = unpack_optional(from);
		vec_push(&row->undecided, reason);
	}
}

static void unpack_grounds(struct unpacking *from, struct entry *entry)
{
	size_t count = unpack_count(from);

	for (size_t i = 0; i < count && !from->broken; i++) {
		vec_push(&entry->files, (char *)unpack_text(from));
		vec_push(&entry->identities, unpack_number(from, UINT64_MAX));
	}
	count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++) {
		vec_push(&entry->others, (char *)unpack_text(from));
		vec_push(&entry->other_identities, unpack_number(from, UINT64_MAX));
	}
	count = unpack_count(from);
	for (size_t i = 0; i < count && !from->broken; i++) {
		struct question question = {
			.kind = (enum question_kind)unpack_number(from, QUESTION_KINDS - 1),
			.name = unpack_text(from), .answer = unpack_number(from, UINT64_MAX),
		};

		vec_push(&entry->questions, question);
	}
}

static void read_entry(struct remembered *remembered, struct entry *entry)
{
	struct blob_cache *cache = store_blobs(remembered->session->store);
	struct strbuf blob = { 0 };
	struct unpacking from = { .arena = remembered->run->arena };

	if (!cache->get(cache, ROW_KIND, entry->key, &blob))
		return;
	from.at = blob.text;
	from.end = blob.text + blob.length;
	from.broken = unpack_number(&from, UINT64_MAX) != ROW_FORM;
	entry->circumstances = unpack_number(&from, UINT64_MAX);
	entry->caller = unpack_number(&from, UINT64_MAX);
	unpack_row(&from, &entry->row);
	unpack_grounds(&from, entry);
	entry->found = !from.broken;
	vec_each(file, &entry->files)
		strmap_set(&entry->units, *file, entry);
	for (size_t i = 0; i < entry->others.count; i++)
		if (entry->other_identities.data[i])
			strmap_set(&entry->units, entry->others.data[i], entry);
	strbuf_free(&blob);
}

/* Nobody can say how a file is compiled that is not there any more. */
static void add_present(struct remembered *remembered, const struct strings *from,
			struct strings *files)
{
	struct tree *tree = remembered->session->tree;
	uint64_t hash;

	vec_each(file, from)
		if (store_file_hash(remembered->session->store,
				    path_join(tree->arena, tree->path, *file), &hash))
			vec_push(files, *file);
}

int remembered_prepare(struct remembered *remembered, const struct candidate *candidates,
		       size_t count, struct error *error)
{
	struct strings files = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct entry *entry = entry_of(remembered, &candidates[i]);

		read_entry(remembered, entry);
		if (!entry->found)
			continue;
		add_present(remembered, &entry->files, &files);
		add_present(remembered, &entry->others, &files);
	}
	int failed = unit_source_request(remembered->session->units,
					 (const char *const *)files.data, files.count, error);
	vec_free(&files);
	return failed;
}

/* ---- taking ---- */

static uint64_t identity_of(const struct remembered *remembered, const char *file)
{
	const struct source_unit *made = unit_source_find(remembered->session->units, file);

	return made && made->unit ? made->identity : 0;
}

static bool rests_on_the_same(struct remembered *remembered, const struct entry *entry)
{
	for (size_t i = 0; i < entry->files.count; i++)
		if (identity_of(remembered, entry->files.data[i]) != entry->identities.data[i])
			return false;
	for (size_t i = 0; i < entry->others.count; i++)
		if (identity_of(remembered, entry->others.data[i]) != entry->other_identities.data[i])
			return false;
	if (entry->questions.count && !open_index(remembered))
		return false;
	vec_each(question, &entry->questions)
		if (hash_answer(remembered, entry, question->kind, question->name) !=
		    question->answer)
			return false;
	return true;
}

bool remembered_recall(struct remembered *remembered, const struct candidate *candidate,
		       const struct subject *subject, struct row *row)
{
	struct entry *entry = entry_of(remembered, candidate);

	if (!entry->found || entry->circumstances != circumstances_of(candidate, subject) ||
	    !rests_on_the_same(remembered, entry) ||
	    (entry->caller && entry->caller != hash_caller(subject)))
		return false;
	row->analysed = true;
	row->why_not = NULL;
	memcpy(row->verdicts, entry->row.verdicts, sizeof(row->verdicts));
	row->findings = entry->row.findings;
	row->undecided = entry->row.undecided;
	memset(&entry->row, 0, sizeof(entry->row));
	return true;
}

/* ---- keeping ---- */

static void note(struct remembered *remembered, struct entry *entry, enum question_kind kind,
		 const char *name)
{
	if (!strmap_has(&entry->asked[kind], name))
		strmap_set(&entry->asked[kind], arena_strdup(remembered->arena, name), entry);
}

static void note_function(struct remembered *remembered, struct entry *entry, const char *key)
{
	if (is_static_call(key))
		note(remembered, entry, ASKS_STATIC_CALLS, "");
	else
		note(remembered, entry, ASKS_FUNCTION, ir_plain_name(key));
}

void remembered_asked(struct remembered *remembered, const struct candidate *candidate,
		      const struct cause *cause)
{
	struct entry *entry = entry_of(remembered, candidate);

	if (cause->callee && (cause->kind == CAUSE_NO_BODY || cause->kind == CAUSE_FRONTIER))
		note_function(remembered, entry, cause->callee);
	if (cause->field)
		note(remembered, entry, ASKS_MEMBER, cause->field->name);
}

void remembered_hinted(struct remembered *remembered, const struct candidate *candidate,
		       const struct strmap *asked)
{
	struct entry *entry = entry_of(remembered, candidate);

	for (size_t i = 0; i < asked->count; i++)
		if (!strmap_has(&entry->hinted, asked->entries[i].key))
			strmap_set(&entry->hinted, arena_strdup(remembered->arena,
								asked->entries[i].key), entry);
}

/* What was proved stays proved by whichever way; what was not might have been by another. */
static void note_hints(struct remembered *remembered, struct entry *entry, const struct row *row)
{
	for (size_t i = 0; row->undecided.count && i < entry->hinted.count; i++)
		note(remembered, entry, ASKS_FUNCTION, entry->hinted.entries[i].key);
}

struct visit {
	struct reach_visitor visitor;	/* first: a struct reach_visitor * is a struct visit * */
	struct remembered *remembered;
	struct entry *entry;
	struct intmap units;	/* seen */
	bool unknown;		/* a unit that no file's name stands for */
	struct strbuf *out;
	size_t count;
};

static void visit_unit(struct reach_visitor *visitor, const struct ir_unit *unit)
{
	struct visit *visit = (struct visit *)visitor;
	const struct source_unit *made;

	if (intmap_set(&visit->units, (uint64_t)(uintptr_t)unit, visit))
		return;
	/* made up here (cmd/passes.c), of what the candidate and its unit say */
	if (!unit->deps.count)
		return;
	made = unit_source_find(visit->remembered->session->units, unit->main_file);
	if (!made || made->unit != unit) {
		visit->unknown = true;
		return;
	}
	strmap_set(&visit->entry->units, made->file, visit->entry);
	pack_text(visit->out, made->file);
	pack_number(visit->out, made->identity);
	visit->count++;
}

static void visit_missing(struct reach_visitor *visitor, const char *key)
{
	struct visit *visit = (struct visit *)visitor;

	note_function(visit->remembered, visit->entry, key);
}

/* What was never asked about a member is whatever the units say that are there anyway. */
static void visit_member(struct reach_visitor *visitor, const struct ir_field *field, bool complete)
{
	struct visit *visit = (struct visit *)visitor;

	if (complete)
		note(visit->remembered, visit->entry, ASKS_MEMBER, field->name);
}

static void pack_row(struct strbuf *out, const struct row *row)
{
	for (int rule = 0; rule < RULE_COUNT; rule++)
		pack_number(out, row->verdicts[rule]);
	pack_number(out, row->findings.count);
	vec_each(finding, &row->findings) {
		pack_finding(out, finding);
		pack_number(out, finding->ntrace);
		for (size_t i = 0; i < finding->ntrace; i++) {
			pack_text(out, finding->trace[i].file);
			pack_number(out, finding->trace[i].line);
			pack_number(out, finding->trace[i].column);
			pack_number(out, finding->trace[i].depth);
			pack_number(out, finding->trace[i].is_call);
			pack_text(out, finding->trace[i].note);
		}
	}
	pack_number(out, row->undecided.count);
	vec_each(reason, &row->undecided) {
		pack_text(out, rules[reason->rule]->name);
		pack_text(out, reason->why);
		pack_text(out, reason->at);
		pack_text(out, reason->decide);
	}
}

/* Of the files that an answer names, those that somebody looked into. */
static void note_others(struct remembered *remembered, enum question_kind kind, const char *name,
			struct strmap *others)
{
	vec_each(file, &look_up(remembered, kind, name)->files)
		if (unit_source_find(remembered->session->units, *file) &&
		    !strmap_has(others, *file))
			strmap_set(others, *file, remembered);
}

static void pack_others(struct remembered *remembered, struct entry *entry, struct strbuf *out)
{
	struct strmap others = { 0 };

	for (int kind = 0; kind < QUESTION_KINDS; kind++)
		for (size_t i = 0; i < entry->asked[kind].count; i++)
			note_others(remembered, (enum question_kind)kind,
				    entry->asked[kind].entries[i].key, &others);
	pack_number(out, others.count);
	for (size_t i = 0; i < others.count; i++) {
		const char *file = others.entries[i].key;

		pack_text(out, file);
		pack_number(out, identity_of(remembered, file));
		if (identity_of(remembered, file))
			strmap_set(&entry->units, file, entry);
	}
	strmap_free(&others);
}

static void pack_questions(struct remembered *remembered, struct entry *entry, struct strbuf *out)
{
	size_t count = 0;

	for (int kind = 0; kind < QUESTION_KINDS; kind++)
		count += entry->asked[kind].count;
	pack_number(out, count);
	for (int kind = 0; kind < QUESTION_KINDS; kind++)
		for (size_t i = 0; i < entry->asked[kind].count; i++) {
			const char *name = entry->asked[kind].entries[i].key;

			pack_number(out, (uint64_t)kind);
			pack_text(out, name);
			pack_number(out, hash_answer(remembered, entry, (enum question_kind)kind,
						   name));
		}
}

/* Some file could not be parsed, this time: it may be otherwise the next. */
static bool may_end_otherwise(const struct remembered *remembered, const struct row *row)
{
	const struct unit_source *units = remembered->session->units;

	for (size_t i = 0; row->undecided.count && i < unit_source_count(units); i++)
		if (!unit_source_at(units, i)->unit && !unit_source_at(units, i)->absent)
			return true;
	return false;
}

void remembered_keep(struct remembered *remembered, const struct candidate *candidate,
		     const struct subject *subject, const struct engine *engine,
		     bool asks_caller, const struct row *row)
{
	struct blob_cache *cache = store_blobs(remembered->session->store);
	struct entry *entry = entry_of(remembered, candidate);
	struct strbuf units = { 0 }, out = { 0 };
	struct visit visit = {
		.visitor = { visit_unit, visit_missing, visit_member },
		.remembered = remembered, .entry = entry, .out = &units,
	};

	if (may_end_otherwise(remembered, row) || !open_index(remembered))
		return;
	strmap_free(&entry->units);	/* of the row that did not stand */
	visit_unit(&visit.visitor, candidate->unit);
	engine_visit_closure(engine, &visit.visitor);
	note_hints(remembered, entry, row);
	pack_number(&out, ROW_FORM);
	pack_number(&out, circumstances_of(candidate, subject));
	pack_number(&out, asks_caller ? hash_caller(subject) : 0);
	pack_row(&out, row);
	pack_number(&out, visit.count);
	if (units.length)
		strbuf_add(&out, units.text, units.length);
	pack_others(remembered, entry, &out);
	pack_questions(remembered, entry, &out);
	if (!visit.unknown)
		cache->put(cache, ROW_KIND, entry->key, out.text, out.length);
	intmap_free(&visit.units);
	strbuf_free(&units);
	strbuf_free(&out);
}
