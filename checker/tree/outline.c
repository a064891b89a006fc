// SPDX-License-Identifier: GPL-2.0-only
#include "tree/outline.h"

#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "tree/lexer.h"
#include "tree/tree.h"

/* An #if that is nested deeper is ignored. */
#define MOST_CONDITIONS 32
/* What puts a function into a static call: a definition at file scope, or an update anywhere. */
#define STATIC_CALL_DEFINITION "DEFINE_STATIC_CALL"
#define STATIC_CALL_UPDATE "static_call_update("

struct outline {
	const char *at, *end;
	const char *slash;		/* no slash stands before this one and behind where it was looked for */
	const struct outline_visitor *visitor;
	unsigned braces;		/* open braces; 0: file scope */
	unsigned conditions;		/* open #if */
	unsigned saved[MOST_CONDITIONS];	/* braces at each #if */
	/* The current declaration at file scope. */
	bool is_static, has_value, has_name;
	bool defines_static_call;	/* any so far */
	const char *name;		/* before the last parentheses that may hold parameters */
	size_t name_length;
	const char *first_argument;	/* within them */
};

/* The bytes that the main loop stops at, at file scope and inside of braces. */
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

/* These words stand before parentheses and are no function's name; by their length. */
#define ATTRIBUTE_LENGTH_MOST 21
static const char *const attributes[ATTRIBUTE_LENGTH_MOST + 1][5] = {
	[2] = { "if" },
	[3] = { "asm", "int", "for" },
	[4] = { "void", "char", "long", "bool" },
	[5] = { "__asm", "short", "const", "while" },
	[6] = { "typeof", "switch", "return", "sizeof" },
	[7] = { "__scanf", "__asm__" },
	[8] = { "__printf", "__malloc", "unsigned" },
	[9] = { "__section", "__aligned", "__nonnull" },
	[10] = { "__acquires", "__releases", "__typeof__" },
	[11] = { "__attribute", "__must_hold" },
	[12] = { "__alloc_size", "__counted_by", "__guarded_by" },
	[13] = { "__attribute__", "__no_sanitize", "__diagnose_as" },
	[14] = { "__cold_section" },
	[15] = { "__cond_acquires" },
	[17] = { "__acquires_shared", "__releases_shared", "__kprobes_section" },
	[18] = { "__must_hold_shared" },
	[19] = { "__compiletime_error" },
	[21] = { "__compiletime_warning" },
};

static bool is_attribute(const char *name, size_t length)
{
	const char *const *words = attributes[length <= ATTRIBUTE_LENGTH_MOST ? length : 0];

	for (; *words; words++)
		if (!memcmp(name, *words, length))
			return true;
	return false;
}

/* memchr() is faster than memmem() with a needle of two bytes. */
static const char *find_comment_end(const char *from, const char *end)
{
	for (const char *at = from; (at = memchr(at, '/', (size_t)(end - at))); at++)
		if (at > from && at[-1] == '*')
			return at + 1;
	return NULL;
}

/* Whether AT is inside of a string that begins between FROM and AT. */
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

/* The first slash from AT on, or the end. Most lines have none: it is looked for once for all up to it. */
static const char *next_slash(struct outline *outline, const char *at)
{
	if (!outline->slash || at > outline->slash) {
		outline->slash = memchr(at, '/', (size_t)(outline->end - at));
		if (!outline->slash)
			outline->slash = outline->end;
	}
	return outline->slash;
}

/* The first comment of either kind between outline->at and END, both in one line; or NULL. */
static const char *find_comment(struct outline *outline, const char *end)
{
	const char *from = outline->at;

	for (const char *at = from; (at = next_slash(outline, at)) < end; at++)
		if (at + 1 < end && (at[1] == '*' || at[1] == '/') && !is_in_string(from, at))
			return at;
	return NULL;
}

static void skip_comment(struct outline *outline)
{
	if (outline->at[1] == '*') {
		const char *close = outline->end - outline->at > 2 ?
				    find_comment_end(outline->at + 2, outline->end) : NULL;

		outline->at = close ? close : outline->end;
	} else if (outline->at[1] == '/') {
		const char *newline = memchr(outline->at, '\n', (size_t)(outline->end - outline->at));

		outline->at = newline ? newline : outline->end;
	} else {
		outline->at++;
	}
}

static void skip_literal(struct outline *outline)
{
	char quote = *outline->at++;

	while (outline->at < outline->end && *outline->at != quote && *outline->at != '\n')
		outline->at += 1 + (*outline->at == '\\' && outline->at + 1 < outline->end);
	if (outline->at < outline->end && *outline->at == quote)
		outline->at++;
}

/* All branches of an #if open the same braces: #else and #elif restore the count that the #if began with. */
static void note_condition(struct outline *outline, const char *word)
{
	if (!strncmp(word, "if", 2)) {
		if (outline->conditions < MOST_CONDITIONS)
			outline->saved[outline->conditions] = outline->braces;
		outline->conditions++;
	} else if (!strncmp(word, "el", 2)) {
		if (outline->conditions && outline->conditions <= MOST_CONDITIONS)
			outline->braces = outline->saved[outline->conditions - 1];
	} else if (!strncmp(word, "endif", 5) && outline->conditions) {
		outline->conditions--;
	}
}

