# SPDX-License-Identifier: GPL-2.0-only
"""Variants of callbacks that return an int: nouveau, hfi1's rb handler, gru, kvm.

If a callback that never failed now fails after calls through pointers that the kernel sets elsewhere
(nvif's drivers, KVM's vendor module), it may stay undecided whether these calls leave a lock held.
"""

from edits import ANY, HOLDS, UNDECIDED, VIOLATES, Variant, after, before, replace

VARIANTS = []
# An end that stores a member, or queues work: it neither sleeps nor allocates nor takes a lock.
END_HOLDS = {"sleeps-nonblockable": HOLDS, "returns-locked": HOLDS, "may-reclaim": HOLDS}


def variant(*args, **kwargs):
    VARIANTS.append(Variant(*args, **kwargs))


# ---- nouveau_svmm_invalidate_range_start ---------------------------------------------------------

SVM = "drivers/gpu/drm/nouveau/nouveau_svm.c"
SVMM = SVM + ":nouveau_svmm_invalidate_range_start"
SVMM_HEAD = "static int\nnouveau_svmm_invalidate_range_start("
SVMM_TEST = "\tif (!mmu_notifier_range_blockable(update))\n\t\treturn -EAGAIN;\n"
SVMM_LOCK = "\tmutex_lock(&svmm->mutex);\n\tif (unlikely(!svmm->vmm))\n"
SVMM_LAST = "\tnouveau_svmm_invalidate(svmm, start, limit);\n\nout:\n"
SVMM_OUT = "out:\n\tmutex_unlock(&svmm->mutex);\n\treturn 0;\n}\n"
SVMM_OPS = "\t.invalidate_range_start = nouveau_svmm_invalidate_range_start,\n"

variant("nouveau says EBUSY where only EAGAIN is allowed", SVMM,
        [replace(SVM, SVMM_TEST, SVMM_TEST.replace("EAGAIN", "EBUSY"))],
        {"wrong-errno": VIOLATES}, {"wrong-errno": ["-EBUSY"]})

variant("nouveau tests the wrong way round", SVMM,
        [replace(SVM, SVMM_TEST, SVMM_TEST.replace("!mmu", "mmu"))],
        {"fails-blockable": VIOLATES, "sleeps-nonblockable": VIOLATES, "may-reclaim": ANY},
        {"fails-blockable": ["-EAGAIN"]})

variant("nouveau hands on the signal that interrupts its lock", SVMM,
        [replace(SVM, SVMM_LOCK,
                 "\tret = mutex_lock_interruptible(&svmm->mutex);\n"
                 "\tif (ret)\n\t\treturn ret;\n"
                 "\tif (unlikely(!svmm->vmm))\n"),
         before(SVM, SVMM_TEST, "\tint ret;\n\n")],
        {"fails-blockable": VIOLATES, "wrong-errno": VIOLATES},
        {"fails-blockable": ["-EINTR"], "wrong-errno": ["-EINTR"]})

variant("nouveau gets an end beside its start that can fail", SVMM,
        [before(SVM, "static const struct mmu_notifier_ops nouveau_mn_ops = {\n",
                "static void\nnouveau_svmm_invalidate_range_end(struct mmu_notifier *mn,\n"
                "\t\t\t\t  const struct mmu_notifier_range *update)\n"
                "{\n\tcontainer_of(mn, struct nouveau_svmm, notifier)->unmanaged.limit = 0;\n}\n\n"),
         after(SVM, SVMM_OPS, "\t.invalidate_range_end = nouveau_svmm_invalidate_range_end,\n")],
        {"fails-with-end": VIOLATES},
        adds={SVM + ":nouveau_svmm_invalidate_range_end": END_HOLDS})

