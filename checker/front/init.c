// SPDX-License-Identifier: GPL-2.0-only
/*
 * Initialisers. libclang shows the list as written, so this file applies the rules of C:
 * designators, the member after a designated one, elided braces, unnamed members.
 */
#include "front/lower.h"

#include <string.h>

/* The items between a pair of braces, and the next one to take. */
struct items {
	struct node **kids;
	unsigned count, next;
};

struct init_walk {
	struct init_sink *sink;
	struct items *items;
};

/* An object to initialise, or a part of one. */
struct target {
	uint64_t bit;
	CXType type;
	struct member *member;	/* that it is, or that it is an element of; or NULL */
};

static void initialise(struct init_walk *walk, struct target target);
static void initialise_with(struct init_walk *walk, struct target target, struct node *value);

static struct items items_of(struct init_sink *sink, struct node *list)
{
	expand(sink->front, sink->arena, list);
	return (struct items){ list->kids, list->nkids, 0 };
}

static struct node *peek(struct init_walk *walk)
{
	struct items *items = walk->items;

	return items->next < items->count ? items->kids[items->next] : NULL;
}

static bool is_designated(struct init_sink *sink, struct node *item)
{
	return item->kind == CXCursor_UnexposedExpr &&
	       form_of(sink->front, sink->arena, item) == FORM_DESIGNATED;
}

static bool is_scalar_type(CXType type)
{
	return !is_array(type) && !is_record(type);
}

struct node *bare_initialiser(struct init_sink *sink, struct node *value)
{
	for (;;) {
		value = strip_parens(sink->front, sink->arena, value);
		if (value->kind != CXCursor_UnexposedExpr ||
		    form_of(sink->front, sink->arena, value) != FORM_CAST)
			return value;
		value = value->kids[0];
	}
}

bool is_string_for_array(struct init_sink *sink, CXType type, struct node *value)
{
	if (!is_array(type) || !is_scalar_type(element(type)))
		return false;
	return bare_initialiser(sink, value)->kind == CXCursor_StringLiteral;
}

/* ---- parts of an object --------------------------------------------------------- */

static struct target member_target(struct init_walk *walk, struct target record, CXCursor field)
{
	struct front *front = walk->sink->front;
	struct member *member = member_for(front, field);

	return (struct target){ record.bit + member_offset(front, record.type, field),
				canonical(clang_getCursorType(field)), member };
}

static struct target element_target(struct init_walk *walk, struct target array, uint64_t index)
{
	CXType type = element(array.type);

	return (struct target){ array.bit + index * size_of(walk->sink->front, type) * 8, type,
				array.member };
}

static bool is_union(CXType type)
{
	return clang_getCursorKind(clang_getTypeDeclaration(canonical(type))) ==
	       CXCursor_UnionDecl;
}

/* The index in FIELDS of FIELD or of the unnamed member that holds it (*NESTED); COUNT: none. */
static unsigned position_of(struct front *front, struct arena *arena, CXCursor *fields,
			    unsigned count, CXCursor field, bool *nested)
{
	unsigned inner_count;
	CXCursor *inner;
	bool deeper;

	*nested = false;
	for (unsigned i = 0; i < count; i++)
		if (clang_equalCursors(fields[i], field))
			return i;
	for (unsigned i = 0; i < count; i++) {
		CXType type = canonical(clang_getCursorType(fields[i]));

		if (!is_record(type))
			continue;
		inner = record_fields(type, arena, &inner_count);
		if (position_of(front, arena, inner, inner_count, field, &deeper) < inner_count) {
			*nested = true;
			return i;
		}
	}
	return count;
}

/* ---- designators ---------------------------------------------------------------- */

struct designation {
	struct node **steps;	/* MemberRef or index expressions */
	unsigned count, next;
	struct node *value;
};

static struct designation designation_of(struct init_sink *sink, struct node *item)
{
	expand(sink->front, sink->arena, item);
	return (struct designation){ item->kids, item->nkids - 1, 0, item->kids[item->nkids - 1] };
}

static void fill_record(struct init_walk *walk, struct target target, bool braced,
			struct designation *designation);
