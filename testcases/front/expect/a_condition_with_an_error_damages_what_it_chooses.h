/* SPDX-License-Identifier: GPL-2.0-only */
#define INCLUDED 1
static inline int included(void) { return 1; }
