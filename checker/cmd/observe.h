/* SPDX-License-Identifier: GPL-2.0-only */
/* A witness that writes down the verdicts of a scan, and what they rest on, in a record. */
#ifndef MNCHECK_CMD_OBSERVE_H
#define MNCHECK_CMD_OBSERVE_H

#include "cmd/record.h"
#include "cmd/witness.h"

struct grounds;

struct observer {
	struct witness witness;	/* first: a struct witness * is a struct observer * */
	struct record *record;	/* rows are appended; the caller's */
	/* Rows that are there already and not `affected` are not judged again. */
	bool only_affected;
	const char *tree;	/* absolute */
	struct intmap units;	/* struct ir_unit -> its index in the record, plus 1 */
	struct intmap grounds;	/* candidate -> struct grounds */
};

/* TREE must outlive the observer, RECORD as well. */
void observer_open(struct observer *observer, struct record *record, const char *tree,
		   bool only_affected);
void observer_close(struct observer *observer);

#endif
