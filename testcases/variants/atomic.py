# SPDX-License-Identifier: GPL-2.0-only
"""Variants of the callbacks that may never sleep, and of those that end a range.

The kinds are range-end, secondary-tlb, young and free. Harmless ones look like the harmful: they ask first, try a lock, defer
the work, or allocate without sleeping.
"""

from edits import ANY, HOLDS, VIOLATES, Variant, after, before, replace

VARIANTS = []
SLEEPS = {"sleeps-atomic": VIOLATES, "may-reclaim": ANY}
AWAKE = {"sleeps-atomic": HOLDS}
BLOCKS = {"sleeps-nonblockable": VIOLATES, "may-reclaim": ANY}
PASSES = {"sleeps-nonblockable": HOLDS}


def variant(*args, **kwargs):
    VARIANTS.append(Variant(*args, **kwargs))


# ---- the end of a range: SGI's GRU ---------------------------------------------------------------

GRU = "drivers/misc/sgi-gru/grutlbpurge.c"
GRU_MAIN = "drivers/misc/sgi-gru/grumain.c"
GRU_TABLES = "drivers/misc/sgi-gru/grutables.h"
END = GRU + ":gru_invalidate_range_end"
END_HEAD = "static void gru_invalidate_range_end(struct mmu_notifier *mn,\n"
END_DEC = "\t(void)atomic_dec_and_test(&gms->ms_range_active);\n"
END_WAKE = "\twake_up_all(&gms->ms_wait_queue);\n\tgru_dbg(grudev, \"gms %p, start 0x%lx, end 0x%lx\\n\",\n"


def end(name, text, verdicts, above="", mentions=None):
    """TEXT behind gru's decrement, ABOVE before the function."""
    edits = [before(GRU, END_HEAD, above)] if above else []
    variant(name, END, edits + [after(GRU, END_DEC, text)], verdicts, mentions)


MUTEX = "static DEFINE_MUTEX(gru_end_mutex);\n\n"
LOCK = "\tmutex_lock(&gru_end_mutex);\n\tmutex_unlock(&gru_end_mutex);\n"
IF_MAY = "\tif (mmu_notifier_range_blockable(range)) {\n"

end("gru's end takes a mutex", LOCK, BLOCKS, MUTEX, {"sleeps-nonblockable": ["mutex_lock"]})
end("gru's end takes a mutex where it must not, and only there", "\tif (!mmu_notifier_range_blockable(range)) {\n" + LOCK + "\t}\n",
    BLOCKS, MUTEX)
end("gru's end takes a mutex where it may", IF_MAY + LOCK + "\t}\n", PASSES, MUTEX)
end("gru's end tries a mutex", "\tif (mutex_trylock(&gru_end_mutex))\n\t\tmutex_unlock(&gru_end_mutex);\n", PASSES, MUTEX)
end("gru's end waits until no range is active",
    "\twait_event(gms->ms_wait_queue, !atomic_read(&gms->ms_range_active));\n", BLOCKS)
end("gru's end waits until no range is active, where it may",
    IF_MAY + "\t\twait_event(gms->ms_wait_queue, !atomic_read(&gms->ms_range_active));\n\t}\n", PASSES)
end("gru's end sleeps while other ranges are active", "\twhile (atomic_read(&gms->ms_range_active))\n\t\tmsleep(1);\n", BLOCKS)
end("gru's end spins while other ranges are active", "\twhile (atomic_read(&gms->ms_range_active))\n\t\tcpu_relax();\n", PASSES)

WORK = ("static void gru_end_later(struct work_struct *work)\n{\n\tmsleep(1);\n}\n\n"
        "static DECLARE_WORK(gru_end_work, gru_end_later);\n\n")
end("gru's end flushes the work that it queues", "\tschedule_work(&gru_end_work);\n\tflush_work(&gru_end_work);\n", BLOCKS, WORK)
end("gru's end queues work that sleeps", "\tschedule_work(&gru_end_work);\n", PASSES, WORK)

NOTE = ("static void gru_note_end(struct gru_mm_struct *gms, gfp_t flags)\n{\n"
        "\tvoid *note = kmalloc(sizeof(*gms), flags);\n\n\tkfree(note);\n}\n\n")
