/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside engine/ only: the engine itself, activations and summaries.
 *
 * An *activation* explores one function in one calling context. Inside, memory that
 * comes from outside is named by where it was found (ENTRY symbols), so that the result does
 * not mention the caller; what the caller knows is *imported* when it is read, and each import
 * is written into the *footprint*. The outcomes with the footprint are the *summary*: another
 * caller that would import the same can use it.
 */
#ifndef MNCHECK_ENGINE_INTERNAL_H
#define MNCHECK_ENGINE_INTERNAL_H

#include "engine/cfg.h"
#include "engine/engine.h"
#include "engine/program.h"

/* What is remembered about a function, whatever the context. */
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
	ACCESS_PUBLIC,		/* anybody whom we call */
	ACCESS_PRIVATE,		/* only whom its address is given to: a local of some caller */
	ACCESS_FROZEN,		/* nobody during the callback */
};

/*
 * Key in state->escaped: some private memory was given away, and with it whatever
 * it points to, which may be any other private memory of a caller.
 */
#define ALL_PRIVATE 0

/* One thing that a summary asked its caller about, in the order of asking. */
struct import {
	const struct place *place;	/* what was read; NULL: who can change `region` */
	const struct region *region;
	const struct value *value;	/* what it was taken for */
	const struct intset *fact;	/* what was known of it, NULL: nothing */
	enum access access;
};

typedef VEC(struct import) footprint;

/*
 * What a context does not tell although its caller knows it, because it differs from one call of a recursion to
 * the next: maps 2 * place id, or 2 * region id + 1 (who can change it), to an enum hiding.
 */
enum hiding {
	HIDING_NOTHING,
	HIDING_FACT,		/* what is known of the value */
	HIDING_VALUE,		/* and which value it is */
	HIDING_ALIAS,		/* and that it points to what another pointer points to: this cannot be hidden */
};

struct summary {
	uint32_t number;	/* unique, from 1 */
	struct function_info *info;
	footprint imports;
	struct intmap hidden;	/* from its explorations, see enum hiding */
	struct exploration result;
	/* Of earlier rounds of a recursion: paths of the last one lead through them. */
	VEC(struct exploration) earlier;
	struct activation *under_way;	/* that explores it now, or NULL */
	bool context_free;	/* made without looking at any caller */
	uint32_t rounds;	/* so far, since it was widened */
	bool widened;		/* recursion: in the round under way more was hidden */
	bool unfit;		/* recursion: a call inside could not be included */
	bool used_while_active;	/* recursion: the outcomes so far were used */
	bool provisional;	/* rests on the unfinished outcomes of a recursion */
	bool usable;		/* finished, and right for every equal context */
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

	/* top only */
	bool is_callback;	/* entered from outside: models' variables are zero */
	const struct seed *seeds;
	size_t nseeds;
	uint32_t frozen_param;

	footprint imports;
	const struct intmap *hidden;	/* see enum hiding; NULL: nothing is */
	struct intmap imported;		/* place id -> index into imports, plus 1 */
	struct intmap access;		/* region id -> 1 + enum access */
	struct intmap inward;		/* outer region id -> struct region_link */
	struct intmap same;		/* outer value id -> inner value */
	struct intmap entry_facts;	/* inner value id -> struct intset */
	struct intmap translated;	/* inner symbol id -> outer value (see translate.c) */

	struct exploration *result;
	struct summary *summary;	/* that is being made */
	uint32_t steps;
	const struct ir_field *entering;	/* through this member, of whose targets one is taken */
	const struct pmap *giving;	/* causes of what gives addresses away now */
	const struct pmap *havoc;	/* for strategy.survives: causes of the opaque effect that happens now */
	struct cause *gave_up;		/* a budget is spent: the result is incomplete */
	struct arena *scratch;		/* freed with the activation */
	struct domain domain;		/* with hooks for this activation */
};

typedef VEC(struct function_ref) function_refs;

/* The two searches for one callback, and what they share: what was opened for one is open for both. */
struct search_pair {
	struct engine *prover;
	struct engine *searcher;	/* NULL: nobody asked for it yet */
	struct strmap opened;		/* keys of functions that were asked for */
	struct strmap given_up;		/* keys of functions whose body cannot be had */
	struct intmap near;		/* struct ir_field: its causes are tried_near from now on */
};

