// SPDX-License-Identifier: GPL-2.0-only
#include "tree/outline.h"

#include <stdint.h>
#include <string.h>

#include "tree/lexer.h"
#include "tree/tree.h"

/* Deeper nesting of #if than this is read as if it were not there. */
#define MOST_CONDITIONS 32

struct outline_scan {
	const char *at, *end;
	const struct scan_visitor *visitor;
	unsigned braces;		/* open ones; 0 is outside of everything */
	unsigned conditions;		/* open #if */
	unsigned saved[MOST_CONDITIONS];	/* braces at each #if */
	/* The declaration at level 0 that is being read. */
	bool is_static, has_value, has_name;
	const char *name;		/* before the last parentheses that can be parameters */
	size_t name_length;
	const char *first_argument;	/* inside of those */
};

/* What ends a run of bytes that mean nothing, outside and inside of bodies. */
enum { OUTSIDE = 1, INSIDE = 2 };
static const uint8_t stops[256] = {
	['{'] = OUTSIDE | INSIDE, ['}'] = OUTSIDE | INSIDE, ['"'] = OUTSIDE | INSIDE,
	['\''] = OUTSIDE | INSIDE, ['/'] = OUTSIDE | INSIDE, ['#'] = OUTSIDE | INSIDE,
	['='] = OUTSIDE | INSIDE, ['('] = OUTSIDE, [';'] = OUTSIDE, ['s'] = OUTSIDE,
	['\0'] = OUTSIDE | INSIDE,
};

static bool is_word(const char *name, size_t length, const char *word)
{
	return strlen(word) == length && !memcmp(name, word, length);
}

/* Words that stand before parentheses without being a function's name. */
static bool is_attribute(const char *name, size_t length)
{
	static const char *const words[] = {
		"__attribute__", "__attribute", "__printf", "__scanf", "__acquires", "__releases",
		"__must_hold", "__acquires_shared", "__releases_shared", "__cond_acquires",
		"__section", "__aligned", "__alloc_size", "__malloc", "__nonnull", "__counted_by",
		"__no_sanitize", "__diagnose_as", "__guarded_by", "__must_hold_shared",
		"__cold_section", "__compiletime_error", "__compiletime_warning",
		"__kprobes_section", "asm", "__asm__", "__asm", "typeof", "__typeof__",
		"int", "void", "char", "long", "short", "unsigned", "const", "bool", "if", "while",
		"for", "switch", "return", "sizeof",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (is_word(name, length, words[i]))
			return true;
	return false;
}

/* memchr() is faster than memmem(), which looks at each byte for a needle of two. */
static const char *find_comment_end(const char *from, const char *end)
{
	for (const char *at = from; (at = memchr(at, '/', (size_t)(end - at))); at++)
		if (at > from && at[-1] == '*')
			return at + 1;
	return NULL;
}

/* Whether the string that begins between FROM and AT, if one does, is still open at AT. */
static bool is_in_string(const char *from, const char *at)
{
	bool open = false;

	for (; from < at; from++)
		if (*from == '\\' && from + 1 < at)
			from++;
		else
			open ^= *from == '"';
	return open;
}

/* The first comment, of either kind, between FROM and END, which are in one line; or NULL. */
static const char *find_comment(const char *from, const char *end)
{
	for (const char *at = from; (at = memchr(at, '/', (size_t)(end - at))); at++)
		if (at + 1 < end && (at[1] == '*' || at[1] == '/') && !is_in_string(from, at))
			return at;
	return NULL;
}

static void skip_comment(struct outline_scan *scan)
{
	if (scan->at[1] == '*') {
		const char *close = scan->end - scan->at > 2 ?
				    find_comment_end(scan->at + 2, scan->end) : NULL;

		scan->at = close ? close : scan->end;
	} else if (scan->at[1] == '/') {
		const char *newline = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));

		scan->at = newline ? newline : scan->end;
	} else {
		scan->at++;
	}
}

static void skip_literal(struct outline_scan *scan)
{
	char quote = *scan->at++;

	while (scan->at < scan->end && *scan->at != quote && *scan->at != '\n')
		scan->at += 1 + (*scan->at == '\\' && scan->at + 1 < scan->end);
	if (scan->at < scan->end && *scan->at == quote)
		scan->at++;
}

