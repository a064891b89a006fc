// SPDX-License-Identifier: GPL-2.0-only
/* Makefiles as lines: what each is can be told without evaluating anything, but for recipes. */
#include <string.h>

#include "kbuild/make_internal.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static struct span trim_left(struct span text)
{
	while (text.length && is_blank(*text.text))
		text.text++, text.length--;
	return text;
}

static struct span trim_right(struct span text)
{
	while (text.length && is_blank(text.text[text.length - 1]))
		text.length--;
	return text;
}

static struct span from(struct span text, const char *start)
{
	return (struct span){ start, (size_t)(text.text + text.length - start) };
}

/* The end of the reference that begins with the $ at TEXT. */
static const char *skip_reference(const char *text, const char *end)
{
	const char *close;

	if (text + 1 >= end)
		return end;
	if (text[1] != '(' && text[1] != '{')
		return text + 2;
	close = make_closing(text + 2, end, text[1], text[1] == '(' ? ')' : '}');
	return close ? close + 1 : end;
}

/* Whether an operator of assignment stands at TEXT; its length is returned. */
static size_t match_operator(const char *text, const char *end, enum make_op *op)
{
	static const struct {
		const char *text;
		enum make_op op;
	} operators[] = {
		{ ":::=", OP_SIMPLE }, { "::=", OP_SIMPLE }, { ":=", OP_SIMPLE }, { "?=", OP_CONDITIONAL },
		{ "+=", OP_APPEND }, { "!=", OP_SHELL }, { "=", OP_RECURSIVE },
	};

	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		size_t length = strlen(operators[i].text);

		if ((size_t)(end - text) >= length && !memcmp(text, operators[i].text, length)) {
			*op = operators[i].op;
			return length;
		}
	}
	return 0;
}

/* Whether TEXT is `name op value`, without modifiers. */
static bool parse_assignment(struct span text, struct make_line *line)
{
	const char *end = text.text + text.length, *p = trim_left(text).text, *start = p;

	while (p < end) {
		const char *name_end = p;
		size_t length;

		if (is_blank(*p)) {
			p = trim_left(from(text, p)).text;
			if (!match_operator(p, end, &line->op))
				return false;
		}
		length = match_operator(p, end, &line->op);
		if (length) {
			line->name = (struct span){ start, (size_t)(name_end - start) };
			line->value = trim_left(from(text, p + length));
			return name_end > start;
		}
		if (*p == ':')
			return false;
		p = *p == '$' ? skip_reference(p, end) : p + 1;
	}
	return false;
}

/* Takes WORD from the front of TEXT if it stands there as a word. */
static bool take_word(struct span *text, const char *word)
{
	size_t length = strlen(word);

	if (text->length < length || memcmp(text->text, word, length) ||
	    (text->length > length && !is_blank(text->text[length])))
		return false;
	*text = trim_left(from(*text, text->text + length));
	return true;
}

/* Takes `export`, `override` and their like from the front. */
static struct span take_modifiers(struct span text, struct make_line *line)
{
	for (;;) {
		if (take_word(&text, "export"))
			line->exported = true;
		else if (take_word(&text, "unexport"))
			line->unexported = true;
		else if (take_word(&text, "override"))
			line->overrides = true;
		else if (take_word(&text, "private"))
			line->is_private = true;
		else
			return text;
	}
}

static enum make_condition take_condition(struct span *text)
{
	static const struct {
		const char *word;
		enum make_condition condition;
	} words[] = {
		{ "ifeq", COND_EQ }, { "ifneq", COND_NEQ }, { "ifdef", COND_DEF }, { "ifndef", COND_NDEF },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t length = strlen(words[i].word);

		if (take_word(text, words[i].word))
			return words[i].condition;
		/* Also without a blank before the parenthesis. */
		if (text->length > length && !memcmp(text->text, words[i].word, length) &&
		    text->text[length] == '(') {
			*text = from(*text, text->text + length);
			return words[i].condition;
		}
	}
	return COND_NONE;
}

static bool parse_conditional(struct span text, struct make_line *line)
{
	if (take_word(&text, "else")) {
		line->kind = LINE_ELSE;
		line->condition = take_condition(&text);
	} else if (take_word(&text, "endif")) {
		line->kind = LINE_ENDIF;
	} else {
		line->condition = take_condition(&text);
		if (line->condition == COND_NONE)
			return false;
		line->kind = LINE_IF;
	}
	line->value = trim_right(text);
	return true;
}

static bool parse_directive(struct span text, struct make_line *line)
{
	if (take_word(&text, "include"))
		line->kind = LINE_INCLUDE;
	else if (take_word(&text, "-include") || take_word(&text, "sinclude"))
		line->kind = LINE_INCLUDE, line->optional = true;
	else if (take_word(&text, "export"))
		line->kind = LINE_EXPORT;
	else if (take_word(&text, "unexport"))
		line->kind = LINE_UNEXPORT;
	else if (take_word(&text, "undefine"))
		line->kind = LINE_UNDEFINE;
	else
		return false;
	line->value = text;
	return true;
}

