// SPDX-License-Identifier: GPL-2.0-only
/* Reading Kconfig files. Macros are taken for true: what the compiler can do is make's affair. */
#include "kbuild/old_kconfig.h"

#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "tree/lexer.h"
#include "tree/tree.h"

/* Files that source each other in a circle end here. */
#define MOST_DEPTH 64

struct old_reader {
	struct tree *tree;
	const char *arch;
	struct old_kconfig *kconfig;
	VEC(const struct old_expression *) around;	/* of open menus, ifs and choices */
	struct old_symbol *symbol;			/* being read, NULL in a menu, choice or comment */
	struct old_definition *definition;
	bool in_block;			/* a menu's or choice's attributes may follow */
	unsigned depth;
};

/* ---- expressions ---- */

static const struct old_expression *make_expression(struct old_reader *reader, enum old_expression_kind kind,
						const struct old_expression *left,
						const struct old_expression *right)
{
	struct old_expression *expression = arena_alloc(reader->kconfig->arena, sizeof(*expression));

	*expression = (struct old_expression){ .kind = kind, .left = left, .right = right };
	return expression;
}

static const struct old_expression *both(struct old_reader *reader, const struct old_expression *left,
				     const struct old_expression *right)
{
	if (!left || !right)
		return left ? left : right;
	return make_expression(reader, EXPRESSION_AND, left, right);
}

static void skip_blanks(const char **at)
{
	*at += strspn(*at, " \t\r");
}

/* $(...) with brackets in it. */
static void skip_macro(const char **at)
{
	int depth = 0;

	for (; **at; (*at)++) {
		depth += (**at == '(') - (**at == ')');
		if (**at == ')' && !depth) {
			(*at)++;
			return;
		}
	}
}

static const char *read_operand(struct old_reader *reader, const char **at)
{
	const char *start = *at;

	if (**at == '"' || **at == '\'') {
		char quote = *(*at)++;
		const char *text = *at;

		while (**at && **at != quote)
			(*at)++;
		const char *copy = arena_strndup(reader->kconfig->arena, text, (size_t)(*at - text));

		*at += **at == quote;
		return copy;
	}
	while (is_identifier_char((unsigned char)**at) || **at == '-' || **at == '.')
		(*at)++;
	return arena_strndup(reader->kconfig->arena, start, (size_t)(*at - start));
}

static const struct old_expression *read_or(struct old_reader *reader, const char **at);

static const struct old_expression *constant(struct old_reader *reader, bool yes)
{
	return make_expression(reader, yes ? EXPRESSION_YES : EXPRESSION_NO, NULL, NULL);
}

/* A symbol, or one compared with something. */
static const struct old_expression *read_comparison(struct old_reader *reader, const char **at)
{
	const char *name = read_operand(reader, at);
	struct old_expression *expression = arena_alloc(reader->kconfig->arena, sizeof(*expression));

	skip_blanks(at);
	expression->symbol = name;
	if (**at == '=' || !strncmp(*at, "!=", 2)) {
		expression->kind = **at == '=' ? EXPRESSION_EQUAL : EXPRESSION_UNEQUAL;
		*at += **at == '=' ? 1 : 2;
		skip_blanks(at);
		if (**at == '$') {
			skip_macro(at);
			return constant(reader, true);
		}
		expression->text = read_operand(reader, at);
		return expression;
	}
	if (**at == '<' || **at == '>') {
		*at += 1 + ((*at)[1] == '=');
		skip_blanks(at);
		read_operand(reader, at);
		return constant(reader, true);
	}
	if (!strcmp(name, "y") || !strcmp(name, "m"))
		return constant(reader, true);
	if (!strcmp(name, "n"))
		return constant(reader, false);
	expression->kind = EXPRESSION_SYMBOL;
	return expression;
}

static const struct old_expression *read_factor(struct old_reader *reader, const char **at)
{
	skip_blanks(at);
	if (**at == '!' && (*at)[1] != '=') {
		(*at)++;
		return make_expression(reader, EXPRESSION_NOT, read_factor(reader, at), NULL);
	}
	if (**at == '(') {
		(*at)++;
		const struct old_expression *inner = read_or(reader, at);

		skip_blanks(at);
		*at += **at == ')';
		return inner;
	}
	if (**at == '$') {
		skip_macro(at);
		return constant(reader, true);
	}
	if (!is_identifier_char((unsigned char)**at) && **at != '"' && **at != '\'') {
		*at += strlen(*at);
		return constant(reader, true);
	}
	return read_comparison(reader, at);
}

static const struct old_expression *read_and(struct old_reader *reader, const char **at)
{
	const struct old_expression *left = read_factor(reader, at);

	skip_blanks(at);
	while (!strncmp(*at, "&&", 2)) {
		*at += 2;
		left = make_expression(reader, EXPRESSION_AND, left, read_factor(reader, at));
		skip_blanks(at);
	}
	return left;
}

