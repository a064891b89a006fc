/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The intermediate representation: a translation unit without C's syntax.
 *
 * `mncheck extract` makes a *unit* from one translation unit. It holds functions as
 * control-flow graphs of three-address instructions, global variables with their
 * initial bytes, and the files that it was made from. A unit is a pure function of
 * the sources read and the flags. The cache stores its text form and processes pass
 * it on; IR.md beside this file specifies it.
 *
 * Memory is bytes: an address is a pointer value, a struct field is an offset. An
 * access also names its field: from the name the engine learns which function
 * pointers may sit there, and a reader sees which field is meant. Every C local is a
 * variable in memory. Temporaries hold the values of one expression; each has exactly
 * one defining instruction, which dominates its uses.
 *
 * The unit's arena owns everything below. Indices, not pointers, link the parts.
 * Files, symbols and fields are numbered from 1; there 0 means "none".
 */
#ifndef MNCHECK_IR_IR_H
#define MNCHECK_IR_IR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"

/* ---- types ---------------------------------------------------------------------- */

enum ir_type_kind {
	IR_VOID,	/* no value */
	IR_BOOL,	/* C _Bool: 0 or 1, stored in 8 bits */
	IR_INT,		/* 1..128 bits, enums included */
	IR_PTR,		/* 64 or 32 bits as the target has it */
	IR_FLOAT,	/* only ever moved about */
	IR_AGG,		/* struct, union or array; lives in memory only */
};

struct ir_type {
	uint8_t kind;		/* enum ir_type_kind */
	bool is_signed;		/* IR_INT: how to print it; opcodes, not types, choose the arithmetic */
	uint64_t bits;		/* size in bits; IR_AGG: of the whole object, 0 unknown */
};

bool ir_type_equal(struct ir_type a, struct ir_type b);

/* ---- places in the source ------------------------------------------------------- */

struct ir_loc {
	uint32_t file;		/* index into unit->files, 0 unknown */
	uint32_t line;		/* from 1 */
	uint32_t column;	/* from 1 */
};

/* ---- operands ------------------------------------------------------------------- */

enum ir_operand_kind {
	IR_NONE,
	IR_TEMP,	/* %N, the result of an instruction */
	IR_CONST,	/* an integer, or a pointer made from one */
	IR_LOCAL,	/* the address of local number `index` */
	IR_SYMBOL,	/* the address of the global variable or function `index` */
	IR_STRING,	/* the address of a string literal */
};

struct ir_operand {
	uint8_t kind;		/* enum ir_operand_kind */
	struct ir_type type;	/* IR_LOCAL, IR_SYMBOL, IR_STRING: a pointer */
	uint32_t index;		/* IR_TEMP, IR_LOCAL, IR_SYMBOL */
	uint64_t bits;		/* IR_CONST: the value, zero-extended from type.bits */
	const char *string;	/* IR_STRING: the bytes as C text; IR_CONST: the
				   enumerator or macro that the source wrote, or NULL */
};

/* ---- instructions --------------------------------------------------------------- */

/*
 * Columns: enum suffix, spelling in the text form, what it does.
 * Arithmetic is modulo 2^bits; both operands have the type of the result.
 * Comparisons give IR_BOOL; their operands share a type.
 */
