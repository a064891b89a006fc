// SPDX-License-Identifier: GPL-2.0-only
/* Lvalues: which address, which member, which bits. */
#include "front/lower.h"

#include <string.h>

struct place local_place(struct lower *lower, uint32_t local)
{
	return (struct place){ .address = local_address(lower, local),
			       .type = lower->locals.data[local].type };
}

struct ir_operand load(struct lower *lower, struct place place)
{
	if (place.type.kind == IR_AGG)
		return place.address;
	if (place.type.kind == IR_VOID)
		return none();
	/* a pointer keeps its load, for the sake of the member that it comes from */
	bool changes = place.is_volatile && place.address.kind != IR_LOCAL &&
		       (place.type.kind == IR_INT || place.type.kind == IR_BOOL);
	return emit_value(lower, (struct ir_inst){
		.opcode = changes ? IR_VOLATILE : IR_LOAD, .type = place.type, .a = place.address, .field = place.member,
		.bit_offset = place.bit_offset, .bit_width = place.bit_width });
}

void copy(struct lower *lower, struct ir_operand to, struct ir_operand from, struct ir_type type)
{
	emit(lower, (struct ir_inst){ .opcode = IR_COPY, .result = IR_NO_RESULT, .type = type,
				      .a = to, .b = from });
}

void store(struct lower *lower, struct place place, struct ir_operand value)
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

static struct place variable_place(struct lower *lower, struct node *node)
{
	CXCursor decl = clang_getCursorReferenced(node->cursor);
	uintptr_t local = (uintptr_t)intmap_get(&lower->local_of, cursor_key(decl));
	struct reference *reference;
	enum CXCursorKind kind = clang_getCursorKind(decl);

	if (local)
		return local_place(lower, (uint32_t)local - 1);
	if (kind != CXCursor_VarDecl && kind != CXCursor_FunctionDecl)
		return (struct place){
			.address = emit_unsupported(lower, lower->front->pointer,
						    "a name that is no variable"),
			.type = node->ir };
	reference = reference_for(lower->front, decl, lower->name);
	return (struct place){
		.address = { .kind = IR_SYMBOL, .type = lower->front->pointer,
			     .index = reference->number },
		.type = node->ir };
}

/* The address of a struct that is perhaps only a value. */
static struct ir_operand record_address(struct lower *lower, struct node *node)
{
	return node->ir.kind == IR_AGG ? lower_value(lower, node) : lower_place(lower, node).address;
}

static struct place member_place(struct lower *lower, struct node *node)
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
		return (struct place){
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
	return (struct place){
		.address = emit_field(lower, address, bits.offset, member->number),
		.type = node->ir, .member = member->number,
		.bit_offset = bits.bit_offset, .bit_width = bits.bit_width };
}

/* The member whose array of function pointers BASE is. */
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

static struct place element_place(struct lower *lower, struct node *node)
{
	struct ir_operand base, index;
	struct node *array, *number;
	bool swapped;

	if (expand(lower->front, lower->arena, node)->nkids != 2)
		return (struct place){
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
		return (struct place){ .address = emit_index(lower, base, index, node->ir.bits / 8),
				       .type = node->ir };
	}
	return (struct place){
		.address = emit_index(lower, base, index, size_of(lower->front, node->type)),
		.type = node->ir,
		.member = table_member(lower, array) };
}

static struct place literal_place(struct lower *lower, struct node *node)
{
	uint32_t local = new_local(lower, "", node->ir);
	struct node *value;

	expand(lower->front, lower->arena, node);
	value = node->nkids ? node->kids[node->nkids - 1] : NULL;
	if (value)
		lower_initialiser(lower, local_address(lower, local), node->type, value);
	return local_place(lower, local);
}

/* A value that is asked for its address: put into memory. */
static struct place value_place(struct lower *lower, struct node *node)
{
	struct ir_operand value = lower_value(lower, node);
	struct place place = { .address = value, .type = node->ir };

	if (node->ir.kind == IR_AGG || node->ir.kind == IR_VOID || is_function(node->type))
		return place;
	place = local_place(lower, new_local(lower, "", node->ir));
	store(lower, place, value);
	return place;
}

/* *(T *)&lvalue, as READ_ONCE and WRITE_ONCE write it: the lvalue, with another type. */
static bool place_behind_address(struct lower *lower, struct node *node, struct place *place)
{
	struct node *pointer = strip_casts(lower->front, lower->arena, node->kids[0]);

	if (pointer->kind != CXCursor_UnaryOperator ||
	    clang_getCursorUnaryOperatorKind(pointer->cursor) != CXUnaryOperator_AddrOf ||
	    !expand(lower->front, lower->arena, pointer)->nkids ||
	    is_function(pointer->kids[0]->type))
		return false;
	*place = lower_place(lower, pointer->kids[0]);
	if (!ir_type_equal(place->type, node->ir))
		place->member = 0;
	place->type = node->ir;
	return !place->bit_width;
}

static struct place unary_place(struct lower *lower, struct node *node)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(node->cursor);
	struct place place;

	expand(lower->front, lower->arena, node);
	if (!node->nkids)
		return value_place(lower, node);
	if (kind == CXUnaryOperator_Extension)
		return lower_place(lower, node->kids[0]);
	if (kind == CXUnaryOperator_Deref && place_behind_address(lower, node, &place))
		return place;
	if (kind == CXUnaryOperator_Deref)
		return (struct place){ .address = lower_value(lower, node->kids[0]),
				       .type = node->ir };
	return value_place(lower, node);
}

static struct place unexposed_place(struct lower *lower, struct node *node)
{
	struct node *arm;
	struct place place;

	switch (form_of(lower->front, lower->arena, node)) {
	case FORM_CAST:
		if ((node->kids[0]->ir.kind == IR_AGG) != (node->ir.kind == IR_AGG))
			return value_place(lower, node);
		place = lower_place(lower, node->kids[0]);
		place.type = node->ir;
		return place;
	case FORM_CHOOSE:
		arm = chosen(lower->front, lower->arena, node);
		return arm ? lower_place(lower, arm) : value_place(lower, node);
	default:
		return value_place(lower, node);
	}
}

static struct place plain_place(struct lower *lower, struct node *node)
{
	struct node *arm;

	at(lower, node);
	switch (node->kind) {
	case CXCursor_ParenExpr:
		expand(lower->front, lower->arena, node);
		return node->nkids ? lower_place(lower, node->kids[0]) : value_place(lower, node);
	case CXCursor_DeclRefExpr:
		return variable_place(lower, node);
	case CXCursor_MemberRefExpr:
		return member_place(lower, node);
	case CXCursor_ArraySubscriptExpr:
		return element_place(lower, node);
	case CXCursor_CompoundLiteralExpr:
		return literal_place(lower, node);
	case CXCursor_UnaryOperator:
		return unary_place(lower, node);
	case CXCursor_UnexposedExpr:
		return unexposed_place(lower, node);
	case CXCursor_GenericSelectionExpr:
		arm = chosen(lower->front, lower->arena, node);
		return arm ? lower_place(lower, arm) : value_place(lower, node);
	default:
		return value_place(lower, node);
	}
}

struct place lower_place(struct lower *lower, struct node *node)
{
	struct place place = plain_place(lower, node);

	place.is_volatile |= clang_isVolatileQualifiedType(clang_getCursorType(node->cursor));
	return place;
}
