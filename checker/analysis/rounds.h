/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rounds of refinement, as a log: of each callback what its rules asked in a round, which search
 * answered, which causes the answer depended on, what was done about them, and what was spent.
 *
 * The judge of the rules, the resolver and judging write into it where there is one (a NULL log costs a
 * test). It holds texts only, so it outlives engines and units. cmd/dump_rounds.c prints it.
 */
#ifndef MNCHECK_ANALYSIS_ROUNDS_H
#define MNCHECK_ANALYSIS_ROUNDS_H

#include "analysis/candidates.h"
#include "engine/engine.h"
#include "engine/spending.h"
#include "rules/judge.h"

/* ---- the data ---- */

enum fate {
	FATE_OPEN,		/* nothing was done about it so far */
	FATE_RESOLVED,
	FATE_GIVEN_UP,
};

/* A cause, as it was when a verdict first depended on it, and what became of it. */
struct round_cause {
	const char *place;	/* "file:line, in 'f'", as much of it as is known */
	const char *what;	/* "calls 'f', not entered yet" */
	const char *reason;	/* likewise, when it stays open: "calls 'f', whose source was not found" */
	const char *remedy;	/* what would decide it */
	enum fate fate;
	const char *done;	/* what was done about it, "" */
	unsigned round;		/* in which; 0: never */
	const struct round_subject *subject;
};
typedef VEC(struct round_cause *) round_causes;

/* One rule in one round. */
struct round_question {
	enum rule_id rule;
	const char *asked;	/* "is 'sleep' reached, range not blockable?" */
	const char *search;	/* "prover", "searcher", "searcher and prover"; "": neither */
	enum verdict verdict;	/* so far */
	round_causes causes;	/* that it depends on */
	round_causes refused;	/* that the budget `sources` did not let it look into */
	const char *why;	/* undecided for another reason; or NULL */
	const char *event;	/* the closest event that is not proved: "'sleep' in f (file:line)"; or NULL */
	const char *way;	/* the calls on the way to it, as lines; or NULL */
	uint32_t steps, spent, sources;	/* as in struct judge_question */
};

/* One round of one callback. */
struct round {
	VEC(struct round_question) questions;
	round_causes wanted;	/* what is looked into after it */
	struct spending spent;	/* at its end, in all */
};

/* One callback, on one architecture. */
struct round_subject {
	struct rounds *rounds;
	struct judge_log log;
	const char *file, *callback, *ops, *arch;
	unsigned line;
	enum contract_kind kind;
	const char *assumes;	/* configuration it was judged in when that is not the build's, or NULL */
	const char *sequence;	/* which notifiers could not be followed, as lines; or NULL */
	VEC(struct round) done;
	struct engine *engine;	/* NULL: it has come to its end */
	enum verdict verdicts[RULE_COUNT];	/* then */
};

struct rounds {
	struct arena *arena;
	VEC(struct round_subject *) subjects;	/* in the order of judging */
	struct intmap causes;	/* of engines that live: struct cause pointer -> struct round_cause */
};

/* ---- writing; these do nothing where there is no log, if not said otherwise ---- */

struct rounds *rounds_new(void);	/* never NULL */
void rounds_free(struct rounds *rounds);

/* CANDIDATE is judged by ENGINE now. Returns its part of the log; NULL without ROUNDS. */
struct round_subject *rounds_begin(struct rounds *rounds, const struct candidate *candidate,
				   struct engine *engine);
void rounds_open_round(struct round_subject *subject);
/* The round is over; CAUSES are looked into next. */
void rounds_close_round(struct round_subject *subject, const cause_list *causes);
/* LINES say which notifiers of the callback could not be followed. SUBJECT is not NULL. */
void rounds_explain_sequence(struct round_subject *subject, const char *lines);
/* The row stands; the engine goes. */
void rounds_finish(struct round_subject *subject, const struct row *row);

/* One thing that is done about CAUSE; several are set apart by "; ". */
void rounds_tell(struct rounds *rounds, const struct cause *cause, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/*
 * CAUSE is RESOLVED in PROGRAM, or given up: because of WHY, or (NULL) of what its kind says or the resolver
 * told.
 */
void rounds_settle(struct rounds *rounds, struct program *program, const struct cause *cause,
		   bool resolved, const char *why);

#endif
