# SPDX-License-Identifier: GPL-2.0-only
"""Variants that sleep where they must not, or seem to, of all callbacks: range_start and interval.

The variants with the two-pass interface of Linux 7.x add its part of the header to the tree's.
"""

from edits import ANY, HOLDS, VIOLATES, Once, Variant, after, before, replace
from interval import (AMD, COVER, COVER_BODY, EXP, GFX, GFX_TEST, GNT, GNTI, HSA, HSA_TEST, I915,
                      I915_BODY, I915_OBJECT, I915I, KFD, KFD_LOCK, KFDI, MIN, MIN_ERASE, MIN_LOCK,
                      MIN_OWN, MIN_UPDATE, MLX, MRN, MRN_LOCK, ODP, RAD, RAD_RESERVE, RADI, RNG,
                      RNG_LOCK, SVM, TEST, TST, TST_LOCK, XE, XE_LOCK, XE_SEQ, XEI)
from range_start import (GRU, GRU_STAT, GRUS, HANDLES, KVM, KVM_GPC, KVM_HANDLER, KVMS, PFN, RB,
                         RB_END, RB_LOCALS, RB_PUT, RBS, SVMM, SVMM_TEST)

VARIANTS = []
SLEEPS = {"sleeps-nonblockable": VIOLATES}
AWAKE = {"sleeps-nonblockable": HOLDS}


def variant(*args, **kwargs):
    VARIANTS.append(Variant(*args, **kwargs))


# ---- the guard is missing, or comes too late -----------------------------------------------------

variant("nouveau's mutex is no longer guarded", SVMM, [replace(SVM, SVMM_TEST, "")],
        SLEEPS, {"sleeps-nonblockable": ["mutex_lock"]})

variant("mlx5's mutex is no longer guarded", MLX, [replace(ODP, TEST, "")], SLEEPS)

variant("amdgpu's mutex and wait are no longer guarded", GFX,
        [replace(AMD, GFX_TEST, "\tlong r;\n\n")], SLEEPS)

variant("amdgpu evicts queues without a guard", HSA,
        [replace(AMD, HSA_TEST, HSA_TEST[:-len(TEST)])], SLEEPS)

variant("radeon reserves its buffer without a guard", RADI, [replace(RAD, TEST, "")], SLEEPS)

variant("radeon reserves its buffer and then asks", RADI,
        [replace(RAD, TEST, ""),
         replace(RAD, RAD_RESERVE,
                 "\tr = radeon_bo_reserve(bo, true);\n"
                 "\tif (!r && !mmu_notifier_range_blockable(range)) {\n"
                 "\t\tradeon_bo_unreserve(bo);\n\t\treturn false;\n\t}\n\tif (r) {\n")], SLEEPS)

variant("xe takes its lock and then asks", XEI,
        [replace(XE, TEST, ""),
         replace(XE, XE_LOCK,
                 "\tdown_write(&vm->userptr.notifier_lock);\n"
                 "\tif (!mmu_notifier_range_blockable(range)) {\n"
                 "\t\tup_write(&vm->userptr.notifier_lock);\n\t\treturn false;\n\t}\n" + XE_SEQ)], SLEEPS)

variant("gntdev says that it may sleep, and then asks", GNTI,
        [replace(GNT, TEST, "\tmight_sleep();\n" + TEST)], SLEEPS)

variant("gntdev asks, and then says that it may sleep", GNTI,
        [replace(GNT, TEST, TEST + "\tmight_sleep();\n")], AWAKE)

variant("gntdev sleeps unless the event is an unmapping", GNTI,
        [replace(GNT, TEST,
                 "\tif (!mmu_notifier_range_blockable(range) && range->event == MMU_NOTIFY_UNMAP)\n"
                 "\t\treturn false;\n\tcond_resched();\n")], SLEEPS)

variant("amdgpu guards every event but the one that is passed today", HSA,
        [replace(AMD, HSA_TEST, HSA_TEST.replace(
            "if (!mmu", "if (range->event != MMU_NOTIFY_UNMAP &&\n\t    !mmu"))], SLEEPS)

