// SPDX-License-Identifier: GPL-2.0-only
/*
 * Callbacks of another type than their member: the kernel would call them with other arguments than
 * they expect. A C compiler refuses that or warns; a cast silences it.
 */
#include "front/lower.h"

#include <string.h>

#include "contract/contract.h"

static CXType bare(CXType type)
{
	return clang_getUnqualifiedType(canonical(type));
}

static bool is_integer(CXType type)
{
	return (type.kind >= CXType_Bool && type.kind <= CXType_Int128) || type.kind == CXType_Enum;
}

/* Alike as arguments and results: qualifiers, signedness and what void pointers hide make no difference. */
static bool is_alike(struct front *front, CXType a, CXType b)
{
	a = bare(a);
	b = bare(b);
	if (clang_equalTypes(a, b))
		return true;
	if (a.kind == CXType_Pointer && b.kind == CXType_Pointer) {
		a = bare(pointee(a));
		b = bare(pointee(b));
		return a.kind == CXType_Void || b.kind == CXType_Void || is_alike(front, a, b);
	}
	return is_integer(a) && is_integer(b) && (a.kind == CXType_Bool) == (b.kind == CXType_Bool) &&
	       size_of(front, a) == size_of(front, b);
}

static bool fits(struct front *front, CXType function, CXType wanted)
{
	int count = clang_getNumArgTypes(function);

	if (clang_equalTypes(function, wanted) || !is_function(wanted) ||
	    function.kind == CXType_FunctionNoProto || wanted.kind == CXType_FunctionNoProto)
		return true;
	if (count != clang_getNumArgTypes(wanted) ||
	    !is_alike(front, clang_getResultType(function), clang_getResultType(wanted)))
		return false;
	for (int i = 0; i < count; i++)
		if (!is_alike(front, clang_getArgType(function, (unsigned)i),
			      clang_getArgType(wanted, (unsigned)i)))
			return false;
	return true;
}

const char *misfit_of(struct front *front, const struct member *member,
		      const struct reference *function)
{
	if (contract_find(member->field.record, member->field.name) < 0)
		return NULL;
	CXType wanted = pointee(clang_getCursorType(member->decl));
	CXType given = canonical(function->ctype);

	if (fits(front, given, wanted))
		return NULL;
	CXString ours = clang_getTypeSpelling(given), theirs = clang_getTypeSpelling(wanted);
	const char *text = arena_printf(front->unit->arena, "its type does not fit %s.%s: it is '%s', "
					"and the kernel calls '%s'", member->field.record,
					member->field.name, clang_getCString(ours),
					clang_getCString(theirs));

	clang_disposeString(ours);
	clang_disposeString(theirs);
	return text;
}
