/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values, regions and places: memory consists of these.
 *
 *   value    an expression over symbols
 *   symbol   some value, the same each time
 *   region   a piece of memory with a base address: a variable, the target of an unknown
 *            pointer, an array element at an unknown index
 *   place    a run of bits of a region
 *
 * All of them are immutable and unique in their context, so that equality is pointer
 * equality. Ids rise in order of creation, which is the same in each run: so is any order by id.
 *
 * A context lives as long as the exploration of one kernel; its arena owns everything.
 *
 * Assumption (ASSUMPTIONS.md, "no-alias"): two parameters point to different objects, unless the calling context shows
 * that they do not. Of pointers out of memory little is assumed: enum pointing.
 */
#ifndef MNCHECK_DOMAIN_VALUE_H
#define MNCHECK_DOMAIN_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "domain/intset.h"
#include "ir/ir.h"

/* ---- regions ---- */

enum region_kind {
	REGION_LOCAL,		/* local `index` of `function`, in this activation */
	REGION_GLOBAL,		/* variable `name` */
	REGION_FUNCTION,	/* code: has an address and no contents */
	REGION_STRING,		/* a literal */
	REGION_POINTEE,		/* the target of the pointer `value` */
	REGION_ELEMENT,		/* in `parent` at `offset` bytes + `value` * `stride` */
};

struct region {
	enum region_kind kind;
	uint32_t id;
	const char *name;	/* GLOBAL, FUNCTION: key; STRING: text; LOCAL: C name */
	const void *function;	/* LOCAL: struct ir_function */
	uint32_t index;		/* LOCAL */
	uint32_t pointer_bits;
	uint32_t alignment;	/* LOCAL: of its address in bytes, a power of two; 0: not known */
	const struct region *parent;	/* ELEMENT */
	const struct value *value;	/* POINTEE, ELEMENT */
	int64_t offset;		/* ELEMENT, bytes */
	uint64_t stride;	/* ELEMENT, bytes */
	bool *has_elements;	/* set when the first ELEMENT of it is made; shared */
	uint64_t hash;
};

/* ---- places ---- */

struct place {
	const struct region *region;
	int64_t offset;		/* bits from the start; may be negative (container_of) */
	uint64_t width;		/* bits */
	uint32_t id;
	/* The member that named it first, or NULL; for messages and for function pointers. */
	const struct ir_field *field;
	uint64_t hash;
};

/* ---- symbols ---- */

enum symbol_kind {
	SYMBOL_ENTRY,		/* the content of `place` at the function's entry */
	SYMBOL_MEMORY,		/* the content of `place` after the opaque effect at `site` */
	SYMBOL_RESULT,		/* the result of the call at `site` */
	SYMBOL_ANY,		/* any value, at `site`: asm output, a model's choice */
	SYMBOL_JOIN,		/* one of several values in `place`, joined at block `site` */
	SYMBOL_INNER,		/* the symbol `inner` of a callee, at call `site` */
	SYMBOL_OUTCOME,		/* which outcome the call at `site` had: number of it */
	SYMBOL_COMPUTED,	/* the result of `site`, too large to keep as an expression */
	SYMBOL_INDETERMINATE,	/* an uninitialised local, at `place` */
	SYMBOL_MIXED,		/* what `place` holds after stores that may have hit it, as `site` met it */
};

struct symbol {
	enum symbol_kind kind;
	/*
	 * MIXED: number * POINTING_COUNT + enum pointing, the number 0 of a joined fill; ANY: number at that site;
	 * OUTCOME: of the summary;
	 * INDETERMINATE: 1 if others were given the address of the local and may have set it; else 0
	 */
	uint32_t index;
	const struct place *place;	/* ENTRY, MEMORY, JOIN, INDETERMINATE, MIXED */
	const void *site;	/* the struct ir_inst that made it; JOIN: struct ir_block */
	const struct value *inner;	/* INNER: the callee's symbol */
	uint32_t age;		/* made so many rounds ago of the loop around its site */
	/* MIXED: the epoch of the fill that it was read from, even of a joined one, or 0; ANY: 1 for a new object */
	uint64_t mark;
};

/* ---- values ---- */

enum value_kind {
	VALUE_CONST,		/* the bits `bits` */
	VALUE_SYMBOL,		/* `symbol` */
	VALUE_ADDRESS,		/* `region` + `offset` bytes; for a POINTEE never offset 0 */
	VALUE_OPERATION,	/* `opcode` on a and, for binary ones, b */
	VALUE_FILL,		/* of an aggregate: zeroes, or a copy of a region; never in arithmetic */
};

struct value {
	enum value_kind kind;
	uint8_t opcode;		/* OPERATION: enum ir_opcode */
	uint32_t width;		/* bits; FILL: 0 */
	uint32_t depth;		/* of the expression */
	uint32_t id;
	uint64_t bits;		/* CONST */
	const struct intset *set;	/* CONST: of it alone */
	const struct symbol *symbol;
	const struct region *region;	/* ADDRESS; FILL: source */
	int64_t offset;		/* ADDRESS: bytes; FILL: bits in the source */
	const struct value *a, *b;
	const void *epoch;	/* FILL of a region: the epoch of the copy; odd: the mark of a MIXED */
	bool fill_zero, fill_indeterminate;	/* FILL */
	bool fill_joined;	/* FILL: what met at the block `epoch`, or what the call `epoch` left */
	uint8_t fill_pointing;	/* FILL, joined or of a mark: enum pointing of the worst pointer in it */
	const struct ir_field *field;	/* SYMBOL of ENTRY, MEMORY, MIXED: its member, or NULL */
	uint64_t hash;
};

