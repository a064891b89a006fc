// SPDX-License-Identifier: GPL-2.0-only
/*
 * The macro language: variables, functions defined by the user, built-in functions and the environment, in
 * this order. $(shell,...) alone reaches outside, and is answered from a table.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kbuild/kconfig_lexer.h"

#define ARGUMENTS_MOST 16
/* Against texts that double themselves. */
#define LENGTH_MOST (64 * 1024)
#define EXPANSIONS_MOST 100000
#define NESTED_MOST 200

struct macro {
	const char *value;
	bool is_simple;
	unsigned in_use;
};

struct arguments {
	size_t count;
	const char *data[ARGUMENTS_MOST];
};

static const char *expand_with(struct kconfig *kconfig, const char *text, const char *end,
			       const struct arguments *arguments);

static void complain(struct kconfig *kconfig, const char *what, const char *name)
{
	const struct kconfig_lexer *lexer = kconfig->lexer;

	kconfig_complain(kconfig, lexer ? lexer->file : "", lexer ? lexer->line : 0, "%s: '%.200s'", what, name);
}

/* ---- built-in functions ---- */

static const char *call_shell(struct kconfig *kconfig, const struct arguments *arguments)
{
	return kconfig_answer_shell(kconfig, arguments->data[0]);
}

static const char *call_filename(struct kconfig *kconfig, const struct arguments *arguments)
{
	(void)arguments;
	return kconfig->lexer ? kconfig->lexer->file : "";
}

static const char *call_lineno(struct kconfig *kconfig, const struct arguments *arguments)
{
	(void)arguments;
	return arena_printf(kconfig->arena, "%u", kconfig->lexer ? kconfig->lexer->line : 0);
}

/* Where `conf` would say something, or give up: a note. */
static const char *call_message_if(struct kconfig *kconfig, const struct arguments *arguments)
{
	if (!strcmp(arguments->data[0], "y"))
		complain(kconfig, "the Kconfig file says", arguments->data[1]);
	return "";
}

static const char *call_info(struct kconfig *kconfig, const struct arguments *arguments)
{
	(void)kconfig;
	(void)arguments;
	return "";
}

static const struct {
	const char *name;
	size_t arguments;
	const char *(*call)(struct kconfig *kconfig, const struct arguments *arguments);
} functions[] = {
	{ "error-if", 2, call_message_if },
	{ "filename", 0, call_filename },
	{ "info", 1, call_info },
	{ "lineno", 0, call_lineno },
	{ "shell", 1, call_shell },
	{ "warning-if", 2, call_message_if },
};

static const char *call_function(struct kconfig *kconfig, const char *name, const struct arguments *arguments)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		if (strcmp(functions[i].name, name))
			continue;
		if (functions[i].arguments == arguments->count)
			return functions[i].call(kconfig, arguments);
		complain(kconfig, "a function is called with too few or too many arguments", name);
		return "";
	}
	return NULL;
}

/* ---- variables ---- */

void kconfig_set_variable(struct kconfig *kconfig, const char *name, const char *value, enum macro_flavor flavor)
{
	struct macro *macro = strmap_get(&kconfig->variables, name);
	bool appends = macro && flavor == MACRO_APPEND;

	if (!macro) {
		macro = arena_alloc(kconfig->arena, sizeof(*macro));
		strmap_set(&kconfig->variables, arena_strdup(kconfig->arena, name), macro);
	}
	if (!appends)
		macro->is_simple = flavor == MACRO_SIMPLE;
	if (macro->is_simple)
		value = kconfig_expand(kconfig, value);
	if (appends && strlen(macro->value) + strlen(value) > LENGTH_MOST)
		complain(kconfig, "a variable is too long", name);
	else if (appends)
		macro->value = arena_printf(kconfig->arena, "%s %s", macro->value, value);
	else
		macro->value = arena_strdup(kconfig->arena, value);
}

static const char *expand_variable(struct kconfig *kconfig, const char *name, const struct arguments *arguments)
{
	struct macro *macro = strmap_get(&kconfig->variables, name);
	const char *text;

	if (!macro)
		return NULL;
	if (macro->is_simple)
		return macro->value;
	if (macro->in_use && (!arguments->count || macro->in_use > NESTED_MOST)) {
		complain(kconfig, "a variable refers to itself", name);
		return "";
	}
	macro->in_use++;
	text = expand_with(kconfig, macro->value, macro->value + strlen(macro->value), arguments);
	macro->in_use--;
	return text;
}

