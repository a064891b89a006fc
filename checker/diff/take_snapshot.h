/* SPDX-License-Identifier: GPL-2.0-only */
/* The observer that takes a snapshot: the rows of a scan, with their dependencies. */
#ifndef MNCHECK_DIFF_TAKE_SNAPSHOT_H
#define MNCHECK_DIFF_TAKE_SNAPSHOT_H

#include "analysis/observer.h"
#include "diff/snapshot.h"

struct snapshot_observer {
	struct observer observer;	/* the first member: a struct observer * can be cast */
	struct snapshot *snapshot;	/* the caller's; rows are appended */
	/* Callbacks with a row in the snapshot are judged again only if it is `affected`. */
	bool only_affected;
	struct tree *tree;
	struct intmap units;	/* struct ir_unit -> its index in the snapshot, plus 1 */
	struct intmap judged;	/* candidate -> struct judged */
	struct strmap lost;	/* source without a unit -> its index in the snapshot, plus 1 */
};

/* SNAPSHOT and TREE stay the caller's, and outlive the observer. */
void snapshot_observer_open(struct snapshot_observer *observer, struct snapshot *snapshot,
			    struct tree *tree, bool only_affected);
/* An observer that only chooses callbacks, as with `only_affected`. It does not change the snapshot. */
void snapshot_observer_choose(struct snapshot_observer *observer, struct snapshot *snapshot, struct tree *tree);
void snapshot_observer_close(struct snapshot_observer *observer);

#endif
