// SPDX-License-Identifier: GPL-2.0-only
/* Code that is lost: the members that it may store to. */
#include "front/damage.h"

#include <ctype.h>
#include <string.h>

/* Whether a value, or one of an array's, goes where the words end. */
static bool is_stored_to(const struct name_words *words)
{
	const char *at = words->at;

	while (at < words->end && isspace((unsigned char)*at))
		at++;
	return at < words->end && (*at == '[' || (*at == '=' && at[1] != '='));
}

void lose_members(struct front *front, const char *at, const char *end, const char *why)
{
	struct name_words words = { .at = at, .end = end };

	while (next_word(&words))
		if (words.is_member && is_stored_to(&words))
			(void)doubt(&front->lost, front, words.word, words.length, why);
}

void note_lost(struct front *front, CXCursor declaration, const char *why)
{
	struct piece piece;

	if (piece_of(front, declaration, &piece))
		lose_members(front, piece.at, piece.end, why);
}

/* A record that does not compile may contain itself. */
#define RECORDS_DEEP 8

/* Each member of TYPE, a record DEPTH records deep, that holds functions may hold any, for the reason WHY. */
static void lose_functions(struct front *front, CXType type, unsigned depth, const char *why)
{
	CXCursor *fields;
	unsigned count;

	type = canonical(type);
	while (is_array(type))
		type = element(type);
	if (!is_record(type) || depth > RECORDS_DEEP)
		return;
	fields = record_fields(type, front->arena, &count);
	for (unsigned i = 0; i < count; i++) {
		struct member *member = member_for(front, fields[i]);

		if (member->field.is_function_pointer && !strmap_has(&front->lost, member->field.name))
			strmap_set(&front->lost, member->field.name, (void *)why);
		lose_functions(front, clang_getCursorType(fields[i]), depth + 1, why);
	}
}

void lose_table(struct front *front, CXCursor variable, const char *why)
{
	struct piece piece;

	if (!piece_of(front, variable, &piece) ||
	    !memchr(piece.at, '=', (size_t)(piece.end - piece.at)))
		return;
	lose_functions(front, clang_getCursorType(variable), 0, why);
	lose_members(front, piece.at, piece.end, why);
}