/* Both branches of #if open the same braces: the second starts where the first did. */
static void note_condition(struct outline_scan *scan, const char *word)
{
	if (!strncmp(word, "if", 2)) {
		if (scan->conditions < MOST_CONDITIONS)
			scan->saved[scan->conditions] = scan->braces;
		scan->conditions++;
	} else if (!strncmp(word, "el", 2)) {
		if (scan->conditions && scan->conditions <= MOST_CONDITIONS)
			scan->braces = scan->saved[scan->conditions - 1];
	} else if (!strncmp(word, "endif", 5) && scan->conditions) {
		scan->conditions--;
	}
}

static bool starts_line(const struct outline_scan *scan, const char *text)
{
	const char *at = scan->at;

	while (at > text && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	return at == text || at[-1] == '\n';
}

static void skip_directive(struct outline_scan *scan)
{
	const char *word = scan->at + 1;

	while (*word == ' ' || *word == '\t')
		word++;
	note_condition(scan, word);
	while (scan->at < scan->end) {
		const char *newline = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));
		const char *comment = find_comment(scan->at, newline ? newline : scan->end);

		if (comment) {
			scan->at = comment;
			skip_comment(scan);
			continue;
		}
		scan->at = newline ? newline + 1 : scan->end;
		if (!newline || (newline[-1] != '\\' && (newline[-1] != '\r' || newline[-2] != '\\')))
			return;
	}
}

static void reset_declaration(struct outline_scan *scan)
{
	scan->is_static = scan->has_value = scan->has_name = false;
}

