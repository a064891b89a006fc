// SPDX-License-Identifier: GPL-2.0-only
/* The functions of make. */
#include <string.h>

#include "kbuild/make_internal.h"

#define ARGUMENTS_MOST 32

/* One call: its arguments, expanded unless the function wants them as written. */
struct call {
	struct make *make;
	size_t count;
	struct span raw[ARGUMENTS_MOST];
	char *text[ARGUMENTS_MOST];	/* NULL: not expanded */
	struct strbuf *out;
};

static const char *argument(const struct call *call, size_t index)
{
	return index < call->count && call->text[index] ? call->text[index] : "";
}

static struct span argument_span(const struct call *call, size_t index)
{
	const char *text = argument(call, index);

	return (struct span){ text, strlen(text) };
}

/* Expands argument INDEX of a function that takes them as written. */
static char *expand_argument(const struct call *call, size_t index)
{
	if (index >= call->count)
		return xstrdup("");
	return make_expanded(call->make, call->raw[index]);
}

/* Words are put one after the other, with a blank between. */
struct words {
	struct strbuf *out;
	bool any;
};

static void begin_word(struct words *words)
{
	if (words->any)
		strbuf_putc(words->out, ' ');
	words->any = true;
}

static void add_word(struct words *words, struct span word)
{
	begin_word(words);
	strbuf_add(words->out, word.text, word.length);
}

static struct span strip(const char *text)
{
	struct span span = { text, strlen(text) };

	while (span.length && strchr(" \t\n\r", *span.text))
		span.text++, span.length--;
	while (span.length && strchr(" \t\n\r", span.text[span.length - 1]))
		span.length--;
	return span;
}

/* ---- text ---- */

static void do_subst(struct call *call)
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

static void do_patsubst(struct call *call)
{
	struct words words = { call->out, false };
	struct span pattern = strip(argument(call, 0)), replacement = argument_span(call, 1);

	make_each_word(word, argument(call, 2)) {
		begin_word(&words);
		make_substitute_word(word, pattern, replacement, call->out);
	}
}

static void do_strip(struct call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0))
		add_word(&words, word);
}

static void do_findstring(struct call *call)
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

static void filter(struct call *call, bool keep)
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

static void do_filter(struct call *call)
{
	filter(call, true);
}

static void do_filter_out(struct call *call)
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

static void do_sort(struct call *call)
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

static void word_list(struct call *call, const char *text, unsigned long first, unsigned long last)
{
	struct words words = { call->out, false };
	unsigned long number = 0;

	make_each_word(word, text)
		if (++number >= first && number <= last)
			add_word(&words, word);
}

static void do_word(struct call *call)
{
	unsigned long number = strtoul(argument(call, 0), NULL, 10);

	word_list(call, argument(call, 1), number, number);
}

static void do_wordlist(struct call *call)
{
	word_list(call, argument(call, 2), strtoul(argument(call, 0), NULL, 10),
		  strtoul(argument(call, 1), NULL, 10));
}

static void do_words(struct call *call)
{
	unsigned long number = 0;

	make_each_word(word, argument(call, 0))
		number++;
	strbuf_printf(call->out, "%lu", number);
}

static void do_firstword(struct call *call)
{
	word_list(call, argument(call, 0), 1, 1);
}

static void do_lastword(struct call *call)
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

static void do_dir(struct call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0)) {
		size_t length = directory_length(word);

		add_word(&words, length ? (struct span){ word.text, length } : (struct span){ "./", 2 });
	}
}

static void do_notdir(struct call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0)) {
		size_t length = directory_length(word);

		add_word(&words, (struct span){ word.text + length, word.length - length });
	}
}

static void do_suffix(struct call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0)) {
		size_t start = suffix_start(word);

		if (start < word.length)
			add_word(&words, (struct span){ word.text + start, word.length - start });
	}
}

static void do_basename(struct call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0))
		add_word(&words, (struct span){ word.text, suffix_start(word) });
}

