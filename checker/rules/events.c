// SPDX-License-Identifier: GPL-2.0-only
/* Judging by events: the searcher looks for one first, then the prover. */
#include <string.h>

#include "rules/judge_state.h"

const char *const judged_events[EVENT_KINDS_MAX] = {
	[JUDGED_SLEEP] = "sleep",
	[JUDGED_RECLAIM] = "reclaim",
	[JUDGED_SET_SEQUENCE] = "set-seq",
};

/* Allocation flags with __GFP_DIRECT_RECLAIM in them (include/linux/gfp_types.h). */
static const char *const reclaim_words[] = {
	"__GFP_DIRECT_RECLAIM", "__GFP_RECLAIM", "GFP_KERNEL", "GFP_KERNEL_ACCOUNT", "GFP_NOIO",
	"GFP_NOFS", "GFP_USER", "GFP_HIGHUSER", "GFP_HIGHUSER_MOVABLE", "GFP_TRANSHUGE", NULL,
};

const char *const *const event_words[EVENT_KINDS_MAX] = {
	[JUDGED_RECLAIM] = reclaim_words,
};

size_t weigh(struct engine *engine, const struct pmap *causes)
{
	cause_list list = { 0 };
	size_t weight = 0;

	causes_list(causes, &list);
	vec_each(cause, &list)
		weight += cause_weight(engine, *cause);
	vec_free(&list);
	return weight;
}

/* ENGINE's run with all events that a call of the callback brings about. */
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
				      subject->function, seeds, count, range_param(subject));
	}
	note_run(judgement, engine, blockable, *run);
	return *run;
}

/* One kind of event, as one run saw it. */
struct sighting {
	const struct exploration *run;
	const struct event *proved;	/* the one with the shortest path, or NULL */
	const struct pmap *open;	/* causes of all others, together */
	const struct pmap *first;	/* the lightest causes of an other */
	const struct event *closest;	/* that other; any, when all are heavy */
	const struct pmap *last;	/* causes of one that leave nothing to look into */
	const struct event *stuck;	/* that one */
};

/* The searcher loses more in a recursion than the prover does. */
static bool is_no_recursion(uint32_t key, const void *value, void *context)
{
	(void)key, (void)context;
	return ((const struct cause *)value)->kind != CAUSE_RECURSION;
}

/* For the log: EVENT (or NULL) was seen with the range BLOCKABLE, and is not proved. */
static void note_closest(struct judgement *judgement, struct engine *engine, bool blockable,
			 const struct event *event)
{
	if (!event)
		return;
	judgement->closest = event;
	judgement->closest_by = engine;
	judgement->closest_blockable = blockable;
}

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
		if (!may_happen(engine, seen.run, &event->state, NULL, NULL, &open))
			continue;
		size_t weight = weigh(engine, open);

		if (!open && (!seen.proved || trace_is_shorter(event->state.trace, seen.proved->state.trace)))
			seen.proved = event;
		if (open && !can_look(open) && pmap_each(open, is_no_recursion, NULL)) {
			seen.last = open;
			seen.stuck = event;
		}
		if (open && weight < least) {
			least = weight;
			seen.first = open;
			seen.closest = event;
		}
		if (open && !seen.closest)
			seen.closest = event;
		causes_list(open, &list);
		vec_each(cause, &list)
			seen.open = pmap_set(arena, seen.open, (*cause)->id, *cause);
		vec_free(&list);
	}
	note_closest(judgement, engine, blockable, seen.stuck ? seen.stuck : seen.closest);
	return seen;
}

/*
 * The searcher's share of the rule's steps for an event: so many parts of so many before it saw one, ... An event
 * behind dozens of callees needs more than half, and a proof that then spends the rest seldom ends.
 */
#define SEARCHERS_PARTS 3
#define SEARCHERS_PART 5
/* ... and once nothing is left to look into for one. */
#define SEARCHERS_PART_AFTER 40

/* ... and the rest of a proof that something stands in the way of, for good. */
#define PROVERS_PART_AFTER 8

static uint32_t part_of_steps(const struct judgement *judgement, uint32_t part)
{
	uint32_t all = judgement->row->steps;

	return (all ? all : default_budgets.all_steps) / part;
}

/*
 * The CAUSES of an event leave nothing to look into, so no proof can show any more that it does not happen.
 * Only another, proved event can still decide.
 */
static void note_unprovable(struct judgement *judgement, bool blockable, enum judged_event kind,
			    const struct pmap *causes)
{
	struct judge *judge = judgement->judge;
	uint32_t limit = engine_own_steps(engine_searcher(judge->engine)) +
			 part_of_steps(judgement, SEARCHERS_PART_AFTER);

	if (!causes || judge->progress.unprovable[kind][blockable])
		return;
	judge->progress.unprovable[kind][blockable] = causes;
	if (judge->progress.searcher_limits[kind] > limit)
		judge->progress.searcher_limits[kind] = limit;
}

/* Its share begins with its first look. */
static bool has_spent(struct judgement *judgement, enum judged_event kind)
{
	uint32_t steps = engine_own_steps(engine_searcher(judgement->judge->engine));
	uint32_t *limit = &judgement->judge->progress.searcher_limits[kind];

	if (!*limit)
		*limit = steps + part_of_steps(judgement, SEARCHERS_PART) * SEARCHERS_PARTS;
	return steps > *limit;
}

/*
 * The event that the searcher proves, or NULL. *GOES_ON: it has found none so far and knows where to look
 * next, which it notes in JUDGEMENT.
 */
