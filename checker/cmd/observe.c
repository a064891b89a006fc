// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/observe.h"

#include <string.h>

#include "base/str.h"
#include "engine/reach.h"
#include "engine/static_call.h"
#include "tree/scan.h"

/* What the verdicts of one candidate rest on, as far as it is known. */
struct grounds {
	struct intmap units;	/* struct ir_unit -> index in the record, plus 1 */
	struct strmap functions, fields;	/* names that were asked for */
	struct strmap missing;	/* headers that the units did not find */
};

static struct grounds *grounds_of(struct observer *observer, const struct candidate *candidate)
{
	uint64_t key = (uint64_t)(uintptr_t)candidate;
	struct grounds *grounds = intmap_get(&observer->grounds, key);

	if (!grounds) {
		grounds = xcalloc(1, sizeof(*grounds));
		intmap_set(&observer->grounds, key, grounds);
	}
	return grounds;
}

static void note_name(struct observer *observer, struct strmap *names, const char *name)
{
	if (!strmap_has(names, name))
		strmap_set(names, arena_strdup(observer->record->arena, name), observer);
}

/* ---- which callbacks ---- */

static bool is_same(const struct row *row, const struct candidate *candidate)
{
	return row->kind == candidate->kind && !strcmp(row->callback, candidate->function) &&
	       !strcmp(row->ops, candidate->ops) && !strcmp(row->ops_file, candidate->ops_file);
}

static bool wants(struct witness *witness, const struct candidate *candidate)
{
	struct observer *observer = (struct observer *)witness;
	bool known = false;

	if (!observer->only_affected)
		return true;
	vec_each(row, &observer->record->rows) {
		if (!is_same(&row->row, candidate))
			continue;
		if (row->affected)
			return true;
		known = true;
	}
	return !known;
}

/* ---- what was looked at ---- */

static void asked(struct witness *witness, const struct candidate *candidate,
		  const struct cause *cause)
{
	struct observer *observer = (struct observer *)witness;
	struct grounds *grounds = grounds_of(observer, candidate);

	/* the bodies of others are in units that are there already */
	if (cause->callee && cause->kind == CAUSE_NO_BODY)
		note_name(observer, &grounds->functions, ir_plain_name(cause->callee));
	if (cause->field)
		note_name(observer, &grounds->fields, cause->field->name);
}

/* "'linux/x.h' file not found" */
static const char *missing_header(struct arena *arena, const char *problem)
{
	const char *end = strstr(problem, "' file not found"), *start = end;

	while (start && start > problem && start[-1] != '\'')
		start--;
	return start && start > problem ? arena_strndup(arena, start, (size_t)(end - start)) : NULL;
}

/* The unit in the record; its files are written down when it is new there. */
static size_t record_unit(struct observer *observer, const struct ir_unit *unit)
{
	struct record *record = observer->record;
	uint64_t key = (uint64_t)(uintptr_t)unit;
	size_t known = (size_t)(uintptr_t)intmap_get(&observer->units, key);
	struct record_unit one = { 0 };

	if (known)
		return known;
	vec_each(dep, &unit->deps) {
		const char *below = path_below(dep->path, observer->tree);

		vec_push(&one.files, record_add_file(record, below ? below : dep->path, dep->hash));
	}
	vec_push(&record->units, one);
	intmap_set(&observer->units, key, (void *)(uintptr_t)record->units.count);
	return record->units.count;
}

struct visit {
	struct reach_visitor visitor;	/* first: a struct reach_visitor * is a struct visit * */
	struct observer *observer;
	struct grounds *grounds;
};

static void visit_unit(struct reach_visitor *visitor, const struct ir_unit *unit)
{
	struct visit *visit = (struct visit *)visitor;
	struct observer *observer = visit->observer;
	uint64_t key = (uint64_t)(uintptr_t)unit;

	if (intmap_has(&visit->grounds->units, key))
		return;
	intmap_set(&visit->grounds->units, key, (void *)(uintptr_t)record_unit(observer, unit));
	vec_each(problem, &unit->problems) {
		const char *header = missing_header(observer->record->arena, *problem);

		if (header)
			note_name(observer, &visit->grounds->missing, header);
	}
}

static void visit_missing(struct reach_visitor *visitor, const char *key)
{
	struct visit *visit = (struct visit *)visitor;

	if (is_static_call(key))
		note_name(visit->observer, &visit->grounds->fields, STATIC_CALL_UPDATE);
	else
		note_name(visit->observer, &visit->grounds->functions, ir_plain_name(key));
}

