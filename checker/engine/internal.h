/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside engine/ only: the engine itself, activations and summaries.
 *
 * An *activation* explores one function in one calling context. It names memory that comes from outside
 * by the place where it was found (ENTRY symbols), so its result does not mention the caller. Where the
 * caller knows more, the activation *imports* that on its first read, and notes each import in the
 * *footprint*. The outcomes with the footprint are the *summary*: it serves every caller that would
 * import the same.
 */
#ifndef MNCHECK_ENGINE_INTERNAL_H
#define MNCHECK_ENGINE_INTERNAL_H

#include "engine/cfg.h"
#include "engine/engine.h"
#include "engine/program.h"

/* All contexts of one function. */
struct function_info {
	struct function_ref ref;
	const char *key;
	const struct cfg *cfg;
	VEC(struct summary *) summaries;	/* oldest first */
	bool open;		/* may be entered */
	VEC(struct summary *) unfinished;	/* under way, the outermost first */
};

/* Who can change memory that lies outside of the function. */
enum access {
	ACCESS_PUBLIC,		/* any function that is called */
	ACCESS_PRIVATE,		/* only code that was given its address: a local of some caller */
	ACCESS_FROZEN,		/* no code during the callback */
};

/*
 * Key in state->escaped: the address of some private memory was given away. With it goes all that the
 * memory points to, which may be any other private memory of a caller.
 */
#define ESCAPED_PRIVATE 0

/* One question of a summary to its caller, in the order of asking. */
struct import {
	const struct place *place;	/* that was read; NULL: the question is who can change `region` */
	const struct region *region;
	const struct value *value;	/* the answer: what the summary took it for */
	const struct intset *fact;	/* known of the value, NULL: nothing */
	enum pointing pointing;	/* of the value, a pointer that may equal others although it has a name of its own */
	enum access access;
};

typedef VEC(struct import) footprint;

/*
 * What a context hides from a callee although its caller knows it, because it differs from one call of a
 * recursion to the next. A map goes from 2 * place id, or from 2 * region id + 1 (who can change it), to
 * this.
 */
enum hiding {
	HIDING_NOTHING,
	HIDING_FACT,		/* the range of the value */
	HIDING_VALUE,		/* also which value it is */
	HIDING_ALIAS,		/* also that it equals another pointer: this cannot be hidden */
};

struct summary {
	uint32_t number;	/* unique, from 1 */
	struct function_info *info;
	footprint imports;
	struct intmap hidden;	/* by its explorations, see enum hiding */
	struct exploration result;
	/* Of earlier rounds of a recursion: paths of the last one lead through them. */
	VEC(struct exploration) earlier;
	struct activation *under_way;	/* the activation that explores it now, or NULL */
	bool context_free;	/* explored without any caller */
	uint32_t rounds;	/* since it was last widened */
	bool widened;		/* recursion: in the round under way more was hidden */
	bool unfit;		/* recursion: a call inside could not be included */
	bool used_while_active;	/* recursion: the outcomes so far were used */
	uint32_t stamp;		/* of the round that was begun last; no other round of any summary has it */
	/* Unfinished summaries of a recursion that it is made of: it stands until these begin another round. */
	VEC(struct recursion_use { struct summary *summary; uint32_t stamp; }) uses;
	bool finished;
};

/* The inner region that stands for a region of the caller. */
struct region_link {
	const struct region *inner;
	int64_t shift;		/* bytes: inner offset 0 is outer offset `shift` */
};

struct activation {
	struct engine *engine;
	struct function_info *info;
	struct ir_unit *unit;
	const struct ir_function *function;
	struct activation *caller;	/* NULL: at the top, or context-free */
	const struct state *caller_state;	/* when the call was made */
	const struct value **arguments;	/* the caller's values; aggregates by address */
	uint32_t narguments;
	uint32_t depth;

	/* at the top only */
	bool is_callback;	/* entered from outside: models' variables are zero */
	const struct seed *seeds;
	size_t nseeds;
	uint32_t frozen_param;