static const struct event *ask_searcher(struct judgement *judgement, bool blockable,
					enum judged_event kind, bool *goes_on)
{
	struct judge *judge = judgement->judge;
	struct engine *searcher = engine_searcher(judge->engine);
	struct sighting seen = look_for(judgement, searcher, blockable, kind);
	bool spent = has_spent(judgement, kind);
	const struct pmap *next = can_look(seen.first) ? seen.first : seen.open;

	note_unprovable(judgement, blockable, kind, seen.last);
	*goes_on = false;
	if (seen.proved) {
		judgement->engine = searcher;
		return seen.proved;
	}
	if (!can_look(next) && !judge->progress.searched[kind][blockable])
		next = causes_that_reach(searcher, seen.run->met_for[kind], kind);
	if (spent || seen.run->incomplete || !can_look(next)) {
		judge->progress.searched[kind][blockable] = true;
		return NULL;
	}
	*goes_on = true;
	judgement_depends(judgement, next);
	return NULL;
}

/* Nothing that is looked into takes CAUSE away. What is may show that no path comes to it. */
static bool is_passing(uint32_t key, const void *value, void *context)
{
	const struct cause *cause = value;

	(void)key, (void)context;
	return cause->resolved || !(cause->hopeless || cause->kind == CAUSE_FAULT ||
		cause->kind == CAUSE_OTHERS || cause->kind == CAUSE_DAMAGED ||
		cause->kind == CAUSE_UNSUPPORTED);
}

/*
 * Neither search for the event goes on, and the proof that there is none depends on a cause that lasts. It may
 * still turn out that no path comes to that cause, but not at any price.
 */
static void note_barred(struct judgement *judgement, enum judged_event kind)
{
	struct judge *judge = judgement->judge;
	uint32_t *limit = &judge->limits[judgement->rule];
	uint32_t most = engine_steps(judgement->prover) +
			part_of_steps(judgement, PROVERS_PART_AFTER);

	if (judge->barred[judgement->rule] || !judge->progress.searched[kind][0] ||
	    !judge->progress.searched[kind][1] || pmap_each(judgement->depends_on, is_passing, NULL))
		return;
	judge->barred[judgement->rule] = true;
	if (*limit > most)
		*limit = most;
}

/* The searcher would end with nothing. Whether it looks again where it left ways out for want of room. */
static bool look_again(struct judgement *judgement, bool blockable, enum judged_event kind)
{
	struct judge *judge = judgement->judge;
	const struct exploration **run = &judge->event_runs[true][blockable];

	if (!*run || (*run)->incomplete || !engine_look_again(engine_searcher(judge->engine), *run))
		return false;
	*run = NULL;
	judge->progress.searched[kind][blockable] = false;
	return true;
}

const struct event *find_event(struct judgement *judgement, bool blockable,
			       enum judged_event kind)
{
	struct judge *judge = judgement->judge;
	struct engine *engine = judge->engine;
	const struct event *proved;
	bool goes_on;

	judgement->sought[kind] = true;
	if (!judge->progress.searched[kind][blockable]) {
		proved = ask_searcher(judgement, blockable, kind, &goes_on);
		if (!proved && !goes_on && look_again(judgement, blockable, kind))
			proved = ask_searcher(judgement, blockable, kind, &goes_on);
		if (proved || goes_on)
			return proved;
	}
	if (judge->progress.unprovable[kind][blockable]) {
		(void)read_events(judgement, engine_searcher(engine), blockable);
		judgement_depends(judgement, judge->progress.unprovable[kind][blockable]);
		return NULL;
	}
	struct sighting seen = look_for(judgement, engine, blockable, kind);
	if (seen.proved)
		return seen.proved;
	if (seen.first) {
		/* there may be one after all */
		proved = ask_searcher(judgement, blockable, kind, &goes_on);
		if (proved || goes_on)
			return proved;
		note_run(judgement, engine, blockable, seen.run);
	}
	judgement->first = seen.first;
	judgement_depends(judgement, seen.open);
	judgement_depends(judgement, causes_that_reach(engine, seen.run->met_for[kind], kind));
	note_barred(judgement, kind);
	depends_on_rest_of_run(judgement, seen.run);
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
		seeds, count, range_param(&judge->subject));
	*open = run->incomplete || causes_that_reach(engine, run->met_for[kind], kind) != NULL;
	vec_each(event, &run->events) {
		if (!event->name || strcmp(event->name, judged_events[kind]))
			continue;
		const struct pmap *causes = unresolved_causes(engine, event->causes);

		if (!may_happen(engine, run, &event->state, NULL, NULL, &causes))
			continue;
		if (causes)
			*open = true;
		else if (!proved || trace_is_shorter(event->state.trace, proved->state.trace))
			proved = event;
	}
	return proved;
}

const struct event *find_event_on(struct judgement *judgement, enum judged_event kind,
				  uint64_t value, bool *open)
{
	struct judge *judge = judgement->judge;
	const struct event *proved = look_on(judge, judgement->engine, kind, value, open);

	/* the searcher proves no absence */
	return proved || judgement->engine == judge->engine ? proved :
		look_on(judge, judge->engine, kind, value, open);
}

void judgement_violates_by(struct judgement *judgement, const struct event *event,
			   bool blockable, const char *message)
{
	struct path_wish wish = { .blockable = blockable };

	violate(judgement, event->state.trace, &wish, message, message);
}
