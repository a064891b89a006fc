/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes one side of a change an overlay over the files on disk. */
#ifndef MNCHECK_DIFF_CHANGE_OVERLAY_H
#define MNCHECK_DIFF_CHANGE_OVERLAY_H

#include "tree/overlay.h"
#include "vcs/change.h"

/*
 * Fills OVERLAY with SIDE's texts of all files that differ in the work tree. The caller owns OVERLAY, and
 * frees it in any case. The texts are written to the directory NAME below git's scratch directory. Returns 0,
 * or -1 with ERROR filled.
 */
int change_overlay(const struct change *change, const struct change_side *side, const char *name,
		   struct overlay *overlay, struct error *error);

#endif
