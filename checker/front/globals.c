// SPDX-License-Identifier: GPL-2.0-only
/* Variables with static storage and their initial bytes. */
#include "front/lower.h"

#include <stdlib.h>
#include <string.h>

/* A constant that an initialiser may hold: base plus addend. */
struct address {
	struct ir_operand base;	/* IR_SYMBOL by reference number, IR_STRING, IR_CONST; IR_NONE: unknown */
	int64_t addend;
};

static struct address value_of(struct init_sink *sink, struct node *node);

static struct address unknown(void)
{
	return (struct address){ .base = { .kind = IR_NONE } };
}

static struct address of_reference(struct init_sink *sink, struct reference *reference)
{
	return (struct address){ .base = { .kind = IR_SYMBOL, .type = sink->front->pointer,
					   .index = reference->number } };
}

static struct address moved(struct address address, int64_t bytes)
{
	if (address.base.kind == IR_CONST)
		address.base = constant(address.base.type, address.base.bits + (uint64_t)bytes);
	else if (address.base.kind == IR_STRING && bytes)
		return unknown();
	else
		address.addend += bytes;
	return address;
}

static const char *function_of(struct init_sink *sink)
{
	struct reference *global = sink->context;
	CXCursor parent = clang_getCursorSemanticParent(global->decl);

	if (clang_getCursorKind(parent) != CXCursor_FunctionDecl)
		return "";
	return cursor_spelling(parent, sink->front->unit->arena);
}

static struct address place_of(struct init_sink *sink, struct node *node);

static struct address variable_of(struct init_sink *sink, struct node *node)
{
	CXCursor decl = clang_getCursorReferenced(node->cursor);
	enum CXCursorKind kind = clang_getCursorKind(decl);

	if (kind != CXCursor_VarDecl && kind != CXCursor_FunctionDecl)
		return unknown();
	return of_reference(sink, reference_for(sink->front, decl, function_of(sink)));
}

static struct address member_of(struct init_sink *sink, struct node *node)
{
	CXCursor field = clang_getCursorReferenced(node->cursor);
	bool arrow = node->nkids && node->kids[0]->type.kind == CXType_Pointer;
	struct address base;
	CXType record;

	if (!node->nkids || clang_getCursorKind(field) != CXCursor_FieldDecl)
		return unknown();
	base = arrow ? value_of(sink, node->kids[0]) : place_of(sink, node->kids[0]);
	record = arrow ? pointee(node->kids[0]->type) : node->kids[0]->type;
	return moved(base, (int64_t)member_offset(sink->front, record, field) / 8);
}

static struct address element_of(struct init_sink *sink, struct node *node)
{
	struct ir_operand index;

	if (node->nkids != 2 || !fold(sink->front, sink->arena, node->kids[1], &index))
		return unknown();
	return moved(value_of(sink, node->kids[0]),
		     sign_extended(index.bits, index.type) *
			     (int64_t)size_of(sink->front, node->type));
}

/* The address of an lvalue with static storage. */
static struct address place_of(struct init_sink *sink, struct node *node)
{
	struct front *front = sink->front;

	node = strip_parens(front, sink->arena, node);
	expand(front, sink->arena, node);
	switch (node->kind) {
	case CXCursor_DeclRefExpr:
		return variable_of(sink, node);
	case CXCursor_MemberRefExpr:
		return member_of(sink, node);
	case CXCursor_ArraySubscriptExpr:
		return element_of(sink, node);
	case CXCursor_CompoundLiteralExpr:
		if (!node->nkids)
			return unknown();
		return of_reference(sink, reference_for_literal(front, node->cursor,
							node->kids[node->nkids - 1]->cursor));
	case CXCursor_UnaryOperator:
		if (node->nkids && clang_getCursorUnaryOperatorKind(node->cursor) ==
					   CXUnaryOperator_Deref)
			return value_of(sink, node->kids[0]);
		return unknown();
	case CXCursor_StringLiteral:
		return value_of(sink, node);
	case CXCursor_UnexposedExpr:
		if (form_of(front, sink->arena, node) == FORM_CAST)
			return place_of(sink, node->kids[0]);
		return unknown();
	default:
		return unknown();
	}
}

