/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The engine: a path-sensitive abstract interpreter over linked units, with function summaries. It knows
 * no rule and no kernel primitive.
 *
 * It works by refinement. A callee is *opaque* at first: it returns any value and may change all that it
 * can reach. That over-approximates, so what holds then is proved. Each value and each path that depends
 * on an opaque callee knows its *causes*. Where a verdict depends on a cause, the caller resolves it
 * (opens the function, or adds its unit to the program) and explores again: one round of refinement.
 */
#ifndef MNCHECK_ENGINE_ENGINE_H
#define MNCHECK_ENGINE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "domain/state.h"
#include "ir/ir.h"

/* ---- the program: units linked ---- */

struct program;

struct program *program_new(void);
void program_free(struct program *program);

/* A model's function with this prefix stands in for all functions whose names begin with the rest. */
#define MODEL_PREFIX "__mn_prefix_"

/*
 * Adds UNIT and takes ownership of it. A model's function stands in for every function of its name that
 * is external or defined in a header. A model added later replaces an earlier one.
 */
void program_add_unit(struct program *program, struct ir_unit *unit, bool is_model);
/* Likewise, but UNIT stays the caller's; several programs may have it. It must outlive PROGRAM. */
void program_share_unit(struct program *program, struct ir_unit *unit, bool is_model);
/* Shares all units of MODELS, a program that has models alone. */
void program_share_models(struct program *program, const struct program *models);

/*
 * Models of a role stand in for what a search in that role calls: __mn_ROLE_NAME for the function NAME, and
 * __mn_ROLE_RECORD__MEMBER for all that is called through a member. Without the role they stand in for nothing.
 */
#define ROLE_PREFIX "__mn_"

/* A function with a body, in its unit. */
struct function_ref {
	struct ir_unit *unit;
	struct ir_function *function;	/* NULL: there is none */
	bool is_model;
};

/*
 * The function that symbol SYMBOL of UNIT refers to, in code of the model MODEL (NULL: of the kernel). A model that names
 * itself means the kernel's inline function that it stands in for.
 */
struct function_ref program_resolve(struct program *program, struct ir_unit *unit,
				    uint32_t symbol, const struct ir_function *model);
/* Likewise by KEY, without a unit that refers to it. */
struct function_ref program_find(struct program *program, const char *key);
/*
 * Whether symbol SYMBOL of UNIT, in code of MODEL, means the function that MODEL stands in for. Where no header has it,
 * program_resolve() finds nothing, and a call of it changes nothing and yields any value.
 */
bool program_means_original(struct program *program, const struct ir_unit *unit, uint32_t symbol,
			    const struct ir_function *model);

/*
 * From now on a weak function is none until program_settle_weak() says that no other file defines KEY,
 * or until such a file was added.
 */
void program_expect_strong(struct program *program);
void program_settle_weak(struct program *program, const char *key);

/* A function that some unit puts into a field. */
struct field_target {
	struct ir_unit *unit;
	uint32_t symbol;
	const char *key;
};
/* Appends all functions that the units put into RECORD.FIELD to TARGETS (VEC), by key. */
struct field_targets { struct field_target *data; size_t count, room; };
void program_field_targets(struct program *program, const char *record, const char *field,
			   struct field_targets *targets);
/* Declares that KEY is written in assembler: no event follows from it (assumption "asm"). */
void program_declare_assembly(struct program *program, const char *key);
/* Declares that every unit that assigns FIELD of RECORD has been added. */
void program_complete_field(struct program *program, const char *record, const char *field);
/*
 * Declares that the units are all that there is: of a member of a type that one unit's main file defines they
 * hold every assignment.
 */
void program_complete_private(struct program *program);
/* Declares that every unit that updates the static call of the trampoline KEY has been added. */
void program_complete_static_call(struct program *program, const char *key);

/* ---- causes: what stood in the way ---- */

