# SPDX-License-Identifier: GPL-2.0-only
"""Variants of callbacks that return a bool: the interval notifiers.

If a callback now fails after a call that leads far away, it may stay undecided whether that call
leaves a lock held.
"""

from edits import ANY, HOLDS, UNDECIDED, VIOLATES, Variant, after, before, replace

VARIANTS = []


def variant(*args, **kwargs):
    VARIANTS.append(Variant(*args, **kwargs))


TEST = "\tif (!mmu_notifier_range_blockable(range))\n\t\treturn false;\n"
RETURN_UNLESS = "\tif (!mmu_notifier_range_blockable(range))\n\t\treturn false;\n\n"

# ---- gntdev -------------------------------------------------------------------------------------

GNT = "drivers/xen/gntdev.c"
DMABUF = "drivers/xen/gntdev-dmabuf.c"
DMABUF_H = "drivers/xen/gntdev-dmabuf.h"
GNTI = GNT + ":gntdev_invalidate"
DMABUF_INIT = "struct gntdev_dmabuf_priv *gntdev_dmabuf_init(struct file *filp)"
GNT_EARLY = "\tif (map_start >= range->end || map_end <= range->start)\n\t\treturn true;\n"
GNT_LAST = "\t\t\t  (mend - mstart) >> PAGE_SHIFT);\n\n\treturn true;\n"

variant("gntdev tests the wrong way round", GNTI,
        [replace(GNT, TEST, TEST.replace("!mmu", "mmu"))],
        {"fails-blockable": VIOLATES, "sleeps-nonblockable": ANY})

variant("gntdev asks another file of its module, which has it backwards", GNTI,
        [before(DMABUF_H, DMABUF_INIT + ";",
                "struct mmu_notifier_range;\n"
                "bool gntdev_dmabuf_must_wait(const struct mmu_notifier_range *range);\n"),
         before(DMABUF, DMABUF_INIT + "\n",
                "bool gntdev_dmabuf_must_wait(const struct mmu_notifier_range *range)\n"
                "{\n\treturn mmu_notifier_range_blockable(range);\n}\n\n"),
         replace(GNT, TEST, "\tif (gntdev_dmabuf_must_wait(range))\n\t\treturn false;\n")],
        {"fails-blockable": VIOLATES, "sleeps-nonblockable": ANY})

variant("gntdev fails while grants are left", GNTI,
        [replace(GNT, GNT_LAST,
                 "\t\t\t  (mend - mstart) >> PAGE_SHIFT);\n\n"
                 "\treturn atomic_read(&map->live_grants) == 0;\n")],
        {"fails-blockable": VIOLATES, "returns-locked": (HOLDS, UNDECIDED)})

variant("gntdev asks another file of its module, which has it right", GNTI,
        [before(DMABUF_H, DMABUF_INIT + ";",
                "struct mmu_notifier_range;\n"
                "bool gntdev_dmabuf_must_wait(const struct mmu_notifier_range *range);\n"),
         before(DMABUF, DMABUF_INIT + "\n",
                "bool gntdev_dmabuf_must_wait(const struct mmu_notifier_range *range)\n"
                "{\n\tif (mmu_notifier_range_blockable(range))\n\t\treturn false;\n\treturn true;\n}\n\n"),
         replace(GNT, TEST, "\tif (gntdev_dmabuf_must_wait(range))\n\t\treturn false;\n")])

variant("gntdev tests the bit in a switch with a range of cases", GNTI,
        [replace(GNT, TEST,
                 "\tswitch (range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE) {\n"
                 "\tcase 0:\n\t\treturn false;\n"
                 "\tcase 1 ... 3:\n\t\tbreak;\n"
                 "\tdefault:\n\t\treturn false;\n\t}\n")])

variant("gntdev negates the bit twice and tests again later", GNTI,
        [replace(GNT, TEST,
                 "\tbool blockable = !!(range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE);\n"),
         after(GNT, GNT_EARLY,
               "\tif (!blockable)\n\t\treturn false;\n"
               "\tif (WARN_ON_ONCE(!mmu_notifier_range_blockable(range)))\n\t\treturn false;\n")])

# ---- hfi1's expected receive buffers -------------------------------------------------------------

EXP = "drivers/infiniband/hw/hfi1/user_exp_rcv.c"
TID = EXP + ":tid_rb_invalidate"
COVER = EXP + ":tid_cover_invalidate"
TID_FREED = "\tif (node->freed)\n\t\treturn true;\n"
TID_LOCK = "\tspin_lock(&fdata->invalid_lock);\n\tif (fdata->invalid_tid_idx < uctxt->expected_count) {\n"
TID_CLEAR = "\t__clear_tid_node(fdata, node);\n\n\tspin_lock(&fdata->invalid_lock);\n"
TID_END = "\tspin_unlock(&fdata->invalid_lock);\n\treturn true;\n"
TID_EVENT = "\tif (range->event != MMU_NOTIFY_UNMAP)\n\t\treturn true;\n"
COVER_BODY = ("\t\tmutex_lock(&tidbuf->cover_mutex);\n"
              "\t\tmmu_interval_set_seq(mni, cur_seq);\n"
              "\t\tmutex_unlock(&tidbuf->cover_mutex);\n")

variant("hfi1 refuses a node that is freed already", TID,
        [replace(EXP, TID_FREED, TID_FREED.replace("true", "false"))],
        {"fails-blockable": VIOLATES})