/* ---- expansion ---- */

/* Splits START..END at commas outside of brackets. The first part is a name. */
static size_t split(const char *start, const char *end, const char *parts[][2], size_t room)
{
	size_t count = 0;
	int nested = 0;

	parts[0][0] = start;
	for (const char *at = start; at < end; at++) {
		nested += (*at == '(') - (*at == ')');
		if (*at != ',' || nested || count + 1 >= room)
			continue;
		parts[count++][1] = at;
		parts[count][0] = at + 1;
	}
	parts[count++][1] = end;
	return count;
}

/* $(1) is an argument of the function that is being expanded. */
static const char *own_argument(const char *start, const char *end, const struct arguments *arguments)
{
	unsigned long number = 0;

	for (const char *at = start; at < end; at++) {
		if (*at < '0' || *at > '9' || number > ARGUMENTS_MOST)
			return NULL;
		number = number * 10 + (unsigned long)(*at - '0');
	}
	return number && number <= arguments->count ? arguments->data[number - 1] : NULL;
}

/* What stands between the brackets of a macro. */
static const char *expand_clause(struct kconfig *kconfig, const char *start, const char *end,
				 const struct arguments *around)
{
	const char *parts[ARGUMENTS_MOST + 1][2];
	struct arguments arguments = { 0 };
	const char *text = own_argument(start, end, around);

	if (text)
		return text;
	size_t count = split(start, end, parts, ARGUMENTS_MOST + 1);
	const char *name = expand_with(kconfig, parts[0][0], parts[0][1], around);

	for (size_t i = 1; i < count; i++)
		arguments.data[arguments.count++] = expand_with(kconfig, parts[i][0], parts[i][1], around);
	text = expand_variable(kconfig, name, &arguments);
	if (!text)
		text = call_function(kconfig, name, &arguments);
	if (!text && !arguments.count)
		text = strmap_get(&kconfig->environment, name);
	return text ? text : "";
}

static const char *expand_dollar_with(struct kconfig *kconfig, const char **at, const char *end,
				      const struct arguments *arguments)
{
	const char *start = *at + 2, *close = start;
	int nested = 0;

	if (*at + 1 >= end || (*at)[1] != '(') {
		(*at)++;
		return "$";
	}
	for (; close < end && (*close != ')' || nested); close++)
		nested += (*close == '(') - (*close == ')');
	if (close >= end) {
		complain(kconfig, "a macro does not end on its line", arena_strndup(kconfig->arena, start,
										     (size_t)(end - start)));
		*at = end;
		return "";
	}
	*at = close + 1;
	return expand_clause(kconfig, start, close, arguments);
}

static const char *expand_with(struct kconfig *kconfig, const char *text, const char *end,
			       const struct arguments *arguments)
{
	struct strbuf out = { 0 };

	if (!memchr(text, '$', (size_t)(end - text)))
		return arena_strndup(kconfig->arena, text, (size_t)(end - text));
	if (kconfig->depth >= NESTED_MOST || kconfig->expansions++ >= EXPANSIONS_MOST) {
		complain(kconfig, "macros expand without end", "");
		return "";
	}
	kconfig->depth++;
	while (text < end && out.length <= LENGTH_MOST) {
		if (*text == '$')
			strbuf_puts(&out, expand_dollar_with(kconfig, &text, end, arguments));
		else
			strbuf_putc(&out, *text++);
	}
	kconfig->depth--;
	if (out.length > LENGTH_MOST) {
		complain(kconfig, "a macro expands to too much", "");
		out.length = 0;
	}
	const char *result = arena_strndup(kconfig->arena, strbuf_text(&out), out.length);

	strbuf_free(&out);
	return result;
}

static const struct arguments no_arguments;

const char *kconfig_expand(struct kconfig *kconfig, const char *text)
{
	return expand_with(kconfig, text, text + strlen(text), &no_arguments);
}

const char *kconfig_expand_dollar(struct kconfig *kconfig, const char **at, const char *end)
{
	return expand_dollar_with(kconfig, at, end, &no_arguments);
}
