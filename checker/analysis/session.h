/* SPDX-License-Identifier: GPL-2.0-only */
/* A session of a command: the cache, one kernel tree, its build and its units. */
#ifndef MNCHECK_ANALYSIS_SESSION_H
#define MNCHECK_ANALYSIS_SESSION_H

#include "base/progress.h"
#include "extract/prefetch.h"
#include "analysis/options.h"
#include "extract/unit_source.h"
#include "kbuild/kbuild.h"

struct overlay;

/* Opened step by step. Zeroed, it is closed. */
struct session {
	const struct options *options;
	struct progress *progress;
	struct store *store;	/* NULL under --no-cache */
	struct tree *tree;
	struct kbuild *kbuild;
	struct unit_source *units;
	struct fork_server *fork_server;	/* forks the workers that parse; or NULL */
	struct prefetch *prefetch;	/* see session_begin_prefetch(); or NULL */
	struct strings helpers;	/* header functions that models call: units must have them */
	const char *part;	/* of tree or module, which the user named instead of it; NULL: all. In tree->arena */
	bool joins;		/* session_join_build() */
	bool faulted;		/* spatch or the disk failed: no row of this run may be kept */
	char *scratch;		/* temporary directory, removed at the end; or NULL */
};

/*
 * Opens the cache, and the tree at PATH, or around the working directory (NULL). PATH may also be a part of a tree, or with
 * --build a module's directory, which becomes tree->module. Returns 0, or -1 with ERROR filled.
 */
int session_open_tree(struct session *session, const struct options *options,
		      struct progress *progress, const char *path, struct error *error);

/*
 * Lays OVERLAY (stays the caller's; NULL: does nothing) over the tree. Call it after session_open_tree(),
 * before any question to the tree.
 */
void session_overlay(struct session *session, const struct overlay *overlay);

/*
 * Begins to parse the changed files that held callbacks in the last scan. Call it before locating: both run
 * at the same time.
 */
void session_begin_prefetch(struct session *session);

/*
 * Opens what says how files are compiled for ARCH (NULL: the build's own), and the units made with it. Uses --build if it is for ARCH, or if at most one architecture is wanted. Returns 0, or -1
 * with ERROR filled.
 */
int session_open_build(struct session *session, const char *arch, struct error *error);
/* Closes both, so that those of another architecture can be opened. */
void session_close_build(struct session *session);

/*
 * Instead of session_open_build(): joins a build in DIRECTORY that runs just now and compiles FILE with COMMAND.
 * Where the flags of other files cannot be computed, FILE is all that is known. Returns 0, or -1 with ERROR filled.
 */
int session_join_build(struct session *session, const char *directory, const char *arch,
		       const char *file, const struct compile_command *command,
		       struct error *error);

/* Closes all that is open, and trims the cache. */
void session_close(struct session *session);

#endif