enum cause_kind {
	CAUSE_CLOSED,		/* a function with a body that was not entered yet */
	CAUSE_NO_BODY,		/* a function that no unit defines so far */
	CAUSE_FRONTIER,		/* likewise, called somewhere below a function not entered */
	CAUSE_INDIRECT,		/* a function pointer whose targets are not known */
	CAUSE_DAMAGED,		/* the parser lost part of the function */
	CAUSE_UNSUPPORTED,	/* an IR_UNSUPPORTED instruction */
	CAUSE_BUDGET,		/* a named budget was spent */
	CAUSE_RECURSION,	/* a recursion without a fixpoint */
	CAUSE_OTHERS,		/* a model's __mn_others(): the effects of other processors */
	CAUSE_FAULT,		/* assembly whose access to memory may fault; proves no event */
	CAUSE_JOINED,		/* a value, or a path, where ways meet or a loop comes round */
	CAUSE_CONTENT,		/* a value that the engine lost */
	CAUSE_ALIAS,		/* whether two pointers that others made lead to one object */
	CAUSE_UNSET,		/* a value that is read before it is set */
	CAUSE_ELSEWHERE,	/* a constant that a file defines which was not read */
	CAUSE_INPUT,		/* a path for which no input was found */
};

struct cause {
	uint32_t id;
	enum cause_kind kind;
	const char *callee;	/* key of the function, or NULL */
	const struct ir_field *field;	/* INDIRECT: the member it was loaded from, or NULL */
	const char *detail;	/* BUDGET: which; DAMAGED, UNSUPPORTED, INDIRECT, CONTENT, ...: what */
	struct engine *engine;	/* that met it, one of a pair */
	struct ir_unit *unit;	/* of the call */
	const struct ir_function *function;
	const struct ir_inst *site;
	bool from_model;	/* the call is in a model */
	uint32_t distance;	/* from the event, see causes_that_reach() */
	bool tried_near;	/* INDIRECT: the targets near to the callback are known */
	/* Whether it opens or closes a scope, as of so many units; see may_change_scope(). */
	size_t scope_units;
	bool changes_scope;
	bool in_scope;		/* the call graph cleared it by way of a scope, see causes_that_reach() */
	bool resolved;		/* no result depends on it any more */
	bool hopeless;		/* resolving it was tried in vain */
};

typedef VEC(struct cause *) cause_list;

/* ---- traces ---- */

enum trace_kind {
	TRACE_BRANCH,		/* the condition at `site` was `taken` */
	TRACE_CASE,		/* the switch at `site` went to target number `taken` */
	TRACE_CALL,		/* the call at `site`; `inner` is how it went inside */
	TRACE_RETURN,		/* returned `value` */
	TRACE_ASSIGN,		/* a constant that looks like an error, `value`, was stored */
	TRACE_LOCK, TRACE_UNLOCK,	/* of `value` */
	TRACE_NOTE,		/* a model says `text` */
};

struct trace {
	const struct trace *previous;
	const struct trace *inner;	/* CALL: last step in the callee */
	enum trace_kind kind;
	uint32_t taken;
	bool known;		/* BRANCH, CASE: no other way was open */
	bool is_model;		/* inside a model's function */
	const struct value *value;
	const struct intset *range;	/* of value, at that step */
	const char *text;	/* of a NOTE; CALL: the callee's key */
	const struct ir_field *field;	/* CALL: the member that must hold the callee; or NULL */
	const struct ir_unit *unit;
	const struct ir_function *function;
	const struct ir_inst *site;
	uint32_t length;	/* of the whole trace */
	uint32_t choices;	/* of the whole trace: tests that could have gone another way; none that a macro makes */
};

/*
 * Whether TRACE asks its reader to believe less than OTHER does: fewer tests that could have gone another way; of as many,
 * fewer steps. NULL: a path without a step.
 */
bool trace_is_shorter(const struct trace *trace, const struct trace *other);

