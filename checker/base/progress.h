/* SPDX-License-Identifier: GPL-2.0-only */
/* What the user is told while work goes on; the lower layers only call it. */
#ifndef MNCHECK_BASE_PROGRESS_H
#define MNCHECK_BASE_PROGRESS_H

#include <stddef.h>

struct progress {
	/* PHASE is running ("locate", "prepare x86 allmodconfig", ...): DONE of TOTAL, 0 of 0: not known. */
	void (*update)(struct progress *progress, const char *phase, size_t done, size_t total);
	/* One line for the user that is not an error ("arch/x86/foo.c: spatch timed out"). */
	void (*notice)(struct progress *progress, const char *text);
};

#endif