variant("nouveau fails with its mutex held", SVMM,
        [replace(SVM, SVMM_TEST, ""),
         replace(SVM, SVMM_LOCK,
                 "\tif (!mutex_trylock(&svmm->mutex)) {\n"
                 "\t\tif (!mmu_notifier_range_blockable(update))\n\t\t\treturn -EAGAIN;\n"
                 "\t\tmutex_lock(&svmm->mutex);\n\t}\n"
                 "\tif (svmm->vmm && !mmu_notifier_range_blockable(update))\n"
                 "\t\treturn -EAGAIN;\n"
                 "\tif (unlikely(!svmm->vmm))\n")],
        {"returns-locked": VIOLATES})

# Only the last part decides the result: -EAGAIN is lost.
variant("nouveau stores EAGAIN and lets the loop's last error overwrite it", SVMM,
        [before(SVM, SVMM_HEAD,
                "struct svmm_part { unsigned long start, limit; };\n\n"
                "static int\nnouveau_svmm_part_busy(const struct svmm_part *part)\n"
                "{\n\treturn part->start & 1 ? -ETIMEDOUT : 0;\n}\n\n"),
         replace(SVM, SVMM_TEST,
                 "\tstruct svmm_part part[2] = { { start, limit }, { start + 1, limit } };\n"
                 "\tint i, ret = 0;\n\n"
                 "\tif (!mmu_notifier_range_blockable(update)) {\n"
                 "\t\tfor (i = 0; i < ARRAY_SIZE(part); i++) {\n"
                 "\t\t\tret = -EAGAIN;\n"
                 "\t\t\tif (part[i].limit > part[i].start)\n"
                 "\t\t\t\tret = nouveau_svmm_part_busy(&part[i]);\n"
                 "\t\t}\n\t\treturn ret;\n\t}\n")],
        {"wrong-errno": VIOLATES}, {"wrong-errno": ["-ETIMEDOUT"]})

variant("nouveau returns the error inside a pointer", SVMM,
        [before(SVM, SVMM_HEAD,
                "static struct mutex *\nnouveau_svmm_mutex(struct nouveau_svmm *svmm)\n"
                "{\n\tif (!svmm->vmm)\n\t\treturn ERR_PTR(-ENODEV);\n"
                "\treturn &svmm->mutex;\n}\n\n"),
         replace(SVM, SVMM_LOCK,
                 "\tlock = nouveau_svmm_mutex(svmm);\n"
                 "\tif (IS_ERR(lock))\n\t\treturn PTR_ERR(lock);\n"
                 "\tmutex_lock(lock);\n\tif (unlikely(!svmm->vmm))\n"),
         before(SVM, SVMM_TEST, "\tstruct mutex *lock;\n\n")],
        {"fails-blockable": VIOLATES, "wrong-errno": VIOLATES},
        {"fails-blockable": ["-ENODEV"], "wrong-errno": ["-ENODEV"]})

variant("nouveau ends with `ret ? : -EAGAIN`", SVMM,
        [before(SVM, SVMM_TEST, "\tint ret = 0;\n\n"),
         replace(SVM, SVMM_OUT,
                 "out:\n\tmutex_unlock(&svmm->mutex);\n\treturn ret ? : -EAGAIN;\n}\n")],
        {"fails-blockable": VIOLATES, "returns-locked": (HOLDS, UNDECIDED)},
        {"fails-blockable": ["-EAGAIN"]})