#define IR_OPCODES(X)                                                          \
	X(LOAD,   "load",   "result = the value of `type` at address a")       \
	X(VOLATILE, "volatile", "the same for memory that may change at any time") \
	X(STORE,  "store",  "the value b of `type` goes to address a")         \
	X(COPY,   "copy",   "`type`.bits of memory from address b to a")       \
	X(ZERO,   "zero",   "`type`.bits of memory at address a become 0")     \
	X(DECL,   "decl",   "local a comes into scope, its value indeterminate") \
	X(FIELD,  "field",  "result = a + offset bytes, the address of `field`") \
	X(INDEX,  "index",  "result = a + b * stride bytes")                   \
	X(ADD,    "add",    "result = a + b")                                  \
	X(SUB,    "sub",    "result = a - b")                                  \
	X(MUL,    "mul",    "result = a * b")                                  \
	X(SDIV,   "sdiv",   "signed quotient")                                 \
	X(UDIV,   "udiv",   "unsigned quotient")                               \
	X(SREM,   "srem",   "signed remainder")                                \
	X(UREM,   "urem",   "unsigned remainder")                              \
	X(AND,    "and",    "bitwise and")                                     \
	X(OR,     "or",     "bitwise or")                                      \
	X(XOR,    "xor",    "bitwise exclusive or")                            \
	X(SHL,    "shl",    "shift left")                                      \
	X(LSHR,   "lshr",   "shift right, zeroes come in")                     \
	X(ASHR,   "ashr",   "shift right, the sign comes in")                  \
	X(CTZ,    "ctz",    "zero bits below the lowest one of a; b if a is 0") \
	X(CLZ,    "clz",    "zero bits above the highest one of a; b if a is 0") \
	X(ONES,   "ones",   "the number of bits of a that are one, plus b")    \
	X(EQ,     "eq",     "a == b")                                          \
	X(NE,     "ne",     "a != b")                                          \
	X(SLT,    "slt",    "a < b, signed")                                   \
	X(SLE,    "sle",    "a <= b, signed")                                  \
	X(ULT,    "ult",    "a < b, unsigned (pointers too)")                  \
	X(ULE,    "ule",    "a <= b, unsigned (pointers too)")                 \
	X(ZEXT,   "zext",   "a widened with zeroes to `type`")                 \
	X(SEXT,   "sext",   "a widened with its sign to `type`")               \
	X(TRUNC,  "trunc",  "the low bits of a")                               \
	X(CAST,   "cast",   "a as `type` of the same size (pointer, integer)") \
	X(CALL,   "call",   "result = a(args); a is IR_SYMBOL or a pointer")   \
	X(UNKNOWN, "unknown", "result = some value (asm output, ...); of va_arg, a is the number") \
	X(UNSUPPORTED, "unsupported", "something not lowered; `text` says what") \
	/* terminators: the last of each block, nowhere else */                \
	X(JUMP,   "jump",   "to targets[0]")                                   \
	X(BRANCH, "branch", "a (IR_BOOL) ? targets[0] : targets[1]")           \
	X(SWITCH, "switch", "first case that holds a, else targets[0]")        \
	X(CHOOSE, "choose", "to any of targets (asm goto, computed goto)")     \
	X(RETURN, "return", "a, or nothing")                                   \
	X(UNREACHABLE, "unreachable", "control does not come here")

enum ir_opcode {
#define X(name, text, what) IR_##name,
	IR_OPCODES(X)
#undef X
	IR_OPCODE_COUNT
};

/* The spelling of OPCODE in the text form. */
const char *ir_opcode_name(enum ir_opcode opcode);
bool ir_is_terminator(enum ir_opcode opcode);
bool ir_is_binary(enum ir_opcode opcode);	/* ADD .. ULE */
bool ir_is_compare(enum ir_opcode opcode);	/* EQ .. ULE */

#define IR_NO_RESULT UINT32_MAX

/* One arm of a switch: values lo..hi, both included, unsigned order of the type. */
struct ir_case {
	uint64_t low, high;	/* bits, zero-extended */
	uint32_t target;	/* block */
};

/*
 * What the two ways of a BRANCH say of its text. Columns: enum suffix, spelling in the text form,
 * targets[0] and targets[1].
 */
#define IR_TELLINGS(X)                                                                  \
	X(TRUTH,   "",        "the text is true", "it is false")                         \
	X(INVERSE, "inverse", "the text is false", "it is true")                         \
	X(ENTERS,  "enters",  "the text, a macro that loops, runs its body", "it is over") \
	X(LEAVES,  "leaves",  "the text, a macro that loops, is over", "it runs its body") \
	X(NOTHING, "inside",  "a test that a macro makes for itself", "likewise")

enum ir_telling {
#define X(name, text, yes, no) IR_TELLS_##name,
	IR_TELLINGS(X)
#undef X
	IR_TELLING_COUNT
};

/* The spelling of TELLING in the text form. */
const char *ir_telling_name(enum ir_telling telling);

struct ir_inst {
	uint8_t opcode;		/* enum ir_opcode */
	uint8_t telling;	/* BRANCH: enum ir_telling */
	struct ir_type type;	/* of the result, or of the memory accessed */
	uint32_t result;	/* temporary that it defines, or IR_NO_RESULT */
	struct ir_operand a, b;
	uint32_t field;		/* FIELD, LOAD, STORE: unit->fields index, 0 none */
	int64_t offset;		/* FIELD: bytes */
	uint64_t stride;	/* INDEX: bytes */
	/* LOAD, STORE of a bit-field: which bits, counted from the address; width 0: none */
	uint16_t bit_offset, bit_width;
	struct ir_operand *args; /* CALL */
	uint32_t nargs;
	/*
	 * CALL: an aggregate argument is the address of a copy, an operand of kind
	 * IR_LOCAL or IR_TEMP with type IR_AGG. An aggregate result is written to
	 * address b; `result` is then IR_NO_RESULT.
	 */
	uint32_t *targets;	/* terminators: block numbers */
	uint32_t ntargets;
	struct ir_case *cases;	/* SWITCH */
	uint32_t ncases;
	/*
	 * BRANCH, SWITCH: the condition as the source wrote it, in one line of at
	 * most IR_TEXT_MAX bytes. CALL: the macro that makes the call, NULL where the source
	 * names the callee. UNSUPPORTED: the construct that is not lowered.
	 * UNKNOWN: the origin of the value. May be NULL.
	 */
	const char *text;
	struct ir_loc loc;
};

