/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Judging one callback: two explorations, one with the range blockable and one without, and the rules
 * over their outcomes.
 *
 * It goes in rounds. A rule that cannot decide says which causes it depends on. The caller resolves them
 * (engine_resolve(), after adding units) or gives them up, and starts the next round, until no cause is
 * wanted any more.
 */
#ifndef MNCHECK_RULES_JUDGE_H
#define MNCHECK_RULES_JUDGE_H

#include "contract/nonblock.h"
#include "engine/engine.h"
#include "rules/rules.h"

/* What is judged. */
struct subject {
	struct function_ref function;	/* the callback's body, in a unit of the engine's program */
	/*
	 * Where its ops have a second pass: what calls both, for the events of both. Neither this
	 * nor `passes_why`: there is none. `passes_why`: there is one that is not known.
	 */
	struct function_ref passes;
	const char *passes_why;
	enum contract_kind kind;
	bool sets_end;		/* its ops also set contracts[kind].end_field */
	/* Interval kinds: whether the driver reads the sequence of the notifiers with these ops. */
	enum sequence_use {
		SEQUENCE_UNKNOWN,	/* `sequence_why` says what stood in the way */
		SEQUENCE_UNUSED,
		SEQUENCE_USED,
	} sequence_use;
	const char *sequence_why;
	/* Finds, when a rule asks, the caller of notifiers that must not block; NULL: no tree to look in. */
	const struct nonblock_caller *(*find_nonblock_caller)(void *context);
	void *context;
};

/* What a rule sees. */
struct judgement {
	struct engine *engine;	/* the search whose run is read now */
	struct engine *prover;	/* of the pair that the rule asks */
	const struct subject *subject;
	const struct contract *contract;
	const char *callback;	/* C name */
	struct judge *judge;	/* explores when a rule asks, see read_run() */
	const struct exploration *runs[2];	/* those that it read, [1]: with the range blockable */
	struct engine *explorers[2];	/* that made them: the judge's prover, or its searcher */
	struct arena *arena;	/* the run's: strings of findings */
	enum rule_id rule;	/* the one that is asked now */
	const struct rule *row;	/* of that rule, in table.h */
	void *context;		/* the rule's own, for its objects_to; NULL: it has none */

	/* What the rule said, see the functions below. */
	bool violated;
	struct finding finding;
	const struct pmap *depends_on;	/* causes */
	const struct pmap *first;	/* those of them that had better be resolved first */
	const struct pmap *would_add;	/* causes of further values of a violation */
	const char *undecided_why, *undecided_at;
	bool not_applicable;	/* after all: this callback has no verdict for the rule */

	/* What the rule looked for, for a log. */
	bool asked[2][2];	/* [1]: the searcher; [1]: with the range blockable */
	const struct intset *values[2];	/* values that would be bad; NULL: not looked for */
	/* The open event with the fewest causes that was seen last; or NULL. */
	const struct event *closest;
	struct engine *closest_by;	/* the search that saw it */
	bool closest_blockable;	/* and whether the range was blockable */

	/* What the rule read, for its dependencies. */
	bool read[2];		/* the run */
	bool sought[EVENT_KINDS_MAX];	/* the event, in some run */
	const char *assumes[ASSUMPTION_COUNT];	/* assumptions of the rule itself: about what */
	bool keep_dependencies;	/* `dependencies` is wanted */
	const struct verdict_dependencies *dependencies;
};

/* What rules look for in runs, as models announce it; the numbers of engine_options.events. */
enum judged_event {
	JUDGED_SLEEP,
	JUDGED_RECLAIM,
	JUDGED_SET_SEQUENCE,
};
extern const char *const judged_events[EVENT_KINDS_MAX];
/* For each event: words that code which brings it about is likely to have, NULL at the end; or NULL. */
extern const char *const *const event_words[EVENT_KINDS_MAX];

/* ---- for the caller ---- */

struct judge;

/* One rule, once it was judged in a round. Valid during the call of the log only. */
struct judge_question {
	struct judgement *judgement;	/* as it stands; make_finding_path() may be asked for its `closest` */
	const cause_list *refused;	/* what its budget did not let it look into; may be empty */
	uint32_t steps;		/* that its budget allows, with those of the rules before it ... */
	uint32_t spent;		/* ... and of these, those that were run */
	uint32_t sources;	/* files that it had looked for so far */
};

