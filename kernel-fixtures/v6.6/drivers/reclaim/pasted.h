/* SPDX-License-Identifier: GPL-2.0-only */
/* A tree of spans. Each kind of span has functions of its own, which a macro makes. */
#ifndef PASTED_H
#define PASTED_H

#include <linux/slab.h>

struct span {
	struct span *next;
	unsigned long first, last;
	void *note;
};

#define DEFINE_SPANS(flags, prefix)						\
struct span *prefix ## _first(struct span *spans, unsigned long at)		\
{										\
	while (spans && spans->last < at)					\
		spans = spans->next;						\
	return spans;								\
}										\
										\
void prefix ## _mark(struct span *span)					\
{										\
	kfree(span->note);							\
	span->note = kmalloc(16, flags);					\
}

#define DECLARE_SPANS(prefix)							\
	struct span *prefix ## _first(struct span *spans, unsigned long at);	\
	void prefix ## _mark(struct span *span)

DECLARE_SPANS(free_spans);
DECLARE_SPANS(busy_spans);
DECLARE_SPANS(lost_spans);

struct span *find_span(struct span *spans, unsigned long at);

#endif
