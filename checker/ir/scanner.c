// SPDX-License-Identifier: GPL-2.0-only
#include "ir/scanner.h"

#include <string.h>

#include "ir/shape.h"

void scan_fail(struct scanner *scan, const char *what)
{
	size_t line = 1;

	if (!scan->failed) {
		for (const char *at = scan->start; at < scan->at; at++)
			line += *at == '\n';
		error_set(scan->error, ERROR_ANALYSIS, "%s:%zu: %s", scan->name, line, what);
	}
	scan->failed = true;
	scan->at = scan->end;
}

static void fail_expected(struct scanner *scan, const char *what)
{
	struct strbuf message = { 0 };

	if (scan->failed)
		return;
	strbuf_printf(&message, "%s expected", what);
	scan_fail(scan, strbuf_text(&message));
	strbuf_free(&message);
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

size_t scan_letters(struct scanner *scan)
{
	size_t length = 0;

	scan_peek(scan);
	while (scan->at + length < scan->end && is_letter(scan->at[length]))
		length++;
	return length;
}

bool scan_word(struct scanner *scan, const char *word)
{
	size_t length = strlen(word);

	if (scan_letters(scan) != length || memcmp(scan->at, word, length))
		return false;
	scan->at += length;
	return true;
}

void scan_need(struct scanner *scan, char c)
{
	const char what[] = { '"', c, '"', '\0' };

	if (!scan_take(scan, c))
		fail_expected(scan, what);
}

void scan_need_word(struct scanner *scan, const char *word)
{
	if (!scan_word(scan, word))
		fail_expected(scan, word);
}

void scan_end_line(struct scanner *scan)
{
	if (scan_peek(scan) == ';')
		while (scan->at < scan->end && *scan->at != '\n')
			scan->at++;
	if (scan_take(scan, '\n'))
		return;
	scan_fail(scan, "the end of the line expected");
}

static unsigned hex_digit(char c)
{
	if (is_digit(c))
		return (unsigned)(c - '0');
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
}

static uint64_t scan_hex(struct scanner *scan, size_t *ndigits)
{
	uint64_t value = 0;

	for (*ndigits = 0; scan->at < scan->end && hex_digit(*scan->at) < 16; ++*ndigits)
		value = value << 4 | hex_digit(*scan->at++);
	return value;
}

uint64_t scan_hash(struct scanner *scan)
{
	size_t ndigits;

	scan_peek(scan);
	uint64_t value = scan_hex(scan, &ndigits);
	if (ndigits != 16)
		fail_expected(scan, "a hash of 16 hexadecimal digits");
	return value;
}

uint64_t scan_number(struct scanner *scan)
{
	uint64_t value = 0;
	size_t ndigits;

	if (!is_digit(scan_peek(scan))) {
		fail_expected(scan, "a number");
		return 0;
	}
	if (*scan->at == '0' && scan->at + 1 < scan->end && scan->at[1] == 'x') {
		scan->at += 2;
		value = scan_hex(scan, &ndigits);
		if (!ndigits || ndigits > 16)
			fail_expected(scan, "1 to 16 hexadecimal digits");
		return value;
	}
	while (is_digit(scan_here(scan))) {
		uint64_t digit = (uint64_t)(*scan->at - '0');

		if (value > UINT64_MAX / 10 || value * 10 > UINT64_MAX - digit) {
			scan_fail(scan, "the number is larger than 64 bits");
			return 0;
		}
		value = value * 10 + digit;
		scan->at++;
	}
	return value;
}

uint32_t scan_index(struct scanner *scan)
{
	uint64_t value = scan_number(scan);

	if (value > UINT32_MAX) {
		scan_fail(scan, "the number is larger than 32 bits");
		return 0;
	}
	return (uint32_t)value;
}

uint32_t scan_count(struct scanner *scan, const char *word, size_t least)
{
	scan_need_word(scan, word);
	uint32_t count = scan_index(scan);

	if (count > (size_t)(scan->end - scan->at) / least) {
		scan_fail(scan, "the count is larger than what the text can hold");
		return 0;
	}
	return count;
}

/* The byte that the escape at *AT (after its backslash) stands for; moves *AT past it. 0: no escape. */
static char unescape(const char **at)
{
	static const char letters[] = "\\\"ntr", plain[] = "\\\"\n\t\r";
	const char *p = *at;
	const char *known = *p ? strchr(letters, *p) : NULL;

	if (known) {
		*at = p + 1;
		return plain[known - letters];
	}
	if (p[0] < '0' || p[0] > '3' || p[1] < '0' || p[1] > '7' || p[2] < '0' || p[2] > '7')
		return '\0';
	*at = p + 3;
	return (char)((p[0] - '0') << 6 | (p[1] - '0') << 3 | (p[2] - '0'));
}

/* A copy of the text from AT to CLOSE with its escapes resolved. */
static const char *decode(struct scanner *scan, const char *at, const char *close)
{
	char *text = arena_alloc(scan->arena, (size_t)(close - at) + 1);
	size_t length = 0;

	while (at < close) {
		char c = *at++;

		if (c == '\\' && !(c = unescape(&at))) {
			scan_fail(scan, "not an escape: \\\\ \\\" \\n \\t \\r or three octal digits expected");
			return "";
		}
		text[length++] = c;
	}
	return text;
}

const char *scan_string(struct scanner *scan, bool or_none)
{
	bool escaped = false;

	if (or_none && scan_take(scan, '-'))
		return NULL;
	scan_need(scan, '"');
	char *open = scan->at, *close = open;

	for (; close < scan->end && *close != '"' && *close != '\n' && *close; close++) {
		escaped |= *close == '\\';
		if (*close == '\\' && close + 1 < scan->end)
			close++;
	}
	if (close >= scan->end || *close != '"') {
		scan_fail(scan, "the string does not end");
		return "";
	}
	scan->at = close + 1;
	if (escaped)
		return decode(scan, open, close);
	if (!scan->in_place)
		return arena_strndup(scan->arena, open, (size_t)(close - open));
	*close = '\0';
	return open;
}

struct ir_type scan_type(struct scanner *scan)
{
	static const struct {
		const char *name;
		uint8_t kind;
		bool is_signed;
		uint8_t bits;	/* when none are written */
	} kinds[] = {
		{ "i", IR_INT, true, 0 }, { "u", IR_INT, false, 0 }, { "ptr", IR_PTR, false, 0 },
		{ "bool", IR_BOOL, false, 8 }, { "void", IR_VOID, false, 0 },
		{ "agg", IR_AGG, false, 0 }, { "f", IR_FLOAT, false, 0 },
	};
	size_t length = scan_letters(scan);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct ir_type type = { kinds[i].kind, kinds[i].is_signed, kinds[i].bits };

		if (strlen(kinds[i].name) != length || memcmp(scan->at, kinds[i].name, length))
			continue;
		scan->at += length;
		if (is_digit(scan_here(scan)))
			type.bits = scan_number(scan);
		else if (type.kind != IR_BOOL && type.kind != IR_VOID)
			fail_expected(scan, "the size of the type in bits");
		return type;
	}
	fail_expected(scan, "a type");
	return (struct ir_type){ 0 };
}

