// SPDX-License-Identifier: GPL-2.0-only
/* Cursors of libclang: keys, children, spellings, the bytes of string literals. */
#include "front/lower.h"

#include <ctype.h>
#include <string.h>

bool is_expression(enum CXCursorKind kind)
{
	return clang_isExpression(kind);
}

uint64_t cursor_key(CXCursor cursor)
{
	bool inner = clang_isExpression(cursor.kind) || clang_isStatement(cursor.kind);

	return (uint64_t)(uintptr_t)cursor.data[inner ? 1 : 0];
}

struct cursor_list { VEC(CXCursor) cursors; };

static enum CXChildVisitResult push_child(CXCursor child, CXCursor parent, CXClientData data)
{
	struct cursor_list *list = data;

	(void)parent;
	vec_push(&list->cursors, child);
	return CXChildVisit_Continue;
}

CXCursor *cursor_children(CXCursor cursor, struct arena *arena, unsigned *count)
{
	struct cursor_list list = { 0 };
	CXCursor *result = NULL;

	clang_visitChildren(cursor, push_child, &list);
	*count = (unsigned)list.cursors.count;
	if (*count)
		result = arena_copy(arena, list.cursors.data, *count * sizeof(*result));
	vec_free(&list.cursors);
	return result;
}

const char *cursor_spelling(CXCursor cursor, struct arena *arena)
{
	CXString string = clang_getCursorSpelling(cursor);
	const char *text = clang_getCString(string);
	const char *result = arena_strdup(arena, text ? text : "");

	clang_disposeString(string);
	return result;
}

/* The byte that the escape at *TEXT (after its backslash) stands for; moves *TEXT past it. */
static char unescape(const char **text)
{
	static const char names[] = "abfnrtv", bytes[] = "\a\b\f\n\r\t\v";
	const char *name;
	char c = *(*text)++;
	unsigned value = 0;

	if (c >= '0' && c <= '7') {
		value = (unsigned)(c - '0');
		for (int i = 0; i < 2 && **text >= '0' && **text <= '7'; i++)
			value = value * 8 + (unsigned)(*(*text)++ - '0');
		return (char)value;
	}
	if (c == 'x') {
		for (; isxdigit((unsigned char)**text); ++*text)
			value = value * 16 + (unsigned)(isdigit((unsigned char)**text)
							? **text - '0'
							: (**text | 0x20) - 'a' + 10);
		return (char)value;
	}
	name = c ? strchr(names, c) : NULL;
	return name ? bytes[name - names] : c;
}

const char *string_bytes(struct front *front, CXCursor literal)
{
	CXString string = clang_getCursorSpelling(literal);
	const char *text = clang_getCString(string);
	char *result = arena_strdup(front->unit->arena, ""), *out;

	text = text ? strchr(text, '"') : NULL;
	if (text) {
		text++;
		out = result = arena_alloc(front->unit->arena, strlen(text) + 1);
		while (*text && *text != '"') {
			if (*text == '\\' && text[1]) {
				text++;
				*out++ = unescape(&text);
			} else {
				*out++ = *text++;
			}
		}
		*out = '\0';
	}
	clang_disposeString(string);
	return result;
}

bool in_main_file(struct front *front, CXCursor cursor)
{
	CXFile file;

	clang_getExpansionLocation(clang_getCursorLocation(cursor), &file, NULL, NULL, NULL);
	return file && clang_File_isEqual(file, front->main_file);
}
