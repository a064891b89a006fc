/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The callers in the tree that must not block, and the events that they pass. The contract allows every event
 * in both contexts. These callers tell whether a path can run in this tree.
 */
#ifndef MNCHECK_CONTRACT_NONBLOCK_H
#define MNCHECK_CONTRACT_NONBLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "contract/eras.h"

/* Calls of this function ask the core not to block, from 4.19 on. */
#define NONBLOCK_START "mmu_notifier_invalidate_range_start_nonblock"
/* The member that holds the event, from 5.2 on, and the function that sets it. */
#define NONBLOCK_RECORD RANGE_RECORD
#define NONBLOCK_FIELD "event"
#define NONBLOCK_INIT "mmu_notifier_range_init"

enum nonblock_answer {
	NONBLOCK_UNKNOWN,	/* `why_not` gives the reason */
	NONBLOCK_NOBODY,	/* the tree has no such call */
	NONBLOCK_NO_EVENT,	/* ranges of this kernel have no event yet */
	NONBLOCK_EVENTS,	/* `events` are all that the calls can pass */
};

struct nonblock_event {
	uint64_t value;
	const char *name;	/* "MMU_NOTIFY_UNMAP"; NULL: the enum has no name for it */
};

struct nonblock_caller {
	enum nonblock_answer answer;
	const struct nonblock_event *events;	/* in the order of their values */
	size_t nevents;
	/* The first call, by file and line, and the function that holds it; NULL: there is none. */
	const char *function, *file;
	unsigned line;
	const char *why_not;
};

#endif