static void do_addsuffix(struct call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 1)) {
		add_word(&words, word);
		strbuf_puts(call->out, argument(call, 0));
	}
}

static void do_addprefix(struct call *call)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 1)) {
		begin_word(&words);
		strbuf_puts(call->out, argument(call, 0));
		strbuf_add(call->out, word.text, word.length);
	}
}

static void do_join(struct call *call)
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

static void do_wildcard(struct call *call)
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
			const char *name = as_asked(make, pattern, arena_strndup(make->arena, found.text, found.length));

			add_word(&words, (struct span){ name, strlen(name) });
		}
	}
}

static void absolute_paths(struct call *call, bool must_exist)
{
	struct words words = { call->out, false };

	make_each_word(word, argument(call, 0)) {
		const char *path = make_path(call->make, arena_strndup(call->make->arena, word.text, word.length));

		if (!must_exist || make_sources_has(call->make->world->sources, path) ||
		    !strcmp(path, make_path(call->make, ".")))
			add_word(&words, (struct span){ path, strlen(path) });
	}
}

static void do_abspath(struct call *call)
{
	absolute_paths(call, false);
}

/* Links are not followed: the tree's own path is resolved already. */
static void do_realpath(struct call *call)
{
	absolute_paths(call, true);
}

/* ---- conditions ---- */

static void do_if(struct call *call)
{
	char *condition;
	size_t chosen;

	if (!call->count)
		return;
	condition = expand_argument(call, 0);
	chosen = strip(condition).length ? 1 : 2;
	free(condition);
	if (chosen < call->count)
		make_expand(call->make, call->raw[chosen], call->out);
}

static void do_or(struct call *call)
{
	for (size_t i = 0; i < call->count; i++) {
		char *value = expand_argument(call, i);
		bool found = *value;

		strbuf_puts(call->out, value);
		free(value);
		if (found)
			return;
	}
}

static void do_and(struct call *call)
{
	for (size_t i = 0; i < call->count; i++) {
		char *value = expand_argument(call, i);
		bool found = *value;

		if (found && i + 1 == call->count)
			strbuf_puts(call->out, value);
		free(value);
		if (!found)
			return;
	}
}

/* $(intcmp a,b,less,equal,greater); of integers alone: the smaller, the equal one. */
static void do_intcmp(struct call *call)
{
	char *left = expand_argument(call, 0), *right = expand_argument(call, 1);
	long long a = strtoll(left, NULL, 10), b = strtoll(right, NULL, 10);
	size_t chosen = a < b ? 2 : a == b ? 3 : 4;

	if (call->count <= 2) {
		if (a == b)
			strbuf_puts(call->out, left);
	} else {
		if (chosen == 4 && call->count == 4)
			chosen = 3;
		if (chosen < call->count)
			make_expand(call->make, call->raw[chosen], call->out);
	}
	free(left);
	free(right);
}

static void do_foreach(struct call *call)
{
	char *name = expand_argument(call, 0), *values = expand_argument(call, 1);
	struct words words = { call->out, false };
	size_t depth = call->make->locals.count;

	make_each_word(word, values) {
		struct strbuf value = { 0 };

		strbuf_add(&value, word.text, word.length);
		vec_push(&call->make->locals, (struct make_local){ strip(name), strbuf_text(&value) });
		begin_word(&words);
		if (call->count > 2)
			make_expand(call->make, call->raw[2], call->out);
		call->make->locals.count = depth;
		strbuf_free(&value);
		if (call->make->exhausted)
			break;
	}
	free(name);
	free(values);
}

/* $(let names,values,text): the last name takes what is left. */
static void do_let(struct call *call)
{
	char *names = expand_argument(call, 0), *values = expand_argument(call, 1);
	size_t depth = call->make->locals.count;
	const char *rest = values;

	make_each_word(name, names) {
		struct span value = make_next_word(rest);
		bool last = !make_next_word(name.text + name.length).length;

		if (last)
			value = strip(value.text);
		vec_push(&call->make->locals, (struct make_local){
			name, arena_strndup(call->make->arena, value.text, value.length) });
		rest = value.text + value.length;
	}
	if (call->count > 2)
		make_expand(call->make, call->raw[2], call->out);
	call->make->locals.count = depth;
	free(names);
	free(values);
}