struct ir_loc scan_loc(struct scanner *scan)
{
	struct ir_loc loc = { 0 };

	if (!scan_take(scan, '@'))
		return loc;
	loc.file = scan_index(scan);
	scan_need(scan, ':');
	loc.line = scan_index(scan);
	scan_need(scan, ':');
	loc.column = scan_index(scan);
	return loc;
}

int64_t scan_signed(struct scanner *scan, bool negative)
{
	uint64_t value = scan_number(scan);

	if (value > (uint64_t)INT64_MAX + negative) {
		scan_fail(scan, "the number does not fit 64 bits with sign");
		return 0;
	}
	return negative ? (int64_t)(0 - value) : (int64_t)value;
}

void scan_bits(struct scanner *scan, uint16_t *offset, uint16_t *width)
{
	if (!scan_take(scan, '['))
		return;
	uint64_t first = scan_number(scan);
	scan_need(scan, '+');
	uint64_t count = scan_number(scan);
	scan_need(scan, ']');
	if (first > UINT16_MAX || count > UINT16_MAX)
		scan_fail(scan, "bit-field out of range");
	*offset = (uint16_t)first;
	*width = (uint16_t)count;
}

static uint64_t apply_sign(uint64_t value, bool negative, struct ir_type type)
{
	if (!negative)
		return value;
	value = 0 - value;
	return ir_is_narrow(type) ? value & ((UINT64_C(1) << type.bits) - 1) : value;
}

uint64_t scan_constant(struct scanner *scan, struct ir_type type)
{
	bool negative = scan_take(scan, '-');

	return apply_sign(scan_number(scan), negative, type);
}

/*
 * Takes an operand without its type. Sets *NEGATIVE for a constant with a minus, and gives its
 * magnitude.
 */
static struct ir_operand scan_untyped(struct scanner *scan, bool *negative)
{
	struct ir_operand operand = { .kind = IR_CONST };

	switch (scan_peek(scan)) {
	case '%':
		operand.kind = IR_TEMP;
		break;
	case 'l':
		operand.kind = IR_LOCAL;
		break;
	case '&':
		operand.kind = IR_SYMBOL;
		break;
	case '"':
		operand.kind = IR_STRING;
		operand.string = scan_string(scan, false);
		return operand;
	case '-':
		scan->at++;
		*negative = is_digit(scan_here(scan));
		if (!*negative)
			return (struct ir_operand){ .kind = IR_NONE };
		/* fall through */
	default:
		operand.bits = scan_number(scan);
		if (scan_here(scan) == '"')
			operand.string = scan_string(scan, false);
		return operand;
	}
	scan->at++;
	operand.index = scan_index(scan);
	return operand;
}

struct ir_operand scan_operand(struct scanner *scan, const struct ir_unit *unit,
			       struct ir_type expected)
{
	bool negative = false;
	struct ir_operand operand = scan_untyped(scan, &negative);

	if (operand.kind == IR_NONE)
		return operand;
	if (scan_here(scan) == ':') {
		scan->at++;
		operand.type = scan_type(scan);
	} else {
		operand.type = ir_default_type(unit, &operand, expected);
	}
	operand.bits = apply_sign(operand.bits, negative, operand.type);
	return operand;
}
