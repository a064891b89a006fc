// SPDX-License-Identifier: GPL-2.0-only
/*
 * interpret FILE: lowers FILE and runs its function test() in the IR, on the host's own
 * memory, and prints what it returns. The same source compiled must return the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/front.h"

typedef unsigned __int128 word;

struct machine {
	struct ir_unit *unit;
	char **globals;		/* symbol -> its memory */
	unsigned long steps;
};

struct frame {
	struct machine *machine;
	const struct ir_function *function;
	char **locals;
	word *temps;
};

static void fail(const char *what, const char *detail)
{
	printf("interpret: %s %s\n", what, detail ? detail : "");
	exit(1);
}

static word mask(struct ir_type type)
{
	if (type.kind == IR_BOOL)
		return 1;
	return type.bits >= 128 ? ~(word)0 : ((word)1 << type.bits) - 1;
}

static __int128 as_signed(word value, struct ir_type type)
{
	if (type.bits >= 128 || type.kind == IR_BOOL)
		return (__int128)value;
	return (__int128)(value << (128 - type.bits)) >> (128 - type.bits);
}

static char *symbol_address(struct machine *machine, uint32_t index)
{
	if (machine->unit->symbols.data[index].kind == IR_SYM_FUNCTION)
		return (char *)&machine->unit->symbols.data[index];
	if (!machine->globals[index])
		fail("no definition of", machine->unit->symbols.data[index].name);
	return machine->globals[index];
}

static word value_of(struct frame *frame, const struct ir_operand *operand)
{
	switch (operand->kind) {
	case IR_TEMP:
		return frame->temps[operand->index];
	case IR_CONST:
		return operand->bits;
	case IR_LOCAL:
		return (word)(uintptr_t)frame->locals[operand->index];
	case IR_SYMBOL:
		return (word)(uintptr_t)symbol_address(frame->machine, operand->index);
	case IR_STRING:
		return (word)(uintptr_t)operand->string;
	default:
		return 0;
	}
}

static void *pointer(word value)
{
	return (void *)(uintptr_t)value;
}

static word read_memory(const char *at, struct ir_type type, unsigned offset, unsigned width)
{
	word value = 0;

	if (!width) {
		memcpy(&value, at, type.bits / 8);
		return value & mask(type);
	}
	memcpy(&value, at, (offset + width + 7) / 8);
	value = value >> offset & (((word)1 << width) - 1);
	if (type.is_signed)
		value = (word)((__int128)(value << (128 - width)) >> (128 - width));
	return value & mask(type);
}

static void write_memory(char *at, struct ir_type type, unsigned offset, unsigned width, word value)
{
	word old = 0, bits;

	if (!width) {
		memcpy(at, &value, type.bits / 8);
		return;
	}
	memcpy(&old, at, (offset + width + 7) / 8);
	bits = (((word)1 << width) - 1) << offset;
	old = (old & ~bits) | (value << offset & bits);
	memcpy(at, &old, (offset + width + 7) / 8);
}

static word binary(const struct ir_inst *inst, word a, word b)
{
	struct ir_type type = inst->a.type;
	__int128 sa = as_signed(a, type), sb = as_signed(b, type);

	switch (inst->opcode) {
	case IR_ADD: return a + b;
	case IR_SUB: return a - b;
	case IR_MUL: return a * b;
	case IR_SDIV: return (word)(sa / sb);
	case IR_UDIV: return a / b;
	case IR_SREM: return (word)(sa % sb);
	case IR_UREM: return a % b;
	case IR_AND: return a & b;
	case IR_OR: return a | b;
	case IR_XOR: return a ^ b;
	case IR_SHL: return a << b;
	case IR_LSHR: return a >> b;
	case IR_ASHR: return (word)(sa >> b);
	case IR_CTZ: return a ? (word)__builtin_ctzll((unsigned long long)a) : b;
	case IR_CLZ: return a ? (word)__builtin_clzll((unsigned long long)a) - (64 - type.bits) : b;
	case IR_ONES: return (word)__builtin_popcountll((unsigned long long)a) + b;
	case IR_EQ: return a == b;
	case IR_NE: return a != b;
	case IR_SLT: return sa < sb;
	case IR_SLE: return sa <= sb;
	case IR_ULT: return a < b;
	default: return a <= b;
	}
}

static word run(struct machine *machine, const struct ir_function *function, const word *args,
		const struct ir_type *types, uint32_t nargs);

/* The few functions of the C library that tests call. */
static word library(const char *name, const word *args)
{
	if (!strcmp(name, "memcpy") || !strcmp(name, "memmove"))
		return (word)(uintptr_t)memmove(pointer(args[0]), pointer(args[1]), (size_t)args[2]);
	if (!strcmp(name, "memset"))
		return (word)(uintptr_t)memset(pointer(args[0]), (int)args[1], (size_t)args[2]);
	if (!strcmp(name, "memcmp"))
		return (word)(long)memcmp(pointer(args[0]), pointer(args[1]), (size_t)args[2]);
	if (!strcmp(name, "strlen"))
		return strlen(pointer(args[0]));
	if (!strcmp(name, "strcmp"))
		return (word)(long)strcmp(pointer(args[0]), pointer(args[1]));
	fail("no body of", name);
	return 0;
}