#define IR_TEXT_MAX 100
/* Text of UNKNOWN: an output of assembly that jumps elsewhere when its memory access faults. */
#define IR_ASM_THAT_MAY_FAULT "asm output, or a fault"
/* Likewise: an output that follows from the inputs alone, by instructions that are not understood. */
#define IR_ASM_OF_INPUTS "asm that computes its output"

/* ---- functions ------------------------------------------------------------------ */

struct ir_block {
	struct ir_inst *insts;
	uint32_t count;
};

struct ir_local {
	const char *name;	/* as in the source; "" for one that lowering made */
	struct ir_type type;
	uint32_t alignment;	/* bytes, a power of two; 0: not known */
	bool is_param;		/* the first nparams locals are the parameters, in order */
	bool address_taken;	/* used other than as the address of a load, store, copy or zero */
};

struct ir_function {
	uint32_t symbol;	/* its name */
	struct ir_type return_type;	/* IR_AGG: RETURN's a is the address of it */
	struct ir_local *locals;
	uint32_t nlocals, nparams;
	bool variadic;
	struct ir_block *blocks;	/* blocks[0] is the entry, it has no predecessor */
	uint32_t nblocks;
	uint32_t ntemps;
	struct ir_loc loc;	/* of its name in the definition */
	uint32_t end_line;	/* of the closing brace */
	/*
	 * Why the body cannot be trusted ("line 12: ..."): the parser reported an
	 * error inside it or dropped a part. NULL when it can.
	 */
	const char *damage;
	/*
	 * A unit that was read from text keeps each body as text, with blocks NULL,
	 * until ir_function_load().
	 */
	const char *body_text;
	size_t body_length;
};

/* ---- the unit ------------------------------------------------------------------- */

enum ir_symbol_kind {
	IR_SYM_FUNCTION,
	IR_SYM_VARIABLE,
};

/*
 * A function or variable. `name` identifies it across units:
 *
 *	external	"name", as in C
 *	static		"path:name"
 *	static local	"path:function.name"
 *
 * where path is the file with the definition, spelled as in `files`.
 */
struct ir_symbol {
	uint8_t kind;		/* enum ir_symbol_kind */
	const char *name;
	bool is_static;
	bool is_const;		/* variable: const-qualified */
	bool is_noreturn;	/* function */
	bool is_weak;
	struct ir_type type;	/* variable: its type; function: its return type */
	struct ir_loc loc;	/* of the first declaration seen, or of the definition */
	uint32_t function;	/* index into functions plus 1, 0: no body here */
	uint32_t global;	/* index into globals plus 1, 0: no definition here */
};

/* One enumerator of a field's enum type. */
struct ir_enumerator {
	uint64_t bits;		/* zero-extended from the field's type.bits */
	const char *name;
};

/* Fields of larger enums (hardware registers) keep no names. */
#define IR_ENUMERATORS_MAX 64

/* A member of a struct or union; record and name identify it across units. */
struct ir_field {
	const char *record;	/* tag ("mmu_notifier_ops"), typedef name, or
				   "path:line" for a nameless one */
	const char *name;	/* of the member alone; "a.b" never occurs */
	struct ir_type type;
	bool is_function_pointer;
	bool is_private;	/* a function pointer, of a type that the main file defines: no other file names it */
	/* When its type is an enum: its enumerators in source order, in the unit's arena. */
	const struct ir_enumerator *enumerators;
	uint32_t nenumerators;
};

/* One scalar of an initialiser. */
struct ir_init {
	uint64_t offset;	/* bytes from the start of the variable */
	uint16_t bit_offset, bit_width;	/* bit-field, else 0, 0 */
	struct ir_type type;
	uint32_t field;		/* unit->fields, 0 none */
	struct ir_operand value;	/* IR_CONST, IR_SYMBOL or IR_STRING; IR_NONE when it
				   is not known at compile time */
	int64_t addend;		/* IR_SYMBOL: bytes added to its address */
};

/* A variable defined here. Bytes that no init names are zero. */
struct ir_global {
	uint32_t symbol;
	struct ir_init *inits;	/* by rising offset */
	uint32_t ninits;
	bool address_taken;	/* used other than as the address of a load or store */
	bool is_written;	/* stored or copied to by its own name */
	bool is_assigned;	/* a member of it is stored to by its own name */
};

/*
 * The source puts a function into a field, by an initialiser or by a store anywhere
 * in the main file. From these the engine resolves calls through unknown pointers.
 */
struct ir_assign {
	uint32_t field;		/* unit->fields */
	uint32_t symbol;	/* the function */
	uint32_t variable;	/* symbol of the variable initialised, or stored to by its own name; or 0 */
	uint64_t object;	/* bytes from its start to the struct that has the field */
	struct ir_loc loc;
	const char *misfit;	/* a callback that is of another type than the field: how; or NULL */
};