# Through nvif, a client's driver and nvkm: the finding names the result, or the call that it cannot follow.
variant("nouveau returns what dozens of functions below nvif make of it", SVMM,
        [replace(SVM, "void\nnouveau_svmm_invalidate(struct nouveau_svmm *svmm, u64 start, u64 limit)\n"
                 "{\n\tif (limit > start) {\n\t\tnvif_object_mthd(",
                 "int\nnouveau_svmm_invalidate(struct nouveau_svmm *svmm, u64 start, u64 limit)\n"
                 "{\n\tif (limit > start) {\n\t\treturn nvif_object_mthd("),
         replace(SVM, "\t\t\t\t }, sizeof(struct nvif_vmm_pfnclr_v0));\n\t}\n",
                 "\t\t\t\t }, sizeof(struct nvif_vmm_pfnclr_v0));\n\t}\n\treturn 0;\n"),
         replace("drivers/gpu/drm/nouveau/nouveau_svm.h",
                 "\nvoid nouveau_svmm_invalidate(", "\nint nouveau_svmm_invalidate("),
         before(SVM, SVMM_TEST, "\tint ret = 0;\n\n"),
         replace(SVM, SVMM_LAST,
                 "\tret = nouveau_svmm_invalidate(svmm, start, limit);\n\nout:\n"),
         replace(SVM, SVMM_OUT, SVMM_OUT.replace("return 0", "return ret"))],
        {"fails-blockable": (VIOLATES, UNDECIDED), "wrong-errno": (VIOLATES, UNDECIDED),
         "returns-locked": (HOLDS, UNDECIDED)})

variant("nouveau keeps the test in a local", SVMM,
        [replace(SVM, SVMM_TEST,
                 "\tconst bool may_wait = mmu_notifier_range_blockable(update);\n\n"
                 "\tif (may_wait == false)\n\t\treturn -EAGAIN;\n")])

variant("nouveau tests in a switch", SVMM,
        [replace(SVM, SVMM_TEST,
                 "\tswitch (update->flags & MMU_NOTIFIER_RANGE_BLOCKABLE) {\n"
                 "\tcase 0:\n\t\treturn -EAGAIN;\n"
                 "\tcase MMU_NOTIFIER_RANGE_BLOCKABLE:\n\t\tbreak;\n"
                 "\tdefault:\n\t\treturn -EINVAL;\n\t}\n")])

variant("nouveau tests in a macro that returns", SVMM,
        [before(SVM, SVMM_HEAD,
                "#define SVMM_BAIL_OUT_UNLESS(cond, err) \\\n"
                "\tdo { if (!(cond)) return (err); } while (0)\n\n"),
         replace(SVM, SVMM_TEST,
                 "\tSVMM_BAIL_OUT_UNLESS(mmu_notifier_range_blockable(update), -EAGAIN);\n")])

variant("nouveau guards its mutex and tests a second time under it", SVMM,
        [replace(SVM, SVMM_LOCK,
                 "\tguard(mutex)(&svmm->mutex);\n"
                 "\tif (!mmu_notifier_range_blockable(update))\n\t\treturn -EBUSY;\n"
                 "\tif (unlikely(!svmm->vmm))\n"),
         replace(SVM, SVMM_OUT, "out:\n\treturn 0;\n}\n")])

variant("nouveau passes the test on as `bool atomic`", SVMM,
        [before(SVM, SVMM_HEAD,
                "static int\nnouveau_svmm_lock(struct nouveau_svmm *svmm, bool atomic)\n"
                "{\n\tif (!atomic) {\n\t\tmutex_lock(&svmm->mutex);\n\t\treturn 0;\n\t}\n"
                "\treturn -EWOULDBLOCK;\n}\n\n"),
         replace(SVM, SVMM_TEST,
                 "\tint ret = nouveau_svmm_lock(svmm, !mmu_notifier_range_blockable(update));\n\n"
                 "\tif (ret)\n\t\treturn ret;\n"),
         replace(SVM, SVMM_LOCK, "\tif (unlikely(!svmm->vmm))\n")])

variant("nouveau reads an error pointer only where there is none", SVMM,
        [before(SVM, SVMM_HEAD,
                "static struct nouveau_vmm *\nnouveau_svmm_vmm(struct nouveau_svmm *svmm)\n"
                "{\n\treturn svmm->vmm ? : ERR_PTR(-ENODEV);\n}\n\n"),
         before(SVM, SVMM_TEST, "\tstruct nouveau_vmm *vmm;\n\tint ret = 0;\n\n"),
         replace(SVM, SVMM_LOCK,
                 "\tmutex_lock(&svmm->mutex);\n"
                 "\tvmm = nouveau_svmm_vmm(svmm);\n"
                 "\tif (!IS_ERR(vmm))\n\t\tret = PTR_ERR_OR_ZERO(vmm);\n"
                 "\tif (unlikely(!svmm->vmm))\n"),
         replace(SVM, SVMM_OUT, SVMM_OUT.replace("return 0", "return ret"))])

