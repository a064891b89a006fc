/* SPDX-License-Identifier: GPL-2.0-only */
/* Packs the verdicts of a row into a blob, and back (base/packing.h). */
#ifndef MNCHECK_ANALYSIS_ROW_BLOB_H
#define MNCHECK_ANALYSIS_ROW_BLOB_H

#include "base/packing.h"
#include "rules/rules.h"

/* Appends the verdicts of ROW, its findings with their paths, and its reasons. Not the names of the row. */
void pack_verdicts(struct strbuf *out, const struct row *row);

/* Fills ROW, which has no findings and no reasons yet. A damaged blob sets from->broken. */
void unpack_verdicts(struct unpacking *from, struct row *row);

#endif