variant("hfi1 refuses when its list is full and leaves the spin lock taken", TID,
        [replace(EXP, TID_LOCK,
                 "\tspin_lock(&fdata->invalid_lock);\n"
                 "\tif (fdata->invalid_tid_idx >= uctxt->expected_count &&\n"
                 "\t    !mmu_notifier_range_blockable(range))\n\t\treturn false;\n"
                 "\tif (fdata->invalid_tid_idx < uctxt->expected_count) {\n")],
        {"returns-locked": VIOLATES})

variant("hfi1 asks first, before it clears a node", TID,
        [after(EXP, TID_EVENT, "\tif (!mmu_notifier_range_blockable(range))\n\t\treturn false;\n")],
        {"sleeps-nonblockable": HOLDS})

variant("hfi1 leaves by a label with a result that stays true", TID,
        [replace(EXP, TID_FREED, "\tbool done = true;\n\n\tif (node->freed)\n\t\tgoto out;\n"),
         replace(EXP, TID_EVENT, "\tif (range->event != MMU_NOTIFY_UNMAP)\n\t\tgoto out;\n"),
         replace(EXP, TID_END, "\tspin_unlock(&fdata->invalid_lock);\nout:\n\treturn done;\n")])

variant("hfi1 only tries the cover mutex, blockable or not", COVER,
        [replace(EXP, COVER_BODY,
                 "\t\tif (!mutex_trylock(&tidbuf->cover_mutex))\n\t\t\treturn false;\n"
                 + COVER_BODY.split("\n", 1)[1])],
        {"fails-blockable": VIOLATES, "sleeps-nonblockable": HOLDS})

variant("hfi1 fails when a signal interrupts the cover mutex", COVER,
        [replace(EXP, COVER_BODY,
                 "\t\tif (mutex_lock_interruptible(&tidbuf->cover_mutex))\n\t\t\treturn false;\n"
                 + COVER_BODY.split("\n", 1)[1])],
        {"fails-blockable": VIOLATES})

variant("hfi1 tries the cover mutex only where it may not block", COVER,
        [replace(EXP, COVER_BODY,
                 "\t\tif (mmu_notifier_range_blockable(range))\n"
                 "\t\t\tmutex_lock(&tidbuf->cover_mutex);\n"
                 "\t\telse if (!mutex_trylock(&tidbuf->cover_mutex))\n\t\t\treturn false;\n"
                 + COVER_BODY.split("\n", 1)[1])],
        {"sleeps-nonblockable": HOLDS})

variant("hfi1 holds the cover mutex for a scope, where it may", COVER,
        [replace(EXP, COVER_BODY,
                 "\t\tif (!mmu_notifier_range_blockable(range))\n\t\t\treturn false;\n"
                 "\t\tscoped_guard(mutex, &tidbuf->cover_mutex)\n"
                 "\t\t\tmmu_interval_set_seq(mni, cur_seq);\n")],
        {"sleeps-nonblockable": HOLDS})

# ---- mlx5 ---------------------------------------------------------------------------------------

ODP = "drivers/infiniband/hw/mlx5/odp.c"
MLX = ODP + ":mlx5_ib_invalidate_range"
MLX_LOCK = "\tmutex_lock(&umem_odp->umem_mutex);\n\tmmu_interval_set_seq(mni, cur_seq);\n"
MLX_OUT = "out:\n\tmutex_unlock(&umem_odp->umem_mutex);\n\treturn true;\n}\n"
MLX_LOCALS = "\tint in_block = 0;\n\tu64 addr;\n"
MLX_LAST = ("\t\tmlx5r_umr_update_xlt(mr, blk_start_idx,\n"
            "\t\t\t\t     idx - blk_start_idx + 1, 0,\n")

variant("mlx5 tests the wrong way round", MLX,
        [replace(ODP, TEST, TEST.replace("!mmu", "mmu"))],
        {"fails-blockable": VIOLATES, "sleeps-nonblockable": VIOLATES})

variant("mlx5 fails as the update of its tables does, in another file", MLX,
        [replace(ODP, MLX_LAST, MLX_LAST.replace("\t\tmlx5r", "\t\terr = mlx5r")),
         after(ODP, MLX_LOCALS, "\tint err = 0;\n"),
         replace(ODP, MLX_OUT, MLX_OUT.replace("true", "!err"))],
        {"fails-blockable": VIOLATES, "returns-locked": (HOLDS, UNDECIDED)})

variant("mlx5 refuses under its mutex and leaves it taken", MLX,
        [replace(ODP, TEST, ""),
         replace(ODP, MLX_LOCK,
                 "\tif (mmu_notifier_range_blockable(range))\n"
                 "\t\tmutex_lock(&umem_odp->umem_mutex);\n"
                 "\telse if (!mutex_trylock(&umem_odp->umem_mutex))\n\t\treturn false;\n"
                 "\tif (umem_odp->npages && !mmu_notifier_range_blockable(range))\n"
                 "\t\treturn false;\n\tmmu_interval_set_seq(mni, cur_seq);\n")],
        {"returns-locked": VIOLATES})

variant("mlx5 lets a guard drop its mutex", MLX,
        [replace(ODP, MLX_LOCK,
                 "\tguard(mutex)(&umem_odp->umem_mutex);\n\tmmu_interval_set_seq(mni, cur_seq);\n"),
         replace(ODP, MLX_OUT, "out:\n\treturn true;\n}\n")])