# ---- mmu_notifier_range_start --------------------------------------------------------------------

RB = "drivers/infiniband/hw/hfi1/mmu_rb.c"
RB_H = "drivers/infiniband/hw/hfi1/mmu_rb.h"
PIN = "drivers/infiniband/hw/hfi1/pin_system.c"
RBS = RB + ":mmu_notifier_range_start"
RB_OPS = "\t.invalidate_range_start = mmu_notifier_range_start,\n"
RB_OPS_HEAD = "static const struct mmu_notifier_ops mn_opts = {\n"
RB_HEAD = "static int mmu_notifier_range_start(struct mmu_notifier *mn,\n"
RB_LOCALS = "\tstruct mmu_rb_node *node, *ptr = NULL;\n\tunsigned long flags;\n"
RB_LOCK = ("\tspin_lock_irqsave(&handler->lock, flags);\n"
           "\tfor (node = __mmu_int_rb_iter_first(root, range->start, range->end-1);\n")
RB_FOR = "\tfor (node = __mmu_int_rb_iter_first(root, range->start, range->end-1);\n"
RB_PUT = "\t\tkref_put(&node->refcount, release_nolock);\n"
RB_END = "\tspin_unlock_irqrestore(&handler->lock, flags);\n\n\treturn 0;\n"
RB_TAIL = "int hfi1_mmu_rb_insert(struct mmu_rb_handler *handler,\n\t\t       struct mmu_rb_node *mnode);\n"
PIN_HEAD = "int hfi1_init_system_pinning(struct hfi1_user_sdma_pkt_q *pq)\n"

variant("hfi1 gives up inside of its spin lock and leaves it taken", RBS,
        [replace(RB, RB_LOCK,
                 "\tspin_lock_irqsave(&handler->lock, flags);\n"
                 "\tif (!list_empty(&handler->lru_list) && !mmu_notifier_range_blockable(range))\n"
                 "\t\treturn -EAGAIN;\n" + RB_FOR)],
        {"returns-locked": VIOLATES})

variant("hfi1 is EBUSY while something waits to be removed", RBS,
        [replace(RB, RB_END,
                 "\tspin_unlock_irqrestore(&handler->lock, flags);\n\n"
                 "\treturn list_empty(&handler->del_list) ? 0 : -EBUSY;\n")],
        {"fails-blockable": VIOLATES, "wrong-errno": VIOLATES},
        {"fails-blockable": ["-EBUSY"], "wrong-errno": ["-EBUSY"]})

RB_NOTE = ("static void mmu_notifier_range_end(struct mmu_notifier *mn,\n"
           "\t\t\t\t  const struct mmu_notifier_range *range)\n"
           "{\n\tstruct mmu_rb_handler *handler = container_of(mn, struct mmu_rb_handler, mn);\n\n"
           "\tqueue_work(handler->wq, &handler->del_work);\n}\n\n")

variant("hfi1 gets a start that can fail and an end", RBS,
        [before(RB, RB_OPS_HEAD, RB_NOTE),
         after(RB, RB_OPS, "\t.invalidate_range_end = mmu_notifier_range_end,\n"),
         after(RB, RB_LOCALS, "\n\tif (!mmu_notifier_range_blockable(range))\n\t\treturn -EAGAIN;\n")],
        {"fails-with-end": VIOLATES}, adds={RB + ":mmu_notifier_range_end": END_HOLDS})

