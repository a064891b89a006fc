// SPDX-License-Identifier: GPL-2.0-only
/* Expressions as values. */
#include "front/lower.h"

#include <string.h>

static struct node *kid(struct lower *lower, struct node *node, unsigned index)
{
	expand(lower->front, lower->arena, node);
	return index < node->nkids ? node->kids[index] : NULL;
}

/* ---- leaves --------------------------------------------------------------------- */

static struct ir_operand lower_string(struct lower *lower, struct node *node)
{
	return (struct ir_operand){ .kind = IR_STRING, .type = lower->front->pointer,
				    .string = string_bytes(lower->front, node->cursor) };
}

static struct ir_operand lower_name(struct lower *lower, struct node *node)
{
	struct lvalue place = lower_lvalue(lower, node);

	if (is_function(node->type) && place.address.kind == IR_SYMBOL)
		return place.address;
	return load(lower, place);
}

/* ---- operators ------------------------------------------------------------------ */

static struct ir_operand difference(struct lower *lower, struct node *node,
				    struct ir_operand a, struct ir_operand b)
{
	struct ir_type word = lower->front->index_type;
	uint64_t size = size_of(lower->front, target_of(node->kids[0]));
	struct ir_operand bytes = emit_binary(lower, IR_SUB, convert(lower, a, word),
					      convert(lower, b, word));

	if (size > 1)
		bytes = emit_binary(lower, IR_SDIV, bytes, constant(word, size));
	return convert(lower, bytes, node->ir);
}

static struct ir_operand pointer_sum(struct lower *lower, struct ir_operand pointer,
				     struct node *typed, struct ir_operand number, bool negative)
{
	uint64_t size = size_of(lower->front, target_of(typed));

	number = as_index(lower, number);
	if (negative)
		number = emit_binary(lower, IR_SUB, constant(lower->front->index_type, 0), number);
	return emit_index(lower, pointer, number, size);
}

static struct ir_operand float_result(struct lower *lower, struct node *node)
{
	return emit_unknown(lower, node->ir, "floating point");
}

static struct ir_operand lower_arithmetic(struct lower *lower, struct node *node,
					  enum CXBinaryOperatorKind kind)
{
	struct node *left = node->kids[0], *right = node->kids[1];
	struct ir_operand a = lower_value(lower, left), b = lower_value(lower, right);
	enum ir_opcode opcode = binary_opcode(kind, left->ir.is_signed);
	bool negative = kind == CXBinaryOperator_Sub;

	at(lower, node);
	if (negative && a.type.kind == IR_PTR && b.type.kind == IR_PTR)
		return difference(lower, node, a, b);
	if (a.type.kind == IR_PTR && node->ir.kind == IR_PTR)
		return pointer_sum(lower, a, left, b, negative);
	if (b.type.kind == IR_PTR && node->ir.kind == IR_PTR)
		return pointer_sum(lower, b, right, a, false);
	if (node->ir.kind == IR_FLOAT)
		return float_result(lower, node);
	if (node->ir.kind == IR_AGG)
		return emit_unsupported(lower, node->ir, "arithmetic on vectors");
	a = convert(lower, a, node->ir);
	b = convert(lower, b, node->ir);
	return emit_binary(lower, opcode, a, b);
}

/* The value of an assignment: VALUE, or the part of it that a bit-field holds. */
static struct ir_operand after_store(struct lower *lower, struct lvalue place,
				     struct ir_operand value)
{
	store(lower, place, value);
	return place.bit_width && place.bit_width < place.type.bits ? load(lower, place) : value;
}

static struct ir_operand lower_assignment(struct lower *lower, struct node *node)
{
	struct ir_operand value = lower_value(lower, node->kids[1]);
	struct lvalue place = lower_lvalue(lower, node->kids[0]);

	at(lower, node);
	if (place.type.kind == IR_AGG) {
		copy(lower, place.address, value, place.type);
		return place.address;
	}
	return after_store(lower, place, convert(lower, value, place.type));
}

