/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to ir/: a cursor over a unit's text. The first failure is kept, with its line,
 * and moves the cursor to the end, so that callers need not look after each token: what
 * they read after that is zero or empty.
 */
#ifndef MNCHECK_IR_SCAN_H
#define MNCHECK_IR_SCAN_H

#include "ir/ir.h"

struct scan {
	char *at, *end;
	const char *start;	/* of the whole text, to count lines from */
	const char *name;	/* of the text, for messages */
	struct arena *arena;	/* for strings that are copied */
	bool in_place;		/* strings may be cut out of the text itself */
	bool failed;
	struct error *error;
};

/* Records "NAME:LINE: WHAT" unless something failed before. */
void scan_fail(struct scan *scan, const char *what);

/* The next character that is no blank, not taken; 0 at the end. */
static inline char scan_peek(struct scan *scan)
{
	while (scan->at < scan->end && *scan->at == ' ')
		scan->at++;
	return scan->at < scan->end ? *scan->at : '\0';
}

/* The character right here, blank or not; 0 at the end. */
static inline char scan_here(const struct scan *scan)
{
	return scan->at < scan->end ? *scan->at : '\0';
}

/* Takes C if it comes next. */
static inline bool scan_take(struct scan *scan, char c)
{
	if (scan_peek(scan) != c || scan->at == scan->end)
		return false;
	scan->at++;
	return true;
}

/* Takes the whole word WORD if it comes next. */
bool scan_word(struct scan *scan, const char *word);
/* The letters that come next, not taken, and their number. */
size_t scan_letters(struct scan *scan);

/* These fail when something else comes next. */
void scan_need(struct scan *scan, char c);
void scan_need_word(struct scan *scan, const char *word);
void scan_end_line(struct scan *scan);		/* also skips a comment: "; ..." */
uint64_t scan_number(struct scan *scan);	/* decimal, or hexadecimal after 0x */
uint32_t scan_index(struct scan *scan);		/* a number of 32 bits */
uint64_t scan_hash(struct scan *scan);		/* 16 hexadecimal digits */
/* "WORD N" where N things follow, each of at least LEAST bytes of text. */
uint32_t scan_count(struct scan *scan, const char *word, size_t least);
/* In quotes; "" after a failure. With or_none also "-", which gives NULL. */
const char *scan_string(struct scan *scan, bool or_none);
struct ir_type scan_type(struct scan *scan);
/* Nothing is read, and the place is unknown, unless "@" comes next. */
struct ir_loc scan_loc(struct scan *scan);

/* A type starts with one of a few letters; block targets with a "b" too. */
static inline bool scan_at_type(struct scan *scan)
{
	switch (scan_peek(scan)) {
	case 'b':
		return scan->at + 1 < scan->end && scan->at[1] == 'o';
	case 'v':
	case 'i':
	case 'u':
	case 'p':
	case 'f':
	case 'a':
		return true;
	default:
		return false;
	}
}

/*
 * An operand whose type is EXPECTED unless written.
 */
struct ir_operand scan_operand(struct scan *scan, const struct ir_unit *unit,
			       struct ir_type expected);
/* "[offset+width]", if it comes next. */
void scan_bits(struct scan *scan, uint16_t *offset, uint16_t *width);
/* After the sign: the magnitude of a signed 64-bit number. */
int64_t scan_signed(struct scan *scan, bool negative);
/* A constant of that type, perhaps with a minus. */
uint64_t scan_constant(struct scan *scan, struct ir_type type);

#endif
