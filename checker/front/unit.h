/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the front: what is known of one translation unit while it is lowered.
 *
 * Functions are lowered with *references* (a number per declaration seen) and
 * *members* (a number per struct field seen) in place of the unit's symbols and
 * fields; finish.c replaces them, so that only what survives enters the unit.
 */
#ifndef MNCHECK_FRONT_UNIT_H
#define MNCHECK_FRONT_UNIT_H

#include <clang-c/Index.h>

#include "front/front.h"

/* A file of the translation unit. */
struct source_file {
	uint32_t number;	/* in unit->files */
	const char *path;	/* as there */
	CXFile handle;
	const char *text;	/* its bytes as the parser has them, see need_text() */
	size_t length;
	bool asked;
};

/* A place in a file. */
struct source_place {
	struct source_file *file;	/* NULL: none */
	unsigned offset;
	unsigned line, column;	/* of place_expanded() alone: to find them takes a while */
};

/* What a call of a function means beyond calling it. */
enum callee_trait {
	CALLEE_PLAIN,
	CALLEE_BUILTIN,		/* __builtin_*, __sync_*: lowered by builtin.c */
};

/* A function or variable with static storage that is mentioned. */
struct reference {
	CXCursor decl;		/* its definition, or the declaration mentioned */
	bool has_definition;	/* `decl` is one (a tentative one counts) */
	bool wanted;		/* queued for lowering, or lowered */
	enum ir_symbol_kind kind;
	enum callee_trait trait;
	bool is_static, is_weak;
	bool never_returns;	/* noreturn */
	bool is_refused;	/* attribute error: what calls it does not compile */
	bool is_noreturn, is_const;
	bool address_taken;	/* of a variable: its address goes elsewhere than into a load or store */
	const char *plain;	/* the C name */
	const char *name;	/* the key across units */
	struct ir_type type;	/* of the variable, or what the function returns */
	uint32_t number;	/* index into front->references */
	uint32_t symbol;	/* index into unit->symbols, 0: not there yet */
	CXType ctype;
	bool is_literal;	/* a compound literal: `decl` is its initialiser */
};

/* A struct member that is mentioned. */
struct member {
	CXCursor decl;
	struct ir_field field;
	uint32_t number;	/* index into front->members */
	uint32_t index;		/* index into unit->fields, 0: not there yet */
	bool is_bit_field;
	uint16_t width;		/* of the bit-field */
};

/* Where a parser error lies, by the line of the outermost macro. */
struct trouble {
	uint32_t file;
	unsigned line;
	const char *text;
};

struct front {
	const struct front_request *request;
	const struct front_precompiled *precompiled;	/* what the parse stands on, or NULL */
	bool all_declarations;		/* its declarations are visited, too (a sixth of a second) */
	bool lacks_declarations;	/* one was asked for by name, and was not in sight */
	bool is_header;			/* parsed to be precompiled itself */
	struct ir_unit *unit;
	CXIndex index;
	CXTranslationUnit tu;
	CXFile main_file;
	struct arena *arena;		/* for as long as the extraction runs */
	struct ir_type pointer;		/* the target's pointer */
	struct ir_type index_type;	/* a signed integer of that size */
	struct intmap files;		/* CXFile -> struct source_file */
	struct intmap types;		/* canonical type -> struct ir_type */
	struct intmap sizes;		/* canonical type -> size in bytes plus 1 */
	struct intmap member_of;	/* field declaration -> struct member */
	struct intmap offsets;		/* hash of record and member -> bits plus 1 */
	struct intmap reference_of;	/* declaration -> struct reference */
	struct strmap reference_names;	/* key -> struct reference */
	struct strmap functions_by_name; /* top-level functions, filled when first asked */
	struct strmap types_by_name;	/* typedefs, canonical spelling; likewise */
	bool have_names, have_types;
	VEC(struct reference *) references;	/* [0] is NULL */
	VEC(struct member *) members;		/* [0] is NULL */
	VEC(struct reference *) queue;		/* to lower, in order */
	VEC(struct trouble) troubles;
	VEC(struct ir_init) inits;	/* of the global being lowered */
	uint64_t highest_bit;		/* where the last of them begins */
	struct intmap decayed;		/* variables of array type that are pointers */
	CXCursor **helpers;		/* definition for each of the request's, or NULL */
	VEC(CXCursor) own;		/* what the main file defines, in its order */
	VEC(char *) texts;		/* of source files that were read here, malloc'd */
};

/* ---- the whole (front.c, parse.c, precompile.c) --------------------------- */

struct front *front_new(const struct front_request *request);
/* All but the unit. */
void front_free(struct front *front);
/* Parses the request's source into front->tu. */
int parse_source(struct front *front, struct error *error);
enum CXErrorCode parse_once(struct front *front, const char *path, bool any_processor,
			    unsigned options);