variant("mlx5 tries its mutex and gives it back before it refuses", MLX,
        [replace(ODP, TEST, "\tbool atomic = !mmu_notifier_range_blockable(range);\n\tbool done = true;\n"),
         replace(ODP, MLX_LOCK,
                 "\tif (!atomic)\n\t\tmutex_lock(&umem_odp->umem_mutex);\n"
                 "\telse if (!mutex_trylock(&umem_odp->umem_mutex))\n\t\treturn false;\n"
                 "\tif (atomic) {\n\t\tdone = false;\n\t\tgoto out;\n\t}\n"
                 "\tmmu_interval_set_seq(mni, cur_seq);\n"),
         replace(ODP, MLX_OUT, MLX_OUT.replace("true", "done"))])

variant("mlx5 says what the update of its tables returns and drops it", MLX,
        [replace(ODP, MLX_LAST, MLX_LAST.replace("\t\tmlx5r", "\t\terr = mlx5r")),
         after(ODP, MLX_LOCALS, "\tint err = 0;\n"),
         replace(ODP, MLX_OUT,
                 "\tif (err < 0)\n\t\tpr_warn(\"update failed: %d\\n\", err);\n" + MLX_OUT)])

# ---- i915 ---------------------------------------------------------------------------------------

I915 = "drivers/gpu/drm/i915/gem/i915_gem_userptr.c"
I915I = I915 + ":i915_gem_userptr_invalidate"
I915_BODY = "\tmmu_interval_set_seq(mni, cur_seq);\n\treturn true;\n"
I915_OBJECT = ("\tstruct drm_i915_gem_object *obj =\n"
               "\t\tcontainer_of(mni, struct drm_i915_gem_object, userptr.notifier);\n")

variant("i915 refuses while pages are referenced", I915I,
        [replace(I915, I915_BODY, I915_OBJECT +
                 "\n\tmmu_interval_set_seq(mni, cur_seq);\n\treturn !obj->userptr.page_ref;\n")],
        {"fails-blockable": VIOLATES})

variant("i915 fails as unbinding does, dozens of functions away", I915I,
        [replace(I915, I915_BODY, I915_OBJECT +
                 "\n\tif (!mmu_notifier_range_blockable(range))\n\t\treturn false;\n"
                 "\tmmu_interval_set_seq(mni, cur_seq);\n"
                 "\treturn i915_gem_object_unbind(obj, I915_GEM_OBJECT_UNBIND_ACTIVE) == 0;\n")],
        {"fails-blockable": VIOLATES, "returns-locked": (HOLDS, UNDECIDED), "may-reclaim": ANY})

variant("i915 unbinds and drops what comes of it", I915I,
        [replace(I915, I915_BODY, I915_OBJECT +
                 "\tint ret;\n\n" + RETURN_UNLESS +
                 "\tmmu_interval_set_seq(mni, cur_seq);\n"
                 "\tret = i915_gem_object_unbind(obj, I915_GEM_OBJECT_UNBIND_ACTIVE);\n"
                 "\tif (ret)\n\t\tpr_debug(\"unbind: %d\\n\", ret);\n\treturn true;\n")],
        {"may-reclaim": ANY})

variant("i915 refuses where it may not block, by arithmetic on the bit", I915I,
        [replace(I915, I915_BODY,
                 "\tmmu_interval_set_seq(mni, cur_seq);\n"
                 "\treturn (range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE) + 1 == 2;\n")])

# ---- xe -----------------------------------------------------------------------------------------

XE = "drivers/gpu/drm/xe/xe_vm.c"
HMM = "drivers/gpu/drm/xe/xe_hmm.c"
HMM_H = "drivers/gpu/drm/xe/xe_hmm.h"
XEI = XE + ":vma_userptr_invalidate"
XE_HEAD = "static bool vma_userptr_invalidate(struct mmu_interval_notifier *mni,\n"
XE_LOCK = "\tdown_write(&vm->userptr.notifier_lock);\n\tmmu_interval_set_seq(mni, cur_seq);\n"
XE_SEQ = "\tmmu_interval_set_seq(mni, cur_seq);\n"
XE_CALL = "\t__vma_userptr_invalidate(vm, uvma);\n\tup_write(&vm->userptr.notifier_lock);\n"
XE_END = "\ttrace_xe_vma_userptr_invalidate_complete(vma);\n\n\treturn true;\n"

variant("xe fails when its lock is killed", XEI,
        [replace(XE, XE_LOCK,
                 "\tif (down_write_killable(&vm->userptr.notifier_lock))\n\t\treturn false;\n" + XE_SEQ)],
        {"fails-blockable": VIOLATES})

variant("xe only tries its lock, having asked first", XEI,
        [replace(XE, XE_LOCK,
                 "\tif (!down_write_trylock(&vm->userptr.notifier_lock))\n\t\treturn false;\n" + XE_SEQ)],
        {"fails-blockable": VIOLATES})

variant("xe refuses in fault mode and leaves its lock taken", XEI,
        [replace(XE, TEST, ""),
         replace(XE, XE_LOCK,
                 "\tif (mmu_notifier_range_blockable(range))\n"
                 "\t\tdown_write(&vm->userptr.notifier_lock);\n"
                 "\telse if (!down_write_trylock(&vm->userptr.notifier_lock))\n\t\treturn false;\n"
                 "\tif (!mmu_notifier_range_blockable(range) && xe_vm_in_fault_mode(vm))\n"
                 "\t\treturn false;\n" + XE_SEQ)],
        {"returns-locked": VIOLATES, "sleeps-nonblockable": VIOLATES})