static const struct old_expression *read_or(struct old_reader *reader, const char **at)
{
	const struct old_expression *left = read_and(reader, at);

	skip_blanks(at);
	while (!strncmp(*at, "||", 2)) {
		*at += 2;
		left = make_expression(reader, EXPRESSION_OR, left, read_and(reader, at));
		skip_blanks(at);
	}
	return left;
}

/* `if EXPRESSION` at the end of an attribute; NULL when there is none. */
static const struct old_expression *read_condition(struct old_reader *reader, const char **at)
{
	skip_blanks(at);
	if (strncmp(*at, "if ", 3) && strncmp(*at, "if(", 3))
		return NULL;
	*at += 2;
	return read_or(reader, at);
}

/* ---- entries ---- */

static struct old_symbol *find_symbol(struct old_kconfig *kconfig, const char *name)
{
	struct old_symbol *symbol = strmap_get(&kconfig->symbols, name);

	if (symbol)
		return symbol;
	symbol = arena_alloc(kconfig->arena, sizeof(*symbol));
	symbol->name = name;
	strmap_set(&kconfig->symbols, name, symbol);
	vec_push(&kconfig->all, symbol);
	return symbol;
}

static const struct old_expression *all_around(struct old_reader *reader)
{
	const struct old_expression *depends = NULL;

	vec_each(expression, &reader->around)
		depends = both(reader, depends, *expression);
	return depends;
}

static void start_symbol(struct old_reader *reader, const char *at)
{
	struct old_definition *definition = arena_alloc(reader->kconfig->arena, sizeof(*definition));

	skip_blanks(&at);
	reader->symbol = find_symbol(reader->kconfig, read_operand(reader, &at));
	reader->definition = definition;
	reader->in_block = false;
	definition->depends = all_around(reader);
	vec_push(&reader->symbol->definitions, definition);
}

static void open_block(struct old_reader *reader, const struct old_expression *depends)
{
	vec_push(&reader->around, depends);
	reader->symbol = NULL;
	reader->in_block = true;
}

static void close_block(struct old_reader *reader)
{
	if (reader->around.count)
		reader->around.count--;
	reader->symbol = NULL;
	reader->in_block = false;
}

static void add_depends(struct old_reader *reader, const char *at)
{
	const struct old_expression *depends;

	skip_blanks(&at);
	if (!strncmp(at, "on", 2))
		at += 2;
	depends = read_or(reader, &at);
	if (reader->symbol)
		reader->definition->depends = both(reader, reader->definition->depends, depends);
	else if (reader->in_block && reader->around.count)
		vec_last(&reader->around) = both(reader, vec_last(&reader->around), depends);
}

static void add_prompt(struct old_reader *reader, const char *at)
{
	skip_blanks(&at);
	if (!reader->symbol || (*at != '"' && *at != '\''))
		return;
	read_operand(reader, &at);
	reader->definition->has_prompt = true;
	reader->definition->prompt_if = read_condition(reader, &at);
}

static void add_default(struct old_reader *reader, const char *at)
{
	struct kconfig_default value;

	if (!reader->symbol)
		return;
	value.value = read_or(reader, &at);
	value.condition = read_condition(reader, &at);
	vec_push(&reader->definition->defaults, value);
}

static void add_select(struct old_reader *reader, const char *at)
{
	if (!reader->symbol)
		return;
	skip_blanks(&at);
	struct old_symbol *target = find_symbol(reader->kconfig, read_operand(reader, &at));

	vec_push(&target->selected, (struct selection){
		.by = reader->symbol->name, .condition = read_condition(reader, &at) });
}

static void set_type(struct old_reader *reader, const char *at, bool is_tristate)
{
	if (reader->symbol)
		reader->definition->is_tristate = is_tristate;
	add_prompt(reader, at);
}

/* ---- files ---- */

static int read_kconfig_file(struct old_reader *reader, const char *path, bool optional,
			     struct error *error);

/* $(SRCARCH), $(HEADER_ARCH) and the like are the architecture; NULL for other macros. */
static char *expand_path(struct old_reader *reader, const char *text)
{
	struct strbuf buf = { 0 };
	char *path = NULL;

	for (; *text; text++) {
		if (*text != '$') {
			strbuf_putc(&buf, *text);
			continue;
		}
		const char *close = strchr(text, ')');

		if (!close)
			break;
		if (memmem(text, (size_t)(close - text), "ARCH", 4))
			strbuf_puts(&buf, reader->arch);
		else if (!memmem(text, (size_t)(close - text), "srctree", 7))
			break;
		text = close;
	}
	if (!*text)
		path = arena_strdup(reader->kconfig->arena, strbuf_text(&buf));
	strbuf_free(&buf);
	if (path && *path == '/')
		path++;
	return path;
}

static int read_source(struct old_reader *reader, const char *at, const char *from, bool relative,
		       bool optional, struct error *error)
{
	skip_blanks(&at);
	char *path = expand_path(reader, read_operand(reader, &at));

	if (!path)
		return 0;
	if (relative)
		path = path_join(reader->kconfig->arena, path_dir(reader->kconfig->arena, from), path);
	return read_kconfig_file(reader, path, optional, error);
}

