# SPDX-License-Identifier: GPL-2.0-only
"""Variants that allocate inside of a callback, in a way that may enter direct reclaim or seems to.

A variant that also sleeps while it must not block (GFP_KERNEL without a test) breaks two rules.
"""

from edits import HOLDS, UNDECIDED, VIOLATES, Variant, after, before, replace
from interval import (COVER, COVER_BODY, EXP, HMM, HSA, I915, I915_BODY, I915I, KFDI, MIN, MIN_LOCK,
                      MIN_OWN, MLX, MLX_LOCK, MLX_OUT, ODP, RAD, RADI, RNG, RNG_LOCK, SVM, TST,
                      TST_LOCK, XEI)
from range_start import (GRU, GRU_STAT, GRUS, KVM, KVM_TRACE, KVMS, RB, RB_LOCALS, RB_END, RB_PUT,
                         RBS, SVMM, SVMM_LAST)

VARIANTS = []
RECLAIMS = {"may-reclaim": VIOLATES}
FRUGAL = {"may-reclaim": HOLDS}
BOTH = {"may-reclaim": VIOLATES, "sleeps-nonblockable": VIOLATES}


def variant(*args, **kwargs):
    VARIANTS.append(Variant(*args, **kwargs))


# ---- behind a helper's parameters -------------------------------------------------------------------

MIN_DEF = "static bool dmirror_interval_invalidate(struct mmu_interval_notifier *mni,\n"
MIN_CALL = "\tdmirror_do_update(dmirror, range->start, range->end);\n"
NOTES = ("static void dmirror_note(unsigned long start, gfp_t gfp)\n"
         "{\n\tunsigned long *note = kmalloc(sizeof(*note), gfp);\n\n"
         "\tif (note)\n\t\tWRITE_ONCE(*note, start);\n\tkfree(note);\n}\n\n"
         "static void __maybe_unused\n"
         "dmirror_note_twice(unsigned long start, unsigned long end, gfp_t gfp)\n"
         "{\n\tdmirror_note(start, gfp | __GFP_NOWARN);\n\tdmirror_note(end, gfp);\n}\n\n"
         "static void __maybe_unused dmirror_note_by(unsigned long start, bool urgent)\n"
         "{\n\tdmirror_note(start, urgent ? GFP_ATOMIC : GFP_KERNEL);\n}\n\n")


def noted(call):
    """test_hmm allocates a note through helpers, called as CALL says."""
    return [before(TST, MIN_DEF, NOTES), after(TST, MIN_CALL, call)]


BLOCKABLE = "\tif (mmu_notifier_range_blockable(range))\n\t"

variant("test_hmm notes with GFP_ATOMIC behind a helper's parameter", MIN,
        noted("\tdmirror_note_twice(range->start, range->end, GFP_ATOMIC);\n"), FRUGAL)

variant("test_hmm notes with GFP_KERNEL behind a helper's parameter", MIN,
        noted(BLOCKABLE + "\tdmirror_note_twice(range->start, range->end, GFP_KERNEL);\n"), RECLAIMS)

variant("test_hmm notes with GFP_KERNEL behind a helper's parameter, blockable or not", MIN,
        noted("\tdmirror_note_twice(range->start, range->end, GFP_KERNEL);\n"), BOTH)

variant("test_hmm notes with GFP_NOFS behind a helper's parameter", MIN,
        noted(BLOCKABLE + "\tdmirror_note_twice(range->start, range->end, GFP_NOFS);\n"), RECLAIMS)

variant("test_hmm notes with flags without direct reclaim", MIN,
        noted("\tdmirror_note_twice(range->start, range->end,\n"
              "\t\t\t   GFP_KERNEL & ~__GFP_DIRECT_RECLAIM);\n"), FRUGAL)

variant("test_hmm chooses its flags by a constant, urgently", MIN,
        noted("\tdmirror_note_by(range->start, true);\n"), FRUGAL)

