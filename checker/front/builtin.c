// SPDX-License-Identifier: GPL-2.0-only
/* The compiler's builtin functions, one row each in a table. */
#include "front/lower.h"

#include <string.h>

struct builtin_call {
	struct lower *lower;
	struct node *node;
	struct reference *callee;
	struct ir_operand args[8];
	unsigned nargs;
	enum ir_opcode opcode;
};

static void lower_args(struct builtin_call *call)
{
	for (unsigned i = 1; i < call->node->nkids && call->nargs < 8; i++)
		call->args[call->nargs++] = lower_value(call->lower, call->node->kids[i]);
	at(call->lower, call->node);
}

/* Lowers the arguments and gives an unknown value. */
static struct ir_operand some_value(struct builtin_call *call)
{
	lower_args(call);
	return emit_unknown(call->lower, call->node->ir, call->callee->plain);
}

static struct ir_operand no_operation(struct builtin_call *call)
{
	lower_args(call);
	return call->node->ir.kind == IR_VOID ? none()
					      : emit_unknown(call->lower, call->node->ir, NULL);
}

/* va_start and __builtin_assume do nothing here; their arguments are not even evaluated. */
static struct ir_operand variadic_marker(struct builtin_call *call)
{
	(void)call;
	return none();
}

static struct ir_operand first_argument(struct builtin_call *call)
{
	lower_args(call);
	return convert(call->lower, call->args[0], call->node->ir);
}

static struct ir_operand never(struct builtin_call *call)
{
	struct lower *lower = call->lower;

	at(lower, call->node);
	emit_unreachable(lower);
	start_block(lower, new_block(lower));
	return none();
}

static struct ir_operand not_constant(struct builtin_call *call)
{
	return constant(call->node->ir, 0);
}

/* The answer for an unknown size: the largest number, for types 2 and 3 zero. */
static struct ir_operand object_size(struct builtin_call *call)
{
	struct ir_operand type = { 0 };

	if (call->node->nkids > 2)
		fold(call->lower->front, call->lower->arena, call->node->kids[2], &type);
	return constant(call->node->ir, type.bits & 2 ? 0 : UINT64_MAX);
}

/* Calls the library function that the builtin stands for: its name without the prefix. */
static struct ir_operand plain_function(struct builtin_call *call)
{
	struct lower *lower = call->lower;
	const char *name = call->callee->plain + strlen("__builtin_");
	struct reference *plain;
	struct ir_operand *args;
	uint32_t nargs = call->node->nkids - 1;

	if (starts_with(name, "__"))
		name += 2;	/* __builtin___memcpy_chk */
	plain = reference_by_name(lower->front, name, call->node->ir);
	args = arena_alloc(lower->arena, (nargs + 1) * sizeof(*args));
	for (uint32_t i = 0; i < nargs; i++)
		args[i] = lower_value(lower, call->node->kids[i + 1]);
	at(lower, call->node);
	return call_symbol(lower, plain, args, nargs, call->node->type);
}

/* ---- arithmetic that reports overflow ------------------------------------------- */

static struct ir_type wide_type(struct ir_type type, struct ir_type other, struct ir_type result)
{
	uint64_t bits = type.bits;

	if (other.bits > bits)
		bits = other.bits;
	if (result.bits > bits)
		bits = result.bits;
	return (struct ir_type){ .kind = IR_INT, .is_signed = true,
				 .bits = bits <= 16 ? 64 : bits <= 32 ? 64 : 128 };
}

/* Whether the product of A and B, 64 bits each, takes more: A > MAX / B. For B = 0 the divisor is 1. */
static struct ir_operand product_is_wide(struct lower *lower, struct ir_operand a, struct ir_operand b)
{
	struct ir_operand zero = constant(b.type, 0), divisor = b;

	if (a.kind == IR_CONST && b.kind != IR_CONST)
		return product_is_wide(lower, b, a);
	if (b.kind != IR_CONST || !b.bits)
		divisor = emit_binary(lower, IR_OR, b,
				      convert(lower, emit_compare(lower, IR_EQ, b, zero), b.type));
	return emit_compare(lower, IR_ULT,
			    emit_binary(lower, IR_UDIV, constant(b.type, UINT64_MAX), divisor), a);
}

static struct ir_operand is_wide(struct builtin_call *call, struct ir_operand a, struct ir_operand b,
				 struct ir_operand exact)
{
	switch (call->opcode) {
	case IR_ADD:
		return emit_compare(call->lower, IR_ULT, exact, a);
	case IR_SUB:
		return emit_compare(call->lower, IR_ULT, a, b);
	default:
		return product_is_wide(call->lower, a, b);
	}
}

