// SPDX-License-Identifier: GPL-2.0-only
/*
 * Integer constants. This file lets libclang evaluate leaves only: on larger expressions libclang
 * ignores side effects, and on initialiser lists it crashes.
 */
#include "front/lower.h"

#include <ctype.h>
#include <string.h>

struct folding {
	struct front *front;
	struct arena *arena;
};

static bool try_fold(struct folding *folding, struct node *node, struct ir_operand *out);

static bool evaluate(struct node *node, struct ir_operand *out)
{
	CXEvalResult result;
	bool ok;

	if (node->ir.kind != IR_INT && node->ir.kind != IR_BOOL)
		return false;
	result = clang_Cursor_Evaluate(node->cursor);
	ok = result && clang_EvalResult_getKind(result) == CXEval_Int;
	if (ok && clang_EvalResult_isUnsignedInt(result))
		*out = constant(node->ir, clang_EvalResult_getAsUnsigned(result));
	else if (ok)
		*out = constant(node->ir, (uint64_t)clang_EvalResult_getAsLongLong(result));
	if (result)
		clang_EvalResult_dispose(result);
	return ok;
}

struct node *strip_parens(struct front *front, struct arena *arena, struct node *node)
{
	for (;;) {
		bool paren = node->kind == CXCursor_ParenExpr ||
			     (node->kind == CXCursor_UnaryOperator &&
			      clang_getCursorUnaryOperatorKind(node->cursor) ==
				      CXUnaryOperator_Extension);

		if (!paren || !expand(front, arena, node)->nkids)
			return node;
		node = node->kids[0];
	}
}

struct node *strip_casts(struct front *front, struct arena *arena, struct node *node)
{
	for (;;) {
		node = strip_parens(front, arena, node);
		if (node->kind == CXCursor_UnexposedExpr &&
		    form_of(front, arena, node) == FORM_CAST)
			node = node->kids[0];
		else if (node->kind == CXCursor_CStyleCastExpr &&
			 expand(front, arena, node)->nkids)
			node = node->kids[node->nkids - 1];
		else
			return node;
	}
}

/* The arm whose type is that of the whole; libclang does not show the types before the arms. */
static struct node *generic_choice(struct front *front, struct arena *arena, struct node *node)
{
	struct node *found = NULL;

	expand(front, arena, node);
	for (unsigned i = 1; i < node->nkids; i++) {
		struct node *kid = node->kids[i];

		if (!is_expression(kid->kind) || !clang_equalTypes(kid->type, node->type))
			continue;
		if (found)
			return NULL;
		found = kid;
	}
	return found;
}

struct node *chosen(struct front *front, struct arena *arena, struct node *node)
{
	struct ir_operand condition;

	if (node->kind == CXCursor_GenericSelectionExpr)
		return generic_choice(front, arena, node);
	expand(front, arena, node);
	if (node->nkids != 3 || !fold(front, arena, node->kids[0], &condition))
		return NULL;
	return node->kids[condition.bits ? 1 : 2];
}

struct reference *direct_callee(struct front *front, struct arena *arena, struct node *call)
{
	struct node *callee;
	CXCursor decl;

	if (!expand(front, arena, call)->nkids)
		return NULL;
	callee = strip_casts(front, arena, call->kids[0]);
	while (callee->kind == CXCursor_UnaryOperator && expand(front, arena, callee)->nkids) {
		enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(callee->cursor);

		if (kind != CXUnaryOperator_AddrOf && kind != CXUnaryOperator_Deref)
			break;
		callee = strip_casts(front, arena, callee->kids[0]);
	}
	if (callee->kind != CXCursor_DeclRefExpr)
		return NULL;
	decl = clang_getCursorReferenced(callee->cursor);
	if (clang_getCursorKind(decl) != CXCursor_FunctionDecl)
		return NULL;
	return reference_for(front, decl, "");
}