static bool takes(const char **at, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*at, word, length) || is_identifier_char((unsigned char)(*at)[length]))
		return false;
	*at += length;
	return true;
}

static bool read_attribute(struct old_reader *reader, const char *at)
{
	if (takes(&at, "bool") || takes(&at, "boolean"))
		set_type(reader, at, false);
	else if (takes(&at, "tristate"))
		set_type(reader, at, true);
	else if (takes(&at, "def_bool") || takes(&at, "default"))
		add_default(reader, at);
	else if (takes(&at, "def_tristate")) {
		if (reader->symbol)
			reader->definition->is_tristate = true;
		add_default(reader, at);
	} else if (takes(&at, "prompt") || takes(&at, "int") || takes(&at, "hex") ||
		   takes(&at, "string"))
		add_prompt(reader, at);
	else if (takes(&at, "depends"))
		add_depends(reader, at);
	else if (takes(&at, "select"))
		add_select(reader, at);
	else
		return false;
	return true;
}

static int read_line(struct old_reader *reader, const char *at, const char *from,
		     struct error *error)
{
	if (read_attribute(reader, at))
		return 0;
	if (takes(&at, "config") || takes(&at, "menuconfig"))
		start_symbol(reader, at);
	else if (takes(&at, "menu") || takes(&at, "choice"))
		open_block(reader, NULL);
	else if (takes(&at, "if"))
		open_block(reader, read_or(reader, &at));
	else if (takes(&at, "endmenu") || takes(&at, "endchoice") || takes(&at, "endif"))
		close_block(reader);
	else if (takes(&at, "comment"))
		reader->symbol = NULL, reader->in_block = false;
	else if (takes(&at, "source"))
		return read_source(reader, at, from, false, false, error);
	else if (takes(&at, "osource"))
		return read_source(reader, at, from, false, true, error);
	else if (takes(&at, "rsource"))
		return read_source(reader, at, from, true, false, error);
	else if (takes(&at, "orsource"))
		return read_source(reader, at, from, true, true, error);
	return 0;
}

static size_t indent_of(const char *line)
{
	size_t width = 0;

	for (; *line == ' ' || *line == '\t'; line++)
		width = *line == '\t' ? (width / 8 + 1) * 8 : width + 1;
	return width;
}

/* Behind `help`: the first line that is not indented like the text. */
static char *skip_help(char *line)
{
	size_t width = 0;

	while (line && *line) {
		size_t indent = indent_of(line);
		bool blank = !line[strspn(line, " \t\r")] || line[strspn(line, " \t\r")] == '\n';

		if (!blank && !width)
			width = indent;
		if (!blank && (!indent || indent < width))
			return line;
		char *next = strchr(line, '\n');

		line = next ? next + 1 : NULL;
	}
	return line;
}

static int read_kconfig_text(struct old_reader *reader, char *text, const char *path,
			     struct error *error)
{
	for (char *at = text; (at = strstr(at, "\\\n")); at += 2)
		at[0] = at[1] = ' ';
	for (char *line = text; line && *line;) {
		char *next = strchr(line, '\n');

		if (next)
			*next++ = '\0';
		const char *at = line + strspn(line, " \t");

		if (starts_with(at, "help") || starts_with(at, "---help---"))
			next = skip_help(next);
		else if (*at != '#' && read_line(reader, at, path, error))
			return -1;
		line = next;
	}
	return 0;
}

static int read_kconfig_file(struct old_reader *reader, const char *path, bool optional,
			     struct error *error)
{
	char *full = arena_printf(reader->kconfig->arena, "%s/%s", reader->tree->path, path);
	struct error ignored = { 0 };

	if (reader->depth >= MOST_DEPTH)
		return 0;
	char *text = read_file(full, NULL, optional ? &ignored : error);

	error_clear(&ignored);
	if (!text)
		return optional ? 0 : -1;
	reader->depth++;
	int failed = read_kconfig_text(reader, text, path, error);

	reader->depth--;
	free(text);
	return failed;
}

int kconfig_read(struct tree *tree, const char *arch, struct old_kconfig *kconfig,
		 struct error *error)
{
	struct old_reader reader = { .tree = tree, .arch = arch, .kconfig = kconfig };

	*kconfig = (struct old_kconfig){ .arena = arena_new() };
	int failed = read_kconfig_file(&reader, "Kconfig", false, error);

	vec_free(&reader.around);
	return failed;
}

void kconfig_free(struct old_kconfig *kconfig)
{
	vec_each(symbol, &kconfig->all) {
		vec_each(definition, &(*symbol)->definitions)
			vec_free(&(*definition)->defaults);
		vec_free(&(*symbol)->definitions);
		vec_free(&(*symbol)->selected);
	}
	vec_free(&kconfig->all);
	strmap_free(&kconfig->symbols);
	arena_free(kconfig->arena);
	kconfig->arena = NULL;
}
