// SPDX-License-Identifier: GPL-2.0-only
/* Lvalues: computes the address, the member and the bits of one. */
#include "front/lower.h"

#include <string.h>

struct lvalue local_lvalue(struct lower *lower, uint32_t local)
{
	return (struct lvalue){ .address = local_address(lower, local),
			       .type = lower->locals.data[local].type };
}

struct ir_operand load(struct lower *lower, struct lvalue place)
{
	if (place.type.kind == IR_AGG)
		return place.address;
	if (place.type.kind == IR_VOID)
		return none();
	/* A pointer keeps its plain load: the engine must see that it comes from this member. */
	bool changes = place.is_volatile && place.address.kind != IR_LOCAL &&
		       (place.type.kind == IR_INT || place.type.kind == IR_BOOL);
	return emit_value(lower, (struct ir_inst){
		.opcode = changes ? IR_VOLATILE : IR_LOAD, .type = place.type, .a = place.address,
		.field = place.member, .bit_offset = place.bit_offset,
		.bit_width = place.bit_width });
}

void copy(struct lower *lower, struct ir_operand to, struct ir_operand from, struct ir_type type)
{
	emit(lower, (struct ir_inst){ .opcode = IR_COPY, .result = IR_NO_RESULT, .type = type,
				      .a = to, .b = from });
}

void store(struct lower *lower, struct lvalue place, struct ir_operand value)
{
	if (value.kind == IR_NONE)
		return;
	if (place.type.kind == IR_AGG) {
		copy(lower, place.address, value, place.type);
		return;
	}
	if (place.type.kind == IR_VOID)
		return;
	value = convert(lower, value, place.type);
	emit(lower, (struct ir_inst){
		.opcode = IR_STORE, .result = IR_NO_RESULT, .type = place.type, .a = place.address,
		.b = value, .field = place.member, .bit_offset = place.bit_offset,
		.bit_width = place.bit_width });
}

static struct ir_operand emit_field(struct lower *lower, struct ir_operand base,
				    uint64_t offset, uint32_t member)
{
	if (is_constant(base))
		return constant(base.type, base.bits + offset);
	return emit_value(lower, (struct ir_inst){ .opcode = IR_FIELD,
						   .type = lower->front->pointer, .a = base,
						   .offset = (int64_t)offset, .field = member });
}

static struct lvalue variable_lvalue(struct lower *lower, struct node *node)
{
	CXCursor decl = clang_getCursorReferenced(node->cursor);
	uintptr_t local = (uintptr_t)intmap_get(&lower->local_of, cursor_key(decl));
	struct reference *reference;
	enum CXCursorKind kind = clang_getCursorKind(decl);

	if (local)
		return local_lvalue(lower, (uint32_t)local - 1);
	if (kind != CXCursor_VarDecl && kind != CXCursor_FunctionDecl)
		return (struct lvalue){
			.address = emit_unsupported(lower, lower->front->pointer,
						    "a name that is no variable"),
			.type = node->ir };
	reference = reference_for(lower->front, decl, lower->name);
	return (struct lvalue){
		.address = { .kind = IR_SYMBOL, .type = lower->front->pointer,
			     .index = reference->number },
		.type = node->ir };
}

/* The address of a struct, also of one that is no lvalue. */
static struct ir_operand record_address(struct lower *lower, struct node *node)
{
	return node->ir.kind == IR_AGG ? lower_value(lower, node) : lower_lvalue(lower, node).address;
}

static struct lvalue member_lvalue(struct lower *lower, struct node *node)
{
	CXCursor field = clang_getCursorReferenced(node->cursor);
	struct front *front = lower->front;
	struct node *base;
	struct ir_operand address;
	struct member *member;
	struct bit_place bits;
	CXType record;

	expand(front, lower->arena, node);
	if (!node->nkids || clang_getCursorKind(field) != CXCursor_FieldDecl)
		return (struct lvalue){
			.address = emit_unsupported(lower, front->pointer, "a member of nothing"),
			.type = node->ir };
	base = node->kids[0];
	record = base->type;
	if (record.kind == CXType_Pointer || is_array(record)) {
		record = target_of(base);
		address = lower_value(lower, base);
	} else {
		address = record_address(lower, base);
	}
	member = member_for(front, field);
	bits = bit_place(member, member_offset(front, record, field));
	at(lower, node);
	return (struct lvalue){
		.address = emit_field(lower, address, bits.offset, member->number),
		.type = node->ir, .member = member->number,
		.bit_offset = bits.bit_offset, .bit_width = bits.bit_width };
}