/* One search. */
struct engine {
	struct program *program;
	struct engine_options options;
	struct values *values;
	struct arena *arena;		/* the values' */
	const struct strategy *strategy;
	struct search_pair *pair;
	struct intmap functions;	/* struct ir_function pointer -> struct function_info */
	struct intmap tables;		/* struct ir_unit pointers whose variables' initial values were read */
	function_refs credited;		/* functions that helpers, which are gone, had met */
	VEC(struct cause *) causes;	/* by id - 1 */
	struct intmap cause_index;	/* hash of site and kind -> struct cause */
	VEC(struct summary *) summaries;	/* by number - 1 */
	VEC(struct exploration *) explorations;	/* of callbacks, to be freed */
	VEC(struct activation *) stack;	/* under way, the outermost first */
	struct arena *gathering;	/* for one set of causes at a time */
	struct intmap cause_sets;	/* hash -> pmap of causes, each set once */
	struct intmap site_causes;	/* instruction -> pmap: what is opaque there */
	struct intmap value_causes;	/* id of a JOIN or COMPUTED symbol, a searcher's also MEMORY -> pmap */
	struct intmap given_away;	/* id of a region -> pmap of the causes that were given its address */
	struct intmap address_fields;	/* id of an address -> the struct ir_field it is of */
	uint32_t steps;		/* blocks run so far */
	size_t kept;		/* bytes in the arenas of summaries and explorations */
	bool resolved;		/* a cause was, since stale summaries were last dropped */
	struct domain domain;		/* without hooks, for printing */
};

/* ---- functions.c ---- */

/* What is known of REF (a function with a body); its body is loaded. NULL: damaged text. */
struct function_info *engine_function(struct engine *engine, struct function_ref ref);

/* ---- causes.c ---- */

/* The one cause of KIND at SITE of ACTIVATION's function. */
struct cause *cause_at(struct activation *activation, enum cause_kind kind,
		       const struct ir_inst *site, const char *callee,
		       const struct ir_field *field, const char *detail);
/* What INFO's function does when it calls itself is not known well enough in ACTIVATION. */
struct cause *cause_of_recursion(struct activation *activation,
				 const struct function_info *info);
/* The one CAUSE_FRONTIER at a call below a function that is not entered. */
struct reach_gap;
struct cause *cause_at_gap(struct engine *engine, const struct reach_gap *gap);
/* MAP with CAUSE in it. */
const struct pmap *cause_add(struct engine *engine, const struct pmap *map,
			     const struct cause *cause);
/* CAUSE is why symbols made at SITE are unknown. */
void cause_of_site(struct engine *engine, const struct ir_inst *site, const struct pmap *causes);
/* What is read as of EPOCH (see struct state; a join's) is unknown for what OTHER's is as well. */
void cause_of_epoch(struct engine *engine, const void *epoch, const void *other);
/* VALUE (a JOIN or COMPUTED symbol) depends on what X and Y (may be NULL) depend on. */
void cause_of_value(struct engine *engine, const struct value *value, const struct value *x,
		    const struct value *y);
/* The unresolved causes of the symbols in VALUE. */
const struct pmap *causes_of_value(struct engine *engine, const struct value *value);
/* The unresolved causes of the facts of STATE: what chose its path. */
const struct pmap *causes_of_facts(struct engine *engine, const struct state *state);
/* The unresolved causes that a fact on VALUE hangs on. */
const struct pmap *causes_of_fact(struct engine *engine, const struct value *value);
/* Whether a cause in MAP was resolved since. */
bool causes_any_resolved(const struct pmap *map);

/* ---- relevant.c ---- */

/* What the call at CAUSE, which has a callee, enters, as far as the program knows it by now. */
struct function_ref cause_callee(struct engine *engine, const struct cause *cause);

/*
 * Whether the call that CAUSE stands for can, as far as the call graph shows, open or close a scope in
 * which a model suspends an event (assumption "scope-neutral": what it does not show does not).
 */
bool may_change_scope(struct engine *engine, struct cause *cause);

/* ---- activation.c ---- */

