// SPDX-License-Identifier: GPL-2.0-only
/* What branches and calls say of the source: conditions as a reader sees them, and macros by name. */
#include "front/lower.h"

#include <string.h>

/*
 * Two spellings of one place: the tokens of a macro's text are spelled where it is defined and seen where it is
 * called. Those of its arguments are seen where they are spelled.
 */
static bool in_macro_text(CXSourceLocation location)
{
	CXFile seen_file, spelled_file;
	unsigned seen, spelled;

	clang_getFileLocation(location, &seen_file, NULL, NULL, &seen);
	clang_getSpellingLocation(location, &spelled_file, NULL, NULL, &spelled);
	return seen != spelled || !clang_File_isEqual(seen_file, spelled_file);
}

bool node_in_macro_text(struct node *node)
{
	CXSourceRange extent = clang_getCursorExtent(node->cursor);

	return in_macro_text(clang_getRangeStart(extent)) || in_macro_text(clang_getRangeEnd(extent));
}

/* Whether the source shows both at one place: the call of the macro whose text they are in. */
static bool seen_together(struct lower *lower, CXSourceLocation a, CXSourceLocation b)
{
	struct source_place first = place_seen(lower->front, a), second = place_seen(lower->front, b);

	return first.file == second.file && first.offset == second.offset;
}

static CXSourceLocation start_of(struct node *node)
{
	return clang_getRangeStart(clang_getCursorExtent(node->cursor));
}

const char *macro_of_call(struct lower *lower, struct node *node, const char *callee)
{
	CXSourceLocation location = clang_getCursorLocation(node->cursor);

	if (!in_macro_text(location))
		return NULL;
	/* a macro that defines the function does not call */
	if (seen_together(lower, location, clang_getCursorLocation(lower->cursor)))
		return NULL;
	struct source_place place = place_seen(lower->front, location);

	need_text(lower->front, place.file);
	size_t length = place.file ? identifier_at(place.file, place.offset) : 0;
	const char *name = length ? arena_strndup(lower->front->unit->arena,
						  place.file->text + place.offset, length) : NULL;

	return name && callee && !strcmp(name, callee) ? NULL : name;
}

/* ---- conditions without their wrappers ------------------------------------------- */

struct uses {
	CXCursor variable;
	bool is_changed;
};

static enum CXChildVisitResult visit_first(CXCursor cursor, CXCursor parent, CXClientData data)
{
	(void)parent;
	*(CXCursor *)data = cursor;
	return CXChildVisit_Break;
}

static bool is_use(const struct uses *uses, CXCursor cursor)
{
	return clang_getCursorKind(cursor) == CXCursor_DeclRefExpr &&
	       clang_equalCursors(clang_getCursorReferenced(cursor), uses->variable);
}

/* Whether CURSOR, an implicit conversion, reads the variable. */
static bool is_read(const struct uses *uses, CXCursor cursor)
{
	do {
		CXCursor inner = clang_getNullCursor();

		clang_visitChildren(cursor, visit_first, &inner);
		cursor = inner;
	} while (clang_getCursorKind(cursor) == CXCursor_ParenExpr);
	return is_use(uses, cursor);
}

/* A use that is no plain read may change the variable. */
static enum CXChildVisitResult visit_use(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct uses *uses = data;

	(void)parent;
	if (clang_getCursorKind(cursor) == CXCursor_UnexposedExpr && is_read(uses, cursor))
		return CXChildVisit_Continue;
	if (!is_use(uses, cursor))
		return CXChildVisit_Recurse;
	uses->is_changed = true;
	return CXChildVisit_Break;
}

/* The initialiser of the variable that NODE reads, if STATEMENTS leave it at that; else NULL. */
static struct node *initialiser_of(struct lower *lower, struct node *node, struct node *statements)
{
	struct uses uses = { .variable = clang_getCursorReferenced(node->cursor) };
	CXCursor initialiser;

	if (clang_getCursorKind(uses.variable) != CXCursor_VarDecl)
		return NULL;
	initialiser = clang_Cursor_getVarDeclInitializer(uses.variable);
	if (clang_Cursor_isNull(initialiser) || clang_isInvalid(clang_getCursorKind(initialiser)))
		return NULL;
	clang_visitChildren(statements->cursor, visit_use, &uses);
	return uses.is_changed ? NULL : node_new(lower->front, lower->arena, initialiser, statements);
}

