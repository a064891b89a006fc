/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside judge.c, events.c and values.c: one callback while it is judged. */
#ifndef MNCHECK_RULES_INTERNAL_H
#define MNCHECK_RULES_INTERNAL_H

#include "contract/eras.h"
#include "rules/judge.h"

/* How far the searcher has come with a bad value. */
struct value_search {
	uint32_t limit;		/* steps at which it ends; 0: not begun */
	bool ended;		/* without one */
	bool suspected;		/* the prover has seen one that is not proved */
};

struct judge {
	struct judgement judgements[RULE_COUNT];
	const struct exploration *runs[2];	/* of this round; NULL: not asked for yet */
	/* likewise, with the second pass if there is one; [1] by the searcher */
	const struct exploration *event_runs[2][2];
	bool searched[EVENT_KINDS_MAX][2];	/* the searcher has nothing left to look into */
	uint32_t searcher_limits[EVENT_KINDS_MAX];	/* its steps after which that is so; 0: not begun */
	/* Causes of an event that the searcher saw, if none of them can be looked into; or NULL. */
	const struct pmap *unprovable[EVENT_KINDS_MAX][2];
	bool ran[RULE_COUNT];
	struct engine *engine;
	struct subject subject;
	struct arena *arena;
	const char *callback;
	struct balance *balance;	/* NULL: no rule has asked */
	uint32_t limits[RULE_COUNT];	/* steps at which the rule's own budget is spent; 0: not begun */
	uint32_t longest[RULE_COUNT];	/* steps of the rule's longest round so far */
	uint32_t sources[RULE_COUNT];	/* calls and pointers that the rule had files brought in for */
	bool spent[RULE_COUNT];		/* its budget `sources` */
	struct value_search searches[RULE_COUNT][2];
	bool searcher_proved[2];	/* for some rule, that a bad value is returned */
	bool keep_dependencies;
	struct judge_log *log;	/* NULL: there is none */
};

/* An event with causes at least this heavy is not pursued before the others. */
#define MUCH_TO_LOOK_INTO 1000

/* ---- judge.c ---- */

/* What the parameters say about blockability, in whichever era the tree is; SEEDS has room for ERAS_MAX. */
size_t make_seeds(const struct subject *subject, bool blockable, struct seed *seeds);
/* The parameter that is the range, as engine_explore() wants it. */
uint32_t range_param(const struct subject *subject);
/* The callback, explored by ENGINE: the judge's prover, or its searcher. */
const struct exploration *explore(struct judge *judge, struct engine *engine, bool blockable);
/* ENGINE is asked, for the log. */
void note_search(struct judgement *judgement, const struct engine *engine, bool blockable);
/* The verdict depends on RUN, which is ENGINE's. */
void note_run(struct judgement *judgement, struct engine *engine, bool blockable,
	      const struct exploration *run);
/* The path ends at LAST; RESULT is what is returned then, or NULL. The first one of a judgement stands. */
void violate(struct judgement *judgement, const struct trace *last, bool blockable,
	     const struct value *result, const char *message);

/* ---- events.c ---- */

/* How much must be looked into before it is known whether an event with these CAUSES happens. */
size_t weigh(struct engine *engine, const struct pmap *causes);
/* Whether one of CAUSES can still be looked into. */
bool can_look(const struct pmap *causes);

#endif