/* What a judge tells of its rounds. */
struct judge_log {
	void (*judged)(struct judge_log *log, const struct judge_question *question);
};

/* SUBJECT is copied; ENGINE and ARENA stay the caller's. */
struct judge *judge_begin(struct engine *engine, const struct subject *subject,
			  struct arena *arena);
/* Makes the row say what each verdict depends on. To be called before the first round. */
void judge_keep_dependencies(struct judge *judge);
/*
 * A verdict that depends on one of ASSUMPTIONS (as in struct run) is undecided. To be called before the first
 * round.
 */
void judge_refuse(struct judge *judge, uint32_t assumptions);
/* LOG (the caller's) is told of each rule in each round. To be called before the first round. */
void judge_tell(struct judge *judge, struct judge_log *log);
/*
 * Explores and judges the ENABLED rules. Appends to WANTED, in a fixed order, the causes that verdicts
 * depend on and that are neither resolved nor hopeless; none: finished. With DETAILS it also wants the
 * causes that could only add values to a finding.
 */
void judge_round(struct judge *judge, const bool enabled[RULE_COUNT], bool details,
		 cause_list *wanted);
/*
 * For the causes that the last round wanted, so many SOURCES were looked for, of which none was for a round
 * before. They are charged to the rules that wanted causes.
 */
void judge_charge(struct judge *judge, uint32_t sources);
/*
 * To be called when a round wanted nothing. Some ENABLED rule is undecided since states were joined, and few steps
 * were spent so far: from now on such rules are judged by searches in detail, see engine_in_detail(). They were
 * judged so: the others go on. Returns false: neither.
 */
bool judge_in_detail(struct judge *judge, const bool enabled[RULE_COUNT]);
/* Writes verdicts, findings and reasons of the last round into ROW, and ends the judge. */
void judge_finish(struct judge *judge, struct row *row);

/* Says what the callback's callees do to locks. */
struct balance *lock_balance(struct judgement *judgement);

/* What JUDGEMENT depends on, as of this round; in its arena. */
const struct verdict_dependencies *make_dependencies(const struct judgement *judgement);

/* ---- for the rules ---- */

/*
 * Whether the callback learns from each call whether it may block. One that does not has one run, with the range
 * "not blockable".
 */
static inline bool is_told(const struct judgement *judgement)
{
	return kinds_with_blockability.has(judgement->contract);
}
/* One of the two runs, explored when a rule first asks for it in a round. The verdict then depends on it. */
const struct exploration *read_run(struct judgement *judgement, bool blockable);
/* The rule itself makes ASSUMPTION about ABOUT (a name). */
void judgement_assumes(struct judgement *judgement, enum assumption assumption,
		       const char *about);

/* An outcome that a rule objects to, in one of the runs. */
struct objection {
	const struct outcome *outcome;
	bool blockable;
	const struct intset *bad;	/* the values objected to */
};
typedef VEC(struct objection) objections;

/*
 * Looks for outcomes of run BLOCKABLE whose value can lie in BAD. Those that are proved go into FOUND; the
 * causes of the others are noted in JUDGEMENT.
 */
void find_bad_values(struct judgement *judgement, bool blockable, const struct intset *bad,
		     objections *found);
/* Whether a rule objects to OUTCOME, once it knows more of what *CAUSES becomes. */
typedef bool objects_to(struct judgement *judgement, const struct outcome *outcome,
			const struct pmap **causes);
/*
 * For a rule that reads the runs itself, and has seen an outcome in run BLOCKABLE that it would object to
 * if it were proved: from the next round on the searcher may look for one.
 */
void suspect_values(struct judgement *judgement, bool blockable);
/*
 * Lets the searcher look for an outcome with a value in BAD (NULL: any) to which OBJECTS, if that is due. Returns
 * whether the round ends with that: the outcome is in FOUND, or causes to look into are noted in JUDGEMENT.
 */