variant("mlx5 guards releases first, and then everything", MLX,
        [replace(ODP, TEST,
                 "\tif (range->event == MMU_NOTIFY_RELEASE && !mmu_notifier_range_blockable(range))\n"
                 "\t\treturn false;\n" + TEST)], AWAKE)

# ---- trylock becomes lock, and back --------------------------------------------------------------

variant("test_hmm waits for its mutex in either case", MIN,
        [replace(TST, MIN_LOCK, MIN_OWN + TST_LOCK.replace(
            "\telse if (!mutex_trylock(&dmirror->mutex))\n\t\treturn false;\n",
            "\telse\n\t\tmutex_lock(&dmirror->mutex);\n"))],
        SLEEPS, {"sleeps-nonblockable": ["mutex_lock"]})

variant("test_hmm's snapshot is killable where it may not block", MRN,
        [replace(TST, MRN_LOCK, MRN_LOCK.replace(
            "!mutex_trylock(&dmirror->mutex)", "mutex_lock_killable(&dmirror->mutex)"))], SLEEPS)

variant("test_hmm's snapshot takes a nested mutex in either case", MRN,
        [replace(TST, MRN_LOCK,
                 "\tstruct dmirror *dmirror = dmi->dmirror;\n\n"
                 "\tmutex_lock_nested(&dmirror->mutex, SINGLE_DEPTH_NESTING);\n\n")], SLEEPS)

variant("test_hmm's snapshot guards a scope where it may not block", MRN,
        [replace(TST, MRN_LOCK,
                 "\tstruct dmirror *dmirror = dmi->dmirror;\n\n"
                 "\tif (!mmu_notifier_range_blockable(range)) {\n"
                 "\t\tguard(mutex)(&dmirror->mutex);\n"
                 "\t\tmmu_interval_set_seq(mni, cur_seq);\n\t\treturn true;\n\t}\n"
                 "\tmutex_lock(&dmirror->mutex);\n\n")], SLEEPS)

variant("test_hmm's snapshot guards a scope where it may block, and tries one where not", MRN,
        [replace(TST, MRN_LOCK,
                 "\tstruct dmirror *dmirror = dmi->dmirror;\n\n"
                 "\tif (!mmu_notifier_range_blockable(range)) {\n"
                 "\t\tscoped_guard(mutex_try, &dmirror->mutex) {\n"
                 "\t\t\tmmu_interval_set_seq(mni, cur_seq);\n\t\t\treturn true;\n\t\t}\n"
                 "\t\treturn false;\n\t}\n"
                 "\tmutex_lock(&dmirror->mutex);\n\n")], AWAKE)

variant("nouveau waits for the lock of a range, blockable or not", RNG,
        [replace(SVM, RNG_LOCK, "\tmutex_lock(&sn->svmm->mutex);\n")], SLEEPS)

variant("nouveau asks before it waits for the lock of a range", RNG,
        [replace(SVM, RNG_LOCK, TEST + "\tmutex_lock(&sn->svmm->mutex);\n")], AWAKE)

variant("nouveau tries the lock of a range three times, and spins", RNG,
        [replace(SVM, RNG_LOCK,
                 "\tint tries = 0;\n\n\twhile (!mutex_trylock(&sn->svmm->mutex)) {\n"
                 "\t\tif (++tries > 3) {\n"
                 "\t\t\tif (!mmu_notifier_range_blockable(range))\n\t\t\t\treturn false;\n"
                 "\t\t\tmsleep(1);\n\t\t}\n\t\tcpu_relax();\n\t}\n"),
         after(SVM, "#include <linux/rmap.h>\n", "#include <linux/delay.h>\n")], AWAKE)

variant("nouveau tries the lock of a range three times, and sleeps between", RNG,
        [replace(SVM, RNG_LOCK,
                 "\tint tries = 0;\n\n\twhile (!mutex_trylock(&sn->svmm->mutex)) {\n"
                 "\t\tif (++tries > 3 && !mmu_notifier_range_blockable(range))\n"
                 "\t\t\treturn false;\n\t\tmsleep(1);\n\t}\n"),
         after(SVM, "#include <linux/rmap.h>\n", "#include <linux/delay.h>\n")], SLEEPS)

