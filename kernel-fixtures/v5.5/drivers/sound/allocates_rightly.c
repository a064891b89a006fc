// SPDX-License-Identifier: GPL-2.0-only
/* Ways to ask for memory that cannot recurse into reclaim. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

struct frugal {
	struct mmu_interval_notifier scoped;
	struct mmu_interval_notifier flagged;
	struct mmu_interval_notifier small;
	struct mutex lock;
	void (*send)(struct frugal *frugal, void *message, size_t size);
};

struct message {
	unsigned long start, end;
	u32 words[4];
};

static void send_message(struct frugal *frugal, const struct mmu_notifier_range *range, gfp_t gfp)
{
	struct message *message = kzalloc(sizeof(*message), gfp);

	if (!message)
		return;
	message->start = range->start;
	message->end = range->end;
	WRITE_ONCE(message->words[0], 1);
	kfree(message);
}

/*
 * Inside a scope that keeps every allocation out of direct reclaim.
 * expect: interval noreclaim_ops: GFP_KERNEL inside memalloc_noreclaim_save(), after the test
 */
static bool noreclaim_invalidate(struct mmu_interval_notifier *mni,
				 const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct frugal *frugal = container_of(mni, struct frugal, scoped);
	unsigned int flags;

	if (!mmu_notifier_range_blockable(range))
		return false;
	mutex_lock(&frugal->lock);
	flags = memalloc_noreclaim_save();
	send_message(frugal, range, GFP_KERNEL);
	memalloc_noreclaim_restore(flags);
	mutex_unlock(&frugal->lock);
	return true;
}

const struct mmu_interval_notifier_ops noreclaim_ops = {
	.invalidate = noreclaim_invalidate,
};

int noreclaim_register(struct frugal *frugal, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&frugal->scoped, mm, 0, PAGE_SIZE, &noreclaim_ops);
}

/* With flags chosen by an argument that is constant here. */
#define SEND_ATOMIC	BIT(0)
#define SEND_URGENT	BIT(1)

static void send_with(struct frugal *frugal, const struct mmu_notifier_range *range,
		      unsigned long how)
{
	gfp_t gfp = how & SEND_ATOMIC ? GFP_ATOMIC : GFP_KERNEL;

	send_message(frugal, range, gfp | __GFP_NORETRY);
}

/* expect: interval gfp_by_flag_ops: SEND_ATOMIC is set in the constant argument: GFP_ATOMIC */
static bool gfp_by_flag_invalidate(struct mmu_interval_notifier *mni,
				   const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	send_with(container_of(mni, struct frugal, flagged), range, SEND_ATOMIC | SEND_URGENT);
	return true;
}

const struct mmu_interval_notifier_ops gfp_by_flag_ops = {
	.invalidate = gfp_by_flag_invalidate,
};

int gfp_by_flag_register(struct frugal *frugal, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&frugal->flagged, mm, 0, PAGE_SIZE, &gfp_by_flag_ops);
}

void gfp_by_flag_flush(struct frugal *frugal, const struct mmu_notifier_range *range)
{
	send_with(frugal, range, SEND_URGENT);
}

/* Large messages are allocated; this one's size keeps it on the stack. */
static int call_method(struct frugal *frugal, const void *data, size_t size)
{
	u8 stack[128];
	void *args = stack;
	size_t i;

	if (size > sizeof(stack)) {
		args = kmalloc(size, GFP_KERNEL);
		if (!args)
			return -ENOMEM;
	}
	for (i = 0; i < size; i++)
		((u8 *)args)[i] = ((const u8 *)data)[i];
	WRITE_ONCE(*(u8 *)args, 1);
	if (args != stack)
		kfree(args);
	return 0;
}

/* expect: interval on_stack_ops: 32 bytes fit into the 128 on the stack: kmalloc is not reached */
static bool on_stack_invalidate(struct mmu_interval_notifier *mni,
				const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct frugal *frugal = container_of(mni, struct frugal, small);
	struct message message = { .start = range->start, .end = range->end };

	call_method(frugal, &message, sizeof(message));
	return true;
}

const struct mmu_interval_notifier_ops on_stack_ops = {
	.invalidate = on_stack_invalidate,
};

int on_stack_register(struct frugal *frugal, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&frugal->small, mm, 0, PAGE_SIZE, &on_stack_ops);
}

int on_stack_upload(struct frugal *frugal, const void *data, size_t size)
{
	return call_method(frugal, data, size);
}

MODULE_LICENSE("GPL");
