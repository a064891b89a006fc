/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to the idioms of fixes: the callback that is fixed, as text. Lines are counted from 1. */
#ifndef MNCHECK_ANALYSIS_FIX_SITE_H
#define MNCHECK_ANALYSIS_FIX_SITE_H

#include "analysis/fix_idioms.h"
#include "contract/idioms.h"

#define SITE_PARAMS 3

struct fix_site {
	struct arena *arena;
	const struct source_text *source;
	const struct row *row;
	const struct finding *finding;
	unsigned open, close;	/* lines of its braces */
	const char *params[SITE_PARAMS];	/* names of the first ones; NULL: there is none, or it has no name */
	const char *blockable;	/* the expression that tells blockability; NULL: the callback is not told */
	const char *fail;	/* the statement that refuses the range; NULL: it cannot be refused */
	struct fix_proposals *proposals;
};

/* Finds the callback's braces and what its parameters tell. False: the text is not understood. */
bool site_read(struct fix_site *site, bool has_call);

/* Line LINE without its end, and its indentation, in the arena. */
const char *site_line(const struct fix_site *site, unsigned line);
const char *site_indent(const struct fix_site *site, const char *text);
/* Whether LINE lies between the braces. */
bool site_has_line(const struct fix_site *site, unsigned line);
/* Whether a statement may stand before LINE: the code before it ends one, or begins a block. */
bool site_begins_statement(const struct fix_site *site, unsigned line);
/* Lines of the path in the callback itself, the last first: what it came to is nearest to them. */
void site_each_line(struct fix_site *site, void (*visit)(struct fix_site *site, unsigned line));
/* Adds a proposal: REMOVED lines from LINE on become TEXT. */
void site_propose(struct fix_site *site, const char *idiom, unsigned line, unsigned removed, const char *text);

/* A call that takes a lock. */
struct taken_lock {
	const struct lock_idiom *idiom;
	const char *arguments;
	unsigned line;
	bool tries;		/* by the trylock of the idiom */
};

/* The last one in the lines FROM to TO, without TO. */
bool site_find_lock(const struct fix_site *site, unsigned from, unsigned to, struct taken_lock *lock);

/* ---- text ---- */

bool in_word(char c);
const char *skip_space(const char *text);
/* The last character that is no blank; "": there is none. */
const char *last_character(const char *text);
/* The arguments of the call of NAME in TEXT, in ARENA; NULL: it has none, or it goes on in the next line. */
const char *call_in(struct arena *arena, const char *text, const char *name);

/* ---- idioms, by file ---- */

/* fix_locks.c: missing-set-seq, returns-locked, fails-with-end. */
void propose_sequence(struct fix_site *site);
void propose_unlock(struct fix_site *site);
void propose_no_refusal(struct fix_site *site);
/* fix_flags.c: allocations with FLAGS instead of those that may reclaim; statements that only offer to sleep. */
void propose_flags(struct fix_site *site, const char *flags);
void propose_no_offer(struct fix_site *site);

#endif
