/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H

#include <linux/sched.h>

unsigned long _copy_to_user(void *to, const void *from, unsigned long n);
unsigned long _copy_from_user(void *to, const void *from, unsigned long n);

static inline unsigned long copy_to_user(void *to, const void *from, unsigned long n)
{
	return _copy_to_user(to, from, n);
}

static inline unsigned long copy_from_user(void *to, const void *from, unsigned long n)
{
	return _copy_from_user(to, from, n);
}

static inline void pagefault_disable(void)
{
	current->pagefault_disabled++;
	barrier();
}

static inline void pagefault_enable(void)
{
	barrier();
	current->pagefault_disabled--;
}

/* For whoever has disabled page faults: what is not there is not fetched. */
static inline unsigned long __copy_from_user_inatomic(void *to, const void *from, unsigned long n)
{
	__asm__ __volatile__("rep movsb" : "+c" (n), "+D" (to), "+S" (from) : : "memory");
	return n;
}

#define get_user(_value, _from) ({					\
	might_fault();							\
	int __error;							\
	unsigned long __got;						\
	__asm__ __volatile__("call __get_user_8" : "=a" (__error), "=d" (__got) : "0" (_from)); \
	(_value) = __got;						\
	__error;							\
})
#define put_user(_value, _to) ({					\
	might_fault();							\
	int __error;							\
	__asm__ __volatile__("call __put_user_8" : "=c" (__error) : "0" (_to), "a" (_value) : "memory"); \
	__error;							\
})

#endif