variant("xe fails as unmapping does, two calls and a file away", XEI,
        [replace(HMM_H, "void xe_hmm_userptr_unmap(", "int xe_hmm_userptr_unmap("),
         replace(HMM, "void xe_hmm_userptr_unmap(", "int xe_hmm_userptr_unmap("),
         replace(HMM, "\tuserptr->mapped = false;\n\tmutex_unlock(&userptr->unmap_mutex);\n",
                 "\tif (!userptr->mapped)\n\t\terr = -ENXIO;\n\tuserptr->mapped = false;\n"
                 "\tmutex_unlock(&userptr->unmap_mutex);\n\treturn err;\n"),
         replace(HMM, "\tstruct xe_vm *vm = xe_vma_vm(vma);\n\tstruct xe_device *xe = vm->xe;\n\n"
                 "\tif (!lockdep_is_held_type(",
                 "\tstruct xe_vm *vm = xe_vma_vm(vma);\n\tstruct xe_device *xe = vm->xe;\n"
                 "\tint err = 0;\n\n\tif (!lockdep_is_held_type("),
         replace(XE, "static void __vma_userptr_invalidate(", "static int __vma_userptr_invalidate("),
         replace(XE, "\txe_hmm_userptr_unmap(uvma);\n}\n", "\treturn xe_hmm_userptr_unmap(uvma);\n}\n"),
         replace(XE, XE_CALL,
                 "\terr = __vma_userptr_invalidate(vm, uvma);\n"
                 "\tup_write(&vm->userptr.notifier_lock);\n"),
         replace(XE, "\txe_assert(vm->xe, xe_vma_is_userptr(vma));\n\ttrace_xe_vma_userptr_invalidate(vma);\n",
                 "\tint err;\n\n\txe_assert(vm->xe, xe_vma_is_userptr(vma));\n"
                 "\ttrace_xe_vma_userptr_invalidate(vma);\n"),
         replace(XE, XE_END, XE_END.replace("return true", "return !err"))],
        {"fails-blockable": VIOLATES, "returns-locked": (HOLDS, UNDECIDED)})

variant("xe passes the test to a helper as `bool atomic`", XEI,
        [before(XE, XE_HEAD,
                "static bool xe_userptr_lock(struct xe_vm *vm, bool atomic)\n"
                "{\n\tif (atomic)\n\t\treturn false;\n"
                "\tdown_write(&vm->userptr.notifier_lock);\n\treturn true;\n}\n\n"),
         replace(XE, TEST, ""),
         replace(XE, XE_LOCK,
                 "\tif (!xe_userptr_lock(vm, !mmu_notifier_range_blockable(range)))\n"
                 "\t\treturn false;\n" + XE_SEQ)])

variant("xe tries its lock first and waits only where it may", XEI,
        [replace(XE, TEST, ""),
         replace(XE, XE_LOCK,
                 "\tif (!down_write_trylock(&vm->userptr.notifier_lock)) {\n"
                 "\t\tif (!mmu_notifier_range_blockable(range))\n\t\t\treturn false;\n"
                 "\t\tdown_write(&vm->userptr.notifier_lock);\n\t}\n"
                 "\tif (!mmu_notifier_range_blockable(range)) {\n"
                 "\t\tup_write(&vm->userptr.notifier_lock);\n\t\treturn false;\n\t}\n" + XE_SEQ)])

# ---- amdkfd -------------------------------------------------------------------------------------

KFD = "drivers/gpu/drm/amd/amdkfd/kfd_svm.c"
KFDI = KFD + ":svm_range_cpu_invalidate_pagetables"
KFD_HEAD = ("static bool\nsvm_range_cpu_invalidate_pagetables(struct mmu_interval_notifier *mni,\n"
            "\t\t\t\t    const struct mmu_notifier_range *range,\n"
            "\t\t\t\t    unsigned long cur_seq)\n{\n")
KFD_LOCK = "\tsvm_range_lock(prange);\n\tmmu_interval_set_seq(mni, cur_seq);\n"
KFD_EVICT = "\t\tsvm_range_evict(prange, mni->mm, start, last, range->event);\n\t\tbreak;\n"
KFD_END = "\tsvm_range_unlock(prange);\n\n\treturn true;\n}\n"
KFD_LOCALS = "\tstruct svm_range *prange;\n\tunsigned long start;\n\tunsigned long last;\n\n\tif (range->event"
KFD_RELEASE = "\tif (range->event == MMU_NOTIFY_RELEASE)\n\t\treturn true;\n"

variant("amdkfd fails as eviction does", KFDI,
        [replace(KFD, KFD_EVICT,
                 "\t\tif (svm_range_evict(prange, mni->mm, start, last, range->event)) {\n"
                 "\t\t\tsvm_range_unlock(prange);\n\t\t\treturn false;\n\t\t}\n\t\tbreak;\n")],
        {"fails-blockable": VIOLATES, "returns-locked": (HOLDS, UNDECIDED)})

variant("amdkfd fails as eviction does and leaves its range locked", KFDI,
        [replace(KFD, KFD_EVICT,
                 "\t\tif (svm_range_evict(prange, mni->mm, start, last, range->event))\n"
                 "\t\t\treturn false;\n\t\tbreak;\n")],
        {"fails-blockable": VIOLATES, "returns-locked": VIOLATES})