variant("test_hmm chooses its flags by a constant, at leisure", MIN,
        noted(BLOCKABLE + "\tdmirror_note_by(range->start, false);\n"), RECLAIMS)

variant("test_hmm chooses its flags by who asks", MIN,
        noted("\tdmirror_note_by(range->start, !mmu_notifier_range_blockable(range));\n"), RECLAIMS)

variant("test_hmm chooses its flags by who asks, the wrong way round", MIN,
        noted("\tdmirror_note_by(range->start, mmu_notifier_range_blockable(range));\n"), BOTH)

variant("test_hmm chooses its flags by what nobody knows", MIN,
        noted(BLOCKABLE + "\tdmirror_note_by(range->start, xa_empty(&dmirror->pt));\n"), RECLAIMS)

variant("test_hmm notes at leisure on an event that has left already", MIN,
        [before(TST, MIN_DEF, NOTES),
         replace(TST, MIN_LOCK,
                 MIN_OWN + "\tif (range->event == MMU_NOTIFY_MIGRATE && range->owner == dmirror->mdevice)\n"
                 "\t\tdmirror_note(range->start, GFP_KERNEL);\n" + TST_LOCK)], FRUGAL)

# ---- scopes -----------------------------------------------------------------------------------------

variant("test_hmm notes inside of a noreclaim scope", MIN,
        noted("\tif (mmu_notifier_range_blockable(range)) {\n"
              "\t\tunsigned int flags = memalloc_noreclaim_save();\n\n"
              "\t\tdmirror_note(range->start, GFP_KERNEL);\n"
              "\t\tmemalloc_noreclaim_restore(flags);\n\t}\n"), FRUGAL)

variant("test_hmm notes inside of a nofs scope", MIN,
        noted("\tif (mmu_notifier_range_blockable(range)) {\n"
              "\t\tunsigned int flags = memalloc_nofs_save();\n\n"
              "\t\tdmirror_note(range->start, GFP_KERNEL);\n"
              "\t\tmemalloc_nofs_restore(flags);\n\t}\n"), RECLAIMS)

variant("test_hmm notes inside of a noio scope", MIN,
        noted("\tif (mmu_notifier_range_blockable(range)) {\n"
              "\t\tunsigned int flags = memalloc_noio_save();\n\n"
              "\t\tdmirror_note(range->start, GFP_KERNEL);\n"
              "\t\tmemalloc_noio_restore(flags);\n\t}\n"), RECLAIMS)

variant("test_hmm notes once more after its noreclaim scope", MIN,
        noted("\tif (mmu_notifier_range_blockable(range)) {\n"
              "\t\tunsigned int flags = memalloc_noreclaim_save();\n\n"
              "\t\tdmirror_note(range->start, GFP_KERNEL);\n"
              "\t\tmemalloc_noreclaim_restore(flags);\n"
              "\t\tdmirror_note(range->end, GFP_KERNEL);\n\t}\n"), RECLAIMS)

SVMLOCK = "drivers/gpu/drm/amd/amdkfd/kfd_svm.h"
DQM = "drivers/gpu/drm/amd/amdkfd/kfd_device_queue_manager.h"

variant("amdkfd's lock of a range is a nofs scope only", KFDI,
        [replace(SVMLOCK, "prange->saved_flags = memalloc_noreclaim_save();",
                 "prange->saved_flags = memalloc_nofs_save();"),
         replace(SVMLOCK, "memalloc_noreclaim_restore(prange->saved_flags);",
                 "memalloc_nofs_restore(prange->saved_flags);")], RECLAIMS)

variant("amdkfd's lock of a range opens its scope before it waits", KFDI,
        [replace(SVMLOCK, "\tmutex_lock(&prange->lock);\n\tprange->saved_flags = memalloc_noreclaim_save();\n",
                 "\tunsigned int flags = memalloc_noreclaim_save();\n\n"
                 "\tmutex_lock(&prange->lock);\n\tprange->saved_flags = flags;\n")], FRUGAL)

