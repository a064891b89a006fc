/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fixes of findings. Each proposal is judged before anybody sees it: the tree is scanned with the edit made (in an overlay, nothing
 * is written), and the edit is a fix if its finding is gone, the rule holds, and no verdict of the file is worse than before. A text
 * that does not parse costs verdicts, so it is none.
 */
#ifndef MNCHECK_ANALYSIS_FIXES_H
#define MNCHECK_ANALYSIS_FIXES_H

#include "analysis/pipeline.h"

/*
 * Sets `fix` of the findings of RUN that a fix was found for. RUN is the result of OPTIONS for the tree at run->tree_path, as on disk.
 * One edit may fix several findings; edits of a file are judged together. Findings of a module outside of the tree get none.
 * PROGRESS hears of the files, INNER of what the scans of them do. Returns 0, or -1 with ERROR filled.
 */
int fix_findings(const struct options *options, struct progress *progress, struct progress *inner, struct run *run,
		 struct error *error);

#endif
