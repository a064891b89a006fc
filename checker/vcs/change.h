/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A change to a kernel tree, or to a module outside of one, in git: two states of it, its *sides*, and the files that
 * differ. The user's index, objects and work tree are never written.
 */
#ifndef MNCHECK_VCS_CHANGE_H
#define MNCHECK_VCS_CHANGE_H

#include <stddef.h>

#include "vcs/git.h"

/* How the user names a change. The strings are the caller's. */
struct change_request {
	enum change_kind {
		CHANGE_WORK_TREE,	/* `from` (NULL: HEAD) against the work tree */
		CHANGE_INDEX,		/* `from` (NULL: HEAD) against the index: what is staged */
		CHANGE_RANGE,		/* A..B: the commit `from` against `to` (each NULL: HEAD) */
		CHANGE_MERGE_BASE,	/* A...B: the merge base of `from` and `to`, against `to` */
		CHANGE_MAIL,		/* `mail`: one mail, several (mbox), or a bare patch */
	} kind;
	const char *from, *to;
	const char *mail;		/* text of a patch that applies to HEAD, or that HEAD contains */
	size_t mail_length;
};

/* One of the two states: a commit, the index or the work tree, plus a patch. */
struct change_side {
	const char *name;	/* for people: "HEAD", "the work tree" */
	enum { SIDE_COMMIT, SIDE_INDEX, SIDE_WORK_TREE } kind;
	const char *commit;	/* of SIDE_COMMIT: its id, or that of the empty tree */
	struct changed_files patched;	/* the patch: its new paths and ids count */
};

struct change {
	struct git git;
	const char *tree;	/* the kernel tree, absolute */
	struct change_side from, to;
	struct changed_files files;	/* sources that differ; a rename is one entry */
};

/*
 * Opens the change that REQUEST names in the kernel tree TREE, or (MODULE not NULL) in the directory of a module that
 * is built for TREE: paths are absolute and resolved, and MODULE stays the caller's. Returns 0, or -1 with ERROR
 * filled: ERROR_USAGE if git does not know a name, ERROR_ANALYSIS if a mail has no patch. To be closed in either case.
 */
int change_open(struct change *change, const char *tree, const char *module, const struct change_request *request,
		struct error *error);
void change_close(struct change *change);

/*
 * Appends to FILES the sources that differ between COMMIT and SIDE, a SIDE_COMMIT. Returns 0, or -1
 * with ERROR.
 */
int change_since(const struct change *change, const char *commit, const struct change_side *side,
		 struct changed_files *files, struct error *error);

/* Whether PATH is the old or the new path of one of FILES. */
bool changes_file(const struct changed_files *files, const char *path);

/*
 * Calls SEE with the old and the new text of each of FILES. It skips the side on which a file is
 * absent; TEXT is NUL-terminated, or NULL if it cannot be read. Returns 0, or -1 with ERROR filled.
 */
int change_read(const struct change *change, const struct changed_files *files,
		void (*see)(void *context, const char *path, const char *text, size_t length),
		void *context, struct error *error);

/*
 * Appends to FILES the sources in which SIDE (without its patch) differs from the work tree; SIDE's is
 * the old half of each. Returns 0, or -1 with ERROR filled.
 */
int change_against_disk(const struct change *change, const struct change_side *side,
			struct changed_files *files, struct error *error);

/* Inside vcs/: change_open() for CHANGE_MAIL (mail.c). */
int change_from_mail(struct change *change, const struct change_request *request,
		     struct error *error);
/* Inside vcs/: SIDE becomes the commit REVISION (NULL: HEAD, or the empty tree before the first commit). */
int change_set_commit(struct change *change, struct change_side *side, const char *revision,
		      struct error *error);

#endif