variant("amdgpu's lock of a device's queues is no scope", HSA,
        [replace(DQM, "\tdqm->saved_flags = memalloc_noreclaim_save();\n", ""),
         replace(DQM, "\tmemalloc_noreclaim_restore(dqm->saved_flags);\n", "")], RECLAIMS)

variant("radeon validates inside of a noreclaim scope", RADI,
        [replace(RAD, "\tr = ttm_bo_validate(&bo->tbo, &bo->placement, &ctx);\n",
                 "\tflags = memalloc_noreclaim_save();\n"
                 "\tr = ttm_bo_validate(&bo->tbo, &bo->placement, &ctx);\n"
                 "\tmemalloc_noreclaim_restore(flags);\n"),
         replace(RAD, "\tstruct ttm_operation_ctx ctx = { false, false };\n",
                 "\tstruct ttm_operation_ctx ctx = { false, false };\n\tunsigned int flags;\n"),
         after(RAD, "#include <linux/module.h>\n", "#include <linux/sched/mm.h>\n")],
        {"may-reclaim": (HOLDS, UNDECIDED)})

variant("radeon validates inside of a noio scope", RADI,
        [replace(RAD, "\tr = ttm_bo_validate(&bo->tbo, &bo->placement, &ctx);\n",
                 "\tflags = memalloc_noio_save();\n"
                 "\tr = ttm_bo_validate(&bo->tbo, &bo->placement, &ctx);\n"
                 "\tmemalloc_noio_restore(flags);\n"),
         replace(RAD, "\tstruct ttm_operation_ctx ctx = { false, false };\n",
                 "\tstruct ttm_operation_ctx ctx = { false, false };\n\tunsigned int flags;\n"),
         after(RAD, "#include <linux/module.h>\n", "#include <linux/sched/mm.h>\n")], RECLAIMS)

variant("nouveau invalidates inside of a noreclaim scope", SVMM,
        [replace(SVM, SVMM_LAST,
                 "\tflags = memalloc_noreclaim_save();\n"
                 "\tnouveau_svmm_invalidate(svmm, start, limit);\n"
                 "\tmemalloc_noreclaim_restore(flags);\n\nout:\n"),
         replace(SVM, "\t\t\tnouveau_svmm_invalidate(svmm, start,\n\t\t\t\t\t\tsvmm->unmanaged.limit);\n",
                 "\t\t\tflags = memalloc_noreclaim_save();\n"
                 "\t\t\tnouveau_svmm_invalidate(svmm, start,\n\t\t\t\t\t\tsvmm->unmanaged.limit);\n"
                 "\t\t\tmemalloc_noreclaim_restore(flags);\n"),
         replace(SVM, "\tunsigned long limit = update->end;\n\n\tif (!mmu",
                 "\tunsigned long limit = update->end;\n\tunsigned int flags;\n\n\tif (!mmu")], FRUGAL)

variant("nouveau invalidates inside of a noreclaim scope, on one of its two ways", SVMM,
        [replace(SVM, SVMM_LAST,
                 "\tflags = memalloc_noreclaim_save();\n"
                 "\tnouveau_svmm_invalidate(svmm, start, limit);\n"
                 "\tmemalloc_noreclaim_restore(flags);\n\nout:\n"),
         replace(SVM, "\tunsigned long limit = update->end;\n\n\tif (!mmu",
                 "\tunsigned long limit = update->end;\n\tunsigned int flags;\n\n\tif (!mmu")], RECLAIMS)

