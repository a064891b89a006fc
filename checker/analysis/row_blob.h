/* SPDX-License-Identifier: GPL-2.0-only */
/* The verdicts of a row as part of a blob (base/packing.h). */
#ifndef MNCHECK_ANALYSIS_ROW_BLOB_H
#define MNCHECK_ANALYSIS_ROW_BLOB_H

#include "base/packing.h"
#include "rules/rules.h"

/* The verdicts of a row, its findings with their paths, its reasons; not which row it is. */
void pack_verdicts(struct strbuf *out, const struct row *row);

/* Into ROW, which has no findings and no reasons yet. */
void unpack_verdicts(struct unpacking *from, struct row *row);

#endif
