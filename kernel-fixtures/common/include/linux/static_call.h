/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_STATIC_CALL_H
#define _LINUX_STATIC_CALL_H

struct static_call_key {
	void *func;
};

#define STATIC_CALL_KEY(name) __SCK__##name
#define STATIC_CALL_TRAMP(name) __SCT__##name

#define DECLARE_STATIC_CALL(name, func)					\
	extern struct static_call_key STATIC_CALL_KEY(name);		\
	extern typeof(func) STATIC_CALL_TRAMP(name)

#define __DEFINE_STATIC_CALL(name, type, initial)			\
	DECLARE_STATIC_CALL(name, type);				\
	struct static_call_key STATIC_CALL_KEY(name) = { .func = initial }

#define DEFINE_STATIC_CALL(name, func) __DEFINE_STATIC_CALL(name, func, func)
#define DEFINE_STATIC_CALL_NULL(name, func) __DEFINE_STATIC_CALL(name, func, NULL)
#define DEFINE_STATIC_CALL_RET0(name, func) __DEFINE_STATIC_CALL(name, func, __static_call_return0)

/* With trampolines, and as architectures without them do. */
#define static_call(name) (&STATIC_CALL_TRAMP(name))
#define static_call_by_key(name) ((typeof(STATIC_CALL_TRAMP(name)) *)(STATIC_CALL_KEY(name).func))
#define static_call_cond(name) (void)static_call(name)

#define static_call_update(name, func)					\
({									\
	typeof(&STATIC_CALL_TRAMP(name)) __F = (func);			\
	__static_call_update(&STATIC_CALL_KEY(name), &STATIC_CALL_TRAMP(name), __F); \
})

void __static_call_update(struct static_call_key *key, void *tramp, void *func);
long __static_call_return0(void);

#endif
