/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shadows: what make needs to read of a build directory, in a place of ours. In it
 * make may do what it likes; it is kept for the headers that were generated there.
 */
#ifndef MNCHECK_KBUILD_SHADOW_H
#define MNCHECK_KBUILD_SHADOW_H

#include "kbuild/configuration.h"

struct shadow {
	const char *directory;	/* absolute */
	const char *makefile;	/* for make_call.makefile */
	const char *wrapper;	/* stands in for make where the makefiles call it */
	const char *replay;	/* script: from a place (shadow_start()), the dry run of goals */
	const char *replay_headers;	/* script: their headers for real, by the header wrapper */
	int lock;		/* held while the shadow is open */
};

/* Opens (makes, when it is not there or older than the configuration) the shadow. */
int shadow_open(const struct configuration *configuration, struct shadow *shadow,
		struct error *error);
void shadow_close(struct shadow *shadow);

/* A whole dry run was done in it, so `replay` can be run. */
bool shadow_can_replay(const struct shadow *shadow);

/*
 * A file that tells how make comes to the makefile of a directory: the nearest above GOAL (relative) that an
 * earlier run came to, or that of the top. In ARENA.
 */
const char *shadow_start(struct arena *arena, const struct shadow *shadow, const char *goal);

/*
 * The wrapper that makes HEADERS (relative to the build directory) where makefiles of
 * DIRECTORIES would make objects; in tree->arena.
 */
const char *shadow_header_wrapper(const struct configuration *configuration,
				  const struct shadow *shadow, const struct strings *headers,
				  const struct strings *directories, struct error *error);

/* Takes the lock PATH, waiting for it; -1 with ERROR filled. close() gives it back. */
int take_lock(const char *path, struct error *error);

/* Runs a program whose output matters only when it fails. */
int run_command(const char *const *argv, struct error *error);

/* FROM/NAME with all in it to TO/NAME, where there is one. */
int copy_directory(struct arena *arena, const char *from, const char *to, const char *name,
		   struct error *error);

#endif
