/* SPDX-License-Identifier: GPL-2.0-only */
/* What the callbacks of the oracle include, when mncheck parses them and when they are run. */
#ifndef ORACLE_H
#define ORACLE_H

#define NULL ((void *)0)
#define EIO 5
#define EAGAIN 11
#define MMU_NOTIFIER_RANGE_BLOCKABLE (1 << 0)
#define __GFP_DIRECT_RECLAIM 1u
#define GFP_ATOMIC 2u
#define GFP_KERNEL 3u
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define container_of(pointer, type, member) \
	((type *)((char *)(pointer) - __builtin_offsetof(type, member)))
#define might_sleep() __might_sleep(__FILE__, __LINE__)

typedef _Bool bool;

struct mutex {
	unsigned long owner;
};
struct mmu_notifier {
	struct mmu_notifier *next;
};
struct mmu_notifier_range {
	unsigned long start, end;
	unsigned int flags;
	int event;
};
struct mmu_notifier_ops {
	int (*invalidate_range_start)(struct mmu_notifier *, const struct mmu_notifier_range *);
	void (*invalidate_range_end)(struct mmu_notifier *, const struct mmu_notifier_range *);
};
struct list_head {
	struct list_head *next, *prev;
};

static inline bool mmu_notifier_range_blockable(const struct mmu_notifier_range *range)
{
	return range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE;
}

static inline bool gfpflags_allow_blocking(unsigned int flags)
{
	return flags & __GFP_DIRECT_RECLAIM;
}

static inline void list_add_tail(struct list_head *entry, struct list_head *head)
{
	entry->next = head;
	entry->prev = head->prev;
	head->prev->next = entry;
	head->prev = entry;
}

static inline void list_del(struct list_head *entry)
{
	entry->prev->next = entry->next;
	entry->next->prev = entry->prev;
}

/* mncheck has models of these; the harness runs its own. */
void mutex_lock(struct mutex *lock);
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
int down_trylock(void *semaphore);
void msleep(unsigned int ms);
void __might_sleep(const char *file, int line);
void *__kmalloc(unsigned long size, unsigned int flags);
void kfree(const void *object);
void *memmove(void *to, const void *from, unsigned long bytes);
void *memcpy(void *to, const void *from, unsigned long bytes);
void *memset(void *to, int byte, unsigned long bytes);

static inline void drop_lock(struct mutex **lock)
{
	if (*lock)
		mutex_unlock(*lock);
}

#endif
