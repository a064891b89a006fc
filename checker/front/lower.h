/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to front/: lowers one function from clang's tree to blocks.
 *
 * The lowering code sees the tree through *nodes*, which are made on first use. A node caches
 * the answers of libclang, so that nothing is asked twice. Nodes live in the arena of the
 * function, or of the global variable, that is lowered.
 */
#ifndef MNCHECK_FRONT_LOWER_H
#define MNCHECK_FRONT_LOWER_H

#include "front/unit.h"

/* ---- nodes (node.c) ------------------------------------------------------------- */

/* The expressions that libclang only calls UnexposedExpr. */
enum node_form {
	FORM_UNASKED,		/* form_of() was not called yet */
	FORM_CAST,		/* implicit conversion: the child with another type */
	FORM_DESIGNATED,	/* .f = v, [i] = v */
	FORM_DAMAGED,		/* the parser could not type it */
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

/* A cursor of clang's tree. */
struct node {
	CXCursor cursor;
	enum CXCursorKind kind;
	enum node_form form;
	CXType type;		/* of an expression, as clang has it */
	struct ir_type ir;	/* the same type in IR */
	struct node *parent;
	struct node **kids;	/* after expand() */
	unsigned nkids;
	bool expanded, located, folding;	/* done: kids, loc; under way: fold() */
	enum fold_state folded;
	struct ir_operand constant;	/* when folded */
	struct ir_loc loc;
};

/* A new node in ARENA. PARENT may be NULL. */
struct node *node_new(struct front *front, struct arena *arena, CXCursor cursor,
		      struct node *parent);
/* The type that a pointer NODE points to, or the element type of an array NODE. */
CXType target_of(struct node *node);
/* Fills in kids. Returns NODE. */
struct node *expand(struct front *front, struct arena *arena, struct node *node);
/* The form of an UnexposedExpr. */
enum node_form form_of(struct front *front, struct arena *arena, struct node *node);

/* ---- control flow --------------------------------------------------------------- */

/* A variable to clean up when its scope ends. They form a chain, the latest declared first. */
struct cleanup {
	struct cleanup *outer;
	unsigned depth;		/* length of the chain from here */
	uint32_t local;		/* the variable */
	struct reference *function;	/* gets its address */
};

struct label {
	CXCursor cursor;
	uint32_t block;
	struct cleanup *cleanups;	/* at the label */
	bool placed;		/* its statement was lowered */
};

/* A goto. Its cleanups are emitted at the end, when the scope of its label is known. */
struct pending_goto {
	uint32_t block;
	struct cleanup *cleanups;	/* at the goto */
	struct label *label;
	struct ir_loc loc;
};

/* An enclosing loop or switch, for break and continue. */
struct breakable {
	struct breakable *outer;
	uint32_t break_to, continue_to;
	bool has_continue;	/* a loop */
	struct cleanup *cleanups;	/* around it */
};

/* The arms of the innermost switch. */
struct arms {
	struct arms *outer;
	struct ir_type type;
	VEC(struct ir_case) cases;
	uint32_t fallback;	/* block of the default */
	bool has_fallback;
};

/* The facts that only clang's printed text shows; see printed.c. */
struct printed;

/* A block under construction. */
struct building {
	VEC(struct ir_inst) insts;
	bool done;	/* ends in a terminator */
};

/* The condition that is lowered, as the source has it; see telling.c. */
struct asking {
	bool inside;		/* a macro asks, in code that the reader of its call does not see */
	bool is_macro;		/* a macro that loops */
	const char *text;	/* of a loop: its macro's call, or a condition with a negation; or NULL */
	uint32_t body;		/* of a loop: the block that its body begins with */
};

/* A function under construction. */
struct lower {
	struct front *front;
	struct arena *arena;	/* freed when the function is lowered */
	CXCursor cursor;	/* the definition */
	const char *name;
	struct ir_type return_type;
	CXType return_ctype;
	VEC(struct building) blocks;
	uint32_t current;	/* block to which emit() appends */
	uint32_t ntemps;
	VEC(struct ir_local) locals;
	struct intmap local_of;		/* declaration -> local plus 1 */
	struct intmap labels;		/* label statement -> struct label */
	VEC(struct label *) taken_labels;
	VEC(struct pending_goto) gotos;
	struct cleanup *cleanups;
	struct breakable *breakable;
	struct arms *arms;
	struct asking asking;
	struct printed *printed;
	struct ir_loc loc;	/* of the instructions to be emitted */
	const char *damage;	/* as in struct ir_function */
};

/* ---- instructions (build.c) ----------------------------------------------------- */

extern const struct ir_type type_void, type_bool, type_int;

/* A new empty block, which is not entered yet. */
uint32_t new_block(struct lower *lower);
/* Ends the current block with a jump to BLOCK unless it is done, and makes BLOCK the current one. */
void start_block(struct lower *lower, uint32_t block);
bool block_is_done(const struct lower *lower);
/* Gives the instructions to be emitted NODE's place. */
void at(struct lower *lower, struct node *node);
struct ir_loc node_loc(struct lower *lower, struct node *node);

/* ---- what the source says (telling.c) -------------------------------------------- */

/* Whether NODE begins or ends in the text of a macro, not in an argument of it. */
bool node_in_macro_text(struct node *node);
/* The macro whose text makes the call NODE of CALLEE (NULL: of a pointer), if it has another name; else NULL. */
const char *macro_of_call(struct lower *lower, struct node *node, const char *callee);
/*
 * Each says what asks for the conditions lowered from now on, and returns what asked before, which the caller puts back
 * into lower->asking: an if or switch with that KEYWORD, a ?: or a && or || as a value, or LOOP with its BODY, which
 * begins with BLOCK.
 */
struct asking ask_if(struct lower *lower, CXSourceLocation keyword);
struct asking ask_choice(struct lower *lower, struct node *node);
struct asking ask_loop(struct lower *lower, struct node *loop, struct node *condition, struct node *body,
		       uint32_t block);
/* What the ways of a branch say of the source. */
struct branch_told {
	const char *text;
	enum ir_telling telling;
};

/* Of a branch that tests NODE and goes to the block YES or NO. */
struct branch_told tell_branch(struct lower *lower, struct node *node, uint32_t yes, uint32_t no);

/* Operands: IR_NONE, an integer (cut to its type), the address of a local. */
struct ir_operand none(void);
struct ir_operand constant(struct ir_type type, uint64_t bits);
struct ir_operand local_address(struct lower *lower, uint32_t local);
bool is_constant(struct ir_operand operand);
/* The low bits of a value that its type has; the value they stand for if the type is signed. */
uint64_t cut(uint64_t bits, struct ir_type type);
int64_t sign_extended(uint64_t bits, struct ir_type type);

/*
 * The emit functions append to the current block; after a terminator they first start an
 * unreachable block. Those that compute return their result, a constant where the operands are.
 */
void emit(struct lower *lower, struct ir_inst inst);
/* Gives INST a new temporary as its result. */
struct ir_operand emit_value(struct lower *lower, struct ir_inst inst);
struct ir_operand emit_binary(struct lower *lower, enum ir_opcode opcode, struct ir_operand a,
			      struct ir_operand b);
struct ir_operand emit_compare(struct lower *lower, enum ir_opcode opcode, struct ir_operand a,
			       struct ir_operand b);
/* The address BASE + INDEX * STRIDE; INDEX may be of any integer type. */
struct ir_operand emit_index(struct lower *lower, struct ir_operand base, struct ir_operand index,
			     uint64_t stride);
/* An unknown value of TYPE; none() for void, for an aggregate the address of a new local. */
struct ir_operand emit_unknown(struct lower *lower, struct ir_type type, const char *why);
/* Likewise, where the source has a construct WHAT that is not lowered. */
struct ir_operand emit_unsupported(struct lower *lower, struct ir_type type, const char *what);
void emit_jump(struct lower *lower, uint32_t target);
/* What TOLD says of the condition in the source; NULL: nothing. */
struct branch_told;
void emit_branch(struct lower *lower, struct ir_operand condition, uint32_t yes, uint32_t no,
		 const struct branch_told *told);
void emit_unreachable(struct lower *lower);
/* A copy of TARGETS for an instruction. */
uint32_t *target_list(struct lower *lower, const uint32_t *targets, uint32_t count);
/* A new local; returns its number. */
uint32_t new_local(struct lower *lower, const char *name, struct ir_type type);
/* VALUE converted to type TO by C's rules. */
struct ir_operand convert(struct lower *lower, struct ir_operand value, struct ir_type to);
/*
 * The operand of the last instructions if they widened it to VALUE: it is zero when VALUE is. Else
 * VALUE.
 */
struct ir_operand unwidened(struct lower *lower, struct ir_operand value);
/* VALUE != 0 as a bool; a constant where that is known. */
struct ir_operand as_bool(struct lower *lower, struct ir_operand value);
/* VALUE as a signed integer of a pointer's size. */
struct ir_operand as_index(struct lower *lower, struct ir_operand value);
/* Compute constants. They return false when an operand is no constant or the operation has no value. */
bool fold_binary(enum ir_opcode opcode, struct ir_operand a, struct ir_operand b, uint64_t *bits);
bool fold_convert(struct ir_operand value, struct ir_type to, struct ir_operand *out);

/* ---- constants (fold.c) --------------------------------------------------------- */

/*
 * Stores in *OUT the value of NODE if it is an integer constant or a pointer made from one; else
 * returns false.
 */
bool fold(struct front *front, struct arena *arena, struct node *node, struct ir_operand *out);
/* The arm that __builtin_choose_expr or _Generic takes; NULL when that is not known. */
struct node *chosen(struct front *front, struct arena *arena, struct node *node);
/* NODE without parentheses and __extension__. */
struct node *strip_parens(struct front *front, struct arena *arena, struct node *node);
/* NODE without parentheses, __extension__ and casts, explicit or implicit. */
struct node *strip_casts(struct front *front, struct arena *arena, struct node *node);
/* NODE without wrappers that have no side effect and do not change its truth. */
struct node *strip_truth(struct lower *lower, struct node *node);
/* The function that a call names; NULL for a call through any other expression. */
struct reference *direct_callee(struct front *front, struct arena *arena, struct node *call);
/* The enumerator or macro that the source wrote for a constant, in the unit's arena, or NULL. */
const char *constant_name(struct front *front, struct arena *arena, struct node *node);
enum ir_opcode binary_opcode(enum CXBinaryOperatorKind kind, bool is_signed);

/* ---- lvalues (lvalue.c) --------------------------------------------------------- */

/* A place in memory to load from and store to. */
struct lvalue {
	struct ir_operand address;
	struct ir_type type;
	uint32_t member;	/* number of the member, 0 none */
	uint16_t bit_offset, bit_width;
	bool is_volatile;	/* others may write it at any time: two reads need not agree */
};

/* Any expression as an lvalue; the value of one that is none goes into a new local. */
struct lvalue lower_lvalue(struct lower *lower, struct node *node);
/* __builtin_offsetof whose value is no constant: some index in it is not. */
struct ir_operand lower_offsetof(struct lower *lower, struct node *node);
/* The value at PLACE; of an aggregate its address. */
struct ir_operand load(struct lower *lower, struct lvalue place);
/* Stores VALUE, converted to the type of PLACE. VALUE of an aggregate is its address. */
void store(struct lower *lower, struct lvalue place, struct ir_operand value);
/* Copies memory of type TYPE between two addresses. */
void copy(struct lower *lower, struct ir_operand to, struct ir_operand from, struct ir_type type);
struct lvalue local_lvalue(struct lower *lower, uint32_t local);

/* ---- expressions (expr.c, condition.c, call.c, builtin.c, atomic.c) ----------------------- */

/* The value of NODE; the address of an aggregate; none() for void. */
struct ir_operand lower_value(struct lower *lower, struct node *node);
/* Lowers NODE for its side effects only. */
void lower_effect(struct lower *lower, struct node *node);
/* The truth of NODE as a bool. */
struct ir_operand lower_bool(struct lower *lower, struct node *node);
/* Ends the current block: control goes to block YES if NODE is true, else to NO. */
void lower_condition(struct lower *lower, struct node *node, uint32_t yes, uint32_t no);
/* The values of a ? b : c, of GNU's a ?: b, and of a call. */
struct ir_operand lower_choice(struct lower *lower, struct node *node);
struct ir_operand lower_elvis(struct lower *lower, struct node *node);
struct ir_operand lower_call(struct lower *lower, struct node *node);
/* Lowers a call of a builtin that builtin.c knows, with its value in *RESULT; else returns false. */
bool lower_builtin(struct lower *lower, struct node *node, struct reference *callee,
		   struct ir_operand *result);
/* An __atomic_* builtin, which libclang shows as an expression of its own (FORM_ATOMIC). */
struct ir_operand lower_atomic(struct lower *lower, struct node *node);
/* Likewise a call of NAME, a __sync_* or __atomic_* function that libclang shows as a call. */
struct ir_operand lower_sync(struct lower *lower, struct node *node, const char *name);
/* Emits a direct call; RESULT is the return type. */
struct ir_operand call_symbol(struct lower *lower, struct reference *callee,
			      struct ir_operand *args, uint32_t nargs, CXType result);

/* ---- initialisers (init.c) ------------------------------------------------------ */

/* Receives the parts of an initialiser, in order. BIT is counted from the start of the object. */
struct init_sink {
	struct front *front;
	struct arena *arena;
	/* The part of type TYPE at BIT becomes VALUE (NULL: zero). */
	void (*leaf)(struct init_sink *sink, uint64_t bit, CXType type, struct member *member,
		     struct node *value);
	/* The part of type TYPE at BIT becomes zero again: a later designator overrides it. */
	void (*reset)(struct init_sink *sink, uint64_t bit, CXType type);
	/* The BITS bits at BIT become unknown. */
	void (*unknown)(struct init_sink *sink, uint64_t bit, uint64_t bits);
	void *context;
};

/* Calls SINK for every scalar, string and struct expression that LIST puts into an object of TYPE. */
void walk_initialiser(struct init_sink *sink, CXType type, struct node *list);
/* Whether VALUE is a string literal that initialises an array of type TYPE. */
bool is_string_for_array(struct init_sink *sink, CXType type, struct node *value);
/* VALUE without parentheses and casts. */
struct node *bare_initialiser(struct init_sink *sink, struct node *value);
/* Emits the stores that initialise the object of type TYPE at ADDRESS. */
void lower_initialiser(struct lower *lower, struct ir_operand address, CXType type,
		       struct node *value);

/* ---- statements (stmt.c, loop.c, scope.c, asm.c) -------------------------------- */

void lower_statement(struct lower *lower, struct node *node);
/* A compound statement. Returns the value of its last expression if WANT_VALUE, else none(). */
struct ir_operand lower_compound(struct lower *lower, struct node *node, bool want_value);
void lower_loop(struct lower *lower, struct node *node);
void lower_switch(struct lower *lower, struct node *node);
void lower_case(struct lower *lower, struct node *node);
void lower_declaration(struct lower *lower, struct node *node);
void lower_asm(struct lower *lower, struct node *node);

/* Emits the cleanup calls of the current chain up to UNTIL, which is not called. */
void run_cleanups(struct lower *lower, struct cleanup *until);
/* Adds VARIABLE to the chain if it has the cleanup attribute. */
void add_cleanup(struct lower *lower, CXCursor variable, uint32_t local);
/* The label of a label statement, made when new. */
struct label *label_for(struct lower *lower, CXCursor statement);
void lower_goto(struct lower *lower, struct node *node);
void lower_label(struct lower *lower, struct node *node, bool want_value, struct ir_operand *value);
/* The number that is the address of the label of STATEMENT: no other label of its function has it, likely. */
#define FIRST_LABEL 0x100000
uint64_t label_number(CXCursor statement);
struct ir_operand lower_va_arg(struct lower *lower, struct node *node);
void lower_computed_goto(struct lower *lower, struct node *node);
/* At the end of the function: emits the cleanups and jumps of all pending gotos. */
void settle_gotos(struct lower *lower);

/* ---- the printed function (printed.c) ------------------------------------------- */

struct printed_asm {
	unsigned outputs, inputs;	/* number of operands */
	bool is_goto, is_volatile;
	bool is_empty;		/* no instruction: outputs are what inputs with their numbers are */
	uint64_t kept;		/* bit i: output number i is an input as well */
	signed char tied[64];	/* output i: 1 plus the number of the input that has its place; 0: none has */
	bool writes_memory;	/* it names memory among what it changes */
	uint64_t in_memory;	/* bit i: input number i is a place in memory */
	bool may_fault;		/* it has an entry in the exception table */
	const char *const *labels;
	unsigned nlabels;
};

/* Which parts the for statement has: bit 0 init, bit 1 condition, bit 2 increment. -1: not known. */
int printed_for(struct lower *lower, struct node *node);
/* The parts of an asm statement; NULL: not known. */
const struct printed_asm *printed_asm(struct lower *lower, struct node *node);
/* The arm that a _Generic takes; NULL: not known. */
struct node *printed_generic(struct lower *lower, struct node *node);
/*
 * Stores in *STATEMENT the label NAME that is visible at the asm statement NODE. False: there is
 * none.
 */
bool printed_label(struct lower *lower, struct node *node, const char *name, CXCursor *statement);
/* Calls VISIT for every label whose address the function takes. */
void each_taken_label(struct lower *lower, void (*visit)(struct lower *, CXCursor));
void printed_free(struct lower *lower);

/* ---- the end (finish.c) --------------------------------------------------------- */

/* Fills FUNCTION: drops unreachable blocks, renumbers the rest, replaces references by symbols. */
void finish_function(struct lower *lower, struct ir_function *function);

#endif
