// SPDX-License-Identifier: GPL-2.0-only
/*
 * Facts that libclang's cursors do not show but clang's pretty-printer does: which parts of a
 * for are blank, the operands and labels of an asm goto, the types of _Generic's arms.
 *
 * The function is printed once, on the first question. The n-th for (asm, _Generic) in the text
 * belongs to the n-th for (asm, _Generic) cursor in pre-order.
 */
#include "front/lower.h"

#include <ctype.h>
#include <string.h>

struct scope {
	struct scope *parent;
	unsigned depth;
};

struct seen_label {
	const char *name;
	CXCursor cursor;
	struct scope *scope;
};

struct printed {
	struct lower *lower;
	struct intmap fors, asms, generics;	/* statement -> ordinal plus 1 */
	struct intmap asm_scopes;	/* asm statement -> struct scope */
	struct scope *scope;		/* the current one of the walk */
	VEC(struct seen_label) labels;
	VEC(CXCursor) taken;
	VEC(int) for_parts;
	VEC(struct printed_asm) asm_parts;
	VEC(char **) generic_types;	/* of the arms, NULL after the last */
};

/* ---- the cursors ---------------------------------------------------------------- */

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data);

static void note(struct intmap *map, CXCursor cursor)
{
	if (!intmap_has(map, cursor_key(cursor)))
		intmap_set(map, cursor_key(cursor), (void *)(map->base.count + 1));
}

static void walk_scope(struct printed *printed, CXCursor cursor)
{
	struct scope *scope = arena_alloc(printed->lower->arena, sizeof(*scope));

	scope->parent = printed->scope;
	scope->depth = scope->parent ? scope->parent->depth + 1 : 0;
	printed->scope = scope;
	clang_visitChildren(cursor, visit, printed);
	printed->scope = scope->parent;
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct printed *printed = data;
	struct arena *arena = printed->lower->arena;

	(void)parent;
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_CompoundStmt:
		walk_scope(printed, cursor);
		return CXChildVisit_Continue;
	case CXCursor_ForStmt:
		note(&printed->fors, cursor);
		break;
	case CXCursor_GCCAsmStmt:
		note(&printed->asms, cursor);
		intmap_set(&printed->asm_scopes, cursor_key(cursor), printed->scope);
		break;
	case CXCursor_GenericSelectionExpr:
		note(&printed->generics, cursor);
		break;
	case CXCursor_LabelStmt:
		vec_push(&printed->labels,
			 (struct seen_label){ cursor_spelling(cursor, arena), cursor,
					      printed->scope });
		break;
	case CXCursor_AddrLabelExpr: {
		unsigned count;
		CXCursor *kids = cursor_children(cursor, arena, &count);

		if (count)
			vec_push(&printed->taken, clang_getCursorReferenced(kids[0]));
		break;
	}
	default:
		break;
	}
	return CXChildVisit_Recurse;
}

/* ---- the text ------------------------------------------------------------------- */

static const char *skip_literal(const char *text)
{
	char quote = *text++;

	while (*text && *text != quote)
		text += *text == '\\' && text[1] ? 2 : 1;
	return *text ? text + 1 : text;
}

/* The next character of MARKS in TEXT outside of brackets that open after TEXT; else the end. */
static const char *find_at_depth(const char *text, const char *marks)
{
	unsigned depth = 0;

	while (*text) {
		if (*text == '"' || *text == '\'') {
			text = skip_literal(text);
			continue;
		}
		if (!depth && strchr(marks, *text))
			return text;
		if (*text == '(' || *text == '[' || *text == '{')
			depth++;
		else if (*text == ')' || *text == ']' || *text == '}')
			depth--;
		text++;
	}
	return text;
}

static bool is_blank(const char *start, const char *end)
{
	while (start < end && isspace((unsigned char)*start))
		start++;
	return start >= end;
}

/* The parts of the for whose "for (" ends at TEXT, as printed_for() returns them. */
static int read_for(const char *text)
{
	const char *first = find_at_depth(text, ";");
	const char *second = *first ? find_at_depth(first + 1, ";") : first;
	const char *third = *second ? find_at_depth(second + 1, ")") : second;

	if (!*third)
		return -1;
	return (is_blank(text, first) ? 0 : 1) | (is_blank(first + 1, second) ? 0 : 2) |
	       (is_blank(second + 1, third) ? 0 : 4);
}

