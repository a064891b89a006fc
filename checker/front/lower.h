/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the front: one function on its way from clang's tree to blocks.
 *
 * The tree is looked at through *nodes*, made when first asked for; a node keeps what
 * was found out about it, so that nothing is asked of libclang twice.
 */
#ifndef MNCHECK_FRONT_LOWER_H
#define MNCHECK_FRONT_LOWER_H

#include "front/unit.h"

/* ---- nodes (node.c) ----------------------------------------------------------- */

/* What libclang calls UnexposedExpr. */
enum node_form {
	FORM_UNASKED,
	FORM_CAST,		/* implicit conversion: the child with another type */
	FORM_DESIGNATED,	/* .f = v, [i] = v */
	FORM_DAMAGED,		/* something the parser could not type */
	FORM_CHOOSE,		/* __builtin_choose_expr */
	FORM_OFFSETOF,
	FORM_TYPES_COMPATIBLE,
	FORM_VA_ARG,
	FORM_ATOMIC,		/* __atomic_* */
	FORM_ELVIS,		/* a ?: b */
	FORM_SOURCE,		/* __builtin_LINE() and its like */
	FORM_OTHER,
};

enum fold_state { FOLD_UNTRIED, FOLD_NO, FOLD_YES };

struct node {
	CXCursor cursor;
	enum CXCursorKind kind;
	enum node_form form;
	CXType type;		/* of an expression */
	struct ir_type ir;	/* the same */
	struct node *parent;
	struct node **kids;
	unsigned nkids;
	bool expanded, located, folding;
	enum fold_state folded;
	struct ir_operand constant;	/* when folded */
	struct ir_loc loc;
};

struct node *node_new(struct front *front, struct arena *arena, CXCursor cursor,
		      struct node *parent);
/* What a pointer (or array) NODE leads to. */
CXType target_of(struct node *node);
/* Fills in kids. Returns NODE. */
struct node *expand(struct front *front, struct arena *arena, struct node *node);
enum node_form form_of(struct front *front, struct arena *arena, struct node *node);

/* ---- where control can go ------------------------------------------------------- */

/* A variable to clean up when its scope ends. A chain, the latest declared first. */
struct cleanup {
	struct cleanup *outer;
	unsigned depth;
	uint32_t local;
	struct reference *function;
};

struct label {
	CXCursor cursor;
	uint32_t block;
	struct cleanup *cleanups;	/* where it stands */
	bool placed;
};

/* A goto whose label's scope is not known before the end. */
struct pending_goto {
	uint32_t block;
	struct cleanup *cleanups;
	struct label *label;
	struct ir_loc loc;
};

/* What break and continue leave. */
struct breakable {
	struct breakable *outer;
	uint32_t break_to, continue_to;
	bool has_continue;
	struct cleanup *cleanups;
};

/* The arms of the innermost switch. */
struct arms {
	struct arms *outer;
	struct ir_type type;
	VEC(struct ir_case) cases;
	uint32_t fallback;
	bool has_fallback;
};

/* A for's or asm's parts that only the printed function shows; see print.c. */
struct printed;

struct building {
	VEC(struct ir_inst) insts;
	bool done;	/* ends in a terminator */
};

struct lower {
	struct front *front;
	struct arena *arena;	/* freed when the function is lowered */
	CXCursor cursor;	/* the definition */
	const char *name;
	struct ir_type return_type;
	CXType return_ctype;
	VEC(struct building) blocks;
	uint32_t current;
	uint32_t ntemps;
	VEC(struct ir_local) locals;
	struct intmap local_of;		/* declaration -> local plus 1 */
	struct intmap labels;		/* label statement -> struct label */
	VEC(struct label *) taken_labels;
	VEC(struct pending_goto) gotos;
	struct cleanup *cleanups;
	struct breakable *breakable;
	struct arms *arms;
	struct printed *printed;
	struct ir_loc loc;	/* for what is emitted next */
	const char *damage;
};

/* ---- instructions (build.c) -------------------------------------------------------- */

extern const struct ir_type type_void, type_bool, type_int;

