// SPDX-License-Identifier: GPL-2.0-only
/* The functions and variables that the source mentions, and their names across units. */
#include "front/unit.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

char *print_declaration(CXCursor decl)
{
	CXPrintingPolicy policy = clang_getCursorPrintingPolicy(decl);
	CXString string;
	char *text;

	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput, 1);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_SuppressInitializers, 1);
	string = clang_getCursorPrettyPrinted(decl, policy);
	text = xstrdup(clang_getCString(string) ? clang_getCString(string) : "");
	clang_disposeString(string);
	clang_PrintingPolicy_dispose(policy);
	return text;
}

/* Whether TEXT, a printed declaration, has WORD as a word of its own. */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
		char before = at == text ? ' ' : at[-1], after = at[length];

		if (!isalnum((unsigned char)before) && before != '_' &&
		    !isalnum((unsigned char)after) && after != '_')
			return true;
	}
	return false;
}

bool type_never_returns(CXType type)
{
	CXString string = clang_getTypeSpelling(type);
	bool result = strstr(clang_getCString(string), "noreturn");

	clang_disposeString(string);
	return result;
}

static void read_attributes(struct reference *reference)
{
	char *text = print_declaration(reference->decl);
	const char *attributes = strstr(text, "__attribute__");

	if (strstr(text, "_Noreturn") ||
	    type_never_returns(clang_getCursorType(reference->decl)))
		reference->is_noreturn = true;
	for (; attributes; attributes = strstr(attributes + 1, "__attribute__")) {
		size_t length = strcspn(attributes + 1, "\"") + 1;
		char saved = attributes[length];

		((char *)attributes)[length] = '\0';
		if (has_word(attributes, "noreturn") || has_word(attributes, "__noreturn__"))
			reference->is_noreturn = true;
		if (has_word(attributes, "error"))
			reference->is_refused = true;
		if (has_word(attributes, "weak"))
			reference->is_weak = true;
		((char *)attributes)[length] = saved;
	}
	reference->never_returns |= reference->is_noreturn;
	free(text);
}

static bool is_builtin_name(const char *name)
{
	return starts_with(name, "__builtin_") || starts_with(name, "__sync_") ||
	       starts_with(name, "__atomic_") || starts_with(name, "__c11_atomic_");
}

static const char *key_of(struct front *front, struct reference *reference, const char *function)
{
	struct arena *arena = front->unit->arena;
	struct source_place place;

	if (!reference->is_static)
		return reference->plain;
	place = place_expanded(front, clang_getCursorLocation(reference->decl));
	return arena_printf(arena, "%s:%s%s%s", place.file ? place.file->path : "?", function,
			    *function ? "." : "", reference->plain);
}

/* KEY, with a number if it is taken: a function may have two static locals of one name. */
static const char *unused_key(struct front *front, const char *key)
{
	const char *result = key;

	for (unsigned i = 2; strmap_has(&front->reference_names, result); i++)
		result = arena_printf(front->unit->arena, "%s.%u", key, i);
	return result;
}

static void enter(struct front *front, struct reference *reference)
{
	reference->number = (uint32_t)front->references.count;
	vec_push(&front->references, reference);
	strmap_set(&front->reference_names, reference->name, reference);
}

static void describe_function(struct front *front, struct reference *reference)
{
	reference->kind = IR_SYM_FUNCTION;
	reference->type = ir_type_of(front, clang_getResultType(reference->ctype));
	if (is_builtin_name(reference->plain))
		reference->trait = CALLEE_BUILTIN;
	else
		read_attributes(reference);
}

static void describe_variable(struct front *front, struct reference *reference)
{
	CXType type = reference->ctype;

	reference->kind = IR_SYM_VARIABLE;
	reference->type = ir_type_of(front, type);
	while (is_array(type) && !clang_isConstQualifiedType(type))
		type = element(type);
	reference->is_const = clang_isConstQualifiedType(type);
}

static struct reference *make_reference(struct front *front, CXCursor decl, const char *function)
{
	struct reference *reference = arena_alloc(front->arena, sizeof(*reference));
	CXCursor definition = clang_getCursorDefinition(decl), other;
	enum CXLinkageKind linkage = clang_getCursorLinkage(decl);
	bool is_variable = clang_getCursorKind(decl) == CXCursor_VarDecl;