static struct address sum_of(struct init_sink *sink, struct node *node)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(node->cursor);
	bool minus = kind == CXBinaryOperator_Sub;
	struct ir_operand number;
	struct address base;
	struct node *left, *right, *swap;
	int64_t bytes, size = 1;

	if (node->nkids != 2 || (kind != CXBinaryOperator_Add && !minus))
		return unknown();
	left = node->kids[0];
	right = node->kids[1];
	if (!minus && fold(sink->front, sink->arena, left, &number)) {
		swap = left;
		left = right;
		right = swap;
	}
	if (!fold(sink->front, sink->arena, right, &number))
		return unknown();
	base = value_of(sink, left);
	if (left->type.kind == CXType_Pointer)
		size = (int64_t)size_of(sink->front, pointee(left->type));
	bytes = sign_extended(number.bits, number.type) * size;
	return moved(base, minus ? -bytes : bytes);
}

static struct address choice_of(struct init_sink *sink, struct node *node)
{
	struct ir_operand condition;

	if (node->nkids != 3 || !fold(sink->front, sink->arena, node->kids[0], &condition))
		return unknown();
	return value_of(sink, node->kids[condition.bits ? 1 : 2]);
}

static struct address string_of(struct init_sink *sink, struct node *node)
{
	return (struct address){ .base = { .kind = IR_STRING, .type = sink->front->pointer,
					   .string = string_bytes(sink->front, node->cursor) } };
}

static struct address unexposed_value(struct init_sink *sink, struct node *node)
{
	struct node *arm;

	switch (form_of(sink->front, sink->arena, node)) {
	case FORM_CAST:
		return value_of(sink, node->kids[0]);
	case FORM_CHOOSE:
		arm = chosen(sink->front, sink->arena, node);
		return arm ? value_of(sink, arm) : unknown();
	default:
		return unknown();
	}
}

static struct address value_of(struct init_sink *sink, struct node *node)
{
	struct front *front = sink->front;
	struct ir_operand value;
	struct node *arm;

	if (fold(front, sink->arena, node, &value)) {
		if (!value.string)
			value.string = constant_name(front, sink->arena, node);
		return (struct address){ .base = value };
	}
	node = strip_parens(front, sink->arena, node);
	expand(front, sink->arena, node);
	if (is_array(node->type) && node->kind != CXCursor_StringLiteral &&
	    node->kind != CXCursor_UnexposedExpr)
		return place_of(sink, node);
	switch (node->kind) {
	case CXCursor_StringLiteral:
		return string_of(sink, node);
	case CXCursor_DeclRefExpr:
		return is_function(node->type) ? place_of(sink, node) : unknown();
	case CXCursor_UnaryOperator:
		if (node->nkids && clang_getCursorUnaryOperatorKind(node->cursor) ==
					   CXUnaryOperator_AddrOf)
			return place_of(sink, node->kids[0]);
		return unknown();
	case CXCursor_BinaryOperator:
		return sum_of(sink, node);
	case CXCursor_ConditionalOperator:
		return choice_of(sink, node);
	case CXCursor_CStyleCastExpr:
		return node->nkids ? value_of(sink, node->kids[node->nkids - 1]) : unknown();
	case CXCursor_GenericSelectionExpr:
		arm = chosen(front, sink->arena, node);
		return arm ? value_of(sink, arm) : unknown();
	case CXCursor_UnexposedExpr:
		return unexposed_value(sink, node);
	default:
		return unknown();
	}
}

/* ---- the list ------------------------------------------------------------------- */

/* Drops earlier values of these bits. Initialisers mostly come in order, then there are none. */
static void drop_inits(struct front *front, uint64_t bit, uint64_t bits)
{
	size_t kept = 0;

	if (bit > front->highest_bit)
		return;
	for (size_t i = 0; i < front->inits.count; i++) {
		struct ir_init *init = &front->inits.data[i];
		uint64_t at = init->offset * 8 + init->bit_offset;

		if (at < bit || at >= bit + bits)
			front->inits.data[kept++] = *init;
	}
	front->inits.count = kept;
}

static void reset_inits(struct init_sink *sink, uint64_t bit, CXType type)
{
	drop_inits(sink->front, bit, ir_type_of(sink->front, type).bits);
}

static void unknown_inits(struct init_sink *sink, uint64_t bit, uint64_t bits)
{
	struct ir_init init = { .offset = bit / 8, .type = { .kind = IR_AGG, .bits = bits } };

	vec_push(&sink->front->inits, init);
	if (bit + bits > sink->front->highest_bit)
		sink->front->highest_bit = bit + bits;
}

