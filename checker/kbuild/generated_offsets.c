// SPDX-License-Identifier: GPL-2.0-only
/*
 * Headers of numbers that kbuild has the compiler tell: bounds.h, asm-offsets.h and others that are made by
 * DEFINE(name, expression) in a C file.
 *
 * bounds.h is for #if: its numbers are computed (enumerators counted in the branches that the configuration
 * takes). For asm-offsets.h each name becomes the expression itself: the compiler that parses the source
 * knows its value. Other such files have numbers of structs that are not visible where they are used: asked
 * of the hook, else distinct and arbitrary.
 */
#include <ctype.h>
#include <string.h>

#include "kbuild/generated_internal.h"

/* One DEFINE or OFFSET: its name, and the expression. */
struct offset_definition {
	char *name, *expression;
};

static char *trim(char *text)
{
	char *end;

	text += strspn(text, " \t\n");
	end = text + strlen(text);
	while (end > text && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return text;
}

/* Splits the text between the parentheses at its first COUNT - 1 commas. */
static size_t split(char *text, char **parts, size_t count)
{
	size_t found = 1;

	parts[0] = text;
	for (char *p = text; *p && found < count; p++)
		if (*p == ',') {
			*p = '\0';
			parts[found++] = p + 1;
		}
	for (size_t i = 0; i < found; i++)
		parts[i] = trim(parts[i]);
	return found;
}

/* Whether a definition begins at TEXT; then *END is behind it. The strings are in ARENA. */
static bool take_definition(struct arena *arena, const char *text, const char **end,
			    struct offset_definition *definition)
{
	bool offset = starts_with(text, "OFFSET(");
	const char *start = strchr(text, '(');
	size_t depth = 1;
	char *parts[3];
	const char *p;

	if (!offset && !starts_with(text, "DEFINE("))
		return false;
	for (p = start + 1; *p && depth; p++)
		depth += (*p == '(') - (*p == ')');
	if (depth)
		return false;
	*end = p;
	if (split(arena_strndup(arena, start + 1, (size_t)(p - start - 2)), parts, offset ? 3 : 2) !=
	    2u + offset)
		return false;
	definition->name = parts[0];
	definition->expression =
		offset ? arena_printf(arena, "offsetof(struct %s, %s)", parts[1], parts[2]) : parts[1];
	return true;
}

static bool is_name(const char *text)
{
	if (!*text || isdigit((unsigned char)*text))
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

/* The name of a header's guard. */
static void print_guard(struct strbuf *out, const char *path)
{
	char *name = xstrdup(path_base(path));

	for (char *p = name; *p; p++)
		*p = isalnum((unsigned char)*p) ? (char)toupper((unsigned char)*p) : '_';
	strbuf_printf(out, "#ifndef __GENERATED_%s__\n#define __GENERATED_%s__\n\n", name, name);
	free(name);
}

/* ---- expressions as they are ---- */

static bool is_conditional(const char *line)
{
	line++;
	line += strspn(line, " \t");
	return starts_with(line, "if") || starts_with(line, "el") || starts_with(line, "endif");
}

/* Copies conditionals and definitions of TEXT; macros that make definitions are the assembler's alone. */
static void copy_definitions(struct generator *generator, const char *text, struct strbuf *out)
{
	struct offset_definition definition;
	const char *p = text;

	while (*p) {
		size_t length;

		p += strspn(p, " \t\n");
		length = strcspn(p, "\n");
		if (*p == '#' && is_conditional(p)) {
			strbuf_add(out, p, length);
			strbuf_putc(out, '\n');
		} else if (*p != '#' && take_definition(generator->out->arena, p, &p, &definition)) {
			for (char *q = definition.expression; *q; q++)
				if (*q == '\n')
					*q = ' ';
			if (is_name(definition.name) && strcmp(definition.name, definition.expression))
				strbuf_printf(out, "#define %s (%s)\n", definition.name,
					      definition.expression);
			continue;
		}
		while (*p == '#' && length && p[length - 1] == '\\' && p[length])
			length += 1 + strcspn(p + length + 1, "\n");
		p += length;
	}
}

/* Text without comments; malloc'd. */
static char *without_comments(const char *text)
{
	struct strbuf out = { 0 };

	while (*text) {
		const char *end = text[0] == '/' && text[1] == '*' ? strstr(text + 2, "*/") : NULL;

		if (end)
			text = end + 2;
		else if (text[0] == '/' && text[1] == '/')
			text += strcspn(text, "\n");
		else
			strbuf_putc(&out, *text++);
	}
	return out.text ? strbuf_take(&out) : xstrdup("");
}

static void add_as_expressions(struct generator *generator, const char *path, const char *text)
{
	char *bare = without_comments(text);
	struct strbuf out = { 0 };

	print_guard(&out, path);
	strbuf_puts(&out, "#ifndef __ASSEMBLY__\n");
	copy_definitions(generator, bare, &out);
	strbuf_puts(&out, "#endif\n\n#endif\n");
	add_header(generator, path, &out);
	free(bare);
}

/* ---- numbers ---- */

struct offset_numbers {
	struct expressions expressions;
	const char *path, *source;
	struct strbuf out;
	long long arbitrary;	/* what the next unknown number becomes */
};

/* sizeof(spinlock_t) for #if, which asks whether it is more than a word. */
static bool spinlock_size(struct generator *generator, const char *expression, long long *value)
{
	if (strcmp(expression, "sizeof(spinlock_t)"))
		return false;
	*value = symbol_is_yes(generator, "CONFIG_DEBUG_LOCK_ALLOC") ||
				 symbol_is_yes(generator, "CONFIG_PREEMPT_RT")
			 ? 72
		 : symbol_is_yes(generator, "CONFIG_DEBUG_SPINLOCK") ? 24
		 : symbol_is_yes(generator, "CONFIG_SMP")	     ? 4
								     : 0;
	return true;
}

static void print_number(struct offset_numbers *numbers, const struct offset_definition *definition)
{
	struct generator *generator = numbers->expressions.generator;
	const struct generated_hooks *hooks = generator->hooks;
	long long value;

	if ((hooks && hooks->constant &&
	     hooks->constant(hooks->context, numbers->source, definition->expression, &value)) ||
	    evaluate(&numbers->expressions, definition->expression, &value) ||
	    spinlock_size(generator, definition->expression, &value)) {
		strbuf_printf(&numbers->out, "#define %s %lld\n", definition->name, value);
		return;
	}
	note_header(generator, numbers->path, "%s: the value of %s is not known", numbers->source,
		    definition->expression);
	strbuf_printf(&numbers->out, "/* arbitrary: a compiler knows %s */\n#define %s %lld\n",
		      definition->expression, definition->name, numbers->arbitrary);
	numbers->arbitrary += 8;
}

static void read_included(char *line, void *context)
{
	struct offset_numbers *numbers = context;
	struct generator *generator = numbers->expressions.generator;
	char *start = strchr(line, '<'), *end = start ? strchr(start, '>') : NULL, *text;

	if (!strstr(line, "include") || !end)
		return;
	*end = '\0';
	text = tree_text(generator, arena_printf(generator->out->arena, "include/%s", start + 1));
	if (text)
		read_constants(&numbers->expressions, text);
	free(text);
}

static void print_definition_line(char *line, void *context)
{
	struct offset_numbers *numbers = context;
	struct offset_definition definition;
	const char *end;

	if (take_definition(numbers->expressions.arena, line + strspn(line, " \t"), &end, &definition))
		print_number(numbers, &definition);
}

static void add_as_numbers(struct generator *generator, const char *path, const char *source,
			   const char *text)
{
	struct offset_numbers numbers = {
		.expressions = { .generator = generator, .arena = generator->out->arena },
		.path = path, .source = source, .arbitrary = 4096,
	};

	read_constants(&numbers.expressions, text);
	each_active_line(&numbers.expressions, text, read_included, &numbers);
	print_guard(&numbers.out, path);
	each_active_line(&numbers.expressions, text, print_definition_line, &numbers);
	strbuf_puts(&numbers.out, "\n#endif\n");
	add_header(generator, path, &numbers.out);
	strmap_free(&numbers.expressions.macros);
	strmap_free(&numbers.expressions.constants);
}

void add_offsets(struct generator *generator, const char *path, const char *source)
{
	char *text = tree_text(generator, source);

	if (!text) {
		note_header(generator, path, "%s: no such file", source);
		return;
	}
	if (ends_with(path, "asm-offsets.h"))
		add_as_expressions(generator, path, text);
	else
		add_as_numbers(generator, path, source, text);
	free(text);
}
