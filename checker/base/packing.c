// SPDX-License-Identifier: GPL-2.0-only
#include "base/packing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

void pack_text(struct strbuf *out, const char *text)
{
	strbuf_add(out, text ? text : "", strlen(text ? text : "") + 1);
}

void pack_number(struct strbuf *out, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	pack_text(out, text);
}

void pack_texts(struct strbuf *out, const struct strings *texts)
{
	pack_number(out, texts->count);
	vec_each(text, texts)
		pack_text(out, *text);
}

void pack_numbers(struct strbuf *out, const numbers *list)
{
	pack_number(out, list->count);
	vec_each(number, list)
		pack_number(out, *number);
}

/* ---- reading ---- */

/* The text at the place reached, not copied; NULL when none ends there. */
static const char *next_text(struct unpacking *from)
{
	const char *text = from->at;
	const char *zero = text < from->end ?
			   memchr(text, '\0', (size_t)(from->end - text)) : NULL;

	from->broken = from->broken || !zero;
	if (!zero)
		return NULL;
	from->at = zero + 1;
	return text;
}

const char *unpack_text(struct unpacking *from)
{
	const char *text = next_text(from);

	return text ? arena_strdup(from->arena, text) : "";
}

const char *unpack_optional(struct unpacking *from)
{
	const char *text = unpack_text(from);

	return *text ? text : NULL;
}

uint64_t unpack_number(struct unpacking *from, uint64_t most)
{
	const char *text = next_text(from);
	uint64_t number = text ? strtoull(text, NULL, 10) : 0;

	from->broken = from->broken || number > most;
	return from->broken ? 0 : number;
}

size_t unpack_count(struct unpacking *from)
{
	return (size_t)unpack_number(from, (uint64_t)(from->end - from->at));
}

void unpack_texts(struct unpacking *from, struct strings *texts)
{
	size_t count = unpack_count(from);

	for (size_t i = 0; i < count && !from->broken; i++)
		vec_push(texts, (char *)unpack_text(from));
}

void unpack_numbers(struct unpacking *from, numbers *list, size_t limit)
{
	size_t count = unpack_count(from);

	for (size_t i = 0; i < count && !from->broken; i++)
		vec_push(list, (uint32_t)unpack_number(from, limit ? limit - 1 : 0));
	from->broken = from->broken || (count && !limit);
}
