/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Edits that may fix a finding, after idioms that callbacks of the kernel have. They are proposals made from text: whether one is a
 * fix, fixes.h has judged.
 */
#ifndef MNCHECK_ANALYSIS_FIX_IDIOMS_H
#define MNCHECK_ANALYSIS_FIX_IDIOMS_H

#include "report/source_texts.h"
#include "rules/rules.h"

struct fix_proposal {
	const char *idiom;	/* for people: "try the lock where the range is not blockable" */
	struct source_edit edit;
};

struct fix_proposals { struct fix_proposal *data; size_t count, room; };

/*
 * Appends the proposals for FINDING of ROW, the most specific first. SOURCE is the text of row->file, HAS_CALL whether the tree
 * has RANGE_BLOCKABLE_CALL. Texts are in ARENA. Adds none if the text is not understood.
 */
void propose_fixes(struct arena *arena, const struct row *row, const struct finding *finding, const struct source_text *source,
		   bool has_call, struct fix_proposals *proposals);

#endif