static word call(struct frame *frame, const struct ir_inst *inst)
{
	struct machine *machine = frame->machine;
	struct ir_symbol *symbol = pointer(value_of(frame, &inst->a));
	word args[32], result;
	struct ir_type types[32];

	if (symbol < machine->unit->symbols.data ||
	    symbol >= machine->unit->symbols.data + machine->unit->symbols.count)
		fail("call of no function in", machine->unit->symbols.data[frame->function->symbol].name);
	for (uint32_t i = 0; i < inst->nargs; i++) {
		args[i] = value_of(frame, &inst->args[i]);
		types[i] = inst->args[i].type;
	}
	if (!symbol->function)
		return library(symbol->name, args) & mask(inst->type);
	result = run(machine, &machine->unit->functions.data[symbol->function - 1], args, types,
		     inst->nargs);
	if (inst->type.kind == IR_AGG)
		memmove(pointer(value_of(frame, &inst->b)), pointer(result), inst->type.bits / 8);
	return result;
}

static word execute(struct frame *frame, const struct ir_inst *inst)
{
	word a = value_of(frame, &inst->a), b = value_of(frame, &inst->b);

	switch (inst->opcode) {
	case IR_LOAD:
	case IR_VOLATILE:
		return read_memory(pointer(a), inst->type, inst->bit_offset, inst->bit_width);
	case IR_STORE:
		write_memory(pointer(a), inst->type, inst->bit_offset, inst->bit_width, b);
		return 0;
	case IR_COPY:
		memmove(pointer(a), pointer(b), inst->type.bits / 8);
		return 0;
	case IR_ZERO:
		memset(pointer(a), 0, inst->type.bits / 8);
		return 0;
	case IR_DECL:
		return 0;
	case IR_FIELD:
		return a + (word)(__int128)inst->offset;
	case IR_INDEX:
		return a + (word)as_signed(b, inst->b.type) * inst->stride;
	case IR_ZEXT:
	case IR_TRUNC:
	case IR_CAST:
		return a;
	case IR_SEXT:
		return (word)as_signed(a, inst->a.type);
	case IR_CALL:
		return call(frame, inst);
	default:
		if (!ir_is_binary(inst->opcode))
			fail(ir_opcode_name(inst->opcode), inst->text);
		return binary(inst, a, b);
	}
}

static uint32_t next_block(struct frame *frame, const struct ir_inst *inst)
{
	word a = value_of(frame, &inst->a);

	switch (inst->opcode) {
	case IR_JUMP:
		return inst->targets[0];
	case IR_BRANCH:
		return inst->targets[a ? 0 : 1];
	case IR_SWITCH:
		for (uint32_t i = 0; i < inst->ncases; i++)
			if (a >= inst->cases[i].low && a <= inst->cases[i].high)
				return inst->cases[i].target;
		return inst->targets[0];
	default:
		fail(ir_opcode_name(inst->opcode), inst->text);
		return 0;
	}
}

/* Of IR_AGG results the address; kept by the caller's copy at once. */
static word run(struct machine *machine, const struct ir_function *function, const word *args,
		const struct ir_type *types, uint32_t nargs)
{
	struct frame frame = { machine, function, xcalloc(function->nlocals + 1, sizeof(char *)),
			       xcalloc(function->ntemps + 1, sizeof(word)) };
	uint32_t block = 0;

	for (uint32_t i = 0; i < function->nlocals; i++) {
		frame.locals[i] = xcalloc(1, function->locals[i].type.bits / 8 + 64);
		memset(frame.locals[i], 0xaa, function->locals[i].type.bits / 8);
	}
	for (uint32_t i = 0; i < nargs && i < function->nparams; i++) {
		if (types[i].kind == IR_AGG)
			memcpy(frame.locals[i], pointer(args[i]), types[i].bits / 8);
		else
			write_memory(frame.locals[i], function->locals[i].type, 0, 0, args[i]);
	}
	for (;;) {
		const struct ir_block *here = &function->blocks[block];

		for (uint32_t i = 0; i + 1 < here->count; i++) {
			const struct ir_inst *inst = &here->insts[i];
			word value = execute(&frame, inst);

			if (inst->result != IR_NO_RESULT)
				frame.temps[inst->result] = value & mask(inst->type);
		}
		if (++machine->steps > 10000000)
			fail("no end in", machine->unit->symbols.data[function->symbol].name);
		const struct ir_inst *last = &here->insts[here->count - 1];
		if (last->opcode == IR_RETURN)
			return value_of(&frame, &last->a);
		block = next_block(&frame, last);
	}
}

static void make_globals(struct machine *machine)
{
	struct ir_unit *unit = machine->unit;
	struct frame frame = { .machine = machine };

	machine->globals = xcalloc(unit->symbols.count, sizeof(char *));
	vec_each(global, &unit->globals)
		machine->globals[global->symbol] =
			xcalloc(1, unit->symbols.data[global->symbol].type.bits / 8 + 64);
	vec_each(global, &unit->globals)
		for (uint32_t i = 0; i < global->ninits; i++) {
			const struct ir_init *init = &global->inits[i];
			char *at = machine->globals[global->symbol] + init->offset;

			if (init->value.kind == IR_NONE)
				continue;
			write_memory(at, init->type, init->bit_offset, init->bit_width,
				     value_of(&frame, &init->value) + (word)(__int128)init->addend);
		}
}

int main(int argc, char **argv)
{
	static const char *const flags[] = { "-O2", "-std=gnu11", "-funsigned-char" };
	struct error error = { 0 };
	struct machine machine = { 0 };
	char *directory = getcwd(NULL, 0);

	if (argc < 2)
		return 2;
	machine.unit = front_extract(&(struct front_request){ .file = argv[1], .directory = directory,
		.flags = flags, .nflags = 3, .arch = "" }, &error);
	if (!machine.unit)
		fail("", error.message);
	vec_each(problem, &machine.unit->problems)
		fail("parser:", *problem);
	struct ir_function *test = ir_find_function(machine.unit, "test");
	if (!test)
		fail("no function test() in", argv[1]);
	make_globals(&machine);
	printf("%ld\n", (long)run(&machine, test, NULL, NULL, 0));
	return 0;
}
