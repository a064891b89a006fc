/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs the git command on one repository and writes nothing to it: takes no lock, does not refresh the index,
 * and puts new objects into a directory of its own. git runs none of the programs that the repository's configuration
 * names.
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
	const char *prefix;	/* path from `top` to the kernel tree: "" or with a final slash */
	const char *module;	/* the caller's: that directory is this module's, whose files have absolute paths; or NULL */
	char *scratch;		/* temporary directory, removed by git_close() */
	const char *objects;	/* for new objects, below `scratch`; NULL: none are made */
	const char *index;	/* the index that git uses, below `scratch` */
	const char *copied_index;	/* a copy of the user's, since git diff refreshes its index */
	struct strings environment;	/* "NAME=value": see git_config_nothing() */
};

/* One file that differs between two sides. Paths are relative to the kernel tree; of a module, absolute. */
struct changed_file {
	const char *old_path, *new_path;	/* NULL: it is absent on that side */
	const char *old_id, *new_id;	/* of the blobs; NULL: absent, or the text is in the work tree */
};

struct changed_files { struct changed_file *data; size_t count, room; };

/*
 * Opens the repository of the kernel tree TREE (absolute). Makes GIT_DIR and GIT_INDEX_FILE in the
 * environment absolute. Returns 0, or -1 with ERROR filled: ERROR_USAGE without a repository,
 * ERROR_ENVIRONMENT without git. To be closed in either case.
 */
int git_open(struct git *git, const char *tree, struct error *error);
void git_close(struct git *git);

/*
 * Has git run nothing that the repository's configuration names. FILTERS has the keys of its filters, each with a NUL
 * behind it. For git_open().
 */
void git_config_nothing(struct git *git, const struct strbuf *filters);

/*
 * Runs git with the arguments ARGV (NULL-terminated, without "git") and the file INPUT on stdin (NULL:
 * empty). Appends its output to OUT and ERR; either may be NULL. Returns git's exit code, or -1 with
 * ERROR filled if it cannot be run.
 */
int git_run(const struct git *git, const char *const *argv, const char *input, struct strbuf *out,
	    struct strbuf *err, struct error *error);

/*
 * The first line of git's output, in git's arena; NULL if git fails, with ERROR filled if it cannot be
 * run.
 */
const char *git_line(const struct git *git, const char *const *argv, struct error *error);

/*
 * Appends to FILES, by path, the sources that `git diff ARGS` reports (revisions, --cached, -M).
 * Returns 0, or -1 with ERROR filled if git does not know the revisions.
 */
int git_compare(const struct git *git, const char *const *args, struct changed_files *files,
		struct error *error);

/*
 * Appends to TEXTS the texts of COUNT blobs, one after the other, and sets LENGTHS[i] to their lengths.
 * Returns 0, or -1 with ERROR filled.
 */
int git_blobs(const struct git *git, const char *const *ids, size_t count, struct strbuf *texts,
	      size_t *lengths, struct error *error);

#endif
