// SPDX-License-Identifier: GPL-2.0-only
/* Assembly: outputs become unknown unless there is no instruction; an asm goto may jump to any of its labels. */
#include "front/lower.h"

static const char *kind_of_output(const struct printed_asm *parts)
{
	if (parts->may_fault)
		return IR_ASM_THAT_MAY_FAULT;
	return parts->is_volatile || (!parts->inputs && !parts->kept) ? "asm output" : IR_ASM_OF_INPUTS;
}

static void lower_outputs(struct lower *lower, struct node *node, const struct printed_asm *parts)
{
	unsigned count = parts->outputs;

	for (unsigned i = 0; i < count && i < node->nkids; i++) {
		struct node *output = node->kids[i];
		struct lvalue place = lower_lvalue(lower, output);

		at(lower, node);
		if (place.type.kind == IR_AGG || place.type.kind == IR_VOID)
			continue;
		store(lower, place, emit_unknown(lower, place.type, kind_of_output(parts)));
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

#define OPERANDS_MAX 64

/* The number of the input that stands where output NUMBER does; as many as there are inputs: none does. */
static unsigned tied_input(const struct printed_asm *parts, unsigned number)
{
	return number < OPERANDS_MAX && parts->tied[number] ? (unsigned)parts->tied[number] - 1 : parts->inputs;
}

static void store_output(struct lower *lower, struct node *node, struct ir_operand value)
{
	struct lvalue place = lower_lvalue(lower, node);

	if (place.type.kind == IR_AGG || place.type.kind == IR_VOID)
		return;
	store(lower, place, value.kind != IR_NONE ? convert(lower, value, place.type) :
	      emit_unknown(lower, place.type, "asm output"));
}

/*
 * An asm without an instruction hides from the compiler where a value comes from. An output that stands where an
 * input does is that input.
 */
static void lower_empty(struct lower *lower, struct node *node, const struct printed_asm *parts)
{
	struct ir_operand values[OPERANDS_MAX] = { 0 };

	for (unsigned i = 0; i < parts->inputs && i < OPERANDS_MAX; i++)
		if (is_expression(node->kids[parts->outputs + i]->kind) &&
		    node->kids[parts->outputs + i]->ir.kind != IR_AGG)
			values[i] = lower_value(lower, node->kids[parts->outputs + i]);
	at(lower, node);
	for (unsigned i = 0; i < parts->outputs; i++) {
		unsigned input = tied_input(parts, i);

		if (i >= OPERANDS_MAX || !(parts->kept >> i & 1))
			store_output(lower, node->kids[i], input < parts->inputs && input < OPERANDS_MAX ? values[input] :
				     (struct ir_operand){ .kind = IR_NONE });
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
	if (parts->is_empty && !parts->is_goto) {
		lower_empty(lower, node, parts);
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
