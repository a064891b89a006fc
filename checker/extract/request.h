/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests and extractions as bytes: for the store, and for the fork server, which does not share our
 * memory.
 */
#ifndef MNCHECK_EXTRACT_REQUEST_H
#define MNCHECK_EXTRACT_REQUEST_H

#include "extract/extraction.h"
#include "base/packing.h"

/* REQUEST without its precompiled headers, virtual files and overlay. */
void pack_request(struct strbuf *out, const struct front_request *request);
/* What is unpacked lives in FROM's arena. A damaged input sets FROM's `broken`. */
void unpack_request(struct unpacking *from, struct front_request *request);

/*
 * EXTRACTION with all that a worker needs. False, and OUT is useless, if the request has virtual files: these
 * cannot be packed.
 */
bool pack_extraction(struct strbuf *out, const struct extraction *extraction);
void unpack_extraction(struct unpacking *from, struct extraction *extraction);

#endif