/* ---- budgets ---- */

/* What one exploration may spend. ASSUMPTIONS.md explains each. */
struct budgets {
	uint32_t states_per_block;	/* distinct states before they are joined */
	uint32_t outcomes;		/* of one summary, before they are joined */
	uint32_t steps;			/* blocks run in one activation of a function */
	uint32_t all_steps;		/* blocks run in all, over all rounds */
	uint32_t call_depth;
	uint32_t targets;		/* of one function pointer */
	uint32_t summaries;		/* contexts kept for one function */
	size_t memory;			/* of one pair of searches, and of all states under way */
};
extern const struct budgets default_budgets;
/* Those of a pair that joins no states, for small callbacks. */
extern const struct budgets detailed_budgets;

/* ---- assumptions ---- */

/*
 * The assumptions that a result can make, in the order of ASSUMPTIONS.md. Those that the kernel's own
 * compiler flags guarantee, or that every result makes, are not counted.
 */
#define ASSUMPTIONS(X)                                                                        \
	X(NO_ALIAS, "no-alias", "what is written through a pointer changes no other object "  \
	  "that was reached by another pointer")                                              \
	X(FROZEN_RANGE, "frozen-range", "the range stays as it was passed, whatever is called") \
	X(VALID_ADDRESS, "valid-address", "the address of a variable, member or element is "  \
	  "neither null nor an error pointer")                                                \
	X(FIELD_TARGETS, "field-targets", "only functions that a file of the tree puts into " \
	  "this member are called through it")                                                \
	X(INITIAL_TABLES, "initial-tables", "a function pointer in a static variable keeps "  \
	  "its initial value")                                                                \
	X(GHOSTS, "ghosts", "none of the states that models keep (scopes, counts) is set "    \
	  "when the callback is entered")                                                     \
	X(ASM, "asm", "assembly changes nothing but its outputs")                             \
	X(SCOPE_NEUTRAL, "scope-neutral", "a call that was not looked into, and is not seen " \
	  "to close a scope, leaves the one open that it is made in")                         \
	X(STATIC_CALLS, "static-calls", "a static call enters nothing but what its "          \
	  "definition, and the updates that were found, put into it")                         \
	X(LOCK_IDENTITY, "lock-identity", "an unlock under another name drops the held lock " \
	  "of the same member")                                                               \
	X(LOCK_ROWS, "lock-rows", "a loop that drops locks of one member drops all that "      \
	  "another loop took")                                                                \
	X(FIELD_NEUTRAL, "field-neutral", "a call that was not looked into leaves a member as " \
	  "it was where no code is known that it leads to and that assigns this member")     \
	X(LOCK_NEUTRAL, "lock-neutral", "functions outside of the driver leave locks as they " \
	  "find them")                                                                        \
	X(CALLBACKS_KEEP, "callbacks-keep", "callbacks that are called through their table fail only " \
	  "as their contract lets them, and leave the range and the core's lists as they are")  \
	X(MISSING_HEADER, "missing-header", "a header that was not found redefines no name "   \
	  "that something else declares, and no option of Kconfig")

enum assumption {
#define X(suffix, name, text) ASSUMPTION_##suffix,
	ASSUMPTIONS(X)
#undef X
	ASSUMPTION_COUNT
};

/* An assumption, and where it was made first. */
struct assumption_made {
	enum assumption assumption;
	const struct ir_unit *unit;
	const struct ir_inst *site;	/* NULL: not at one instruction */
	const struct ir_field *field;	/* FIELD_TARGETS, INITIAL_TABLES: the member */
};

/* ---- exploring ---- */

struct engine;
struct reach;

/* Kinds of events that opaque calls may announce, see exploration.met_for. */
#define EVENT_KINDS_MAX 4

