/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel tree: what it is, what its files hold (survey), where callbacks are
 * (locate), how a file is compiled (kbuild), and which file defines a function
 * (index). Paths are relative to the tree unless said otherwise.
 */
#ifndef MNCHECK_TREE_TREE_H
#define MNCHECK_TREE_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cache.h"
#include "base/error.h"
#include "base/progress.h"
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

/* ---- locate ---- */

/* How a callback got into its field. */
enum located_how {
	LOCATED_INITIALISER,	/* `.field = function` in an initialiser */
	LOCATED_ASSIGNMENT,	/* `x->field = function` at run time */
};

/* One function put into one field of an ops struct. */
struct located {
	const char *record;	/* "mmu_notifier_ops", ... */
	const char *field;	/* "invalidate_range_start", ... */
	const char *function;	/* as written there */
	const char *ops;	/* the variable: "gntdev_mmu_ops"; for a member "dev.ops" or
				   "ops->..." the expression as written; "" when nameless */
	const char *ops_file;	/* file of the initialiser or assignment */
	unsigned ops_line;	/* line of `.field = function` */
	enum located_how how;
	/* The definition of `function`, where spatch saw one in the same file, else "", 0. */
	const char *file;
	unsigned line;
	/* The other fields that the same initialiser (or, for run-time assignments, the same file for
	   the same ops expression) sets, sorted: decides fails-with-end. */
	const char *const *siblings;
	size_t nsiblings;
};

/* A file that could not be searched, and why. */
struct locate_problem {
	const char *file, *why;
};

struct locate_result {
	VEC(struct located) callbacks;	/* sorted by file, line, function */
	VEC(struct locate_problem) problems;
	/*
	 * Which callbacks the tree's own headers declare, "record.field" each. One that they declare
	 * as it was before it had a contract (Linux 4.18) is not here, nor is what is put into it located.
	 */
	struct strings declared;
	/* Structs, typedefs and macros by which an ops struct is reached without being named. */
	struct strings carriers;
};

/*
 * Runs cocci/locate.cocci (its path in COCCI) with spatch over the files that the
 * survey selects. ERROR_ENVIRONMENT when there is no spatch or it fails as a whole;
 * what it cannot parse or times out on is in `problems`. Strings live in tree->arena;
 * the vectors are the caller's (vec_free).
 */
int tree_locate(struct tree *tree, const char *cocci, struct locate_result *result,
		struct error *error);

/*
 * Whether a source with this TEXT can put a callback into its field, by the words alone. What
 * a header's macro does under a name of its own is not seen.
 */
bool may_set_callback(const char *text, size_t length);

/* ---- flags ---- */

/* How one file is compiled. */
struct compile_command {
	const char *file;	/* the source, absolute */
	const char *directory;	/* where the compiler runs, absolute */
	const char *const *flags;	/* without compiler, -c, -o, source and dependency output */
	size_t nflags;
	const char *compiler;	/* "clang-19", "gcc", "aarch64-linux-gnu-gcc-12", ... */
	/*
	 * NULL: the user's (or the first prepared) configuration builds this file. Else
	 * what it was taken from and what that assumes, for the row: "allmodconfig prepared
	 * by mncheck: the given configuration does not build this file", "flags of
	 * drivers/x/y.c with CONFIG_FOO=y: no configuration builds it together with CONFIG_BAR".
	 */
	const char *assumes;
	/* No configuration that was found builds the file: the flags are another file's. */
	bool borrowed;
	const char *why_not;	/* not NULL: there is no command, and this is why */
};

struct kbuild;			/* one build directory, and the fallbacks behind it */

struct kbuild_options {
	const char *build;	/* --build, NULL: the tree if built in place, else prepared */
	const char *arch;	/* --arch, NULL: the build's own, else the host's */
};

/*
 * Finds or prepares the build directory. Preparing (allmodconfig + prepare with
 * LLVM=-19 or the LLVM that is there, in tree->cache_directory, once per tree, version and
 * architecture) tells tree->progress. ERROR_USAGE when OPTIONS->build belongs to another
 * tree or holds no configuration; ERROR_ENVIRONMENT when preparing fails (with the last
 * lines that make printed).
 */
struct kbuild *kbuild_open(struct tree *tree, const struct kbuild_options *options,
			   struct error *error);
/*
 * A build in DIRECTORY (absolute) that runs just now: how FILE (relative to the tree, or
 * absolute) is compiled is known, it is COMMAND (the caller's); of all other files
 * kbuild_commands() knows nothing, and it never runs make.
 */
struct kbuild *kbuild_open_given(struct tree *tree, const char *directory, const char *arch,
				 const char *file, const struct compile_command *command);
void kbuild_close(struct kbuild *kbuild);

/* The architecture that the build directory BUILD is for; NULL with ERROR as kbuild_open() has it. */
const char *kbuild_arch_of(struct tree *tree, const char *build, struct error *error);

/*
 * The kernel's name of ARCH, which may be a machine's ("aarch64" is arm64). ERROR_USAGE with the
 * names that there are when the tree has no such architecture; a tree without arch/ has any.
 */
const char *tree_arch(struct tree *tree, const char *arch, struct error *error);

const char *kbuild_directory(const struct kbuild *kbuild);	/* absolute */
const char *kbuild_arch(const struct kbuild *kbuild);		/* "x86" */

/*
 * The commands of FILES, in their order, into COMMANDS (COUNT of them, the caller's
 * array; strings in tree->arena). From compile_commands.json where it names the file,
 * else from kbuild; a file that this configuration does not build falls back as
 * DESIGN.md says. Remembered in tree->cache. A file without any way to compile it has
 * `why_not`; only a failure of the whole is -1.
 */
int kbuild_commands(struct kbuild *kbuild, const char *const *files, size_t count,
		    struct compile_command *commands, struct error *error);

/*
 * Another command for FILE, for a function at LINE that the one of kbuild_commands() leaves
 * out, as the #if around it does not hold there: from a configuration in which it does
 * (prepared when needed), which `assumes` names. `why_not` when there is none, or
 * when no #if is to blame.
 */
int kbuild_command_for_line(struct kbuild *kbuild, const char *file, unsigned line,
			    struct compile_command *command, struct error *error);

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
