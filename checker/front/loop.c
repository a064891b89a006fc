// SPDX-License-Identifier: GPL-2.0-only
/* Loops and switches. */
#include "front/lower.h"

static void lower_body(struct lower *lower, struct node *body, uint32_t break_to,
		       uint32_t continue_to)
{
	struct breakable breakable = { lower->breakable, break_to, continue_to, true,
				       lower->cleanups };

	lower->breakable = &breakable;
	lower_statement(lower, body);
	lower->breakable = breakable.outer;
}

/* LOOP goes on to BODY, which begins with block YES, while CONDITION holds, and else to NO. */
static void loop_condition(struct lower *lower, struct node *loop, struct node *condition, struct node *body,
			   uint32_t yes, uint32_t no)
{
	struct asking outer = ask_loop(lower, loop, condition, body, yes);

	lower_condition(lower, condition, yes, no);
	lower->asking = outer;
}

/* The parser dropped the condition: marks the function as damaged and makes both ways possible. */
static void dropped_condition(struct lower *lower, struct node *node, uint32_t yes, uint32_t no)
{
	at(lower, node);
	if (!lower->damage)
		lower->damage = arena_printf(lower->front->unit->arena,
					     "line %u: a loop without its condition",
					     lower->loc.line);
	emit_branch(lower, emit_unknown(lower, type_bool, "parse error"), yes, no, NULL);
}

static void lower_while(struct lower *lower, struct node *node)
{
	uint32_t head = new_block(lower), body = new_block(lower), end = new_block(lower);

	start_block(lower, head);
	if (node->nkids < 2)
		dropped_condition(lower, node, body, end);
	else
		loop_condition(lower, node, node->kids[0], node->kids[node->nkids - 1], body, end);
	start_block(lower, body);
	if (node->nkids)
		lower_body(lower, node->kids[node->nkids - 1], end, head);
	at(lower, node);
	if (!block_is_done(lower))
		emit_jump(lower, head);
	start_block(lower, end);
}

static void lower_do(struct lower *lower, struct node *node)
{
	uint32_t body = new_block(lower), test = new_block(lower), end = new_block(lower);

	start_block(lower, body);
	if (node->nkids)
		lower_body(lower, node->kids[0], end, test);
	start_block(lower, test);
	if (node->nkids < 2)
		dropped_condition(lower, node, body, end);
	else
		loop_condition(lower, node, node->kids[1], node->kids[0], body, end);
	start_block(lower, end);
}

/* Which of its three parts a for has, as bits: see printed_for(). */
static int for_parts(struct lower *lower, struct node *node)
{
	bool declares = node->nkids && node->kids[0]->kind == CXCursor_DeclStmt;

	if (node->nkids == 4)
		return 7;
	if (node->nkids <= 1)
		return 0;
	if (declares && node->nkids == 2)
		return 1;
	return printed_for(lower, node);
}

static void lower_for(struct lower *lower, struct node *node)
{
	int parts = for_parts(lower, node);
	struct cleanup *outer = lower->cleanups;
	uint32_t head = new_block(lower), body = new_block(lower), step = new_block(lower),
		 end = new_block(lower);
	unsigned next = 0;

	if (parts > 0 && parts & 1)
		lower_statement(lower, node->kids[next++]);
	start_block(lower, head);
	if (parts < 0)
		dropped_condition(lower, node, body, end);
	else if (parts & 2)
		loop_condition(lower, node, node->kids[next++], node->kids[node->nkids - 1], body, end);
	start_block(lower, body);
	if (node->nkids)
		lower_body(lower, node->kids[node->nkids - 1], end, step);
	start_block(lower, step);
	if (parts > 0 && parts & 4)
		lower_effect(lower, node->kids[next]);
	at(lower, node);
	if (!block_is_done(lower))
		emit_jump(lower, head);
	start_block(lower, end);
	if (lower->cleanups != outer)
		run_cleanups(lower, outer);
	lower->cleanups = outer;
}

void lower_loop(struct lower *lower, struct node *node)
{
	expand(lower->front, lower->arena, node);
	at(lower, node);
	if (node->kind == CXCursor_ForStmt)
		lower_for(lower, node);
	else if (node->kind == CXCursor_DoStmt)
		lower_do(lower, node);
	else
		lower_while(lower, node);
}

/* ---- switch --------------------------------------------------------------------- */

