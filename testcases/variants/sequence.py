# SPDX-License-Identifier: GPL-2.0-only
"""Variants that record the sequence of an interval notifier late, elsewhere, or not at all."""

from edits import HOLDS, NOT_APPLICABLE, VIOLATES, Variant, before, replace
from interval import (AMD, COVER, COVER_BODY, EXP, GFX, GFX_LOCK, GNT, GNTI, GPUVM, HSA, I915,
                      I915_BODY, I915_OBJECT, I915I, KFD, KFD_RELEASE, KFDI, MIN, MIN_LOCK,
                      MIN_REST, MLX, MLX_LOCK, MRN, MRN_LOCK, ODP, RAD, RADI, RNG, RNG_OWN, SVM,
                      TEST, TID, TST, TST_LOCK, XE, XE_LOCK, XEI)

VARIANTS = []
FORGETS = {"missing-set-seq": VIOLATES}
RECORDS = {"missing-set-seq": HOLDS}
SET = "\tmmu_interval_set_seq(mni, cur_seq);\n"


def variant(*args, **kwargs):
    VARIANTS.append(Variant(*args, **kwargs))


# ---- forgotten, on one path or on all ------------------------------------------------------------

variant("amdgpu no longer records the sequence", GFX,
        [replace(AMD, GFX_LOCK, GFX_LOCK.replace("\n" + SET, ""))], FORGETS)

variant("amdgpu leaves early by a state", GFX,
        [replace(AMD, GFX_LOCK, "\tif (!bo->tbo.ttm)\n\t\treturn true;\n" + GFX_LOCK)], FORGETS)

variant("amdgpu leaves early by an event", GFX,
        [replace(AMD, GFX_LOCK, "\tif (range->event == MMU_NOTIFY_SOFT_DIRTY)\n\t\treturn true;\n" + GFX_LOCK)],
        FORGETS)

variant("amdgpu leaves early by an owner", GFX,
        [replace(AMD, GFX_LOCK, "\tif (range->owner == adev)\n\t\treturn true;\n" + GFX_LOCK)], FORGETS)

variant("amdgpu leaves early by an event that cannot be", GFX,
        [replace(AMD, GFX_LOCK,
                 "\tif (range->event == MMU_NOTIFY_SOFT_DIRTY)\n\t\tpr_debug(\"soft dirty\\n\");\n"
                 "\telse if (range->event == MMU_NOTIFY_SOFT_DIRTY)\n\t\treturn true;\n" + GFX_LOCK)], RECORDS)

variant("amdgpu leaves early by a state, having recorded the sequence", GFX,
        [replace(AMD, GFX_LOCK, GFX_LOCK + "\tif (!bo->tbo.ttm) {\n"
                 "\t\tmutex_unlock(&adev->notifier_lock);\n\t\treturn true;\n\t}\n")], RECORDS)

variant("amdgpu records the sequence by the member that it was called for", GFX,
        [replace(AMD, GFX_LOCK, GFX_LOCK.replace("(mni, cur", "(&bo->notifier, cur"))], RECORDS)

variant("xe leaves early when its mapping is destroyed", XEI,
        [replace(XE, XE_LOCK, "\tif (vma->gpuva.flags & XE_VMA_DESTROYED)\n\t\treturn true;\n" + XE_LOCK)],
        FORGETS)

variant("xe refuses early when it may not block and its mapping is destroyed", XEI,
        [replace(XE, TEST,
                 "\tif ((vma->gpuva.flags & XE_VMA_DESTROYED) && !mmu_notifier_range_blockable(range))\n"
                 "\t\treturn false;\n" + TEST)], RECORDS)

variant("xe records the sequence in a helper", XEI,
        [before(XE, "static bool vma_userptr_invalidate(struct mmu_interval_notifier *mni,\n",
                "static void xe_userptr_note(struct xe_vm *vm, struct mmu_interval_notifier *mni,\n"
                "\t\t\t    unsigned long cur_seq)\n"
                "{\n\tlockdep_assert_held_write(&vm->userptr.notifier_lock);\n" + SET + "}\n\n"),
         replace(XE, XE_LOCK, XE_LOCK.replace(SET, "\txe_userptr_note(vm, mni, cur_seq);\n"))], RECORDS)