/*
 * The number of the member of which BASE is the array of function pointers (or a part of it); 0:
 * none.
 */
static uint32_t table_member(struct lower *lower, struct node *base)
{
	struct member *member;

	for (;;) {
		base = strip_parens(lower->front, lower->arena, base);
		if (base->kind == CXCursor_UnexposedExpr &&
		    form_of(lower->front, lower->arena, base) == FORM_CAST)
			base = base->kids[0];
		else if (base->kind == CXCursor_ArraySubscriptExpr &&
			 expand(lower->front, lower->arena, base)->nkids == 2)
			base = base->kids[0];
		else
			break;
	}
	if (base->kind != CXCursor_MemberRefExpr || !is_array(base->type))
		return 0;
	member = member_for(lower->front, clang_getCursorReferenced(base->cursor));
	return member->field.is_function_pointer ? member->number : 0;
}

static struct lvalue element_lvalue(struct lower *lower, struct node *node)
{
	struct ir_operand base, index;
	struct node *array, *number;
	bool swapped;

	if (expand(lower->front, lower->arena, node)->nkids != 2)
		return (struct lvalue){
			.address = emit_unsupported(lower, lower->front->pointer, "subscript"),
			.type = node->ir };
	swapped = node->kids[0]->ir.kind == IR_INT || node->kids[0]->ir.kind == IR_BOOL;
	array = node->kids[swapped];
	number = node->kids[!swapped];
	base = lower_value(lower, array);
	index = lower_value(lower, number);
	at(lower, node);
	if (array->ir.kind == IR_AGG && !is_array(array->type)) {
		/* an element of a vector */
		return (struct lvalue){ .address = emit_index(lower, base, index, node->ir.bits / 8),
				       .type = node->ir };
	}
	return (struct lvalue){
		.address = emit_index(lower, base, index, size_of(lower->front, node->type)),
		.type = node->ir,
		.member = table_member(lower, array) };
}

static struct lvalue literal_lvalue(struct lower *lower, struct node *node)
{
	uint32_t local = new_local(lower, "", node->ir);
	struct node *value;

	expand(lower->front, lower->arena, node);
	value = node->nkids ? node->kids[node->nkids - 1] : NULL;
	if (value)
		lower_initialiser(lower, local_address(lower, local), node->type, value);
	return local_lvalue(lower, local);
}

/* Puts a value that is no lvalue into a local of its own. */
static struct lvalue value_lvalue(struct lower *lower, struct node *node)
{
	struct ir_operand value = lower_value(lower, node);
	struct lvalue place = { .address = value, .type = node->ir };

	if (node->ir.kind == IR_AGG || node->ir.kind == IR_VOID || is_function(node->type))
		return place;
	place = local_lvalue(lower, new_local(lower, "", node->ir));
	store(lower, place, value);
	return place;
}

/* *(T *)&lvalue, which READ_ONCE and WRITE_ONCE expand to: stores the lvalue, with type T, in *PLACE. */
static bool lvalue_behind_address(struct lower *lower, struct node *node, struct lvalue *place)
{
	struct node *pointer = strip_casts(lower->front, lower->arena, node->kids[0]);

	if (pointer->kind != CXCursor_UnaryOperator ||
	    clang_getCursorUnaryOperatorKind(pointer->cursor) != CXUnaryOperator_AddrOf ||
	    !expand(lower->front, lower->arena, pointer)->nkids ||
	    is_function(pointer->kids[0]->type))
		return false;
	*place = lower_lvalue(lower, pointer->kids[0]);
	if (!ir_type_equal(place->type, node->ir))
		place->member = 0;
	place->type = node->ir;
	return !place->bit_width;
}

