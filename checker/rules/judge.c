// SPDX-License-Identifier: GPL-2.0-only
#include "rules/judge_state.h"

#include <string.h>

#include "engine/balance.h"

struct judge *judge_begin(struct engine *engine, const struct subject *subject,
			  struct arena *arena)
{
	struct judge *judge = xcalloc(1, sizeof(*judge));
	const struct function_ref *ref = &subject->function;

	judge->engine = judge->shared = engine;
	judge->subject = *subject;
	judge->arena = arena;
	judge->callback = ir_plain_name(ref->unit->symbols.data[ref->function->symbol].name);
	return judge;
}

void judge_keep_dependencies(struct judge *judge)
{
	judge->keep_dependencies = true;
}

void judge_refuse(struct judge *judge, uint32_t assumptions)
{
	judge->refused = assumptions;
}

void judge_tell(struct judge *judge, struct judge_log *log)
{
	judge->log = log;
}

/* ---- rounds ---- */

/* What it takes to resolve a cause: opening a body, parsing a file, or many files. */
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

/* Keeps the cheapest alone, since they may make the rest unnecessary. */
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

/* Whether the last round settled a rule for good: later rounds take back neither a proof nor a violation. */
static bool is_settled(const struct judgement *judgement)
{
	return judgement->engine && (judgement->violated || judgement->not_applicable ||
	       (!judgement->depends_on && !judgement->undecided_why));
}

/* A violation may have further values that are not known yet. */
static bool lacks_details(const struct judge *judge, const struct judgement *judgement)
{
	return judgement->violated && judgement->depends_on && rules[judgement->rule]->has_details &&
	       contracts[judge->subject.kind].returns == RETURNS_ERRNO;
}

/* How many steps of RULE are left to explore, or to look for sources. */
static uint32_t steps_left(const struct judge *judge, enum rule_id rule)
{
	uint64_t spent = engine_steps(judge->judgements[rule].prover);

	if (rules[rule]->pays_for_sources)
		spent += (uint64_t)judge->sources[rule] * STEPS_OF_SOURCE;
	return spent < judge->limits[rule] ? (uint32_t)(judge->limits[rule] - spent) : 0;
}

/* Steps in detail of one rule. */
#define STEPS_IN_DETAIL 100000

/* A round that begins within the limit may end: it takes about as long as the longest one so far. */
static void limit_steps(struct judge *judge, enum rule_id rule)
{
	struct engine *prover = judge->judgements[rule].prover;
	uint32_t most = default_budgets.all_steps, steps = engine_steps(prover);
	uint32_t more = judge->is_detailed ? STEPS_IN_DETAIL : rules[rule]->steps;
	uint32_t limit;

	if (!judge->limits[rule])
		judge->limits[rule] = more && steps + more < most ? steps + more : most;
	limit = steps + steps_left(judge, rule);
	if (steps < limit)
		limit += judge->longest[rule];
	engine_limit_steps(prover, limit < most ? limit : most);
}

static void note_length(struct judge *judge, enum rule_id rule, uint32_t began_at)
{
	uint32_t steps = engine_steps(judge->judgements[rule].prover);

	judge->taken[rule] += steps - began_at;
	if (steps < judge->limits[rule] && steps - began_at > judge->longest[rule])
		judge->longest[rule] = steps - began_at;
}

static struct judgement new_judgement(struct judge *judge, enum rule_id rule, struct engine *prover)
{
	return (struct judgement){
		.engine = prover, .prover = prover, .subject = &judge->subject,
		.contract = &contracts[judge->subject.kind], .callback = judge->callback,
		.judge = judge, .arena = judge->arena, .rule = rule, .row = rules[rule],
		.keep_dependencies = judge->keep_dependencies || judge->refused,
	};
}

static void judge_rule(struct judge *judge, enum rule_id rule)
{
	struct judgement *judgement = &judge->judgements[rule], before = *judgement;
	struct engine *prover = rules[rule]->tracks_locks ? engine_for_locks(judge->engine) :
				judge->engine;

	*judgement = new_judgement(judge, rule, prover);
	uint32_t began_at = engine_steps(prover);

	limit_steps(judge, rule);
	rules[rule]->judge(judgement);
	note_length(judge, rule, began_at);
	if (judgement->keep_dependencies)
		judgement->dependencies = make_dependencies(judgement);
	/* a run that a budget ended early takes no violation back */
	if (before.violated && !judgement->violated)
		*judgement = before;
}

static bool same_lack(const struct cause *a, const struct cause *b)
{
	return a->kind == b->kind && a->field == b->field &&
	       (a->callee == b->callee || (a->callee && b->callee && !strcmp(a->callee, b->callee)));
}