struct engine_options {
	struct budgets budgets;
	/* Events that the caller will ask about; the rest is NULL. */
	const char *events[EVENT_KINDS_MAX];
	/*
	 * The file of the callback, or NULL. Of a pointer's unknown targets the nearest to it come
	 * first.
	 */
	const char *home;
	/*
	 * The call graph of PROGRAM, which the caller owns and all engines share. NULL: no call is
	 * dismissed.
	 */
	struct reach *reach;
	/*
	 * Whether a call in the file CALLER of CALLEE (a key), whose body is in no unit, is likely to
	 * lead to event number EVENT. The searcher asks for those bodies first. NULL: all are equally
	 * likely.
	 */
	bool (*is_likely)(void *context, const char *callee, const char *caller, unsigned event);
	void *context;		/* of is_likely */
	/* Functions of headers with fewer instructions are entered at once. */
	uint32_t open_instructions;
	bool open_all;		/* every body is entered at once (tests, dumps) */
	/*
	 * Whose models stand in for callees, see ROLE_PREFIX; NULL: no role. In a role the states that track locks
	 * know what its models hold (__mn_hold()), and no locks.
	 */
	const char *role;
	/* States know which locks are held. Otherwise states that differ in nothing else are one. */
	bool tracks_locks;
	/*
	 * States of a block that agree on locks are one: a few steps show of most functions what they do to
	 * locks (property simulation: Das, Lerner and Seigle, "ESP", 2002).
	 */
	bool merges_by_locks;
	bool in_detail;		/* see engine_in_detail() */
	/* A missing body that has come is not entered at once: it takes a CLOSED cause to open it. */
	bool is_modular;
	/* The first number of its causes: causes of several engines can be in one map. */
	uint32_t first_cause;
};

/*
 * First causes of the other engines for a callback: those of its balance (balance.h), the prover of its pair
 * for locks, and, from that of its prover on, the searcher of either pair.
 */
#define CAUSES_OF_SEARCHER ((uint32_t)1 << 24)
#define CAUSES_OF_BALANCE ((uint32_t)2 << 24)
#define CAUSES_OF_LOCKS ((uint32_t)4 << 24)
#define CAUSES_OF_ROUGH_BALANCE ((uint32_t)6 << 24)
#define CAUSES_IN_DETAIL ((uint32_t)8 << 24)
#define CAUSES_ANEW ((uint32_t)128 << 24)

/*
 * A prover and the pair that its searcher will join. PROGRAM stays the caller's and may grow between
 * explorations.
 */
struct engine *engine_new(struct program *program, const struct engine_options *options);
void engine_free(struct engine *engine);

/*
 * The searcher of ENGINE's pair, made at the first call. It works on the same program and opens the same
 * functions. It takes opaque calls to change only what known code below them assigns (assumption
 * "field-neutral"), so it finds the way to an event long before every call on it was looked into. That
 * it finds nothing proves nothing. It shares the budgets of its pair and goes with it.
 */
struct engine *engine_searcher(struct engine *engine);

/*
 * The prover of a second pair for the callback of ENGINE, made at the first call: its states know which
 * locks are held. It opens functions for itself and has budgets of its own, so what it shows depends on no
 * other question. It goes with the first pair, whose answers depend on all that the second one met.
 */
struct engine *engine_for_locks(struct engine *engine);

/*
 * The prover of a further pair for the callback of ENGINE, made anew where ENGINE's pair has opened more since: it
 * joins no states, and gives up where there are too many. It opens what ENGINE's pair has opened so far, and has
 * budgets of its own. It goes with the first pair.
 */
struct engine *engine_in_detail(struct engine *engine);

/*
 * The prover of a further pair for the callback of ENGINE, made at the first call: it opens what is asked for in it,
 * and nothing that another question asked for. It goes with the first pair.
 */
struct engine *engine_anew(struct engine *engine);

/* What an instruction that engine_watch() names announces when it is run. */
#define EVENT_WATCHED "watched"
/* INST, which is no call and no terminator, is an event in explorations that begin from now on. */
void engine_watch(struct engine *engine, const struct ir_inst *inst);

