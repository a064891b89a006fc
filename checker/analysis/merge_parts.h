/* SPDX-License-Identifier: GPL-2.0-only */
/* Puts the parts of one scan (scan --shard I/N) together. */
#ifndef MNCHECK_ANALYSIS_MERGE_PARTS_H
#define MNCHECK_ANALYSIS_MERGE_PARTS_H

#include "rules/rules.h"

/*
 * Fills the zeroed RUN with what one scan of the whole would have found, whatever the order of PARTS, COUNT runs that
 * result_read() read; NAMES are theirs, for messages. RUN takes the rows over, and its strings live in the parts'
 * arenas: free it first. Returns 0, or -1 with ERROR filled (ERROR_USAGE): a part lacks, is there twice, or is of
 * another tree, configuration or version.
 */
int merge_parts(struct run *run, struct run *parts, const char *const *names, size_t count, struct error *error);

#endif
