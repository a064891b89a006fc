/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MEMPOOL_H
#define _LINUX_MEMPOOL_H

#include <linux/gfp.h>
#include <linux/spinlock.h>

typedef void *(mempool_alloc_t)(gfp_t gfp, void *pool_data);

/* A few objects are kept back, so that who waits long enough gets one. */
typedef struct mempool_s {
	spinlock_t lock;
	int kept;
	void **elements;
	void *pool_data;
	mempool_alloc_t *alloc;
} mempool_t;

void *mempool_alloc(mempool_t *pool, gfp_t gfp);
void mempool_free(void *element, mempool_t *pool);

#endif
