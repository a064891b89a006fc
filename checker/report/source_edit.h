/* SPDX-License-Identifier: GPL-2.0-only */
/* Edits of a source by lines: applied, and shown as a unified diff. */
#ifndef MNCHECK_REPORT_SOURCE_EDIT_H
#define MNCHECK_REPORT_SOURCE_EDIT_H

#include <stdbool.h>

#include "report/source_texts.h"

/* Sorted by line, none overlapping another. */
struct source_edits { struct source_edit *data; size_t count, room; };

/* Puts EDIT in its place. False, and nothing is done, if it touches lines of another or the lines beside them. */
bool source_edits_add(struct source_edits *edits, const struct source_edit *edit);

/* Appends SOURCE with the edits made. */
void source_edits_apply(const struct source_text *source, const struct source_edits *edits, struct strbuf *out);

/* Appends the unified diff of FILE that makes the edits, as git prints it, without an index line. */
void source_edits_diff(const char *file, const struct source_text *source, const struct source_edits *edits,
		       struct strbuf *out);

#endif