variant("hfi1 tries the cover mutex where it may not block, and waits for a node after that", COVER,
        [replace(EXP, COVER_BODY,
                 "\t\tif (!mmu_notifier_range_blockable(range)) {\n"
                 "\t\t\tif (!mutex_trylock(&tidbuf->cover_mutex))\n\t\t\t\treturn false;\n"
                 "\t\t\tmmu_interval_set_seq(mni, cur_seq);\n"
                 "\t\t\tmutex_unlock(&tidbuf->cover_mutex);\n\t\t\tsynchronize_rcu();\n"
                 "\t\t\treturn true;\n\t\t}\n" + COVER_BODY)], SLEEPS)

variant("hfi1 takes the cover mutex on an event that cannot be", COVER,
        [replace(EXP, COVER_BODY,
                 "\t\tif (range->event == MMU_NOTIFY_CLEAR)\n"
                 "\t\t\tmutex_lock(&tidbuf->cover_mutex);\n"
                 "\t\tmmu_interval_set_seq(mni, cur_seq);\n"
                 "\t\tif (range->event == MMU_NOTIFY_CLEAR)\n"
                 "\t\t\tmutex_unlock(&tidbuf->cover_mutex);\n")], AWAKE)

# ---- far below, and under a flag that is passed down ---------------------------------------------

TDP = "arch/x86/kvm/mmu/tdp_mmu.c"
TDP_ITER = "arch/x86/kvm/mmu/tdp_iter.c"
MMU = "arch/x86/kvm/mmu/mmu.c"
SEV = "arch/x86/kvm/svm/sev.c"
TDP_YIELD = "\t\tif (can_yield &&\n\t\t    tdp_mmu_iter_cond_resched(kvm, &iter, flush, false)) {\n"
TDP_LEAF = ("\t\tif (!is_shadow_present_pte(iter.old_spte) ||\n"
            "\t\t    !is_last_spte(iter.old_spte, iter.level))\n\t\t\tcontinue;\n\n"
            "\t\ttdp_mmu_iter_set_spte(kvm, &iter, SHADOW_NONPRESENT_VALUE);\n")
RMAP_YIELD = "\t\tif (!can_yield)\n\t\t\tcontinue;\n"
GFN_BLOCK = "\t\t\tgfn_range.may_block = range->may_block;\n\t\t\t/*\n\t\t\t * HVA-based"
GPC_LOOP = "\tlist_for_each_entry(gpc, &kvm->gpc_list, list) {\n\t\tread_lock_irq(&gpc->lock);\n"
WBINVD = "\tif (!sev_guest(kvm) || sev_snp_guest(kvm))\n\t\treturn;\n\n\twbinvd_on_all_cpus();\n}\n"

variant("kvm may sleep four files below, in the walk of the tables", KVMS,
        [after(TDP_ITER, "void tdp_iter_next(struct tdp_iter *iter)\n{\n", "\tmight_sleep();\n\n")], SLEEPS)

variant("kvm may sleep four files below, in the vendor's module", KVMS,
        [replace(SEV, WBINVD, WBINVD.replace("\twbinvd", "\tcond_resched();\n\twbinvd"))], SLEEPS)

variant("kvm yields in the walk exactly where it must not", KVMS,
        [replace(TDP, TDP_YIELD, TDP_YIELD.replace("if (can_yield", "if (!can_yield"))], SLEEPS)

variant("kvm yields between reverse maps exactly where it must not", KVMS,
        [replace(MMU, RMAP_YIELD, RMAP_YIELD.replace("!can", "can"))], SLEEPS)

variant("kvm yields between reverse maps, blockable or not", KVMS, [replace(MMU, RMAP_YIELD, "")], SLEEPS)

variant("kvm loses the flag where the slots are walked", KVMS,
        [replace(KVM, GFN_BLOCK, GFN_BLOCK.replace("range->may_block", "true"))], SLEEPS)

variant("kvm sets the flag the wrong way round", KVMS,
        [replace(KVM, KVM_HANDLER, KVM_HANDLER.replace("= mmu_n", "= !mmu_n"))], SLEEPS)