	footprint imports;
	bool in_loop;		/* the call under way is in a loop */
	const struct intmap *hidden;	/* see enum hiding; NULL: nothing is hidden */
	struct intmap imported;		/* place id -> index into imports, plus 1 */
	struct intmap parts;		/* place id -> its value, if that has bits of other imports */
	struct intmap access;		/* region id -> 1 + enum access */
	struct intmap inward;		/* outer region id -> struct region_link */
	struct intmap same;		/* outer value id -> inner value */
	struct intmap entry_facts;	/* inner value id -> struct intset */
	struct intmap pointing;		/* inner value id -> 1 + enum pointing, where the caller tells */
	struct intmap mixing;		/* instructions that made MIXED symbols */
	/* Inner symbol id -> outer value (see translate.c); the same for all explorations and probes of one call. */
	struct intmap *translated;

	struct exploration *result;
	struct summary *summary;	/* this activation makes it */
	uint32_t steps;
	uint32_t forks;			/* of states, in the run of a block that is under way */
	const struct ir_inst *call;	/* under way, or the last one */
	const struct ir_field *entering;	/* the member whose target is entered now, or NULL */
	const struct pmap *giving;	/* causes of the calls that give addresses away now */
	const struct pmap *havoc;	/* for strategy.survives: causes of the opaque effect under way */
	struct cause *gave_up;		/* the budget that is spent: the result is incomplete */
	const struct entry_case *entry_case;	/* that is explored now, or NULL */
	const struct value *late;	/* an equality that the case should have decided: it is given up; or NULL */
	struct arena *scratch;		/* freed with the activation */
	struct domain domain;		/* with hooks for this activation */
};

typedef VEC(struct function_ref) function_refs;

/*
 * The two searches for one callback. They share the decisions what to open: a function opened for one is
 * open for both.
 */
struct search_pair {
	struct engine *prover;
	struct engine *searcher;	/* NULL: not asked for yet */
	struct engine *locks;		/* prover of the pair that tracks locks; NULL: likewise */
	struct engine *detailed;	/* prover of the last pair in detail, which has the one before; NULL: likewise */
	struct engine *anew;		/* prover of the pair that begins anew; NULL: likewise */
	struct strmap opened;		/* keys of functions to be entered */
	struct strmap given_up;		/* keys of functions whose body is not to be found */
	size_t copied;			/* keys that it began with, if it is in detail */
	struct intmap near;		/* struct ir_field: its causes are tried_near from now on */
};

/* One search of a pair. */
struct engine {
	struct program *program;
	struct engine_options options;
	struct values *values;
	struct arena *arena;		/* the values' */
	const struct strategy *strategy;
	struct search_pair *pair;
	struct intmap functions;	/* struct ir_function pointer -> struct function_info */
	struct intmap tables;		/* struct ir_unit pointers: those whose initial values were read */
	function_refs credited;		/* met by helpers that are gone */
	VEC(struct cause *) causes;	/* by id - 1 */
	struct intmap cause_index;	/* hash of site and kind -> struct cause */
	VEC(struct summary *) summaries;	/* by number - 1 */
	VEC(struct exploration *) explorations;	/* of callbacks, to be freed */
	VEC(struct activation *) stack;	/* under way, the outermost first */
	struct arena *gathering;	/* for one set of causes at a time */
	struct intmap cause_sets;	/* hash -> pmap of causes, each set once */
	struct intmap open_sets;	/* set of causes -> those of it that are unresolved */
	struct intmap unions;		/* of two sets of causes: struct known_union */
	struct intmap site_causes;	/* instruction -> pmap: what is opaque there */
	struct intmap feasibilities;	/* answers of state_feasibility() */
	struct intmap value_causes;	/* id of a JOIN, COMPUTED, MEMORY or ENTRY symbol -> pmap */
	struct intmap free_sites;	/* sites that others make the symbols of */
	struct intmap given_away;	/* id of a region -> pmap of the causes that were given its address */
	struct intmap members_given;	/* call instruction -> the members that it is given, see given.c */
	struct intmap gifts;		/* likewise: hashes of a cause with a member that it was given */
	struct intmap watched;		/* struct ir_inst pointers, see engine_watch() */
	struct intmap address_fields;	/* id of an address -> its struct ir_field */
	uint32_t steps;		/* blocks run so far */
	uint32_t first_step;	/* of the exploration under way */
	uint32_t first_summary;	/* likewise: the number before its first */
	uint32_t looked_again;	/* summaries up to this number do not serve where there is more room, see crowded_at */
	uint32_t stamps;	/* given to rounds of summaries so far */
	size_t kept;		/* bytes in the arenas of summaries and explorations */
	bool resolved;		/* some cause was, after stale summaries were last dropped */
	struct domain domain;		/* without hooks, for printing */
};