variant("hfi1 gets an end beside its start that never fails", RBS,
        [before(RB, RB_OPS_HEAD, RB_NOTE),
         after(RB, RB_OPS, "\t.invalidate_range_end = mmu_notifier_range_end,\n")],
        adds={RB + ":mmu_notifier_range_end": END_HOLDS})

VISIT_H = ("struct mmu_rb_visit {\n"
           "\tint (*visit)(struct mmu_rb_node *node, void *arg);\n\tvoid *arg;\n};\n\n"
           "int hfi1_rb_refuse_busy(struct mmu_rb_node *node, void *arg);\n\n")
VISIT_CALL = ("\tstruct mmu_rb_visit visit = {\n"
              "\t\t.visit = hfi1_rb_refuse_busy,\n\t\t.arg = (void *)range,\n\t};\n\tint ret = 0;\n")
VISIT_RUN = ("\t\tret = visit.visit(node, visit.arg);\n\t\tif (ret)\n\t\t\tbreak;\n")

variant("hfi1 calls through a struct what another file defines and fails as it does", RBS,
        [before(RB_H, RB_TAIL, VISIT_H),
         before(PIN, PIN_HEAD,
                "int hfi1_rb_refuse_busy(struct mmu_rb_node *node, void *arg)\n"
                "{\n\treturn kref_read(&node->refcount) > 2 ? -EDEADLK : 0;\n}\n\n"),
         after(RB, RB_LOCALS, VISIT_CALL),
         before(RB, "\t\ttrace_hfi1_mmu_mem_invalidate(node);\n", VISIT_RUN),
         replace(RB, RB_END, RB_END.replace("return 0", "return ret"))],
        {"fails-blockable": VIOLATES, "wrong-errno": VIOLATES},
        {"fails-blockable": ["-EDEADLK"], "wrong-errno": ["-EDEADLK"]})

variant("hfi1 calls through a struct what another file defines and it asks first", RBS,
        [before(RB_H, RB_TAIL, VISIT_H),
         before(PIN, PIN_HEAD,
                "int hfi1_rb_refuse_busy(struct mmu_rb_node *node, void *arg)\n"
                "{\n\tconst struct mmu_notifier_range *range = arg;\n\n"
                "\tif (mmu_notifier_range_blockable(range))\n\t\treturn 0;\n"
                "\treturn kref_read(&node->refcount) > 2 ? -EAGAIN : 0;\n}\n\n"),
         after(RB, RB_LOCALS, VISIT_CALL),
         before(RB, "\t\ttrace_hfi1_mmu_mem_invalidate(node);\n", VISIT_RUN),
         replace(RB, RB_END, RB_END.replace("return 0", "return ret"))])

variant("hfi1 turns no error into EAGAIN with `ret ? : -EAGAIN`", RBS,
        [after(RB, RB_LOCALS, "\tint ret = 0;\n"),
         after(RB, RB_PUT, "\t\tif (!mmu_notifier_range_blockable(range))\n\t\t\tret = -EAGAIN;\n"),
         replace(RB, RB_END, RB_END.replace("return 0", "return ret ? : -EAGAIN"))],
        {"fails-blockable": VIOLATES}, {"fails-blockable": ["-EAGAIN"]})

# Three calls and two files away, in the link's state machine.
variant("hfi1 returns what bringing up the link returns", RBS,
        [after(RB, '#include "trace.h"\n', '#include "user_sdma.h"\n'),
         after(RB, RB_LOCALS, "\tstruct hfi1_user_sdma_pkt_q *pq = handler->ops_arg;\n\tint ret;\n"),
         replace(RB, RB_END,
                 "\tspin_unlock_irqrestore(&handler->lock, flags);\n\n"
                 "\tif (!mmu_notifier_range_blockable(range))\n\t\treturn -EAGAIN;\n"
                 "\tret = set_link_state(pq->dd->pport, HLS_UP_ARMED);\n\treturn ret;\n")],
        {"fails-blockable": VIOLATES, "wrong-errno": VIOLATES,
         "returns-locked": (HOLDS, UNDECIDED), "may-reclaim": ANY},
        {"fails-blockable": ["-EINVAL"], "wrong-errno": ["-EINVAL"]})