/* A rule, an assignment for its targets, or anything else. */
static void parse_rule(struct span text, struct make_line *line)
{
	const char *end = text.text + text.length, *p = text.text;
	struct span rest;

	line->kind = LINE_OTHER;
	line->targets = text;
	while (p < end && *p != ':')
		p = *p == '$' ? skip_reference(p, end) : p + 1;
	if (p >= end)
		return;
	line->kind = LINE_RULE;
	line->targets = trim_right((struct span){ text.text, (size_t)(p - text.text) });
	if (line->targets.length && line->targets.text[line->targets.length - 1] == '&')
		line->targets = trim_right((struct span){ text.text, line->targets.length - 1 });
	rest = from(text, p + 1);
	if (rest.length && *rest.text == ':')
		rest = from(rest, rest.text + 1);
	rest = take_modifiers(trim_left(rest), line);
	if (parse_assignment(rest, line))
		line->kind = LINE_TARGET_ASSIGN;
	else
		line->value = rest;
}

static void parse_line(struct span text, struct make_line *line)
{
	struct span rest;

	line->tab = text.length && *text.text == '\t';
	text = trim_left(text);
	if (parse_conditional(text, line))
		return;
	rest = take_modifiers(text, line);
	if (parse_assignment(rest, line)) {
		line->kind = LINE_ASSIGN;
		return;
	}
	line->exported = line->unexported = line->overrides = line->is_private = false;
	if (!parse_directive(text, line))
		parse_rule(text, line);
}

/* ---- physical lines ---- */

struct make_parser {
	const char *at, *end;	/* what is not read yet */
	unsigned number;	/* of the line at `at` */
	char *out;		/* where joined lines go: as long as the text at least */
};

static bool ends_continued(const char *start, const char *end)
{
	const char *p = end;

	while (p > start && p[-1] == '\\')
		p--;
	return (end - p) % 2;
}

/* Joins the next logical line at parser->out; its text stays there. */
static struct span join_line(struct make_parser *parser)
{
	struct span line = { parser->out, 0 };
	char *out = parser->out;
	bool first = true;

	for (;;) {
		const char *start = parser->at, *end = memchr(start, '\n', (size_t)(parser->end - start));
		const char *next = end ? end + 1 : parser->end;
		bool continued;

		if (!end)
			end = parser->end;
		if (end > start && end[-1] == '\r')
			end--;
		continued = ends_continued(start, end);
		if (!first)
			while (start < end && is_blank(*start))
				start++;
		memmove(out, start, (size_t)(end - start));
		out += end - start;
		parser->at = next;
		parser->number++;
		first = false;
		if (!continued)
			break;
		out--;
		while (out > line.text && is_blank(out[-1]))
			out--;
		*out++ = ' ';
		if (parser->at >= parser->end)
			break;
	}
	line.length = (size_t)(out - line.text);
	*out++ = '\0';
	parser->out = out;
	return line;
}

/* Ends LINE where its comment begins, and takes the backslash from \#. */
static struct span strip_comment(struct span line)
{
	char *start = (char *)line.text, *out = start;
	const char *p = start, *end = start + line.length;

	if (!memchr(start, '#', line.length))
		return line;
	while (p < end && *p != '#') {
		if (*p == '\\' && p + 1 < end && p[1] == '#') {
			*out++ = '#';
			p += 2;
		} else if (*p == '$') {
			const char *next = skip_reference(p, end);

			memmove(out, p, (size_t)(next - p));
			out += next - p;
			p = next;
		} else {
			*out++ = *p++;
		}
	}
	*out = '\0';
	return (struct span){ start, (size_t)(out - start) };
}

/* Reads up to the endef that belongs to a define; the text between, lines kept apart. */
static struct span join_body(struct make_parser *parser)
{
	char *start = parser->out;
	unsigned nested = 1;

	while (parser->at < parser->end) {
		struct span line = join_line(parser), word = trim_left(line);

		if (!line.length || *line.text != '\t') {
			if (take_word(&word, "define"))
				nested++;
			else if (take_word(&word, "endef") || starts_with(word.text, "endef#"))
				nested--;
		}
		if (!nested) {
			parser->out = (char *)line.text;
			break;
		}
		parser->out[-1] = '\n';
	}
	if (parser->out > start)
		parser->out[-1] = '\0';
	else
		*parser->out++ = '\0';
	return (struct span){ start, (size_t)(parser->out - 1 - start) };
}

/* Whether TEXT begins a define: its name and operator go to LINE. */
static bool parse_define(struct span text, struct make_line *line)
{
	text = take_modifiers(trim_left(text), line);
	if (!take_word(&text, "define"))
		return false;
	line->kind = LINE_ASSIGN;
	line->op = OP_RECURSIVE;
	if (!parse_assignment(text, line))
		line->name = trim_right(text);
	return true;
}

struct make_file *make_parse(struct arena *arena, const char *path, const char *text, size_t length)
{
	struct make_file *file = arena_alloc(arena, sizeof(*file));
	VEC(struct make_line) lines = { 0 };
	struct make_parser parser = {
		.at = text, .end = text + length, .number = 1,
		/* Each line grows by its end at most. */
		.out = arena_alloc(arena, 2 * length + 2),
	};

	while (parser.at < parser.end) {
		struct make_line line = { .number = parser.number };
		struct span whole = strip_comment(join_line(&parser));

		if (!trim_left(whole).length)
			continue;
		if (*whole.text != '\t' && parse_define(whole, &line)) {
			line.value = join_body(&parser);
		} else {
			line = (struct make_line){ .number = line.number };
			parse_line(whole, &line);
			line.text = trim_left(whole);
		}
		vec_push(&lines, line);
	}
	file->path = arena_strdup(arena, path);
	file->nlines = lines.count;
	file->lines = arena_copy(arena, lines.data, lines.count * sizeof(*lines.data));
	vec_free(&lines);
	return file;
}
