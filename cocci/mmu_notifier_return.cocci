// SPDX-License-Identifier: GPL-2.0-only
/// Find mmu notifier start callbacks that return a constant that they must
/// not return.  invalidate_range_start() returns 0 or, only when the range is
/// not blockable, -EAGAIN; an interval notifier's invalidate() returns false
/// only when the range is not blockable.
///
//# This patch sees one function at a time, and only constants.  It does not see
//# what a helper returns.  It trusts a function that gets the range, or a value
//# read from its blockability, to test it.  It also trusts a condition that
//# tests a saved flag together with other values.
///
// Confidence: High
// Copyright: (C) 2025 The mncheck authors.
// Comments: covers the callbacks of all kernels since 4.19: those with a parameter
//   bool blockable, with range->blockable, with the flag in range->flags, and
//   those of struct hmm_mirror_ops.
// Options: --no-includes --include-headers
// Keywords: mmu_notifier, mmu_interval_notifier, invalidate_range_start, EAGAIN

virtual context
virtual org
virtual report

@initialize:python depends on org || report@
@@
said, printer = set(), coccilib.report.print_report


def say(places, text):
    """Prints one finding, and only once for all paths that lead there."""
    place = places[0]
    if (place.file, place.line, place.column) not in said:
        said.add((place.file, place.line, place.column))
        printer(place, text)

@initialize:python depends on org@
@@
printer = coccilib.org.print_safe_todo

// ---- the callbacks, and the name by which each learns whether it may block ----

@callback@
typedef bool;
identifier F, N, R, M, S, E;
position p;
@@
(
 int F@p(struct mmu_notifier *N, const struct mmu_notifier_range *R) { ... }
|
 int F@p(struct mmu_notifier *N, struct mm_struct *M, unsigned long S,
         unsigned long E, bool R) { ... }
|
 int F@p(struct hmm_mirror *N, const struct hmm_update *R) { ... }
|
 int F@p(struct hmm_mirror *N, const struct mmu_notifier_range *R) { ... }
|
 bool F@p(struct mmu_interval_notifier *N, const struct mmu_notifier_range *R,
          unsigned long S, ...) { ... }
)

// A function that is called in this file and is in no table is the helper of a callback.

@call@
identifier callback.F;
position q;
@@
 F@q(...)

@taken@
identifier callback.F;
position q != call.q;
@@
 F@q

@helper depends on call && !taken@
identifier callback.F;
position callback.p, h;
@@
 F@p@h(...) { ... }

// ---- uses that do not test blockability: other fields, messages ----

@harmless@
identifier callback.R;
identifier fld != {flags, blockable};
identifier say =~ "^(trace_|pr_|no_printk$|printk|mmu_notifier_range_update_to_read_only$)";
position m;
@@
(
 R@m->fld
|
 say(..., R@m, ...)
)

// ---- expressions that are true when the range is blockable ----

@blockable@
identifier callback.F, callback.R, N, M, S, E;
position callback.p != helper.h;
position t;
expression BL;
type T;
@@
(
 int F@p(struct mmu_notifier *N, struct mm_struct *M, unsigned long S,
         unsigned long E, bool R) { <+... R@BL@t ...+> }
|
 T F@p(...) { <+...
 \( BL@t = \(mmu_notifier_range_blockable(R)\|R->blockable\|
             R->flags & MMU_NOTIFIER_RANGE_BLOCKABLE\)
 \| mmu_notifier_range_blockable(R)@BL@t
 \| R->blockable@BL@t
 \| (R->flags & MMU_NOTIFIER_RANGE_BLOCKABLE)@BL@t \)
 ...+> }
)

@changed@
expression blockable.BL, X;
position c != blockable.t;
@@
(
 BL@c = X
|
 BL@c &= X
|
 BL@c |= X
|
 &BL@c
)

// ---- constants that are wrong for any range ----

@allowed@
position a;
@@
 return@a \(-EAGAIN\|-EWOULDBLOCK\);

@wrong exists@
symbol true;
identifier callback.F, V;
position callback.p != helper.h;
position q != allowed.a;
constant C !~ "^(EAGAIN|EWOULDBLOCK)$";
constant K != 0;
expression W, X, Y;
@@
 int F@p(...) {
 ...
(
 return@q \(\(-C\|K\|true\) \& W\);
|
 return@q X ? \(\(-C\|true\) \& W\) : Y;
|
 return@q X ? Y : \(\(-C\|true\) \& W\);
|
 V@q = \(\(-C\|true\) \& W\)
 ... when != V = X
     when != &V
 return V;
)
 ... when any
 }

