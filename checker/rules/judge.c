// SPDX-License-Identifier: GPL-2.0-only
#include "rules/internal.h"

#include <inttypes.h>
#include <string.h>

#include "contract/eras.h"
#include "engine/balance.h"

/* ---- the two runs ---- */

/* What the parameters say about blockability, in whichever era the tree is. */
size_t make_seeds(const struct subject *subject, bool blockable, struct seed *seeds)
{
	const struct ir_function *function = subject->function.function;
	bool is_told = contracts[subject->kind].blockable == BLOCKABLE_BY_RANGE;
	size_t count = 0;

	for (size_t i = 0; is_told && i < neras; i++) {
		const struct era *era = &eras[i];

		if (era->nparams && era->nparams != function->nparams)
			continue;
		if (era->param >= function->nparams)
			continue;
		seeds[count++] = (struct seed){
			.param = era->param, .record = era->record, .field = era->field,
			.mask = era->mask, .bits = blockable ? era->mask & era->blockable : 0,
		};
	}
	return count;
}

uint32_t range_param(const struct subject *subject)
{
	return contracts[subject->kind].params ? RANGE_PARAM : UINT32_MAX;
}

const struct exploration *explore(struct judge *judge, struct engine *engine, bool blockable)
{
	struct seed seeds[ERAS_MAX];
	size_t count = make_seeds(&judge->subject, blockable, seeds);

	return engine_explore(engine, judge->subject.function, seeds, count,
			      range_param(&judge->subject));
}

struct judge *judge_begin(struct engine *engine, const struct subject *subject,
			  struct arena *arena)
{
	struct judge *judge = xcalloc(1, sizeof(*judge));
	const struct function_ref *ref = &subject->function;

	judge->engine = engine;
	judge->subject = *subject;
	judge->arena = arena;
	judge->callback = ir_plain_name(ref->unit->symbols.data[ref->function->symbol].name);
	return judge;
}

void judge_keep_dependencies(struct judge *judge)
{
	judge->keep_dependencies = true;
}

/* ---- what a rule says ---- */

void note_run(struct judgement *judgement, struct engine *engine, bool blockable,
	      const struct exploration *run)
{
	judgement->read[blockable] = true;
	judgement->runs[blockable] = run;
	judgement->explorers[blockable] = engine;
}

const struct exploration *read_run(struct judgement *judgement, bool blockable)
{
	struct judge *judge = judgement->judge;

	if (!judge->runs[blockable])
		judge->runs[blockable] = explore(judge, judge->engine, blockable);
	note_run(judgement, judge->engine, blockable, judge->runs[blockable]);
	return judgement->runs[blockable];
}

struct balance *lock_balance(struct judgement *judgement)
{
	struct judge *judge = judgement->judge;

	if (!judge->balance)
		judge->balance = balance_new(judge->engine);
	return judge->balance;
}

/* Each name is listed once. */
void judgement_assumes(struct judgement *judgement, enum assumption assumption,
		       const char *about)
{
	const char **known = &judgement->assumes[assumption];

	if (!judgement->keep_dependencies)
		return;
	const char *quoted = arena_printf(judgement->arena, "'%s'", about);
	if (!*known)
		*known = quoted;
	else if (!strstr(*known, quoted))
		*known = arena_printf(judgement->arena, "%s, %s", *known, quoted);
}

void judgement_hangs(struct judgement *judgement, const struct pmap *causes)
{
	cause_list list = { 0 };

	causes_list(causes, &list);
	vec_each(cause, &list)
		judgement->hangs_on = pmap_set(engine_domain(judgement->engine)->arena,
					       judgement->hangs_on, (*cause)->id, *cause);
	vec_free(&list);
}

void judgement_undecided(struct judgement *judgement, const char *why, const char *at)
{
	if (judgement->undecided_why)
		return;
	judgement->undecided_why = why;
	judgement->undecided_at = at;
}

static const char *fingerprint(struct judgement *judgement, const char *message)
{
	char *key = arena_printf(judgement->arena, "%s|%s|%s", rules[judgement->rule]->name,
				 judgement->callback,
				 rules[judgement->rule]->any_way ? "" : message);

	return arena_printf(judgement->arena, "%016" PRIx64, hash_bytes(key, strlen(key), 0));
}

void violate(struct judgement *judgement, const struct trace *last, bool blockable,
	     const struct value *result, const char *message)
{
	struct finding *finding = &judgement->finding;
	const struct ir_function *function = judgement->subject->function.function;
	const struct ir_unit *unit = judgement->subject->function.unit;
	struct ir_loc loc = last && last->site ? last->site->loc : function->loc;

	if (judgement->violated)
		return;
	judgement->violated = true;
	*finding = (struct finding){
		.rule = judgement->rule, .message = message, .line = loc.line,
		.column = loc.column, .fingerprint = fingerprint(judgement, message),
		.file = arena_strdup(judgement->arena, loc.file ? unit->files.data[loc.file] : ""),
	};
	finding->trace = make_finding_path(judgement, last, blockable, result, &finding->ntrace);
}

