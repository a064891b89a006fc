// SPDX-License-Identifier: GPL-2.0-only
/*
 * Simplification. Expressions that are obviously equal become one, so that a condition
 * is recognised when it is tested a second time.
 */
#include "domain/linear.h"
#include "domain/value.h"
#include "domain/value_make.h"

static bool is_const(const struct value *value, uint64_t bits)
{
	return value->kind == VALUE_CONST && value->bits == (bits & width_mask(value->width));
}

static bool is_operation(const struct value *value, enum ir_opcode opcode)
{
	return value->kind == VALUE_OPERATION && value->opcode == opcode;
}

static bool is_comparison(const struct value *value)
{
	return value->kind == VALUE_OPERATION && ir_is_compare(value->opcode);
}

static const struct value *boolean(struct values *values, bool truth)
{
	return value_const(values, 1, truth);
}

static const struct value *fold(struct values *values, enum ir_opcode opcode,
				const struct value *a, const struct value *b, uint32_t width)
{
	struct intset_pool *pool = values_pool(values);
	const struct intset *x = intset_const(pool, a->width, a->bits);
	const struct intset *result;

	if (!b)
		result = intset_cast(pool, opcode, x, width);
	else if (ir_is_compare(opcode))
		return boolean(values, intset_compare(opcode, x,
				       intset_const(pool, b->width, b->bits)) == TRUTH_TRUE);
	else
		result = intset_binary(pool, opcode, x, intset_const(pool, b->width, b->bits));
	return intset_is_const(result) ? value_const(values, width, intset_min(result)) : NULL;
}

static const struct value *simplify_cast(struct values *values, enum ir_opcode opcode,
					 const struct value *a, uint32_t width)
{
	if (a->width == width)
		return a;
	if (a->kind != VALUE_OPERATION)
		return NULL;
	enum ir_opcode inner = a->opcode;
	if (opcode == IR_TRUNC && (inner == IR_ZEXT || inner == IR_SEXT)) {
		if (a->a->width == width)
			return a->a;
		if (a->a->width > width)
			return value_operation(values, IR_TRUNC, a->a, NULL, width, NULL);
		return value_operation(values, inner, a->a, NULL, width, NULL);
	}
	if (opcode == IR_TRUNC && inner == IR_TRUNC)
		return value_operation(values, IR_TRUNC, a->a, NULL, width, NULL);
	if (opcode == inner || (opcode == IR_SEXT && inner == IR_ZEXT))
		return value_operation(values, inner, a->a, NULL, width, NULL);
	return NULL;
}

/* A == B for a constant B; with NEGATE A != B. */
static const struct value *simplify_equal(struct values *values, bool negate,
					  const struct value *a, const struct value *b)
{
	enum ir_opcode opcode = negate ? IR_NE : IR_EQ;

	if (a->width == 1) {	/* a truth value and 0 or 1 */
		if ((b->bits != 0) != negate)
			return a;
		if (is_comparison(a)) {
			static const uint8_t inverse[] = {
				[IR_EQ] = IR_NE, [IR_NE] = IR_EQ, [IR_SLT] = IR_SLE,
				[IR_SLE] = IR_SLT, [IR_ULT] = IR_ULE, [IR_ULE] = IR_ULT,
			};
			bool swap = a->opcode != IR_EQ && a->opcode != IR_NE;

			return value_operation(values, inverse[a->opcode], swap ? a->b : a->a,
					       swap ? a->a : a->b, 1, NULL);
		}
		/* one form only: x == 0 */
		return is_const(b, 0) && !negate ? NULL :
			value_make_operation(values, IR_EQ, a, boolean(values, false), 1);
	}
	if (is_operation(a, IR_ZEXT) || is_operation(a, IR_SEXT)) {
		struct intset_pool *pool = values_pool(values);
		uint64_t cut = b->bits & width_mask(a->a->width);
		const struct intset *back = intset_cast(pool, a->opcode,
			intset_const(pool, a->a->width, cut), a->width);

		if (intset_min(back) != b->bits)
			return boolean(values, negate);
		return value_operation(values, opcode, a->a,
				       value_const(values, a->a->width, cut), 1, NULL);
	}
	if (is_operation(a, IR_ADD) && a->b->kind == VALUE_CONST)
		return value_operation(values, opcode, a->a,
				       value_const(values, b->width, b->bits - a->b->bits), 1, NULL);
	if (is_operation(a, IR_SUB) && is_const(b, 0))
		return value_operation(values, opcode, a->a, a->b, 1, NULL);
	if (is_operation(a, IR_XOR) && a->b->kind == VALUE_CONST)
		return value_operation(values, opcode, a->a,
				       value_const(values, b->width, b->bits ^ a->b->bits), 1, NULL);
	return NULL;
}