/* How many functions and members WANTED lacks sources for. */
static uint32_t count_lacks(const cause_list *wanted)
{
	uint32_t count = 0;

	for (size_t i = 0; i < wanted->count; i++) {
		bool known = effort(wanted->data[i]) == 0;

		for (size_t j = 0; j < i && !known; j++)
			known = same_lack(wanted->data[i], wanted->data[j]);
		count += !known;
	}
	return count;
}

/* A rule that needs more sources than its steps pay for, one for each lack at least, stays undecided. */
static bool may_ask(struct judge *judge, enum rule_id rule, const cause_list *wanted)
{
	struct judgement *judgement = &judge->judgements[rule];
	uint32_t count = count_lacks(wanted);

	if (!rules[rule]->pays_for_sources ||
	    (uint64_t)count * STEPS_OF_SOURCE <= steps_left(judge, rule))
		return true;
	judge->spent[rule] = true;
	judgement->depends_on = NULL;
	judgement_undecided(judgement, arena_printf(judge->arena,
		"its proof leads on through %u more calls and pointers, after %u sources that were looked for "
		"(budget: sources)", count, judge->sources[rule]), "");
	return false;
}

void judge_charge(struct judge *judge, uint32_t sources)
{
	for (int r = 0; r < RULE_COUNT; r++)
		if (judge->asked[r])
			judge->sources[r] += sources;
}

static void tell_log(struct judge *judge, enum rule_id rule, const cause_list *refused)
{
	if (judge->log)
		judge->log->judged(judge->log, &(struct judge_question){
			.judgement = &judge->judgements[rule], .refused = refused,
			.steps = judge->limits[rule], .sources = judge->sources[rule],
			.spent = engine_steps(judge->judgements[rule].prover),
		});
}

/* The causes that RULE depends on, as far as they are to be looked into now, go into WANTED. */
static void want_for(struct judge *judge, enum rule_id rule, cause_list *wanted)
{
	struct judgement *judgement = &judge->judgements[rule];
	cause_list mine = { 0 };

	want(judgement->first, &mine);
	if (!mine.count)
		want(judgement->depends_on, &mine);
	keep_cheapest(&mine);
	judge->ended[rule] = !mine.count;
	if (!mine.count || may_ask(judge, rule, &mine)) {
		judge->asked[rule] = mine.count > 0;
		want_all(&mine, wanted);
		vec_clear(&mine);
	}
	tell_log(judge, rule, &mine);
	vec_free(&mine);
}

/* Judges the rules of RANK that are not settled. The causes that they depend on go into WANTED. */
static void judge_rank(struct judge *judge, const bool enabled[RULE_COUNT], int rank, bool details,
		       cause_list *wanted)
{
	for (int r = 0; r < RULE_COUNT; r++) {
		struct judgement *judgement = &judge->judgements[r];

		if (rules[r]->rank != rank || !enabled[r] || judge->spent[r] || judge->ended[r] ||
		    (judge->is_detailed && !judge->in_detail[r]) ||
		    !rule_is_about((enum rule_id)r, judge->subject.kind))
			continue;
		if (is_settled(judgement) && !(details && lacks_details(judge, judgement)))
			continue;
		judge_rule(judge, (enum rule_id)r);
		if (is_settled(judgement) && !(details && lacks_details(judge, judgement))) {
			tell_log(judge, (enum rule_id)r, &(cause_list){ 0 });
			continue;
		}
		want_for(judge, (enum rule_id)r, wanted);
	}
}

/* A callback of which the rule took more steps has too many ways to be tried in detail. */
#define STEPS_BEFORE_DETAIL 100000

/* States that stay apart might take CAUSE away. */
static bool is_for_detail(uint32_t key, const void *value, void *context)
{
	const struct cause *cause = value;

	(void)key, (void)context;
	return cause->kind == CAUSE_JOINED || cause->kind == CAUSE_CONTENT || cause->kind == CAUSE_UNSET ||
	       cause->kind == CAUSE_INPUT || cause->kind == CAUSE_RECURSION ||
	       (cause->kind == CAUSE_BUDGET && cause->detail && !strcmp(cause->detail, "states per block"));
}

static bool may_gain(const struct judge *judge, const bool enabled[RULE_COUNT], enum rule_id rule)
{
	const struct judgement *judgement = &judge->judgements[rule];

	return enabled[rule] && !judge->was_in_detail[rule] && rule_is_about(rule, judge->subject.kind) &&
	       judgement->prover && !is_settled(judgement) &&
	       !judge->spent[rule] && !judgement->undecided_why &&
	       judge->taken[rule] < STEPS_BEFORE_DETAIL &&
	       pmap_each(judgement->depends_on, is_for_detail, NULL);
}

