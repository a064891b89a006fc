/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A change to a kernel tree that git knows: two states of the tree, and what differs. Git is
 * asked through its command; nothing is written to its index, its objects or the work tree.
 */
#ifndef MNCHECK_VCS_CHANGE_H
#define MNCHECK_VCS_CHANGE_H

#include <stddef.h>

#include "vcs/git.h"

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
	bool makefiles;			/* they and Kconfig files count, as flags are computed from them */
};

/* One of the two states: a commit, the index or the work tree, and a patch on top of it. */
struct change_side {
	const char *name;	/* for people: "HEAD", "the work tree" */
	enum { SIDE_COMMIT, SIDE_INDEX, SIDE_WORK_TREE } kind;
	const char *commit;	/* SIDE_COMMIT: its id (or that of the empty tree) */
	/* Differences of the side from that, of which the new half counts. */
	struct changed_files patched;
};

struct change {
	struct git git;
	const char *tree;	/* the kernel tree, absolute */
	struct change_side from, to;
	struct changed_files files;	/* from -> to, sources only, renames found */
};

/*
 * Finds out what REQUEST means in the kernel tree TREE (absolute, resolved). ERROR_USAGE when
 * git does not know it. Closed by the caller in any case.
 */
int change_open(struct change *change, const char *tree, const struct change_request *request,
		struct error *error);
void change_close(struct change *change);

/* What differs between COMMIT, some other one, and the state SIDE. */
int change_since(const struct change *change, const char *commit, const struct change_side *side,
		 struct changed_files *files, struct error *error);

/*
 * Calls SEE with the old text of each of FILES and with the new one, where there is one
 * (TEXT is NULL where there is none, and NUL-terminated). -1 with ERROR filled.
 */
int change_read(const struct change *change, const struct changed_files *files,
		void (*see)(void *context, const char *path, const char *text, size_t length),
		void *context, struct error *error);

/*
 * What SIDE has in the place of the files of the work tree, appended to FILES: the old half of each. -1 with ERROR
 * filled.
 */
int change_against_disk(const struct change *change, const struct change_side *side,
			struct changed_files *files, struct error *error);

/* Inside: fills CHANGE for CHANGE_MAIL (mail.c). */
int change_from_mail(struct change *change, const struct change_request *request,
		     struct error *error);
/* Inside: SIDE becomes the commit that REVISION names. */
int change_set_commit(struct change *change, struct change_side *side, const char *revision,
		      struct error *error);

#endif