variant("amdkfd only tries to lock its range", KFDI,
        [replace(KFD, KFD_LOCK,
                 "\tif (!mutex_trylock(&prange->lock))\n\t\treturn false;\n"
                 "\tprange->saved_flags = memalloc_noreclaim_save();\n"
                 "\tmmu_interval_set_seq(mni, cur_seq);\n")],
        {"fails-blockable": VIOLATES})

variant("amdkfd asks first", KFDI,
        [after(KFD, KFD_RELEASE, "\n\tif (!mmu_notifier_range_blockable(range))\n\t\treturn false;\n")],
        {"sleeps-nonblockable": HOLDS})

variant("amdkfd says what eviction returns and drops it", KFDI,
        [replace(KFD, KFD_EVICT,
                 "\t\tr = svm_range_evict(prange, mni->mm, start, last, range->event);\n"
                 "\t\tif (r)\n\t\t\tpr_debug(\"eviction failed: %d\\n\", r);\n\t\tbreak;\n"),
         replace(KFD, KFD_LOCALS,
                 "\tstruct svm_range *prange;\n\tunsigned long start;\n\tunsigned long last;\n"
                 "\tint r;\n\n\tif (range->event")])

variant("amdkfd asks through a helper that takes `bool atomic`", KFDI,
        [before(KFD, KFD_HEAD,
                "static bool svm_range_must_refuse(const struct svm_range *prange, bool atomic)\n"
                "{\n\treturn atomic && !list_empty(&prange->child_list);\n}\n\n"),
         replace(KFD, KFD_LOCK,
                 "\tif (svm_range_must_refuse(prange, !mmu_notifier_range_blockable(range)))\n"
                 "\t\treturn false;\n" + KFD_LOCK)])

# ---- amdgpu -------------------------------------------------------------------------------------

AMD = "drivers/gpu/drm/amd/amdgpu/amdgpu_hmm.c"
AMDKFD_H = "drivers/gpu/drm/amd/amdgpu/amdgpu_amdkfd.h"
GPUVM = "drivers/gpu/drm/amd/amdgpu/amdgpu_amdkfd_gpuvm.c"
GFX = AMD + ":amdgpu_hmm_invalidate_gfx"
HSA = AMD + ":amdgpu_hmm_invalidate_hsa"
GFX_TEST = "\tlong r;\n\n" + TEST
GFX_LOCK = "\tmutex_lock(&adev->notifier_lock);\n\n\tmmu_interval_set_seq(mni, cur_seq);\n"
GFX_SEQ = "\n\tmmu_interval_set_seq(mni, cur_seq);\n"
GFX_UNLOCK = "\tmutex_unlock(&adev->notifier_lock);\n\tif (r <= 0)\n"
HSA_HEAD = "static bool amdgpu_hmm_invalidate_hsa(struct mmu_interval_notifier *mni,\n"
HSA_TEST = ("\tstruct amdgpu_bo *bo = container_of(mni, struct amdgpu_bo, notifier);\n\n" + TEST)
HSA_CALL = "\tamdgpu_amdkfd_evict_userptr(mni, cur_seq, bo->kfd_bo);\n\n\treturn true;\n"
EVICT_DECL = ("void amdgpu_amdkfd_remove_all_eviction_fences(struct amdgpu_bo *bo);\n"
              "int amdgpu_amdkfd_evict_userptr(")
EVICT_STUB = ("static inline\nint amdgpu_amdkfd_evict_userptr(")
EVICT_DEF = "int amdgpu_amdkfd_evict_userptr(struct mmu_interval_notifier *mni,\n"


def may_evict(body):
    """A function of amdgpu_amdkfd_gpuvm.c that amdgpu_hmm.c calls."""
    prototype = "bool amdgpu_amdkfd_may_evict(const struct mmu_notifier_range *range)"
    return [replace(AMDKFD_H, EVICT_DECL,
                    EVICT_DECL.replace("int amdgpu", prototype + ";\nint amdgpu")),
            before(AMDKFD_H, EVICT_STUB,
                   "static inline\n" + prototype + "\n{\n\treturn false;\n}\n\n"),
            before(GPUVM, EVICT_DEF, prototype + "\n{\n" + body + "}\n\n"),
            replace(AMD, HSA_TEST, HSA_TEST.replace(
                "!mmu_notifier_range_blockable", "!amdgpu_amdkfd_may_evict"))]


variant("amdgpu tests the wrong way round", GFX,
        [replace(AMD, GFX_TEST, GFX_TEST.replace("!mmu", "mmu"))],
        {"fails-blockable": VIOLATES, "sleeps-nonblockable": VIOLATES})

variant("amdgpu fails when a signal keeps it from the buffer", GFX,
        [replace(AMD, GFX_LOCK,
                 "\tif (amdgpu_bo_reserve(bo, false))\n\t\treturn false;\n"
                 "\tamdgpu_bo_unreserve(bo);\n" + GFX_LOCK)],
        {"fails-blockable": VIOLATES})

variant("amdgpu refuses a busy buffer and leaves its mutex taken", GFX,
        [replace(AMD, GFX_TEST, "\tlong r;\n\n"),
         replace(AMD, GFX_LOCK,
                 "\tif (mmu_notifier_range_blockable(range))\n\t\tmutex_lock(&adev->notifier_lock);\n"
                 "\telse if (!mutex_trylock(&adev->notifier_lock))\n\t\treturn false;\n"
                 "\tif (!mmu_notifier_range_blockable(range) &&\n"
                 "\t    atomic_read(&bo->tbo.bdev->dev_mapping->i_mmap_writable) > 0)\n"
                 "\t\treturn false;\n" + GFX_SEQ)],
        {"returns-locked": VIOLATES, "sleeps-nonblockable": VIOLATES})

