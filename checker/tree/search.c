// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wu and Manber's shifts over pairs of bytes: the last pair of a window that fits
 * no needle's window lets the search jump ahead by almost a whole needle, so most
 * bytes of a tree are never looked at.
 */
#include "tree/search.h"

#include <string.h>

#include "base/arena.h"
#include "tree/lexer.h"
#include "tree/tree.h"

/* Small enough for a processor's nearest cache, and pairs of letters hardly meet. */
#define PAIRS 8192

static unsigned pair_at(const char *text)
{
	return ((unsigned)(unsigned char)text[0] << 6 ^ (unsigned char)text[1]) % PAIRS;
}

void needle_set_init(struct needle_set *searcher, const char *const *needles, size_t count)
{
	size_t window = 255;

	for (size_t i = 0; i < count; i++)
		if (strlen(needles[i]) < window)
			window = strlen(needles[i]);
	*searcher = (struct needle_set){ .needles = needles, .count = count, .window = window };
	/* A needle of one character has no pair: BUG_IF keeps that from passing unseen. */
	BUG_IF(window < 2);
	searcher->lengths = xcalloc(count + 1, sizeof(*searcher->lengths));
	for (size_t i = 0; i < count; i++)
		searcher->lengths[i] = strlen(needles[i]);
	searcher->shift = xmalloc(PAIRS);
	memset(searcher->shift, (int)(window - 1), PAIRS);
	for (size_t i = 0; i < count; i++)
		for (size_t at = 0; at + 2 <= window; at++) {
			uint8_t *shift = &searcher->shift[pair_at(needles[i] + at)];
			size_t distance = window - 2 - at;

			if (distance < *shift)
				*shift = (uint8_t)distance;
		}
}

void needle_set_free(struct needle_set *searcher)
{
	free(searcher->lengths);
	free(searcher->shift);
	searcher->lengths = NULL;
	searcher->shift = NULL;
}

static bool is_needle_at(const struct needle_set *searcher, const char *text, size_t length,
			 size_t at)
{
	if (at && is_identifier_char((unsigned char)text[at - 1]))
		return false;
	for (size_t i = 0; i < searcher->count; i++) {
		size_t size = searcher->lengths[i];

		if (length - at < size || memcmp(text + at, searcher->needles[i], size))
			continue;
		if (at + size == length || !is_identifier_char((unsigned char)text[at + size]))
			return true;
	}
	return false;
}

bool needle_set_matches(const struct needle_set *searcher, const char *text, size_t length)
{
	size_t window = searcher->window;

	if (!searcher->count)
		return false;
	for (size_t at = 0; at + window <= length;) {
		unsigned shift = searcher->shift[pair_at(text + at + window - 2)];

		if (!shift) {
			if (is_needle_at(searcher, text, length, at))
				return true;
			shift = 1;
		}
		at += shift;
	}
	return false;
}