/* ---- functions.c ---- */

/* The facts about REF (a function with a body), whose body is then loaded. NULL: its text is damaged. */
struct function_info *engine_function(struct engine *engine, struct function_ref ref);

/* ---- causes.c ---- */

/* The one cause of KIND at SITE of ACTIVATION's function. */
struct cause *cause_at(struct activation *activation, enum cause_kind kind,
		       const struct ir_inst *site, const char *callee,
		       const struct ir_field *field, const char *detail);
/* The cause for ACTIVATION that the effects of INFO's function, when it calls itself, did not settle. */
struct cause *cause_of_recursion(struct activation *activation,
				 const struct function_info *info);
/* The cause for ACTIVATION that states of its function became one. */
struct cause *cause_of_joining(struct activation *activation);
/* The cause of KIND that the constant in PLACE is not known. */
struct cause *cause_of_constant(struct engine *engine, enum cause_kind kind,
				const struct place *place);
/* The cause that no input was found for a path. */
struct cause *cause_of_alias(struct engine *engine);
struct cause *cause_of_input(struct engine *engine);
/* VALUE is unknown for CAUSE as well. */
void cause_for_value(struct engine *engine, const struct value *value, const struct cause *cause);
/*
 * VALUE, a MEMORY symbol of a local that nobody else can reach, is unknown: for the causes of its site, else
 * because the engine lost it.
 */
void cause_of_own(struct engine *engine, const struct value *value);
/* Symbols made at SITE are chosen by others: the hardware, other threads, what a model stands for. */
void free_site(struct engine *engine, const void *site);
/* The one CAUSE_FRONTIER at a call below a function that is not entered. */
struct reach_gap;
struct cause *cause_at_gap(struct engine *engine, const struct reach_gap *gap);
/* MAP with CAUSE in it. */
const struct pmap *cause_add(struct engine *engine, const struct pmap *map,
			     const struct cause *cause);
/* Symbols made at SITE are unknown for CAUSES. */
void cause_of_site(struct engine *engine, const struct ir_inst *site, const struct pmap *causes);
/* Memory read as of EPOCH (see struct state; a join's) is unknown for the causes of OTHER as well. */
void cause_of_epoch(struct engine *engine, const void *epoch, const void *other);
/* VALUE (a JOIN or COMPUTED symbol) depends on what X and Y (may be NULL) depend on. */
void cause_of_value(struct engine *engine, const struct value *value, const struct value *x,
		    const struct value *y);
/* The unresolved causes of the symbols in VALUE. */
const struct pmap *causes_of_value(struct engine *engine, const struct value *value);
/* The unresolved causes of the facts of STATE: what chose its path. */
const struct pmap *causes_of_facts(struct engine *engine, const struct state *state);
/* The unresolved causes of a fact on VALUE. */
const struct pmap *causes_of_fact(struct engine *engine, const struct value *value);
/* Whether a cause in MAP was resolved since. */
bool causes_any_resolved(const struct pmap *map);
/* A cause of ENGINE was resolved, or is so no more. */
void causes_reopened(struct engine *engine);

/* ---- relevant.c ---- */

/* The function that the call of CAUSE, which has a callee, enters, as far as the program knows by now. */
struct function_ref cause_callee(struct engine *engine, const struct cause *cause);