/* A pointer, or an integer of its size, may hold an address; other scalars are constants or unknown. */
static struct ir_init scalar_init(struct init_sink *sink, struct ir_type type, struct node *value)
{
	struct ir_init init = { .type = type, .value = { .kind = IR_NONE } };
	struct address address = value_of(sink, value);
	struct ir_operand folded;

	if (address.base.kind == IR_CONST && fold_convert(address.base, type, &folded)) {
		init.value = folded;
	} else if (address.base.kind == IR_SYMBOL && type.bits == sink->front->pointer.bits) {
		init.value = address.base;
		init.addend = address.addend;
	} else if (address.base.kind == IR_STRING && type.bits == sink->front->pointer.bits) {
		init.value = address.base;
	}
	return init;
}

static struct node *compound_of(struct init_sink *sink, struct node *value)
{
	value = strip_parens(sink->front, sink->arena, value);
	while (value->kind == CXCursor_UnexposedExpr &&
	       form_of(sink->front, sink->arena, value) == FORM_CAST)
		value = strip_parens(sink->front, sink->arena, value->kids[0]);
	if (value->kind != CXCursor_CompoundLiteralExpr ||
	    !expand(sink->front, sink->arena, value)->nkids)
		return NULL;
	return value->kids[value->nkids - 1];
}

struct nested_init {
	struct init_sink sink;
	struct init_sink *outer;
	uint64_t bit;
};

static void collect(struct init_sink *sink, uint64_t bit, CXType type, struct member *member,
		    struct node *value);

static void collect_nested(struct init_sink *sink, uint64_t bit, CXType type,
			   struct member *member, struct node *value)
{
	struct nested_init *nested = (struct nested_init *)sink;

	collect(nested->outer, nested->bit + bit, type, member, value);
}

static void reset_nested(struct init_sink *sink, uint64_t bit, CXType type)
{
	struct nested_init *nested = (struct nested_init *)sink;

	nested->outer->reset(nested->outer, nested->bit + bit, type);
}

static void unknown_nested(struct init_sink *sink, uint64_t bit, uint64_t bits)
{
	struct nested_init *nested = (struct nested_init *)sink;

	nested->outer->unknown(nested->outer, nested->bit + bit, bits);
}

static void add_init(struct front *front, uint64_t bit, struct ir_init init)
{
	drop_inits(front, bit, 1);
	vec_push(&front->inits, init);
	if (bit > front->highest_bit)
		front->highest_bit = bit;
}

/* A longer string stays unknown: nothing is decided by its characters. */
#define LONGEST_STRING 64

/* Gives an array of TYPE the characters of VALUE. False: VALUE is no string, or not all of it is known. */
static bool collect_string(struct init_sink *sink, uint64_t bit, CXType type, struct node *value)
{
	struct front *front = sink->front;
	struct ir_type character;
	struct node *literal;
	const char *text;

	if (!is_string_for_array(sink, type, value))
		return false;
	literal = bare_initialiser(sink, value);
	character = ir_type_of(front, canonical(clang_getArrayElementType(canonical(type))));
	text = string_bytes(front, literal->cursor);
	/* the text ends at its first NUL */
	if (character.bits != 8 || strlen(text) > LONGEST_STRING ||
	    literal->ir.bits != (strlen(text) + 1) * 8)
		return false;
	for (uint64_t i = 0; i < ir_type_of(front, type).bits / 8; i++) {
		uint64_t bits = (unsigned char)text[i];

		if (!bits)
			break;	/* what is not written is zero */
		add_init(front, bit + i * 8, (struct ir_init){
			.offset = bit / 8 + i, .type = character,
			.value = { .kind = IR_CONST, .type = character, .bits = bits } });
	}
	return true;
}

static void collect(struct init_sink *sink, uint64_t bit, CXType type, struct member *member,
		    struct node *value)
{
	struct front *front = sink->front;
	struct ir_type leaf = ir_type_of(front, type);
	struct bit_place bits = { .offset = bit / 8 };
	struct ir_init init = { .type = leaf, .value = { .kind = IR_NONE } };
	struct node *list = leaf.kind == IR_AGG ? compound_of(sink, value) : NULL;