variant("hfi1 tries its spin lock where it may not block", RBS,
        [replace(RB, RB_LOCK,
                 "\tif (mmu_notifier_range_blockable(range))\n"
                 "\t\tspin_lock_irqsave(&handler->lock, flags);\n"
                 "\telse if (!spin_trylock_irqsave(&handler->lock, flags))\n"
                 "\t\treturn -EAGAIN;\n" + RB_FOR)])

variant("hfi1 logs and drops the error of a helper", RBS,
        [before(RB_H, RB_TAIL, "int hfi1_rb_count(struct mmu_rb_handler *handler, u32 *count);\n"),
         before(PIN, PIN_HEAD,
                "int hfi1_rb_count(struct mmu_rb_handler *handler, u32 *count)\n"
                "{\n\tif (!handler->ops)\n\t\treturn -ENXIO;\n"
                "\tif (*count > 4096)\n\t\treturn -ERANGE;\n\t(*count)++;\n\treturn 0;\n}\n\n"),
         after(RB, RB_LOCALS, "\tu32 count = 0;\n\tint ret = 0;\n"),
         after(RB, RB_PUT, "\t\tret = hfi1_rb_count(handler, &count);\n"),
         replace(RB, RB_END,
                 "\tspin_unlock_irqrestore(&handler->lock, flags);\n\n"
                 "\tif (ret)\n\t\tpr_warn(\"%u nodes: %d\\n\", count, ret);\n\treturn 0;\n")])

# ---- gru_invalidate_range_start: with an end, so it must never fail ------------------------------

GRU = "drivers/misc/sgi-gru/grutlbpurge.c"
GRU_H = "drivers/misc/sgi-gru/grutables.h"
HANDLES = "drivers/misc/sgi-gru/gruhandles.c"
GRUS = GRU + ":gru_invalidate_range_start"
GRU_STAT = "\tSTAT(mmu_invalidate_range);\n"
GRU_CALL = "\tgru_flush_tlb_range(gms, range->start, range->end - range->start);\n\n\treturn 0;\n"
GRU_DEF = "void gru_flush_tlb_range(struct gru_mm_struct *gms, unsigned long start,\n\t\t\t unsigned long len)\n"
GRU_DECL = "extern void gru_flush_tlb_range(struct gru_mm_struct *gms, unsigned long start,\n"
GRU_LOCALS = "\tint grupagesize, pagesize, pageshift, gid, asid;\n"
GRU_TGH = ("\t\t\ttgh_invalidate(tgh, start, ~0, asid, grupagesize, 0,\n"
           "\t\t\t\t       num - 1, asids->mt_ctxbitmap);\n")
GRU_FLUSHED = "\tspin_unlock(&gms->ms_asid_lock);\n}\n"
GRU_INT = [replace(GRU, GRU_DEF, GRU_DEF.replace("void", "int")),
           replace(GRU_H, GRU_DECL, GRU_DECL.replace("void", "int")),
           after(GRU, GRU_LOCALS, "\tint ret = 0;\n"),
           replace(GRU, GRU_TGH, GRU_TGH.replace("\t\t\ttgh_invalidate", "\t\t\tret = tgh_invalidate")),
           replace(GRU, GRU_FLUSHED, "\tspin_unlock(&gms->ms_asid_lock);\n\treturn ret;\n}\n")]
TGH_RETURN = "\treturn wait_instruction_complete(tgh, tghop_invalidate);\n"

variant("gru gives up where it may not block, although it has an end", GRUS,
        [before(GRU, GRU_STAT,
                "\tif (!mmu_notifier_range_blockable(range))\n\t\treturn -EAGAIN;\n\n")],
        {"fails-with-end": VIOLATES})

