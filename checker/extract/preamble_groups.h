/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside preamble*.c: groups of files that could share a preamble, and the group that gains most by one. */
#ifndef MNCHECK_EXTRACT_PREAMBLE_GROUPS_H
#define MNCHECK_EXTRACT_PREAMBLE_GROUPS_H

#include "extract/preamble_clients.h"

/* Files of one class below one directory, and the headers that they have in common. */
struct preamble_group {
	VEC(struct client *) members;	/* present files */
	VEC(struct client *) others;	/* past files and neighbours of the same class */
	struct preamble *base;		/* the largest that all members use already, or NULL */
	size_t length;			/* of the directory's path, with its slash */
	bool is_special;		/* its flags are another client's plus macros */
	bool is_exact;			/* same flags everywhere; the preamble defines the extra macros */
	struct include_files common;	/* the headers in common */
	struct strmap set;		/* of the best group: their paths and those of the base's headers */
	size_t bytes;			/* of their text */
	double gain;			/* text that need not be parsed, less the cost of making; in bytes */
};

/*
 * The group of CLIENTS to make the next preamble for: of the groups that gain enough, one that serves
 * the most files, and of these the one that gains most. All its members can use the group's set, and
 * its base. A group without members: no group gains enough. HOPELESS keeps the names (in ARENA) of
 * groups without gain from call to call. The caller frees the group by group_free().
 */
struct preamble_group find_best_group(struct arena *arena, struct includes *includes,
				      struct clients *clients, struct strmap *hopeless);
void group_free(struct preamble_group *group);

#endif