/*
 * Whether the call graph shows that the call of CAUSE may leave open scopes, in which a model suspends an
 * event, other than it found them, or close one of its caller's meanwhile. What it does not show does not
 * happen (assumption "scope-neutral").
 */
bool may_change_scope(struct engine *engine, struct cause *cause);

/* ---- activation.c ---- */

void activation_begin(struct activation *activation, struct engine *engine,
		      struct function_info *info);
void activation_end(struct activation *activation);
/* The value of PLACE after an opaque effect at SITE: any, but the same each time. */
const struct value *unknown_since(struct activation *activation, const struct place *place,
				  const void *site);

/* ---- imports.c ---- */

/* The value of PLACE at entry; notes the import. */
const struct value *import_place(struct activation *activation, const struct place *place);
/* ---- import_parts.c ---- */

/* The pointer that PLACE is known to be a part of; NULL: none. */
const struct place *pointer_around(struct activation *activation, const struct place *place);
/* The value of PLACE, which was not imported, by an import that holds all of it; NULL: there is none. */
const struct value *import_part(struct activation *activation, const struct place *place);
/* VALUE, which PLACE was just imported as, with the bits that other imports have. */
const struct value *import_whole(struct activation *activation, const struct place *place,
				 const struct value *value);

/* ---- imports.c, again ---- */

/* The value at entry of a variable of the models, a callback's. */
uint64_t seed_of_ghost(const struct activation *activation, const struct region *region);
/* Which code can change the memory of REGION, which existed at entry. */
enum access region_access(struct activation *activation, const struct region *region);
/*
 * Whether a summary that asked ASKED serves ACTIVATION, which has just begun. EXACTLY: the answers
 * outside of HIDDEN must be the same, and only the others may include ACTIVATION's. Else all answers
 * may.
 */
bool footprint_matches(struct activation *activation, const footprint *asked, bool exactly,
		       const struct intmap *hidden);
/* What a widened context loses, the worst last. */
enum loss {
	LOSS_OF_FACTS,
	LOSS_OF_CONSTANTS,	/* arguments, or values that are another constant here */
	LOSS_OF_ALIASES,	/* hiding does not help: the summary cannot include the call */
};
/*
 * Adds to HIDDEN what must be hidden from a summary that asked ASKED, so that it includes ACTIVATION,
 * which has just begun. Returns the worst loss.
 */
enum loss footprint_hide(struct activation *activation, const footprint *asked,
			 struct intmap *hidden);

/* From the names of ACTIVATION to those of its caller, as of the call. */
struct translation;
void caller_translation(struct activation *activation, struct translation *t);

/* ---- translate.c ---- */

/*
 * From the names of a callee to those of its caller. ENTRY symbols become the values of their places in
 * `state`. Other symbols become INNER symbols of the call `site`; without a `site` they have no
 * translation.
 */
struct translation {
	struct value_map map;
	struct activation *caller;
	const struct state *state;
	const struct ir_function *callee;
	const struct value **arguments;
	uint32_t narguments;
	const struct ir_inst *site;
	const struct region *result;	/* where the aggregate goes that the callee returns, or NULL */
	struct intmap *memo;		/* inner symbol id -> outer value */
};

/* Whether PLACE, of FUNCTION or of memory, may hold a pointer by its type. */
bool may_hold_pointer(const struct ir_function *function, const struct place *place);

/* The number of the local that is the first argument behind the parameters; others follow. */
#define VARIABLE_ARGUMENTS ((uint32_t)1 << 30)
/* The number of the local that holds the aggregate which a function returns, from the return on. */
#define RESULT_LOCAL UINT32_MAX
/* Where the aggregate goes that CALL, of ACTIVATION, returns. NULL: nowhere. */
const struct region *result_region(const struct activation *activation, const struct ir_inst *call);
void translation_begin(struct translation *translation);
/* NULL: there is no translation (a local of the callee, or no site). */
const struct value *translate_value(struct translation *translation, const struct value *value);
const struct region *translate_region(struct translation *translation,
				      const struct region *region, int64_t *offset);

/* ---- result_dependencies.c ---- */