	reference->has_definition = !clang_Cursor_isNull(definition);
	reference->decl = reference->has_definition ? definition : decl;
	if (is_variable && !reference->has_definition)
		reference->has_definition = clang_Cursor_getStorageClass(decl) != CX_SC_Extern;
	reference->ctype = canonical(clang_getCursorType(reference->decl));
	reference->plain = cursor_spelling(decl, front->unit->arena);
	reference->is_static = linkage == CXLinkage_Internal || linkage == CXLinkage_NoLinkage;
	reference->name = key_of(front, reference,
				 linkage == CXLinkage_NoLinkage ? function : "");
	if (!reference->is_static) {
		struct reference *same = strmap_get(&front->reference_names, reference->name);

		if (same)
			return same;
	} else {
		reference->name = unused_key(front, reference->name);
	}
	if (is_variable)
		describe_variable(front, reference);
	else
		describe_function(front, reference);
	/* Any declaration may have noreturn, and clang copies it to later ones: asks the first too. */
	other = clang_getCanonicalCursor(decl);
	if (!is_variable && !reference->is_noreturn && !clang_equalCursors(other, reference->decl)) {
		struct reference first = { .decl = other };

		read_attributes(&first);
		reference->is_noreturn |= first.is_noreturn;
		reference->never_returns |= first.never_returns;
		reference->is_refused |= first.is_refused;
		reference->is_weak |= first.is_weak;
	}
	enter(front, reference);
	return reference;
}

struct reference *reference_for(struct front *front, CXCursor decl, const char *function)
{
	struct reference *reference = intmap_get(&front->reference_of, cursor_key(decl));
	CXCursor first;

	if (reference)
		return reference;
	first = clang_getCanonicalCursor(decl);
	reference = intmap_get(&front->reference_of, cursor_key(first));
	if (!reference) {
		reference = make_reference(front, decl, function);
		intmap_set(&front->reference_of, cursor_key(first), reference);
	}
	intmap_set(&front->reference_of, cursor_key(decl), reference);
	return reference;
}

struct reference *reference_for_literal(struct front *front, CXCursor literal, CXCursor initialiser)
{
	struct reference *reference = intmap_get(&front->reference_of, cursor_key(literal));
	struct source_place place;

	if (reference)
		return reference;
	reference = arena_alloc(front->arena, sizeof(*reference));
	place = place_expanded(front, clang_getCursorLocation(literal));
	reference->decl = initialiser;
	reference->has_definition = reference->is_static = reference->is_literal = true;
	reference->ctype = canonical(clang_getCursorType(literal));
	reference->plain = "compound_literal";
	reference->name = unused_key(front, arena_printf(front->unit->arena, "%s:compound_literal",
							 place.file ? place.file->path : "?"));
	describe_variable(front, reference);
	intmap_set(&front->reference_of, cursor_key(literal), reference);
	enter(front, reference);
	return reference;
}

uint32_t symbol_for(struct front *front, struct reference *reference)
{
	struct ir_symbol *symbol;

	if (reference->symbol)
		return reference->symbol;
	reference->symbol = ir_add_symbol(front->unit, reference->kind, reference->name);
	symbol = &front->unit->symbols.data[reference->symbol];
	symbol->is_static = reference->is_static;
	symbol->is_const = reference->is_const;
	symbol->is_noreturn = reference->is_noreturn;
	symbol->is_weak = reference->is_weak;
	symbol->type = reference->type;
	if (!clang_Cursor_isNull(reference->decl))
		symbol->loc = loc_of(front, reference->decl);
	return reference->symbol;
}

void want(struct front *front, struct reference *reference)
{
	if (reference->wanted || !reference->has_definition)
		return;
	reference->wanted = true;
	vec_push(&front->queue, reference);
}

struct naming_values {
	struct front *front;
	uint64_t mask;
	VEC(struct ir_enumerator) names;
};

static enum CXChildVisitResult name_value(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct naming_values *naming = data;

	(void)parent;
	if (clang_getCursorKind(cursor) == CXCursor_EnumConstantDecl)
		vec_push(&naming->names, (struct ir_enumerator){
			.bits = (uint64_t)clang_getEnumConstantDeclValue(cursor) & naming->mask,
			.name = cursor_spelling(cursor, naming->front->unit->arena),
		});
	return CXChildVisit_Continue;
}

