/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about a kind, with the words for people: a rule names the one that it is about. */
#ifndef MNCHECK_CONTRACT_PROPERTIES_H
#define MNCHECK_CONTRACT_PROPERTIES_H

#include "contract/contract.h"

struct contract_property {
	const char *words;	/* "kinds that can fail" */
	bool (*has)(const struct contract *contract);
};

extern const struct contract_property
	all_kinds,
	kinds_that_can_fail,		/* they return something, and may refuse */
	kinds_with_errno,		/* likewise, with an error number */
	kinds_with_blockability,	/* each call tells them whether they may block */
	kinds_with_end,			/* they have a sibling for the end of what they began */
	kinds_with_sequence;		/* they record the sequence that drivers read */

#endif
