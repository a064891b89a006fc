/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MNCHECK_BASE_EXIT_CODE_H
#define MNCHECK_BASE_EXIT_CODE_H

/* Exit codes, an interface that other tools read. */
enum {
	EXIT_ALL_HOLD = 0,	/* every located callback holds, or there is none */
	EXIT_VIOLATION = 1,	/* at least one violation; --strict: or undecided */
	EXIT_TROUBLE = 2,	/* usage or environment */
	EXIT_UNDECIDED = 3,	/* no violation, but something undecided or not analysed */
};

#endif
