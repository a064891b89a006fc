// SPDX-License-Identifier: GPL-2.0-only
/* Numbers in headers: enough of the preprocessor and of integer expressions to count enumerators. */
#include <ctype.h>
#include <string.h>

#include "kbuild/generated_internal.h"

#define NESTED_MOST 64

/* ---- expressions ---- */

struct constant_reader {
	struct expressions *expressions;
	const char *at;
	bool unknown;	/* something was */
};

static long long read_ternary(struct constant_reader *reader);

static void skip_blanks(struct constant_reader *reader)
{
	while (isspace((unsigned char)*reader->at))
		reader->at++;
}

static bool take(struct constant_reader *reader, const char *token)
{
	skip_blanks(reader);
	if (strncmp(reader->at, token, strlen(token)))
		return false;
	reader->at += strlen(token);
	return true;
}

/* What is defined: macros that were seen, and symbols that are y, as autoconf.h has them. */
static bool is_defined(struct expressions *expressions, const char *name)
{
	return strmap_has(&expressions->macros, name) ||
	       (starts_with(name, "CONFIG_") && *symbol_value(expressions->generator, name) &&
		!strchr("mn", *symbol_value(expressions->generator, name)));
}

static long long value_of_symbol(struct expressions *expressions, const char *name)
{
	const char *value = symbol_value(expressions->generator, name);

	return *value == 'y' ? 1 : strtoll(value, NULL, 0);
}

static long long value_of_name(struct constant_reader *reader, const char *name)
{
	struct expressions *expressions = reader->expressions;
	const long long *constant = strmap_get(&expressions->constants, name);
	const char *macro = strmap_get(&expressions->macros, name);
	long long value = 0;

	if (starts_with(name, "CONFIG_"))
		return value_of_symbol(expressions, name);
	if (constant)
		return *constant;
	if (macro && *macro && expressions->depth < NESTED_MOST && evaluate(expressions, macro, &value))
		return value;
	reader->unknown = true;
	return 0;
}

static char *take_name(struct constant_reader *reader)
{
	const char *start;

	skip_blanks(reader);
	start = reader->at;
	while (isalnum((unsigned char)*reader->at) || *reader->at == '_')
		reader->at++;
	return arena_strndup(reader->expressions->arena, start, (size_t)(reader->at - start));
}

/* Behind `defined` or IS_ENABLED: a name, in parentheses or not. */
static char *take_operand_name(struct constant_reader *reader)
{
	bool open = take(reader, "(");
	char *name = take_name(reader);

	if (open)
		take(reader, ")");
	return name;
}

static long long order_base_2(long long value)
{
	long long order = 0;

	while (order < 62 && (1ll << order) < value)
		order++;
	return order;
}

static long long call_function(struct constant_reader *reader, const char *name)
{
	long long value = read_ternary(reader);

	take(reader, ")");
	if (!strcmp(name, "order_base_2"))
		return order_base_2(value);
	if (!strcmp(name, "ilog2"))
		return value > 0 ? 63 - __builtin_clzll((unsigned long long)value) : 0;
	if (!strcmp(name, "BIT") && value >= 0 && value < 63)
		return 1ll << value;
	reader->unknown = true;
	return 0;
}

static long long read_primary(struct constant_reader *reader)
{
	char *name, *end;
	long long value;

	if (take(reader, "(")) {
		value = read_ternary(reader);
		take(reader, ")");
		return value;
	}
	if (isdigit((unsigned char)*reader->at)) {
		value = (long long)strtoull(reader->at, &end, 0);
		reader->at = end;
		while (strchr("uUlL", *reader->at) && *reader->at)
			reader->at++;
		return value;
	}
	name = take_name(reader);
	if (!*name) {
		reader->unknown = true;
		reader->at += *reader->at != '\0';
		return 0;
	}
	if (!strcmp(name, "defined"))
		return is_defined(reader->expressions, take_operand_name(reader));
	if (!strcmp(name, "IS_ENABLED") || !strcmp(name, "IS_BUILTIN") || !strcmp(name, "IS_REACHABLE")) {
		const char *set = symbol_value(reader->expressions->generator, take_operand_name(reader));

		return *set == 'y' || (*set == 'm' && name[3] == 'E');
	}
	if (take(reader, "("))
		return call_function(reader, name);
	return value_of_name(reader, name);
}