end("gru's end allocates with GFP_KERNEL behind a helper", "\tgru_note_end(gms, GFP_KERNEL);\n", BLOCKS, NOTE)
end("gru's end allocates with GFP_ATOMIC behind a helper", "\tgru_note_end(gms, GFP_ATOMIC);\n", PASSES, NOTE)
end("gru's end allocates as it may block",
    "\tgru_note_end(gms, mmu_notifier_range_blockable(range) ? GFP_KERNEL : GFP_NOWAIT);\n", dict(PASSES, **{"may-reclaim": ANY}), NOTE)
end("gru's end allocates the other way round",
    "\tgru_note_end(gms, mmu_notifier_range_blockable(range) ? GFP_NOWAIT : GFP_KERNEL);\n", BLOCKS, NOTE)
end("gru's end waits for a grace period", "\tsynchronize_rcu();\n", BLOCKS)
end("gru's end yields in a loop over what it keeps",
    "\tfor (int i = 0; i < GRU_MAX_GRUS; i++)\n\t\tif (gms->ms_asids[i].mt_ctxbitmap)\n\t\t\tcond_resched();\n", BLOCKS)
end("gru's end may sleep, it says, where it may", "\tmight_sleep_if(mmu_notifier_range_blockable(range));\n", PASSES)
end("gru's end locks and unlocks without sleeping",
    "\tspin_lock(&gms->ms_asid_lock);\n\tgms->ms_asids[0].mt_asid_gen++;\n\tspin_unlock(&gms->ms_asid_lock);\n", PASSES)
variant("gru's end asks another file, which sleeps", END,
        [before(GRU_TABLES, "extern void gru_drop_mmu_notifier(", "extern void gru_settle(int wait);\n"),
         before(GRU_MAIN, "static int gru_wrap_asid(", "#include <linux/delay.h>\n\nvoid gru_settle(int wait)\n{\n\tif (wait)\n\t\tusleep_range(10, 20);\n}\n\n"),
         after(GRU, END_DEC, "\tgru_settle(1);\n")], BLOCKS)
variant("gru's end asks another file not to sleep", END,
        [before(GRU_TABLES, "extern void gru_drop_mmu_notifier(", "extern void gru_settle(int wait);\n"),
         before(GRU_MAIN, "static int gru_wrap_asid(", "#include <linux/delay.h>\n\nvoid gru_settle(int wait)\n{\n\tif (wait)\n\t\tusleep_range(10, 20);\n}\n\n"),
         after(GRU, END_DEC, "\tgru_settle(mmu_notifier_range_blockable(range));\n")], PASSES)

# ---- the end of a range: KVM ---------------------------------------------------------------------

KVM = "virt/kvm/kvm_main.c"
KVM_END = KVM + ":kvm_mmu_notifier_invalidate_range_end"
KVM_WAKE = "\tif (wake)\n\t\trcuwait_wake_up(&kvm->mn_memslots_update_rcuwait);\n"
KVM_END_HEAD = "static void kvm_mmu_notifier_invalidate_range_end(struct mmu_notifier *mn,\n"
KVM_ON_LOCK = "\t\t.handler\t= (void *)kvm_null_fn,\n\t\t.on_lock\t= kvm_mmu_invalidate_end,\n"

variant("kvm's end takes a mutex when it wakes", KVM_END,
        [replace(KVM, KVM_WAKE, "\tif (wake) {\n\t\tmutex_lock(&kvm->slots_arch_lock);\n"
                 "\t\trcuwait_wake_up(&kvm->mn_memslots_update_rcuwait);\n\t\tmutex_unlock(&kvm->slots_arch_lock);\n\t}\n")], BLOCKS)
variant("kvm's end takes a mutex when it wakes, where it may", KVM_END,
        [after(KVM, KVM_WAKE, "\tif (wake && hva_range.may_block) {\n\t\tmutex_lock(&kvm->slots_arch_lock);\n"
               "\t\tmutex_unlock(&kvm->slots_arch_lock);\n\t}\n")], PASSES)
