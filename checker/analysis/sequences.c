// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/sequences.h"

#include <string.h>

#include "engine/flow.h"

/* Indices of arguments. */
enum { INSERT_NOTIFIER = 0, INSERT_OPS = 4 };

/* How often files are brought in that call functions which hand notifiers on. */
#define CALLER_ROUNDS 3

struct sequences {
	flows inserted;		/* notifier, ops */
	flows begun, retried;	/* notifier */
};

static void read_flows(struct sequences *sequences, struct program *program,
		       struct strings *callees)
{
	static const uint32_t insert[] = { INSERT_NOTIFIER, INSERT_OPS }, first[] = { 0 };

	vec_clear(&sequences->inserted);
	vec_clear(&sequences->begun);
	vec_clear(&sequences->retried);
	program_flows(program, INTERVAL_INSERT, insert, 2, &sequences->inserted, callees);
	program_flows(program, INTERVAL_INSERT_LOCKED, insert, 2, &sequences->inserted, callees);
	program_flows(program, INTERVAL_READ_BEGIN, first, 1, &sequences->begun, callees);
	program_flows(program, INTERVAL_READ_RETRY, first, 1, &sequences->retried, callees);
}

/* Brings in the sources of the tree that name one of NAMES. */
static int bring_files_that_name(struct resolver *resolver, struct linked_units *linked,
				 const char *const *names, size_t count, struct error *error)
{
	struct strings files = { 0 };
	int failed = tree_survey(resolver->session->tree, names, count, &files, error);

	if (!failed)
		failed = resolver_bring_files(resolver, linked, &files, error);
	vec_free(&files);
	return failed;
}

static bool is_asked(const struct strings *asked, const char *name)
{
	vec_each(known, asked)
		if (!strcmp(*known, name))
			return true;
	return false;
}

/* Brings in the files that call CALLEES, but for those ASKED for before. *ANY: there were such callees. */
static int bring_callers(struct resolver *resolver, struct linked_units *linked, const struct strings *callees,
			 struct strings *asked, bool *any, struct error *error)
{
	size_t before = asked->count;

	vec_each(callee, callees)
		if (!is_asked(asked, *callee))
			vec_push(asked, *callee);
	*any = asked->count > before;
	if (!*any)
		return 0;
	return bring_files_that_name(resolver, linked, (const char *const *)asked->data + before,
				     asked->count - before, error);
}

void sequences_expect(struct tree *tree)
{
	tree_expect_survey(tree, sequence_functions, NSEQUENCE_FUNCTIONS);
}

struct sequences *sequences_find(struct resolver *resolver, struct linked_units *linked,
				 struct error *error)
{
	struct sequences *sequences = xcalloc(1, sizeof(*sequences));
	struct strings callees = { 0 }, asked = { 0 };
	bool more = resolver->session != NULL;
	int failed = more ? bring_files_that_name(resolver, linked, sequence_functions,
						  NSEQUENCE_FUNCTIONS, error) : 0;

	if (!failed)
		read_flows(sequences, linked->program, &callees);
	for (unsigned round = 0; round < CALLER_ROUNDS && more && !failed; round++) {
		failed = bring_callers(resolver, linked, &callees, &asked, &more, error);
		vec_clear(&callees);
		if (!failed && more)
			read_flows(sequences, linked->program, &callees);
	}
	vec_free(&callees);
	vec_free(&asked);
	if (failed) {
		sequences_free(sequences);
		return NULL;
	}
	return sequences;
}

void sequences_free(struct sequences *sequences)
{
	if (!sequences)
		return;
	vec_free(&sequences->inserted);
	vec_free(&sequences->begun);
	vec_free(&sequences->retried);
	free(sequences);
}

/* ---- one callback ---- */

static bool same_source(const struct flow_source *a, const struct flow_source *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == SOURCE_FIELD)
		return !strcmp(a->field->record, b->field->record) &&
		       !strcmp(a->field->name, b->field->name);
	return a->kind == SOURCE_VARIABLE && !strcmp(a->key, b->key);
}

