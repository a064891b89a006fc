/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to ir/: a cursor over a unit's text, and the tokens that it takes.
 *
 * The first failure is kept with its line and moves the cursor to the end of the text.
 * Every later token is then zero or empty, so that a caller checks `failed` once, at its
 * end, and not after each token.
 */
#ifndef MNCHECK_IR_SCANNER_H
#define MNCHECK_IR_SCANNER_H

#include "ir/ir.h"

struct scanner {
	char *at, *end;
	const char *start;	/* of the whole text; lines are counted from here */
	const char *name;	/* of the text, for messages */
	struct arena *arena;	/* owns strings that are copied */
	bool in_place;		/* strings may point into the text, which gets NULs */
	bool failed;
	struct error *error;
};

/* Fails with "NAME:LINE: WHAT", unless something failed before. */
void scan_fail(struct scanner *scan, const char *what);

/* Skips blanks and returns the next character without taking it; 0 at the end. */
static inline char scan_peek(struct scanner *scan)
{
	while (scan->at < scan->end && *scan->at == ' ')
		scan->at++;
	return scan->at < scan->end ? *scan->at : '\0';
}

/* The character at the cursor, blank or not; 0 at the end. */
static inline char scan_here(const struct scanner *scan)
{
	return scan->at < scan->end ? *scan->at : '\0';
}

/* Takes C, after blanks, and returns whether it came next. */
static inline bool scan_take(struct scanner *scan, char c)
{
	if (scan_peek(scan) != c || scan->at == scan->end)
		return false;
	scan->at++;
	return true;
}

/* Takes the whole word WORD and returns whether it came next. */
bool scan_word(struct scanner *scan, const char *word);
/* The number of letters that come next; takes none. */
size_t scan_letters(struct scanner *scan);

/* These take one token, and fail when another comes next. */
void scan_need(struct scanner *scan, char c);
void scan_need_word(struct scanner *scan, const char *word);
void scan_end_line(struct scanner *scan);	/* also skips a comment: "; ..." */
uint64_t scan_number(struct scanner *scan);	/* decimal, or hexadecimal after 0x */
uint32_t scan_index(struct scanner *scan);	/* a number of 32 bits */
uint64_t scan_hash(struct scanner *scan);	/* 16 hexadecimal digits */
/* "WORD N", where N rows of at least LEAST bytes follow; a larger N than the text can hold fails. */
uint32_t scan_count(struct scanner *scan, const char *word, size_t least);
/* A quoted string; "" after a failure. OR_NONE also allows "-", which gives NULL. */
const char *scan_string(struct scanner *scan, bool or_none);
struct ir_type scan_type(struct scanner *scan);
/* "@FILE:LINE:COLUMN"; takes nothing and returns the unknown place when no "@" comes next. */
struct ir_loc scan_loc(struct scanner *scan);

/* Whether a type comes next: "bool" is one, the block target "b1" is not. */
static inline bool scan_at_type(struct scanner *scan)
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

/* An operand; its type is EXPECTED (see ir_default_type()) unless written. */
struct ir_operand scan_operand(struct scanner *scan, const struct ir_unit *unit,
			       struct ir_type expected);
/* "[OFFSET+WIDTH]"; takes and stores nothing when no "[" comes next. */
void scan_bits(struct scanner *scan, uint16_t *offset, uint16_t *width);
/* The magnitude of a signed 64-bit number whose sign was taken before. */
int64_t scan_signed(struct scanner *scan, bool negative);
/* A constant of type TYPE, with or without a minus. */
uint64_t scan_constant(struct scanner *scan, struct ir_type type);

#endif