static unsigned count_operands(const char *start, const char *end)
{
	unsigned count = 1;

	if (is_blank(start, end))
		return 0;
	for (const char *at = find_at_depth(start, ",:)"); at < end && *at == ',';
	     at = find_at_depth(at + 1, ",:)"))
		count++;
	return count;
}

static void read_labels(struct arena *arena, const char *start, const char *end,
			struct printed_asm *parts)
{
	const char **labels = arena_alloc(arena, (count_operands(start, end) + 1) * sizeof(*labels));

	parts->labels = labels;
	while (start < end) {
		size_t length = 0;

		while (start < end && !isalnum((unsigned char)*start) && *start != '_')
			start++;
		while (start + length < end &&
		       (isalnum((unsigned char)start[length]) || start[length] == '_'))
			length++;
		if (length)
			labels[parts->nlabels++] = arena_strndup(arena, start, length);
		start += length;
	}
}

static bool has_word(const char *start, const char *end, const char *word)
{
	const char *found = strstr(start, word);

	return found && found < end;
}

/* Constraints of an operand in memory, of all architectures: "m", "Q", "A", "ZC", "o", "V". */
static bool names_memory(const char *start, const char *end)
{
	const char *quote = memchr(start, '"', (size_t)(end - start));
	const char *close = quote ? memchr(quote + 1, '"', (size_t)(end - quote - 1)) : NULL;

	return close && strcspn(quote + 1, "mQAZoV") < (size_t)(close - quote - 1);
}

/* The constraint of the operand at START..END, behind its quote; NULL: there is none. */
static const char *constraint_of(const char *start, const char *end)
{
	const char *quote = memchr(start, '"', (size_t)(end - start));

	return quote ? quote + 1 : NULL;
}

static void read_outputs(const char *start, const char *end, struct printed_asm *parts)
{
	parts->outputs = count_operands(start, end);
	for (unsigned i = 0; i < parts->outputs && i < 64; i++) {
		const char *next = find_at_depth(start, ",:)");
		const char *constraint = constraint_of(start, next);

		if (constraint && *constraint == '+')
			parts->kept |= (uint64_t)1 << i;
		start = next + 1;
	}
}

static void read_inputs(const char *start, const char *end, struct printed_asm *parts)
{
	parts->inputs = count_operands(start, end);
	for (unsigned i = 0; i < parts->inputs && i < 64; i++) {
		const char *next = find_at_depth(start, ",:)");

		const char *constraint = constraint_of(start, next);
		char *rest = NULL;
		unsigned long output = constraint && isdigit((unsigned char)*constraint) ?
			strtoul(constraint, &rest, 10) : 64;

		if (names_memory(start, next))
			parts->in_memory |= (uint64_t)1 << i;
		if (output < 64 && *rest == '"')
			parts->tied[output] = (signed char)(i + 1);
		start = next + 1;
	}
}

/* The parts of the asm whose "asm " ends at TEXT. */
static struct printed_asm read_asm(struct arena *arena, const char *text)
{
	struct printed_asm parts = { 0 };
	const char *start, *end;

	if (starts_with(text, "volatile ")) {
		parts.is_volatile = true;
		text += strlen("volatile ");
	}
	if (starts_with(text, "goto ")) {
		parts.is_goto = true;
		text += strlen("goto ");
	}
	if (*text != '(')
		return parts;
	start = find_at_depth(text + 1, ":)");
	/* _ASM_EXTABLE() and its equivalents on all architectures write to this section. */
	const char *table = strstr(text, "__ex_table");

	parts.may_fault = table && table < start;
	parts.is_empty = starts_with(text, "(\"\" ") || starts_with(text, "(\"\":");
	for (unsigned section = 0; *start == ':' && section < 4; section++) {
		end = find_at_depth(start + 1, ":)");
		if (section == 0)
			read_outputs(start + 1, end, &parts);
		else if (section == 1)
			read_inputs(start + 1, end, &parts);
		else if (section == 2)
			parts.writes_memory = has_word(start + 1, end, "\"memory\"");
		else if (section == 3)
			read_labels(arena, start + 1, end, &parts);
		start = end;
	}
	return parts;
}