/* Fills in the enumerators of a member of enum type. */
static void name_values(struct front *front, CXCursor decl, struct ir_field *field)
{
	CXType type = canonical(clang_getCursorType(decl));
	struct naming_values naming = {
		.front = front,
		.mask = field->type.bits < 64 ? ((uint64_t)1 << field->type.bits) - 1 : UINT64_MAX,
	};

	if (type.kind != CXType_Enum || field->type.kind != IR_INT)
		return;
	clang_visitChildren(clang_getTypeDeclaration(type), name_value, &naming);
	if (naming.names.count && naming.names.count <= IR_ENUMERATORS_MAX) {
		field->nenumerators = (uint32_t)naming.names.count;
		field->enumerators = arena_copy(front->unit->arena, naming.names.data,
						naming.names.count * sizeof(*naming.names.data));
	}
	vec_free(&naming.names);
}

uint32_t field_for(struct front *front, uint32_t number)
{
	struct member *member;

	if (!number)
		return 0;
	member = front->members.data[number];
	if (member->index)
		return member->index;
	name_values(front, member->decl, &member->field);
	member->index = ir_add_field(front->unit, &member->field);
	return member->index;
}

struct name_visit {
	struct front *front;
};

/* Whether all declarations are visited: a lookup by name finds only those. */
static bool sees_all(const struct front *front)
{
	return !front->precompiled || front->all_declarations;
}

void name_type(struct front *front, CXCursor decl)
{
	if (clang_getCursorKind(decl) != CXCursor_TypedefDecl)
		return;
	CXString string = clang_getTypeSpelling(clang_getUnqualifiedType(
		canonical(clang_getTypedefDeclUnderlyingType(decl))));

	strmap_set(&front->types_by_name, cursor_spelling(decl, front->arena),
		   arena_strdup(front->arena, clang_getCString(string)));
	clang_disposeString(string);
}

static enum CXChildVisitResult visit_type(CXCursor cursor, CXCursor parent, CXClientData data)
{
	(void)parent;
	name_type(((struct name_visit *)data)->front, cursor);
	return CXChildVisit_Continue;
}

bool may_be_typedef(const char *name)
{
	static const char *const own[] = {
		"void", "char", "short", "int", "long", "float", "double", "signed", "unsigned",
		"_Bool", "__int128",
	};

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (!strcmp(name, own[i]))
			return false;
	return !name[strcspn(name, " *([")];
}

const char *type_named(struct front *front, const char *name)
{
	struct name_visit naming = { front };

	if (!may_be_typedef(name))
		return NULL;
	if (!front->have_types) {
		front->have_types = true;
		clang_visitChildren(clang_getTranslationUnitCursor(front->tu), visit_type, &naming);
	}
	const char *type = strmap_get(&front->types_by_name, name);

	front->lacks_declarations |= !type && !sees_all(front);
	return type;
}

void name_function(struct front *front, CXCursor decl)
{
	if (clang_getCursorKind(decl) == CXCursor_FunctionDecl)
		strmap_set(&front->functions_by_name, cursor_spelling(decl, front->arena),
			   arena_copy(front->arena, &decl, sizeof(decl)));
}

static enum CXChildVisitResult visit_name(CXCursor cursor, CXCursor parent, CXClientData data)
{
	(void)parent;
	name_function(((struct name_visit *)data)->front, cursor);
	return CXChildVisit_Continue;
}

struct reference *function_named(struct front *front, const char *name)
{
	struct name_visit naming = { front };
	CXCursor *decl;

	if (!front->have_names) {
		front->have_names = true;
		clang_visitChildren(clang_getTranslationUnitCursor(front->tu), visit_name, &naming);
	}
	decl = strmap_get(&front->functions_by_name, name);
	front->lacks_declarations |= !decl && !sees_all(front);
	return decl ? reference_for(front, *decl, "") : NULL;
}

struct reference *reference_by_name(struct front *front, const char *name, struct ir_type returns)
{
	struct reference *reference = strmap_get(&front->reference_names, name);

	if (!reference)
		reference = function_named(front, name);
	if (reference)
		return reference;
	reference = arena_alloc(front->arena, sizeof(*reference));
	reference->decl = clang_getNullCursor();
	reference->kind = IR_SYM_FUNCTION;
	reference->plain = reference->name = arena_strdup(front->unit->arena, name);
	reference->type = returns;
	enter(front, reference);
	return reference;
}