static void fill_array(struct init_walk *walk, struct target target, bool braced,
		       struct designation *designation);

/* Follows the next step of DESIGNATION; after the last one initialises TARGET with its value. */
static void descend(struct init_walk *walk, struct target target, struct designation *designation)
{
	if (designation->next >= designation->count)
		initialise_with(walk, target, designation->value);
	else if (is_array(target.type))
		fill_array(walk, target, false, designation);
	else if (is_record(target.type))
		fill_record(walk, target, false, designation);
}

static bool index_value(struct init_walk *walk, struct node *step, uint64_t *index)
{
	struct ir_operand value;

	if (!is_expression(step->kind) ||
	    !fold(walk->sink->front, walk->sink->arena, step, &value))
		return false;
	*index = value.bits;
	return true;
}

/* Whether "..." stands between two index expressions. */
static bool is_range(struct init_walk *walk, struct node *from, struct node *to)
{
	struct front *front = walk->sink->front;
	struct source_place start, end;

	start = place_seen(front, clang_getRangeEnd(clang_getCursorExtent(from->cursor)));
	end = place_seen(front, clang_getRangeStart(clang_getCursorExtent(to->cursor)));
	need_text(front, start.file);
	if (!start.file || start.file != end.file || !start.file->text ||
	    end.offset <= start.offset || end.offset > start.file->length)
		return false;
	return memmem(start.file->text + start.offset, end.offset - start.offset, "...", 3);
}

static bool read_index(struct init_walk *walk, struct target target, struct designation *designation,
		       uint64_t *low, uint64_t *high)
{
	struct node *step = designation->steps[designation->next++], *next;

	if (!index_value(walk, step, low))
		return false;
	*high = *low;
	if (designation->next >= designation->count)
		return true;
	next = designation->steps[designation->next];
	if (!is_expression(next->kind))
		return true;
	if (is_array(element(target.type)) && !is_range(walk, step, next))
		return true;
	designation->next++;
	return index_value(walk, next, high);
}

/* ---- arrays and records --------------------------------------------------------- */

/* The elements of a longer range designator become unknown. */
#define LONGEST_RANGE 65536

/* Gives every element of a range designator the value. */
static void fill_range(struct init_walk *walk, struct target target,
		       struct designation *designation, uint64_t low, uint64_t high)
{
	uint64_t last = high - low >= LONGEST_RANGE ? low + LONGEST_RANGE - 1 : high;
	unsigned next = designation->next;

	for (uint64_t i = low; i <= last; i++) {
		designation->next = next;
		descend(walk, element_target(walk, target, i), designation);
	}
	if (last < high) {
		struct target rest = element_target(walk, target, last + 1);

		walk->sink->unknown(walk->sink, rest.bit,
				    (high - last) * size_of(walk->sink->front, rest.type) * 8);
	}
}

static uint64_t array_length(CXType type)
{
	long long length = clang_getArraySize(type);

	return canonical(type).kind == CXType_ConstantArray && length >= 0 ? (uint64_t)length
									   : UINT64_MAX;
}

/* Starts at DESIGNATION, if it is not NULL, and fills the following elements with the next items. */
static void fill_array(struct init_walk *walk, struct target target, bool braced,
		       struct designation *designation)
{
	uint64_t length = array_length(target.type), index = 0, high;
	struct designation here;
	struct node *item;

	if (designation) {
		if (!read_index(walk, target, designation, &index, &high))
			return;
		fill_range(walk, target, designation, index, high);
		index = high + 1;
	}
	while ((item = peek(walk)) && (braced || index < length)) {
		if (is_designated(walk->sink, item)) {
			if (!braced)
				return;
			walk->items->next++;
			here = designation_of(walk->sink, item);
			if (!read_index(walk, target, &here, &index, &high))
				continue;
			fill_range(walk, target, &here, index, high);
			index = high + 1;
			continue;
		}
		if (index >= length)
			return;
		initialise(walk, element_target(walk, target, index++));
	}
}

