// SPDX-License-Identifier: GPL-2.0-only
#include "rules/judge.h"

#include <inttypes.h>
#include <string.h>

#include "contract/eras.h"
#include "engine/balance.h"

const char *const judged_events[EVENT_KINDS_MAX] = {
	[EVENT_SLEEP] = "sleep",
	[EVENT_RECLAIM] = "reclaim",
	[EVENT_SET_SEQUENCE] = "set-seq",
};

/* The scout's search for a bad value. */
struct value_search {
	uint32_t limit;		/* steps at which it ends; 0: not begun */
	bool ended;		/* without one */
};

struct judge {
	struct judgement judgements[RULE_COUNT];
	const struct exploration *runs[2];	/* of this round; NULL: not asked for yet */
	/* likewise, with the second pass if there is one; [1] by the scout */
	const struct exploration *event_runs[2][2];
	bool scouted[EVENT_KINDS_MAX][2];	/* the scout has nothing left to look into */
	bool ran[RULE_COUNT];
	struct engine *engine;
	struct subject subject;
	struct arena *arena;
	const char *callback;
	struct balance *balance;	/* NULL: no rule has asked */
	uint32_t limits[RULE_COUNT];	/* steps at which the rule's own budget is spent; 0: not begun */
	uint32_t sources[RULE_COUNT];	/* calls and pointers that the rule had files brought in for */
	bool spent[RULE_COUNT];		/* more would be needed than it may */
	struct value_search searches[RULE_COUNT][2];
	bool keep_basis;
};

/* ---- the two runs ---- */