// ---- failure on a path that has not tested blockability ----

@untested exists@
symbol true, false;
identifier callback.F, callback.R, V;
position callback.p != helper.h;
position m != harmless.m;
position q;
expression X, Y;
@@
(
 int F@p(...) {
 ... when != R@m
 return@q \(-EAGAIN\|-EWOULDBLOCK\);
 ... when any
 }
|
 int F@p(...) {
 ... when != R@m
 return@q \(X ? -EAGAIN : Y\|X ? Y : -EAGAIN\);
 ... when any
 }
|
 int F@p(...) {
 ... when != R@m
 V@q = \(-EAGAIN\|-EWOULDBLOCK\)
 ... when != R@m
     when != V = X
     when != &V
 return V;
 ... when any
 }
|
 bool F@p(...) {
 ... when != R@m
 return@q \(false\|0\);
 ... when any
 }
|
 bool F@p(...) {
 ... when != R@m
 return@q \(X ? false : Y\|X ? Y : false\);
 ... when any
 }
|
 bool F@p(...) {
 ... when != R@m
 V@q = \(false\|0\)
 ... when != R@m
     when != V = X
     when != &V
 return V;
 ... when any
 }
)

// ---- failure where a test has just found the range blockable ----

@inverted depends on !changed exists@
symbol true, false;
identifier callback.F, callback.R;
position callback.p != helper.h;
position m != harmless.m;
position q;
expression blockable.BL;
statement S1;
@@
(
 int F@p(...) { <+...
 \( if (BL) { ... when != R@m
              return@q -EAGAIN; }
 \| if (BL) { ... when != R@m
              return@q -EAGAIN; } else S1
 \| if (!BL) S1 else { ... when != R@m
                       return@q -EAGAIN; }
 \| return@q BL ? -EAGAIN : 0; \)
 ...+> }
|
 bool F@p(...) { <+...
 \( if (BL) { ... when != R@m
              return@q \(false\|0\); }
 \| if (BL) { ... when != R@m
              return@q \(false\|0\); } else S1
 \| if (!BL) S1 else { ... when != R@m
                       return@q \(false\|0\); }
 \| return@q BL ? false : true;
 \| return@q !BL; \)
 ...+> }
)

@behind depends on !changed exists@
symbol false;
identifier callback.F, callback.R;
identifier l;
position callback.p != helper.h;
position m != harmless.m;
position q;
expression blockable.BL;
@@
(
 int F@p(...) { ...
 if (!BL) { ... \(return ...;\|goto l;\) }
 ... when != R@m
 return@q -EAGAIN;
 ... when any
 }
|
 bool F@p(...) { ...
 if (!BL) { ... \(return ...;\|goto l;\) }
 ... when != R@m
 return@q \(false\|0\);
 ... when any
 }
)

// ---- context: the statement that fails, or stores the failure ----

@depends on context@
position wrong.q;
expression V, X;
@@
(
* return@q X;
|
* V@q = X
)

@depends on context@
position untested.q;
expression V, X;
@@
(
* return@q X;
|
* V@q = X
)

@depends on context@
position inverted.q;
expression X;
@@
* return@q X;

@depends on context@
position behind.q;
expression X;
@@
* return@q X;

// ---- org and report: one line per place, for all rules together ----

@script:python depends on org || report@
F << callback.F;
W << wrong.W;
q << wrong.q;
@@
say(q, "WARNING: %s() returns %s: a start callback returns 0, or -EAGAIN when it must not block"
    % (F, str(W).replace("- ", "-")))

@script:python depends on org || report@
F << callback.F;
q << inverted.q;
@@
say(q, "WARNING: %s() fails although the range is blockable" % F)

@script:python depends on org || report@
F << callback.F;
q << behind.q;
@@
say(q, "WARNING: %s() fails although the range is blockable" % F)

@script:python depends on org || report@
F << callback.F;
q << untested.q;
@@
say(q, "WARNING: %s() fails without a test that the range is not blockable" % F)