/* The arms' types of the "_Generic(" that ends at TEXT: the control, then "type: value" for each arm. */
static char **read_generic(struct arena *arena, const char *text)
{
	VEC(char *) types = { 0 };
	char **result;

	text = find_at_depth(text, ",)");
	while (*text == ',') {
		const char *colon = find_at_depth(++text, ":,)");

		text += strspn(text, " ");
		if (*colon != ':')
			break;
		vec_push(&types, arena_strndup(arena, text, (size_t)(colon - text)));
		text = find_at_depth(colon + 1, ",)");
	}
	vec_push(&types, NULL);
	result = arena_copy(arena, types.data, types.count * sizeof(*result));
	vec_free(&types);
	return result;
}

static void read_text(struct printed *printed, const char *text)
{
	char before = ' ';

	while (*text) {
		bool word = !isalnum((unsigned char)before) && before != '_';

		if (*text == '"' || *text == '\'') {
			text = skip_literal(text);
			before = '"';
			continue;
		}
		if (word && starts_with(text, "for ("))
			vec_push(&printed->for_parts, read_for(text + 5));
		else if (word && starts_with(text, "asm "))
			vec_push(&printed->asm_parts, read_asm(printed->lower->arena, text + 4));
		else if (word && starts_with(text, "_Generic("))
			vec_push(&printed->generic_types,
				 read_generic(printed->lower->arena, text + 9));
		before = *text++;
	}
}

static void print_function(struct printed *printed)
{
	CXCursor cursor = printed->lower->cursor;
	CXPrintingPolicy policy = clang_getCursorPrintingPolicy(cursor);
	CXString string = clang_getCursorPrettyPrinted(cursor, policy);
	const char *text = clang_getCString(string);

	read_text(printed, text ? text : "");
	clang_disposeString(string);
	clang_PrintingPolicy_dispose(policy);
}

static struct printed *walk(struct lower *lower)
{
	struct printed *printed = lower->printed;

	if (printed)
		return printed;
	printed = lower->printed = arena_alloc(lower->arena, sizeof(*printed));
	printed->lower = lower;
	clang_visitChildren(lower->cursor, visit, printed);
	print_function(printed);
	return printed;
}

void printed_free(struct lower *lower)
{
	struct printed *printed = lower->printed;

	if (!printed)
		return;
	intmap_free(&printed->fors);
	intmap_free(&printed->asms);
	intmap_free(&printed->generics);
	vec_free(&printed->generic_types);
	intmap_free(&printed->asm_scopes);
	vec_free(&printed->labels);
	vec_free(&printed->taken);
	vec_free(&printed->for_parts);
	vec_free(&printed->asm_parts);
	lower->printed = NULL;
}

/* ---- questions ------------------------------------------------------------------ */

int printed_for(struct lower *lower, struct node *node)
{
	struct printed *printed = walk(lower);
	uintptr_t ordinal = (uintptr_t)intmap_get(&printed->fors, cursor_key(node->cursor));

	if (!ordinal || printed->for_parts.count != printed->fors.base.count)
		return -1;
	return printed->for_parts.data[ordinal - 1];
}

const struct printed_asm *printed_asm(struct lower *lower, struct node *node)
{
	struct printed *printed = walk(lower);
	uintptr_t ordinal = (uintptr_t)intmap_get(&printed->asms, cursor_key(node->cursor));

	if (!ordinal || printed->asm_parts.count != printed->asms.base.count)
		return NULL;
	return &printed->asm_parts.data[ordinal - 1];
}

/* Whether TYPE without qualifiers is spelled TEXT. */
static bool is_spelled(CXType type, const char *text)
{
	CXString string = clang_getTypeSpelling(clang_getUnqualifiedType(type));
	bool same = text && !strcmp(clang_getCString(string), text);

	clang_disposeString(string);
	return same;
}

/* TEXT without its first word where that is a qualifier. */
static const char *skip_qualifier(const char *text)
{
	return starts_with(text, "const ") ? text + strlen("const ") :
		starts_with(text, "volatile ") ? text + strlen("volatile ") : text;
}

/*
 * TEXT, the type of an arm, with the typedef in it replaced by what it stands for. NULL: it is not known.
 * Precompiled headers list few typedefs.
 */