/* Named objects have addresses that differ from each other. */
static bool is_named(const struct region *region)
{
	return region->kind == REGION_LOCAL || region->kind == REGION_GLOBAL ||
	       region->kind == REGION_FUNCTION;
}

/* The array that POINTER lies in, in *BASE the bytes from its begin but for the index, *INDEX of *STRIDE. */
static const struct region *array_of(struct values *values, const struct value *pointer, int64_t *base,
				     const struct value **index, uint64_t *stride)
{
	const struct region *region = region_of_pointer(values, pointer, base);

	*index = NULL;
	if (region->kind != REGION_ELEMENT)
		return region;
	*base += region->offset;
	*index = region->value;
	*stride = region->stride;
	return region->parent;
}

/* INDEX + NUMBER; INDEX NULL is 0. */
static const struct value *plus(struct values *values, const struct value *index, int64_t number,
				uint32_t width)
{
	const struct value *constant = value_const(values, width, (uint64_t)number);

	return index ? value_operation(values, IR_ADD, index, constant, width, NULL) : constant;
}

/* A OPCODE B of which one at least is an element, of the same array: a test of their indices. */
static const struct value *simplify_elements(struct values *values, enum ir_opcode opcode,
					     const struct value *a, const struct value *b)
{
	int64_t x, y;
	uint64_t s = 0, t = 0;
	const struct value *i, *j;
	const struct region *p = array_of(values, a, &x, &i, &s), *q = array_of(values, b, &y, &j, &t);
	uint32_t width = a->width;

	if (p != q || (i && j && s != t) || !(s | t) || (i && i->width != width) ||
	    (j && j->width != width))
		return NULL;
	s = s ? s : t;
	if ((x - y) % (int64_t)s)
		return opcode == IR_EQ || opcode == IR_NE ? boolean(values, opcode == IR_NE) : NULL;
	i = plus(values, i, (x - y) / (int64_t)s, width);
	j = plus(values, j, 0, width);
	switch (opcode) {
	case IR_ULT:
		return value_operation(values, IR_SLT, i, j, 1, NULL);
	case IR_ULE:
		return value_operation(values, IR_SLE, i, j, 1, NULL);
	case IR_EQ:
	case IR_NE:
		return value_operation(values, opcode, i, j, 1, NULL);
	case IR_SUB:
		return value_operation(values, IR_MUL, value_operation(values, IR_SUB, i, j, width, NULL),
				       value_const(values, width, s), width, NULL);
	default:
		return NULL;
	}
}

static const struct value *simplify_addresses(struct values *values, enum ir_opcode opcode,
					      const struct value *a, const struct value *b)
{
	int64_t x, y;
	const struct region *p = region_of_pointer(values, a, &x);
	const struct region *q = region_of_pointer(values, b, &y);

	if (p != q && (p->kind == REGION_ELEMENT || q->kind == REGION_ELEMENT)) {
		const struct value *result = simplify_elements(values, opcode, a, b);

		if (result)
			return result;
	}
	if (p != q) {
		bool apart = is_named(p) && is_named(q);

		return apart && (opcode == IR_EQ || opcode == IR_NE) ?
			boolean(values, opcode == IR_NE) : NULL;
	}
	switch (opcode) {
	case IR_EQ:
		return boolean(values, x == y);
	case IR_NE:
		return boolean(values, x != y);
	case IR_SLT:
	case IR_ULT:
		return boolean(values, x < y);
	case IR_SLE:
	case IR_ULE:
		return boolean(values, x <= y);
	case IR_SUB:
		return value_const(values, a->width, (uint64_t)(x - y));
	default:
		return NULL;
	}
}

