/* layers: base contract ir domain tree */
// SPDX-License-Identifier: GPL-2.0-only
/* tree/needles.h against brute force: a needle at every place of texts of every length, whole and as a part of a word. */
#include "laws.h"

#include <ctype.h>
#include <string.h>

#include "tree/needles.h"

enum { LONGEST = 130, ROUNDS = 4000 };

static const char *const needles[] = { "range_start", "abcabc", "invalidate", "young_at" };
#define NNEEDLES (sizeof(needles) / sizeof(*needles))

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool brute_force(const char *text)
{
	for (size_t i = 0; i < NNEEDLES; i++)
		for (const char *at = text; (at = strstr(at, needles[i])); at++)
			if ((at == text || !is_word_char(at[-1])) && !is_word_char(at[strlen(needles[i])]))
				return true;
	return false;
}

static void check(const struct needle_set *set, const char *text)
{
	assert_int_equal(needle_set_matches(set, text, strlen(text)), brute_force(text));
}

/* Texts that the search cuts in every way. */
static void needles_at_all_places(void **state)
{
	struct needle_set set;
	char text[LONGEST + 1];
	size_t found = 0;

	(void)state;
	needle_set_init(&set, needles, NNEEDLES);
	for (size_t length = 0; length <= LONGEST; length++)
		for (size_t at = 0; at <= length; at++)
			for (size_t i = 0; i < NNEEDLES && at + strlen(needles[i]) <= length; i++) {
				memset(text, ' ', length);
				text[length] = '\0';
				memcpy(text + at, needles[i], strlen(needles[i]));
				assert_true(needle_set_matches(&set, text, length));
				found++;
			}
	assert_true(found > LONGEST);
	needle_set_free(&set);
}

/* Texts made of pieces of needles and of what may stand beside them. */
static void random_texts(void **state)
{
	static const char *const more[] = { "x", " ", "_", "\n", "(", "9" };
	struct needle_set set;
	size_t matches = 0;

	(void)state;
	needle_set_init(&set, needles, NNEEDLES);
	for (uint64_t round = 0; round < ROUNDS; round++) {
		struct strbuf text = { 0 };

		laws_begin(round);
		while (text.length < 2 * LONGEST && !laws_one_in(12)) {
			const char *needle = needles[laws_below(NNEEDLES)];
			size_t from = laws_one_in(2) ? 0 : laws_below((uint32_t)strlen(needle));

			strbuf_puts(&text, laws_one_in(3) ? needle + from : more[laws_below(6)]);
		}
		check(&set, strbuf_text(&text));
		matches += brute_force(strbuf_text(&text));
		strbuf_free(&text);
	}
	assert_true(matches > ROUNDS / 10 && matches < ROUNDS - ROUNDS / 10);
	needle_set_free(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(needles_at_all_places),
		cmocka_unit_test(random_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
