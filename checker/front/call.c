// SPDX-License-Identifier: GPL-2.0-only
/* Calls: the callee, the arguments, and whether the call returns. */
#include "front/lower.h"

#include <string.h>

struct ir_operand call_symbol(struct lower *lower, struct reference *callee,
			      struct ir_operand *args, uint32_t nargs, CXType result)
{
	struct ir_inst inst = { .opcode = IR_CALL, .type = ir_type_of(lower->front, result),
				.result = IR_NO_RESULT, .nargs = nargs };

	inst.a = (struct ir_operand){ .kind = IR_SYMBOL, .type = lower->front->pointer,
				      .index = callee->number };
	if (nargs)
		inst.args = arena_copy(lower->arena, args, nargs * sizeof(*args));
	if (inst.type.kind == IR_VOID) {
		emit(lower, inst);
		return none();
	}
	return emit_value(lower, inst);
}

/* The function pointer of an indirect call. */
static struct ir_operand callee_value(struct lower *lower, struct node *node)
{
	struct front *front = lower->front;

	for (;;) {
		node = strip_parens(front, lower->arena, node);
		if (node->kind == CXCursor_UnexposedExpr &&
		    form_of(front, lower->arena, node) == FORM_CAST &&
		    (is_function(node->kids[0]->type) || node->kids[0]->ir.kind == IR_PTR)) {
			node = node->kids[0];
		} else if (node->kind == CXCursor_UnaryOperator &&
			   expand(front, lower->arena, node)->nkids) {
			enum CXUnaryOperatorKind kind =
				clang_getCursorUnaryOperatorKind(node->cursor);

			if (!(kind == CXUnaryOperator_Deref && is_function(node->type)) &&
			    !(kind == CXUnaryOperator_AddrOf && is_function(node->kids[0]->type)))
				break;
			node = node->kids[0];
		} else {
			break;
		}
	}
	return lower_value(lower, node);
}

/* A struct that is passed by value: the address of a copy, with type IR_AGG. */
static struct ir_operand aggregate_argument(struct lower *lower, struct node *node,
					    struct ir_operand value)
{
	struct lvalue place = local_lvalue(lower, new_local(lower, "", node->ir));

	copy(lower, place.address, value, node->ir);
	place.address.type = node->ir;
	return place.address;
}

static struct ir_operand lower_argument(struct lower *lower, struct node *node)
{
	struct ir_operand value = lower_value(lower, node);

	at(lower, node);
	if (value.kind == IR_NONE)
		return emit_unknown(lower, type_int, "an argument without a value");
	if (node->ir.kind == IR_AGG && !is_array(node->type))
		return aggregate_argument(lower, node, value);
	return value;
}

static struct ir_operand finish_call(struct lower *lower, struct node *node, struct ir_inst *inst,
				     bool never_returns)
{
	struct ir_operand result = none();

	at(lower, node);
	inst->result = IR_NO_RESULT;
	if (inst->type.kind == IR_AGG) {
		inst->b = result = local_address(lower, new_local(lower, "", inst->type));
		emit(lower, *inst);
	} else if (inst->type.kind == IR_VOID) {
		emit(lower, *inst);
	} else {
		result = emit_value(lower, *inst);
	}
	if (!never_returns)
		return result;
	emit_unreachable(lower);
	start_block(lower, new_block(lower));
	/* finish.c drops the unreachable code that follows, but it must be well-formed until then. */
	return inst->type.kind == IR_VOID ? none() : emit_unknown(lower, inst->type, NULL);
}

/*
 * A call of a function with attribute error, lowered to nothing. The compiler rejects code that
 * still has such a call after optimisation, so it is never executed. Control must go on behind it: its
 * condition may be one that only an optimiser knows to be false (an argument of an inline function
 * is no constant), and ending the path here would lose all that follows.
 */
static struct ir_operand pass_by(struct lower *lower, struct node *node)
{
	for (uint32_t i = 1; i < node->nkids; i++)
		(void)lower_argument(lower, node->kids[i]);
	at(lower, node);
	if (node->ir.kind == IR_AGG)
		return local_address(lower, new_local(lower, "", node->ir));
	return node->ir.kind == IR_VOID ? none() :
	       emit_unknown(lower, node->ir, "a call that does not compile");
}

struct ir_operand lower_call(struct lower *lower, struct node *node)
{
	struct reference *callee = direct_callee(lower->front, lower->arena, node);
	struct ir_inst inst = { .opcode = IR_CALL, .type = node->ir };
	struct ir_operand result;
	bool never_returns;

	if (!node->nkids)
		return emit_unsupported(lower, node->ir, "a call of nothing");
	if (callee && callee->trait == CALLEE_BUILTIN) {
		if (lower_builtin(lower, node, callee, &result))
			return result;
		return emit_unsupported(lower, node->ir, callee->plain);
	}
	if (callee && callee->is_refused)
		return pass_by(lower, node);
	if (callee && !lower->damage)
		lower->damage = damage_of_call(lower->front, lower->cursor, callee->decl);
	if (callee) {
		inst.a = (struct ir_operand){ .kind = IR_SYMBOL, .type = lower->front->pointer,
					      .index = callee->number };
		never_returns = callee->never_returns;
	} else {
		CXType type = canonical(clang_getCursorType(node->kids[0]->cursor));

		inst.a = convert(lower, callee_value(lower, node->kids[0]), lower->front->pointer);
		never_returns = type_never_returns(type);
	}
	inst.text = macro_of_call(lower, node, callee ? callee->plain : NULL);
	inst.nargs = node->nkids - 1;
	if (inst.nargs)
		inst.args = arena_alloc(lower->arena, inst.nargs * sizeof(*inst.args));
	for (uint32_t i = 0; i < inst.nargs; i++)
		inst.args[i] = lower_argument(lower, node->kids[i + 1]);
	return finish_call(lower, node, &inst, never_returns);
}