/* The identifier that ends before AT, over blanks; its length, 0 for none. */
static size_t word_before(const char *text, const char *at, const char **word)
{
	const char *end;

	while (at > text && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\n'))
		at--;
	end = at;
	while (at > text && is_identifier_char((unsigned char)at[-1]))
		at--;
	*word = at;
	return (size_t)(end - at);
}

/* Over everything up to the closing parenthesis that belongs to the one at scan->at. */
static void skip_parentheses(struct outline_scan *scan)
{
	unsigned depth = 0;

	while (scan->at < scan->end) {
		switch (*scan->at) {
		case '(':
			depth++;
			break;
		case ')':
			if (!--depth) {
				scan->at++;
				return;
			}
			break;
		case '"':
		case '\'':
			skip_literal(scan);
			continue;
		case '/':
			skip_comment(scan);
			continue;
		case '\n':
			/* A brace in the first column: the parentheses were never closed. */
			if (scan->at[1] == '}' || scan->at[1] == '{')
				return;
			break;
		}
		scan->at++;
	}
}

static void read_parentheses(struct outline_scan *scan, const char *text)
{
	const char *word;
	size_t length = word_before(text, scan->at, &word);

	if (length && !scan->has_value && !is_attribute(word, length) &&
	    !(*word >= '0' && *word <= '9')) {
		scan->has_name = true;
		scan->name = word;
		scan->name_length = length;
		scan->first_argument = scan->at + 1;
	}
	skip_parentheses(scan);
}

/* SYSCALL_DEFINE3(read, ...) defines __do_sys_read(), which calls resolve to. */
static bool report_syscall(struct outline_scan *scan)
{
	char name[128];

	if (scan->name_length < 15 || !memmem(scan->name, scan->name_length, "SYSCALL_DEFINE", 14))
		return false;
	size_t length = 0;

	while (is_identifier_char((unsigned char)scan->first_argument[length]))
		length++;
	if (!length || length > 100)
		return true;
	memcpy(name, "__do_sys_", 9);
	memcpy(name + 9, scan->first_argument, length);
	scan->visitor->function(scan->visitor->context, name, length + 9, scan->first_argument, true);
	return true;
}

static void open_brace(struct outline_scan *scan)
{
	if (!scan->braces && scan->has_name && !scan->has_value && scan->visitor->function &&
	    !report_syscall(scan))
		scan->visitor->function(scan->visitor->context, scan->name, scan->name_length,
					scan->name, scan->is_static);
	if (!scan->braces)
		scan->has_name = false;
	scan->braces++;
	scan->at++;
}

static void close_brace(struct outline_scan *scan, const char *text)
{
	bool first_column = scan->at == text || scan->at[-1] == '\n';

	/* A body closes in the first column: whatever was miscounted before ends here. */
	if (first_column || scan->braces <= 1) {
		scan->braces = 0;
		if (!scan->has_value)
			reset_declaration(scan);
	} else {
		scan->braces--;
	}
	scan->at++;
}

/* What a value starts with, so that numbers and strings are no functions. */
static bool may_be_function(const char *value)
{
	while (*value == ' ' || *value == '\t' || *value == '\n' || *value == '&' || *value == '(')
		value++;
	if (!is_identifier_char((unsigned char)*value) || (*value >= '0' && *value <= '9'))
		return false;
	for (; is_identifier_char((unsigned char)*value); value++)
		if (*value >= 'a' && *value <= 'z')
			return true;
	return *value == '(';
}

/* `.field =` and `->field =`. */
static void read_equals(struct outline_scan *scan, const char *text)
{
	const char *at = scan->at++, *word;

	if (*scan->at == '=') {
		scan->at++;
		return;
	}
	if (!scan->braces)
		scan->has_value = true;
	size_t length = word_before(text, at, &word);

	if (!length || word == text || !scan->visitor->field)
		return;
	if (word[-1] != '.' && !(word[-1] == '>' && word - text > 1 && word[-2] == '-'))
		return;
	if (may_be_function(scan->at))
		scan->visitor->field(scan->visitor->context, word, length);
}

static void read_static(struct outline_scan *scan, const char *text)
{
	if ((scan->at == text || !is_identifier_char((unsigned char)scan->at[-1])) &&
	    !strncmp(scan->at, "static", 6) && !is_identifier_char((unsigned char)scan->at[6])) {
		scan->is_static = true;
		scan->at += 6;
	} else {
		scan->at++;
	}
}

void scan_source(const char *text, size_t length, const struct scan_visitor *visitor)
{
	struct outline_scan scan = { .at = text, .end = text + length, .visitor = visitor };

	while (scan.at < scan.end) {
		uint8_t mask = scan.braces ? INSIDE : OUTSIDE;

		while (!(stops[(unsigned char)*scan.at] & mask))
			scan.at++;
		if (scan.at >= scan.end)
			break;
		switch (*scan.at) {
		case '{': open_brace(&scan); break;
		case '}': close_brace(&scan, text); break;
		case '"':
		case '\'': skip_literal(&scan); break;
		case '/': skip_comment(&scan); break;
		case '=': read_equals(&scan, text); break;
		case '(': read_parentheses(&scan, text); break;
		case 's': read_static(&scan, text); break;
		case ';':
			reset_declaration(&scan);
			scan.at++;
			break;
		case '#':
			if (starts_line(&scan, text))
				skip_directive(&scan);
			else
				scan.at++;
			break;
		default:
			scan.at++;
		}
	}
	if (visitor->field && strstr(text, STATIC_CALL_UPDATE))
		visitor->field(visitor->context, STATIC_CALL_UPDATE, strlen(STATIC_CALL_UPDATE));
}

unsigned scan_line_of(const char *text, const char *at)
{
	unsigned line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

struct outline_wanted {
	const char *text, *name;
	unsigned *lines;
	size_t room, count;
};

static void note_wanted(void *context, const char *name, size_t length, const char *at,
			bool is_static)
{
	struct outline_wanted *wanted = context;

	(void)is_static;
	if (!is_word(name, length, wanted->name))
		return;
	if (wanted->count < wanted->room)
		wanted->lines[wanted->count] = scan_line_of(wanted->text, at);
	wanted->count++;
}

size_t scan_definition_lines(const char *text, size_t length, const char *name,
			     unsigned *lines, size_t room)
{
	struct outline_wanted wanted = { .text = text, .name = name, .lines = lines, .room = room };
	struct scan_visitor visitor = { .function = note_wanted, .context = &wanted };

	scan_source(text, length, &visitor);
	return wanted.count;
}
