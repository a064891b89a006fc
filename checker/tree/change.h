/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A change to a kernel tree that git knows: two states of the tree, and what differs. Git is
 * asked through its command; nothing is written to its index, its objects or the work tree.
 */
#ifndef MNCHECK_TREE_CHANGE_H
#define MNCHECK_TREE_CHANGE_H

#include <stddef.h>

/* What the user calls the change. Strings stay the caller's. */
struct change_request {
	enum change_kind {
		CHANGE_WORK_TREE,	/* `from` (NULL: HEAD) against the work tree */
		CHANGE_INDEX,		/* `from` (NULL: HEAD) against the index: what is staged */
		CHANGE_RANGE,		/* the commit `from` against the commit `to`, each NULL: HEAD */
		CHANGE_MERGE_BASE,	/* A...B: where `from` and `to` parted, against `to` */
		CHANGE_MAIL,		/* a mail, several (mbox), or a bare patch: `mail` */
	} kind;
	const char *from, *to;
	const char *mail;		/* the text, on top of HEAD, or part of it already */
	size_t mail_length;
};

#endif