/* Initialises the member that the next step of DESIGNATION names. Returns its index, or COUNT. */
static unsigned fill_designated(struct init_walk *walk, struct target target, CXCursor *fields,
				unsigned count, struct designation *designation)
{
	struct front *front = walk->sink->front;
	struct node *step = designation->steps[designation->next];
	CXCursor field = clang_getCursorReferenced(step->cursor);
	unsigned position;
	bool nested;

	if (step->kind != CXCursor_MemberRef)
		return count;
	position = position_of(front, walk->sink->arena, fields, count, field, &nested);
	if (position >= count)
		return count;
	if (!nested)
		designation->next++;
	descend(walk, member_target(walk, target, fields[position]), designation);
	return position;
}

static void fill_record(struct init_walk *walk, struct target target, bool braced,
			struct designation *designation)
{
	unsigned count, position = 0;
	CXCursor *fields = record_fields(target.type, walk->sink->arena, &count);
	bool only_one = is_union(target.type);
	struct designation here;
	struct node *item;

	if (designation)
		position = fill_designated(walk, target, fields, count, designation) + 1;
	if (only_one && designation)
		return;
	while ((item = peek(walk)) && (braced || position < count)) {
		if (is_designated(walk->sink, item)) {
			if (!braced)
				return;
			walk->items->next++;
			here = designation_of(walk->sink, item);
			position = fill_designated(walk, target, fields, count, &here) + 1;
			continue;
		}
		if (position >= count)
			return;
		initialise(walk, member_target(walk, target, fields[position++]));
		if (only_one && !braced)
			return;
	}
}

/* ---- one object ----------------------------------------------------------------- */

static void fill_braced(struct init_walk *walk, struct target target, struct node *list)
{
	struct items items = items_of(walk->sink, list);
	struct init_walk inner = { walk->sink, &items };

	if (is_scalar_type(target.type)) {
		if (items.count)
			initialise_with(&inner, target, items.kids[0]);
		return;
	}
	if (items.count == 1 && is_string_for_array(walk->sink, target.type, items.kids[0])) {
		initialise_with(&inner, target, items.kids[0]);
		return;
	}
	if (is_array(target.type))
		fill_array(&inner, target, true, NULL);
	else
		fill_record(&inner, target, true, NULL);
}

/* Whether VALUE initialises the aggregate as a whole, and is not its first part with elided braces. */
static bool fits_whole(struct init_walk *walk, struct target target, struct node *value)
{
	if (value->kind == CXCursor_InitListExpr || is_scalar_type(target.type) ||
	    is_string_for_array(walk->sink, target.type, value))
		return true;
	return clang_equalTypes(clang_getUnqualifiedType(value->type),
				clang_getUnqualifiedType(target.type));
}

static void initialise_with(struct init_walk *walk, struct target target, struct node *value)
{
	struct items items = { &value, 1, 0 };
	struct init_walk single = { walk->sink, &items };

	if (value->kind == CXCursor_InitListExpr) {
		if (!is_scalar_type(target.type))
			walk->sink->reset(walk->sink, target.bit, target.type);
		fill_braced(walk, target, value);
	} else if (fits_whole(walk, target, value)) {
		walk->sink->leaf(walk->sink, target.bit, target.type, target.member, value);
	} else {
		/* .a = 1 where a is an aggregate: starts with its first scalar */
		items = (struct items){ &value, 1, 0 };
		if (is_array(target.type))
			fill_array(&single, target, false, NULL);
		else
			fill_record(&single, target, false, NULL);
	}
}

/* Initialises TARGET with the next item, or with several where braces are elided. */
static void initialise(struct init_walk *walk, struct target target)
{
	struct node *value = peek(walk);

	if (fits_whole(walk, target, value)) {
		walk->items->next++;
		initialise_with(walk, target, value);
	} else if (is_array(target.type)) {
		fill_array(walk, target, false, NULL);
	} else {
		fill_record(walk, target, false, NULL);
	}
}

void walk_initialiser(struct init_sink *sink, CXType type, struct node *list)
{
	struct init_walk walk = { sink, NULL };

	fill_braced(&walk, (struct target){ 0, canonical(type), NULL }, list);
}

/* ---- initialisers of locals ----------------------------------------------------- */