variant("mlx5 holds its mutex inside of a noreclaim scope", MLX,
        [replace(ODP, MLX_LOCK,
                 "\tflags = memalloc_noreclaim_save();\n" + MLX_LOCK),
         replace(ODP, MLX_OUT, MLX_OUT.replace("\treturn", "\tmemalloc_noreclaim_restore(flags);\n\treturn")),
         replace(ODP, "\tint in_block = 0;\n\tu64 addr;\n",
                 "\tint in_block = 0;\n\tunsigned int flags;\n\tu64 addr;\n"),
         after(ODP, "#include <linux/kernel.h>\n", "#include <linux/sched/mm.h>\n")],
        FRUGAL)

# ---- kinds of allocation, here and far away -----------------------------------------------------------

variant("hfi1 allocates with GFP_NOWAIT under its spin lock", RBS,
        [after(RB, RB_PUT, "\t\tkfree(kmalloc(64, GFP_NOWAIT));\n")], FRUGAL)

variant("hfi1 allocates pages when it may block", RBS,
        [after(RB, RB_LOCALS, "\tunsigned long address;\n"),
         replace(RB, RB_END, RB_END.replace(
             "\n\treturn", "\n\tif (mmu_notifier_range_blockable(range)) {\n"
             "\t\taddress = __get_free_pages(GFP_USER, 1);\n"
             "\t\tfree_pages(address, 1);\n\t}\n\treturn"))], RECLAIMS)

variant("hfi1 grows its list when it may block", RBS,
        [after(RB, RB_LOCALS, "\tvoid *list = NULL;\n"),
         replace(RB, RB_END, RB_END.replace(
             "\n\treturn", "\n\tif (mmu_notifier_range_blockable(range))\n"
             "\t\tlist = krealloc(list, 128, GFP_KERNEL);\n\tkfree(list);\n\treturn"))], RECLAIMS)

variant("hfi1 grows its list without waiting", RBS,
        [after(RB, RB_LOCALS, "\tvoid *list = NULL;\n"),
         replace(RB, RB_END, RB_END.replace(
             "\n\treturn", "\n\tlist = krealloc(list, 128, GFP_NOWAIT | __GFP_NOWARN);\n"
             "\tkfree(list);\n\treturn"))], FRUGAL)

variant("gru allocates where it flushes, with the flags that it was given", GRUS,
        [before(GRU, GRU_STAT, "\tif (mmu_notifier_range_blockable(range))\n"
                               "\t\tgru_count(GFP_KERNEL);\n\telse\n\t\tgru_count(GFP_ATOMIC);\n"),
         before(GRU, "static int gru_invalidate_range_start(struct mmu_notifier *mn,\n",
                "static void gru_count(gfp_t gfp)\n{\n\tkfree(kzalloc(32, gfp));\n}\n\n")], RECLAIMS)

variant("gru allocates where it flushes, atomically in either case", GRUS,
        [before(GRU, GRU_STAT, "\tif (mmu_notifier_range_blockable(range))\n"
                               "\t\tgru_count(GFP_NOWAIT);\n\telse\n\t\tgru_count(GFP_ATOMIC);\n"),
         before(GRU, "static int gru_invalidate_range_start(struct mmu_notifier *mn,\n",
                "static void gru_count(gfp_t gfp)\n{\n\tkfree(kzalloc(32, gfp));\n}\n\n")], FRUGAL)

variant("kvm allocates four files below, in the vendor's module", KVMS,
        [replace("arch/x86/kvm/svm/sev.c",
                 "\tif (!sev_guest(kvm) || sev_snp_guest(kvm))\n\t\treturn;\n\n\twbinvd_on_all_cpus();\n}\n",
                 "\tif (!sev_guest(kvm) || sev_snp_guest(kvm))\n\t\treturn;\n\n"
                 "\tkfree(kzalloc(cpumask_size(), GFP_KERNEL));\n\twbinvd_on_all_cpus();\n}\n")], BOTH)

