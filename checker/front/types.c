// SPDX-License-Identifier: GPL-2.0-only
/* C's types in IR, and the offsets of members. */
#include "front/unit.h"

#include <string.h>

CXType canonical(CXType type)
{
	return clang_getCanonicalType(type);
}

CXType pointee(CXType type)
{
	return canonical(clang_getPointeeType(canonical(type)));
}

CXType element(CXType type)
{
	return canonical(clang_getArrayElementType(canonical(type)));
}

bool is_record(CXType type)
{
	return canonical(type).kind == CXType_Record;
}

bool is_array(CXType type)
{
	enum CXTypeKind kind = canonical(type).kind;

	return kind == CXType_ConstantArray || kind == CXType_IncompleteArray ||
	       kind == CXType_VariableArray;
}

bool is_function(CXType type)
{
	enum CXTypeKind kind = canonical(type).kind;

	return kind == CXType_FunctionProto || kind == CXType_FunctionNoProto;
}

static uint64_t type_key(CXType type)
{
	return (uint64_t)(uintptr_t)type.data[0];
}

uint64_t size_of(struct front *front, CXType type)
{
	uintptr_t known;
	long long size;

	type = canonical(type);
	known = (uintptr_t)intmap_get(&front->sizes, type_key(type));
	if (known)
		return known - 1;
	switch (type.kind) {
	case CXType_Void:
	case CXType_FunctionProto:
	case CXType_FunctionNoProto:
		size = 1;	/* GNU C's arithmetic on void * */
		break;
	case CXType_Invalid:
	case CXType_Unexposed:	/* a builtin's name has it; libclang crashes when asked for its size */
	case CXType_Dependent:
		size = 0;
		break;
	default:
		size = clang_Type_getSizeOf(type);
	}
	if (size < 0)
		size = 0;
	intmap_set(&front->sizes, type_key(type), (void *)((uintptr_t)size + 1));
	return (uint64_t)size;
}

static bool is_signed_kind(enum CXTypeKind kind)
{
	switch (kind) {
	case CXType_Char_S:
	case CXType_SChar:
	case CXType_WChar:
	case CXType_Short:
	case CXType_Int:
	case CXType_Long:
	case CXType_LongLong:
	case CXType_Int128:
		return true;
	default:
		return false;
	}
}

static struct ir_type make_type(struct front *front, CXType type)
{
	switch (type.kind) {
	case CXType_Void:
	case CXType_Invalid:
	case CXType_Dependent:
		return (struct ir_type){ .kind = IR_VOID };
	case CXType_Bool:
		return (struct ir_type){ .kind = IR_BOOL, .bits = 8 };
	case CXType_Pointer:
	case CXType_BlockPointer:
	case CXType_NullPtr:
	case CXType_FunctionProto:
	case CXType_FunctionNoProto:
		return front->pointer;
	case CXType_Enum: {
		CXType base = clang_getEnumDeclIntegerType(clang_getTypeDeclaration(type));

		base = canonical(base);
		if (base.kind == CXType_Invalid || base.kind == CXType_Enum)
			return (struct ir_type){ .kind = IR_INT, .bits = 32 };
		return ir_type_of(front, base);
	}
	case CXType_Float:
	case CXType_Double:
	case CXType_LongDouble:
	case CXType_Float128:
	case CXType_Half:
	case CXType_Float16:
	case CXType_BFloat16:
	case CXType_Ibm128:
		return (struct ir_type){ .kind = IR_FLOAT, .bits = size_of(front, type) * 8 };
	case CXType_Atomic:
		return ir_type_of(front, clang_Type_getValueType(type));
	case CXType_Record:
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray:
	case CXType_Vector:
	case CXType_ExtVector:
	case CXType_Complex:
		return (struct ir_type){ .kind = IR_AGG, .bits = size_of(front, type) * 8 };
	default:
		break;
	}
	if (type.kind >= CXType_Char_U && type.kind <= CXType_Int128)
		return (struct ir_type){ .kind = IR_INT, .is_signed = is_signed_kind(type.kind),
					 .bits = size_of(front, type) * 8 };
	return (struct ir_type){ .kind = IR_AGG, .bits = size_of(front, type) * 8 };
}

