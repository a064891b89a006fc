/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The identity of a finding: callback, rule and violation. Lines, files, the callback's name and the way to the
 * event may differ.
 */
#ifndef MNCHECK_DIFF_KNOWN_FINDING_H
#define MNCHECK_DIFF_KNOWN_FINDING_H

#include "rules/rules.h"

/*
 * The finding of BEFORE that FINDING, of AFTER, is; NULL: it is new. BEFORE and AFTER are a pair (pair_rows.h). A
 * suppressed finding is none of those that count.
 */
const struct finding *known_finding(const struct row *before, const struct row *after,
				    const struct finding *finding);

#endif