variant("kvm's end yields under its lock, through a pointer", KVM_END,
        [before(KVM, KVM_END_HEAD, "static void kvm_end_slowly(struct kvm *kvm)\n{\n\tkvm_mmu_invalidate_end(kvm);\n"
                "\tcond_resched();\n}\n\n"),
         replace(KVM, KVM_ON_LOCK, KVM_ON_LOCK.replace("kvm_mmu_invalidate_end", "kvm_end_slowly"))], BLOCKS)
variant("kvm's end passes another pointer, which only counts", KVM_END,
        [before(KVM, KVM_END_HEAD, "static void kvm_end_counted(struct kvm *kvm)\n{\n\tkvm_mmu_invalidate_end(kvm);\n"
                "\tif (!kvm->mmu_invalidate_in_progress)\n\t\tkvm->mmu_invalidate_seq++;\n}\n\n"),
         replace(KVM, KVM_ON_LOCK, KVM_ON_LOCK.replace("kvm_mmu_invalidate_end", "kvm_end_counted"))], PASSES)
variant("kvm's end waits for its readers", KVM_END, [after(KVM, KVM_WAKE, "\tif (wake)\n\t\tsynchronize_srcu_expedited(&kvm->srcu);\n")],
        BLOCKS)
variant("kvm's end calls back after its readers", KVM_END,
        [before(KVM, KVM_END_HEAD, "static void kvm_end_done(struct rcu_head *head)\n{\n\tmight_sleep();\n\tkfree(head);\n}\n\n"),
         after(KVM, KVM_WAKE, "\tif (wake) {\n\t\tstruct rcu_head *head = kmalloc(sizeof(*head), GFP_NOWAIT);\n\n"
               "\t\tif (head)\n\t\t\tcall_srcu(&kvm->srcu, head, kvm_end_done);\n\t}\n")], PASSES)

# ---- young: KVM ----------------------------------------------------------------------------------

FLUSH = KVM + ":kvm_mmu_notifier_clear_flush_young"
CLEAR = KVM + ":kvm_mmu_notifier_clear_young"
TEST = KVM + ":kvm_mmu_notifier_test_young"
FLUSH_HEAD = "static int kvm_mmu_notifier_clear_flush_young(struct mmu_notifier *mn,\n"
FLUSH_RETURN = "\treturn kvm_handle_hva_range(mn, start, end, kvm_age_gfn);\n"
CLEAR_RETURN = "\treturn kvm_handle_hva_range_no_flush(mn, start, end, kvm_age_gfn);\n"
TEST_TRACE = "\ttrace_kvm_test_age_hva(address);\n"
TEST_RETURN = "\treturn kvm_handle_hva_range_no_flush(mn, address, address + 1,\n\t\t\t\t\t     kvm_test_age_gfn);\n"


def aged(condition, statement="cond_resched();"):
    """Clears through a handler that runs STATEMENT if CONDITION holds."""
    return [before(KVM, FLUSH_HEAD, "static bool kvm_age_slowly(struct kvm *kvm, struct kvm_gfn_range *range)\n{\n"
                   f"\tif ({condition})\n\t\t{statement}\n\treturn kvm_age_gfn(kvm, range);\n}}\n\n"),
            replace(KVM, FLUSH_RETURN, FLUSH_RETURN.replace("kvm_age_gfn", "kvm_age_slowly"))]


variant("kvm yields while it clears what is young", FLUSH, aged("range->end - range->start > 1"), SLEEPS)
variant("kvm yields while it clears what is young, if it may block, which it never may", FLUSH, aged("range->may_block"), AWAKE)
variant("kvm yields while it clears what is young, unless it may block", FLUSH, aged("!range->may_block"), SLEEPS)
variant("kvm clears what is young and says that it might sleep if it did what it does not", FLUSH,
        [replace(KVM, FLUSH_RETURN, "\tmight_sleep_if(false);\n" + FLUSH_RETURN)], AWAKE)
variant("kvm takes its mutex before it clears what is young", CLEAR,
        [replace(KVM, CLEAR_RETURN, "\tmutex_lock(&mmu_notifier_to_kvm(mn)->lock);\n\tmutex_unlock(&mmu_notifier_to_kvm(mn)->lock);\n"
                 + CLEAR_RETURN)], SLEEPS, {"sleeps-atomic": ["mutex_lock"]})