struct ir_type ir_type_of(struct front *front, CXType type)
{
	struct ir_type *known;

	type = canonical(type);
	known = intmap_get(&front->types, type_key(type));
	if (known && type_key(type))
		return *known;
	known = arena_alloc(front->arena, sizeof(*known));
	*known = make_type(front, type);
	intmap_set(&front->types, type_key(type), known);
	return *known;
}

/* ---- records -------------------------------------------------------------------- */

static const char *record_name(struct front *front, CXCursor record)
{
	CXString string = clang_getTypeSpelling(clang_getCursorType(record));
	const char *text = clang_getCString(string), *result;
	struct source_place place;

	if (!strncmp(text, "struct ", 7))
		text += 7;
	else if (!strncmp(text, "union ", 6))
		text += 6;
	if (*text && !strchr(text, '(')) {
		result = arena_strdup(front->unit->arena, text);
	} else {
		place = place_expanded(front, clang_getCursorLocation(record));
		result = arena_printf(front->unit->arena, "%s:%u",
				      place.file ? place.file->path : "?", place.line);
	}
	clang_disposeString(string);
	return result;
}

static bool points_to_function(CXType type)
{
	type = canonical(type);
	while (is_array(type))
		type = element(type);
	return type.kind == CXType_Pointer && is_function(pointee(type));
}

struct member *member_for(struct front *front, CXCursor field)
{
	struct member *member = intmap_get(&front->member_of, cursor_key(field));
	CXType type;
	int width;

	if (member)
		return member;
	type = canonical(clang_getCursorType(field));
	member = arena_alloc(front->arena, sizeof(*member));
	member->decl = field;
	member->field.record = record_name(front, clang_getCursorSemanticParent(field));
	member->field.name = cursor_spelling(field, front->unit->arena);
	if (strchr(member->field.name, '('))
		member->field.name = "";	/* unnamed */
	member->field.type = ir_type_of(front, type);
	member->field.is_function_pointer = points_to_function(type);
	member->field.is_private = member->field.is_function_pointer && in_main_file(front, field);
	if (clang_Cursor_isBitField(field)) {
		width = clang_getFieldDeclBitWidth(field);
		member->is_bit_field = true;
		member->width = width > 0 ? (uint16_t)width : 0;
	}
	member->number = (uint32_t)front->members.count;
	vec_push(&front->members, member);
	intmap_set(&front->member_of, cursor_key(field), member);
	return member;
}

struct field_list { VEC(CXCursor) fields; };

static enum CXVisitorResult push_field(CXCursor field, CXClientData data)
{
	struct field_list *list = data;

	vec_push(&list->fields, field);
	return CXVisit_Continue;
}

static bool is_unnamed_bit_field(CXCursor field)
{
	CXString string;
	bool unnamed;

	if (!clang_Cursor_isBitField(field))
		return false;
	string = clang_getCursorSpelling(field);
	unnamed = !*clang_getCString(string);
	clang_disposeString(string);
	return unnamed;
}

CXCursor *record_fields(CXType record, struct arena *arena, unsigned *count)
{
	struct field_list list = { 0 };
	CXCursor *result = NULL;
	size_t kept = 0;

	clang_Type_visitFields(canonical(record), push_field, &list);
	for (size_t i = 0; i < list.fields.count; i++)
		if (!is_unnamed_bit_field(list.fields.data[i]))
			list.fields.data[kept++] = list.fields.data[i];
	if (kept)
		result = arena_copy(arena, list.fields.data, kept * sizeof(*result));
	*count = (unsigned)kept;
	vec_free(&list.fields);
	return result;
}

