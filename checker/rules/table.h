/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rules, one row each, in the order of all reports. A new rule is a row here, a file that defines
 * rule_NAME, and a page.
 *
 * No guard: each includer defines RULE(ID, rule_NAME).
 */
RULE(FAILS_BLOCKABLE, rule_fails_blockable)
RULE(WRONG_ERRNO, rule_wrong_errno)
RULE(SLEEPS_NONBLOCKABLE, rule_sleeps_nonblockable)
RULE(SLEEPS_ATOMIC, rule_sleeps_atomic)
RULE(FAILS_WITH_END, rule_fails_with_end)
RULE(MISSING_SET_SEQ, rule_missing_set_seq)
RULE(RETURNS_LOCKED, rule_returns_locked)
RULE(MAY_RECLAIM, rule_may_reclaim)
RULE(CALLER_IGNORES_FAILURE, rule_caller_ignores_failure)
