/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Headers that several of the files to be parsed include are parsed once, into a
 * precompiled header; parsing a file of Linux that stands on one takes a tenth to
 * two thirds of the time. Which headers, is computed from what the files include, and from
 * what those include that were parsed before or are beside them: of these more may come. One can stand on another:
 * what a whole subsystem includes on what all of the kernel does.
 *
 * It must make no difference other than in time. So headers are shared only among files with
 * the same flags that all include them, in any configuration; where macros could tell
 * the difference in order (includes_may_precede()) or the parser complains, a file is parsed alone.
 * What may differ is text that no verdict hangs on: what messages begin with (pr_fmt), numbers of __COUNTER__ in
 * names, how __FILE__ spells a header's path.
 */
#ifndef MNCHECK_EXTRACT_PREAMBLE_H
#define MNCHECK_EXTRACT_PREAMBLE_H

#include "extract/extraction.h"

struct shared_headers;

/*
 * For a kernel in TREE with its build directory BUILD. What is made goes into a directory of
 * its own below DIRECTORY, and away when closed.
 */
struct shared_headers *shared_headers_open(const char *tree, const char *build,
					   const char *directory,
					   const struct extraction_options *options);
void shared_headers_close(struct shared_headers *shared);

/*
 * Sets request.precompiled in those EXTRACTIONS that gain by it, making what is worth its
 * time. What cannot be made is no failure; -1 with ERROR only for an interrupt.
 */
int shared_headers_assign(struct shared_headers *shared, struct extraction *extractions,
			  size_t count, struct error *error);

#endif