variant("amdgpu lets a guard drop its mutex", GFX,
        [replace(AMD, GFX_LOCK, "\tguard(mutex)(&adev->notifier_lock);\n" + GFX_SEQ),
         replace(AMD, GFX_UNLOCK, "\tif (r <= 0)\n")])

variant("amdgpu leaves by labels, having tested in a conditional expression", GFX,
        [replace(AMD, GFX_TEST,
                 "\tbool done = mmu_notifier_range_blockable(range) ? true : false;\n\tlong r;\n\n"
                 "\tif (!done)\n\t\tgoto out;\n"),
         replace(AMD, "\t\tDRM_ERROR(\"(%ld) failed to wait for user bo\\n\", r);\n\treturn true;\n",
                 "\t\tDRM_ERROR(\"(%ld) failed to wait for user bo\\n\", r);\nout:\n\treturn done;\n")])

variant("amdgpu takes and drops its mutex on the same condition", GFX,
        [replace(AMD, GFX_TEST,
                 "\tconst bool wait = mmu_notifier_range_blockable(range);\n\tlong r = 1;\n\n"),
         replace(AMD, GFX_LOCK,
                 "\tif (wait)\n\t\tmutex_lock(&adev->notifier_lock);\n"
                 "\telse if (mutex_is_locked(&adev->notifier_lock))\n\t\treturn false;\n" + GFX_SEQ),
         replace(AMD, "\tr = dma_resv_wait_timeout(bo->tbo.base.resv, DMA_RESV_USAGE_BOOKKEEP,\n"
                 "\t\t\t\t  false, MAX_SCHEDULE_TIMEOUT);\n\tmutex_unlock(&adev->notifier_lock);\n",
                 "\tif (wait)\n"
                 "\t\tr = dma_resv_wait_timeout(bo->tbo.base.resv, DMA_RESV_USAGE_BOOKKEEP,\n"
                 "\t\t\t\t\t  false, MAX_SCHEDULE_TIMEOUT);\n"
                 "\tif (wait)\n\t\tmutex_unlock(&adev->notifier_lock);\n")])

variant("amdgpu fails as eviction does, three calls and two files away", HSA,
        [replace(AMD, HSA_CALL,
                 "\treturn !amdgpu_amdkfd_evict_userptr(mni, cur_seq, bo->kfd_bo);\n")],
        {"fails-blockable": VIOLATES, "returns-locked": (HOLDS, UNDECIDED)})

variant("amdgpu moves its test to another file, which has it backwards", HSA,
        may_evict("\treturn !(range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE);\n"),
        {"fails-blockable": VIOLATES, "sleeps-nonblockable": VIOLATES})

variant("amdgpu moves its test to another file, which has it right", HSA,
        may_evict("\treturn range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE;\n"))

variant("amdgpu says what eviction returns and drops it", HSA,
        [replace(AMD, HSA_CALL,
                 "\tint r = amdgpu_amdkfd_evict_userptr(mni, cur_seq, bo->kfd_bo);\n\n"
                 "\tif (r)\n\t\tDRM_DEBUG(\"eviction failed: %d\\n\", r);\n\treturn true;\n")])

# ---- radeon -------------------------------------------------------------------------------------

RAD = "drivers/gpu/drm/radeon/radeon_mn.c"
RADI = RAD + ":radeon_mn_invalidate"
RAD_BOUND = ("\tif (!bo->tbo.ttm || !radeon_ttm_tt_is_bound(bo->tbo.bdev, bo->tbo.ttm))\n"
             "\t\treturn true;\n")
RAD_RESERVE = "\tr = radeon_bo_reserve(bo, true);\n\tif (r) {\n"
RAD_RESERVED = "\t\tDRM_ERROR(\"(%ld) failed to reserve user bo\\n\", r);\n\t\treturn true;\n"
RAD_END = ("\tif (r)\n\t\tDRM_ERROR(\"(%ld) failed to validate user bo\\n\", r);\n\n"
           "\tradeon_bo_unreserve(bo);\n\treturn true;\n")

variant("radeon fails when a signal keeps it from the buffer", RADI,
        [replace(RAD, RAD_RESERVE, RAD_RESERVE.replace("true", "false")),
         replace(RAD, RAD_RESERVED, RAD_RESERVED.replace("true", "false"))],
        {"fails-blockable": VIOLATES})

variant("radeon fails as validation does, in another module", RADI,
        [replace(RAD, RAD_END, RAD_END.replace("return true", "return r == 0"))],
        {"fails-blockable": VIOLATES, "returns-locked": (HOLDS, UNDECIDED)})

variant("radeon fails as validation does and leaves the buffer reserved", RADI,
        [replace(RAD, RAD_END,
                 "\tif (r)\n\t\treturn false;\n\n\tradeon_bo_unreserve(bo);\n\treturn true;\n")],
        {"fails-blockable": VIOLATES, "returns-locked": VIOLATES})

variant("radeon refuses what is not bound", RADI,
        [replace(RAD, RAD_BOUND, RAD_BOUND.replace("true", "false"))],
        {"fails-blockable": VIOLATES})

variant("radeon asks before it looks whether anything is bound", RADI,
        [replace(RAD, RAD_BOUND + "\n" + TEST, TEST + "\n" + RAD_BOUND)])

