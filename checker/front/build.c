// SPDX-License-Identifier: GPL-2.0-only
/* Makes blocks and instructions; folds operations on constants. */
#include "front/lower.h"

#include <ctype.h>
#include <string.h>

const struct ir_type type_void = { .kind = IR_VOID };
const struct ir_type type_bool = { .kind = IR_BOOL, .bits = 8 };
const struct ir_type type_int = { .kind = IR_INT, .is_signed = true, .bits = 32 };

/* ---- blocks --------------------------------------------------------------------- */

uint32_t new_block(struct lower *lower)
{
	vec_push(&lower->blocks, (struct building){ .done = false });
	return (uint32_t)lower->blocks.count - 1;
}

bool block_is_done(const struct lower *lower)
{
	return lower->blocks.data[lower->current].done;
}

void start_block(struct lower *lower, uint32_t block)
{
	if (!block_is_done(lower))
		emit_jump(lower, block);
	lower->current = block;
}

struct ir_loc node_loc(struct lower *lower, struct node *node)
{
	if (!node->located) {
		node->located = true;
		node->loc = loc_of(lower->front, node->cursor);
		if (!node->loc.line && node->parent)
			node->loc = node_loc(lower, node->parent);
	}
	return node->loc;
}

void at(struct lower *lower, struct node *node)
{
	lower->loc = node_loc(lower, node);
}

void emit(struct lower *lower, struct ir_inst inst)
{
	if (block_is_done(lower))
		lower->current = new_block(lower);	/* unreachable */
	struct building *block = &lower->blocks.data[lower->current];

	inst.loc = lower->loc;
	block->done = ir_is_terminator(inst.opcode);
	vec_push(&block->insts, inst);
}

struct ir_operand emit_value(struct lower *lower, struct ir_inst inst)
{
	inst.result = lower->ntemps++;
	emit(lower, inst);
	return (struct ir_operand){ .kind = IR_TEMP, .type = inst.type, .index = inst.result };
}

uint32_t *target_list(struct lower *lower, const uint32_t *targets, uint32_t count)
{
	return arena_copy(lower->arena, targets, count * sizeof(*targets));
}

void emit_jump(struct lower *lower, uint32_t target)
{
	emit(lower, (struct ir_inst){ .opcode = IR_JUMP, .result = IR_NO_RESULT, .ntargets = 1,
				      .targets = target_list(lower, &target, 1) });
}

void emit_branch(struct lower *lower, struct ir_operand condition, uint32_t yes, uint32_t no,
		 const struct branch_told *told)
{
	uint32_t targets[] = { yes, no };
	struct ir_inst branch = { .opcode = IR_BRANCH, .result = IR_NO_RESULT, .a = condition,
				  .ntargets = 2 };

	if (is_constant(condition)) {
		emit_jump(lower, condition.bits ? yes : no);
		return;
	}
	branch.targets = target_list(lower, targets, 2);
	if (told) {
		branch.text = told->text;
		branch.telling = told->telling;
	}
	emit(lower, branch);
}

void emit_unreachable(struct lower *lower)
{
	emit(lower, (struct ir_inst){ .opcode = IR_UNREACHABLE, .result = IR_NO_RESULT });
}

/* ---- operands ------------------------------------------------------------------- */

struct ir_operand none(void)
{
	return (struct ir_operand){ .kind = IR_NONE };
}

uint64_t cut(uint64_t bits, struct ir_type type)
{
	if (type.kind == IR_BOOL)
		return bits & 1;
	return type.bits && type.bits < 64 ? bits & ((UINT64_C(1) << type.bits) - 1) : bits;
}

int64_t sign_extended(uint64_t bits, struct ir_type type)
{
	if (type.kind == IR_BOOL || !type.bits || type.bits >= 64)
		return (int64_t)bits;
	return (int64_t)(bits << (64 - type.bits)) >> (64 - type.bits);
}

struct ir_operand constant(struct ir_type type, uint64_t bits)
{
	return (struct ir_operand){ .kind = IR_CONST, .type = type, .bits = cut(bits, type) };
}

bool is_constant(struct ir_operand operand)
{
	return operand.kind == IR_CONST;
}

struct ir_operand local_address(struct lower *lower, uint32_t local)
{
	return (struct ir_operand){ .kind = IR_LOCAL, .type = lower->front->pointer,
				    .index = local };
}

/* NAME without the number of __UNIQUE_ID_x123: it counts uses in all files read before. */
static const char *without_counter(struct lower *lower, const char *name)
{
	size_t length = strlen(name);

	if (!starts_with(name, "__UNIQUE_ID_"))
		return name;
	/* the loop ends inside the prefix: NOLINTNEXTLINE(clang-analyzer-core.uninitialized.ArraySubscript) */
	while (isdigit((unsigned char)name[length - 1]))
		length--;
	return arena_strndup(lower->front->unit->arena, name, length);
}

