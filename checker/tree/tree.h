/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel tree as text: what it is, which files hold a word (survey), and which file defines
 * a function (index). Paths are relative to the tree unless said otherwise.
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

/* How many surveys can be expected at once. */
#define SURVEYS_EXPECTED_MOST 4

struct tree {
	char *path;		/* absolute, links resolved */
	char *version;		/* "6.12.117" from the Makefile, plus EXTRAVERSION */
	struct arena *arena;	/* owns what the functions below return, until tree_close() */
	struct blob_cache *cache;	/* the caller's; may be NULL */
	struct progress *progress;	/* the caller's; may be NULL */
	char *cache_directory;	/* for prepared build directories; absolute */
	unsigned jobs;		/* how many processes at once */
	const struct overlay *overlay;	/* the caller's, set before the first look; NULL: as on disk */
	bool recalls_only;	/* what takes a look at all files is not begun, only brought up to date */
	struct { const char *const *needles; size_t count; } expected[SURVEYS_EXPECTED_MOST];
	size_t nexpected;	/* see tree_expect_survey() */
	bool expects_index;	/* see tree_expect_index() */
};

/*
 * Opens the kernel tree at PATH. ERROR_USAGE when there is no such directory, or
 * it is not a kernel tree (no Makefile with VERSION/PATCHLEVEL, no include/linux).
 * A miniature tree counts as one. CACHE_DIRECTORY is made when needed.
 */
struct tree *tree_open(const char *path, const char *cache_directory, struct error *error);
void tree_close(struct tree *tree);

/* ---- small things ---- */

/* Cache look-up and remembering that a tree without a cache forgives. */
bool tree_recall(struct tree *tree, const char *kind, const char *key, struct strbuf *out);
void tree_remember(struct tree *tree, const char *kind, const char *key, const void *data,
		   size_t length);

/* Progress and notices, where somebody listens. */
void tree_progress(struct tree *tree, const char *phase, size_t done, size_t total);
void tree_notice(struct tree *tree, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* ---- survey: one pass over all sources, remembered by size, mtime and inode ---- */

/*
 * The .c and .h files (sorted) whose text holds one of NEEDLES as a whole identifier.
 * The tree is walked (stat of each file); only files that changed since the last survey with
 * the same needles are read; none, and no file is found, with tree->recalls_only where there was
 * no such survey. Runs tree->jobs threads or processes.
 */
int tree_survey(struct tree *tree, const char *const *needles, size_t nneedles,
		struct strings *files, struct error *error);

/*
 * tree_survey() will be asked for these NEEDLES later on: the first pass over all files answers for them too, if
 * there is a cache that remembers it. The needles stay the caller's for as long as the tree is open.
 */
void tree_expect_survey(struct tree *tree, const char *const *needles, size_t nneedles);

/* ---- index ---- */

struct tree_index;

/*
 * The index of the whole tree: external and static function definitions, and functions
 * put into fields, found by a scan of the text at brace level 0, so candidates only:
 * who uses one extracts the file and looks. Built at the first question, remembered by size,
 * mtime and inode of each file; with tree->recalls_only it is empty where none is remembered.
 */
struct tree_index *tree_index_open(struct tree *tree, struct error *error);
void tree_index_close(struct tree_index *index);

/*
 * The index will be asked later on: the first pass over all files, a survey's, makes it as well, if there is a
 * cache and no index in it.
 */
void tree_expect_index(struct tree *tree);

/*
 * Files that define a function called NAME, best first for architecture ARCH: files of
 * other architectures (arch/OTHER/, and tools/, samples/, scripts/, Documentation/) are
 * left out. Appended to FILES; strings are the index's.
 */
void tree_index_definitions(struct tree_index *index, const char *name, const char *arch,
			    struct strings *files);

/* Files that update static calls at run time, as above. */
void tree_index_static_call_updaters(struct tree_index *index, const char *arch,
				     struct strings *files);

/* Whether a .S file below arch/ARCH defines NAME. */
bool tree_is_assembly(struct tree *tree, const char *arch, const char *name);

/* Files that put something into a field called FIELD (`.field =`, `->field =`), as above. */
void tree_index_field_users(struct tree_index *index, const char *field, const char *arch,
			    struct strings *files);

#endif