/* ACTIVATION makes ASSUMPTION at SITE, about FIELD (both may be NULL): its result depends on it. */
void note_assumption(struct activation *activation, enum assumption assumption,
		     const struct ir_inst *site, const struct ir_field *field);
/* ACTIVATION applies SUMMARY: its result depends on it. */
void note_summary(struct activation *activation, const struct summary *summary);

/* ---- keep.c ---- */

/* Copies the outcomes and events of ACTIVATION's result, which outlive it, to the result's arena. */
void keep_result(struct activation *activation);
/* Frees what RESULT holds. */
void drop_result(struct engine *engine, struct exploration *result);
void drop_summary(struct engine *engine, struct summary *summary);
/* Drops all results that depend on a cause resolved since. */
void drop_stale(struct engine *engine);

/* ---- worklist.c ---- */

struct worklist;

/* Explores the activation's function into its result. */
void explore_blocks(struct activation *activation);
/* A way out: RESULT is NULL for void. STATE is used up. */
void add_exit(struct worklist *worklist, struct state *state, const struct value *result,
	      const struct ir_inst *site);
/* STATE goes on at BLOCK. */
void enqueue(struct worklist *worklist, uint32_t block, struct state *state);
/* Lets ACTIVATION give up when a budget is spent. */
void check_budgets(struct activation *activation);
/* A block's terminator could go more ways than one; it goes from FROM to TO, which may leave loops. */
void note_undecided(struct worklist *worklist, uint32_t from, uint32_t to);

/* ---- execute.c ---- */

/* The temporaries of a block while it is run. */
struct frame {
	struct activation *activation;
	struct worklist *worklist;
	const struct value **temps;	/* by number; NULL: not defined (yet) */
	uint32_t block;
	bool is_undecided;	/* its terminator may go several ways */
};

/* Runs BLOCK from STATE; its successors go into WORKLIST. */
void execute_block(struct activation *activation, struct worklist *worklist, uint32_t block,
		   const struct state *state);

/* The width of memory of unknown size. */
#define UNKNOWN_SIZE_BITS ((uint64_t)1 << 41)

/* ---- operands.c ---- */

const struct value *operand_value(struct frame *frame, const struct ir_operand *operand);
/* VALUE at the width of TYPE in a register (1 for truth values). */
const struct value *fit_value(struct activation *activation, const struct value *value,
			      struct ir_type type);
uint32_t type_width(struct activation *activation, struct ir_type type);
/* Any value of TYPE, a new symbol of SITE. */
const struct value *any_value(struct activation *activation, const struct ir_inst *site,
			      uint32_t number, uint32_t width);
/* The result of OPCODE at SITE; B is NULL for an operation of one operand. */
const struct value *operate(struct activation *activation, enum ir_opcode opcode,
			    const struct value *a, const struct value *b, uint32_t width,
			    const struct ir_inst *site);
/* Whether VALUE was read from memory, and nothing computed it. */
bool is_raw(const struct value *value);

/* ---- effects.c: what instructions and applied outcomes do to a state ---- */

void effect_store(struct activation *activation, struct state *state,
		  const struct region *region, int64_t offset, uint64_t width,
		  const struct ir_field *field, const struct value *value);
/* Other code may change the locals whose addresses are in VALUE, and all that they lead to, from now on. */
void effect_escape(struct activation *activation, struct state *state,
		   const struct value *value);
/* An opaque effect at SITE: memory that other code can reach may have changed. */
void effect_havoc(struct activation *activation, struct state *state,
		  const struct ir_inst *site);
/* The lock at ADDRESS is taken DELTA times more. Returns false: that is not feasible. */
bool effect_lock(struct activation *activation, struct state *state,
		 const struct value *address, int delta, const void *site);
/* Likewise the lock INNER of an outcome, whose address is ADDRESS here, by the call at SITE. */
bool effect_lock_of_outcome(struct activation *activation, struct state *state,
			    const struct lock *inner, const struct value *address, const void *site);
