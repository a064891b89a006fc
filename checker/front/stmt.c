// SPDX-License-Identifier: GPL-2.0-only
/* Statements, except loops and jumps. */
#include "front/lower.h"

static bool lower_last(struct lower *lower, struct node *node, struct ir_operand *value);

static bool is_attributed(struct lower *lower, struct node *node)
{
	return node->kind == CXCursor_UnexposedStmt &&
	       expand(lower->front, lower->arena, node)->nkids;
}

/* Lowers the last statement of a statement expression, which gives it its value. */
static bool lower_last(struct lower *lower, struct node *node, struct ir_operand *value)
{
	if (is_expression(node->kind)) {
		*value = lower_value(lower, node);
		return true;
	}
	if (node->kind == CXCursor_LabelStmt) {
		lower_label(lower, node, true, value);
		return true;
	}
	if (is_attributed(lower, node))
		return lower_last(lower, node->kids[node->nkids - 1], value);
	return false;
}

struct ir_operand lower_compound(struct lower *lower, struct node *node, bool want_value)
{
	struct cleanup *outer = lower->cleanups;
	struct ir_operand value = none();

	if (node->kind != CXCursor_CompoundStmt) {
		if (!want_value || !lower_last(lower, node, &value))
			lower_statement(lower, node);
		return value;
	}
	expand(lower->front, lower->arena, node);
	for (unsigned i = 0; i < node->nkids; i++)
		if (!want_value || i + 1 < node->nkids ||
		    !lower_last(lower, node->kids[i], &value))
			lower_statement(lower, node->kids[i]);
	if (lower->cleanups != outer && !block_is_done(lower))
		run_cleanups(lower, outer);
	lower->cleanups = outer;
	return value;
}

static void lower_if(struct lower *lower, struct node *node)
{
	uint32_t yes = new_block(lower), no, end = new_block(lower);

	expand(lower->front, lower->arena, node);
	if (node->nkids < 2) {
		emit_unsupported(lower, type_void, "if without a condition");
		return;
	}
	no = node->nkids > 2 ? new_block(lower) : end;
	struct asking outer = ask_if(lower, clang_getCursorLocation(node->cursor));

	lower_condition(lower, node->kids[0], yes, no);
	lower->asking = outer;
	start_block(lower, yes);
	lower_statement(lower, node->kids[1]);
	if (node->nkids > 2) {
		if (!block_is_done(lower))
			emit_jump(lower, end);
		start_block(lower, no);
		lower_statement(lower, node->kids[2]);
	}
	start_block(lower, end);
}

static struct ir_operand returned_value(struct lower *lower, struct node *node)
{
	struct ir_operand value = lower_value(lower, node);
	struct lvalue copied;

	at(lower, node);
	if (lower->return_type.kind != IR_AGG)
		return convert(lower, value, lower->return_type);
	if (!lower->cleanups)
		return value;
	copied = local_lvalue(lower, new_local(lower, "", lower->return_type));
	store(lower, copied, value);
	return copied.address;
}

/* The value of a "return;" where one is due: like that of a variable that nothing was stored to. */
static struct ir_operand indeterminate(struct lower *lower)
{
	return load(lower, local_lvalue(lower, new_local(lower, "", lower->return_type)));
}

static void lower_return(struct lower *lower, struct node *node)
{
	struct ir_operand value = none();

	expand(lower->front, lower->arena, node);
	if (node->nkids && lower->return_type.kind != IR_VOID)
		value = returned_value(lower, node->kids[0]);
	else if (node->nkids)
		lower_effect(lower, node->kids[0]);
	at(lower, node);
	if (!node->nkids && lower->return_type.kind != IR_VOID)
		value = indeterminate(lower);
	run_cleanups(lower, NULL);
	emit(lower, (struct ir_inst){ .opcode = IR_RETURN, .result = IR_NO_RESULT, .a = value });
}

static void lower_jump_out(struct lower *lower, struct node *node, bool is_continue)
{
	struct breakable *target = lower->breakable;

	while (target && is_continue && !target->has_continue)
		target = target->outer;
	at(lower, node);
	if (!target) {
		emit_unsupported(lower, type_void, "break or continue outside of a loop");
		return;
	}
	run_cleanups(lower, target->cleanups);
	emit_jump(lower, is_continue ? target->continue_to : target->break_to);
}

/* ---- declarations --------------------------------------------------------------- */

/* Lowers the bounds of a variable-length array, which its declaration evaluates. */
static void lower_bounds(struct lower *lower, struct node *variable, CXCursor initialiser)
{
	expand(lower->front, lower->arena, variable);
	for (unsigned i = 0; i < variable->nkids; i++)
		if (is_expression(variable->kids[i]->kind) &&
		    !clang_equalCursors(variable->kids[i]->cursor, initialiser))
			lower_effect(lower, variable->kids[i]);
}