static bool starts_line(const struct outline *outline, const char *text)
{
	const char *at = outline->at;

	while (at > text && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	return at == text || at[-1] == '\n';
}

static void skip_directive(struct outline *outline)
{
	const char *word = outline->at + 1;

	while (*word == ' ' || *word == '\t')
		word++;
	note_condition(outline, word);
	while (outline->at < outline->end) {
		const char *newline = memchr(outline->at, '\n', (size_t)(outline->end - outline->at));
		const char *comment = find_comment(outline, newline ? newline : outline->end);

		if (comment) {
			outline->at = comment;
			skip_comment(outline);
			continue;
		}
		outline->at = newline ? newline + 1 : outline->end;
		if (!newline || (newline[-1] != '\\' && (newline[-1] != '\r' || newline[-2] != '\\')))
			return;
	}
}

static void reset_declaration(struct outline *outline)
{
	outline->is_static = outline->has_value = outline->has_name = false;
}

/* Sets *WORD to the identifier before AT, blanks skipped. Returns its length, 0 for none. */
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

/* Skips to behind the closing parenthesis of the one at outline->at. */
static void skip_parentheses(struct outline *outline)
{
	unsigned depth = 0;

	while (outline->at < outline->end) {
		switch (*outline->at) {
		case '(':
			depth++;
			break;
		case ')':
			if (!--depth) {
				outline->at++;
				return;
			}
			break;
		case '"':
		case '\'':
			skip_literal(outline);
			continue;
		case '/':
			skip_comment(outline);
			continue;
		case '\n':
			/* a brace in the first column: the parentheses are never closed */
			if (outline->at[1] == '}' || outline->at[1] == '{')
				return;
			break;
		}
		outline->at++;
	}
}

/* Macros that define no function, in many files. */
static bool defines_nothing(const char *name, size_t length)
{
	return (length >= 7 && !memcmp(name, "MODULE_", 7)) ||
	       (length >= 13 && !memcmp(name, "EXPORT_SYMBOL", 13)) ||
	       (length >= 7 && !memcmp(name, "module_", 7));
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n'))
		at++;
	return at;
}

/* Reports each argument between AT and END that is an identifier and nothing else. */
static void report_arguments(const struct outline *outline, const char *at, const char *end)
{
	unsigned depth = 0;

	while (at < end) {
		const char *name = at = skip_blanks(at, end);

		while (at < end && is_identifier_char((unsigned char)*at))
			at++;
		size_t length = (size_t)(at - name);

		at = skip_blanks(at, end);
		if (length && (at == end || *at == ',') && !(*name >= '0' && *name <= '9') &&
		    !is_attribute(name, length))
			outline->visitor->argument(outline->visitor->context, name, length);
		for (; at < end && (depth || *at != ','); at++)
			depth = *at == '(' ? depth + 1 : *at == ')' && depth ? depth - 1 : depth;
		at++;
	}
}

static void read_parentheses(struct outline *outline, const char *text)
{
	const char *word, *open = outline->at;
	size_t length = word_before(text, outline->at, &word);
	bool is_whole_line = length && word + length == open && (word == text || word[-1] == '\n');

	if (length >= strlen(STATIC_CALL_DEFINITION) && starts_with(word, STATIC_CALL_DEFINITION))
		outline->defines_static_call = true;
	if (length && !outline->has_value && !is_attribute(word, length) &&
	    !(*word >= '0' && *word <= '9')) {
		outline->has_name = true;
		outline->name = word;
		outline->name_length = length;
		outline->first_argument = outline->at + 1;
	}
	skip_parentheses(outline);
	if (outline->visitor->argument && is_whole_line && outline->at[-1] == ')' &&
	    !defines_nothing(word, length))
		report_arguments(outline, open + 1, outline->at - 1);
}

/* SYSCALL_DEFINE3(read, ...) defines __do_sys_read(): calls name that. */
static bool report_syscall(struct outline *outline)
{
	char name[128];

	if (outline->name_length < 15 ||
	    !memmem(outline->name, outline->name_length, "SYSCALL_DEFINE", 14))
		return false;
	size_t length = 0;

	while (is_identifier_char((unsigned char)outline->first_argument[length]))
		length++;
	if (!length || length > 100)
		return true;
	memcpy(name, "__do_sys_", 9);
	memcpy(name + 9, outline->first_argument, length);
	outline->visitor->function(outline->visitor->context, name, length + 9,
				   outline->first_argument, true);
	return true;
}

static void open_brace(struct outline *outline)
{
	if (!outline->braces && outline->has_name && !outline->has_value && outline->visitor->function &&
	    !report_syscall(outline))
		outline->visitor->function(outline->visitor->context, outline->name, outline->name_length,
					outline->name, outline->is_static);
	if (!outline->braces)
		outline->has_name = false;
	outline->braces++;
	outline->at++;
}

static void close_brace(struct outline *outline, const char *text)
{
	bool first_column = outline->at == text || outline->at[-1] == '\n';

	/* A brace in the first column closes a body, even if braces were miscounted before. */
	if (first_column || outline->braces <= 1) {
		outline->braces = 0;
		if (!outline->has_value)
			reset_declaration(outline);
	} else {
		outline->braces--;
	}
	outline->at++;
}

/* VALUE may name a function: it is no number, string or constant in capitals. */
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
static void read_equals(struct outline *outline, const char *text)
{
	const char *at = outline->at++, *word;

	if (*outline->at == '=') {
		outline->at++;
		return;
	}
	if (!outline->braces)
		outline->has_value = true;
	size_t length = word_before(text, at, &word);

	if (!length || word == text || !outline->visitor->field)
		return;
	if (word[-1] != '.' && !(word[-1] == '>' && word - text > 1 && word[-2] == '-'))
		return;
	if (may_be_function(outline->at))
		outline->visitor->field(outline->visitor->context, word, length);
}

static void read_static(struct outline *outline, const char *text)
{
	if ((outline->at == text || !is_identifier_char((unsigned char)outline->at[-1])) &&
	    !strncmp(outline->at, "static", 6) && !is_identifier_char((unsigned char)outline->at[6])) {
		outline->is_static = true;
		outline->at += 6;
	} else {
		outline->at++;
	}
}

#ifdef __SSE2__
static __m128i equal(__m128i bytes, char byte)
{
	return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
}

/* Which of 16 bytes are stops inside of braces; the NUL, which ends a text, is not among them. */
static unsigned stops_among(const char *at)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)at);
	__m128i braces = _mm_or_si128(equal(bytes, '{'), equal(bytes, '}'));
	__m128i quotes = _mm_or_si128(equal(bytes, '"'), equal(bytes, '\''));
	__m128i others = _mm_or_si128(_mm_or_si128(equal(bytes, '/'), equal(bytes, '#')), equal(bytes, '='));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(braces, quotes), others));
}
#endif