/* The ops variable of CANDIDATE ("ops", or "ops[1]" of an array, "a.ops" of a struct). */
static bool is_ops_of(const struct candidate *candidate, const struct flow_source *source)
{
	const char *name = source->kind == SOURCE_VARIABLE ? ir_plain_name(source->key) : "";
	size_t length = strlen(name), file = strlen(candidate->ops_file);

	if (!length || strncmp(candidate->ops, name, length) ||
	    (candidate->ops[length] && candidate->ops[length] != '[' &&
	     candidate->ops[length] != '.'))
		return false;
	/* a static one must be that of the same file */
	return name == source->key || (!strncmp(source->key, candidate->ops_file, file) &&
				       source->key[file] == ':');
}

static bool is_near(const struct candidate *candidate, const struct ir_unit *unit)
{
	const char *slash = strrchr(candidate->ops_file, '/');
	size_t length = slash ? (size_t)(slash - candidate->ops_file) + 1 : 0;

	return !strncmp(candidate->ops_file, unit->main_file, length);
}

struct usage {
	bool read, unknown;
};

/* Whether a notifier with CANDIDATE's ops is among those READ. */
static struct usage look_for(const struct sequences *sequences, const struct candidate *candidate,
			     const flows *read)
{
	struct usage usage = { false, false };

	vec_each(reader, read) {
		if (reader->sources[0].kind == SOURCE_UNKNOWN && is_near(candidate, reader->unit))
			usage.unknown = true;
		vec_each(inserted, &sequences->inserted) {
			bool ours = is_ops_of(candidate, &inserted->sources[1]);

			if (ours && same_source(&inserted->sources[0], &reader->sources[0]))
				usage.read = true;
			/* an unknown notifier, or one with unknown ops, may be this one */
			if (is_near(candidate, inserted->unit) &&
			    ((ours && inserted->sources[0].kind == SOURCE_UNKNOWN) ||
			     inserted->sources[1].kind == SOURCE_UNKNOWN))
				usage.unknown = true;
		}
	}
	return usage;
}

static void explain_readers(const struct candidate *candidate, const flows *read,
			    const char *function, struct strbuf *out)
{
	vec_each(reader, read)
		if (reader->sources[0].kind == SOURCE_UNKNOWN && is_near(candidate, reader->unit))
			strbuf_printf(out, "%s: the notifier that %s() is called with is not known\n",
				      reader->unit->main_file, function);
}

void sequences_explain(const struct sequences *sequences, const struct candidate *candidate,
		       struct strbuf *out)
{
	explain_readers(candidate, &sequences->begun, INTERVAL_READ_BEGIN, out);
	explain_readers(candidate, &sequences->retried, INTERVAL_READ_RETRY, out);
	vec_each(inserted, &sequences->inserted) {
		if (!is_near(candidate, inserted->unit))
			continue;
		if (inserted->sources[1].kind == SOURCE_UNKNOWN)
			strbuf_printf(out, "%s: the ops of a notifier that it inserts are not known\n",
				      inserted->unit->main_file);
		else if (is_ops_of(candidate, &inserted->sources[1]) &&
			 inserted->sources[0].kind == SOURCE_UNKNOWN)
			strbuf_printf(out, "%s: the notifier that it inserts with %s is not known\n",
				      inserted->unit->main_file, candidate->ops);
	}
}

void sequences_tell(const struct sequences *sequences, const struct candidate *candidate,
		    struct subject *subject)
{
	struct usage begun = look_for(sequences, candidate, &sequences->begun);
	struct usage retried = look_for(sequences, candidate, &sequences->retried);

	if (begun.read && retried.read) {
		subject->sequence_use = SEQUENCE_USED;
	} else if ((begun.read || begun.unknown) && (retried.read || retried.unknown)) {
		subject->sequence_use = SEQUENCE_UNKNOWN;
		subject->sequence_why = "which notifier " INTERVAL_READ_BEGIN "() or " INTERVAL_READ_RETRY
			"() is asked about could not be followed";
	} else {
		subject->sequence_use = SEQUENCE_UNUSED;
	}
}
