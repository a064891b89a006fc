// SPDX-License-Identifier: GPL-2.0-only
/* Functions of make that compute with words and with names of files. */
#include <string.h>

#include "kbuild/make_call.h"

/* ---- text ---- */

void do_subst(struct make_call *call)
{
	struct span from = argument_span(call, 0), to = argument_span(call, 1);
	const char *p = argument(call, 2), *found;

	if (!from.length) {
		strbuf_puts(call->out, p);
		strbuf_add(call->out, to.text, to.length);
		return;
	}
	while ((found = strstr(p, from.text))) {
		strbuf_add(call->out, p, (size_t)(found - p));
		strbuf_add(call->out, to.text, to.length);
		p = found + from.length;
	}
	strbuf_puts(call->out, p);
}

void do_patsubst(struct make_call *call)
{
	struct words words = { call->out, false };
	struct span pattern = strip(argument(call, 0)), replacement = argument_span(call, 1);

	make_each_word(word, argument(call, 2)) {
		begin_word(&words);
		make_substitute_word(word, pattern, replacement, call->out);
	}
}

void do_strip(struct make_call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0))
		add_word(&words, word);
}

void do_findstring(struct make_call *call)
{
	if (strstr(argument(call, 1), argument(call, 0)))
		strbuf_puts(call->out, argument(call, 0));
}

/* The patterns of a filter: those without % in a map, as there can be many of both. */
struct patterns {
	struct arena *arena;
	struct strmap exact;
	VEC(struct span) open;
};

static void read_patterns(struct patterns *patterns, const char *text)
{
	make_each_word(word, text) {
		if (memchr(word.text, '%', word.length))
			vec_push(&patterns->open, word);
		else
			strmap_set(&patterns->exact, arena_strndup(patterns->arena, word.text, word.length),
				   patterns);
	}
}

static bool matches_any(const struct patterns *patterns, struct span word)
{
	struct span stem;
	char name[512];

	vec_each(pattern, &patterns->open)
		if (make_matches(*pattern, word, &stem))
			return true;
	if (!patterns->exact.count)
		return false;
	if (word.length >= sizeof(name))
		return strmap_has(&patterns->exact, arena_strndup(patterns->arena, word.text, word.length));
	memcpy(name, word.text, word.length);
	name[word.length] = '\0';
	return strmap_has(&patterns->exact, name);
}

static void filter(struct make_call *call, bool keep)
{
	struct patterns patterns = { .arena = call->make->arena };
	struct words words = { call->out, false };

	if (!*argument(call, 1))
		return;
	read_patterns(&patterns, argument(call, 0));
	make_each_word(word, argument(call, 1))
		if (matches_any(&patterns, word) == keep)
			add_word(&words, word);
	strmap_free(&patterns.exact);
	vec_free(&patterns.open);
}

void do_filter(struct make_call *call)
{
	filter(call, true);
}

void do_filter_out(struct make_call *call)
{
	filter(call, false);
}

static int compare_spans(const void *a, const void *b)
{
	const struct span *left = a, *right = b;
	size_t shorter = left->length < right->length ? left->length : right->length;
	int order = memcmp(left->text, right->text, shorter);

	return order ? order : (left->length > right->length) - (left->length < right->length);
}

void do_sort(struct make_call *call)
{
	struct words words = { call->out, false };
	VEC(struct span) all = { 0 };

	make_each_word(word, argument(call, 0))
		vec_push(&all, word);
	if (all.count)
		qsort(all.data, all.count, sizeof(*all.data), compare_spans);
	for (size_t i = 0; i < all.count; i++)
		if (!i || compare_spans(&all.data[i - 1], &all.data[i]))
			add_word(&words, all.data[i]);
	vec_free(&all);
}

static void word_list(struct make_call *call, const char *text, unsigned long first, unsigned long last)
{
	struct words words = { call->out, false };
	unsigned long number = 0;

	make_each_word(word, text)
		if (++number >= first && number <= last)
			add_word(&words, word);
}

void do_word(struct make_call *call)
{
	unsigned long number = strtoul(argument(call, 0), NULL, 10);

	word_list(call, argument(call, 1), number, number);
}

void do_wordlist(struct make_call *call)
{
	word_list(call, argument(call, 2), strtoul(argument(call, 0), NULL, 10),
		  strtoul(argument(call, 1), NULL, 10));
}