/* A known fact at the entry of a callback. */
struct seed {
	const char *ghost;	/* a variable of the models, whose value is `bits`; NULL: of a parameter */
	uint32_t param;		/* which parameter */
	/* The member of its pointee; both NULL: the parameter itself. */
	const char *record, *field;
	uint64_t mask;		/* which bits are known; UINT64_MAX: all */
	uint64_t bits;
};

/* One way in which a function can end. */
struct outcome {
	struct state state;	/* memory other than locals, facts, locks, notes, trace */
	const struct value *result;	/* NULL: void */
	const struct intset *range;	/* of result; NULL: void */
	/* The causes that chose the path: results of opaque callees. */
	const struct pmap *causes;	/* cause id -> struct cause */
	/* The causes of the value itself. */
	const struct pmap *value_causes;
	/* Opaque calls on the way. */
	const struct pmap *calls;
	/* The value was read from memory, and nothing narrowed it. */
	bool raw;
};

/* A probe (`__mn_probe_...`) that was reached, or an event that a model announced. */
struct event {
	const char *name;	/* "probe_value", "sleep", ... */
	const char *text;	/* its string argument, or NULL */
	const struct value *value;	/* its other argument, or NULL */
	const struct intset *range;
	struct state state;	/* when it happened; its trace tells the way */
	const struct pmap *causes;
	const struct ir_inst *site;
	const struct ir_unit *unit;
};

struct exploration {
	struct arena *arena;	/* of the states below */
	VEC(struct outcome) outcomes;
	VEC(struct event) events;
	/* Every cause met. */
	const struct pmap *met;
	/*
	 * By number in engine_options.events: the causes met where the event counts. It does not count
	 * while a model's variable __mn_suspends_EVENT is known not to be zero.
	 */
	const struct pmap *met_for[EVENT_KINDS_MAX];
	/* Not NULL: some budget or damage kept it from being explored whole, so it proves nothing. */
	struct cause *incomplete;
	/*
	 * The least room that a block had, see room_for_states(), when a state found none there, here or in a callee.
	 * 0: each found some.
	 */
	size_t crowded_at;
	/* What is known of the callback's arguments: id of a symbol -> struct intset. */
	struct intmap entry_facts;
	/* Its own dependencies, without its callees'; see engine_dependencies(). */
	struct intmap used;	/* numbers of the summaries applied */
	VEC(struct assumption_made) assumptions;	/* each assumption once, or once for each member */
};

/*
 * Explores FUNCTION with SEEDS known at entry. The object that the parameter `frozen_param` points to
 * does not change meanwhile (UINT32_MAX: no parameter). The engine owns the result, until the next
 * exploration after some cause was resolved.
 */
const struct exploration *engine_explore(struct engine *engine, struct function_ref function,
					 const struct seed *seeds, size_t nseeds,
					 uint32_t frozen_param);

/*
 * Whether ways may have been left out of RESULT, an exploration of ENGINE, for want of room where the next exploration
 * has some. That one then looks again.
 */
bool engine_look_again(struct engine *engine, const struct exploration *result);

/* Whether RESULT, an exploration of ENGINE, leaves a way to STATE with VALUE (or NULL) in SET. */
enum feasibility engine_feasibility(struct engine *engine, const struct exploration *result,
				    const struct state *state, const struct value *value,
				    const struct intset *set);
/* The cause of what may be feasible or not. */
const struct pmap *engine_doubts(struct engine *engine);

/*
 * Resolves CAUSE for both searches as far as the program allows: opens the callee, or notes that its
 * body or its targets have come. Returns whether a new exploration can see more.
 */
bool engine_resolve(struct cause *cause);
/* CAUSE will not be resolved. */
void engine_give_up(struct cause *cause);