variant("kvm sets the flag by the event as well", KVMS,
        [replace(KVM, KVM_HANDLER, KVM_HANDLER.replace(
            "mmu_notifier_range_blockable(range)",
            "mmu_notifier_range_blockable(range) ||\n\t\t\t\t  range->event == MMU_NOTIFY_CLEAR"))],
        SLEEPS)

variant("kvm sets the flag if it may block and is not about to be released", KVMS,
        [replace(KVM, KVM_HANDLER, KVM_HANDLER.replace(
            "mmu_notifier_range_blockable(range)",
            "mmu_notifier_range_blockable(range) &&\n\t\t\t\t  range->event != MMU_NOTIFY_RELEASE"))],
        AWAKE)

variant("kvm takes the flag as it stands in the flags", KVMS,
        [replace(KVM, KVM_HANDLER, KVM_HANDLER.replace(
            "mmu_notifier_range_blockable(range)", "range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE"))], AWAKE)

variant("kvm narrows the flag where the slots are walked", KVMS,
        [replace(KVM, GFN_BLOCK, GFN_BLOCK.replace(
            "range->may_block;", "range->may_block && need_resched();"))], AWAKE)

variant("kvm says in the walk that it may sleep, where it may yield", KVMS,
        [replace(TDP, TDP_LEAF, "\t\tmight_sleep_if(can_yield);\n" + TDP_LEAF)], AWAKE)

variant("kvm offers the processor between caches", KVMS,
        [replace(PFN, GPC_LOOP, GPC_LOOP.replace("\t\tread", "\t\tcond_resched_lock(&kvm->gpc_lock);\n\t\tread"))],
        SLEEPS)

variant("kvm waits a little between caches, spinning", KVMS,
        [replace(PFN, GPC_LOOP, GPC_LOOP.replace("\t\tread", "\t\tudelay(1);\n\t\tread")),
         after(PFN, "#include <linux/errno.h>\n", "#include <linux/delay.h>\n")], AWAKE)

variant("kvm sleeps for the size of a page that x86 does not have", KVMS,
        [replace(KVM, KVM_GPC, "\tif (PAGE_SHIFT > 16)\n\t\tmsleep(1);\n" + KVM_GPC),
         after(KVM, "#include <linux/kvm.h>\n", "#include <linux/delay.h>\n")], AWAKE)

variant("kvm sleeps for the size of a page that x86 has", KVMS,
        [replace(KVM, KVM_GPC, "\tif (PAGE_SHIFT < 16)\n\t\tmsleep(1);\n" + KVM_GPC),
         after(KVM, "#include <linux/kvm.h>\n", "#include <linux/delay.h>\n")], SLEEPS)

variant("gru offers the processor while it waits, two files away", GRUS,
        [replace(HANDLES, "\twhile (1) {\n\t\tcpu_relax();\n", "\twhile (1) {\n\t\tcond_resched();\n"),
         after(HANDLES, "#include <linux/kernel.h>\n", "#include <linux/sched.h>\n")], SLEEPS)

variant("gru spins a little longer while it waits, two files away", GRUS,
        [replace(HANDLES, "\twhile (1) {\n\t\tcpu_relax();\n", "\twhile (1) {\n\t\tudelay(1);\n"),
         after(HANDLES, "#include <linux/kernel.h>\n", "#include <linux/delay.h>\n")], AWAKE)

variant("gru sleeps before it flushes when it may block", GRUS,
        [before(GRU, GRU_STAT, "\tif (mmu_notifier_range_blockable(range))\n\t\tusleep_range(1, 2);\n")],
        AWAKE)

variant("gru sleeps before it flushes for a large range", GRUS,
        [before(GRU, GRU_STAT,
                "\tif (range->end - range->start > PMD_SIZE)\n\t\tusleep_range(1, 2);\n")], SLEEPS)

PACE = "struct dmirror_pace {\n\tunsigned int turns;\n\tbool atomic;\n};\n\n"
PACED_UPDATE = ("static void dmirror_do_update(struct dmirror *dmirror, struct dmirror_pace *pace,\n"
                "\t\t\t      unsigned long start,\n")