static const struct value *simplify_same(struct values *values, enum ir_opcode opcode,
					 const struct value *a)
{
	switch (opcode) {
	case IR_EQ:
	case IR_SLE:
	case IR_ULE:
		return boolean(values, true);
	case IR_NE:
	case IR_SLT:
	case IR_ULT:
		return boolean(values, false);
	case IR_SUB:
	case IR_XOR:
		return value_const(values, a->width, 0);
	case IR_AND:
	case IR_OR:
		return a;
	default:
		return NULL;
	}
}

/* What A, an address in an aligned region, becomes by "and", "or", "xor" with BITS; NULL: that depends on where it is. */
static const struct value *simplify_tag(struct values *values, enum ir_opcode opcode,
					const struct value *a, uint64_t bits)
{
	uint64_t below = a->region->alignment - (uint64_t)1, mask = width_mask(a->width);
	uint64_t low = (uint64_t)a->offset & below;

	if (!a->region->alignment)
		return NULL;
	if (opcode == IR_AND && !(bits & ~below))
		return value_const(values, a->width, low & bits);
	if (opcode == IR_AND)
		return (bits | below) == mask ? value_offset(values, a, (int64_t)((low & bits) - low)) : NULL;
	if (bits & ~below)
		return NULL;
	return value_offset(values, a, (int64_t)((opcode == IR_OR ? low | bits : low ^ bits) - low));
}

/* A OPCODE B for a constant B. */
static const struct value *simplify_const_right(struct values *values, enum ir_opcode opcode,
						const struct value *a, const struct value *b,
						uint32_t width)
{
	bool zero = is_const(b, 0), ones = is_const(b, UINT64_MAX);

	if ((opcode == IR_AND || opcode == IR_OR || opcode == IR_XOR) && !zero && !ones &&
	    a->kind == VALUE_ADDRESS && a->width == values_pointer_bits(values))
		return simplify_tag(values, opcode, a, b->bits);
	switch (opcode) {
	case IR_ADD:
		if (zero)
			return a;
		if (is_operation(a, IR_ADD) && a->b->kind == VALUE_CONST)
			return value_operation(values, IR_ADD, a->a,
				value_const(values, width, a->b->bits + b->bits), width, NULL);
		if (a->kind == VALUE_ADDRESS)
			return value_offset(values, a, sign_extend(b->bits, b->width));
		return NULL;
	case IR_SUB:
		return value_operation(values, IR_ADD, a,
				       value_const(values, width, 0 - b->bits), width, NULL);
	case IR_OR:
		return zero ? a : ones ? b : NULL;
	case IR_XOR:
	case IR_SHL:
	case IR_LSHR:
	case IR_ASHR:
		return zero ? a : NULL;
	case IR_AND:
		if (is_operation(a, IR_AND) && a->b->kind == VALUE_CONST)
			return value_operation(values, IR_AND, a->a,
				value_const(values, width, a->b->bits & b->bits), width, NULL);
		return zero ? b : ones ? a : NULL;
	case IR_MUL:
		return zero ? b : is_const(b, 1) ? a : NULL;
	case IR_UDIV:
	case IR_SDIV:
		return is_const(b, 1) ? a : NULL;
	case IR_EQ:
	case IR_NE:
		return simplify_equal(values, opcode == IR_NE, a, b);
	case IR_ULT:
		return zero ? boolean(values, false) : NULL;
	case IR_ULE:
		return ones ? boolean(values, true) : NULL;
	default:
		return NULL;
	}
}

static bool is_commutative(enum ir_opcode opcode)
{
	return opcode == IR_ADD || opcode == IR_MUL || opcode == IR_AND || opcode == IR_OR ||
	       opcode == IR_XOR || opcode == IR_EQ || opcode == IR_NE;
}