uint32_t new_local(struct lower *lower, const char *name, struct ir_type type)
{
	name = without_counter(lower, name);
	if (type.kind == IR_VOID)
		type = (struct ir_type){ .kind = IR_AGG };
	vec_push(&lower->locals, (struct ir_local){ .name = name, .type = type });
	return (uint32_t)lower->locals.count - 1;
}

/* ---- values --------------------------------------------------------------------- */

static bool fold_compare(enum ir_opcode opcode, struct ir_operand a, struct ir_operand b)
{
	int64_t sa = sign_extended(a.bits, a.type), sb = sign_extended(b.bits, b.type);

	switch (opcode) {
	case IR_EQ:
		return a.bits == b.bits;
	case IR_NE:
		return a.bits != b.bits;
	case IR_SLT:
		return sa < sb;
	case IR_SLE:
		return sa <= sb;
	case IR_ULT:
		return a.bits < b.bits;
	default:
		return a.bits <= b.bits;
	}
}

static bool fold_division(enum ir_opcode opcode, struct ir_operand a, struct ir_operand b,
			  uint64_t *bits)
{
	int64_t sa = sign_extended(a.bits, a.type), sb = sign_extended(b.bits, b.type);

	if (!b.bits || (sa == INT64_MIN && sb == -1))
		return false;
	switch (opcode) {
	case IR_SDIV:
		*bits = (uint64_t)(sa / sb);
		return true;
	case IR_SREM:
		*bits = (uint64_t)(sa % sb);
		return true;
	case IR_UDIV:
		*bits = a.bits / b.bits;
		return true;
	default:
		*bits = a.bits % b.bits;
		return true;
	}
}

static bool fold_shift(enum ir_opcode opcode, struct ir_operand a, struct ir_operand b,
		       uint64_t *bits)
{
	if (b.bits >= a.type.bits)
		return false;
	*bits = opcode == IR_SHL ? a.bits << b.bits :
		opcode == IR_LSHR ? a.bits >> b.bits :
		(uint64_t)(sign_extended(a.bits, a.type) >> b.bits);
	return true;
}

bool fold_binary(enum ir_opcode opcode, struct ir_operand a, struct ir_operand b, uint64_t *bits)
{
	if (a.type.bits > 64 || b.type.bits > 64)
		return false;
	switch (opcode) {
	case IR_ADD:
		*bits = a.bits + b.bits;
		return true;
	case IR_SUB:
		*bits = a.bits - b.bits;
		return true;
	case IR_MUL:
		*bits = a.bits * b.bits;
		return true;
	case IR_AND:
		*bits = a.bits & b.bits;
		return true;
	case IR_OR:
		*bits = a.bits | b.bits;
		return true;
	case IR_XOR:
		*bits = a.bits ^ b.bits;
		return true;
	case IR_SDIV:
	case IR_UDIV:
	case IR_SREM:
	case IR_UREM:
		return fold_division(opcode, a, b, bits);
	case IR_SHL:
	case IR_LSHR:
	case IR_ASHR:
		return fold_shift(opcode, a, b, bits);
	default:
		*bits = fold_compare(opcode, a, b);
		return ir_is_compare(opcode);
	}
}

struct ir_operand emit_binary(struct lower *lower, enum ir_opcode opcode, struct ir_operand a,
			      struct ir_operand b)
{
	uint64_t bits;

	if (is_constant(a) && is_constant(b) && fold_binary(opcode, a, b, &bits))
		return constant(a.type, bits);
	b.type.is_signed = a.type.is_signed;
	return emit_value(lower, (struct ir_inst){ .opcode = opcode, .type = a.type, .a = a, .b = b });
}

struct ir_operand emit_compare(struct lower *lower, enum ir_opcode opcode, struct ir_operand a,
			       struct ir_operand b)
{
	uint64_t bits;

	if (is_constant(a) && is_constant(b) && fold_binary(opcode, a, b, &bits))
		return constant(type_bool, bits);
	return emit_value(lower, (struct ir_inst){ .opcode = opcode, .type = type_bool,
						   .a = a, .b = b });
}

struct ir_operand emit_unknown(struct lower *lower, struct ir_type type, const char *why)
{
	if (type.kind == IR_VOID)
		return none();
	if (type.kind == IR_AGG)
		return local_address(lower, new_local(lower, "", type));
	return emit_value(lower, (struct ir_inst){ .opcode = IR_UNKNOWN, .type = type, .text = why });
}

struct ir_operand emit_unsupported(struct lower *lower, struct ir_type type, const char *what)
{
	struct ir_inst inst = { .opcode = IR_UNSUPPORTED, .type = type, .text = what,
				.result = IR_NO_RESULT };

	if (type.kind != IR_VOID && type.kind != IR_AGG)
		return emit_value(lower, inst);
	inst.type = type_void;
	emit(lower, inst);
	return emit_unknown(lower, type, what);
}

/* ---- conversions ---------------------------------------------------------------- */