variant("xe records the sequence in a helper, for bound mappings only", XEI,
        [before(XE, "static bool vma_userptr_invalidate(struct mmu_interval_notifier *mni,\n",
                "static void xe_userptr_note(struct xe_vma *vma, struct mmu_interval_notifier *mni,\n"
                "\t\t\t    unsigned long cur_seq)\n"
                "{\n\tif (!vma->tile_present)\n\t\treturn;\n" + SET + "}\n\n"),
         replace(XE, XE_LOCK, XE_LOCK.replace(SET, "\txe_userptr_note(vma, mni, cur_seq);\n"))], FORGETS)

variant("mlx5 records the sequence only for what is mapped", MLX,
        [replace(ODP, MLX_LOCK, MLX_LOCK.replace(SET, "")),
         replace(ODP, "\tif (!umem_odp->npages)\n\t\tgoto out;\n\tmr = umem_odp->private;\n",
                 "\tif (!umem_odp->npages)\n\t\tgoto out;\n" + SET + "\tmr = umem_odp->private;\n")], FORGETS)

variant("mlx5 records the sequence on each of its ways", MLX,
        [replace(ODP, MLX_LOCK, MLX_LOCK.replace(SET, "")),
         replace(ODP, "\tif (!umem_odp->npages)\n\t\tgoto out;\n\tmr = umem_odp->private;\n",
                 "\tif (!umem_odp->npages) {\n\t" + SET + "\t\tgoto out;\n\t}\n"
                 + SET + "\tmr = umem_odp->private;\n")], RECORDS)

variant("i915 records the sequence only while pages are referenced", I915I,
        [replace(I915, I915_BODY, I915_OBJECT + "\n\tif (obj->userptr.page_ref)\n\t" + I915_BODY)], FORGETS)

variant("i915 records the sequence and looks at its pages", I915I,
        [replace(I915, I915_BODY, I915_OBJECT + "\n" + SET +
                 "\tif (obj->userptr.page_ref)\n\t\tpr_debug(\"in use\\n\");\n\treturn true;\n")], RECORDS)

variant("i915 records the sequence unless it refuses", I915I,
        [replace(I915, I915_BODY, TEST + I915_BODY)], RECORDS)

variant("test_hmm's snapshot records another notifier's sequence", MRN,
        [replace(TST, "\tmmu_interval_set_seq(mni, cur_seq);\n\n\tmutex_unlock(&dmirror->mutex);\n\treturn true;\n}\n\n"
                 "static const struct mmu_interval_notifier_ops dmirror_mrn_ops",
                 "\tmmu_interval_set_seq(&dmirror->notifier, cur_seq);\n\n"
                 "\tmutex_unlock(&dmirror->mutex);\n\treturn true;\n}\n\n"
                 "static const struct mmu_interval_notifier_ops dmirror_mrn_ops")], FORGETS)

variant("test_hmm's snapshot leaves early by an event", MRN,
        [replace(TST, MRN_LOCK,
                 "\tstruct dmirror *dmirror = dmi->dmirror;\n\n"
                 "\tif (range->event == MMU_NOTIFY_SOFT_DIRTY)\n\t\treturn true;\n\n" + TST_LOCK)], FORGETS)

# ---- wrong callbacks, corrected ------------------------------------------------------------------

variant("test_hmm records the sequence before it filters", MIN,
        [replace(TST, MIN_LOCK + MIN_REST,
                 "\t    range->owner == dmirror->mdevice) {\n" + "\t" + SET + "\t\treturn true;\n\t}\n\n"
                 + TST_LOCK + MIN_REST)], RECORDS)

variant("nouveau records the sequence before it filters", RNG,
        [replace(SVM, RNG_OWN, RNG_OWN.replace(")\n\t\treturn true;\n", ") {\n\t" + SET + "\t\treturn true;\n\t}\n"))],
        RECORDS)

variant("nouveau no longer filters", RNG,
        [replace(SVM, "\tif (range->event == MMU_NOTIFY_EXCLUSIVE &&\n" + RNG_OWN, "")], RECORDS)

variant("hfi1 records the sequence on every event", COVER,
        [replace(EXP, "\tif (range->event == MMU_NOTIFY_UNMAP) {\n" + COVER_BODY + "\t}\n",
                 COVER_BODY.replace("\t\t", "\t"))], RECORDS)

variant("amdkfd records the sequence on release as well", KFDI,
        [replace(KFD, KFD_RELEASE,
                 "\tif (range->event == MMU_NOTIFY_RELEASE) {\n\t" + SET + "\t\treturn true;\n\t}\n")], RECORDS)

