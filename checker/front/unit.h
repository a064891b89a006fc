/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to front/: the state of one translation unit while it is lowered.
 *
 * Lowering numbers each declaration that it meets, a *reference*, and each struct field,
 * a *member*. finish.c replaces them by the unit's symbols and fields, so that only those
 * that survive enter the unit.
 */
#ifndef MNCHECK_FRONT_UNIT_H
#define MNCHECK_FRONT_UNIT_H

#include <time.h>

#include <clang-c/Index.h>

#include "front/front.h"

/* A file of the translation unit. */
struct source_file {
	uint32_t number;	/* in unit->files */
	const char *path;	/* as recorded there */
	CXFile handle;
	const char *text;	/* its bytes as the parser has them, after need_text() */
	size_t length;
	bool asked;		/* need_text() was called */
};

/* A place in a file. */
struct source_place {
	struct source_file *file;	/* NULL: none */
	unsigned offset;
	unsigned line, column;	/* from place_expanded() only: libclang finds them slowly */
};

/* How a call of the function is lowered. */
enum callee_trait {
	CALLEE_PLAIN,
	CALLEE_BUILTIN,		/* __builtin_*, __sync_*: by builtin.c */
};

/* A function or variable with static storage that the source mentions. */
struct reference {
	CXCursor decl;		/* its definition, or the declaration mentioned */
	bool has_definition;	/* `decl` is a definition (a tentative one counts) */
	bool wanted;		/* queued for lowering, or lowered */
	enum ir_symbol_kind kind;
	enum callee_trait trait;
	bool is_static, is_weak;
	bool never_returns;	/* noreturn */
	bool is_refused;	/* attribute error: a call of it does not compile */
	bool is_noreturn, is_const;
	bool is_written;	/* variable: stored or copied to by its own name */
	bool is_assigned;	/* variable: a member of it is stored to by its own name */
	bool address_taken;	/* variable: used other than as the address of a load or store */
	const char *plain;	/* the C name */
	const char *name;	/* the key across units */
	struct ir_type type;	/* of the variable; a function's return type */
	uint32_t number;	/* index into front->references */
	uint32_t symbol;	/* index into unit->symbols, 0: not there yet */
	CXType ctype;
	bool is_literal;	/* a compound literal: `decl` is its initialiser */
};

/* A struct member that the source mentions. */
struct member {
	CXCursor decl;
	struct ir_field field;
	uint32_t number;	/* index into front->members */
	uint32_t index;		/* index into unit->fields, 0: not there yet */
	bool is_bit_field;
	uint16_t width;		/* of the bit-field */
};

/* A parser error, at the place of the outermost macro. */
struct trouble {
	struct source_file *file;
	unsigned line, offset;
	const char *text;
};

/* A header that was not found, where it is included; `file` is NULL for the command line. */
struct missing_header {
	struct source_file *file;
	unsigned line;
	const char *header;
};

/* The lines of a conditional, #if and #endif among them, of which nobody knows how it is decided. */
struct text_region {
	const struct source_file *file;
	unsigned first, last;
	bool has_else;
	const char *why;
};

struct front {
	const struct front_request *request;
	time_t started;			/* when the extraction began */
	const struct front_precompiled *precompiled;	/* headers that the parse builds on, or NULL */
	bool all_declarations;		/* visits their declarations too (a sixth of a second) */
	bool lacks_declarations;	/* a name was looked up whose declaration was not visited */
	bool is_header;			/* this parse makes precompiled headers */
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
	VEC(struct missing_header) missing;
	struct strmap macros;		/* with a missing header: name -> its first definition */
	struct intmap lacks;		/* file number -> the missing header, and from which line on */
	VEC(struct source_file *) close;	/* the files whose conditionals are looked at */
	VEC(struct text_region) regions;
	struct strmap doubtful;		/* names -> why */
	struct strmap doubtful_members;	/* names of members -> why */
	struct intmap doubtful_fields;	/* the declarations of these members */
	struct strmap real_directories;	/* as a path has them -> real; "": there is none */
	struct strmap lost;		/* members that code which was lost may have set -> why */
	VEC(struct ir_init) inits;	/* of the global being lowered */
	uint64_t highest_bit;		/* start of the last of them */
	struct intmap decayed;		/* variables that clang shows as arrays and that are pointers */
	CXCursor **helpers;		/* the definition of each of request->helpers, or NULL */
	VEC(CXCursor) own;		/* definitions in the main file, in its order */
	VEC(char *) texts;		/* of source files that read_again() read, malloc'd */
};

