// SPDX-License-Identifier: GPL-2.0-only
/* Conditions as control flow and as values; ?: and GNU's a ?: b. */
#include "front/lower.h"

#include <string.h>

static bool is_comparison(enum CXBinaryOperatorKind kind)
{
	return kind >= CXBinaryOperator_LT && kind <= CXBinaryOperator_NE;
}

static struct ir_operand compare(struct lower *lower, struct node *node,
				 enum CXBinaryOperatorKind kind)
{
	struct node *left = node->kids[0], *right = node->kids[1];
	struct ir_operand a = lower_value(lower, left), b = lower_value(lower, right), swap;
	bool is_signed = left->ir.kind == IR_INT && left->ir.is_signed;

	at(lower, node);
	if (a.type.kind == IR_FLOAT || b.type.kind == IR_FLOAT)
		return emit_unknown(lower, type_bool, "floating point");
	if (left->ir.kind == IR_AGG && !is_array(left->type))
		return emit_unknown(lower, type_bool, "comparison of vectors");
	if (a.type.kind == IR_NONE || b.kind == IR_NONE)
		return emit_unsupported(lower, type_bool, "comparison of nothing");
	b = convert(lower, b, a.type);
	if (kind == CXBinaryOperator_GT || kind == CXBinaryOperator_GE) {
		swap = a;
		a = b;
		b = swap;
	}
	return emit_compare(lower, binary_opcode(kind, is_signed), a, b);
}

/* The truth of NODE as a bool that control flow stores to a local. */
static struct ir_operand branched_bool(struct lower *lower, struct node *node)
{
	struct lvalue result = local_lvalue(lower, new_local(lower, "", type_bool));
	uint32_t yes = new_block(lower), no = new_block(lower), end = new_block(lower);
	struct asking outer = ask_choice(lower, node);

	lower_condition(lower, node, yes, no);
	lower->asking = outer;
	start_block(lower, yes);
	at(lower, node);
	store(lower, result, constant(type_bool, 1));
	emit_jump(lower, end);
	start_block(lower, no);
	store(lower, result, constant(type_bool, 0));
	start_block(lower, end);
	return load(lower, result);
}

static struct ir_operand negate(struct lower *lower, struct node *operand)
{
	struct ir_operand value;
	struct node *inner = strip_truth(lower, operand);

	if (inner->kind == CXCursor_UnaryOperator &&
	    clang_getCursorUnaryOperatorKind(inner->cursor) == CXUnaryOperator_LNot &&
	    expand(lower->front, lower->arena, inner)->nkids)
		return lower_bool(lower, inner->kids[0]);
	if ((inner->kind == CXCursor_BinaryOperator &&
	     binary_opcode(clang_getCursorBinaryOperatorKind(inner->cursor), false) >= IR_EQ) ||
	    inner->ir.kind == IR_FLOAT)
		value = lower_bool(lower, inner);
	else
		value = lower_value(lower, inner);
	if (value.type.kind != IR_INT && value.type.kind != IR_PTR && value.type.kind != IR_BOOL)
		value = as_bool(lower, value);
	if (value.kind == IR_SYMBOL || value.kind == IR_LOCAL || value.kind == IR_STRING)
		value = as_bool(lower, value);
	value = unwidened(lower, value);
	return emit_compare(lower, IR_EQ, value, constant(value.type, 0));
}

struct ir_operand lower_bool(struct lower *lower, struct node *node)
{
	struct ir_operand value;
	enum CXBinaryOperatorKind kind;

	if (fold(lower->front, lower->arena, node, &value))
		return constant(type_bool, value.bits != 0);
	node = strip_truth(lower, node);
	at(lower, node);
	if (node->kind == CXCursor_UnaryOperator &&
	    clang_getCursorUnaryOperatorKind(node->cursor) == CXUnaryOperator_LNot &&
	    expand(lower->front, lower->arena, node)->nkids)
		return negate(lower, node->kids[0]);
	if (node->kind == CXCursor_BinaryOperator &&
	    expand(lower->front, lower->arena, node)->nkids == 2) {
		kind = clang_getCursorBinaryOperatorKind(node->cursor);
		if (is_comparison(kind))
			return compare(lower, node, kind);
		if (kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr)
			return branched_bool(lower, node);
		if (kind == CXBinaryOperator_Comma) {
			lower_effect(lower, node->kids[0]);
			return lower_bool(lower, node->kids[1]);
		}
	}
	value = lower_value(lower, node);
	at(lower, node);
	return as_bool(lower, value);
}

/* ---- conditions ----------------------------------------------------------------- */

static void logic_condition(struct lower *lower, struct node *node, bool is_and,
			    uint32_t yes, uint32_t no)
{
	uint32_t second = new_block(lower);

	lower_condition(lower, node->kids[0], is_and ? second : yes, is_and ? no : second);
	start_block(lower, second);
	lower_condition(lower, node->kids[1], yes, no);
}

