// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loops that count are unrolled, as far as constants decide each round (dynamic partitioning: Rival and Mauborgne,
 * "The trace partitioning abstract domain", 2007).
 */
#include "engine/worklist.h"

/*
 * Rounds of a loop that counts: each of its rounds decides by constants whether there is another. Each is kept
 * apart, as if the loop were unrolled.
 */
#define ROUNDS_COUNTED 256

void note_undecided(struct worklist *worklist, uint32_t from, uint32_t to)
{
	const struct cfg *cfg = worklist->activation->info->cfg;

	for (uint32_t loop = cfg->loop[from]; loop != cfg->nblocks; loop = cfg->outer[loop])
		if (!cfg_is_inside(cfg, loop, to))
			worklist->blocks[loop].is_open = true;
}

uint32_t rounds_counted(const struct worklist *worklist, uint32_t block)
{
	const struct cfg *cfg = worklist->activation->info->cfg;
	uint32_t loop = block < cfg->nblocks ? cfg->loop[block] : cfg->nblocks;

	if (loop == cfg->nblocks || worklist->blocks[loop].is_open)
		return 0;
	return ROUNDS_COUNTED;
}

void note_new_context(struct worklist *worklist, uint32_t block)
{
	const struct cfg *cfg = worklist->activation->info->cfg;

	if (worklist->blocks[block].entries.count < CLASSES_AT_LOOP_HEAD)
		return;
	for (uint32_t loop = cfg->loop[block]; loop != cfg->nblocks; loop = cfg->outer[loop])
		worklist->blocks[loop].is_open = true;
}

/* A round that goes several ways puts more states under way than came from outside. */
void note_arrival(struct worklist *worklist, uint32_t head)
{
	const struct cfg *cfg = worklist->activation->info->cfg;
	struct block_states *at = &worklist->blocks[head];

	if (worklist->from == worklist->nblocks || !cfg_is_inside(cfg, head, worklist->from))
		at->entered++;
	else if (at->queued >= at->entered)
		at->is_open = true;
}