static struct ir_operand lower_binary(struct lower *lower, struct node *node)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(node->cursor);

	expand(lower->front, lower->arena, node);
	if (node->nkids != 2)
		return emit_unsupported(lower, node->ir, "a binary operator without two operands");
	switch (kind) {
	case CXBinaryOperator_Assign:
		return lower_assignment(lower, node);
	case CXBinaryOperator_Comma:
		lower_effect(lower, node->kids[0]);
		return lower_value(lower, node->kids[1]);
	case CXBinaryOperator_LAnd:
	case CXBinaryOperator_LOr:
	case CXBinaryOperator_LT:
	case CXBinaryOperator_GT:
	case CXBinaryOperator_LE:
	case CXBinaryOperator_GE:
	case CXBinaryOperator_EQ:
	case CXBinaryOperator_NE:
		return convert(lower, lower_bool(lower, node), node->ir);
	default:
		return lower_arithmetic(lower, node, kind);
	}
}

static bool is_shift(enum CXBinaryOperatorKind kind)
{
	return kind == CXBinaryOperator_ShlAssign || kind == CXBinaryOperator_ShrAssign;
}

/* The type in which `a op= b` is computed. It is b's, except for shifts. */
static struct ir_type compound_type(struct lower *lower, struct lvalue *place, struct node *right,
				    enum CXBinaryOperatorKind kind)
{
	(void)lower;
	if (!is_shift(kind))
		return right->ir;
	if (place->type.kind != IR_INT || place->type.bits < 32)
		return type_int;
	return place->type;
}

static struct ir_operand lower_compound_assignment(struct lower *lower, struct node *node)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(node->cursor);
	struct ir_operand value, old, result;
	struct ir_type type;
	struct lvalue place;

	expand(lower->front, lower->arena, node);
	if (node->nkids != 2)
		return emit_unsupported(lower, node->ir, "an assignment without two operands");
	value = lower_value(lower, node->kids[1]);
	place = lower_lvalue(lower, node->kids[0]);
	at(lower, node);
	old = load(lower, place);
	type = compound_type(lower, &place, node->kids[1], kind);
	if (place.type.kind == IR_PTR) {
		result = pointer_sum(lower, old, node->kids[0], value,
				     kind == CXBinaryOperator_SubAssign);
	} else if (place.type.kind == IR_FLOAT || type.kind == IR_FLOAT) {
		result = emit_unknown(lower, place.type, "floating point");
	} else if (place.type.kind == IR_AGG) {
		return emit_unsupported(lower, node->ir, "arithmetic on vectors");
	} else {
		old = convert(lower, old, type);
		value = convert(lower, value, type);
		result = emit_binary(lower, binary_opcode(kind, type.is_signed), old, value);
	}
	return after_store(lower, place, convert(lower, result, place.type));
}

static struct ir_operand lower_step(struct lower *lower, struct node *node, bool up, bool post)
{
	struct lvalue place = lower_lvalue(lower, node->kids[0]);
	struct ir_operand old = load(lower, place), result;
	struct ir_type type = place.type;

	at(lower, node);
	if (type.kind == IR_PTR) {
		result = pointer_sum(lower, old, node->kids[0],
				     constant(lower->front->index_type, 1), !up);
	} else if (type.kind == IR_FLOAT) {
		result = float_result(lower, node);
	} else {
		struct ir_type wide = type.kind == IR_BOOL ? type_int : type;

		result = emit_binary(lower, up ? IR_ADD : IR_SUB, convert(lower, old, wide),
				     constant(wide, 1));
		result = convert(lower, result, type);
	}
	result = after_store(lower, place, result);
	return post ? old : result;
}

static struct ir_operand lower_sign(struct lower *lower, struct node *node,
				    enum CXUnaryOperatorKind kind)
{
	struct ir_operand value = convert(lower, lower_value(lower, node->kids[0]), node->ir);