variant("kvm tries its mutex before it clears what is young", CLEAR,
        [replace(KVM, CLEAR_RETURN, "\tif (!mutex_trylock(&mmu_notifier_to_kvm(mn)->lock))\n\t\treturn 0;\n"
                 "\tmutex_unlock(&mmu_notifier_to_kvm(mn)->lock);\n" + CLEAR_RETURN)], AWAKE)
variant("kvm takes its mutex unless the context is atomic, which it is", CLEAR,
        [replace(KVM, CLEAR_RETURN, "\tif (!in_atomic()) {\n\t\tmutex_lock(&mmu_notifier_to_kvm(mn)->lock);\n"
                 "\t\tmutex_unlock(&mmu_notifier_to_kvm(mn)->lock);\n\t}\n" + CLEAR_RETURN)], AWAKE)
variant("kvm takes its mutex if the context is atomic", CLEAR,
        [replace(KVM, CLEAR_RETURN, "\tif (in_atomic()) {\n\t\tmutex_lock(&mmu_notifier_to_kvm(mn)->lock);\n"
                 "\t\tmutex_unlock(&mmu_notifier_to_kvm(mn)->lock);\n\t}\n" + CLEAR_RETURN)], SLEEPS)
variant("kvm keeps a note with GFP_KERNEL when it tests what is young", TEST,
        [after(KVM, TEST_TRACE, "\tkvfree(kvzalloc(address & 0xfff, GFP_KERNEL));\n")], SLEEPS)
variant("kvm keeps a note with GFP_ATOMIC when it tests what is young", TEST,
        [after(KVM, TEST_TRACE, "\tkfree(kzalloc(address & 0xfff, GFP_ATOMIC));\n")], AWAKE)
variant("kvm sleeps at odd addresses when it tests what is young", TEST,
        [before(KVM, FLUSH_HEAD, "#include <linux/delay.h>\n\n"),
         after(KVM, TEST_TRACE, "\tif (address & 1)\n\t\tfsleep(100000);\n")], SLEEPS)
variant("kvm delays at odd addresses when it tests what is young", TEST,
        [before(KVM, FLUSH_HEAD, "#include <linux/delay.h>\n\n"),
         after(KVM, TEST_TRACE, "\tif (address & 1)\n\t\tudelay(5);\n")], AWAKE)

# ---- the second translation: AMD's IOMMU ---------------------------------------------------------

AMD = "drivers/iommu/amd/pasid.c"
SVA = AMD + ":sva_arch_invalidate_secondary_tlbs"
SVA_HEAD = "static void sva_arch_invalidate_secondary_tlbs(struct mmu_notifier *mn,\n"
SVA_BEGIN = "\tunsigned long flags;\n\n\tsva_pdom = container_of(mn, struct protection_domain, mn);\n\n" \
            "\tspin_lock_irqsave(&sva_pdom->lock, flags);\n\n\tfor_each_pdom_dev_data(pdom_dev_data, sva_pdom) {\n"
SVA_LOCK = "\tspin_lock_irqsave(&sva_pdom->lock, flags);\n"
SVA_LAST = "\t\t\t\t\t\tstart, end - start);\n\t}\n"


def sva(name, text, verdicts, above="", mentions=None):
    """TEXT before amd takes its lock."""
    edits = [before(AMD, SVA_HEAD, above)] if above else []
    variant(name, SVA, edits + [replace(AMD, SVA_BEGIN, SVA_BEGIN.replace(SVA_LOCK, text + SVA_LOCK))], verdicts, mentions)


sva("amd reads the mm's lock", "\tmmap_read_lock(mm);\n\tmmap_read_unlock(mm);\n", SLEEPS)
sva("amd tries to read the mm's lock", "\tif (mmap_read_trylock(mm))\n\t\tmmap_read_unlock(mm);\n", AWAKE)
sva("amd sleeps for large ranges", "\tif (end - start > PAGE_SIZE)\n\t\tmsleep(1);\n", SLEEPS, "#include <linux/delay.h>\n\n",
    {"sleeps-atomic": ["msleep"]})
