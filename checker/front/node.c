// SPDX-License-Identifier: GPL-2.0-only
/* The nodes that wrap cursors. */
#include "front/lower.h"

#include <string.h>

/*
 * Whether an expression of array type is really a pointer. libclang gives a parameter that is
 * declared as an array the array's type, and also expressions and typeof variables made from it.
 */
static bool is_decayed(struct front *front, struct arena *arena, struct node *node)
{
	enum CXCursorKind kind = node->kind;
	CXCursor decl;

	if (kind == CXCursor_DeclRefExpr) {
		decl = clang_getCursorReferenced(node->cursor);
		return clang_getCursorKind(decl) == CXCursor_ParmDecl ||
		       intmap_has(&front->decayed, cursor_key(decl));
	}
	if (kind == CXCursor_ParenExpr || kind == CXCursor_UnexposedExpr ||
	    (kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(node->cursor) ==
						       CXUnaryOperator_Extension)) {
		expand(front, arena, node);
		return node->nkids == 1 && node->kids[0]->ir.kind == IR_PTR;
	}
	if (kind == CXCursor_UnaryOperator)
		return clang_getCursorUnaryOperatorKind(node->cursor) != CXUnaryOperator_Deref;
	return kind == CXCursor_BinaryOperator || kind == CXCursor_CompoundAssignOperator ||
	       kind == CXCursor_ConditionalOperator || kind == CXCursor_CallExpr ||
	       kind == CXCursor_CStyleCastExpr || kind == CXCursor_StmtExpr;
}

CXType target_of(struct node *node)
{
	return is_array(node->type) ? element(node->type) : pointee(node->type);
}

struct node *node_new(struct front *front, struct arena *arena, CXCursor cursor,
		      struct node *parent)
{
	struct node *node = arena_alloc(arena, sizeof(*node));

	node->cursor = cursor;
	node->kind = clang_getCursorKind(cursor);
	node->parent = parent;
	if (is_expression(node->kind)) {
		node->type = canonical(clang_getCursorType(cursor));
		node->ir = ir_type_of(front, node->type);
		if (is_array(node->type) && is_decayed(front, arena, node))
			node->ir = front->pointer;
	}
	return node;
}

struct expansion {
	struct front *front;
	struct arena *arena;
	struct node *parent;
	struct node *buffer[16];
	unsigned count;
	VEC(struct node *) more;
};

static enum CXChildVisitResult add_kid(CXCursor child, CXCursor parent, CXClientData data)
{
	struct expansion *expansion = data;
	struct node *node = node_new(expansion->front, expansion->arena, child, expansion->parent);

	(void)parent;
	if (expansion->count < 16)
		expansion->buffer[expansion->count++] = node;
	else
		vec_push(&expansion->more, node);
	return CXChildVisit_Continue;
}

struct node *expand(struct front *front, struct arena *arena, struct node *node)
{
	struct expansion expansion = { .front = front, .arena = arena, .parent = node };

	if (node->expanded)
		return node;
	node->expanded = true;
	clang_visitChildren(node->cursor, add_kid, &expansion);
	node->nkids = expansion.count + (unsigned)expansion.more.count;
	if (node->nkids) {
		node->kids = arena_alloc(arena, node->nkids * sizeof(*node->kids));
		memcpy(node->kids, expansion.buffer, expansion.count * sizeof(*node->kids));
		if (expansion.more.count)
			memcpy(node->kids + expansion.count, expansion.more.data,
			       expansion.more.count * sizeof(*node->kids));
	}
	vec_free(&expansion.more);
	return node;
}

static const struct { const char *word; enum node_form form; } builtin_forms[] = {
	{ "__builtin_choose_expr", FORM_CHOOSE },
	{ "__builtin_offsetof", FORM_OFFSETOF },
	{ "__builtin_types_compatible_p", FORM_TYPES_COMPATIBLE },
	{ "__builtin_va_arg", FORM_VA_ARG },
	{ "__builtin_LINE", FORM_SOURCE },
	{ "__builtin_COLUMN", FORM_SOURCE },
	{ "__builtin_FILE", FORM_SOURCE },
	{ "__builtin_FILE_NAME", FORM_SOURCE },
	{ "__builtin_FUNCTION", FORM_SOURCE },
};

static enum node_form form_by_word(struct front *front, struct node *node)
{
	CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(node->cursor));
	struct source_place place = place_spelled(front, start);
	const char *word;
	size_t length;

	if (!place.file || !place.file->text)
		return FORM_OTHER;
	word = place.file->text + place.offset;
	length = identifier_at(place.file, place.offset);
	for (size_t i = 0; i < sizeof(builtin_forms) / sizeof(*builtin_forms); i++)
		if (strlen(builtin_forms[i].word) == length &&
		    !memcmp(word, builtin_forms[i].word, length))
			return builtin_forms[i].form;
	if (length > 9 && (!memcmp(word, "__atomic_", 9) || !memcmp(word, "__c11_ato", 9) ||
			   !memcmp(word, "__scoped_", 9)))
		return FORM_ATOMIC;
	return FORM_OTHER;
}

/* Whether NODE is a designator: ".f = v" has a MemberRef, "[i] = v" only shows by its bracket. */
static bool is_designator(struct front *front, struct node *node)
{
	CXSourceLocation start = clang_getRangeStart(clang_getCursorExtent(node->cursor));
	struct source_place place;

	if (node->kids[0]->kind == CXCursor_MemberRef)
		return true;
	place = place_spelled(front, start);
	return place.file && place.file->text && place.file->text[place.offset] == '[';
}

enum node_form form_of(struct front *front, struct arena *arena, struct node *node)
{
	if (node->form)
		return node->form;
	expand(front, arena, node);
	if (node->type.kind == CXType_Dependent)
		node->form = FORM_DAMAGED;
	else if (node->nkids == 1 &&
		 clang_equalRanges(clang_getCursorExtent(node->cursor),
				   clang_getCursorExtent(node->kids[0]->cursor)))
		node->form = FORM_CAST;
	else if (node->type.kind == CXType_Void && node->nkids >= 2 && is_designator(front, node))
		node->form = FORM_DESIGNATED;
	else
		node->form = form_by_word(front, node);
	if (node->form == FORM_OTHER && node->nkids == 4)
		node->form = FORM_ELVIS;
	return node->form;
}
