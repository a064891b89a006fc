// SPDX-License-Identifier: GPL-2.0-only
/*
 * Atomic operations. Each is a read that another thread may have written before, an operation, and a store:
 * what it does to memory that nobody else reaches is exact.
 */
#include "front/lower.h"

#include <string.h>

/* The operands of an atomic operation; those that it has not are NULL. */
struct atomic {
	struct lower *lower;
	struct node *node;
	const char *name;	/* after the prefix */
	size_t length;
	struct node *pointer, *first, *second;	/* a value or a pointer to one each */
	struct lvalue place;	/* that the pointer points to */
	struct ir_operand a, b;	/* first and second */
	struct ir_operand result;
};

static bool is_named(const struct atomic *atomic, const char *name)
{
	return strlen(name) == atomic->length && !memcmp(name, atomic->name, atomic->length);
}

static bool begins(const struct atomic *atomic, const char *text)
{
	return atomic->length >= strlen(text) && !memcmp(atomic->name, text, strlen(text));
}

static struct lvalue behind(struct atomic *atomic, struct node *pointer, struct ir_operand address)
{
	struct lower *lower = atomic->lower;
	struct lvalue place = { .address = address,
		.type = ir_type_of(lower->front, target_of(pointer)) };

	if (place.type.kind == IR_VOID) {	/* of the operations on flags */
		pointer = strip_casts(lower->front, lower->arena, pointer);
		if (pointer->ir.kind == IR_PTR)
			place.type = ir_type_of(lower->front, target_of(pointer));
	}
	return place;
}

/* What the place holds, which others may write at any time. */
static struct ir_operand read_place(struct atomic *atomic)
{
	struct lvalue place = atomic->place;

	place.is_volatile = true;
	return load(atomic->lower, place);
}

/* ---- read, write, exchange ---- */

static bool lower_access(struct atomic *atomic)
{
	struct lower *lower = atomic->lower;
	bool is_generic = !atomic->first || atomic->first->ir.kind == IR_PTR;
	struct ir_operand old;

	if (is_named(atomic, "load_n") || (is_named(atomic, "load") && !atomic->first)) {
		atomic->result = read_place(atomic);
	} else if (is_named(atomic, "store_n")) {
		store(lower, atomic->place, atomic->a);
	} else if (is_named(atomic, "exchange_n") || is_named(atomic, "lock_test_and_set")) {
		atomic->result = read_place(atomic);
		store(lower, atomic->place, atomic->a);
	} else if (is_named(atomic, "load") && is_generic) {
		old = read_place(atomic);
		store(lower, behind(atomic, atomic->first, atomic->a), old);
	} else if (is_named(atomic, "store") && is_generic) {
		store(lower, atomic->place, load(lower, behind(atomic, atomic->first, atomic->a)));
	} else if (is_named(atomic, "exchange") && is_generic && atomic->second) {
		old = read_place(atomic);
		store(lower, atomic->place, load(lower, behind(atomic, atomic->first, atomic->a)));
		store(lower, behind(atomic, atomic->second, atomic->b), old);
	} else if (is_named(atomic, "test_and_set") && atomic->place.type.bits <= 8) {
		old = read_place(atomic);
		store(lower, atomic->place, constant(atomic->place.type, 1));
		atomic->result = emit_compare(lower, IR_NE, old, constant(atomic->place.type, 0));
	} else if (is_named(atomic, "lock_release") ||
		   (is_named(atomic, "clear") && atomic->place.type.bits <= 8)) {
		store(lower, atomic->place, constant(atomic->place.type, 0));
	} else {
		return false;
	}
	return true;
}

/* ---- compare and exchange ---- */

/* Stores DESIRED where OLD is EXPECTED. Returns whether it is. */
static struct ir_operand exchange_if_equal(struct atomic *atomic, struct ir_operand old,
					   struct ir_operand expected, struct ir_operand desired,
					   struct lvalue *back)
{
	struct lower *lower = atomic->lower;
	uint32_t yes = new_block(lower), no = new_block(lower), end = new_block(lower);
	struct ir_operand same = emit_compare(lower, IR_EQ, old,
					      convert(lower, expected, atomic->place.type));

	emit_branch(lower, same, yes, no, NULL);
	start_block(lower, yes);
	store(lower, atomic->place, desired);
	emit_jump(lower, end);
	start_block(lower, no);
	if (back)
		store(lower, *back, old);
	emit_jump(lower, end);
	start_block(lower, end);
	return same;
}

static bool lower_compare_exchange(struct atomic *atomic)
{
	struct lower *lower = atomic->lower;
	struct ir_operand old;

	if (!atomic->second)
		return false;
	if (is_named(atomic, "compare_exchange_n")) {
		struct lvalue expected = behind(atomic, atomic->first, atomic->a);

		old = read_place(atomic);
		atomic->result = exchange_if_equal(atomic, old, load(lower, expected), atomic->b,
						   &expected);
	} else if (is_named(atomic, "bool_compare_and_swap")) {
		old = read_place(atomic);
		atomic->result = exchange_if_equal(atomic, old, atomic->a, atomic->b, NULL);
	} else if (is_named(atomic, "val_compare_and_swap")) {
		old = read_place(atomic);
		(void)exchange_if_equal(atomic, old, atomic->a, atomic->b, NULL);
		atomic->result = old;
	} else {
		return false;
	}
	return true;
}

/* ---- arithmetic ---- */

static const struct {
	const char *name;
	enum ir_opcode opcode;
} operations[] = {
	{ "add", IR_ADD }, { "sub", IR_SUB }, { "and", IR_AND }, { "or", IR_OR }, { "xor", IR_XOR },
	{ "nand", IR_AND },
};

