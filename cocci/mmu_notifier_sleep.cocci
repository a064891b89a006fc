// SPDX-License-Identifier: GPL-2.0-only
/// Find mmu notifier callbacks that take a sleeping lock although the range
/// may not be blockable: on a path that has not tested it, or where a test
/// found it not blockable.  The patch makes the callback try the lock and fail
/// if it cannot get it, as other callbacks of the kernel do.
///
//# This patch sees a lock in a helper only if the helper is in the same file and
//# takes the lock on all its paths.  It trusts a function that gets the range, or
//# a value read from its blockability, to test it.
//# The patch does not change a lock if failing there means to undo something, for
//# example if another lock is held.  It does not recognise everything to undo,
//# such as a raised counter.  A start callback that can fail must not come with
//# invalidate_range_end().
///
// Confidence: Moderate
// Copyright: (C) 2025 The mncheck authors.
// Comments: covers the callbacks of all kernels since 4.19: those with a parameter
//   bool blockable, with range->blockable, with the flag in range->flags, and
//   those of struct hmm_mirror_ops.  If the tree has no mmu_notifier_range_blockable(), the
//   patch reads the field.
// Options: --no-includes --include-headers
// Keywords: mmu_notifier, mmu_interval_notifier, mutex_lock, down_read, down_write

virtual patch
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

@initialize:python depends on patch@
@@
import os
import re

TRYING = {
    "mutex_lock": "mutex_trylock", "mutex_lock_nested": "mutex_trylock",
    "down_read": "down_read_trylock", "down_read_nested": "down_read_trylock",
    "down_write": "down_write_trylock", "down_write_nested": "down_write_trylock",
    "percpu_down_read": "percpu_down_read_trylock",
    "mmap_read_lock": "mmap_read_trylock", "mmap_write_lock": "mmap_write_trylock",
    "rt_mutex_lock": "rt_mutex_trylock", "dma_resv_lock": "dma_resv_trylock",
}


def knows_function():
    """Whether the tree has mmu_notifier_range_blockable(); Linux before 5.2 has the field."""
    header = os.path.join(os.environ.get("srctree", "."), "include", "linux", "mmu_notifier.h")
    try:
        with open(header, encoding="latin-1") as stream:
            return "mmu_notifier_range_blockable" in stream.read()
    except OSError:
        return True


def blockable(name, parameters):
    """The expression that tells blockability, from the parameters of the callback."""
    if re.search(r"\bbool\s+%s\b" % name, parameters):
        return name
    if "hmm_update" in parameters or not knows_function():
        return name + "->blockable"
    return "mmu_notifier_range_blockable(%s)" % name


def trying_statement(call, lock, test, trying, fail):
    """The statement that replaces a lock. It is text, because spatch breaks `else if`."""
    with open(call.file, encoding="latin-1") as stream:
        lines = stream.read().split("\n")
    start, end = int(lock.line) - 1, int(lock.line_end) - 1
    which = "\n".join(lines[start:end + 1])
    which = which[int(lock.column):len(which) - len(lines[end]) + int(lock.column_end)]
    rest = "\n".join(lines[int(call.line) - 1:])[int(call.column):]
    indent = "\n" + re.match(r"\s*", lines[int(call.line) - 1]).group()
    return "if (%s)%s\t%s;%selse if (!%s(%s))%s\treturn %s" % (
        test, indent, rest[:rest.index(";")], indent, trying, which, indent, fail)

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

// ---- locks, by name: one list for all rules ----

@sleeping@
symbol mutex, rwsem_read, rwsem_write;
identifier lock =~ "^(mutex_lock(_nested|_nest_lock|_io|_interruptible|_killable)?|ww_mutex_lock(_slow)?(_interruptible)?|rt_mutex_lock(_nested|_interruptible|_killable)?|down(_interruptible|_killable|_timeout)?|down_(read|write)(_nested|_nest_lock|_interruptible|_killable|_killable_nested)?|percpu_down_(read|write)|mmap_(read|write)_lock(_nested|_killable)?|dma_resv_lock(_interruptible|_slow)?)$";
position k;
@@
(
 lock(...)@k
|
 guard(\(mutex\|rwsem_read\|rwsem_write\))(...)@k
)

// ---- a lock on a path that has not tested blockability ----

// One expression that tests and locks, like `blockable ? lock : trylock`.

@together expression@
identifier callback.R;
position m != harmless.m;
position sleeping.k, t;
expression X, Y, f, g;
@@
(
 (<+... R@m ...+>) ? <+... f@t(...)@k ...+> : Y
|
 (<+... R@m ...+>) ? X : <+... f@t(...)@k ...+>
|
 (<+... R@m ...+>) && <+... f@t(...)@k ...+>
|
 (<+... R@m ...+>) || <+... f@t(...)@k ...+>
|
 g(..., <+... R@m ...+>, ..., <+... f@t(...)@k ...+>, ...)
)

