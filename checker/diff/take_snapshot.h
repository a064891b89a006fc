/* SPDX-License-Identifier: GPL-2.0-only */
/* The observer that takes a snapshot: the rows of a scan, and what they depend on. */
#ifndef MNCHECK_DIFF_TAKE_SNAPSHOT_H
#define MNCHECK_DIFF_TAKE_SNAPSHOT_H

#include "analysis/observer.h"
#include "diff/snapshot.h"

struct snapshot_observer {
	struct observer observer;	/* first: a struct observer * is one of these */
	struct snapshot *snapshot;	/* rows are appended; the caller's */
	/* Rows that are there already and not `affected` are not judged again. */
	bool only_affected;
	struct tree *tree;
	struct store *store;	/* hashes of makefiles; NULL: they are left out */
	struct intmap units;	/* struct ir_unit -> its index in the snapshot, plus 1 */
	struct intmap judged;	/* candidate -> struct judged */
	struct strmap makefiles;	/* directory -> struct makefiles */
};

/* All three stay the caller's, and outlive the observer. */
void snapshot_observer_open(struct snapshot_observer *observer, struct snapshot *snapshot,
			    struct tree *tree, struct store *store, bool only_affected);
/* Only chooses callbacks, as above; the snapshot stays as it is. */
void snapshot_observer_choose(struct snapshot_observer *observer, struct snapshot *snapshot);
void snapshot_observer_close(struct snapshot_observer *observer);

#endif