enum ir_opcode binary_opcode(enum CXBinaryOperatorKind kind, bool is_signed)
{
	switch (kind) {
	case CXBinaryOperator_Mul:
	case CXBinaryOperator_MulAssign:
		return IR_MUL;
	case CXBinaryOperator_Div:
	case CXBinaryOperator_DivAssign:
		return is_signed ? IR_SDIV : IR_UDIV;
	case CXBinaryOperator_Rem:
	case CXBinaryOperator_RemAssign:
		return is_signed ? IR_SREM : IR_UREM;
	case CXBinaryOperator_Add:
	case CXBinaryOperator_AddAssign:
		return IR_ADD;
	case CXBinaryOperator_Sub:
	case CXBinaryOperator_SubAssign:
		return IR_SUB;
	case CXBinaryOperator_Shl:
	case CXBinaryOperator_ShlAssign:
		return IR_SHL;
	case CXBinaryOperator_Shr:
	case CXBinaryOperator_ShrAssign:
		return is_signed ? IR_ASHR : IR_LSHR;
	case CXBinaryOperator_LT:
	case CXBinaryOperator_GT:
		return is_signed ? IR_SLT : IR_ULT;
	case CXBinaryOperator_LE:
	case CXBinaryOperator_GE:
		return is_signed ? IR_SLE : IR_ULE;
	case CXBinaryOperator_EQ:
		return IR_EQ;
	case CXBinaryOperator_NE:
		return IR_NE;
	case CXBinaryOperator_And:
	case CXBinaryOperator_AndAssign:
		return IR_AND;
	case CXBinaryOperator_Xor:
	case CXBinaryOperator_XorAssign:
		return IR_XOR;
	case CXBinaryOperator_Or:
	case CXBinaryOperator_OrAssign:
		return IR_OR;
	default:
		return IR_OPCODE_COUNT;
	}
}

static bool fold_logic(struct folding *folding, struct node *node, bool is_and,
		       struct ir_operand *out)
{
	struct ir_operand a, b;

	if (!fold(folding->front, folding->arena, node->kids[0], &a))
		return false;
	if (!a.bits == is_and) {
		*out = constant(node->ir, !is_and);
		return true;
	}
	if (!fold(folding->front, folding->arena, node->kids[1], &b))
		return false;
	*out = constant(node->ir, b.bits != 0);
	return true;
}

static bool fold_operator(struct folding *folding, struct node *node, struct ir_operand *out)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(node->cursor);
	struct ir_operand a, b, swap;
	enum ir_opcode opcode;
	uint64_t bits;

	if (node->nkids != 2)
		return false;
	if (kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr)
		return fold_logic(folding, node, kind == CXBinaryOperator_LAnd, out);
	opcode = binary_opcode(kind, node->kids[0]->ir.is_signed);
	if (opcode == IR_OPCODE_COUNT || (!ir_is_compare(opcode) && node->kids[0]->ir.kind == IR_PTR) ||
	    node->ir.kind == IR_PTR)
		return false;
	if (!fold(folding->front, folding->arena, node->kids[0], &a) ||
	    !fold(folding->front, folding->arena, node->kids[1], &b))
		return false;
	if (kind == CXBinaryOperator_GT || kind == CXBinaryOperator_GE) {
		swap = a;
		a = b;
		b = swap;
	}
	if (!fold_binary(opcode, a, b, &bits))
		return false;
	*out = constant(node->ir, bits);
	return true;
}

static bool fold_unary(struct folding *folding, struct node *node, struct ir_operand *out)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(node->cursor);
	struct ir_operand value;

	if (kind != CXUnaryOperator_Plus && kind != CXUnaryOperator_Minus &&
	    kind != CXUnaryOperator_Not && kind != CXUnaryOperator_LNot &&
	    kind != CXUnaryOperator_Extension)
		return false;
	if (!node->nkids || !fold(folding->front, folding->arena, node->kids[0], &value))
		return false;
	if (value.type.bits > 64)
		return false;
	switch (kind) {
	case CXUnaryOperator_Minus:
		*out = constant(node->ir, -value.bits);
		return true;
	case CXUnaryOperator_Not:
		*out = constant(node->ir, ~value.bits);
		return true;
	case CXUnaryOperator_LNot:
		*out = constant(node->ir, !value.bits);
		return true;
	default:
		*out = value;
		return true;
	}
}

static bool fold_choice(struct folding *folding, struct node *node, struct ir_operand *out)
{
	struct ir_operand condition, value;

	if (node->nkids != 3 || !fold(folding->front, folding->arena, node->kids[0], &condition))
		return false;
	if (!fold(folding->front, folding->arena, node->kids[condition.bits ? 1 : 2], &value))
		return false;
	return fold_convert(value, node->ir, out);
}

static bool fold_converted(struct folding *folding, struct node *node, struct node *kid,
			   struct ir_operand *out)
{
	struct ir_operand value;

	return kid && is_expression(kid->kind) && fold(folding->front, folding->arena, kid, &value) &&
	       fold_convert(value, node->ir, out);
}