/* ---- variables ---- */

static void do_value(struct call *call)
{
	make_variable_raw(call->make, strip(argument(call, 0)), call->out);
}

static void do_origin(struct call *call)
{
	static const char *const names[] = {
		[ORIGIN_UNDEFINED] = "undefined", [ORIGIN_DEFAULT] = "default",
		[ORIGIN_ENVIRONMENT] = "environment", [ORIGIN_FILE] = "file",
		[ORIGIN_COMMAND_LINE] = "command line", [ORIGIN_OVERRIDE] = "override",
		[ORIGIN_AUTOMATIC] = "automatic",
	};

	strbuf_puts(call->out, names[make_variable_origin(call->make, strip(argument(call, 0)))]);
}

static void do_flavor(struct call *call)
{
	struct span name = strip(argument(call, 0));
	struct make_variable *variable = make_find(call->make, name.text, name.length);

	if (variable)
		strbuf_puts(call->out, variable->recursive ? "recursive" : "simple");
	else if (make_variable_origin(call->make, name) != ORIGIN_UNDEFINED)
		strbuf_puts(call->out, "recursive");
	else
		strbuf_puts(call->out, "undefined");
}

static void do_eval(struct call *call)
{
	make_eval(call->make, argument(call, 0), strlen(argument(call, 0)));
}

static bool call_function(struct make *make, struct span name, struct call *call);

static void do_call(struct call *call)
{
	struct span name = strip(argument(call, 0));
	struct make *make = call->make;
	struct make_frame frame = { (const char *const *)call->text, call->count };
	struct make_variable *variable;
	char *copy;
	bool outer;

	if (!name.length)
		return;
	copy = arena_strndup(make->arena, name.text, name.length);
	if (make_compiler_macro(make, copy, &frame, call->out))
		return;
	variable = make_find(make, copy, name.length);
	if (!variable) {
		struct call inner = { .make = make, .out = call->out };

		/* A function of make's own, whose arguments are all expanded by now. */
		for (size_t i = 1; i < call->count; i++) {
			inner.text[i - 1] = call->text[i];
			inner.raw[i - 1] = argument_span(call, i);
		}
		inner.count = call->count ? call->count - 1 : 0;
		if (call_function(make, name, &inner))
			return;
	}
	/* Unlike a reference, a call may lead to itself. */
	outer = variable && variable->expanding;
	if (variable)
		variable->expanding = false;
	vec_push(&make->frames, frame);
	make_variable_value(make, (struct span){ copy, name.length }, call->out);
	make->frames.count--;
	if (variable)
		variable->expanding = outer;
}

/* ---- the outside ---- */

static void do_shell(struct call *call)
{
	make_shell(call->make, argument(call, 0), call->out);
}

static void do_file(struct call *call)
{
	struct span operation = strip(argument(call, 0));
	const char *path;
	size_t length;
	char *text;

	if (!operation.length || *operation.text != '<') {
		make_note(call->make, "$(file %s): nothing is written", argument(call, 0));
		return;
	}
	operation = strip(operation.text + 1);
	path = make_path(call->make, arena_strndup(call->make->arena, operation.text, operation.length));
	text = make_text(call->make, path, &length);
	if (!text)
		return;
	if (length && text[length - 1] == '\n')
		length--;
	strbuf_add(call->out, text, length);
	free(text);
}

static void do_error(struct call *call)
{
	make_note(call->make, "$(error %.200s)", argument(call, 0));
}

static void do_nothing(struct call *call)
{
	(void)call;
}

/* ---- the table ---- */

