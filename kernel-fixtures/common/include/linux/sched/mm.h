/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_MM_H
#define _LINUX_SCHED_MM_H

#include <linux/gfp.h>
#include <linux/sched.h>

/* Sets FLAG for this task; what comes back says whether it was set before. */
static inline unsigned int __memalloc_save(unsigned int flag)
{
	unsigned int before = current->flags & flag;

	current->flags |= flag;
	return before;
}

static inline void __memalloc_restore(unsigned int flag, unsigned int before)
{
	current->flags = (current->flags & ~flag) | before;
}

/* Said by every allocator before it looks whether there is memory at once. */
static inline void might_alloc(gfp_t gfp)
{
	might_sleep_if(gfpflags_allow_blocking(gfp));
}

static inline unsigned int memalloc_noreclaim_save(void)
{
	return __memalloc_save(PF_MEMALLOC);
}

static inline void memalloc_noreclaim_restore(unsigned int flags)
{
	__memalloc_restore(PF_MEMALLOC, flags);
}

static inline unsigned int memalloc_nofs_save(void)
{
	return __memalloc_save(PF_MEMALLOC_NOFS);
}

static inline void memalloc_nofs_restore(unsigned int flags)
{
	__memalloc_restore(PF_MEMALLOC_NOFS, flags);
}

static inline unsigned int memalloc_noio_save(void)
{
	return __memalloc_save(PF_MEMALLOC_NOIO);
}

static inline void memalloc_noio_restore(unsigned int flags)
{
	__memalloc_restore(PF_MEMALLOC_NOIO, flags);
}

#endif