/* A file that the parser read. */
struct ir_dep {
	const char *path;	/* absolute */
	uint64_t hash;		/* of its text: base/source_hash.h */
};

/*
 * A member that code which was lost (to an error, or to a header that is missing) may store to. More
 * functions may be in it than the unit's assigns say.
 */
struct ir_lost {
	const char *member;	/* its name alone where the record is not known, else "record.member" */
	const char *why;
};

struct ir_unit {
	struct arena *arena;	/* owns everything here */
	const char *main_file;	/* as in `files` */
	const char *arch;	/* "x86", ... or "" when not from a kernel */
	uint32_t pointer_bits;
	VEC(const char *) files;	/* [0] is NULL; relative to the tree where below it */
	VEC(struct ir_symbol) symbols;	/* [0] is unused */
	VEC(struct ir_field) fields;	/* [0] is unused */
	VEC(struct ir_function) functions;
	VEC(struct ir_global) globals;
	VEC(struct ir_assign) assigns;
	VEC(struct ir_dep) deps;
	VEC(const char *) problems;	/* parser errors, "file:line:col: text", for the report */
	VEC(struct ir_lost) lost;	/* by member */
	struct strmap symbol_index;	/* name -> index + 1 as pointer */
	struct strmap file_index, field_index;	/* likewise; for ir_add_file(), ir_add_field() */
	char *text;		/* the text it was read from, or NULL; owned, malloc'd */
};

/* A new unit, empty but for the unused first elements. Free with ir_unit_free(). */
struct ir_unit *ir_unit_new(void);
void ir_unit_free(struct ir_unit *unit);

/*
 * ir_add_*() return the number of the entry with this name and add a copy of it when
 * there is none; a new symbol is zeroed but for kind and name. ir_find_*() return 0
 * when there is none. `name` of a symbol is its key, see struct ir_symbol; a field is
 * identified by record and name.
 */
uint32_t ir_add_file(struct ir_unit *unit, const char *path);
uint32_t ir_add_symbol(struct ir_unit *unit, enum ir_symbol_kind kind, const char *name);
uint32_t ir_find_symbol(const struct ir_unit *unit, const char *name);
uint32_t ir_add_field(struct ir_unit *unit, const struct ir_field *field);
uint32_t ir_find_field(const struct ir_unit *unit, const char *record, const char *name);
/* The function whose symbol has this name and whose body is in the unit, or NULL. */
struct ir_function *ir_find_function(struct ir_unit *unit, const char *name);

/* The C name inside a symbol key: "drivers/a.c:f" gives "f". Points into KEY. */
const char *ir_plain_name(const char *key);

/* Appends the unit's text form to OUT. Equal units give equal bytes. */
void ir_print_unit(const struct ir_unit *unit, struct strbuf *out);
/* Appends one function as it stands in the unit's text. */
void ir_print_function(const struct ir_unit *unit, const struct ir_function *function,
		       struct strbuf *out);
/* The same for developers: comments name the symbols, locals and fields. */
void ir_dump_function(const struct ir_unit *unit, const struct ir_function *function,
		      struct strbuf *out);
/* Appends one instruction without a newline, for dumps and messages. */
void ir_print_inst(const struct ir_unit *unit, const struct ir_function *function,
		   const struct ir_inst *inst, struct strbuf *out);

/*
 * Hash of a unit's text form without its `deps`: it stays the same when a source file
 * changes only in a comment that moves nothing.
 */
uint64_t ir_text_hash(const char *text, size_t length);

/*
 * Reads a unit from its text form. It takes TEXT (malloc'd, NUL-terminated) over, also
 * when it fails. It reads the tables at once, and a body only in ir_function_load().
 * Returns NULL with ERROR (kind ERROR_ANALYSIS) when the text is not well-formed; the
 * message gives NAME and the line.
 */
struct ir_unit *ir_parse_unit(char *text, size_t length, const char *name, struct error *error);

/*
 * Reads the body of FUNCTION unless it is there already. Returns 0, or -1 with ERROR
 * filled when the text is not well-formed or fails the verifier; FUNCTION is then as
 * before.
 */
int ir_function_load(struct ir_unit *unit, struct ir_function *function, struct error *error);

/*
 * Checks one function: each block ends in its only terminator, targets exist, each
 * temporary is defined once and on every way to its uses, operand types agree with the
 * opcode, indices are in range. Returns 0, or -1 with ERROR naming the function, block
 * and instruction.
 */
int ir_verify_function(const struct ir_unit *unit, const struct ir_function *function,
		       struct error *error);
/* Checks the tables and every loaded function. Returns 0, or -1 with ERROR filled. */
int ir_verify_unit(const struct ir_unit *unit, struct error *error);

#endif