uint32_t new_block(struct lower *lower);
void start_block(struct lower *lower, uint32_t block);
bool block_is_done(const struct lower *lower);
/* What is emitted next belongs to NODE's place. */
void at(struct lower *lower, struct node *node);
struct ir_loc node_loc(struct lower *lower, struct node *node);

struct ir_operand none(void);
struct ir_operand constant(struct ir_type type, uint64_t bits);
struct ir_operand local_address(struct lower *lower, uint32_t local);
uint64_t cut(uint64_t bits, struct ir_type type);
int64_t sign_extended(uint64_t bits, struct ir_type type);
bool is_constant(struct ir_operand operand);

void emit(struct lower *lower, struct ir_inst inst);
struct ir_operand emit_value(struct lower *lower, struct ir_inst inst);
struct ir_operand emit_binary(struct lower *lower, enum ir_opcode opcode, struct ir_operand a,
			      struct ir_operand b);
struct ir_operand emit_compare(struct lower *lower, enum ir_opcode opcode, struct ir_operand a,
			       struct ir_operand b);
struct ir_operand emit_unknown(struct lower *lower, struct ir_type type, const char *why);
struct ir_operand emit_unsupported(struct lower *lower, struct ir_type type, const char *what);
void emit_jump(struct lower *lower, uint32_t target);
void emit_branch(struct lower *lower, struct ir_operand condition, uint32_t yes, uint32_t no,
		 const char *text);
void emit_unreachable(struct lower *lower);
uint32_t *target_list(struct lower *lower, const uint32_t *targets, uint32_t count);
/* A local that lowering makes. */
uint32_t new_local(struct lower *lower, const char *name, struct ir_type type);
/* VALUE as TO, as C converts it. */
struct ir_operand convert(struct lower *lower, struct ir_operand value, struct ir_type to);
/* VALUE before it was widened, where that was just done: it is zero when VALUE is. */
struct ir_operand unwidened(struct lower *lower, struct ir_operand value);
struct ir_operand as_bool(struct lower *lower, struct ir_operand value);
struct ir_operand as_index(struct lower *lower, struct ir_operand value);
struct ir_operand emit_index(struct lower *lower, struct ir_operand base, struct ir_operand index,
			     uint64_t stride);
/* Arithmetic on constants; false: not that simple. */
bool fold_binary(enum ir_opcode opcode, struct ir_operand a, struct ir_operand b, uint64_t *bits);
bool fold_convert(struct ir_operand value, struct ir_type to, struct ir_operand *out);

/* ---- constants (fold.c) --------------------------------------------------------------- */

/* The value of NODE where it is an integer or null-like pointer constant. */
bool fold(struct front *front, struct arena *arena, struct node *node, struct ir_operand *out);
/* The arm that __builtin_choose_expr or _Generic takes, NULL: not to be told. */
struct node *chosen(struct front *front, struct arena *arena, struct node *node);
/* NODE without parentheses and __extension__. */
struct node *strip_parens(struct front *front, struct arena *arena, struct node *node);
/* Without casts as well, implicit ones included. */
struct node *strip_casts(struct front *front, struct arena *arena, struct node *node);
/* The function that a call names, or NULL; only when it is a plain reference. */
struct reference *direct_callee(struct front *front, struct arena *arena, struct node *call);
/* The identifier that the source wrote for it, in the unit's arena, or NULL. */
const char *constant_name(struct front *front, struct arena *arena, struct node *node);
enum ir_opcode binary_opcode(enum CXBinaryOperatorKind kind, bool is_signed);

/* ---- places (place.c) ------------------------------------------------------------------- */

/* Something that can be loaded from and stored to. */
struct place {
	struct ir_operand address;
	struct ir_type type;
	uint32_t member;	/* number of the member, 0 none */
	uint16_t bit_offset, bit_width;
	bool is_volatile;	/* others write it while we look: no two reads need agree */
};

struct place lower_place(struct lower *lower, struct node *node);
struct ir_operand load(struct lower *lower, struct place place);
void store(struct lower *lower, struct place place, struct ir_operand value);
void copy(struct lower *lower, struct ir_operand to, struct ir_operand from, struct ir_type type);
struct place local_place(struct lower *lower, uint32_t local);

/* ---- expressions (expr.c, condition.c, call.c, builtin.c) ---------------------------------- */