variant("radeon leaves by a label with a result that stays true", RADI,
        [replace(RAD, RAD_RESERVED,
                 "\t\tDRM_ERROR(\"(%ld) failed to reserve user bo\\n\", r);\n\t\tgoto out;\n"),
         replace(RAD, RAD_END, RAD_END.replace("\treturn true;\n", "out:\n\treturn r == 0 || true;\n"))])

variant("radeon tests by hand in a loop that runs once", RADI,
        [replace(RAD, TEST,
                 "\tdo {\n\t\tunsigned int flags = READ_ONCE(range->flags);\n\n"
                 "\t\tif (!(flags & MMU_NOTIFIER_RANGE_BLOCKABLE))\n\t\t\treturn false;\n"
                 "\t} while (0);\n")])

# ---- nouveau's ranges ---------------------------------------------------------------------------

SVM = "drivers/gpu/drm/nouveau/nouveau_svm.c"
RNG = SVM + ":nouveau_svm_range_invalidate"
RNG_OWN = "\t    range->owner == sn->svmm->vmm->cli->drm->dev)\n\t\treturn true;\n"
RNG_LOCK = ("\tif (mmu_notifier_range_blockable(range))\n\t\tmutex_lock(&sn->svmm->mutex);\n"
            "\telse if (!mutex_trylock(&sn->svmm->mutex))\n\t\treturn false;\n")
RNG_REST = "\tmmu_interval_set_seq(mni, cur_seq);\n\tmutex_unlock(&sn->svmm->mutex);\n\treturn true;\n"

variant("nouveau waits where it must not and tries where it may wait", RNG,
        [replace(SVM, RNG_LOCK, RNG_LOCK.replace("if (mmu", "if (!mmu"))],
        {"fails-blockable": VIOLATES, "sleeps-nonblockable": VIOLATES})

variant("nouveau fails when a signal interrupts the lock of a range", RNG,
        [replace(SVM, RNG_LOCK,
                 "\tif (mmu_notifier_range_blockable(range)) {\n"
                 "\t\tif (mutex_lock_interruptible(&sn->svmm->mutex))\n\t\t\treturn false;\n"
                 "\t} else if (!mutex_trylock(&sn->svmm->mutex)) {\n\t\treturn false;\n\t}\n")],
        {"fails-blockable": VIOLATES})

variant("nouveau refuses its own exclusive access", RNG,
        [replace(SVM, RNG_OWN, RNG_OWN.replace("true", "false"))],
        {"fails-blockable": VIOLATES, "missing-set-seq": HOLDS})

variant("nouveau locks a range by way of a label", RNG,
        [replace(SVM, RNG_LOCK,
                 "\tif (mutex_trylock(&sn->svmm->mutex))\n\t\tgoto locked;\n"
                 "\tif (!mmu_notifier_range_blockable(range))\n\t\treturn false;\n"
                 "\tmutex_lock(&sn->svmm->mutex);\nlocked:\n")])

variant("nouveau holds the lock of a range for a scope, in either case", RNG,
        [replace(SVM, RNG_LOCK + RNG_REST,
                 "\tif (!mmu_notifier_range_blockable(range)) {\n"
                 "\t\tscoped_guard(mutex_try, &sn->svmm->mutex) {\n"
                 "\t\t\tmmu_interval_set_seq(mni, cur_seq);\n\t\t\treturn true;\n\t\t}\n"
                 "\t\treturn false;\n\t}\n"
                 "\tscoped_guard(mutex, &sn->svmm->mutex)\n"
                 "\t\tmmu_interval_set_seq(mni, cur_seq);\n\treturn true;\n")])

# ---- test_hmm -----------------------------------------------------------------------------------

TST = "lib/test_hmm.c"
MIN = TST + ":dmirror_interval_invalidate"
MRN = TST + ":dmirror_snapshot_invalidate"
MIN_OWN = "\t    range->owner == dmirror->mdevice)\n\t\treturn true;\n\n"
TST_LOCK = ("\tif (mmu_notifier_range_blockable(range))\n\t\tmutex_lock(&dmirror->mutex);\n"
            "\telse if (!mutex_trylock(&dmirror->mutex))\n\t\treturn false;\n\n")
MIN_LOCK = MIN_OWN + TST_LOCK
MIN_REST = ("\tmmu_interval_set_seq(mni, cur_seq);\n"
            "\tdmirror_do_update(dmirror, range->start, range->end);\n\n"
            "\tmutex_unlock(&dmirror->mutex);\n\treturn true;\n")
MIN_UPDATE = "static void dmirror_do_update(struct dmirror *dmirror, unsigned long start,\n"
MIN_ERASE = "\t\t\t  end >> PAGE_SHIFT)\n\t\txa_erase(&dmirror->pt, pfn);\n}\n"
MRN_LOCK = "\tstruct dmirror *dmirror = dmi->dmirror;\n\n" + TST_LOCK

variant("test_hmm tries its mutex, blockable or not", MIN,
        [replace(TST, MIN_LOCK,
                 MIN_OWN + "\tif (!mutex_trylock(&dmirror->mutex))\n\t\treturn false;\n\n")],
        {"fails-blockable": VIOLATES})

variant("test_hmm has the branches of its lock swapped", MIN,
        [replace(TST, MIN_LOCK, MIN_OWN + TST_LOCK.replace("if (mmu", "if (!mmu"))],
        {"fails-blockable": VIOLATES, "sleeps-nonblockable": VIOLATES})