void judgement_violates(struct judgement *judgement, const struct objection *objection,
			const char *message)
{
	violate(judgement, objection->outcome->state.trace, objection->blockable,
		objection->outcome->result, message);
}

/* ---- rounds ---- */

/* How much it takes to resolve a cause: opening a body, parsing a file, or many files. */
static int effort(const struct cause *cause)
{
	return cause->kind == CAUSE_INDIRECT ? 2 :
	       cause->kind == CAUSE_NO_BODY || cause->kind == CAUSE_FRONTIER ? 1 : 0;
}

static int by_effort(const void *a, const void *b)
{
	const struct cause *const *x = a, *const *y = b;

	if (effort(*x) != effort(*y))
		return effort(*x) - effort(*y);
	if ((*x)->distance != (*y)->distance)
		return (*x)->distance < (*y)->distance ? -1 : 1;
	return (*x)->id < (*y)->id ? -1 : (*x)->id > (*y)->id;
}

/* What is cheap comes first, alone: it may make the rest unnecessary. */
static void keep_cheapest(cause_list *wanted)
{
	size_t kept = 0;

	if (wanted->count)
		qsort(wanted->data, wanted->count, sizeof(*wanted->data), by_effort);
	while (kept < wanted->count && effort(wanted->data[kept]) == effort(wanted->data[0]) &&
	       wanted->data[kept]->distance == wanted->data[0]->distance)
		kept++;
	wanted->count = kept;
}

static void want_all(const cause_list *list, cause_list *wanted)
{
	vec_each(cause, list) {
		bool known = (*cause)->resolved || (*cause)->hopeless;

		vec_each(other, wanted)
			known = known || *other == *cause;
		if (!known)
			vec_push(wanted, *cause);
	}
}

static void want(const struct pmap *causes, cause_list *wanted)
{
	cause_list list = { 0 };

	causes_list(causes, &list);
	want_all(&list, wanted);
	vec_free(&list);
}

/*
 * Whether the last round settled a rule for good: what is proved stays proved when more is
 * looked into, and so does a violation.
 */
static bool is_settled(const struct judgement *judgement)
{
	return judgement->engine && (judgement->violated || judgement->not_applicable ||
	       (!judgement->hangs_on && !judgement->undecided_why));
}

/* A violation may have further values that are not known yet. */
static bool lacks_details(const struct judge *judge, const struct judgement *judgement)
{
	return judgement->violated && judgement->hangs_on && rules[judgement->rule]->has_details &&
	       contracts[judge->subject.kind].returns == RETURNS_ERRNO;
}

/* A round that begins in time may end: it takes about as long as the longest one so far. */
static void limit_steps(struct judge *judge, enum rule_id rule)
{
	uint32_t most = default_budgets.all_steps, steps = engine_steps(judge->engine);
	uint32_t limit;

	if (!judge->limits[rule])
		judge->limits[rule] = rules[rule]->steps && steps + rules[rule]->steps < most ?
				      steps + rules[rule]->steps : most;
	limit = judge->limits[rule];
	if (steps < limit)
		limit += judge->longest[rule];
	engine_limit_steps(judge->engine, limit < most ? limit : most);
}

static void note_length(struct judge *judge, enum rule_id rule, uint32_t began_at)
{
	uint32_t steps = engine_steps(judge->engine);

	if (steps < judge->limits[rule] && steps - began_at > judge->longest[rule])
		judge->longest[rule] = steps - began_at;
}

static void judge_rule(struct judge *judge, enum rule_id rule)
{
	struct judgement *judgement = &judge->judgements[rule], before = *judgement;

	*judgement = (struct judgement){
		.engine = judge->engine, .subject = &judge->subject,
		.contract = &contracts[judge->subject.kind], .callback = judge->callback,
		.judge = judge, .arena = judge->arena, .rule = rule,
		.keep_dependencies = judge->keep_dependencies,
	};
	uint32_t began_at = engine_steps(judge->engine);

	limit_steps(judge, rule);
	rules[rule]->judge(judgement);
	note_length(judge, rule, began_at);
	if (judge->keep_dependencies)
		judgement->dependencies = make_dependencies(judgement);
	/* a run that a budget ended early unsays nothing */
	if (before.violated && !judgement->violated)
		*judgement = before;
}

/* A rule that hangs on the source of more than it may ask for stays undecided. */
static bool may_ask(struct judge *judge, enum rule_id rule, const cause_list *wanted)
{
	struct judgement *judgement = &judge->judgements[rule];
	uint32_t most = rules[rule]->sources, count = 0;

	vec_each(cause, wanted)
		count += effort(*cause) > 0;
	judge->sources[rule] += count;
	judge->spent[rule] = most && judge->sources[rule] > most;
	if (!judge->spent[rule])
		return true;
	judgement->hangs_on = NULL;
	judgement_undecided(judgement, arena_printf(judge->arena,
		"the budget 'sources' is spent: its proof leads on through %u calls and pointers, "
		"and the source of %u is looked for", judge->sources[rule], most), "");
	return false;
}