static uint32_t arm_of(const struct arms *arms, uint64_t value, uint32_t otherwise)
{
	for (size_t i = 0; i < arms->cases.count; i++)
		if (value >= arms->cases.data[i].low && value <= arms->cases.data[i].high)
			return arms->cases.data[i].target;
	return otherwise;
}

static void emit_switch(struct lower *lower, const struct arms *arms, struct ir_operand value,
			uint32_t otherwise, const char *text)
{
	struct ir_inst inst = { .opcode = IR_SWITCH, .result = IR_NO_RESULT, .a = value,
				.telling = lower->asking.inside ? IR_TELLS_NOTHING : IR_TELLS_TRUTH,
				.ntargets = 1, .ncases = (uint32_t)arms->cases.count,
				.text = text };

	if (is_constant(value)) {
		emit_jump(lower, arm_of(arms, value.bits, otherwise));
		return;
	}
	if (!inst.ncases) {
		emit_jump(lower, otherwise);
		return;
	}
	inst.targets = target_list(lower, &otherwise, 1);
	inst.cases = arena_copy(lower->arena, arms->cases.data, inst.ncases * sizeof(*inst.cases));
	emit(lower, inst);
}

void lower_switch(struct lower *lower, struct node *node)
{
	struct arms arms = { .outer = lower->arms };
	struct breakable breakable = { .outer = lower->breakable, .cleanups = lower->cleanups };
	uint32_t end = new_block(lower), dispatch;
	struct ir_operand value;
	struct ir_loc loc;

	expand(lower->front, lower->arena, node);
	if (node->nkids < 2) {
		emit_unsupported(lower, type_void, "switch without a condition");
		start_block(lower, end);
		return;
	}
	value = lower_value(lower, node->kids[0]);
	if (value.type.kind == IR_BOOL || value.type.kind == IR_NONE)
		value = convert(lower, value, type_int);
	if (block_is_done(lower))
		start_block(lower, new_block(lower));
	dispatch = lower->current;
	lower->blocks.data[dispatch].done = true;	/* gets its switch when the arms are known */
	at(lower, node->kids[0]);
	loc = lower->loc;
	arms.type = value.type;
	breakable.break_to = end;
	lower->arms = &arms;
	lower->breakable = &breakable;
	lower_statement(lower, node->kids[1]);
	lower->breakable = breakable.outer;
	lower->arms = arms.outer;
	start_block(lower, end);
	lower->blocks.data[dispatch].done = false;
	lower->current = dispatch;
	lower->loc = loc;
	struct asking outer = ask_if(lower, clang_getCursorLocation(node->cursor));

	emit_switch(lower, &arms, value, arms.has_fallback ? arms.fallback : end,
		    text_of(lower->front, clang_getCursorExtent(node->kids[0]->cursor)));
	lower->asking = outer;
	lower->current = end;
	vec_free(&arms.cases);
}

/* Adds the case LOW ... HIGH. A signed range across zero becomes two unsigned ranges. */
static void add_case(struct arms *arms, struct ir_operand low, struct ir_operand high,
		     uint32_t target)
{
	if (low.bits <= high.bits) {
		vec_push(&arms->cases, (struct ir_case){ low.bits, high.bits, target });
	} else if (arms->type.is_signed &&
		   sign_extended(low.bits, arms->type) <= sign_extended(high.bits, arms->type)) {
		vec_push(&arms->cases,
			 (struct ir_case){ low.bits, cut(UINT64_MAX, arms->type), target });
		vec_push(&arms->cases, (struct ir_case){ 0, high.bits, target });
	}
}

static bool case_value(struct lower *lower, struct node *node, struct ir_operand *value)
{
	return fold(lower->front, lower->arena, node, value) &&
	       fold_convert(*value, lower->arms->type, value);
}

void lower_case(struct lower *lower, struct node *node)
{
	uint32_t block = new_block(lower);
	struct ir_operand low, high;

	expand(lower->front, lower->arena, node);
	start_block(lower, block);
	at(lower, node);
	if (!lower->arms || !node->nkids) {
		emit_unsupported(lower, type_void, "case outside of a switch");
		return;
	}
	if (node->kind == CXCursor_DefaultStmt) {
		lower->arms->fallback = block;
		lower->arms->has_fallback = true;
	} else if (!case_value(lower, node->kids[0], &low) ||
		   !case_value(lower, node->kids[node->nkids > 2 ? 1 : 0], &high)) {
		emit_unsupported(lower, type_void, "a case label of no constant");
	} else {
		add_case(lower->arms, low, high, block);
	}
	lower_statement(lower, node->kids[node->nkids - 1]);
}