variant("gru returns an error that starts three calls and a file away", GRUS,
        GRU_INT +
        [replace(HANDLES, TGH_RETURN,
                 "\tif (wait_instruction_complete(tgh, tghop_invalidate) == CCHSTATUS_EXCEPTION)\n"
                 "\t\treturn -EIO;\n\treturn 0;\n"),
         replace(GRU, GRU_CALL,
                 "\treturn gru_flush_tlb_range(gms, range->start, range->end - range->start);\n")],
        {"fails-blockable": VIOLATES, "wrong-errno": VIOLATES, "fails-with-end": VIOLATES},
        {"fails-blockable": ["-EIO"], "wrong-errno": ["-EIO"]})

variant("gru returns a status bit field that is no errno at all", GRUS,
        GRU_INT +
        [replace(GRU, GRU_CALL,
                 "\treturn gru_flush_tlb_range(gms, range->start, range->end - range->start);\n")],
        {"fails-blockable": VIOLATES, "wrong-errno": VIOLATES, "fails-with-end": VIOLATES},
        {"wrong-errno": ["1"]})

variant("gru warns about the status and drops it", GRUS,
        GRU_INT +
        [replace(GRU, GRU_CALL,
                 "\tif (gru_flush_tlb_range(gms, range->start, range->end - range->start))\n"
                 "\t\tpr_warn_once(\"a flush was not idle\\n\");\n\n\treturn 0;\n")])

variant("gru leaves by a label with a result that stays zero", GRUS,
        [replace(GRU, GRU_CALL,
                 "\tif (range->start >= range->end)\n\t\tgoto out;\n"
                 "\tgru_flush_tlb_range(gms, range->start, range->end - range->start);\n"
                 "out:\n\treturn ret;\n"),
         before(GRU, GRU_STAT, "\tint ret = 0;\n\n")])

# ---- kvm_mmu_notifier_invalidate_range_start: with an end as well --------------------------------

KVM = "virt/kvm/kvm_main.c"
KVM_MM = "virt/kvm/kvm_mm.h"
PFN = "virt/kvm/pfncache.c"
KVMS = KVM + ":kvm_mmu_notifier_invalidate_range_start"
KVM_TAIL = ("\tif (__kvm_handle_hva_range(kvm, &hva_range).found_memslot)\n"
            "\t\tkvm_arch_guest_memory_reclaimed(kvm);\n\n\treturn 0;\n")
KVM_COUNT = "\tkvm->mn_active_invalidate_count++;\n"
KVM_TRACE = "\ttrace_kvm_unmap_hva_range(range->start, range->end);\n"
KVM_GPC = "\tgfn_to_pfn_cache_invalidate_start(kvm, range->start, range->end);\n"
KVM_HEAD = ("\tstruct kvm *kvm = mmu_notifier_to_kvm(mn);\n"
            "\tconst struct kvm_mmu_notifier_range hva_range = {\n"
            "\t\t.start\t\t= range->start,\n\t\t.end\t\t= range->end,\n"
            "\t\t.handler\t= kvm_mmu_unmap_gfn_range,\n")
KVM_HANDLER = ("\t\t.handler\t= kvm_mmu_unmap_gfn_range,\n"
               "\t\t.on_lock\t= kvm_mmu_invalidate_begin,\n"
               "\t\t.flush_on_ret\t= true,\n"
               "\t\t.may_block\t= mmu_notifier_range_blockable(range),\n")

variant("kvm returns whether something was flushed", KVMS,
        [replace(KVM, KVM_TAIL, "\treturn __kvm_handle_hva_range(kvm, &hva_range).ret;\n")],
        {"fails-blockable": VIOLATES, "wrong-errno": VIOLATES, "fails-with-end": VIOLATES,
         "returns-locked": (HOLDS, UNDECIDED)},
        {"fails-blockable": ["1"], "wrong-errno": ["1"]})