/* What the parameters say about blockability, in whichever era the tree is. */
static size_t make_seeds(const struct subject *subject, bool blockable, struct seed *seeds)
{
	const struct ir_function *function = subject->function.function;
	size_t count = 0;

	for (size_t i = 0; i < neras; i++) {
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

static const struct exploration *explore(struct judge *judge, struct engine *engine,
					 bool blockable)
{
	struct seed seeds[ERAS_MAX];
	size_t count = make_seeds(&judge->subject, blockable, seeds);

	return engine_explore(engine, judge->subject.function, seeds, count, RANGE_PARAM);
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

void judge_keep_basis(struct judge *judge)
{
	judge->keep_basis = true;
}

/* ---- what a rule says ---- */

static void note_run(struct judgement *judgement, struct engine *engine, bool blockable,
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
void judgement_relies(struct judgement *judgement, enum assumption assumption,
		      const char *about)
{
	const char **known = &judgement->relies[assumption];

	if (!judgement->keep_basis)
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

static void violate(struct judgement *judgement, const struct trace *last, bool blockable,
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
	finding->trace = make_path(judgement, last, blockable, result, &finding->ntrace);
}

void judgement_violates(struct judgement *judgement, const struct objection *objection,
			const char *message)
{
	violate(judgement, objection->outcome->state.trace, objection->blockable,
		objection->outcome->result, message);
}

/* ---- events ---- */

/* How much there is to look into before it is known whether what hangs on CAUSES happens. */
static size_t weigh(struct engine *engine, const struct pmap *causes)
{
	cause_list list = { 0 };
	size_t weight = 0;

	causes_list(causes, &list);
	vec_each(cause, &list)
		weight += cause_weight(engine, *cause);
	vec_free(&list);
	return weight;
}

/* The run by ENGINE in which everything happens that a call of the callback brings about. */
static const struct exploration *read_events(struct judgement *judgement, struct engine *engine,
					     bool blockable)
{
	struct judge *judge = judgement->judge;
	const struct subject *subject = &judge->subject;
	const struct exploration **run = &judge->event_runs[engine != judge->engine][blockable];
	struct seed seeds[ERAS_MAX];

	if (subject->passes_why)
		judgement_undecided(judgement, subject->passes_why, "");
	if (!subject->passes.function && engine == judge->engine)
		return read_run(judgement, blockable);
	if (!*run) {
		size_t count = make_seeds(subject, blockable, seeds);

		*run = engine_explore(engine, subject->passes.function ? subject->passes :
				      subject->function, seeds, count, RANGE_PARAM);
	}
	note_run(judgement, engine, blockable, *run);
	return *run;
}

/* What is seen of an event in one run. */
struct sighting {
	const struct exploration *run;
	const struct event *proved;	/* the one with the shortest path, or NULL */
	const struct pmap *open;	/* without: what those that are not proved hang on, together */
	const struct pmap *first;	/* ... and the one that hangs on least */
};

/* An event that hangs on more than this is not pursued before the others. */
#define MUCH_TO_LOOK_INTO 1000

static struct sighting look_for(struct judgement *judgement, struct engine *engine, bool blockable,
				enum judged_event kind)
{
	struct sighting seen = { .run = read_events(judgement, engine, blockable) };
	struct arena *arena = engine_domain(engine)->arena;
	size_t least = MUCH_TO_LOOK_INTO;

	vec_each(event, &seen.run->events) {
		cause_list list = { 0 };

		if (!event->name || strcmp(event->name, judged_events[kind]))
			continue;
		const struct pmap *open = unresolved_causes(engine, event->causes);
		size_t weight = weigh(engine, open);

		if (!open && (!seen.proved || event->state.trace->length <
					      seen.proved->state.trace->length))
			seen.proved = event;
		if (open && weight < least) {
			least = weight;
			seen.first = open;
		}
		causes_list(open, &list);
		vec_each(cause, &list)
			seen.open = pmap_set(arena, seen.open, (*cause)->id, *cause);
		vec_free(&list);
	}
	return seen;
}

static bool is_hopeless(uint32_t key, const void *value, void *context)
{
	const struct cause *cause = value;

	(void)key, (void)context;
	return cause->resolved || cause->hopeless || cause->kind == CAUSE_BUDGET ||
	       cause->kind == CAUSE_RECURSION || cause->kind == CAUSE_DAMAGED ||
	       cause->kind == CAUSE_UNSUPPORTED || cause->kind == CAUSE_FAULT;
}

/* Whether looking into one of CAUSES is possible still. */
static bool can_look(const struct pmap *causes)
{
	return !pmap_each(causes, is_hopeless, NULL);
}

/*
 * What the scout sees. *GOES_ON: nothing yet, but it knows where to look next, which JUDGEMENT
 * then hangs on.
 */
static const struct event *scout_for(struct judgement *judgement, bool blockable,
				     enum judged_event kind, bool *goes_on)
{
	struct judge *judge = judgement->judge;
	struct engine *scout = engine_scout(judge->engine);
	struct sighting seen = look_for(judgement, scout, blockable, kind);
	const struct pmap *next = can_look(seen.first) ? seen.first : seen.open;

	*goes_on = false;
	if (seen.proved) {
		judgement->engine = scout;
		return seen.proved;
	}
	if (!can_look(next) && !judge->scouted[kind][blockable])
		next = causes_that_reach(scout, seen.run->met_for[kind], kind);
	if (seen.run->incomplete || !can_look(next)) {
		judge->scouted[kind][blockable] = true;
		return NULL;
	}
	*goes_on = true;
	judgement_hangs(judgement, next);
	return NULL;
}

const struct event *find_event(struct judgement *judgement, bool blockable,
			       enum judged_event kind)
{
	struct judge *judge = judgement->judge;
	struct engine *engine = judge->engine;
	const struct event *proved;
	bool goes_on;

	judgement->sought[kind] = true;
	if (!judge->scouted[kind][blockable]) {
		proved = scout_for(judgement, blockable, kind, &goes_on);
		if (proved || goes_on)
			return proved;
	}
	struct sighting seen = look_for(judgement, engine, blockable, kind);
	if (seen.proved)
		return seen.proved;
	if (seen.first) {
		/* it comes to something after all */
		proved = scout_for(judgement, blockable, kind, &goes_on);
		if (proved || goes_on)
			return proved;
		note_run(judgement, engine, blockable, seen.run);
	}
	judgement->first = seen.first;
	judgement_hangs(judgement, seen.open);
	judgement_hangs(judgement, causes_that_reach(engine, seen.run->met_for[kind], kind));
	if (seen.run->incomplete)
		judgement_hangs(judgement, pmap_set(engine_domain(engine)->arena, NULL,
						    seen.run->incomplete->id,
						    seen.run->incomplete));
	return NULL;
}

/* find_event_on() by ENGINE. */
static const struct event *look_on(struct judge *judge, struct engine *engine,
				   enum judged_event kind, uint64_t value, bool *open)
{
	struct seed seeds[ERAS_MAX + 1];
	size_t count = make_seeds(&judge->subject, false, seeds);
	const struct event *proved = NULL;

	seeds[count++] = (struct seed){ .param = RANGE_PARAM, .record = NONBLOCK_RECORD,
					.field = NONBLOCK_FIELD, .mask = UINT64_MAX, .bits = value };
	const struct exploration *run = engine_explore(engine,
		judge->subject.passes.function ? judge->subject.passes : judge->subject.function,
		seeds, count, RANGE_PARAM);
	*open = run->incomplete || causes_that_reach(engine, run->met_for[kind], kind) != NULL;
	vec_each(event, &run->events) {
		if (!event->name || strcmp(event->name, judged_events[kind]))
			continue;
		if (unresolved_causes(engine, event->causes))
			*open = true;
		else if (!proved || event->state.trace->length < proved->state.trace->length)
			proved = event;
	}
	return proved;
}

const struct event *find_event_on(struct judgement *judgement, enum judged_event kind,
				  uint64_t value, bool *open)
{
	struct judge *judge = judgement->judge;
	const struct event *proved = look_on(judge, judgement->engine, kind, value, open);

	/* that a scout sees nothing is no proof that nothing happens */
	return proved || judgement->engine == judge->engine ? proved :
		look_on(judge, judge->engine, kind, value, open);
}

void judgement_violates_by(struct judgement *judgement, const struct event *event,
			   bool blockable, const char *message)
{
	violate(judgement, event->state.trace, blockable, NULL, message);
}

/* ---- values ---- */

const struct intset *values_except(struct judgement *judgement, const int *allowed, size_t count)
{
	struct intset_pool *pool = values_pool(engine_domain(judgement->engine)->values);
	const struct ir_function *function = judgement->subject->function.function;
	uint32_t width = function->return_type.kind == IR_BOOL ? 1 :
			 function->return_type.bits && function->return_type.bits <= 64 ?
			 (uint32_t)function->return_type.bits : 32;
	const struct intset *set = intset_full(pool, width);

	for (size_t i = 0; i < count; i++)
		set = intset_intersect(pool, set, intset_complement(pool,
			intset_const(pool, width, (uint64_t)(int64_t)allowed[i])));
	return set;
}

static const char *place_of(struct judgement *judgement, const struct outcome *outcome)
{
	const struct trace *last = outcome->state.trace;

	if (!last || !last->site || !last->site->loc.file)
		return "";
	return arena_printf(judgement->arena, "%s:%u",
			    last->unit->files.data[last->site->loc.file], last->site->loc.line);
}

/* What some memory held is returned: it may or may not be a failure. */
static void not_known(struct judgement *judgement, const struct outcome *outcome)
{
	struct strbuf text = { 0 };

	strbuf_puts(&text, "returns '");
	value_print(outcome->result, &text);
	strbuf_puts(&text, "', whose value is not known");
	judgement_undecided(judgement, arena_strdup(judgement->arena, strbuf_text(&text)),
			    place_of(judgement, outcome));
	strbuf_free(&text);
}

/* What OUTCOME of a run by ENGINE hangs on: whether it happens, and with which value. */
static const struct pmap *causes_of_outcome(struct engine *engine, const struct outcome *outcome)
{
	return causes_unite(engine, causes_but_faults(engine, outcome->causes),
			    causes_but_faults(engine, outcome->value_causes));
}

static bool is_not_known(const struct outcome *outcome, const struct intset *bad,
			 const struct intset *both)
{
	return outcome->raw && bad->width > 1 && both != outcome->range;
}

static void find_in_main(struct judgement *judgement, bool blockable, const struct intset *bad,
			 objections *found)
{
	const struct exploration *run = read_run(judgement, blockable);
	struct engine *engine = judgement->judge->engine;
	struct domain *domain = engine_domain(engine);

	if (run->incomplete)
		judgement_hangs(judgement, pmap_set(domain->arena, NULL, run->incomplete->id,
						    run->incomplete));
	vec_each(outcome, &run->outcomes) {
		if (!outcome->range || outcome->range->width != bad->width)
			continue;
		const struct intset *both = intset_intersect(values_pool(domain->values),
							     outcome->range, bad);

		if (intset_is_empty(both))
			continue;
		const struct pmap *causes = causes_of_outcome(engine, outcome);

		if (causes)
			judgement_hangs(judgement, causes);
		else if (is_not_known(outcome, bad, both))
			not_known(judgement, outcome);
		else
			vec_push(found, (struct objection){ outcome, blockable, both });
	}
}

/*
 * What stays open for good may be proved on one way all the same. Returns whether the scout has
 * more to look into, which JUDGEMENT then hangs on.
 */
static bool find_by_scout(struct judgement *judgement, bool blockable, const struct intset *bad,
			  objections *found)
{
	struct engine *scout = engine_scout(judgement->judge->engine);
	struct intset_pool *pool = values_pool(engine_domain(scout)->values);
	const struct exploration *run = explore(judgement->judge, scout, blockable);
	const struct pmap *next = NULL;
	size_t least = MUCH_TO_LOOK_INTO;

	vec_each(outcome, &run->outcomes) {
		if (!outcome->range || outcome->range->width != bad->width)
			continue;
		const struct intset *both = intset_intersect(pool, outcome->range, bad);

		if (intset_is_empty(both) || is_not_known(outcome, bad, both))
			continue;
		const struct pmap *causes = causes_of_outcome(scout, outcome);
		size_t weight = weigh(scout, causes);

		if (!causes) {
			judgement->engine = scout;
			note_run(judgement, scout, blockable, run);
			vec_push(found, (struct objection){ outcome, blockable, both });
			return false;
		}
		if (can_look(causes) && weight < least) {
			least = weight;
			next = causes;
		}
	}
	judgement_hangs(judgement, next);
	return next != NULL;
}

/* Steps after which the scout has its try before the engine itself goes on, and what that may add. */
#define STEPS_BEFORE_SCOUT 8000
#define STEPS_OF_SCOUT 40000

/* Returns whether the search is the scout's: it has found one, or goes on. */
static bool search_by_scout(struct judgement *judgement, bool blockable, const struct intset *bad,
			    objections *found)
{
	struct judge *judge = judgement->judge;
	struct value_search *search = &judge->searches[judgement->rule][blockable];
	uint32_t most = judge->limits[judgement->rule];

	if (!search->limit)
		search->limit = engine_steps(judge->engine) + STEPS_OF_SCOUT;
	engine_limit_steps(judge->engine, search->limit);
	bool goes_on = find_by_scout(judgement, blockable, bad, found) || found->count;
	engine_limit_steps(judge->engine, most);
	search->ended = !goes_on;
	return goes_on;
}

void find_bad_values(struct judgement *judgement, bool blockable, const struct intset *bad,
		     objections *found)
{
	struct judge *judge = judgement->judge;
	struct value_search *search = &judge->searches[judgement->rule][blockable];
	bool begun = search->limit || engine_steps(judge->engine) > STEPS_BEFORE_SCOUT;

	/* a finding is one engine's: the scout adds nothing to what was found in the other run */
	if (!found->count && begun && !search->ended &&
	    search_by_scout(judgement, blockable, bad, found))
		return;
	find_in_main(judgement, blockable, bad, found);
	if (!search->ended && !found->count && judgement->hangs_on &&
	    !can_look(judgement->hangs_on))
		(void)search_by_scout(judgement, blockable, bad, found);
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
	       !contracts[judge->subject.kind].returns_bool;
}

static void limit_steps(struct judge *judge, enum rule_id rule)
{
	uint32_t most = default_budgets.all_steps, steps = engine_steps(judge->engine);

	if (!judge->limits[rule])
		judge->limits[rule] = rules[rule]->steps && steps + rules[rule]->steps < most ?
				      steps + rules[rule]->steps : most;
	engine_limit_steps(judge->engine, judge->limits[rule]);
}

static void judge_rule(struct judge *judge, enum rule_id rule)
{
	struct judgement *judgement = &judge->judgements[rule], before = *judgement;

	*judgement = (struct judgement){
		.engine = judge->engine, .subject = &judge->subject,
		.contract = &contracts[judge->subject.kind], .callback = judge->callback,
		.judge = judge, .arena = judge->arena, .rule = rule,
		.keep_basis = judge->keep_basis,
	};
	limit_steps(judge, rule);
	rules[rule]->judge(judgement);
	if (judge->keep_basis)
		judgement->basis = make_basis(judgement);
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
		    judge->spent[r] || !rules[r]->applies(&contracts[judge->subject.kind]))
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
	const struct contract *contract = &contracts[judge->subject.kind];

	row->analysed = true;
	row->why_not = NULL;
	for (int r = 0; r < RULE_COUNT; r++) {
		if (!judge->ran[r])
			row->verdicts[r] = VERDICT_NOT_RUN;
		else if (!rules[r]->applies(contract))
			row->verdicts[r] = VERDICT_NA;
		else
			row->verdicts[r] = conclude(row, &judge->judgements[r]);
		row->basis[r] = judge->judgements[r].basis;
	}
	balance_free(judge->balance);
	free(judge);
}
