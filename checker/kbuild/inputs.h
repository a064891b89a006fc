/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files that an evaluation depends on: Kconfig files, makefiles, tables, a .config. What was computed holds
 * as long as they are the same, by size, mtime and inode, or else by their text.
 */
#ifndef MNCHECK_KBUILD_INPUTS_H
#define MNCHECK_KBUILD_INPUTS_H

#include "base/map.h"
#include "base/packing.h"
#include "kbuild/make.h"

struct input {
	const char *path;	/* absolute */
	enum make_asked asked;
	uint64_t state;		/* of the file on disk; 0: there is none */
	uint64_t content;	/* of what was asked; 0: there is none */
};

struct inputs {
	struct tree *tree;
	struct arena *arena;	/* the caller's; owns the paths */
	VEC(struct input) list;
	struct strmap known;	/* path -> its number in the list, plus 1 */
	struct strmap globs;	/* pattern -> answer */
};

void inputs_free(struct inputs *inputs);

void inputs_add(struct inputs *inputs, const char *path, enum make_asked asked);
void inputs_add_sources(struct inputs *inputs, const struct make_sources *sources);

/*
 * Notes the present state of all that have none. False: one changed at SINCE (seconds since 1970) or later, so
 * that it may not be what was read.
 */
bool inputs_seal(struct inputs *inputs, time_t since);

/* Whether one of them is not as on disk in the state that the tree is looked at. */
bool inputs_overlaid(const struct inputs *inputs);

/* Whether all of them are as they were, in the state that the tree is looked at. */
bool inputs_hold(const struct inputs *inputs);

void pack_inputs(struct strbuf *out, const struct inputs *inputs);
void unpack_inputs(struct unpacking *from, struct inputs *inputs);

#endif