static void visit_member(struct reach_visitor *visitor, const struct ir_field *field, bool complete)
{
	struct visit *visit = (struct visit *)visitor;

	(void)complete;
	note_name(visit->observer, &visit->grounds->fields, field->name);
}

static void judged(struct witness *witness, const struct candidate *candidate,
		   const struct engine *engine)
{
	struct observer *observer = (struct observer *)witness;
	struct visit visit = {
		{ visit_unit, visit_missing, visit_member }, observer, grounds_of(observer, candidate),
	};

	visit_unit(&visit.visitor, candidate->unit);
	engine_visit_closure(engine, &visit.visitor);
}

/* ---- the rows ---- */

static const char *copy(struct record *record, const char *text)
{
	return arena_strdup(record->arena, text ? text : "");
}

static struct finding copy_finding(struct record *record, const struct finding *from)
{
	struct finding finding = {
		.rule = from->rule, .message = copy(record, from->message),
		.file = copy(record, from->file), .line = from->line, .column = from->column,
		.fingerprint = copy(record, from->fingerprint),
	};

	if (from->allowed) {
		struct allowance allowance = {
			.file = "", .rule = "", .because = copy(record, from->allowed->because),
		};

		finding.allowed = arena_copy(record->arena, &allowance, sizeof(allowance));
	}
	return finding;
}

static void copy_row(struct record *record, const struct row *from, struct row *row)
{
	*row = (struct row){
		.file = copy(record, from->file), .line = from->line,
		.callback = copy(record, from->callback), .ops = copy(record, from->ops),
		.ops_file = copy(record, from->ops_file), .kind = from->kind,
		.analysed = from->analysed,
	};
	memcpy(row->verdicts, from->verdicts, sizeof(row->verdicts));
	vec_each(finding, &from->findings)
		vec_push(&row->findings, copy_finding(record, finding));
}

static void take_names(const struct strmap *map, struct strings *names)
{
	for (size_t i = 0; i < map->count; i++)
		vec_push(names, (char *)map->entries[i].key);
}

static void record_row(struct observer *observer, const struct candidate *candidate,
		       const struct row *from)
{
	struct record *record = observer->record;
	struct grounds *grounds = grounds_of(observer, candidate);
	struct record_row row = { 0 };

	/* a definition of that name elsewhere might be taken for the callback's */
	note_name(observer, &grounds->functions, candidate->function);
	copy_row(record, from, &row.row);
	for (size_t i = 0; i < grounds->units.base.count; i++)
		vec_push(&row.units, (uint32_t)(uintptr_t)grounds->units.base.entries[i].value - 1);
	take_names(&grounds->functions, &row.functions);
	take_names(&grounds->fields, &row.fields);
	take_names(&grounds->missing, &row.missing);
	vec_push(&record->rows, row);
}

static void add_complaint(struct record *record, const char *file, const char *text)
{
	char *complaint = arena_printf(record->arena, "%s: %s", file, text);

	vec_each(known, &record->complaints)
		if (!strcmp(*known, complaint))
			return;
	vec_push(&record->complaints, complaint);
}

static void finished(struct witness *witness, const struct witness_view *view)
{
	struct observer *observer = (struct observer *)witness;
	struct record *record = observer->record;

	for (size_t i = 0; i < view->candidates->count && i < view->run->rows.count; i++)
		record_row(observer, &view->candidates->data[i], &view->run->rows.data[i]);
	record->carriers.count = 0;
	vec_each(carrier, &view->located->carriers)
		vec_push(&record->carriers, arena_strdup(record->arena, *carrier));
	vec_each(problem, &view->run->problems)
		add_complaint(record, problem->file, problem->why);
	vec_each(allowance, &view->run->allowances)
		if ((*allowance)->wrong)
			add_complaint(record, (*allowance)->file, (*allowance)->wrong);
}

void observer_open(struct observer *observer, struct record *record, const char *tree,
		   bool only_affected)
{
	*observer = (struct observer){
		.witness = { wants, asked, judged, finished },
		.record = record, .tree = tree, .only_affected = only_affected,
	};
}

void observer_close(struct observer *observer)
{
	for (size_t i = 0; i < observer->grounds.base.count; i++) {
		struct grounds *grounds = observer->grounds.base.entries[i].value;

		intmap_free(&grounds->units);
		strmap_free(&grounds->functions);
		strmap_free(&grounds->fields);
		strmap_free(&grounds->missing);
		free(grounds);
	}
	intmap_free(&observer->grounds);
	intmap_free(&observer->units);
}