/* The last statement of a statement expression, its value; NULL if it has none. */
static struct node *value_of_statements(struct lower *lower, struct node *node)
{
	while (node->kind == CXCursor_StmtExpr || node->kind == CXCursor_CompoundStmt) {
		if (!expand(lower->front, lower->arena, node)->nkids)
			return NULL;
		node = node->kids[node->nkids - 1];
	}
	return is_expression(node->kind) ? node : NULL;
}

static bool is_negation(struct lower *lower, struct node *node)
{
	return node->kind == CXCursor_UnaryOperator &&
	       clang_getCursorUnaryOperatorKind(node->cursor) == CXUnaryOperator_LNot &&
	       expand(lower->front, lower->arena, node)->nkids;
}

/*
 * One wrapper less: a negation, a statement expression, or a variable of STATEMENTS, the last of these; NULL: NODE is
 * wrapped in nothing.
 */
static struct node *unwrap(struct lower *lower, struct node *node, struct node **statements, bool *inverse)
{
	struct node *inner = NULL;

	if (is_negation(lower, node)) {
		*inverse = !*inverse;
		inner = node->kids[0];
	} else if (node->kind == CXCursor_StmtExpr) {
		*statements = node;
		inner = value_of_statements(lower, node);
	} else if (node->kind == CXCursor_DeclRefExpr && *statements) {
		inner = initialiser_of(lower, node, *statements);
	}
	return inner ? strip_truth(lower, inner) : NULL;
}

/* The argument that a macro like WARN_ON() tests and hands on, where NODE is its call; else NODE. */
static struct node *tested_argument(struct lower *lower, struct node *node, bool *inverse)
{
	struct node *statements = NULL;
	bool turned = false;

	for (struct node *inner = node; inner; inner = unwrap(lower, inner, &statements, &turned)) {
		if (node_in_macro_text(inner) && seen_together(lower, start_of(inner), start_of(node)))
			continue;
		*inverse = turned;
		return inner;
	}
	return node;
}

/* ---- tellings ---------------------------------------------------------------------- */

static const char *text_of_node(struct lower *lower, struct node *node)
{
	return text_of(lower->front, clang_getCursorExtent(node->cursor));
}

struct asking ask_if(struct lower *lower, CXSourceLocation keyword)
{
	struct asking outer = lower->asking;

	lower->asking = (struct asking){ .inside = in_macro_text(keyword) };
	return outer;
}

struct asking ask_choice(struct lower *lower, struct node *node)
{
	struct asking outer = lower->asking;

	lower->asking = (struct asking){ .inside = node_in_macro_text(node) };
	return outer;
}

struct asking ask_loop(struct lower *lower, struct node *loop, struct node *condition, struct node *body,
		       uint32_t block)
{
	struct asking outer = lower->asking;
	CXSourceLocation keyword = clang_getCursorLocation(loop->cursor);
	struct node *stripped = strip_truth(lower, condition);

	lower->asking = (struct asking){ 0 };
	if (in_macro_text(keyword)) {
		lower->asking.inside = node_in_macro_text(body) && seen_together(lower, start_of(body), keyword);
		lower->asking.is_macro = true;
		if (!lower->asking.inside)
			lower->asking.text = macro_call_text(lower->front, keyword);
	} else if (is_negation(lower, stripped) &&
		   strip_truth(lower, stripped->kids[0])->kind != CXCursor_BinaryOperator) {
		lower->asking.text = text_of_node(lower, stripped);
	}
	lower->asking.body = block;
	return outer;
}

struct branch_told tell_branch(struct lower *lower, struct node *node, uint32_t yes, uint32_t no)
{
	const struct asking *asking = &lower->asking;
	struct branch_told told = { .text = asking->text, .telling = IR_TELLS_TRUTH };
	bool inverse = false;

	if (asking->text && (yes == asking->body || no == asking->body)) {
		told.telling = asking->is_macro ? (yes == asking->body ? IR_TELLS_ENTERS : IR_TELLS_LEAVES)
						: (yes == asking->body ? IR_TELLS_TRUTH : IR_TELLS_INVERSE);
		return told;
	}
	if (asking->inside || asking->is_macro)
		told.telling = IR_TELLS_NOTHING;
	else if (node_in_macro_text(node))
		node = tested_argument(lower, node, &inverse);
	told.text = text_of_node(lower, node);
	if (inverse)
		told.telling = IR_TELLS_INVERSE;
	return told;
}
