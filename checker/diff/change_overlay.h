/* SPDX-License-Identifier: GPL-2.0-only */
/* One side of a change as an overlay over the files on disk. */
#ifndef MNCHECK_DIFF_CHANGE_OVERLAY_H
#define MNCHECK_DIFF_CHANGE_OVERLAY_H

#include "tree/overlay.h"
#include "vcs/change.h"

/*
 * Makes OVERLAY (closed by the caller, who also gives it) show SIDE where the work tree
 * lies on disk. NAME is the directory, below the scratch directory, that its texts go to.
 */
int change_overlay(const struct change *change, const struct change_side *side, const char *name,
		   struct overlay *overlay, struct error *error);

#endif