PACED_CALL = "\tdmirror_do_update(dmirror, range->start, range->end);\n"


def paced(condition, atomic):
    """test_hmm's loop yields the processor if a field of a struct that it gets says so."""
    return [replace(TST, MIN_UPDATE, PACE + PACED_UPDATE),
            replace(TST, MIN_ERASE,
                    MIN_ERASE[:-len("\t\txa_erase(&dmirror->pt, pfn);\n}\n")]
                    + "\t{\n\t\txa_erase(&dmirror->pt, pfn);\n"
                    "\t\tif (++pace->turns % 64 == 0 && " + condition + ")\n"
                    "\t\t\tcond_resched();\n\t}\n}\n"),
            replace(TST, PACED_CALL,
                    "\tdmirror_do_update(dmirror, &pace, range->start, range->end);\n"),
            after(TST, "\tstruct dmirror *dmirror = container_of(mni, struct dmirror, notifier);\n",
                  "\tstruct dmirror_pace pace = {\n\t\t.atomic = " + atomic + ",\n\t};\n")]


variant("test_hmm offers the processor under the right polarity of a field", MIN,
        paced("!pace->atomic", "!mmu_notifier_range_blockable(range)"), AWAKE)

variant("test_hmm offers the processor under the wrong polarity of a field", MIN,
        paced("pace->atomic", "!mmu_notifier_range_blockable(range)"), SLEEPS)

variant("test_hmm sets the field that it offers the processor under the wrong way round", MIN,
        paced("!pace->atomic", "mmu_notifier_range_blockable(range)"), SLEEPS)

variant("test_hmm offers the processor under a field that is never set", MIN,
        paced("!pace->atomic", "false"), SLEEPS)

# ---- deferred, or waited for ---------------------------------------------------------------------

I915_FREE = "&to_i915(obj->base.dev)->mm.free_work"
SEQ_TRUE = "\n\tmmu_interval_set_seq(mni, cur_seq);\n"

variant("i915 waits for its requests, blockable or not", I915I,
        [replace(I915, I915_BODY, I915_OBJECT + SEQ_TRUE +
                 "\tdma_resv_wait_timeout(obj->base.resv, DMA_RESV_USAGE_BOOKKEEP, false,\n"
                 "\t\t\t      MAX_SCHEDULE_TIMEOUT);\n\treturn true;\n")],
        {**SLEEPS, "may-reclaim": ANY})

variant("i915 waits for its requests where it may", I915I,
        [replace(I915, I915_BODY, I915_OBJECT +
                 "\n" + TEST + "\tmmu_interval_set_seq(mni, cur_seq);\n"
                 "\tdma_resv_wait_timeout(obj->base.resv, DMA_RESV_USAGE_BOOKKEEP, false,\n"
                 "\t\t\t      MAX_SCHEDULE_TIMEOUT);\n\treturn true;\n")],
        {**AWAKE, "may-reclaim": ANY})

variant("i915 queues what frees its objects", I915I,
        [replace(I915, I915_BODY, I915_OBJECT + SEQ_TRUE +
                 "\tqueue_work(system_unbound_wq, " + I915_FREE + ");\n\treturn true;\n")], AWAKE)

variant("i915 queues what frees its objects, and waits for it", I915I,
        [replace(I915, I915_BODY, I915_OBJECT + SEQ_TRUE +
                 "\tif (queue_work(system_unbound_wq, " + I915_FREE + "))\n"
                 "\t\tflush_work(" + I915_FREE + ");\n\treturn true;\n")], SLEEPS)

variant("i915 takes back what frees its objects, and waits for it", I915I,
        [replace(I915, I915_BODY, I915_OBJECT + SEQ_TRUE +
                 "\tcancel_work_sync(" + I915_FREE + ");\n\treturn true;\n")], SLEEPS)

variant("i915 takes back what frees its objects, and waits for nobody", I915I,
        [replace(I915, I915_BODY, I915_OBJECT + SEQ_TRUE +
                 "\tcancel_work(" + I915_FREE + ");\n\treturn true;\n")], AWAKE)