/* ---- the whole (front.c, parse.c, precompile.c) --------------------------------- */

struct front *front_new(const struct front_request *request);
/* Frees all but the unit. */
void front_free(struct front *front);
/* The same for the last parse of a request, which may leave its memory to the end of the process. */
void front_finish(struct front *front);
/*
 * Parses the request's source into front->tu. Its macros are kept with KEEP_MACROS, and, without a precompiled
 * header, where a header is missing. Returns 0, or -1 with ERROR filled.
 */
int parse_source(struct front *front, bool keep_macros, struct error *error);
/* One attempt at it, with libclang's OPTIONS; ANY_PROCESSOR leaves out the flags that name one. */
enum CXErrorCode parse_once(struct front *front, const char *path, bool any_processor,
			    unsigned options);
/* CODE in words. */
const char *parse_failure(enum CXErrorCode code);
/* Whether the parser found errors in the source. */
bool has_errors(const struct front *front);
/* Whether it did not find a header. */
bool lacks_header(const struct front *front);
/* If CURSOR defines one of request->helpers, keeps it and returns true. */
bool note_helper(struct front *front, CXCursor cursor);
/*
 * If CURSOR is one of the arrays of names of the precompiled headers, takes all names and returns
 * true.
 */
bool take_precompiled_names(struct front *front, CXCursor cursor);

/* ---- cursors (cursor.c) --------------------------------------------------------- */

/* A number that identifies a declaration, statement or expression. */
uint64_t cursor_key(CXCursor cursor);
/* The children of CURSOR, in ARENA; their number in *COUNT. */
CXCursor *cursor_children(CXCursor cursor, struct arena *arena, unsigned *count);
bool is_expression(enum CXCursorKind kind);
/* The spelling, in ARENA. */
const char *cursor_spelling(CXCursor cursor, struct arena *arena);

/* Whether CURSOR stands in the main file, or is expanded there. */
bool in_main_file(struct front *front, CXCursor cursor);

/* The bytes of a string literal up to its first NUL, in the unit's arena. */
const char *string_bytes(struct front *front, CXCursor literal);

/* ---- places and texts (source.c) ------------------------------------------------ */

struct source_file *source_file_of(struct front *front, CXFile file);
/* Fills in the text of FILE (which may be NULL), if the parser has it. */
void need_text(struct front *front, struct source_file *file);
/*
 * Places of LOCATION, which may lie in a macro expansion:
 *
 *	seen		the outermost macro call, or the macro argument that holds it
 *	expanded	the outermost macro call
 *	spelled		the token itself, also in a macro's definition
 */
struct source_place place_seen(struct front *front, CXSourceLocation location);
struct source_place place_expanded(struct front *front, CXSourceLocation location);
struct source_place place_spelled(struct front *front, CXSourceLocation location);
struct ir_loc loc_of(struct front *front, CXCursor cursor);
/* The source text of EXTENT in one line of at most IR_TEXT_MAX bytes, in the unit's arena, or NULL. */
const char *text_of(struct front *front, CXSourceRange extent);
/* Likewise, of the outermost macro call at LOCATION, with its arguments. */
const char *macro_call_text(struct front *front, CXSourceLocation location);
/* The length of the comment at TEXT, which has ROOM bytes; 0 when there is none. */
size_t comment_length(const char *text, size_t room);
/* The length of the identifier at OFFSET; 0 when there is none. */
size_t identifier_at(const struct source_file *file, unsigned offset);
/* PATH in the form that the unit records (see struct front_request); in the unit's arena. */
const char *recorded_path(struct front *front, const char *path);
/* Fills the unit's deps: every file that was read, with its hash. */
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
/* The bit offset of FIELD inside RECORD, also through unnamed members. */
uint64_t member_offset(struct front *front, CXType record, CXCursor field);
/* The fields of RECORD in order, without unnamed bit-fields; in ARENA. */
CXCursor *record_fields(CXType record, struct arena *arena, unsigned *count);
/* The access to MEMBER at offset BIT of its record: a byte offset, and bits counted from there. */
struct bit_place { uint64_t offset; uint16_t bit_offset, bit_width; };
struct bit_place bit_place(const struct member *member, uint64_t bit);

