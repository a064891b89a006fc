/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Git's command, asked about one repository. Nothing in it is written: no lock is taken, the
 * index is not refreshed, and objects that are made go to a directory of our own.
 */
#ifndef MNCHECK_VCS_GIT_H
#define MNCHECK_VCS_GIT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "base/vec.h"

struct git {
	struct arena *arena;	/* owns the strings */
	const char *top;	/* of the work tree, absolute */
	const char *prefix;	/* of the kernel tree in it, "" or ending with a slash */
	char *scratch;		/* a directory of ours, removed by git_close() */
	const char *objects;	/* where new objects go, below scratch; NULL: none are made */
	const char *index;	/* an index of ours, below scratch */
	const char *copied_index;	/* the user's, as a copy: git diff refreshes it */
	bool takes_makefiles;	/* git_compare() tells of makefiles and Kconfig files as well */
};

/* A file on both sides of a comparison; paths are relative to the kernel tree. */
struct changed_file {
	const char *old_path, *new_path;	/* NULL: it is absent on that side */
	const char *old_id, *new_id;	/* of the blobs; NULL: absent, or as in the work tree */
};

struct changed_files { struct changed_file *data; size_t count, room; };

/*
 * The repository that the kernel tree TREE (absolute) is part of. ERROR_USAGE when there is
 * none, ERROR_ENVIRONMENT when there is no git.
 */
int git_open(struct git *git, const char *tree, struct error *error);
void git_close(struct git *git);

/*
 * Runs git with the words of ARGV (NULL-terminated, without "git"), with the file INPUT on
 * stdin (NULL: nothing). What it prints is appended to OUT and ERR (each may be NULL).
 * Returns its exit code, or -1 with ERROR filled when it cannot be run.
 */
int git_run(const struct git *git, const char *const *argv, const char *input, struct strbuf *out,
	    struct strbuf *err, struct error *error);

/* The first line of what git prints, in the arena; NULL when it fails. */
const char *git_line(const struct git *git, const char *const *argv, struct error *error);

/*
 * The sources (see takes_makefiles) that differ between two states, as `git diff ARGS` says (revisions, --cached,
 * -M), appended to FILES, by path. -1 with ERROR filled when git does not know the states.
 */
int git_compare(const struct git *git, const char *const *args, struct changed_files *files,
		struct error *error);

/*
 * The texts of COUNT blobs, appended to TEXTS one after the other, LENGTHS[i] bytes each.
 * Returns 0, or -1 with ERROR filled.
 */
int git_blobs(const struct git *git, const char *const *ids, size_t count, struct strbuf *texts,
	      size_t *lengths, struct error *error);

#endif