static const char *plain_type(struct lower *lower, const char *text)
{
	const char *base = text, *known;
	char *name;
	size_t length;

	while (skip_qualifier(base) != base)
		base = skip_qualifier(base);
	if (base[strcspn(base, "([")])
		return NULL;
	length = strcspn(base, "*");
	while (length && base[length - 1] == ' ')
		length--;
	name = arena_strndup(lower->arena, base, length);
	if (!may_be_typedef(name))
		return text;
	known = type_named(lower->front, name);
	if (!known || (base != text && known[strcspn(known, "*([")]))
		return NULL;
	return arena_printf(lower->arena, "%.*s%s%s", (int)(base - text), text, known, base + length);
}

/* Whether A and B are the same but for spaces. */
static bool is_same_type(const char *a, const char *b)
{
	for (;;) {
		a += strspn(a, " ");
		b += strspn(b, " ");
		if (*a != *b || !*a)
			return *a == *b;
		a++;
		b++;
	}
}

#define NO_ARM -1
#define ARM_UNKNOWN -2

/* How the type of a control is spelled that has TYPE: an array is a pointer there. */
static const char *control_type(struct lower *lower, CXType type)
{
	CXType element = clang_getArrayElementType(type);
	bool is_array = element.kind != CXType_Invalid && type.kind != CXType_Vector;
	CXString string = clang_getTypeSpelling(is_array ? element : clang_getUnqualifiedType(type));
	const char *text = arena_printf(lower->arena, is_array ? "%s *" : "%s", clang_getCString(string));

	clang_disposeString(string);
	return text;
}

/* The arm of TYPES for the control's TYPE; NO_ARM without one. At most one fits. */
static int find_arm(struct lower *lower, char *const *types, CXType type)
{
	CXType plain = canonical(type);
	const char *control = control_type(lower, plain);
	int arm = NO_ARM;

	for (int i = 0; types[i]; i++)
		if (is_spelled(plain, types[i]) || is_spelled(type, types[i]))
			return i;
	for (int i = 0; types[i]; i++) {
		const char *text = strcmp(types[i], "default") ? plain_type(lower, types[i]) : "";

		if (text && is_same_type(text, control))
			return i;
		arm = text ? arm : ARM_UNKNOWN;
	}
	return arm;
}

struct node *printed_generic(struct lower *lower, struct node *node)
{
	struct printed *printed = walk(lower);
	uintptr_t ordinal = (uintptr_t)intmap_get(&printed->generics, cursor_key(node->cursor));
	unsigned first = 0;
	char **types;
	int arm;

	if (!ordinal || printed->generic_types.count != printed->generics.base.count)
		return NULL;
	types = printed->generic_types.data[ordinal - 1];
	while (first < node->nkids && !is_expression(node->kids[first]->kind))
		first++;
	arm = first < node->nkids ? find_arm(lower, types, node->kids[first]->type) : NO_ARM;
	for (int i = 0; types[i] && arm == NO_ARM; i++)
		if (!strcmp(types[i], "default"))
			arm = i;
	first += 1 + (unsigned)arm;
	return arm >= 0 && first < node->nkids ? node->kids[first] : NULL;
}

/* 1 plus the depth of the innermost scope that holds both; 0 when none does. */
static unsigned shared_depth(const struct scope *a, const struct scope *b)
{
	while (a != b) {
		if (!a || !b)
			return 0;
		if (a->depth >= b->depth)
			a = a->parent;
		else
			b = b->parent;
	}
	return a ? a->depth + 1 : 0;
}

bool printed_label(struct lower *lower, struct node *node, const char *name, CXCursor *statement)
{
	struct printed *printed = walk(lower);
	struct scope *scope = intmap_get(&printed->asm_scopes, cursor_key(node->cursor));
	unsigned best = 0;
	bool found = false;

	vec_each(label, &printed->labels) {
		unsigned depth = shared_depth(scope, label->scope);

		if (strcmp(label->name, name) || (found && depth <= best))
			continue;
		found = true;
		best = depth;
		*statement = label->cursor;
	}
	return found;
}

void each_taken_label(struct lower *lower, void (*visit_label)(struct lower *, CXCursor))
{
	struct printed *printed = walk(lower);

	for (size_t i = 0; i < printed->taken.count; i++)
		visit_label(lower, printed->taken.data[i]);
}