	at(lower, node);
	if (node->ir.kind == IR_FLOAT)
		return kind == CXUnaryOperator_Plus ? value : float_result(lower, node);
	if (node->ir.kind != IR_INT)
		return emit_unsupported(lower, node->ir, "arithmetic on vectors");
	if (kind == CXUnaryOperator_Minus)
		return emit_binary(lower, IR_SUB, constant(node->ir, 0), value);
	if (kind == CXUnaryOperator_Not && node->ir.bits > 64)
		return emit_binary(lower, IR_SUB,
				   emit_binary(lower, IR_SUB, constant(node->ir, 0), value),
				   constant(node->ir, 1));
	if (kind == CXUnaryOperator_Not)
		return emit_binary(lower, IR_XOR, value, constant(node->ir, UINT64_MAX));
	return value;
}

static struct ir_operand lower_unary(struct lower *lower, struct node *node)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(node->cursor);

	expand(lower->front, lower->arena, node);
	if (!node->nkids)
		return emit_unsupported(lower, node->ir, "an operator without an operand");
	switch (kind) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreDec:
		return lower_step(lower, node,
				  kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PreInc,
				  kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PostDec);
	case CXUnaryOperator_AddrOf:
		return lower_lvalue(lower, node->kids[0]).address;
	case CXUnaryOperator_Deref:
		if (is_function(node->type))
			return lower_value(lower, node->kids[0]);
		return load(lower, lower_lvalue(lower, node));
	case CXUnaryOperator_LNot:
		return convert(lower, lower_bool(lower, node), node->ir);
	case CXUnaryOperator_Extension:
		return lower_value(lower, node->kids[0]);
	case CXUnaryOperator_Plus:
	case CXUnaryOperator_Minus:
	case CXUnaryOperator_Not:
		return lower_sign(lower, node, kind);
	default:
		return emit_unsupported(lower, node->ir, "complex numbers");
	}
}

/* ---- casts ---------------------------------------------------------------------- */

static bool gives_bool(struct node *node)
{
	return node->ir.kind == IR_BOOL;
}

static struct ir_operand lower_cast(struct lower *lower, struct node *node, struct node *inner)
{
	struct ir_operand value;

	if (node->ir.kind == IR_VOID) {
		lower_effect(lower, inner);
		return none();
	}
	if (gives_bool(node) && inner->ir.kind != IR_FLOAT)
		return lower_bool(lower, inner);
	value = lower_value(lower, inner);
	at(lower, node);
	if (node->ir.kind == IR_AGG && inner->ir.kind != IR_AGG) {
		/* a cast to a union, as GNU C has it */
		struct lvalue place = local_lvalue(lower, new_local(lower, "", node->ir));

		if (value.kind != IR_NONE && node->type.kind == CXType_Record) {
			place.type = inner->ir;
			store(lower, place, value);
		}
		return place.address;
	}
	return convert(lower, value, node->ir);
}

static struct ir_operand lower_unexposed(struct lower *lower, struct node *node)
{
	struct node *arm;

	switch (form_of(lower->front, lower->arena, node)) {
	case FORM_CAST:
		return lower_cast(lower, node, node->kids[0]);
	case FORM_CHOOSE:
		arm = chosen(lower->front, lower->arena, node);
		if (!arm)
			return emit_unsupported(lower, node->ir, "__builtin_choose_expr of no constant");
		return convert(lower, lower_value(lower, arm), node->ir);
	case FORM_ELVIS:
		return lower_elvis(lower, node);
	case FORM_ATOMIC:
		return lower_atomic(lower, node);
	case FORM_VA_ARG:
		return lower_va_arg(lower, node);
	case FORM_OFFSETOF:
		return lower_offsetof(lower, node);
	case FORM_SOURCE:
		return emit_unknown(lower, node->ir, "source position");
	case FORM_DAMAGED:
		if (!lower->damage)
			lower->damage = arena_printf(lower->front->unit->arena,
						     "line %u: an expression the parser could not type",
						     node_loc(lower, node).line);
		return emit_unknown(lower, node->ir, "parse error");
	default:
		break;
	}
	if (node->nkids == 1 && clang_equalTypes(node->type, node->kids[0]->type))
		return lower_value(lower, node->kids[0]);
	return emit_unsupported(lower, node->ir, "an expression that libclang does not show");
}

