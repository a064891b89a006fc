// SPDX-License-Identifier: GPL-2.0-only
/* Assembly: outputs become unknown, an asm goto may jump to any of its labels. */
#include "front/lower.h"

static void lower_outputs(struct lower *lower, struct node *node, const struct printed_asm *parts)
{
	unsigned count = parts->outputs;

	for (unsigned i = 0; i < count && i < node->nkids; i++) {
		struct node *output = node->kids[i];
		struct lvalue place = lower_lvalue(lower, output);

		at(lower, node);
		if (place.type.kind == IR_AGG || place.type.kind == IR_VOID)
			continue;
		store(lower, place, emit_unknown(lower, place.type,
					  parts->may_fault ? IR_ASM_THAT_MAY_FAULT : "asm output"));
	}
}

/* Lowers inputs for their side effects; a memory operand only names a place. */
static void lower_inputs(struct lower *lower, struct node *node, unsigned first, unsigned count)
{
	for (unsigned i = first; i < first + count && i < node->nkids; i++)
		if (is_expression(node->kids[i]->kind))
			lower_effect(lower, node->kids[i]);
}

static void lower_targets(struct lower *lower, struct node *node, const struct printed_asm *parts)
{
	uint32_t *targets = arena_alloc(lower->arena, (parts->nlabels + 1) * sizeof(*targets));
	struct ir_inst inst = { .opcode = IR_CHOOSE, .result = IR_NO_RESULT, .targets = targets };
	CXCursor statement;

	targets[inst.ntargets++] = new_block(lower);
	for (unsigned i = 0; i < parts->nlabels; i++) {
		if (printed_label(lower, node, parts->labels[i], &statement))
			targets[inst.ntargets++] = label_for(lower, statement)->block;
		else
			emit_unsupported(lower, type_void, "asm goto to a label that was not found");
	}
	emit(lower, inst);
	start_block(lower, targets[0]);
}

/* An input names memory that the assembly says it changes: a place, or where a pointer leads. */
static void lose_input(struct lower *lower, struct node *node, bool is_place)
{
	struct lvalue place;

	if (is_place) {
		place = lower_lvalue(lower, node);
	} else if (node->ir.kind == IR_PTR) {
		place = (struct lvalue){
			.type = ir_type_of(lower->front, clang_getPointeeType(canonical(node->type))),
			.address = lower_value(lower, node),
		};
	} else {
		return;
	}
	at(lower, node);
	if (place.type.kind != IR_AGG && place.type.kind != IR_VOID)
		store(lower, place, emit_unknown(lower, place.type, "asm output"));
}

static void lose_memory(struct lower *lower, struct node *node, const struct printed_asm *parts)
{
	for (unsigned i = 0; i < parts->inputs && parts->outputs + i < node->nkids && i < 64; i++) {
		struct node *input = node->kids[parts->outputs + i];

		if (is_expression(input->kind))
			lose_input(lower, input, parts->in_memory >> i & 1);
	}
}

void lower_asm(struct lower *lower, struct node *node)
{
	const struct printed_asm *parts;

	expand(lower->front, lower->arena, node);
	parts = printed_asm(lower, node);
	at(lower, node);
	if (!parts || parts->outputs + parts->inputs > node->nkids) {
		emit_unsupported(lower, type_void, "an asm statement that was not recognised");
		return;
	}
	lower_inputs(lower, node, parts->outputs, parts->inputs);
	if (parts->writes_memory)
		lose_memory(lower, node, parts);
	lower_outputs(lower, node, parts);
	at(lower, node);
	if (parts->is_goto)
		lower_targets(lower, node, parts);
}
