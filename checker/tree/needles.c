// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wu and Manber's algorithm with pairs of bytes. A window of the shortest needle's length moves over
 * the text. If the last pair in the window occurs in no needle, the window moves by almost its own
 * length, so most bytes of a tree are never looked at.
 */
#include "tree/needles.h"

#include <string.h>

#include "base/arena.h"
#include "tree/lexer.h"
#include "tree/tree.h"

/* The table fits into a first-level cache, and few pairs of letters share an entry. */
#define PAIRS 8192
/* Windows that move at once. */
#define STRIDES 4

static unsigned pair_at(const char *text)
{
	return ((unsigned)(unsigned char)text[0] << 6 ^ (unsigned char)text[1]) % PAIRS;
}

void needle_set_init(struct needle_set *set, const char *const *needles, size_t count)
{
	size_t window = 255;

	for (size_t i = 0; i < count; i++)
		if (strlen(needles[i]) < window)
			window = strlen(needles[i]);
	*set = (struct needle_set){ .needles = needles, .count = count, .window = window };
	/* a needle of one byte has no pair */
	BUG_IF(window < 2);
	set->lengths = xcalloc(count + 1, sizeof(*set->lengths));
	for (size_t i = 0; i < count; i++)
		set->lengths[i] = strlen(needles[i]);
	set->shift = xmalloc(PAIRS);
	memset(set->shift, (int)(window - 1), PAIRS);
	for (size_t i = 0; i < count; i++)
		for (size_t at = 0; at + 2 <= window; at++) {
			uint8_t *shift = &set->shift[pair_at(needles[i] + at)];
			size_t distance = window - 2 - at;

			if (distance < *shift)
				*shift = (uint8_t)distance;
		}
}

void needle_set_free(struct needle_set *set)
{
	free(set->lengths);
	free(set->shift);
	set->lengths = NULL;
	set->shift = NULL;
}

static bool is_needle_at(const struct needle_set *set, const char *text, size_t length,
			 size_t at)
{
	if (at && is_identifier_char((unsigned char)text[at - 1]))
		return false;
	for (size_t i = 0; i < set->count; i++) {
		size_t size = set->lengths[i];

		if (length - at < size || memcmp(text + at, set->needles[i], size))
			continue;
		if (at + size == length || !is_identifier_char((unsigned char)text[at + size]))
			return true;
	}
	return false;
}

/* Looks at the window at *AT, which a text of LENGTH bytes has, and moves it. Returns whether a needle stands there. */
static inline bool step(const struct needle_set *set, const char *text, size_t length, size_t *at)
{
	unsigned shift = set->shift[pair_at(text + *at + set->window - 2)];

	if (shift) {
		*at += shift;
		return false;
	}
	return is_needle_at(set, text, length, (*at)++);
}

/*
 * Each step of a window waits for the one before. So STRIDES windows move at once, each over a stretch of its own, until
 * one has come to the end of its stretch. AT has them.
 */
static bool matches_in_strides(const struct needle_set *set, const char *text, size_t length, size_t at[STRIDES],
			       const size_t end[STRIDES])
{
	while (at[0] < end[0] && at[1] < end[1] && at[2] < end[2] && at[3] < end[3])
		if (step(set, text, length, &at[0]) || step(set, text, length, &at[1]) ||
		    step(set, text, length, &at[2]) || step(set, text, length, &at[3]))
			return true;
	return false;
}

bool needle_set_matches(const struct needle_set *set, const char *text, size_t length)
{
	size_t windows = length >= set->window ? length - set->window + 1 : 0, at[STRIDES], end[STRIDES];

	if (!set->count)
		return false;
	for (size_t i = 0; i < STRIDES; i++) {
		at[i] = windows / STRIDES * i;
		end[i] = i + 1 < STRIDES ? windows / STRIDES * (i + 1) : windows;
	}
	if (matches_in_strides(set, text, length, at, end))
		return true;
	for (size_t i = 0; i < STRIDES; i++)
		while (at[i] < end[i])
			if (step(set, text, length, &at[i]))
				return true;
	return false;
}
