/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Positions in the text of a unit after lines of its sources have moved: somebody wrote or removed comments and blank
 * lines. The result is the text that a parse would give, but for what `__LINE__` stands for.
 */
#ifndef MNCHECK_IR_MOVE_LINES_H
#define MNCHECK_IR_MOVE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* A source whose line from[i] is now line to[i]. The caller owns all of it. */
struct moved_source {
	const char *path;		/* absolute, as in the unit's deps */
	const char *name;		/* as in the unit's files */
	uint64_t hash;			/* of its text now */
	const uint32_t *from, *to;	/* lines that are not blank, ascending */
	size_t count;
};

/*
 * Appends to OUT the LENGTH bytes of TEXT, a unit, with the positions that are in the COUNT MOVED sources. Returns
 * false if it cannot tell where a position has gone; OUT then holds a part.
 */
bool ir_move_lines(const char *text, size_t length, const struct moved_source *moved, size_t count, struct strbuf *out);

#endif
