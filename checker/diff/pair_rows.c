// SPDX-License-Identifier: GPL-2.0-only
#include "diff/pair_rows.h"

#include <string.h>

enum {
	SAME_FUNCTION = 1,
	SAME_OPS = 2,
	SAME_OPS_FILE = 4,
	SAME_FILE = 8,
	SAME_BASE = 16,		/* the file's name without its directory */
	SAME_DIRECTORY = 32,
	SAME_VERDICTS = 64,
	SIMILAR_NAMES = 128,	/* callback and table have the same names but for a word */
	ONLY_ONE = 256,		/* on both sides one row alone is like that */
};

/*
 * From certain to likely: all is the same; the callback or the table has a new name; the callback moved. Then two of
 * the three names are new at once, or all: what is left of them has to tell the rows apart.
 */
static const unsigned likeness[] = {
	SAME_FUNCTION | SAME_OPS | SAME_OPS_FILE,
	SAME_OPS | SAME_OPS_FILE,
	SAME_FUNCTION | SAME_FILE,
	SAME_FUNCTION | SAME_OPS,
	SAME_FUNCTION,
	SAME_DIRECTORY | SIMILAR_NAMES | ONLY_ONE,
	SAME_OPS | ONLY_ONE,
	SAME_FILE | ONLY_ONE,
	SAME_BASE | SAME_VERDICTS | ONLY_ONE,
	SAME_DIRECTORY | SAME_VERDICTS | ONLY_ONE,
};

static const char *moved_path(const struct row_pairs *pairs, const char *path)
{
	return pairs->moved ? pairs->moved(pairs->context, path) : path;
}

static bool same_directory(const char *a, const char *b)
{
	size_t length = (size_t)(path_base(a) - a);

	return length == (size_t)(path_base(b) - b) && !strncmp(a, b, length);
}

/* The words of a name, between underscores. Of a name with more words the first count. */
struct name_words {
	struct name_word { const char *text; size_t length; } words[16];
	size_t count;
};

static struct name_words split_name(const char *name)
{
	struct name_words found = { 0 };

	for (const char *at = name + strspn(name, "_"); *at && found.count < 16; at += strspn(at, "_")) {
		size_t length = strcspn(at, "_");

		found.words[found.count++] = (struct name_word){ at, length };
		at += length;
	}
	return found;
}

static bool is_same_word(const struct name_word *a, const struct name_word *b)
{
	return a->length == b->length && !strncmp(a->text, b->text, a->length);
}

/*
 * Whether one word of A at most was replaced, added or removed: foo_mn_invalidate and foo_hmm_invalidate. Another word
 * has to be the same.
 */
static bool is_similar(const char *name_a, const char *name_b)
{
	const struct name_words a = split_name(name_a), b = split_name(name_b);
	size_t least = a.count < b.count ? a.count : b.count, begin = 0, end = 0;

	while (begin < least && is_same_word(&a.words[begin], &b.words[begin]))
		begin++;
	while (end < least - begin && is_same_word(&a.words[a.count - end - 1], &b.words[b.count - end - 1]))
		end++;
	return begin + end && a.count - begin - end <= 1 && b.count - begin - end <= 1;
}

/* Of a rule that only one of two results asked nothing is known. */
static bool has_same_verdicts(const struct row *before, const struct row *after)
{
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (before->verdicts[rule] != after->verdicts[rule] && before->verdicts[rule] != VERDICT_NOT_RUN &&
		    after->verdicts[rule] != VERDICT_NOT_RUN)
			return false;
	return true;
}

static unsigned compare_rows(const struct row_pairs *pairs, const struct row *before, const struct row *after)
{
	if (before->kind != after->kind)
		return 0;
	const char *file = moved_path(pairs, before->file);

	return (strcmp(before->callback, after->callback) ? 0 : SAME_FUNCTION) |
	       (strcmp(before->ops, after->ops) || !*after->ops ? 0 : SAME_OPS) |
	       (strcmp(moved_path(pairs, before->ops_file), after->ops_file) ? 0 : SAME_OPS_FILE) |
	       (strcmp(file, after->file) ? 0 : SAME_FILE) |
	       (strcmp(path_base(file), path_base(after->file)) ? 0 : SAME_BASE) |
	       (is_similar(before->callback, after->callback) && is_similar(before->ops, after->ops) ?
		SIMILAR_NAMES : 0) |
	       (same_directory(file, after->file) ? SAME_DIRECTORY : 0) |
	       (has_same_verdicts(before, after) ? SAME_VERDICTS : 0);
}

static bool is_like(const struct row_pairs *pairs, size_t before, size_t after, unsigned wanted)
{
	unsigned like = compare_rows(pairs, pairs->before[before], pairs->after[after]);

	return (like & wanted) == wanted;
}

/* The only unpaired row before that is like AFTER, plus 1; 0: there is none, or several are. */
static size_t only_partner(const struct row_pairs *pairs, const bool *paired, size_t after, unsigned wanted)
{
	size_t found = 0;

	for (size_t before = 0; before < pairs->nbefore; before++) {
		if (paired[before] || !is_like(pairs, before, after, wanted))
			continue;
		if (found)
			return 0;
		found = before + 1;
	}
	for (size_t other = 0; found && other < pairs->nafter; other++)
		if (other != after && !pairs->partner[other] && is_like(pairs, found - 1, other, wanted))
			return 0;
	return found;
}

static size_t first_partner(const struct row_pairs *pairs, const bool *paired, size_t after, unsigned wanted)
{
	for (size_t before = 0; before < pairs->nbefore; before++)
		if (!paired[before] && is_like(pairs, before, after, wanted))
			return before + 1;
	return 0;
}

static void pair_like(struct row_pairs *pairs, bool *paired, unsigned wanted)
{
	for (size_t after = 0; after < pairs->nafter; after++) {
		size_t found = pairs->partner[after] ? 0 : wanted & ONLY_ONE ?
			       only_partner(pairs, paired, after, wanted & ~(unsigned)ONLY_ONE) :
			       first_partner(pairs, paired, after, wanted);

		if (!found)
			continue;
		pairs->partner[after] = found;
		paired[found - 1] = true;
	}
}

void pair_rows(struct row_pairs *pairs)
{
	bool *paired = xcalloc(pairs->nbefore + 1, sizeof(*paired));

	pairs->partner = xcalloc(pairs->nafter + 1, sizeof(*pairs->partner));
	for (size_t i = 0; i < sizeof(likeness) / sizeof(*likeness); i++)
		pair_like(pairs, paired, likeness[i]);
	free(paired);
}