sva("amd delays for large ranges", "\tif (end - start > PAGE_SIZE)\n\t\tudelay(1);\n", AWAKE, "#include <linux/delay.h>\n\n")
SVA_NOTE = ("static void *sva_note(unsigned long size, gfp_t flags)\n{\n\treturn kmalloc(size, flags | __GFP_ZERO);\n}\n\n")
sva("amd allocates with GFP_KERNEL behind a helper", "\tkfree(sva_note(end - start, GFP_KERNEL));\n", SLEEPS, SVA_NOTE)
sva("amd allocates with GFP_ATOMIC behind a helper", "\tkfree(sva_note(end - start, GFP_ATOMIC));\n", AWAKE, SVA_NOTE)
sva("amd allocates as its context allows", "\tkfree(sva_note(end - start, in_atomic() ? GFP_ATOMIC : GFP_KERNEL));\n", AWAKE, SVA_NOTE)
sva("amd takes its domain with a mutex behind two helpers", "\tsva_enter(sva_pdom);\n", SLEEPS,
    "static DEFINE_MUTEX(sva_mutex);\n\nstatic void sva_serialise(void)\n{\n\tguard(mutex)(&sva_mutex);\n}\n\n"
    "static void sva_enter(struct protection_domain *pdom)\n{\n\tif (!pdom->dirty_tracking)\n\t\tsva_serialise();\n}\n\n")
variant("amd yields from device to device", SVA, [replace(AMD, SVA_LAST, SVA_LAST.replace("\t}\n", "\t\tcond_resched();\n\t}\n"))], SLEEPS)
variant("amd relaxes from device to device", SVA, [replace(AMD, SVA_LAST, SVA_LAST.replace("\t}\n", "\t\tcpu_relax();\n\t}\n"))], AWAKE)
sva("amd waits for a completion", "\twait_for_completion(&sva_done);\n", SLEEPS, "static DECLARE_COMPLETION(sva_done);\n\n")
sva("amd completes a completion", "\tcomplete(&sva_done);\n", AWAKE, "static DECLARE_COMPLETION(sva_done);\n\n")
sva("amd looks whether a completion is there", "\tif (!try_wait_for_completion(&sva_done))\n\t\treturn;\n", AWAKE,
    "static DECLARE_COMPLETION(sva_done);\n\n")

# ---- the second translation: Intel's IOMMU -------------------------------------------------------

INTEL = "drivers/iommu/intel/svm.c"
CACHE = "drivers/iommu/intel/cache.c"
TLB = INTEL + ":intel_arch_invalidate_secondary_tlbs"
TLB_HEAD = "/* Pages have been freed at this point */\n"
TLB_FIRST = "\tif (start == 0 && end == ULONG_MAX) {\n\t\tcache_tag_flush_all(domain);\n"
TLB_RANGE = "\tcache_tag_flush_range(domain, start, end - 1, 0);\n"
CACHE_RANGE = "\taddr = calculate_psi_aligned_address(start, end, &pages, &mask);\n\n\tspin_lock_irqsave(&domain->cache_lock, flags);\n" \
              "\tlist_for_each_entry(tag, &domain->cache_tags, node) {\n\t\tif (iommu && iommu != tag->iommu)\n" \
              "\t\t\tqi_batch_flush_descs(iommu, domain->qi_batch);\n\t\tiommu = tag->iommu;\n\n\t\tswitch (tag->type) {\n"

variant("intel waits for a grace period before it flushes all", TLB,
        [replace(INTEL, TLB_FIRST, TLB_FIRST.replace("\t\tcache", "\t\tsynchronize_rcu();\n\t\tcache"))], SLEEPS)
variant("intel flushes a range in another file, under a mutex", TLB,
        [before(CACHE, "/*\n * Invalidates a range of IOVA from @start", "static DEFINE_MUTEX(cache_mutex);\n\n"),
         replace(CACHE, CACHE_RANGE, "\tmutex_lock(&cache_mutex);\n\tmutex_unlock(&cache_mutex);\n" + CACHE_RANGE)], SLEEPS)
variant("intel flushes a range in another file, and tries a mutex", TLB,
        [before(CACHE, "/*\n * Invalidates a range of IOVA from @start", "static DEFINE_MUTEX(cache_mutex);\n\n"),
         replace(CACHE, CACHE_RANGE, "\tif (mutex_trylock(&cache_mutex))\n\t\tmutex_unlock(&cache_mutex);\n" + CACHE_RANGE)], AWAKE)