static bool any_may_gain(const struct judge *judge, const bool enabled[RULE_COUNT])
{
	for (int r = 0; r < RULE_COUNT; r++)
		if (may_gain(judge, enabled, (enum rule_id)r))
			return true;
	return false;
}

static void begin_detail(struct judge *judge, enum rule_id rule)
{
	judge->in_detail[rule] = judge->was_in_detail[rule] = true;
	judge->coarse[rule] = judge->judgements[rule];
	judge->coarse[rule].closest = NULL;
	judge->ended[rule] = false;
	judge->limits[rule] = 0;
	judge->longest[rule] = 0;
	judge->barred[rule] = false;
}

/* What the searches in detail did not decide is told as it was known before. */
static void keep_coarse(struct judge *judge)
{
	for (int r = 0; r < RULE_COUNT; r++)
		if (judge->in_detail[r] && !is_settled(&judge->judgements[r]))
			judge->judgements[r] = judge->coarse[r];
}

/* The rules that were judged in detail ask no more; the others go on where they were. */
static void end_detail(struct judge *judge)
{
	keep_coarse(judge);
	for (int r = 0; r < RULE_COUNT; r++)
		judge->ended[r] = judge->ended[r] || judge->in_detail[r];
	memset(judge->in_detail, 0, sizeof(judge->in_detail));
	judge->engine = judge->coarse_engine;
	judge->progress = judge->coarse_progress;
	judge->is_detailed = false;
}

bool judge_in_detail(struct judge *judge, const bool enabled[RULE_COUNT])
{
	if (judge->is_detailed) {
		end_detail(judge);
		return true;
	}
	if (!any_may_gain(judge, enabled))
		return false;
	for (int r = 0; r < RULE_COUNT; r++)
		if (may_gain(judge, enabled, (enum rule_id)r))
			begin_detail(judge, (enum rule_id)r);
	judge->coarse_engine = judge->engine;
	judge->coarse_progress = judge->progress;
	judge->engine = engine_in_detail(judge->engine);
	judge->is_detailed = true;
	memset(&judge->progress, 0, sizeof(judge->progress));
	return true;
}

/* Settles the rules that the first runs decide, in which little was looked into so far. */
static void judge_early(struct judge *judge, const bool enabled[RULE_COUNT])
{
	for (int r = 0; r < RULE_COUNT; r++) {
		struct judgement judgement = new_judgement(judge, (enum rule_id)r, judge->engine);

		if (!rules[r]->judge_early || !enabled[r] || judge->asked_early ||
		    !rule_is_about((enum rule_id)r, judge->subject.kind) ||
		    !rules[r]->judge_early(&judgement))
			continue;
		if (judgement.keep_dependencies)
			judgement.dependencies = make_dependencies(&judgement);
		judge->judgements[r] = judgement;
		tell_log(judge, (enum rule_id)r, &(cause_list){ 0 });
	}
	judge->asked_early = true;
}

/* Whether a rule opened a way to what it looks for, and ended without a proof. */
static bool is_burdened(const struct judge *judge, const bool enabled[RULE_COUNT])
{
	for (int r = 0; r < RULE_COUNT; r++) {
		const struct judgement *judgement = &judge->judgements[r];

		if (enabled[r] && rules[r]->rank < RULE_RANK_MAX && judgement->engine && !rules[r]->tracks_locks &&
		    (judgement->violated || !is_settled(judgement)))
			return true;
	}
	return false;
}

/*
 * Rules of RANK come. What a proof needed is open to the last ones, too. A way to what was found is none that their
 * proofs should follow.
 */
static void choose_engine(struct judge *judge, const bool enabled[RULE_COUNT], int rank)
{
	struct engine *engine = judge->shared;

	if (judge->is_detailed)
		return;
	if (rank == RULE_RANK_MAX && !judge->last)
		judge->last = is_burdened(judge, enabled) ? engine_anew(engine) : engine;
	if (rank == RULE_RANK_MAX)
		engine = judge->last;
	if (judge->engine == engine)
		return;
	judge->engine = engine;
	memset(judge->runs, 0, sizeof(judge->runs));
	memset(judge->event_runs, 0, sizeof(judge->event_runs));
}

/*
 * The rules of the lowest rank that are not settled come first: cheap questions come before expensive ones,
 * and may end the search. They are judged in detail, too, before others open what they do not need.
 */
void judge_round(struct judge *judge, const bool enabled[RULE_COUNT], bool details,
		 cause_list *wanted)
{
	memset(judge->runs, 0, sizeof(judge->runs));
	memset(judge->event_runs, 0, sizeof(judge->event_runs));
	memcpy(judge->ran, enabled, sizeof(judge->ran));
	memset(judge->asked, 0, sizeof(judge->asked));
	judge_early(judge, enabled);
	for (int rank = 0; rank <= RULE_RANK_MAX && !wanted->count; rank++) {
		choose_engine(judge, enabled, rank);
		judge_rank(judge, enabled, rank, details, wanted);
		if (!judge->is_detailed && any_may_gain(judge, enabled))
			break;
	}
	keep_cheapest(wanted);
}