/* Forgets rows of locks that are dropped: a function ends. */
void drop_settled_rows(struct activation *activation, struct state *state);
/* All that comes after STATE depends on CAUSES as well. */
void effect_note(struct activation *activation, struct state *state, const struct pmap *causes);
/*
 * CAUSES are met in STATE. They count for each event that no model suspends there. A call that may close
 * the scope counts all the same.
 */
void effect_meet(struct activation *activation, const struct state *state,
		 const struct pmap *causes);
/*
 * The unresolved causes that were given the address of an object on the way to VALUE: one of
 * ACTIVATION's or its callers' objects that VALUE was loaded from. A look into these calls might tell
 * more of VALUE.
 */
const struct pmap *causes_of_escape(struct activation *activation, const struct value *value);
/* The call INST of something opaque, for CAUSES. Returns its result, or NULL. */
const struct value *effect_opaque(struct activation *activation, struct state *state,
				  const struct ir_inst *inst, const struct value **arguments,
				  uint32_t narguments, const struct pmap *causes);

/* ---- given.c ---- */

/*
 * The call INST is given members by their addresses: each of CAUSES, the calls that were not looked into in it, may
 * assign these without naming them. Does nothing for a strategy that takes no member to be left alone.
 */
void note_members_given(struct activation *activation, const struct ir_inst *inst, const struct pmap *causes);
/* Whether note_members_given() told that CAUSE may assign FIELD, of any object. */
bool is_given_member(const struct engine *engine, const struct cause *cause, const struct ir_field *field);

/* ---- calls.c ---- */

/* A state after a call, and what the call returned (NULL: nothing). */
struct continuation {
	struct state state;
	const struct value *result;
};
typedef VEC(struct continuation) continuations;
void execute_call(struct frame *frame, struct state *state, const struct ir_inst *inst,
		  continuations *out);

/* ---- summaries.c ---- */

/* A call as its callee sees it. */
struct call_context {
	struct activation *caller;	/* NULL: the callee is explored without any caller */
	const struct state *state;
	const struct value **arguments;
	uint32_t narguments;
	uint32_t depth;			/* of the callee's activation */
	struct intmap *translated;	/* of the callee's symbols, kept by the caller; with a caller alone */
};

/* The summary of INFO's function for CALL. NULL: the strategy has no way on. */
struct summary *summarise(const struct call_context *call, struct function_info *info);

/* What a strategy can do about a call that no summary fits. */

/* Explores INFO's function for CALL until the outcomes settle. */
struct summary *explore_settled(struct engine *engine, struct function_info *info,
				const struct call_context *call);
/* The summary of INFO's function without any caller: for calls beyond the budget of contexts. */
struct summary *summarise_context_free(const struct call_context *call,
				       struct function_info *info);
/*
 * Widens the innermost context under way of INFO's function until it includes CALL: the differences are
 * hidden from it, and it begins anew. NULL: that would lose constants, and there is room for another
 * context.
 */
struct summary *widen_unfinished(const struct call_context *call, struct function_info *info);
/* The number of summaries of INFO's function that a call can still use. */
size_t count_usable_summaries(const struct function_info *info);

/* ---- apply.c ---- */

/* Every outcome of SUMMARY that is feasible in STATE, appended to OUT. */
void apply_summary(struct activation *activation, const struct state *state,
		   struct summary *summary, const struct ir_inst *inst,
		   const struct value **arguments, uint32_t narguments, continuations *out);

/* ---- intrinsics.c ---- */

enum intrinsic { INTRINSIC_NONE, INTRINSIC_DONE, INTRINSIC_DEAD };
/* Does what the intrinsic NAME says. NONE: there is no such intrinsic; DEAD: control ends here. */
enum intrinsic execute_intrinsic(struct frame *frame, struct state *state,
				 const struct ir_inst *inst, const char *name,
				 const struct value **arguments, uint32_t narguments,
				 const struct value **result);
void add_event(struct activation *activation, struct event event);

/* ---- trace.c ---- */

/* Adds STEP to STATE's trace, and fills in its links and its place. */
void trace_add(struct activation *activation, struct state *state,
	       const struct ir_inst *site, struct trace step);

#endif
