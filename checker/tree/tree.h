/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel tree as text. The *survey* finds the files that name an identifier, the *index* the files
 * that define a function or set a field. Paths are relative to the tree unless said otherwise.
 */
#ifndef MNCHECK_TREE_TREE_H
#define MNCHECK_TREE_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cache.h"
#include "base/error.h"
#include "base/progress.h"
#include "base/str.h"
#include "base/vec.h"

/* ---- the tree itself ---- */

/* More calls of tree_expect_survey() are ignored. */
#define SURVEYS_EXPECTED_MOST 4

struct tree {
	char *path;		/* absolute, links resolved */
	char *version;		/* "6.12.117" from the Makefile, plus EXTRAVERSION */
	/*
	 * The directory of a module outside of the tree, absolute, links resolved; NULL: none. Walk, survey and index
	 * have its files, too, by absolute paths. The caller's, set before the first use.
	 */
	const char *module;
	struct arena *arena;	/* owns what the functions below return unless said otherwise */
	struct blob_cache *cache;	/* the caller's; may be NULL */
	struct progress *progress;	/* the caller's; may be NULL */
	char *cache_directory;	/* of generated headers and of locks; absolute */
	unsigned jobs;		/* threads or processes at once */
	double timeout_seconds;	/* limit of one process on one file, 0: the program's own */
	size_t memory_bytes;	/* likewise of memory, 0 for none */
	const struct overlay *overlay;	/* the caller's, set before the first use; NULL: as on disk */
	/*
	 * The part of a scan, from 0 on, and how many there are; 0: the scan is whole. Parts that run at once on one cache
	 * share out a survey that reads all files.
	 */
	unsigned part, parts;
	/* see tree_expect_survey() */
	struct { const char *const *needles; size_t count; } expected[SURVEYS_EXPECTED_MOST];
	size_t nexpected;
	bool expects_index;	/* see tree_expect_index() */
};

/*
 * Opens the kernel tree at PATH; a miniature tree counts as one. Makes CACHE_DIRECTORY if needed.
 * Returns NULL with ERROR filled: ERROR_USAGE if PATH is no kernel tree (it needs a Makefile with
 * VERSION and PATCHLEVEL, and include/linux), ERROR_ENVIRONMENT if the cache directory cannot be
 * written.
 */
struct tree *tree_open(const char *path, const char *cache_directory, struct error *error);
void tree_close(struct tree *tree);

/* Whether the directory PATH is a kernel tree, as far as tree_open() wants one. */
bool is_kernel_tree(const char *path);

/* Whether PATH, as the tree has it, lies in the module's directory. */
static inline bool tree_in_module(const struct tree *tree, const char *path)
{
	return tree->module && path_below(path, tree->module);
}

/*
 * Sources that could not be read so far, with the reason for behind the name: how many, and the path of one. What is
 * in them is not known.
 */
size_t tree_count_unread(const struct tree *tree);
const char *tree_unread(const struct tree *tree, size_t index, const char **why);
bool tree_is_unread(const struct tree *tree, const char *path);

/* ---- cache and messages, which may both be missing ---- */

/* tree->cache's get and put; without a cache, nothing is found and nothing is kept. */
bool tree_cache_get(struct tree *tree, const char *kind, const char *key, struct strbuf *out);
void tree_cache_put(struct tree *tree, const char *kind, const char *key, const void *data,
		   size_t length);

/* tree->progress's update and notice. */
void tree_progress(struct tree *tree, const char *phase, const char *item, size_t done, size_t total);
void tree_notice(struct tree *tree, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* ---- survey ---- */

/*
 * Appends to FILES, sorted, the .c and .h files with one of NEEDLES as a whole identifier. Walks the
 * tree (one stat per file) and reads the files that have changed since the last survey for the same
 * needles, by size, mtime and inode. Returns 0, or -1 with ERROR filled.
 */
int tree_survey(struct tree *tree, const char *const *needles, size_t nneedles,
		struct strings *files, struct error *error);

/*
 * Announces a tree_survey() for NEEDLES: the next survey that reads all files answers it too, if there is a
 * cache. NEEDLES must live as long as the tree is open.
 */
void tree_expect_survey(struct tree *tree, const char *const *needles, size_t nneedles);

/* ---- index ---- */

struct tree_index;

/*
 * The index of the whole tree: function definitions, external and static, and functions assigned to
 * fields. It reads text without a preprocessor (tree/outline.h), so its answers are candidates: extract
 * the file to be sure. The first question builds it, and re-reads files of the cached index by size,
 * mtime and inode. Never NULL.
 */
struct tree_index *tree_index_open(struct tree *tree, struct error *error);
void tree_index_close(struct tree_index *index);

/*
 * Announces that the index will be used: the survey that reads all files builds it on the way, if there is a
 * cache without one.
 */
void tree_expect_index(struct tree *tree);

/*
 * Appends to FILES the files that define the function NAME, best first for ARCH. Where no text has that
 * name: those that may paste it together. Leaves out arch/OTHER/, tools/, samples/, scripts/ and
 * Documentation/. The strings are the index's.
 */
void tree_index_definitions(struct tree_index *index, const char *name, const char *arch,
			    struct strings *files);

/* Likewise, the files that define static calls, or update them at run time. */
void tree_index_static_calls(struct tree_index *index, const char *arch, struct strings *files);

/*
 * Calls VISIT for NAME, and for each beginning and end of it that an underscore sets apart, from the longest to
 * the shortest: a macro at file scope may be given such a part and paste the name together.
 */
void each_part(const char *name,
	       void (*visit)(void *context, const char *name, const char *part, size_t length),
	       void *context);

/* Whether a .S file below arch/ARCH defines NAME. Without an index: reads these files at the first call. */
bool tree_is_assembly(struct tree *tree, const char *arch, const char *name);

/* Likewise, the files that assign to a field FIELD (`.field =`, `->field =`). */
void tree_index_field_users(struct tree_index *index, const char *field, const char *arch,
			    struct strings *files);

#endif
