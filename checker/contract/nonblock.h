/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The caller that must not block, as it is in the tree at hand: which events it passes. The contract
 * allows every event in both contexts; whether a path can run today is another question.
 */
#ifndef MNCHECK_CONTRACT_NONBLOCK_H
#define MNCHECK_CONTRACT_NONBLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "contract/eras.h"

/* By which the core is asked not to block, from 4.19 on. */
#define NONBLOCK_START "mmu_notifier_invalidate_range_start_nonblock"
/* Where an event stands, from 5.2 on, and who puts it there. */
#define NONBLOCK_RECORD RANGE_RECORD
#define NONBLOCK_FIELD "event"
#define NONBLOCK_INIT "mmu_notifier_range_init"

enum nonblock_answer {
	NONBLOCK_UNKNOWN,	/* `why_not` says what stood in the way */
	NONBLOCK_NOBODY,	/* nobody asks: the tree has no such call */
	NONBLOCK_NO_EVENT,	/* ranges have no event yet */
	NONBLOCK_EVENTS,	/* `events` are all that can be passed */
};

struct nonblock_event {
	uint64_t value;
	const char *name;	/* "MMU_NOTIFY_UNMAP"; NULL: the enum has no name for it */
};

struct nonblock_caller {
	enum nonblock_answer answer;
	const struct nonblock_event *events;	/* by rising value */
	size_t nevents;
	/* The first call, by file and line; NULL where there is none. */
	const char *function, *file;
	unsigned line;
	const char *why_not;
};

#endif
