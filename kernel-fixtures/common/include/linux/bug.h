/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>
#include <linux/types.h>

void warn_slowpath_fmt(const char *file, int line, unsigned int taint, const char *format, ...);

#define BUG()								\
	do {								\
		__asm__ __volatile__("ud2");				\
		__builtin_unreachable();				\
	} while (0)
#define BUG_ON(_condition)	do { if (unlikely(_condition)) BUG(); } while (0)

#define WARN_ON(_condition) ({						\
	bool __warned = !!(_condition);					\
	if (unlikely(__warned))						\
		warn_slowpath_fmt(__FILE__, __LINE__, 9, NULL);		\
	unlikely(__warned);						\
})
#define WARN_ON_ONCE(_condition) ({					\
	static bool __already_done;					\
	bool __now = !!(_condition);					\
	if (unlikely(__now && !__already_done)) {			\
		__already_done = true;					\
		warn_slowpath_fmt(__FILE__, __LINE__, 9, NULL);		\
	}								\
	unlikely(__now);						\
})

#endif
