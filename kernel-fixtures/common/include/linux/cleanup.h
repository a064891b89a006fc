/* SPDX-License-Identifier: GPL-2.0-only */
/* Scopes that release what they took, by way of the cleanup attribute. */
#ifndef _LINUX_CLEANUP_H
#define _LINUX_CLEANUP_H

#include <linux/compiler.h>
#include <linux/types.h>

#define __cleanup(_function)	__attribute__((__cleanup__(_function)))

#define DEFINE_FREE(_name, _type, _free)				\
	static inline void __free_##_name(void *_place)			\
	{								\
		_type _T = *(_type *)_place;				\
		_free;							\
	}
#define __free(_name)		__cleanup(__free_##_name)

#define DEFINE_GUARD(_name, _type, _lock, _unlock)			\
	typedef _type class_##_name##_t;				\
	static inline class_##_name##_t					\
	class_##_name##_constructor(class_##_name##_t _T)		\
	{								\
		_lock;							\
		return _T;						\
	}								\
	static inline void						\
	class_##_name##_destructor(class_##_name##_t *_held)		\
	{								\
		class_##_name##_t _T = *_held;				\
									\
		if (_T) {						\
			_unlock;					\
		}							\
	}

/* A second class over the same lock, whose taking may fail: then it holds NULL. */
#define DEFINE_GUARD_COND(_name, _suffix, _trylock)			\
	typedef class_##_name##_t class_##_name##_suffix##_t;		\
	static inline class_##_name##_t					\
	class_##_name##_suffix##_constructor(class_##_name##_t _T)	\
	{								\
		return (_trylock) ? _T : NULL;				\
	}								\
	static inline void						\
	class_##_name##_suffix##_destructor(class_##_name##_t *_held)	\
	{								\
		class_##_name##_destructor(_held);			\
	}

#define CLASS(_name, _variable)						\
	class_##_name##_t _variable __cleanup(class_##_name##_destructor) = \
		class_##_name##_constructor

#define guard(_name)		CLASS(_name, __UNIQUE_ID(guard))

#define scoped_guard(_name, ...)					\
	for (CLASS(_name, __scope)(__VA_ARGS__), __done = NULL;	\
	     __scope && !__done; __done = (void *)1)

#endif