/*
 * Overflow of unsigned operands and result in 64 bits: the operation may overflow, and then the
 * result, which may be narrower.
 */
static bool carry(struct builtin_call *call, struct lvalue place, struct ir_operand *result)
{
	const struct ir_type wide = { .kind = IR_INT, .bits = 64 };
	struct lower *lower = call->lower;
	struct ir_operand a = call->args[0], b = call->args[1], exact, narrow, lost;

	if (a.type.is_signed || b.type.is_signed || place.type.is_signed || a.type.bits > 64 ||
	    b.type.bits > 64 || place.type.bits > 64)
		return false;
	a = convert(lower, a, wide);
	b = convert(lower, b, wide);
	exact = emit_binary(lower, call->opcode, a, b);
	narrow = convert(lower, exact, place.type);
	store(lower, place, narrow);
	*result = is_wide(call, a, b, exact);
	if (place.type.bits == 64)
		return true;
	lost = emit_compare(lower, IR_NE, convert(lower, narrow, wide), exact);
	*result = emit_binary(lower, IR_OR, convert(lower, *result, wide),
			      convert(lower, lost, wide));
	*result = emit_compare(lower, IR_NE, *result, constant(wide, 0));
	return true;
}

/* Overflow of a sum or difference of signed words: its sign is not what those of the operands lead to. */
static bool signed_carry(struct builtin_call *call, struct lvalue place, struct ir_operand *result)
{
	const struct ir_type wide = { .kind = IR_INT, .is_signed = true, .bits = 64 };
	struct lower *lower = call->lower;
	struct ir_operand a = call->args[0], b = call->args[1], exact, signs;

	if (!a.type.is_signed || !b.type.is_signed || !place.type.is_signed || a.type.bits > 64 ||
	    b.type.bits > 64 || place.type.bits != 64 || call->opcode == IR_MUL)
		return false;
	a = convert(lower, a, wide);
	b = convert(lower, b, wide);
	exact = emit_binary(lower, call->opcode, a, b);
	store(lower, place, exact);
	signs = emit_binary(lower, IR_AND, emit_binary(lower, IR_XOR, a, exact),
			    emit_binary(lower, IR_XOR, call->opcode == IR_ADD ? b : a,
					call->opcode == IR_ADD ? exact : b));
	*result = emit_compare(lower, IR_SLT, signs, constant(wide, 0));
	return true;
}

static struct ir_operand overflow(struct builtin_call *call)
{
	struct lower *lower = call->lower;
	struct lvalue place;
	struct ir_operand result, exact, narrow;
	struct ir_type wide;

	lower_args(call);
	if (call->nargs != 3)
		return emit_unsupported(lower, call->node->ir, call->callee->plain);
	place = (struct lvalue){ .address = call->args[2],
				.type = ir_type_of(lower->front, target_of(call->node->kids[3])) };
	if (carry(call, place, &result) || signed_carry(call, place, &result))
		return convert(lower, result, call->node->ir);
	wide = wide_type(call->args[0].type, call->args[1].type, place.type);
	exact = emit_binary(lower, call->opcode, convert(lower, call->args[0], wide),
			    convert(lower, call->args[1], wide));
	narrow = convert(lower, exact, place.type);
	store(lower, place, narrow);
	result = emit_compare(lower, IR_NE, convert(lower, narrow, wide), exact);
	return convert(lower, result, call->node->ir);
}

static struct ir_operand add_overflow(struct builtin_call *call)
{
	call->opcode = IR_ADD;
	return overflow(call);
}

static struct ir_operand sub_overflow(struct builtin_call *call)
{
	call->opcode = IR_SUB;
	return overflow(call);
}

static struct ir_operand mul_overflow(struct builtin_call *call)
{
	call->opcode = IR_MUL;
	return overflow(call);
}

static struct ir_operand sync_operation(struct builtin_call *call)
{
	return lower_sync(call->lower, call->node, call->callee->plain);
}

/* The bytes in reverse, each by a shift there and a mask. */
static struct ir_operand swap_bytes(struct builtin_call *call)
{
	struct lower *lower = call->lower;
	struct ir_type type = call->node->ir;
	struct ir_operand value, result = constant(type, 0);

