// SPDX-License-Identifier: GPL-2.0-only
/* Functions of make: the table, conditions, loops, calls, variables. */
#include <string.h>

#include "kbuild/make_call.h"

/* Expands argument INDEX of a function that takes them as written. */
static char *expand_argument(const struct make_call *call, size_t index)
{
	if (index >= call->count)
		return xstrdup("");
	return make_expanded(call->make, call->raw[index]);
}

/* ---- conditions ---- */

static void do_if(struct make_call *call)
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

static void do_or(struct make_call *call)
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

static void do_and(struct make_call *call)
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
static void do_intcmp(struct make_call *call)
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

static void do_foreach(struct make_call *call)
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
static void do_let(struct make_call *call)
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

static void do_value(struct make_call *call)
{
	make_variable_raw(call->make, strip(argument(call, 0)), call->out);
}

static void do_origin(struct make_call *call)
{
	static const char *const names[] = {
		[ORIGIN_UNDEFINED] = "undefined", [ORIGIN_DEFAULT] = "default",
		[ORIGIN_ENVIRONMENT] = "environment", [ORIGIN_FILE] = "file",
		[ORIGIN_COMMAND_LINE] = "command line", [ORIGIN_OVERRIDE] = "override",
		[ORIGIN_AUTOMATIC] = "automatic",
	};

	strbuf_puts(call->out, names[make_variable_origin(call->make, strip(argument(call, 0)))]);
}

static void do_flavor(struct make_call *call)
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

static void do_eval(struct make_call *call)
{
	make_eval(call->make, argument(call, 0), strlen(argument(call, 0)));
}

static bool call_function(struct make *make, struct span name, struct make_call *call);

static void do_call(struct make_call *call)
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
		struct make_call inner = { .make = make, .out = call->out };

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

static void do_shell(struct make_call *call)
{
	make_shell(call->make, argument(call, 0), call->out);
}

static void do_file(struct make_call *call)
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

static void do_error(struct make_call *call)
{
	make_note(call->make, "$(error %.200s)", argument(call, 0));
}

static void do_nothing(struct make_call *call)
{
	(void)call;
}

/* ---- the table ---- */

static const struct function {
	const char *name;
	void (*run)(struct make_call *call);
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

static bool call_function(struct make *make, struct span name, struct make_call *call)
{
	const struct function *function = find_function(name);

	(void)make;
	if (!function || function->run == do_call)
		return false;
	function->run(call);
	return true;
}

/* Splits TEXT at its commas that stand in no parentheses of the kind that encloses it. */
static void split_arguments(struct make_call *call, struct span text, unsigned most, char open, char close)
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
	struct make_call call = { .make = make, .out = out };
	const struct function *function;
	struct span name = { text.text, 0 };

	while (name.length < text.length &&
	       ((name.text[name.length] >= 'a' && name.text[name.length] <= 'z') ||
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