/* ---- the row ---- */

/* A macro may do the same in several places of one line: a reason is given once. */
static void add_undecided(struct row *row, struct judgement *judgement, const char *why,
			  const char *at, const char *decide)
{
	vec_each(reason, &row->undecided)
		if (reason->rule == judgement->rule && !strcmp(reason->why, why) && !strcmp(reason->at, at))
			return;
	vec_push(&row->undecided, (struct undecided){
		.rule = judgement->rule, .why = why, .at = at, .decide = decide,
	});
}

/* Where the build extracts models from: nobody's source. */
#define MODELS "checker/model/"

/*
 * "file:line" of CAUSE: a budget is spent at no site, so the function counts that was being explored; or "". A place
 * in one of mncheck's own models says nothing to a user.
 */
static const char *place_of(struct arena *arena, const struct cause *cause)
{
	struct ir_loc loc = { 0 };

	if (cause->site)
		loc = cause->site->loc;
	else if (cause->function)
		loc = cause->function->loc;
	const char *file = loc.file ? cause->unit->files.data[loc.file] : MODELS;

	return starts_with(file, MODELS) ? "" : arena_printf(arena, "%s:%u", file, loc.line);
}

static void explain_causes(struct row *row, struct judgement *judgement)
{
	cause_list list = { 0 };

	causes_list(judgement->depends_on, &list);
	vec_each(cause, &list) {
		struct strbuf why = { 0 }, decide = { 0 };

		cause_describe(*cause, &why);
		cause_remedy(*cause, &decide);
		add_undecided(row, judgement, strbuf_keep(&why, judgement->arena),
			      place_of(judgement->arena, *cause),
			      strbuf_keep(&decide, judgement->arena));
	}
	vec_free(&list);
}

/* The first assumption that the verdict depends on although the user refuses it; NULL: there is none. */
static const struct dependency_assumption *refused_assumption(const struct judgement *judgement)
{
	const struct verdict_dependencies *dependencies = judgement->dependencies;

	for (int a = 0; a < ASSUMPTION_COUNT; a++)
		for (size_t i = 0; judgement->judge->refused >> a & 1 && i < dependencies->nassumptions; i++)
			if (!strcmp(dependencies->assumptions[i].name, assumption_name(a)))
				return &dependencies->assumptions[i];
	return NULL;
}

/* A proof, or a path, that depends on what the user refuses to assume decides nothing. */
static void refuse_assumptions(struct judgement *judgement)
{
	const struct dependency_assumption *refused = NULL;

	if (judgement->dependencies &&
	    (judgement->violated || (!judgement->depends_on && !judgement->undecided_why)))
		refused = refused_assumption(judgement);
	if (!refused)
		return;
	judgement->violated = false;
	judgement->depends_on = NULL;
	judgement->undecided_why = arena_printf(judgement->arena,
		"depends on the assumption '%s'%s%s: %s", refused->name, refused->about ? " about " : "",
		refused->about ? refused->about : "", refused->text);
	judgement->undecided_at = refused->at ? refused->at : "";
}

static enum verdict conclude(struct row *row, struct judgement *judgement)
{
	if (!judgement->engine)
		judgement_undecided(judgement, "was not judged: it did not come to that", "");
	if (judgement->not_applicable)
		return VERDICT_NA;
	refuse_assumptions(judgement);
	if (judgement->violated) {
		vec_push(&row->findings, judgement->finding);
		return VERDICT_VIOLATES;
	}
	if (judgement->depends_on)
		explain_causes(row, judgement);
	if (judgement->undecided_why)
		add_undecided(row, judgement, judgement->undecided_why, judgement->undecided_at,
			      NULL);
	return judgement->depends_on || judgement->undecided_why ? VERDICT_UNDECIDED :
		VERDICT_HOLDS;
}

void judge_finish(struct judge *judge, struct row *row)
{
	row->analysed = true;
	row->why_not = NULL;
	keep_coarse(judge);
	for (int r = 0; r < RULE_COUNT; r++) {
		if (!judge->ran[r])
			row->verdicts[r] = VERDICT_NOT_RUN;
		else if (!rule_is_about((enum rule_id)r, judge->subject.kind))
			row->verdicts[r] = VERDICT_NA;
		else
			row->verdicts[r] = conclude(row, &judge->judgements[r]);
		row->dependencies[r] = judge->keep_dependencies ? judge->judgements[r].dependencies : NULL;
	}
	balance_free(judge->balance);
	free(judge);
}