/* The first stop at file scope from AT on, or the NUL at the end. */
static const char *next_stop_outside(const char *at)
{
	while (!(stops[(unsigned char)*at] & OUTSIDE))
		at++;
	return at;
}

/* The first stop inside of braces from AT on, or the NUL at END. Most of a tree's text is inside: 16 bytes at once, if that goes. */
static const char *next_stop_inside(const char *at, const char *end)
{
#ifdef __SSE2__
	for (; end - at >= 16; at += 16) {
		unsigned found = stops_among(at);

		if (found)
			return at + __builtin_ctz(found);
	}
#else
	(void)end;
#endif
	while (!(stops[(unsigned char)*at] & INSIDE))
		at++;
	return at;
}

void outline_source(const char *text, size_t length, const struct outline_visitor *visitor)
{
	struct outline outline = { .at = text, .end = text + length, .visitor = visitor };

	while (outline.at < outline.end) {
		outline.at = outline.braces ? next_stop_inside(outline.at, outline.end) : next_stop_outside(outline.at);
		if (outline.at >= outline.end)
			break;
		switch (*outline.at) {
		case '{': open_brace(&outline); break;
		case '}': close_brace(&outline, text); break;
		case '"':
		case '\'': skip_literal(&outline); break;
		case '/': skip_comment(&outline); break;
		case '=': read_equals(&outline, text); break;
		case '(': read_parentheses(&outline, text); break;
		case 's': read_static(&outline, text); break;
		case ';':
			reset_declaration(&outline);
			outline.at++;
			break;
		case '#':
			if (starts_line(&outline, text))
				skip_directive(&outline);
			else
				outline.at++;
			break;
		default:
			outline.at++;
		}
	}
	if (visitor->field && (outline.defines_static_call || memmem(text, length, STATIC_CALL_UPDATE, strlen(STATIC_CALL_UPDATE))))
		visitor->field(visitor->context, STATIC_CALLS, strlen(STATIC_CALLS));
}

unsigned outline_line_of(const char *text, const char *at)
{
	unsigned line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

struct definition_lines {
	const char *text, *name;
	unsigned *lines;
	size_t room, count;
};

static void note_wanted(void *context, const char *name, size_t length, const char *at,
			bool is_static)
{
	struct definition_lines *wanted = context;

	(void)is_static;
	if (!is_word(name, length, wanted->name))
		return;
	if (wanted->count < wanted->room)
		wanted->lines[wanted->count] = outline_line_of(wanted->text, at);
	wanted->count++;
}

size_t outline_definition_lines(const char *text, size_t length, const char *name,
			     unsigned *lines, size_t room)
{
	struct definition_lines wanted = { .text = text, .name = name, .lines = lines, .room = room };
	struct outline_visitor visitor = { .function = note_wanted, .context = &wanted };

	outline_source(text, length, &visitor);
	return wanted.count;
}
