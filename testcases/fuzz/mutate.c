// SPDX-License-Identifier: GPL-2.0-only
/* Changes C by tokens: what comes of it often parses, or fails to in a place that a compiler must find out. */
#include "fuzz.h"

#include <ctype.h>
#include <string.h>

#define TOKENS_MOST 4000

/* What drivers are written with, and what a parser stumbles over. */
static const char *const words[] = {
	"if (", ") ", "{", "}", "return ", "while (1) ", "do ", "goto out;", "out:", "switch (", "case 1:", "default:", "break;", "continue;",
	"else ", "0", "1", "-11", "-4", "0x80000000", "(void *)", "&", "*", "->", ".", ",", ";", "=", "==", "!", "~", "<<", "?", ":",
	"&&", "||", "+=", "++", "sizeof(", "__typeof__(", "struct s ", "int ", "bool ", "unsigned long ", "static ", "const ", "volatile ",
	"inline ", "extern ", "__attribute__((cleanup(f))) ", "asm volatile(\"\" ::: \"memory\");", "({", "})", "__builtin_expect(", "__label__ l;",
	"#if 0\n", "\n#endif\n", "\n#define X ", "#include \"none.h\"\n", "/*", "*/", "//", "\\\n", "\"", "'", "[3]", "[i]", "(*p)(int)",
	"_Generic(", "_Static_assert(0, \"\");", "typedef ", "enum { A };", "union ", "for (;;) ", "...", "range->flags", "mutex_lock(&m);",
	"int nested(void) { return 1; }", "__auto_type ", "(struct s){ 0 }", ".f = f", "lost(1)", "int x:3;", "_Bool ", "__int128 ",
};

struct token_place { size_t at, length; };

static size_t split_tokens(const unsigned char *data, size_t size, struct token_place *tokens)
{
	size_t count = 0;

	for (size_t at = 0; at < size && count < TOKENS_MOST;) {
		size_t length = 1;

		while (at + length < size && (isalnum(data[at]) || data[at] == '_') &&
		       (isalnum(data[at + length]) || data[at + length] == '_'))
			length++;
		if (!isspace(data[at]))
			tokens[count++] = (struct token_place){ at, length };
		at += length;
	}
	return count;
}

/* Replaces LENGTH bytes at AT by NEW. Returns the new size, or SIZE if there is no room. */
static size_t replace(unsigned char *data, size_t size, size_t most, size_t at, size_t length, const char *new, size_t new_length)
{
	if (size - length + new_length > most)
		return size;
	memmove(data + at + new_length, data + at + length, size - at - length);
	memcpy(data + at, new, new_length);
	return size - length + new_length;
}

static unsigned next_random(unsigned *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

size_t mutate_tokens(unsigned char *data, size_t size, size_t most, unsigned seed)
{
	static struct token_place tokens[TOKENS_MOST];
	unsigned rounds = 1 + next_random(&seed) % 3;

	while (rounds--) {
		size_t count = split_tokens(data, size, tokens);
		struct token_place one = count ? tokens[next_random(&seed) % count] : (struct token_place){ 0, 0 };
		struct token_place other = count ? tokens[next_random(&seed) % count] : (struct token_place){ 0, 0 };
		const char *word = words[next_random(&seed) % (sizeof(words) / sizeof(*words))];
		char copy[256];
		size_t length = other.length < sizeof(copy) ? other.length : sizeof(copy);

		memcpy(copy, data + other.at, length);
		switch (next_random(&seed) % 5) {
		case 0:		/* drop */
			size = replace(data, size, most, one.at, one.length, "", 0);
			break;
		case 1:		/* double */
			size = replace(data, size, most, one.at, 0, copy, length);
			break;
		case 2:		/* replace by another */
			size = replace(data, size, most, one.at, one.length, copy, length);
			break;
		case 3:		/* replace by a word */
			size = replace(data, size, most, one.at, one.length, word, strlen(word));
			break;
		default:	/* insert a word */
			size = replace(data, size, most, one.at, 0, word, strlen(word));
		}
	}
	return size;
}