/* The bit offset of FIELD in its record. Slow: libclang checks the whole record each time. */
/* ---- layouts that the parser does not know: an error took a member's type ---- */

/* Bits of a member whose size is not known; members begin at multiples of the second. */
#define UNKNOWN_MEMBER_BITS 4096
#define MEMBER_ALIGNMENT 64

struct layout {
	CXCursor wanted;
	uint64_t end;		/* bits of the members before it */
};

static enum CXChildVisitResult lay_out(CXCursor field, CXCursor record, CXClientData data)
{
	struct layout *layout = data;
	long long size = clang_Type_getSizeOf(clang_getCursorType(field));

	(void)record;
	if (clang_equalCursors(field, layout->wanted))
		return CXChildVisit_Break;
	if (clang_getCursorKind(field) != CXCursor_FieldDecl)
		return CXChildVisit_Continue;
	layout->end += size >= 0 ? (uint64_t)size * 8 : UNKNOWN_MEMBER_BITS;
	layout->end = (layout->end + MEMBER_ALIGNMENT - 1) / MEMBER_ALIGNMENT * MEMBER_ALIGNMENT;
	return CXChildVisit_Continue;
}

/* Members are apart wherever they are: FIELD begins behind those before it. */
static uint64_t made_up_offset(CXCursor field)
{
	CXCursor record = clang_getCursorSemanticParent(field);
	struct layout layout = { .wanted = field };

	if (clang_getCursorKind(record) == CXCursor_StructDecl)
		clang_visitChildren(record, lay_out, &layout);
	return layout.end;
}

static uint64_t own_offset(CXCursor field)
{
	long long offset = clang_Cursor_getOffsetOfField(field);

	return offset >= 0 ? (uint64_t)offset : made_up_offset(field);
}

struct field_search {
	CXCursor wanted;
	uint64_t found;
	bool done;
};

static bool is_unnamed_member(CXCursor field)
{
	CXString string;
	bool named;

	if (clang_Cursor_isBitField(field) || !is_record(clang_getCursorType(field)))
		return false;
	string = clang_getCursorSpelling(field);
	named = *clang_getCString(string) && !strchr(clang_getCString(string), '(');
	clang_disposeString(string);
	return !named;
}

static enum CXVisitorResult search_field(CXCursor field, CXClientData data)
{
	struct field_search *search = data;

	if (clang_equalCursors(field, search->wanted)) {
		search->done = true;
	} else if (is_unnamed_member(field)) {
		clang_Type_visitFields(canonical(clang_getCursorType(field)), search_field, search);
	}
	if (!search->done)
		return CXVisit_Continue;
	search->found += own_offset(field);
	return CXVisit_Break;
}

uint64_t member_offset(struct front *front, CXType record, CXCursor field)
{
	struct field_search search = { .wanted = field };
	uint64_t key = hash_mix(type_key(canonical(record)), cursor_key(field));
	uintptr_t known = (uintptr_t)intmap_get(&front->offsets, key);

	if (known)
		return known - 1;
	CXCursor owner = clang_getTypeDeclaration(canonical(record));
	if (clang_equalCursors(owner, clang_getCursorSemanticParent(field))) {
		search.found = own_offset(field);
	} else {
		clang_Type_visitFields(canonical(record), search_field, &search);
	}
	intmap_set(&front->offsets, key, (void *)((uintptr_t)search.found + 1));
	return search.found;
}

struct bit_place bit_place(const struct member *member, uint64_t bit)
{
	struct bit_place place = { .offset = bit / 8 };
	uint64_t unit = member->field.type.bits;

	if (!member->is_bit_field)
		return place;
	if (unit && bit % unit + member->width <= unit)
		place.offset = bit / unit * (unit / 8);
	place.bit_offset = (uint16_t)(bit - place.offset * 8);
	place.bit_width = member->width;
	return place;
}