variant("kvm gives up early where it may not block, although it has an end", KVMS,
        [after(KVM, KVM_TRACE,
               "\tif (!hva_range.may_block && kvm->mn_active_invalidate_count)\n"
               "\t\treturn -EAGAIN;\n")],
        {"fails-with-end": VIOLATES})

variant("kvm returns what its pfn cache says, from another file", KVMS,
        [replace(KVM_MM, "#ifdef CONFIG_HAVE_KVM_PFNCACHE\nvoid gfn", "#ifdef CONFIG_HAVE_KVM_PFNCACHE\nint gfn"),
         replace(KVM_MM, "static inline void gfn_to_pfn_cache_invalidate_start(struct kvm *kvm,\n"
                 "\t\t\t\t\t\t     unsigned long start,\n"
                 "\t\t\t\t\t\t     unsigned long end)\n{\n}\n",
                 "static inline int gfn_to_pfn_cache_invalidate_start(struct kvm *kvm,\n"
                 "\t\t\t\t\t\t    unsigned long start,\n"
                 "\t\t\t\t\t\t    unsigned long end)\n{\n\treturn 0;\n}\n"),
         replace(PFN, "void gfn_to_pfn_cache_invalidate_start(", "int gfn_to_pfn_cache_invalidate_start("),
         replace(PFN, "\tstruct gfn_to_pfn_cache *gpc;\n\n\tspin_lock(&kvm->gpc_lock);\n",
                 "\tstruct gfn_to_pfn_cache *gpc;\n\tint ret = 0;\n\n\tspin_lock(&kvm->gpc_lock);\n"),
         replace(PFN, "\t\t\twrite_unlock_irq(&gpc->lock);\n\t\t\tcontinue;\n",
                 "\t\t\twrite_unlock_irq(&gpc->lock);\n\t\t\tret = -EFAULT;\n\t\t\tcontinue;\n"),
         replace(PFN, "\tspin_unlock(&kvm->gpc_lock);\n}\n\nstatic bool kvm_gpc_is_valid_len",
                 "\tspin_unlock(&kvm->gpc_lock);\n\treturn ret;\n}\n\nstatic bool kvm_gpc_is_valid_len"),
         replace(KVM, KVM_GPC,
                 "\tret = gfn_to_pfn_cache_invalidate_start(kvm, range->start, range->end);\n"),
         before(KVM, KVM_TRACE, "\tint ret;\n\n"),
         replace(KVM, KVM_TAIL, KVM_TAIL.replace("return 0", "return ret"))],
        {"fails-blockable": VIOLATES, "wrong-errno": VIOLATES, "fails-with-end": VIOLATES,
         "returns-locked": (HOLDS, UNDECIDED)},
        {"fails-blockable": ["-EFAULT"], "wrong-errno": ["-EFAULT"]})

variant("kvm keeps the flag in a local and fills its range in by hand", KVMS,
        [replace(KVM, KVM_HEAD, KVM_HEAD.replace(
            "(mn);\n", "(mn);\n\tconst bool may_block = !!mmu_notifier_range_blockable(range);\n")),
         replace(KVM, KVM_HANDLER, KVM_HANDLER.replace(
             "mmu_notifier_range_blockable(range)", "may_block"))])

variant("kvm stores what was found and returns a result that stays zero", KVMS,
        [replace(KVM, KVM_TAIL,
                 "\tr = __kvm_handle_hva_range(kvm, &hva_range);\n"
                 "\tif (r.found_memslot)\n\t\tkvm_arch_guest_memory_reclaimed(kvm);\n"
                 "\tif (r.ret && !r.found_memslot)\n\t\tpr_debug(\"flushed without a slot\\n\");\n\n"
                 "\tr.ret = false;\n\treturn r.ret;\n"),
         before(KVM, KVM_TRACE, "\tkvm_mn_ret_t r;\n\n")])