/* The value; of an aggregate its address; none for void. */
struct ir_operand lower_value(struct lower *lower, struct node *node);
/* Only for what it does. */
void lower_effect(struct lower *lower, struct node *node);
struct ir_operand lower_bool(struct lower *lower, struct node *node);
void lower_condition(struct lower *lower, struct node *node, uint32_t yes, uint32_t no);
struct ir_operand lower_choice(struct lower *lower, struct node *node);
struct ir_operand lower_elvis(struct lower *lower, struct node *node);
struct ir_operand lower_call(struct lower *lower, struct node *node);
/* false: not a builtin that is lowered in its own way. */
bool lower_builtin(struct lower *lower, struct node *node, struct reference *callee,
		   struct ir_operand *result);
struct ir_operand lower_atomic(struct lower *lower, struct node *node);
struct ir_operand call_symbol(struct lower *lower, struct reference *callee,
			      struct ir_operand *args, uint32_t nargs, CXType result);

/* ---- initialisers (init.c) ------------------------------------------------------------------- */

struct init_sink {
	struct front *front;
	struct arena *arena;
	/* VALUE (NULL: zero) goes to TYPE at OFFSET. */
	void (*leaf)(struct init_sink *sink, uint64_t bit, CXType type, struct member *member,
		     struct node *value);
	/* The bytes there become zero again. */
	void (*reset)(struct init_sink *sink, uint64_t bit, CXType type);
	/* So many bits there hold what nobody can tell. */
	void (*unknown)(struct init_sink *sink, uint64_t bit, uint64_t bits);
	void *context;
};

/* Every scalar (and string, and struct expression) that LIST puts into an object of TYPE. */
void walk_initialiser(struct init_sink *sink, CXType type, struct node *list);
bool is_string_for_array(struct init_sink *sink, CXType type, struct node *value);
void lower_initialiser(struct lower *lower, struct ir_operand address, CXType type,
		       struct node *value);

/* ---- statements (stmt.c, loop.c, scope.c, asm.c) ------------------------------------------------ */

void lower_statement(struct lower *lower, struct node *node);
/* A compound; the value of its last expression when WANT_VALUE. */
struct ir_operand lower_compound(struct lower *lower, struct node *node, bool want_value);
void lower_loop(struct lower *lower, struct node *node);
void lower_switch(struct lower *lower, struct node *node);
void lower_case(struct lower *lower, struct node *node);
void lower_declaration(struct lower *lower, struct node *node);
void lower_asm(struct lower *lower, struct node *node);

/* Emits the calls for every variable from the current one up to, not including, UNTIL. */
void run_cleanups(struct lower *lower, struct cleanup *until);
void add_cleanup(struct lower *lower, CXCursor variable, uint32_t local);
struct label *label_for(struct lower *lower, CXCursor statement);
void lower_goto(struct lower *lower, struct node *node);
void lower_label(struct lower *lower, struct node *node, bool want_value, struct ir_operand *value);
void lower_computed_goto(struct lower *lower, struct node *node);
void settle_gotos(struct lower *lower);

/* ---- the printed function (print.c) ---------------------------------------------------------------- */

/* Bit 0, 1, 2: the init, condition and increment of the for are there. -1: not known. */
int printed_for(struct lower *lower, struct node *node);

struct printed_asm {
	unsigned outputs, inputs;
	bool is_goto;
	bool may_fault;		/* it has an entry in the table of exceptions */
	const char *const *labels;
	unsigned nlabels;
};

/* The arm of a _Generic, NULL: not known. */
struct node *printed_generic(struct lower *lower, struct node *node);
const struct printed_asm *printed_asm(struct lower *lower, struct node *node);
/* The label NAME as seen from the asm statement. False: there is none. */
bool printed_label(struct lower *lower, struct node *node, const char *name, CXCursor *statement);
/* Every label whose address is taken in the function. */
void each_taken_label(struct lower *lower, void (*visit)(struct lower *, CXCursor));
void printed_free(struct lower *lower);

/* ---- the end (finish.c) ------------------------------------------------------------------------------ */

/* Blocks into FUNCTION: unreachable ones gone, numbered anew, references replaced. */
void finish_function(struct lower *lower, struct ir_function *function);

#endif