void activation_begin(struct activation *activation, struct engine *engine,
		      struct function_info *info);
void activation_end(struct activation *activation);
/* What PLACE holds after an opaque effect at SITE: some value, the same each time. */
const struct value *unknown_since(struct activation *activation, const struct place *place,
				  const void *site);

/* ---- imports.c ---- */

/* What the value of PLACE is at entry; notes the import. */
const struct value *import_place(struct activation *activation, const struct place *place);
/* Who can change the memory of REGION, which was there when the function was entered. */
enum access region_access(struct activation *activation, const struct region *region);
/*
 * Whether what was found by whoever asked ASKED, from whom HIDDEN was hidden, is what ACTIVATION (just begun)
 * would find too, EXACTLY but for what was hidden, or includes it.
 */
bool footprint_matches(struct activation *activation, const footprint *asked, bool exactly,
		       const struct intmap *hidden);
/* What is lost where something is hidden, the worst last. */
enum loss {
	LOSS_OF_FACTS,
	LOSS_OF_CONSTANTS,	/* arguments, or what is another constant here */
	LOSS_OF_ALIASES,	/* and hiding does not help: it is not included */
};
/*
 * What must be hidden from whoever asked ASKED, so that it includes ACTIVATION (just begun), goes into HIDDEN.
 * Returns the worst that is lost by that.
 */
enum loss footprint_hide(struct activation *activation, const footprint *asked,
			 struct intmap *hidden);

/* From the names of ACTIVATION, which has a caller, to those of that, as of when it was called. */
struct translation;
void caller_translation(struct activation *activation, struct translation *t);

/* ---- translate.c ---- */

/*
 * From the names of a callee to those of its caller: ENTRY symbols become what the caller
 * has in those places in `state`; other symbols become INNER symbols of the call
 * `site`, or have no translation when that is NULL.
 */
struct translation {
	struct value_map map;
	struct activation *caller;
	const struct state *state;
	const struct ir_function *callee;
	const struct value **arguments;
	uint32_t narguments;
	const struct ir_inst *site;
	struct intmap *memo;		/* inner symbol id -> outer value */
};
void translation_begin(struct translation *translation);
/* NULL: it has none (a local of the callee, or see above). */
const struct value *translate_value(struct translation *translation, const struct value *value);
const struct region *translate_region(struct translation *translation,
				      const struct region *region, int64_t *offset);

/* ---- dependencies.c ---- */

/* ACTIVATION makes ASSUMPTION at SITE, about FIELD (both may be NULL): its result depends on it. */
void note_assumption(struct activation *activation, enum assumption assumption,
		     const struct ir_inst *site, const struct ir_field *field);
/* ACTIVATION applies SUMMARY: its result depends on it. */
void note_summary(struct activation *activation, const struct summary *summary);

/* ---- keep.c ---- */

/* Makes the outcomes and events of ACTIVATION's result outlive it, in the result's arena. */
void keep_result(struct activation *activation);
/* Frees what RESULT holds. */
void drop_result(struct engine *engine, struct exploration *result);
void drop_summary(struct engine *engine, struct summary *summary);
/* Drops all that rests on a cause that was resolved since. */
void drop_stale(struct engine *engine);

/* ---- worklist.c ---- */

struct worklist;

/* Explores the activation's function into its result. */
void explore_blocks(struct activation *activation);
/* A way out: RESULT is NULL for void. STATE is used up. */
void add_exit(struct worklist *worklist, struct state *state, const struct value *result,
	      const struct ir_inst *site);
/* VALUE is what some memory held: nobody computed it. */
bool is_raw(const struct value *value);
/* STATE goes on at BLOCK. */
void enqueue(struct worklist *worklist, uint32_t block, struct state *state);

/* ---- execute.c ---- */

/* Between instructions of one block: the temporaries. */
struct frame {
	struct activation *activation;
	struct worklist *worklist;
	const struct value **temps;	/* by number; NULL: not defined (yet) */
	uint32_t block;
};

/* Runs BLOCK from STATE; its successors go into WORKLIST. */
void execute_block(struct activation *activation, struct worklist *worklist, uint32_t block,
		   const struct state *state);