bool find_suspected_values(struct judgement *judgement, bool blockable, const struct intset *bad,
			   objects_to *objects, objections *found);
/* All values but those of ALLOWED (COUNT numbers), as wide as the callback's result. */
const struct intset *values_except(struct judgement *judgement, const int *allowed, size_t count);
/*
 * Whether ENGINE's RUN leaves a way to STATE, with VALUE (or NULL) in SET, for which there are *CAUSES. A cause
 * is added where nobody knows.
 */
bool may_happen(struct engine *engine, const struct exploration *run, const struct state *state,
		const struct value *value, const struct intset *set, const struct pmap **causes);
/*
 * Likewise of OUTCOME with a value in BAD. *CAUSES become those of its path and value, without faults. With BAD
 * NULL the value does not matter.
 */
bool outcome_may_happen(struct engine *engine, const struct exploration *run,
			const struct outcome *outcome, const struct intset *bad,
			const struct pmap **causes);
/* If RUN is incomplete, the verdict depends on the reason. */
void depends_on_rest_of_run(struct judgement *judgement, const struct exploration *run);

/* The verdict depends on CAUSES, which may be empty. */
void judgement_depends(struct judgement *judgement, const struct pmap *causes);
/* Undecided for another reason than a cause. */
void judgement_undecided(struct judgement *judgement, const char *why, const char *at);
/* It violates: MESSAGE in the judgement's arena, the path that of OUTCOME. */
void judgement_violates(struct judgement *judgement, const struct objection *objection,
			const char *message);

/*
 * The proved EVENT of run BLOCKABLE with the shortest path, or NULL. Notes in JUDGEMENT the causes of
 * unproved ones, and of calls not looked into in that run. The searcher goes first: as long as it sees a
 * way on, only the causes of that way are noted. Where it proves the event, JUDGEMENT's engine becomes the
 * searcher. The prover alone proves that there is none.
 */
const struct event *find_event(struct judgement *judgement, bool blockable,
			       enum judged_event event);
/*
 * The proved EVENT with a range that is not blockable and whose notifier event is VALUE, or NULL.
 * *OPEN: there may be one all the same.
 */
const struct event *find_event_on(struct judgement *judgement, enum judged_event event,
				  uint64_t value, bool *open);
/*
 * What happens in EVENT, by the name that the source calls it: the macro or the function that the last
 * step of its path calls. In the judgement's arena, or of the unit.
 */
const char *describe_event(struct judgement *judgement, const struct event *event);
/*
 * " if s.f is g and t.h is k": the members of unknown structs that the way to EVENT went through, with the
 * targets that it took; "" when there is none. In the judgement's arena.
 */
const char *describe_pointers(struct judgement *judgement, const struct event *event);
/* What a path is to show. */
struct path_wish {
	bool blockable;			/* the run that it is of */
	const struct value *result;	/* the value that it leads to; NULL: it leads to an event */
	const struct trace *const *deciding;	/* steps that the rule wants told: a branch, the calls around it */
	size_t ndeciding;
};

/*
 * Reports a violation: the path that ends at LAST is told as WISH says. Only the first call for a judgement counts. IDENTITY
 * stands for the finding in its fingerprint: MESSAGE, or what it was before it got better words.
 */
void violate(struct judgement *judgement, const struct trace *last, const struct path_wish *wish,
	     const char *message, const char *identity);
/* It violates: MESSAGE, by what happens in EVENT. */
void judgement_violates_by(struct judgement *judgement, const struct event *event,
			   bool blockable, const char *message);

/* "-EINTR or -EBUSY", "false"; the values of all objections. In the judgement's arena. */
const char *describe_values(struct judgement *judgement, const objections *found);
/* "-EAGAIN" for -11 of 32 bits, "3" for 3. */
void print_errno(uint64_t bits, uint32_t width, struct strbuf *out);

struct finding_path {
	struct trace_step *steps, *whole;	/* what decides; everything */
	size_t nsteps, nwhole;
};

/* The path that ends with TRACE as steps for a reader; in the judgement's arena. */
struct finding_path make_finding_path(struct judgement *judgement, const struct trace *trace,
				      const struct path_wish *wish);

#endif