/* The terms of SUM that are added, or those that are subtracted; NULL: there are none. */
static const struct value *one_side(struct values *values, const struct sum *sum, int sign, uint32_t width)
{
	const struct value *side = NULL;

	for (uint32_t i = 0; i < sum->count; i++)
		for (int times = sum->terms[i].times * sign; times > 0; times--)
			side = side ? value_operation(values, IR_ADD, side, sum->terms[i].value, width, NULL) :
				sum->terms[i].value;
	return side;
}

/*
 * A OPCODE B where terms cancel each other: start + (end - start) is end. Without that a path is taken to be
 * open although its conditions contradict each other.
 */
static const struct value *simplify_sum(struct values *values, enum ir_opcode opcode,
					const struct value *a, const struct value *b)
{
	bool compares = opcode == IR_EQ || opcode == IR_NE;
	uint32_t width = a->width;
	struct sum sum;

	if (!compares && opcode != IR_ADD && opcode != IR_SUB)
		return NULL;
	if (!sum_cancels(a, b, opcode != IR_ADD, &sum))
		return NULL;
	const struct value *constant = value_const(values, width, sum.constant);
	const struct value *plus = one_side(values, &sum, 1, width);
	const struct value *minus = one_side(values, &sum, -1, width);

	plus = plus ? value_operation(values, IR_ADD, plus, constant, width, NULL) : constant;
	if (compares)
		return value_operation(values, opcode, plus, minus ? minus : value_const(values, width, 0),
				       1, NULL);
	return minus ? value_operation(values, IR_SUB, plus, minus, width, NULL) : plus;
}

/* A ^ B where A is X ^ B, or X ^ a constant and B another one, or the other way round. NULL: they share nothing. */
static const struct value *simplify_xor(struct values *values, const struct value *a, const struct value *b)
{
	for (int turned = 0; turned < 2; turned++) {
		const struct value *outer = turned ? b : a, *other = turned ? a : b;

		if (!is_operation(outer, IR_XOR))
			continue;
		if (outer->a == other || outer->b == other)
			return outer->a == other ? outer->b : outer->a;
		if (outer->b->kind == VALUE_CONST && other->kind == VALUE_CONST)
			return value_operation(values, IR_XOR, outer->a,
					       value_const(values, a->width, outer->b->bits ^ other->bits),
					       a->width, NULL);
	}
	return NULL;
}

/* VALUE without the casts and masks that keep its lowest BITS bits. */
static const struct value *without_cuts(const struct value *value, uint32_t bits)
{
	while (value->kind == VALUE_OPERATION) {
		bool keeps = (value->opcode == IR_AND && value->b->kind == VALUE_CONST &&
			      value->b->bits == width_mask(bits)) ||
			((value->opcode == IR_ZEXT || value->opcode == IR_SEXT) && value->a->width >= bits) ||
			(value->opcode == IR_TRUNC && value->width >= bits);

		if (!keeps)
			break;
		value = value->a;
	}
	return value;
}

/* Whether VALUE has no more than its lowest BITS bits, by a cast or a mask. */
static bool is_cut(const struct value *value, uint32_t bits)
{
	return (is_operation(value, IR_ZEXT) && value->a->width <= bits) ||
	       (is_operation(value, IR_AND) && value->b->kind == VALUE_CONST && value->b->bits <= width_mask(bits));
}

/* HIGH << n put together with LOW, which is below: the value whose halves they are. NULL: they are none's. */
static const struct value *simplify_halves(const struct value *high, const struct value *low, uint32_t width)
{
	if (!is_operation(high, IR_SHL) || high->b->kind != VALUE_CONST || !high->b->bits || high->b->bits >= width)
		return NULL;
	uint32_t bits = (uint32_t)high->b->bits;

	if (!is_cut(low, bits))
		return NULL;
	const struct value *whole = without_cuts(low, bits), *rest = without_cuts(high->a, width - bits);

	return whole->width == width && (is_operation(rest, IR_LSHR) || is_operation(rest, IR_ASHR)) &&
	       rest->a == whole && is_const(rest->b, bits) ? whole : NULL;
}

