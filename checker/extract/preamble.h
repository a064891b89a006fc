/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Preambles: headers that several files include, parsed once into a precompiled header.
 *
 * Why: parsing a kernel file mostly means parsing headers that its neighbours include too. A file of
 * Linux that starts from a preamble takes a tenth to two thirds of the time.
 *
 * Contents: the headers that the files at hand all include. Files of the same directories, and files
 * that were parsed before, count as well, since more like them may come. A preamble can extend another
 * one, its base: the headers of a subsystem extend those that the whole kernel includes.
 *
 * A preamble saves time and must change no unit. So a file uses one only if
 *   - it has the same flags, besides additional macros;
 *   - it includes all of those headers in every configuration;
 *   - no macro can tell that they come first (includes_may_precede()).
 * A file whose parse fails or reports errors is parsed again without its preamble. Text that no verdict
 * depends on may differ: message prefixes (pr_fmt), the numbers of __COUNTER__ in names, the spelling
 * of a header's path in __FILE__.
 *
 * Preambles live as long as the struct preambles, in a directory of their own: the next run makes new
 * ones. A unit lists a preamble's headers among its dependencies, so a changed header makes the cached
 * unit stale.
 */
#ifndef MNCHECK_EXTRACT_PREAMBLE_H
#define MNCHECK_EXTRACT_PREAMBLE_H

#include "extract/extraction.h"

struct preambles;

/*
 * For the kernel TREE with the build directory BUILD, both absolute. The preambles are made by workers
 * as OPTIONS say, in a new directory below DIRECTORY, which preambles_close() removes. OPTIONS stay the
 * caller's.
 */
struct preambles *preambles_open(const char *tree, const char *build, const char *directory,
				 const struct extraction_options *options);
void preambles_close(struct preambles *preambles);

/*
 * Makes the preambles that preambles_assign() would make for EXTRACTIONS, which will come later, all or some of them.
 * Their requests' strings must outlive PREAMBLES. Returns 0, or -1 with ERROR filled after an interrupt.
 */
int preambles_prepare(struct preambles *preambles, const struct extraction *extractions, size_t count,
		      struct error *error);

/*
 * Sets request.precompiled in each of EXTRACTIONS that a preamble makes faster, and makes the preambles that
 * save more time than they cost. A preamble that cannot be made is no failure. Returns 0, or -1 with ERROR
 * filled after an interrupt.
 */
int preambles_assign(struct preambles *preambles, struct extraction *extractions, size_t count,
		     struct error *error);

#endif