variant("intel flushes a range with a flag that makes it sleep", TLB,
        [before(INTEL, TLB_HEAD, "static void intel_flush(struct dmar_domain *domain, unsigned long start, unsigned long last, int how)\n"
                "{\n\tif (how & 2)\n\t\tschedule_timeout_uninterruptible(1);\n\tcache_tag_flush_range(domain, start, last, how & 1);\n}\n\n"),
         replace(INTEL, TLB_RANGE, "\tintel_flush(domain, start, end - 1, 2);\n")], SLEEPS)
variant("intel flushes a range with a flag that keeps it awake", TLB,
        [before(INTEL, TLB_HEAD, "static void intel_flush(struct dmar_domain *domain, unsigned long start, unsigned long last, int how)\n"
                "{\n\tif (how & 2)\n\t\tschedule_timeout_uninterruptible(1);\n\tcache_tag_flush_range(domain, start, last, how & 1);\n}\n\n"),
         replace(INTEL, TLB_RANGE, "\tintel_flush(domain, start, end - 1, 1);\n")], AWAKE)
variant("intel flushes the work of another queue", TLB,
        [replace(INTEL, TLB_RANGE, TLB_RANGE + "\tflush_workqueue(system_unbound_wq);\n")], SLEEPS)
LATER = ("static void intel_later(struct work_struct *work)\n{\n\tmsleep(1);\n}\n\nstatic DECLARE_DELAYED_WORK(intel_work, intel_later);\n\n")
variant("intel leaves work for later", TLB,
        [before(INTEL, TLB_HEAD, "#include <linux/delay.h>\n#include <linux/workqueue.h>\n\n" + LATER),
         replace(INTEL, TLB_RANGE, TLB_RANGE + "\tmod_delayed_work(system_wq, &intel_work, 1);\n")], AWAKE)
variant("intel cancels work and waits for it", TLB,
        [before(INTEL, TLB_HEAD, "#include <linux/delay.h>\n#include <linux/workqueue.h>\n\n" + LATER),
         replace(INTEL, TLB_RANGE, TLB_RANGE + "\tcancel_delayed_work_sync(&intel_work);\n")], SLEEPS)
variant("intel cancels work and does not wait", TLB,
        [before(INTEL, TLB_HEAD, "#include <linux/delay.h>\n#include <linux/workqueue.h>\n\n" + LATER),
         replace(INTEL, TLB_RANGE, TLB_RANGE + "\tcancel_delayed_work(&intel_work);\n")], AWAKE)

# ---- free ----------------------------------------------------------------------------------------

KFD = "drivers/gpu/drm/amd/amdkfd/kfd_process.c"
KFDF = KFD + ":kfd_process_free_notifier"
KFD_QUEUE = "\tINIT_WORK(&p->release_work, kfd_process_wq_release);\n\tqueue_work(kfd_process_wq, &p->release_work);\n"
KFD_FREE = "\tkfd_unref_process(container_of(mn, struct kfd_process, mmu_notifier));\n"
KFD_HEAD = "static void kfd_process_ref_release(struct kref *ref)\n"

variant("amdkfd takes a mutex in its release function", KFDF,
        [replace(KFD, KFD_QUEUE, "\tmutex_lock(&p->mutex);\n\tmutex_unlock(&p->mutex);\n" + KFD_QUEUE)], SLEEPS,
        {"sleeps-atomic": ["mutex_lock"]})
variant("amdkfd tries a mutex in its release function", KFDF,
        [replace(KFD, KFD_QUEUE, "\tif (mutex_trylock(&p->mutex))\n\t\tmutex_unlock(&p->mutex);\n" + KFD_QUEUE)], AWAKE)
variant("amdkfd waits for the work that its release function queues", KFDF,
        [replace(KFD, KFD_QUEUE, KFD_QUEUE + "\tflush_work(&p->release_work);\n")], SLEEPS)
variant("amdkfd calls what its release function should queue", KFDF,
        [replace(KFD, KFD_QUEUE, "\tINIT_WORK(&p->release_work, kfd_process_wq_release);\n\tkfd_process_wq_release(&p->release_work);\n")],
        SLEEPS)
