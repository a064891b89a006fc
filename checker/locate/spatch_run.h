/* SPDX-License-Identifier: GPL-2.0-only */
/* For locate/spatch*.c alone: one run of spatch over files, batch by batch. */
#ifndef MNCHECK_LOCATE_SPATCH_RUN_H
#define MNCHECK_LOCATE_SPATCH_RUN_H

#include "base/process.h"
#include "locate/spatch.h"

struct batch {
	struct spatch_files files;
	char *directory;
	bool failed;		/* spatch failed or was killed, or its output is not whole */
	bool ended;
	bool hangs;		/* it did not end in time, and printed nothing */
	char *complaint;	/* what became of it, for behind "spatch " */
};

struct spatch_run {
	const struct spatch *spatch;
	const struct spatch_files *headers;
	bool included;
	bool beside;		/* the caller does something else meanwhile */
	struct batch *batches;
	size_t count;
	size_t failed, hanging;	/* of the batches, in this round */
	char *complaint;	/* of the first that failed */
};

/* The exit code of a spatch that could not be started; its stderr says why. */
#define NOT_STARTED -2

/* A worker sends this back, and then spatch's two streams. */
struct reply {
	struct exit_state state;
	size_t out, err;
};

/* ---- spatch_batch.c ---- */

/* The seconds that spatch has for one file, and for BATCH. */
int file_limit(const struct tree *tree);
double batch_limit(const struct spatch_run *run, const struct batch *batch);
/* Runs spatch over batch number INDEX of CONTEXT, a struct spatch_run, and writes a reply to FD. Returns 0. */
int run_batch(size_t index, int fd, void *context);

/* ---- spatch_reply.c ---- */

/*
 * The worker of batch number INDEX of CONTEXT, a struct spatch_run, ended in STATE, and sent LENGTH bytes of DATA: its
 * files get their output, or the batch is `failed`.
 */
void batch_done(size_t index, const char *data, size_t length, const struct exit_state *state, void *context);
/* Tells how far RUN is: files that spatch is through with, and the first of those that it looks at. */
void tell_spatch_progress(const struct spatch_run *run);

/* ---- spatch_cache.c ---- */

/* A hash of HEADERS' texts, by which outputs are kept. */
uint64_t headers_hash(const struct spatch_files *headers);
/* Fills `output` of those of FILES that the cache knows. The others go into MISSING. */
void recall_outputs(const struct spatch *spatch, uint64_t headers, bool included,
			   const struct spatch_files *files, struct spatch_files *missing);
/* Keeps what FILES got, but for those that changed meanwhile or that spatch failed at. */
void cache_outputs(const struct spatch *spatch, uint64_t headers, bool included,
			  const struct spatch_files *files);

#endif
