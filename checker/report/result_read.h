/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads a result back: the JSON report becomes the run that it was printed from, so that every printer can print it,
 * and two results can be compared. Printing such a run as JSON gives the text that was read, byte for byte, if this
 * version wrote it. What older versions did not write is empty: `ops_file`, `line_hash`, `decide`, ...
 */
#ifndef MNCHECK_REPORT_RESULT_READ_H
#define MNCHECK_REPORT_RESULT_READ_H

#include "base/error.h"
#include "rules/rules.h"

/*
 * Reads LENGTH bytes of TEXT, which NAME (a path, "run 12") names in messages. The caller zeroes RUN, and frees it
 * with run_free() in any case; its strings are in its arena. A rule or a kind that this version does not know is
 * left out, with its findings. Returns 0, or -1 with ERROR filled: ERROR_ENVIRONMENT if the text is no result, or of
 * another schema.
 */
int result_read(const char *text, size_t length, const char *name, struct run *run, struct error *error);

/* The same for the file PATH; "-" is stdin. */
int result_read_file(const char *path, struct run *run, struct error *error);

#endif