/* Calls of builtins whose value follows from constants. */
static bool fold_call(struct folding *folding, struct node *node, struct ir_operand *out)
{
	struct reference *callee = direct_callee(folding->front, folding->arena, node);
	const char *name = callee ? callee->plain : "";
	struct ir_operand value;

	if (!callee || callee->trait != CALLEE_BUILTIN)
		return false;
	if (!strcmp(name, "__builtin_constant_p")) {
		*out = constant(node->ir, evaluate(node, &value) && value.bits);
		return true;
	}
	if (starts_with(name, "__builtin_expect") && node->nkids > 1)
		return fold_converted(folding, node, node->kids[1], out);
	if (!strcmp(name, "__builtin_object_size") || !strcmp(name, "__builtin_classify_type") ||
	    !strcmp(name, "__builtin_dynamic_object_size"))
		return evaluate(node, out);
	if (!strcmp(name, "__builtin_strlen") && node->nkids == 2)
		return strip_casts(folding->front, folding->arena, node->kids[1])->kind ==
			       CXCursor_StringLiteral && evaluate(node, out);
	for (unsigned i = 1; i < node->nkids; i++)
		if (!fold(folding->front, folding->arena, node->kids[i], &value))
			return false;
	return node->nkids > 1 && evaluate(node, out);
}

static bool fold_unexposed(struct folding *folding, struct node *node, struct ir_operand *out)
{
	struct ir_operand value;

	switch (form_of(folding->front, folding->arena, node)) {
	case FORM_CAST:
		return fold_converted(folding, node, node->kids[0], out);
	case FORM_OFFSETOF:
	case FORM_TYPES_COMPATIBLE:
	case FORM_SOURCE:
		return evaluate(node, out);
	case FORM_CHOOSE:
		return fold_converted(folding, node, chosen(folding->front, folding->arena, node), out);
	case FORM_ELVIS:
		if (!fold(folding->front, folding->arena, node->kids[0], &value))
			return false;
		return fold_converted(folding, node, node->kids[value.bits ? 0 : 3], out);
	default:
		return false;
	}
}

static bool fold_enumerator(struct folding *folding, struct node *node, struct ir_operand *out)
{
	CXCursor decl = clang_getCursorReferenced(node->cursor);

	if (clang_getCursorKind(decl) != CXCursor_EnumConstantDecl)
		return false;
	*out = constant(node->ir, (uint64_t)clang_getEnumConstantDeclValue(decl));
	out->string = cursor_spelling(decl, folding->front->unit->arena);
	return true;
}

static bool try_fold(struct folding *folding, struct node *node, struct ir_operand *out)
{
	if (node->ir.kind != IR_INT && node->ir.kind != IR_BOOL && node->ir.kind != IR_PTR)
		return false;
	switch (node->kind) {
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_UnaryExpr:
		return evaluate(node, out);
	case CXCursor_DeclRefExpr:
		return node->ir.kind == IR_INT && fold_enumerator(folding, node, out);
	default:
		break;
	}
	expand(folding->front, folding->arena, node);
	switch (node->kind) {
	case CXCursor_AddrLabelExpr:
		*out = constant(node->ir, node->nkids ? label_number(clang_getCursorReferenced(
				node->kids[0]->cursor)) : 0);
		return out->bits != 0;
	case CXCursor_ParenExpr:
		return fold_converted(folding, node, node->nkids ? node->kids[0] : NULL, out);
	case CXCursor_CStyleCastExpr:
		return fold_converted(folding, node,
				      node->nkids ? node->kids[node->nkids - 1] : NULL, out);
	case CXCursor_UnexposedExpr:
		return fold_unexposed(folding, node, out);
	case CXCursor_GenericSelectionExpr:
		return fold_converted(folding, node, chosen(folding->front, folding->arena, node), out);
	case CXCursor_UnaryOperator:
		return fold_unary(folding, node, out);
	case CXCursor_BinaryOperator:
		return fold_operator(folding, node, out);
	case CXCursor_ConditionalOperator:
		return fold_choice(folding, node, out);
	case CXCursor_CallExpr:
		return fold_call(folding, node, out);
	default:
		return false;
	}
}

/* Where lines stand must not matter, so that a unit stays the same when lines move. */
uint64_t label_number(CXCursor statement)
{
	CXString name = clang_getCursorSpelling(statement);
	const char *text = clang_getCString(name);
	uint64_t hash = hash_bytes(text ? text : "", text ? strlen(text) : 0, 0);

	clang_disposeString(name);
	return FIRST_LABEL + (hash & 0xffffff) * 16;
}

