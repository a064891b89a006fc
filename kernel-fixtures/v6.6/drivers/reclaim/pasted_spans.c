// SPDX-License-Identifier: GPL-2.0-only
/* No text has the names of these functions. */
#include <linux/module.h>

#include "pasted.h"

DEFINE_SPANS(GFP_ATOMIC, free_spans)

DEFINE_SPANS(GFP_KERNEL,
	     busy_spans)

/* A macro of this file, which is given the end of a name. */
#define FINDS(name) struct span *find_##name(struct span *spans, unsigned long at)

FINDS(span)
{
	return free_spans_first(spans, at);
}

MODULE_LICENSE("GPL");