/* ---- references (symbols.c) ----------------------------------------------------- */

/*
 * The reference of a declaration, made when new. FUNCTION, "" at file scope, is part of a static
 * local's name.
 */
struct reference *reference_for(struct front *front, CXCursor decl, const char *function);
/* The reference of a compound literal with static storage, initialised by INITIALISER. */
struct reference *reference_for_literal(struct front *front, CXCursor literal, CXCursor initialiser);
/* The reference of the external function NAME, whether the source declares it or not. */
struct reference *reference_by_name(struct front *front, const char *name, struct ir_type returns);
/* The unit's symbol of a reference, added when new. */
uint32_t symbol_for(struct front *front, struct reference *reference);
/* Queues the body or initialiser of a reference for lowering, if it has one. */
void want(struct front *front, struct reference *reference);
/* The unit's field of a member, added when new. */
uint32_t field_for(struct front *front, uint32_t member);
/* The top-level function NAME, for attributes that give only a name, or NULL. */
struct reference *function_named(struct front *front, const char *name);
/* The canonical spelling of the typedef NAME at file scope, or NULL. */
const char *type_named(struct front *front, const char *name);
/* Whether NAME may be a typedef: one word, and none of C's own types. */
bool may_be_typedef(const char *name);
/* Make DECL known to function_named() and type_named(), if it is a function or a typedef. */
void name_function(struct front *front, CXCursor decl);
void name_type(struct front *front, CXCursor decl);
/* Whether TYPE is a noreturn function or a pointer to one. */
bool type_never_returns(CXType type);
/* The declaration as clang prints it, without body; malloc'd. */
char *print_declaration(CXCursor decl);

/* ---- the rest, one function each ------------------------------------------------ */

/* globals.c: adds the variable and its initial bytes to the unit. */
void lower_global(struct front *front, struct reference *reference);
/* misfit.c: why FUNCTION cannot be the callback that MEMBER is, in the unit's arena; NULL: it can be. */
const char *misfit_of(struct front *front, const struct member *member,
		      const struct reference *function);
/* function.c: adds the function to the unit. Returns 0, or -1 with ERROR filled. */
int lower_function(struct front *front, struct reference *reference, struct error *error);
/* damage.c: copies the parser's errors to unit->problems and front->troubles, and finds what they touch. */
void collect_troubles(struct front *front);
/* The text of the first trouble inside EXTENT, in the unit's arena, or NULL. */
const char *trouble_within(struct front *front, CXSourceRange extent);
/* Why the function CURSOR is not whole, in the unit's arena, or NULL. */
const char *damage_of(struct front *front, CXCursor cursor);
/* Why a call of DECL from CALLER may be another thing (a macro of a missing header); else NULL. */
const char *damage_of_call(struct front *front, CXCursor caller, CXCursor decl);
/* The code of DECLARATION is lost: notes the members that it may store to. */
void note_lost(struct front *front, CXCursor declaration, const char *why);
/* Fills unit->lost. */
void record_lost(struct front *front);

/* ---- functions that reach a member by value (stored.c) ---- */

/* Follows what the functions lowered so far store to members that hold functions. */
void follow_stored_functions(struct front *front);

#endif
