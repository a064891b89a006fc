/* SPDX-License-Identifier: GPL-2.0-only */
/* What is to be parsed, as bytes: for the cache, and for a process that has no part in our memory. */
#ifndef MNCHECK_EXTRACT_REQUEST_H
#define MNCHECK_EXTRACT_REQUEST_H

#include "extract/extraction.h"
#include "base/packing.h"

/* REQUEST without what it stands on, files in memory and an overlay. */
void pack_request(struct strbuf *out, const struct front_request *request);
/* All that is unpacked is in the arena of FROM. */
void unpack_request(struct unpacking *from, struct front_request *request);

/* EXTRACTION as it is to be run; false, and nothing of use in OUT, where it has files in memory. */
bool pack_extraction(struct strbuf *out, const struct extraction *extraction);
void unpack_extraction(struct unpacking *from, struct extraction *extraction);

#endif