bool fold_convert(struct ir_operand value, struct ir_type to, struct ir_operand *out)
{
	struct ir_type from = value.type;
	bool widens = from.kind == IR_INT && from.is_signed && to.bits > from.bits;

	if (to.kind == IR_BOOL) {
		*out = constant(to, value.bits != 0);
		return true;
	}
	if (to.kind != IR_INT && to.kind != IR_PTR)
		return false;
	if (to.bits > 64 && (widens || from.bits > 64) && sign_extended(value.bits, from) < 0)
		return false;
	*out = constant(to, widens ? (uint64_t)sign_extended(value.bits, from) : value.bits);
	if (out->bits == value.bits || widens)
		out->string = value.string;
	return true;
}

/* The instruction that made VALUE, if it is one of the last three of the current block, else NULL. */
static const struct ir_inst *just_made(struct lower *lower, struct ir_operand value)
{
	struct building *block = &lower->blocks.data[lower->current];
	size_t count = block->insts.count;

	if (value.kind != IR_TEMP)
		return NULL;
	for (size_t i = count; i && i + 3 > count; i--)
		if (block->insts.data[i - 1].result == value.index)
			return &block->insts.data[i - 1];
	return NULL;
}

struct ir_operand unwidened(struct lower *lower, struct ir_operand value)
{
	const struct ir_inst *maker = just_made(lower, value);

	while (maker && (maker->opcode == IR_ZEXT || maker->opcode == IR_SEXT)) {
		value = maker->a;
		maker = just_made(lower, value);
	}
	return value;
}

static struct ir_operand emit_conversion(struct lower *lower, enum ir_opcode opcode,
					 struct ir_operand value, struct ir_type to)
{
	const struct ir_inst *maker = opcode == IR_CAST ? just_made(lower, value) : NULL;

	if (maker && maker->opcode == IR_CAST && ir_type_equal(maker->a.type, to))
		return maker->a;	/* a cast that undoes the last one */
	return emit_value(lower, (struct ir_inst){ .opcode = opcode, .type = to, .a = value });
}

static struct ir_operand convert_integer(struct lower *lower, struct ir_operand value,
					 struct ir_type to)
{
	struct ir_type from = value.type;

	if (from.kind == IR_BOOL)
		return emit_conversion(lower, IR_ZEXT, value, to);
	if (from.bits == to.bits) {
		value.type = to;
		return value;
	}
	if (from.bits > to.bits)
		return emit_conversion(lower, IR_TRUNC, value, to);
	return emit_conversion(lower, from.is_signed ? IR_SEXT : IR_ZEXT, value, to);
}

struct ir_operand as_bool(struct lower *lower, struct ir_operand value)
{
	value = unwidened(lower, value);
	if (value.type.kind == IR_BOOL)
		return value;
	if (value.kind == IR_LOCAL || value.kind == IR_STRING ||
	    (value.kind == IR_SYMBOL && !lower->front->references.data[value.index]->is_weak))
		return constant(type_bool, 1);
	if (value.type.kind != IR_INT && value.type.kind != IR_PTR)
		return emit_unknown(lower, type_bool, "floating point");
	return emit_compare(lower, IR_NE, value, constant(value.type, 0));
}

struct ir_operand convert(struct lower *lower, struct ir_operand value, struct ir_type to)
{
	struct ir_type from = value.type;
	struct ir_type word = lower->front->index_type;
	struct ir_operand folded;

	if (to.kind == IR_VOID || value.kind == IR_NONE)
		return none();
	if (to.kind == IR_AGG || (from.kind == to.kind && from.bits == to.bits)) {
		if (to.kind == IR_INT)
			value.type = to;
		return value;
	}
	if (is_constant(value) && fold_convert(value, to, &folded))
		return folded;
	if (from.kind == IR_FLOAT || to.kind == IR_FLOAT)
		return emit_unknown(lower, to, "floating point");
	if (to.kind == IR_BOOL)
		return as_bool(lower, value);
	word.is_signed = false;
	if (from.kind == IR_PTR) {
		value = emit_conversion(lower, IR_CAST, value, word);
		return convert_integer(lower, value, to);
	}
	if (to.kind == IR_PTR)
		return emit_conversion(lower, IR_CAST, convert_integer(lower, value, word), to);
	return convert_integer(lower, value, to);
}

struct ir_operand as_index(struct lower *lower, struct ir_operand value)
{
	return convert(lower, value, lower->front->index_type);
}

struct ir_operand emit_index(struct lower *lower, struct ir_operand base, struct ir_operand index,
			     uint64_t stride)
{
	index = as_index(lower, index);
	if (is_constant(base) && is_constant(index))
		return constant(base.type, base.bits + index.bits * stride);
	return emit_value(lower, (struct ir_inst){ .opcode = IR_INDEX, .type = lower->front->pointer,
						   .a = base, .b = index, .stride = stride });
}