/* What RULE hangs on, as far as it is to be looked into now, goes into WANTED. */
static void want_for(struct judge *judge, enum rule_id rule, cause_list *wanted)
{
	struct judgement *judgement = &judge->judgements[rule];
	cause_list mine = { 0 };

	want(judgement->first, &mine);
	if (!mine.count)
		want(judgement->hangs_on, &mine);
	keep_cheapest(&mine);
	if (!mine.count || may_ask(judge, rule, &mine))
		want_all(&mine, wanted);
	vec_free(&mine);
}

/* Judges the rules of RANK that are not settled; what they hang on goes into WANTED. */
static void judge_rank(struct judge *judge, const bool enabled[RULE_COUNT], int rank, bool details,
		       cause_list *wanted)
{
	for (int r = 0; r < RULE_COUNT; r++) {
		struct judgement *judgement = &judge->judgements[r];

		if (rules[r]->rank != rank || !enabled[r] ||
		    judge->spent[r] || !rule_is_about((enum rule_id)r, judge->subject.kind))
			continue;
		if (is_settled(judgement) && !(details && lacks_details(judge, judgement)))
			continue;
		judge_rule(judge, (enum rule_id)r);
		if (is_settled(judgement) && !(details && lacks_details(judge, judgement)))
			continue;
		want_for(judge, (enum rule_id)r, wanted);
	}
}

/*
 * The rules of the lowest rank that are not settled come first: what costs little to find out
 * comes before what costs much, and may end the search.
 */
void judge_round(struct judge *judge, const bool enabled[RULE_COUNT], bool details,
		 cause_list *wanted)
{
	judge->runs[0] = judge->runs[1] = NULL;
	memset(judge->event_runs, 0, sizeof(judge->event_runs));
	memcpy(judge->ran, enabled, sizeof(judge->ran));
	for (int rank = 0; rank <= RULE_RANK_MAX && !wanted->count; rank++)
		judge_rank(judge, enabled, rank, details, wanted);
	keep_cheapest(wanted);
}

/* ---- the row ---- */

static void add_undecided(struct row *row, struct judgement *judgement, const char *why,
			  const char *at, const char *decide)
{
	vec_push(&row->undecided, (struct undecided){
		.rule = judgement->rule, .why = why, .at = at, .decide = decide,
	});
}

static const char *kept_text(struct judgement *judgement, struct strbuf *text)
{
	const char *copy = arena_strdup(judgement->arena, strbuf_text(text));

	strbuf_free(text);
	return copy;
}

static void explain_causes(struct row *row, struct judgement *judgement)
{
	cause_list list = { 0 };

	causes_list(judgement->hangs_on, &list);
	vec_each(cause, &list) {
		struct strbuf why = { 0 }, decide = { 0 };
		const struct ir_inst *site = (*cause)->site;
		const struct ir_unit *unit = (*cause)->unit;

		cause_describe(*cause, &why);
		cause_remedy(*cause, &decide);
		add_undecided(row, judgement, kept_text(judgement, &why),
			      site && site->loc.file ? arena_printf(judgement->arena, "%s:%u",
				unit->files.data[site->loc.file], site->loc.line) : "",
			      kept_text(judgement, &decide));
	}
	vec_free(&list);
}

static enum verdict conclude(struct row *row, struct judgement *judgement)
{
	if (!judgement->engine)
		judgement_undecided(judgement, "was not judged: it did not come to that", "");
	if (judgement->not_applicable)
		return VERDICT_NA;
	if (judgement->violated) {
		vec_push(&row->findings, judgement->finding);
		return VERDICT_VIOLATES;
	}
	if (judgement->hangs_on)
		explain_causes(row, judgement);
	if (judgement->undecided_why)
		add_undecided(row, judgement, judgement->undecided_why, judgement->undecided_at,
			      NULL);
	return judgement->hangs_on || judgement->undecided_why ? VERDICT_UNDECIDED :
		VERDICT_HOLDS;
}

void judge_finish(struct judge *judge, struct row *row)
{
	row->analysed = true;
	row->why_not = NULL;
	for (int r = 0; r < RULE_COUNT; r++) {
		if (!judge->ran[r])
			row->verdicts[r] = VERDICT_NOT_RUN;
		else if (!rule_is_about((enum rule_id)r, judge->subject.kind))
			row->verdicts[r] = VERDICT_NA;
		else
			row->verdicts[r] = conclude(row, &judge->judgements[r]);
		row->dependencies[r] = judge->judgements[r].dependencies;
	}
	balance_free(judge->balance);
	free(judge);
}