	lower_args(call);
	value = convert(lower, call->args[0], type);
	for (uint32_t from = 0; from < type.bits; from += 8) {
		uint32_t to = type.bits - 8 - from;
		enum ir_opcode shift = to > from ? IR_SHL : IR_LSHR;
		struct ir_operand byte = emit_binary(lower, shift, value,
						     constant(type, to > from ? to - from : from - to));

		byte = emit_binary(lower, IR_AND, byte, constant(type, (uint64_t)0xff << to));
		result = from ? emit_binary(lower, IR_OR, result, byte) : byte;
	}
	return result;
}

/* ---- the table ------------------------------------------------------------------ */

/* A * in a name matches any text. The first row that matches counts. */
static const struct {
	const char *name;
	struct ir_operand (*lower)(struct builtin_call *call);
} builtins[] = {
	{ "__builtin_expect*", first_argument },
	{ "__builtin_assume_aligned", first_argument },
	{ "__builtin_launder", first_argument },
	{ "__builtin_constant_p", not_constant },
	{ "__builtin_unreachable", never },
	{ "__builtin_trap", never },
	{ "__builtin_abort", never },
	{ "__builtin_assume", variadic_marker },
	{ "__builtin_debugtrap", no_operation },
	{ "__builtin_object_size", object_size },
	{ "__builtin_dynamic_object_size", object_size },
	{ "__builtin_add_overflow", add_overflow },
	{ "__builtin_sub_overflow", sub_overflow },
	{ "__builtin_mul_overflow", mul_overflow },
	{ "__builtin_uadd*_overflow", add_overflow },
	{ "__builtin_sadd*_overflow", add_overflow },
	{ "__builtin_usub*_overflow", sub_overflow },
	{ "__builtin_ssub*_overflow", sub_overflow },
	{ "__builtin_umul*_overflow", mul_overflow },
	{ "__builtin_smul*_overflow", mul_overflow },
	{ "__builtin_va_*", variadic_marker },
	{ "__builtin_prefetch", no_operation },
	{ "__builtin_mem*", plain_function },
	{ "__builtin___mem*", plain_function },
	{ "__builtin_str*", plain_function },
	{ "__builtin___str*", plain_function },
	{ "__builtin_bcmp", plain_function },
	{ "__builtin_printf", plain_function },
	{ "__builtin_sprintf", plain_function },
	{ "__builtin_snprintf", plain_function },
	{ "__builtin_alloca*", some_value },
	{ "__builtin_return_address", some_value },
	{ "__builtin_extract_return_addr", some_value },
	{ "__builtin_frame_address", some_value },
	{ "__builtin_ffs*", some_value },
	{ "__builtin_clz*", some_value },
	{ "__builtin_ctz*", some_value },
	{ "__builtin_clrsb*", some_value },
	{ "__builtin_popcount*", some_value },
	{ "__builtin_parity*", some_value },
	{ "__builtin_bswap*", swap_bytes },
	{ "__builtin_bitreverse*", some_value },
	{ "__builtin_rotate*", some_value },
	{ "__builtin_abs", some_value },
	{ "__builtin_labs", some_value },
	{ "__builtin_llabs", some_value },
	{ "__builtin_classify_type", some_value },
	{ "__builtin_is*", some_value },
	{ "__builtin_inf*", some_value },
	{ "__builtin_nan*", some_value },
	{ "__builtin_huge_val*", some_value },
	{ "__builtin_fabs*", some_value },
	{ "__builtin_readcyclecounter", some_value },
	{ "__builtin_ia32_*", some_value },
	{ "__builtin_arm_*", some_value },
	{ "__builtin_thread_pointer", some_value },
	{ "__builtin_get_device_side_mangled_name", some_value },
	{ "__sync_synchronize", no_operation },
	{ "__sync_*", sync_operation },
	{ "__atomic_*_fence", no_operation },
	{ "__c11_atomic_*_fence", no_operation },
	{ "__atomic_*", sync_operation },
};

/* Whether NAME matches PATTERN, which has at most one *. */
static bool matches(const char *pattern, const char *name)
{
	const char *star = strchr(pattern, '*');

	if (!star)
		return !strcmp(pattern, name);
	return !strncmp(pattern, name, (size_t)(star - pattern)) &&
	       strlen(name) + 1 >= strlen(pattern) && ends_with(name, star + 1);
}

bool lower_builtin(struct lower *lower, struct node *node, struct reference *callee,
		   struct ir_operand *result)
{
	struct builtin_call call = { .lower = lower, .node = node, .callee = callee };

	for (size_t i = 0; i < sizeof(builtins) / sizeof(*builtins); i++) {
		if (!matches(builtins[i].name, callee->plain))
			continue;
		*result = builtins[i].lower(&call);
		return true;
	}
	return false;
}