static const struct function {
	const char *name;
	void (*run)(struct call *call);
	unsigned most;		/* arguments; further commas belong to the last. 0: any number */
	bool as_written;	/* it expands its own arguments */
} functions[] = {
	{ "subst", do_subst, 3, false },
	{ "patsubst", do_patsubst, 3, false },
	{ "strip", do_strip, 1, false },
	{ "findstring", do_findstring, 2, false },
	{ "filter", do_filter, 2, false },
	{ "filter-out", do_filter_out, 2, false },
	{ "sort", do_sort, 1, false },
	{ "word", do_word, 2, false },
	{ "wordlist", do_wordlist, 3, false },
	{ "words", do_words, 1, false },
	{ "firstword", do_firstword, 1, false },
	{ "lastword", do_lastword, 1, false },
	{ "dir", do_dir, 1, false },
	{ "notdir", do_notdir, 1, false },
	{ "suffix", do_suffix, 1, false },
	{ "basename", do_basename, 1, false },
	{ "addsuffix", do_addsuffix, 2, false },
	{ "addprefix", do_addprefix, 2, false },
	{ "join", do_join, 2, false },
	{ "wildcard", do_wildcard, 1, false },
	{ "realpath", do_realpath, 1, false },
	{ "abspath", do_abspath, 1, false },
	{ "if", do_if, 3, true },
	{ "or", do_or, 0, true },
	{ "and", do_and, 0, true },
	{ "intcmp", do_intcmp, 5, true },
	{ "foreach", do_foreach, 3, true },
	{ "let", do_let, 3, true },
	{ "call", do_call, 0, false },
	{ "value", do_value, 1, false },
	{ "eval", do_eval, 1, false },
	{ "origin", do_origin, 1, false },
	{ "flavor", do_flavor, 1, false },
	{ "shell", do_shell, 1, false },
	{ "file", do_file, 2, false },
	{ "error", do_error, 1, false },
	{ "warning", do_nothing, 1, false },
	{ "info", do_nothing, 1, false },
	{ "guile", do_nothing, 1, false },
};

static const struct function *find_function(struct span name)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		if (strlen(functions[i].name) == name.length &&
		    !memcmp(functions[i].name, name.text, name.length))
			return &functions[i];
	return NULL;
}

static bool call_function(struct make *make, struct span name, struct call *call)
{
	const struct function *function = find_function(name);

	(void)make;
	if (!function || function->run == do_call)
		return false;
	function->run(call);
	return true;
}

/* Splits TEXT at its commas that stand in no parentheses of the kind that encloses it. */
static void split_arguments(struct call *call, struct span text, unsigned most, char open, char close)
{
	const char *end = text.text + text.length, *start = text.text;
	size_t depth = 0;

	if (!most || most > ARGUMENTS_MOST)
		most = ARGUMENTS_MOST;
	for (const char *p = start; ; p++) {
		if (p < end && *p == open)
			depth++;
		else if (p < end && *p == close && depth)
			depth--;
		if (p == end || (*p == ',' && !depth && call->count + 1 < most)) {
			call->raw[call->count++] = (struct span){ start, (size_t)(p - start) };
			start = p + 1;
		}
		if (p == end)
			return;
	}
}

bool make_function(struct make *make, struct span text, char open, char close, struct strbuf *out)
{
	struct call call = { .make = make, .out = out };
	const struct function *function;
	struct span name = { text.text, 0 };

	while (name.length < text.length && ((name.text[name.length] >= 'a' && name.text[name.length] <= 'z') ||
					     name.text[name.length] == '-'))
		name.length++;
	if (name.length == text.length || (name.text[name.length] != ' ' && name.text[name.length] != '\t'))
		return false;
	function = find_function(name);
	if (!function)
		return false;
	text.text += name.length;
	text.length -= name.length;
	while (text.length && (*text.text == ' ' || *text.text == '\t'))
		text.text++, text.length--;
	split_arguments(&call, text, function->most, open, close);
	for (size_t i = 0; i < call.count && !function->as_written; i++)
		call.text[i] = make_expanded(make, call.raw[i]);
	function->run(&call);
	for (size_t i = 0; i < call.count; i++)
		free(call.text[i]);
	return true;
}
