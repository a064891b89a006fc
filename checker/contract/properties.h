/* SPDX-License-Identifier: GPL-2.0-only */
/* Properties of kinds, with words for people. A rule is about the kinds that have one property. */
#ifndef MNCHECK_CONTRACT_PROPERTIES_H
#define MNCHECK_CONTRACT_PROPERTIES_H

#include "contract/contract.h"

struct contract_property {
	const char *words;	/* "kinds that can fail" */
	bool (*has)(const struct contract *contract);
};

extern const struct contract_property
	judged_kinds,			/* callbacks, but for those that are only named */
	kinds_that_can_fail,		/* may refuse a range by their result */
	kinds_with_errno,		/* may refuse it with an error number */
	kinds_with_blockability,	/* learn from each call whether they may block */
	kinds_that_never_block,		/* may not sleep in any call */
	kinds_with_end,			/* have a field for the end of the same range */
	kinds_with_sequence,		/* set the sequence number that drivers read */
	kinds_that_call;		/* are no callbacks: they call these */

#endif