const struct value *operand_value(struct frame *frame, const struct ir_operand *operand);
/* VALUE with the width that TYPE has in a register (1 for truth values). */
const struct value *fit_value(struct activation *activation, const struct value *value,
			      struct ir_type type);
uint32_t type_width(struct activation *activation, struct ir_type type);
/* Some value of TYPE, new at SITE. */
const struct value *any_value(struct activation *activation, const struct ir_inst *site,
			      uint32_t number, uint32_t width);

/* The width that stands for memory of unknown size. */
#define UNKNOWN_SIZE_BITS ((uint64_t)1 << 41)

/* ---- effects.c: what instructions and applied outcomes do to a state ---- */

void effect_store(struct activation *activation, struct state *state,
		  const struct region *region, int64_t offset, uint64_t width,
		  const struct ir_field *field, const struct value *value);
/* The locals whose addresses are in VALUE, and what they lead to, may be changed by others. */
void effect_escape(struct activation *activation, struct state *state,
		   const struct value *value);
/* An opaque effect at SITE: whatever others can reach may have changed. */
void effect_havoc(struct activation *activation, struct state *state,
		  const struct ir_inst *site);
void effect_lock(struct activation *activation, struct state *state,
		 const struct value *address, int delta, const void *site);
/* What comes after STATE hangs on CAUSES as well. */
void effect_note(struct activation *activation, struct state *state, const struct pmap *causes);
/* CAUSES are met in STATE: also for the events that no model has suspended there. */
void effect_meet(struct activation *activation, const struct state *state,
		 const struct pmap *causes);
/*
 * The unresolved causes that were given the addresses of those objects of ACTIVATION or its callers that VALUE was
 * loaded from, or that it was found through: had they been looked into, more might be known of VALUE.
 */
const struct pmap *causes_of_escape(struct activation *activation, const struct value *value);
/* What happens when the call INST to something opaque is made: CAUSES say why. */
const struct value *effect_opaque(struct activation *activation, struct state *state,
				  const struct ir_inst *inst, const struct value **arguments,
				  uint32_t narguments, const struct pmap *causes);

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

/* A call, as its callee sees it; without a caller: none. */
struct call_context {
	struct activation *caller;	/* NULL: none */
	const struct state *state;
	const struct value **arguments;
	uint32_t narguments;
	uint32_t depth;			/* of the callee's activation */
};

/* The summary of INFO's function for CALL; NULL: the strategy has no way on. */
struct summary *summarise(const struct call_context *call, struct function_info *info);

/* What a strategy can do about a call that no summary fits. */

/* Explores INFO's function for CALL until the outcomes settle. */
struct summary *explore_settled(struct engine *engine, struct function_info *info,
				const struct call_context *call);
/* The summary of INFO's function that looks at no caller: where contexts are too many. */
struct summary *summarise_context_free(const struct call_context *call,
				       struct function_info *info);
/*
 * The innermost exploration under way of INFO's function becomes one that includes CALL: what differs is hidden
 * from it, and it begins anew (a widening of contexts). NULL: it would lose constants, and there is room for another.
 */
struct summary *widen_unfinished(const struct call_context *call, struct function_info *info);
/* Summaries of INFO's function that a call can still use. */
size_t count_usable_summaries(const struct function_info *info);

/* ---- apply.c ---- */

/* Every outcome of SUMMARY that is feasible in STATE, appended to OUT. */
void apply_summary(struct activation *activation, const struct state *state,
		   struct summary *summary, const struct ir_inst *inst,
		   const struct value **arguments, uint32_t narguments, continuations *out);

/* ---- intrinsics.c ---- */

enum intrinsic { INTRINSIC_NONE, INTRINSIC_DONE, INTRINSIC_DEAD };
/* Does what the intrinsic NAME does. NONE: there is none of that name; DEAD: control ends. */
enum intrinsic execute_intrinsic(struct frame *frame, struct state *state,
				 const struct ir_inst *inst, const char *name,
				 const struct value **arguments, uint32_t narguments,
				 const struct value **result);
void add_event(struct activation *activation, struct event event);

/* ---- trace.c ---- */

/* STATE's trace grows by STEP, whose links and place are filled in. */
void trace_add(struct activation *activation, struct state *state,
	       const struct ir_inst *site, struct trace step);

#endif
