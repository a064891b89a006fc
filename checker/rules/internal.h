/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside judge.c, events.c and values.c: one callback while it is judged. */
#ifndef MNCHECK_RULES_INTERNAL_H
#define MNCHECK_RULES_INTERNAL_H

#include "contract/eras.h"
#include "rules/judge.h"

/* The scout's search for a bad value. */
struct value_search {
	uint32_t limit;		/* steps at which it ends; 0: not begun */
	bool ended;		/* without one */
	bool suspected;		/* the engine has seen one that is not proved */
};

struct judge {
	struct judgement judgements[RULE_COUNT];
	const struct exploration *runs[2];	/* of this round; NULL: not asked for yet */
	/* likewise, with the second pass if there is one; [1] by the scout */
	const struct exploration *event_runs[2][2];
	bool scouted[EVENT_KINDS_MAX][2];	/* the scout has nothing left to look into */
	uint32_t scout_limits[EVENT_KINDS_MAX];	/* its steps after which that is so; 0: not begun */
	/* What an event that the scout saw hangs on, where none of it can be looked into; or NULL. */
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
	bool spent[RULE_COUNT];		/* more would be needed than it may */
	struct value_search searches[RULE_COUNT][2];
	bool scout_proved[2];	/* for some rule, that a bad value is returned */
	bool keep_basis;
};

/* An event that hangs on more than this is not pursued before the others. */
#define MUCH_TO_LOOK_INTO 1000

/* ---- judge.c ---- */

/* What the parameters say about blockability, in whichever era the tree is; SEEDS has room for ERAS_MAX. */
size_t make_seeds(const struct subject *subject, bool blockable, struct seed *seeds);
/* The parameter that is the range, as engine_explore() wants it. */
uint32_t range_param(const struct subject *subject);
/* The callback, explored by ENGINE: the judge's, or its scout. */
const struct exploration *explore(struct judge *judge, struct engine *engine, bool blockable);
/* The verdict rests on RUN, which is ENGINE's. */
void note_run(struct judgement *judgement, struct engine *engine, bool blockable,
	      const struct exploration *run);
/* The path ends at LAST; RESULT is what is returned then, or NULL. The first one of a judgement stands. */
void violate(struct judgement *judgement, const struct trace *last, bool blockable,
	     const struct value *result, const char *message);

/* ---- events.c ---- */

/* How much there is to look into before it is known whether what hangs on CAUSES happens. */
size_t weigh(struct engine *engine, const struct pmap *causes);
/* Whether looking into one of CAUSES is possible still. */
bool can_look(const struct pmap *causes);

#endif
