/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages to the user while work goes on. Lower layers call this interface; cmd/ implements it. */
#ifndef MNCHECK_BASE_PROGRESS_H
#define MNCHECK_BASE_PROGRESS_H

#include <stddef.h>

struct progress {
	/*
	 * PHASE ("locate", "extract", ...; must live on) has finished DONE of TOTAL steps; 0 of 0: not known. ITEM, a
	 * file, is at hand; NULL: none. All calls come from one thread.
	 */
	void (*update)(struct progress *progress, const char *phase, const char *item, size_t done, size_t total);
	/* Tells the user one line that is not an error ("arch/x86/foo.c: spatch timed out"). */
	void (*notice)(struct progress *progress, const char *text);
};

#endif