/* ---- the rest ------------------------------------------------------------------- */

static struct ir_operand lower_generic(struct lower *lower, struct node *node)
{
	struct node *arm = chosen(lower->front, lower->arena, node);

	if (!arm)
		arm = printed_generic(lower, node);
	if (!arm)
		return emit_unsupported(lower, node->ir, "_Generic with several arms of its type");
	return lower_value(lower, arm);
}

static struct ir_operand lower_statement_expression(struct lower *lower, struct node *node)
{
	struct node *body = kid(lower, node, 0);

	return body ? lower_compound(lower, body, true) : none();
}

static struct ir_operand lower_other(struct lower *lower, struct node *node)
{
	CXString string;
	const char *what;

	switch (node->kind) {
	case CXCursor_FloatingLiteral:
	case CXCursor_ImaginaryLiteral:
		return emit_unknown(lower, node->ir, "floating point");
	case CXCursor_UnaryExpr:
		return emit_unknown(lower, node->ir, "sizeof of a variable array");
	case CXCursor_AddrLabelExpr:
		return emit_unknown(lower, node->ir, "the address of a label");
	case CXCursor_InitListExpr: {
		uint32_t local = new_local(lower, "", node->ir);

		lower_initialiser(lower, local_address(lower, local), node->type, node);
		return load(lower, local_lvalue(lower, local));
	}
	default:
		break;
	}
	string = clang_getCursorKindSpelling(node->kind);
	what = arena_strdup(lower->front->unit->arena, clang_getCString(string));
	clang_disposeString(string);
	return emit_unsupported(lower, node->ir, what);
}

struct ir_operand lower_value(struct lower *lower, struct node *node)
{
	struct ir_operand value;

	if (fold(lower->front, lower->arena, node, &value)) {
		if (!value.string)
			value.string = constant_name(lower->front, lower->arena, node);
		return value;
	}
	at(lower, node);
	switch (node->kind) {
	case CXCursor_ParenExpr:
		return kid(lower, node, 0) ? lower_value(lower, node->kids[0])
					   : emit_unsupported(lower, node->ir, "empty parentheses");
	case CXCursor_StringLiteral:
		return lower_string(lower, node);
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_CompoundLiteralExpr:
		return lower_name(lower, node);
	case CXCursor_UnaryOperator:
		return lower_unary(lower, node);
	case CXCursor_BinaryOperator:
		return lower_binary(lower, node);
	case CXCursor_CompoundAssignOperator:
		return lower_compound_assignment(lower, node);
	case CXCursor_ConditionalOperator:
		return lower_choice(lower, node);
	case CXCursor_CStyleCastExpr:
		expand(lower->front, lower->arena, node);
		if (!node->nkids)
			return emit_unsupported(lower, node->ir, "a cast of nothing");
		return lower_cast(lower, node, node->kids[node->nkids - 1]);
	case CXCursor_UnexposedExpr:
		return lower_unexposed(lower, node);
	case CXCursor_CallExpr:
		return lower_call(lower, node);
	case CXCursor_StmtExpr:
		return lower_statement_expression(lower, node);
	case CXCursor_GenericSelectionExpr:
		return lower_generic(lower, node);
	default:
		return lower_other(lower, node);
	}
}

/* Skips names and constants, which have no effect, and drops the value of all others. */
void lower_effect(struct lower *lower, struct node *node)
{
	struct ir_operand value;
	bool is_volatile;

	if (fold(lower->front, lower->arena, node, &value))
		return;
	node = strip_parens(lower->front, lower->arena, node);
	is_volatile = clang_isVolatileQualifiedType(clang_getCursorType(node->cursor));
	if (node->kind == CXCursor_DeclRefExpr && !is_volatile)
		return;
	if (node->kind == CXCursor_CStyleCastExpr && node->ir.kind == IR_VOID &&
	    expand(lower->front, lower->arena, node)->nkids) {
		lower_effect(lower, node->kids[node->nkids - 1]);
		return;
	}
	lower_value(lower, node);
}