@untested exists@
identifier callback.F, callback.R;
position callback.p != helper.h;
position m != harmless.m;
position sleeping.k;
position q != together.t;
expression f;
@@
 F@p(...) {
 ... when != R@m
 f@q(...)@k
 ... when any
 }

// ---- a lock where a test has just found the range not blockable ----

@inverted depends on !changed exists@
identifier callback.F, callback.R;
position callback.p != helper.h;
position m != harmless.m;
position sleeping.k, q;
expression blockable.BL, f;
statement S1;
@@
 F@p(...) { <+...
 \( if (!BL) { ... when != R@m
                   when != BL
               f@q(...)@k
               ... when any
               }
 \| if (!BL) { ... when != R@m
                   when != BL
               f@q(...)@k
               ... when any
               } else S1
 \| if (BL) S1 else { ... when != R@m
                          when != BL
                      f@q(...)@k
                      ... when any
                      } \)
 ...+> }

// ---- a lock that only ranges that are not blockable, or ranges of both sorts, reach ----

@behind depends on !changed exists@
identifier callback.F, callback.R, l;
identifier try =~ "trylock";
position callback.p != helper.h;
position m != harmless.m;
position sleeping.k, q;
expression blockable.BL, f;
statement S1, S2;
@@
 F@p(...) { ...
(
 if (BL) { ... \(return ...;\|goto l;\) }
|
 if (BL) S1 else if (!try(...)) S2
|
 if (!BL) { if (!try(...)) S2 } else S1
)
 ... when != R@m
     when != BL
 f@q(...)@k
 ... when any
 }

// ---- a helper of the same file that takes a lock on all its paths ----

@locks forall@
identifier H;
expression f;
position sleeping.k, d;
@@
 H@d(...) { ... when strict
 f(...)@k
 ... when any
 }

@handed@
identifier callback.R, locks.H;
position m != harmless.m;
position g;
@@
 H@g(..., <+... R@m ...+>, ...)

@through exists@
identifier callback.F, callback.R, locks.H;
position callback.p != helper.h;
position m != harmless.m;
position q != handed.g;
@@
 F@p(...) {
 ... when != R@m
 H@q(...)
 ... when any
 }

// ---- the patch: a first lock, with nothing to undo if it fails ----

// The only statement of a branch. An if with an else does not count before an else.

@bare@
expression f, X;
statement S;
position untested.q, b;
@@
(
 if (X) f@q@b(...); else S
|
 if (X) S else f@q@b(...);
|
 if (X) f@q@b(...);
|
 while (X) f@q@b(...);
|
 for (...;...;...) f@q@b(...);
)

@first depends on patch exists@
identifier callback.F, callback.R, f;
position callback.p != helper.h;
position m != harmless.m;
position z;
position untested.q != bare.b;
identifier undone =~ "(lock|^down|_get|get_|alloc|_inc|inc_|begin|enter|start)";
expression X, Y, L;
parameter list PL;
type T;
@@
 T F@p(PL) {
 ... when != R@m
     when != undone(...)
     when != X++
     when != ++X
     when != X += Y
     when != X |= Y
 f@q(L@z, ...);
 ... when any
 }

@script:python idiom@
f << first.f;
R << callback.R;
T << first.T;
PL << first.PL;
q << untested.q;
z << first.z;
TEXT;
@@
if f in TRYING:
    test = blockable(R, str(PL))
    fail = "false" if str(T).split()[-1] == "bool" else "-EAGAIN"
    coccinelle.TEXT = cocci.make_ident(trying_statement(q[0], z[0], test, TRYING[f], fail))
else:
    cocci.include_match(False)

@depends on patch@
identifier first.f;
identifier idiom.TEXT;
position untested.q;
@@
- f@q(...);
+ TEXT;

// ---- context: the calls that sleep ----

@depends on context@
expression f;
position untested.q;
@@
* f@q(...)

@depends on context@
expression f;
position inverted.q;
@@
* f@q(...)

@depends on context@
expression f;
position behind.q;
@@
* f@q(...)

@depends on context@
expression f;
position through.q;
@@
* f@q(...)

// ---- org and report: one line per place, for all rules together ----

@script:python depends on org || report@
F << callback.F;
q << untested.q;
@@
say(q, "WARNING: %s() takes a sleeping lock without a test that the range is blockable" % F)

@script:python depends on org || report@
F << callback.F;
q << inverted.q;
@@
say(q, "WARNING: %s() takes a sleeping lock although the range is not blockable" % F)

@script:python depends on org || report@
F << callback.F;
q << behind.q;
@@
say(q, "WARNING: %s() takes a sleeping lock also when the range is not blockable" % F)

@script:python depends on org || report@
F << callback.F;
H << locks.H;
d << locks.d;
q << through.q;
@@
say(q, "WARNING: %s() calls %s(), line %s, which takes a sleeping lock, without a test that the range is blockable" % (F, H, d[0].line))
