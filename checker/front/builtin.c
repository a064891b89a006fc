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

/* Nothing is done here; the arguments are not even evaluated. */
static struct ir_operand marker(struct builtin_call *call)
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

static struct ir_operand truth(struct lower *lower, struct ir_operand condition)
{
	return convert(lower, condition, (struct ir_type){ .kind = IR_INT, .bits = 64 });
}

/* VALUE, or 1 where it is 0. */
static struct ir_operand or_one(struct lower *lower, struct ir_operand value)
{
	struct ir_operand none = emit_compare(lower, IR_EQ, value, constant(value.type, 0));

	return emit_binary(lower, IR_OR, value, convert(lower, none, value.type));
}

/* Whether A OPCODE B, unsigned in 64 bits, is not EXACT (Warren, "Hacker's Delight", 2002, section 2-12). */
static struct ir_operand carries(struct lower *lower, enum ir_opcode opcode, struct ir_operand a,
				 struct ir_operand b, struct ir_operand exact)
{
	if (opcode == IR_ADD)
		return truth(lower, emit_compare(lower, IR_ULT, exact, a));
	if (opcode == IR_SUB)
		return truth(lower, emit_compare(lower, IR_ULT, a, b));
	if (is_constant(a) && a.bits)
		return truth(lower, emit_compare(lower, IR_ULT, constant(a.type, UINT64_MAX / a.bits), b));
	if (is_constant(b) && b.bits)
		return truth(lower, emit_compare(lower, IR_ULT, constant(b.type, UINT64_MAX / b.bits), a));
	return truth(lower, emit_compare(lower, IR_ULT, emit_binary(lower, IR_UDIV,
		     constant(a.type, UINT64_MAX), or_one(lower, a)), b));
}

/* Likewise signed: by signs, and for a product by the way back, which one product alone defeats. */
static struct ir_operand overflows(struct lower *lower, enum ir_opcode opcode, struct ir_operand a,
				   struct ir_operand b, struct ir_operand exact)
{
	struct ir_operand differs, lost, edge;

	if (opcode != IR_MUL) {
		differs = emit_binary(lower, IR_XOR, a, opcode == IR_ADD ? exact : b);
		lost = emit_binary(lower, IR_AND, differs, emit_binary(lower, IR_XOR,
				   opcode == IR_ADD ? b : a, exact));
		return truth(lower, emit_compare(lower, IR_SLT, lost, constant(a.type, 0)));
	}
	lost = truth(lower, emit_compare(lower, IR_NE, emit_binary(lower, IR_SDIV, exact, or_one(lower, a)), b));
	differs = truth(lower, emit_compare(lower, IR_NE, a, constant(a.type, 0)));
	edge = emit_binary(lower, IR_AND,
		truth(lower, emit_compare(lower, IR_EQ, a, constant(a.type, UINT64_MAX))),
		truth(lower, emit_compare(lower, IR_EQ, b, constant(b.type, (uint64_t)1 << 63))));
	return emit_binary(lower, IR_OR, edge, emit_binary(lower, IR_AND, lost, differs));
}

/*
 * Overflow of operands and a result of one signedness in 64 bits: the operation may overflow, and then the
 * result, which may be narrower.
 */
