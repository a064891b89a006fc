/* SPDX-License-Identifier: GPL-2.0-only */
/* Who is responsible for a file, by the tree's MAINTAINERS. The file is read; nothing of the tree is run. */
#ifndef MNCHECK_TREE_MAINTAINERS_H
#define MNCHECK_TREE_MAINTAINERS_H

#include "base/arena.h"
#include "base/str.h"

struct maintainers;

/* Those who should get a mail: "Name <address>" or an address alone, each once, the nearest section's first. */
struct addressees {
	struct strings to;	/* maintainers */
	struct strings cc;	/* reviewers and lists */
};

/* Reads MAINTAINERS of the tree at PATH into ARENA; NULL: there is none. */
struct maintainers *maintainers_read(struct arena *arena, const char *path);

/*
 * Adds those whose sections match FILE (F: and N:, without X:), the most precise pattern first; K:, which looks into files, is not
 * read. As get_maintainer.pl does it, .mailmap
 * counts, and the maintainer of "THE REST" is left out. Strings are in the arena.
 */
void maintainers_of(const struct maintainers *maintainers, const char *file, struct addressees *addressees);

/* Adds ADDRESS unless it is there; names do not count. */
void addressee_add(struct strings *list, const char *address);
bool addressee_has(const struct strings *list, const char *address);
void addressees_free(struct addressees *addressees);

#endif