static struct lvalue unary_lvalue(struct lower *lower, struct node *node)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(node->cursor);
	struct lvalue place;

	expand(lower->front, lower->arena, node);
	if (!node->nkids)
		return value_lvalue(lower, node);
	if (kind == CXUnaryOperator_Extension)
		return lower_lvalue(lower, node->kids[0]);
	if (kind == CXUnaryOperator_Deref && lvalue_behind_address(lower, node, &place))
		return place;
	if (kind == CXUnaryOperator_Deref)
		return (struct lvalue){ .address = lower_value(lower, node->kids[0]),
				       .type = node->ir };
	return value_lvalue(lower, node);
}

static struct lvalue unexposed_lvalue(struct lower *lower, struct node *node)
{
	struct node *arm;
	struct lvalue place;

	switch (form_of(lower->front, lower->arena, node)) {
	case FORM_CAST:
		if ((node->kids[0]->ir.kind == IR_AGG) != (node->ir.kind == IR_AGG))
			return value_lvalue(lower, node);
		place = lower_lvalue(lower, node->kids[0]);
		place.type = node->ir;
		return place;
	case FORM_CHOOSE:
		arm = chosen(lower->front, lower->arena, node);
		return arm ? lower_lvalue(lower, arm) : value_lvalue(lower, node);
	default:
		return value_lvalue(lower, node);
	}
}

static struct lvalue plain_lvalue(struct lower *lower, struct node *node)
{
	struct node *arm;

	at(lower, node);
	switch (node->kind) {
	case CXCursor_ParenExpr:
		expand(lower->front, lower->arena, node);
		return node->nkids ? lower_lvalue(lower, node->kids[0]) : value_lvalue(lower, node);
	case CXCursor_DeclRefExpr:
		return variable_lvalue(lower, node);
	case CXCursor_MemberRefExpr:
		return member_lvalue(lower, node);
	case CXCursor_ArraySubscriptExpr:
		return element_lvalue(lower, node);
	case CXCursor_CompoundLiteralExpr:
		return literal_lvalue(lower, node);
	case CXCursor_UnaryOperator:
		return unary_lvalue(lower, node);
	case CXCursor_UnexposedExpr:
		return unexposed_lvalue(lower, node);
	case CXCursor_GenericSelectionExpr:
		arm = chosen(lower->front, lower->arena, node);
		return arm ? lower_lvalue(lower, arm) : value_lvalue(lower, node);
	default:
		return value_lvalue(lower, node);
	}
}

struct lvalue lower_lvalue(struct lower *lower, struct node *node)
{
	struct lvalue place = plain_lvalue(lower, node);

	place.is_volatile |= clang_isVolatileQualifiedType(clang_getCursorType(node->cursor));
	return place;
}

/* ---- offsetof ------------------------------------------------------------------- */

/* INDEX elements of ARRAY, in bytes. */
static struct ir_operand lower_element_offset(struct lower *lower, struct node *index, CXType array)
{
	struct ir_type word = lower->front->index_type;
	struct ir_operand count = convert(lower, lower_value(lower, index), word);

	return emit_binary(lower, IR_MUL, count, constant(word, size_of(lower->front, element(array))));
}

struct ir_operand lower_offsetof(struct lower *lower, struct node *node)
{
	struct front *front = lower->front;
	struct ir_operand sum = constant(front->index_type, 0), step;
	CXType reached = { .kind = CXType_Invalid };

	expand(front, lower->arena, node);
	for (unsigned i = 0; i < node->nkids; i++) {
		struct node *kid = node->kids[i];

		if (kid->kind == CXCursor_MemberRef) {
			CXCursor field = clang_getCursorReferenced(kid->cursor);
			CXType owner = clang_getCursorType(clang_getCursorSemanticParent(field));

			step = constant(front->index_type, member_offset(front, owner, field) / 8);
			reached = canonical(clang_getCursorType(field));
		} else if (is_expression(kid->kind) && is_array(reached)) {
			step = lower_element_offset(lower, kid, reached);
			reached = canonical(element(reached));
		} else {
			continue;	/* the name of the type, or what it is the type of */
		}
		at(lower, node);
		sum = emit_binary(lower, IR_ADD, sum, step);
	}
	return convert(lower, sum, node->ir);
}