/* What was taken apart is put together again. NULL: it was not. */
static const struct value *reunite(struct values *values, enum ir_opcode opcode, const struct value *a,
				   const struct value *b, uint32_t width)
{
	const struct value *whole = opcode == IR_XOR ? simplify_xor(values, a, b) : NULL;

	if (whole || (opcode != IR_OR && opcode != IR_ADD && opcode != IR_XOR))
		return whole;
	whole = simplify_halves(a, b, width);
	return whole ? whole : simplify_halves(b, a, width);
}

static const struct value *simplify(struct values *values, enum ir_opcode opcode,
				    const struct value *a, const struct value *b, uint32_t width)
{
	const struct value *result = NULL;

	if (a->kind == VALUE_CONST && (!b || b->kind == VALUE_CONST)) {
		result = fold(values, opcode, a, b, width);
		if (result)
			return result;
	}
	if (!b)
		return simplify_cast(values, opcode, a, width);
	if (a == b)
		result = simplify_same(values, opcode, a);
	else if (b->kind == VALUE_CONST)
		result = simplify_const_right(values, opcode, a, b, width);
	else if (a->kind != VALUE_CONST && (a->kind == VALUE_ADDRESS || b->kind == VALUE_ADDRESS))
		result = simplify_addresses(values, opcode, a, b);
	else if (is_const(a, 0) && (opcode == IR_SHL || opcode == IR_LSHR || opcode == IR_ASHR))
		result = a;
	result = result ? result : reunite(values, opcode, a, b, width);
	return result ? result : simplify_sum(values, opcode, a, b);
}

/* OPCODE on A and B. TOO_DEEP: what is not simpler is a symbol of SITE. */
static const struct value *operate(struct values *values, enum ir_opcode opcode, const struct value *a,
				   const struct value *b, uint32_t width, bool too_deep, const void *site)
{
	if (b && is_commutative(opcode) &&
	    (a->kind == VALUE_CONST || (b->kind != VALUE_CONST && a->id > b->id))) {
		const struct value *swap = a;

		a = b;
		b = swap;
	}
	const struct value *result = simplify(values, opcode, a, b, width);
	if (result)
		return result;
	if (too_deep) {
		struct symbol symbol = { .kind = SYMBOL_COMPUTED, .site = site };

		return value_symbol(values, &symbol, width);
	}
	return value_make_operation(values, opcode, a, b, width);
}

const struct value *value_operation(struct values *values, enum ir_opcode opcode,
				    const struct value *a, const struct value *b,
				    uint32_t width, const void *site)
{
	uint32_t depth = a->depth > (b ? b->depth : 0) ? a->depth : (b ? b->depth : 0);
	const struct value *known;

	if (opcode == IR_CAST)
		opcode = a->width < width ? IR_ZEXT : IR_TRUNC;
	if (site && depth >= VALUE_DEPTH_MAX)
		return operate(values, opcode, a, b, width, true, site);
	known = values_recall(values, opcode, a, b, width);
	return known ? known : values_remember(values, opcode, a, b, width,
					       operate(values, opcode, a, b, width, false, site));
}

const struct value *value_index(struct values *values, const struct value *pointer,
				const struct value *index, uint64_t stride)
{
	uint64_t bits;

	if (value_is_const(index, &bits))
		return value_offset(values, pointer,
				    sign_extend(bits, index->width) * (int64_t)stride);
	int64_t base;
	const struct region *region = region_of_pointer(values, pointer, &base);

	if (!region) {	/* from a constant address: an ordinary expression */
		const struct value *scaled = value_operation(values, IR_MUL,
			value_operation(values, IR_SEXT, index, NULL, pointer->width, NULL),
			value_const(values, pointer->width, stride), pointer->width, NULL);
		return value_operation(values, IR_ADD, scaled, pointer, pointer->width, NULL);
	}
	return value_element(values, region, base, index, stride);
}
