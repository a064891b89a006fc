// SPDX-License-Identifier: GPL-2.0-only
/// Find code that calls mmu notifiers and then misreads their answer: it
/// tests another variable than the one that holds the result, merges
/// "failed although it may block" and "failed with the wrong error" into one
/// warning, or ignores that a non-blocking invalidation was refused.
///
//# mm/mmu_notifier.c itself merges the two conditions: its warning cannot
//# tell which of the two it was.
//# This patch does not follow a result that is stored in a field.
///
// Confidence: High
// Copyright: (C) 2025 The mncheck authors.
// Comments: the first mistake was in mm/mmu_notifier.c until 5.4-rc6.
// Options: --no-includes --include-headers
// Keywords: mmu_notifier, invalidate_range_start, mmu_notifier_invalidate_range_start_nonblock

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

// ---- only files that name notifiers ----

@notifiers type@
@@
(
 struct mmu_notifier_range
|
 struct mmu_notifier
|
 struct mmu_interval_notifier
|
 struct hmm_mirror
)

// ---- where a result is stored ----

@result depends on notifiers@
expression A;
identifier V;
identifier op =~ "^(invalidate_range_start|invalidate|invalidate_start|sync_cpu_device_pagetables)$";
position p;
@@
(
 V@p = A->op(...)
|
 V@p = A.op(...)
|
 V@p = (*A->op)(...)
|
 V@p = mmu_notifier_invalidate_range_start_nonblock(...)
|
 V@p = __mmu_notifier_invalidate_range_start(...)
)

// ---- where the result was a failure, the code compares another variable ----

@other exists@
identifier W != result.V;
identifier result.V;
position result.p, q;
expression X, Y;
@@
 V@p = X
 ... when != W = Y
     when != &W
 if (<+... V ...+>) {
 ... when != W = Y
     when != &W
 \(W@q == \(-EAGAIN\|-EWOULDBLOCK\)\|W@q != \(-EAGAIN\|-EWOULDBLOCK\)\)
 ... when any
 }

// ---- the code never reads the result, and tests another variable at once ----

@read exists@
identifier result.V;
position result.p, r;
expression X;
@@
 V@p = X
 ... when != V = X
 V@r

@unread depends on !read exists@
identifier W != result.V;
identifier result.V;
position result.p, q;
expression X;
statement S;
@@
 V@p = X;
(
 if (\(W@q\|!W@q\|W@q < 0\|W@q != 0\|W@q == 0\|W@q == -EAGAIN\|W@q != -EAGAIN\)) S
|
 WARN_ON(W@q != -EAGAIN);
|
 WARN_ON_ONCE(W@q != -EAGAIN);
)

// ---- two conditions in one warning ----

@merged depends on notifiers@
identifier warn =~ "^(WARN|WARN_ON|WARN_ONCE|WARN_ON_ONCE|WARN_RATELIMIT|VM_WARN_ON|VM_WARN_ON_ONCE|BUG_ON|VM_BUG_ON)$";
symbol blockable;
expression A, V;
position q;
@@
(
 warn@q(\(mmu_notifier_range_blockable(A)\|A->blockable\|A.blockable\|A->flags & MMU_NOTIFIER_RANGE_BLOCKABLE\|blockable\) || V != -EAGAIN, ...)
|
 warn@q(V != -EAGAIN || \(mmu_notifier_range_blockable(A)\|A->blockable\|A.blockable\|A->flags & MMU_NOTIFIER_RANGE_BLOCKABLE\|blockable\), ...)
)

// ---- a refusal that is ignored ----

@dropped depends on notifiers@
position q;
@@
(
 mmu_notifier_invalidate_range_start_nonblock@q(...);
|
 (void)mmu_notifier_invalidate_range_start_nonblock@q(...);
)

@kept depends on !read@
identifier result.V;
position result.p, q;
@@
 V@p = mmu_notifier_invalidate_range_start_nonblock@q(...)

// ---- context ----

@depends on context@
identifier W;
position other.q;
@@
* W@q

@depends on context@
identifier W;
position unread.q;
@@
* W@q

@depends on context@
identifier merged.warn;
position merged.q;
@@
* warn@q(...)

@depends on context@
position dropped.q;
@@
* mmu_notifier_invalidate_range_start_nonblock@q(...)

@depends on context@
position kept.q;
@@
* mmu_notifier_invalidate_range_start_nonblock@q(...)

// ---- org and report: one line per place ----

@script:python depends on org || report@
V << result.V;
W << other.W;
q << other.q;
@@
say(q, "WARNING: the callback's result is in %s, but %s is compared" % (V, W))

@script:python depends on org || report@
V << result.V;
W << unread.W;
q << unread.q;
@@
say(q, "WARNING: the callback's result is in %s, but %s is tested" % (V, W))

@script:python depends on org || report@
warn << merged.warn;
q << merged.q;
@@
say(q, "WARNING: one %s() for two conditions: failed although blockable, and failed with another error than -EAGAIN" % warn)

@script:python depends on org || report@
q << dropped.q;
@@
say(q, "WARNING: the result is ignored, but the pages must not be touched after a refusal")

@script:python depends on org || report@
q << kept.q;
@@
say(q, "WARNING: the result is ignored, but the pages must not be touched after a refusal")