variant("amdkfd queues what its release function does with a delay", KFDF,
        [replace(KFD, KFD_QUEUE, KFD_QUEUE + "\tmod_delayed_work(kfd_process_wq, &p->eviction_work, 1);\n")], AWAKE)
variant("amdkfd yields in its release function", KFDF,
        [replace(KFD, KFD_QUEUE, "\tcond_resched();\n" + KFD_QUEUE)], SLEEPS)
variant("amdkfd drops another reference under a mutex", KFDF,
        [replace(KFD, KFD_FREE, "\tstruct kfd_process *p = container_of(mn, struct kfd_process, mmu_notifier);\n\n"
                 "\tif (kref_put_mutex(&p->ref, kfd_process_ref_release, &kfd_processes_mutex))\n"
                 "\t\tmutex_unlock(&kfd_processes_mutex);\n")], SLEEPS)
variant("amdkfd drops its reference without looking at anything else", KFDF,
        [replace(KFD, KFD_FREE, "\tkref_put(&container_of(mn, struct kfd_process, mmu_notifier)->ref, kfd_process_ref_release);\n")], AWAKE)

NOUVEAU = "drivers/gpu/drm/nouveau/nouveau_svm.c"
NOUF = NOUVEAU + ":nouveau_svmm_free_notifier"
NOU_FREE = "\tkfree(container_of(mn, struct nouveau_svmm, notifier));\n"
NOU_SVMM = "\tstruct nouveau_svmm *svmm = container_of(mn, struct nouveau_svmm, notifier);\n\n"

variant("nouveau frees under its mutex", NOUF,
        [replace(NOUVEAU, NOU_FREE, NOU_SVMM + "\tmutex_lock(&svmm->mutex);\n\tsvmm->vmm = NULL;\n\tmutex_unlock(&svmm->mutex);\n"
                 "\tkfree(svmm);\n")], SLEEPS)
variant("nouveau frees after it has destroyed its mutex", NOUF,
        [replace(NOUVEAU, NOU_FREE, NOU_SVMM + "\tmutex_destroy(&svmm->mutex);\n\tkfree(svmm);\n")], AWAKE)
variant("nouveau frees after a grace period, and waits for it", NOUF,
        [replace(NOUVEAU, NOU_FREE, NOU_SVMM + "\tsynchronize_rcu();\n\tkfree(svmm);\n")], SLEEPS)
variant("nouveau frees by vfree, which defers", NOUF, [replace(NOUVEAU, NOU_FREE, NOU_SVMM + "\tvfree(svmm);\n")], AWAKE)
variant("nouveau frees and asks for memory to log it", NOUF,
        [replace(NOUVEAU, NOU_FREE, NOU_SVMM + "\tchar *text = kasprintf(GFP_KERNEL, \"%lx\", svmm->unmanaged.start);\n\n"
                 "\tkfree(text);\n\tkfree(svmm);\n")], SLEEPS)

INTELF = INTEL + ":intel_mm_free_notifier"
INTEL_FREE = "\tkfree(domain->qi_batch);\n\tkfree(domain);\n"
variant("intel frees after a wait for interrupts", INTELF,
        [replace(INTEL, INTEL_FREE, "\tsynchronize_irq(0);\n" + INTEL_FREE)], SLEEPS)
variant("intel frees under its spin lock", INTELF,
        [replace(INTEL, INTEL_FREE, "\tspin_lock(&domain->lock);\n\tspin_unlock(&domain->lock);\n" + INTEL_FREE)], AWAKE)

GRUF = GRU + ":gru_free_notifier"
GRU_FREE = "\tkfree(container_of(mn, struct gru_mm_struct, ms_notifier));\n"
variant("gru frees after a sleep", GRUF, [replace(GRU, GRU_FREE, "\tmsleep(10);\n" + GRU_FREE)], SLEEPS)
variant("gru frees and wakes", GRUF,
        [replace(GRU, GRU_FREE, "\twake_up_all(&container_of(mn, struct gru_mm_struct, ms_notifier)->ms_wait_queue);\n" + GRU_FREE)], AWAKE)