variant("test_hmm fails at an entry that may be written", MIN,
        [replace(TST, MIN_UPDATE, MIN_UPDATE.replace("void", "int")),
         replace(TST, MIN_ERASE,
                 "\t\t\t  end >> PAGE_SHIFT)\n"
                 "\t\tif (xa_pointer_tag(xa_erase(&dmirror->pt, pfn)) == DPT_XA_TAG_WRITE)\n"
                 "\t\t\treturn -EBUSY;\n\treturn 0;\n}\n"),
         replace(TST, MIN_REST,
                 "\tmmu_interval_set_seq(mni, cur_seq);\n"
                 "\tif (dmirror_do_update(dmirror, range->start, range->end)) {\n"
                 "\t\tmutex_unlock(&dmirror->mutex);\n\t\treturn false;\n\t}\n\n"
                 "\tmutex_unlock(&dmirror->mutex);\n\treturn true;\n")],
        {"fails-blockable": VIOLATES})

variant("test_hmm updates by a helper that is inlined by a macro", MIN,
        [before(TST, "static bool dmirror_interval_invalidate(struct mmu_interval_notifier *mni,\n",
                "#define dmirror_lock_or_fail(mirror, range) ({ \\\n"
                "\tbool locked = true; \\\n"
                "\tif ((range)->flags & MMU_NOTIFIER_RANGE_BLOCKABLE) \\\n"
                "\t\tmutex_lock(&(mirror)->mutex); \\\n"
                "\telse \\\n"
                "\t\tlocked = mutex_trylock(&(mirror)->mutex); \\\n"
                "\tlocked; })\n\n"),
         replace(TST, MIN_LOCK,
                 MIN_OWN + "\tif (!dmirror_lock_or_fail(dmirror, range))\n\t\treturn false;\n\n")])

variant("test_hmm takes a step where it may not block and drops the lock on the same condition", MIN,
        [replace(TST, MIN_LOCK + MIN_REST,
                 MIN_OWN.rstrip("\n") + "\n\n"
                 "\tif (mmu_notifier_range_blockable(range))\n\t\tmutex_lock(&dmirror->mutex);\n"
                 "\tmmu_interval_set_seq(mni, cur_seq);\n"
                 "\tif (mmu_notifier_range_blockable(range))\n"
                 "\t\tdmirror_do_update(dmirror, range->start, range->end);\n"
                 "\tif (mmu_notifier_range_blockable(range))\n\t\tmutex_unlock(&dmirror->mutex);\n"
                 "\telse\n\t\treturn false;\n\treturn true;\n")])

variant("test_hmm says what erasing returns and drops it", MIN,
        [replace(TST, MIN_UPDATE, MIN_UPDATE.replace("void", "int")),
         replace(TST, MIN_ERASE,
                 "\t\t\t  end >> PAGE_SHIFT)\n"
                 "\t\tif (xa_pointer_tag(xa_erase(&dmirror->pt, pfn)) == DPT_XA_TAG_WRITE)\n"
                 "\t\t\treturn -EBUSY;\n\treturn 0;\n}\n"),
         replace(TST, MIN_REST,
                 "\tmmu_interval_set_seq(mni, cur_seq);\n"
                 "\tif (dmirror_do_update(dmirror, range->start, range->end) == -EBUSY)\n"
                 "\t\tpr_debug(\"an entry was writable\\n\");\n\n"
                 "\tmutex_unlock(&dmirror->mutex);\n\treturn true;\n")])

variant("test_hmm's snapshot refuses under its mutex and leaves it taken", MRN,
        [replace(TST, MRN_LOCK,
                 MRN_LOCK + "\tif (!mmu_notifier_range_blockable(range) && !xa_empty(&dmirror->pt))\n"
                 "\t\treturn false;\n\n")],
        {"returns-locked": VIOLATES})

variant("test_hmm's snapshot counts, and fails at the third try", MRN,
        [replace(TST, MRN_LOCK,
                 "\tstruct dmirror *dmirror = dmi->dmirror;\n\tint tries = 0;\n\n"
                 "\twhile (!mutex_trylock(&dmirror->mutex))\n"
                 "\t\tif (++tries == 3)\n\t\t\treturn false;\n\n")],
        {"fails-blockable": VIOLATES})

variant("test_hmm's snapshot spins for its mutex where it may not block", MRN,
        [replace(TST, MRN_LOCK,
                 "\tstruct dmirror *dmirror = dmi->dmirror;\n\tint tries = 0;\n\n"
                 "\twhile (!mutex_trylock(&dmirror->mutex)) {\n"
                 "\t\tif (mmu_notifier_range_blockable(range)) {\n"
                 "\t\t\tmutex_lock(&dmirror->mutex);\n\t\t\tbreak;\n\t\t}\n"
                 "\t\tif (++tries == 3)\n\t\t\treturn false;\n"
                 "\t\tcpu_relax();\n\t}\n\n")])

variant("test_hmm's snapshot stores its answer and unlocks at one place", MRN,
        [replace(TST, MRN_LOCK,
                 "\tstruct dmirror *dmirror = dmi->dmirror;\n"
                 "\tbool atomic = !mmu_notifier_range_blockable(range);\n"
                 "\tbool locked = atomic ? mutex_trylock(&dmirror->mutex)\n"
                 "\t\t\t     : (mutex_lock(&dmirror->mutex), true);\n\n"
                 "\tif (!locked)\n\t\treturn false;\n\n")])
