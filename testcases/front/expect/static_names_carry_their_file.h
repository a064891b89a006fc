/* SPDX-License-Identifier: GPL-2.0-only */
static inline int deeper(int n) { return n * 2; }
static inline int helper(int n) { return deeper(n); }
static inline int unused(int n) { return deeper(n); }