/* What a pointer that is no name of one region may point to, the worse last. */
enum pointing {
	POINTS_APART,		/* to an object that no other pointer is known to reach */
	POINTS_GIVEN,		/* likewise, but others made the pointer, and may have made two of them to one object */
	POINTS_OUTSIDE,		/* somewhere in memory that others can reach as well */
	POINTS_MIXED,		/* likewise, perhaps to an object that has a name of its own */
	POINTS_ANYWHERE,	/* the function's own variables included */
	POINTING_COUNT
};

/* A symbol with more targets only knows where it points. */
#define POINTEES_MAX 16

/* The values that a symbol can have; all are pointers, functions or constants. */
struct pointees {
	uint32_t count;
	bool more;		/* there are others, which point to `pointing` */
	enum pointing pointing;	/* the worst of all */
	uint64_t hash;
	const struct value *at[];	/* by rising id */
};

/* A deeper expression becomes a symbol of its own. */
#define VALUE_DEPTH_MAX 20

struct values;			/* the context */

struct values *values_new(uint32_t pointer_bits);
void values_free(struct values *values);
struct arena *values_arena(struct values *values);
struct intset_pool *values_pool(struct values *values);
uint32_t values_pointer_bits(const struct values *values);

/* ---- making them ---- */

const struct region *region_local(struct values *values, const void *function, uint32_t index,
				  const char *name);
/* Notes that the address of REGION, a LOCAL, is a multiple of BYTES, a power of two. */
void region_align(const struct region *region, uint32_t bytes);
const struct region *region_global(struct values *values, const char *key);
const struct region *region_function(struct values *values, const char *key);
const struct region *region_string(struct values *values, const char *text);
/* The region that POINTER points into, in *OFFSET the bytes into it. NULL for a constant. */
const struct region *region_of_pointer(struct values *values, const struct value *pointer,
				       int64_t *offset);

const struct place *place_get(struct values *values, const struct region *region,
			      int64_t offset_bits, uint64_t width, const struct ir_field *field);

const struct value *value_const(struct values *values, uint32_t width, uint64_t bits);
const struct value *value_symbol(struct values *values, const struct symbol *symbol,
				 uint32_t width);
/* The address OFFSET bytes into REGION. */
const struct value *value_address(struct values *values, const struct region *region,
				  int64_t offset);
/* POINTER + OFFSET bytes. */
const struct value *value_offset(struct values *values, const struct value *pointer,
				 int64_t offset);
/* POINTER + INDEX * STRIDE. */
const struct value *value_index(struct values *values, const struct value *pointer,
				const struct value *index, uint64_t stride);
/*
 * OPCODE (ADD..CAST) on A and B, simplified; B is NULL for the casts. An expression that would be
 * too deep becomes a symbol of SITE; with SITE NULL it stays.
 */
const struct value *value_operation(struct values *values, enum ir_opcode opcode,
				    const struct value *a, const struct value *b,
				    uint32_t width, const void *site);
const struct value *value_fill_zero(struct values *values);
const struct value *value_fill_indeterminate(struct values *values);
const struct value *value_fill_copy(struct values *values, const struct region *source,
				    int64_t offset_bits, const void *epoch);
/* Likewise of what is not known from MARK on, or from BLOCK on, where two fills met (or a call); see `fill_pointing`. */
const struct value *value_fill_mark(struct values *values, const struct region *source, int64_t offset_bits,
				    const void *mark, enum pointing pointing);
const struct value *value_fill_joined(struct values *values, const struct region *source, int64_t offset_bits,
				      const void *block, enum pointing pointing);
/* Whether FILL was made by one of these two. */
bool value_fill_is_vague(const struct value *fill);
/* FILL, a copy, of another SOURCE, offset or epoch. */
const struct value *value_fill_moved(struct values *values, const struct value *fill, const struct region *source,
				     int64_t offset_bits, const void *epoch);

/* COUNT TARGETS, in any order, and with MORE others, as a set that points to POINTING at worst. */
const struct pointees *pointees_get(struct values *values, const struct value *const *targets,
				    uint32_t count, bool more, enum pointing pointing);

/* ---- looking at them ---- */

/* The object with that ID, which must be in use. */
const struct region *region_by_id(const struct values *values, uint32_t id);
const struct place *place_by_id(const struct values *values, uint32_t id);
const struct value *value_by_id(const struct values *values, uint32_t id);

/* Whether VALUE is a constant; then *BITS is it. */
bool value_is_const(const struct value *value, uint64_t *bits);
/* The key of the function whose address VALUE is, or NULL. */
const char *value_function(const struct value *value);

/* Visits the symbols of VALUE, and of regions in it, until VISIT returns true; returns whether it did. */
bool value_any_symbol(const struct value *value,
		      bool (*visit)(const struct value *symbol, void *context), void *context);

/*
 * How to rewrite a value: `symbol` gives the replacement of a symbol, `local` that of a LOCAL
 * region. The same again: it stays. NULL: the whole value becomes NULL.
 */
struct value_map {
	const struct value *(*symbol)(struct value_map *map, const struct value *symbol);
	const struct region *(*local)(struct value_map *map, const struct region *region);
	struct values *values;
	const void *site;	/* for value_operation() */
	void *context;
};
const struct value *value_rewrite(struct value_map *map, const struct value *value);
/* The same of a region; *OFFSET is set to the bytes that its contents move by. */
const struct region *region_rewrite(struct value_map *map, const struct region *region,
				    int64_t *offset);

/* Whether an ELEMENT of REGION was ever made. */
bool region_has_elements(const struct region *region);

/* The variable or pointee that REGION is an element of, at any depth, or REGION itself. */
const struct region *region_root(const struct region *region);

/* Appends "range->flags", "&local", "result of the call", ... to OUT, for messages and dumps. */
void value_print(const struct value *value, struct strbuf *out);
void place_print(const struct place *place, struct strbuf *out);

#endif