/* Whether the operation is called BEFORE, NAME, AFTER. */
static bool is_composed(const struct atomic *atomic, const char *before, const char *name,
			const char *after)
{
	char text[32];

	return strlen(before) + strlen(name) + strlen(after) < sizeof(text) &&
	       is_named(atomic, strcat(strcat(strcpy(text, before), name), after));
}

static bool lower_arithmetic(struct atomic *atomic)
{
	struct lower *lower = atomic->lower;
	struct ir_type type = atomic->place.type;

	if (type.kind != IR_INT || type.bits == 1 || !atomic->first)
		return false;
	for (size_t i = 0; i < sizeof(operations) / sizeof(*operations); i++) {
		const char *name = operations[i].name;
		bool gives_old = is_composed(atomic, "fetch_", name, "") ||
			is_composed(atomic, "fetch_and_", name, "");

		if (!gives_old && !is_composed(atomic, "", name, "_fetch") &&
		    !is_composed(atomic, "", name, "_and_fetch"))
			continue;
		struct ir_operand old = read_place(atomic);
		struct ir_operand new = emit_binary(lower, operations[i].opcode, old,
						    convert(lower, atomic->a, type));

		if (!strcmp(name, "nand"))
			new = emit_binary(lower, IR_XOR, new, constant(type, UINT64_MAX));
		store(lower, atomic->place, new);
		atomic->result = gives_old ? old : new;
		return true;
	}
	return false;
}

/* ---- all of them ---- */

/* Stores an unknown value through POINTER. */
static void scramble(struct atomic *atomic, struct node *pointer, struct ir_operand address,
		     const char *why)
{
	struct lvalue place;

	if (!pointer || address.type.kind != IR_PTR)
		return;
	place = behind(atomic, pointer, address);
	if (place.type.kind != IR_VOID && place.type.kind != IR_AGG)
		store(atomic->lower, place, emit_unknown(atomic->lower, place.type, why));
}

static struct ir_operand lower_operation(struct atomic *atomic, const char *why)
{
	struct lower *lower = atomic->lower;
	struct ir_type result = atomic->node->ir;
	struct ir_operand address = lower_value(lower, atomic->pointer);

	if (atomic->first)
		atomic->a = lower_value(lower, atomic->first);
	if (atomic->second)
		atomic->b = lower_value(lower, atomic->second);
	at(lower, atomic->node);
	if (address.type.kind != IR_PTR)
		return result.kind == IR_VOID ? none() : emit_unknown(lower, result, why);
	atomic->place = behind(atomic, atomic->pointer, address);
	if ((atomic->place.type.kind == IR_INT || atomic->place.type.kind == IR_BOOL ||
	     atomic->place.type.kind == IR_PTR) &&
	    atomic->place.type.bits <= 64 &&
	    (lower_access(atomic) || lower_compare_exchange(atomic) || lower_arithmetic(atomic)))
		return result.kind == IR_VOID ? none() : convert(lower, atomic->result, result);
	if (atomic->place.type.kind == IR_VOID)
		return emit_unsupported(lower, result, why);
	scramble(atomic, atomic->pointer, address, why);
	scramble(atomic, atomic->first, atomic->a, why);
	scramble(atomic, atomic->second, atomic->b, why);
	return result.kind == IR_VOID ? none() : emit_unknown(lower, result, why);
}

struct ir_operand lower_sync(struct lower *lower, struct node *node, const char *name)
{
	struct atomic atomic = { .lower = lower, .node = node,
		.name = name + strlen(starts_with(name, "__sync_") ? "__sync_" : "__atomic_") };

	atomic.length = strlen(atomic.name);
	while (atomic.length && strchr("_0123456789", atomic.name[atomic.length - 1]))
		atomic.length--;	/* __sync_fetch_and_add_4 */
	atomic.pointer = node->nkids > 1 ? node->kids[1] : NULL;
	atomic.first = node->nkids > 2 ? node->kids[2] : NULL;
	atomic.second = node->nkids > 3 ? node->kids[3] : NULL;
	if (!atomic.pointer)
		return node->ir.kind == IR_VOID ? none() : emit_unknown(lower, node->ir, name);
	return lower_operation(&atomic, name);
}

struct ir_operand lower_atomic(struct lower *lower, struct node *node)
{
	CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(node->cursor));
	struct source_place place = place_spelled(lower->front, start);
	const char *word = place.file->text + place.offset;	/* form_of() saw it */
	size_t length = identifier_at(place.file, place.offset);
	struct node *kids[6] = { NULL };
	struct atomic atomic = { .lower = lower, .node = node };
	unsigned n = 0;

	expand(lower->front, lower->arena, node);
	for (unsigned i = 0; i < node->nkids && n < 6; i++)
		if (is_expression(node->kids[i]->kind))
			kids[n++] = node->kids[i];
	if (!n)
		return emit_unsupported(lower, node->ir, "atomic operation");
	for (size_t i = 0; i + 7 < length; i++)		/* after __atomic_, __c11_atomic_, ... */
		if (!memcmp(word + i, "atomic_", 7)) {
			atomic.name = word + i + 7;
			atomic.length = length - i - 7;
			break;
		}
	if (!atomic.name)
		return emit_unsupported(lower, node->ir, "atomic operation");
	/* clang has them in this order: pointer, memory order, first, order of failure, second */
	atomic.pointer = kids[0];
	if (begins(&atomic, "compare_exchange")) {
		atomic.first = kids[2];
		atomic.second = kids[4];
	} else {
		atomic.first = kids[2];
		atomic.second = kids[3];
	}
	return lower_operation(&atomic, "atomic operation");
}