struct local_init {
	struct lower *lower;
	struct ir_operand address;
	VEC(uint64_t) written;	/* bits */
};

static struct lvalue leaf_lvalue(struct local_init *init, uint64_t bit, CXType type,
			       struct member *member)
{
	struct lower *lower = init->lower;
	struct lvalue place = { .type = ir_type_of(lower->front, type) };
	struct bit_place bits = { .offset = bit / 8 };

	if (member && member->is_bit_field)
		bits = bit_place(member, bit);
	if (member) {
		place.member = member->number;
		place.bit_offset = bits.bit_offset;
		place.bit_width = bits.bit_width;
	}
	place.address = emit_value(lower, (struct ir_inst){
		.opcode = IR_FIELD, .type = lower->front->pointer, .a = init->address,
		.offset = (int64_t)bits.offset, .field = place.member });
	return place;
}

/* Copies a string to an array, cut to its size. */
static void copy_string(struct local_init *init, struct lvalue place, CXType type,
			struct init_sink *sink, struct node *value)
{
	struct lower *lower = init->lower;
	struct node *literal = bare_initialiser(sink, value);
	struct ir_operand string = lower_value(lower, literal);
	struct ir_type bytes = literal->ir;

	if (place.type.bits && bytes.bits > place.type.bits)
		bytes.bits = place.type.bits;
	(void)type;
	copy(lower, place.address, string, bytes);
}

static void store_leaf(struct init_sink *sink, uint64_t bit, CXType type, struct member *member,
		       struct node *value)
{
	struct local_init *init = sink->context;
	struct lower *lower = init->lower;
	struct ir_operand operand = none();
	struct lvalue place;
	bool is_string = is_string_for_array(sink, type, value);

	if (!is_string)
		operand = lower_value(lower, value);
	at(lower, value);
	place = leaf_lvalue(init, bit, type, member);
	vec_push(&init->written, bit);
	if (is_string)
		copy_string(init, place, type, sink, value);
	else
		store(lower, place, operand);
}

static void reset_part(struct init_sink *sink, uint64_t bit, CXType type)
{
	struct local_init *init = sink->context;
	struct lower *lower = init->lower;
	struct ir_type part = ir_type_of(lower->front, type);

	vec_each(written, &init->written)
		if (*written >= bit && *written < bit + part.bits) {
			struct lvalue place = leaf_lvalue(init, bit, type, NULL);

			emit(lower, (struct ir_inst){ .opcode = IR_ZERO, .result = IR_NO_RESULT,
						      .type = part, .a = place.address });
			return;
		}
}

static void unknown_part(struct init_sink *sink, uint64_t bit, uint64_t bits)
{
	struct local_init *init = sink->context;

	(void)bit;
	(void)bits;
	emit_unsupported(init->lower, type_void, "a range of very many elements");
}

void lower_initialiser(struct lower *lower, struct ir_operand address, CXType type,
		       struct node *value)
{
	struct local_init init = { .lower = lower, .address = address };
	struct init_sink sink = { lower->front, lower->arena, store_leaf, reset_part, unknown_part,
				  &init };
	struct lvalue place = { .address = address, .type = ir_type_of(lower->front, type) };
	bool is_list = value->kind == CXCursor_InitListExpr;
	bool is_string = is_string_for_array(&sink, type, value);

	if (place.type.kind == IR_AGG && (is_list || is_string)) {
		at(lower, value);
		emit(lower, (struct ir_inst){ .opcode = IR_ZERO, .result = IR_NO_RESULT,
					      .type = place.type, .a = address });
	}
	if (is_string) {
		copy_string(&init, place, type, &sink, value);
	} else if (is_list && place.type.kind == IR_AGG) {
		walk_initialiser(&sink, type, value);
	} else {
		if (is_list && expand(lower->front, lower->arena, value)->nkids)
			value = value->kids[0];
		struct ir_operand operand = is_list && value->kind == CXCursor_InitListExpr
			? constant(place.type, 0) : lower_value(lower, value);

		at(lower, value);
		store(lower, place, operand);
	}
	vec_free(&init.written);
}
