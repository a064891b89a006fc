/* SPDX-License-Identifier: GPL-2.0-only */
/* mncheck dump --contract: the contract's tables as text, for the build, tests and people. */
#ifndef MNCHECK_CMD_DUMP_CONTRACT_H
#define MNCHECK_CMD_DUMP_CONTRACT_H

#include "base/str.h"

/*
 * One tab-separated line each, lists with ", " between, "-" for none:
 *
 *	kind NAME RECORD FIELDS RETURNS BLOCKABLE END-FIELD FINISH-FIELD
 *	era FROM PARAMETER RECORD FIELD
 *	rule NAME ABOUT KINDS
 */
void dump_contract(struct strbuf *out);

#endif
