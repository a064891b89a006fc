/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/kernel.h>

#define __GFP_HIGH		((gfp_t)BIT(5))
#define __GFP_IO		((gfp_t)BIT(6))
#define __GFP_FS		((gfp_t)BIT(7))
#define __GFP_ZERO		((gfp_t)BIT(8))
#define __GFP_DIRECT_RECLAIM	((gfp_t)BIT(10))
#define __GFP_KSWAPD_RECLAIM	((gfp_t)BIT(11))
#define __GFP_NOWARN		((gfp_t)BIT(13))
#define __GFP_NOFAIL		((gfp_t)BIT(15))
#define __GFP_NORETRY		((gfp_t)BIT(16))
#define __GFP_RECLAIM		(__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)

#define GFP_ATOMIC		(__GFP_HIGH | __GFP_KSWAPD_RECLAIM)
#define GFP_NOWAIT		(__GFP_KSWAPD_RECLAIM | __GFP_NOWARN)
#define GFP_KERNEL		(__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_NOIO		(__GFP_RECLAIM)
#define GFP_NOFS		(__GFP_RECLAIM | __GFP_IO)
#define GFP_USER		(__GFP_RECLAIM | __GFP_IO | __GFP_FS)

unsigned long get_zeroed_page(gfp_t gfp);
void free_pages(unsigned long address, unsigned int order);
struct page *alloc_pages(gfp_t gfp, unsigned int order);
void __free_pages(struct page *page, unsigned int order);

#define alloc_page(_gfp)	alloc_pages(_gfp, 0)

static inline bool gfpflags_allow_blocking(const gfp_t gfp)
{
	return (gfp & __GFP_DIRECT_RECLAIM) != 0;
}

#endif
