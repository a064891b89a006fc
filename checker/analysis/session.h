/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command works with: the cache, one kernel tree, its build and its units. */
#ifndef MNCHECK_ANALYSIS_SESSION_H
#define MNCHECK_ANALYSIS_SESSION_H

#include "base/progress.h"
#include "extract/prefetch.h"
#include "analysis/options.h"
#include "extract/unit_source.h"
#include "kbuild/kbuild.h"

struct overlay;

/* Opened step by step; a zeroed one is closed. */
struct session {
	const struct options *options;
	struct progress *progress;
	struct store *store;	/* NULL under --no-cache */
	struct tree *tree;
	struct kbuild *kbuild;
	struct unit_source *units;
	struct fork_server *fork_server;	/* of the workers that parse; or NULL */
	struct prefetch *prefetch;	/* see session_begin_prefetch(); or NULL */
	struct strings helpers;	/* header functions that models need in units */
	char *scratch;		/* directory to be removed at the end, or NULL */
};

/* The cache and the tree at PATH. Returns 0, or -1 with ERROR filled. */
int session_open_tree(struct session *session, const struct options *options,
		      struct progress *progress, const char *path, struct error *error);

/*
 * To be called after session_open_tree(), before anything is asked: the tree is looked at as
 * OVERLAY (the caller's; NULL: nothing happens) says.
 */
void session_overlay(struct session *session, const struct overlay *overlay);

/* To be called before callbacks are located: what has changed of their files is parsed meanwhile. */
void session_begin_prefetch(struct session *session);

/*
 * The build directory for ARCH (NULL: that of the build), which may have to be prepared, and
 * the units made with it. --build is taken where it is for that architecture, or the only one.
 */
int session_open_build(struct session *session, const char *arch, struct error *error);
/* Closes these two, so that another architecture's can be opened. */
void session_close_build(struct session *session);

/*
 * Instead: a build that runs now, as kbuild_open_given() has it. Units of other files are those
 * that earlier scans of the tree left.
 */
int session_join_build(struct session *session, const char *directory, const char *arch,
		       const char *file, const struct compile_command *command,
		       struct error *error);

/* Closes what is open, trims the cache. */
void session_close(struct session *session);

#endif