static bool carry(struct builtin_call *call, struct lvalue place, struct ir_operand *result)
{
	struct lower *lower = call->lower;
	struct ir_operand a = call->args[0], b = call->args[1], exact, narrow, lost;
	bool is_signed = place.type.is_signed;
	const struct ir_type wide = { .kind = IR_INT, .bits = 64, .is_signed = is_signed };

	if (a.type.is_signed != is_signed || b.type.is_signed != is_signed || a.type.bits > 64 ||
	    b.type.bits > 64 || place.type.bits > 64)
		return false;
	a = convert(lower, a, wide);
	b = convert(lower, b, wide);
	exact = emit_binary(lower, call->opcode, a, b);
	narrow = convert(lower, exact, place.type);
	store(lower, place, narrow);
	*result = (is_signed ? overflows : carries)(lower, call->opcode, a, b, exact);
	lost = truth(lower, emit_compare(lower, IR_NE, convert(lower, narrow, wide), exact));
	*result = emit_binary(lower, IR_OR, *result, lost);
	*result = emit_compare(lower, IR_NE, *result, constant(result->type, 0));
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
	if (carry(call, place, &result))
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

/* ---- bits that are counted ------------------------------------------------------ */

/* The type that the argument of a builtin on bits is counted in: 32 bits, or those of its suffix. */
static struct ir_type counted_type(const struct builtin_call *call)
{
	const char *name = call->callee->plain;
	uint64_t bits = call->args[0].type.bits > 32 || ends_with(name, "ll") ? 64 : 32;

	return (struct ir_type){ .kind = IR_INT, .bits = bits };
}

/* OPCODE (CTZ, CLZ, ONES) of the argument and OTHER. */
static struct ir_operand count(struct builtin_call *call, enum ir_opcode opcode, uint64_t other)
{
	struct lower *lower = call->lower;
	struct ir_operand value;

	lower_args(call);
	value = convert(lower, call->args[0], counted_type(call));
	return emit_binary(lower, opcode, value, constant(value.type, other));
}

static struct ir_operand leading_zeroes(struct builtin_call *call)
{
	return convert(call->lower, count(call, IR_CLZ, 0), call->node->ir);
}

static struct ir_operand trailing_zeroes(struct builtin_call *call)
{
	return convert(call->lower, count(call, IR_CTZ, 0), call->node->ir);
}

/* One more than the trailing zeroes, and 0 of 0. */
static struct ir_operand find_first_set(struct builtin_call *call)
{
	struct ir_operand zeroes = count(call, IR_CTZ, UINT64_MAX);

	return convert(call->lower, emit_binary(call->lower, IR_ADD, zeroes, constant(zeroes.type, 1)),
		       call->node->ir);
}

static struct ir_operand count_ones(struct builtin_call *call)
{
	return convert(call->lower, count(call, IR_ONES, 0), call->node->ir);
}

static struct ir_operand parity(struct builtin_call *call)
{
	struct ir_operand ones = count_ones(call);

	return emit_binary(call->lower, IR_AND, ones, constant(ones.type, 1));
}

/* (VALUE ^ m) - m, where m is all ones if VALUE is negative, and else zero. */
static struct ir_operand absolute(struct builtin_call *call)
{
	struct lower *lower = call->lower;
	struct ir_type type = call->node->ir;
	struct ir_operand value, sign;

	lower_args(call);
	value = convert(lower, call->args[0], type);
	sign = emit_binary(lower, IR_ASHR, value, constant(type, type.bits - 1));
	return emit_binary(lower, IR_SUB, emit_binary(lower, IR_XOR, value, sign), sign);
}

/* ---- variable arguments --------------------------------------------------------- */

/*
 * In a va_list that is an array of a struct, or a pointer to it, the first word counts the arguments that
 * were read. False: LIST is another.
 */
static bool find_counter(struct lower *lower, struct node *list, struct lvalue *counter)
{
	CXType type = clang_getCanonicalType(list->type);
	CXType of = type.kind == CXType_ConstantArray ? clang_getArrayElementType(type) :
		clang_getPointeeType(type);

	if (clang_getCanonicalType(of).kind != CXType_Record)
		return false;
	*counter = (struct lvalue){ .address = lower_value(lower, list),
				    .type = { .kind = IR_INT, .bits = 32 } };
	return counter->address.type.kind == IR_PTR;
}

static struct ir_operand start_arguments(struct builtin_call *call)
{
	struct lvalue counter;

	if (call->node->nkids > 1 && find_counter(call->lower, call->node->kids[1], &counter))
		store(call->lower, counter, constant(counter.type, 0));
	return none();
}

static struct ir_operand copy_arguments(struct builtin_call *call)
{
	struct lvalue to, from;

	if (call->node->nkids > 2 && find_counter(call->lower, call->node->kids[1], &to) &&
	    find_counter(call->lower, call->node->kids[2], &from))
		store(call->lower, to, load(call->lower, from));
	return none();
}

struct ir_operand lower_va_arg(struct lower *lower, struct node *node)
{
	struct ir_inst inst = { .opcode = IR_UNKNOWN, .type = node->ir, .result = IR_NO_RESULT,
				.text = "va_arg" };
	struct lvalue counter;

	expand(lower->front, lower->arena, node);
	if (!node->nkids || (node->ir.kind != IR_INT && node->ir.kind != IR_PTR) ||
	    !find_counter(lower, node->kids[0], &counter))
		return emit_unknown(lower, node->ir, "va_arg");
	inst.a = load(lower, counter);
	store(lower, counter, emit_binary(lower, IR_ADD, inst.a, constant(counter.type, 1)));
	return emit_value(lower, inst);
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
	{ "__builtin_assume", marker },
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
	{ "__builtin_va_start", start_arguments },
	{ "__builtin_va_copy", copy_arguments },
	{ "__builtin_va_*", marker },
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
	{ "__builtin_ffs*", find_first_set },
	{ "__builtin_clz*", leading_zeroes },
	{ "__builtin_ctz*", trailing_zeroes },
	{ "__builtin_clrsb*", some_value },
	{ "__builtin_popcount*", count_ones },
	{ "__builtin_parity*", parity },
	{ "__builtin_bswap*", swap_bytes },
	{ "__builtin_bitreverse*", some_value },
	{ "__builtin_rotate*", some_value },
	{ "__builtin_abs", absolute },
	{ "__builtin_labs", absolute },
	{ "__builtin_llabs", absolute },
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