bool fold(struct front *front, struct arena *arena, struct node *node, struct ir_operand *out)
{
	struct folding folding = { front, arena };

	if (node->folded == FOLD_UNTRIED)
		node->folded = try_fold(&folding, node, &node->constant) ? FOLD_YES : FOLD_NO;
	if (node->folded == FOLD_YES)
		*out = node->constant;
	return node->folded == FOLD_YES;
}

/* ---- names ---------------------------------------------------------------------- */

struct fold_span {
	struct source_place start, end;
};

static struct fold_span span_of(struct front *front, struct node *node)
{
	CXSourceRange extent = clang_getCursorExtent(node->cursor);

	return (struct fold_span){ place_seen(front, clang_getRangeStart(extent)),
			      place_seen(front, clang_getRangeEnd(extent)) };
}

/* Whether NODE is a part of an expression that comes from the same macro. */
static bool is_part_of_macro(struct front *front, struct arena *arena, struct node *node,
			     struct fold_span span)
{
	struct node *parent = node->parent;
	struct fold_span outer;

	while (parent && is_expression(parent->kind) &&
	       (parent->kind == CXCursor_ParenExpr ||
		(parent->kind == CXCursor_UnexposedExpr &&
		 form_of(front, arena, parent) == FORM_CAST)))
		parent = parent->parent;
	if (!parent || !is_expression(parent->kind))
		return false;
	outer = span_of(front, parent);
	return outer.start.file == span.start.file && outer.start.offset == span.start.offset &&
	       outer.end.offset == span.end.offset;
}

static const char *written_name(struct front *front, struct arena *arena, struct node *node)
{
	struct fold_span span = span_of(front, node);
	struct source_file *file = span.start.file;
	size_t length;

	need_text(front, file);
	if (!file || !file->text || span.end.file != file)
		return NULL;
	length = identifier_at(file, span.start.offset);
	if (!length || (span.end.offset != span.start.offset &&
			span.end.offset != span.start.offset + length))
		return NULL;
	if (file->text[span.start.offset + length] == '(' ||
	    is_part_of_macro(front, arena, node, span))
		return NULL;
	return arena_strndup(front->unit->arena, file->text + span.start.offset, length);
}

const char *constant_name(struct front *front, struct arena *arena, struct node *node)
{
	const char *name = written_name(front, arena, node), *sign;
	enum CXUnaryOperatorKind kind;

	if (name)
		return name;
	node = strip_casts(front, arena, node);
	if (node->kind == CXCursor_DeclRefExpr)
		return node->folded == FOLD_YES ? node->constant.string : NULL;
	if (node->kind != CXCursor_UnaryOperator || !node->nkids)
		return NULL;
	kind = clang_getCursorUnaryOperatorKind(node->cursor);
	sign = kind == CXUnaryOperator_Minus ? "-" : kind == CXUnaryOperator_Not ? "~" : NULL;
	name = sign ? constant_name(front, arena, node->kids[0]) : NULL;
	if (!name || !(isalpha((unsigned char)*name) || *name == '_'))
		return NULL;
	return arena_printf(front->unit->arena, "%s%s", sign, name);
}

static bool is_integral(struct node *node)
{
	return node->ir.kind == IR_INT || node->ir.kind == IR_BOOL;
}

struct node *strip_truth(struct lower *lower, struct node *node)
{
	struct front *front = lower->front;
	struct node *inner;

	for (;;) {
		node = strip_parens(front, lower->arena, node);
		inner = NULL;
		if (node->kind == CXCursor_UnexposedExpr &&
		    form_of(front, lower->arena, node) == FORM_CAST)
			inner = node->kids[0];
		else if (node->kind == CXCursor_CStyleCastExpr &&
			 expand(front, lower->arena, node)->nkids)
			inner = node->kids[node->nkids - 1];
		if (inner) {
			bool keeps = node->ir.kind == IR_BOOL ||
				     (is_integral(node) && node->ir.bits >= inner->ir.bits) ||
				     (node->ir.kind == IR_PTR && inner->ir.kind == IR_PTR);

			if (!keeps || !(is_integral(inner) || inner->ir.kind == IR_PTR) ||
			    is_array(inner->type) || is_function(inner->type))
				return node;
			node = inner;
			continue;
		}
		if (node->kind == CXCursor_CallExpr) {
			struct reference *callee = direct_callee(front, lower->arena, node);

			if (callee && callee->trait == CALLEE_BUILTIN &&
			    starts_with(callee->plain, "__builtin_expect") && node->nkids > 1) {
				node = node->kids[1];
				continue;
			}
		}
		return node;
	}
}