/* Lowers a condition with && || , or !. Returns false for any other. */
static bool split_condition(struct lower *lower, struct node *node, uint32_t yes, uint32_t no)
{
	enum CXBinaryOperatorKind kind;

	if (node->kind == CXCursor_UnaryOperator &&
	    clang_getCursorUnaryOperatorKind(node->cursor) == CXUnaryOperator_LNot &&
	    expand(lower->front, lower->arena, node)->nkids) {
		lower_condition(lower, node->kids[0], no, yes);
		return true;
	}
	if (node->kind != CXCursor_BinaryOperator ||
	    expand(lower->front, lower->arena, node)->nkids != 2)
		return false;
	kind = clang_getCursorBinaryOperatorKind(node->cursor);
	if (kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr) {
		logic_condition(lower, node, kind == CXBinaryOperator_LAnd, yes, no);
		return true;
	}
	if (kind == CXBinaryOperator_Comma) {
		lower_effect(lower, node->kids[0]);
		lower_condition(lower, node->kids[1], yes, no);
		return true;
	}
	return false;
}

static void choice_condition(struct lower *lower, struct node *node, uint32_t yes, uint32_t no)
{
	uint32_t first = new_block(lower), second = new_block(lower);

	lower_condition(lower, node->kids[0], first, second);
	start_block(lower, first);
	lower_condition(lower, node->kids[1], yes, no);
	start_block(lower, second);
	lower_condition(lower, node->kids[2], yes, no);
}

void lower_condition(struct lower *lower, struct node *node, uint32_t yes, uint32_t no)
{
	struct ir_operand value;

	if (fold(lower->front, lower->arena, node, &value)) {
		at(lower, node);
		emit_jump(lower, value.bits ? yes : no);
		return;
	}
	node = strip_truth(lower, node);
	if (split_condition(lower, node, yes, no))
		return;
	if (node->kind == CXCursor_ConditionalOperator &&
	    expand(lower->front, lower->arena, node)->nkids == 3) {
		choice_condition(lower, node, yes, no);
		return;
	}
	value = lower_bool(lower, node);
	at(lower, node);
	if (is_constant(value)) {
		emit_branch(lower, value, yes, no, NULL);
		return;
	}
	struct branch_told told = tell_branch(lower, node, yes, no);

	emit_branch(lower, value, yes, no, &told);
}

/* ---- choices as values ---------------------------------------------------------- */

/* A local for the value of the arms; for an aggregate it holds the address. */
static struct lvalue choice_lvalue(struct lower *lower, struct node *node)
{
	struct ir_type type = node->ir.kind == IR_AGG ? lower->front->pointer : node->ir;

	return local_lvalue(lower, new_local(lower, "", type));
}

static void store_arm(struct lower *lower, struct lvalue *result, struct node *node,
		      struct node *arm)
{
	struct ir_operand value;

	if (node->ir.kind == IR_VOID) {
		lower_effect(lower, arm);
		return;
	}
	value = lower_value(lower, arm);
	at(lower, arm);
	if (arm->ir.kind == IR_VOID || value.kind == IR_NONE)
		return;
	store(lower, *result, value);
}

static struct ir_operand choice_result(struct lower *lower, struct node *node,
				       struct lvalue *result)
{
	return node->ir.kind == IR_VOID ? none() : load(lower, *result);
}

struct ir_operand lower_choice(struct lower *lower, struct node *node)
{
	struct ir_operand known;
	struct lvalue result = { 0 };
	uint32_t yes, no, end;

	expand(lower->front, lower->arena, node);
	if (node->nkids != 3)
		return emit_unsupported(lower, node->ir, "?: without three operands");
	if (fold(lower->front, lower->arena, node->kids[0], &known)) {
		struct node *arm = node->kids[known.bits ? 1 : 2];

		return convert(lower, lower_value(lower, arm), node->ir);
	}
	if (node->ir.kind != IR_VOID)
		result = choice_lvalue(lower, node);
	yes = new_block(lower);
	no = new_block(lower);
	end = new_block(lower);
	struct asking outer = ask_choice(lower, node);

	lower_condition(lower, node->kids[0], yes, no);
	lower->asking = outer;
	start_block(lower, yes);
	store_arm(lower, &result, node, node->kids[1]);
	if (!block_is_done(lower))
		emit_jump(lower, end);
	start_block(lower, no);
	store_arm(lower, &result, node, node->kids[2]);
	start_block(lower, end);
	at(lower, node);
	return choice_result(lower, node, &result);
}

struct ir_operand lower_elvis(struct lower *lower, struct node *node)
{
	struct lvalue result = choice_lvalue(lower, node);
	uint32_t no = new_block(lower), yes = new_block(lower), end = new_block(lower);
	struct node *common = node->kids[0];
	struct ir_operand value = lower_value(lower, common);

	at(lower, node);
	struct asking outer = ask_choice(lower, node);
	struct branch_told told = tell_branch(lower, common, yes, no);

	lower->asking = outer;
	emit_branch(lower, as_bool(lower, value), yes, no, &told);
	start_block(lower, yes);
	store(lower, result, value);
	emit_jump(lower, end);
	start_block(lower, no);
	store_arm(lower, &result, node, node->kids[3]);
	start_block(lower, end);
	at(lower, node);
	return choice_result(lower, node, &result);
}