/* Whether no call below FUNCTION, and none in it, touches a lock, as the call graph alone shows. Without one: no. */
bool engine_never_locks(struct engine *engine, struct function_ref function);
/*
 * The causes that must be resolved before event number EVENT is known not to follow from CAUSES, each
 * with its distance. Calls that the call graph clears are left out. Where the graph lacks bodies,
 * CAUSE_FRONTIERs stand for these.
 */
const struct pmap *causes_that_reach(struct engine *engine, const struct pmap *causes,
				     unsigned event);

/* Whether causes like CAUSE are resolved at all: by a body, or by a set of targets. */
bool cause_can_be_resolved(const struct cause *cause);
/* How much must be looked into to resolve CAUSE, in the unit of distances. Without hope: very much. */
uint32_t cause_weight(struct engine *engine, const struct cause *cause);
/* Whether the search that met CAUSE makes progress when some of the targets of a pointer are known. */
bool cause_takes_known_targets(const struct cause *cause);
/* The file of the callback for which CAUSE was met, or NULL. */
const char *cause_home(const struct cause *cause);

/* The main file of the unit that defines the callee of CAUSE, or NULL: not known. */
const char *engine_file_of(struct engine *engine, const struct cause *cause);

/* Whether models have scopes (variables __mn_suspends_EVENT) in which event number EVENT does not count. */
bool engine_has_scopes(struct engine *engine, unsigned event);
/* Blocks run so far by both searches of ENGINE's pair ... */
uint32_t engine_steps(const struct engine *engine);
/* ... and by ENGINE itself. */
uint32_t engine_own_steps(const struct engine *engine);
/* Sets the budget `all_steps` of both searches. */
void engine_limit_steps(struct engine *engine, uint32_t most);

struct domain *engine_domain(struct engine *engine);
/* Functions entered so far by either search, each once. */
size_t engine_functions_explored(const struct engine *engine);

struct reach_visitor;

/* Answers of ENGINE depend from now on on what those of HELPER depend on. HELPER may go. */
void engine_credit(struct engine *engine, const struct engine *helper);

/*
 * Tells VISITOR (engine/reach.h) all that answers of ENGINE, which has a call graph, can depend on, its
 * helpers included: what calls of the functions that it met lead to, and the units whose initial values
 * it read.
 */
void engine_visit_closure(const struct engine *engine, struct reach_visitor *visitor);

/* All that a result depends on, callees included. */
struct result_dependencies {
	VEC(struct function_ref) functions;	/* those entered, each once */
	VEC(struct assumption_made) assumptions;
	cause_list opaque;	/* calls not looked into, with any effect */
};

/*
 * Adds the dependencies of RESULT, an exploration that still stands, to DEPENDENCIES (zeroed before the
 * first).
 */
void engine_dependencies(struct engine *engine, const struct exploration *result,
			 struct result_dependencies *dependencies);
void result_dependencies_free(struct result_dependencies *dependencies);
const char *assumption_name(enum assumption assumption);	/* "no-alias" */
const char *assumption_text(enum assumption assumption);	/* in one line */

/* MAP without CAUSE_FAULTs. For returned values: a fault is one of them. */
const struct pmap *causes_but_faults(struct engine *engine, const struct pmap *map);
/* The causes in A or in B. */
const struct pmap *causes_unite(struct engine *engine, const struct pmap *a,
				const struct pmap *b);
/* The causes in MAP that are not resolved. */
const struct pmap *unresolved_causes(struct engine *engine, const struct pmap *map);
/* The causes in MAP, by id. Appended to LIST. */
void causes_list(const struct pmap *map, cause_list *list);
/* "calls 'f', whose source was not found", for people. */
void cause_describe(const struct cause *cause, struct strbuf *out);
/* "the source of 'f', or a model of it": what would take CAUSE away, for people. */
void cause_remedy(const struct cause *cause, struct strbuf *out);

#endif