static long long read_unary(struct constant_reader *reader)
{
	if (reader->expressions->depth > NESTED_MOST) {
		reader->unknown = true;
		return 0;
	}
	skip_blanks(reader);
	if (*reader->at == '!' && reader->at[1] != '=')
		return reader->at++, !read_unary(reader);
	if (take(reader, "-"))
		return (long long)(0 - (unsigned long long)read_unary(reader));
	if (take(reader, "~"))
		return ~read_unary(reader);
	if (take(reader, "+"))
		return read_unary(reader);
	return read_primary(reader);
}

/* Binary operators, those that bind closest first. */
static const struct operator {
	const char *text;
	int level;
} operators[] = {
	{ "*", 0 }, { "/", 0 }, { "%", 0 }, { "+", 1 }, { "-", 1 }, { "<<", 2 }, { ">>", 2 }, { "<=", 3 },
	{ ">=", 3 }, { "<", 3 }, { ">", 3 }, { "==", 4 }, { "!=", 4 }, { "&&", 8 }, { "||", 9 }, { "&", 5 },
	{ "^", 6 }, { "|", 7 },
};

static long long apply(const char *operator, long long left, long long right)
{
	unsigned long long a = (unsigned long long)left, b = (unsigned long long)right;

	switch (operator[0]) {
	case '*': return (long long)(a * b);
	case '/': return right && right != -1 ? left / right : 0;
	case '%': return right && right != -1 ? left % right : 0;
	case '+': return (long long)(a + b);
	case '-': return (long long)(a - b);
	case '^': return left ^ right;
	case '=': return left == right;
	case '!': return left != right;
	case '&': return operator[1] ? left && right : left & right;
	case '|': return operator[1] ? left || right : left | right;
	case '<': return operator[1] == '<' ? (right >= 0 && right < 63 ? (long long)(a << b) : 0) :
			 operator[1] ? left <= right : left < right;
	case '>': return operator[1] == '>' ? (right >= 0 && right < 63 ? left >> right : 0) :
			 operator[1] ? left >= right : left > right;
	}
	return 0;
}

static const struct operator *take_operator(struct constant_reader *reader, int level)
{
	skip_blanks(reader);
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		size_t length = strlen(operators[i].text);

		if (strncmp(reader->at, operators[i].text, length))
			continue;
		/* The first that matches is the longest. */
		if (operators[i].level != level)
			return NULL;
		reader->at += length;
		return &operators[i];
	}
	return NULL;
}

static long long read_binary(struct constant_reader *reader, int level)
{
	long long left = level ? read_binary(reader, level - 1) : read_unary(reader);
	const struct operator *operator;

	while ((operator = take_operator(reader, level))) {
		long long right = level ? read_binary(reader, level - 1) : read_unary(reader);

		left = apply(operator->text, left, right);
	}
	return left;
}

static long long read_ternary(struct constant_reader *reader)
{
	long long condition, yes, no;

	if (++reader->expressions->depth > NESTED_MOST) {
		reader->unknown = true;
		reader->expressions->depth--;
		return 0;
	}
	condition = read_binary(reader, 9);
	if (take(reader, "?")) {
		yes = read_ternary(reader);
		take(reader, ":");
		no = read_ternary(reader);
		condition = condition ? yes : no;
	}
	reader->expressions->depth--;
	return condition;
}

bool evaluate(struct expressions *expressions, const char *text, long long *value)
{
	struct constant_reader reader = { .expressions = expressions, .at = text };

	*value = read_ternary(&reader);
	skip_blanks(&reader);
	return !reader.unknown && !*reader.at;
}

/* ---- branches ---- */

/* TEXT without comments and continued lines; malloc'd. */
static char *strip_comments(const char *text)
{
	struct strbuf out = { 0 };
	const char *p = text;

	while (*p) {
		if (p[0] == '\\' && p[1] == '\n') {
			p += 2;
		} else if (p[0] == '/' && p[1] == '/') {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			const char *end = strstr(p + 2, "*/");

			p = end ? end + 2 : p + strlen(p);
			strbuf_putc(&out, ' ');
		} else {
			strbuf_putc(&out, *p++);
		}
	}
	return out.text ? strbuf_take(&out) : xstrdup("");
}

struct text_branch { bool outer, taken, active; };
struct text_branches { struct text_branch *data; size_t count, room; };