variant("amdgpu records the sequence before it looks whether it is blocked", HSA,
        [replace(GPUVM,
                 "\tif (READ_ONCE(process_info->block_mmu_notifications))\n\t\treturn 0;\n\n"
                 "\tmutex_lock(&process_info->notifier_lock);\n" + SET,
                 "\tmutex_lock(&process_info->notifier_lock);\n" + SET +
                 "\tif (READ_ONCE(process_info->block_mmu_notifications)) {\n"
                 "\t\tmutex_unlock(&process_info->notifier_lock);\n\t\treturn 0;\n\t}\n")], RECORDS)

# ---- readers of the sequence ---------------------------------------------------------------------

GNT_BEGIN = "\t\tmmu_interval_read_begin(&map->notifier);\n"
RAD_BEGIN = "\tmmu_interval_read_begin(&bo->notifier);\n\treturn 0;\n"

variant("gntdev retries what it has begun, although it records nothing", GNTI,
        [replace(GNT, GNT_BEGIN,
                 "\t\tunsigned long seq = mmu_interval_read_begin(&map->notifier);\n\n"
                 "\t\tif (mmu_interval_read_retry(&map->notifier, seq))\n"
                 "\t\t\tpr_debug(\"stale\\n\");\n")], FORGETS)

variant("gntdev retries what it has begun, and records the sequence", GNTI,
        [replace(GNT, GNT_BEGIN,
                 "\t\tunsigned long seq = mmu_interval_read_begin(&map->notifier);\n\n"
                 "\t\tif (mmu_interval_read_retry(&map->notifier, seq))\n"
                 "\t\t\tpr_debug(\"stale\\n\");\n"),
         replace(GNT, TEST, TEST + SET.replace("mni", "mn"))], RECORDS)

variant("gntdev no longer begins to read", GNTI, [replace(GNT, GNT_BEGIN, "")],
        {"missing-set-seq": NOT_APPLICABLE})

variant("radeon retries what it has begun, although it records nothing", RADI,
        [replace(RAD, RAD_BEGIN,
                 "\tseq = mmu_interval_read_begin(&bo->notifier);\n"
                 "\treturn mmu_interval_read_retry(&bo->notifier, seq) ? -EAGAIN : 0;\n"),
         replace(RAD, "int radeon_mn_register(struct radeon_bo *bo, unsigned long addr)\n{\n\tint ret;\n",
                 "int radeon_mn_register(struct radeon_bo *bo, unsigned long addr)\n"
                 "{\n\tunsigned long seq;\n\tint ret;\n")], FORGETS)

TID_INSERTED = "\tfd->entry_to_rb[node->rcventry - uctxt->expected_base] = node;\n\n\thfi1_put_tid("

variant("hfi1 reads a node's own notifier, whose sequence is never recorded", TID,
        [replace(EXP, TID_INSERTED,
                 "\tif (fd->use_mn) {\n"
                 "\t\tunsigned long seq = mmu_interval_read_begin(&node->notifier);\n\n"
                 "\t\tif (mmu_interval_read_retry(&node->notifier, seq))\n"
                 "\t\t\tpr_debug(\"stale\\n\");\n\t}\n" + TID_INSERTED)], FORGETS)

variant("hfi1 reads a node's own notifier, whose sequence is recorded first", TID,
        [replace(EXP, TID_INSERTED,
                 "\tif (fd->use_mn) {\n"
                 "\t\tunsigned long seq = mmu_interval_read_begin(&node->notifier);\n\n"
                 "\t\tif (mmu_interval_read_retry(&node->notifier, seq))\n"
                 "\t\t\tpr_debug(\"stale\\n\");\n\t}\n" + TID_INSERTED),
         replace(EXP, "\tif (node->freed)\n\t\treturn true;\n\n\t/* take action",
                 SET + "\tif (node->freed)\n\t\treturn true;\n\n\t/* take action")], RECORDS)

variant("hfi1 reads the cover's notifier a second time, and a node's never", TID,
        [replace(EXP, "\t\tfail = mmu_interval_read_retry(&tidbuf->notifier, mmu_seq);\n",
                 "\t\tfail = mmu_interval_read_retry(&tidbuf->notifier, mmu_seq) ||\n"
                 "\t\t       mmu_interval_check_retry(&tidbuf->notifier, mmu_seq);\n")],
        {"missing-set-seq": NOT_APPLICABLE})
