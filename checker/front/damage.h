/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to front/: the parts of a unit that are not whole, and what they touch.
 *
 * Two things damage a unit: an error of the parser, and a header that is not there. An error damages
 * the function around it. Outside of functions it makes the names that are declared there *doubtful*.
 * A missing header may have defined any name that nobody else defines, so it makes the conditionals
 * doubtful that test such a name, and the names that these conditionals define.
 * A function that mentions a doubtful name, or has a doubtful conditional inside, is damaged. All
 * other functions are whole.
 */
#ifndef MNCHECK_FRONT_DAMAGE_H
#define MNCHECK_FRONT_DAMAGE_H

#include "front/unit.h"

/* TROUBLE with its file and line, in the unit's arena. */
const char *trouble_told(struct front *front, const struct trouble *trouble);

/* ---- text (name_words.c) -------------------------------------------------------- */

/* The identifiers of the text from `at` to `end`, comments and literals left out. */
struct name_words {
	const char *at, *end;
	const char *word;	/* of `length` bytes; after next_word() */
	size_t length;
	bool is_member;		/* it follows a "." or "->" */
};

/* Moves to the next identifier; false: there is none. */
bool next_word(struct name_words *words);

/* The preprocessor directives of the text from `at` to `end`; `line` is that of `at`. */
struct directives {
	const char *at, *end;
	unsigned line;
};

struct directive {
	const char *name;	/* "ifdef", of `length` bytes */
	size_t length;
	const char *rest, *end;	/* what follows the name */
	unsigned line;
};

bool next_directive(struct directives *directives, struct directive *directive);
/* Behind the blanks and comments at AT. */
const char *skip_blanks(const char *at, const char *end);
bool directive_is(const struct directive *directive, const char *name);

/* ---- missing headers (missing.c) ------------------------------------------------ */

/* Whether DIAGNOSTIC's TEXT says that a header is missing; its name, in ARENA, or NULL. */
const char *missing_name(struct arena *arena, const char *text);
/* Finds the places from which on a missing header may have defined a name. */
void survey_missing(struct front *front);
/* The header that may have defined a name which line LINE of FILE mentions; NULL: none is missing. */
const char *missing_before(struct front *front, const struct source_file *file, unsigned line);
/* Whether a macro NAME is defined before line LINE of FILE. */
bool is_macro(struct front *front, const char *name, const struct source_file *file, unsigned line);
/* Calls VISIT for each file of the unit, in the order in which the parser entered them. */
void each_file(struct front *front, void (*visit)(struct front *, struct source_file *));
/* Whether FILE is the driver's own, or includes a missing header itself; others are nobody's in particular. */
bool is_close(struct front *front, const struct source_file *file);

/* ---- conditionals (conditional.c) ----------------------------------------------- */

/*
 * Finds the doubtful conditionals of FILE, and adds them to front->regions and the macros that are
 * defined there to front->doubtful. Returns whether it found anything new.
 */
bool survey_conditionals(struct front *front, struct source_file *file);
/* Makes doubtful all of the files that doubtful conditionals include; whether it found a new one. */
bool survey_inclusions(struct front *front);
/* Adds REGION to front->regions; false: it is there. */
bool add_region(struct front *front, const struct text_region *region);
/* The doubtful conditional that overlaps the lines FIRST..LAST of FILE or chooses them; or NULL. */
const struct text_region *region_over(struct front *front, const struct source_file *file,
				 unsigned first, unsigned last);

/* ---- lost code (lost.c) ------------------------------------------------------- */

/* The initialiser of VARIABLE is not whole: it may put any function into the members that it has. */
void lose_table(struct front *front, CXCursor variable, const char *why);

/* Notes the members between AT and END that a store may go to. */
void lose_members(struct front *front, const char *at, const char *end, const char *why);

/* ---- names (doubt.c, piece.c) ------------------------------------------------------------ */

/* Finds the names that declarations make doubtful; whether there is a new one. */
bool survey_declarations(struct front *front);
/* Makes NAME doubtful for the reason WHY; false: it was already. */
bool doubt(struct strmap *names, struct front *front, const char *name, size_t length, const char *why);
/* A piece of a file. */
struct piece {
	struct source_file *file;
	unsigned first, last;	/* lines */
	const char *at, *end;
};

/*
 * Why one of the names in PIECE is doubtful, or NULL. OWNER is the declaration that PIECE is the text of,
 * or a null cursor.
 */
const char *doubt_within(struct front *front, CXCursor owner, const struct piece *piece);
/* The text of DECLARATION; false: there is none. */
bool piece_of(struct front *front, CXCursor declaration, struct piece *piece);
/* The end of the declaration or function at AT, also where the parser lost its place. */
const char *construct_end(const char *at, const char *end);

#endif
