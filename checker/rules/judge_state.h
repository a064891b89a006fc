/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside judge.c, events.c and values.c only: the state of one callback's judgement. */
#ifndef MNCHECK_RULES_JUDGE_STATE_H
#define MNCHECK_RULES_JUDGE_STATE_H

#include "contract/eras.h"
#include "rules/judge.h"

/* The searcher's progress with the bad values of one rule in one run. */
struct value_search {
	uint32_t left;		/* steps of its own after which it gives up, unless it comes nearer */
	size_t nearest;		/* the least that the causes of a way to one weighed so far; 0: none was seen */
	bool begun;
	bool ended;		/* it found none */
	bool suspected;		/* the prover saw one that is not proved */
};

/* How far the searches of one pair came. Indices [2] of all members: [1] with the range blockable. */
struct search_progress {
	bool searched[EVENT_KINDS_MAX][2];	/* the searcher has nothing left to look into */
	uint32_t searcher_limits[EVENT_KINDS_MAX];	/* steps at which it gives up; 0: not begun */
	/* Causes of an event that the searcher saw, if all of them are hopeless; or NULL. */
	const struct pmap *unprovable[EVENT_KINDS_MAX][2];
	struct value_search searches[RULE_COUNT][2];
	/* That the callback returns some rule's bad value; [with locks tracked][blockable]. */
	bool searcher_proved[2][2];
};

struct judge {
	struct judgement judgements[RULE_COUNT];
	/* Indices [2] of all members below: [1] with the range blockable, if nothing else is said. */
	/* By the prover, this round; [with locks tracked][blockable]. NULL: no rule asked yet. */
	const struct exploration *runs[2][2];
	/* With the second pass of the ops, if there is one; [searcher or not][blockable] */
	const struct exploration *event_runs[2][2];
	struct search_progress progress;	/* of `engine` and its searcher */
	bool ran[RULE_COUNT];
	bool asked_early;	/* the rules that have something to say before the first round */
	struct engine *engine;		/* the prover that is asked now */
	struct engine *shared;		/* that of all rules, as long as none needs its own */
	struct engine *last;		/* that of the rules of the highest rank; NULL: they have not begun */
	struct subject subject;
	struct arena *arena;
	const char *callback;
	struct balance *balance;	/* NULL: no rule asked yet */
	uint32_t limits[RULE_COUNT];	/* steps at which the rule's budget is spent; 0: not begun */
	uint32_t longest[RULE_COUNT];	/* steps of the rule's longest round so far */
	uint32_t taken[RULE_COUNT];	/* steps of the rule's rounds so far */
	uint32_t sources[RULE_COUNT];	/* files that were looked for, for the rule */
	bool asked[RULE_COUNT];		/* it wanted causes in the last round */
	/* It wants nothing more: what is opened for other rules cannot change its verdict. */
	bool ended[RULE_COUNT];
	bool barred[RULE_COUNT];	/* see find_event(): its steps are cut, as a proof is unlikely */
	bool spent[RULE_COUNT];		/* no steps are left to look for a source */
	bool is_detailed;		/* `engine` is one in detail */
	bool in_detail[RULE_COUNT];	/* rules that it judges */
	bool was_in_detail[RULE_COUNT];	/* rules that one in detail judged earlier */
	/* Of before: what was known of the rules that are judged in detail, and the searches of all rules. */
	struct judgement coarse[RULE_COUNT];
	struct engine *coarse_engine;
	struct search_progress coarse_progress;
	bool keep_dependencies;
	uint32_t refused;		/* assumptions, as in struct run */
	struct judge_log *log;	/* NULL: there is none */
};

/* A path with causes at least this heavy, see weigh(), is not pursued first. */
#define MUCH_TO_LOOK_INTO 1000

/* ---- judge.c ---- */

/*
 * Fills SEEDS (room for ERAS_MAX): where the callback's parameters hold BLOCKABLE, in every era that fits its
 * signature. Returns their number.
 */
size_t make_seeds(const struct subject *subject, bool blockable, struct seed *seeds);
/* The number of the parameter that is the range, for engine_explore(). */
uint32_t range_param(const struct subject *subject);
/* Explores the callback with ENGINE: the judge's prover, or its searcher. */
const struct exploration *explore(struct judge *judge, struct engine *engine, bool blockable);
/* Tells the log that ENGINE is asked. */
void note_search(struct judgement *judgement, const struct engine *engine, bool blockable);
/* Makes RUN, by ENGINE, a dependency of the verdict. */
void note_run(struct judgement *judgement, struct engine *engine, bool blockable,
	      const struct exploration *run);
/* ---- events.c ---- */

/* The cost of looking into CAUSES, all of them. */
size_t weigh(struct engine *engine, const struct pmap *causes);

/* ---- feasible.c ---- */

/* Whether one of CAUSES can still be looked into. */
bool can_look(const struct pmap *causes);

#endif