variant("kvm allocates four files below, in the vendor's module, atomically", KVMS,
        [replace("arch/x86/kvm/svm/sev.c",
                 "\tif (!sev_guest(kvm) || sev_snp_guest(kvm))\n\t\treturn;\n\n\twbinvd_on_all_cpus();\n}\n",
                 "\tif (!sev_guest(kvm) || sev_snp_guest(kvm))\n\t\treturn;\n\n"
                 "\tkfree(kzalloc(cpumask_size(), GFP_ATOMIC));\n\twbinvd_on_all_cpus();\n}\n")], FRUGAL)

variant("kvm makes a string when it may block", KVMS,
        [replace(KVM, KVM_TRACE,
                 "\tif (hva_range.may_block)\n"
                 "\t\tkfree(kstrdup(\"unmap\", GFP_KERNEL));\n" + KVM_TRACE)], RECLAIMS)

variant("i915 makes an array", I915I,
        [replace(I915, I915_BODY,
                 "\tif (mmu_notifier_range_blockable(range))\n"
                 "\t\tkvfree(kvmalloc_array(16, sizeof(long), GFP_KERNEL));\n" + I915_BODY)], RECLAIMS)

variant("i915 makes a virtual mapping", I915I,
        [replace(I915, I915_BODY,
                 "\tif (mmu_notifier_range_blockable(range))\n\t\tvfree(vmalloc(PAGE_SIZE));\n" + I915_BODY),
         after(I915, "#include <linux/swap.h>\n", "#include <linux/vmalloc.h>\n")], RECLAIMS)

variant("i915 has its array made by work that it queues", I915I,
        [replace(I915, I915_BODY, "\tschedule_work(&i915_array_work);\n" + I915_BODY),
         before(I915, "static bool i915_gem_userptr_invalidate(struct mmu_interval_notifier *mni,\n",
                "static void i915_make_array(struct work_struct *work)\n"
                "{\n\tkvfree(kvmalloc_array(16, sizeof(long), GFP_KERNEL));\n}\n\n"
                "static DECLARE_WORK(i915_array_work, i915_make_array);\n\n")], FRUGAL)

variant("xe allocates where it unmaps, a file away", XEI,
        [replace(HMM, "\tmutex_lock(&userptr->unmap_mutex);\n\tif (userptr->sg && userptr->mapped)\n",
                 "\tkfree(kzalloc(64, GFP_KERNEL));\n"
                 "\tmutex_lock(&userptr->unmap_mutex);\n\tif (userptr->sg && userptr->mapped)\n")], RECLAIMS)

variant("xe allocates where it unmaps, a file away, without waiting", XEI,
        [replace(HMM, "\tmutex_lock(&userptr->unmap_mutex);\n\tif (userptr->sg && userptr->mapped)\n",
                 "\tkfree(kzalloc(64, GFP_NOWAIT));\n"
                 "\tmutex_lock(&userptr->unmap_mutex);\n\tif (userptr->sg && userptr->mapped)\n")],
        {"may-reclaim": (HOLDS, UNDECIDED)})

variant("hfi1 allocates while it covers an unmapping", COVER,
        [replace(EXP, COVER_BODY, "\t\tkfree(kmalloc(64, GFP_KERNEL));\n" + COVER_BODY)], RECLAIMS)

variant("nouveau allocates on another device's exclusive access", RNG,
        [replace(SVM, RNG_LOCK,
                 "\tif (range->event == MMU_NOTIFY_EXCLUSIVE && mmu_notifier_range_blockable(range))\n"
                 "\t\tkfree(kmalloc(64, GFP_KERNEL));\n" + RNG_LOCK)], RECLAIMS)

variant("nouveau allocates on its own exclusive access, which has left already", RNG,
        [replace(SVM, RNG_LOCK,
                 "\tif (range->event == MMU_NOTIFY_EXCLUSIVE &&\n"
                 "\t    range->owner == sn->svmm->vmm->cli->drm->dev)\n"
                 "\t\tkfree(kmalloc(64, GFP_KERNEL));\n" + RNG_LOCK)], FRUGAL)