static bool is_active(const struct text_branches *branches)
{
	return !branches->count || vec_last(branches).active;
}

static bool condition_holds(struct expressions *expressions, const char *directive, const char *rest)
{
	struct constant_reader reader = { .expressions = expressions, .at = rest };
	long long value;

	if (starts_with(directive, "ifdef"))
		return is_defined(expressions, take_name(&reader));
	if (starts_with(directive, "ifndef"))
		return !is_defined(expressions, take_name(&reader));
	/* A name that is not known is 0, as it is for the preprocessor. */
	evaluate(expressions, rest, &value);
	return value;
}

/* Follows #if and its like; false: LINE is none of them. */
static bool follow(struct expressions *expressions, struct text_branches *branches, const char *line)
{
	struct text_branch opened = { .outer = is_active(branches) }, *current;
	const char *word, *rest;

	while (isspace((unsigned char)*line))
		line++;
	if (*line++ != '#')
		return false;
	while (isspace((unsigned char)*line))
		line++;
	word = line;
	rest = line + strspn(line, "abcdefghijklmnopqrstuvwxyz");
	if (starts_with(word, "if"))
		vec_push(branches, opened);
	else if (!starts_with(word, "el") && !starts_with(word, "endif"))
		return false;
	if (!branches->count)
		return true;
	if (starts_with(word, "endif")) {
		branches->count--;
		return true;
	}
	current = &vec_last(branches);
	current->active = current->outer && !current->taken &&
			  (starts_with(word, "else") || condition_holds(expressions, word, rest));
	current->taken |= current->active;
	return true;
}

void each_active_line(struct expressions *expressions, const char *text,
		      void (*each)(char *line, void *context), void *context)
{
	char *stripped = strip_comments(text), *line = stripped;
	struct text_branches branches = { 0 };

	while (*line) {
		size_t length = strcspn(line, "\n");
		char *next = line + length + (line[length] == '\n');

		line[length] = '\0';
		if (!follow(expressions, &branches, line) && is_active(&branches))
			each(line, context);
		line = next;
	}
	vec_free(&branches);
	free(stripped);
}

/* ---- constants ---- */

/* Where a header is being read. */
struct constants {
	struct expressions *expressions;
	bool in_enum;
	long long next;	/* the value of the next enumerator */
};

static void read_macro(struct constants *constants, const char *line)
{
	struct constant_reader reader = { .expressions = constants->expressions, .at = line };
	char *name = take_name(&reader);

	/* Those with parameters are no numbers. */
	if (!*name || *reader.at == '(')
		return;
	skip_blanks(&reader);
	strmap_set(&constants->expressions->macros, name,
		   arena_strdup(constants->expressions->arena, reader.at));
}

static void read_enumerator(struct constants *constants, char *text)
{
	struct expressions *expressions = constants->expressions;
	struct constant_reader reader = { .expressions = expressions, .at = text };
	char *name = take_name(&reader);
	long long value;

	if (!*name)
		return;
	if (take(&reader, "=") && evaluate(expressions, reader.at, &value))
		constants->next = value;
	strmap_set(&expressions->constants, name,
		   arena_copy(expressions->arena, &constants->next, sizeof(constants->next)));
	constants->next++;
}

static void read_enumerators(struct constants *constants, char *line)
{
	char *end = strchr(line, '}'), *save = NULL;

	if (end)
		*end = '\0';
	for (char *part = strtok_r(line, ",", &save); part; part = strtok_r(NULL, ",", &save))
		read_enumerator(constants, part);
	if (end)
		constants->in_enum = false;
}

static void read_constant_line(char *line, void *context)
{
	struct constants *constants = context;
	char *start = line + strspn(line, " \t"), *brace;

	if (*start == '#') {
		start += 1 + strspn(start + 1, " \t");
		if (starts_with(start, "define") && isspace((unsigned char)start[6]))
			read_macro(constants, start + 6);
		return;
	}
	if (constants->in_enum) {
		read_enumerators(constants, line);
		return;
	}
	brace = strchr(start, '{');
	if (!starts_with(start, "enum") || !brace)
		return;
	constants->in_enum = true;
	constants->next = 0;
	read_enumerators(constants, brace + 1);
}

void read_constants(struct expressions *expressions, const char *text)
{
	struct constants constants = { .expressions = expressions };

	each_active_line(expressions, text, read_constant_line, &constants);
}