	if (list && list->kind == CXCursor_InitListExpr) {
		/* the value is a struct literal: collects its parts */
		struct nested_init nested = { { front, sink->arena, collect_nested, reset_nested,
					   unknown_nested, sink->context }, sink, bit };

		walk_initialiser(&nested.sink, type, list);
		return;
	}
	if (leaf.kind == IR_AGG && collect_string(sink, bit, type, value))
		return;
	if (leaf.kind != IR_AGG)
		init = scalar_init(sink, leaf, value);
	if (member && member->is_bit_field)
		bits = bit_place(member, bit);
	init.offset = bits.offset;
	init.bit_offset = bits.bit_offset;
	init.bit_width = bits.bit_width;
	init.field = member ? member->number : 0;
	add_init(front, bit, init);
}

static int by_offset(const void *a, const void *b)
{
	const struct ir_init *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return (int)x->bit_offset - (int)y->bit_offset;
}

static void collect_all(struct init_sink *sink, struct reference *reference, CXCursor initialiser)
{
	struct node *value = node_new(sink->front, sink->arena, initialiser, NULL);

	if (value->kind == CXCursor_InitListExpr && reference->type.kind == IR_AGG)
		walk_initialiser(sink, reference->ctype, value);
	else if (value->kind == CXCursor_InitListExpr &&
		 !expand(sink->front, sink->arena, value)->nkids)
		return;		/* int x = {}; */
	else if (value->kind == CXCursor_InitListExpr)
		collect(sink, 0, reference->ctype, NULL, value->kids[0]);
	else
		collect(sink, 0, reference->ctype, NULL, value);
}

/* The offset in the variable of the struct whose MEMBER is initialised. */
static uint64_t object_of(struct front *front, const struct ir_init *init, const struct member *member)
{
	CXType record = clang_getCursorType(clang_getCursorSemanticParent(member->decl));
	uint64_t offset = member_offset(front, record, member->decl) / 8;

	return init->offset > offset ? init->offset - offset : 0;
}

/* Replaces INIT's reference and member by symbol and field; records a function put into a field. */
static void settle(struct front *front, struct reference *variable, struct ir_init *init,
		   struct ir_loc loc)
{
	struct member *member = front->members.data[init->field];
	struct reference *target;

	init->field = field_for(front, init->field);
	if (init->value.kind != IR_SYMBOL)
		return;
	target = front->references.data[init->value.index];
	want(front, target);
	init->value.index = symbol_for(front, target);
	if (target->kind == IR_SYM_FUNCTION && init->field)
		vec_push(&front->unit->assigns,
			 (struct ir_assign){ init->field, init->value.index,
					     symbol_for(front, variable),
					     object_of(front, init, member), loc,
					     misfit_of(front, member, target) });
	else if (target->kind == IR_SYM_VARIABLE)
		target->address_taken = true;
}

/* The initial bytes of a variable whose initialiser is not whole: all unknown. */
static void forget_inits(struct front *front, struct reference *reference)
{
	struct init_sink sink = { .front = front };
	uint64_t bits = reference->type.bits;

	vec_clear(&front->inits);
	unknown_inits(&sink, 0, bits ? bits : front->pointer.bits);
}

void lower_global(struct front *front, struct reference *reference)
{
	bool is_whole = reference->is_literal || !strmap_has(&front->doubtful, reference->plain);
	struct arena *arena = arena_new();
	struct init_sink sink = { front, arena, collect, reset_inits, unknown_inits, reference };
	struct ir_global global = { .symbol = symbol_for(front, reference) };
	CXCursor initialiser = reference->is_literal
		? reference->decl : clang_Cursor_getVarDeclInitializer(reference->decl);
	struct ir_loc loc = loc_of(front, reference->decl);

	vec_clear(&front->inits);
	front->highest_bit = 0;
	if (!clang_Cursor_isNull(initialiser) &&
	    !clang_isInvalid(clang_getCursorKind(initialiser)))
		collect_all(&sink, reference, initialiser);
	if (!is_whole)
		forget_inits(front, reference);
	if (front->inits.count)
		qsort(front->inits.data, front->inits.count, sizeof(*front->inits.data), by_offset);
	for (size_t i = 0; i < front->inits.count; i++)
		settle(front, reference, &front->inits.data[i], loc);
	global.ninits = (uint32_t)front->inits.count;
	if (global.ninits)
		global.inits = arena_copy(front->unit->arena, front->inits.data,
					  global.ninits * sizeof(*global.inits));
	vec_push(&front->unit->globals, global);
	front->unit->symbols.data[global.symbol].global = (uint32_t)front->unit->globals.count;
	arena_free(arena);
}
