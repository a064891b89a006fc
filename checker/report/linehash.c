// SPDX-License-Identifier: GPL-2.0-only
#include "report/linehash.h"

#include <inttypes.h>
#include <string.h>

#include "base/vec.h"
#include "report/escape.h"

#define WINDOW 100
#define FACTOR 37
#define END_OF_FILE 0xffff

/* The characters that count, as UTF-16 has them, and where lines begin among them. */
struct reading {
	VEC(uint16_t) characters;
	VEC(size_t) lines;	/* index into characters */
};

static void add_character(struct reading *reading, uint16_t character)
{
	size_t count = reading->characters.count;

	if (!count || reading->characters.data[count - 1] == '\n')
		vec_push(&reading->lines, count);
	vec_push(&reading->characters, character);
}

/* Spaces and tabs do not count; every end of line is one \n. */
static void read_characters(const char *text, struct reading *reading)
{
	while (*text) {
		uint32_t point;
		size_t length = decode_character(text, &point);

		if (!length)
			point = 0xfffd;
		if (point == '\r') {
			add_character(reading, '\n');
			length += text[1] == '\n';
		} else if (point >= 0x10000) {
			add_character(reading, (uint16_t)(0xd7c0 + (point >> 10)));
			add_character(reading, (uint16_t)(0xdc00 | (point & 0x3ff)));
		} else if (point != ' ' && point != '\t') {
			add_character(reading, (uint16_t)point);
		}
		text += length ? length : 1;
	}
	add_character(reading, END_OF_FILE);
}

/* Behind the end all characters are 0. */
static uint64_t hash_from(const struct reading *reading, size_t start)
{
	uint64_t hash = 0;

	for (size_t i = start; i < start + WINDOW; i++)
		hash = hash * FACTOR +
		       (i < reading->characters.count ? reading->characters.data[i] : 0);
	return hash;
}

bool line_hash(const char *text, unsigned line, struct strbuf *out)
{
	struct reading reading = { 0 };
	size_t same = 1;

	read_characters(text, &reading);
	bool there = line && line <= reading.lines.count;
	if (there) {
		uint64_t hash = hash_from(&reading, reading.lines.data[line - 1]);

		for (size_t i = 0; i + 1 < line; i++)
			same += hash_from(&reading, reading.lines.data[i]) == hash;
		strbuf_printf(out, "%" PRIx64 ":%zu", hash, same);
	}
	vec_free(&reading.characters);
	vec_free(&reading.lines);
	return there;
}