void do_words(struct make_call *call)
{
	unsigned long number = 0;

	make_each_word(word, argument(call, 0))
		number++;
	strbuf_printf(call->out, "%lu", number);
}

void do_firstword(struct make_call *call)
{
	word_list(call, argument(call, 0), 1, 1);
}

void do_lastword(struct make_call *call)
{
	struct span last = { "", 0 };

	make_each_word(word, argument(call, 0))
		last = word;
	strbuf_add(call->out, last.text, last.length);
}

/* ---- names of files ---- */

/* Where the last slash of WORD is, plus one; 0: there is none. */
static size_t directory_length(struct span word)
{
	size_t length = word.length;

	while (length && word.text[length - 1] != '/')
		length--;
	return length;
}

/* Where the suffix begins; the whole length: there is none. */
static size_t suffix_start(struct span word)
{
	for (size_t i = word.length; i && word.text[i - 1] != '/'; i--)
		if (word.text[i - 1] == '.')
			return i - 1;
	return word.length;
}

void do_dir(struct make_call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0)) {
		size_t length = directory_length(word);

		add_word(&words, length ? (struct span){ word.text, length } : (struct span){ "./", 2 });
	}
}

void do_notdir(struct make_call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0)) {
		size_t length = directory_length(word);

		add_word(&words, (struct span){ word.text + length, word.length - length });
	}
}

void do_suffix(struct make_call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0)) {
		size_t start = suffix_start(word);

		if (start < word.length)
			add_word(&words, (struct span){ word.text + start, word.length - start });
	}
}

void do_basename(struct make_call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0))
		add_word(&words, (struct span){ word.text, suffix_start(word) });
}

void do_addsuffix(struct make_call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 1)) {
		add_word(&words, word);
		strbuf_puts(call->out, argument(call, 0));
	}
}

void do_addprefix(struct make_call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 1)) {
		begin_word(&words);
		strbuf_puts(call->out, argument(call, 0));
		strbuf_add(call->out, word.text, word.length);
	}
}

void do_join(struct make_call *call)
{
	struct words words = { call->out, false };
	const char *left = argument(call, 0), *right = argument(call, 1);

	for (;;) {
		struct span a = make_next_word(left), b = make_next_word(right);

		if (!a.length && !b.length)
			return;
		add_word(&words, a);
		strbuf_add(call->out, b.text, b.length);
		left = a.text + a.length;
		right = b.text + b.length;
	}
}

/* FOUND, an absolute path that PATTERN stands for, as the makefile would write it. */
static const char *as_asked(struct make *make, const char *pattern, const char *found)
{
	const char *slash = strrchr(pattern, '/');
	size_t length = slash ? (size_t)(slash + 1 - pattern) : 0;
	const char *below = *pattern == '/' ? NULL : path_below(found, make_path(make, "."));

	if (!strpbrk(pattern, "*?["))
		return pattern;
	/* The directory as it was written, if there is no choice of directories. */
	if (strcspn(pattern, "*?[") >= length)
		return arena_printf(make->arena, "%.*s%s", (int)length, pattern, path_base(found));
	return below ? below : found;
}

void do_wildcard(struct make_call *call)
{
	struct words words = { call->out, false };
	struct make *make = call->make;

	make_each_word(word, argument(call, 0)) {
		const char *pattern = arena_strndup(make->arena, word.text, word.length);
		const char *path = make_path(make, pattern);

		if (strmap_has(&make->world->virtual_files, path)) {
			add_word(&words, word);
			continue;
		}
		make_each_word(found, make_sources_glob(make->world->sources, path)) {
			const char *name = as_asked(make, pattern,
						    arena_strndup(make->arena, found.text, found.length));

			add_word(&words, (struct span){ name, strlen(name) });
		}
	}
}

static void absolute_paths(struct make_call *call, bool must_exist)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0)) {
		const char *path =
			make_path(call->make, arena_strndup(call->make->arena, word.text, word.length));

		if (!must_exist || make_sources_has(call->make->world->sources, path) ||
		    !strcmp(path, make_path(call->make, ".")))
			add_word(&words, (struct span){ path, strlen(path) });
	}
}

void do_abspath(struct make_call *call)
{
	absolute_paths(call, false);
}

/* Links are not followed: the tree's own path is resolved already. */
void do_realpath(struct make_call *call)
{
	absolute_paths(call, true);
}