variant("hfi1 waits for the work that it has queued", RBS,
        [replace(RB, RB_END, RB_END.replace("\n\treturn", "\n\tflush_work(&handler->del_work);\n\treturn"))],
        SLEEPS)

variant("hfi1 waits for the work that it has queued where it may", RBS,
        [replace(RB, RB_END, RB_END.replace(
            "\n\treturn", "\n\tif (mmu_notifier_range_blockable(range))\n"
            "\t\tflush_work(&handler->del_work);\n\treturn"))], AWAKE)

variant("hfi1 queues its work once more", RBS,
        [after(RB, RB_PUT, "\t\tmod_delayed_work(system_wq, &hfi1_rb_later, HZ);\n"),
         before(RB, "static int mmu_notifier_range_start(struct mmu_notifier *mn,\n",
                "static void hfi1_rb_sleep(struct work_struct *work)\n{\n\tmsleep(10);\n}\n\n"
                "static DECLARE_DELAYED_WORK(hfi1_rb_later, hfi1_rb_sleep);\n\n"),
         after(RB, "#include <linux/rculist.h>\n", "#include <linux/delay.h>\n")], AWAKE)

variant("hfi1 calls the work's function where it would queue it", RBS,
        [before(RB, "static int mmu_notifier_range_start(struct mmu_notifier *mn,\n",
                "static void hfi1_rb_sleep(struct work_struct *work)\n{\n\tmsleep(10);\n}\n\n"),
         replace(RB, RB_END, RB_END.replace("\n\treturn", "\n\thfi1_rb_sleep(&handler->del_work);\n\treturn")),
         after(RB, "#include <linux/rculist.h>\n", "#include <linux/delay.h>\n")], SLEEPS)

variant("hfi1 frees after a grace period that others wait for", RBS,
        [after(RB, RB_LOCALS, "\tstruct hfi1_rb_note { struct rcu_head rcu; } *note;\n"),
         replace(RB, RB_END, RB_END.replace(
             "\n\treturn", "\n\tnote = kmalloc(sizeof(*note), GFP_NOWAIT);\n"
             "\tif (note)\n\t\tkfree_rcu(note, rcu);\n\treturn"))], AWAKE)

variant("hfi1 waits for a grace period before it frees", RBS,
        [replace(RB, RB_END, RB_END.replace("\n\treturn", "\n\tsynchronize_rcu();\n\treturn"))], SLEEPS)

variant("hfi1 reads user memory inside of its callback", RBS,
        [after(RB, RB_LOCALS, "\tunsigned long word = 0;\n"),
         replace(RB, RB_END, RB_END.replace(
             "\n\treturn", "\n\tif (get_user(word, (unsigned long __user *)range->start))\n"
             "\t\tpr_debug(\"%lx\\n\", word);\n\treturn")),
         after(RB, "#include <linux/rculist.h>\n", "#include <linux/uaccess.h>\n")], SLEEPS)

# ---- two passes ----------------------------------------------------------------------------------

HEADER = "include/linux/mmu_notifier.h"
OPS_TEXT = ("struct mmu_interval_notifier_ops {\n"
            "\tbool (*invalidate)(struct mmu_interval_notifier *interval_sub,\n"
            "\t\t\t   const struct mmu_notifier_range *range,\n"
            "\t\t\t   unsigned long cur_seq);\n")
TWO_PASS = Once(HEADER, OPS_TEXT,
                "struct mmu_interval_notifier_finish {\n\tstruct llist_node link;\n"
                "\tstruct mmu_interval_notifier *notifier;\n};\n\n" + OPS_TEXT +
                "\tbool (*invalidate_start)(struct mmu_interval_notifier *interval_sub,\n"
                "\t\t\t\t const struct mmu_notifier_range *range,\n"
                "\t\t\t\t unsigned long cur_seq,\n"
                "\t\t\t\t struct mmu_interval_notifier_finish **finish);\n"
                "\tvoid (*invalidate_finish)(struct mmu_interval_notifier_finish *finish);\n")