const char *parse_failure(enum CXErrorCode code);
/* The parser found errors in the source. */
bool has_errors(const struct front *front);
/* CURSOR defines one of the functions asked for: takes it. */
bool note_helper(struct front *front, CXCursor cursor);
/* CURSOR is the list of functions that the precompiled headers hold: takes them. */
bool take_precompiled_names(struct front *front, CXCursor cursor);

/* ---- cursors (node.c) ---------------------------------------------------- */

/* What identifies a declaration, or a statement or expression. */
uint64_t cursor_key(CXCursor cursor);
/* The children of CURSOR, in ARENA; their number in *COUNT. */
CXCursor *cursor_children(CXCursor cursor, struct arena *arena, unsigned *count);
bool is_expression(enum CXCursorKind kind);
/* The spelling, in ARENA. */
const char *cursor_spelling(CXCursor cursor, struct arena *arena);

/* The bytes of a string literal up to its first NUL, in the unit's arena. */
const char *string_bytes(struct front *front, CXCursor literal);

/* ---- places and texts (source.c) --------------------------------------------- */

struct source_file *source_file_of(struct front *front, CXFile file);
/* Makes the text of FILE (which may be NULL) available, as far as the parser has it. */
void need_text(struct front *front, struct source_file *file);
/* Where the reader sees it: the outermost macro, or the macro's argument. */
struct source_place place_seen(struct front *front, CXSourceLocation location);
/* Where the outermost macro stands. */
struct source_place place_expanded(struct front *front, CXSourceLocation location);
/* Where the token itself is written, perhaps in a macro's definition. */
struct source_place place_spelled(struct front *front, CXSourceLocation location);
struct ir_loc loc_of(struct front *front, CXCursor cursor);
/* The source text of EXTENT in one line of at most IR_TEXT_MAX bytes, in the unit's arena, or NULL. */
const char *text_of(struct front *front, CXSourceRange extent);
/* The length of the identifier at OFFSET, 0: there is none. */
size_t identifier_at(const struct source_file *file, unsigned offset);
/* PATH as the unit records it; in the unit's arena. */
const char *recorded_path(struct front *front, const char *path);
/* Every file read, with its hash, into the unit's deps. */
void record_deps(struct front *front);

/* ---- types (types.c) ------------------------------------------------------------ */

struct ir_type ir_type_of(struct front *front, CXType type);
/* In bytes; 0: not known (incomplete, or variable). */
uint64_t size_of(struct front *front, CXType type);
CXType canonical(CXType type);
CXType pointee(CXType type);
CXType element(CXType type);
bool is_record(CXType type);
bool is_array(CXType type);
bool is_function(CXType type);
struct member *member_for(struct front *front, CXCursor field);
/* The bit offset of FIELD, however deep in unnamed members, inside RECORD. */
uint64_t member_offset(struct front *front, CXType record, CXCursor field);
/* The fields of RECORD in order, unnamed bit-fields left out; in ARENA. */
CXCursor *record_fields(CXType record, struct arena *arena, unsigned *count);
/* How FIELD at BIT offset is accessed: byte offset and bits counted from there. */
struct bit_place { uint64_t offset; uint16_t bit_offset, bit_width; };
struct bit_place bit_place(const struct member *member, uint64_t bit);

/* ---- references (symbols.c) ------------------------------------------------------ */

/* FUNCTION names static locals; "" at file scope. */
struct reference *reference_for(struct front *front, CXCursor decl, const char *function);
/* A compound literal with static storage, initialised by INITIALISER. */
struct reference *reference_for_literal(struct front *front, CXCursor literal, CXCursor initialiser);
/* The external function NAME, declared here or not. */
struct reference *reference_by_name(struct front *front, const char *name, struct ir_type returns);
/* The unit's symbol for it. */
uint32_t symbol_for(struct front *front, struct reference *reference);
/* Its body or initialiser is to be lowered too, where there is one. */
void want(struct front *front, struct reference *reference);
/* The unit's field for a member. */
uint32_t field_for(struct front *front, uint32_t member);
/* A top-level function by name, for attributes that only name it. */
struct reference *function_named(struct front *front, const char *name);
/* Whether a function of TYPE, or one that it points to, is noreturn. */
bool type_never_returns(CXType type);
/* Makes DECL, if it is one, known to function_named(). */
void name_function(struct front *front, CXCursor decl);
/* Makes DECL, if it is a typedef, known to type_named(). */
void name_type(struct front *front, CXCursor decl);
/* The canonical spelling of a typedef at file scope, or NULL. */
const char *type_named(struct front *front, const char *name);
/* The declaration as clang prints it, without body; malloc'd. */
char *print_declaration(CXCursor decl);

/* ---- the rest, one function each -------------------------------------------------- */

/* globals.c */
void lower_global(struct front *front, struct reference *reference);
/* function.c */
int lower_function(struct front *front, struct reference *reference, struct error *error);
/* damage.c: the parser's errors into unit->problems and front->troubles. */
void collect_troubles(struct front *front);
/* The first trouble inside EXTENT as text in the unit's arena, or NULL. */
const char *trouble_within(struct front *front, CXSourceRange extent);

#endif