/*
 * Whether a variable of array type is really a pointer: w in `typeof(v) w = v;`, where v is a parameter
 * declared as an array. Only braces, strings and literals initialise a real array.
 */
static bool is_really_pointer(struct lower *lower, CXType type, struct node *value)
{
	if (!value || !is_array(type) || value->ir.kind != IR_PTR)
		return false;
	value = strip_casts(lower->front, lower->arena, value);
	return value->kind != CXCursor_InitListExpr && value->kind != CXCursor_StringLiteral &&
	       value->kind != CXCursor_CompoundLiteralExpr;
}

/* In bytes; 0: it is not known. */
static uint32_t alignment_of(CXType type)
{
	long long bytes = clang_Type_getAlignOf(type);

	return bytes > 1 && bytes <= 4096 && !(bytes & (bytes - 1)) ? (uint32_t)bytes : 0;
}

static void lower_variable(struct lower *lower, struct node *node)
{
	CXCursor cursor = node->cursor, initialiser;
	CXType type = canonical(clang_getCursorType(cursor));
	struct ir_type ir = ir_type_of(lower->front, type);
	struct node *value = NULL;
	uint32_t local;

	switch (clang_Cursor_getStorageClass(cursor)) {
	case CX_SC_Static:
		want(lower->front, reference_for(lower->front, cursor, lower->name));
		return;
	case CX_SC_Extern:
		return;
	default:
		break;
	}
	initialiser = clang_Cursor_getVarDeclInitializer(cursor);
	if (type.kind == CXType_VariableArray)
		lower_bounds(lower, node, initialiser);
	if (!clang_Cursor_isNull(initialiser) && !clang_isInvalid(clang_getCursorKind(initialiser)))
		value = node_new(lower->front, lower->arena, initialiser, node);
	if (is_really_pointer(lower, type, value)) {
		ir = lower->front->pointer;
		intmap_set(&lower->front->decayed, cursor_key(cursor), "");
	}
	local = new_local(lower, cursor_spelling(cursor, lower->front->unit->arena), ir);
	lower->locals.data[local].alignment = alignment_of(clang_getCursorType(cursor));
	intmap_set(&lower->local_of, cursor_key(cursor), (void *)((uintptr_t)local + 1));
	at(lower, node);
	emit(lower, (struct ir_inst){ .opcode = IR_DECL, .result = IR_NO_RESULT,
				      .a = local_address(lower, local) });
	if (value && ir.kind == IR_PTR) {
		struct ir_operand initial = lower_value(lower, value);

		at(lower, value);
		store(lower, local_lvalue(lower, local), initial);
	} else if (value) {
		lower_initialiser(lower, local_address(lower, local), type, value);
	}
	if (clang_Cursor_hasAttrs(cursor))
		add_cleanup(lower, cursor, local);
}

void lower_declaration(struct lower *lower, struct node *node)
{
	expand(lower->front, lower->arena, node);
	for (unsigned i = 0; i < node->nkids; i++)
		if (node->kids[i]->kind == CXCursor_VarDecl)
			lower_variable(lower, node->kids[i]);
}

/* ---- all of them ---------------------------------------------------------------- */

static void lower_parts(struct lower *lower, struct node *node)
{
	expand(lower->front, lower->arena, node);
	for (unsigned i = 0; i < node->nkids; i++)
		lower_statement(lower, node->kids[i]);
}

void lower_statement(struct lower *lower, struct node *node)
{
	struct ir_operand unused;

	if (is_expression(node->kind)) {
		lower_effect(lower, node);
		return;
	}
	switch (node->kind) {
	case CXCursor_CompoundStmt:
		lower_compound(lower, node, false);
		return;
	case CXCursor_DeclStmt:
		lower_declaration(lower, node);
		return;
	case CXCursor_IfStmt:
		lower_if(lower, node);
		return;
	case CXCursor_WhileStmt:
	case CXCursor_DoStmt:
	case CXCursor_ForStmt:
		lower_loop(lower, node);
		return;
	case CXCursor_SwitchStmt:
		lower_switch(lower, node);
		return;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		lower_case(lower, node);
		return;
	case CXCursor_LabelStmt:
		lower_label(lower, node, false, &unused);
		return;
	case CXCursor_GotoStmt:
		lower_goto(lower, node);
		return;
	case CXCursor_IndirectGotoStmt:
		lower_computed_goto(lower, node);
		return;
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		lower_jump_out(lower, node, node->kind == CXCursor_ContinueStmt);
		return;
	case CXCursor_ReturnStmt:
		lower_return(lower, node);
		return;
	case CXCursor_GCCAsmStmt:
		lower_asm(lower, node);
		return;
	case CXCursor_UnexposedStmt:
		lower_parts(lower, node);
		return;
	case CXCursor_NullStmt:
		return;
	default:
		at(lower, node);
		if (clang_isStatement(node->kind))
			emit_unsupported(lower, type_void, "a kind of statement not known");
	}
}