MRN_OPS = "\t.invalidate = dmirror_snapshot_invalidate,\n"
MRN_HEAD = ("static bool dmirror_snapshot_invalidate(struct mmu_interval_notifier *mni,\n"
            "\t\t\t\tconst struct mmu_notifier_range *range,\n"
            "\t\t\t\tunsigned long cur_seq)\n")
MRN_REST = ("\tmmu_interval_set_seq(mni, cur_seq);\n\n\tmutex_unlock(&dmirror->mutex);\n"
            "\treturn true;\n}\n\nstatic const struct mmu_interval_notifier_ops dmirror_mrn_ops")
MRN_STRUCT = "struct dmirror_interval {\n\tstruct mmu_interval_notifier\tnotifier;\n"


def second_pass(finish, leave):
    """The snapshot's callback in two passes: FINISH is the body of the second pass, LEAVE requests it."""
    return [TWO_PASS,
            after(TST, MRN_STRUCT, "\tstruct mmu_interval_notifier_finish\tfinish;\n\tbool\t\t\t\tatomic;\n"),
            replace(TST, MRN_HEAD,
                    "static void dmirror_snapshot_finish(struct mmu_interval_notifier_finish *finish)\n"
                    "{\n\tstruct dmirror_interval *dmi =\n"
                    "\t\tcontainer_of(finish, struct dmirror_interval, finish);\n\n" + finish + "}\n\n"
                    + MRN_HEAD.replace("cur_seq)", "cur_seq,\n\t\t\t\t"
                                       "struct mmu_interval_notifier_finish **finish)")),
            replace(TST, MRN_REST, MRN_REST.replace("\treturn true", leave + "\treturn true")),
            replace(TST, MRN_OPS, "\t.invalidate_start = dmirror_snapshot_invalidate,\n"
                    "\t.invalidate_finish = dmirror_snapshot_finish,\n")]


WAITS = "\tmutex_lock(&dmi->dmirror->mutex);\n\tmutex_unlock(&dmi->dmirror->mutex);\n"
ALWAYS = "\t*finish = &dmi->finish;\n"

variant("test_hmm leaves a second pass behind that sleeps", MRN, second_pass(WAITS, ALWAYS), SLEEPS)

variant("test_hmm leaves a second pass behind that sleeps, where it may", MRN,
        second_pass(WAITS, "\tif (mmu_notifier_range_blockable(range))\n\t" + ALWAYS), AWAKE)

variant("test_hmm leaves a second pass behind that only spins", MRN,
        second_pass("\twhile (mutex_is_locked(&dmi->dmirror->mutex))\n\t\tcpu_relax();\n", ALWAYS), AWAKE)

variant("test_hmm tells its second pass whether it may sleep", MRN,
        second_pass("\tif (!dmi->atomic)\n\t\tmutex_lock(&dmi->dmirror->mutex);\n"
                    "\telse if (!mutex_trylock(&dmi->dmirror->mutex))\n\t\treturn;\n"
                    "\tmutex_unlock(&dmi->dmirror->mutex);\n",
                    "\tdmi->atomic = !mmu_notifier_range_blockable(range);\n" + ALWAYS), AWAKE)

variant("test_hmm tells its second pass the opposite", MRN,
        second_pass("\tif (!dmi->atomic)\n\t\tmsleep(1);\n",
                    "\tdmi->atomic = mmu_notifier_range_blockable(range);\n" + ALWAYS), SLEEPS)

variant("test_hmm has a second pass that sleeps, and never leaves it behind", MRN,
        second_pass(WAITS, ""), AWAKE)

# ---- wrong callbacks, corrected ------------------------------------------------------------------

variant("amdkfd refuses where it may not block, before it locks its range", KFDI,
        [replace(KFD, KFD_LOCK, TEST + KFD_LOCK)], AWAKE)

variant("amdkfd sleeps for migrations only, which nobody passes today", KFDI,
        [replace(KFD, KFD_LOCK,
                 "\tif (!mmu_notifier_range_blockable(range) && range->event != MMU_NOTIFY_MIGRATE)\n"
                 "\t\treturn false;\n" + KFD_LOCK)], SLEEPS)
